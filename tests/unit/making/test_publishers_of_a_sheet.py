"""Who published the text behind a link: what the rows say, and nobody whom they do not name as that."""

from __future__ import annotations

import csv
import io

import pytest
from making import row, write_sheet

from geomap.making.filling import fill
from geomap.making.folder import empty_case
from geomap.making.sheet import read_sheet

BARE = {"who_relayed": ""}
GOVERNOR = row("kind", "drone", who_said="the governor", **BARE)
RESIDENT = row("killed", "2", who_said="a resident", **BARE)


@pytest.fixture
def filled(tmp_path):
    """The sources that rows give and what is told of them, into a new case or the files of one."""

    def filling(*rows, files=None):
        files = files or empty_case("case", "A night", "UA", "night", has_sheet=True)
        done = fill(files, read_sheet(write_sheet(tmp_path / "s.csv", rows))[0], "s.csv")
        made = {**files, **done.files}
        sources = list(csv.DictReader(io.StringIO(made["sources.csv"].decode())))
        return sources, done.findings.with_code("publisher-not-named"), made

    return filling


@pytest.mark.parametrize("rows", [(GOVERNOR, RESIDENT), (RESIDENT, GOVERNOR)])
def test_no_speaker_of_several_in_one_link_is_its_publisher(filled, rows):
    """Who published it is not known; the host of the address is a fact, whichever row stands first."""
    ((source,), (found,), _) = filled(*rows)

    assert (source["publisher"], source["source_id"]) == ("daily.example", "daily_example-20200507")
    assert (found.severity, found.column, found.rows) == ("warning", "who relayed", (2,))
    assert '"the governor"' in found.message
    assert '"a resident"' in found.message
    assert (
        'Write its outlet (the last, behind a semicolon, if several passed it on) into "who relayed"' in found.message
    )


@pytest.mark.parametrize(
    ("rows", "publisher"),
    [
        ((GOVERNOR, RESIDENT | {"who relayed": "The Daily"}), "The Daily"),
        ((GOVERNOR, row("wounded", "3", who_said="the governor", **BARE)), "the governor"),
        ((GOVERNOR | {"who relayed": "A wire; The Daily"}, RESIDENT | {"who relayed": "the daily"}), "The Daily"),
    ],
    ids=["one row names it", "one speaker alone", "one outlet in two spellings"],
)
def test_a_publisher_that_the_rows_name_is_that(filled, rows, publisher):
    ((source,), found, _) = filled(*rows)

    assert source["publisher"].casefold() == publisher.casefold()
    assert len(found) == 0


def test_two_outlets_for_one_link_are_told_and_neither_is_chosen(filled):
    ((source,), (found,), _) = filled(GOVERNOR | {"who relayed": "The Daily"}, RESIDENT | {"who relayed": "The Post"})

    assert source["publisher"] == "daily.example"
    assert found.message.startswith('is "The Daily", "The Post" in the rows of one link')


def test_a_host_gives_way_to_an_outlet_and_a_publisher_written_by_hand_stays(filled):
    (_, _, files) = filled(GOVERNOR, RESIDENT)
    by_hand = {**files, "sources.csv": files["sources.csv"].replace(b",daily.example,", b",The Daily Online,")}

    ((named,), told, _) = filled(GOVERNOR, RESIDENT | {"who relayed": "The Daily"}, files=files)
    ((kept,), silent, _) = filled(GOVERNOR, RESIDENT, files=by_hand)

    assert (named["publisher"], named["source_id"], len(told)) == ("The Daily", "daily_example-20200507", 0)
    assert (kept["publisher"], len(silent)) == ("The Daily Online", 0)


def test_a_speaker_who_stands_as_publisher_of_others_is_told(filled):
    """One speaker was the publisher as long as nobody else spoke there; the case keeps what stands and is told."""
    (_, _, files) = filled(GOVERNOR)

    ((source,), (found,), _) = filled(GOVERNOR, RESIDENT, files=files)

    assert source["publisher"] == "the governor"
    assert 'so it is called "the governor" in sources.csv' in found.message
