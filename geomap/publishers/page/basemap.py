"""The background that a page carries: as much of the shipped basemaps as its views can show, within a budget."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from typing import Any

from geomap.edition import Scene
from geomap.ground import country_outline, label_key, sheet
from geomap.publishers.ground import world_around_iraq
from geomap.publishers.page.shapes import pack

__all__ = ["BUDGET_BYTES", "background", "inset"]

BUDGET_BYTES = 90_000


Box = tuple[float, float, float, float]

_SHEETS = (("baghdad", 10_000), ("iraq", 1_000), ("world", 100))
"""Name of each shipped sheet, finest first, and the steps in a degree it is written in."""

_ORDER = ("land", "country", "river", "admin1", "place", "urban")
"""What goes in first when the budget is short."""


def background(scene: Scene, omitted: Set[str] = frozenset()) -> list[dict[str, Any]]:
    """Return the features of the background, ready for the page.

    Parameters
    ----------
    scene : Scene
        Its overview and views decide which sheets are needed.
    omitted : set of str
        Keys (`geomap.ground.label_key`) of places that are left out: their names are withheld.

    Returns
    -------
    list of dict
        ``layer``, ``name``, ``rank`` and ``shape``; at most `BUDGET_BYTES` as JSON.
    """
    view = _hull([scene.overview.bounds, *(account.view.bounds for account in scene.accounts)])
    has_river = any(mark.feature_type == "river" for mark in scene.marks())
    wanted = [f for name, step in _SHEETS for f in _sheet_features(name, step, view, scene.lang, omitted)]
    if has_river:
        wanted = [f for f in wanted if not (f["sheet"] == "baghdad" and f["layer"] == "river")]
    return _within_budget(sorted(wanted, key=lambda f: (_ORDER.index(f["layer"]), f["rank"], f["name"])))


def inset(scene: Scene, omitted: Set[str] = frozenset()) -> dict[str, Any] | None:
    """Return the small map that shows where in the country the frame lies, or None if the country is not known.

    Parameters
    ----------
    scene : Scene
    omitted : set of str
        Keys of places that are left out.
    """
    country = country_outline(scene.country)
    if country is None:
        return None
    shape = pack(country["geometry"], 100)
    view = scene.accounts[0].view.bounds if scene.accounts else scene.overview.bounds
    towns = [
        f
        for f in sheet("iraq")
        if f["properties"].get("layer") == "place"
        and _touches(_box(f["geometry"]), view)
        and label_key(f) not in omitted
    ]
    towns.sort(key=_rank)
    return {
        "shape": shape,
        "bounds": list(_box(country["geometry"])),
        "name": "" if label_key(country) in omitted else _name(country, scene.lang),
        "city": _name(towns[0], scene.lang) if towns else "",
    }


def _sheet_features(name: str, step: int, view: Box, lang: str, omitted: Set[str]) -> list[dict[str, Any]]:
    """Return what a view can show of one sheet; the world only where the view leaves the finer sheets."""
    features = sheet(name) if name != "world" else world_around_iraq()
    if name == "world" and sheet("iraq") and _contains(_hull([_box(f["geometry"]) for f in sheet("iraq")]), view):
        return []
    reach = _grown(view)
    turns = _turns(view, reach)
    return [
        {
            "sheet": name,
            "layer": f["properties"]["layer"],
            "name": _name(f, lang) if f["properties"]["layer"] == "place" else "",
            "rank": _rank(f),
            "shape": pack(_turned(f["geometry"], turn), step),
        }
        for f in features
        for turn in turns
        if f["properties"].get("layer") in _ORDER
        and _touches(_moved(_box(f["geometry"]), turn), reach)
        and not (f["properties"]["layer"] == "place" and label_key(f) in omitted)
    ]


def _turns(view: Box, reach: Box) -> tuple[float, ...]:
    """Return by how many degrees the ground is drawn again: a view across 180 degrees has both ends of the world."""
    if view[2] - view[0] >= 300.0:
        return (0.0,)
    return (0.0, *((360.0,) if reach[2] > 180.0 else ()), *((-360.0,) if reach[0] < -180.0 else ()))


def _moved(box: Box, turn: float) -> Box:
    return box[0] + turn, box[1], box[2] + turn, box[3]


def _turned(geometry: Mapping[str, Any], turn: float) -> Mapping[str, Any]:
    if not turn:
        return geometry

    def moved(item: Any) -> Any:
        return [item[0] + turn, *item[1:]] if isinstance(item[0], int | float) else [moved(i) for i in item]

    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [_turned(part, turn) for part in geometry["geometries"]]}
    return {**geometry, "coordinates": moved(geometry["coordinates"])}


def _within_budget(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept, spent = [], 2
    for feature in features:
        plain = {key: value for key, value in feature.items() if key != "sheet"}
        size = len(json.dumps(plain, separators=(",", ":"))) + 1
        if spent + size <= BUDGET_BYTES:
            kept.append(plain)
            spent += size
    return kept


def _name(feature: Mapping[str, Any], lang: str) -> str:
    properties = feature["properties"]
    return str(properties.get(f"name_{lang}") or properties.get("name") or "")


def _rank(feature: Mapping[str, Any]) -> float:
    properties = feature["properties"]
    for key in ("rank", "scalerank", "labelrank"):
        if properties.get(key) is not None:
            return float(properties[key])
    return 5.0


def _positions(coordinates: Any) -> list[Any]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [coordinates]
    return [p for part in coordinates for p in _positions(part)]


def _box(geometry: Mapping[str, Any]) -> Box:
    if geometry["type"] == "GeometryCollection":
        return _hull([_box(part) for part in geometry["geometries"]])
    positions = _positions(geometry["coordinates"])
    longitudes, latitudes = [p[0] for p in positions], [p[1] for p in positions]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _hull(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _grown(box: Box) -> Box:
    west, south, east, north = box
    by = max(east - west, north - south)
    return west - by, south - by, east + by, north + by


def _contains(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _touches(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
