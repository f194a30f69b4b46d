"""A thin hand on SVG: groups that are layers, paths, live text. Every text goes in as text, never as markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from itertools import pairwise

from shapely.geometry.base import BaseGeometry

from geomap.publishers.figure.labels import Line, Placed
from geomap.publishers.figure.text import direction_of, is_arabic
from geomap.signs import AREAS, LIGHT, value

__all__ = [
    "CLAIMED",
    "INK",
    "LAND",
    "MUTED",
    "PLACE_NAME",
    "RULE",
    "Canvas",
    "drawn",
    "font_of",
    "halo",
    "number",
    "path_of",
    "printable",
]

INK, MUTED, PLACE_NAME, RULE, LAND, PAPER = (
    LIGHT[role] for role in ("ink", "soft_ink", "place", "rule", "land", "paper")
)
CLAIMED = AREAS["claimed"].edge
_SIGN_GAP_PX = 4.0
_FONT = "Noto Sans, Helvetica, Arial, sans-serif"
_FONT_ARABIC = "Noto Sans Arabic, Noto Naskh Arabic, Geeza Pro, Arial, sans-serif"
_BASELINE = 0.98
_PARAGRAPH, _HEADLINE, _HEADLINE_PX = 1.4, 1.26, 14.0
"""Lines of a headline stand closer than those of a paragraph."""
_FINEST_PX = 0.1
STILL_PX = 1.0
"""How far a line may stray in the small pictures of a page, which are many."""
"""Corners that are flatter than this are left out; coordinates are tenths of a pixel anyway."""


def halo(width_px: float) -> dict[str, str | float]:
    """Return the paint of words on the map: a rim in the colour of the land under the letters."""
    return {
        "stroke": LAND,
        "stroke_width": width_px,
        "stroke_opacity": value("halo.alpha"),
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }


def font_of(text: str) -> str:
    """Return the fonts for a text, by its script."""
    return _FONT_ARABIC if is_arabic(text) else _FONT


def number(value: float) -> str:
    """Return a coordinate with one decimal, which is a tenth of a pixel."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _written(name: str, value: float) -> str:
    return f"{value:g}" if name.endswith("opacity") else number(value)


def path_of(shape: BaseGeometry) -> str:
    """Return the path data of a shape in pixels: tenths of a pixel, each point as its way from the one before."""
    if shape.is_empty:
        return ""
    if hasattr(shape, "geoms"):
        return "".join(path_of(part) for part in shape.geoms)
    if shape.geom_type == "Polygon":
        return "".join(_chain(ring.coords[:-1]) + "z" for ring in (shape.exterior, *shape.interiors))
    if shape.geom_type == "LineString":
        return _chain(shape.coords)
    return ""


def drawn(shape: BaseGeometry, finest_px: float = _FINEST_PX) -> str:
    """Return the path data of a shape without corners that nobody sees."""
    return path_of(shape.simplify(finest_px))


def _chain(coordinates: Sequence[tuple[float, float]]) -> str:
    points = [(round(x * 10), round(y * 10)) for x, y in coordinates]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (a, b) != (x, y)]
    start = _numbers(points[:1])
    return f"M{start}l{_numbers(steps)}" if steps else f"M{start}"


def _numbers(pairs: Sequence[tuple[int, int]]) -> str:
    """Return tenths as SVG's densest numbers: a minus sign parts as well as a space, and 0.5 is .5."""
    texts = [
        f"{value / 10:g}".replace("0.", ".", 1) if abs(value) < 10 else f"{value / 10:.1f}".removesuffix(".0")
        for pair in pairs
        for value in pair
    ]
    return re.sub(" -", "-", " ".join(text if text != "-0" else "0" for text in texts))


