"""Coordinates and counts as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geomap.readers.cells.bounds import bounds_of, is_about, without_people
from geomap.readers.cells.distinct import of_each
from geomap.readers.cells.plain import UNKNOWN, Bad, empty, plain_cells
from geomap.schema import STRING

__all__ = ["Counts", "Degrees", "read_codes", "read_coordinates", "read_counts", "read_metres", "sexagesimal"]

_REAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_COMMA = r"[+-]?\d{1,3},\d+$"
_COUNT_MAX = 10_000_000
_SIXTY = 60.0
_DMS = re.compile(
    r"""^\s*(?P<first>[NSEWnsew])?\s*(?P<sign>[+-])?(?P<deg>\d{1,3}(?:\.\d+)?)\s*[°ºd:\s]\s*
    (?:(?P<min>\d{1,2}(?:\.\d+)?)\s*['′’m:\s]?\s*)?
    (?:(?P<sec>\d{1,2}(?:\.\d+)?)\s*(?:["″”s]|'')?\s*)?(?P<last>[NSEWnsew])?\s*$""",
    re.VERBOSE,
)
_LETTER = re.compile(r"^(?:(?P<a>[NSEW])\s*(?P<x>\d{1,3}(?:\.\d+)?)|(?P<y>\d{1,3}(?:\.\d+)?)\s*(?P<b>[NSEW]))$", re.I)
_GRID = re.compile(r"^\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}$", re.I)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Degrees:
    """Longitudes or latitudes of one column.

    Attributes
    ----------
    values : pandas.Series of float
        Degrees; NaN where the cell is empty or bad. An empty cell is not bad.
    bad : Bad
    notes : tuple of Bad
        Cells that were read, but had better be told: decimal commas, and minutes or seconds of 60.
    """

    values: pd.Series
    bad: Bad
    notes: tuple[Bad, ...] = ()


def read_coordinates(cells: pd.Series, axis: str, *, decimal_comma: bool = False) -> Degrees:
    """Return degrees, and the cells that are none.

    Parameters
    ----------
    cells : pandas.Series of str
        Decimal degrees, or degrees, minutes and seconds with a letter for the half of the globe. No degrees have
        thousands: 33,31 is 33.31.
    axis : str
        ``longitude`` or ``latitude``.
    decimal_comma : bool
        Whether a decimal comma goes without saying: commas separate nothing in this file.
    """
    limit = 180.0 if axis == "longitude" else 90.0
    text = plain_cells(cells)
    shaped = text.str.fullmatch(_REAL).fillna(False).astype(bool)
    values = pd.to_numeric(text.where(shaped), errors="coerce").astype("float64")
    others = text[text.notna() & ~shaped]
    notes: list[Bad] = []
    if len(others):
        read = {cell: _comma(cell) if re.match(_COMMA, cell) else sexagesimal(cell, axis) for cell in others.unique()}
        values.loc[others.index] = others.map(read).astype("float64")
        notes = _notes(others[others.map(lambda c: abs(read[c]) <= limit).astype(bool)], decimal_comma)
    inside = values.between(-limit, limit)
    bad = text.notna() & ~inside
    reasons = {
        cell: f'"{_short(cell)}" is no {axis} between -{limit:g} and {limit:g} in decimal degrees{_hint(cell, limit)}'
        for cell in text[bad].unique()
    }
    return Degrees(
        values=values.where(inside),
        bad=Bad("bad-coordinate", text[bad].map(reasons).astype(object)),
        notes=tuple(notes),
    )


def _notes(read: pd.Series, decimal_comma: bool) -> list[Bad]:
    """Return what had better be told of cells that were read."""
    made = []
    if not decimal_comma:
        commas = read[read.str.fullmatch(_COMMA).fillna(False).astype(bool)]
        made.append(
            Bad(
                "decimal-comma",
                commas.map(lambda c: f'"{c}" has a decimal comma; it is read as {_comma(c):g}').astype(object),
            )
        )
    sixty = read[read.map(_has_sixty).astype(bool)]
    text = "has 60 minutes or seconds, which rounding makes of a full degree or minute; it is read as that"
    made.append(Bad("sixty-minutes", sixty.map(lambda c: f'"{_short(c)}" {text}').astype(object)))
    return [note for note in made if len(note.reasons)]


def _comma(cell: str) -> float:
    return float(cell.replace(",", "."))


def _has_sixty(cell: str) -> bool:
    found = _DMS.match(_pointed(cell))
    return bool(found) and any(float(found[part] or 0) == _SIXTY for part in ("min", "sec"))  # type: ignore[index]


def _pointed(cell: str) -> str:
    return re.sub(r"(?<=\d),(?=\d)", ".", cell)


def sexagesimal(cell: str, axis: str) -> float:
    r"""Return the degrees of a text with a letter, minutes or seconds; NaN if it is none of this axis.

    Minutes or seconds of 60 are carried over: programs that round write them.

    Examples
    --------
    >>> sexagesimal("13°43'00\"N", "latitude"), sexagesimal("5°60'00\"S", "latitude")
    (13.716667, -6.0)
    """
    letters = "NS" if axis == "latitude" else "EW"
    cell = _pointed(cell)
    letter = _LETTER.match(cell)
    if letter:
        side = (letter["a"] or letter["b"]).upper()
        value = float(letter["x"] or letter["y"])
        return (-value if side in "SW" else value) if side in letters else np.nan
    found = _DMS.match(cell)
    if not found or (found["min"] is None and found["sec"] is not None):
        return np.nan
    minutes, seconds = float(found["min"] or 0), float(found["sec"] or 0)
    side = (found["last"] or found["first"] or "").upper()
    if minutes > _SIXTY or seconds > _SIXTY or (side and side not in letters):
        return np.nan
    value = round(float(found["deg"]) + minutes / 60 + seconds / 3600, 6)
    return -value if side in ("S", "W") or found["sign"] == "-" else value


def _hint(cell: str, limit: float) -> str:
    if re.fullmatch(r"[+-]?\d+,\d+", cell):
        return f'. Is it a decimal comma? Write "{cell.replace(",", ".")}"'
    angle = _DMS.match(_pointed(cell))
    if angle and any(float(angle[part] or 0) > _SIXTY for part in ("min", "sec")):
        return ". Minutes and seconds go up to 60"
    if _GRID.match(cell):
        return ". It looks like a military grid reference (MGRS): transform it to degrees first"
    if cell.lower() in ("nan", "none", "null", "na", "n/a", "-", "?"):
        return ". An unknown position is an empty cell"
    if cell.strip("-+").split(".")[0] in ("999", "9999", "99999"):
        return ". It looks like a stand-in for missing: leave the cell empty"
    number = re.fullmatch(r"[+-]?(\d+)(?:\.\d+)?", cell)
    if number and len(number[1]) >= 5:
        hint = ". It looks projected (metres): transform the file to WGS 84 longitude and latitude first"
        whole = re.fullmatch(r"([+-]?)(\d{2})(\d{3,})", cell)
        return f"{hint}. Or was a decimal point lost ({whole[1]}{whole[2]}.{whole[3]})?" if whole else hint
    if number and float(cell.lstrip("+")) and abs(float(cell)) > limit:
        return ". Was a digit typed too much, or are longitude and latitude swapped?"
    return ""


def _short(cell: str) -> str:
    return cell if len(cell) <= 60 else cell[:57] + "..."


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Counts:
    """Counts of people or munitions: unknown stays missing, never zero.

    Attributes
    ----------
    low, high : pandas.Series of Int64
    words : pandas.Series of str
        Cells that give a number in words ("several"): kept as reported, no number is made of them. So are fractions,
        of which the whole numbers round them are made.
    bad : Bad
    """

    low: pd.Series
    high: pd.Series
    words: pd.Series
    bad: Bad


_WHOLE = r"\+?\d{1,9}(?:\.0+)?"
_THOUSANDS = re.compile(r"^\d{1,3}(?:[, ]\d{3})+$")
_BOOLEAN = frozenset({"true", "false", "yes", "no", "y", "n"})


def read_counts(cells: pd.Series, unknown: frozenset[str] = frozenset(), *, has_fractions: bool = False) -> Counts:
    """Return counts with their ranges.

    Parameters
    ----------
    cells : pandas.Series of str
        "5", "133 – 164", "at least 3", "unknown", "several".
    unknown : frozenset of str
        Further codes of this table for "unknown", for example -9.
    has_fractions : bool
        Whether 7.5 is a share of a number that several rows divide among them; elsewhere it is no count.
    """
    text = plain_cells(cells)
    shaped = text.str.fullmatch(_WHOLE).fillna(False).astype(bool)
    low = pd.to_numeric(text.where(shaped), errors="coerce").astype("float64")
    high = low.copy()
    words, reasons = empty(text.index), pd.Series(dtype=object)
    others = text[text.notna() & ~shaped]
    if len(others):
        read = {cell: _count(cell, unknown, has_fractions) for cell in others.unique()}
        low.loc[others.index] = others.map(lambda c: read[c][0]).astype("float64")
        high.loc[others.index] = others.map(lambda c: read[c][1]).astype("float64")
        kinds = others.map(lambda c: read[c][2])
        worded = others[kinds == "words"]
        words.loc[worded.index] = worded
        reasons = others[kinds == "bad"].map(lambda c: f'"{_short(c)}" {_why_no_count(c)}')
    huge = low.fillna(0).gt(_COUNT_MAX) | high.fillna(0).gt(_COUNT_MAX)
    if huge.any():
        more = text[huge].map(lambda c: f'"{_short(c)}" is too large for a count of people or munitions')
        reasons = pd.concat([reasons, more])
    return Counts(
        low=low.mask(huge).astype("Int64"),
        high=high.mask(huge).astype("Int64"),
        words=words,
        bad=Bad("not-a-number", reasons.astype(object)),
    )


_COUNT_HINT = "is no whole number of 0 or more. An unknown number is an empty cell, words belong in a note"


_FRACTION = re.compile(r"\d{1,8}\.\d*[1-9]\d*")
_FRACTION_HINT = (
    "is no whole number. Is it a number that several rows divide among them? Write the whole numbers round it "
    "(7 to 8), and the words in a note"
)


def _why_no_count(cell: str) -> str:
    return _FRACTION_HINT if _FRACTION.fullmatch(cell) else _COUNT_HINT


def _count(cell: str, unknown: frozenset[str], has_fractions: bool) -> tuple[float, float, str]:
    lower = cell.lower()
    if has_fractions and _FRACTION.fullmatch(cell):
        return np.floor(float(cell)), np.ceil(float(cell)), "words"
    if lower in UNKNOWN or lower in unknown or re.sub(r"\.0+$", "", lower) in unknown:
        return np.nan, np.nan, ""
    cell = without_people(cell)
    bounds = bounds_of(cell)
    if bounds is not None:
        return _as_bounds(*bounds)
    if re.fullmatch(_WHOLE, cell):
        return float(cell), float(cell), ""
    if _THOUSANDS.match(cell):
        whole = float(re.sub(r"[, ]", "", cell))
        return whole, whole, ""
    if is_about(cell):
        return np.nan, np.nan, "words"
    if lower not in _BOOLEAN and re.search(r"[^\W\d_]{2,}", cell) and not re.fullmatch(_REAL + ".*", cell):
        return np.nan, np.nan, "words"
    return np.nan, np.nan, "bad"


def _as_bounds(low: float | None, high: float | None) -> tuple[float, float, str]:
    is_wrong = (high is not None and high < 0) or (low is not None and high is not None and low > high)
    if is_wrong:
        return np.nan, np.nan, "bad"
    return np.nan if low is None else low, np.nan if high is None else high, ""


def read_codes(cells: pd.Series) -> pd.Series:
    """Return codes as text in one spelling: "2.0" and " 2" are "2"."""
    return of_each(cells, _codes)


def _codes(cells: pd.Series) -> pd.Series:
    return plain_cells(cells).str.replace(r"^(-?\d+)\.0+$", r"\1", regex=True).astype(STRING)


def read_metres(cells: pd.Series) -> tuple[pd.Series, Bad]:
    """Return lengths in metres of 0 or more, and the cells that are none."""
    text = plain_cells(cells)
    shaped = text.str.fullmatch(_REAL).fillna(False).astype(bool)
    values = pd.to_numeric(text.where(shaped), errors="coerce").astype("float64")
    inside = values.between(0, 20_000_000)
    bad = text[text.notna() & ~inside]
    return values.where(inside), Bad("not-a-number", bad.map(lambda c: f'"{_short(c)}" is no length in metres'))
