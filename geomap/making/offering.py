"""What to type for a name that has no place yet: the rest of ``geomap place add``, as far as it is known."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources

from geomap import precision
from geomap.ground import AreaName
from geomap.making.sheet import is_direction
from geomap.places.areas import area_of_name
from geomap.places.gazetteer import Candidate, candidates, names_a_country
from geomap.places.names import plain
from geomap.places.outlines import areas_named

__all__ = ["offers"]

_TOWNS_SHOWN = 4
_PART = re.compile(r"(?i)(?P<way>(?:north|south)?[-\s]?(?:east|west)|north|south)(?:ern)?\s+(?P<of>\S.*)")


def offers(name: str, countries: Collection[str] = ()) -> tuple[str, ...]:
    """Return the ends of the commands that add a place; capitals are left to the person. Several if several fit.

    Parameters
    ----------
    name : str
        A name that `geomap.making.naming.find_places` left without an answer.
    countries : collection of str
        Two letters of the countries that the case names; a place elsewhere needs ``--anywhere``.
    """
    areas = areas_named(name)
    found = candidates([name]).get(name, ())
    if areas:
        towns = _towns(found, countries)
        named = [f'--from "{_area(a)}"' for a in areas]
        is_bare = area_of_name(name) is None and all(a.kind == "province" for a in areas)
        part = _PART.fullmatch(name)
        named += [f'--from "{part["way"].lower()} of {part["of"]}"'] if part and areas_named(part["of"]) else []
        return (*towns, *named) if is_bare else (*named, *towns)
    area_class = area_of_name(name)
    if names_a_country(name) or area_class is not None:
        of = area_class[1] if area_class is not None else "country"
        return (f'--from OUTLINE.geojson --error 1000 --class {of} --basis sourced --source "where you read it"',)
    if len(found) == 1 or any(c.country in countries for c in found):
        return tuple(_towns(found, countries))
    of = _class_of_word(name)
    if not found and (of == "sea_air" or is_direction(name)):  # no circle of a size that we choose says how far it goes
        of = "sea_air" if of == "sea_air" else "district"
        return (f'--from OUTLINE.geojson --error 1000 --class {of} --basis sourced --source "where you read it"',)
    size = f"--error 300 --class {of}" if not found else f"--error 5000 --class {_class_of(found)}"
    reach = "circle 500 m" if not found else "point"
    return (f'--from "{reach} at LON,LAT" {size} --basis sourced --source "where you read it"',)


def _area(area: AreaName) -> str:
    return f"{area.kind} {area.name}" + (f", {area.country}" if area.kind == "province" else "")


def _towns(found: Sequence[Candidate], countries: Collection[str]) -> list[str]:
    """Return what to type for each of the towns in countries that the case names, or else for the only one."""
    near = [c for c in found if c.country in countries]
    return [_town(c, countries) for c in (near or (found if len(found) == 1 else ()))[:_TOWNS_SHOWN]]


def _town(one: Candidate, countries: Collection[str]) -> str:
    far = " --anywhere" if countries and one.country and one.country not in countries else ""
    return (
        f'--from "point at {one.longitude:g},{one.latitude:g}" --error {max(one.coord_uncertainty_m, 1.0):.0f} '
        f'--class {one.location_class} --basis gazetteer --source "{one.source}"{far}'
    )


_HEAD_FIRST = re.compile("[\u0400-\u04ff\u0600-\u06ff]")


@cache
def _site_words() -> dict[str, str]:
    text = (resources.files("geomap.making") / "site_words.csv").read_text("utf-8")
    return {row["word"]: row["class"] for row in csv.DictReader(text.splitlines())}


def _class_of_word(name: str) -> str:
    """Return the class that a word of a name gives: a cape is no quarter, a base is a compound.

    Of several words the one that the others only tell apart: hills that are named after a sea are no sea. It comes last
    in "Red Sea Hills", before an "of", and first where a name is written in Arabic or Cyrillic letters.
    """
    folded = plain(name).casefold()
    parts = re.split(r"\b(?:of|de|del|du|di)\b", folded)
    for part in parts:
        words = re.findall(r"\w+", part)
        said = [of for word in words if (of := _site_words().get(word.removeprefix("ال")))]
        if said:
            return said[0] if _HEAD_FIRST.search(folded) else said[-1]
    return "neighbourhood_area"


def _class_of(found: tuple[Candidate, ...]) -> str:
    """Return the class that all of some places may have: the widest, for which of them is meant is not known."""
    return max((c.location_class for c in found), key=precision.coarseness)