class Canvas:
    """A group to draw into.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
    prefix : str
        Goes before every id, so that several figures can stand in one page.
    font : str
        What the elements around it have set already.
    direction : {"ltr", "rtl"}
        The way in which the figure's language is read.
    finest_px : float
        How far a line may stray.
    """

    def __init__(
        self,
        element: ET.Element,
        prefix: str,
        font: str = "",
        direction: str = "ltr",
        finest_px: float = _FINEST_PX,
    ) -> None:
        self.element = element
        self.prefix = prefix
        self.font = font
        self.direction = direction
        self.finest_px = finest_px

    @property
    def is_rtl(self) -> bool:
        """Whether blocks of words begin at the right."""
        return self.direction == "rtl"

    def put(self, tag: str, **attributes: str | float) -> Canvas:
        """Add an element; ``_`` in names becomes ``-``, numbers are rounded to a tenth, opacities are not."""
        values = {
            name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else _written(name, value)
            for name, value in attributes.items()
        }
        return Canvas(ET.SubElement(self.element, tag, values), self.prefix, self.font, self.direction, self.finest_px)

    def layer(
        self, name: str, right: float = 0.0, down: float = 0.0, shared: Mapping[str, str | float] | None = None
    ) -> Canvas:
        """Add a named layer, moved if need be; illustration programs show it under this name."""
        moved = {"transform": f"translate({number(right)} {number(down)})"} if right or down else {}
        return self.put("g", id=f"{self.prefix}{name}", **moved, **(shared or {}))

    def path(self, shape: BaseGeometry, **attributes: str | float) -> None:
        """Draw a shape, if anything of it is there."""
        self.path_data(drawn(shape, self.finest_px), **attributes)

    def path_data(self, data: str, **attributes: str | float) -> None:
        """Draw what `drawn` gave, if anything of it is there."""
        if data:
            self.put("path", d=data, **attributes)

    def text(
        self,
        left: float,
        baseline: float,
        line: Line,
        *,
        align: str = "start",
        halo_px: float = 0.0,
    ) -> None:
        """Write one line of live text; ``align`` says what stands at ``left``: its left end, middle or right end."""
        is_rtl = direction_of(line.text, self.direction) == "rtl"
        turned = {"start": "end", "end": "start"}.get(align, align) if is_rtl else align
        attributes: dict[str, str | float] = {
            "x": left,
            "y": baseline,
            "font_size": line.size_px,
            "fill": line.colour,
        }
        if font_of(line.text) != self.font:
            attributes["font_family"] = font_of(line.text)
        if turned != "start":
            attributes["text_anchor"] = turned
        if is_rtl:
            attributes |= {"direction": "rtl", "unicode_bidi": "embed"}
        if line.is_bold:
            attributes["font_weight"] = "700"
        if line.is_italic and not is_arabic(line.text):
            attributes["font_style"] = "italic"
        if line.spaced_px and not is_arabic(line.text):
            attributes["letter_spacing"] = f"{line.spaced_px:g}"
        if line.halo:
            attributes["stroke"] = line.halo
        if halo_px:
            attributes |= halo(halo_px)
        self.put("text", **attributes).element.text = printable(line.text)

    def label(self, placed: Placed) -> None:
        """Write all lines of a placed label, and the line to its area if it has one; its layer has the halo."""
        if placed.leader is not None:
            (x1, y1), (x2, y2) = placed.leader
            self.put("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=placed.lines[-1].colour, stroke_width=1)
            self.put("circle", cx=x2, cy=y2, r=1.8, fill=placed.lines[-1].colour, stroke="none")
        left = {"start": 0.0, "middle": placed.width_px / 2, "end": placed.width_px}[placed.align] + placed.left
        top = placed.top
        for line in placed.lines:
            if line.sign:
                block = max(other.width_px for other in placed.lines if other.sign == line.sign)
                self._signed(left, top, line, placed.align, line.width_px if line.sign == "plate" else block)
            else:
                self.text(left, top + line.size_px * _BASELINE, line, align=placed.align)
            top += line.height_px

    def _signed(self, left: float, top: float, line: Line, align: str, block: float) -> None:
        """Write a line with its sign: a plate under who names a place, a crossed box beside who says it was not.

        The boxes of one label stand under one another; ``block`` is the width of its widest such line.
        """
        wide = line.width_px
        middle = block / 2 - (block - wide if self.is_rtl else 0.0)
        left -= {"start": 0.0, "middle": middle, "end": wide}[align]
        if line.sign == "plate":
            self.put("rect", x=left, y=top, width=wide, height=line.height_px - 2, rx=2, fill=CLAIMED, stroke="none")
            middle, baseline = left + wide / 2, top + line.size_px * (_BASELINE + 0.1)
            self.put("g", stroke="none").text(middle, baseline, line, align="middle")
            return
        box = line.size_px
        self.crossed_box(left + wide - box if self.is_rtl else left, top + line.size_px * 0.14, box)
        words_at = left + (wide - box - _SIGN_GAP_PX if self.is_rtl else box + _SIGN_GAP_PX)
        self.text(words_at, top + line.size_px * _BASELINE, line, align="end" if self.is_rtl else "start")

    def crossed_box(self, left: float, top: float, px: float) -> None:
        """Draw the sign of who says that it was not from there."""
        self.put("rect", x=left, y=top, width=px, height=px, rx=1, fill=PAPER, stroke=CLAIMED, stroke_width=1.3)
        edge = px * 0.28
        near, far = (number(v) for v in (left + edge, left + px - edge))
        high, low = (number(v) for v in (top + edge, top + px - edge))
        self.put("path", d=f"M{near} {high}L{far} {low}M{far} {high}L{near} {low}", stroke=CLAIMED, stroke_width=1.3)

    def block(self, left: float, top: float, lines: Sequence[Line], width: float) -> float:
        """Write lines under one another, from the side where reading begins, and return where the next would begin."""
        edge, align = (left + width, "end") if self.is_rtl else (left, "start")
        for line in lines:
            self.text(edge, top + line.size_px * _BASELINE, line, align=align)
            top += line.size_px * (_HEADLINE if line.size_px >= _HEADLINE_PX else _PARAGRAPH)
        return top


def printable(text: str) -> str:
    """Return text that XML can hold: characters that it forbids become U+FFFD."""
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else "�" for c in text)
