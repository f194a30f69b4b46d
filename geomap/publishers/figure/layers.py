"""The map of a figure, layer by layer, in the order and weights of the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import AccountView, Band, Mark, Trunk
from geomap.publishers.figure.canvas import CLAIMED, INK, LAND, MUTED, PLACE_NAME, Canvas, drawn, number
from geomap.publishers.figure.labels import Line, Wanted
from geomap.publishers.figure.projection import Frame
from geomap.publishers.signs import RADIUS_PX, ring_of, sign_middles, sign_shapes
from geomap.signs import AREAS, EDGES, LIGHT, value

__all__ = [
    "Style",
    "draw_areas",
    "draw_bands",
    "draw_context",
    "draw_links",
    "draw_sign",
    "draw_signs",
    "draw_trunk",
    "extent",
    "is_hollow",
    "trunk_shape",
]

_RIVER_M, _RIVER_MIN_PX = 230.0, 4.0
_SMALLEST_PX = 6.0
_RING_BELOW_PX = 10.0
"""An area of an account that is smaller than this has a ring of fixed size."""
_PLATE_BELOW_PX = 2 * RADIUS_PX
"""An area that is smaller than its sign is not drawn: the sign stands for it."""
_HOLLOW_PX = 4.5
_SYMBOLS = {
    "impact_area": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "launch_area": ((0, -1.2), (1.2, 1), (-1.2, 1)),
}
"""Corners of the hollow signs in radii, as `publishers/page/assets/geometry.js` has them; an event's is a circle."""
_HAIRLINE_UNTIL = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What differs between the sizes of a figure."""

    name_px: float = 17.0
    second_name_px: float = 15.0
    line_px: float = 13.5
    context_px: float = 12.0
    arrow_px: float = 9.0
    halo_px: float = 3.2
    head_px: tuple[float, float] = (22.0, 30.0)
    shows_local_names: bool = True
    shows_context: bool = True
    shows_trunk_words: bool = True


def draw_context(canvas: Canvas, frame: Frame, marks: Sequence[Mark], style: Style) -> list[Wanted]:
    """Draw rivers and hairlines, and return the names that want a place."""
    names: list[Wanted] = []
    for mark in marks:
        shape = frame.shape(mark.geometry)
        if mark.symbol == "line":
            width = max(_RIVER_M / frame.metres_per_px, _RIVER_MIN_PX)
            canvas.path(
                shape,
                fill="none",
                stroke=LIGHT["water"],
                stroke_width=width,
                stroke_linejoin="round",
                stroke_linecap="round",
            )
        elif mark.edge == "solid" and mark.outline is not None and frame.metres_per_px < _HAIRLINE_UNTIL:
            canvas.path(frame.shape(mark.outline), fill="none", stroke=MUTED, stroke_width=AREAS["place"].width_px)
        if not style.shows_context or (mark.edge == "solid" and frame.metres_per_px >= _HAIRLINE_UNTIL):
            continue
        names.append(_context_name(frame, mark, style))
    return names


def _context_name(frame: Frame, mark: Mark, style: Style) -> Wanted:
    is_river = mark.symbol == "line"
    colour = MUTED if is_river else PLACE_NAME if mark.edge != "solid" else MUTED
    line = Line(text=mark.label[0], size_px=style.context_px, colour=colour, is_italic=is_river)
    if is_river:
        visible = frame.shape(mark.geometry).intersection(frame.box.buffer(-40))
        parts = [p for p in shapely.get_parts(visible) if p.length > 0]
        longest = max(parts, key=lambda p: p.length) if parts else visible
        point = longest.interpolate(0.62, normalized=True) if parts else shapely.Point(frame.position(*mark.anchor))
        shape, side = point.buffer(6), "right"
    elif mark.edge == "solid" and mark.outline is not None:
        shape, side = frame.shape(mark.outline), mark.label_anchor or "left"
    else:
        shape, side = shapely.Point(frame.position(*mark.anchor)).buffer(1), "centre"
    return Wanted(lines=(line,), shape=shape, side=side, offset_px=mark.label_offset_px, must=False)


def draw_bands(canvas: Canvas, defs: Canvas, frame: Frame, account: AccountView) -> None:
    """Draw the bands of an account: flat shapes, their gradient from launch to impact colour, no edge."""
    for n, band in enumerate(account.bands):
        _band(canvas, defs, frame, band, f"{defs.prefix}band-paint{f'-{n}' if n else ''}")


def _band(canvas: Canvas, defs: Canvas, frame: Frame, band: Band, name: str) -> None:
    (from_x, from_y), (to_x, to_y) = (frame.position(*end) for end in band.axis)
    gradient = defs.put(
        "linearGradient",
        id=name,
        gradientUnits="userSpaceOnUse",
        x1=from_x,
        y1=from_y,
        x2=to_x,
        y2=to_y,
    )
    for offset, role in (("0", "launch"), (".5", "middle"), ("1", "impact")):
        gradient.put("stop", offset=offset, stop_color=LIGHT[role], stop_opacity=value(f"band.{role}_alpha"))
    canvas.path(frame.shape(band.shape), fill=f"url(#{name})")


def draw_links(canvas: Canvas, defs: Canvas, frame: Frame, account: AccountView) -> None:
    """Draw the straight lines of a table's links where they are few; an account has its band and arrow instead.

    Both ends are faded: a line joins areas and begins nowhere in them.
    """
    if account.bands or not any(sign.key == "link" for sign in account.legend):
        return
    for link in {link.line: link for link in account.links}.values():  # two reports of one pair of areas are one line
        (x1, y1), (x2, y2) = (frame.position(*end) for end in link.line)
        ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        name = f"{defs.prefix}link-{link.trajectory_id}"
        paint = defs.put("linearGradient", id=name, gradientUnits="userSpaceOnUse", **ends)
        for offset, alpha in (("0", "0"), (".25", ".6"), (".75", ".6"), ("1", "0")):
            paint.put("stop", offset=offset, stop_color=INK, stop_opacity=alpha)
        canvas.put("line", **ends, stroke=f"url(#{name})", stroke_width=1.2)


def draw_areas(canvas: Canvas, defs: Canvas, frame: Frame, marks: Sequence[Mark]) -> list[BaseGeometry]:
    """Draw launch and impact areas, coarse ones first, and return their shapes in the order of the marks."""
    shapes: dict[str, BaseGeometry] = {}
    wash = (
        canvas.put("g", fill=AREAS["claimed"].fill, opacity=f"{AREAS['claimed'].alpha:g}")
        if any(mark.plate for mark in marks)
        else None
    )
    for mark in sorted(
        marks, key=lambda m: (m.edge != "open", m.tone != "coarse", m.role == "event", m.edge != "solid", m.mark_id)
    ):
        shape = frame.shape(mark.geometry)
        shapes[mark.mark_id] = frame.shape(mark.outline) if mark.outline is not None else shape
        if mark.sign_slot and any(other.place_id == mark.place_id and other is not mark for other in marks):
            continue  # its place is drawn by the mark beside which its sign stands
        if is_hollow(frame, mark):
            _fixed_sign(canvas, *frame.position(*mark.anchor), mark)
        elif mark.plate and wash is not None:
            fill = _fading(defs, frame, mark) if mark.fades_at else ""
            _claimed(canvas, frame, wash, mark, shapes[mark.mark_id], fill)
        elif mark.edge == "soft" and not mark.signs:
            _soft(canvas, defs, mark, shape)
        else:
            _area(canvas, frame, mark, shape)
    return [shapes[mark.mark_id] for mark in marks]


def extent(shape: BaseGeometry) -> tuple[float, float]:
    """Return how wide and high a shape is."""
    west, north, east, south = shape.bounds
    return east - west, south - north


def _area(canvas: Canvas, frame: Frame, mark: Mark, shape: BaseGeometry) -> None:
    look = AREAS[mark.look]
    fill, edge = look.fill or "none", look.edge
    pattern = look.dash or EDGES["solid" if mark.edge == "solid" else "dashed"]["dash"]
    dash = {"stroke_dasharray": pattern} if pattern else {}
    if mark.symbol == "disc":
        x, y = frame.position(*mark.anchor)
        canvas.put("circle", cx=x, cy=y, r=4.0, fill=fill, fill_opacity=".6", stroke=edge, stroke_width=1.6)
        return
    if mark.outline is not None:
        canvas.path(shape, fill=fill, fill_opacity=AREAS["widened"].alpha)
        shape = frame.shape(mark.outline)
    width = look.width_px or EDGES["solid" if mark.edge in ("solid", "parted") else "dashed"]["width_px"]
    is_outlined = mark.tone == "coarse" and mark.look != "worked_out"
    alpha = AREAS["outlined"].alpha if is_outlined else look.alpha
    if mark.sides is not None:
        canvas.path(shape, fill=fill, fill_opacity=alpha)
        _sides(canvas, frame, mark, edge, width)
        return
    canvas.path(shape, fill=fill, fill_opacity=alpha, stroke=edge, stroke_width=width, stroke_linejoin="round", **dash)


def _sides(canvas: Canvas, frame: Frame, mark: Mark, edge: str, width_px: float) -> None:
    """Draw the sides that are somebody else's line whole, and ours dashed; of a direction both are ours."""
    assert mark.sides is not None
    ours = EDGES["ours"]["dash"]
    for lines, pattern in zip(mark.sides, (ours if mark.edge == "open" else "", ours), strict=True):
        dash = {"stroke_dasharray": pattern} if pattern else {}
        canvas.path(
            frame.shape(lines), fill="none", stroke=edge, stroke_width=width_px, stroke_linejoin="round", **dash
        )


