"""report.docx: the map in a report for Word and LibreOffice, in geomap's own look or in a house's template.

Statements carry the numbers of their claims, claims those of their sources; both are links inside the file.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.edition import Edition
from geomap.publishers.document.packing import impersonal, repacked
from geomap.publishers.document.report import Picture, Report, Said, Table, report_of
from geomap.publishers.document.word_look import MUTED, STAMP, house_document, own_document, restyled_for
from geomap.publishers.document.word_text import Text

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["render", "write"]

FILE = "report.docx"

_FIGURE_SIZE = "two-columns"
_CAPTION_ROOM = 1_500_000
"""What a caption takes below a figure, in Word's units (914,400 an inch)."""


def write(edition: Edition, folder: Path) -> None:
    """Write report.docx into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the report as bytes; the same edition gives the same bytes.

    Parameters
    ----------
    edition : Edition
        With a house's template in ``look.template``, or none.

    Raises
    ------
    UsageError
        If the template is no Word file, or lacks a style that the report is written with.
    """
    look = edition.look
    document = house_document(look.template, look.template_name) if look.template else own_document()
    report = report_of(edition, _FIGURE_SIZE)
    if not look.template:
        restyled_for(document, report)
    _Writer(document, report).write()
    impersonal(document.core_properties, title=report.title, lang=report.lang)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


class _Writer:
    """Writes a report into a document, from top to bottom."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document = document
        self.report = report
        self.text = Text(document, is_rtl=report.is_rtl)
        section = document.sections[-1]
        self.width = section.page_width - section.left_margin - section.right_margin
        self.height = section.page_height - section.top_margin - section.bottom_margin

    def write(self) -> None:
        """Write everything."""
        report, say, text = self.report, self.report.say, self.text
        if report.kicker:
            text.run(text.paragraph(), report.kicker, colour=MUTED)
        text.run(text.paragraph("Title"), report.title)
        if report.review:
            text.run(text.paragraph(), report.review, is_bold=report.is_draft, colour=STAMP if report.is_draft else "")
        self._statements(report.summary)
        for picture in report.pictures:
            self._picture(picture)
            self._statements(picture.told)
        for relation in report.relations:
            text.run(text.paragraph(), relation)
        self._statements(report.told)
        if any(picture.not_on_map for picture in report.pictures):
            self._heading(say.text("page.not_on_map"))
            for picture in report.pictures:
                if picture.label and picture.not_on_map and len(report.pictures) > 1:
                    text.run(text.paragraph(keeps_next=True), picture.label, is_bold=True)
                self._listed(picture.not_on_map)
        self._table(report.claims, anchor="claim")
        self._table(report.events)
        self._listed(report.corrections, heading=say.text("page.corrections"))
        for title, lines in (("page.method", report.method), ("page.numbers", report.numbers)):
            if lines:
                self._heading(say.text(title))
            for line in lines:
                text.run(text.paragraph(), line)
        self._sources()

    def _heading(self, words: str) -> None:
        self.text.run(self.text.paragraph("Heading 1"), words)

    def _statements(self, statements: tuple[Said, ...]) -> None:
        if not statements:
            return
        paragraph = self.text.paragraph(reads=" ".join(said.text for said in statements))
        for n, said in enumerate(statements):
            self.text.run(paragraph, f" {said.text}" if n else said.text)
            self.text.references(paragraph, "claim", said.claims, is_raised=True)

    def _listed(self, statements: tuple[Said, ...], heading: str = "") -> None:
        if heading and statements:
            self._heading(heading)
        for said in statements:
            paragraph = self.text.paragraph("List Bullet", reads=f"{said.head} {said.text}")
            if said.head:
                self.text.run(paragraph, f"{said.head}: ", is_bold=True)
            self.text.run(paragraph, said.text)
            self.text.references(paragraph, "claim", said.claims, is_raised=True)

    def _picture(self, picture: Picture) -> None:
        """Write the figure with the words for those who do not see it, and its caption, which Word numbers."""
        paragraph = self.text.paragraph(keeps_next=True)
        inline = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=self.width)._inline
        room = self.height - _CAPTION_ROOM
        if inline.extent.cy > room:
            share = room / inline.extent.cy
            inline.extent.cx, inline.extent.cy = int(inline.extent.cx * share), int(room)
            frame = inline.graphic.graphicData.pic.spPr
            frame.cx, frame.cy = inline.extent.cx, inline.extent.cy
        self.text.described(inline.docPr, title=picture.caption, words=picture.alt)
        caption = self.text.paragraph("Caption")
        label, _, after = self.report.say.text("document.figure", n=picture.number).partition(str(picture.number))
        self.text.run(caption, label)
        self.text.field(caption, "SEQ Figure \\* ARABIC", str(picture.number))
        self.text.run(caption, f"{after}. {picture.caption}")

    def _table(self, table: Table, anchor: str = "") -> None:
        if not table.rows:
            return
        self._heading(table.title)
        self.text.table(table, int(self.width), anchor)
        if table.left_out:
            self.text.run(self.text.paragraph(), table.left_out)

    def _sources(self) -> None:
        if self.report.sources:
            self._heading(self.report.say.text("page.sources"))
        for source in self.report.sources:
            paragraph = self.text.paragraph(hangs=True)
            self.text.marked(paragraph, f"[{source.number}]", f"source_{source.number}")
            self.text.run(paragraph, f"\t{source.text}. {source.note}".rstrip())
            if source.address:
                self.text.run(paragraph, " ")
                self.text.link(paragraph, source.address)
