"""Latitude and longitude in one cell, as people and programs write them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap.readers.cells.numbers import sexagesimal
from geomap.readers.cells.plain import Bad, plain_cells

__all__ = ["ASSUMED", "Pairs", "is_pair", "order_of_name", "pair_of", "read_pairs"]

_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?"
_POINT = re.compile(r"^(?:SRID=(\d+);)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+){0,2}\s*\)$", re.I)
_SHAPE = re.compile(r"^(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b", re.I)
_GEO = re.compile(r"^geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)(?:[,;?].*)?$", re.I)
_LABELLED = re.compile(
    r"^(lat\w*|y|lon\w*|lng|x)\s*[:=]?\s*(.+?)[\s,;/|]+(lat\w*|y|lon\w*|lng|x)\s*[:=]?\s*(.+)$", re.I
)
_LETTER_AFTER = re.compile(r"^(.*?\d.*?[NSEW])[\s,;/|]*(.*\d.*[NSEW])$", re.I)
_LETTER_BEFORE = re.compile(r"^([NSEW].*?\d.*?)[\s,;/|]*([NSEW].*\d.*)$", re.I)
_TWO_NUMBERS = (
    re.compile(r"^([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;/|]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?$"),
    re.compile(rf"^({_NUMBER})\s*°?\s*(?:[;/|]|,\s|\s)\s*({_NUMBER})\s*°?$"),
)
_TWO_ANGLES = re.compile(r"^([^,;/|]*\d[^,;/|]*)\s*[,;/|]\s*([^,;/|]*\d[^,;/|]*)$")
_ORDERS = (
    (re.compile(r"(?:^|_)(?:lon|long|lng|longitude|x)_?(?:and_)?(?:lat|latitude|y)(?:_|$)"), "lon_lat"),
    (re.compile(r"(?:^|_)(?:lat|latitude|y)_?(?:and_)?(?:lon|long|lng|longitude|x)(?:_|$)"), "lat_lon"),
)
_WGS84 = ("4326", "4979", None)
ASSUMED = (
    "nothing says which of the two numbers is the latitude; the first is taken for it, and may be swapped. Call the "
    "column lat_lon or lon_lat, or write N, S, E and W"
)
"""What is told of a cell whose order was assumed."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Pairs:
    """Positions of one column.

    Attributes
    ----------
    longitude, latitude : pandas.Series of float
        NaN where the cell is empty or bad.
    assumed : pandas.Series of bool
        Cells of which nothing says which number is the latitude; the first is taken for it.
    bad : Bad
    """

    longitude: pd.Series
    latitude: pd.Series
    assumed: pd.Series
    bad: Bad


def order_of_name(name: str) -> str:
    """Return ``lat_lon`` or ``lon_lat`` if a column's name (folded) says which number comes first, else nothing.

    Examples
    --------
    >>> order_of_name("coordinates_lon_lat"), order_of_name("latlng"), order_of_name("gps")
    ('lon_lat', 'lat_lon', '')
    """
    return next((order for pattern, order in _ORDERS if pattern.search(name)), "")


def is_pair(cell: str) -> bool:
    """Whether a cell holds two numbers that can be a position."""
    return pair_of(cell, "") is not None


def read_pairs(cells: pd.Series, order: str = "") -> Pairs:
    """Return the positions of a column whose cells hold both numbers.

    A letter for the half of the globe, a label, WKT and GeoJSON settle the order in their cell; then ``order``; then a
    number above 90, which is no latitude. Else the latitude is taken to come first, and that is told.

    Parameters
    ----------
    cells : pandas.Series of str
    order : str
        ``lat_lon`` or ``lon_lat`` where the column's name or a mapping says so.
    """
    text = plain_cells(cells)
    read = {cell: pair_of(cell, order) for cell in text.dropna().unique()}
    known = text.notna() & text.map(lambda c: read.get(c) is not None, na_action="ignore").fillna(False).astype(bool)

    def part(number: int) -> pd.Series:
        values = pd.Series(np.nan, index=text.index, dtype="float64")
        values.loc[known] = text[known].map(lambda c: (read[c] or (np.nan,) * 3)[number]).astype("float64")
        return values

    bad = text[text.notna() & ~known]
    reasons = bad.map(lambda cell: _reason(cell, order)).astype(object)
    return Pairs(
        longitude=part(0),
        latitude=part(1),
        assumed=part(2).eq(1.0),
        bad=Bad("bad-coordinate", reasons),
    )


