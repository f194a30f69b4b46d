"""The ground of a picture, in pieces: fine where it opens, coarser the further one looks, none of it twice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.ground.layers import Box, rows_within, step_of
from geomap.ground.sheets import sheet_layer
from geomap.signs import DESKTOP_PX

__all__ = [
    "DRAWN",
    "LAT_MAX",
    "MARGIN",
    "Piece",
    "Region",
    "has_disputed_border",
    "opening",
    "pieces",
    "round_about",
    "turns",
]

Layer: TypeAlias = Literal["land", "lake", "urban", "province", "river", "border", "disputed"]

DRAWN: tuple[Layer, ...] = ("land", "lake", "urban", "province", "river", "border", "disputed")
"""The layers in the order in which they are drawn."""

_FILES = {
    "land": "land",
    "lake": "lakes",
    "urban": "urban",
    "province": "province_lines",
    "river": "rivers",
    "border": "borders",
}
_AREAS = ("land", "lake", "urban")
_UP_TO_M_PER_PX = {"urban": 3_000.0, "province": 3_000.0, "river": 20_000.0}
"""From which scale on a layer is only noise."""
_RIVERS = ((3, 20_000.0), (6, 3_000.0), (99, 1_000.0))
"""Rank of Natural Earth and the scale from which on rivers of it and above are noise."""
_DEGREE_M = 111_320.0
MARGIN = 1.5
"""A region is so many times as wide and high as the view in its middle."""
LAT_MAX = 84.0
_ROOM_FOR_LABELS = 1.2
_SMALLEST_PX2 = {"land": 3.0, "lake": 6.0, "urban": 12.0}
_WORLD_STEP = 3
_FINEST_PX = 0.5
"""Nobody sees less; what may stray farther is drawn where room is scarce."""
_COARSER = 2.0
"""What lies round the views is seen by who zooms out, in passing: a pixel more or less is not missed there."""
_OVERLAP = 0.01
"""By which share of its size a fine piece lies over the coarse one round it, so that no seam is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What is looked at: a box, and the finest scale at which it is.

    ``box`` is west, south, east, north in degrees; longitudes run on past 180 for what lies across it.
    """

    box: Box
    m_per_px: float
    is_view: bool = True
    """Whether a map opens here; what lies round the views has fewer names."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Piece:
    """One layer of the ground in one region.

    ``geometry`` is longitude first, WGS 84, with longitudes as in the region's box. ``up_to_m_per_px`` is the scale
    from which on it is noise; 0 if it never is.
    """

    layer: Layer
    region: int
    geometry: BaseGeometry
    up_to_m_per_px: float = 0.0


def pieces(
    regions: Sequence[Region], *, country: str = "", tolerance_px: float = 0.5, leaves: frozenset[str] = frozenset()
) -> list[Piece]:
    """Return the ground of several regions, each in the detail that its scale can show.

    Parameters
    ----------
    regions : sequence of Region
        The finest first; a coarser one ends where a finer one begins.
    country : str
        Three letters of the country whose provinces are parted by lines; empty takes all.
    tolerance_px : float
        How far a line may stray from where it is, in pixels of its region.
    leaves : frozenset of str
        Layers that are left out.

    Returns
    -------
    list of Piece
        In the order of drawing: `DRAWN`, coarse regions first.
    """
    made = [
        piece
        for number, region in enumerate(regions)
        for piece in _of_region(number, region, tuple(r.box for r in regions[:number]), country, tolerance_px, leaves)
    ]
    return sorted(made, key=lambda p: (DRAWN.index(p.layer), -p.region, -p.up_to_m_per_px))


def opening(bounds: Box, center: tuple[float, float] | None = None, metres_per_px: float | None = None) -> Region:
    """Return what an opening view shows on a wide page, with a margin, and its scale.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in degrees.
    center : tuple of float, optional
        Longitude and latitude that a desk set, with its scale.
    metres_per_px : float, optional
    """
    if center is not None and metres_per_px is not None:
        return round_about(center, metres_per_px)
    west, south, east, north = bounds
    lat = (south + north) / 2
    ground = max(math.cos(math.radians(lat)), 0.1)
    across_m, up_m = (east - west) * _DEGREE_M * ground, (north - south) * _DEGREE_M
    m_per_px = max(across_m / DESKTOP_PX[0], up_m / DESKTOP_PX[1], 1.0) * _ROOM_FOR_LABELS
    return round_about(((west + east) / 2, lat), m_per_px)


