"""The whole figure: heading, map with tray and inset, legend of the signs in use, credits, in the room of a size."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import AccountView, Mark, Scene, Sign
from geomap.look import Theme
from geomap.publishers.figure.canvas import PAPER, RULE, STILL_PX, Canvas, font_of, halo, number, printable
from geomap.publishers.figure.captions import draw_cell_legend, draw_foot, draw_heading, draw_legend, draw_tray_line
from geomap.publishers.figure.cells import classes_of, crowd_labels, draw_cells, grid_of
from geomap.publishers.figure.furniture import draw_furniture
from geomap.publishers.figure.ground import draw_dots, draw_ground, ground_labels
from geomap.publishers.figure.labels import placed
from geomap.publishers.figure.layers import (
    draw_areas,
    draw_bands,
    draw_context,
    draw_links,
    draw_signs,
    draw_trunk,
    is_hollow,
    trunk_shape,
)
from geomap.publishers.figure.paint import paint
from geomap.publishers.figure.projection import Frame, frame_of
from geomap.publishers.figure.sizes import Size
from geomap.publishers.figure.streets import draw_bridges, draw_streets
from geomap.publishers.figure.tally import signed_once
from geomap.publishers.figure.wanted import area_labels, is_large, trunk_labels
from geomap.publishers.signs import RADIUS_PX, ring_of, sign_middles
from geomap.words import Words, words

__all__ = ["draw"]

_SVG = "http://www.w3.org/2000/svg"
_SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_MAP_SHARE_MIN = 0.44
"""The map takes at least this share of a figure whose height is fixed; words shrink before it does."""
_COLUMN_SHARE = 0.31
_GAP_PX = 10.0
_ROUNDS = 3
_SIGN_ROOM_PX = 12.0
_SIDE_PX = 2.0


@dataclass(frozen=True, slots=True)
class _Told:
    """What is drawn, and in which words."""

    scene: Scene
    account: AccountView
    marks: list[Mark]
    say: Words
    is_bare: bool


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the parts stand: the map's box and the tops of the words, and how high it all is."""

    size: Size
    map_box: tuple[float, float, float, float]
    """Left, top, width and height."""
    words_left: float
    words_width: float
    below_top: float
    height: float


def draw(
    scene: Scene,
    account: AccountView,
    size: Size,
    prefix: str,
    *,
    is_bare: bool = False,
    theme: Theme | None = None,
    alt: str = "",
) -> bytes:
    """Return one account of a scene as SVG.

    Parameters
    ----------
    scene : Scene
    account : AccountView
    size : Size
    prefix : str
        Goes before every id.
    is_bare : bool
        Whether title, legend and credits stand around the figure already, and its words: only account, map and tray
        are drawn.
    theme : Theme, optional
        A newsroom's fonts and colours.
    alt : str
        The figure in words.
    """
    marks = [m for m in scene.marks() if m.account in ("", account.account_id)]
    account = account if is_bare else signed_once(scene, account)
    told = _Told(scene, account, marks, words(scene.lang), is_bare)
    room = _room(told, size, prefix)
    root = ET.Element(
        "svg",
        {
            "xmlns": _SVG,
            "role": "img",
            "aria-labelledby": f"{prefix}title" if is_bare else f"{prefix}title {prefix}desc",
            "font-family": font_of(scene.title),
        },
    )
    title = f"{scene.title} ({account.label})" if account.label else scene.title
    ET.SubElement(root, "title", {"id": f"{prefix}title"}).text = printable(title)
    if not is_bare:
        ET.SubElement(root, "desc", {"id": f"{prefix}desc"}).text = printable(alt)
    finest = {"finest_px": STILL_PX} if is_bare else {}
    sheet = Canvas(root, prefix, font_of(scene.title), scene.direction, **finest)
    defs = sheet.put("defs")
    sheet.put("rect", id=f"{prefix}paper", x=0, y=0, width=size.width_px, height=room.height, fill=PAPER)
    draw_heading(sheet.layer("heading"), scene, account, room.size, told.say, _words_box(room), is_bare=is_bare)
    left, top, _, _ = room.map_box
    areas = _map(sheet.layer("map", left, top), defs, told, room)
    _below(sheet, told, room, areas)
    _measure(root, size, room.height)
    if is_bare:
        _direct_once(root, scene.direction)
    if theme is not None:
        paint(root, theme)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=not prefix)
    return data + b"\n"


