"""Positions that a text spells out: those of places that are shown more coarsely are looked for and taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

__all__ = ["POSITION_WITHHELD", "POSITION_WITHHELD_AR", "Positions"]

POSITION_WITHHELD = "[position withheld]"
POSITION_WITHHELD_AR = "[الموقع محجوب]"

_DEGREES = re.compile(r"(?<!\d)(?P<whole>\d{1,3})[.,٫](?P<part>\d{3,})(?!\d)(?:\s*°)?")
_MINUTES = re.compile(
    r"(?<!\d)(?P<degrees>\d{1,3})\s*[°º]\s*(?P<minutes>\d{1,2}(?:[.,٫]\d+)?)\s*['’′](?!['’′])"
    r"(?:\s*(?P<seconds>\d{1,2}(?:[.,٫]\d+)?)\s*(?:[\"”″]|['’′]{2}))?"
)
_BETWEEN_MAX = 24
"""Characters between the two numbers of a position."""
_ALONE_FROM = 4
"""Decimals from which one number alone tells a position; with three, a thousand is written in some languages."""
_LEAST_DEG = 1e-5


class _Number(NamedTuple):
    begin: int
    end: int
    degrees: float
    off_deg: float
    is_alone: bool


class Positions:
    """Positions to be looked for in texts.

    Parameters
    ----------
    points : iterable of (float, float)
        Longitude and latitude, degrees; what is NaN is passed over.
    """

    def __init__(self, points: Iterable[tuple[float, float]] = ()) -> None:
        pairs = np.array([(float(lon), float(lat)) for lon, lat in points], dtype="float64").reshape(-1, 2)
        numbers = np.abs(pairs[~np.isnan(pairs).any(axis=1)]).ravel()
        self._degrees = np.unique(numbers)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return len(self._degrees) > 0

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a text spells one out, first and last but one character.

        Decimal degrees count in pairs from three decimals on and alone from four; degrees and minutes with seconds or
        decimals. Digits of any script, in either order, whatever the sign.
        """
        if not self._degrees.size:
            return []
        found = [n for n in _numbers(text) if self._has(n.degrees, n.off_deg)]
        near = {n for one, two in pairwise(found) if two.begin - one.end <= _BETWEEN_MAX for n in (one, two)}
        return [(n.begin, n.end) for n in found if n.is_alone or n in near]

    def taken_out(self, text: str, put: str) -> str:
        """Return a text with each number of a position replaced."""
        made, end = [], 0
        for begin, until in self.spans(text):
            made += [text[end:begin], put]
            end = until
        return "".join(made) + text[end:] if made else text

    def holds(self, values: Iterable[float]) -> bool:
        """Whether one of some numbers is a longitude or latitude of a position, to four decimals."""
        return any(self._has(abs(float(v)), 10.0**-_ALONE_FROM) for v in values)

    def _has(self, degrees: float, off_deg: float) -> bool:
        at = np.searchsorted(self._degrees, [degrees - off_deg, degrees + off_deg])
        return bool(at[0] < at[1])


def _numbers(text: str) -> Iterator[_Number]:
    """Yield the numbers of a text that are as exact as a position, in their order."""
    made = []
    for match in _DEGREES.finditer(text):
        decimals = len(match["part"])
        degrees = float(f"{int(match['whole'])}.{match['part']}")
        off_deg = max(10.0**-decimals, _LEAST_DEG)
        made.append(_Number(match.start(), match.end(), degrees, off_deg, decimals >= _ALONE_FROM))
    for match in _MINUTES.finditer(text):
        minutes, least = _written(match["minutes"])
        seconds, least_seconds = _written(match["seconds"]) if match["seconds"] else (0.0, 60 * least)
        if match["seconds"] or least < 1:
            degrees = int(match["degrees"]) + minutes / 60 + seconds / 3600
            made.append(
                _Number(match.start(), match.end(), degrees, max(least_seconds / 3600, _LEAST_DEG), is_alone=True)
            )
    return iter(sorted(made))


def _written(text: str) -> tuple[float, float]:
    """Return a number, and what its last digit stands for."""
    whole, _, part = re.sub("[,٫]", ".", text).partition(".")
    return float(f"{int(whole)}.{part}"), 10.0 ** -len(part)
