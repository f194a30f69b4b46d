"""What a feature of somebody's streets is drawn as: the words of each schema that files of streets come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["DRAWN", "KEYS", "LAYERS", "layer_of"]

LAYERS = ("water", "park", "road", "bridge", "minor_road", "building")
"""What is drawn, in the order in which it goes in when the budget is short."""

DRAWN = ("water", "park", "building", "minor_road", "road", "bridge")
"""The same, in the order in which it is drawn."""

KEYS = (
    "layer", "highway", "bridge", "building", "waterway", "natural", "leisure", "landuse",
    "class", "subclass", "brunnel", "kind", "kind_detail", "is_bridge", "pmap:kind", "pmap:kind_detail", "fclass",
)  # fmt: skip
"""The properties that are looked at; names, numbers and uses of houses are never read."""

_MAIN = frozenset({"motorway", "trunk", "primary", "secondary", "highway", "major_road"})
_MINOR = frozenset(
    {
        "tertiary",
        "unclassified",
        "residential",
        "living_street",
        "minor",
        "minor_road",
        "medium_road",
        "other",
        "busway",
    }
)
_PARKS = {
    "leisure": frozenset({"park", "garden"}),
    "landuse": frozenset({"grass", "recreation_ground", "forest", "village_green"}),
    "natural": frozenset({"wood"}),
}
_WATER = {
    "natural": frozenset({"water"}),
    "waterway": frozenset({"river", "canal", "riverbank", "stream"}),
    "landuse": frozenset({"reservoir", "basin"}),
}
_PLAIN = {
    "roads": "road", "main_road": "road", "main_roads": "road", "minor_roads": "minor_road", "parks": "park",
    "bridges": "bridge", "river": "water", "rivers": "water", "buildings": "building",
}  # fmt: skip
_ROADS = ("transportation", "roads", "streets")
"""Layers of roads in the tiles of OpenMapTiles, Protomaps and Shortbread; the others below in the same order."""
_WATERS = ("water", "waterway", "ocean", "water_polygons", "water_lines")
_GREENS = ("park", "landcover", "landuse", "land")
_BUILDINGS = ("building", "buildings")
_GREEN = frozenset(
    {"park", "garden", "grass", "wood", "forest", "national_park", "nature_reserve", "public_park", "village_green"}
    | {"recreation_ground", "golf_course", "grassland", "meadow"}
)
_NO_WATER = frozenset({"dam", "weir", "pier", "swimming_pool", "drain", "ditch"})
_NO = frozenset({"", "no", "false", "0"})
_EXTRACT = (("roads", _ROADS[1]), ("water", _WATERS[0]), ("landuse", _GREENS[2]), ("building", _BUILDINGS[1]))
"""Words in the names of layers of extracts that have the class in ``fclass``, and what they are."""


def layer_of(properties: Mapping[str, Any], layer: str = "") -> str:
    """Return what a feature is drawn as, or an empty text.

    By a plain ``layer`` property; by the layer that it lies in, in vector tiles of the usual schemas; else by
    OpenStreetMap's keys.

    Parameters
    ----------
    properties : mapping
    layer : str
        Name of the layer in the file; empty where a file has only one.

    Examples
    --------
    >>> layer_of({"highway": "primary"}), layer_of({"highway": "primary", "bridge": "yes"}), layer_of({"shop": "x"})
    ('road', 'bridge', '')
    >>> layer_of({"class": "minor"}, "transportation"), layer_of({"kind": "lake"}, "water")
    ('minor_road', 'water')
    """
    told = {key: str(value).lower() for key, value in properties.items() if value is not None and value == value}
    plain = told.get("layer", "")
    if plain in LAYERS or plain in _PLAIN:
        return _PLAIN.get(plain, plain)
    kind = _first(told, ("class", "kind", "pmap:kind", "fclass"))
    within = _within(layer.lower(), told)
    if within and (kind or within in (*_WATERS, *_BUILDINGS)):
        return _of_tile(kind, within, told)
    return _of_keys(told)


def _first(told: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((told[key] for key in keys if told.get(key)), "")


def _within(layer: str, told: Mapping[str, str]) -> str:
    """Return which layer of tiles a layer is; that of an extract by a word in its name."""
    if layer in (*_ROADS, *_WATERS, *_GREENS, *_BUILDINGS):
        return layer
    if "fclass" in told:
        return next((known for word, known in _EXTRACT if word in layer), "")
    return ""


def _of_tile(kind: str, within: str, told: Mapping[str, str]) -> str:
    if within in _ROADS:
        fine = _first(told, ("kind_detail", "pmap:kind_detail")) if kind in ("minor_road", "other") else ""
        is_bridge = told.get("brunnel") == "bridge" or _first(told, ("is_bridge", "bridge")) not in _NO
        return _road(kind, is_bridge=is_bridge) if _is_street(fine) else ""
    if within in _WATERS:
        return "" if kind in _NO_WATER else "water"
    if within in _BUILDINGS:
        return "building" if kind != "address" else ""
    return "park" if kind in _GREEN else ""


def _is_street(fine: str) -> bool:
    """Whether a minor road is none of the paths and drives that tiles file with them."""
    return not fine or fine.removesuffix("_link") in _MAIN | _MINOR


def _road(kind: str, *, is_bridge: bool) -> str:
    plain = kind.removesuffix("_link")
    if plain not in _MAIN | _MINOR:
        return ""
    return "bridge" if is_bridge else "road" if plain in _MAIN else "minor_road"


def _of_keys(told: Mapping[str, str]) -> str:
    road = _road(told.get("highway", ""), is_bridge=told.get("bridge", "") not in _NO)
    if road:
        return road
    for layer, keys in (("water", _WATER), ("park", _PARKS)):
        if any(told.get(key, "") in values for key, values in keys.items()):
            return layer
    return "building" if told.get("building", "") not in _NO else ""
