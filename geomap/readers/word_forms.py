"""The forms in which languages bend a word: what a cell says in the plural or another case is the word of the list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["bent", "without_number"]

_NUMBER = re.compile(
    r"^\s*\d[\d.,]*(?:\s*[-–—]\s*\d+)?\s*[x×х]?\s+|\s*(?:\(\s*[x×х]?\s*\d+\s*\)|\s[x×х]\s*\d+)\s*$", re.I
)
"""How many, before a word or behind it: "2 missiles", "drones (5)", "drones x 5"; never the 101 of a Kh-101."""

_STEM_MIN = 3
_CYRILLIC = (
    *("ами", "ями", "ими", "іми", "ыми", "ого", "ому", "ему", "ього"),
    *("их", "іх", "ых", "ах", "ях", "ів", "ев", "ов", "еи", "ою", "ею", "єю", "ии", "іи", "ыи", "ои", "ая", "яя", "ое"),
    *("ее", "ые", "ие", "оі", "ом", "ем", "ам", "ям", "иі", "іі", "ия", "ія", "ію", "ию", "єм"),
    *("і", "и", "ы", "а", "я", "у", "ю", "е", "є", "о", "ь"),
)
_LATIN = ("lerinden", "larindan", "leri", "lari", "ler", "lar", "si", "nen", "en", "es", "is", "n", "s", "e")
_ARABIC_ENDS = ("تين", "تان", "ات", "ين", "ان", "ون", "ة", "ه")
_ARTICLE = "ال"


def without_number(cell: str) -> str:
    """Return what a cell says without how many of it.

    Examples
    --------
    >>> without_number("2 ballistic missiles"), without_number("drones (5)"), without_number("Kh-101")
    ('ballistic missiles', 'drones', 'Kh-101')
    """
    return _NUMBER.sub("", cell)


def bent(words: Mapping[str, str], word: str) -> str:
    """Return what the one word of a list stands for of which another is a form; empty if none is, or several are.

    Parameters
    ----------
    words : mapping of str to str
        Folded words (`geomap.readers.header.folded`) and what they stand for.
    word : str
        Folded.
    """
    return _stems(frozenset(words.items())).get(_stem(word), "")


@lru_cache(maxsize=8)
def _stems(words: frozenset[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word, stands_for in words:
        found.setdefault(_stem(word), set()).add(stands_for)
    return {stem: stands_for.pop() for stem, stands_for in found.items() if len(stands_for) == 1}


def _stem(word: str) -> str:
    return "_".join(_stem_of_one(part) for part in word.split("_"))


def _stem_of_one(word: str) -> str:
    if any("\u0400" <= c <= "\u04ff" for c in word):
        endings: tuple[str, ...] = _CYRILLIC
    elif any("\u0600" <= c <= "\u06ff" for c in word):
        word = word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + _STEM_MIN - 1 else word
        endings = _ARABIC_ENDS
    else:
        endings = _LATIN
    ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= _STEM_MIN), "")
    if not ending:
        return word
    short = word[: -len(ending)]
    return _stem_of_one(short) if endings is _LATIN else short  # Turkish and Spanish add one ending to another
