"""Times as people say them: the hours, how exactly they are meant, the day and the clock that are named with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from geomap.clocks.names import LOCAL, UNSAID, Clock, clock_of

__all__ = ["Spoken", "spoken"]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in _MONTHS)
_LENGTH_MAX = 200
_HALF = (
    r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|in the (?:morning|afternoon|evening)\b|at night\b"
    r"|صباحا|مساء|ص\b|م\b)"
)
_HOURS = r"(?:h(?:ou)?rs?\b|h\b)?"
_NOT_IN = r"(?<![\d:.+])(?<!utc-)(?<!gmt-)(?<!utc -)(?<!gmt -)"
"""What no hour stands in: a longer number, another time, an offset."""
_TIME = re.compile(
    rf"{_NOT_IN}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)(?![\d:])\s*{_HOURS}\s*{_HALF}?"
    rf"|{_NOT_IN}(?P<bare>\d{{1,2}})\s*(?:o['’]clock\s*)?{_HALF.replace('half', 'half_of_bare')}"
    rf"|{_NOT_IN}(?P<digits>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:h(?:ou)?rs?\b|h\b|z\b|local\b|utc\b|gmt\b))"
    rf"\s*{_HOURS}"
    r"|\b(?P<noon>noon|midday)\b",
    re.I,
)
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b\.?"
    rf"|(?P<month_first>{_MONTH})\.? (?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?\b)(?:,? (?P<year>\d{{4}})\b)?",
    re.I,
)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?\s?(Z|[+-]\d\d:?\d\d)", re.I)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b,?", re.I)
_SHORTLY = r"(?:(?:shortly|just|some time|not long|a little|a few minutes|soon) )?"
_MANNERS = (
    (
        "about",
        r"about|around|approximately|approx\.?|circa|ca\.|c\.|roughly|nearly|some time around|~|≈|حوالي|نحو|قرابة",
    ),
    ("before", rf"{_SHORTLY}before|by|no later than|until|قبل|قبيل"),
    ("after", rf"{_SHORTLY}after|from|since|بعد|بعيد"),
)
_SPAN = re.compile(r"\s*(?:-|–|—|\bto\b|\bund?til\b|\btill\b|\band\b|ولغاية|الى|إلى)\s*(?:the\s*|الساعة\s*)?")
_SMALL = re.compile(r"\b(?:at|on|in|the|it was|it happened|hours?|hrs|of|is|what was|between)\b|الساعة|عند|يوم")
_LOCAL = re.compile(r"\blocal(?:ly)?(?: time)?\b|بالتوقيت المحلي|(?:ب)?التوقيت المحلي|بتوقيت محلي", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One time as somebody said it.

    Attributes
    ----------
    first : datetime.time
        On the clock that is named; the first of two where a span is said.
    last : datetime.time or None
        The end of a span.
    manner : str
        ``about``, ``before``, ``after``, or nothing where the minute is meant.
    is_whole_hour : bool
        No minutes are said: 4 in the morning.
    day : tuple of int or None
        Year (0 where none is said), month and day that are named with it, on that clock.
    weekday : int or None
        Monday is 0.
    may_be_either_half : bool
        "5:30" may be in the morning or in the afternoon; "05:30" and "17:30" are read as they stand.
    clock : Clock
    also : Spoken or None
        The same time on a second clock, in brackets behind it.
    """

    first: time
    last: time | None = None
    manner: str = ""
    is_whole_hour: bool = False
    day: tuple[int, int, int] | None = None
    weekday: int | None = None
    may_be_either_half: bool = False
    clock: Clock = UNSAID
    also: Spoken | None = None


def spoken(words: str, own: Callable[[str], str] | None = None) -> Spoken | None:
    """Return the time that some words say, or None if they name no hour: an evening has none.

    Parameters
    ----------
    words : str
        ``from 01:45 to 02:15 local time``, ``about 5:30 pm on 7 January in Washington``, ``03:12 (00:12 GMT)``.
    own : callable, optional
        The zone of a place that the case itself names; see `clock_of`.
    """
    text = unicodedata.normalize("NFKC", words[:_LENGTH_MAX]).replace("−", "-").replace("’", "'")
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    if instant := _INSTANT.fullmatch(text.strip()):
        text = f"{instant[2]} {instant[1]} UTC{instant[3].upper().replace('Z', '+0')}"
    outside, bracket, inside = text.partition("(")
    found = _one(outside, own)
    if found is None:
        return None
    inner = inside.partition(")")[0].strip() if bracket else ""
    return _with_bracket(found, inner, own) if inner else found


def _with_bracket(found: Spoken, inner: str, own: Callable[[str], str] | None) -> Spoken:
    """Take what stands in brackets for the same time on a second clock, or for the clock itself."""
    from dataclasses import replace

    also = _one(inner, own)
    if also is not None:
        return replace(found, also=also)
    clock = LOCAL if _LOCAL.fullmatch(inner) else clock_of(inner, own)
    if not clock.choices and not clock.is_local:
        return found
    if found.clock is UNSAID:
        return replace(found, clock=clock)
    if found.clock.is_local and len(clock.choices) == 1:  # local time (UTC+3): both hold, or it is told
        return replace(found, also=Spoken(first=found.first, last=found.last, clock=clock))
    return found


