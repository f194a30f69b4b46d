"""Precision floors: which places may not be shown as exactly as they are known, and why.

The gate acts on them and the checks tell the desk, by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geomap import precision
from geomap.dataset import Dataset

__all__ = ["FLOORS", "Floor", "floor_reasons", "homes_of", "is_within"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a place may at most show.

    Attributes
    ----------
    location_class : str
        The finest class of a place that may stand in for it.
    least_m : float
        The smallest radius of that place, metres.
    disc_m : float
        Where no such place is known: grid step and half the radius of the disc that stands in, metres.
    too_fine : frozenset of str
        Classes that may not be shown.
    """

    location_class: str
    least_m: float
    disc_m: float
    too_fine: frozenset[str]


_SITES = frozenset({"exact", "compound", "street", "nearby_landmark"})
_QUARTER_M, _HOME_LEAST_M, _COMPOUND_M, _DISTRICT_M = 1_500.0, 1_000.0, 1_000.0, 15_000.0

FLOORS = {
    "redacted": Floor(location_class="subdistrict", least_m=0.0, disc_m=_DISTRICT_M, too_fine=frozenset()),
    "home": Floor(location_class="neighbourhood_area", least_m=_HOME_LEAST_M, disc_m=_QUARTER_M, too_fine=_SITES),
    "named_person": Floor(
        location_class="neighbourhood_area", least_m=_HOME_LEAST_M, disc_m=_QUARTER_M, too_fine=_SITES
    ),
    "launch": Floor(location_class="neighbourhood_area", least_m=0.0, disc_m=_QUARTER_M, too_fine=_SITES),
    "military_active": Floor(
        location_class="compound", least_m=0.0, disc_m=_COMPOUND_M, too_fine=frozenset({"exact", "street"})
    ),
}
"""By reason, the strictest first: a home 1,000 m and its quarter; a launch place its quarter; a base its outline."""


_OF_PERSONS = ("home", "named_person")


def floor_reasons(dataset: Dataset, redact: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return why places have a floor, the strictest reason first.

    Parameters
    ----------
    dataset : Dataset
    redact : tuple of str
        Place ids that are withheld on request.
    """
    reasons: dict[str, set[str]] = {place_id: {"redacted"} for place_id in redact}
    for table in (dataset.places, dataset.events):
        marked = table[table["sensitivity"].isin(list(FLOORS)) & table["place_id"].notna()]
        for place_id, kind in zip(marked["place_id"], marked["sensitivity"].astype(object), strict=True):
            reasons.setdefault(place_id, set()).add(kind)
    for place_id in _launch_places(dataset):
        reasons.setdefault(place_id, set()).add("launch")
    return {place_id: [r for r in FLOORS if r in reasons[place_id]] for place_id in sorted(reasons)}


def homes_of(dataset: Dataset) -> pd.Series:
    """Return for each event whether it, or its place, is marked as a home or as the place of a named person."""
    places, events = dataset.places, dataset.events
    private = set(places.loc[places["sensitivity"].isin(_OF_PERSONS), "place_id"])
    return events["sensitivity"].isin(_OF_PERSONS) | events["place_id"].isin(private)


def _launch_places(dataset: Dataset) -> set[str]:
    launches = set(dataset.trajectories["launch_place_id"].dropna())
    launches |= set(dataset.event_places.loc[dataset.event_places["role"] == "launch", "place_id"])
    claimed = dataset.claims["field"].astype(object) == "launch_place_id"
    if claimed.any():
        launches |= set(dataset.claims.loc[claimed, "value"].dropna()) & set(dataset.places["place_id"])
    return launches


def is_within(place: pd.Series, reason: str) -> bool:
    """Whether a place is coarse enough already.

    Parameters
    ----------
    place : pandas.Series
        A row of located places, with ``radius_m``.
    reason : str
        A key of `FLOORS`.
    """
    if reason == "redacted":
        return False
    floor, radius = FLOORS[reason], place["radius_m"]
    if place["location_class"] in precision.LISTED_CLASSES and pd.isna(radius) and pd.isna(place["outline"]):
        return True
    if floor.least_m and not (pd.notna(radius) and radius >= floor.least_m):
        return False
    return place["location_class"] not in floor.too_fine
