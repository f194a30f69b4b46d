"""Paragraphs, runs, links and tables of a Word document, in both directions of writing.

In a paragraph from right to left, runs with Arabic letters are marked so; the others stay from left to right, or their
brackets and numbers would turn round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.text.paragraph import Paragraph

from geomap.publishers.document.report import ARABIC, Cell, Table, left_to_right, spans
from geomap.publishers.document.word_look import LINK, MUTED
from geomap.publishers.xml_text import xml_text
from geomap.words import direction_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

__all__ = ["Text"]

_AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)
_AFTER_BIDI_VISUAL = (
    *("tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd"),
    *("tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"),
)
"""What comes after the mark of the direction, as the format orders it."""

_EMU_IN_TWIP = 635
_HANG = Cm(1)


class Text:
    """Adds to the end of a document.

    Parameters
    ----------
    document : docx.document.Document
    is_rtl : bool
        Whether the report is written from right to left.
    """

    def __init__(self, document: Document, *, is_rtl: bool) -> None:
        self.document = document
        self.is_rtl = is_rtl
        self._bookmark_count = 0
        styles = {style.name: style.style_id for style in document.styles}
        self._cell_style = styles.get("Table Text")

    def paragraph(
        self, style: str | None = None, *, keeps_next: bool = False, hangs: bool = False, reads: str = ""
    ) -> Paragraph:
        """Return a new paragraph at the end; ``reads`` is what will stand in it, if that may be in another script."""
        made = self.document.add_paragraph(style=style)
        if keeps_next:
            made.paragraph_format.keep_with_next = True
        if hangs:
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = _HANG, -_HANG
            made.paragraph_format.tab_stops.add_tab_stop(_HANG)
        return self._turned(made, reads)

    def _turned(self, paragraph: Paragraph, reads: str = "") -> Paragraph:
        if self.is_rtl and direction_of(reads, "rtl") == "rtl":
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(OxmlElement("w:bidi"), *(f"w:{name}" for name in _AFTER_BIDI))
        return paragraph

    def run(self, paragraph: Paragraph, text: str, *, is_bold: bool = False, colour: str = "") -> Run:
        """Add text to a paragraph."""
        made = paragraph.add_run(xml_text(left_to_right(text) if self.is_rtl else text))
        if is_bold:
            made.font.bold = made.font.cs_bold = True
        if colour:
            made.font.color.rgb = RGBColor.from_string(colour)
        if ARABIC.search(text):
            made.font.rtl = True
        return made

    def references(self, paragraph: Paragraph, kind: str, numbers: Sequence[int], *, is_raised: bool = False) -> None:
        """Add numbers in brackets, each a link to the claim or source of that number; of a span the first and last."""
        ends = [(n, number) for n, span in enumerate(spans(numbers)) for number in dict.fromkeys(span)]
        for place, (n, number) in enumerate(ends):
            is_end = place > 0 and ends[place - 1][0] == n
            before = "[" if not place else "\u2013" if is_end else ", "
            self.run(paragraph, before).font.superscript = is_raised or None
            made = self.run(paragraph, str(number), colour=LINK)
            made.font.superscript = is_raised or None
            anchor = OxmlElement("w:hyperlink", {qn("w:anchor"): f"{kind}_{number}", qn("w:history"): "1"})
            made._r.addprevious(anchor)
            anchor.append(made._r)
        if numbers:
            self.run(paragraph, "]").font.superscript = is_raised or None

    def marked(self, paragraph: Paragraph, text: str, name: str) -> None:
        """Add text that links can lead to."""
        self._bookmark_count += 1
        number = str(self._bookmark_count)
        start = OxmlElement("w:bookmarkStart", {qn("w:id"): number, qn("w:name"): name})
        made = self.run(paragraph, text)
        made._r.addprevious(start)
        made._r.addnext(OxmlElement("w:bookmarkEnd", {qn("w:id"): number}))

    def link(self, paragraph: Paragraph, address: str) -> None:
        """Add an address of the web as a link to it; what no address may hold is escaped, or Word refuses the file."""
        target = quote(xml_text(address), safe="/:?#[]@!$&'()*+,;=%~-._")
        key = self.document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = self.run(paragraph, address, colour=LINK)
        made.font.underline = True
        made.font.rtl = None
        anchor = OxmlElement("w:hyperlink", {qn("r:id"): key, qn("w:history"): "1"})
        made._r.addprevious(anchor)
        anchor.append(made._r)

    def field(self, paragraph: Paragraph, instruction: str, shown: str) -> None:
        """Add something that Word works out, with what it shows until then. The instruction is ours, never data."""
        made = self.run(paragraph, shown)
        field = OxmlElement("w:fldSimple", {qn("w:instr"): f" {instruction} "})
        made._r.addprevious(field)
        field.append(made._r)

    def described(self, properties: Any, *, title: str, words: str) -> None:
        """Say what a picture shows, for those who do not see it."""
        properties.set("title", xml_text(title))
        properties.set("descr", xml_text(words))

    def table(self, table: Table, width: int, anchor: str) -> None:
        """Add a table whose header is repeated on every page.

        Parameters
        ----------
        table : Table
        width : int
            Width of the page between its margins, in Word's units.
        anchor : str
            What the numbers in the first column are called in links; empty for none.
        """
        made = self.document.add_table(rows=0, cols=len(table.head), style="Table Grid")
        made.autofit = False
        properties = made._tbl.tblPr
        if self.is_rtl:
            properties.insert_element_before(OxmlElement("w:bidiVisual"), *(f"w:{name}" for name in _AFTER_BIDI_VISUAL))
        properties.append(OxmlElement("w:tblCaption", {qn("w:val"): xml_text(table.title)}))
        widths = [round(width * share / sum(table.widths) / _EMU_IN_TWIP) for share in table.widths]
        for column, twips in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.set(qn("w:w"), str(twips))
        made._tbl.append(self._row([Cell(text=words) for words in table.head], widths, is_head=True))
        for row in table.rows:
            made._tbl.append(self._row(row, widths, anchor=anchor))

    def _row(self, cells: Iterable[Cell], widths: Iterable[int], *, is_head: bool = False, anchor: str = "") -> Any:
        row = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
        for n, (cell, twips) in enumerate(zip(cells, widths, strict=True)):
            row.append(self._cell(cell, twips, is_head=is_head, anchor="" if n else anchor))
        return row

    def _cell(self, cell: Cell, twips: int, *, is_head: bool, anchor: str) -> Any:
        made = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(OxmlElement("w:tcW", {qn("w:w"): str(twips), qn("w:type"): "dxa"}))
        made.append(properties)
        paragraph = self._cell_paragraph(made)
        if anchor:
            self.marked(paragraph, cell.text, f"{anchor}_{cell.text}")
        elif cell.text:
            self.run(paragraph, cell.text, is_bold=is_head)
        self.references(paragraph, "source", cell.sources)
        for note in cell.notes:
            self.run(self._cell_paragraph(made), note, colour=MUTED)
        return made

    def _cell_paragraph(self, cell: Any) -> Paragraph:
        element = OxmlElement("w:p")
        cell.append(element)
        paragraph = Paragraph(element, self.document._body)
        if self._cell_style:  # by its id: the library looks a name up anew for every cell
            element.get_or_add_pPr().style = self._cell_style
        return self._turned(paragraph)
