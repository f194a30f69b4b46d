"""When something was said: a day (EDTF), or a day and an hour with its offset, which is one instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pandas as pd

from geomap.schema.dates import day_bounds, why_no_date

__all__ = ["instant_of", "said_bounds", "said_order", "why_not_said"]

_HOUR = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})")
_LOOKS_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]+\d{1,2}(?:[:.]\d{2})?.*|[T ].*\d.*)")
_MOST_OFFSET = timedelta(hours=14)

_NO_OFFSET = (
    "holds an hour that is no instant: write it with the offset of its clock (2020-11-17T13:00+03:00), in UTC "
    "(2020-11-17T10:00Z), or the day alone (2020-11-17)"
)


def instant_of(text: str) -> datetime | None:
    """Return the instant that a text with an hour and an offset names, on its own clock; None of every other text.

    Examples
    --------
    >>> instant_of("2022-04-08T13:00+03:00").isoformat(), instant_of("2022-04-08T13:00"), instant_of("2022-04-08")
    ('2022-04-08T13:00:00+03:00', None, None)
    """
    if _HOUR.fullmatch(text) is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        offset = found.utcoffset()
        found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if offset is not None and abs(offset) <= _MOST_OFFSET else None


def said_bounds(texts: pd.Series) -> pd.DataFrame:
    """Return the first and last civil day on which something may have been said; that of an instant is on its clock.

    Parameters
    ----------
    texts : pandas.Series of str
        EDTF, or ``2022-04-08T13:00+03:00``. Missing stays missing.

    Returns
    -------
    pandas.DataFrame
        As `day_bounds` gives it; NaT where `why_not_said` says why.
    """
    days = texts.map(lambda text: text[:10] if instant_of(str(text)) else text, na_action="ignore")
    return day_bounds(days.astype(texts.dtype))


def why_not_said(text: str) -> str:
    """Return why a text does not say when something was said, and the form that works; empty if it does."""
    if instant_of(text):
        return why_no_date(text[:10])
    return _NO_OFFSET if _LOOKS_TIMED.fullmatch(text) else why_no_date(text)


def said_order(text: str) -> str:
    """Return what puts texts in the order in which they were said, as text; the empty one is last.

    An hour counts as the instant that it is, whatever its clock; a day, month or year counts as its end, for only then
    it is certain that it had been said.

    Examples
    --------
    >>> sorted(["2022-04-08", "2022-04-08T09:30Z", "2022-04-08T12:00+03:00", "", "2022-04"], key=said_order)
    ['2022-04-08T12:00+03:00', '2022-04-08T09:30Z', '2022-04-08', '2022-04', '']
    """
    instant = instant_of(text)
    if instant is not None:
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    last = day_bounds(pd.Series([text or None], dtype="str"))["upper"].iloc[0]
    return "9999" if pd.isna(last) else f"{last:%Y-%m-%d}T99"
