"""Letters as they are compared: folded, unescaped, and with what stood between them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geomap.disclosure.spelling import FOLD, Rules, composed, decoded, script_of, squeezed, words_in

TABLE = Path(__file__).resolve().parents[2] / "vectors" / "letters.csv"
ROWS = [
    tuple(cell.replace("\\n", "\n") for cell in row.values())
    for row in csv.DictReader(TABLE.read_text("utf-8").splitlines())
]
GAPS = {"": "", "soft": "-", "space": " ", "turn": "^"}


def shown(text):
    """Return the letters of a text, each gap before its letter: ``-`` soft, space, ``^`` a turn within a word."""
    apart = squeezed(composed(text))
    return "".join(GAPS[gap] + letter for letter, gap in zip(apart.letters, apart.gaps, strict=True))


@pytest.mark.parametrize(("text", "letters", "words"), ROWS, ids=range(len(ROWS)))
def test_a_text_is_these_letters_and_words(text, letters, words):
    assert shown(text) == letters
    assert "|".join(words_in(text)) == words
    apart = squeezed(composed(text))
    assert all(FOLD[ord(composed(text)[at])] for at in apart.origin)
    starts = [n for n in range(len(apart.letters)) if n == 0 or apart.gaps[n]]
    for at in range(len(apart.letters)):
        assert apart.word_start(at) == max(n for n in starts if n <= at)
        assert apart.word_end(at) == (at if at in starts else min([n for n in starts if n > at] + [len(apart.letters)]))
    assert apart.begins(len(apart.letters))


def test_a_script_that_says_nothing_else_has_these_rules():
    rules = Rules(script="X")

    assert rules.borders
    assert (rules.article_leaves, rules.before_shortest, rules.after_shortest) == (3, 3, 4)
    assert (rules.capital_below, rules.inner_shortest, rules.kind_leaves) == (0, 2, 2)
    assert (rules.joins_anything_from, rules.run_until) == (0, 0)
    assert not rules.bends_inside
    assert not rules.joins_anything


@pytest.mark.parametrize(
    ("letter", "script"),
    [
        ("々", "CJK"),
        ("〆", "CJK"),
        ("ー", "KATAKANA"),
        ("東", "CJK"),
        ("\U00020000", "CJK"),
        ("ハ", "KATAKANA"),
        ("5", ""),
        ("é", "LATIN"),
        ("ж", "CYRILLIC"),
        ("־", "HEBREW"),
    ],
)
def test_a_letter_is_of_a_script(letter, script):
    assert script_of(letter) == script


@pytest.mark.parametrize(
    ("letter", "folded"),
    [
        ("❶", "1"),
        ("②", "2"),
        ("²", "2"),
        ("௰", ""),
        ("٣", "3"),
        ("ß", "ss"),
        ("İ", "i"),
        ("Æ", "ae"),
        ("ך", "כ"),
        ("東", "东"),
    ],
)
def test_letters_and_digits_are_folded(letter, folded):
    assert FOLD[ord(letter)] == folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("%25252541", "A"),
        ("%2525252541", "%41"),
        ("&amp;#65;", "A"),
        ("\\u0041\\x42", "AB"),
        ("\\ud83d\\ude00!", "\U0001f600!"),
        ("\\ud800 \\u004birkuk", "\ufffd Kirkuk"),
        ("http://xn--mnchen-3ya.de/", "http://münchen.de/"),
        ("XN--mnchen-3ya", "münchen"),
        ("axn--mnchen-3ya", "axn--mnchen-3ya"),
        ("xn--999999999", "xn--999999999"),
        ("xn--0", "xn--0"),
        ("a 5% rise & more", "a 5% rise & more"),
    ],
)
def test_a_text_is_read_without_its_escapes(text, plain):
    assert decoded(text) == plain


@pytest.mark.parametrize("label", ["xn--" + "z" * n for n in range(1, 60)])
def test_whatever_an_address_spells_can_be_written(label):
    assert decoded(label).encode("utf-8")
