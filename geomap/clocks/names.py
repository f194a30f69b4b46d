"""The clock that a word names: an offset, an abbreviation, a town or a country; more than one is told, none guessed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache
from importlib import resources

from geomap.clocks.zones import zone, zone_names, zones_by_city, zones_of_country

__all__ = ["LOCAL", "UNSAID", "Clock", "clock_of"]

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?")
_FILLERS = re.compile(
    r"\b(?:on|in|at|the|clock|time|hours?|hrs|standard|daylight|summer|winter|local|its|of)\b|بتوقيت|توقيت|بالتوقيت|في"
)
_ABBREVIATION_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a time says of its clock.

    Attributes
    ----------
    said : str
        Its words; empty if none is named.
    is_local : bool
        It is that of the place, in so many words or because none other is named.
    choices : tuple of str
        IANA names, and offsets as ``+03:00``: one where the words have one meaning, several where they have more,
        none where they are not known.
    kept_in : str
        A zone that goes by this offset for a part of the year: on other days the words are doubtful.
    """

    said: str = ""
    is_local: bool = False
    choices: tuple[str, ...] = ()
    kept_in: str = ""

    @property
    def zone(self) -> tzinfo | None:
        """The clock, if the words have one meaning."""
        return _tzinfo(self.choices[0]) if len(self.choices) == 1 else None


LOCAL = Clock(said="local", is_local=True)
UNSAID = Clock(is_local=True)


def clock_of(words: str, own: Callable[[str], str] | None = None) -> Clock:
    """Return the clock that some words name.

    Parameters
    ----------
    words : str
        ``UTC-5``, ``CET``, ``Washington time``, ``Asia/Baghdad``.
    own : callable, optional
        The zone of a place that the case itself names, by that name; empty for every other.
    """
    said = " ".join(words.split()).strip(" ,;.()")
    spelt = [part for word in said.split() if "/" in (part := word.strip(",;.()")) and part in zone_names()]
    if len(spelt) == 1:
        return Clock(said=said, choices=(spelt[0],))
    folded = said.casefold().replace("’", "'").replace("−", "-")
    offset = _OFFSET.fullmatch(folded.removesuffix(" time"))
    if offset:
        written = f"{offset[1]}{int(offset[2]):02d}:{offset[3] or '00'}"
        return Clock(said=said, choices=(written,) if _minutes(written) <= 14 * 60 else ())
    bare = " ".join(_FILLERS.sub(" ", folded).split()).strip(" ,;.()")
    bare = re.sub(r"'s$", "", bare)
    for name in dict.fromkeys((folded, bare)):
        if found := _known(name, said, own):
            return found
    return Clock(said=said)


def _known(name: str, said: str, own: Callable[[str], str] | None) -> Clock | None:
    choices, kept_in = _table().get(name, ((), ""))
    if choices:
        return Clock(said=said, choices=choices, kept_in=kept_in)
    if own is not None and (of_place := own(name)):
        return Clock(said=said, choices=(of_place,))
    if name in zones_by_city():
        return Clock(said=said, choices=(zones_by_city()[name],))
    found = zones_of_country(name) if len(name) > 2 else ()
    return Clock(said=said, choices=found) if found else None


def _minutes(offset: str) -> int:
    hours, minutes = offset[1:].split(":")
    return int(hours) * 60 + int(minutes)


@cache
def _tzinfo(choice: str) -> tzinfo | None:
    if choice[0] in "+-":
        sign = -1 if choice[0] == "-" else 1
        return timezone(sign * timedelta(minutes=_minutes(choice)))
    return zone(choice)


@cache
def _table() -> dict[str, tuple[tuple[str, ...], str]]:
    text = (resources.files("geomap.clocks") / "clock_names.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: (tuple(row["clocks"].split("; ")), row["kept_in"]) for row in rows}