def _direct_once(root: ET.Element, direction: str) -> None:
    """Say the direction of the text once, at the root, as browsers inherit it."""
    for text in root.iter("text"):
        if text.get("direction") == direction:
            root.set("direction", direction)
            del text.attrib["direction"]
            text.attrib.pop("unicode-bidi", None)


def _measure(root: ET.Element, size: Size, height: float) -> None:
    root.set("viewBox", f"0 0 {number(size.width_px)} {number(height)}")
    if size.width_mm:
        root.set("width", f"{size.width_mm:g}mm")
        root.set("height", f"{size.width_mm * round(height, 1) / round(size.width_px, 1):.2f}mm")
    else:
        root.set("width", number(size.width_px))
        root.set("height", number(height))


def _words_box(room: _Room) -> tuple[float, float]:
    return room.words_left, room.words_width


def _room(told: _Told, size: Size, prefix: str) -> _Room:
    """Return where everything stands, with words as large as there is room for."""
    for share in _SHARES:
        room = (
            _beside(told, size.with_text(share), prefix)
            if size.is_beside
            else _stacked(told, size.with_text(share), prefix)
        )
        is_high_enough = not size.height_px or room.map_box[3] >= _MAP_SHARE_MIN * size.height_px
        if is_high_enough and (not size.height_px or room.height <= size.height_px):
            break
    return room


def _stacked(told: _Told, size: Size, prefix: str) -> _Room:
    """Put heading, map, legend and credits under one another."""
    left, width = size.margin_px, size.width_px - 2 * size.margin_px
    scratch = Canvas(ET.Element("g"), prefix, "", told.scene.direction)
    head = draw_heading(scratch, told.scene, told.account, size, told.say, (left, width), is_bare=told.is_bare)
    map_width = size.map_px[0] or width
    high = size.map_px[1] or map_width
    if not size.height_px:
        areas = _areas(told, _frame(told, map_width, high))
        below = head + high + _GAP_PX
        box = ((size.width_px - map_width) / 2, head, map_width, high)
        height = math.ceil(_below(scratch, told, _Room(size, box, left, width, below, 0.0), areas))
        return _Room(size, box, left, width, below, height)
    for _ in range(_ROUNDS):  # a lower map shows other areas, and their signs take room in the legend
        areas = _areas(told, _frame(told, map_width, max(high, 1.0)))
        trial = _Room(size, (0, 0, map_width, max(high, 1.0)), left, width, 0.0, 0.0)
        wanted = _below(scratch, told, trial, areas)
        high = min(high, size.height_px - head - _GAP_PX - wanted)
    box = ((size.width_px - map_width) / 2, head, map_width, max(high, 1.0))
    return _Room(size, box, left, width, size.height_px - wanted, size.height_px)


def _beside(told: _Told, size: Size, prefix: str) -> _Room:
    """Put the words in a column and the map beside it, on the side where reading goes on."""
    margin = size.margin_px
    column = round(size.width_px * _COLUMN_SHARE)
    map_width, high = size.width_px - column - 3 * margin, size.height_px - 2 * margin
    is_rtl = told.scene.direction == "rtl"
    left = size.width_px - margin - column if is_rtl else margin
    map_left = margin if is_rtl else 2 * margin + column
    scratch = Canvas(ET.Element("g"), prefix, "", told.scene.direction)
    head = draw_heading(scratch, told.scene, told.account, size, told.say, (left, column), is_bare=told.is_bare)
    frame = _frame(told, map_width, high)
    areas = _areas(told, frame)
    trial = _Room(size, (map_left, margin, map_width, high), left, column, head + _GAP_PX, 0.0)
    end = _below(scratch, told, trial, areas)
    slack = max(size.height_px - margin - end, 0.0)
    height = size.height_px if end <= size.height_px - margin else end + margin
    return _Room(size, trial.map_box, left, column, head + _GAP_PX + slack, height)