def round_about(center: tuple[float, float], m_per_px: float) -> Region:
    """Return a region with its middle at a position: a view of that scale, with a margin.

    Parameters
    ----------
    center : tuple of float
        Longitude and latitude.
    m_per_px : float
    """
    lon, lat = center
    up = DESKTOP_PX[1] * m_per_px / _DEGREE_M * MARGIN / 2
    across = DESKTOP_PX[0] * m_per_px / _DEGREE_M * MARGIN / 2 / max(math.cos(math.radians(lat)), 0.1)
    box = lon - min(across, 180.0), max(lat - up, -LAT_MAX), lon + min(across, 180.0), min(lat + up, LAT_MAX)
    west, south, east, north = (round(side, 4) for side in box)
    return Region(box=(west, south, east, north), m_per_px=m_per_px)


def turns(box: Box) -> Iterator[tuple[Box, float]]:
    """Yield the parts of a box between 180 degrees west and east, each with how far it is turned to lie there."""
    west, south, east, north = box
    for turn in (-360.0, 0.0, 360.0):
        start, end = max(west - turn, -180.0), min(east - turn, 180.0)
        if end > start:
            yield (start, max(south, -90.0), end, min(north, 90.0)), turn


def _of_region(
    number: int, region: Region, finer: tuple[Box, ...], country: str, tolerance_px: float, leaves: frozenset[str]
) -> Iterator[Piece]:
    for name in _FILES:
        if name in leaves or region.m_per_px > _UP_TO_M_PER_PX.get(name, np.inf):
            continue
        for kind, up_to, shapes in _classes(name, region, country):
            if up_to and region.m_per_px > up_to:
                continue
            simple = _simplified(shapes, name, region, tolerance_px)
            left = _without(simple, finer, is_area=name in _AREAS)
            if len(left):
                whole = shapely.multipolygons(left) if name in _AREAS else shapely.multilinestrings(left)
                yield Piece(layer=kind, region=number, geometry=whole, up_to_m_per_px=up_to)


def _classes(name: str, region: Region, country: str) -> Iterator[tuple[Layer, float, np.ndarray[Any, Any]]]:
    """Yield what is drawn alike of a layer: its name, up to which scale, its shapes."""
    shapes, marks = _read(name, region.box, step_of(region.m_per_px))
    if name == "river":
        least = -1
        for rank, up_to in _RIVERS:
            yield "river", up_to, shapes[(marks > least) & (marks <= rank)]
            least = rank
    elif name == "border":
        yield "border", 0.0, shapes[marks == "international"]
        yield "disputed", 0.0, shapes[marks != "international"]
    elif name == "province":
        yield "province", _UP_TO_M_PER_PX[name], shapes[marks == country] if country else shapes
    else:
        yield name, _UP_TO_M_PER_PX.get(name, 0.0), shapes  # type: ignore[misc]


def has_disputed_border(regions: Sequence[Region]) -> bool:
    """Whether a border that is disputed lies in one of these regions.

    Parameters
    ----------
    regions : sequence of Region
    """
    for region in regions:
        _, marks = _read("border", region.box, step_of(region.m_per_px))
        if (marks != "international").any():
            return True
    return False


