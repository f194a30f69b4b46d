"""The ground of a figure: land and sea, borders, rivers, towns, and the names that find room beside what is said."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely

from geomap.edition import Scene, View
from geomap.ground import DRAWN, Name, Piece, Region
from geomap.publishers.figure.canvas import LAND, Canvas
from geomap.publishers.figure.labels import Dot, Line, Placed, Wanted
from geomap.publishers.figure.layers import Style
from geomap.publishers.figure.projection import Frame
from geomap.publishers.ground import ground_names, ground_pieces, has_own_ground, has_own_water, seen
from geomap.signs import EDGES, LIGHT

__all__ = ["GROUND_ROLES", "draw_dots", "draw_ground", "ground_labels"]

SEA, URBAN, RIVER, _BORDER, _PROVINCE, _COUNTRY, _CAPITAL, _DOT = (
    LIGHT[role] for role in ("sea", "urban", "river", "border", "province", "country", "capital", "town")
)
_SEA_NAME, _TOWN = LIGHT["water_name"], LIGHT["soft_ink"]
GROUND_ROLES = {
    SEA: "sea",
    URBAN: "urban",
    RIVER: "river",
    _BORDER: "border",
    _PROVINCE: "province",
    _COUNTRY: "country",
    _CAPITAL: "capital",
    _DOT: "town",
}
"""What each colour stands for in a theme (`geomap.look.ground_colours`)."""
_STYLE: dict[str, dict[str, str | float]] = {
    "land": {"fill": LAND},
    "lake": {"fill": SEA},
    "urban": {"fill": URBAN},
    "province": {"fill": "none", "stroke": _PROVINCE, "stroke_width": 0.9},
    "river": {"fill": "none", "stroke": RIVER},
    "border": {"fill": "none", "stroke": _BORDER, "stroke_width": 1.0},
    "disputed": {"fill": "none", "stroke": _BORDER, "stroke_width": 1.0, "stroke_dasharray": EDGES["disputed"]["dash"]},
}
_RIVER_PX = ((200.0, 2.2), (1_200.0, 1.5), (5_000.0, 1.1), (math.inf, 0.8))
_FROM_M_PER_PX = {"urban": 120.0, "province": 100.0, "river": 100.0, "border": 100.0, "disputed": 100.0, "name": 150.0}
"""From which scale on the ground is drawn where a case has a river and quarters of its own, as the page has it."""
_NEARER_M_PER_PX = {"urban": 5.0, "province": 40.0, "river": 30.0, "border": 30.0, "disputed": 30.0, "name": 8.0}
_AREAS, _AREA_FROM_M_PER_PX = ("country", "sea", "region"), 60.0
"""Closer than this nobody asks in which country it is."""
_DOT_PX = {"capital": 2.5, "city": 2.2, "town": 1.8}
_TOWNS = (26, 12)
"""Most towns that a figure and a small one try to name."""
_BLEED_PX = 12.0
_TOLERANCE_PX, _STILL_TOLERANCE_PX = 0.8, 2.0
_STILL_RIVERS_M_PER_PX = 1_200.0
_NOT_IN_STILLS = frozenset({"urban", "province"})
"""A page has a small picture of every account, for paper: what it can best do without."""


def draw_ground(canvas: Canvas, frame: Frame, scene: Scene, *, is_still: bool = False) -> None:
    """Draw the sea and the land, and on them what the frame's scale shows of the ground, each in a layer.

    Parameters
    ----------
    canvas : Canvas
    frame : Frame
    scene : Scene
    is_still : bool
        Whether it is one of the small pictures of a page, which are many.
    """
    from_m = _FROM_M_PER_PX if has_own_ground(scene) else _NEARER_M_PER_PX
    if has_own_water(scene):
        from_m = from_m | {"river": _FROM_M_PER_PX["river"]}
    leaves: frozenset[str] = frozenset(layer for layer in DRAWN if frame.metres_per_px < from_m.get(layer, 0.0))
    if is_still:
        leaves |= _NOT_IN_STILLS
        leaves |= frozenset(x for x in DRAWN if x == "river" and frame.metres_per_px > _STILL_RIVERS_M_PER_PX)
    land, rest = canvas.layer("land"), canvas.layer("background")
    land.put("rect", x=0, y=0, width=frame.width_px, height=frame.height_px, fill=SEA)
    for piece in ground_pieces(scene, (_region(frame),), _STILL_TOLERANCE_PX if is_still else _TOLERANCE_PX, leaves):
        (land if piece.layer == "land" else rest).path(_shape(piece, frame), **_style(piece, frame))


def _style(piece: Piece, frame: Frame) -> dict[str, str | float]:
    style = _STYLE[piece.layer]
    if piece.layer == "river":
        style = style | {"stroke_width": next(px for up_to, px in _RIVER_PX if frame.metres_per_px < up_to)}
    return style


def _shape(piece: Piece, frame: Frame) -> shapely.Geometry:
    return shapely.transform(piece.geometry, frame.positions, interleaved=False)


def _region(frame: Frame) -> Region:
    """Return what a frame shows, with a bleed."""
    scale = frame.px_per_radian
    lon, lat = frame.center
    across = math.degrees((frame.width_px / 2 + _BLEED_PX) / scale)
    middle = math.asinh(math.tan(math.radians(lat)))
    up = (frame.height_px / 2 + _BLEED_PX) / scale
    south, north = (math.degrees(math.atan(math.sinh(middle + by))) for by in (-up, up))
    box = lon - min(across, 180.0), south, lon + min(across, 180.0), north
    return Region(box=box, m_per_px=frame.metres_per_px)


def ground_labels(frame: Frame, scene: Scene, view: View, style: Style, *, is_small: bool) -> list[Wanted]:
    """Return the names that want a place, the first to be placed first.

    Parameters
    ----------
    frame : Frame
    scene : Scene
        What its marks are called is not named again.
    view : View
        The opening view that the frame shows.
    style : Style
    is_small : bool
        Whether there is room for few names only.
    """
    from_m = _FROM_M_PER_PX if has_own_ground(scene) else _NEARER_M_PER_PX
    if frame.metres_per_px < from_m["name"]:
        return []
    said = {mark.name for mark in scene.marks()}
    towns = _TOWNS[is_small]
    made = []
    for name in ground_names(scene, (seen(view),)):
        is_far = name.kind not in _AREAS or frame.metres_per_px >= _AREA_FROM_M_PER_PX
        if frame.metres_per_px >= name.up_to_m_per_px or not is_far or name.text in said:
            continue
        wanted = _wanted(name, frame, style)
        if wanted is None or (wanted.dot is not None and towns == 0):
            continue
        towns -= wanted.dot is not None
        made.append(wanted)
    return made


def _wanted(name: Name, frame: Frame, style: Style) -> Wanted | None:
    points = [frame.position(*spot) for spot in name.spots]
    inside = [(x, y) for x, y in points if 0 < x < frame.width_px and 0 < y < frame.height_px]
    line = _line(name, style)
    if not inside:
        return None
    if name.kind in _DOT_PX:
        x, y = inside[0]
        dot = Dot(x=x, y=y, radius_px=_DOT_PX[name.kind], is_square=name.kind == "capital")
        return Wanted(lines=(line,), shape=shapely.Point(x, y).buffer(_DOT_PX[name.kind]), dot=dot, must=False)
    if name.kind == "river":
        inside = [inside[len(inside) // 2]]
    return Wanted(lines=(line,), shape=shapely.Point(inside[0]).buffer(1), spots=tuple(inside), must=False)


def _line(name: Name, style: Style) -> Line:
    size = style.context_px
    if name.kind == "country":
        return Line(text=name.text, size_px=size + 1, colour=_COUNTRY, is_bold=True, spaced_px=0.9)
    if name.kind in ("sea", "river"):
        rim = SEA if name.kind == "sea" else ""
        return Line(text=name.text, size_px=size, colour=_SEA_NAME, is_italic=True, halo=rim)
    if name.kind == "region":
        return Line(text=name.text, size_px=size - 1, colour=_COUNTRY, spaced_px=0.5)
    is_capital = name.kind == "capital"
    return Line(text=name.text, size_px=size, colour=_CAPITAL if is_capital else _TOWN, is_bold=is_capital)


def draw_dots(canvas: Canvas, labels: Sequence[Placed]) -> None:
    """Draw the dots of the towns whose names found a place; one without its name would say nothing."""
    for label in labels:
        dot = label.dot
        if dot is None:
            continue
        paint: dict[str, str | float] = {"fill": _DOT, "stroke": LAND, "stroke_width": 0.8}
        if dot.is_square:
            side = 2 * dot.radius_px
            canvas.put("rect", x=dot.x - dot.radius_px, y=dot.y - dot.radius_px, width=side, height=side, **paint)
        else:
            canvas.put("circle", cx=dot.x, cy=dot.y, r=dot.radius_px, **paint)
