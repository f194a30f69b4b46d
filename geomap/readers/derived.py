"""Impacts that a table names by a bearing and a distance from a launch: told, and worked out only on request."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.readers.cells.plain import Bad, plain_cells
from geomap.readers.rows import Problems, RowChunk

__all__ = ["derived_impacts"]

_COMPASS = {name: n * 45.0 for n, name in enumerate(("n", "ne", "e", "se", "s", "sw", "w", "nw"))}
_WORDS = {"north": "n", "east": "e", "south": "s", "west": "w"}
_WORD_DEG, _NUMBER_DEG, _DISTANCE_SHARE = 22.5, 10.0, 0.1
"""How far a direction in words, one in degrees and a distance may be off; ours, no standard gives them."""
_LEAST_M = 1_000.0
_COLUMNS = (
    "name",
    "longitude",
    "latitude",
    "location_class",
    "coord_uncertainty_m",
    "code",
    "country",
    "admin1",
    "admin2",
)


def derived_impacts(
    chunk: RowChunk, problems: Problems, launches: list[tuple[int, str, float, float]], has_impact: set[int]
) -> pd.DataFrame:
    """Return the places that bearings and distances name, by row; empty unless they are asked for.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of rows that give a bearing and a distance.
    launches : list of tuple
        Row, name, longitude and latitude of each launch.
    has_impact : set of int
        Rows that name their impact.
    """
    none = pd.DataFrame(columns=[*_COLUMNS, "outline"], index=pd.Index([], dtype="int64"))
    if not {"bearing", "distance"} <= set(chunk.mapping.found):
        return none
    bearings, distances = chunk.cells("bearing"), chunk.cells("distance")
    assert bearings is not None
    assert distances is not None
    metres_each = _unit_m(chunk.column("distance"))
    told = chunk.text.index[plain_cells(bearings).notna() & plain_cells(distances).notna()]
    made = {}
    if chunk.derived_ends and metres_each:
        by_row: dict[int, list[tuple[str, float, float]]] = {}
        for row, name, lon, lat in launches:
            by_row.setdefault(int(row), []).append((name, lon, lat))
        for row in told:
            start = by_row.get(int(row), [])
            if len(start) == 1 and int(row) not in has_impact and not np.isnan(start[0][1]):
                place = _place(start[0], str(bearings[row]), str(distances[row]), metres_each)
                if place is not None:
                    made[int(row)] = place
    text = (
        "a bearing and a distance are given; the impact worked out from them is a position that nobody reported: it is "
        "marked as derived, and drawn as wide as the two numbers are coarse"
        if made
        else "a bearing and a distance are given; no end is worked out from them, since nobody reported that position. "
        "--derived-ends works out an impact from a launch with coordinates, and marks it"
    )
    problems.warn(Bad("computed-end", pd.Series(text, index=told, dtype=object)), "bearing", "notice")
    return pd.DataFrame.from_dict(made, orient="index", columns=[*_COLUMNS, "outline"]) if made else none


def _class_of(radius_m: float) -> str:
    """Return the finest class that reaches as far as a radius; one that none reaches is too coarse to be drawn."""
    for name in ("town", "city", "subdistrict", "district", "province"):
        if radius_m <= (precision.class_radius_m(name) or 0.0):
            return name
    widest_m = precision.lookup("acled", "3").radius_m or 0.0
    return "province" if radius_m <= widest_m else "country"


def _unit_m(column: str) -> float:
    """Return the metres of one unit of a column, which its name says; 0 where it does not."""
    if re.search(r"(?:^|[^a-z])(?:km|kilomet\w+)$", column.lower()):
        return 1000.0
    return 1.0 if re.search(r"(?:^|[^a-z])(?:m|met\w+)$", column.lower()) else 0.0


def _bearing(cell: str) -> tuple[float, float] | None:
    """Return degrees from north and how far they may be off."""
    plain = cell.strip().lower().rstrip("°").strip()
    letters = re.sub(r"[^a-z]", "", plain)
    for word, letter in _WORDS.items():
        letters = letters.replace(word, letter)
    if letters in _COMPASS:
        return _COMPASS[letters], _WORD_DEG
    try:
        degrees = float(plain)
    except ValueError:
        return None
    return (degrees % 360.0, _NUMBER_DEG) if 0 <= degrees <= 360 else None


def _place(
    start: tuple[str, float, float], bearing: str, distance: str, metres_each: float
) -> tuple[object, ...] | None:
    direction = _bearing(bearing)
    try:
        metres = float(distance.replace(",", ".")) * metres_each
    except ValueError:
        return None
    if direction is None or not 0 < metres < 5_000_000:
        return None
    degrees, off_deg = direction
    name, lon, lat = start
    to_lon, to_lat = geodesy.destination(lon, lat, degrees, metres)
    radius = max(_LEAST_M, metres * math.hypot(math.sin(math.radians(off_deg)), _DISTANCE_SHARE))
    called = f"{metres / 1000:g} km from {name or 'the launch'} at {degrees:g}° (derived)"
    kind = _class_of(radius)
    return (called, to_lon, to_lat, kind, math.ceil(radius), pd.NA, pd.NA, pd.NA, pd.NA, None)
