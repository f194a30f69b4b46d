"""The whole figure: title, account, map with tray and inset, legend of the signs in use, credits."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

from shapely.geometry.base import BaseGeometry

from geomap.edition import AccountView, Mark, Scene
from geomap.look import Theme
from geomap.publishers.figure.canvas import HALO, INK, LAND, MUTED, RULE, Canvas, font_of, printable
from geomap.publishers.figure.furniture import Size, draw_background, draw_furniture, draw_tray_line
from geomap.publishers.figure.labels import Line, Wanted, placed
from geomap.publishers.figure.layers import (
    Style,
    draw_areas,
    draw_band,
    draw_context,
    draw_trunk,
    label_lines,
    trunk_shape,
)
from geomap.publishers.figure.projection import frame_of
from geomap.publishers.figure.text import wrapped
from geomap.words import Words, words

__all__ = ["SIZES", "Size", "draw"]


SIZES = {
    "wide": Size(
        width_px=1040, map_px=(1016, 640), margin_px=12, title_px=26, is_small=False, tray_px=352, style=Style()
    ),
    "small": Size(
        width_px=390,
        map_px=(390, 330),
        margin_px=12,
        title_px=20,
        is_small=True,
        tray_px=200,
        style=Style(
            name_px=13.5,
            second_name_px=12.5,
            line_px=12,
            context_px=11,
            arrow_px=6,
            head_px=(15, 20),
            shows_local_names=False,
            shows_context=False,
            shows_trunk_words=False,
        ),
    ),
}

_SVG = "http://www.w3.org/2000/svg"


def draw(
    scene: Scene,
    account: AccountView,
    size: Size,
    prefix: str,
    *,
    is_bare: bool = False,
    theme: Theme | None = None,
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
        Whether title, legend and credits stand around the figure already: only account, map and tray are drawn.
    theme : Theme, optional
        A newsroom's fonts and colours.
    """
    say = words(scene.lang)
    font = font_of(scene.title)
    root = ET.Element(
        "svg", {"xmlns": _SVG, "role": "img", "aria-labelledby": f"{prefix}title {prefix}desc", "font-family": font}
    )
    title = f"{scene.title} ({account.label})" if account.label else scene.title
    ET.SubElement(root, "title", {"id": f"{prefix}title"}).text = printable(title)
    marks = [m for m in scene.marks() if m.account in ("", account.account_id)]
    description = ET.SubElement(root, "desc", {"id": f"{prefix}desc"})
    sheet = Canvas(root, prefix, font)
    defs = sheet.put("defs")
    paper = sheet.put("rect", id=f"{prefix}paper", x=0, y=0, width=size.width_px, fill="#FFFFFF")
    top = _head(sheet.layer("heading"), scene, account, size, say, is_bare=is_bare)
    left = (size.width_px - size.map_px[0]) / 2
    areas = _map(sheet.layer("map", left, top), defs, scene, account, marks, size, say)
    described = [m.description for m in areas] + [t.text for t in account.tray]
    description.text = printable(". ".join(described))
    top += size.map_px[1] + 14
    if size.is_small:
        top = draw_tray_line(sheet.layer("tray"), account, size, top)
    if not is_bare:
        top = _legend(sheet.layer("legend"), _signs_in_use(account, areas), size, say, top)
        top = _foot(sheet.layer("credits"), scene, size, say, top + 6)
    height = round(top + 8)
    paper.element.set("height", str(height))
    root.set("viewBox", f"0 0 {round(size.width_px)} {height}")
    root.set("width", str(round(size.width_px)))
    root.set("height", str(height))
    if theme is not None:
        _paint(root, theme)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=not prefix)
    return data + b"\n"


_ROLE_OF = {
    LAND: "land",
    INK: "ink",
    MUTED: "soft_ink",
    "#6B665E": "place_name",
    "#D55E00": "impact",
    "#A94400": "impact_edge",
    "#5B3F96": "launch",
    "#46307A": "launch_edge",
    "#D3DDE2": "water",
    RULE: "rule",
}
"""Which role of a theme a colour of the figure stands for."""


