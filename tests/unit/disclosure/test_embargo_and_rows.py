"""The embargo and counts in place of rows, on tables in memory."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geomap.disclosure import disclose
from geomap.disclosure.embargo import without_embargoed
from geomap.disclosure.rows import without_rows
from geomap.edition import Policy
from geomap.errors import UsageError

from .conftest import with_cells, with_rows  # isort: skip


@pytest.fixture
def table(base):
    """The small case as a table of events."""
    info = replace(base.info, accounts=(), main_event="attack", context_places=("plain",))
    editorial = {"credits": [{"text": "Collected by the desk."}], "page": {"lang": "en"}, "summary": [{"text": "x"}]}
    return replace(base, info=info, own_names={"": "x.csv", "(unit)": "feature"}, editorial=editorial)


# --- embargo ----------------------------------------------------------------------------------


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


# --- counts in place of rows ------------------------------------------------------------------


def test_counts_at_places_are_all_that_is_left_of_the_rows(table):
    table = with_cells(table, "events", "event_id", "attack", place_id="market", actors="A; B", summary="private")
    refused = pd.DataFrame(
        [["events", "x.csv", 5, "bad", "bad-date", '"x" is no date']],
        columns=["table", "file", "file_row", "id", "code", "reason"],
    )

    public = disclose(replace(table, refused=refused), Policy(no_rows=True))
    events = public.events.set_index("event_id")

    assert list(events.index) == ["at-market", "at-no-place"]
    assert events["title"].tolist() == ["2 events", "1 event"]
    assert events["title_ar"].notna().all()
    assert events.loc["at-market", "place_id"] == "market"
    assert pd.isna(events.loc["at-no-place", "place_id"])
    assert events["source_ids"].tolist() == ["dataset", "dataset"]
    others = set(events.columns) - {"title", "title_ar", "place_id", "source_ids"}
    assert events[sorted(others)].isna().all(axis=None)
    assert public.row_counts == {"at-market": 2, "at-no-place": 1}
    assert set(public.places["place_id"]) == {"market", "plain"}
    assert list(public.places.index) == [0, 1]
    assert "index" not in public.places.columns
    assert set(public.areas) == {"market", "plain"}
    assert public.withheld.rows is True
    assert public.info.main_event == ""
    assert public.refused[["id", "reason"]].values.tolist() == [["", "bad-date"]]
    for name in ("claims", "trajectories", "event_places", "relations", "corrections"):
        assert getattr(public, name).empty
        assert list(getattr(public, name).columns)
    assert dict(public.editorial) == {"credits": [{"text": "Collected by the desk."}], "page": {"lang": "en"}}
    assert public.unit == "feature"


def test_counts_have_titles_where_rows_had_none(table):
    bare = replace(
        table, events=table.events.drop(columns=["title", "title_ar"]), sources=table.sources.assign(shelf="A 1")
    )

    public = without_rows(replace(disclose(table), events=bare.events, sources=bare.sources))

    assert public.events["title"].tolist() == ["1 event", "1 event", "1 event"]
    assert public.events["title_ar"].notna().all()
    assert "shelf" not in public.sources.columns


def test_the_source_of_counts_is_the_table_itself(table):
    named = replace(table, info=replace(table.info, title="ACLED events: x", licence="CC BY"))
    bare = replace(table, info=replace(table.info, title="Sheet", licence=""))

    (one,) = disclose(named, Policy(no_rows=True)).sources.to_dict("records")
    (other,) = disclose(bare, Policy(no_rows=True)).sources.to_dict("records")

    assert (one["source_id"], one["title"], one["publisher"]) == ("dataset", "ACLED events: x", "ACLED events")
    assert (one["kind"], one["licence"]) == ("dataset", "CC BY")
    assert one["offline_reason"] == "the rows are not republished; ask their publisher"
    assert other["publisher"] == "Sheet"
    assert pd.isna(other["licence"])


def test_rows_stay_where_they_may(table):
    public = disclose(table)

    assert public.withheld.rows is False
    assert len(public.events) == 3
    assert public.row_counts == {}
