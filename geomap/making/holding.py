"""What words say that a place lies in: "Houthi-controlled areas of Yemen" are somewhere in Yemen, nothing finer.

A name that no gazetteer knows may still say in which town, province or country it is. The whole of that is an area that
surely holds the place; where in it the place lies stays unknown, and the map says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.ground.wording import ABOUT_SHARE, METRES, NEAR_M

__all__ = ["Holder", "holders"]

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_COMPASS = r"(?:north|south|east|west)(?:[-\s]?(?:north|south|east|west))*"
_AWAY = re.compile(
    rf"(?i)\b(?:{_COMPASS} (?:of|from)|between|beyond|across|not|off|opposite|along|towards?|coast|shore|sea|"
    r"borders?|front|roads?|highways?|motorways?|routes?|pipelines?|rivers?|canals?|lines?)\b"
)
"""Words of what may reach, or lie, outside of the place that is named behind them."""
_BESIDE = re.compile(r"(?i)\b(?:near|close to|outside|beside|next to|around|round|outskirts|suburbs?|adjacent)\b")
_HOW_FAR = re.compile(r"(?i)(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>kilomet(?:er|re)s?|km|met(?:er|re)s?|m|miles?)\b")
_NARROWER = re.compile(
    r"(?i)[\s,]+(?:close to|near|at|along|on|by|in the area|occupied|held|controlled|seized|captured|taken|under|since|"
    r"that|which|where|still)\b.*$"
)
"""What follows the name of a place and says only which part of it is meant."""
_GENERAL = (
    r"areas?|parts?|territor(?:y|ies)|positions?|bases?|sites?|locations?|places?|zones?|somewhere|regions?|lands?|"
    r"soil|interior|airspace|countryside|quarters?|neighbou?rhoods?|districts?|cent(?:er|re)|heart"
)
_IN_TOWN = re.compile(
    r"(?i)\b(?:buildings?|centres?|centers?|central|downtown|inner|city|consulates?|embass(?:y|ies)|hotels?|houses?|homes?|"
    r"residen\w+|flats?|apartments?|blocks?|streets?|squares?|quarters?|neighbou?rhoods?|hospitals?|clinics?|schools?|"
    r"universit(?:y|ies)|mosques?|church(?:es)?|markets?|malls?|offices?|headquarters|ministry|palace|museum|theatre|"
    r"railway|train|bus|metro|stadium|courthouse)\b"
)
_OVER = re.compile(r"(?i)^(?:(?:in )?(?:the )?(?:sky|skies|airspace) )?(?:over|above)\s+(?:the\s+)?(?P<name>\S.*)$")
_SEA_NEAR = re.compile(r"(?i)^(?P<name>\S.*?)\s+(?:off|near|close to|along)\s+\S.*$")
_AN_AREA = re.compile(r"(?i)\b(?:areas?|parts?|territor(?:y|ies)|zones?|regions?|lands?|countryside)\b")
_NEAR = re.compile(r"(?i)^.+?\s(?P<name>(?:near|close to|outside|next to|beside|on the outskirts of)\s+\S.*)$")
_IN = re.compile(r"(?i)^(?P<head>.*?)\b(?:in|inside|within|at)\s+(?:the\s+)?(?P<name>\S.*)$")
_OF = re.compile(rf"(?i)^(?P<head>(?:.*\s)?(?:{_GENERAL}))\s+of\s+(?:the\s+)?(?P<name>\S.*)$")
_SIDE = re.compile(rf"(?i)^(?:{_COMPASS}ern|central|downtown|inner)\s+(?P<name>\S.*)$")
_STATION = re.compile(
    r"(?i)^(?P<name>\S.*?)(?:['’]s)?\s+(?:(?:central |main )?(?:railway|train|rail|bus|metro) stations?|"
    r"(?:city |town )?cent(?:er|re)|downtown|old (?:city|town))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What surely holds a place: a name or words, and by how much it has to be widened for that, metres."""

    name: str
    more_m: float = 0.0
    is_address: bool = False
    """Whether it stands behind a comma, where a country says only which of several places of a name is meant."""
    is_in_town: bool = False
    """Whether the words can only mean the town of a name that a province has, too: "a hotel in Homs"."""
    is_sea: bool = False
    """Whether only a sea is meant: "Black Sea near Odesa"."""
    is_area: bool = False
    """Whether the words name an area in it, which could be taken for the whole: "areas held by ...", "part of"."""


def holders(words: str) -> Iterator[Holder]:
    """Yield what the place of some words lies in, the closest first; nothing where it may lie outside of all of them.

    Parameters
    ----------
    words : str
        English, as reported.

    Examples
    --------
    >>> [h.name for h in holders("Militia bases in southern Iraq")], list(holders("road to Erbil"))
    (['southern Iraq'], [])
    """
    text = _BRACKETS.sub("", " ".join(words.split()))
    head, comma, tail = (part.strip() for part in text.rpartition(","))
    if comma and head:
        yield from _of_address(head, tail)
        return
    yield from _of_phrase(text)


def _of_address(head: str, tail: str) -> Iterator[Holder]:
    """Yield what holds "US Consulate, Erbil" or "southern Iran, at the northern end of the Gulf"."""
    if _AWAY.search(head) and not _HOW_FAR.search(head):
        return
    if _NARROWER.match(f" {tail}"):
        yield Holder(name=head)
        return
    if re.match(r"(?i)(?:outside|beyond|not)\b", tail):
        return
    for held in _of_phrase(head):
        yield Holder(name=f"{held.name}, {tail}", more_m=held.more_m)
    if (more_m := _more_m(head)) is not None:
        yield Holder(name=tail, more_m=more_m, is_address=True, is_in_town=_IN_TOWN.search(head) is not None)


def _more_m(head: str) -> float | None:
    """Return how far outside of what holds it a place may lie by its own words; None if nobody can tell."""
    if found := _HOW_FAR.search(head):
        unit = found["unit"].casefold().removesuffix("s") if len(found["unit"]) > 2 else found["unit"].casefold()
        return float(found["number"].replace(",", ".")) * METRES[unit] * (1 + ABOUT_SHARE)
    return None if _AWAY.search(head) else NEAR_M if _BESIDE.search(head) else 0.0


def _of_phrase(text: str) -> Iterator[Holder]:
    if found := _OVER.match(text):
        yield Holder(name=found["name"])
        return
    if found := _SEA_NEAR.match(text):
        yield Holder(name=found["name"], is_sea=True)
    if found := _NEAR.match(text):
        yield Holder(name=found["name"])
        return
    if _HOW_FAR.search(text):
        return
    for pattern in (_IN, _OF):
        if (found := pattern.match(text)) and not _AWAY.search(found["head"]):
            more_m = NEAR_M if _BESIDE.search(found["head"]) else 0.0
            is_area = _AN_AREA.search(found["head"]) is not None
            is_in_town = _IN_TOWN.search(found["head"]) is not None
            for name in dict.fromkeys((found["name"], _NARROWER.sub("", found["name"]))):
                yield Holder(name=name, more_m=more_m, is_area=is_area, is_in_town=is_in_town)
            return
    for pattern in (_SIDE, _STATION):
        if found := pattern.match(text):
            of = text.replace(found["name"], " ")
            yield Holder(name=found["name"], is_in_town=pattern is _STATION or _IN_TOWN.search(of) is not None)
