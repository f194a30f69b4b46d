"""Days as people write them: read where they can be read one way, refused where they cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geomap.readers.cells.plain import Bad, empty, plain_cells
from geomap.schema import STRING, day_bounds

__all__ = ["Days", "clock_clues", "from_parts", "order_clues", "read_days", "widened"]

_YEAR_MIN, _YEAR_MAX = 1800, 2999
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan يناير كانون_الثاني",
            "february feb فبراير شباط",
            "march mar مارس آذار",
            "april apr أبريل نيسان",
            "may مايو أيار",
            "june jun يونيو حزيران",
            "july jul يوليو تموز",
            "august aug أغسطس آب",
            "september sep sept سبتمبر أيلول",
            "october oct أكتوبر تشرين_الأول",
            "november nov نوفمبر تشرين_الثاني",
            "december dec ديسمبر كانون_الأول",
        ),
        start=1,
    )
    for name in names.replace("_", " ").split(" ")
    if name not in ("كانون", "تشرين", "الثاني", "الأول")
} | {"كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}
_INSTANT = re.compile(
    r"^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.I
)
_YEAR_FIRST = re.compile(
    r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$|^(\d{4})(\d{2})(\d{2})(?:\.0)?$|^(\d{4})-(\d{1,2})-(\d{1,2})$"
)
_THREE = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_CLOCK = re.compile(r"^(.*[^\s,]),?[ T]+(\d|[01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?$")
_CLOCKED_MAX = 60
_SHORT = re.compile(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}$|^\d{1,2}[ \-][^\W\d_]+[ \-]\d{2}$")
_WORD = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.)?[ \-]([^\W\d_.]+(?: [^\W\d_.]+)?)\.?,?[ \-](\d{4})$", re.I)
_WORD_FIRST = re.compile(r"^([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$", re.I)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Days:
    """Days of one column.

    Attributes
    ----------
    text : pandas.Series of str
        EDTF; missing where the cell is empty or bad.
    time_local : pandas.Series of str
        The clock time of cells that hold one, as written.
    instant : pandas.Series of str
        Cells that give an offset: the instant, ISO 8601. The day stays that of the place.
    bad : Bad
    in_utc : pandas.Series of bool
        Cells that end in Z or +00:00: the day on the spot may be another.
    """

    text: pd.Series
    time_local: pd.Series
    instant: pd.Series
    bad: Bad
    in_utc: pd.Series


def read_days(cells: pd.Series, order: str = "") -> Days:
    """Return the days of a column, each cell read only where it can be read one way.

    Parameters
    ----------
    cells : pandas.Series of str
    order : str
        ``dmy`` or ``mdy`` for cells such as 03/04/2020; empty refuses those that both orders allow.
    """
    text = plain_cells(cells)
    iso = text.str.fullmatch(r"(?:1[89]|2\d)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])").fillna(False).astype(bool)
    days, time_local, instant = text.where(iso), empty(text.index), empty(text.index)
    in_utc = pd.Series(False, index=text.index)
    reasons = pd.Series(dtype=object)
    late = iso & text.str.slice(8, 10).isin(["29", "30", "31"])
    if late.any():
        real = pd.to_datetime(text[late], format="%Y-%m-%d", errors="coerce").notna()
        wrong = text[late][~real]
        reasons = wrong.map(lambda c: f'"{c}" is a day that no month has')
        days = days.mask(text.index.isin(wrong.index))
    others = text[text.notna() & ~iso]
    if len(others):
        read = {cell: _day(cell, order) for cell in others.unique()}
        loose = [cell for cell, (kind, *_) in read.items() if kind == "edtf"]
        read |= _edtf(loose)
        kinds = others.map(lambda c: read[c][0])
        good = others[kinds != "bad"]
        days.loc[good.index] = good.map(lambda c: read[c][1]).astype(STRING)
        timed = others[kinds.isin(["time", "instant"])]
        time_local.loc[timed.index] = timed.map(lambda c: read[c][2]).astype(STRING)
        exact = others[kinds == "instant"]
        instant.loc[exact.index] = exact.map(lambda c: read[c][3]).astype(STRING)
        in_utc.loc[exact.index] = exact.str.upper().str.contains(r"(?:Z|\+00:?00)$").astype(bool)
        reasons = pd.concat([reasons, others[kinds == "bad"].map(lambda c: f'"{c[:60]}" {read[c][1]}')])
    return Days(
        text=days, time_local=time_local, instant=instant, bad=Bad("bad-date", reasons.astype(object)), in_utc=in_utc
    )


def _day(cell: str, order: str) -> tuple[str, ...]:
    """Return ("day", EDTF), ("time", EDTF, clock), ("instant", EDTF, clock, ISO), ("edtf",) or ("bad", reason)."""
    found = _INSTANT.match(cell)
    if found:
        return _instant(found)
    clocked = _CLOCK.match(cell) if len(cell) <= _CLOCKED_MAX else None
    if clocked:
        read, clock = _day(clocked[1], order), f"{clocked[2].zfill(2)}:{clocked[3]}"
        if read[0] in ("day", "bad"):
            return ("time", read[1], clock) if read[0] == "day" and clock != "00:00" else read
    found = _YEAR_FIRST.match(cell)
    if found:
        year, month, day = (int(g) for g in found.groups() if g)
        return _whole(year, month, day)
    found = _THREE.match(cell)
    if found:
        return _three(int(found[1]), int(found[2]), int(found[3]), order)
    for pattern, (at_day, at_month) in ((_WORD, (1, 2)), (_WORD_FIRST, (2, 1))):
        found = pattern.match(cell)
        if found and found[at_month].lower() in _MONTHS:
            return _whole(int(found[3]), _MONTHS[found[at_month].lower()], int(found[at_day]))
    if _SHORT.match(cell):
        return "bad", "has a year of two digits: write four, 2020-11-17"
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        guess = (date(1899, 12, 30) + timedelta(days=int(float(cell)))).isoformat()
        return (
            "bad",
            f"is no date. Is it an Excel serial number ({guess})? Format the column as a date, or write it out",
        )
    if re.fullmatch(r"\d{9,13}", cell):
        return "bad", "is no date but looks like a computer's clock time: write 2020-11-17"
    return ("edtf",)


def _instant(found: re.Match[str]) -> tuple[str, ...]:
    year, month, day, hour, minute, second, offset = found.groups()
    made = _whole(int(year), int(month), int(day))
    if made[0] == "bad" or int(hour) > 23 or int(minute) > 59:
        return made if made[0] == "bad" else ("bad", "is no time of a day")
    clock = f"{hour}:{minute}"
    if not offset:
        return made if clock == "00:00" else ("time", made[1], clock)
    zone = "Z" if offset.upper() == "Z" else f"{offset[:3]}:{offset[-2:]}"
    return "instant", made[1], clock, f"{made[1]}T{clock}:{second or '00'}{zone}"


def _three(first: int, second: int, year: int, order: str) -> tuple[str, ...]:
    if order in ("dmy", "mdy"):
        return _whole(year, second, first) if order == "dmy" else _whole(year, first, second)
    if first > 12 >= second or first == second:
        return _whole(year, second, first)
    if second > 12 >= first:
        return _whole(year, first, second)
    if first > 12:
        return "bad", "is no day of any month"
    readings = " or ".join(f"{year}-{m:02d}-{d:02d}" for d, m in ((first, second), (second, first)))
    return "bad", f"can be {readings}. Say which with --date-order dmy or mdy, or write the year first"


def _whole(year: int, month: int, day: int) -> tuple[str, ...]:
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        hint = ". Is it a Hijri date? Write the Gregorian one" if 1300 <= year <= 1500 else ""
        return "bad", f"has a year that cannot be meant ({year}){hint}"
    try:
        return "day", date(year, month, day).isoformat()
    except ValueError:
        return "bad", "is a day that no month has" if month <= 12 else "is no date: write 2020-11-17"


def _edtf(cells: list[str]) -> dict[str, tuple[str, ...]]:
    """Read what is no plain date as EDTF: 2020-11, 2020, 2020-10-01/2020-10-15, 2020-11-17?."""
    if not cells:
        return {}
    bounds = day_bounds(pd.Series(cells, index=cells, dtype=STRING))
    good = bounds["lower"].notna() & (bounds["lower"].dt.year >= _YEAR_MIN)
    reason = "is no date: write 2020-11-17, 2020-11 or 2020; an unknown date is an empty cell"
    return {cell: ("day", cell) if good[cell] else ("bad", reason) for cell in cells}


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


def _part(numbers: pd.Series) -> pd.Series:
    """Return whole numbers of at most four digits; anything else is no part of a date."""
    return numbers.where((numbers % 1 == 0) & (numbers.abs() < 10_000)).astype("Int64")


def from_parts(year: pd.Series, month: pd.Series | None, day: pd.Series | None) -> pd.Series:
    """Return EDTF texts of a year, month and day in columns of their own; 0 or empty is unknown.

    Examples
    --------
    >>> y, m, d = (pd.Series([t], dtype=STRING) for t in ("2001", "5", "0"))
    >>> from_parts(y, m, d).tolist()
    ['2001-05']
    """
    known = {
        name: _part(pd.to_numeric(plain_cells(cells), errors="coerce"))
        for name, cells in (("year", year), ("month", month), ("day", day))
        if cells is not None
    }
    text = known["year"].astype(STRING).where(known["year"] > 0)
    for name in ("month", "day"):
        part = known.get(name)
        if part is None:
            break
        is_there = part.fillna(0).gt(0) & (text.str.len() >= (4 if name == "month" else 7)).fillna(False).astype(bool)
        text = text.where(~is_there, text + "-" + part.astype(STRING).str.zfill(2))
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
