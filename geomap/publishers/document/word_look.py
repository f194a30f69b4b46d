"""How a Word report looks: in a house's template by its styles, else geomap's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml.etree import LxmlError

from geomap.errors import UsageError
from geomap.publishers.document.packing import opened, without_leftovers
from geomap.publishers.xml_text import xml_text
from geomap.signs import LIGHT

if TYPE_CHECKING:
    from docx.document import Document

    from geomap.publishers.document.report import Report

__all__ = ["LINK", "MUTED", "STAMP", "STYLES", "house_document", "own_document", "restyled_for"]

MUTED, STAMP, LINK, _INK, _RULE = (
    LIGHT[role].removeprefix("#") for role in ("soft_ink", "impact_edge", "link", "ink", "rule")
)

STYLES = ("Title", "Heading 1", "Caption", "List Bullet", "Table Grid")
"""The styles that a report is written with, beside Normal; "Table Text", if there is one, is taken for cells."""

_LATIN, _ARABIC = "Calibri", "Arial"


def house_document(data: bytes, name: str) -> Document:
    """Return a house's template without its own text: styles, headers, footers and page stay.

    Raises
    ------
    UsageError
        If it is no Word file, or lacks styles that the report is written with.
    """
    file = opened(data, name, "wordprocessingml.document", "Word")
    try:
        document = docx.Document(file)
        names = {style.name for style in document.styles}
        body = document.element.body
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise UsageError(f"{name} cannot be read as a Word file ({error}). Save the template anew as .docx.") from error
    missing = [style for style in STYLES if style not in names]
    if missing:
        raise UsageError(
            f"{name} has no style {', '.join(missing)}. A report is written with {', '.join(STYLES)}. "
            "In Word, give some text each of these styles once, save the template, and try again."
        )
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    if body.find(qn("w:sectPr")) is None:
        document.add_section()
    without_leftovers([document.part])
    return document


def own_document() -> Document:
    """Return an empty document without what the library's own template brings."""
    document = docx.Document()
    rels = document.part.package.rels
    for key, relation in list(rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            rels.pop(key)
    return document


def restyled_for(document: Document, report: Report) -> None:
    """Give a document geomap's own look: A4, quiet headings, small type in tables, title and page at the foot."""
    section = document.sections[-1]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    styles = document.styles
    cells = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style = styles["Normal"]
    for style, size_pt, before_pt, after_pt, is_bold, colour in (
        (styles["Normal"], 10.5, 0, 6, False, _INK),
        (styles["Title"], 22, 0, 4, True, _INK),
        (styles["Heading 1"], 14, 16, 4, True, _INK),
        (styles["Caption"], 9, 2, 12, False, MUTED),
        (styles["List Bullet"], 10.5, 0, 3, False, _INK),
        (styles["Footer"], 8.5, 0, 0, False, MUTED),
        (cells, 8.5, 1, 1, False, _INK),
    ):
        _set(style, size_pt, is_bold=is_bold, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before_pt), Pt(after_pt)
        style.paragraph_format.line_spacing = 1.15
    for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    _quiet_grid(styles["Table Grid"])
    _speak(styles.element, report.lang)
    _foot(section, report)


def _set(style: Any, size_pt: float, *, is_bold: bool, colour: str) -> None:
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:szCs", "w:bCs", "w:i", "w:iCs", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size_pt), is_bold
    style.font.cs_bold, style.font.italic = is_bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    properties.find(qn("w:rFonts")).set(qn("w:cs"), _ARABIC)
    properties.find(qn("w:sz")).addnext(OxmlElement("w:szCs", {qn("w:val"): str(round(size_pt * 2))}))


def _quiet_grid(style: Any) -> None:
    """Rules between rows only."""
    for side in style.element.findall(f".//{qn('w:tblBorders')}/*"):
        is_kept = side.tag in (qn("w:top"), qn("w:bottom"), qn("w:insideH"))
        side.set(qn("w:val"), "single" if is_kept else "nil")
        side.set(qn("w:color"), _RULE)


def _speak(styles: Any, lang: str) -> None:
    """Say in which language the text is, for spelling and for reading aloud."""
    for language in styles.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:bidi"), "ar-IQ")
        if lang == "ar":
            language.set(qn("w:val"), "ar-IQ")


def _foot(section: Any, report: Report) -> None:
    """Write title and page number at the foot of every page."""
    paragraph = section.footer.paragraphs[0]
    if report.is_rtl:
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    text = f"{report.title} · {report.say.text('document.page_of')} "
    paragraph.add_run(xml_text(text)).font.rtl = report.is_rtl or None
    made = paragraph.add_run("1")
    field = OxmlElement("w:fldSimple", {qn("w:instr"): " PAGE "})
    made._r.addprevious(field)
    field.append(made._r)