def _one(text: str, own: Callable[[str], str] | None) -> Spoken | None:
    text, day = _day_of(text)
    named = _WEEKDAY.search(text)
    weekday = _WEEKDAYS.index(named[0].strip(",").casefold()) if named else None
    text = _WEEKDAY.sub(" ", text)
    found = list(_TIME.finditer(text))
    if not 1 <= len(found) <= 2:
        return None
    if len(found) == 2 and not _is_span(text, *found):
        return None
    times = [_time_of(match, found[-1]) for match in found]
    if None in times:
        return None
    before, behind = text[: found[0].start()], text[found[-1].end() :]
    if re.search(r"\d\s*(?:-|–|\b(?:to|and|or)\b)\s*$", before):  # 2-3 am: of the first hour no half is said
        return None
    manner, before = _manner_of(before, is_span=len(found) == 2)
    if manner is None:
        return None
    first = times[0]
    assert first is not None
    return Spoken(
        first=first,
        last=times[1] if len(times) == 2 else None,
        manner=manner,
        is_whole_hour=not any(m["minute"] or m["digits"] for m in found),
        day=day,
        weekday=weekday,
        may_be_either_half=_is_half_unsaid(found),
        clock=_clock(before, behind, own) if not _may_be_offset(text, found, times) else Clock(said=found[-1][0]),
    )


def _is_span(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether two times are the ends of one span: "01:45 and 02:15" are two times unless "between" stands before."""
    joint = text[first.end() : last.start()]
    is_and = re.fullmatch(r"\s*and\s*(?:the\s*)?", joint, re.I) is not None
    return _SPAN.fullmatch(joint) is not None and (not is_and or "between" in text[: first.start()].casefold())


def _may_be_offset(text: str, found: list[re.Match[str]], times: list[time | None]) -> bool:
    """Whether "17:30-05:00" may be a time with its offset, and no span over midnight."""
    if len(found) < 2 or text[found[0].end() : found[1].start()] != "-":
        return False
    first, last = times
    return first is not None and last is not None and last < first and last.minute in (0, 30, 45)


def _day_of(text: str) -> tuple[str, tuple[int, int, int] | None]:
    match = _DAY.search(text)
    if match is None:
        return text, None
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    else:
        name = (match["month"] or match["month_first"])[:3].casefold()
        month = [m[:3] for m in _MONTHS].index(name) + 1
        year, day = int(match["year"] or 0), int(match["day"] or match["day_behind"])
    return f"{text[: match.start()]} {text[match.end() :]}", (year, month, day)


def _is_half_unsaid(found: list[re.Match[str]]) -> bool:
    halves = [m["half"] or m["half_of_bare"] or m["noon"] or m["digits"] for m in found]
    return not any(halves) and all(m["hour"] and len(m["hour"]) == 1 and m["hour"] != "0" for m in found)


def _time_of(match: re.Match[str], last: re.Match[str]) -> time | None:
    """Return a time on a clock of 24 hours; of "from 1:30 to 2:15 am" the end says for both which half of the day."""
    if match["noon"]:
        return time(12)
    if match["digits"]:
        return time(int(match["digits"][:2]), int(match["digits"][2:]))
    hour, minute = int(match["hour"] or match["bare"]), int(match["minute"] or 0)
    half = _half(match["half"] or match["half_of_bare"] or last["half"] or last["half_of_bare"] or "")
    if half:
        if not 1 <= hour <= 12:
            return time(hour, minute) if 12 < hour < 24 and half != "am" else None
        is_after_noon = half == "pm" or (half == "night" and 6 <= hour < 12)
        hour = hour % 12 + (12 if is_after_noon else 0)
    return time(hour, minute) if hour < 24 else None


def _half(words: str) -> str:
    folded = words.casefold().replace(".", "").strip()
    if folded in ("am", "in the morning", "صباحا", "ص"):
        return "am"
    return "night" if folded == "at night" else "pm" if folded else ""


def _manner_of(before: str, *, is_span: bool) -> tuple[str | None, str]:
    """Return how exactly a time is meant, and what stands before it without these words."""
    stripped = before.strip()
    for manner, words in _MANNERS:
        match = re.search(rf"(?:^|[\s,])(?:{words})(?:\s+(?:at|the))?$", stripped, re.I)
        if match:
            rest = stripped[: match.start()]
            if is_span:
                return ("" if match[0].strip().casefold() in ("from", "من") else manner), rest
            return manner, rest
    return "", re.sub(r"(?:^|\s)(?:from|between|من)(?:\s+الساعة)?$", "", stripped, flags=re.I)


def _clock(before: str, behind: str, own: Callable[[str], str] | None) -> Clock:
    """Return the clock that the words round a time name; other words that name none are no reason to take one."""
    around = f"{before} {behind}"
    if _LOCAL.search(around):
        return LOCAL
    pieces = [piece for piece in (behind, before, *re.split("[,;]", behind)) if _bare(piece)]
    for piece in pieces:
        clock = clock_of(piece, own)
        if clock.choices:
            return clock
    said = " ".join(dict.fromkeys(_bare(piece) for piece in (before, behind) if _bare(piece)))
    return Clock(said=said) if said else UNSAID


def _bare(text: str) -> str:
    return " ".join(_SMALL.sub(" ", text.casefold()).split()).strip(" ,;.")
