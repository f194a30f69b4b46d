"""Which places are known more exactly than they may be shown, and what stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.dataset import Dataset, items_of
from geomap.errors import UsageError
from geomap.floors import FLOORS, Floor, floor_reasons, is_within

__all__ = ["Plan", "blurred_place", "coarsened", "plan", "remap"]


@dataclass(slots=True)
class Plan:
    """What happens to each place that may not be shown as it is.

    ``moved`` maps a place to the coarser place that stands in for it; ``blurred`` to the floor of the disc that does.
    Either way its name goes out of all texts.
    """

    moved: dict[str, str] = field(default_factory=dict)
    blurred: dict[str, Floor] = field(default_factory=dict)
    redacted: frozenset[str] = frozenset()

    def hidden(self) -> tuple[str, ...]:
        """Ids of all places whose names go."""
        return tuple(sorted({*self.moved, *self.blurred}))


def plan(dataset: Dataset, redact: tuple[str, ...]) -> Plan:
    """Find the places that are known more exactly than they may be shown.

    Parameters
    ----------
    dataset : Dataset
        Located: ``places`` has ``radius_m``.
    redact : tuple of str
        Place ids to withhold.

    Raises
    ------
    UsageError
        If an id to redact is no place.
    """
    places = dataset.places.set_index("place_id", drop=False)
    unknown = sorted(set(redact) - set(places.index))
    if unknown:
        known = ", ".join(sorted(places.index)[:12])
        raise UsageError(f'"{unknown[0]}" cannot be redacted: it is no place of this case. Places: {known}, ...')
    hidden = _with_descendants(dataset.places, redact)
    made = Plan(redacted=frozenset(hidden))
    for place_id, reasons in floor_reasons(dataset, hidden).items():
        place = places.loc[place_id]
        for reason in reasons:
            if is_within(place, reason):
                continue
            coarser = _ancestor(places, place_id, FLOORS[reason], made.redacted)
            if coarser:
                made.moved[place_id] = coarser
            else:
                made.blurred[place_id] = FLOORS[reason]
            break
    return made


def _with_descendants(places: pd.DataFrame, redact: tuple[str, ...]) -> tuple[str, ...]:
    """Return places and all that lie in them: the embassy would tell where the withheld zone is."""
    hidden = set(redact)
    grown = True
    while grown:
        inside = set(places.loc[places["parent_id"].isin(hidden), "place_id"])
        grown = not inside <= hidden
        hidden |= inside
    return tuple(sorted(hidden))


def _ancestor(places: pd.DataFrame, place_id: str, floor: Floor, redacted: frozenset[str]) -> str:
    """Return the finest place above this one that its floor allows, by parent_id; empty if there is none."""
    seen = {place_id}
    parent = places.loc[place_id, "parent_id"]
    while isinstance(parent, str) and parent in places.index and parent not in seen:
        seen.add(parent)
        coarse = precision.coarseness(places.loc[parent, "location_class"]) >= precision.coarseness(
            floor.location_class
        )
        radius = places.loc[parent, "radius_m"]
        if coarse and parent not in redacted and pd.notna(radius) and radius >= floor.least_m:
            return str(parent)
        parent = places.loc[parent, "parent_id"]
    return ""


def blurred_place(place: pd.Series, floor: Floor, new_id: str) -> dict[str, object]:
    """Return the values of the disc that stands in for a place: on a grid, of one size, whatever it hides."""
    lon, lat = geodesy.snap(float(place["longitude"]), float(place["latitude"]), floor.disc_m)
    return {
        "place_id": new_id,
        "longitude": lon,
        "latitude": lat,
        "outline": None,
        "outline_error_m": np.nan,
        "coord_uncertainty_m": floor.disc_m,
        "extent_radius_m": floor.disc_m,
        "radius_m": 2 * floor.disc_m,
        "location_class": floor.location_class,
        "is_generalised": True,
    }


def coarsened(places: pd.DataFrame, min_precision_m: float) -> pd.DataFrame:
    """Return places of which none has a radius below the one asked for.

    A smaller one becomes a disc on a grid of half that radius; its own radius is the same for all, so that it tells
    nothing of what it hides.

    Parameters
    ----------
    places : pandas.DataFrame
        With ``radius_m``, metres.
    min_precision_m : float
        Metres; 0 changes nothing.
    """
    fine = places["radius_m"].notna() & (places["radius_m"] < min_precision_m)
    made = places.copy()
    for row in places.index[fine]:
        lon, lat = geodesy.snap(places.at[row, "longitude"], places.at[row, "latitude"], min_precision_m / 2)
        made.loc[row, ["longitude", "latitude"]] = [lon, lat]
        made.at[row, "outline"] = None
        made.loc[row, ["outline_error_m"]] = np.nan
        made.loc[row, ["coord_uncertainty_m", "extent_radius_m"]] = [min_precision_m, min_precision_m / 2]
        made.loc[row, ["radius_m", "is_generalised"]] = [1.5 * min_precision_m, True]
    return made


def remap(cell: object, moved: Mapping[str, str]) -> object:
    """Return a cell of one or several ids with those of hidden places replaced."""
    if not isinstance(cell, str) or not moved:
        return cell
    return "; ".join(moved.get(item, item) for item in items_of(cell)) if ";" in cell else moved.get(cell, cell)
