"""Words that tell of events under embargo: which days and places are told, how they may be written, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from geomap.disclosure import gate, of_the_gate
from geomap.disclosure.early import Early
from geomap.disclosure.embargo import without_embargoed
from geomap.disclosure.names import NameRemover
from geomap.edition import Policy

from .conftest import with_cells, with_rows  # isort: skip

DAY = "2020-05-08"
EARLY = Early(frozenset({date(2024, 3, 5), date(2023, 12, 11)}), NameRemover(["Izmail"]))


@pytest.fixture(scope="module")
def raid(base):
    """The arrest of 8 May, which an embargo of that day holds back, at a place of its own."""
    spot = base.places.iloc[2].to_dict() | {"place_id": "spot", "name": "Izmail", "parent_id": None}
    return with_cells(with_rows(base, "places", [spot]), "events", "event_id", "arrest", place_id="spot")


def early_of(dataset, embargo_on=DAY):
    return Early.of(dataset, without_embargoed(dataset, embargo_on)[0], embargo_on)


def told(dataset):
    return list(gate(dataset, Policy(embargo_on=DAY)).told(dataset))


@pytest.mark.parametrize(
    "text",
    [
        "raid on 2024-03-05.",
        "2024/3/5",
        "2024.03.05",
        "file_20240305",
        "5/3/2024",
        "05.03.24",
        "3-5-2024",
        "3/05/24",
        "on 5 March",
        "on 5 March, 2024",
        "the 5th of March 2024",
        "05-Mar-2024",
        "March 5",
        "March 5th, 2024 again",
        "am 5. März 2024",
        "5 de marzo de 2024",
        "5 березня",
        "5 مارس",
        "٥ آذار ٢٠٢٤",
        "2024年3月5日",
        "3月5日",
        "Dec. 11",
        "11 December 2023",
        "2023-12-11",
    ],
)
def test_a_day_under_embargo_is_known_however_it_is_written(text):
    assert EARLY.told_in(text) == "a day"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in March",
        "5 March 2023",
        "March 5, 2023",
        "2023-03-05",
        "05.03.23",
        "4 March",
        "15 March",
        "March 50",
        "5 Marching men",
        "Demarch 5",
        "12024-03-05",
        "2024-03-051",
        "120240305",
        "202403051",
        "15/3/2024",
        "13/5/2024",
        "5/3/2024567",
        "5/13/2024",
        "2024-13-05",
        "13月5日",
        "2023年3月5日",
        "5 killed, 3 wounded in 2024",
        "the March of 2024",
    ],
)
def test_other_days_and_numbers_are_not_told(text):
    assert EARLY.told_in(text) == ""


def test_a_place_is_told_where_no_day_is():
    assert EARLY.told_in("towards Izmail") == "a place"
    assert EARLY.told_in("towards Odesa") == ""
    assert EARLY.told_in("Izmail, 5 March") == "a day"
    assert Early(frozenset(), NameRemover([])).told_in("Izmail, 5 March") == ""


def test_days_are_those_that_are_certain_and_not_before_the_embargo(raid):
    def days(embargo_on=DAY, **cells):
        stamps = {c: pd.Timestamp(v) for c, v in cells.items()}
        return early_of(with_cells(raid, "events", "event_id", "arrest", **stamps), embargo_on).days

    assert days() == {date(2020, 5, 8)}
    assert days("2020-05-09") == frozenset()
    assert days(date_start_lower="2020-05-07") == frozenset()
    assert days(date_end_lower="2020-05-10", date_end_upper="2020-05-10") == {date(2020, 5, 8), date(2020, 5, 10)}
    assert days(date_end_lower="2020-05-10", date_end_upper="2020-05-11") == {date(2020, 5, 8)}
    long = {"date_start_lower": "2020-05-01", "date_start_upper": "2020-05-01"}
    assert days(**long, date_end_lower="2020-05-10", date_end_upper="2020-05-10") == {date(2020, 5, 10)}


def test_a_place_whose_name_is_shown_is_no_secret(raid):
    shown = with_cells(raid, "places", "place_id", "market", name="Izmail")

    assert early_of(raid).places.found_in("near Izmail")
    assert not early_of(raid).places.found_in("at the market")
    assert not early_of(shown).places.found_in("near Izmail")
    assert not early_of(raid, "").places


def test_a_column_has_one_finding_for_days_and_one_for_places(raid):
    dataset = with_cells(raid, "events", "event_id", "truce", title="Truce before 8 May", summary="Then Izmail")
    dataset = with_cells(dataset, "events", "event_id", "attack", title="Attack before 8 May")

    one, two = found = told(dataset)

    assert len(of_the_gate(gate(dataset, Policy(embargo_on=DAY)).told(dataset))) == 2
    assert one.message == (
        "“Attack before 8 May” (and 1 more) names a day that only events under embargo have, and stands in the "
        "outputs. If it tells of them, word the text anew or take it out."
    )
    assert (one.code, one.severity, one.file, one.column) == ("tells-of-embargo", "warning", "events.csv", "title")
    assert (one.rows, one.ids, one.count) == ((2, 4), ("attack", "truce"), 2)
    assert two.message.startswith("“Then Izmail” names a place that only")
    assert (two.column, two.ids, two.count) == ("summary", ("truce",), 1)
    assert [f.code for f in found] == ["tells-of-embargo"] * 2
    assert not list(gate(dataset).told(dataset))


def test_each_half_of_an_embargo_is_looked_for_without_the_other(raid):
    undated = with_cells(raid, "events", "event_id", "arrest", date_start_lower=pd.Timestamp("2020-05-01"))
    nowhere = with_cells(raid, "events", "event_id", "arrest", place_id="market")

    assert [f.ids for f in told(with_cells(undated, "events", "event_id", "truce", title="Izmail"))] == [("truce",)]
    assert [f.ids for f in told(with_cells(nowhere, "events", "event_id", "truce", title="8 May"))] == [("truce",)]


def test_the_days_of_rows_and_sources_are_no_words(raid):
    assert told(with_cells(raid, "sources", "source_id", "daily", published_on=DAY)) == []


def test_the_desks_words_are_told_with_their_file_and_long_ones_are_cut(raid):
    for size, quoted in ((80, "“8 May " + "x" * 74 + "” (and 1"), (81, "“8 May " + "x" * 74 + "…” (and 1")):
        words = [{"text": "8 May " + "x" * (size - 6)}, {"text": "8 May y"}]
        (one,) = told(replace(raid, editorial={"summary": words}))
        assert one.message.startswith(quoted)
        assert (one.file, one.column, one.rows, one.count) == ("map.toml", "", (), 1)


def test_of_many_rows_twenty_are_named_and_all_are_counted(raid):
    event = raid.events.set_index("event_id", drop=False).loc["truce"].to_dict()
    rows = [event | {"event_id": f"n{n:02}", "title": "before 8 May"} for n in range(21)]

    (one,) = told(with_rows(raid, "events", rows))

    assert (len(one.rows), len(one.ids), one.count) == (20, 20, 21)
