"""Shapes packed for the page: chains of whole-number differences in base64 VLQ, a sixth of the size of GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from geomap.errors import InvalidValue

__all__ = ["FINE_STEP", "pack", "pack_line", "size_of"]

FINE_STEP = 100_000
"""Steps in a degree: about a metre. The decimals that a place deserves were cut before."""

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


def pack_line(ends: Iterable[Position]) -> list[Any]:
    """Return a chain of longitude-latitude pairs as the page's own shape."""
    return pack({"type": "LineString", "coordinates": [list(end) for end in ends]})


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
