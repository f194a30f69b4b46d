"""Rows to places: one place for each name, position and precision, its class and radius from the crosswalk."""

from __future__ import annotations

import math
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap import precision
from geomap.errors import UnknownId
from geomap.readers.cells.distinct import Codes, codes_of, combined_codes, of_each, spread
from geomap.readers.cells.numbers import read_codes, read_coordinates, read_metres
from geomap.readers.cells.plain import Bad, empty, plain_cells, stripped
from geomap.readers.header import folded
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.schema import STRING, table_schema

__all__ = ["Where", "content_ids", "places_of", "row_hashes", "where_of"]

_CODE_COLUMNS = {"acled": "geo_precision", "ucdp": "where_prec"}


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Where:
    """Where the rows of a chunk lie: one row each, ready to become places."""

    frame: pd.DataFrame
    """``name``, ``longitude``, ``latitude``, ``location_class``, ``coord_uncertainty_m``, ``code``, ``country``,
    ``admin1``, ``admin2`` and ``outline``."""
    system: str


def where_of(chunk: RowChunk, problems: Problems) -> Where:
    """Read the position, name and precision of every row.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of coordinates that are none, of 0,0 and of codes that nobody knows.
    """
    index = chunk.text.index
    lonlat = _positions(chunk, problems)
    outline = chunk.shapes["outline"] if chunk.shapes is not None else pd.Series([None] * len(index), index=index)
    name = _text(chunk, "place")
    classes, radius, codes = _precision(chunk, problems)
    has_shape = outline.notna()
    is_located = lonlat["longitude"].notna() | has_shape
    if chunk.mapping.default_class and not {"precision", "location_class", "radius_m"} & set(chunk.mapping.found):
        _tell_default(chunk, problems, is_located & ~has_shape)
    for row in index[has_shape]:
        reach = _reach_m(outline[row])
        classes.loc[row] = _class_of_radius(reach)
    is_told = _is_told(chunk, codes, radius)
    classes = classes.where(is_located | is_told, "unlocated")
    classes = classes.mask(~is_located & name.isna(), _class_of_area(chunk))
    frame = pd.DataFrame(
        {
            "name": name,
            "longitude": lonlat["longitude"],
            "latitude": lonlat["latitude"],
            "location_class": classes,
            "coord_uncertainty_m": radius.where((is_located | is_told) & ~has_shape),
            "code": codes,
            "country": _text(chunk, "country"),
            "admin1": _text(chunk, "admin1"),
            "admin2": _text(chunk, "admin2"),
            "outline": outline,
        },
        index=index,
    )
    return Where(frame=frame, system=chunk.mapping.precision_system)


def _is_told(chunk: RowChunk, codes: pd.Series, radius_m: pd.Series) -> pd.Series:
    """Whether a row says how exactly its place is known; what it says holds for a place known by name as well."""
    own = chunk.cells("location_class")
    told = codes.notna() | radius_m.notna()
    return told if own is None else told | own.notna()


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
    index = chunk.text.index
    if chunk.shapes is not None:
        return chunk.shapes[["longitude", "latitude"]].astype("float64")
    if not {"latitude", "longitude"} <= set(chunk.mapping.found):
        return pd.DataFrame({"longitude": np.nan, "latitude": np.nan}, index=index)
    made = {}
    for axis in ("latitude", "longitude"):
        cells = chunk.cells(axis)
        assert cells is not None
        made[axis], bad = read_coordinates(cells, axis, decimal_comma=chunk.decimal_comma)
        problems.refuse(bad, axis)
    lonlat = pd.DataFrame(made)
    half = (lonlat["latitude"].notna() ^ lonlat["longitude"].notna()) & ~problems.is_refused
    reasons = pd.Series("one of latitude and longitude is empty; fill both or none", index=index[half], dtype=object)
    problems.refuse(Bad("bad-coordinate", reasons), "longitude")
    zero = lonlat["latitude"].eq(0) & lonlat["longitude"].eq(0)
    text = "0, 0 lies in the Gulf of Guinea and stands for a missing position; it is not used"
    problems.warn(Bad("null-island", pd.Series(text, index=index[zero], dtype=object)), "latitude")
    return lonlat.mask(zero)


def _precision(chunk: RowChunk, problems: Problems) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return location class, radius (metres) and the original code of each row."""
    index = chunk.text.index
    classes = pd.Series(chunk.mapping.default_class, index=index, dtype=object)
    radius = pd.Series(np.nan, index=index, dtype="float64")
    codes = empty(index)
    cells = chunk.cells("precision")
    if cells is not None:
        codes = read_codes(cells)
        table = _code_table(chunk.mapping.precision_system, chunk.mapping.precision_words, codes)
        known = codes.map({c: v[0] for c, v in table.items()}).astype(object)
        fallback = "unlocated" if chunk.mapping.precision_system else chunk.mapping.default_class
        classes = known.fillna(fallback).astype(object)
        radius = codes.map({c: v[1] for c, v in table.items()}).astype("float64")
        lost = codes[codes.notna() & known.isna()]
        text = (
            "is no code of precision that geomap knows; the place counts as not located"
            if (chunk.mapping.precision_system)
            else f"is no word of precision that geomap knows; the place counts as a {fallback}"
        )
        problems.warn(Bad("unknown-precision", lost.map(lambda c: f'"{c[:60]}" {text}')), "precision")
    own = chunk.cells("location_class")
    if own is not None:
        words = plain_cells(own).str.lower()
        known = words.isin(table_schema("places").field("location_class").vocabulary)
        classes = classes.mask(known, words)
        lost = words[words.notna() & ~known]
        problems.warn(
            Bad("unknown-precision", lost.map(lambda c: f'"{c[:60]}" is no location_class of geomap')), "location_class"
        )
    metres = chunk.cells("radius_m")
    if metres is not None:
        stated, bad = read_metres(metres)
        problems.refuse(bad, "radius_m")
        radius = stated.fillna(radius)
        if own is None and cells is None:
            classes = stated.map(_class_of_radius).astype(object).fillna(chunk.mapping.default_class)
    return classes, radius, codes


def _code_table(system: str, words: MappingType[str, str], codes: pd.Series) -> dict[str, tuple[str, float]]:
    made: dict[str, tuple[str, float]] = {}
    for code in codes.dropna().unique():
        word = words.get(folded(code))
        if word is not None:
            made[code] = (word, math.nan)
            continue
        for name in (system,) if system else ("atlos", "airwars", "geomap"):
            try:
                found = precision.lookup(name, code)
            except UnknownId:
                continue
            made[code] = (found.location_class, math.nan if found.radius_m is None else found.radius_m)
            break
    return made


def _tell_default(chunk: RowChunk, problems: Problems, located: pd.Series) -> None:
    radius = precision.class_radius_m(chunk.mapping.default_class) or 0
    text = (
        f"the table does not say how exactly places are known; each is drawn as a {chunk.mapping.default_class} "
        f"({radius / 1000:g} km round the point). Add a column location_class or coord_uncertainty_m"
    )
    problems.warn(
        Bad("precision-not-stated", pd.Series(text, index=located.index[located], dtype=object)), "", "notice"
    )


def _class_of_radius(radius_m: float) -> str | float:
    """Return the coarsest class whose own radius is not larger: what is drawn is then the stated radius."""
    if math.isnan(radius_m):
        return math.nan
    best = "exact"
    for name in ("exact", "street", "nearby_landmark", "neighbourhood_area", "town", "city", "subdistrict", "district"):
        if (precision.class_radius_m(name) or 0) <= radius_m:
            best = name
    return best


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
        **{c: kept[c] for c in ("admin1", "admin2", "country")},
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
