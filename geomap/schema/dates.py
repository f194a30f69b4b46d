"""Dates as the reports give them: an EDTF text becomes its first and last possible day, never an invented one.

Read are the forms of EDTF (ISO 8601-2:2019) that name a first and a last day: levels 0 and 1, and of level 2 unknown
digits anywhere, doubts of a part, sets, and the months of a quarter, third or half of a year. Refused, each with the
form that works: intervals without an end, times of day, seasons, and years that no report can mean.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd

__all__ = ["day_bounds", "doubt_of", "why_no_date"]

_DAY = "%Y-%m-%d"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_YEAR_MIN, _YEAR_MAX = 1500, 2999
_LENGTH_MAX = 200

_Q = "[?~%]?"
_ONE = re.compile(
    rf"{_Q}(?P<year>[0-9X]{{4}}){_Q}(?:-{_Q}(?P<month>[0-9X]{{2}}){_Q}(?:-{_Q}(?P<day>[0-9X]{{2}}){_Q})?)?"
)
_TIMED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}(?::[0-9]{2}){0,2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_ODD_YEAR = re.compile(r"Y?-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?(?:-[0-9]{2}){0,2}[?~%]?")
_SEASONS = range(21, 33)
_PARTS_OF_A_YEAR = {
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},
    **{40: (1, 6), 41: (7, 12)},
}
"""First and last month of the quarters, thirds and halves of a year, by their code (level 2)."""

_NO_DATE = (
    "is no date: write 2020-11-17, 2020-11, 2020 or 2020-10-01/2020-10-15 (EDTF); an unknown date is an empty cell"
)
_NO_DAY = "is a day that no month has"
_OPEN = (
    "has no {}, and none is made up: write the first and the last day on which it may have happened "
    "(2020-11-17/2020-11-30), or the day that is known alone"
)
_TIME = "holds a time of day: write the day alone (2020-11-17), and the time in a column of its own"
_SEASON = "is a season, which is not the same months north and south of the equator: write its months (2020-03/2020-05)"
_YEAR = "is in a year that cannot be meant: years from 1500 to 2999 are read, written with four digits"
_REVERSED = "ends before it begins: write the earlier day first"

_Days: TypeAlias = tuple[date, date]


def day_bounds(texts: pd.Series) -> pd.DataFrame:
    """Return the first and last civil day that each EDTF text allows.

    Whole ISO days are read as arrays; other texts once for each different text.

    Parameters
    ----------
    texts : pandas.Series of str
        EDTF, for example ``2020-11-17``, ``2020-11``, ``2020-10-01/2020-10-15``, ``2020-11-17?``, ``201X``.
        Missing stays missing.

    Returns
    -------
    pandas.DataFrame
        Columns ``lower`` and ``upper`` (datetime64[s], NaT where the text is missing or no date; `why_no_date` says
        why), same index.
    """
    plain = texts.str.fullmatch(_ISO_DAY)
    lower = pd.Series(np.datetime64("NaT", "s"), index=texts.index, dtype="datetime64[s]")
    lower.loc[plain] = pd.to_datetime(texts[plain], format=_DAY, errors="coerce").astype("datetime64[s]")
    outside = (lower.dt.year < _YEAR_MIN) | (lower.dt.year > _YEAR_MAX)
    lower = lower.mask(outside)
    upper = lower.copy()
    others = texts[~plain & texts.notna()]
    if len(others):
        pairs = {text: _iso(_read(str(text))) for text in others.unique()}
        lower.loc[others.index] = _days([pairs[t][0] for t in others])
        upper.loc[others.index] = _days([pairs[t][1] for t in others])
    return pd.DataFrame({"lower": lower, "upper": upper})


def why_no_date(text: str) -> str:
    """Return why a text is no date that can be read, and the form that works; empty if it is one.

    Examples
    --------
    >>> why_no_date("2020-11-17/2020-11-16")
    'ends before it begins: write the earlier day first'
    """
    read = _read(text)
    return read if isinstance(read, str) else ""


def doubt_of(*texts: object) -> str:
    """Return how a date is doubted: ``uncertain`` (?), ``approximate`` (~), ``both`` (%, or one of each), or nothing.

    Parameters
    ----------
    *texts : str or missing
        EDTF, for example the first and the last day of an event.
    """
    signs = {sign for text in texts if isinstance(text, str) for sign in "?~%" if sign in text}
    if "%" in signs or len(signs) > 1:
        return "both"
    return {"?": "uncertain", "~": "approximate"}[signs.pop()] if signs else ""


def _days(texts: list[str | None]) -> pd.DatetimeIndex:
    return pd.to_datetime(texts, format=_DAY, errors="coerce").as_unit("s")


def _iso(read: _Days | str) -> tuple[str | None, str | None]:
    return (None, None) if isinstance(read, str) else (read[0].isoformat(), read[1].isoformat())


@lru_cache(maxsize=10_000)
def _read(text: str) -> _Days | str:
    """Return the first and last possible day, or why there are none."""
    if len(text) > _LENGTH_MAX:
        return _NO_DATE
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text[1:-1].split(","))
    first, slash, last = text.partition("/")
    return _between(first.strip(), last.strip()) if slash else _one(text)


def _between(first: str, last: str) -> _Days | str:
    for end, named in ((first, "first day"), (last, "last day")):
        if end in ("", ".."):
            other = last if end == first else first
            return _NO_DATE if isinstance(_one(other), str) else _OPEN.format(named)
    begins, ends = _one(first), _one(last)
    if isinstance(begins, str) or isinstance(ends, str):
        return begins if isinstance(begins, str) else str(ends)
    return (begins[0], ends[1]) if begins[0] <= ends[1] else _REVERSED


def _set(items: list[str]) -> _Days | str:
    """Return the span of what a set holds: one of its days, or all of them, are meant."""
    spans: list[_Days] = []
    for item in items:
        first, dots, last = item.strip().partition("..")
        read = _between(first.strip(), last.strip()) if dots else _one(first)
        if isinstance(read, str):
            return read
        spans.append(read)
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _one(text: str) -> _Days | str:
    """Return the first and last possible day of what is no interval and no set, or why there are none."""
    found = _ONE.fullmatch(text)
    if found is None:
        if _TIMED.fullmatch(text):
            return _TIME
        return _YEAR if _ODD_YEAR.fullmatch(text) and not text.isdecimal() else _NO_DATE
    year, month, day = found["year"], found["month"] or "XX", found["day"] or "XX"
    first, last = (int(year.replace("X", digit)) for digit in "09")
    if not _YEAR_MIN <= first <= last <= _YEAR_MAX:
        return _YEAR
    if month.isdecimal() and int(month) > 12 and found["day"] is None:
        return _part_of_a_year(int(month), first, last)
    lower = next(_possible(_fitting(year, range(first, last + 1)), month, day, is_last=False), None)
    upper = next(_possible(_fitting(year, range(last, first - 1, -1)), month, day, is_last=True), None)
    if lower is None or upper is None:
        return _NO_DAY if found["day"] and next(_fitting(month, range(1, 13)), None) else _NO_DATE
    return lower, upper


def _part_of_a_year(code: int, first: int, last: int) -> _Days | str:
    if code in _SEASONS:
        return _SEASON
    if code not in _PARTS_OF_A_YEAR or first != last:
        return _NO_DATE
    begins, ends = _PARTS_OF_A_YEAR[code]
    return date(first, begins, 1), date(first, ends, monthrange(first, ends)[1])


def _fitting(pattern: str, numbers: range) -> Iterator[int]:
    """Yield the numbers that a pattern with unknown digits (X) allows, in their order."""
    for number in numbers:
        written = f"{number:0{len(pattern)}d}"
        if all(p in ("X", w) for p, w in zip(pattern, written, strict=True)):
            yield number


def _possible(years: Iterator[int], month: str, day: str, *, is_last: bool) -> Iterator[date]:
    """Yield the days that a month and a day with unknown digits allow, from the first or from the last on."""
    for year in years:
        for number in _fitting(month, range(12, 0, -1) if is_last else range(1, 13)):
            most = monthrange(year, number)[1]
            for in_month in _fitting(day, range(most, 0, -1) if is_last else range(1, most + 1)):
                yield date(year, number, in_month)
