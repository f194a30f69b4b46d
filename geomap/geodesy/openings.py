"""What lies in a direction from some areas, at no distance that anybody gave: open at its far end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import InvalidValue
from geomap.geodesy.frame import Frame, frame_round
from geomap.geodesy.lines import about_nought

__all__ = ["Opening", "opening_from"]

Corners = npt.NDArray[np.float64]

_ARC_DEG = 10.0
_BEYOND = 1.15
"""The shape reaches so much farther than its tint: on a map that stretches one side more, no edge is seen."""
_SIDES_SHARE = 0.9
"""The two sides end where the tint is nearly gone: there is nothing that they could lead to."""
_EDGE_M = 150_000.0
_CLEAR_SEGS = 8
_DECIMALS = 3


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Opening:
    """A direction from some areas, for drawing only: longitude first, to a thousandth of a degree.

    What crosses 180 degrees is cut there in ``shape`` alone; sides and points run on past it.
    """

    shape: BaseGeometry
    sides: tuple[BaseGeometry, BaseGeometry]
    """Its two sides, the one that lies anticlockwise first. There is no outer edge."""
    start: tuple[float, float]
    """The middle of the areas it starts from."""
    fades_at: tuple[float, float]
    """On its axis, as far from ``start`` as its tint reaches."""
    reach_m: float
    """How far the areas reach from their middle, metres."""


def opening_from(
    areas: Sequence[BaseGeometry], bearing_from_deg: float, bearing_to_deg: float, *, clear_m: float, far_m: float
) -> Opening:
    """Return what lies between two bearings of any point of some areas, and clear of the areas.

    Parameters
    ----------
    areas : sequence of shapely geometry
        Longitude and latitude; of several the direction starts at the hull of all.
    bearing_from_deg, bearing_to_deg : float
        Clockwise from true north at the middle of the areas; at most half a turn apart.
    clear_m : float
        How far from the areas it begins, metres.
    far_m : float
        How far beyond the areas its tint reaches, metres.

    Raises
    ------
    InvalidValue
        If there is no area, or the angle is none.
    """
    span = (bearing_to_deg - bearing_from_deg) % 360.0
    if not areas or not 0 < span <= 180:
        raise InvalidValue(f"no direction from {len(areas)} areas between {bearing_from_deg} and {bearing_to_deg} deg")
    rough = frame_round(*areas)
    middle = rough.to_lonlat(_hull(rough, areas).centroid)
    frame = Frame(middle.x, middle.y)
    hull = _hull(frame, areas)
    corners = shapely.get_coordinates(hull)
    reach_m = float(np.hypot(*corners.T).max())
    near = hull.buffer(clear_m, quad_segs=_CLEAR_SEGS)
    bearings = np.linspace(bearing_from_deg, bearing_from_deg + span, math.ceil(span / _ARC_DEG) + 1)
    steps = np.vstack([np.zeros((1, 2)), _towards(bearings) * far_m * _BEYOND])
    summed = shapely.MultiPoint((corners[:, None, :] + steps[None, :, :]).reshape(-1, 2)).convex_hull
    sides = [_side(frame, corners, bearing, near, far_m, left=n == 0) for n, bearing in enumerate(bearings[[0, -1]])]
    shape = frame.to_lonlat(shapely.segmentize(_widest(summed.difference(near)), _EDGE_M))
    axis = _towards(np.array([bearing_from_deg + span / 2]))[0]
    end = _running_on(frame, frame.points_to_lonlat(shapely.Point(axis * (reach_m + far_m))))
    return Opening(
        shape=shapely.orient_polygons(_rounded(shape)),
        sides=(sides[0], sides[1]),
        start=(round(frame.lon, _DECIMALS), round(frame.lat, _DECIMALS)),
        fades_at=(round(end.x, _DECIMALS), round(end.y, _DECIMALS)),
        reach_m=reach_m,
    )


def _hull(frame: Frame, areas: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all([frame.to_metres(area).convex_hull for area in areas]).convex_hull


def _towards(bearings_deg: Corners) -> Corners:
    turned = np.radians(bearings_deg)
    return np.column_stack([np.sin(turned), np.cos(turned)])


def _side(
    frame: Frame, corners: Corners, bearing_deg: float, near: BaseGeometry, far_m: float, *, left: bool
) -> BaseGeometry:
    """Return one side: it touches the hull of the areas and begins clear of it."""
    ahead = _towards(np.array([bearing_deg]))[0]
    beside = np.array([-ahead[1], ahead[0]]) * (1 if left else -1)
    start = corners[np.argmax(corners @ beside)]
    line = shapely.LineString([start, start + ahead * far_m * _SIDES_SHARE]).difference(near)
    return _rounded(_running_on(frame, frame.points_to_lonlat(shapely.segmentize(line, _EDGE_M))))


def _running_on(frame: Frame, shape: BaseGeometry) -> BaseGeometry:
    """Return a line or point whose longitudes run on past 180 degrees, as seen from the middle of the frame."""
    return shapely.transform(
        shape, lambda lon, lat: (frame.lon + about_nought(lon - frame.lon), lat), interleaved=False
    )


def _widest(shape: BaseGeometry) -> BaseGeometry:
    """Return the part that lies ahead: a hull that is longer than the tint reaches could leave slivers beside it."""
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape to some decimals; near a pole the corners of one may then lie on another's edge."""
    step = 10.0**-_DECIMALS
    if "Polygon" in shape.geom_type and not shapely.set_precision(shape, step, mode="pointwise").is_valid:
        shape = shapely.set_precision(shape, step)
    return shapely.remove_repeated_points(shapely.transform(shape, lambda xy: np.round(xy, _DECIMALS)))
