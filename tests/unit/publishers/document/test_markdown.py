"""The report as Markdown: figures and tables, no script, and no text of the case that becomes markup."""

from __future__ import annotations

import re

import pytest

from geomap.pipeline import build_edition, export_bytes
from geomap.publishers.document import markdown


@pytest.fixture(scope="module")
def files(edition):
    return export_bytes(edition, "md")


def test_there_is_a_figure_for_each_account_beside_the_text(files):
    text = files["report.md"].decode()

    assert set(files) == {"report.md", "figure-all.png", "figure.png", "figure-the_national.png"}
    assert re.findall(r"\]\((.*?\.png)\)", text) == ["figure-all.png", "figure.png", "figure-the_national.png"]
    assert all(data.startswith(b"\x89PNG") for name, data in files.items() if name.endswith(".png"))


def test_the_text_has_every_part_and_no_script(files, edition):
    text = files["report.md"].decode()
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)

    assert heads == ["Not on this map", "Who says what", "Events", "Method", "Numbers", "Sources"]
    assert "<script" not in text
    assert "<div" not in text
    tables = re.findall(r"(?:^\|.*\|$\n)+", text, re.MULTILINE)
    assert [len(t.splitlines()) - 2 for t in tables] == [98, 6]
    assert all(len({len(re.findall(r"(?<!\\)\|", line)) for line in t.splitlines()}) == 1 for t in tables)
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == len(edition.scene.tables["sources"]["title"])


def test_arabic_says_so(arabic_edition):
    text = markdown._text(markdown.report_of(arabic_edition, "page-small"), "security_media_cell")

    assert text.startswith('<div dir="rtl" lang="ar">\n\n# ')
    assert text.endswith("\n\n</div>\n")


def test_a_table_that_is_too_long_says_what_it_leaves_out(make_case, monkeypatch):
    from geomap.publishers.document import report

    monkeypatch.setattr(report, "ROWS_MAX", 2)
    made = report.report_of(build_edition(make_case()), "page-small")

    assert len(made.events.rows) == 2
    assert made.events.left_out == "1 more row is not in this table; table.csv of a build has it."
