"""Impacts that a table names by a bearing and a distance from a launch: told, and worked out only on request."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.findings import Severity
from geomap.readers.cells.plain import Bad, plain_cells
from geomap.readers.rows import Problems, RowChunk

__all__ = ["derived_impacts"]

_COMPASS = {name: n * 45.0 for n, name in enumerate(("n", "ne", "e", "se", "s", "sw", "w", "nw"))}
_WORDS = {"north": "n", "east": "e", "south": "s", "west": "w"}
_WORD_DEG, _NUMBER_DEG, _DISTANCE_SHARE = 22.5, 10.0, 0.1
"""How far a direction in words, one in degrees and a distance may be off; ours, no standard gives them."""
_LEAST_M = 1_000.0
_FARTHEST_M = 5_000_000.0
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")
_BEARINGS = "degrees from north, 0 to 360, or one of N, NE, E, SE, S, SW, W, NW"
_DISTANCES = "one number above 0 and below 5,000 km, without a sign for thousands"
_UNASKED = (
    "a bearing and a distance are given; no end is worked out from them, since nobody reported that position. "
    "--derived-ends works out an impact from a launch with coordinates, and marks it"
)
_WORKED_OUT = (
    "a bearing and a distance are given; the impact worked out from them is a position that nobody reported: it is "
    "marked as derived, and"
)
_DRAWN = f"{_WORKED_OUT} drawn as wide as the two numbers are coarse"
_LISTED = f"{_WORKED_OUT} listed: the two numbers are too coarse for an area"
_Why = tuple[str, Severity, str]
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
    chunk: RowChunk,
    problems: Problems,
    launches: list[tuple[int, str, float, float]],
    has_impact: set[int],
    is_none: pd.Series,
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
    is_none : pandas.Series of bool
        Rows that say that nothing was fired: of them nothing is worked out.
    """
    none = pd.DataFrame(columns=[*_COLUMNS, "outline"], index=pd.Index([], dtype="int64"))
    if not {"bearing", "distance"} <= set(chunk.mapping.found):
        return none
    bearings, distances = chunk.cells("bearing"), chunk.cells("distance")
    assert bearings is not None
    assert distances is not None
    told = chunk.text.index[plain_cells(bearings).notna() & plain_cells(distances).notna() & ~is_none]
    if not chunk.derived_ends:
        problems.warn(Bad("computed-end", pd.Series(_UNASKED, index=told, dtype=object)), "bearing", "notice")
        return none
    by_row: dict[int, list[tuple[str, float, float]]] = {}
    for row, name, lon, lat in launches:
        by_row.setdefault(int(row), []).append((name, lon, lat))
    metres_each = _unit_m(chunk.column("distance"))
    made: dict[int, tuple[object, ...]] = {}
    left: dict[tuple[str, Severity], dict[int, str]] = {}
    for row in map(int, told):
        bearing, distance = str(bearings[row]).strip(), str(distances[row]).strip()
        start = by_row.get(row, [])
        why = _why_none(bearing, distance, metres_each) or _why_no_start(start, is_told=row in has_impact)
        if why is not None:
            column, severity, text = why
            left.setdefault((column, severity), {})[row] = text
        else:
            made[row] = _place(start[0], bearing, distance, metres_each)
    for kind, text in ((False, _DRAWN), (True, _LISTED)):
        rows = [row for row, place in made.items() if (place[3] == "country") is kind]
        problems.warn(Bad("computed-end", pd.Series(text, index=rows, dtype=object)), "bearing", "notice")
    for (column, severity), reasons in left.items():
        problems.warn(Bad("computed-end", pd.Series(reasons, dtype=object)), column, severity)
    return pd.DataFrame.from_dict(made, orient="index", columns=[*_COLUMNS, "outline"]) if made else none


def _why_none(bearing: str, distance: str, metres_each: float) -> _Why | None:
    """Return the column, and why its cell gives no direction or no distance; None if both do."""
    if _bearing(bearing) is None:
        return "bearing", "warning", f'"{bearing[:40]}" is no bearing: {_BEARINGS}. No impact is worked out'
    if not metres_each:
        text = "the name of the column does not say its unit: end it with _km or _m. No impact is worked out"
        return "distance", "warning", text
    if _metres(distance, metres_each) is None:
        return "distance", "warning", f'"{distance[:40]}" is no distance: {_DISTANCES}. No impact is worked out'
    return None


def _why_no_start(start: list[tuple[str, float, float]], *, is_told: bool) -> _Why | None:
    """Return why nothing is worked out although bearing and distance are good; None if one launch has coordinates."""
    if is_told:
        return "bearing", "notice", "the row names its impact: that one is drawn, and none is worked out"
    if len(start) != 1 or np.isnan(start[0][1]):
        found = "several launches" if len(start) > 1 else "no launch with coordinates"
        return "bearing", "warning", f"the row has {found}: no impact is worked out. Give the coordinates of one launch"
    return None


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
    degrees = float(plain) if _NUMBER.fullmatch(plain) else -1.0
    return (degrees % 360.0, _NUMBER_DEG) if 0 <= degrees <= 360 else None


def _metres(cell: str, metres_each: float) -> float | None:
    """Return a distance in metres; None if it is no plain number, might be thousands (1,500), or reaches too far."""
    if not _NUMBER.fullmatch(cell) or _THOUSANDS.fullmatch(cell):
        return None
    metres = float(cell.replace(",", ".")) * metres_each
    return metres if 0 < metres < _FARTHEST_M else None


def _place(start: tuple[str, float, float], bearing: str, distance: str, metres_each: float) -> tuple[object, ...]:
    direction, metres = _bearing(bearing), _metres(distance, metres_each)
    assert direction is not None
    assert metres is not None
    degrees, off_deg = direction
    name, lon, lat = start
    to_lon, to_lat = geodesy.destination(lon, lat, degrees, metres)
    radius = max(_LEAST_M, metres * math.hypot(math.sin(math.radians(off_deg)), _DISTANCE_SHARE))
    called = f"{metres / 1000:g} km from {name or 'the launch'} at {degrees:g}° (derived)"
    kind = _class_of(radius)
    return (called, to_lon, to_lat, kind, math.ceil(radius), pd.NA, pd.NA, pd.NA, pd.NA, None)
