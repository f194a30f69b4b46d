"""Debris, interceptions over a place, ships, failed launches, interceptors, words in Arabic: a sheet has them."""

from __future__ import annotations

import csv
import io

import pytest
from making import row, write_sheet

from geomap.making.filling import fill
from geomap.making.folder import empty_case
from geomap.making.sheet import read_sheet

TABLES = ("trajectories", "claims", "event_places", "events")
KIND = row("kind", "drone")


@pytest.fixture
def filled(tmp_path):
    """The tables that rows give, by name."""

    def filling(*rows):
        files = empty_case("case", "A night", "IQ", "night", has_sheet=True)
        done = fill(files, read_sheet(write_sheet(tmp_path / "s.csv", rows))[0], "s.csv")
        made = {**files, **done.files}
        return {n: list(csv.DictReader(io.StringIO(made[f"{n}.csv"].decode()))) for n in TABLES}

    return filling


@pytest.mark.parametrize(("about", "role"), [("debris", "debris"), ("intercepted over", "intercepted_over")])
def test_a_place_of_its_own_stands_beside_all_accounts(filled, about, role):
    made = filled(KIND, row(about, "Kirkuk", "it was there"), row(about, "Jordan", "in Jordan, too"))
    claims = [c for c in made["claims"] if c["field"] == role]

    assert [(p["place_id"], p["role"]) for p in made["event_places"]] == [("kirkuk", role), ("jordan", role)]
    assert [c["value"] for c in claims] == ["kirkuk", "jordan"]
    assert made["event_places"][0]["claim_id"] == claims[0]["claim_id"]
    assert made["trajectories"] == []


@pytest.mark.parametrize("about", ["debris", "intercepted over", "damage seen", "target"])
@pytest.mark.parametrize(
    ("column", "word"), [("stance", "denies"), ("stance", "speculates"), ("verification", "retracted")]
)
def test_what_a_speaker_does_not_assert_has_no_place(filled, about, column, word):
    made = filled(KIND, row(about, "Kirkuk", "nothing was there", **{column: word}))

    assert made["event_places"] == []
    assert [c["value"] for c in made["claims"]][1:] == ["kirkuk"]


def test_an_interception_over_a_place_is_the_end_of_the_group_that_it_names(filled):
    made = filled(
        KIND,
        row("intercepted over", "Kirkuk", how_many="3", group="a"),
        row("intercepted over", "Jordan", how_many="4", group="b"),
    )
    columns = ("group_n", "outcome", "impact_place_id", "wording")

    assert [tuple(t[c] for c in columns) for t in made["trajectories"]] == [
        ("3", "intercepted", "kirkuk", ""),
        ("4", "intercepted", "jordan", ""),
    ]
    assert {c["field"] for c in made["claims"]} == {"kind", "impact_place_id"}
    assert made["event_places"] == []


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [("destroyed before launch", "destroyed_before_launch"), ("failed", "failed"), ("fell short", "fell_short")],
)
def test_an_outcome_may_be_that_nothing_left(filled, cell, outcome):
    made = filled(KIND, row("outcome", cell, how_many="7", group="g"), row("launch area", "Kirkuk", group="g"))

    (group,) = made["trajectories"]
    assert (group["group_n"], group["outcome"], group["launch_place_id"]) == ("7", outcome, "kirkuk")


def test_the_ship_that_was_hit_stands_with_the_impact_of_its_account(filled):
    same = filled(KIND, row("impact area", "Kirkuk", how_many="1"), row("ship hit", "True Confidence"))
    named = filled(KIND, row("impact area", "Kirkuk", group="m"), row("ship hit", "True Confidence", group="m"))
    alone = filled(KIND, row("ship hit", "True Confidence", how_many="2"))

    for made, n, place_id in ((same, "1", "kirkuk"), (named, "", "kirkuk"), (alone, "2", "")):
        (group,) = made["trajectories"]
        assert (group["struck"], group["group_n"], group["impact_place_id"]) == ("True Confidence", n, place_id)
        assert group["outcome"] == "ground_impact"
    assert [c["value"] for c in same["claims"] if c["field"] == "struck"] == ["True Confidence"]


def test_an_interceptor_that_fell_is_a_kind_and_no_missile_attack(filled):
    alone = filled(row("kind", "interceptor"))["events"][0]
    both = filled(row("kind", "interceptor"), row("kind", "ballistic missile"))["events"][0]

    assert alone["kind"] == "interceptor"
    assert (both["kind"], both["kind_wording"]) == ("other", "fall of an interceptor; ballistic missile attack")


def test_words_in_arabic_stand_beside_the_words(filled):
    made = filled(KIND, row("debris", "Kirkuk", "pieces fell there", words_ar="سقطت قطع هناك."))

    assert [(c["words"], c.get("words_ar", "")) for c in made["claims"]][1] == ("pieces fell there", "سقطت قطع هناك")


def test_points_of_impact_are_counted_at_a_place_and_are_no_projectiles(filled):
    made = filled(KIND, row("points of impact", "Kirkuk", "pictures show 17 points of impact", how_many="17"))
    claim = made["claims"][1]

    assert (claim["field"], claim["value_low"], claim["unit"]) == ("context", "17", "points of impact")
    assert [(p["place_id"], p["role"]) for p in made["event_places"]] == [("kirkuk", "damage_seen")]
    assert (made["trajectories"], made["events"][0]["munitions_low"]) == ([], "")
