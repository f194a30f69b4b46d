"""Shapes packed for the page: chains of whole-number differences in base64 VLQ, a sixth of the size of GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import InvalidValue

__all__ = ["FINE_STEP", "pack", "pack_corridor", "pack_ground", "pack_line", "pack_points", "size_of"]

FINE_STEP = 100_000
"""Steps in a degree: about a metre. The decimals that a place deserves were cut before."""

_LONG_DEG, _CORRIDOR_SHARE, _CORRIDOR_STEP = 3.0, 6_000.0, 1_000
"""From which extent on corridors are drawn with fewer corners, off by such a share of it; steps in a degree."""

Position = Sequence[float]

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def pack(geometry: Mapping[str, Any], step: int | None = None) -> list[Any]:
    """Return a GeoJSON geometry as the page's own shape.

    Parameters
    ----------
    geometry : mapping
        GeoJSON, longitude first, degrees. Collections give the parts of their widest kind.
    step : int, optional
        Steps in a degree; coordinates are rounded to them. None keeps every decimal down to `FINE_STEP`.

    Returns
    -------
    list
        The step, and the parts: for an area, lists of rings; for a line, a list of chains; for a point, one chain of
        one pair. A chain holds longitude and latitude in steps, each as the difference from the one before,
        written in base64 VLQ as source maps are: six bits a character, of which the highest says that more follow.
    """
    polygons, lines, points = _sorted_parts(geometry)
    if step is None:
        step = _step_of(
            [p for polygon in polygons for ring in polygon for p in ring] + [p for line in lines for p in line] + points
        )
    if polygons:
        parts: list[Any] = [[_chain(ring[:-1], step) for ring in polygon] for polygon in polygons]
        return [step, parts]
    if lines:
        return [step, [_chain(line, step) for line in lines]]
    if points:
        return [step, _chain(points[:1], step)]
    raise InvalidValue(f"a geometry of type {geometry.get('type')} without coordinates cannot be drawn")


def pack_corridor(geometry: Mapping[str, Any]) -> list[Any]:
    """Return a corridor or band as the page's own shape, without corners that no picture of all of it can show.

    Parameters
    ----------
    geometry : mapping
        GeoJSON. A geodesic of 10,000 km has thousands of corners: exports keep them, a line on a screen does not.
    """
    if not geometry:
        return pack(geometry)
    shape = shapely.geometry.shape(geometry)
    west, south, east, north = shape.bounds
    extent = max(east - west, north - south)
    if extent < _LONG_DEG:
        return pack(geometry)
    simple = shapely.simplify(shape, extent / _CORRIDOR_SHARE)
    return pack(shapely.geometry.mapping(simple), _CORRIDOR_STEP)


def pack_line(ends: Iterable[Position]) -> list[Any]:
    """Return a chain of longitude-latitude pairs as the page's own shape."""
    return pack({"type": "LineString", "coordinates": [list(end) for end in ends]})


def pack_points(points: Iterable[Position], step: int) -> list[Any]:
    """Return positions as one chain, in their order; those on one step are one."""
    return [step, _chain(list(points), step)]


def pack_ground(geometry: BaseGeometry, step: int) -> list[Any]:
    """Return areas or lines, longitude first, as the page's own shape: `pack` for very many corners.

    Parameters
    ----------
    geometry : shapely geometry
        MultiPolygon or MultiLineString.
    step : int
        Steps in a degree.
    """
    parts = shapely.get_parts(geometry)
    if geometry.geom_type != "MultiPolygon":
        xy, of = shapely.get_coordinates(parts, return_index=True)
        return [step, _chains(xy, of, len(parts), step)]
    rings, part_of = shapely.get_rings(parts, return_index=True)
    xy, of = shapely.get_coordinates(rings, return_index=True)
    closes = np.append(of[1:] != of[:-1], True)
    chains = _chains(xy[~closes], of[~closes], len(rings), step)
    areas: list[list[str]] = [[] for _ in parts]
    for part, chain in zip(part_of.tolist(), chains, strict=True):
        areas[part].append(chain)
    return [step, areas]


def _chains(xy: np.ndarray[Any, Any], of: np.ndarray[Any, Any], count: int, step: int) -> list[str]:
    """Return the chains of many rows of corners at once; ``of`` says to which row a corner belongs."""
    steps = np.rint(xy * step).astype(np.int64)
    moves = np.diff(steps, axis=0, prepend=0)
    starts = np.append(True, of[1:] != of[:-1])[: len(of)]
    moves[starts] = steps[starts]
    kept = moves.any(axis=1) | starts
    numbers, owner = moves[kept].ravel(), np.repeat(of[kept], 2)
    rest = (np.abs(numbers) << 1) | (numbers < 0)
    columns = []
    while True:
        rest, digit = rest >> 5, rest & 31
        columns.append(np.where(rest > 0, digit | 32, digit))
        if not rest.any():
            break
    digits = np.stack(columns, axis=1)
    used = np.ones(digits.shape, dtype=bool)
    used[:, 1:] = np.cumprod(digits[:, :-1] >= 32, axis=1).astype(bool)
    letters = np.frombuffer(_DIGITS.encode(), dtype=np.uint8)[digits[used]].tobytes().decode("ascii")
    ends = np.cumsum(np.bincount(owner, weights=used.sum(axis=1), minlength=count)).astype(int).tolist()
    return [letters[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def size_of(geometry: Mapping[str, Any]) -> float:
    """Return the area of a geometry's bounding box in square degrees, for the order of drawing."""
    polygons, lines, points = _sorted_parts(geometry)
    positions = [p for polygon in polygons for ring in polygon for p in ring]
    positions += [p for line in lines for p in line] + list(points)
    longitudes = [float(p[0]) for p in positions]
    latitudes = [float(p[1]) for p in positions]
    return round((max(longitudes) - min(longitudes)) * (max(latitudes) - min(latitudes)), 8) if positions else 0.0


def _step_of(positions: Sequence[Position]) -> int:
    """Return the fewest steps in a degree that lose nothing."""
    numbers = np.array([position[:2] for position in positions], dtype=float)
    for step in (100, 1_000, 10_000):
        steps = numbers * step
        if (np.abs(steps - np.rint(steps)) < 1e-6).all():
            return step
    return FINE_STEP


def _chain(positions: Sequence[Position], step: int) -> str:
    """Differences between neighbours; neighbours that fall on one step are written once."""
    if not positions:
        return ""
    steps = np.rint(np.array([position[:2] for position in positions], dtype=float) * step).astype(np.int64)
    moves = np.diff(steps, axis=0, prepend=0)
    is_new = moves.any(axis=1)
    is_new[0] = True
    return "".join(map(_vlq, moves[is_new].ravel().tolist()))


@lru_cache(maxsize=4096)
def _vlq(number: int) -> str:
    rest = (abs(number) << 1) | (number < 0)
    out = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        out += _DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return out


def _sorted_parts(geometry: Mapping[str, Any]) -> tuple[list[Any], list[Any], list[Any]]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        sorted_parts = [_sorted_parts(part) for part in geometry["geometries"]]
        polygons, lines, points = ([item for found in sorted_parts for item in found[i]] for i in range(3))
        return polygons, lines, points
    coordinates = geometry["coordinates"]
    if not coordinates:
        return [], [], []
    if kind in ("Polygon", "LineString", "Point"):
        coordinates = [coordinates]
    place = ("Polygon", "LineString", "Point").index(kind.removeprefix("Multi"))
    found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    found[place].extend(coordinates)
    return found
