"""Streets of the desk's own in a figure, in the colours that the page has for them."""

from __future__ import annotations

import math

import shapely

from geomap.edition import Scene
from geomap.publishers.figure.canvas import Canvas
from geomap.publishers.figure.ground import SEA
from geomap.publishers.figure.projection import Frame
from geomap.publishers.streets import UP_TO_M_PER_PX
from geomap.signs import value

__all__ = ["draw_bridges", "draw_streets"]

_PARK, _BUILDING, _CASING, _ROAD, _MINOR = (
    value(f"streets.light.{role}") for role in ("park", "building", "casing", "road", "minor_road")
)
_ROAD_PX = ((12.0, 3.6), (40.0, 2.4), (math.inf, 1.4))
_CASING_PX, _MINOR_PX, _STREAM_PX = 1.0, 0.9, 1.8
_TOLERANCE_PX = {True: 0.9, False: 0.3}
_SMALLEST_PX2 = 3.0
_FOR_A_STILL = ("water", "park", "road")
"""What a small picture inside a page shows; the page beside it has the rest."""


def draw_streets(canvas: Canvas, frame: Frame, scene: Scene, *, is_still: bool = False) -> None:
    """Draw everything but bridges, in a layer of its own; nothing where a scene has no streets.

    Parameters
    ----------
    canvas : Canvas
    frame : Frame
    scene : Scene
    is_still : bool
        Whether this is the picture in a page, which is to be small.
    """
    _draw(canvas, frame, scene, "streets", is_still=is_still)


def draw_bridges(canvas: Canvas, frame: Frame, scene: Scene, *, is_still: bool = False) -> None:
    """Draw bridges, over a river of the case itself; parameters as for `draw_streets`."""
    _draw(canvas, frame, scene, "bridges", is_still=is_still)


def _draw(canvas: Canvas, frame: Frame, scene: Scene, name: str, *, is_still: bool) -> None:
    if scene.streets is None:
        return
    shown = [
        feature
        for feature in scene.streets.features
        if (feature["layer"] == "bridge") == (name == "bridges")
        and frame.metres_per_px < UP_TO_M_PER_PX[feature["layer"]]
        and not (is_still and feature["layer"] not in (*_FOR_A_STILL, "bridge"))
    ]
    shapes = [(feature["layer"], _seen(feature["geometry"], frame, is_still=is_still)) for feature in shown]
    shapes = [(layer, shape) for layer, shape in shapes if not shape.is_empty]
    if not shapes:
        return
    own = canvas.layer(name)
    for layer, shape in shapes:
        if layer in ("road", "bridge"):
            width = next(px for up_to, px in _ROAD_PX if frame.metres_per_px < up_to)
            line = {"fill": "none", "stroke_linejoin": "round"}
            own.path(shape, **line, stroke=_CASING, stroke_width=width + _CASING_PX)
            own.path(shape, **line, stroke=_ROAD, stroke_width=width)
        elif layer == "minor_road":
            own.path(shape, fill="none", stroke=_MINOR, stroke_width=_MINOR_PX)
        elif "Line" in shape.geom_type:
            own.path(shape, fill="none", stroke=SEA, stroke_width=_STREAM_PX)
        else:
            own.path(shape, fill={"water": SEA, "park": _PARK, "building": _BUILDING}[layer])


def _seen(shape: shapely.Geometry, frame: Frame, *, is_still: bool) -> shapely.Geometry:
    """Return what of a shape lies in a frame, in pixels, without what its scale cannot show."""
    flat = shapely.get_parts(shapely.transform(shape, frame.positions, interleaved=False))
    west, north, east, south = frame.box.bounds
    cut = shapely.get_parts(shapely.clip_by_rect(flat, west - 4, north - 4, east + 4, south + 4))
    parts = shapely.get_parts(shapely.simplify(cut, _TOLERANCE_PX[is_still]))
    if "Polygon" in shape.geom_type:
        parts = parts[shapely.area(parts) >= _SMALLEST_PX2]
        return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return shapely.multilinestrings(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])