def _reason(cell: str, order: str) -> str:
    short = cell if len(cell) <= 60 else cell[:57] + "..."
    if _SHAPE.match(cell) and not _POINT.match(cell):
        return f'"{short}" is a shape; a cell can hold a point, POINT(35.2 31.2), longitude first'
    if order and pair_of(cell, "") is not None:
        return f'"{short}" is no position with the {order[:3]}itude first, as the column says: no latitude is above 90'
    if _POINT.match(cell):
        return f'"{short}" is no point of longitude and latitude (WGS 84): transform it first'
    return (
        f'"{short}" is no position: two numbers such as 31.26, 35.21 are expected, with N, S, E and W or without. '
        "An unknown position is an empty cell"
    )


def pair_of(cell: str, order: str) -> tuple[float, float, float] | None:
    """Return longitude, latitude, and 1.0 if the order was assumed; None if it is no position.

    Parameters
    ----------
    cell : str
    order : str
        As for `read_pairs`.
    """
    cell = cell.strip()
    for way in (_of_point, _of_json, _of_address):
        found = way(cell)
        if found is not None:
            return (*found, 0.0) if _on_globe(*found) else None
    bare = cell.strip("()[]{} \t")
    return _labelled(bare) or _lettered(bare) or _bare(bare, order)


def _on_globe(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def _of_point(cell: str) -> tuple[float, float] | None:
    found = _POINT.match(cell)
    if found is None:
        return None
    try:
        return (float(found[2]), float(found[3])) if found[1] in _WGS84 else (np.inf, np.inf)
    except ValueError:
        return None


def _of_json(cell: str) -> tuple[float, float] | None:
    if not cell.startswith("{"):
        return None
    try:
        shape = json.loads(cell)
        lon, lat = shape["coordinates"][:2]
        return (float(lon), float(lat)) if shape["type"] == "Point" else None
    except (ValueError, TypeError, KeyError):
        return None


def _of_address(cell: str) -> tuple[float, float] | None:
    found = _GEO.match(cell)
    return (float(found[2]), float(found[1])) if found else None


def _angle(text: str, axis: str) -> float:
    """Return the degrees of one half of a cell; NaN if it is none of this axis."""
    plain = text.strip(" ,;/|")
    if re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d+)?\s*°?", plain):
        return float(plain.rstrip("° ").replace(",", "."))
    return sexagesimal(plain, axis)


def _labelled(cell: str) -> tuple[float, float, float] | None:
    found = _LABELLED.match(cell)
    if found is None:
        return None
    by_axis = {
        "latitude" if label[0].lower() in ("y",) or label.lower().startswith("lat") else "longitude": text
        for label, text in ((found[1], found[2]), (found[3], found[4]))
    }
    if len(by_axis) != 2:
        return None
    lon, lat = (_angle(by_axis[axis], axis) for axis in ("longitude", "latitude"))
    return (lon, lat, 0.0) if _on_globe(lon, lat) else None


def _lettered(cell: str) -> tuple[float, float, float] | None:
    for pattern in (_LETTER_AFTER, _LETTER_BEFORE):
        found = pattern.match(cell)
        if found is None:
            continue
        for lat, lon in ((found[1], found[2]), (found[2], found[1])):
            if re.search("[NS]", lat, re.I) and re.search("[EW]", lon, re.I):
                angles = _angle(lon, "longitude"), _angle(lat, "latitude")
                if _on_globe(*angles):
                    return (*angles, 0.0)
    return None


def _bare(cell: str, order: str) -> tuple[float, float, float] | None:
    """Return the position of two numbers without letters or labels."""
    found = next((m for m in (p.match(cell) for p in (*_TWO_NUMBERS, _TWO_ANGLES)) if m), None)
    if found is None:
        return None
    first, second = (_angle(found[n], "longitude") for n in (1, 2))
    if not (abs(first) <= 180 and abs(second) <= 180):
        return None
    settled = order or ("lon_lat" if abs(first) > 90 else "lat_lon" if abs(second) > 90 else "")
    lon, lat = (first, second) if settled == "lon_lat" else (second, first)
    return (lon, lat, 0.0 if settled else 1.0) if _on_globe(lon, lat) else None
