"""How a name sounds in Latin letters, so that spellings of it in several scripts can be held side by side."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from geomap.disclosure.spelling import book, script_of

__all__ = ["abjad_of_latin", "is_one_edit", "latin_of_abjad", "shortened", "sound_of"]

_BY_NAME = frozenset({"KATAKANA", "HIRAGANA", "HANGUL"})
_VOWELS = {"a": "اעא", "e": "ايא", "i": "يי", "o": "وו", "u": "وו"}
_WEAK = "عهحהחעא"


def sound_of(word: str) -> str:
    """Return a folded word of any alphabet as it sounds in Latin letters; empty where that is not known.

    Letters that spellings exchange are one letter, double ones single, an h at the end is gone.
    """
    script = script_of(word[:1])
    if script in _BY_NAME:
        latin = "".join(unicodedata.name(c, "").rpartition(" ")[2].lower() for c in word if c != "ー")
    elif script in ("LATIN", "CYRILLIC", "GREEK"):
        latin = "".join(book()["latin"].get(c, c) for c in word.replace("дж", "j"))
    else:
        return ""
    sounds = book()["sounds"]
    told = _groups().sub(lambda m: str(sounds[m[0]]), latin)
    told = re.sub(r"(.)\1+", r"\1", told)
    return told.rstrip("h") if len(told) > 3 else told


@cache
def _groups() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, book()["sounds"]), key=lambda g: (-len(g), g))))


def latin_of_abjad(word: str) -> str:
    """Return a pattern for how a word without its vowels may sound in Latin letters; empty if too little is left."""
    classes = [book()["abjad"].get(c, "") for c in word]
    strong = sum(bool(c) and not c.endswith("?") and c not in ("[uof]", "[ieaj]", "[iej]") for c in classes)
    return "[aeiou]*".join(["", *filter(None, classes), ""]) if strong >= 3 else ""


def abjad_of_latin(sound: str) -> str:
    """Return a pattern for how a word may be written in a script without vowels; empty if too little is left."""
    consonants = re.sub("[aeiouh]", "", sound)
    if len(consonants) < 3:
        return ""
    made = ["[اאעع]?"] if sound[0] in _VOWELS else []
    for letter in sound:
        if letter in _VOWELS:
            made.append(f"[{_VOWELS[letter]}]?[{_WEAK}]?")
        elif letter == "h":
            made.append("[هحخהחכ]?")
        else:
            made.append(f"[{_letters_for(letter)}][{_WEAK}]?")
    return "".join(made) + "(?:[ةהاه]|[يי](?:[ةהه]|ون|ين|ים)?)?"


@cache
def _letters_for(sound: str) -> str:
    return "".join(letter for letter, latin in book()["abjad"].items() if sound in latin.strip("?")) or "-"


def shortened(word: str) -> set[str]:
    """Return a word, and the word without each one of its letters: two that share one are an edit or two apart."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def is_one_edit(one: str, two: str) -> bool:
    """Whether two words are the same but for one letter more, less or other, or two that changed places."""
    if one == two:
        return True
    n = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return (
        one[n + 1 :] in (two[n:], two[n + 1 :])
        or one[n:] == two[n + 1 :]
        or (len(one) == len(two) and one[n : n + 2] == two[n : n + 2][::-1] and one[n + 2 :] == two[n + 2 :])
    )
