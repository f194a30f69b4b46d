"""Text in, typed columns out, and every failure with its row, column and value.

The Table Schema files are the validator: nothing here knows the name of a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geomap.errors import ForbiddenColumn, MissingColumn, rule_of
from geomap.schema.addresses import is_address
from geomap.schema.dates import day_bounds, why_no_date
from geomap.schema.said import said_bounds, why_not_said
from geomap.schema.table import Field, Kind, TableSchema, table_schema

__all__ = ["EXAMPLES_MAX", "STRING", "Failure", "Parsed", "clean_text", "empty_table", "parse", "refuse_ballistics"]

EXAMPLES_MAX = 20

STRING = pd.StringDtype("pyarrow", na_value=np.nan)
"""The one dtype of text columns. Without pyarrow the same name would mean another storage."""

_FORBIDDEN = re.compile(
    r"(^|_)(elevation_angle|launch_angle|firing_angle|muzzle_velocity|velocity|apex|apogee|flight_time|time_of_flight|"
    r"back_azimuth|firing_azimuth|weapon_range|range_ring|max_range|warhead_mass|charge|aim_point|aimpoint|"
    r"intercept_point|likely_launch_point|probable_launch|predicted\w*)($|_)"
)
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_WHOLE = r"\d{1,9}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Cells of one column that fail in one way: exact count, first examples."""

    code: str
    column: str
    message: str
    rows: tuple[int, ...]
    values: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A typed table without its refused rows.

    Attributes
    ----------
    table : pandas.DataFrame
        Indexed by the row in the file. Every column of the schema is there; an ``edtf`` column has two more beside
        it, ``NAME_lower`` and ``NAME_upper`` (datetime64[s], local civil days). Columns that the schema does not
        know are kept as text.
    refused : pandas.DataFrame
        The refused rows as text, indexed the same way.
    failures : tuple of Failure
        Why they were refused, by column and kind of failure.
    reasons : pandas.DataFrame
        Why each row was refused, indexed as ``refused``: code, and the rule in words, without its value.
    unknown_columns : tuple of str
        Columns that the schema does not know.
    """

    table: pd.DataFrame
    refused: pd.DataFrame
    failures: tuple[Failure, ...]
    reasons: pd.DataFrame
    unknown_columns: tuple[str, ...] = ()


def clean_text(text: str) -> str:
    """Return text that any file format can hold: NFC, lone surrogates as U+FFFD, no NUL.

    Parameters
    ----------
    text : str
        Anything; Python strings from JSON may hold half a character.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole.replace("\0", "�"))


def empty_table(name: str) -> pd.DataFrame:
    """Return a typed table with no rows, for a table that a case does not have."""
    return _empty_table(name).copy(deep=False)


@cache
def _empty_table(name: str) -> pd.DataFrame:
    return pd.DataFrame({k: v for field in table_schema(name).fields for k, v in _nothing(field).items()})


def parse(name: str, text: pd.DataFrame, *, file: str) -> Parsed:
    """Turn a table of text into typed columns.

    Parameters
    ----------
    name : str
        Name of the table, one of `geomap.schema.TABLES`.
    text : pandas.DataFrame
        Cells as text, indexed by the file's row as a spreadsheet counts it (the header is row 1). Empty is missing.
    file : str
        Name of the file, for messages.

    Returns
    -------
    Parsed
        Rows with a bad cell are refused, the others go on.

    Raises
    ------
    MissingColumn
        If a column is missing that the table cannot do without.
    ForbiddenColumn
        If a column is there that only ballistics would need.
    """
    schema = table_schema(name)
    _check_header(schema, list(text.columns), file)
    made: dict[str, pd.Series] = {}
    failures: list[Failure] = []
    refused = pd.Series(False, index=text.index)
    reasons = pd.DataFrame({"code": "", "reason": ""}, index=text.index)
    known = set(schema.columns)
    for field in schema.fields:
        if field.name not in text.columns and not field.is_required:
            made.update({column: values.reindex(text.index) for column, values in _nothing(field).items()})
            continue
        cells = _cells(text, field)
        values, bad, failure_code, message = _read(field, cells)
        made.update(values)
        for failing, code, words in (
            (bad, failure_code, message),
            (_missing(field, cells), "empty-cell", "is empty; every row must fill it"),
            (_repeated(field, cells), "duplicate-id", "stands twice; an id belongs to one row"),
        ):
            for rule, rows in _by_rule(words, failing):
                failures.append(_failure(code, field.name, rule, cells, rows))
                reasons.loc[rows & ~refused, ["code", "reason"]] = [code, f"{field.name} {rule.split('. ')[0]}"]
            refused |= failing
    unknown = tuple(str(c) for c in text.columns if c not in known)
    for column in unknown:
        made[column] = _strip(text[column])
    table = pd.DataFrame(made, index=text.index)
    return Parsed(
        table=table[~refused],
        refused=text[refused],
        failures=tuple(failures),
        reasons=reasons[refused],
        unknown_columns=unknown,
    )


