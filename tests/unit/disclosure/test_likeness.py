"""What is like a withheld name: words, runs of words and parts of words, held against a shared table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geomap.disclosure.likeness import Withholding, unmarked, without_article, words_of

TABLE = Path(__file__).resolve().parents[2] / "vectors" / "close_names.csv"
ROWS = [
    tuple(cell.replace("\\n", "\n") for cell in row.values())
    for row in csv.DictReader(TABLE.read_text("utf-8").splitlines())
]


def told(name, known, text):
    """Return the close words, the runs of words and the part of a word that come close, as the table has them."""
    held = Withholding({"x": [name, "x"]}, known.split())
    words = words_of(text)
    firsts = held.first_words(words)
    sizes = [(n, held.close_run(words[n : n + held.run_max])) for n, word in enumerate(words) if word in firsts]
    part = held.part_in(unmarked(text))
    return (
        " ".join(sorted(held.close(words))),
        "; ".join(" ".join(words[n : n + size]) or "-" for n, size in sizes),
        unmarked(text)[slice(*part)] if part else "",
    )


@pytest.mark.parametrize(("name", "known", "text", "words", "runs", "part"), ROWS, ids=range(len(ROWS)))
def test_what_comes_close_is_this_and_nothing_else(name, known, text, words, runs, part):
    """``known`` are words of names that are published; ``-`` is a run that begins like the name and is none."""
    assert told(name, known, text) == (words, runs, part)


def test_a_run_has_room_for_an_article_before_each_word():
    assert Withholding({}).run_max == 2
    assert Withholding({"x": ["Ain Issa"]}).run_max == 4
    assert Withholding({"x": ["Ain Issa"], "y": ["Ain Issa Reem Sara"]}).run_max == 8


def test_only_names_in_scripts_without_spaces_are_looked_for_within_words():
    assert Withholding({"x": ["費盧傑"]}).has_parts
    assert not Withholding({"x": ["Mosul"]}).has_parts


@pytest.mark.parametrize(
    ("word", "bare"),
    [("القوم", "قوم"), ("القو", "القو"), ("القيام", "قيام"), ("הקרמ", "קרמ"), ("הקו", "הקו"), ("alkarma", "alkarma")],
)
def test_an_article_is_taken_off_a_word_that_leaves_three_letters(word, bare):
    assert without_article(word) == bare


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("الفَلُّوجَة", "الفلوجة"),
        ("Sanʼa'", "Sana"),
        ("a\u200db", "ab"),
        ("Čadca", "Čadca"),
        ("t́b", "tb"),
        ("دिल", "دिल"),
        ("कि", "कि"),
    ],
)
def test_marks_and_what_cannot_be_seen_are_gone_and_letters_stay(text, plain):
    assert unmarked(text) == plain
