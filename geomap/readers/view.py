"""A chunk seen through a few of its columns: each different combination of cells is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from geomap.findings import Severity
from geomap.readers.cells.distinct import Codes, codes_of, combined_codes, spread, spread_bad
from geomap.readers.cells.plain import Bad
from geomap.readers.rows import Problems, RowChunk

__all__ = ["read_distinct"]

_Values = dict[str, object]


def read_distinct(
    chunk: RowChunk,
    problems: Problems,
    roles: Sequence[str],
    read: Callable[[RowChunk, Problems], _Values],
) -> _Values:
    """Return what a reading that looks at one row at a time makes of some columns.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of every row with a bad cell, as if each had been read.
    roles : sequence of str
        The roles that the reading looks at; it may look at no others.
    read : callable
        Takes a chunk and its problems and returns columns by name.
    """
    columns = list(dict.fromkeys(chunk.mapping.found[r] for r in roles if r in chunk.mapping.found))
    if not columns:
        return read(chunk, problems)
    encoded = [codes_of(chunk.text[column]) for column in columns]
    first, codes = combined_codes([(len(values), codes) for values, codes in encoded])
    if len(first) * 2 > len(codes):
        return read(chunk, problems)
    few = replace(chunk, text=chunk.text[columns].iloc[first].reset_index(drop=True))
    index = chunk.text.index
    values = read(few, _Spread(few, problems, codes, index))
    return {
        name: spread(value, codes, index) if isinstance(value, pd.Series) else value for name, value in values.items()
    }


class _Spread(Problems):
    """Passes on what is wrong with the different rows as what is wrong with all of them."""

    def __init__(self, few: RowChunk, whole: Problems, codes: Codes, index: pd.Index) -> None:
        super().__init__(few)
        self._whole, self._codes, self._index = whole, codes, index

    def _all(self, bad: Bad) -> Bad:
        return spread_bad(bad, self._codes, self._index)

    def refuse(self, bad: Bad, role: str) -> None:
        """Refuse all rows of bad cells."""
        self._whole.refuse(self._all(bad), role)

    def take_out(self, bad: Bad, role: str) -> None:
        """Take all rows out."""
        self._whole.take_out(self._all(bad), role)

    def warn(self, bad: Bad, role: str, severity: Severity = "warning") -> None:
        """Tell something of all rows that stay."""
        self._whole.warn(self._all(bad), role, severity)

    def suspect(self, bad: Bad, role: str, clue: str) -> None:
        """Keep a clue of all rows."""
        self._whole.suspect(self._all(bad), role, clue)