def _nothing(field: Field) -> dict[str, pd.Series]:
    """Return the typed columns of a field without rows: most columns stand in no file, and reading them costs."""
    return {f"{field.name}{end}": values for end, values in _nothing_of(field.kind, field.vocabulary).items()}


@cache
def _nothing_of(kind: Kind, vocabulary: tuple[str, ...]) -> dict[str, pd.Series]:
    """Return the typed columns of any field of a kind by the ends of their names; nothing else of it shapes them."""
    return _read(Field(name="", kind=kind, description="", vocabulary=vocabulary), pd.Series(dtype=STRING))[0]


def refuse_ballistics(columns: Sequence[str], file: str) -> None:
    """Refuse a table with a column that only ballistics would need.

    Parameters
    ----------
    columns : sequence of str
        Its column names.
    file : str
        Name of the file, for messages.

    Raises
    ------
    ForbiddenColumn
        If there is such a column.
    """
    for column in columns:
        if _FORBIDDEN.search(str(column).strip().lower()):
            raise ForbiddenColumn(
                f'{file}, column "{column}": geomap maps what was reported, after the fact, and carries no ballistics '
                "(no angle, velocity, apex, flight time, range or launch-point estimate). Take the column out."
            )


def _check_header(schema: TableSchema, columns: list[str], file: str) -> None:
    refuse_ballistics(columns, file)
    missing = [f.name for f in schema.fields if f.is_column_required and f.name not in columns]
    if missing:
        found = ", ".join(str(c) for c in columns) or "none"
        raise MissingColumn(
            f"{file}, header: the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing. Columns found: {found}. "
            f"Add {'them' if len(missing) > 1 else 'it'}; cells may be empty only where the schema allows it."
        )


def _strip(cells: pd.Series) -> pd.Series:
    text = cells.astype(STRING)
    return text.str.strip().replace("", pd.NA).astype(STRING)


def _cells(text: pd.DataFrame, field: Field) -> pd.Series:
    if field.name not in text.columns:
        return pd.Series(pd.NA, index=text.index, dtype=STRING)
    return _strip(text[field.name])


def _none(cells: pd.Series) -> pd.Series:
    return pd.Series(False, index=cells.index)


def _missing(field: Field, cells: pd.Series) -> pd.Series:
    return cells.isna() if field.is_required else _none(cells)


def _repeated(field: Field, cells: pd.Series) -> pd.Series:
    return (cells.duplicated(keep="first") & cells.notna()) if field.is_unique else _none(cells)


def _failure(code: str, column: str, message: str, cells: pd.Series, failing: pd.Series) -> Failure:
    first = cells[failing].iloc[:EXAMPLES_MAX]
    values = tuple("" if pd.isna(v) else str(v) for v in first)
    shown = values[0] if len(values[0]) <= 60 else values[0][:57] + "..."
    text = message if code == "empty-cell" else f'"{shown}" {message}'
    return Failure(
        code=code,
        column=column,
        message=text,
        rows=tuple(int(r) for r in first.index),
        values=values,
        count=int(failing.sum()),
    )


def _by_rule(words: str | pd.Series, failing: pd.Series) -> list[tuple[str, pd.Series]]:
    """Return each rule that cells break, in words, with its rows."""
    if not failing.any():
        return []
    if isinstance(words, str):
        return [(words, failing)]
    rules = words.map(rule_of)
    return [
        (str(words[rules == rule].iloc[0]), failing & (rules == rule).reindex(failing.index, fill_value=False))
        for rule in rules.unique()
    ]


_Read = tuple[dict[str, pd.Series], pd.Series, str, "str | pd.Series"]
"""Columns, cells that fail, the code of the failure, and the rule in words: one for all, or one for each that fails."""


def _read(field: Field, cells: pd.Series) -> _Read:
    return _READERS[field.kind](field, cells)


def _read_text(field: Field, cells: pd.Series) -> _Read:
    return {field.name: cells}, _none(cells), "", ""


def _read_pattern(field: Field, cells: pd.Series) -> _Read:
    pattern = field.pattern.pattern if field.pattern else ".*"
    bad = cells.notna() & ~cells.str.fullmatch(pattern.strip("^$")).fillna(False).astype(bool)
    message = "is no id: small letters a-z, digits, - and _ only, a letter or digit first" + (
        "; several are separated by ;" if field.kind == "ids" else ""
    )
    return {field.name: cells.mask(bad)}, bad, "bad-id", message


def _read_vocab(field: Field, cells: pd.Series) -> _Read:
    bad = cells.notna() & ~cells.isin(field.vocabulary)
    column = pd.Categorical(cells.mask(bad), categories=list(field.vocabulary))
    allowed = ", ".join(field.vocabulary)
    return (
        {field.name: pd.Series(column, index=cells.index)},
        bad,
        "not-in-vocabulary",
        f"is not one of: {allowed}",
    )


