"""A plain table's numbers, and the marks of some of its places, without the page round them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from geomap.edition import Accounting, Mark, PublicDataset, Tracks
from geomap.scene.marks import event_marks
from geomap.scene.reading import Reading, words_of

__all__ = ["events_at_places", "has_only_events", "is_plain", "marks_at", "places_touched", "plain_accounting"]

_NOT_DRAWN = ["source", "licence"]


def has_only_events(public: PublicDataset) -> bool:
    """Whether nothing but events, or counts of them, lies on the places of a dataset."""
    return not (public.info.accounts or len(public.trajectories))


def is_plain(public: PublicDataset) -> bool:
    """Whether nothing but events lies on the places of a dataset, each of which is one row."""
    return has_only_events(public) and not public.row_counts


def events_at_places(public: PublicDataset) -> pd.DataFrame:
    """Return each event with each place on the map where it was reported to happen, once."""
    columns = ["event_id", "place_id"]
    further = public.event_places
    pairs = pd.concat(
        [public.events[columns].astype(object), further.loc[further["role"] == "impact", columns].astype(object)]
    )
    return pairs[pairs["place_id"].isin(set(public.areas))].drop_duplicates()


def plain_accounting(public: PublicDataset) -> Accounting:
    """Return the numbers of a plain dataset, as `geomap.scene.compose` counts them."""
    drawn, rows = (
        sum(public.row_counts.get(event_id, 1) for event_id in ids.unique())
        for ids in (events_at_places(public)["event_id"], public.events["event_id"])
    )
    refused, embargoed = len(public.refused), public.withheld.embargoed_event_count
    return Accounting(
        rows_in=rows + refused + embargoed, drawn=drawn, listed=rows - drawn, refused=refused, embargoed=embargoed
    )


def marks_at(public: PublicDataset, place_ids: Collection[str], *, lang: str = "en") -> tuple[Mark, ...]:
    """Return the marks of some places of a plain dataset, as `geomap.scene.compose` makes them.

    Parameters
    ----------
    public : PublicDataset
        After the gate; see `is_plain`.
    place_ids : collection of str
        Those that no event lies on have no mark.
    lang : str
    """

    def rows(table: pd.DataFrame, column: str, ids: Collection[str]) -> pd.DataFrame:
        return table[table[column].astype(object).isin(set(ids))]

    lying = rows(events_at_places(public), "place_id", place_ids)
    part = replace(
        public,
        places=rows(public.places, "place_id", place_ids),
        events=rows(public.events, "event_id", lying["event_id"]),
        event_places=rows(public.event_places, "place_id", place_ids),
        claims=rows(public.claims, "about", lying["event_id"]),
    )
    made = event_marks(Reading(public=part, tracks=Tracks(), words=words_of(public, lang)), frozenset())
    return tuple(mark for mark in made if mark.place_id in place_ids)


def places_touched(old: PublicDataset, new: PublicDataset) -> frozenset[str]:
    """Return the places of two plain datasets whose marks may differ: another row, or other events on them.

    Parameters
    ----------
    old, new : PublicDataset
    """
    lying = [events_at_places(p).merge(p.events[["event_id", "kind"]].astype(object)) for p in (old, new)]
    moved = pd.concat(lying).drop_duplicates(keep=False)["place_id"]
    before, after = (p.places.set_index("place_id").astype(object) for p in (old, new))
    columns = before.columns.union(after.columns).difference(_NOT_DRAWN)
    both = before.index.intersection(after.index)
    left, right = (t.reindex(index=both, columns=columns) for t in (before, after))
    same = (left.eq(right) | (left.isna() & right.isna())).all(axis=1)
    return frozenset({*moved, *both[~same], *before.index.symmetric_difference(after.index)})