def _below(sheet: Canvas, told: _Told, room: _Room, areas: list[Mark]) -> float:
    """Draw what stands under the map or under the heading, and return where it ends."""
    box, top, size = _words_box(room), room.below_top, room.size
    if size.is_small or (told.account.tray and not _holds_tray(told, room)):
        top = draw_tray_line(sheet.layer("tray"), told.scene, told.account, size, told.say, top, box)
    crowd = told.scene.crowd
    if crowd is not None:  # no page round the figure explains these signs
        frame = _frame(told, *room.map_box[2:])
        top = draw_cell_legend(sheet.layer("legend"), crowd, frame, size, told.say, top, box)
    if crowd is None:
        signs = [] if told.is_bare else [sign for sign in told.account.legend if sign.key in _used(areas)]
        signs += _hollow_signs(told, _frame(told, *room.map_box[2:]), areas)
        if signs:  # what is drawn as a hollow sign depends on the frame: no page round the figure knows it
            top = draw_legend(sheet.layer("legend"), signs, size, top, box)
    if told.is_bare:
        return top + 8
    top = draw_foot(sheet.layer("credits"), told.scene, size, told.say, top + 6, box)
    return top + (size.margin_px if size.height_px and not size.is_beside else 0 if size.is_beside else 4)


def _hollow_signs(told: _Told, frame: Frame, areas: list[Mark]) -> list[Sign]:
    small = [mark for mark in areas if is_hollow(frame, mark) and not mark.signs]
    rings = sorted({ring.removesuffix("_known"): ring for mark in small if (ring := ring_of(mark))}.items())
    roles = {mark.role for mark in small if not ring_of(mark)}
    made = [Sign(key=ring, text=told.say.text(f"legend.{kind}")) for kind, ring in rings]
    return made + [
        Sign(key=f"hollow_{role}", text=told.say.text(f"legend.hollow_{role}"))
        for role in ("impact_area", "launch_area", "event")
        if role in roles
    ]


def _areas(told: _Told, frame: Frame) -> list[Mark]:
    """Return the areas that the frame shows; another event counts if its middle is in it. Squares have none."""
    found: list[Mark] = []
    if told.scene.crowd is not None:
        return found
    for mark in told.marks:
        if mark.role == "event" and mark.account == "" and told.account.account_id:
            is_in = frame.box.contains(shapely.Point(frame.position(*mark.anchor)))
        else:
            is_in = mark.role != "context" and frame.shape(mark.geometry).intersects(frame.box)
        if is_in:
            found.append(mark)
    return found


def _used(areas: list[Mark]) -> set[str]:
    edges = {"dashed" if m.edge == "parted" else m.edge for m in areas}
    signs = {sign for m in areas for sign in m.signs}
    claimed = {"claimed_solid", "claimed_dashed", "claimed_open", "rejects"}
    return {m.look for m in areas} | signs | edges | {"trunk", "band", "link"} | claimed


def _frame(told: _Told, width: float, height: float) -> Frame:
    crowd = told.scene.crowd
    return frame_of(crowd.view if crowd is not None else told.account.view, width, height)


