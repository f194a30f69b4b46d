"""Rows that may tell of one happening: a notice for a person, nothing is merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geomap.dataset import Dataset
from geomap.findings import EXAMPLES_MAX, Finding

__all__ = ["ALIKE_COLUMNS", "ALIKE_RULES"]

ALIKE_COLUMNS = ("kind", "date_start_lower", "date_start_upper", "killed_low", "killed_high")
"""Columns of events that are compared, beside id and place."""

_RADIUS_MAX_M = 10_000.0
_NEIGHBOURS = 12
"""How many rows each one is held against, of those of its day and family, from south to north."""
_METRES_A_DEGREE = 111_320.0
_FEW, _SHARE = 1, 0.25
_FAMILIES = {
    **dict.fromkeys(("rocket", "mortar", "indirect_fire", "artillery", "unknown_projectile"), "fire"),
    **dict.fromkeys(("missile", "ballistic_missile", "cruise_missile", "anti_ship_missile"), "fire"),
    **dict.fromkeys(("drone", "airstrike", "guided_bomb"), "air"),
}
"""Kinds that two reports of one happening may give it; any other kind is a family of its own."""


def may_be_one_event(dataset: Dataset) -> Iterator[Finding]:
    """Find rows of one day and family of kinds, within what both places may be off, with killed that hardly differ.

    Each row is held against a few neighbours, so the work grows with the rows and not with their square.
    """
    if not dataset.own_names or not set(ALIKE_COLUMNS) <= set(dataset.events.columns):
        return
    rows = _comparable(dataset)
    if len(rows) < 2:
        return
    first, second = _pairs(rows)
    if not len(first):
        return
    index, ids = rows["row"].to_numpy(), rows["event_id"].to_numpy()
    pairs = sorted({tuple(sorted(pair)) for pair in zip(index[first].tolist(), index[second].tolist(), strict=True)})
    named = dict(zip(index.tolist(), ids.tolist(), strict=True))
    listed = sorted({row for pair in pairs for row in pair})
    message = (
        f"rows {pairs[0][0]} and {pairs[0][1]} may be one event: same day, kinds of one family, places no farther "
        "apart than both may be off, killed that hardly differ. Nothing is merged; if it is one, name both sources in "
        "one row"
    )
    yield Finding(
        code="may-be-one-event",
        severity="notice",
        message=message,
        file="events.csv",
        rows=tuple(listed[:EXAMPLES_MAX]),
        ids=tuple(str(named[row]) for row in listed[:EXAMPLES_MAX]),
        count=len(listed),
    )


def _comparable(dataset: Dataset) -> pd.DataFrame:
    """Return the events of one day, at a place known to a city, in which somebody was killed, in a settled order."""
    events = dataset.events
    killed = events["killed_low"].notna() & events["killed_high"].notna() & (events["killed_high"] > 0)
    one_day = events["date_start_lower"].notna() & (events["date_start_lower"] == events["date_start_upper"])
    places = dataset.places[dataset.places["longitude"].notna() & (dataset.places["radius_m"] <= _RADIUS_MAX_M)]
    kept = killed.fillna(False).astype(bool) & one_day & events["place_id"].isin(places["place_id"])
    few = events.loc[kept, ["event_id", "place_id", *ALIKE_COLUMNS]].astype({"place_id": object})
    known = places.set_index("place_id")[["longitude", "latitude", "radius_m"]].reindex(few["place_id"])
    kind = few["kind"].astype(object)
    rows = pd.DataFrame(
        {
            "row": few.index,
            "event_id": few["event_id"].to_numpy(dtype=object),
            "day": few["date_start_lower"].to_numpy(),
            "family": kind.map(_FAMILIES).fillna(kind).to_numpy(dtype=object),
            "low": few["killed_low"].to_numpy(dtype="float64"),
            "high": few["killed_high"].to_numpy(dtype="float64"),
            **{column: known[column].to_numpy() for column in known},
        }
    )
    order = ["day", "family", "latitude", "longitude", "event_id"]
    return rows.sort_values(order, kind="stable").reset_index(drop=True)


def _pairs(rows: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the positions of both rows of each pair that may be one event."""
    group = rows.groupby(["day", "family"], sort=False).ngroup().to_numpy()
    lon, lat, radius, low, high = (
        rows[c].to_numpy(dtype="float64") for c in ("longitude", "latitude", "radius_m", "low", "high")
    )
    found: list[np.ndarray[Any, Any]] = []
    for step in range(1, min(_NEIGHBOURS, len(rows) - 1) + 1):
        one, two = np.arange(len(rows) - step), np.arange(step, len(rows))
        across = (np.abs(lon[one] - lon[two]) + 180) % 360 - 180  # the short way round, also at 180 degrees
        east = np.abs(across) * np.cos(np.radians((lat[one] + lat[two]) / 2))
        apart_m = np.hypot(east, lat[one] - lat[two]) * _METRES_A_DEGREE
        between = np.maximum(low[one], low[two]) - np.minimum(high[one], high[two])
        allowed = np.maximum(_FEW, _SHARE * np.maximum(high[one], high[two]))
        alike = (group[one] == group[two]) & (apart_m <= radius[one] + radius[two]) & (between <= allowed)
        found.append(np.flatnonzero(alike))
    first = np.concatenate(found)
    steps = np.repeat(np.arange(1, len(found) + 1), [len(f) for f in found])
    return first, first + steps


ALIKE_RULES = (may_be_one_event,)
"""Every rule, line by line."""
