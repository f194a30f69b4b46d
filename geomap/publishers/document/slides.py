"""slides.pptx: a slide for each account with its figure, and what to say about it in the notes; then the sources.

In geomap's own look, or in the layouts of a house's template.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Pt

from geomap.edition import Edition
from geomap.publishers.document.packing import impersonal, repacked
from geomap.publishers.document.report import ARABIC, Picture, Report, Said, Source, left_to_right, report_of, spelled
from geomap.publishers.document.slides_look import Layouts, house_slides, own_slides
from geomap.publishers.xml_text import xml_text

if TYPE_CHECKING:
    from pptx.slide import Slide

__all__ = ["render", "write"]

FILE = "slides.pptx"

_FIGURE_SIZE = "wide"
_SOURCES_ON_A_SLIDE = 8
_SOURCES_MAX = 40
"""More than five slides of sources nobody shows; the last says how many are left out."""
_SOURCE_PT = 12


def write(edition: Edition, folder: Path) -> None:
    """Write slides.pptx into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the slides as bytes; the same edition gives the same bytes.

    Parameters
    ----------
    edition : Edition
        With a house's template in ``look.template``, or none.

    Raises
    ------
    UsageError
        If the template is no PowerPoint file, or lacks a layout that the slides are made with.
    """
    look = edition.look
    layouts = house_slides(look.template, look.template_name) if look.template else own_slides()
    report = report_of(edition, _FIGURE_SIZE)
    _Slides(layouts, report).write()
    impersonal(layouts.slides.core_properties, title=report.title, lang=report.lang)
    out = io.BytesIO()
    layouts.slides.save(out)
    return repacked(out.getvalue())


class _Slides:
    """Writes a report as slides, one after the other."""

    def __init__(self, layouts: Layouts, report: Report) -> None:
        self.layouts = layouts
        self.report = report

    def write(self) -> None:
        """Write everything."""
        report, say = self.report, self.report.say
        is_placed = self.layouts.is_house
        first = self._slide(self.layouts.opening, report.title)
        lines = [line for line in (report.kicker, report.review) if line]
        self._fill(self._body(first), lines, is_placed=is_placed)
        said = [" ".join(_lines(report.summary)), " ".join(_lines(report.told))]
        notes = [*(line for line in said if line), *report.relations, *report.method, *report.numbers]
        self._note(first, notes)
        for picture in report.pictures:
            self._pictured(picture)
        shown, left = report.sources[:_SOURCES_MAX], len(report.sources) - _SOURCES_MAX
        for n in range(0, len(shown), _SOURCES_ON_A_SLIDE):
            is_last = n + _SOURCES_ON_A_SLIDE >= len(shown)
            more = say.text("document.more_sources", n=left, file="sources.md") if is_last and left > 0 else ""
            self._sources(shown[n : n + _SOURCES_ON_A_SLIDE], say.text("page.sources"), more)

    def _slide(self, layout: Any, title: str) -> Slide:
        slide = self.layouts.slides.slides.add_slide(layout)
        frame = slide.shapes.title.text_frame
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        self._say(frame.paragraphs[0], title, is_placed=self.layouts.is_house)
        return slide

    def _body(self, slide: Slide) -> Any:
        """Return the place for text beside the title: the first that is no date, footer or number."""
        return next(p for p in slide.placeholders if p.placeholder_format.idx != 0 and p.has_text_frame).text_frame

    def _pictured(self, picture: Picture) -> None:
        """Put the figure below the title, as large as the slide allows."""
        slide = self._slide(self.layouts.pictured, picture.label or self.report.title)
        left, top, width, height = self.layouts.room
        made = slide.shapes.add_picture(io.BytesIO(picture.png), left, top, width=width)
        if made.height > height:
            made.width, made.height = Emu(int(made.width * height / made.height)), Emu(height)
        made.left = Emu(left + (width - made.width) // 2)
        properties = made._element.nvPicPr.cNvPr
        properties.set("descr", xml_text(picture.alt))
        properties.set("title", xml_text(picture.caption))
        said = [" ".join(_lines(picture.told)) or picture.alt, *_lines(picture.claims)]
        missing = [f"{self.report.say.text('page.not_on_map')}:", *_lines(picture.not_on_map)]
        self._note(slide, [*said, *(missing if picture.not_on_map else [])])

    def _sources(self, sources: Sequence[Source], title: str, more: str) -> None:
        slide = self._slide(self.layouts.listed, title)
        frame = self._body(slide)
        lines = [f"[{source.number}] {source.text}. {source.note}".rstrip() for source in sources]
        self._fill(frame, [*lines, more] if more else lines, size_pt=_SOURCE_PT)
        for paragraph in frame.paragraphs:
            _unlisted(paragraph)
        for paragraph, source in zip(frame.paragraphs, sources, strict=False):
            if source.address:
                self._link(paragraph, source.address)

    def _link(self, paragraph: Any, address: str) -> None:
        """Add the host of an address as a link to it: a slide has no room for more."""
        space, link = paragraph.add_run(), paragraph.add_run()
        space.text, link.text = " ", xml_text(urlsplit(address).hostname or address).removeprefix("www.")
        space.font.size = link.font.size = Pt(_SOURCE_PT)
        link.hyperlink.address = quote(xml_text(address), safe="/:?#[]@!$&'()*+,;=%~-._")

    def _note(self, slide: Slide, lines: Iterable[str]) -> None:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            self._fill(frame, list(lines))

    def _fill(self, frame: Any, lines: Sequence[str], size_pt: float = 0, *, is_placed: bool = False) -> None:
        for n, line in enumerate(lines):
            paragraph = frame.add_paragraph() if n else frame.paragraphs[0]
            self._say(paragraph, line, is_placed=is_placed)
            if size_pt:
                paragraph.runs[0].font.size = Pt(size_pt)

    def _say(self, paragraph: Any, text: str, *, is_placed: bool = False) -> None:
        """Put text into a paragraph, in the direction and language of the report; a house has placed its titles."""
        is_rtl = self.report.is_rtl
        run = paragraph.add_run()
        run.text = xml_text(left_to_right(text) if is_rtl else text).replace("\v", " ")
        if is_rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
            if not is_placed:
                paragraph._p.pPr.set("algn", "r")
        run._r.get_or_add_rPr().set("lang", "ar-IQ" if ARABIC.search(text) else "en-GB")


def _lines(statements: Iterable[Said]) -> list[str]:
    """Return statements as lines, each with the numbers of its claims."""
    lines = []
    for said in statements:
        head = f"{said.head}: " if said.head else ""
        numbers = f" [{spelled(said.claims)}]" if said.claims else ""
        lines.append(f"{head}{said.text}{numbers}")
    return lines


def _unlisted(paragraph: Any) -> None:
    """Take the bullet away: the number of the source stands in its place."""
    from lxml.etree import SubElement
    from pptx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    SubElement(properties, qn("a:buNone"))