def _map(canvas: Canvas, defs: Canvas, told: _Told, room: _Room) -> list[Mark]:
    """Draw the map and return the areas that lie in the frame."""
    size, account = room.size, told.account
    _, _, width, height = room.map_box
    frame = _frame(told, width, height)
    clip = f"{defs.prefix}frame"
    defs.put("clipPath", id=clip).put("rect", x=0, y=0, width=width, height=height)
    ground = canvas.put("g", clip_path=f"url(#{clip})")
    draw_ground(ground, frame, told.scene, is_still=told.is_bare)
    draw_streets(ground, frame, told.scene, is_still=told.is_bare)
    if told.scene.crowd is not None:
        _crowd(ground, told, room, frame)
        canvas.put("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, fill="none", stroke=RULE, stroke_width=1)
        return []
    context = [m for m in told.marks if m.role == "context"]
    areas = _areas(told, frame)
    names = draw_context(ground.layer("context"), frame, context, size.style)
    draw_bridges(ground, frame, told.scene, is_still=told.is_bare)
    draw_bands(ground.layer("band"), defs, frame, account)
    shapes = draw_areas(ground.layer("areas"), defs, frame, areas)
    signs = draw_signs(ground.layer("signs"), frame, areas) if any(m.signs for m in areas) else []
    arrows = ground.layer("arrows")
    draw_links(arrows, defs, frame, account)
    for trunk in account.trunks:
        draw_trunk(arrows, defs, frame, trunk, size.style)
    trunks = [trunk_shape(frame, trunk, size.style) for trunk in account.trunks]
    firm = [s for s, m in zip(shapes, areas, strict=True) if m.tone != "coarse" and not is_large(m, s)]
    sides = [frame.shape(side).buffer(_SIDE_PX) for m in areas if m.edge == "open" for side in m.sides or ()]
    taken = [*firm, *signs, *trunks, *sides]
    furniture, _ = _furniture(ground.layer("furniture"), told, size, frame, areas)
    beside = [_with_signs(frame, shape, mark) for shape, mark in zip(shapes, areas, strict=True)]
    wanted = area_labels(areas, beside, size.style, told.say) + trunk_labels(account, trunks, size.style) + names
    wanted += ground_labels(frame, told.scene, account.view, size.style, is_small=size.is_small)
    labels = ground.layer("labels", shared=halo(size.style.halo_px))
    found = placed(wanted, frame.box, [*taken, *furniture], [*signs, *furniture] if signs else [])
    draw_dots(labels, found)
    for label in found:
        labels.label(label)
    canvas.put("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, fill="none", stroke=RULE, stroke_width=1)
    return areas


def _furniture(
    canvas: Canvas, told: _Told, size: Size, frame: Frame, areas: list[Mark]
) -> tuple[list[BaseGeometry], bool]:
    """Draw what stands beside the marks, the tray on none; return what it covers, and whether the tray is there.

    A direction has no end that could be hidden: it takes no room.
    """
    areas = [mark for mark in areas if mark.edge != "open"]
    shapes = [frame.shape(mark.outline if mark.outline is not None else mark.geometry) for mark in areas]
    trunks = [trunk_shape(frame, trunk, size.style) for trunk in told.account.trunks]
    pairs = zip(shapes, areas, strict=True)
    firm = [_sign_room(frame, shape, mark) for shape, mark in pairs if mark.tone != "coarse"]
    return draw_furniture(canvas, told.scene, told.account, frame, size, told.say, [*shapes, *trunks], [*firm, *trunks])


def _sign_room(frame: Frame, shape: BaseGeometry, mark: Mark) -> BaseGeometry:
    """Return what a mark takes of the picture: its area, or the sign of fixed size that stands for it."""
    is_sign = mark.symbol == "disc" or is_hollow(frame, mark)
    own = shapely.Point(frame.position(*mark.anchor)).buffer(_SIGN_ROOM_PX) if is_sign else shape
    return _with_signs(frame, own, mark)


def _with_signs(frame: Frame, shape: BaseGeometry, mark: Mark) -> BaseGeometry:
    """Return what the words of a mark stand beside: its area, and its signs."""
    x, y = frame.position(*mark.anchor)
    rights = [right for _, right in sign_middles(mark)] or ([0.0] if ring_of(mark) and is_hollow(frame, mark) else [])
    return (
        shape
        if not rights
        else shapely.union_all([shape, *(shapely.Point(x + right, y).buffer(RADIUS_PX + 2) for right in rights)])
    )


def _holds_tray(told: _Told, room: _Room) -> bool:
    """Whether the map has room for the tray that covers no mark; else it stands with the words."""
    frame = _frame(told, *room.map_box[2:])
    _, is_held = _furniture(
        Canvas(ET.Element("g"), "", "", told.scene.direction), told, room.size, frame, _areas(told, frame)
    )
    return is_held


def _crowd(ground: Canvas, told: _Told, room: _Room, frame: Frame) -> None:
    """Draw very many places as counts in squares, and the names of the heaviest."""
    crowd, size = told.scene.crowd, room.size
    assert crowd is not None
    grid = grid_of(crowd, frame)
    draw_cells(ground.layer("cells"), grid, classes_of(grid))
    furniture = draw_furniture(ground.layer("furniture"), told.scene, told.account, frame, size, told.say, [], [])[0]
    names = ground_labels(frame, told.scene, crowd.view, size.style, is_small=size.is_small)
    wanted = [*crowd_labels(crowd, frame, size.style), *names]
    labels = ground.layer("labels", shared=halo(size.style.halo_px))
    found = placed(wanted, frame.box, furniture)
    draw_dots(labels, found)
    for label in found:
        labels.label(label)
