"""Whether what a table says of province and district agrees with a place of the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from geomap import geodesy
from geomap.places.areas import stems_of, us_states
from geomap.places.candidate import Candidate
from geomap.places.geonames import codes_of_provinces, towns_of
from geomap.places.names import fold_name

__all__ = ["Learned", "agrees", "learned_codes"]

Learned = Mapping[tuple[str, str], str]
"""Codes of provinces by country and folded name, as several places of one table have them."""

_DISTRICT_M = 100_000.0
_LEARNED_MIN, _LEARNED_SHARE = 2, 0.75


def agrees(candidate: Candidate, admin1: str, admin2: str, learned: Learned) -> bool | None:
    """Return whether a place lies where a row says, or None if that cannot be told.

    Parameters
    ----------
    candidate : Candidate
    admin1, admin2 : str
        Names of the province and the district; empty if the row names none.
    learned : mapping
        Of `learned_codes`.
    """
    codes = _codes(admin1, candidate.country) if admin1 else frozenset()
    if admin1 and not codes:
        known = learned.get((candidate.country, fold_name(admin1)))
        codes = frozenset({known}) if known else codes
    if codes and candidate.admin1 and candidate.admin1 not in codes:
        return False
    is_sure = bool(codes and candidate.admin1)
    near = _is_near_district(candidate, admin2) if admin2 else None
    if near is False and not (is_sure and not _towns_in(admin2, candidate)):
        return False
    return True if is_sure or near else None


@cache
def _codes(admin1: str, country: str) -> frozenset[str]:
    if country == "US":
        states = us_states()
        found = {states[s] for s in stems_of(admin1) if s in states}
        return frozenset(found or ({admin1.upper()} if admin1.upper() in states.values() else set()))
    return codes_of_provinces(stems_of(admin1), country)


def _towns_in(admin2: str, candidate: Candidate) -> list[tuple[float, float]]:
    towns = [town for stem in stems_of(admin2) for town in towns_of(stem, candidate.country)]
    return [(lon, lat) for code, lon, lat in towns if code == candidate.admin1 or not candidate.admin1]


def _is_near_district(candidate: Candidate, admin2: str) -> bool | None:
    """Return whether a place lies near the town that its district is called after; None if there is no such town."""
    if fold_name(candidate.name) in stems_of(admin2):
        return None
    towns = [(lon, lat) for stem in stems_of(admin2) for _, lon, lat in towns_of(stem, candidate.country)]
    if not towns:
        return None
    lon, lat = np.array(towns).T
    apart, _ = geodesy.geodesic(np.full(len(lon), candidate.longitude), np.full(len(lat), candidate.latitude), lon, lat)
    return bool((apart <= _DISTRICT_M).any())


def learned_codes(rows: Iterable[tuple[tuple[Candidate, ...], str, str]]) -> dict[tuple[str, str], str]:
    """Return the codes of provinces whose names say nothing, where the places of a table agree on them.

    Parameters
    ----------
    rows : iterable of tuple
        What the name of a place may mean in its country, the code of the country, and the name of the province.
    """
    names: dict[tuple[str, str], dict[str, str]] = {}
    for found, country, admin1 in rows:
        codes = {c.admin1 for c in found if not c.is_by_name}
        if admin1 and country and len(codes) == 1 and not _codes(admin1, country):
            (code,) = codes
            names.setdefault((country, fold_name(admin1)), {})[fold_name(found[0].name)] = code
    learned = {}
    for key, by_name in names.items():
        code, n = Counter(by_name.values()).most_common(1)[0]
        if code and n >= _LEARNED_MIN and n >= _LEARNED_SHARE * len(by_name):
            learned[key] = code
    return learned
