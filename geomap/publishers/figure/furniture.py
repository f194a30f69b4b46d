"""What stands on the map beside its marks: scale bar, small map of the country, tray."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import AccountView, Scene
from geomap.ground import country_outline
from geomap.publishers.figure.canvas import INK, MUTED, PAPER, RULE, Canvas
from geomap.publishers.figure.labels import Line, corner_for
from geomap.publishers.figure.projection import Frame
from geomap.publishers.figure.sizes import Size
from geomap.publishers.figure.tally import draw_tray, tray_words_px
from geomap.signs import LIGHT
from geomap.words import Words

__all__ = ["draw_furniture"]

_SCALE_STEPS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_INSET_UNTIL = 400.0
_TRAY_SHARE_MAX = 0.45
"""A tray that is higher than this share of the map stands below it."""


def draw_furniture(
    canvas: Canvas,
    scene: Scene,
    account: AccountView,
    frame: Frame,
    size: Size,
    say: Words,
    taken: list[BaseGeometry],
    kept_free: list[BaseGeometry],
) -> tuple[list[BaseGeometry], bool]:
    """Draw scale bar, inset and tray where they cover nothing; return what they cover, and whether the tray is there.

    Parameters
    ----------
    taken : list of shapely geometry
        What had better not be covered, in pixels.
    kept_free : list of shapely geometry
        Marks that no tray may cover. Where it would, or would fill much of the map, it is not drawn here.
    """
    boxes = [_scale_bar(canvas, frame, size, say)]
    if not size.is_small:
        inset = _inset(canvas, scene, frame, size, [*taken, *boxes])
        boxes += [inset] if inset is not None else []
    if account.tray and not (size.is_small or account.is_all):  # of all accounts it stands below: no origin is covered
        tray = _tray(canvas, (scene, account), frame, size, say, [*taken, *boxes], [*kept_free, *boxes])
        return [*boxes, *([tray] if tray is not None else [])], tray is not None
    return boxes, False


def _scale_bar(canvas: Canvas, frame: Frame, size: Size, say: Words) -> BaseGeometry:
    """Draw the scale bar with the sign of north over it, and return what they cover."""
    limit_km = frame.metres_per_px * min(110.0, frame.width_px / 4) / 1000
    km = max((step for step in _SCALE_STEPS_KM if step <= limit_km), default=_SCALE_STEPS_KM[0])
    long = km * 1000 / frame.metres_per_px
    base, font = frame.height_px - 14, size.style.context_px
    end = round(14 + long, 1)
    canvas.put(
        "path", d=f"M14 {base - 5:.1f}V{base:.1f}H{end}V{base - 5:.1f}", fill="none", stroke=MUTED, stroke_width=1.2
    )
    line = Line(text=say.text("unit.km", value=km), size_px=font, colour=MUTED)
    canvas.text(end + 6, base + 1, line, halo_px=size.style.halo_px)
    top = base - 34
    canvas.put("path", d=f"M18 {top + 14:.1f}l4-13l4 13l-4-3z", fill=MUTED)
    north = Line(text=say.text("figure.north"), size_px=font, colour=MUTED, is_bold=True)
    canvas.text(29, top + 13, north, halo_px=size.style.halo_px)
    return shapely.box(8, top, max(end + 8 + line.width_px, 44), base + 6)


def _inset(canvas: Canvas, scene: Scene, frame: Frame, size: Size, taken: list[BaseGeometry]) -> BaseGeometry | None:
    outline = country_outline(scene.country, scene.ground.point_of_view)
    if outline is None or frame.metres_per_px > _INSET_UNTIL:
        return None
    wide = round(min(max(frame.width_px * 0.13, 84), 132))
    high = wide - 4
    box = corner_for(wide, high, frame.box, taken, ("upper-right", "upper-left", "lower-right"))
    west, north, _, _ = box.bounds
    group = canvas.put("g", id=f"{canvas.prefix}inset", transform=f"translate({west:.1f} {north:.1f})")
    group.put("rect", x=0, y=0, width=wide, height=high, fill=PAPER, stroke=RULE, stroke_width=1)
    bounds = shapely.geometry.shape(outline["geometry"]).bounds
    middle = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    small = Frame(center=middle, metres_per_px=_span_m(bounds) / (wide - 24), width_px=wide, height_px=high)
    group.path(small.shape(outline["geometry"]), fill=LIGHT["inset"], stroke=LIGHT["inset_edge"], stroke_width=0.7)
    x, y = small.position(*frame.center)
    group.put("rect", x=x - 4, y=y - 4, width=8, height=8, fill="none", stroke=INK, stroke_width=1.6)
    name = str(outline["properties"].get(f"name_{scene.lang}") or outline["properties"].get("name") or "")
    group.text(6, high - 7, Line(text=name, size_px=min(11.0, size.style.context_px), colour=MUTED))
    return box


def _span_m(bounds: tuple[float, float, float, float]) -> float:
    return max((bounds[2] - bounds[0]) * 93_000, (bounds[3] - bounds[1]) * 111_000)


def _tray(
    canvas: Canvas,
    told: tuple[Scene, AccountView],
    frame: Frame,
    size: Size,
    say: Words,
    taken: list[BaseGeometry],
    kept_free: list[BaseGeometry],
) -> BaseGeometry | None:
    """Draw the tray, as large as its words, and return its box; None where it has no room."""
    font = size.body_px - 0.5
    words = (11.0, tray_words_px(*told, font, size.tray_px - 23))
    wide = words[1] + 23
    scratch = Canvas(ET.Element("g"), "", "", canvas.direction)
    high = max(30.0, draw_tray(scratch, *told, font, say, 7.0, words) + 7)
    corners = ("lower-right", "upper-left", "upper-right", "lower-left")
    box = corner_for(wide, high, frame.box, taken, corners, kept_free)
    if high > _TRAY_SHARE_MAX * frame.height_px or any(box.intersects(shape) for shape in kept_free):
        return None
    west, north, _, _ = box.bounds
    group = canvas.put("g", id=f"{canvas.prefix}tray", transform=f"translate({west:.1f} {north:.1f})")
    group.put("rect", x=0, y=0, width=wide, height=high, rx=2, fill=PAPER, fill_opacity=".94", stroke=RULE)
    draw_tray(group, *told, font, say, 7.0, words)
    return box