def _paint(root: ET.Element, theme: Theme) -> None:
    """Put a theme's colours and fonts in the place of our own."""
    colours = {own: theme.colours[role] for own, role in _ROLE_OF.items() if role in theme.colours}
    for element in root.iter():
        for key in ("fill", "stroke", "stop-color"):
            if element.get(key) in colours:
                element.set(key, colours[element.get(key, "")])
        if theme.fonts and element.get("font-family"):
            element.set("font-family", f"{theme.fonts.replace(chr(34), '')}, {element.get('font-family')}")


def _head(
    canvas: Canvas, scene: Scene, account: AccountView, size: Size, say: Words, *, is_bare: bool = False
) -> float:
    limit = size.width_px - 2 * size.margin_px
    lines = [Line(text=scene.kicker, size_px=12, colour=MUTED)] if scene.kicker and not is_bare else []
    for text in [] if is_bare else wrapped(scene.title, size.title_px, limit, is_bold=True):
        lines.append(Line(text=text, size_px=size.title_px, colour=INK, is_bold=True))
    if account.label:
        for text in wrapped(say.text("figure.account", account=account.label), 13.5, limit):
            lines.append(Line(text=text, size_px=13.5, colour=INK))
    if scene.is_draft:
        lines.append(Line(text=say.text("page.draft"), size_px=13.5, colour="#A94400", is_bold=True))
    return canvas.block(size.margin_px, 12, lines) + 6


