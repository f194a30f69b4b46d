"""Letters as they are compared, and the rules of each script; ``spelling.toml`` holds them."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote

from geomap.schema import LATIN_LETTERS

__all__ = [
    "FOLD",
    "Rules",
    "Squeezed",
    "book",
    "composed",
    "decoded",
    "ordinary",
    "rules_of",
    "script_of",
    "spelt_out",
    "squeezed",
    "words_in",
]

_SOFT = frozenset("-_'’‘ʼ`´ʹʻʿʾˈ׳״־‐‑‒–—―−＇＿－\u200b")
"""What may stand inside a word: hyphens, apostrophes, the low line."""
_STRIPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u08d3-\u08ff\u034f\u180b-\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u0640\u2800\u115f\u1160\u3164\uffa0\U000e0100-\U000e01ef]"
)
_NO_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´ʹʻʿʾˈ׳״＇"), "")
_NARROW_KANA = re.compile("[\uff66-\uff9f]+")
_SURROGATES = re.compile("[\ud800-\udfff]+")
"""Halves of a character: no file holds one alone."""
_ESCAPED = re.compile(r"&#?\w{1,8};|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|xn--", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a script writes a name; each field is explained where ``spelling.toml`` sets it."""

    script: str
    borders: bool = True
    articles: tuple[str, ...] = ()
    articles_joined: tuple[str, ...] = ()
    article_leaves: int = 3
    before: str = ""
    before_shortest: int = 3
    before_short: str = ""
    before_least: str = ""
    after: str = ""
    after_shortest: int = 4
    after_short: str = ""
    capital_below: int = 0
    any_case: str = ""
    inner: str = ""
    inner_shortest: int = 2
    inner_before: str = ""
    bends_inside: bool = False
    stems: tuple[Mapping[str, Any], ...] = ()
    words_bent: Mapping[str, Sequence[str]] | None = None
    titles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    kind_leaves: int = 2
    joins_anything: bool = False
    joins_anything_from: int = 0
    run_until: int = 0


@cache
def book() -> dict[str, Any]:
    """Return the tables of spelling.toml."""
    return tomllib.loads(resources.files("geomap.disclosure").joinpath("spelling.toml").read_text("utf-8"))


@cache
def _same() -> dict[str, str]:
    pairs = book()["traditional"]["characters"].split()
    return {pair[0]: pair[1] for pair in pairs} | dict(LATIN_LETTERS) | dict(book()["same"])


@cache
def rules_of(script: str) -> Rules | None:
    """Return the rules of a script; None if it has none."""
    found = book()["scripts"].get(script)
    if found is None:
        return None
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Rules(script=script, **made)


@cache
def ordinary() -> frozenset[str]:
    """Return words that are no names where they stand in small letters."""
    return frozenset(book()["ordinary"]["words"].split())


@cache
def spelt_out() -> dict[int, str]:
    """Return, for ``str.translate``, letters that are written as two where their marks are missing."""
    letters = book()["spelt_out"]
    return {ord(c): two for one, two in letters.items() for c in (one, one.upper())}


@cache
def script_of(letter: str) -> str:
    """Return the script of a folded letter as Unicode names it; empty for digits and what has none."""
    if letter.isdigit():
        return ""
    if letter in "ー々〆":
        return "KATAKANA" if letter == "ー" else "CJK"
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


