"""Where land and countries are: good for finding swapped coordinates and mistyped countries, for nothing else.

The outlines of geodata/borders hold their whole country with every islet, and what any side claims; they are widened
once more here. A place outside of them lies some 25 km outside or more.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.paths import geodata_file

__all__ = ["BORDER_ERROR_DEG", "country_shape", "is_far_from_land", "is_inside"]

BORDER_ERROR_DEG = 0.12
"""The outlines are some 13 km too wide already; with this, nothing closer than 25 km to a border is told."""

_COARSE_DEG = 0.25
_FORMER = ("yugoslavia", "soviet union")
"""Names of what was larger than any country of today; nothing is held against them."""

_NAMES = {
    "bosnia and herzegovina": "bosnia and herz.",
    "bosnia-herzegovina": "bosnia and herz.",
    "bosnia & herzegovina": "bosnia and herz.",
    "burma": "myanmar",
    "cape verde": "cabo verde",
    "central african republic": "central african rep.",
    "congo - brazzaville": "congo",
    "congo - kinshasa": "dem. rep. congo",
    "democratic republic of congo": "dem. rep. congo",
    "democratic republic of the congo": "dem. rep. congo",
    "dominican republic": "dominican rep.",
    "dr congo": "dem. rep. congo",
    "equatorial guinea": "eq. guinea",
    "iran, islamic republic of": "iran",
    "ivory coast": "cote d'ivoire",
    "north macedonia": "macedonia",
    "occupied palestinian territory": "palestine",
    "palestinian territories": "palestine",
    "republic of congo": "congo",
    "republic of the congo": "congo",
    "russian federation": "russia",
    "solomon islands": "solomon is.",
    "south sudan": "s. sudan",
    "swaziland": "eswatini",
    "syrian arab republic": "syria",
    "turkiye": "turkey",
    "united states": "united states of america",
    "viet nam": "vietnam",
    "western sahara": "w. sahara",
}
"""What tables call a country, and what Natural Earth does."""


@cache
def _countries() -> dict[str, BaseGeometry]:
    document = json.loads(geodata_file("borders", "countries.geojson").read_text("utf-8"))
    return {
        _folded(str(feature["properties"].get("name") or "")): shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


@cache
def _coarse_land() -> BaseGeometry:
    """Return the coarse world of the map, widened: what lies in it is on land, and that is quickly told."""
    document = json.loads(geodata_file("basemap", "world.geojson").read_text("utf-8"))
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in document["features"]]
    land = shapely.buffer(shapely.union_all(shapes), _COARSE_DEG)
    shapely.prepare(land)
    return land


@cache
def _tree() -> shapely.STRtree:
    return shapely.STRtree([part for shape in _countries().values() for part in shapely.get_parts(shape)])


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.partition("(")[0].replace("’", "'").casefold().removeprefix("the ").strip()
    return _NAMES.get(plain, plain)


def is_far_from_land(lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether points lie in the open sea, some 13 km from any coast or farther.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float
        Degrees.
    """
    far = ~np.asarray(shapely.contains_xy(_coarse_land(), lon, lat), dtype=bool)
    doubtful = np.flatnonzero(far)
    near, _ = _tree().query(shapely.points(lon[doubtful], lat[doubtful]), predicate="intersects")
    far[doubtful[near]] = False
    return far


def is_inside(shape: BaseGeometry, lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether points lie in a country, within the map's error."""
    wide = shapely.buffer(shape, BORDER_ERROR_DEG)
    shapely.prepare(wide)
    return np.asarray(shapely.contains_xy(wide, lon, lat))


def country_shape(name: str) -> BaseGeometry | None:
    """Return the outline of a country by its English name or ISO 3166 code, or None if it is not known.

    Parameters
    ----------
    name : str
        For example ``Iraq``, ``IQ`` or ``IRQ``.
    """
    countries = _countries()
    if any(former in name.lower() for former in _FORMER):
        return None
    found = countries.get(_folded(name))
    if found is None and len(name) in (2, 3):
        import babel
        from babel.core import get_global

        code = name.upper()
        two = get_global("territory_aliases").get(code, [code])[0] if len(code) == 3 else code
        found = countries.get(_folded(babel.Locale("en").territories.get(two, "")))
    return found