def _fading(defs: Canvas, frame: Frame, mark: Mark) -> str:
    """Return the fill of a direction, which fades from where it starts to nothing: it has no outer edge."""
    assert mark.fades_at is not None
    name = f"{defs.prefix}fading-{mark.mark_id}"
    start = frame.position(*mark.anchor)
    radius = math.dist(start, frame.position(*mark.fades_at))
    fading = defs.put("radialGradient", id=name, gradientUnits="userSpaceOnUse", cx=start[0], cy=start[1], r=radius)
    for offset, alpha in ((value("direction.fades_from"), 1), (1, 0)):
        fading.put("stop", offset=f"{offset:g}", stop_color=AREAS["claimed"].fill, stop_opacity=alpha)
    return f"url(#{name})"


def _claimed(canvas: Canvas, frame: Frame, wash: Canvas, mark: Mark, shape: BaseGeometry, fill: str = "") -> None:
    """Draw a claimed origin: all have one fill, not darker where they overlap, for that would read as likelier."""
    dash = {} if mark.edge == "solid" else {"stroke_dasharray": AREAS["claimed"].dash}
    wash.path(shape, **({"fill": fill} if fill else {}))
    if mark.sides is not None:
        _sides(canvas, frame, mark, CLAIMED, AREAS["claimed"].width_px)
        return
    canvas.path(
        shape, fill="none", stroke=CLAIMED, stroke_width=AREAS["claimed"].width_px, stroke_linejoin="round", **dash
    )


