"""Times on the clock of the place: what was said on another one has the local time in brackets behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap.clocks import Spoken, WorkedOut, alike_on, at_place, city, spoken, zone, zones_of_country
from geomap.schema import instant_of

if TYPE_CHECKING:
    from geomap.scene.reading import Reading

__all__ = ["claim_words", "is_local_time", "said_at", "time_words"]

_PARTS = re.compile(r"([;؛]\s+)")


def time_words(reading: Reading, event: Mapping[str, Any]) -> str:
    """Return the time of an event as it was said, each part on another clock with the local time behind it."""
    words = reading.say(event, "time_local")
    zone_name = _zone_of(reading, event) if words else ""
    if not zone_name:
        return words
    return "".join(_with_local(reading, part, part, event, zone_name) for part in _PARTS.split(words))


def is_local_time(reading: Reading, event: Mapping[str, Any]) -> bool:
    """Whether an event has a time, and any part of it is on the clock of the place."""
    words, zone_name = reading.say(event, "time_local"), _zone_of(reading, event)
    if not words or not zone_name:
        return False
    found = (_worked_out(reading, part, event, zone_name)[1] for part in _PARTS.split(words)[::2])
    return any(made is None or not made.is_other_clock for made in found)


def claim_words(reading: Reading, claim: Mapping[str, Any]) -> str:
    """Return the words of a claim; those of a time on another clock have the local time behind them."""
    words = reading.say(claim, "words")
    if claim["field"] != "time_local" or not isinstance(claim["value"], str):
        return words
    event = _event_of(reading, claim)
    zone_name = _zone_of(reading, event) if event is not None else ""
    return _with_local(reading, words, claim["value"], event, zone_name) if event is not None and zone_name else words


def said_at(reading: Reading, claim: Mapping[str, Any]) -> str:
    """Return the day and the hour at which something was said with its clock, where an hour is known; else nothing."""
    instant = instant_of(str(claim["said_on"]))
    if instant is None:
        return ""
    say = reading.words
    slots = {"day": say.day(instant.date()), "time": f"{instant:%H:%M}", "clock": _offset(reading, instant)}
    text = say.text("clock.said_at", **slots)
    event = _event_of(reading, claim)
    here = zone(_zone_of(reading, event)) if event is not None else None
    local = instant.astimezone(here) if here is not None else instant
    if here is None or local.utcoffset() == instant.utcoffset():
        return text
    day = local.date() if local.date() != instant.date() else None
    return say.text("clock.beside", said=text, local=_at(reading, f"{local:%H:%M}", day, str(here.key), 0))


def _offset(reading: Reading, instant: datetime) -> str:
    minutes = int((instant.utcoffset() or timedelta(0)).total_seconds() // 60)
    if not minutes:
        return reading.words.text("clock.utc")
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return reading.words.text("clock.utc_offset", offset=f"{sign}{hours}" + (f":{rest:02d}" if rest else ""))


def _event_of(reading: Reading, claim: Mapping[str, Any]) -> Mapping[str, Any] | None:
    about = claim["about"]
    if about in reading.trajectories:
        about = reading.trajectories[about]["event_id"]
    return reading.events.get(about) if isinstance(about, str) else None


def _zone_of(reading: Reading, event: Mapping[str, Any]) -> str:
    """Return the zone of an event: its own, else that of its place by its country, else that of the case.

    A name that is no zone may be one that is withheld, or is told by a check: nothing takes its place.
    """
    own, of_case = event.get("tz"), reading.public.info.tz
    if isinstance(own, str) and own:
        return own if zone(own) is not None else ""
    if reading.public.omitted_labels or reading.public.unit:
        return of_case if zone(of_case) is not None else ""
    place = reading.places.get(event["place_id"], {}) if isinstance(event["place_id"], str) else {}
    country, days = place.get("country"), _days(event)
    found = _zone_of_country(country, days) if isinstance(country, str) else ""
    if found or of_case:
        return found or (of_case if zone(of_case) is not None else "")
    return _zone_of_country(reading.public.info.country, days)


def _zone_of_country(country: str, days: tuple[date, date] | None) -> str:
    """Return the zone of a country that has one, or any of several that show the same time on some days."""
    zones = zones_of_country(country) if country else ()
    is_one = len(zones) == 1 or (len(zones) > 1 and days is not None and alike_on(zones, *days))
    return zones[0] if is_one else ""


def _days(event: Mapping[str, Any]) -> tuple[date, date] | None:
    first, last = event["date_start_lower"], event["date_end_upper"]
    last = event["date_start_upper"] if pd.isna(last) else last
    if pd.isna(first) or pd.isna(last) or (last - first).days > 366:
        return None
    return first.date(), last.date()


def _days_at(event: Mapping[str, Any], zone_name: str) -> tuple[date, date] | None:
    """Return the days of an event at its place: by its instants, where it has any."""
    found = [instant_of(str(event[column])) for column in ("time_earliest", "time_latest")]
    ends = [instant.astimezone(zone(zone_name)).date() for instant in found if instant is not None]
    return (min(ends), max(ends)) if ends else _days(event)


def _worked_out(
    reading: Reading, said: str, event: Mapping[str, Any], zone_name: str
) -> tuple[Spoken | None, WorkedOut | None]:
    """Return a time as it was said and at the place; the day of a row may be that of the clock that was spoken of."""
    days = _days_at(event, zone_name)

    def own(name: str) -> str:
        found = (p for p in reading.places.values() if name in (str(p["name"]).casefold(), p.get("name_ar")))
        country = next(found, {}).get("country")
        return _zone_of_country(country, days) if isinstance(country, str) else ""

    time = spoken(said, own)
    made = at_place(time, zone_name, days) if time is not None else None
    if not isinstance(made, WorkedOut):
        return time, None
    is_of_row = bool(reading.public.unit) and pd.isna(event["time_earliest"])
    return time, replace(made, is_day_known=False) if is_of_row and time is not None and time.day is None else made


def _with_local(reading: Reading, words: str, said: str, event: Mapping[str, Any], zone_name: str) -> str:
    """Return words with the local time of what was said behind them, where it differs and does not stand there."""
    time, made = _worked_out(reading, said, event, zone_name)
    if time is None or made is None or not made.is_other_clock or f"{made.first:%H:%M}" in words:
        return words
    say, is_day_told = reading.words, made.is_day_known and (made.day_shift != 0 or time.day is not None)
    text = f"{made.first:%H:%M}"
    day = made.first.date() if is_day_told else None
    if made.last is not None:
        ends = [text, f"{made.last:%H:%M}"]
        if made.is_day_known and made.last.date() != made.first.date():
            ends = [say.text("clock.on", time=f"{at:%H:%M}", day=say.day_of_year(at)) for at in (made.first, made.last)]
            day = None
        text = say.text("clock.span", first=ends[0], last=ends[1])
    manner = time.manner or ("about" if time.is_whole_hour else "")
    text = say.text(f"clock.{manner}", time=text) if manner else text
    shift = 0 if made.is_day_known else made.day_shift
    return say.text("clock.beside", said=words.rstrip("."), local=_at(reading, text, day, zone_name, shift))


def _at(reading: Reading, time: str, day: date | None, zone_name: str, shift: int) -> str:
    """Return a time at the place in words; no city is named where names are withheld."""
    say = reading.words
    time = say.text("clock.on", time=time, day=say.day_of_year(day)) if day is not None else time
    if reading.public.omitted_labels:
        text = say.text("clock.local", time=time)
    else:
        text = say.text("clock.in_city", time=time, city=city(zone_name, say.lang))
    return say.text("clock.day_after" if shift > 0 else "clock.day_before", time=text) if shift else text
