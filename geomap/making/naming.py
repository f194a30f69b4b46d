"""From the name of a place to a place of the case: its own first, then the shipped ones, then the gazetteer."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from geomap import geodesy, precision
from geomap.extras import how_to_install, missing
from geomap.land import country_shape
from geomap.making.sheet import is_direction
from geomap.making.slugs import slug
from geomap.places.areas import area_of_name
from geomap.places.gazetteer import (
    Candidate,
    candidates,
    country_code,
    has_second_reason,
    names_a_country,
    resolve,
    shipped_features,
)
from geomap.places.names import fold_name, plain

__all__ = ["Feature", "Named", "find_places", "offered"]

Feature = dict[str, Any]

_NAME_COLUMNS = ("name", "name_ar", "name_local", "label", "label_ar")
_CANDIDATES_SHOWN = 4
_REACH_MAX_M = 1_990_000.0
"""A circle of more is no place that can be added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What became of the names of places.

    Attributes
    ----------
    ids : mapping of str to str
        Place id by name as written; names without an answer are left out.
    added : tuple of dict
        GeoJSON features that the case does not have yet.
    unanswered : mapping of str to str
        Why a name has no place, in words.
    credits : tuple of str
        Lines that the licence of a gazetteer asks for.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Feature, ...] = ()
    unanswered: Mapping[str, str] = field(default_factory=dict)
    credits: tuple[str, ...] = ()


def find_places(names: Iterable[str], own: Iterable[Mapping[str, Any]], country: str) -> Named:
    """Find the places that some names mean; no answer is an answer.

    Parameters
    ----------
    names : iterable of str
        As written.
    own : iterable of mapping
        Properties of the places that the case has; they win, by id, name or alias.
    country : str
        English name or ISO 3166 code; empty if it is not known.
    """
    own = list(own)
    wanted = sorted({name for name in names if name})
    by_name: dict[str, str] = {}
    taken: set[str] = set()
    for row in own:
        taken.add(str(row.get("place_id", "")))
        for spelling in _spellings(row):
            by_name.setdefault(spelling, str(row["place_id"]))
    known = candidates(name for name in wanted if fold_name(name) not in by_name)
    ids: dict[str, str] = {}
    added: dict[str, Feature] = {}
    unanswered: dict[str, str] = {}
    lines: list[str] = []
    answers = {name: resolve(known[name], country) for name in wanted if name in known}
    company = [(at, "") for at in _positions(own)] + [
        ((c.longitude, c.latitude), fold_name(name))
        for name, c in answers.items()
        if c is not None and not c.is_by_name
    ]
    for name in wanted:
        folded = fold_name(name)
        if name in taken or folded in by_name:
            ids[name] = name if name in taken else by_name[folded]
            continue
        chosen = answers.get(name)
        others = np.array([at for at, of in company if of != folded], dtype="float64").reshape(-1, 2)
        if chosen is None or not has_second_reason(chosen, country, others):
            unanswered[name] = _why_not(name, known.get(name, ()), country)
            continue
        feature = _shipped(folded, chosen) or _from_gazetteer(name, chosen, taken | set(added))
        place_id = str(feature["properties"]["place_id"])
        by_name[folded] = ids[name] = place_id
        if place_id not in taken:
            added[place_id] = feature
            lines += [chosen.credit] if chosen.credit else []
    return Named(ids=ids, added=tuple(added.values()), unanswered=unanswered, credits=tuple(dict.fromkeys(lines)))


