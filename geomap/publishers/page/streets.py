"""Streets of the desk's own under the map: roads, parks, water, bridges, cut to the views and to a budget."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely

from geomap.edition import Scene, View
from geomap.errors import UnreadableInput, UsageError
from geomap.geodesy import Frame
from geomap.look import Streets
from geomap.publishers.page.shapes import pack
from geomap.signs import DESKTOP_PX, PHONE_PX

__all__ = ["BUDGET_BYTES", "LAYERS", "layer_of", "read_streets", "street_features"]

BUDGET_BYTES = 120_000

LAYERS = ("water", "park", "bridge", "road", "minor_road")
"""What is drawn, in the order in which it goes in when the budget is short."""

_DRIVERS = {"GeoJSON": b"{", "GPKG": b"SQLite format 3\0"}
"""Formats that are read, and how their files begin; GDAL is not asked to guess among its others."""

_MAIN = frozenset({"motorway", "trunk", "primary", "secondary"})
_MINOR = frozenset({"tertiary", "unclassified", "residential", "living_street"})
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
    "bridges": "bridge", "river": "water", "rivers": "water",
}  # fmt: skip
_CREDITS = ("licence", "license", "attribution", "credit", "copyright")
_STEP = 20_000
_TOLERANCES_DEG = (0.00002, 0.00005, 0.0001, 0.0002, 0.0004)
"""About 2, 5, 10, 20 and 40 metres."""
_FRAMES_PX = {"desktop": DESKTOP_PX, "phone": PHONE_PX}
_ROOM = 1.3
"""Width and height of what is kept, in opening views: what a reader sees who moves the map a little."""


def layer_of(properties: Mapping[str, Any]) -> str:
    """Return what a feature is drawn as, or an empty text: by a plain ``layer`` property, else by OpenStreetMap's keys.

    Parameters
    ----------
    properties : mapping

    Examples
    --------
    >>> layer_of({"highway": "primary"}), layer_of({"highway": "primary", "bridge": "yes"}), layer_of({"shop": "x"})
    ('road', 'bridge', '')
    """
    told = {key: str(value) for key, value in properties.items() if value is not None and value == value}
    plain = told.get("layer", "").lower()
    if plain in LAYERS or plain in _PLAIN:
        return _PLAIN.get(plain, plain)
    road = told.get("highway", "").removesuffix("_link")
    if road in _MAIN | _MINOR:
        if told.get("bridge", "no") not in ("no", ""):
            return "bridge"
        return "road" if road in _MAIN else "minor_road"
    for layer, keys in (("water", _WATER), ("park", _PARKS)):
        if any(told.get(key, "") in values for key, values in keys.items()):
            return layer
    return ""


def read_streets(path: Path, credit: str = "") -> Streets:
    """Read streets from a GeoJSON or GeoPackage file.

    Parameters
    ----------
    path : pathlib.Path
    credit : str
        What the page must say of their source; empty takes the file's own licence, if it names one.

    Raises
    ------
    UnreadableInput
        If the file is neither, or cannot be read.
    UsageError
        If nobody says whose data it is, or nothing in it can be drawn.
    """
    import pyogrio

    source = path.resolve()
    driver = _driver(source)
    try:
        tables = []
        for layer in [None] if driver == "GeoJSON" else [name for name, _ in pyogrio.list_layers(source)]:
            if pyogrio.read_info(source, layer=layer)["driver"] != driver:
                raise UnreadableInput(f"{path} is not what it says it is. Give GeoJSON or GeoPackage.")
            table = pyogrio.read_dataframe(source, layer=layer)
            if hasattr(table, "geometry") and len(table):
                tables.append(table if table.crs is None else table.to_crs(4326))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise UnreadableInput(f"{path} could not be read as {driver}: {error}.") from error
    rows = [row for table in tables for row in table.to_dict("records")]
    said = credit.strip() or _own_credit(source, driver, rows)
    if not said:
        raise UsageError(
            f"{path} names no licence. Say whose data it is, as its licence asks for: "
            '--basemap-credit "© OpenStreetMap contributors".'
        )
    features = tuple(
        {"layer": layer, "geometry": row["geometry"]}
        for row in rows
        if row["geometry"] is not None and (layer := layer_of(row))
    )
    if not features:
        raise UsageError(
            f"{path} holds nothing that can be drawn. Give features the property layer ({', '.join(LAYERS)}) "
            "or OpenStreetMap's highway, bridge, waterway, natural, leisure or landuse."
        )
    return Streets(features=features, credit=said)


def _driver(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise UnreadableInput(f"{path} could not be read: {error.strerror or error}.") from error
    for driver, start in _DRIVERS.items():
        if head.startswith(start):
            return driver
    raise UnreadableInput(f"{path} is neither GeoJSON nor GeoPackage; streets are read from these two.")


def _own_credit(path: Path, driver: str, rows: Iterable[Mapping[str, Any]]) -> str:
    top = json.loads(path.read_text("utf-8-sig")) if driver == "GeoJSON" else {}
    found = [str(top[key]) for key in _CREDITS if isinstance(top.get(key), str)]
    found += [str(row[key]) for row in rows for key in _CREDITS if isinstance(row.get(key), str) and row[key]]
    return "; ".join(dict.fromkeys(found))


def street_features(streets: Streets, scene: Scene) -> list[dict[str, Any]]:
    """Return streets ready for the page: cut to the opening views, as fine as the budget allows.

    Parameters
    ----------
    streets : Streets
    scene : Scene

    Returns
    -------
    list of dict
        ``layer``, ``name``, ``rank`` and ``shape`` as `geomap.publishers.page.basemap` has them; at most
        `BUDGET_BYTES` as JSON. What does not fit at the coarsest is left out, minor roads first.
    """
    window = shapely.union_all([box for view in _views(scene) for box in _boxes(view)])
    by_layer = {
        layer: _cut([f["geometry"] for f in streets.features if f["layer"] == layer], window) for layer in LAYERS
    }
    made: list[dict[str, Any]] = []
    for tolerance in _TOLERANCES_DEG:
        made = [packed for layer, shape in by_layer.items() for packed in _packed(layer, shape, tolerance)]
        if _size(made) <= BUDGET_BYTES:
            return made
    while _size(made) > BUDGET_BYTES:
        made.pop()
    return made


def _size(features: list[dict[str, Any]]) -> int:
    return len(json.dumps(features, separators=(",", ":")))


def _cut(shapes: list[Any], window: Any) -> Any:
    inside = [shapely.make_valid(shape).intersection(window) for shape in shapes if shape.intersects(window)]
    lines = [part for shape in inside for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    areas = [part for shape in inside for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.line_merge(shapely.MultiLineString(lines)), shapely.union_all(areas)


def _packed(layer: str, shapes: tuple[Any, Any], tolerance: float) -> list[dict[str, Any]]:
    simple = [shape.simplify(tolerance) for shape in shapes]
    geometries = [shapely.geometry.mapping(shape) for shape in simple if not shape.is_empty]
    return [{"layer": layer, "name": "", "rank": 0, "shape": pack(geometry, _STEP)} for geometry in geometries]


def _views(scene: Scene) -> list[View]:
    return [account.view for account in scene.accounts] or [scene.overview]


def _boxes(view: View) -> list[Any]:
    """Return what the opening view shows on each screen, with room to move."""
    west, south, east, north = view.bounds
    boxes = []
    for screen, (wide, high) in _FRAMES_PX.items():
        center = view.center if screen == "desktop" else view.phone_center
        scale = view.metres_per_px if screen == "desktop" else view.phone_metres_per_px
        if center is not None and scale is not None:
            half = (wide * scale * _ROOM / 2, high * scale * _ROOM / 2)
            boxes.append(Frame(*center).to_lonlat(shapely.box(-half[0], -half[1], half[0], half[1])).envelope)
    if not boxes:
        by = ((east - west) * (_ROOM - 1) / 2, (north - south) * (_ROOM - 1) / 2)
        boxes.append(shapely.box(west - by[0], south - by[1], east + by[0], north + by[1]))
    return boxes