def is_hollow(frame: Frame, mark: Mark) -> bool:
    """Whether an area is too small to be drawn at its size, and a sign of fixed size stands for it."""
    if mark.symbol != "area" or mark.role == "context":
        return False
    least = _PLATE_BELOW_PX if mark.signs else _RING_BELOW_PX if ring_of(mark) else _SMALLEST_PX
    return max(extent(frame.shape(mark.geometry))) < least


def draw_signs(canvas: Canvas, frame: Frame, marks: Sequence[Mark]) -> list[BaseGeometry]:
    """Draw what was stopped, and debris, over all areas, and return what the signs cover."""
    covered = []
    for mark in marks:
        x, y = frame.position(*mark.anchor)
        for key, right in sign_middles(mark):
            draw_sign(canvas, x + right, y, key)
            covered.append(shapely.Point(x + right, y).buffer(RADIUS_PX + 1))
    return covered


def draw_sign(canvas: Canvas, x: float, y: float, key: str) -> None:
    """Draw one sign with its middle at a position."""
    sign = sign_shapes()[key]
    colour = LIGHT[sign.colour]
    paint: dict[str, str | float] = {"stroke_dasharray": sign.dash} if sign.dash else {}
    paint |= {"fill": LAND if sign.fill else "none", "stroke": colour, "stroke_width": 1.8, "stroke_linejoin": "round"}
    canvas.put("path", d=f"M{number(x)} {number(y)}{sign.path}", **paint)


