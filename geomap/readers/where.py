"""Rows to places: one place for each name, position and precision, its class and radius from the crosswalk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.readers.cells.distinct import Codes, codes_of, combined_codes, joined_words, of_each, spread
from geomap.readers.cells.numbers import read_coordinates
from geomap.readers.cells.pairs import ASSUMED, read_pairs
from geomap.readers.cells.plain import Bad, empty, stripped
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.readers.stated import Stated, classes_of_radii, tell_default
from geomap.schema import STRING

__all__ = [
    "REGIONS",
    "Where",
    "content_ids",
    "places_of",
    "row_hashes",
    "where_of",
]

REGIONS = ("admin1", "admin2")
"""What a row may say of the province and the district of its place."""

_CODE_COLUMNS = {"acled": "geo_precision", "ucdp": "where_prec"}


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Where:
    """Where the rows of a chunk lie: one row each, ready to become places."""

    frame: pd.DataFrame
    """``name``, ``longitude``, ``latitude``, ``location_class``, ``coord_uncertainty_m``, ``code``, ``country``,
    ``admin1``, ``admin2`` and ``outline``."""
    system: str


def where_of(chunk: RowChunk, problems: Problems, stated: Stated) -> Where:
    """Read the position, name and precision of every row.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of coordinates that are none, of 0,0 and of codes that nobody knows.
    stated : Stated
        Of `stated_of`.
    """
    index = chunk.text.index
    lonlat = _positions(chunk, problems)
    outline = chunk.shapes["outline"] if chunk.shapes is not None else pd.Series([None] * len(index), index=index)
    name = _text(chunk, "place")
    classes = stated.classes.copy()
    has_shape = outline.notna()
    is_located = lonlat["longitude"].notna() | has_shape
    tell_default(chunk, problems, is_located & ~has_shape & ~stated.is_told, stated.role)
    if has_shape.any():
        classes[has_shape] = classes_of_radii(outline[has_shape].map(_reach_m))
    is_told = stated.is_told
    classes = classes.where(is_located | is_told, "unlocated")
    classes = classes.mask(~is_located & name.isna(), _class_of_area(chunk))
    frame = pd.DataFrame(
        {
            "name": name,
            "longitude": lonlat["longitude"],
            "latitude": lonlat["latitude"],
            "location_class": classes,
            "coord_uncertainty_m": stated.radius_m.where((is_located | is_told) & ~has_shape),
            "code": stated.codes,
            "country": _text(chunk, "country"),
            "admin1": _text(chunk, "admin1"),
            "admin2": _text(chunk, "admin2"),
            "outline": outline,
        },
        index=index,
    )
    return Where(frame=frame, system=chunk.mapping.precision_system)


def _class_of_area(chunk: RowChunk) -> pd.Series:
    """Return the class of the finest area that a row names, for rows that name no place in it."""
    classes = pd.Series("unlocated", index=chunk.text.index, dtype=object)
    for role, name in (("country", "country"), ("admin1", "province"), ("admin2", "district")):
        classes = classes.mask(_text(chunk, role).notna(), name)
    return classes


def _text(chunk: RowChunk, role: str) -> pd.Series:
    cells = chunk.cells(role)
    if cells is None:
        return empty(chunk.text.index)
    return of_each(cells, stripped)


def _positions(chunk: RowChunk, problems: Problems) -> pd.DataFrame:
    if chunk.shapes is not None:
        return chunk.shapes[["longitude", "latitude"]].astype("float64")
    found = chunk.mapping.found
    if {"latitude", "longitude"} <= set(found):
        lonlat, role = _axes(chunk, problems), "latitude"
    elif "coordinates" in found:
        lonlat, role = _pairs(chunk, problems), "coordinates"
    else:
        return pd.DataFrame({"longitude": np.nan, "latitude": np.nan}, index=chunk.text.index)
    zero = lonlat["latitude"].eq(0) & lonlat["longitude"].eq(0)
    text = "0, 0 lies in the Gulf of Guinea and stands for a missing position; it is not used"
    problems.warn(Bad("null-island", pd.Series(text, index=zero.index[zero], dtype=object)), role)
    return lonlat.mask(zero)


def _axes(chunk: RowChunk, problems: Problems) -> pd.DataFrame:
    made = {}
    for axis in ("latitude", "longitude"):
        cells = chunk.cells(axis)
        assert cells is not None
        degrees = read_coordinates(cells, axis, decimal_comma=chunk.decimal_comma)
        made[axis] = degrees.values
        problems.refuse(degrees.bad, axis)
        for note in degrees.notes:
            problems.warn(note, axis, "notice")
    lonlat = pd.DataFrame(made)
    half = (lonlat["latitude"].notna() ^ lonlat["longitude"].notna()) & ~problems.is_refused
    reasons = pd.Series(
        "one of latitude and longitude is empty; fill both or none", index=half.index[half], dtype=object
    )
    problems.refuse(Bad("bad-coordinate", reasons), "longitude")
    return lonlat


def _pairs(chunk: RowChunk, problems: Problems) -> pd.DataFrame:
    cells = chunk.cells("coordinates")
    assert cells is not None
    pairs = read_pairs(cells, chunk.mapping.pair_order)
    problems.refuse(pairs.bad, "coordinates")
    assumed = pd.Series(ASSUMED, index=cells.index[pairs.assumed], dtype=object)
    problems.warn(Bad("order-assumed", assumed), "coordinates", "notice")
    return pd.DataFrame({"latitude": pairs.latitude, "longitude": pairs.longitude})


def _reach_m(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    across = math.hypot((east - west) * math.cos(math.radians((south + north) / 2)), north - south)
    return across / 2 * 111_320.0


def content_ids(prefix: str, frame: pd.DataFrame) -> pd.Series:
    """Return an id for each row made of its content alone: the same content, the same id, whatever the row."""
    hashed, different = pd.factorize(row_hashes(frame).to_numpy())
    names = pd.Series([f"{prefix}{number:016x}" for number in different.tolist()], dtype=STRING)
    return spread(names, hashed, frame.index)


def row_hashes(frame: pd.DataFrame) -> pd.Series:
    """Return a number for each row made of its content alone, each different cell of a column hashed once.

    The numbers are those of `pandas.util.hash_pandas_object`, on which ids rest that have been published.
    """
    if frame.empty:
        return pd.Series(index=frame.index, dtype="uint64")
    hashed = np.full(len(frame), 0x345678, dtype="uint64")
    factor = np.uint64(1000003)
    for place, column in enumerate(frame.columns):
        hashed ^= _cell_hashes(frame[column])
        hashed *= factor
        factor += np.uint64(82520 + 2 * (len(frame.columns) - place))
    return pd.Series(hashed + np.uint64(97531), index=frame.index)


def _cell_hashes(cells: pd.Series) -> np.ndarray[Any, np.dtype[np.uint64]]:
    if cells.dtype != STRING:
        return np.asarray(pd.util.hash_pandas_object(cells, index=False), dtype="uint64")
    values, codes = codes_of(cells)
    return np.asarray(pd.util.hash_pandas_object(values, index=False), dtype="uint64").take(codes)


def places_of(where: Where, origin: str, is_there: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    """Return the id of each row's place, and the places.

    Parameters
    ----------
    where : Where
    origin : str
        Who gives the position, for the column ``source``.
    is_there : pandas.Series of bool
        Rows that are not refused.
    """
    frame = where.frame
    is_located = frame["longitude"].notna() | frame["outline"].notna()
    fallback = frame["admin2"].fillna(frame["admin1"]).fillna(frame["country"])
    use = is_there & (is_located | frame["name"].notna() | fallback.notna())
    rows = frame[use]
    name = rows["name"].fillna(fallback[use])
    nameless = name.isna()
    if nameless.any():
        name = name.fillna(_degrees(rows[nameless]))
    key = pd.DataFrame(
        {
            "name": name.fillna(""),
            "longitude": rows["longitude"],
            "latitude": rows["latitude"],
            "class": rows["location_class"].astype(object),
            "radius": rows["coord_uncertainty_m"],
            "code": rows["code"].fillna(""),
            "country": _said_of_region(rows, ~is_located[use]),
            "outline": _written(rows["outline"]),
        }
    )
    first, codes = _different(key)
    kept, kept_key = rows.iloc[first], key.iloc[first]
    kept_ids = content_ids("p", kept_key)
    code_column = _CODE_COLUMNS.get(where.system, "")
    values: dict[str, object] = {
        "place_id": kept_ids,
        "name": kept_key["name"],
        "longitude": kept["longitude"],
        "latitude": kept["latitude"],
        "location_class": kept["location_class"].astype(object),
        "coord_uncertainty_m": kept["coord_uncertainty_m"],
        "basis": kept["longitude"].notna().map({True: "sourced", False: "general_knowledge"}).astype(object),
        "source": (origin + (", precision " + kept["code"].astype(STRING)).fillna("")).astype(STRING),
        **{c: _all_said(rows[c], codes, kept.index) for c in REGIONS},
        "country": kept["country"],
        "sensitivity": "none",
    }
    values["basis"] = (kept["longitude"].notna() | kept["outline"].notna()).map(
        {True: "sourced", False: "general_knowledge"}
    )
    if code_column:
        limit = 3 if code_column == "geo_precision" else 7
        number = pd.to_numeric(kept["code"], errors="coerce")
        values[code_column] = number.where(number.between(1, limit))
    table = typed("places", values, kept.index).assign(outline=kept["outline"])
    ids = spread(kept_ids, codes, rows.index)
    return ids if ids.index.equals(frame.index) else ids.reindex(frame.index).astype(STRING), table


def _all_said(cells: pd.Series, codes: Codes, at: pd.Index) -> pd.Series:
    """Return what the rows of each place say in a column; where they differ, all of it, sorted.

    Parameters
    ----------
    cells : pandas.Series of str
    codes : array of int
        For each row the position of its place.
    at : pandas.Index
        Index of the places.
    """
    values, said = codes_of(cells.astype(STRING))
    is_said = values.notna().to_numpy()[said]
    pairs = np.unique(codes[is_said] * len(values) + said[is_said])
    places, words = np.divmod(pairs, max(len(values), 1))
    texts = values.astype(object).to_numpy()
    made = np.full(len(at), None, dtype=object)
    made[places] = texts[words]
    starts = np.flatnonzero(np.diff(places, prepend=-1))  # pairs are sorted: what one place is told stands together
    ends = np.append(starts[1:], len(places))
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        made[places[start]] = joined_words(texts[words[start:end]])
    return pd.Series(made, index=at, dtype=STRING)


def _said_of_region(rows: pd.DataFrame, is_by_name: pd.Series) -> pd.Series:
    """Return the country, and for what is known by name alone also province and district: they tell towns apart."""
    country = rows["country"].fillna("")
    region = rows["admin1"].fillna("") + "\x1f" + rows["admin2"].fillna("")
    return country.where(~is_by_name | (region == "\x1f"), country + "\x1f" + region)


def _different(key: pd.DataFrame) -> tuple[Codes, Codes]:
    """Return the first row of each different row, and for each row the position of its own among them."""
    columns = []
    for column in key.columns:
        cells = key[column]
        if cells.dtype == STRING:
            values, codes = codes_of(cells)
        else:
            codes, values = pd.factorize(cells, use_na_sentinel=False)
        columns.append((len(values), codes.astype("int64")))
    return combined_codes(columns)


def _written(outlines: pd.Series) -> pd.Series:
    if outlines.isna().all():
        return pd.Series("", index=outlines.index, dtype=STRING)
    return outlines.map(lambda shape: shape.wkb_hex, na_action="ignore").astype(object).fillna("")


def _degrees(rows: pd.DataFrame) -> pd.Series:
    """Return a name for a place that has none: its position to a hundredth of a degree."""
    lon, lat = rows["longitude"], rows["latitude"]
    north = np.where(lat >= 0, "N", "S")
    east = np.where(lon >= 0, "E", "W")
    text = lat.abs().round(2).astype(str) + "° " + north + ", " + lon.abs().round(2).astype(str) + "° " + east
    return pd.Series(text, index=rows.index, dtype=STRING).where(lon.notna(), "unnamed place")
