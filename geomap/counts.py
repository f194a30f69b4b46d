"""Numbers as they are reported: exact, from-to, open upwards, or not known at all.

One rule makes it impossible to tell a number that nobody said: what is not known swallows a sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geomap.errors import InvalidValue

__all__ = ["UNKNOWN", "Count"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many: between ``low`` and ``high``, both included.

    ``low`` None means that nothing is known of the lower end, ``high`` None that nothing is known of the upper one
    ("at least 12" is ``Count(12, None)``). Both None: the number was not reported.

    Raises
    ------
    InvalidValue
        If a bound is below zero, or the lower one is above the upper one.

    Examples
    --------
    >>> Count.exactly(4) + Count(2, 3)
    Count(low=6, high=7)
    >>> Count.exactly(4) + UNKNOWN
    Count(low=None, high=None)
    >>> Count(12, None).exact is None
    True
    """

    low: int | None = None
    high: int | None = None
    words: str = field(default="", compare=False, repr=False)
    """What a report says of the number where it gives none, as "several", or no end; a sum has no words."""

    def __post_init__(self) -> None:
        """Refuse what is no range."""
        if any(bound is not None and bound < 0 for bound in (self.low, self.high)):
            raise InvalidValue(f"{self.low} to {self.high} is no number of anything: a count is never below zero")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidValue(f"{self.low} to {self.high} is no range: the lower number stands first")

    @classmethod
    def exactly(cls, number: int) -> Count:
        """Return a number without doubt."""
        return cls(number, number)

    @classmethod
    def of(cls, low: Any, high: Any) -> Count:
        """Return the count that two cells of a table hold; NA, NaN and None are not known.

        Cells in the wrong order, which the checks tell, hold the same range: a table is read, not refused.
        """
        first, last = _cell(low), _cell(high)
        return cls(last, first) if first is not None and last is not None and first > last else cls(first, last)

    @classmethod
    def of_group(cls, row: Mapping[str, Any]) -> Count:
        """Return how many projectiles a row of ``trajectories`` stands for.

        ``group_n`` holds a number without doubt; ``group_n_low`` and ``group_n_high`` a range ("at least 9").
        ``group_n_words`` are kept where none of them holds anything, and where the number is open.
        """
        exact = _cell(row.get("group_n"))
        if exact is not None:
            return cls.exactly(exact)
        made, words = cls.of(row.get("group_n_low"), row.get("group_n_high")), row.get("group_n_words")
        if words is None or pd.isna(words) or (made.is_known and not made.is_open):
            return made
        return cls(made.low, made.high, words=str(words))

    @classmethod
    def total(cls, counts: Iterable[Count]) -> Count:
        """Return the sum; of nothing at all the number is not known, not zero."""
        found = list(counts)
        made = found[0] if found else UNKNOWN
        for count in found[1:]:
            made += count
        return made

    def __add__(self, other: Count) -> Count:
        """Return both together: an end that is not known on one side is not known in the sum."""
        return Count(_sum(self.low, other.low), _sum(self.high, other.high))

    @property
    def is_known(self) -> bool:
        """Whether anything of the number was reported."""
        return self.low is not None or self.high is not None

    @property
    def is_told(self) -> bool:
        """Whether anything was said of the number, in words at least."""
        return self.is_known or bool(self.words)

    @property
    def exact(self) -> int | None:
        """The number where there is no doubt about it, else None."""
        return self.low if self.low == self.high else None

    @property
    def is_open(self) -> bool:
        """Whether a lower number was reported and no upper one."""
        return self.low is not None and self.high is None

    @property
    def above(self) -> int | None:
        """The number that there were more of, where the report puts it so: 12 of "more than 12", which is 13 or more.

        Examples
        --------
        >>> Count(13, None, words="more than 12").above, Count(13, None, words="at least 13").above
        (12, None)
        """
        if not self.is_open or not self.low:
            return None
        said = [int(digits) for digits in re.findall(r"\d+", self.words.replace(",", ""))]
        return self.low - 1 if said == [self.low - 1] else None


UNKNOWN = Count()
"""A number that was not reported."""


def _cell(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _sum(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two
