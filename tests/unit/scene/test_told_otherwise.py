"""A number that others contradict never stands alone: not in the table, not in a panel, not in an export."""

from __future__ import annotations

import json

import pytest
from building import CaseTables

from geomap.counts import Count
from geomap.pipeline import build_edition
from geomap.publishers import geojson, table
from geomap.publishers.features import feature_tables
from geomap.publishers.texts import alt_text
from geomap.scene.otherwise import told_otherwise

RESIDENT = {
    "claim_id": "k9",
    "field": "killed",
    "value": "2",
    "value_low": 2,
    "value_high": 2,
    "words": "two people were killed",
    "claimant": "A resident",
    "origin": "A resident",
    "verification": "unverified",
}
SENTENCE = "A resident said two people were killed (unverified)."


def nobody_killed(case: CaseTables, **cells) -> CaseTables:
    case.set("events", "attack", killed_low=0, killed_high=0)
    case.set("claims", "k4", value="0", value_low=0, value_high=0, words="nobody was killed")
    return case.add("claims", case.row("claims", "k4") | RESIDENT | cells)


def cells_of(edition, column):
    events = edition.scene.tables["events"]
    return events[column][events["event_id"].index("attack")]


def test_a_zero_that_others_contradict_says_so_wherever_it_stands(make_case):
    edition = build_edition(make_case(nobody_killed))

    assert cells_of(edition, "killed") == "0 (others say otherwise)"
    assert SENTENCE in cells_of(edition, "notes")
    assert "Killed: 0 (others say otherwise)." in cells_of(edition, "lines")
    assert "Killed, by who says so: the army said nobody was killed; a resident said two" in alt_text(edition.scene)
    assert f"0 (others say otherwise),not reported,{SENTENCE}" in table.render(edition).decode()
    features = json.loads(geojson.render(edition))["features"]
    (event,) = [f["properties"] for f in features if f["id"] == "event:attack"]
    assert (event["killed_low"], event["killed_high"], event["said_otherwise"]) == (0, 0, SENTENCE)
    events = next(t for t in feature_tables(edition) if t.name == "events").table.set_index("event_id")
    assert events.loc["attack", "said_otherwise"] == SENTENCE


def test_a_number_that_is_only_claimed_is_not_called_unreported(make_case):
    def change(case: CaseTables):
        nobody_killed(case).set("events", "attack", killed_low=None, killed_high=None)

    assert cells_of(build_edition(make_case(change)), "killed") == "claimed, not settled"


def test_a_number_that_the_note_of_the_event_tells_is_not_told_twice(make_case):
    def change(case: CaseTables):
        nobody_killed(case).set("events", "attack", harm_note="A resident’s first word was of two killed.")

    edition = build_edition(make_case(change))

    assert cells_of(edition, "killed") == "0"
    assert "said_otherwise" not in edition.scene.tables["events"]


@pytest.mark.parametrize(
    ("cells", "held", "is_otherwise"),
    [
        ({"value_low": 2}, Count(1, 3), False),
        ({"value_low": 4}, Count(1, 3), True),
        ({"value_low": 4}, Count(1, None), False),
        ({"value_high": 2}, Count(3, None), True),
        ({"value": "4"}, Count(1, 3), True),
        ({"value": "several"}, Count(1, 3), False),
        ({"value_low": 4, "verification": "retracted"}, Count(1, 3), False),
        ({"value_low": 4, "stance": "speculates"}, Count(1, 3), False),
        ({"value_low": 2, "value_high": 2, "group": "child"}, Count(3, 3), False),
        ({"value_low": 4, "value_high": 4, "group": "child"}, Count(3, 3), True),
        ({"value_low": 0, "value_high": 0, "group": "security"}, Count(), False),
        ({"value_low": 0, "value_high": 0}, Count(), True),
        ({"value": "3", "stance": "denies"}, Count(3, 3), True),
        ({"value": "2", "stance": "denies"}, Count(0, 0), False),
    ],
)
def test_who_says_otherwise_gives_a_number_that_the_event_does_not_hold(cells, held, is_otherwise):
    claim = {"claim_id": "k", "about": "e", "field": "killed", "value": None, "value_low": None, "value_high": None}
    claim |= {"stance": "asserts", "verification": None, "group": None, "claimant": "B"} | cells
    event = {f"{stem}_{end}": None for stem in ("munitions", "wounded") for end in ("low", "high")}
    event |= {"killed_low": held.low, "killed_high": held.high}

    assert told_otherwise([claim], {"e": event}) == ({("e", "killed"): ("k",)} if is_otherwise else {})
