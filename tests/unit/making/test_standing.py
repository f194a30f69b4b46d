"""What several claims about one event come to: nothing is invented, nobody's number is hidden, doubt sets no cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import row, write_sheet

from geomap.counts import UNKNOWN, Count
from geomap.making.happenings import kind_of
from geomap.making.sheet import definition, read_sheet
from geomap.making.standing import counts_for_event, names_an_actor, rows_that_set, tells_of_an_account
from geomap.schema import table_schema


@pytest.fixture
def read(tmp_path):
    """Rows of a sheet, read as a user would have them read; speakers are told apart by their place in the list."""

    def reading(*rows):
        told = [r | {"who said": r["who said"] if r["who said"] != "the army" else f"speaker {n}"}
                for n, r in enumerate(rows)]  # fmt: skip
        return read_sheet(write_sheet(tmp_path / "s.csv", told))[0]

    return reading


def wounded(value, whom="", **cells):
    return row("wounded", value, whom=whom, **cells)


DOUBTED = {"verification": "contradicted"}


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ([wounded("0"), wounded("at least 11"), wounded("110")], 0, 110),
        ([wounded("0"), wounded("11")], 0, 11),
        # nobody gives an upper number for the 11: the end stays open, and the note says who said what
        ([wounded("0"), wounded("at least 11")], 0, None),
        ([wounded("at least 2"), wounded("3")], 2, 3),
        ([wounded("more than 12")], 13, None),
        ([wounded("more than 12"), wounded("22")], 13, 22),
        ([wounded("fewer than 12")], None, 11),
        ([wounded("up to 4"), wounded("7")], None, 7),
        ([wounded("9-12"), wounded("5")], 5, 12),
        ([wounded("several")], None, None),
        ([wounded("dozens"), wounded("about 20"), wounded("7")], 7, 7),
        # of all, the least that was said of one group; nothing at all if that is nobody
        ([wounded("0", "security")], None, None),
        ([wounded("5", "security")], 5, None),
        ([wounded("0", "civilian")], None, None),
        ([wounded("5", "civilian"), wounded("2", "security")], 5, None),
        ([wounded("4", "child"), wounded("at least 2", "child")], 2, None),
        # the zero of one speaker for all hides no number that another has for some
        ([wounded("0", "all"), wounded("110", "combatant"), wounded("11", "combatant")], 0, 110),
        ([wounded("50", "all"), wounded("5", "child")], 50, 50),
        ([wounded("at least 5"), wounded("7", "civilian")], 5, None),
        # where all that is reported is of civilians, theirs is the number that is reported
        ([wounded("at least 2", "civilian"), wounded("3", "civilian"), wounded("1", "child")], 2, 3),
        # doubt sets nothing
        ([wounded("0"), wounded("7", **DOUBTED)], 0, 0),
        ([wounded("0"), wounded("7", verification="retracted")], 0, 0),
        ([wounded("0"), wounded("7", verification="unverified")], 0, 0),
        ([wounded("8"), wounded("1", stance="denies"), wounded("90", stance="speculates")], 8, 8),
        ([wounded("7", **DOUBTED)], None, None),
    ],
)
def test_the_range_of_an_event(read, rows, low, high):
    assert counts_for_event(read(*rows))["wounded"].count == Count(low, high)


def test_only_what_is_unverified_sets_an_event_of_which_nothing_else_is_reported(read):
    unverified = wounded("7", verification="unverified")

    assert counts_for_event(read(unverified))["wounded"].count == Count.exactly(7)
    assert counts_for_event(read(unverified, row("kind", "rocket")))["wounded"].count == UNKNOWN


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([wounded("7")], ""),
        ([wounded("7"), wounded("7")], ""),
        ([wounded("7", words="seven"), wounded("at least 9", words="nine")], "speaker 0: seven; speaker 1: nine"),
        (
            [wounded("0", words="nobody"), wounded("6", words="six", verification="unverified")],
            "speaker 0: nobody; speaker 1 (unverified): six",
        ),
        ([wounded("several", words="several were hurt")], "speaker 0: several were hurt"),
        ([wounded("0", "security", words="no soldier was hurt")], "speaker 0: no soldier was hurt"),
        (
            [wounded("0", words="nobody"), wounded("at least 11", words="eleven")],
            "speaker 0: nobody; speaker 1: eleven",
        ),
        ([wounded("7", words="seven", **DOUBTED)], "speaker 0 (contradicted): seven"),
        ([wounded("7", words="not seven", stance="denies")], ""),
    ],
)
def test_what_two_numbers_cannot_say_stands_in_words(read, rows, note):
    assert counts_for_event(read(*rows))["wounded"].note == note


amounts = st.one_of(
    st.integers(0, 400).map(str),
    st.integers(0, 400).map(lambda n: f"at least {n}"),
    st.integers(0, 400).map(lambda n: f"more than {n}"),
    st.integers(0, 400).map(lambda n: f"up to {n}"),
    st.tuples(st.integers(0, 90), st.integers(90, 400)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
    st.sampled_from(["several", "dozens", "about 20", "unknown"]),
)
whoms = st.sampled_from(["", "all", "child", "civilian", "security", "combatant"])


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(amounts, whoms), min_size=1, max_size=8))
def test_a_range_holds_every_number_of_everybody_and_makes_none_up(tmp_path_factory, rows):
    sheet = write_sheet(
        tmp_path_factory.mktemp("range") / "s.csv", [wounded(v, w, who_said=f"s{n}") for n, (v, w) in enumerate(rows)]
    )

    count = counts_for_event(read_sheet(sheet)[0])["wounded"].count

    numbers = {int(n) + step for v, _ in rows for n in re.findall(r"\d+", v) for step in (0, "more" in v)}
    assert {count.low, count.high} - {None} <= numbers
    for value, whom in rows:
        if whom in ("", "all") and value.isdigit():
            assert (count.low or 0) <= int(value) <= (9999 if count.high is None else count.high)


def test_every_stance_and_verification_has_its_line_in_the_table_and_in_the_docs(root):
    table = definition()["standing"]
    page = (root / "docs" / "how-to" / "quick-sheet.md").read_text("utf-8")

    for column in ("stance", "verification"):
        words = [entry["word"] for entry in table if entry["column"] == column]
        assert [w for w in words if w] == list(table_schema("claims").field(column).vocabulary)
    for entry in table:
        word = f"`{entry['word']}`" if entry["word"] else "empty"
        assert f"| {word} | {entry['column']} | {entry['event']} | {entry['account']} | {entry['says']} |\n" in page


def test_who_is_named_needs_no_verification_and_an_account_keeps_what_is_contradicted(read):
    (claimed, contradicted, retracted, denied) = read(
        row("claimed by", "G", verification="unverified"), row("claimed by", "G", **DOUBTED),
        row("impact area", "A", verification="retracted"), row("impact area", "A", stance="denies"),
    )  # fmt: skip

    assert [names_an_actor(r) for r in (claimed, contradicted)] == [True, False]
    assert [tells_of_an_account(r) for r in (contradicted, retracted, denied)] == [True, False, False]
    assert rows_that_set([contradicted, retracted, denied]) == []


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        ([], "other"),
        (["drone"], "drone"),
        (["ballistic_missile", "cruise_missile"], "missile"),
        (["missile", "anti_ship_missile"], "missile"),
        (["rocket", "mortar"], "indirect_fire"),
        (["drone", "ballistic_missile"], "unknown_projectile"),
        (["drone", "arrest"], "other"),
    ],
)
def test_a_kind_for_several_says_no_more_than_all_of_them(kinds, kind):
    made, words = kind_of(kinds)

    assert made == kind
    assert bool(words) == (len(kinds) > 1)
    assert words.get("en", "").count("; ") == max(0, len(kinds) - 1)
