"""The report card: its numbers are the table's, it holds nothing that runs, and nothing that a floor holds back."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from building import CaseTables
from hostile_text import HOSTILE, as_published
from leaks import search
from sensitive import BASE, HOME, PERSON, STREET, sensitive_case

from geomap.checks import codes
from geomap.checks.card import card_of, table_accounting
from geomap.checks.texts import page_parts
from geomap.pipeline import checked, report_card
from geomap.words import LANGUAGES

TABLE = "tests/data/invented-events.csv"


@pytest.fixture(scope="module")
def checked_table(root):
    return checked(root / TABLE, as_of="2021-01-01")


@pytest.fixture(scope="module")
def card(checked_table):
    dataset, findings = checked_table
    return card_of(dataset, findings, table_accounting(dataset), file="invented-events.csv", as_of="2021-01-01")


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_facts_are_the_numbers_of_the_file(card):
    """scripts/invent_events.py puts these mistakes in: 7 dates and a row of totals, one pile, 118 zeros."""
    facts = {fact.key: dict(fact.slots) for fact in card.facts}

    assert (card.accounting.rows_in, card.accounting.refused) == (640, 8)
    assert facts["refused"] == {"n": 8, "total": 640}
    assert facts["pile_named"] == {"n": 134, "total": 632, "name": "Baghdad", "at": "33.34, 44.39"}
    assert (facts["coarse"]["n"], facts["coarse"]["share"]) == (193, "31")
    assert facts["zeros"]["n"] == 116
    assert sum(bar.count for bar in card.precision) == sum(bar.count for bar in card.days) == 632
    assert [group.code for group in card.groups][:2] == ["bad-date", "zero-but-unknown"]


def test_what_was_not_looked_at_is_not_praised(card):
    fine = {fact.key for fact in card.fine}

    assert {"future", "ids", "counts"} <= fine
    assert not fine & {"null_island", "country", "decimals", "dates", "copies", "totals", "zeros", "text", "piles"}
    assert "best" not in fine  # one number stands for low, best and high
    assert not fine & {"claims", "balance"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_alone_and_is_small(checked_table, root, lang):
    html = report_card(*checked_table, root / TABLE, as_of="2021-01-01", lang=lang)

    page = read(html)
    assert len(html.encode()) < 100_000
    assert html == report_card(*checked_table, root / TABLE, as_of="2021-01-01", lang=lang)
    assert not {"script", "iframe", "img", "form", "object", "video"} & set(page.tags)
    assert not [(n, v) for n, v in page.attributes if n.startswith("on") or n in ("style", "src")]
    assert all(v.startswith(("#", "data:")) for n, v in page.attributes if n == "href")
    assert "invented-events.csv" in html
    assert str(root) not in html


def test_texts_of_strangers_stay_texts(tmp_path):
    """Name of the file, headers, and cells that a finding shows: all of them at once, each hostile text."""
    texts = [t for t in HOSTILE.values() if "\ud83d" not in t]
    header = ["id", "date", "lat", "lon", "place", "killed", *(f"{t} {n}" for n, t in enumerate(texts))]
    rows = [[f"{n}", t, "33.3", "44.4", t, t, *texts] for n, t in enumerate(texts)]
    lines = [",".join('"' + c.replace('"', '""') + '"' for c in row) for row in (header, *rows)]
    path = tmp_path / "<img src=x onerror=alert(1)> {{ 7*7 }}.csv"
    path.write_text("\n".join(lines), "utf-8")

    html = report_card(*checked(path), path)

    page = read(html)
    assert not {"script", "img"} & set(page.tags)
    assert not [n for n, _ in page.attributes if n.startswith("on")]
    assert path.name in " ".join(page.text)
    shown = " ".join("".join(page.text).split())
    assert [t for t in texts[:1] if " ".join(as_published(t).split()) not in shown] == []
    assert "{{ 7*7 }}" in shown


def test_what_a_floor_holds_back_is_not_in_the_report(tmp_path):
    """A report card is shared like a map; homes, persons, bases and launch streets are not in it."""
    case = sensitive_case(tmp_path / "case")
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text(report_card(*checked(case), case), "utf-8")
    exact = [re.compile(re.escape(f"{degrees}")) for point in (HOME, PERSON, BASE, STREET) for degrees in point]

    leaks = search(out, ["Villa Sundus", "House of Yusuf Hakimi", "Camp Falcon-7", "Tannery Street", *exact])

    assert not leaks, leaks


def test_a_clean_case_says_what_was_looked_for(tmp_path):
    case = CaseTables().write(tmp_path / "case")
    dataset, findings = checked(case)

    html = report_card(dataset, findings, case)

    assert "Every end of every link rests on a claim." in html
    assert "events and groups in" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_page_in_every_language(lang):
    for code in codes():
        parts = page_parts(code, lang)
        assert parts["title"] != code, code
        assert all(parts.values()), code
