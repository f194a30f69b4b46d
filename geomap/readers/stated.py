"""What a table says of how exactly its places are known: a class and a radius for each row, or the default, told."""

from __future__ import annotations

import math
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap import precision
from geomap.errors import UnknownId
from geomap.readers.cells.numbers import read_codes, read_metres
from geomap.readers.cells.plain import Bad, empty, plain_cells
from geomap.readers.header import folded
from geomap.readers.rows import Problems, RowChunk
from geomap.schema import table_schema

__all__ = ["Stated", "classes_of_radii", "stated_of", "tell_default"]

_BY_RADIUS = ("exact", "street", "nearby_landmark", "neighbourhood_area", "town", "city", "subdistrict", "district")
"""Classes that a radius can stand for, from the finest."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Stated:
    """What the rows of a chunk say of how exactly a place is known."""

    classes: pd.Series
    """Location class; the default of the mapping where nothing is said."""
    radius_m: pd.Series
    codes: pd.Series
    """The original code of the table."""
    is_told: pd.Series
    """Whether the row says anything of it, be it a word that nobody knows."""
    role: str
    """The column that says it; empty if there is none."""

    def beside(self, base: Stated) -> Stated:
        """Return what these columns say, and what others say where these say nothing."""
        own = self.is_told
        return Stated(
            classes=self.classes.where(own, base.classes),
            radius_m=self.radius_m.where(own, base.radius_m),
            codes=self.codes.where(own, base.codes),
            is_told=own | base.is_told,
            role=self.role or base.role,
        )


def stated_of(chunk: RowChunk, problems: Problems, end: str = "") -> Stated:
    """Return what the rows say of how exactly their places are known.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of codes and words that nobody knows.
    end : str
        ``launch`` or ``impact`` for the columns of one end of the way; empty for those of the row.
    """
    index, prefix = chunk.text.index, f"{end}_" if end else ""
    default = chunk.mapping.default_class
    classes = pd.Series(default, index=index, dtype=object)
    radius, codes = pd.Series(np.nan, index=index, dtype="float64"), empty(index)
    is_told = pd.Series(False, index=index)
    role = next((r for r in ("precision", "location_class", "radius_m") if f"{prefix}{r}" in chunk.mapping.found), "")
    cells = chunk.cells("precision") if not end else None
    if cells is not None:
        classes, radius, codes = _of_codes(chunk, problems, cells)
        is_told = codes.notna()
    own = chunk.cells(f"{prefix}location_class")
    if own is not None:
        words = plain_cells(own).str.lower()
        known = words.isin(table_schema("places").field("location_class").vocabulary)
        classes = classes.mask(known, words)
        lost = words[words.notna() & ~known]
        problems.warn(
            Bad("unknown-precision", lost.map(lambda c: f'"{c[:60]}" is no location_class of geomap')),
            f"{prefix}location_class",
        )
        is_told |= words.notna()
    metres = chunk.cells(f"{prefix}radius_m")
    if metres is not None:
        stated, bad = read_metres(metres)
        problems.refuse(bad, f"{prefix}radius_m")
        radius = stated.fillna(radius)
        by_radius = classes_of_radii(stated)
        classes = by_radius.where(by_radius.notna() & ~is_told, classes).astype(object)
        is_told = is_told | stated.notna()
    return Stated(
        classes=classes, radius_m=radius, codes=codes, is_told=is_told, role=f"{prefix}{role}" if role else ""
    )


def _of_codes(chunk: RowChunk, problems: Problems, cells: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return class, radius and code of each row; an empty code says nothing, one that nobody knows is no position."""
    default, system = chunk.mapping.default_class, chunk.mapping.precision_system
    codes = read_codes(cells)
    table = _code_table(system, chunk.mapping.precision_words, codes)
    known = codes.map({c: v[0] for c, v in table.items()}).astype(object)
    fallback = "unlocated" if system else default
    classes = known.fillna(fallback).mask(codes.isna(), default).astype(object)
    radius = codes.map({c: v[1] for c, v in table.items()}).astype("float64")
    lost = codes[codes.notna() & known.isna()]
    text = (
        "is no code of precision that geomap knows; the place counts as not located"
        if system
        else f"is no word of precision that geomap knows; the place counts as a {fallback}"
    )
    problems.warn(Bad("unknown-precision", lost.map(lambda c: f'"{c[:60]}" {text}')), "precision")
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


def tell_default(chunk: RowChunk, problems: Problems, rows: pd.Series, role: str, columns: str = "") -> None:
    """Tell of places with a position of which nothing says how exactly it is known.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
    rows : pandas.Series of bool
    role : str
        The column that says it of other rows; empty if there is none.
    columns : str
        Columns that would say it; empty for those of a place.
    """
    default = chunk.mapping.default_class
    if not default or not rows.any():
        return
    radius = f"a {default} ({(precision.class_radius_m(default) or 0) / 1000:g} km round the point)"
    text = (
        f"the cell does not say how exactly the place is known; it is drawn as {radius}"
        if role
        else f"the table does not say how exactly places are known; each is drawn as {radius}. "
        f"Add a column {columns or 'location_class or coord_uncertainty_m'}"
    )
    problems.warn(Bad("precision-not-stated", pd.Series(text, index=rows.index[rows], dtype=object)), role, "notice")


def classes_of_radii(radius_m: pd.Series) -> pd.Series:
    """Return the coarsest class whose own radius is not larger: what is drawn is then the stated radius.

    Parameters
    ----------
    radius_m : pandas.Series of float
        Metres; where it is missing, so is the class.
    """
    metres = radius_m.astype("float64")
    classes = pd.Series("exact", index=metres.index, dtype=object)
    for name in _BY_RADIUS:
        classes = classes.mask(metres >= (precision.class_radius_m(name) or 0), name)
    return classes.where(metres.notna(), math.nan)
