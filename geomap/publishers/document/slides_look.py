"""The layouts of slides: a house's own, found by what stands on them, else geomap's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zipfile import BadZipFile

import pptx
from lxml.etree import LxmlError
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from geomap.errors import UsageError
from geomap.publishers.document.packing import opened, without_leftovers

__all__ = ["Layouts", "house_slides", "own_slides"]

_TITLES = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE})
_SMALL_PRINT = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER})
_TEXTS = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT})
_NEEDED = {
    "opening": "a title slide (a title and a subtitle)",
    "pictured": "a slide with a title only",
    "listed": "a slide with a title and one field of text",
}
_WIDE = (Inches(13 + 1 / 3), Inches(7.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layouts:
    """Slides to write on, and the three layouts that a report needs.

    ``room`` is left, top, width and height of what the title leaves free, in EMU.
    """

    slides: Any
    opening: Any
    pictured: Any
    listed: Any
    room: tuple[int, int, int, int]
    is_house: bool = True
    """Whether the layouts are a house's: titles are left where it has them."""


def house_slides(data: bytes, name: str) -> Layouts:
    """Return a house's template without its own slides: masters, layouts and theme stay.

    Raises
    ------
    UsageError
        If it is no PowerPoint file, or lacks a layout that the slides are made with.
    """
    file = opened(data, name, "presentationml.presentation", "PowerPoint")
    try:
        slides = pptx.Presentation(file)
        found = _layouts(slides)
    except (PythonPptxError, LxmlError, BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{name} cannot be read as a PowerPoint file ({error}). Save the template anew as .pptx."
        ) from error
    missing = [words for kind, words in _NEEDED.items() if kind not in found]
    if missing:
        raise UsageError(
            f"{name} has no layout for {'; none for '.join(missing)}. "
            "In PowerPoint: View, Slide Master, Insert Layout; then save the template and try again."
        )
    _without_slides(slides)
    return _with_room(slides, found)


def own_slides() -> Layouts:
    """Return empty slides of 16:9 on white."""
    slides = pptx.Presentation()
    share = _WIDE[0] / slides.slide_width
    slides.slide_width, slides.slide_height = _WIDE
    master = slides.slide_master
    for shape in [*master.shapes, *(s for layout in slides.slide_layouts for s in layout.shapes)]:
        frame = shape._element.find(f".//{qn('a:xfrm')}")
        if frame is not None and shape.width is not None:
            shape.left, shape.width = Emu(round(shape.left * share)), Emu(round(shape.width * share))
    found = _layouts(slides)
    _set_fields(master, 0.5, 0.2, 0.75, 1.15, 5.7)
    _set_fields(found["opening"], 0.9, 2.4, 1.2, 3.7, 1.6)
    _title_style(master, found["opening"])
    package = slides.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)
    return replace(_with_room(slides, found), is_house=False)


def _set_fields(holder: Any, left: float, top: float, height: float, below: float, room: float) -> None:
    """Place the title and the field below it; all in inches."""
    width = _WIDE[0] - Inches(2 * left)
    for field in holder.placeholders:
        kind = field.placeholder_format.type
        if kind in _TITLES:
            field.left, field.top, field.width, field.height = Inches(left), Inches(top), width, Inches(height)
        elif kind not in _SMALL_PRINT:
            field.left, field.top, field.width, field.height = Inches(left), Inches(below), width, Inches(room)


def _title_style(master: Any, opening: Any) -> None:
    """Titles at the start of the line, in a size that leaves the figure its room."""
    for level in master._element.findall(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}"):
        level.set("algn", "l")
        level.find(qn("a:defRPr")).set("sz", "2600")
        level.find(qn("a:defRPr")).set("b", "1")
    for field in opening.placeholders:
        for level in field._element.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")
        body = field._element.find(f".//{qn('a:bodyPr')}")
        body.set("anchor", "b" if field.placeholder_format.type in _TITLES else "t")


def _layouts(slides: Any) -> dict[str, Any]:
    """Return the first layout that fits each need, by the kinds of its fields; names of layouts are translated."""
    found: dict[str, Any] = {}
    for layout in slides.slide_layouts:
        kinds = [p.placeholder_format.type for p in layout.placeholders]
        others = [k for k in kinds if k not in _TITLES and k not in _SMALL_PRINT]
        if not any(k in _TITLES for k in kinds):
            continue
        if others == [PP_PLACEHOLDER.SUBTITLE]:
            found.setdefault("opening", layout)
        elif not others:
            found.setdefault("pictured", layout)
        elif len(others) == 1 and others[0] in _TEXTS:
            found.setdefault("listed", layout)
    return found


def _with_room(slides: Any, found: dict[str, Any]) -> Layouts:
    """Return the layouts with the room below the title of the one for figures."""
    title = next(p for p in found["pictured"].placeholders if p.placeholder_format.type in _TITLES)
    margin = int(slides.slide_width * 0.03)
    top = int(title.top + title.height + margin / 4)
    if top > slides.slide_height * 0.45:  # the title stands elsewhere than at the head
        top = margin
    room = (margin, top, int(slides.slide_width) - 2 * margin, int(slides.slide_height) - top - margin // 2)
    return Layouts(slides=slides, room=room, **found)


def _without_slides(slides: Any) -> None:
    listed = slides.slides._sldIdLst
    for entry in list(listed):
        slides.part.drop_rel(entry.rId)
        listed.remove(entry)
    for extension in slides.part._element.findall(f"{qn('p:extLst')}/{qn('p:ext')}"):
        if any(child.tag.endswith("}sectionLst") for child in extension):  # it lists slides that are gone
            extension.getparent().remove(extension)
    without_leftovers([slides.part])
