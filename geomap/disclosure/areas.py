"""The area of each place, worked out when it is asked for: a table may hold many thousand places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geomap import geodesy
from geomap.geodesy import Area

__all__ = ["Areas"]


class Areas(Mapping[str, Area]):
    """Areas by place id: the outline widened by its error, or a disc; places without a radius have none.

    Parameters
    ----------
    places : pandas.DataFrame
        As published.
    """

    def __init__(self, places: pd.DataFrame) -> None:
        drawable = places[places["radius_m"].notna()]
        columns = ("outline", "outline_error_m", "coord_uncertainty_m", "longitude", "latitude", "radius_m")
        cells = zip(*(drawable[column].astype(object) for column in columns), strict=True)
        self._rows: dict[str, tuple[Any, ...]] = dict(zip(drawable["place_id"], cells, strict=True))
        self._made: dict[str, Area] = {}

    def __getitem__(self, place_id: str) -> Area:
        """Return the area of a place."""
        if place_id not in self._made:
            self._made[place_id] = _area(*self._rows[place_id])
        return self._made[place_id]

    def __iter__(self) -> Iterator[str]:
        """Return the ids in the order of the table."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Return how many places can be drawn."""
        return len(self._rows)

    def __contains__(self, place_id: object) -> bool:
        """Whether a place can be drawn."""
        return place_id in self._rows


def _area(outline: Any, outline_error_m: Any, coord_uncertainty_m: Any, lon: Any, lat: Any, radius_m: Any) -> Area:
    if outline is None or pd.isna(outline):
        return geodesy.area_of_disc(float(lon), float(lat), float(radius_m))
    error = coord_uncertainty_m if pd.isna(outline_error_m) else outline_error_m
    return geodesy.area_of_outline(outline, 0.0 if pd.isna(error) else float(error))
