"""The map in words says nothing that the claims do not say: no other number, no other place, always a speaker."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from building import CaseTables
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.edition import Policy
from geomap.pipeline import build_edition
from geomap.publishers.texts import alt_text

PLACES = ("launch_quarter", "impact_zone", "market")
NAMES = {"launch_quarter": "Launch quarter", "impact_zone": "Impact zone", "market": "Market"}
OUTCOMES = ("ground_impact", "air_burst", "intercepted", "fell_short", "unknown")

groups = st.lists(
    st.tuples(
        st.none() | st.integers(1, 40),
        st.sampled_from(OUTCOMES),
        st.none() | st.sampled_from(PLACES),
        st.none() | st.sampled_from(PLACES),
    ),
    min_size=0,
    max_size=5,
)


def numbers_in(text: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d+", text)}


def edition_with(rows, lang="en", policy=None):
    case = CaseTables()
    case.tables["trajectories"] = [
        {
            "trajectory_id": f"g{n}",
            "event_id": "attack",
            "account": "military",
            "group_n": count,
            "outcome": outcome,
            "launch_place_id": launch,
            "impact_place_id": impact,
            "basis_claim_ids": "k1",
        }
        for n, (count, outcome, launch, impact) in enumerate(rows)
    ]
    with tempfile.TemporaryDirectory() as folder:
        return build_edition(case.write(Path(folder) / "case"), lang=lang, policy=policy)


@settings(max_examples=10)
@given(groups, st.sampled_from(["en", "ar"]))
def test_no_number_and_no_place_but_those_of_the_groups(rows, lang):
    """Sums of groups at one end of one place, and of all groups, are what the map itself shows."""
    (view,) = edition_with(rows, lang).scene.accounts
    told = " ".join(clause.text for clause in view.told)

    sums = {6, 2020, sum(c or 0 for c, *_ in rows)}
    for end in (2, 3):
        for place in PLACES:
            sums.add(sum(row[0] or 0 for row in rows if row[end] == place))
    singles = {c for c, *_ in rows if c} | {1}
    assert numbers_in(told) <= sums | singles
    shown = {row[2] for row in rows} | {row[3] for row in rows}
    assert {place for place, name in NAMES.items() if name in told} <= shown
    assert "{" not in told


@settings(max_examples=6)
@given(groups)
def test_every_report_names_its_speaker(rows):
    (view,) = edition_with(rows).scene.accounts

    for clause in view.told:
        if re.search(r"\b(fired|fell|burst|stopped)\b", clause.text):
            assert re.search(r"the army said|it said|By the same account", clause.text), clause.text
            assert clause.claim_ids == ("k1",)


def test_numbers_that_differ_stand_side_by_side_with_their_speakers(make_case):
    def change(case: CaseTables):
        case.set("claims", "k4", value="1", words="one person was killed")
        other = {**case.row("claims", "k4"), "claim_id": "k6", "value": "4", "words": "four people were killed"}
        case.add("claims", {**other, "claimant": "a hospital", "origin": "a hospital", "source_id": "daily"})

    text = alt_text(build_edition(make_case(change)).scene)

    assert (
        "Killed, by who says so: the army said one person was killed; a hospital said four people were killed." in text
    )
    assert "5 people" not in text
    assert "2.5" not in text


def test_a_withheld_place_is_not_in_the_words(make_case):
    edition = build_edition(make_case(), policy=Policy(redact=("impact_zone",)))

    text = alt_text(edition.scene)

    assert "Impact zone" not in text
    assert "2 rockets, it said, fell" in text


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_case_without_groups_and_a_catalogue_are_told_too(make_case, catalogue_edition, lang):
    def change(case: CaseTables):
        case.tables["trajectories"] = []
        case.without_accounts()

    edition = build_edition(make_case(change), lang=lang)
    text = alt_text(edition.scene)

    assert numbers_in(text) <= {3, 2, 1, 6, 8, 30, 2020}
    assert "{" not in text
    events = catalogue_edition.public.events
    told = " ".join(c.text for c in catalogue_edition.scene.accounts[0].told)
    assert f"{len(events)} events" in told
    assert "48 rocket attacks" in told
    assert (events["kind"] == "rocket").sum() == 48