def _map(
    canvas: Canvas, defs: Canvas, scene: Scene, account: AccountView, marks: list[Mark], size: Size, say: Words
) -> list[Mark]:
    """Draw the map and return the areas that lie in the frame."""
    width, height = size.map_px
    frame = frame_of(account.view, width, height, is_small=size.is_small)
    clip = f"{defs.prefix}frame"
    defs.put("clipPath", id=clip).put("rect", x=0, y=0, width=width, height=height)
    ground = canvas.put("g", clip_path=f"url(#{clip})")
    ground.layer("land").put("rect", x=0, y=0, width=width, height=height, fill=LAND)
    draw_background(ground.layer("background"), frame)
    context = [m for m in marks if m.role == "context"]
    areas = [m for m in marks if m.role != "context" and frame.shape(m.geometry).intersects(frame.box)]
    names = draw_context(ground.layer("context"), frame, context, size.style)
    draw_band(ground.layer("band"), defs, frame, account)
    shapes = draw_areas(ground.layer("areas"), defs, frame, areas)
    arrows = ground.layer("arrows")
    for trunk in account.trunks:
        draw_trunk(arrows, defs, frame, trunk, size.style)
    trunks = [trunk_shape(frame, trunk, size.style) for trunk in account.trunks]
    firm = [s for s, m in zip(shapes, areas, strict=True) if m.tone != "coarse"]
    taken = [*firm, *trunks]
    furniture = draw_furniture(ground.layer("furniture"), scene, account, frame, size, say, taken)
    wanted = _area_labels(areas, shapes, size.style) + _trunk_labels(account, trunks, size.style, say) + names
    labels = ground.layer("labels", shared=HALO)
    for label in placed(wanted, frame.box, [*taken, *furniture]):
        labels.label(label)
    canvas.put("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, fill="none", stroke=RULE, stroke_width=1)
    return areas


def _signs_in_use(account: AccountView, areas: list[Mark]) -> list[str]:
    used = {m.role for m in areas} | {m.edge for m in areas} | {"trunk", "band"}
    return [key for key in account.legend if key in used]


def _area_labels(areas: list[Mark], shapes: list[BaseGeometry], style: Style) -> list[Wanted]:
    heaviest = max((m.munitions or 0 for m in areas if m.role == "impact_area"), default=0)
    pairs = sorted(
        zip(areas, shapes, strict=True), key=lambda p: (p[0].role == "event", -(p[0].munitions or 0), p[0].mark_id)
    )
    made = []
    for mark, shape in pairs:
        is_heaviest = mark.role == "impact_area" and (mark.munitions or 0) >= heaviest
        is_main = bool(mark.account) and (mark.role == "launch_area" or is_heaviest)
        side = mark.label_anchor or ("centre" if mark.tone == "coarse" else "")
        lines = label_lines(mark, style, is_main=is_main)
        made.append(
            Wanted(lines=lines, shape=shape, side=side, offset_px=mark.label_offset_px, must=bool(mark.account))
        )
    return made


def _trunk_labels(account: AccountView, shapes: list[BaseGeometry], style: Style, say: Words) -> list[Wanted]:
    made = []
    for trunk, shape in zip(account.trunks, shapes, strict=True):
        texts = trunk.label
        if not style.shows_trunk_words:
            short = [say.text("label.fired_short", n=trunk.munitions)] if trunk.munitions is not None else []
            texts = (*short, say.text("label.schematic_short"))
        bold, plain = texts[:-1], texts[-1]
        for text in bold:
            line = Line(text=text, size_px=style.line_px, colour=INK, is_bold=True)
            made.append(Wanted(lines=(line,), shape=shape, side="above"))
        line = Line(text=plain, size_px=style.line_px - 1, colour=MUTED, is_italic=True)
        made.append(Wanted(lines=(line,), shape=shape, side="below"))
    return made


def _legend(canvas: Canvas, keys: list[str], size: Size, say: Words, top: float) -> float:
    columns = 1 if size.is_small else 2
    wide = (size.width_px - 2 * size.margin_px) / columns
    bottoms = [top] * columns
    for key in keys:
        column = bottoms.index(min(bottoms))
        left = size.margin_px + wide * column
        texts = wrapped(say.text(f"legend.{key}"), 12.5, wide - 60)
        sign = _SIGNS.get(key)
        if sign is not None:
            sign(canvas, left, bottoms[column])
        lines = [Line(text=text, size_px=12.5, colour=INK) for text in texts]
        bottoms[column] = canvas.block(left + 46, bottoms[column], lines) + 5
    return max(bottoms)


def _swatch(**attributes: str | float) -> Callable[[Canvas, float, float], None]:
    def sign(canvas: Canvas, left: float, top: float) -> None:
        canvas.put("rect", x=left + 1, y=top + 1, width=32, height=14, rx=3, **attributes)

    return sign


def _arrow_sign(canvas: Canvas, left: float, top: float) -> None:
    data = f"M{left + 1:.1f} {top + 6:.1f}h20v-4l12 6l-12 6v-4h-20z"
    canvas.put("path", d=data, fill="#4A4A4A", fill_opacity=".7")


def _band_sign(canvas: Canvas, left: float, top: float) -> None:
    for n, colour in enumerate(("#5B3F96", "#8A6A78", "#D55E00")):
        canvas.put("rect", x=left + 1 + 11 * n, y=top + 1, width=11, height=14, fill=colour, fill_opacity=".22")


_SIGNS: dict[str, Callable[[Canvas, float, float], None]] = {
    "impact_area": _swatch(fill="#D55E00", fill_opacity=".24", stroke="#A94400", stroke_width=1.6),
    "launch_area": _swatch(fill="#5B3F96", fill_opacity=".22", stroke="#46307A", stroke_width=1.6),
    "event": _swatch(fill="#5A5A5A", fill_opacity=".12", stroke="#5A5A5A", stroke_width=1.6),
    "dashed": _swatch(fill="none", stroke=MUTED, stroke_width=1.6, stroke_dasharray="5 3.5"),
    "soft": _swatch(fill="#5B3F96", fill_opacity=".16"),
    "trunk": _arrow_sign,
    "band": _band_sign,
}


def _foot(canvas: Canvas, scene: Scene, size: Size, say: Words, top: float) -> float:
    limit = size.width_px - 2 * size.margin_px
    lines = [
        Line(text=text, size_px=11, colour=MUTED)
        for paragraph in (*scene.method[:1], *scene.credits[:1], *scene.accounting[:1], say.text("method.basemap"))
        for text in wrapped(paragraph, 11, limit)
    ]
    return canvas.block(size.margin_px, top, lines)
