"""How exactly a place is known: one crosswalk from every system's code to a class and a radius.

ACLED's 1 is a whole town, Atlos' "Exact" is 10 m: the codes cannot be compared, so each is looked up here, once, and
the original is kept beside the result. A radius marked as proposed is ours; no standard gives one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geomap.errors import UnknownId

__all__ = [
    "DISC_MAX_M",
    "LISTED_CLASSES",
    "SEA_MAX_M",
    "Precision",
    "class_radius_m",
    "coarseness",
    "lookup",
    "systems",
]

DISC_MAX_M = 150.0
"""A dot, or a disc for each event, only up to this radius; above it a place is an area."""

LISTED_CLASSES = frozenset({"country", "sea_air", "unlocated"})
"""Places so coarse that they are listed, never drawn; but for a part of the sea that is told with its size."""

SEA_MAX_M = 100_000.0
"""A place at sea is drawn up to this radius, if somebody states one; it is the widest of the crosswalk's."""

_COARSENESS = (
    "exact",
    "compound",
    "street",
    "nearby_landmark",
    "village",
    "neighbourhood_area",
    "town",
    "city",
    "city_part",
    "subdistrict",
    "district",
    "province",
    "country",
    "sea_air",
    "unlocated",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What one system's code says of a place."""

    system: str
    code: str
    meaning: str
    location_class: str
    radius_m: float | None
    """Half-width in metres where no outline is known; None means listed, not drawn."""
    is_proposed: bool
    """The radius is our own proposal."""


@cache
def _crosswalk() -> dict[tuple[str, str], Precision]:
    text = (resources.files("geomap.precision") / "crosswalk.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        (row["system"], row["code"].lower()): Precision(
            system=row["system"],
            code=row["code"],
            meaning=row["meaning"],
            location_class=row["location_class"],
            radius_m=float(row["radius_m"]) if row["radius_m"] else None,
            is_proposed=row["proposed"] == "yes",
        )
        for row in rows
    }


def systems() -> tuple[str, ...]:
    """Return the systems whose codes are known."""
    return tuple(dict.fromkeys(system for system, _ in _crosswalk()))


def lookup(system: str, code: str) -> Precision:
    """Return what a system's code says of a place.

    Parameters
    ----------
    system : str
        ``geomap``, ``acled``, ``ucdp``, ``airwars``, ``atlos``, ``gtd`` or ``gdelt``.
    code : str
        The code as it stands in the data, in any case of letters.

    Raises
    ------
    UnknownId
        If the system or the code is not known; a guess would shrink somebody's doubt.
    """
    try:
        return _crosswalk()[system, code.strip().lower()]
    except KeyError:
        known = ", ".join(p.code for p in _crosswalk().values() if p.system == system) or "nothing"
        raise UnknownId(f'"{code}" is no precision code of {system} (known: {known})') from None


def class_radius_m(location_class: str) -> float | None:
    """Return the radius of a location class where no outline and no extent is known, in metres; None means listed."""
    return lookup("geomap", location_class).radius_m


def coarseness(location_class: str) -> int:
    """Return the rank of a location class: the larger, the coarser. ``context`` has none and counts as unlocated."""
    return _COARSENESS.index(location_class) if location_class in _COARSENESS else len(_COARSENESS)
