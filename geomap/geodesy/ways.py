"""From one area to another: how far apart, in which directions, and what lies between them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy.areas import grow_and_round, grown_in
from geomap.geodesy.frame import Frame, frame_round
from geomap.geodesy.globe import attempt, bounds, box, middle, wraps
from geomap.geodesy.lines import GEOD, about_nought, as_bearing, geodesic

__all__ = ["bearing_range_deg", "corridor", "distance_range_m"]

_SPHERE_SHARE, _SPHERE_DEG = 0.012, 0.6
"""How far a distance (share) and a bearing (degrees) of two pairs may change places between sphere and ellipsoid."""
_FAR_CHORD, _ROUND_DEG = 0.6, 120.0
"""A chord of 0.6 radii is 3,900 km; beyond it, and where one area lies all round the other, nothing is left out."""
_PLACES_KEPT = 1_024
"""Hulls that are kept: each place has many others to be held against."""
_PLAIN_LAT, _PLAIN_DEG = 75.0, 30.0
"""Up to here the middle of two areas in degrees is near enough to the middle of the way between them."""


@lru_cache(maxsize=_PLACES_KEPT)
def _hull(shape: BaseGeometry) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the corners of the hull of an area, degrees; near a pole and across 180 degrees that of the ground."""
    if _is_plain(shape):
        return np.asarray(shapely.get_coordinates(shapely.convex_hull(shape)))
    frame = frame_round(shape)
    hull = frame.points_to_lonlat(shapely.convex_hull(frame.to_metres(shape)))
    return np.asarray(shapely.get_coordinates(hull))


def _is_plain(*shapes: BaseGeometry) -> bool:
    west, south, east, north = box(shapes)
    return not wraps(west, east) and max(abs(south), abs(north)) <= _PLAIN_LAT


def _do_hulls_meet(launch: BaseGeometry, impact: BaseGeometry) -> bool:
    if not _is_plain(launch, impact):
        frame = _frame_between(launch, impact)
        launch, impact = frame.to_metres(launch), frame.to_metres(impact)
    (west, south, east, north), (left, bottom, right, top) = launch.bounds, impact.bounds
    if west > right or left > east or south > top or bottom > north:
        return False
    return bool(shapely.convex_hull(launch).intersects(shapely.convex_hull(impact)))


@lru_cache(maxsize=4)
def _hull_pairs(launch: BaseGeometry, impact: BaseGeometry) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Every pair of hull corners that can be the nearest, the farthest or the one most to a side: distance, bearing."""
    a, b = _hull(launch), _hull(impact)
    i, j = _extreme_pairs(a, b)
    return geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1])


def _extreme_pairs(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], ...]:
    """Return which pairs of corners can be an extreme on the ellipsoid, by what they are on a sphere.

    A distance on the ellipsoid is 0.994 to 1.005 of that on the sphere, and a bearing differs by less than a quarter
    of a degree; among pairs of nearly one direction, latitude and length both differ by nearly the same. Each pair is
    held against the extreme one on the sphere, the more strictly the more alike they are: of some thousand pairs some
    dozens are left. Very far apart, or all round, every pair is.
    """
    (lon_a, lat_a), (lon_b, lat_b) = np.radians(a).T, np.radians(b).T
    to = np.stack([np.cos(lat_b) * np.cos(lon_b), np.cos(lat_b) * np.sin(lon_b), np.sin(lat_b)])
    sin, cos, zero = np.sin(lat_a), np.cos(lat_a), np.zeros(len(a))
    up = np.stack([cos * np.cos(lon_a), cos * np.sin(lon_a), sin], axis=1)
    east = np.stack([-np.sin(lon_a), np.cos(lon_a), zero], axis=1)
    north = np.stack([-sin * np.cos(lon_a), -sin * np.sin(lon_a), cos], axis=1)
    chord = np.sqrt(np.maximum(2 - 2 * up @ to, 0))
    bearing = np.degrees(np.arctan2(east @ to, north @ to))
    turn = about_nought(bearing - bearing[0, 0])
    i, j = (n.ravel() for n in np.indices(chord.shape))
    if chord.max() > _FAR_CHORD or np.ptp(turn) > _ROUND_DEG:
        return i, j
    keep = _ends_among(lat_a[i], lat_b[j], chord.ravel(), turn.ravel())
    return i[keep], j[keep]


def _ends_among(
    lat_a: np.ndarray[Any, Any], lat_b: np.ndarray[Any, Any], chord: np.ndarray[Any, Any], turn: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Return which pairs can be an extreme, each held against the extreme one on the sphere.

    How far two pairs are apart in direction, latitudes and length tells by how much more the ellipsoid may change one.
    """
    angle = np.radians(turn)

    def unlike(n: np.intp) -> np.ndarray[Any, Any]:
        apart = np.abs(lat_a - lat_a[n]) + np.abs(lat_b - lat_b[n]) + np.abs(chord - chord[n])
        return np.asarray(np.minimum(3.0 * (apart + np.abs(angle - angle[n])), 1.0))

    is_end = chord * (1 - _SPHERE_SHARE * unlike(chord.argmin())) <= chord.min()
    is_end |= chord * (1 + _SPHERE_SHARE * unlike(chord.argmax())) >= chord.max()
    is_end |= turn - _SPHERE_DEG * unlike(turn.argmin()) <= turn.min()
    is_end |= turn + _SPHERE_DEG * unlike(turn.argmax()) >= turn.max()
    return np.asarray(is_end)


