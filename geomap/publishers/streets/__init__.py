"""Streets of the desk's own under the map: roads, water, parks, buildings, cut to where the map opens.

A file is read only after the gate: what is cut out of it follows from the views of what may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geomap.edition import Edition, Scene
from geomap.errors import UsageError
from geomap.ground import LAT_MAX, Box, Region, turns
from geomap.look import Basemap, Streets
from geomap.publishers.ground import seen
from geomap.publishers.streets.classes import DRAWN, LAYERS
from geomap.publishers.streets.files import StreetFile, open_streets
from geomap.signs import DESKTOP_PX
from geomap.words import words

__all__ = ["DRAWN", "LAYERS", "UP_TO_M_PER_PX", "open_streets", "streets_of", "with_streets"]

UP_TO_M_PER_PX = {"water": 400.0, "park": 120.0, "road": 120.0, "bridge": 120.0, "minor_road": 30.0, "building": 8.0}
"""From which scale on each layer is noise; the page has the same."""

_AREAS = ("water", "park", "building")
_LINES = ("water", "road", "bridge", "minor_road")


def with_streets(edition: Edition, basemap: Basemap) -> Edition:
    """Return an edition with the streets of a file under its map, and the credit that they need.

    Parameters
    ----------
    edition : Edition
    basemap : Basemap
        Without a file nothing changes.

    Raises
    ------
    UnreadableInput
        If the file is none that is read, or is damaged.
    UsageError
        If nobody says whose data it is, or nothing of it would be seen.
    """
    if basemap.basemap is None:
        return edition
    file = open_streets(basemap.basemap, basemap.basemap_credit)
    scene = edition.scene
    streets = streets_of(file, scene, basemap.basemap)
    credit = words(scene.lang).text("streets.credit", credit=streets.credit)
    return replace(edition, scene=replace(scene, streets=streets, credits=(*scene.credits, credit)))


def streets_of(file: StreetFile, scene: Scene, path: Path) -> Streets:
    """Return what of a file can be seen where a scene opens.

    Parameters
    ----------
    file : StreetFile
    scene : Scene
    path : pathlib.Path
        As a person gave it, for messages.

    Raises
    ------
    UsageError
        If the map opens too wide for streets, or nothing that can be drawn lies there.
    """
    views = _views(scene)
    close = [view for view in views if view.m_per_px < max(UP_TO_M_PER_PX.values())]
    if not close:
        raise UsageError(
            f"{path}: the map opens at {min(v.m_per_px for v in views):,.0f} m a pixel, and streets are drawn below "
            f"{max(UP_TO_M_PER_PX.values()):,.0f}. Leave --basemap out, or set a closer view in map.toml "
            "([views.ACCOUNT])."
        )
    made: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    for box, m_per_px in _windows(close):
        for side, turn in turns(box):
            for layer, shapes in file.within(side, m_per_px).items():
                cut = _clipped(shapes, side)
                if turn:
                    cut = shapely.transform(cut, lambda xy, by=turn: xy + np.array([by, 0.0]))
                made[layer].append(cut)
    features = tuple(
        {"layer": layer, "geometry": shape}
        for layer in DRAWN
        if made[layer]
        for shape in _joined(np.concatenate(made[layer]), layer)
    )
    if not features:
        raise UsageError(_nothing(file, path, close))
    return Streets(features=features, credit=file.credit)


def _views(scene: Scene) -> list[Region]:
    views = [account.view for account in scene.accounts] or [scene.overview]
    if scene.crowd is not None:
        views.append(scene.crowd.view)
    return [seen(view) for view in dict.fromkeys(views)]


def _windows(views: list[Region]) -> Iterator[tuple[Box, float]]:
    """Yield squares round the views with the finest scale of each: a picture may be as high as a page is wide."""
    squares = shapely.union_all([shapely.box(*_square(view)) for view in views])
    for part in shapely.get_parts(squares):
        box = part.bounds
        yield box, min(v.m_per_px for v in views if shapely.box(*v.box).intersects(part))


def _square(view: Region) -> Box:
    west, south, east, north = view.box
    up = (north - south) / 2 * (DESKTOP_PX[0] / DESKTOP_PX[1] - 1)
    return west, max(south - up, -LAT_MAX), east, min(north + up, LAT_MAX)


def _clipped(shapes: np.ndarray[Any, Any], box: Box) -> np.ndarray[Any, Any]:
    valid = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    cut = shapely.clip_by_rect(valid, *box)
    return np.asarray(cut[~shapely.is_empty(cut)])


def _joined(shapes: np.ndarray[Any, Any], layer: str) -> list[Any]:
    """Return areas and lines of one layer as one shape each: tiles cut them, and nobody is to see where."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    kinds = shapely.get_type_id(parts)
    areas = parts[kinds == shapely.GeometryType.POLYGON] if layer in _AREAS else parts[:0]
    lines = parts[kinds == shapely.GeometryType.LINESTRING] if layer in _LINES else parts[:0]
    made = []
    if len(areas):
        whole = shapely.union_all(shapely.make_valid(areas))
        polygons = [p for p in shapely.get_parts(shapely.get_parts(whole)) if p.geom_type == "Polygon"]
        made.append(shapely.multipolygons(polygons))
    if len(lines):
        merged = shapely.line_merge(shapely.multilinestrings(lines))
        made.append(shapely.multilinestrings(shapely.get_parts(merged)))
    return [shape for shape in made if not shape.is_empty]


def _nothing(file: StreetFile, path: Path, views: list[Region]) -> str:
    covers, opens = file.bounds(), views[0].box
    if shapely.box(*covers).intersects(shapely.box(*opens)):
        return (
            f"{path} holds nothing that can be drawn where the map opens. Give features the property layer "
            f"({', '.join(LAYERS)}), OpenStreetMap's highway, bridge, waterway, natural, leisure, landuse or building, "
            "or tiles of the schemas of OpenMapTiles, Protomaps or Shortbread."
        )
    return (
        f"{path} covers {_told(covers)}; the map opens at {_told(opens)}, so nothing of it would be seen. Give a file "
        "of that place."
    )


def _told(box: Box) -> str:
    west, south, east, north = box
    return f"{west:.2f} to {east:.2f} east, {south:.2f} to {north:.2f} north"
