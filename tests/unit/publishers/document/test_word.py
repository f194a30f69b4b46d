"""The report for Word: what stands in it, in which styles and direction, and that nothing of it is broken."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from office import described, linked, parts, problems

from geomap.errors import UsageError
from geomap.look import Look
from geomap.pipeline import build_edition
from geomap.publishers.document import word
from geomap.publishers.document.word_look import STYLES


@pytest.fixture(scope="module")
def english(edition):
    return word.render(edition)


@pytest.fixture(scope="module")
def arabic(arabic_edition):
    return word.render(arabic_edition)


def opened(data):
    return docx.Document(io.BytesIO(data))


def in_style(document, name):
    return [p.text for p in document.paragraphs if p.style.name == name]


@pytest.mark.parametrize("which", ["english", "arabic"])
def test_the_package_is_whole(request, which):
    assert problems(request.getfixturevalue(which)) == []


def test_the_report_has_every_part_in_order(english, edition):
    document = opened(english)
    say = ("Not on this map", "Who says what", "Events", "Method", "Numbers", "Sources")

    assert in_style(document, "Title") == [edition.scene.title]
    assert tuple(in_style(document, "Heading 1")) == say
    assert [t.rows[0].cells[0].text for t in document.tables] == ["No.", "Event"]
    first = [p.text for p in document.paragraphs[:4]]
    assert first[2] == "Draft: not reviewed"
    assert all(clause.text in re.sub(r"\[[\d, ]+\]", "", first[3]) for clause in edition.scene.summary)


def test_every_claim_stands_with_its_speaker_and_origin(english, edition):
    columns = edition.scene.tables["claims"]
    table = opened(english).tables[0]._tbl

    rows = [["\n".join(_said(p) for p in cell.findall(qn("w:p"))) for cell in row] for row in _rows(table)]
    assert len(rows) == len(columns["claim_id"]) + 1
    for n, row in enumerate(rows[1:]):
        assert row[0] == str(n + 1)
        assert columns["claimant"][n] in row[1]
        assert (columns["words"][n] or columns["value"][n]) in row[2]
        assert row[3] == columns["origin"][n]


def _said(paragraph):
    """All text of a paragraph, that of fields too."""
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _rows(table):
    return [row.findall(qn("w:tc")) for row in table.iter(qn("w:tr"))]


def test_a_claim_says_which_event_it_is_about(catalogue_edition):
    from geomap.publishers.document.report import report_of

    columns = catalogue_edition.scene.tables["claims"]
    titles = dict(zip(*(catalogue_edition.scene.tables["events"][c] for c in ("event_id", "title")), strict=True))
    rows = report_of(catalogue_edition, "column").claims.rows

    about = [(titles[a], row[2].notes) for a, row in zip(columns["about"], rows, strict=True) if a in titles]
    assert len(about) > 20
    assert all(notes[0] == title for title, notes in about)


def test_every_figure_has_words_and_a_numbered_caption(english, edition):
    document = opened(english)
    figures = described(english)

    assert len(figures) == len(edition.scene.accounts) == 3
    assert all("Al-Amin al-Thaniyah" in text for text in figures[:2])
    assert "Al-Amin al-Thaniyah" not in figures[2]
    captions = [_said(p._p) for p in document.paragraphs if p.style.name == "Caption"]
    assert [c.partition(".")[0] for c in captions] == ["Figure 1", "Figure 2", "Figure 3"]
    assert all(view.label in caption for view, caption in zip(edition.scene.accounts, captions, strict=True))
    fields = [f.get(qn("w:instr")).strip() for f in document.element.iter(qn("w:fldSimple"))]
    assert fields == ["SEQ Figure \\* ARABIC"] * 3


def test_sources_are_numbered_and_lead_to_their_addresses(english, edition):
    document = opened(english)
    columns = edition.scene.tables["sources"]
    listed = [p.text for p in document.paragraphs if re.match(r"\[\d+\]\t", p.text)]

    assert len(listed) == len(columns["title"])
    for n, line in enumerate(listed):
        assert line.startswith(f"[{n + 1}]\t{columns['publisher'][n]}: {columns['title'][n]}")
    assert {url for url in columns["url"] if url} == set(linked(english))
    assert all(address.startswith("https://") or address.startswith("http://") for address in linked(english))


def test_what_is_not_on_the_map_stands_under_its_account(english, edition):
    listed = in_style(opened(english), "List Bullet")

    for view in edition.scene.accounts:
        for item in view.not_on_map:
            assert any(line.startswith(f"{item.head}: {item.text}") for line in listed)


def test_corrections_stand_in_the_report(make_case):
    def change(case):
        case.add("corrections", {"corrected_on": "2020-05-09", "about": "attack", "what": "three rockets, not four"})

    document = opened(word.render(build_edition(make_case(change))))

    assert "Corrections" in in_style(document, "Heading 1")
    assert "9 May 2020: three rockets, not four" in in_style(document, "List Bullet")


def test_headers_of_tables_are_repeated_and_rows_stay_whole(english):
    for table in opened(english).tables:
        rows = list(table._tbl.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_arabic_is_written_from_right_to_left(arabic):
    document = opened(arabic)
    body = document.element.body

    paragraphs = list(body.iter(qn("w:p")))
    assert all(p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for p in paragraphs)
    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in document.tables)
    for run in body.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        is_marked = run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
        assert is_marked == bool(re.search("[\u0600-\u06ff]", text)) or not text.strip(), text
    dates = [p.text for p in document.paragraphs if "2020-11-17" in p.text]
    assert dates
    assert all("\u200e2020-11-17" in text for text in dates if not text.startswith("http"))


def test_english_has_no_direction_marks(english):
    xml = parts(english)["word/document.xml"]

    assert b"w:bidi" not in xml
    assert "\u200e".encode() not in xml


def test_the_file_names_no_author_machine_or_time(english, root):
    files = parts(english)
    core = etree.fromstring(files["docProps/core.xml"])

    assert not {"created", "modified", "lastPrinted"} & {child.tag.rpartition("}")[2] for child in core}
    assert core.findtext("{*}creator") == "geomap"
    assert "docProps/thumbnail.jpeg" not in files
    with zipfile.ZipFile(io.BytesIO(english)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- a house's template


@pytest.fixture
def house():
    """A template as a house would save it: its own styles, a header, text and a picture of its own, another paper."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = "House Serif"
    document.sections[0].page_width = docx.shared.Mm(176)
    document.sections[0].header.paragraphs[0].text = "The House Gazette"
    document.add_paragraph("Text that explains the template")
    document.core_properties.author = "Somebody of the house"
    return document


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_template(edition, data, name="house.docx"):
    from dataclasses import replace

    return word.render(replace(edition, look=Look(template=data, template_name=name)))


