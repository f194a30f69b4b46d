"""The shipped basemaps as page and figure draw them: the finer sheet where there is one, its neighbours round it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from shapely.geometry import LineString, Point
from shapely.geometry import shape as shape_of

from geomap.ground import sheet

__all__ = ["world_around_iraq"]

_Position = tuple[float, float]


@cache
def world_around_iraq() -> tuple[Mapping[str, Any], ...]:
    """Return the world without the coarse border of the country that has a sheet of its own.

    The borders of its neighbours end where they meet its finer one.
    """
    fine = next((f["geometry"] for f in sheet("iraq") if f["properties"].get("layer") == "country"), None)
    coarse = next((f["geometry"] for f in sheet("world") if f["properties"].get("name") == "Iraq"), None)
    if fine is None or coarse is None:
        return sheet("world")
    border = shape_of(fine).exterior
    shared = {frozenset(edge) for ring in _rings(coarse) for edge in pairwise(ring)}
    return tuple(
        {**f, "geometry": _without(f["geometry"], shared, border)}
        for f in sheet("world")
        if f["properties"].get("name") != "Iraq"
    )


def _rings(geometry: Mapping[str, Any]) -> list[list[_Position]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]


def _without(geometry: Mapping[str, Any], edges: set[frozenset[_Position]], border: LineString) -> Mapping[str, Any]:
    """Return an outline without some edges, each end that this leaves led to the nearest point of a border."""
    lines: list[list[_Position]] = []
    for ring in _rings(geometry):
        cuts = [n for n, edge in enumerate(pairwise(ring)) if frozenset(edge) in edges]
        if not cuts:
            lines.append(ring)
            continue
        turned = [*ring[cuts[0] + 1 : -1], *ring[: cuts[0] + 2]]  # begins behind a cut, and ends with it
        line = [_nearest(border, turned[0]), turned[0]]
        for edge in pairwise(turned):
            if frozenset(edge) not in edges:
                line.append(edge[1])
                continue
            if len(line) > 2:
                lines.append([*line, _nearest(border, line[-1])])
            line = [_nearest(border, edge[1]), edge[1]]
    if len(lines) == len(_rings(geometry)) and all(line[0] == line[-1] for line in lines):
        return geometry
    return {"type": "MultiLineString", "coordinates": lines}


def _nearest(border: LineString, position: _Position) -> _Position:
    point = border.interpolate(border.project(Point(position)))
    return point.x, point.y
