"""Countries, provinces and seas that a name may mean, and their outlines as a case keeps them."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.ground import AreaName, area_names, outline_of
from geomap.places.areas import area_of_name, stems_of
from geomap.places.gazetteer import country_code, names_a_country
from geomap.places.names import fold_name

__all__ = [
    "CLASS_OF_KIND",
    "Kept",
    "Meant",
    "areas_named",
    "countries_of",
    "country_of_name",
    "is_named_alone",
    "is_town_name",
    "kept_outline",
    "meant",
    "name_and_country",
    "told",
]

CLASS_OF_KIND = {"country": "country", "province": "province", "sea": "sea_air"}
"""Location class of each kind of area."""

CORNERS_MAX = 1_600
"""Corners of an outline in a case: widened and packed it takes at most 30,000 bytes of a page."""
_TOO_MANY = 6
_FINE_CORNERS_MAX = 6_000
"""A country whose provinces have more corners is taken from the next coarser step of the ground."""
_TOLERANCES_M = (250.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0, 32_000.0, 64_000.0)
_EDGE_MAX_M = 100_000.0
"""Edges are straight in degrees, not on the ground: one of 100 km bows by 200 m at 45 degrees, and is in the error."""
_DECIMALS, _ROUNDING_M = 4, 10.0
_STEP_M, _LEAST_M = 100.0, 1_000.0

_TOWN = re.compile(r"(?i)\s(?:city|town|village|municipality)\s*$")
_CODE = re.compile(r"[A-Z]{2,3}")
_WAY = re.compile(r"(?i)(?:the\s+)?(?:(?:north|south|east|west)(?:ern)?[\s-]*)+")
_OWNED = re.compile(r"(?i)(?P<of>[^,]+?)['’]s?\s+(?P<rest>\S.*)")
_SIDE = re.compile(r"(?i)(?:(?:north|south|east|west)(?:ern)?[\s-]*)+\s(?=\S)")
_SAINT = re.compile(r"\bSaint ")
_STATE_OF = re.compile(
    r"(?i)^(?:the\s+)?(?:(?:arab|islamic|hashemite|democratic|socialist|federal|federative|cooperative)\s+)*"
    r"(?:republic|kingdom|sultanate|principality|grand duchy|commonwealth)\s+of\s+(?:the\s+)?"
)
"""What stands before the name of a country in full; what names another country so is in `area_names.csv`."""
_OF_COUNTRY = re.compile(r"(?i)(?P<rest>\S.*?)\s+(?:of|in)\s+(?P<of>\S.*)")


_ALONE = frozenset({("Crimea", "UKR"), ("West Bank", "PSX"), ("Gaza Strip", "PSX")})
"""Provinces, as the ground files them, that reports name without a country."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Kept:
    """An outline as a case keeps it: longitude first, WGS 84, with few enough corners to be drawn on a page."""

    geometry: BaseGeometry
    error_m: float
    """How far its line may be off, metres: what the source is good to, and what leaving corners out adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a name was taken for, and what else of it fits. ``area`` is None where nobody can tell."""

    area: AreaName | None
    others: tuple[AreaName, ...] = ()


def name_and_country(name: str) -> tuple[str, str]:
    """Return a name without the country behind its last comma, or before it, and the letters of that country.

    Examples
    --------
    >>> name_and_country("Kermanshah province, Iran"), name_and_country("Erbil")
    (('Kermanshah province', 'IR'), ('Erbil', ''))
    >>> name_and_country("Iran's western Kermanshah province"), name_and_country("Belgorod region of Russia")
    (('Kermanshah province', 'IR'), ('Belgorod region', 'RU'))
    """
    text = name.strip()
    if country_of_name(text):
        return text, ""
    before, _, behind = text.rpartition(",")
    if code := country_of_name(behind) if before.strip() else "":
        return before.strip(), code
    if (
        (owned := _OWNED.fullmatch(text))
        and not _WAY.fullmatch(owned["rest"])
        and (code := country_of_name(owned["of"]))
    ):
        bare = _SIDE.sub("", owned["rest"], count=1) if area_of_name(owned["rest"]) else owned["rest"]
        return bare, code  # "Iran's western Kermanshah province" tells where in Iran the province is
    found = _OF_COUNTRY.fullmatch(text)
    if found and area_of_name(found["rest"]) and (code := country_of_name(found["of"])):
        return found["rest"], code
    return text, ""