def offered(name: str, country: str) -> str:
    """Return the rest of the command that adds a place, filled in as far as is known; capitals are left to the person.

    Of a country its outline says where it lies and how far it reaches; of a name with one answer the gazetteer does.

    Parameters
    ----------
    name : str
        A name that `find_places` left without an answer.
    country : str
        Country of the case; empty if it is not known.
    """
    shape = country_shape(name) if names_a_country(name) else None
    area = geodesy.area_of_outline(shape, 0.0) if shape is not None else None
    if area is not None and area.reach_m < _REACH_MAX_M:
        at = f"{area.centroid_lon:.2f},{area.centroid_lat:.2f}"
        reach = f"circle {-(-area.reach_m // 10_000) * 10:.0f} km at {at}"
        return f'--from "{reach}" --error 1000 --class country --basis gazetteer --source "Natural Earth" --anywhere'
    area_class = area_of_name(name)
    if names_a_country(name) or area_class is not None:
        of = area_class[1] if area_class is not None else "country"
        return f'--from OUTLINE.geojson --error 1000 --class {of} --basis sourced --source "where you read it"'
    found = candidates([name]).get(name, ())
    of = _class_of_word(name)
    if not found and (of == "sea_air" or is_direction(name)):  # no circle of a size that we choose says how far it goes
        of = "sea_air" if of == "sea_air" else "district"
        return f'--from OUTLINE.geojson --error 1000 --class {of} --basis sourced --source "where you read it"'
    if len(found) != 1:
        size = f"--error 300 --class {of}" if not found else f"--error 5000 --class {_class_of(found)}"
        reach = "circle 500 m" if not found else "point"
        return f'--from "{reach} at LON,LAT" {size} --basis sourced --source "where you read it"'
    one, code = found[0], country_code(country)
    at = f"{one.longitude:g},{one.latitude:g}"
    far = " --anywhere" if code and one.country and one.country != code else ""
    return (
        f'--from "point at {at}" --error {max(one.coord_uncertainty_m, 1.0):.0f} --class {one.location_class} '
        f'--basis gazetteer --source "{one.source}"{far}'
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


def _spellings(row: Mapping[str, Any]) -> set[str]:
    names = [str(row.get(c) or "") for c in _NAME_COLUMNS] + str(row.get("aliases") or "").split(";")
    return {folded for name in names if (folded := fold_name(name))}


def _shipped(folded: str, chosen: Candidate) -> Feature | None:
    """Return the shipped place itself, with its outline, without a parent that the case may not have."""
    for feature in shipped_features().get(folded, ()):
        row = feature["properties"]
        if (float(row["longitude"]), float(row["latitude"])) == (chosen.longitude, chosen.latitude):
            kept = {k: v for k, v in row.items() if k != "parent_id"}
            return {"type": "Feature", "properties": kept, "geometry": feature["geometry"]}
    return None


def _from_gazetteer(name: str, chosen: Candidate, taken: set[str]) -> Feature:
    made = slug(name, empty="place")
    number = 2
    place_id = made
    while place_id in taken:
        place_id, number = f"{made}_{number}", number + 1
    row = {
        "place_id": place_id,
        "name": name,
        "longitude": chosen.longitude,
        "latitude": chosen.latitude,
        "coord_uncertainty_m": chosen.coord_uncertainty_m,
        "location_class": chosen.location_class,
        "basis": "gazetteer",
        "source": chosen.source,
        "licence": chosen.licence,
        "country": chosen.country,
    }
    return {"type": "Feature", "properties": {k: v for k, v in row.items() if v != ""}, "geometry": None}


def _positions(own: Iterable[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Return where the places of the case lie that have a position."""
    pairs = ((row.get("longitude"), row.get("latitude")) for row in own)
    return [
        (float(lon), float(lat)) for lon, lat in pairs if isinstance(lon, int | float) and isinstance(lat, int | float)
    ]


def _why_not(name: str, found: tuple[Candidate, ...], country: str) -> str:
    area = area_of_name(name)
    if names_a_country(name):
        return "is a whole country, which is told on the page and not drawn; no town of that name is taken for it"
    if area is not None:
        return f"is a {area[1]}, of which no outline is installed; no town of that name is taken for it"
    if not found:
        absent = missing("gazetteer")
        more = f" (more names come with {' and '.join(absent)}: {how_to_install('gazetteer')})" if absent else ""
        return f"is in no gazetteer that is installed{more}"
    where = ", ".join(
        f"{c.name}{f' ({c.country})' if c.country else ''} at {c.longitude:.2f},{c.latitude:.2f}"
        for c in found[:_CANDIDATES_SHOWN]
    )
    more = f" and {len(found) - _CANDIDATES_SHOWN} more" if len(found) > _CANDIDATES_SHOWN else ""
    lies = f"none of them for certain in {country}" if country else "name the country with --country"
    if len(found) == 1:
        alone = f"fits {where}, for which nothing but its spelling speaks, far from the other places: {lies}"
        return f"fits {where}, which is not in {country}" if country else alone
    return f"fits {where}{more}: {lies}"
