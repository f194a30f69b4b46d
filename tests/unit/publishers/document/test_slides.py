"""The slides: one for each account with its figure and what to say about it, in geomap's look or a house's."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pptx
import pytest
from lxml import etree
from office import described, linked, parts, problems

from geomap.errors import UsageError
from geomap.look import Look
from geomap.publishers.document import slides

ACCOUNTS = ["Iraq’s Security Media Cell, as carried by Gulan", "The National, citing Iraq’s military"]


@pytest.fixture(scope="module")
def english(edition):
    return slides.render(edition)


@pytest.fixture(scope="module")
def arabic(arabic_edition):
    return slides.render(arabic_edition)


def opened(data):
    return pptx.Presentation(io.BytesIO(data))


def saved(presentation):
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


@pytest.mark.parametrize("which", ["english", "arabic"])
def test_the_package_is_whole(request, which):
    assert problems(request.getfixturevalue(which)) == []


def test_there_is_a_slide_for_each_account_with_figure_and_notes(english, edition):
    made = list(opened(english).slides)
    pictured = [s for s in made if any(shape.shape_type == 13 for shape in s.shapes)]

    assert [s.shapes.title.text for s in pictured] == ["All accounts", *ACCOUNTS]
    assert made[0].shapes.title.text == edition.scene.title
    assert made[0].placeholders[1].text == f"{edition.scene.kicker}\nDraft: not reviewed"
    _, first, second = (s.notes_slide.notes_text_frame.text for s in pictured)
    assert "Iraq’s Security Media Cell: the rockets were fired from Al-Amin al-Thaniyah" in first
    assert "Al-Amin al-Thaniyah" not in second
    assert "Not on this map:" in first
    assert all(clause.text in made[0].notes_slide.notes_text_frame.text for clause in edition.scene.summary)


def test_figures_have_words_and_stay_on_the_slide(english):
    presentation = opened(english)
    words = described(english)

    assert len(words) == 3
    assert all("Al-Amin al-Thaniyah" in text for text in words[:2])
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.001)
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_every_source_is_numbered_and_linked(english, edition):
    texts = [s.placeholders[1].text for s in opened(english).slides if s.shapes.title.text == "Sources"]
    columns = edition.scene.tables["sources"]

    assert len(re.findall(r"^\[\d+\] ", "\n".join(texts), re.MULTILINE)) == len(columns["title"])
    assert {url for url in columns["url"] if url} == set(linked(english))


def test_many_sources_are_cut_and_counted(edition, monkeypatch):
    monkeypatch.setattr(slides, "_SOURCES_MAX", 20)

    texts = [s.placeholders[1].text for s in opened(slides.render(edition)).slides if s.shapes.title.text == "Sources"]

    assert len(texts) == 3
    assert texts[-1].splitlines()[-1] == "3 more sources stand in sources.md of a build."
    assert "[20] " in texts[-1]


def test_arabic_is_written_from_right_to_left(arabic):
    for slide in opened(arabic).slides:
        frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
        for frame in [*frames, slide.notes_slide.notes_text_frame] if slide.has_notes_slide else frames:
            for paragraph in frame.paragraphs:
                assert paragraph._p.pPr.get("rtl") == "1"
                assert paragraph._p.pPr.get("algn") == "r"
                languages = {run._r.rPr.get("lang") for run in paragraph.runs if run._r.rPr is not None}
                assert languages <= {"ar-IQ", "en-GB", None}


def test_the_file_names_no_author_or_time(english):
    core = etree.fromstring(parts(english)["docProps/core.xml"])

    assert not {"created", "modified", "lastPrinted"} & {child.tag.rpartition("}")[2] for child in core}
    assert core.findtext("{*}creator") == "geomap"


# --- a house's template


def with_template(edition, data, name="house.pptx"):
    return slides.render(replace(edition, look=Look(template=data, template_name=name)))


def test_a_template_gives_layouts_and_loses_its_slides(small):
    house = pptx.Presentation()
    house.slide_layouts[5].name = "Nur Titel"
    house.slide_master.background.fill.solid()
    house.slides.add_slide(house.slide_layouts[6]).shapes.add_textbox(0, 0, 9, 9).text_frame.text = "How to use this"
    data = with_template(small, saved(house))

    made = opened(data)
    assert problems(data) == []
    assert next(s.shapes.title.text for s in made.slides) == "A made-up case"
    assert "Nur Titel" in {s.slide_layout.name for s in made.slides}
    assert (made.slide_width, made.slide_height) == (house.slide_width, house.slide_height)
    assert not any(b"How to use this" in part for part in parts(data).values())


def test_missing_layouts_are_told_all_at_once(small):
    house = pptx.Presentation()
    for layout in list(house.slide_layouts)[:6]:
        house.slide_layouts.remove(layout)

    with pytest.raises(
        UsageError, match=r"house.pptx has no layout for a title slide .*; none for a slide with a title"
    ):
        with_template(small, saved(house))


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04"])
def test_what_is_no_template_is_told(small, data):
    with pytest.raises(UsageError, match=r"^house.pptx is no file of PowerPoint"):
        with_template(small, data or b" ")
