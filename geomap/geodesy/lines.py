"""Geodesics between points, and how numbers that come of them are rounded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyproj

__all__ = [
    "GEOD",
    "METRES_PER_DEGREE",
    "about_nought",
    "as_bearing",
    "compass_key",
    "decimals_for",
    "destination",
    "geodesic",
    "great_circle",
    "round_outward",
    "snap",
]

GEOD = pyproj.Geod(ellps="WGS84")
METRES_PER_DEGREE = 111_320.0
_COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def geodesic(
    from_lon: Any, from_lat: Any, to_lon: Any, to_lat: Any
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the length of geodesics and the bearing in which they start.

    Parameters
    ----------
    from_lon, from_lat, to_lon, to_lat : float or array of float
        Ends in decimal degrees, WGS 84; arrays of one shape.

    Returns
    -------
    distance_m, bearing_deg : numpy.ndarray
        Metres, and degrees clockwise from true north (0 <= b < 360) at the first point.

    Examples
    --------
    >>> distance_m, bearing_deg = geodesic(44.501104, 33.313802, 44.390259, 33.307577)
    >>> round(float(distance_m), 3), round(float(bearing_deg), 6)
    (10345.426, 266.20389)
    """
    azimuth, _, distance = GEOD.inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(distance), as_bearing(np.asarray(azimuth))


def as_bearing(degrees: Any) -> Any:
    """Return directions, a number or an array, as bearings: 0 <= b < 360."""
    return degrees % 360.0 % 360.0  # the first leaves 360 of -1e-15


def about_nought(degrees: Any) -> Any:
    """Return longitudes or angles, a number or an array, by the turn that lies about nought: -180 <= a < 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def destination(lon: float, lat: float, bearing_deg: float, distance_m: float) -> tuple[float, float]:
    """Return where a geodesic ends that runs a distance from a point in a direction, to a ten-thousandth of a degree.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    bearing_deg : float
        Clockwise from true north.
    distance_m : float

    Returns
    -------
    tuple of float
        Longitude and latitude.
    """
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing_deg, distance_m)
    return round(float(to_lon), 4), round(float(to_lat), 4)


def great_circle(start: tuple[float, float], end: tuple[float, float], step_m: float) -> list[tuple[float, float]]:
    """Return points along the shortest way over the ground, both ends among them, to a ten-thousandth of a degree.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude.
    step_m : float
        How far apart two neighbours are at most, in metres.

    Returns
    -------
    list of tuple of float
        Longitudes run on past 180 degrees where the way crosses it.

    Examples
    --------
    >>> great_circle((0.0, 50.0), (20.0, 50.0), 800_000.0)
    [(0.0, 50.0), (10.0, 50.4325), (20.0, 50.0)]
    """
    length_m = float(geodesic(*start, *end)[0])
    pieces = max(math.ceil(length_m / step_m), 1)
    between = GEOD.npts(*start, *end, pieces - 1) if pieces > 1 else []
    lon, made = start[0], []
    for at_lon, at_lat in [start, *between, end]:
        lon += float(about_nought(at_lon - lon))
        made.append((round(lon, 4), round(at_lat, 4)))
    return made


def round_outward(low: float, high: float, step: float) -> tuple[float, float]:
    """Return a range rounded so that it never becomes narrower.

    Parameters
    ----------
    low, high : float
        The range.
    step : float
        What it is rounded to, in the same unit.

    Examples
    --------
    >>> round_outward(6931.0, 15688.0, 1000)
    (6000.0, 16000.0)
    """
    slack = step * 1e-9
    return math.floor((low + slack) / step) * step + 0.0, math.ceil((high - slack) / step) * step + 0.0


def compass_key(bearing_from_deg: float, bearing_to_deg: float) -> str:
    """Return which of the eight compass words is nearest to the middle of a bearing range.

    Examples
    --------
    >>> compass_key(255, 280), compass_key(350, 10)
    ('w', 'n')
    """
    width = (bearing_to_deg - bearing_from_deg) % 360.0
    return _COMPASS[round((bearing_from_deg + width / 2) / 45.0) % 8]


def decimals_for(uncertainty_m: float) -> int:
    """Return how many decimals of a degree a position of this uncertainty deserves.

    Examples
    --------
    >>> decimals_for(1500), decimals_for(300), decimals_for(25)
    (3, 4, 5)
    """
    return 3 if uncertainty_m >= 1000 else 4 if uncertainty_m >= 100 else 5


def snap(lon: float, lat: float, grid_m: float) -> tuple[float, float]:
    """Return the nearest point of a fixed grid, for places that must not be shown where they are.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    grid_m : float
        Spacing of the grid, metres, up to some hundred kilometres. The result is at most 0.71 grid steps away, and
        the same every time, so that nothing can be averaged out.

    Notes
    -----
    Meridians are parted by one grid step where the row of the grid is widest, on its side towards the equator: measured
    at the row itself, a position between two rows could lie further off.
    """
    lat_step = grid_m / METRES_PER_DEGREE
    snapped_lat = max(min(round(lat / lat_step) * lat_step, 90.0), -90.0)
    widest = math.cos(math.radians(max(abs(snapped_lat) - lat_step / 2, 0.0)))
    lon_step = grid_m / (METRES_PER_DEGREE * widest)
    snapped_lon = about_nought(round(lon / lon_step) * lon_step)
    return round(snapped_lon, 5), round(snapped_lat, 5)