def country_of_name(name: str) -> str:
    """Return the two letters (three, if it has no two) of the country that a name or a code is; empty if it is none."""
    found = _countries_named(name.strip())
    return (found[0].code or found[0].country) if found else ""


def areas_named(name: str) -> tuple[AreaName, ...]:
    """Return every country, province and sea that a name may mean; countries first, then provinces, then seas.

    Parameters
    ----------
    name : str
        As reports write it: a name in English or Arabic, a code of ISO 3166 in capitals, a province with or without
        its word ("Kermanshah province"), and with its country behind a comma.
    """
    text, of = name_and_country(name)
    if not text or is_town_name(text) or _WAY.fullmatch(text):
        return ()
    found = list(_countries_named(text))
    whole = _by_name().get(fold_name(text), ())
    word = area_of_name(text)
    if not found and word is not None and word[1] == "province":
        exact = [a for a in whole if a.kind == "province"]
        stems = exact or [
            a for stem in sorted(stems_of(text)) for a in _by_name().get(stem, ()) if a.kind == "province"
        ]
        found = [*stems, *(a for a in whole if a.kind == "sea")]
    else:
        own = {a.country for a in found}
        found += [a for a in whole if a.kind != "country" and not (a.kind == "province" and a.country in own)]
    kept = [a for a in dict.fromkeys(found) if not of or a.kind != "province" or of in _codes_of(a)]
    return tuple(kept)


def meant(name: str, countries: Collection[str], *, has_towns: bool) -> Meant:
    """Return which country, province or sea a name means in a case.

    A country or sea is meant before a province of its name, unless the case lies in the country of that province. A
    province is meant by its word ("Aden governorate"), or by its bare name where no town is called so and it lies in a
    country of the case, or where reports name it alone ("Crimea").

    Parameters
    ----------
    name : str
    countries : collection of str
        Two letters of each country that the case names.
    has_towns : bool
        Whether a gazetteer knows towns of this name.
    """
    areas = areas_named(name)
    text, of = name_and_country(name)
    wholes = [a for a in areas if a.kind != "province"]
    provinces = [a for a in areas if a.kind == "province"]
    near = [a for a in provinces if _codes_of(a) & set(countries)]
    if wholes:
        is_sure = len(wholes) == 1 and not near and not (has_towns and _CODE.fullmatch(text))
        chosen = wholes[0] if is_sure else None
    elif area_of_name(text) is not None or of or any(map(is_named_alone, provinces)) or (near and not has_towns):
        fitting = near or [a for a in provinces if is_named_alone(a)] or provinces
        chosen = fitting[0] if len(fitting) == 1 else None
    else:
        chosen = None
    return Meant(area=chosen, others=tuple(a for a in areas if a is not chosen))


def is_town_name(name: str) -> bool:
    """Whether a name says that it is that of a town: "Kuwait City"."""
    return _TOWN.search(name) is not None


def is_named_alone(area: AreaName) -> bool:
    """Whether reports name a province without a country or a word, and mean it even where a town is called so."""
    return (area.name, area.country) in _ALONE


def told(area: AreaName) -> str:
    """Return what an area is, in words: "the country Yemen", "the province Punjab (India)"."""
    of = f" ({_country_names().get(area.country, area.country)})" if area.kind == "province" else ""
    return f"the {area.kind} {area.name}{of}"


def countries_of(area: AreaName) -> frozenset[str]:
    """Return the codes of the country that an area is or lies in, of two and of three letters; none of a sea."""
    return frozenset(_codes_of(area))


