"""One cell of a column of dates: read where it can be read one way, else refused with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from geomap.schema import why_no_date
from geomap.schema.months import month_of

__all__ = ["MIDNIGHT", "Written", "written_day"]

MIDNIGHT = "00:00"
_YEAR_MIN, _YEAR_MAX = 1800, 2999
_LONG = 80
_INSTANT = re.compile(
    r"(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.I
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_FIRST = re.compile(
    r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$|^(\d{4})(\d{2})(\d{2})(?:\.0)?$|^(\d{4})-(\d{1,2})-(\d{1,2})$"
)
_THREE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_THREE_SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
_CLOCK = re.compile(
    r"(.*?[^\s,]),?(?:\s+|T)(?:at\s+)?(\d{1,2})(?::(\d{2}))?(?::\d{2}(?:\.\d+)?)?(?:\s*([ap])\.?\s?m\.?)?", re.I
)
_LIKE_A_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[A-Za-z.]{1,4})?|\b\d{1,2}\s*[ap]\.?m\b", re.I)
_DASH = re.compile(r"\s*[‐‑‒–—−]\s*|\s+-\s+|\s+(?:to|until|till|through|إلى|الى|حتى)\s+", re.I)
_FROM = re.compile(r"(?:from|من)\s+(?=\S.*\s)", re.I)
_BOTH = re.compile(r"(?:between|بين)\s+(\S.*?)\s+(?:and\s+|و\s*)(\S.*)", re.I)
_NIGHT = re.compile(
    r"(?:in\s+|on\s+)?(?:the\s+)?(?:overnight|(?:night|evening)(?:\s+of|\s+from|\s+between)?)\s+(?:the\s+)?", re.I
)
_FILLING = re.compile(r"(?<=[\s\d])(?:de|del|of)\s+", re.I)
_END = re.compile(r"(?<=\d)\s*(?:г\.?|р\.?|года|року)$")

_DAY_NUMBER = r"(\d{1,2})(?:st|nd|rd|th|er|\.)?"
_NAME = r"([^\W\d_.]+(?: [^\W\d_.]+)?)\.?"
_YEAR = r"(?:,?[ \-](\d{4}|\d{2}))?"
_DAY_NAME = re.compile(rf"{_DAY_NUMBER}[ \-]{_NAME}{_YEAR}", re.I)
_NAME_DAY = re.compile(rf"{_NAME}[ \-]{_DAY_NUMBER}{_YEAR}", re.I)
_DAY_YEAR = re.compile(rf"{_DAY_NUMBER}{_YEAR}", re.I)
_NAME_YEAR = re.compile(rf"{_NAME},?[ \-](\d{{4}})", re.I)
_NAME_SHORT = re.compile(rf"{_NAME}(?:-|\s*['’])(\d{{2}})", re.I)
_DAYS_NAME = re.compile(rf"{_DAY_NUMBER}[-/]{_DAY_NUMBER}[ \-]{_NAME}{_YEAR}", re.I)
_NAME_DAYS = re.compile(rf"{_NAME}[ \-]{_DAY_NUMBER}[-/]{_DAY_NUMBER}{_YEAR}", re.I)
_DAYS_NUMBER = re.compile(r"(\d{1,2})\.?-(\d{1,2})[./](\d{1,2})[./](\d{4})")

_NO_YEAR = "names no year: write one into the cell (13-14 April 2024), or give the table a column year"
_SHORT_YEAR = "has a year of two digits: write four, 2020-11-17, or give the table a column year"
_NO_CLOCK = "is no time of a day: a day has 0:00 to 23:59, or 12:00 AM to 11:59 PM"
_NO_DAY = "is a day that no month has"
_NO_DATE = "is no date: write 2020-11-17, 2020-11"


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell says.

    Attributes
    ----------
    edtf : str
        The day or span; empty if the cell is refused.
    clock : str
        Its time of day, HH:MM; empty where there is none.
    instant : str
        The instant, ISO 8601, where the cell gives an offset.
    why : str
        Why it is refused.
    """

    edtf: str = ""
    clock: str = ""
    instant: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Parts:
    """A day of which the year may stand elsewhere."""

    day: int
    month: int
    year: str = ""


def written_day(cell: str, order: str = "", year: str = "") -> Written:
    """Return what a cell says, or why it is refused.

    Parameters
    ----------
    cell : str
        Without outer spaces and invisible characters.
    order : str
        ``dmy`` or ``mdy`` for 03/04/2020; empty refuses what both orders allow.
    year : str
        Year of the row where it has one in a column of its own; it completes a day that names none, or two digits.
    """
    found = _INSTANT.fullmatch(cell)
    if found:
        return _instant(found)
    return _number(cell, order, year) or _named(cell, order, year) or _timed(cell, order, year) or _edtf(cell)


