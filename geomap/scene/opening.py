"""Where a map opens if no desk says: what is told of, with surroundings that have names."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.ground import LAT_MAX, Box, town_scales
from geomap.signs import DESKTOP_PX, PHONE_PX

__all__ = ["with_surroundings"]

_DEGREE_M = 111_320.0
_SIGN_PX, _AREA_PX = 10.0, 24.0
"""An area smaller than the one is a sign of fixed size anyway; another keeps the other, so that it is seen as one."""
_LEAST, _LEAST_OF_A_WAY = (8, 6), (7, 6)
"""So many towns must lie round what happened, on the desktop and at the scale of a phone: six that are named tell where
it was, and two may find no room. Where from where to where is shown, countries and seas are named, too."""
_WIDER = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0, 16.0, 20.0, 26.0, 33.0, 42.0)
"""At the last, one area that filled the map is 12 px high, more than a sign: a place that nobody can find says less
than a small one."""
_HIGHEST_DEG = 40.0
"""What is higher shows countries and seas, and needs no towns."""


def with_surroundings(
    bounds: Box, lang: str, *, covered: Sequence[BaseGeometry] = (), widest_ratio: float = 0.0, smallest_m: float = 0.0
) -> Box:
    """Return bounds that show enough towns with their names: as they are, or wider.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in degrees, with their margin.
    lang : str
        The language that a town must have a name in.
    covered : sequence of shapely geometry
        Areas under which no town is named.
    widest_ratio : float
        From where to where is shown: they become at most so many times as wide. 0 for a single place.
    smallest_m : float
        Width of the smallest area: where it is seen as an area, it stays one.
    """
    if not _is_plain(bounds):
        return bounds
    least = _LEAST_OF_A_WAY if widest_ratio else _LEAST
    factors = [
        f for f in _WIDER if f == 1.0 or (_is_plain(_wider(bounds, f)) and (not widest_ratio or f <= widest_ratio))
    ]
    lon, lat, up_to = town_scales(_wider(bounds, factors[-1]), lang)
    is_free = ~shapely.intersects_xy(shapely.union_all(list(covered)), lon, lat)
    lon, lat, up_to = lon[is_free], lat[is_free], up_to[is_free]
    found = bounds
    smallest_px = smallest_m / _m_per_px(bounds)
    for factor in factors:
        if widest_ratio and factor > 1.0 and smallest_px >= _SIGN_PX and smallest_px / factor < _AREA_PX:
            break
        found = west, south, east, north = _wider(bounds, factor)
        is_in = (lon > west) & (lon < east) & (lat > south) & (lat < north)
        named = [np.count_nonzero(is_in & (up_to > _m_per_px(found, px))) for px in (DESKTOP_PX, PHONE_PX)]
        if all(n >= wanted for n, wanted in zip(named, least, strict=True)):
            break
    return found


def _is_plain(bounds: Box) -> bool:
    """Whether bounds are a part of the world that reaches across no edge of it."""
    west, south, east, north = bounds
    return west >= -180.0 and east <= 180.0 and north - south <= _HIGHEST_DEG


def _m_per_px(bounds: Box, frame_px: tuple[float, float] = DESKTOP_PX) -> float:
    west, south, east, north = bounds
    across_m = (east - west) * _DEGREE_M * math.cos(math.radians((south + north) / 2))
    return max(across_m / frame_px[0], (north - south) * _DEGREE_M / frame_px[1])


def _wider(bounds: Box, factor: float) -> Box:
    """Return bounds in the shape of the frame, so many times as wide; as they are where the factor is 1."""
    if factor == 1.0:
        return bounds
    lon, lat = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    m_per_px = _m_per_px(bounds) * factor
    up = DESKTOP_PX[1] * m_per_px / _DEGREE_M / 2
    across = DESKTOP_PX[0] * m_per_px / _DEGREE_M / 2 / max(math.cos(math.radians(lat)), 0.1)
    return (
        round(lon - across, 4),
        round(max(lat - up, -LAT_MAX), 4),
        round(lon + across, 4),
        round(min(lat + up, LAT_MAX), 4),
    )