class _Folding(dict[int, str]):
    """A table for ``str.translate``: letters and digits folded, everything else gone; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        """Fold a character that was not met before."""
        self[code] = made = _folded(chr(code))
        return made


def _folded(character: str) -> str:
    same = _same()
    made = []
    for part in unicodedata.normalize("NFKD", same.get(character, character)):
        if _STRIPPED.match(part):
            continue
        made += [same.get(c, c) for c in same.get(part, part).casefold()]
    text = unicodedata.normalize("NFC", "".join(made))
    return "".join(_letter(c) for c in text)


def _letter(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Nd", "No"):
        digit = unicodedata.digit(character, None)
        return "" if digit is None else str(digit)
    return character if category[0] in "LM" and character not in _SOFT else ""


FOLD = _Folding()
"""For ``str.translate``: what is compared of a text."""


def composed(text: str) -> str:
    """Return a text with letters and their marks as one, as far as there is one."""
    if text.isascii():
        return text
    whole = _NARROW_KANA.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return unicodedata.normalize("NFC", whole)


def decoded(text: str) -> str:
    """Return a text without escapes (HTML, percent, backslash, punycode), however often it was escaped."""
    for _ in range(4):
        if not _ESCAPED.search(text):
            break
        plain = html.unescape(unquote(text))
        plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})", lambda m: chr(int(m[1] or m[2], 16)), plain)
        plain = re.sub(r"(?i)\bxn--[a-z0-9-]+", lambda m: _from_punycode(m[0]), plain)
        if plain == text:
            break
        text = plain
    return _SURROGATES.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def _from_punycode(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text as its folded letters, where each came from, and what stood between them.

    Attributes
    ----------
    letters : str
    origin : list of int
        Place of each letter in the text.
    gaps : list of str
        What stands before each letter: nothing, ``soft`` (hyphen, apostrophe), ``space`` or ``turn`` (a change to a
        capital, between letters and digits, or of the script, with nothing between).
    """

    letters: str
    origin: list[int]
    gaps: list[str]

    def begins(self, at: int) -> bool:
        """Whether a word begins here, or the text ends."""
        return at >= len(self.letters) or at <= 0 or self.gaps[at] != ""

    def word_start(self, at: int) -> int:
        """Return where the word begins that this letter stands in."""
        while not self.begins(at):
            at -= 1
        return at

    def word_end(self, at: int) -> int:
        """Return where the word ends that the letter before this one stands in."""
        while not self.begins(at):
            at += 1
        return at


def squeezed(text: str) -> Squeezed:
    """Return a text as letters and gaps."""
    letters: list[str] = []
    origin: list[int] = []
    gaps: list[str] = []
    between, last = "", ""
    for place, character in enumerate(text):
        pieces = FOLD[ord(character)]
        if not pieces:
            between += _between(character)
            continue
        for number, piece in enumerate(pieces):
            gap = "" if number else _gap(between) or _turn(last, character, text[place + 1 : place + 2])
            letters.append(piece)
            origin.append(place)
            gaps.append(gap)
        between, last = "", character
    return Squeezed("".join(letters), origin, gaps)


@cache
def _between(character: str) -> str:
    """Return what a character without letters counts as: ``-`` soft, `` `` space or stop, or nothing to be seen."""
    if character in _SOFT:
        return "" if character == "\u200b" else "-"
    invisible = unicodedata.category(character) == "Cf" or _STRIPPED.match(character)
    if character in "\n\r":
        return "\n"
    return "" if invisible or character == "ء" else " "


def _gap(between: str) -> str:
    if not between:
        return ""
    if set(between) == {"-"} or re.fullmatch(r"-+ *\n[ \n]*", between):
        return "soft"
    return "space"


def _turn(last: str, now: str, following: str) -> str:
    if not last or unicodedata.category(now)[0] == "M" or now == "ー":
        return ""
    if now.isupper() and (last.islower() or (last.isupper() and following.islower())):
        return "turn"
    if now.isdecimal() != last.isdecimal():
        return "turn"
    if not now.isdecimal() and _script(now) != _script(last):
        return "turn"
    return ""


def _script(character: str) -> str:
    return script_of(FOLD[ord(character)][0])


def words_in(text: str) -> list[str]:
    """Return the folded words of a text; a hyphen parts them, an apostrophe does not."""
    apart = squeezed(composed(text).translate(_NO_APOSTROPHES))
    words: list[str] = []
    for letter, gap in zip(apart.letters, apart.gaps, strict=True):
        if words and gap in ("", "turn"):
            words[-1] += letter
        else:
            words.append(letter)
    return words