@lru_cache(maxsize=64)
def _read(name: str, box: Box, step: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the shapes of a layer in a box with what tells them apart; a finer sheet's own where one has them."""
    column = {"river": "rank", "border": "kind", "province": "country_a3"}.get(name)
    shapes: list[np.ndarray[Any, Any]] = []
    marks: list[np.ndarray[Any, Any]] = []
    for side, turn in turns(box):
        rows = rows_within(_FILES[name], side, step, [column] if column else [])
        found = rows["geometry"]
        told = rows[column] if column else np.full(len(found), "", dtype=object)
        if step == 0:
            found, told = _with_sheets(name, side, found, told)
        if turn:
            found = shapely.transform(found, lambda xy, by=turn: xy + np.array([by, 0.0]))
        shapes.append(found)
        marks.append(told)
    return np.concatenate(shapes), np.concatenate(marks)


def _with_sheets(
    name: str, box: Box, shapes: np.ndarray[Any, Any], marks: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return a layer with a shipped sheet's shapes in the place of its own, where a sheet has it."""
    for bounds, found, mark in sheet_layer(name):
        west, south, east, north = bounds
        if west > box[2] or east < box[0] or south > box[3] or north < box[1]:
            continue
        kept = shapely.difference(shapes, shapely.box(*bounds))
        is_left = ~shapely.is_empty(kept)
        inside = shapely.clip_by_rect(found, *box)
        inside = inside[~shapely.is_empty(inside)]
        shapes = np.concatenate([kept[is_left], inside])
        marks = np.concatenate([marks[is_left], np.full(len(inside), mark, dtype=object)])
    return shapes, marks


def _without(shapes: np.ndarray[Any, Any], finer: Sequence[Box], *, is_area: bool) -> np.ndarray[Any, Any]:
    """Return shapes without what a finer region shows; areas reach a little under it."""
    for west, south, east, north in finer:
        by = _OVERLAP * min(east - west, north - south) if is_area else 0.0
        hole = shapely.box(west + by, south + by, east - by, north - by)
        shapely.prepare(hole)
        meets = shapely.intersects(hole, shapes)
        if meets.any():
            cut = _plain(_cut(shapes[meets], hole), is_area=is_area)
            shapes = np.concatenate([shapes[~meets], cut])
    return shapes


def _cut(shapes: np.ndarray[Any, Any], hole: BaseGeometry) -> np.ndarray[Any, Any]:
    """Return shapes without a hole; what a box left crossed over itself is put right first."""
    try:
        return np.asarray(shapely.difference(shapes, hole))
    except shapely.errors.GEOSException:
        return np.asarray(shapely.difference(shapely.make_valid(shapes), hole))


def _plain(shapes: np.ndarray[Any, Any], *, is_area: bool) -> np.ndarray[Any, Any]:
    """Return the parts of shapes that are areas, or lines."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    kind = shapely.GeometryType.POLYGON if is_area else shapely.GeometryType.LINESTRING
    return np.asarray(parts[(shapely.get_type_id(parts) == kind) & ~shapely.is_empty(parts)])


def _simplified(shapes: np.ndarray[Any, Any], name: str, region: Region, tolerance_px: float) -> np.ndarray[Any, Any]:
    """Return areas or lines without the corners that a scale cannot show, and without what is too small for it."""
    lat = min(abs(region.box[1] + region.box[3]) / 2, 75.0)
    px = region.m_per_px / _DEGREE_M / max(np.cos(np.radians(lat)), 0.25)
    coarser = max(tolerance_px - _FINEST_PX, 0.0)
    if step_of(region.m_per_px) == _WORLD_STEP:
        simple = shapely.simplify(shapes, coarser * px) if coarser else shapes
    else:
        px *= 1.0 if region.is_view else _COARSER
        simple = shapely.simplify(shapes, tolerance_px * px)
    simple = _plain(simple, is_area=name in _AREAS)
    if name not in _AREAS or not len(simple):
        return simple
    if name == "land":  # a hole smaller than what is left out is left out as well
        simple = _filled(simple, _SMALLEST_PX2["lake"] * px * px)
    if name == "urban":  # where room is scarce, towns say where they are by their names
        px *= max(tolerance_px / _FINEST_PX, 1.0)
    return np.asarray(simple[shapely.area(simple) >= _SMALLEST_PX2[name] * px * px])


def _filled(polygons: np.ndarray[Any, Any], smallest: float) -> np.ndarray[Any, Any]:
    has_holes = shapely.get_num_interior_rings(polygons) > 0
    for n in np.flatnonzero(has_holes):
        rings = [ring for ring in polygons[n].interiors if shapely.Polygon(ring).area >= smallest]
        polygons[n] = shapely.Polygon(polygons[n].exterior, rings)
    return polygons
