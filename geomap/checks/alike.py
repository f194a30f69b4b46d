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
    index = rows["row"].to_numpy()
    one, two = np.minimum(index[first], index[second]), np.maximum(index[first], index[second])
    earliest = np.lexsort([two, one])[0]
    listed = np.unique(np.concatenate([one, two]))
    shown = listed[:EXAMPLES_MAX].tolist()
    message = (
        f"rows {one[earliest]} and {two[earliest]} may be one event: same day, kinds of one family, places no farther "
        "apart than both may be off, killed that hardly differ. Nothing is merged; if it is one, name both sources in "
        "one row"
    )
    yield Finding(
        code="may-be-one-event",
        severity="notice",
        message=message,
        file="events.csv",
        rows=tuple(shown),
        ids=tuple(str(i) for i in dataset.events.loc[shown, "event_id"]),
        count=len(listed),
    )


def _comparable(dataset: Dataset) -> pd.DataFrame:
    """Return the events of one day, at a place known to a city, in which somebody was killed, in a settled order."""
    events = dataset.events
    killed = (events["killed_high"].to_numpy("float64", na_value=0) > 0) & events["killed_low"].notna().to_numpy()
    killed &= (events["date_start_lower"] == events["date_start_upper"]).to_numpy()
    places = dataset.places[dataset.places["longitude"].notna() & (dataset.places["radius_m"] <= _RADIUS_MAX_M)]
    few = events.loc[killed, ["place_id", *ALIKE_COLUMNS]]
    at = pd.Index(places["place_id"].astype(object)).get_indexer(few["place_id"].astype(object))
    few, at = few[at >= 0], at[at >= 0]
    kinds = few["kind"].astype("category")
    named = [_FAMILIES.get(kind, kind) for kind in kinds.cat.categories]
    families = np.array([sorted(set(named)).index(name) for name in named], dtype="int64")
    days = few["date_start_lower"].to_numpy().astype("datetime64[D]").astype("int64")
    rows = pd.DataFrame(
        {
            "row": few.index,
            "group": days * (len(families) + 1) + families[kinds.cat.codes.to_numpy()],
            "low": few["killed_low"].to_numpy("float64"),
            "high": few["killed_high"].to_numpy("float64"),
            **{c: places[c].to_numpy("float64")[at] for c in ("longitude", "latitude", "radius_m")},
        }
    )
    order = np.lexsort([rows[c].to_numpy() for c in ("longitude", "latitude", "group")])
    return rows.iloc[order].reset_index(drop=True)


def _pairs(rows: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the positions of both rows of each pair that may be one event."""
    group = rows["group"].to_numpy()
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