def _fixed_sign(canvas: Canvas, x: float, y: float, mark: Mark) -> None:
    """Draw what stands for an area that is too small; one with signs of its own has them alone."""
    if ring_of(mark):
        draw_sign(canvas, x, y, ring_of(mark))
    elif not mark.signs:
        hollow_sign(canvas, x, y, mark.role)


def hollow_sign(canvas: Canvas, x: float, y: float, role: str) -> None:
    """Draw the sign of an area that is too small, as the page does: its shape is its role."""
    paint: dict[str, str | float] = {
        "fill": "none",
        "stroke": AREAS[role].edge,
        "stroke_width": EDGES["dashed"]["width_px"],
    }
    corners = _SYMBOLS.get(role)
    if corners is None:
        canvas.put("circle", cx=x, cy=y, r=_HOLLOW_PX, **paint)
        return
    points = " ".join(f"{number(x + right * _HOLLOW_PX)},{number(y + down * _HOLLOW_PX)}" for right, down in corners)
    canvas.put("polygon", points=points, stroke_linejoin="round", **paint)


def _soft(canvas: Canvas, defs: Canvas, mark: Mark, shape: BaseGeometry) -> None:
    """Draw an area without a known edge: a flat fill and a soft rim inside it, clipped."""
    name, data = f"{defs.prefix}clip-{mark.mark_id}", drawn(shape)
    defs.put("clipPath", id=name).path_data(data)
    if defs.element.find(f"filter[@id='{defs.prefix}soft']") is None:
        blur = defs.put("filter", id=f"{defs.prefix}soft", x="-20%", y="-20%", width="140%", height="140%")
        blur.put("feGaussianBlur", stdDeviation="7")
    fill = AREAS[mark.look].fill
    canvas.path_data(data, fill=fill, fill_opacity=AREAS["coarse"].alpha)
    rim = canvas.put("g", clip_path=f"url(#{name})")
    rim.path_data(
        data,
        fill="none",
        stroke=fill,
        stroke_opacity=value("soft.alpha"),
        stroke_width=value("soft.width_px"),
        filter=f"url(#{defs.prefix}soft)",
    )


def trunk_shape(frame: Frame, trunk: Trunk, style: Style) -> BaseGeometry:
    """Return what a trunk arrow covers, in pixels."""
    line = shapely.LineString([frame.position(*at) for at in (trunk.start, *trunk.bend, trunk.end)])
    return line.buffer(style.head_px[1] / 2)


def draw_trunk(canvas: Canvas, defs: Canvas, frame: Frame, trunk: Trunk, style: Style) -> None:
    """Draw one trunk arrow, faded at its start; it says from which area towards which, and nothing more."""
    (x1, y1), (x2, y2) = frame.position(*trunk.start), frame.position(*trunk.end)
    length = math.hypot(x2 - x1, y2 - y1)
    head_long, head_wide = style.head_px
    if length < 2 * head_long:
        return
    name = f"{defs.prefix}trunk-{trunk.launch_place_id}"
    paint = defs.put("linearGradient", id=name, gradientUnits="userSpaceOnUse", x1=x1, y1=y1, x2=x2, y2=y2)
    for offset, alpha in (("0", 0), (".33", value("arrow.shaft_alpha")), ("1", value("arrow.head_alpha"))):
        paint.put("stop", offset=offset, stop_color=LIGHT["shaft"], stop_opacity=alpha)
    way = [frame.position(*at) for at in (trunk.start, *trunk.bend)]
    way = [way[0], *(at for at in way[1:] if math.dist(at, (x2, y2)) > head_long)]
    along_x, along_y = _direction(way[-1], (x2, y2))
    neck = (x2 - along_x * head_long, y2 - along_y * head_long)
    ahead = [_direction(at, to) for at, to in pairwise([*way, (x2, y2)])]
    points = [(at, to, style.arrow_px / 2) for at, to in zip(way, [ahead[0], *ahead[:-1]], strict=True)]
    points += [(neck, ahead[-1], half / 2) for half in (style.arrow_px, head_wide)]
    left = [(x - up * half, y + right * half) for (x, y), (right, up), half in points]
    right_side = [(x + up * half, y - right * half) for (x, y), (right, up), half in reversed(points)]
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in [*left, (x2, y2), *right_side])
    canvas.put("polygon", points=corners, fill=f"url(#{name})")


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    length = math.dist(start, end)
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length