def _plain_number(cells: pd.Series) -> pd.Series:
    return cells.map(lambda t: _INVISIBLE.sub("", t).translate(_ARABIC_DIGITS).strip(), na_action="ignore").astype(
        STRING
    )


def _read_whole(field: Field, cells: pd.Series) -> _Read:
    plain = _plain_number(cells)
    bad = plain.notna() & ~plain.str.fullmatch(_WHOLE).fillna(False).astype(bool)
    numbers = pd.to_numeric(plain.mask(bad), errors="coerce").astype("Int64")
    low, high = field.minimum, field.maximum
    outside = numbers.notna() & ~numbers.between(low if low is not None else 0, high if high is not None else 10**9)
    bad = bad | outside.fillna(False).astype(bool)
    limits = f" from {low:g} to {high:g}" if high is not None else (f" of {low:g} or more" if low else "")
    message = f"is not a whole number{limits}. An unknown number is an empty cell; words belong in a note"
    return {field.name: numbers.mask(bad)}, bad, "not-a-number", message


def _read_real(field: Field, cells: pd.Series) -> _Read:
    plain = _plain_number(cells)
    bad = plain.notna() & ~plain.str.fullmatch(_NUMBER).fillna(False).astype(bool)
    numbers = pd.to_numeric(plain.mask(bad), errors="coerce").astype("float64")
    low = -np.inf if field.minimum is None else field.minimum
    high = np.inf if field.maximum is None else field.maximum
    outside = numbers.notna() & ~(numbers.between(low, high) & np.isfinite(numbers))
    is_degrees = field.kind in ("longitude", "latitude")
    rules = cells[bad | outside].map(lambda cell: _real_rule(field, str(cell)))
    return (
        {field.name: numbers.mask(bad | outside)},
        bad | outside,
        "bad-coordinate" if is_degrees else "not-a-number",
        rules,
    )


def _real_rule(field: Field, first: str) -> str:
    hint = ""
    if re.fullmatch(r"[+-]?\d+,\d+", first):
        hint = f'. Is it a decimal comma ("{first.replace(",", ".")}")?'
    if field.kind in ("longitude", "latitude"):
        limit = 180 if field.kind == "longitude" else 90
        if re.fullmatch(r"[+-]?\d{3,}\.\d+", first):
            digits = first.replace(".", "")
            hint = f'. Was a decimal point moved ("{digits[:2]}.{digits[2:]}"), or is it projected?'
        return f"is not a {field.kind} between -{limit} and {limit} in decimal degrees{hint}"
    return f"is not a number of metres, 0 or more{hint}"


def _read_edtf(field: Field, cells: pd.Series) -> _Read:
    bounds = said_bounds(cells) if field.may_have_hour else day_bounds(cells)
    bad = cells.notna() & bounds["lower"].isna()
    message = cells[bad].map(why_not_said if field.may_have_hour else why_no_date)
    values = {
        field.name: cells.mask(bad),
        f"{field.name}_lower": bounds["lower"],
        f"{field.name}_upper": bounds["upper"],
    }
    return values, bad, "bad-date", message


def _read_day(field: Field, cells: pd.Series) -> _Read:
    shaped = cells.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).astype(bool)
    days = pd.to_datetime(cells.where(shaped), format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return {field.name: days}, cells.notna() & days.isna(), "bad-date", "is not a day: write 2020-11-17"


def _read_instant(field: Field, cells: pd.Series) -> _Read:
    pattern = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})"
    shaped = cells.str.fullmatch(pattern).fillna(False).astype(bool)
    instants = pd.to_datetime(cells.where(shaped), format="ISO8601", errors="coerce", utc=True)
    bad = cells.notna() & instants.isna()
    return (
        {field.name: cells.mask(bad)},
        bad,
        "bad-instant",
        "is not an instant with its offset: write 2020-11-17T23:27+03:00",
    )


def _read_url(field: Field, cells: pd.Series) -> _Read:
    bad = cells.notna() & ~cells.fillna("").map(is_address).astype(bool)
    message = "is not a web address: it must begin with https:// or http:// and hold no spaces, quotes or brackets"
    return {field.name: cells.mask(bad)}, bad, "unsafe-address", message


_READERS: dict[str, Callable[[Field, pd.Series], _Read]] = {
    "text": _read_text,
    "id": _read_pattern,
    "ids": _read_pattern,
    "vocab": _read_vocab,
    "count": _read_whole,
    "code": _read_whole,
    "metres": _read_real,
    "longitude": _read_real,
    "latitude": _read_real,
    "edtf": _read_edtf,
    "day": _read_day,
    "instant": _read_instant,
    "url": _read_url,
}
