"""The background that a page carries: as much of the shipped basemaps as its views can show, within a budget."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from functools import cache
from itertools import pairwise
from typing import Any

from babel import Locale
from shapely.geometry import LineString, Point
from shapely.geometry import shape as shape_of

from geomap.edition import Scene
from geomap.ground import label_key, sheet
from geomap.publishers.page.shapes import pack

__all__ = ["BUDGET_BYTES", "background", "inset"]

BUDGET_BYTES = 90_000


Box = tuple[float, float, float, float]
_Position = tuple[float, float]

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
    country = _country(scene.country)
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


@cache
def _world_around_iraq() -> tuple[Mapping[str, Any], ...]:
    """Return the world without the coarse border of the country that has a sheet of its own.

    The borders of its neighbours end where they meet its finer one.
    """
    fine = next((f["geometry"] for f in sheet("iraq") if f["properties"].get("layer") == "country"), None)
    coarse = next((f["geometry"] for f in sheet("world") if f["properties"].get("name") == "Iraq"), None)
    if fine is None or coarse is None:
        return sheet("world")
    border = shape_of(fine).exterior
    shared = {frozenset(edge) for ring in _rings(coarse) for edge in pairwise(ring)}
    return tuple(
        {**f, "geometry": _without(f["geometry"], shared, border)}
        for f in sheet("world")
        if f["properties"].get("name") != "Iraq"
    )


def _rings(geometry: Mapping[str, Any]) -> list[list[_Position]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]


def _without(geometry: Mapping[str, Any], edges: set[frozenset[_Position]], border: LineString) -> Mapping[str, Any]:
    """Return an outline without some edges, each end that this leaves led to the nearest point of a border."""
    lines: list[list[_Position]] = []
    for ring in _rings(geometry):
        cuts = [n for n, edge in enumerate(pairwise(ring)) if frozenset(edge) in edges]
        if not cuts:
            lines.append(ring)
            continue
        turned = [*ring[cuts[0] + 1 : -1], *ring[: cuts[0] + 2]]  # begins behind a cut, and ends with it
        line = [_nearest(border, turned[0]), turned[0]]
        for edge in pairwise(turned):
            if frozenset(edge) not in edges:
                line.append(edge[1])
                continue
            if len(line) > 2:
                lines.append([*line, _nearest(border, line[-1])])
            line = [_nearest(border, edge[1]), edge[1]]
    if len(lines) == len(_rings(geometry)) and all(line[0] == line[-1] for line in lines):
        return geometry
    return {"type": "MultiLineString", "coordinates": lines}


def _nearest(border: LineString, position: _Position) -> _Position:
    point = border.interpolate(border.project(Point(position)))
    return point.x, point.y


def _sheet_features(name: str, step: int, view: Box, lang: str, omitted: Set[str]) -> list[dict[str, Any]]:
    """Return what a view can show of one sheet; the world only where the view leaves the finer sheets."""
    features = sheet(name) if name != "world" else _world_around_iraq()
    if name == "world" and sheet("iraq") and _contains(_hull([_box(f["geometry"]) for f in sheet("iraq")]), view):
        return []
    reach = _grown(view)
    return [
        {
            "sheet": name,
            "layer": f["properties"]["layer"],
            "name": _name(f, lang) if f["properties"]["layer"] == "place" else "",
            "rank": _rank(f),
            "shape": pack(f["geometry"], step),
        }
        for f in features
        if f["properties"].get("layer") in _ORDER
        and _touches(_box(f["geometry"]), reach)
        and not (f["properties"]["layer"] == "place" and label_key(f) in omitted)
    ]


def _within_budget(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept, spent = [], 2
    for feature in features:
        plain = {key: value for key, value in feature.items() if key != "sheet"}
        size = len(json.dumps(plain, separators=(",", ":"))) + 1
        if spent + size <= BUDGET_BYTES:
            kept.append(plain)
            spent += size
    return kept


def _country(code: str) -> Mapping[str, Any] | None:
    """Return the outline of a country, by the two letters of ISO 3166; the finer sheet first."""
    name = Locale.parse("en").territories.get(code.upper(), code)
    for name_of_sheet in ("iraq", "world"):
        for feature in sheet(name_of_sheet):
            if feature["properties"].get("layer") == "country" and feature["properties"].get("name") == name:
                return feature
    return None


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
