"""The time zone of a place: that of its country, or, where a country has several, that of the towns round it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from geomap import geodesy
from geomap.clocks import alike_on, zones_of_country
from geomap.places.gazetteer import country_code
from geomap.places.geonames import zones_near

__all__ = ["one_of", "zone_of_place"]

_TOWNS_WITHIN_M = 100_000.0
_DEGREES = 2.0
_YEARS_DAYS = 366


def zone_of_place(
    country: str, at: tuple[float, float] | None, reach_m: float, days: tuple[date, date] | None
) -> tuple[str, tuple[str, ...]]:
    """Return the zone of a place, or nothing and the zones between which nobody can tell.

    A country of one zone gives it, as does one whose zones show the same time on the days in question. Of the others
    the towns decide that lie within 100 km of all that the place may be, if they all show the same time.

    Parameters
    ----------
    country : str
        English name or ISO 3166 code; empty if it is not known.
    at : (float, float), optional
        Longitude and latitude.
    reach_m : float
        How far the place may reach from there, in metres.
    days : tuple of datetime.date, optional
        First and last day in question; None asks for zones that are one.

    Returns
    -------
    str, tuple of str
        IANA name, or an empty text and the names to choose from; both are empty where the country is not known.
    """
    zones = zones_of_country(country_code(country))
    near = _near(country_code(country), at, reach_m) if at is not None and len(zones) > 1 else []
    chosen = one_of(list(dict.fromkeys(near)) or zones, days)
    return (chosen, ()) if chosen else ("", tuple(dict.fromkeys(near)) or zones)


def one_of(zones: Collection[str], days: tuple[date, date] | None) -> str:
    """Return the first of some zones if all show the same time on some days, else nothing."""
    names = list(zones)
    is_one = len(set(names)) == 1
    if days is not None and (days[1] - days[0]).days <= _YEARS_DAYS:
        is_one = is_one or (bool(names) and alike_on(names, *days))
    return names[0] if is_one else ""


def _near(country: str, at: tuple[float, float], reach_m: float) -> list[str]:
    """Return the zones of the towns round a place, the nearest first."""
    towns = zones_near(country, at, _DEGREES + reach_m / 100_000.0)
    if not towns:
        return []
    lon, lat = (np.array([town[part] for town in towns]) for part in (1, 2))
    apart, _ = geodesy.geodesic(np.full(len(towns), at[0]), np.full(len(towns), at[1]), lon, lat)
    order = np.argsort(apart, kind="stable")
    return [towns[n][0] for n in order if apart[n] <= _TOWNS_WITHIN_M + reach_m]
