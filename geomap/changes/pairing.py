"""Rows of two tables without ids: which of the new is which of the old, where that can be told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geomap.changes.rows import State
from geomap.dataset import COMPUTED_IDS

__all__ = ["with_old_ids"]

_ALIKE = (
    ("date_start", "place_id", "kind", "summary", "killed_low", "killed_high"),
    ("date_start", "place_id", "kind", "summary"),
    ("date_start", "place_id", "kind"),
    ("date_start", "kind", "summary"),
    ("place_id", "kind", "summary"),
)
"""What two rows must have in common to be one, the strictest first; nobody else in either table may have the same."""


def with_old_ids(old: State, new: State) -> State:
    """Return the new state with the old ids for rows that were revised.

    The id of a row without one is made of all that the row says, so that one more column or one cell gives another.

    Parameters
    ----------
    old, new : State
        Of two tables; of anything else the new one comes back as it is.
    """
    if not (old.public.unit and new.public.unit):
        return new
    gone, fresh = _only_in(old, new), _only_in(new, old)
    same: dict[str, str] = {}
    for columns in _ALIKE:
        both = _single(fresh, columns).merge(_single(gone, columns), on=list(columns), suffixes=("", "_old"))
        same.update(zip(both["event_id"], both["event_id_old"], strict=True))
        gone = gone[~gone["event_id"].isin(set(same.values()))]
        fresh = fresh[~fresh["event_id"].isin(set(same))]
    if not same:
        return new

    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        ids = table["event_id"]
        return table.assign(event_id=ids.map(lambda event_id: same.get(event_id, event_id)).astype(ids.dtype))

    dataset, public = new.dataset, new.public
    return replace(
        new,
        dataset=replace(
            dataset,
            events=renamed(dataset.events),
            trajectories=renamed(dataset.trajectories),
            event_places=renamed(dataset.event_places),
        ),
        public=replace(
            public,
            events=renamed(public.events),
            trajectories=renamed(public.trajectories),
            event_places=renamed(public.event_places),
        ),
    )


def _only_in(one: State, other: State) -> pd.DataFrame:
    """Return the events with an id made of the row that the other table does not have."""
    events = one.dataset.events
    ids = events["event_id"].astype(object)
    wanted = ~ids.isin(set(other.dataset.events["event_id"])) & ids.astype(str).str.fullmatch(COMPUTED_IDS["events"])
    columns = ["event_id", *dict.fromkeys(column for columns in _ALIKE for column in columns)]
    return events.loc[wanted.to_numpy(dtype=bool), columns].astype(object)


def _single(events: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the events that are alone with what they say in these columns, and say what and when or where."""
    told = events[list(columns)]
    known = told["summary" if columns[-1] == "summary" else "place_id"].notna()
    texts = told.map(lambda cell: "" if pd.isna(cell) else str(cell)).assign(event_id=events["event_id"])
    return texts[known & ~texts.duplicated(list(columns), keep=False)]