def distance_range_m(launch: BaseGeometry, impact: BaseGeometry) -> tuple[float, float]:
    """Return the smallest and the largest distance between a point of one area and a point of the other.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.

    Returns
    -------
    tuple of float
        Metres; the first is 0 where the areas touch.
    """
    between = _hull_pairs(launch, impact)[0]
    nearest, farthest = float(between.min()), float(between.max())
    frame, a, b = _in_frame(launch, impact)
    if a.intersects(b):
        return 0.0, farthest
    ends = shapely.get_coordinates(frame.to_lonlat(shapely.shortest_line(a, b)))
    return min(float(geodesic(*ends[0], *ends[1])[0]), nearest), farthest


def bearing_range_deg(launch: BaseGeometry, impact: BaseGeometry) -> tuple[float, float] | None:
    """Return the bearings from any point of one area to any point of the other.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.

    Returns
    -------
    tuple of float or None
        Clockwise from the first to the second, degrees, 0 <= b < 360; (350, 10) is a range across north. None where
        the hulls of the areas touch or the bearings span 180 degrees or more.
    """
    if _do_hulls_meet(launch, impact):
        return None
    _, bearings = _hull_pairs(launch, impact)
    ahead = float(geodesic(*middle([launch]), *middle([impact]))[1])
    turns = about_nought(bearings - ahead)
    if turns.max() - turns.min() >= 180.0:
        return None
    return float(as_bearing(ahead + turns.min())), float(as_bearing(ahead + turns.max()))


def corridor(launch: BaseGeometry, impact: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return the convex hull of two areas, grown and rounded: every straight path between them lies inside.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.
    decimals : int
        Decimals of a degree to keep.
    """
    frame, *flat = _in_frame(launch, impact)
    hull = shapely.convex_hull(shapely.GeometryCollection(flat))
    edge_max_m, bow_m = frame.edges_of(hull)
    made = attempt(grown_in, frame, hull, decimals, edge_max_m=edge_max_m, bow_m=bow_m)
    return made if made is not None else grow_and_round(frame.to_lonlat(hull), decimals)


@lru_cache(maxsize=4)
def _in_frame(launch: BaseGeometry, impact: BaseGeometry) -> tuple[Frame, BaseGeometry, BaseGeometry]:
    """Return the frame between two areas, and both in it."""
    frame = _frame_between(launch, impact)
    return frame, frame.to_metres(launch), frame.to_metres(impact)


def _frame_between(launch: BaseGeometry, impact: BaseGeometry) -> Frame:
    """Return the frame round the middle of the way; straight lines through it are geodesics."""
    west, south, east, north = bounds([launch, impact])
    if _is_plain(launch, impact) and east - west <= _PLAIN_DEG and north - south <= _PLAIN_DEG:
        return Frame((west + east) / 2, (south + north) / 2)
    start, end = middle([launch]), middle([impact])
    half = GEOD.inv(*start, *end)
    lon, lat, _ = GEOD.fwd(*start, half[0], half[2] / 2)
    return Frame(float(lon), float(lat))
