"""Days as people write them: read where they can be read one way, refused where they cannot."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geomap.readers.cells.plain import UNKNOWN, Bad, empty, plain_cells
from geomap.readers.cells.written_days import MIDNIGHT, written_day
from geomap.schema import STRING
from geomap.schema.months import month_of

__all__ = ["Days", "clock_clues", "from_parts", "midnight_clues", "order_clues", "read_days", "widened"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Days:
    """Days of one column.

    Attributes
    ----------
    text : pandas.Series of str
        EDTF; missing where the cell is empty or bad.
    time_local : pandas.Series of str
        The clock time of cells that hold one, HH:MM. Midnight without an offset is none: programs write it for a time
        that is not known.
    instant : pandas.Series of str
        Cells that give an offset: the instant, ISO 8601. The day stays that of the place.
    bad : Bad
    in_utc : pandas.Series of bool
        Cells that end in Z or +00:00: the day on the spot may be another.
    at_midnight : pandas.Series of bool
        Cells that give midnight without an offset.
    """

    text: pd.Series
    time_local: pd.Series
    instant: pd.Series
    bad: Bad
    in_utc: pd.Series
    at_midnight: pd.Series


def read_days(cells: pd.Series, order: str = "", years: pd.Series | None = None) -> Days:
    """Return the days of a column, each cell read only where it can be read one way.

    Parameters
    ----------
    cells : pandas.Series of str
    order : str
        ``dmy`` or ``mdy`` for cells such as 03/04/2020; empty refuses those that both orders allow.
    years : pandas.Series of str, optional
        Years of the rows in a column of their own, for cells that name none or two digits.
    """
    text = plain_cells(cells)
    iso = text.str.fullmatch(r"(?:1[89]|2\d)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
    days, time_local, instant = text.where(iso), empty(text.index), empty(text.index)
    in_utc, at_midnight = (pd.Series(False, index=text.index) for _ in range(2))
    reasons = pd.Series(dtype=object)
    late = iso & text.str.endswith(("29", "30", "31"))
    if late.any():
        real = pd.to_datetime(text[late], format="%Y-%m-%d", errors="coerce").notna()
        wrong = text[late][~real]
        reasons = wrong.map(lambda c: f'"{c}" is a day that no month has')
        days = days.mask(text.index.isin(wrong.index))
    others = text[text.notna() & ~iso]
    if len(others):
        year = years.reindex(others.index).fillna("") if years is not None else [""] * len(others)
        keys = list(zip(others, year, strict=True))
        read = {key: written_day(key[0], order, key[1]) for key in dict.fromkeys(keys)}
        found = pd.Series([read[key] for key in keys], index=others.index, dtype=object)
        days.loc[others.index] = found.map(lambda w: w.edtf or None).astype(STRING)
        instant.loc[others.index] = found.map(lambda w: w.instant or None).astype(STRING)
        clock = found.map(lambda w: w.clock or None).astype(STRING)
        is_midnight = (clock == MIDNIGHT) & instant.loc[others.index].isna()
        time_local.loc[others.index] = clock.mask(is_midnight)
        at_midnight.loc[others.index] = is_midnight
        exact = others[instant.loc[others.index].notna()]
        in_utc.loc[exact.index] = exact.str.upper().str.contains(r"(?:Z|UTC|GMT|\+00:?00)$").astype(bool)
        wrong = found[found.map(lambda w: bool(w.why)).astype(bool)]
        said = pd.Series([f'"{others[row][:60]}" {w.why}' for row, w in wrong.items()], index=wrong.index, dtype=object)
        reasons = pd.concat([reasons, said])
    return Days(
        text=days,
        time_local=time_local,
        instant=instant,
        bad=Bad("bad-date", reasons.astype(object)),
        in_utc=in_utc,
        at_midnight=at_midnight,
    )


def order_clues(cells: pd.Series) -> list[tuple[str, Bad]]:
    """Return the rows whose date can only be day first, and those that can only be month first, each with its clue.

    Parameters
    ----------
    cells : pandas.Series of str
    """
    parts = plain_cells(cells).str.extract(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}").astype("Float64")
    day_first = ((parts[0] > 12) & (parts[1] <= 12)).fillna(False).astype(bool)
    month_first = ((parts[1] > 12) & (parts[0] <= 12)).fillna(False).astype(bool)
    text = "some dates of this column are day first, others month first. Write all as 2020-11-17"
    return [
        (clue, Bad("two-date-orders", pd.Series(text, index=cells.index[rows], dtype=object)))
        for clue, rows in (("day first", day_first), ("month first", month_first))
    ]


def clock_clues(days: Days) -> list[tuple[str, Bad]]:
    """Return the rows whose time is given in UTC, by the time of day.

    Parameters
    ----------
    days : Days
        What was read of a column.
    """
    clock = days.time_local[days.in_utc]
    text = (
        "every time is {} UTC, which is what becomes of local midnight when a program moves it; "
        "each day is then one too early. Export the dates again as plain days"
    )
    return [
        (str(time), Bad("date-moved", pd.Series(text.format(time), index=rows.index, dtype=object)))
        for time, rows in clock.groupby(clock, sort=True)
    ]


def midnight_clues(days: Days) -> list[tuple[str, Bad]]:
    """Return the rows at midnight, and one with another time: beside others, midnight may be a time or stand for none.

    Parameters
    ----------
    days : Days
        What was read of a column.
    """
    text = (
        "is at midnight where other rows of this column have other times. Programs write midnight for a time that is "
        "not known, so it is not shown; where midnight is meant, write it into a column time_local"
    )
    other = days.time_local.index[days.time_local.notna()][:1]
    return [
        (clue, Bad("midnight-not-shown", pd.Series(text, index=rows, dtype=object)))
        for clue, rows in (("midnight", days.at_midnight.index[days.at_midnight]), ("other", other))
    ]


def _part(numbers: pd.Series) -> pd.Series:
    """Return whole numbers of at most four digits; anything else is no part of a date."""
    return numbers.where((numbers % 1 == 0) & (numbers.abs() < 10_000)).astype("Int64")


def from_parts(year: pd.Series, month: pd.Series | None, day: pd.Series | None) -> pd.Series:
    """Return EDTF texts of a year, month and day in columns of their own; 0 or empty is unknown.

    A month may be its name. What is no part of a date stays in the text, and makes it none.

    Examples
    --------
    >>> y, m, d = (pd.Series([t, t], dtype=STRING) for t in ("2001", "5", "0"))
    >>> from_parts(y, m, d).tolist(), from_parts(y, pd.Series(["May", "mai"], dtype=STRING), d).tolist()
    (['2001-05', '2001-05'], ['2001-05', '2001-05'])
    """
    if month is not None:
        month = plain_cells(month)
        names = {cell: number for cell in month.dropna().unique() if (number := month_of(cell)) is not None}
        month = month.replace({cell: str(number) for cell, number in names.items()})
    cells = {
        name: plain_cells(part) for name, part in (("year", year), ("month", month), ("day", day)) if part is not None
    }
    known = {name: _part(pd.to_numeric(part, errors="coerce")) for name, part in cells.items()}
    text = known["year"].astype(STRING).where(known["year"] > 0)
    is_whole = text.str.len() >= 4
    for name in ("month", "day"):
        part = known.get(name)
        if part is None:
            break
        is_there = (part > 0).fillna(False).astype(bool) & is_whole
        is_odd = cells[name].notna() & part.isna() & is_whole & ~cells[name].str.lower().isin(UNKNOWN)
        text = text.where(~is_there, text + "-" + part.astype(STRING).str.zfill(2))
        text = text.where(~is_odd, text + "-" + cells[name])
        is_whole = is_there | is_odd
    return text.astype(STRING)


def widened(days: pd.DataFrame, prec: pd.Series) -> pd.DataFrame:
    """Return bounds that are as wide as the code of their precision says, where one day stands for more.

    Parameters
    ----------
    days : pandas.DataFrame
        ``lower`` and ``upper``.
    prec : pandas.Series of Int64
        1 day, 2 up to six days, 3 a week, 4 a month, 5 a year.
    """
    one_day = days["lower"].notna() & (days["lower"] == days["upper"])
    lower, upper = days["lower"].copy(), days["upper"].copy()
    for code, around in ((2, 5), (3, 6)):
        hit = one_day & prec.eq(code).fillna(False).astype(bool)
        lower = lower.mask(hit, lower - pd.Timedelta(days=around))
        upper = upper.mask(hit, upper + pd.Timedelta(days=around))
    for code, freq in ((4, "M"), (5, "Y")):
        hit = one_day & prec.eq(code).fillna(False).astype(bool)
        if hit.any():
            period = days["lower"][hit].dt.to_period(freq)
            lower.loc[hit] = period.dt.start_time.astype("datetime64[s]")
            upper.loc[hit] = period.dt.end_time.dt.normalize().astype("datetime64[s]")
    return pd.DataFrame({"lower": lower.astype("datetime64[s]"), "upper": upper.astype("datetime64[s]")})
