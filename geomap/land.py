"""Where land and countries are: good for finding swapped coordinates and mistyped countries, for nothing else.

The outlines of geodata/borders hold their whole country with every islet, and what any side claims; they are widened
once more here. A place outside of them lies some 25 km outside or more.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.paths import geodata_file

__all__ = [
    "AT_SEA",
    "BORDER_ERROR_DEG",
    "against_country",
    "at_sea_by_name",
    "country_shape",
    "is_country",
    "is_far_from_land",
    "is_inside",
    "is_near",
    "lies_in",
]

Degrees = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Codes = np.ndarray[Any, np.dtype[np.int64]]

BORDER_ERROR_DEG = 0.12
"""The outlines are some 13 km too wide already; with this, nothing closer than 25 km to a border is told."""

_SEA_DEG = 0.6
"""How far from a country a place that is nobody's land may lie and be its own: islets that no outline holds."""

AT_SEA = "sea"
"""What stands for a country where there is none."""

_SEA = (
    r"(?i)\b(?:sea|ocean|gulf|straits?|bay|channel|waters|offshore|coast|mande?b|mandab|hormuz)\b|بحر|خليج|مضيق|سواحل"
)
"""A name of what lies at sea."""

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


_WITH = {
    "australia": "ashmore and cartier is.|coral sea is.|heard i. and mcdonald is.|indian ocean ter.|norfolk island",
    "china": "hong kong|macao|taiwan",
    "cyprus": "akrotiri|cyprus u.n. buffer zone|dhekelia|n. cyprus",
    "denmark": "faeroe is.|greenland",
    "finland": "aland",
    "france": "clipperton i.|fr. polynesia|fr. s. antarctic lands|new caledonia|st-barthelemy|st-martin"
    "|st. pierre and miquelon|wallis and futuna is.",
    "kazakhstan": "baikonur",
    "morocco": "w. sahara",
    "netherlands": "aruba|curacao|sint maarten",
    "new zealand": "cook is.|niue",
    "serbia": "kosovo",
    "somalia": "somaliland",
    "united kingdom": "akrotiri|anguilla|bermuda|br. indian ocean ter.|british virgin is.|cayman is.|dhekelia"
    "|falkland is.|gibraltar|guernsey|isle of man|jersey|montserrat|pitcairn is.|s. geo. and the is.|saint helena"
    "|turks and caicos is.",
    "united states of america": "american samoa|guam|n. mariana is.|puerto rico|u.s. minor outlying is.|u.s. virgin is."
    "|usnb guantanamo bay",
}
"""Land that Natural Earth shows by itself and that tables give to a country, whoever may be right."""


@cache
def _named_shapes() -> dict[str, BaseGeometry]:
    document = json.loads(geodata_file("borders", "countries.geojson").read_text("utf-8"))
    return {
        str(feature["properties"].get("name") or ""): shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


@cache
def _countries() -> dict[str, BaseGeometry]:
    return {_folded(name): shape for name, shape in _named_shapes().items()}


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


def is_far_from_land(lon: Degrees, lat: Degrees) -> Flags:
    """Whether points lie in the open sea, some 13 km from any coast or farther.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float
        Degrees.
    """
    xy, of_each = _positions(lon, lat)
    far: Flags = ~np.asarray(shapely.contains_xy(_coarse_land(), *xy), dtype=bool)
    far[far] = ~_is_on_land(xy[:, far])
    return np.asarray(far[of_each])


def is_inside(shape: BaseGeometry, lon: Degrees, lat: Degrees) -> Flags:
    """Whether points lie in a country, within the map's error."""
    xy, of_each = _positions(lon, lat)
    held: Flags = np.asarray(shapely.contains_xy(_widened(shape), *xy), dtype=bool)
    return held[of_each]


@lru_cache(maxsize=32)
def _widened(shape: BaseGeometry) -> BaseGeometry:
    wide = shapely.buffer(shape, BORDER_ERROR_DEG)
    shapely.prepare(wide)
    return wide


def against_country(lon: Degrees, lat: Degrees, country: str) -> Flags:
    """Whether points lie outside of a country by more than the map's error; none does where nobody knows it.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float
        Degrees.
    country : str
        English name or ISO 3166 code.
    """
    shape = country_shape(country) if country else None
    if shape is None:
        return np.zeros(len(lon), dtype=bool)
    outside = ~is_inside(shape, lon, lat)
    if outside.any():
        outside[outside] = ~is_near(shape, lon[outside], lat[outside])
    return outside


def lies_in(lon: Degrees, lat: Degrees) -> list[str]:
    """Return the English name of the country in which each point lies, as the map has it, or `AT_SEA`.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float
        Degrees.
    """
    made = [AT_SEA] * len(lon)
    at, parts = _tree().query(shapely.points(lon, lat), predicate="intersects")
    names, spelt = _names_of_parts(), _spelt()
    for point, part in sorted(zip(at.tolist(), parts.tolist(), strict=True), reverse=True):
        made[point] = spelt[names[part]]
    return made


@cache
def _names_of_parts() -> list[str]:
    return [name for name, shape in _countries().items() for _ in shapely.get_parts(shape)]


@cache
def _spelt() -> dict[str, str]:
    """Return how the names of countries are written out, by folded name."""
    import babel

    short = {_folded(name): name for name in _named_shapes()}
    return short | {_folded(n): n for n in babel.Locale("en").territories.values() if _folded(n) in short}


def is_near(shape: BaseGeometry, lon: Degrees, lat: Degrees) -> Flags:
    """Whether points lie off the land of every country and no farther from this one than its islets may lie."""
    xy, of_each = _positions(lon, lat)
    near: Flags = np.asarray(shapely.dwithin(shapely.points(*xy), shape, _SEA_DEG), dtype=bool)
    near[near] = ~_is_on_land(xy[:, near])
    return near[of_each]


def _positions(lon: Degrees, lat: Degrees) -> tuple[Degrees, Codes]:
    """Return the different positions, as longitudes and latitudes, and for each point which of them is its own."""
    different, of_each = np.unique(lon + 1j * lat, return_inverse=True)
    return np.vstack([different.real, different.imag]), of_each


def _is_on_land(xy: Degrees) -> Flags:
    """Whether positions lie on the land of any country."""
    held = np.zeros(xy.shape[1], dtype=bool)
    on_land, _ = _tree().query(shapely.points(*xy), predicate="intersects")
    held[on_land] = True
    return held


def at_sea_by_name(places: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Whether places are said to lie at sea, or stand for orientation: no land is held against them.

    Parameters
    ----------
    places : pandas.DataFrame
        With ``location_class`` and ``name``.
    """
    at_sea = places["location_class"].isin(["sea_air", "context"]).to_numpy()
    return np.asarray(at_sea | places["name"].str.contains(_SEA, regex=True).fillna(False).to_numpy(dtype=bool))


def is_country(name: str) -> bool:
    """Whether somebody may mean a country, one of former days among them, by this English name or ISO 3166 code."""
    import babel

    is_code = len(name) == 2 and name.upper() in babel.Locale("en").territories
    return is_code or any(former in name.lower() for former in _FORMER) or country_shape(name) is not None


@cache
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
    own = _folded(name)
    found = countries.get(own)
    if found is None and len(name) in (2, 3):
        import babel
        from babel.core import get_global

        code = name.upper()
        two = get_global("territory_aliases").get(code, [code])[0] if len(code) == 3 else code
        own = _folded(babel.Locale("en").territories.get(two, ""))
        found = countries.get(own)
    further = [countries[part] for part in _WITH.get(own, "").split("|") if part in countries]
    return shapely.union_all([found, *further]) if found is not None and further else found
