"""Dates as the reports give them: an EDTF text becomes its first and last possible day, never an invented one."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from geomap.errors import UsageError

__all__ = ["day_bounds", "iso_day"]

_DAY = "%Y-%m-%d"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_ISO_MONTH = re.compile(r"\d{4}-\d{2}")
_ISO_YEAR = re.compile(r"\d{4}")
_YEAR_MIN, _YEAR_MAX = 1500, 2999


def day_bounds(texts: pd.Series) -> pd.DataFrame:
    """Return the first and last civil day that each EDTF text allows.

    Whole ISO days are read as arrays; other texts once for each different text, since an EDTF parse costs
    milliseconds.

    Parameters
    ----------
    texts : pandas.Series of str
        EDTF level 0-2, for example ``2020-11-17``, ``2020-11``, ``2020-10-01/2020-10-15``, ``2020-11-17?``.
        Missing stays missing.

    Returns
    -------
    pandas.DataFrame
        Columns ``lower`` and ``upper`` (datetime64[s], NaT where the text is missing or no EDTF), same index.
    """
    plain = texts.str.fullmatch(_ISO_DAY).fillna(False).astype(bool)
    lower = pd.Series(np.datetime64("NaT", "s"), index=texts.index, dtype="datetime64[s]")
    lower.loc[plain] = pd.to_datetime(texts[plain], format=_DAY, errors="coerce").astype("datetime64[s]")
    upper = lower.copy()
    others = texts[~plain & texts.notna()]
    if len(others):
        pairs = {text: _edtf_bounds(str(text)) for text in others.unique()}
        lower.loc[others.index] = _days([pairs[t][0] for t in others])
        upper.loc[others.index] = _days([pairs[t][1] for t in others])
    outside = (lower.dt.year < _YEAR_MIN) | (upper.dt.year > _YEAR_MAX)
    return pd.DataFrame({"lower": lower.mask(outside), "upper": upper.mask(outside)})


def _days(texts: list[str | None]) -> pd.DatetimeIndex:
    return pd.to_datetime(texts, format=_DAY, errors="coerce").as_unit("s")


def _edtf_bounds(text: str) -> tuple[str | None, str | None]:
    if _ISO_MONTH.fullmatch(text) and "01" <= text[5:] <= "12" and text[:4] > "0000":
        last = pd.Period(text, freq="M").days_in_month
        return f"{text}-01", f"{text}-{last:02d}"
    if _ISO_YEAR.fullmatch(text):
        return f"{text}-01-01", f"{text}-12-31"
    import edtf

    try:
        value = edtf.parse_edtf(text)
        low, high = value.lower_strict(), value.upper_strict()
        if not _YEAR_MIN <= low.tm_year <= high.tm_year <= _YEAR_MAX:
            return None, None
        bounds = [f"{d.tm_year:04d}-{d.tm_mon:02d}-{d.tm_mday:02d}" for d in (low, high)]
    except (edtf.EDTFParseException, ValueError, AttributeError, TypeError, OverflowError):
        return None, None
    return (bounds[0], bounds[1]) if bounds[0] <= bounds[1] else (None, None)


def iso_day(text: object, name: str) -> str:
    """Return a day that was given as an option in ISO form; an empty text means none was given.

    Parameters
    ----------
    text : str
        For example ``2020-11-20``.
    name : str
        What the option is called, for the error.

    Raises
    ------
    UsageError
        If it is no text, or no day between 1500 and 2999.
    """
    if text == "" and isinstance(text, str):
        return ""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or not _YEAR_MIN <= day.year <= _YEAR_MAX:
        told = f'"{text}"' if isinstance(text, str) else repr(text)
        raise UsageError(f"{name}: {told} is no day; write 2020-11-20.")
    return day.isoformat()
