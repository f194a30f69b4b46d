"""Numbers of the quick sheet as they are reported: exact, a range, open, or in words of which no number is made."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from geomap.counts import UNKNOWN, Count
from geomap.readers.cells.numbers import read_counts

__all__ = ["NOT_REPORTED", "Amount", "amounts_of", "why_no_amount"]

_PART = re.compile(r"(?i)^(\d+)\s+(?:out\s+)?of\s+(?:the\s+|these\s+|those\s+)?(?:\d+|\w+)\b.*$")
_PLAIN = re.compile(r"^[\d\s.,+–—-]+$")
_NONE = re.compile(r"^0+$")


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, with the words of the report where they say it otherwise than as a plain number.

    Attributes
    ----------
    count : Count
        Not known at all for "several" and "about 20": words give no number that nobody said.
    words : str
        The cell as it was written; empty for plain numbers (7, 2-5) and where nothing is known.
    """

    count: Count = UNKNOWN
    words: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything was said of the number."""
        return self.count.is_known or bool(self.words)

    def __str__(self) -> str:
        """Return the number for an id or a message: the words, or the digits."""
        if self.words or not self.count.is_known:
            return self.words
        return str(self.count.low if self.count.exact is not None else f"{self.count.low}-{self.count.high}")


NOT_REPORTED = Amount()
"""Nothing was said of the number."""


def amounts_of(cells: pd.Series) -> tuple[dict[str, Amount], frozenset[str]]:
    """Return the amount that each different cell holds, and the cells that hold none.

    Parameters
    ----------
    cells : pandas.Series of str
        Empty cells are no amount and not bad.
    """
    distinct = pd.Series(sorted({c for c in cells if c}), dtype="str")
    read = read_counts(distinct)
    bad = frozenset(distinct[read.bad.reasons.index])
    made = {}
    for cell, low, high, words in zip(distinct, read.low, read.high, read.words, strict=True):
        if cell not in bad:
            count = Count.of(low, high)
            is_worded = pd.notna(words) or (count.is_known and not _PLAIN.match(cell))
            made[cell] = Amount(count, cell if is_worded else "")
    return made, bad


def why_no_amount(cell: str) -> str:
    """Return what is wrong with a cell that holds no amount, and what to write."""
    part = _PART.match(cell)
    if part:
        return (
            f'is a part of another number: write {part[1]}, and name these projectiles in "group" if they count among '
            'those of another row; or make the row about context, where "words" says it'
        )
    if _NONE.match(cell):
        return "is no group of projectiles: leave the cell empty, or make the row about context"
    return "is no number: write 7, 2-5, at least 3, more than 12 or up to 4; words such as several may stand too"
