"""Time zones from the package tzdata alone: what a machine has installed beside it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

__all__ = ["alike_on", "city", "zone", "zone_names", "zones_by_city", "zones_of_country"]


@cache
def zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name, or None if there is none of that name.

    Parameters
    ----------
    name : str
        ``Asia/Baghdad``; older names (``Europe/Kiev``) are known too.
    """
    if name not in zone_names():
        return None
    *folders, last = name.split("/")
    file = resources.files("tzdata").joinpath("zoneinfo", *folders, last)
    with file.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all zones."""
    text = resources.files("tzdata").joinpath("zones").read_text("utf-8")
    return frozenset(text.split()) - {"Factory"}


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    made: dict[str, list[str]] = {}
    for code, _, name, *_ in sorted(rows, key=lambda row: "most" not in "".join(row[3:])):
        made.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in made.items()}


def zones_of_country(country: str) -> tuple[str, ...]:
    """Return the zones of a country, that of most of it first; empty if it is not known.

    Parameters
    ----------
    country : str
        Two letters of ISO 3166, or its English or Arabic name.
    """
    code = _codes().get(country.casefold(), country.upper())
    return _by_country().get(code, ())


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    found = ((str(name).casefold(), code) for lang in ("ar", "en") for code, name in Locale(lang).territories.items())
    return {name: code for name, code in found if len(code) == 2 and code.isalpha()}


@cache
def zones_by_city() -> dict[str, str]:
    """Return zones by the city that they are called after, in both languages and small letters.

    A city of two zones is left out.
    """
    made: dict[str, set[str]] = {}
    for name in (name for names in _by_country().values() for name in names):
        for spelt in (city(name), city(name, "ar"), name.rpartition("/")[2].replace("_", " ")):
            made.setdefault(spelt.casefold(), set()).add(name)
    return {spelt: min(found) for spelt, found in made.items() if len(found) == 1}


def alike_on(names: Iterable[str], first: date, last: date) -> bool:
    """Whether some zones show the same time from a day before the first to a day after the last of some days.

    Parameters
    ----------
    names : iterable of str
        IANA names; a name that is no zone is like nothing.
    first, last : datetime.date
        At most some months apart: each day is looked at.
    """
    zones = [zone(name) for name in names]
    if None in zones:
        return False
    days = range(-1, (last - first).days + 2)
    noons = [datetime(first.year, first.month, first.day, 12) + timedelta(days=n) for n in days]
    return all(len({noon.replace(tzinfo=z).utcoffset() for z in zones}) == 1 for noon in noons)


def city(name: str, lang: str = "en") -> str:
    """Return the city by which a zone is known, in a language; in English where that language has none.

    Examples
    --------
    >>> city("America/New_York"), city("Asia/Baghdad", "ar")
    ('New York', 'بغداد')
    """
    return _cities(lang).get(name) or name.rpartition("/")[2].replace("_", " ")


@cache
def _cities(lang: str) -> dict[str, str]:
    """Return the cities of zones as Unicode’s CLDR names them; zones stand there by older names as well."""
    from babel import Locale
    from babel.core import get_global

    named = {str(key): dict(words) for key, words in Locale(lang).time_zones.items()}
    made = {key: str(words["city"]) for key, words in named.items() if words.get("city")}
    older = get_global("zone_aliases")
    return made | {new: made[old] for new, old in older.items() if old in made and new not in made}
