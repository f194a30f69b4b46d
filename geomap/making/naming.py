"""From the name of a place to a place of the case: its own first, then areas with an outline, then the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geomap.extras import how_to_install, missing
from geomap.ground import AreaName
from geomap.ground.directions import OpenSector
from geomap.ground.wording import Spot, split_words, worked_out
from geomap.making.area_words import area_of_words
from geomap.making.asked import asked_of
from geomap.making.outlining import (
    Feature,
    area_feature,
    new_id,
    spot_of_area,
    spot_of_place,
    spot_of_town,
    words_feature,
)
from geomap.making.sheet import is_direction
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
from geomap.places.names import fold_name
from geomap.places.outlines import (
    Meant,
    areas_named,
    country_of_name,
    is_named_alone,
    is_town_name,
    meant,
    name_and_country,
    told,
)

__all__ = ["Feature", "Named", "countries_named", "find_places"]

_NAME_COLUMNS = ("name", "name_ar", "name_local", "label", "label_ar")
_CANDIDATES_SHOWN = 4
_CITY = " city"
"""Keeps "Kuwait City" apart from Kuwait; folded, both are one."""
_JOINTS = re.compile(r"(?i)\b(?:of|in|from|inside|near|off|with|and|or|between)\b|['’]s?\b")
_SIDE = re.compile(r"(?i)^(?:the\s+)?(?:(?:north|south|east|west)(?:ern)?[\s-]*|central\s+)*")


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
    taken_for : mapping of str to str
        What a name was taken for, and what else fits, of those that are areas.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Feature, ...] = ()
    unanswered: Mapping[str, str] = field(default_factory=dict)
    credits: tuple[str, ...] = ()
    taken_for: Mapping[str, str] = field(default_factory=dict)


def countries_named(names: Iterable[str], own: Iterable[Mapping[str, Any]], country: str) -> tuple[str, ...]:
    """Return the two letters of every country that a case names: its own first, then those of its places and names.

    Parameters
    ----------
    names : iterable of str
        Names of places, as written: "Iran", "south-west of Iran" and "Tabriz, Iran" all name Iran.
    own : iterable of mapping
        Properties of the places that the case has.
    country : str
        English name or code of the country of the case; empty if it is not known.
    """
    found = [country_code(country)] if country else []
    for row in own:
        found.append(country_code(str(row.get("country") or "")))
        found += _countries_in(str(row.get("name") or "")) if row.get("location_class") == "country" else []
    for name in names:
        found += _countries_in(name)
    return tuple(code for code in dict.fromkeys(found) if code)


def _countries_in(name: str) -> list[str]:
    """Return the countries that a name or words speak of; "Lebanon, Pennsylvania" speaks of none."""
    if whole := country_of_name(name):
        return [whole]
    *before, last = name.split(",")
    pieces = [p for part in before for p in _JOINTS.split(f" in {part}" if _SIDE.sub("", part) != part else part)[1:]]
    pieces += _JOINTS.split(last)
    return [code for piece in pieces if (code := country_of_name(_SIDE.sub("", piece.strip())))]


def find_places(names: Iterable[str], own: Iterable[Feature], country: str) -> Named:
    """Find the places that some names mean; no answer is an answer.

    A name is first looked for among the places of the case; then it may be a country, a sea or a province, which are
    drawn as their outlines; then a place of the gazetteer; then words that an area can be worked out from.

    Parameters
    ----------
    names : iterable of str
        As written.
    own : iterable of dict
        The places that the case has, as GeoJSON features; they win, by id, name or alias.
    country : str
        English name or ISO 3166 code; empty if it is not known.
    """
    return _Finder(tuple(own), sorted({name for name in names if name}), country).found()


class _Finder:
    """The names of one sheet: each may be a second reason for another."""

    def __init__(self, own: Sequence[Feature], wanted: Sequence[str], country: str) -> None:
        rows = [f.get("properties") or {} for f in own]
        self.wanted, self.country = wanted, country
        self.countries = countries_named(wanted, rows, country)
        self.features: dict[str, Feature] = {
            str(f["properties"].get("place_id", "")): f for f in own if f.get("properties")
        }
        self.old = frozenset(self.features)
        self.by_name: dict[str, str] = {}
        for row in rows:
            for spelling in _spellings(row):
                self.by_name.setdefault(spelling, str(row["place_id"]))
        self.ids: dict[str, str] = {}
        self.unanswered: dict[str, str] = {}
        self.lines: list[str] = []
        self.taken_for: dict[str, str] = {}
        asked = {name: asked_of(name) for name in wanted if not self._own_id(name)}
        known = candidates(one.base for one in asked.values())
        self.known = {name: found for name, one in asked.items() if (found := one.fitting(known.get(one.base, ())))}
        self.of = {name: one.country or country for name, one in asked.items()}
        self.answers = {name: self._town(name) for name in self.known}
        self.company = [(at, "") for at in _positions(rows)] + [
            ((c.longitude, c.latitude), fold_name(name))
            for name, c in self.answers.items()
            if c is not None and not c.is_by_name
        ]

    def found(self) -> Named:
        """Return what became of every name."""
        left = [name for name in self.wanted if not self._is_own(name) and not self._is_named(name)]
        for name in left:
            if not self._is_own(name) and not self._is_worked_out(name):
                self.unanswered[name] = self._why_not(name)
        added = tuple(f for place_id, f in self.features.items() if place_id not in self.old)
        return Named(
            ids=self.ids,
            added=added,
            unanswered=self.unanswered,
            credits=tuple(dict.fromkeys(self.lines)),
            taken_for=self.taken_for,
        )

    def _town(self, name: str) -> Candidate | None:
        """Return the one place of the gazetteer that is meant: in the country of the case, or in one that it names."""
        found, of = self.known[name], self.of[name]
        chosen = resolve(found, of)
        if chosen is not None or of != self.country or not self.country:
            return chosen
        named = tuple(c for c in found if c.country in self.countries)
        return None if any(c.country == self.countries[0] for c in named) else resolve(named, "")

    def _is_own(self, name: str) -> bool:
        if place_id := self._own_id(name):
            self.ids[name] = place_id
        return bool(place_id)

    def _own_id(self, name: str) -> str:
        """Return the place of the case that a name is; "Kuwait City" is not Kuwait, nor the other way round."""
        key = _key(name)
        if name in self.features or key in self.by_name:
            return name if name in self.features else self.by_name[key]
        place_id = self.by_name.get(key.removesuffix(_CITY) if is_town_name(name) else key + _CITY, "")
        kind = self.features[place_id]["properties"].get("location_class") if place_id else ""
        if is_town_name(name):
            return "" if kind in ("country", "province", "sea_air") else place_id
        return "" if any(a.kind == "country" or is_named_alone(a) for a in areas_named(name)) else place_id

    def _is_named(self, name: str) -> bool:
        """Whether a name is that of an area or of a place of the gazetteer; then it has got its place."""
        area, town = self._meant(name), self._sure_town(name)
        is_province = area.area is not None and area.area.kind == "province" and not is_named_alone(area.area)
        if area.area is not None and not (is_province and (town is not None or self._is_part(name))):
            self._add(name, area_feature(name, area.area, new_id(name, self.features)))
            self.taken_for[name] = _told_area(area.area, self.features[self.ids[name]], area.others)
            return True
        if town is None:
            return False
        feature = _shipped(fold_name(name), town) or _from_gazetteer(name, town, self.features)
        self._add(name, feature, town.credit)
        return True

    def _is_part(self, name: str) -> bool:
        """Whether a bare name of a province reads as a part of something as well: "South Lebanon"."""
        made = area_of_words(name, self._spot) if area_of_name(name_and_country(name)[0]) is None else None
        return made is not None and made[0].method == "part"

    def _add(self, name: str, feature: Feature, credit: str = "") -> None:
        place_id = str(feature["properties"]["place_id"])
        self.by_name[_key(name)] = self.ids[name] = place_id
        if place_id not in self.features:
            self.features[place_id] = feature
            self.lines += [credit] if credit else []

    def _meant(self, name: str) -> Meant:
        return meant(name, self.countries, has_towns=bool(self._near_towns(name)))

    def _near_towns(self, name: str) -> list[Candidate]:
        """Return the towns of a name in the countries that the case names; all if it names none."""
        return self._in_countries(self.known.get(name, ()))

    def _in_countries(self, towns: Iterable[Candidate]) -> list[Candidate]:
        return [c for c in towns if not c.country or not self.countries or c.country in self.countries]

    def _sure_town(self, name: str) -> Candidate | None:
        chosen = self.answers.get(name)
        if chosen is None:
            return None
        of = chosen.country if chosen.country in self.countries and self.countries else self.of[name]
        others = np.array([at for at, by in self.company if by != fold_name(name)], dtype="float64").reshape(-1, 2)
        return chosen if has_second_reason(chosen, of, others) else None

    def _is_worked_out(self, name: str) -> bool:
        if areas_named(name):
            return False  # it is also a name: "South Lebanon"
        made = area_of_words(name, self._spot)
        if made is None:
            return False
        feature = words_feature(name, *made, new_id(name, self.features))
        self._add(name, feature)
        self.taken_for[name] = str(feature["properties"]["how_drawn"])
        return True

    def _spot(self, name: str) -> Spot | None:
        """Return what a name inside of words stands for: a place of the case, an area, or a town for certain."""
        if place_id := self._own_id(name):
            return spot_of_place(self.features[place_id])
        asked = asked_of(name)
        known, of = asked.fitting(candidates([asked.base]).get(asked.base, ())), asked.country
        area = meant(name, self.countries, has_towns=bool(self._in_countries(known))).area
        town = resolve(known, of or self.country) if known else None
        if town is None and known:
            town = resolve(tuple(self._in_countries(known)), "") if self.countries else None
        if area is not None and (area.kind != "province" or town is None or is_named_alone(area)):
            return spot_of_area(area)
        return spot_of_town(name, town) if town is not None else None

    def _why_not(self, name: str) -> str:
        areas = areas_named(name)
        parts, joint = split_words(name)
        if not areas and joint and all(self._spot(part) is not None for part in parts):
            return f'names {len(parts)} places ("{joint}"): write a row for each of them'
        if not areas and (why := self._why_no_area(name)):
            return why
        if not areas:
            return _why_not(name, self.known.get(name, ()), self.country)
        fitting = [told(a) for a in areas]
        fitting += [f"a part of {name.partition(' ')[2]}"] if self._is_part(name) else []
        fitting += [_at(c) for c in self._near_towns(name)[:_CANDIDATES_SHOWN]]
        if len(fitting) == 1:
            return f"fits {fitting[0]} only, in no country that the case names, and nothing says that it is meant"
        return f"fits {', '.join(fitting[:-1])} and {fitting[-1]}: say which is meant"

    def _why_no_area(self, name: str) -> str:
        """Return why words of a known form come to no area; empty if they have none."""
        unknown: list[str] = []
        known: list[str] = []

        def spy(asked: str) -> Spot | None:
            spot = self._spot(asked)
            (unknown if spot is None else known).append(asked)
            return spot

        made = worked_out(name, spy)
        if isinstance(made, OpenSector) or (made is None and is_direction(name)):
            return "says a direction and no distance: where it ends nobody can say, so it is listed in these words"
        if made is None and unknown:
            return f'speaks of "{unknown[0]}", and nobody can say which place that is: add that place first'
        if known:
            return f'gives no area: it says no distance, or "{known[0]}" is too wide for "near" and for a distance'
        return ""


def _told_area(area: AreaName, feature: Feature, others: Sequence[AreaName]) -> str:
    """Return what a name was taken for, how far its line may be off, what is disputed, and what else fits."""
    row = feature["properties"]
    text = f"{told(area)}, its outline from Natural Earth, ± {row['outline_error_m'] / 1000:g} km"
    text += f" ({area.note})" if area.note else ""
    return f"{text}; {', '.join(told(a) for a in others)} would fit, too" if others else text


def _spellings(row: Mapping[str, Any]) -> set[str]:
    names = [str(row.get(c) or "") for c in _NAME_COLUMNS] + str(row.get("aliases") or "").split(";")
    return {_key(name) for name in names if fold_name(name)}


def _key(name: str) -> str:
    return fold_name(name) + _CITY * is_town_name(name)


def _shipped(folded: str, chosen: Candidate) -> Feature | None:
    """Return the shipped place itself, with its outline, without a parent that the case may not have."""
    for feature in shipped_features().get(folded, ()):
        row = feature["properties"]
        if (float(row["longitude"]), float(row["latitude"])) == (chosen.longitude, chosen.latitude):
            kept = {k: v for k, v in row.items() if k != "parent_id"}
            return {"type": "Feature", "properties": kept, "geometry": feature["geometry"]}
    return None


def _from_gazetteer(name: str, chosen: Candidate, taken: Mapping[str, Any]) -> Feature:
    place_id = new_id(name, taken)
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
        return "is a whole country, of which no outline is known; no town of that name is taken for it"
    if area is not None:
        return f"is a {area[1]}, of which no outline is known by this name; no town of that name is taken for it"
    if not found:
        absent = missing("gazetteer")
        more = f" (more names come with {' and '.join(absent)}: {how_to_install('gazetteer')})" if absent else ""
        return f"is in no gazetteer that is installed{more}"
    where = ", ".join(map(_at, found[:_CANDIDATES_SHOWN]))
    more = f" and {len(found) - _CANDIDATES_SHOWN} more" if len(found) > _CANDIDATES_SHOWN else ""
    lies = f"none of them for certain in {country}" if country else "name the country with --country"
    if len(found) == 1:
        alone = f"fits {where}, for which nothing but its spelling speaks, far from the other places: {lies}"
        return f"fits {where}, which is not in {country}" if country else alone
    return f"fits {where}{more}: {lies}"


def _at(c: Candidate) -> str:
    return f"{c.name}{f' ({c.country})' if c.country else ''} at {c.longitude:.2f},{c.latitude:.2f}"
