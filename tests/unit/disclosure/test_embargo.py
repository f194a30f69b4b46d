"""The embargo: events of a day and later go, and with them whatever speaks of them; on tables in memory."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from geomap.disclosure import disclose
from geomap.disclosure.embargo import without_embargoed
from geomap.edition import Policy
from geomap.errors import UsageError

from .conftest import texts_of, with_cells, with_rows  # isort: skip


@pytest.mark.parametrize(
    ("day", "gone"),
    [("", set()), ("2020-05-09", set()), ("2020-05-08", {"arrest"}), ("2020-05-07", {"arrest"})],
)
def test_events_of_the_day_and_later_go(base, day, gone):
    shown, count = without_embargoed(base, day)

    assert set(base.events["event_id"]) - set(shown.events["event_id"]) == gone
    assert count == len(gone)
    assert (shown is base) == (not gone)


def test_the_last_day_on_which_it_may_lie_counts(base):
    later = with_cells(base, "events", "event_id", "truce", date_end_upper=pd.Timestamp("2020-05-09"))
    undated = with_cells(base, "events", "event_id", "truce", date_start_upper=pd.NaT)

    for dataset in (later, undated):
        assert set(without_embargoed(dataset, "2020-05-09")[0].events["event_id"]) == {"attack", "arrest"}


def test_the_main_event_is_no_part_of_an_embargo(base):
    with pytest.raises(UsageError, match="main event attack is itself under embargo from 2020-05-06"):
        without_embargoed(base, "2020-05-06")


def test_what_speaks_of_an_embargoed_event_goes_and_the_rest_stays(base):
    claim = base.claims.set_index("claim_id", drop=False).loc["k1"].to_dict()
    track = base.trajectories.iloc[0].to_dict()
    dataset = with_rows(base, "sources", [base.sources.iloc[0].to_dict() | {"source_id": "herald"}])
    place = base.places.iloc[2].to_dict()
    dataset = with_rows(
        dataset,
        "places",
        [place | {"place_id": "hideout", "parent_id": None}, place | {"place_id": "annex", "parent_id": "hideout"}],
    )
    dataset = with_cells(dataset, "events", "event_id", "arrest", place_id="hideout", source_ids="herald")
    dataset = with_cells(dataset, "events", "event_id", "truce", place_id="annex")
    dataset = with_rows(
        dataset,
        "claims",
        [
            claim | {"claim_id": "a1", "about": "arrest", "field": "context", "source_id": "herald", "value": None},
            claim | {"claim_id": "a2", "about": "hideout", "field": "context", "value": None},
            claim | {"claim_id": "a3", "about": "t9", "field": "context", "value": None},
            claim | {"claim_id": "a4", "derived_from": "a1"},
            claim | {"claim_id": "a5", "derived_from": "k1"},
        ],
    )
    dataset = with_rows(dataset, "trajectories", [track | {"trajectory_id": "t9", "event_id": "arrest"}])
    dataset = with_rows(
        dataset,
        "event_places",
        [{"event_id": e, "place_id": "market", "role": "damage_seen"} for e in ("arrest", "attack")],
    )
    dataset = with_rows(
        dataset,
        "relations",
        [
            {"event_id": "arrest", "relation": "follows", "other_event_id": "attack"},
            {"event_id": "attack", "relation": "follows", "other_event_id": "arrest"},
            {"event_id": "attack", "relation": "follows", "other_event_id": "truce"},
        ],
    )
    dataset = with_rows(
        dataset,
        "corrections",
        [
            {"corrected_on": pd.Timestamp("2020-05-10"), "about": a, "what": "x"}
            for a in ("arrest", "a1", "t9", "attack")
        ],
    )
    editorial = {
        "summary": [{"text": "later", "claims": ["k1", "a1"]}, {"text": "now", "claims": ["k1"]}, {"text": "none"}],
        "credits": ["plain text"],
        "page": {"lang": "en"},
    }
    dataset = replace(dataset, editorial=editorial)

    shown, count = without_embargoed(dataset, "2020-05-08")

    assert count == 1
    assert set(shown.sources["source_id"]) == {"daily", "army"}
    assert "hideout" not in set(shown.places["place_id"])
    assert shown.places.set_index("place_id").loc["annex", "parent_id"] is pd.NA or pd.isna(
        shown.places.set_index("place_id").loc["annex", "parent_id"]
    )
    assert {"a1", "a2", "a3"} & set(shown.claims["claim_id"]) == set()
    derived = shown.claims.set_index("claim_id")["derived_from"]
    assert pd.isna(derived["a4"])
    assert derived["a5"] == "k1"
    assert set(shown.trajectories["trajectory_id"]) == {"t1", "t2"}
    assert shown.event_places["event_id"].tolist() == ["attack"]
    assert shown.relations["other_event_id"].tolist() == ["truce"]
    assert shown.corrections["about"].tolist() == ["attack"]
    assert [c["text"] for c in shown.editorial["summary"]] == ["now", "none"]
    assert shown.editorial["credits"] == ["plain text"]
    assert shown.editorial["page"] == {"lang": "en"}


@pytest.mark.parametrize("use", ["launch_place_id", "impact_place_id", "event_places", "context"])
def test_a_place_that_something_else_uses_stays(base, use):
    dataset = with_rows(base, "places", [base.places.iloc[2].to_dict() | {"place_id": "both", "parent_id": None}])
    dataset = with_cells(dataset, "events", "event_id", "arrest", place_id="both")
    if use == "event_places":
        dataset = with_rows(dataset, "event_places", [{"event_id": "attack", "place_id": "both", "role": "impact"}])
    elif use == "context":
        dataset = replace(dataset, info=replace(dataset.info, context_places=("both",)))
    else:
        dataset = with_cells(dataset, "trajectories", "trajectory_id", "t2", **{use: "both"})

    assert "both" in set(without_embargoed(dataset, "2020-05-08")[0].places["place_id"])


def test_the_source_of_an_account_stays(base):
    dataset = with_rows(base, "sources", [base.sources.iloc[0].to_dict() | {"source_id": "herald"}])
    dataset = with_cells(dataset, "events", "event_id", "arrest", source_ids="herald")
    account = replace(dataset.info.accounts[0], source_ids=("herald",))

    kept = without_embargoed(replace(dataset, info=replace(dataset.info, accounts=(account,))), "2020-05-08")[0]
    gone = without_embargoed(dataset, "2020-05-08")[0]

    assert "herald" in set(kept.sources["source_id"])
    assert "herald" not in set(gone.sources["source_id"])


@pytest.fixture
def raid(base):
    """The arrest of 8 May is under embargo; rows of what stays point to it and to what goes with it."""
    claim = base.claims.set_index("claim_id", drop=False).loc["k1"].to_dict()
    source = base.sources.iloc[0].to_dict()
    spot = base.places.iloc[2].to_dict() | {"parent_id": None}
    made = with_rows(base, "sources", [source | {"source_id": "herald"}])
    made = with_rows(made, "places", [spot | {"place_id": "hideout"}, spot | {"place_id": "named_by_a_claim"}])
    made = with_cells(made, "events", "event_id", "arrest", place_id="hideout", source_ids="herald")
    made = with_rows(
        made,
        "claims",
        [
            claim | {"claim_id": "a1", "about": "arrest", "field": "context", "value": None, "source_id": "herald"},
            claim | {"claim_id": "a2", "about": "hideout", "field": "context", "value": None, "source_id": "herald"},
            claim | {"claim_id": "a3", "derived_from": "a2"},
            claim | {"claim_id": "a4", "value": "named_by_a_claim"},
        ],
    )
    made = with_cells(made, "trajectories", "trajectory_id", "t2", basis_claim_ids="k1; a1; a2")
    made = with_rows(
        made,
        "event_places",
        [{"event_id": "attack", "place_id": "market", "role": "damage_seen", "claim_id": c} for c in ("a1", "k1")],
    )
    made = with_rows(
        made,
        "relations",
        [{"event_id": "attack", "relation": "follows", "other_event_id": "truce", "claim_id": "a2"}],
    )
    made = with_rows(
        made,
        "corrections",
        [
            {"corrected_on": pd.Timestamp("2020-05-10"), "about": about, "what": "x"}
            for about in ("herald", "hideout", "a2", "refused_event", "daily", "market", "t1", "attack", None)
        ],
    )
    editorial = {"panel": [{"place": "hideout", "text": "a"}, {"place": "market", "text": "b", "claims": ["k1"]}]}
    return replace(made, editorial=editorial)


def test_nothing_that_is_shown_points_to_what_is_under_embargo(raid):
    shown, _ = without_embargoed(raid, "2020-05-08")

    assert set(shown.sources["source_id"]) == {"daily", "army"}
    assert "named_by_a_claim" in set(shown.places["place_id"])
    assert shown.trajectories.set_index("trajectory_id")["basis_claim_ids"].to_dict() == {"t1": "k1; k2", "t2": "k1"}
    assert shown.event_places["claim_id"].isna().tolist() == [True, False]
    assert shown.relations["claim_id"].isna().all()
    assert pd.isna(shown.claims.set_index("claim_id").loc["a3", "derived_from"])
    assert shown.corrections["about"].dropna().tolist() == ["daily", "market", "t1", "attack"]
    assert len(shown.corrections) == 5
    assert shown.editorial == {"panel": [{"place": "market", "text": "b", "claims": ["k1"]}]}


def test_no_text_of_the_public_dataset_knows_an_id_under_embargo(raid):
    said = texts_of(disclose(raid, Policy(embargo_on="2020-05-08")))

    for gone in ("arrest", "hideout", "herald", "a1", "a2", "refused_event"):
        assert not re.search(rf"\b{gone}\b", said), gone


def test_an_event_that_is_called_like_a_place_that_goes_keeps_its_id(raid):
    named = with_cells(raid, "events", "event_id", "truce", event_id="hideout")

    shown, _ = without_embargoed(named, "2020-05-08")

    assert set(shown.events["event_id"]) == {"attack", "hideout"}
    assert "hideout" not in set(shown.places["place_id"])


def test_a_cell_that_named_nothing_but_what_goes_is_missing(raid):
    resting = with_cells(raid, "trajectories", "trajectory_id", "t2", basis_claim_ids="a1; a2")

    shown, _ = without_embargoed(resting, "2020-05-08")

    assert shown.trajectories["basis_claim_ids"].isna().tolist() == [False, True]
    assert shown.trajectories["basis_claim_ids"].dtype == raid.trajectories["basis_claim_ids"].dtype


@pytest.mark.parametrize(
    ("about", "field", "stays"),
    [
        ("attack", "launch_place_id", True),
        ("attack", "munitions", False),
        ("hideout", "place_id", False),
        ("plain", "place_id", False),
    ],
)
def test_a_place_stays_where_a_claim_about_something_else_names_it(raid, about, field, stays):
    named = with_cells(raid, "claims", "claim_id", "a4", about=about, field=field, value="hideout")

    shown, _ = without_embargoed(named, "2020-05-08")

    assert ("hideout" in set(shown.places["place_id"])) == stays
