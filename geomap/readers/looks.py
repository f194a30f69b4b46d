"""What the cells of a column look like, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from geomap.readers.cells.pairs import is_pair
from geomap.readers.cells.plain import UNKNOWN
from geomap.readers.header import folded
from geomap.readers.names import column_words

__all__ = [
    "LOOKS",
    "are_days",
    "are_degrees",
    "are_pairs",
    "looks_like",
    "may_be_counts",
    "may_be_days",
    "may_be_names",
]

LOOKS = {
    "date": "days",
    "killed": "deaths",
    "wounded": "the wounded",
    "kind": "a weapon",
    "source": "a source",
    "source_url": "links",
    "coordinates": "positions",
}
"""What a column can look like that no role takes, by role, in words of messages."""

_DAYS = re.compile(r"\D{0,12}(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:1[89]|2\d)\d{6}$)")
_YEARS = re.compile(r"(?:^|\D)(?:1[89]|20)\d\d(?:\D|$)")
_LINK = re.compile(r"https?://", re.I)
_COUNT = re.compile(r"(?:at least |up to |over |more than |[>≥<≤~])?\s*\d{1,5}(?:\s*[-–]\s*\d{1,5}|\+)?", re.I)
_AMOUNT = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+){0,2}(?:\s\d{1,5})?")
_NO_AMOUNT = re.compile(r"true|false|yes|no|y|n|ja|nein|oui|non|sí|да|нет|так|ні|نعم|لا", re.I)
_DEGREES = re.compile(r"[NSEW]?\s*[-+]?\d{1,3}(?:[.,]\d|\s*[°º])", re.I)
_NAME_LETTERS_MIN = 3
_DAY_LETTERS_MAX = 40


def _mostly(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return bool(cells) and 2 * sum(bool(holds(cell.strip())) for cell in cells) > len(cells)


def may_be_days(cells: Sequence[str]) -> bool:
    """Whether most cells hold a day or a year, or there are none."""

    def is_day(cell: str) -> bool:
        return len(cell) <= _DAY_LETTERS_MAX and bool(_DAYS.match(cell) or _YEARS.search(cell))

    return not cells or _mostly(cells, is_day)


def may_be_counts(cells: Sequence[str]) -> bool:
    """Whether the cells count something, or there are none: numbers, and beside them a word or two ("all", "several").

    Words alone, a yes or no, and whole phrases count nothing.
    """
    others = [cell for cell in map(str.strip, cells) if not _COUNT.fullmatch(cell) and cell.casefold() not in UNKNOWN]
    if len(others) == len(cells):
        return not cells
    return all(_AMOUNT.fullmatch(cell) and not _NO_AMOUNT.fullmatch(cell) for cell in others)


def may_be_names(cells: Sequence[str]) -> bool:
    """Whether most cells may be names of places: no number, no yes or no, no word for what became of a projectile."""
    outcomes = column_words().hints["outcome"]

    def is_name(cell: str) -> bool:
        is_word = bool(_NO_AMOUNT.fullmatch(cell)) or bool(outcomes & set(folded(cell).split("_")))
        return not is_word and not cell[:1].islower() and sum(map(str.isalpha, cell)) >= _NAME_LETTERS_MIN

    return bool(cells) and _mostly(cells, is_name)


def are_degrees(cells: Sequence[str]) -> bool:
    """Whether most cells hold a number of degrees with decimals, or with a letter for the half of the globe."""
    return _mostly(cells, _DEGREES.match)


def are_days(cells: Sequence[str]) -> bool:
    """Whether most cells are whole days, with or without a time."""
    return _mostly(cells, lambda c: len(c) <= _DAY_LETTERS_MAX and _DAYS.match(c))


def are_pairs(cells: Sequence[str]) -> bool:
    """Whether most cells hold both numbers of a position."""
    return _mostly(cells, is_pair)


def looks_like(name: str, cells: Sequence[str]) -> str:
    """Return the role (of `LOOKS`) that a column seems to have by its name or cells, or nothing.

    Parameters
    ----------
    name : str
    cells : sequence of str
        Its first cells that hold something.
    """
    words = column_words()
    tokens = set(folded(name).split("_"))
    if not tokens & words.other_day:
        for role in ("date", "killed", "wounded", "kind", "source_url", "source"):
            if tokens & (words.hints.get(role, frozenset()) | _single_names(role)):
                return role
        if are_days(cells):
            return "date"
    if _mostly(cells, _LINK.match):
        return "source_url"
    return "coordinates" if _mostly(cells, is_pair) else ""


@cache
def _single_names(role: str) -> frozenset[str]:
    """Return the names of a count or day that are one word."""
    if role not in ("date", "killed", "wounded"):
        return frozenset()
    told = [*column_words().names.get(role, {}).values(), *column_words().if_days.get(role, {}).values()]
    own = {"date": {"date", "datum"}, "killed": {"killed", "dead", "deaths", "fatalities", "kia"}}
    more = own.get(role, {"wounded", "injured", "injuries", "wia"})
    return frozenset({name for names in told for name in names if "_" not in name and len(name) > 2} - {"start"}) | more
