"""Counts in place of rows, on tables in memory."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geomap.disclosure import disclose
from geomap.disclosure.rows import without_rows
from geomap.edition import Policy

from .conftest import with_cells  # isort: skip


@pytest.fixture
def table(base):
    """The small case as a table of events."""
    info = replace(base.info, accounts=(), main_event="attack", context_places=("plain",))
    editorial = {"credits": [{"text": "Collected by the desk."}], "page": {"lang": "en"}, "summary": [{"text": "x"}]}
    return replace(base, info=info, own_names={"": "x.csv", "(unit)": "feature"}, editorial=editorial)


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