@cache
def _country_names() -> dict[str, str]:
    return {a.country: a.name for a in area_names() if a.kind == "country"}


def _codes_of(area: AreaName) -> set[str]:
    return {code for code in (area.country, _two_letters().get(area.country, "")) if code}


@cache
def _two_letters() -> dict[str, str]:
    return {a.country: a.code for a in area_names() if a.kind == "country"}


def _countries_named(text: str) -> tuple[AreaName, ...]:
    """Return the one country of a name, or of a code in capitals; none if it is that of something else."""
    spelt = (text, _SAINT.sub("St. ", text.replace(" and ", " & ")), _STATE_OF.sub("", text))
    return next((found for form in dict.fromkeys(spelt) if (found := _country_of_form(form))), ())


@lru_cache(maxsize=4_096)
def _country_of_form(text: str) -> tuple[AreaName, ...]:
    is_code = _CODE.fullmatch(text) is not None
    two = country_code(text) if is_code or names_a_country(text) else ""
    own = [a for a in _by_name().get(fold_name(text), ()) if a.kind == "country"]
    coded = [
        a for a in area_names() if a.kind == "country" and ((is_code and text == a.country) or (two and two == a.code))
    ]
    return tuple((coded or own)[:1])


@cache
def _by_name() -> dict[str, tuple[AreaName, ...]]:
    """Return the areas by folded name, with the spellings of `area_names.csv`."""
    made: dict[str, list[AreaName]] = {}
    known: dict[tuple[str, str, str], AreaName] = {}
    for area in area_names():
        known.setdefault((area.kind, area.name, area.country), area)
        for folded in dict.fromkeys(fold_name(text) for text in (area.name, area.name_ar) if text):
            made.setdefault(folded, []).append(area)
    text = (resources.files("geomap.places") / "area_names.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        area = known[row["kind"], row["name"], row["country"]]
        areas = made.setdefault(fold_name(row["spelling"]), [])
        areas += [] if area in areas else [area]
    return {folded: tuple(areas) for folded, areas in made.items() if folded}


@lru_cache(maxsize=64)
def kept_outline(area: AreaName) -> Kept:
    """Return the outline of an area as a case keeps it: with at most `CORNERS_MAX` corners.

    Bays narrower than twice the tolerance are closed and islands joined, then corners that are no farther from the line
    than the tolerance are left out; what both move is added to the error, so that the widened area holds the
    true one.
    """
    outline = outline_of(area, corners_max=_FINE_CORNERS_MAX)
    shape = geodesy.on_globe(outline.geometry)
    made, added_m = _rounded(shape), 0.0
    if len(shapely.get_coordinates(made)) > CORNERS_MAX:
        frame = geodesy.frame_round(shape)
        flat = frame.to_metres(shape)
        for tolerance_m in _TOLERANCES_M:
            bare = shapely.simplify(flat, tolerance_m / 4)
            if len(shapely.get_coordinates(bare)) > _TOO_MANY * CORNERS_MAX:
                continue
            made, added_m = _rounded(frame.to_lonlat(_simpler(bare, tolerance_m))), 2.25 * tolerance_m
            if len(shapely.get_coordinates(made)) <= CORNERS_MAX:
                break
    error_m = -(-(outline.error_m + added_m + _ROUNDING_M) // _STEP_M) * _STEP_M
    return Kept(geometry=made, error_m=max(error_m, _LEAST_M))


def _simpler(flat: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """Return a shape in metres with bays and straits closed and fewer corners, each no farther than the tolerance."""
    closed = shapely.buffer(shapely.buffer(flat, tolerance_m, quad_segs=2), -tolerance_m, quad_segs=2)
    return shapely.segmentize(shapely.simplify(closed, tolerance_m), _EDGE_MAX_M)


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    rounded = shapely.set_precision(shape, 10.0**-_DECIMALS)
    polygons = [p for p in shapely.get_parts(rounded) if p.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
