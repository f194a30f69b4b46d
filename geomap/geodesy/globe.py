"""The earth is round: shapes are cut where longitudes end, closed over a pole, and framed across 180 degrees.

A shape that is published has longitudes from -180 to 180, and no edge runs across the meridian at which they end
(RFC 7946, 3.1.9). A picture needs the contrary, one piece: `unrolled` lets longitudes run on past 180.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
import shapely
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geomap.geodesy.lines import about_nought

__all__ = ["attempt", "bounds", "closed", "middle", "on_globe", "straight_line", "unrolled", "wraps"]

Coordinates = np.ndarray[Any, np.dtype[np.float64]]
_P = ParamSpec("_P")
_R = TypeVar("_R")

_WHOLE = 360.0 - 1e-6
"""An edge as long as this runs along a pole, or closes the world at its ends; it does not cross 180 degrees."""
_ONCE_ROUND = np.array([360.0, 0.0])
_FEW = 8
"""Up to so many shapes are looked at one by one: it takes less than to make an array of them."""
_SLIVER = 1e-12
"""Parts of fewer square degrees than this come of cutting, and are nothing that anybody meant; if all are as small, the
whole is."""


def attempt(work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R | None:
    """Return what a geometry operation gives, or None if it cannot be done with this shape.

    The one place where errors of the geometry libraries are caught: who asks tells which place it was.
    """
    try:
        return work(*args, **kwargs)
    except (ShapelyError, ProjError, FloatingPointError, OverflowError, ValueError):
        return None


def wraps(west_lon: float, east_lon: float) -> bool:
    """Whether something that lies between these longitudes may be one that lies across 180 degrees."""
    return east_lon - west_lon > 180.0 or west_lon < -180.0 or east_lon > 180.0


def box(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    """Return the least and the largest longitude and latitude of shapes as they are written; NaN if all are empty."""
    if len(shapes) > _FEW or any(shape.is_empty for shape in shapes):
        west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
        return west, south, east, north
    boxes = [shape.bounds for shape in shapes]
    west, south = (min(box[n] for box in boxes) for n in (0, 1))
    east, north = (max(box[n] for box in boxes) for n in (2, 3))
    return west, south, east, north


def bounds(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of shapes in longitude and latitude; east is past 180 where they lie across it.

    Of the two ways round the earth the shorter one that holds all shapes; -180 to 180 where they leave no gap.
    """
    west, south, east, north = box(shapes)
    if not wraps(west, east):
        return west, south, east, north
    boxes = shapely.bounds(shapely.get_parts(np.array(list(shapes), dtype=object)))
    start, wide = _span_of(boxes[:, 0], boxes[:, 2])
    return start, south, start + wide, north


def _span_of(west: Coordinates, east: Coordinates) -> tuple[float, float]:
    """Return where the shortest way round the earth that holds some spans of longitude begins, and how long it is.

    NaN is no span, as of a shape that is empty. The widest gap before a span is left out; where none is seen, nothing.
    """
    known = ~np.isnan(west)
    starts, wide = about_nought(west[known]), (east - west)[known]
    order = np.argsort(starts)
    starts, ends = starts[order], (starts + wide)[order]
    reached = np.maximum.accumulate(np.append(ends.max() - 360.0, ends[:-1]))
    gaps = starts - reached
    widest = int(np.argmax(gaps))
    length = 360.0 - float(gaps[widest])
    return (float(starts[widest]), length) if length < _WHOLE else (-180.0, 360.0)


def middle(shapes: Sequence[BaseGeometry]) -> tuple[float, float]:
    """Return longitude and latitude of the middle of the bounds of shapes; a pole, where they lie all round it."""
    west, south, east, north = bounds(shapes)
    lon, lat = (west + east) / 2, (south + north) / 2
    if east - west >= _WHOLE and max(abs(south), abs(north)) > 80.0 and abs(lat) > 30.0:
        return 0.0, math.copysign(90.0, lat)
    return about_nought(lon) if wraps(lon, lon) else lon, lat


def straight_line(start: tuple[float, float], end: tuple[float, float]) -> BaseGeometry:
    """Return the straight line between two points, for drawing only; in two parts where it crosses 180 degrees.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude.
    """
    (from_lon, from_lat), (to_lon, to_lat) = start, end
    turned = to_lon - from_lon
    if abs(turned) <= 180.0:
        return shapely.LineString([start, end])
    edge = math.copysign(180.0, from_lon)
    ahead = to_lon + 2 * edge
    share = (edge - from_lon) / (ahead - from_lon) if ahead != from_lon else 0.0
    lat = from_lat + share * (to_lat - from_lat)
    parts = [[start, (edge, lat)], [(-edge, lat), end]]
    return shapely.MultiLineString([p for p in parts if p[0] != p[1]])