def _number(cell: str, order: str, year: str) -> Written | None:
    """Read a day of numbers alone."""
    found = _YEAR_FIRST.match(cell)
    if found:
        return _whole(*(int(g) for g in found.groups() if g))
    found = _THREE.fullmatch(cell)
    if found:
        return _three(int(found[1]), int(found[2]), int(found[3]), order)
    found = _THREE_SHORT.fullmatch(cell)
    if found:
        whole = _completed(found[3], year)
        return _three(int(found[1]), int(found[2]), int(whole), order) if whole else Written(why=_SHORT_YEAR)
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        guess = (date(1899, 12, 30) + timedelta(days=int(float(cell)))).isoformat()
        return Written(
            why=f"is no date. Is it an Excel serial number ({guess})? Format the column as a date, or write it out"
        )
    if re.fullmatch(r"\d{9,13}", cell):
        return Written(why="is no date but looks like a computer's clock time: write 2020-11-17")
    return None


def _named(cell: str, order: str, year: str) -> Written | None:
    """Read a day or a span of days, with or without the name of a month; None if it is neither."""
    if len(cell) > _LONG:
        return None
    is_night = _NIGHT.match(cell)
    text = _END.sub("", _FILLING.sub("", cell[is_night.end() :] if is_night else cell)).strip()
    spans = _ends(text)
    if len(spans) == 2:
        read = _between(spans[0].strip(), spans[1].strip(), order, year)
        if read is not None:
            return read
    text = "-".join(part.strip() for part in spans)
    read = _days_of_a_month(text, year)
    if read is not None:
        return read
    parts = _parts(text)
    if parts is None:
        return _month(text)
    one = _with_year(parts, year)
    if is_night and one.edtf:  # the night after a day ends on the next one
        return Written(edtf=f"{one.edtf}/{date.fromisoformat(one.edtf) + timedelta(days=1)}")
    return one


def _ends(text: str) -> list[str]:
    """Return the two ends of a span, "from A to B" or "between A and B"; a text that is none in one piece."""
    both = _BOTH.fullmatch(text)
    if both:
        return [both[1], both[2]]
    begins = _FROM.match(text)
    ends = _DASH.split(text[begins.end() :] if begins else text)
    return ends if len(ends) == 2 or not begins else [text]


def _days_of_a_month(text: str, year: str) -> Written | None:
    """Read 9-10 October 2023, October 9-10, 2023 and 13-14.04.2024."""
    found = _DAYS_NUMBER.fullmatch(text)
    if found:
        return _span(_whole(int(found[4]), int(found[3]), int(found[1])), _whole(*(int(found[n]) for n in (4, 3, 2))))
    for pattern, (first, last, name) in ((_DAYS_NAME, (1, 2, 3)), (_NAME_DAYS, (2, 3, 1))):
        found = pattern.fullmatch(text)
        month = month_of(found[name]) if found else None
        if found and month is not None:
            days = (_Parts(int(found[n]), month, found[4] or "") for n in (first, last))
            return _span(*(_with_year(day, year) for day in days))
    return None


def _between(first: str, last: str, order: str, year: str) -> Written | None:
    """Read a span of two days; what the first does not say stands in the last. None if they are no two days."""
    ends = _parts(last)
    if ends is not None:
        begins = _parts(first)
        if begins is None and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|\.)?", first):
            begins = _Parts(int(re.sub(r"\D", "", first)), ends.month)
        if begins is None:
            return None
        ended = _with_year(ends, year)
        before = begins.month > ends.month and not begins.year
        inherited = begins.year or (str(int(ended.edtf[:4]) - before) if ended.edtf else "")
        return _span(_with_year(_Parts(begins.day, begins.month, inherited), year), ended)
    begins, found = _parts(first), _DAY_YEAR.fullmatch(last)
    if begins is not None and found:  # October 9 - 10, 2023
        until = _Parts(int(found[1]), begins.month, found[2] or begins.year)
        begins = begins if begins.year else _Parts(begins.day, begins.month, until.year)
        return _span(_with_year(begins, year), _with_year(until, year))
    start, end = (_number(one, order, year) or _month(one) or _whole_month(one) for one in (first, last))
    begun = month_of(first)
    if end is not None and end.edtf and begun is not None:  # October to December 2020
        start = Written(edtf=f"{int(end.edtf[:4]) - (begun > int(end.edtf[5:7]))}-{begun:02d}")
    return None if start is None or end is None else _span(start, end)


def _whole_month(text: str) -> Written | None:
    """Read 2020-10; which is a month only where it stands at an end of a span."""
    return Written(edtf=text) if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text) else None


def _parts(text: str) -> _Parts | None:
    """Take a day with the name of its month apart; None if it is none."""
    for pattern, (day, name) in ((_DAY_NAME, (1, 2)), (_NAME_DAY, (2, 1))):
        found = pattern.fullmatch(text)
        month = month_of(found[name]) if found else None
        if found and month is not None and not (pattern is _NAME_DAY and _NAME_SHORT.fullmatch(text)):
            return _Parts(int(found[day]), month, found[3] or "")
    return None