def test_a_template_gives_styles_header_and_paper_and_keeps_its_text(small, house, root):
    house.add_picture(str(root / "docs" / "pictures" / "figure-tray.png"))

    data = with_template(small, saved(house))

    document = opened(data)
    assert problems(data) == []
    assert document.styles["Heading 1"].font.name == "House Serif"
    assert document.sections[0].header.paragraphs[0].text == "The House Gazette"
    assert round(document.sections[0].page_width.mm) == 176
    assert "explains the template" not in "".join(p.text for p in document.paragraphs)
    assert in_style(document, "Title") == ["A made-up case"]
    files = parts(data)
    assert len([name for name in files if name.startswith("word/media/")]) == 1
    assert not any(b"Somebody of the house" in part for part in files.values())


def test_a_dotx_is_a_template_too(small, house):
    data = saved(house)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry.filename)
            new.writestr(entry, part.replace(b"document.main+xml", b"template.main+xml"))

    written = with_template(small, changed.getvalue(), "house.dotx")

    assert b"document.main+xml" in parts(written)["[Content_Types].xml"]
    assert opened(written).styles["Heading 1"].font.name == "House Serif"


def test_missing_styles_are_told_all_at_once(small, house):
    for style in ("Caption", "List Bullet"):
        house.styles[style].delete()

    with pytest.raises(UsageError) as caught:
        with_template(small, saved(house))

    assert "house.docx has no style Caption, List Bullet." in str(caught.value)
    assert ", ".join(STYLES) in str(caught.value)


@pytest.mark.parametrize("case", ["text", "zip", "slides", "macros", "broken xml"])
def test_what_is_no_template_is_told(small, house, case):
    import pptx

    data = {"text": b"no package", "slides": saved(pptx.Presentation())}.get(case) or saved(house)
    if case in ("zip", "macros", "broken xml"):
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
            for entry in old.infolist():
                part = old.read(entry.filename)
                if case == "zip" and entry.filename == "[Content_Types].xml":
                    continue
                if case == "macros":
                    part = part.replace(b"wordprocessingml.document.main", b"word.document.macroEnabled.main")
                if case == "broken xml" and entry.filename == "word/document.xml":
                    part = part[:100]
                new.writestr(entry.filename, part)
        data = changed.getvalue()

    with pytest.raises(UsageError, match=r"^house.docx (is no file of Word|holds macros|cannot be read)"):
        with_template(small, data)