def unrolled(shape: BaseGeometry, west_lon: float) -> BaseGeometry:
    """Return a shape with longitudes that run on past 180, in one piece, as pictures need it.

    Parameters
    ----------
    shape : shapely geometry
        Longitude and latitude, cut at 180 degrees.
    west_lon : float
        Parts that lie west of this longitude go to the other end, 360 degrees on.
    """
    parts = shapely.get_parts(shape)
    left = shapely.bounds(parts)[:, 2] <= west_lon
    if not left.any():
        return shape
    moved = [
        shapely.transform(p, lambda xy: xy + _ONCE_ROUND) if is_left else p
        for p, is_left in zip(parts, left, strict=True)
    ]
    if len(moved) == 1:
        return moved[0]
    if "Polygon" in shape.geom_type:
        joined = attempt(shapely.union_all, moved)
        return joined if joined is not None else shapely.MultiPolygon(moved)
    return shapely.line_merge(shapely.MultiLineString(moved)) if "Line" in shape.geom_type else type(shape)(moved)


def on_globe(shape: BaseGeometry) -> BaseGeometry:
    """Return somebody's outline as RFC 7946 wants it: an edge of more than 180 degrees is one across the meridian.

    Parameters
    ----------
    shape : shapely geometry
        Longitude and latitude; anything but areas comes back as it is.
    """
    west, _, east, _ = shape.bounds
    if "Polygon" not in shape.geom_type or not wraps(west, east):
        return shape
    parts = shapely.get_parts(shape)
    is_within = west >= -180.0 and east <= 180.0
    if is_within and not any(_has_long_edge(ring) for part in parts for ring in (part.exterior, *part.interiors)):
        return shape
    made: BaseGeometry = shapely.union_all([closed(part, math.copysign(90.0, part.centroid.y)) for part in parts])
    return made


def _has_long_edge(ring: BaseGeometry) -> bool:
    step = np.abs(np.diff(shapely.get_coordinates(ring)[:, 0]))
    return bool(((step > 180.0) & (step < _WHOLE)).any())


def closed(polygon: BaseGeometry, pole_lat: float, *, is_whole_edge_kept: bool = True) -> BaseGeometry:
    """Return a polygon cut at 180 degrees, and closed over a pole where its ring goes round it.

    Parameters
    ----------
    polygon : shapely Polygon
        Longitude and latitude. Each edge goes the short way round the earth.
    pole_lat : float
        90 or -90: which pole a ring that goes all the way round holds.
    is_whole_edge_kept : bool
        Whether an edge of 360 degrees runs along a pole, as in files of countries; else its ends are one point.
    """
    rings = (polygon.exterior, *polygon.interiors)
    shell, *holes = (_ring_on_globe(shapely.get_coordinates(r), pole_lat, is_whole_edge_kept) for r in rings)
    return _areas_of(shapely.difference(shell, shapely.union_all(holes))) if holes else shell


def _ring_on_globe(ring: Coordinates, pole_lat: float, is_whole_edge_kept: bool) -> BaseGeometry:
    lon, lat = ring[:, 0], ring[:, 1]
    step = np.diff(lon)
    turns = np.round(step / 360.0)
    if is_whole_edge_kept:
        turns[np.abs(step) >= _WHOLE] = 0.0
    lon = lon - np.append(0.0, np.cumsum(turns)) * 360.0
    if turns.sum():
        back = np.linspace(lon[-1], lon[0], 5)
        lon, lat = np.append(lon, back), np.append(lat, np.full_like(back, pole_lat))
    unwound = shapely.Polygon(np.column_stack([lon, lat]))
    if not unwound.is_valid:
        unwound = shapely.buffer(shapely.make_valid(unwound), 0)
    west, _, east, _ = unwound.bounds
    first, last = round(west / 360.0), round(east / 360.0)
    if first == 0 == last:
        return _areas_of(unwound)
    pieces = []
    for turn in range(first, last + 1):
        window = shapely.box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)
        piece = _areas_of(shapely.intersection(unwound, window))
        pieces += [shapely.transform(p, lambda xy, t=turn: xy - t * _ONCE_ROUND) for p in shapely.get_parts(piece)]
    return _areas_of(shapely.union_all(pieces))


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of what an operation gave, without the lines and points at which they touched."""
    parts = [p for p in shapely.get_parts(shapely.get_parts(shape)) if p.geom_type == "Polygon"]
    parts = [p for p in parts if p.area > _SLIVER] or parts
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