def _month(text: str) -> Written | None:
    """Read October 2023; Apr-24 may be a month or a day."""
    found = _NAME_YEAR.fullmatch(text)
    if found and month_of(found[1]) is not None:
        return _edtf(f"{found[2]}-{month_of(found[1]):02d}")
    found = _NAME_SHORT.fullmatch(text)
    if found and month_of(found[1]) is not None:
        return Written(why="can be a day of that month or the month of that year: write 2024-04-24 or 2024-04")
    return None


def _with_year(parts: _Parts, year: str) -> Written:
    whole = parts.year if len(parts.year) == 4 else _completed(parts.year, year)
    if not whole:
        return Written(why=_SHORT_YEAR if parts.year else _NO_YEAR)
    return _whole(int(whole), parts.month, parts.day)


def _completed(short: str, year: str) -> str:
    """Return the year of the row if it is the one that two digits, or none, stand for."""
    return year if len(year) == 4 and year.endswith(short) else ""


def _span(first: Written, last: Written) -> Written:
    for end in (first, last):
        if end.why:
            return end
    return first if first.edtf == last.edtf else _edtf(f"{first.edtf}/{last.edtf}")


def _timed(cell: str, order: str, year: str) -> Written | None:
    """Read a day with a time of day; None if there is no such time."""
    found = _CLOCK.fullmatch(cell) if len(cell) <= _LONG else None
    if found is None or (found[3] is None and found[4] is None):
        return _unread_clock(cell)
    day = _number(found[1], order, year) or _named(found[1], order, year) or _edtf(found[1])
    if not _ISO_DAY.fullmatch(day.edtf):
        return day if day.why and not day.why.startswith(_NO_DATE) else _unread_clock(cell)
    clock = _clock(int(found[2]), int(found[3] or 0), (found[4] or "").lower())
    return Written(edtf=day.edtf, clock=clock) if clock else Written(why=_NO_CLOCK)


def _unread_clock(cell: str) -> Written | None:
    found = _LIKE_A_CLOCK.search(cell)
    if found is None:
        return None
    return Written(
        why=f'holds a time of day ("{found[0].strip()}") that is not read beside a day: write 2020-11-17 13:45'
    )


def _clock(hour: int, minute: int, half: str) -> str:
    """Return a time of day as HH:MM, or nothing if no day has it; ``half`` is a or p on a clock of twelve hours."""
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return ""
    whole = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{whole:02d}:{minute:02d}"


def _instant(found: re.Match[str]) -> Written:
    year, month, day, hour, minute, second, offset = found.groups("")
    made = _whole(int(year), int(month), int(day))
    seconds = second or "00"
    clock = _clock(int(hour), int(minute), "") if int(seconds) < 60 else ""
    zone = _zone(offset)
    if made.why or not clock or not zone:
        return made if made.why else Written(why=_NO_CLOCK)
    return Written(edtf=made.edtf, clock=clock, instant=f"{made.edtf}T{clock}:{seconds}{zone}" if offset else "")


def _zone(offset: str) -> str:
    """Return what stands for an offset in ISO 8601, Z or +03:00; nothing if no clock is so far from UTC."""
    if not re.search(r"\d", offset):
        return "Z"
    apart = _clock(int(offset[1:3]), int(offset[-2:]), "")
    return f"{offset[0]}{apart}" if apart else ""


def _three(first: int, second: int, year: int, order: str) -> Written:
    if order in ("dmy", "mdy"):
        return _whole(year, second, first) if order == "dmy" else _whole(year, first, second)
    if first > 12 >= second or first == second:
        return _whole(year, second, first)
    if second > 12 >= first:
        return _whole(year, first, second)
    if first > 12:
        return Written(why="is no day of any month")
    readings = " or ".join(f"{year}-{m:02d}-{d:02d}" for d, m in ((first, second), (second, first)))
    return Written(why=f"can be {readings}. Say which with --date-order dmy or mdy, or write the year first")


def _whole(year: int, month: int, day: int) -> Written:
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        hint = ". Is it a Hijri date? Write the Gregorian one" if 1300 <= year <= 1500 else ""
        return Written(why=f"has a year that cannot be meant ({year}){hint}")
    try:
        return Written(edtf=date(year, month, day).isoformat())
    except ValueError:
        return Written(why=_NO_DAY if 1 <= month <= 12 else "is no date: write 2020-11-17")


def _edtf(cell: str) -> Written:
    """Read what is no plain date as EDTF: 2020-11, 2020, 2020-10-01/2020-10-15, 2020-11-17?."""
    why = why_no_date(cell)
    if not why and int(re.sub(r"\D", "", cell.replace("X", "0"))[:4]) < _YEAR_MIN:
        why = "has a year that cannot be meant"
    return Written(why=why) if why else Written(edtf=cell)
