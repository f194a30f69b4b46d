"""A time that was said on one clock, on the clock of the place: the day goes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from geomap.clocks.names import Clock
from geomap.clocks.spoken import Spoken
from geomap.clocks.zones import zone

__all__ = ["Unsettled", "WorkedOut", "at_place"]

_A_DAY = timedelta(days=1)
_DAYS_MAX = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """The same time at the place.

    Attributes
    ----------
    first : datetime.datetime
        With the offset of the place. Where no one day is known it is that of the first possible one.
    last : datetime.datetime or None
        The end of a span.
    day_shift : int
        By how many days the calendar at the place is ahead of the one that was spoken of: -1, 0 or 1.
    is_day_known : bool
        Whether the day is one, or only how far the two calendars lie apart.
    is_other_clock : bool
        Whether the clock that was spoken of and that of the place show different times.
    is_exact : bool
        Whether the minute is meant: then the instant may be written down.
    """

    first: datetime
    last: datetime | None
    day_shift: int
    is_day_known: bool
    is_other_clock: bool
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why nothing is worked out: a code, and the clocks that the words may mean.

    Codes are ``half`` (of the day), ``unknown``, ``several``, ``season``, ``gap``, ``twice``, ``dates`` (no day known
    on which the clocks differ alike), ``other_day`` (the day that is said and the day of the event do not meet) and
    ``two_clocks`` (the time in brackets is another).
    """

    code: str
    choices: tuple[str, ...] = ()


def at_place(said: Spoken, zone_name: str, days: tuple[date, date] | None) -> WorkedOut | Unsettled | None:
    """Return a time on the clock of the place.

    Parameters
    ----------
    said : Spoken
    zone_name : str
        IANA name of the zone of the place.
    days : tuple of datetime.date, optional
        First and last civil day of the event at the place; None if no day is known.

    Returns
    -------
    WorkedOut, Unsettled or None
        None where the place has no zone.
    """
    here = zone(zone_name)
    if here is None:
        return None
    if said.may_be_either_half:
        return Unsettled("half")
    there = here if said.clock.is_local else _one_clock(said.clock, days)
    if isinstance(there, Unsettled):
        return there
    found = _candidates(said, there, here, days)
    if isinstance(found, Unsettled):
        return found
    first = found[0]
    made = WorkedOut(
        first=first.astimezone(here),
        last=_end_of(said, first, here),
        day_shift=(first.astimezone(here).date() - first.date()).days,
        is_day_known=len(found) == 1,
        is_other_clock=first.utcoffset() != first.astimezone(here).utcoffset(),
        is_exact=len(found) == 1 and not said.manner and not said.is_whole_hour,
    )
    return _agreed(said, made, zone_name, days)


def _agreed(said: Spoken, made: WorkedOut, zone_name: str, days: tuple[date, date] | None) -> WorkedOut | Unsettled:
    """Return what was worked out unless the second clock in brackets says another time."""
    if said.also is None:
        return made
    other = at_place(said.also, zone_name, days)
    if isinstance(other, WorkedOut) and other.first.time() != made.first.time():
        return Unsettled("two_clocks")
    return made


def _one_clock(clock: Clock, days: tuple[date, date] | None) -> tzinfo | Unsettled:
    """Return the clock that words name, or why it cannot be told."""
    if not clock.choices:
        return Unsettled("unknown")
    if len(clock.choices) > 1:
        return _alike(clock, days)
    found = clock.zone
    if found is None:
        return Unsettled("unknown")
    if clock.kept_in and days is not None and not _is_kept(found, clock.kept_in, days):
        return Unsettled("season", (clock.choices[0], clock.kept_in))
    return found


def _alike(clock: Clock, days: tuple[date, date] | None) -> tzinfo | Unsettled:
    """Return any of several clocks if all of them show the same time on these days."""
    zones = [c.zone for choice in clock.choices if (c := replace(clock, choices=(choice,))).zone is not None]
    if days is None or (days[1] - days[0]).days > _DAYS_MAX:
        return Unsettled("several", clock.choices)
    noons = [_noon(days[0]) + _A_DAY * n for n in range(-1, (days[1] - days[0]).days + 2)]
    is_one = all(len({noon.replace(tzinfo=z).utcoffset() for z in zones}) == 1 for noon in noons)
    first = zones[0] if is_one else None
    return first if first is not None else Unsettled("several", clock.choices)


def _is_kept(offset: tzinfo, kept_in: str, days: tuple[date, date]) -> bool:
    there = zone(kept_in)
    noons = [_noon(day) for day in days]
    return any(noon.replace(tzinfo=there).utcoffset() == noon.replace(tzinfo=offset).utcoffset() for noon in noons)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _candidates(
    said: Spoken, there: tzinfo, here: tzinfo, days: tuple[date, date] | None
) -> list[datetime] | Unsettled:
    """Return the instants that can be meant, on the clock that was spoken of: one, or several that differ by days."""
    possible = _possible_days(said, days)
    if not possible:
        return Unsettled("dates")
    found, doubts = [], []
    for day in possible:
        at = datetime.combine(day, said.first, tzinfo=there)
        is_in = days is None or days[0] <= at.astimezone(here).date() <= days[1]
        last = _end_of(said, at, here)
        is_in |= days is not None and last is not None and days[0] <= last.date() <= days[1]
        if is_in:
            found.append(at)
            doubts.append(_doubt(at))
    if not found:
        return Unsettled("other_day")
    if any(doubts):
        return Unsettled(next(doubt for doubt in doubts if doubt))
    if len({(at.utcoffset(), at.astimezone(here).utcoffset()) for at in found}) > 1:
        return Unsettled("dates")
    return found


def _possible_days(said: Spoken, days: tuple[date, date] | None) -> list[date]:
    if said.day is not None:
        year, month, day = said.day
        years = [year] if year else sorted({d.year + n for d in days or () for n in (-1, 0, 1)})
        found = [made for y in years if (made := _day(y, month, day)) is not None]
        if days is not None and not year:
            found = [d for d in found if days[0] - _A_DAY <= d <= days[1] + _A_DAY] or found[:1]
        return found
    if days is None or (days[1] - days[0]).days > _DAYS_MAX:
        return []
    around = [days[0] + _A_DAY * n for n in range(-1, (days[1] - days[0]).days + 2)]
    return [day for day in around if said.weekday in (None, day.weekday())]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _doubt(at: datetime) -> str:
    """Return whether a clock shows a time twice, or leaves it out, on the day on which it is set back or forward."""
    other = at.replace(fold=1)
    if at.utcoffset() == other.utcoffset():
        return ""
    back = at.astimezone(UTC).astimezone(at.tzinfo)
    return "twice" if back.replace(tzinfo=None) == at.replace(tzinfo=None) else "gap"


def _end_of(said: Spoken, first: datetime, here: tzinfo) -> datetime | None:
    """Return the end of a span at the place: after midnight where it would lie before its beginning."""
    if said.last is None:
        return None
    day = first.date() if said.last >= said.first else first.date() + _A_DAY
    return datetime.combine(day, said.last, tzinfo=first.tzinfo).astimezone(here)
