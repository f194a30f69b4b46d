"""What RFC 7946 asks of a Feature and its geometry: what is broken is refused, what is only unwise is told."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy

__all__ = ["GEOMETRIES", "TYPES", "geometry_of", "told_of_object"]

GEOMETRIES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)
TYPES = ("FeatureCollection", "Feature", *GEOMETRIES)
Tell = Callable[[str, str], None]
"""Takes a code and a text."""

_FOREIGN = {
    "FeatureCollection": ("coordinates", "geometries", "geometry", "properties"),
    "Feature": ("coordinates", "geometries", "features"),
    "geometry": ("geometry", "properties", "features"),
}


def told_of_object(thing: dict[str, Any], kind: str, tell: Tell) -> None:
    """Tell of members that RFC 7946 section 7.1 forbids to change, and of a bounding box that is none.

    Parameters
    ----------
    thing : dict
    kind : str
        ``FeatureCollection``, ``Feature`` or ``geometry``.
    tell : callable
        Takes a code and a text.
    """
    for member in _FOREIGN[kind]:
        if member in thing:
            tell("foreign-member", f'a {kind} must not have a member "{member}" (RFC 7946, 7.1); it is not read')
    box = thing.get("bbox")
    if "bbox" in thing and not (
        isinstance(box, list) and len(box) >= 4 and len(box) % 2 == 0 and all(_is_number(n) for n in box)
    ):
        tell("bad-bbox", "bbox is no list of four or six numbers; it is not used")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def geometry_of(geometry: object, tell: Tell, *, depth: int = 0) -> BaseGeometry | None:
    """Return a GeoJSON geometry as a shape, or None if it is empty.

    Parameters
    ----------
    geometry : object
        What stands in the member "geometry".
    tell : callable
        Takes code and text of what is unwise but can be read.
    depth : int
        How many collections it lies in.

    Raises
    ------
    ValueError
        With the reason, if it is no geometry.
    """
    if not isinstance(geometry, dict):
        raise ValueError("the geometry is no object and not null")
    kind = geometry.get("type")
    if kind not in GEOMETRIES:
        raise ValueError(f'the geometry\'s "type" is {str(kind)[:40]!r}; one of {", ".join(GEOMETRIES)} is expected')
    told_of_object(geometry, "geometry", tell)
    if kind == "GeometryCollection":
        return _collection(geometry, tell, depth)
    if "coordinates" not in geometry:
        raise ValueError(f'the {kind} has no "coordinates"')
    coordinates = geometry["coordinates"]
    if not isinstance(coordinates, list):
        raise ValueError(f"the coordinates of the {kind} are no list")
    if not coordinates:
        return None
    return _READ[kind](coordinates, tell)


def _collection(geometry: dict[str, Any], tell: Tell, depth: int) -> BaseGeometry | None:
    members = geometry.get("geometries")
    if not isinstance(members, list):
        raise ValueError('the GeometryCollection has no list "geometries"')
    if depth:
        tell("nested-collection", "a GeometryCollection lies inside another; it is read as one (RFC 7946, 3.1.8)")
        if depth > 20:
            raise ValueError("collections are nested more than 20 deep")
    elif len(members) == 1:
        tell("single-collection", "a GeometryCollection of one geometry should be that geometry (RFC 7946, 3.1.8)")
    shapes = [shape for m in members if (shape := geometry_of(m, tell, depth=depth + 1)) is not None]
    if not shapes:
        return None
    return shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)


def _position(value: object, tell: Tell) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("a position has fewer than two numbers")
    if not all(_is_number(n) for n in value):
        wrong = next(n for n in value if not _is_number(n))
        raise ValueError(f"a position holds {str(wrong)[:40]!r} where a number is expected")
    if len(value) > 3:
        tell("long-position", "a position has more than three numbers; the further ones are not read (RFC 7946, 3.1.1)")
    return float(value[0]), float(value[1])


def _positions(value: object, tell: Tell, least: int, what: str) -> list[tuple[float, float]]:
    if not isinstance(value, list):
        raise ValueError(f"the coordinates of a {what} are no list of positions")
    if len(value) < least:
        raise ValueError(f"a {what} has {len(value)} positions; at least {least} are needed")
    return [_position(v, tell) for v in value]


def _point(value: list[Any], tell: Tell) -> BaseGeometry:
    return shapely.Point(_position(value, tell))


def _multipoint(value: list[Any], tell: Tell) -> BaseGeometry:
    points = _positions(value, tell, 1, "MultiPoint")
    return shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)


def _line(value: list[Any], tell: Tell) -> BaseGeometry:
    return _split(_positions(value, tell, 2, "LineString"), tell)


def _split(corners: list[tuple[float, float]], tell: Tell) -> BaseGeometry:
    """Cut a line at the antimeridian (RFC 7946, 3.1.9), so that it does not run across the whole map."""
    parts: list[list[tuple[float, float]]] = [[corners[0]]]
    for (lon, lat), (next_lon, next_lat) in pairwise(corners):
        if abs(next_lon - lon) > 180 and abs(lon) <= 180 and abs(next_lon) <= 180:
            edge = 180.0 if lon > 0 else -180.0
            width = abs(edge - lon) + abs(-edge - next_lon)
            at = lat + (next_lat - lat) * (abs(edge - lon) / width if width else 0.5)
            parts[-1].append((edge, at))
            parts.append([(-edge, at)])
        parts[-1].append((next_lon, next_lat))
    if len(parts) == 1:
        return shapely.LineString(corners)
    tell("antimeridian", "a line crosses the antimeridian; it is cut there")
    return shapely.MultiLineString([p for p in parts if len(p) > 1])


def _multiline(value: list[Any], tell: Tell) -> BaseGeometry:
    lines = [_line(part, tell) if isinstance(part, list) else _no_list("MultiLineString") for part in value]
    return (
        shapely.union_all(lines) if any(x.geom_type != "LineString" for x in lines) else shapely.MultiLineString(lines)
    )


def _no_list(kind: str) -> BaseGeometry:
    raise ValueError(f"the coordinates of the {kind} are nested wrongly")


def _polygon(value: list[Any], tell: Tell) -> BaseGeometry:
    rings = []
    for number, ring in enumerate(value):
        corners = _positions(ring, tell, 4, "ring of a Polygon")
        if corners[0] != corners[-1]:
            raise ValueError("a ring is not closed: its first and last position differ")
        if isinstance(ring[0], list) and isinstance(ring[-1], list) and len(ring[0]) != len(ring[-1]):
            tell("ring-ends", "the first and the last position of a ring have a different number of values")
        _tell_winding(np.asarray(corners), number, tell)
        rings.append(corners)
    shape = shapely.Polygon(rings[0], rings[1:])
    lon = shapely.get_coordinates(shape)[:, 0]
    if np.ptp(lon) <= 180:
        return shape
    cut = geodesy.attempt(geodesy.on_globe, shape) if np.abs(lon).max() <= 180 else shape
    if cut is None or cut is shape:
        tell("antimeridian", "the polygon is wider than half the globe; does it cross the antimeridian?")
        return shape
    tell("antimeridian", "a polygon crosses the antimeridian; it is cut there")
    return cut


def _tell_winding(corners: np.ndarray[Any, Any], number: int, tell: Tell) -> None:
    lon, lat = corners[:, 0], corners[:, 1]
    twice = float(np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1]))
    if (number == 0 and twice < 0) or (number > 0 and twice > 0):
        side = "counter-clockwise" if number == 0 else "clockwise"
        tell("ring-winding", f"a ring should run {side} (RFC 7946, 3.1.6); it is read either way")


def _multipolygon(value: list[Any], tell: Tell) -> BaseGeometry:
    made = [
        _polygon(part, tell) if isinstance(part, list) else _no_list("MultiPolygon") for part in value if part != []
    ]
    return shapely.MultiPolygon([polygon for shape in made for polygon in shapely.get_parts(shape)])


_READ: dict[str, Callable[[list[Any], Tell], BaseGeometry]] = {
    "Point": _point,
    "MultiPoint": _multipoint,
    "LineString": _line,
    "MultiLineString": _multiline,
    "Polygon": _polygon,
    "MultiPolygon": _multipolygon,
}
