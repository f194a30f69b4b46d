"""How languages write a name: the shared table of names and sentences, and that nothing is lost in silence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geomap.disclosure.forms import forms_of, why_not_looked_for
from geomap.disclosure.likeness import Withholding, words_of
from geomap.disclosure.names import NameRemover
from geomap.disclosure.positions import Positions

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "names.csv"
ROWS = [
    (row["lang"], row["name"], row["sentence"].replace("\\n", "\n"), row["expected"].replace("\\n", "\n"))
    for row in csv.DictReader(VECTORS.read_text("utf-8").splitlines())
]

JOINED = [
    tuple(cell.replace("\\n", "\n") for cell in row.values())
    for row in csv.DictReader((VECTORS.parent / "joined_names.csv").read_text("utf-8").splitlines())
]


def is_close(name, sentence):
    held = Withholding({"x": [name]})
    words = words_of(sentence)
    if any(
        held.close_run(words[n : n + held.run_max]) for n, word in enumerate(words) if word in held.first_words(words)
    ):
        return True
    return bool(held.close(words_of(sentence))) or held.part_in(sentence) is not None


@pytest.mark.parametrize(
    ("lang", "name", "sentence", "expected"), ROWS, ids=[f"{r[0]}-{n}" for n, r in enumerate(ROWS)]
)
def test_a_name_is_taken_out_told_or_left(lang, name, sentence, expected):
    """``■`` stands for what is taken out; ``close`` is told to the desk alone, ``untouched`` neither."""
    cleaned = NameRemover([name]).clean(sentence, "■")

    if expected in ("close", "untouched"):
        assert cleaned == sentence
        assert is_close(name, sentence) == (expected == "close")
    else:
        assert cleaned == expected


@pytest.mark.parametrize(("name", "text", "published", "found"), JOINED, ids=range(len(JOINED)))
def test_a_name_is_found_where_a_language_joins_bends_or_parts_it(name, text, published, found):
    """``found``: whether an id, or an address, of these letters holds the name; a longer search than that of texts."""
    remover = NameRemover([name])

    assert remover.clean(text, "■") == published
    assert remover.found_in(text) == (found == "yes")


def test_many_names_at_once_are_what_each_is_alone():
    names = ["Mosul", "Homs", "Hom", "Homsa", "Kirkuk", "Karbala", "Kara", "Kar", "Erbil", "Erb", "Fallujah", "Falluja"]
    text = "Mosul Homs Hom Homsa Kirkuk Karbala Kara Kar Erbil Erb Fallujah Faluja Falluja Karb Er Ka Hama"
    left = "■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ Faluja ■ Karb Er Ka Hama"

    for size in range(1, len(names) + 1):
        some = NameRemover(names[:size]).clean(text, "■").split()
        each = [NameRemover([name]) for name in names[:size]]
        assert some == ["■" if any(r.clean(word, "■") == "■" for r in each) else word for word in text.split()]
    assert NameRemover(names).clean(text, "■") == left


def test_of_many_names_that_begin_alike_the_shortest_is_found_too():
    names = ["Ka", "Kab", "Kabul", "Kad", "Kadd", "Kaf", "Kag", "Kah", "Kaj", "Kal", "Kam", "Kan", "Kob"]

    assert NameRemover(names).clean(" ".join(names), "■").split() == ["■"] * len(names)


def test_where_positions_alone_are_withheld_no_name_is_looked_for():
    assert NameRemover([], Positions([(43.5, 33.4)])).clean("Mosul, 33.40000") == "Mosul, [position withheld]"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "it has no letters"),
        ("!?", "it has no letters"),
        ("35", "it is a number"),
        ("B", "it is a single letter"),
        ("ב", "it is a single letter"),
        ("ᚠᚢ", "there are no rules yet for the script of “ᚠ” (Runic)"),
        ("Ur", ""),
        ("B5", ""),
        ("35th", ""),
    ],
)
def test_why_a_name_cannot_be_looked_for(name, why):
    assert why_not_looked_for(name) == why
    assert bool(list(forms_of(name))) == (not why)


def test_every_form_has_a_beginning_to_be_looked_for():
    """One without would be looked for at every letter of every text."""
    names = {row[1] for row in ROWS} | {row[0] for row in JOINED}

    assert all(form.head for name in names for form in forms_of(name))


def test_the_table_has_every_language_with_names_that_go_and_words_that_stay():
    for lang in ("ar", "fa", "ur", "he", "tr", "ru", "uk", "zh", "ja", "ko", "th", "en", "de"):
        assert any("■" in row[3] for row in ROWS if row[0] == lang), lang
    assert sum(row[3] == "untouched" for row in ROWS) >= 12
    assert len(ROWS) >= 60


def test_the_table_in_the_docs_says_what_happens(root):
    page = (root / "docs" / "how-to" / "withhold.md").read_text("utf-8")
    table = page.split("| the row says | a text says | is published as |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]

    assert len(rows) >= 10
    for name, sentence, published in rows:
        put = "[الاسم محجوب]" if "محجوب" in published else "[name withheld]"
        assert NameRemover([name]).clean(sentence, put) == published


@pytest.mark.parametrize(
    ("name", "text", "cleaned"),
    [
        # inside a word of a tag or an address from six letters on
        ("Mosul", "#freemosulnow", "#freemosulnow"),
        ("Kirkuk", "#freekirkuknow", "#free■now"),
        # parted into two words: seven letters or more, three in each
        ("Samarra", "Sam arra", "■"),
        ("Samarra", "Sa marra", "Sa marra"),
        ("Kirkuk", "Kir kuk", "Kir kuk"),
        ("Fallujah", "Fal lujah", "■"),
        ("Deir Hafir", "De irHafir", "■"),
        # two letters take the shortest of the words that are joined to a name
        ("قم", "بقم", "بقم"),
        ("קו", "ובקו", "וב■"),
        # where a word that holds the name goes as a whole, it may be of any length
        ("Θεσσαλονίκη", "η Θεσσαλονίκη" + "α" * 14 + " x", "η ■ x"),
        ("Θεσσαλονίκη", "η Θεσσαλονίκη" + "α" * 15 + " x", "η ■ x"),
        ("თბილისი", "თბილისი" + "ა" * 40, "■"),
        ("दिल्ली", "दिल्ली" + "क" * 30 + " क", "■ क"),
    ],
)
def test_a_name_ends_where_its_script_says(name, text, cleaned):
    assert NameRemover([name]).clean(text, "■") == cleaned
