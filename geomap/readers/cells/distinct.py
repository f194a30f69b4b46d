"""Columns hold few different cells: each is read once, and what was read is spread over the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geomap.readers.cells.plain import Bad

__all__ = ["Codes", "codes_of", "combined_codes", "joined_texts", "joined_words", "of_each", "spread", "spread_bad"]

Codes = np.ndarray[Any, np.dtype[np.int64]]
_CODES_MAX = 2**62


def codes_of(cells: pd.Series) -> tuple[pd.Series, Codes]:
    """Return the different cells of a text column, and for each row the position of its own among them.

    Parameters
    ----------
    cells : pandas.Series of str
        A missing cell is a cell like others.
    """
    import pyarrow as pa

    column = pa.array(cells)
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode(null_encoding="encode")
    values = pd.Series(type(cells.array)(encoded.dictionary), dtype=cells.dtype)
    return values, encoded.indices.to_numpy(zero_copy_only=False).astype("int64")


def combined_codes(columns: Sequence[tuple[int, Codes]]) -> tuple[Codes, Codes]:
    """Return the first row of each different combination, and for each row the position of its own among them.

    Parameters
    ----------
    columns : sequence of (int, array of int)
        How many different values each column has, and which of them each row holds.
    """
    size, codes = columns[0]
    for more, others in columns[1:]:
        if size * more > _CODES_MAX:
            codes = pd.factorize(codes)[0].astype("int64")
            size = int(codes.max(initial=0)) + 1
        codes, size = codes * more + others, size * more
    codes, different = pd.factorize(codes)
    first = np.full(len(different), len(codes), dtype="int64")
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first, codes.astype("int64")


def spread(values: pd.Series, codes: Codes, index: pd.Index) -> pd.Series:
    """Return a column of all rows from one value for each different cell."""
    return pd.Series(values.array.take(codes), index=index, dtype=values.dtype)


def spread_bad(bad: Bad, codes: Codes, index: pd.Index) -> Bad:
    """Return the bad cells of all rows from the different cells that are bad."""
    if bad.reasons.empty:
        return bad
    where = np.full(int(codes.max(initial=0)) + 1, -1, dtype="int64")
    where[bad.reasons.index.to_numpy()] = np.arange(len(bad.reasons))
    positions = where[codes]
    hit = positions >= 0
    reasons = bad.reasons.to_numpy(dtype=object)[positions[hit]]
    return Bad(bad.code, pd.Series(reasons, index=index[hit], dtype=object))


def joined_texts(columns: Sequence[pd.Series], between: str) -> pd.Series:
    """Return the texts of a row in one, those that are missing left out; missing where all are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_there = np.logical_or.reduce([column.notna().to_numpy() for column in columns])
    kept = [pa.array(column[is_there]).cast(pa.large_string()) for column in columns]
    whole = [a.combine_chunks() if isinstance(a, pa.ChunkedArray) else a for a in kept]
    if not is_there.any():
        return columns[0]
    # Arrow returns nothing at all where every text of a row is missing: those rows stay outside
    joined = pc.binary_join_element_wise(*whole, pa.scalar(between, pa.large_string()), null_handling="skip")
    made = pd.Series(type(columns[0].array)(joined), index=columns[0].index[is_there], dtype=columns[0].dtype)
    return made if is_there.all() else made.reindex(columns[0].index)


def of_each(cells: pd.Series, read: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return what a reading that looks at one cell at a time makes of a column.

    Parameters
    ----------
    cells : pandas.Series of str
    read : callable
        Takes a text column and returns one of the same length.
    """
    values, codes = codes_of(cells)
    if len(values) * 2 > len(cells):
        return read(cells)
    return spread(read(values), codes, cells.index)


def joined_words(texts: Iterable[object]) -> str | None:
    """Return the words of several cells, each once and sorted, parted by ``;``: the order of rows changes nothing."""
    words = {word.strip() for text in texts if isinstance(text, str) for word in text.split(";")}
    return "; ".join(sorted(words - {""})) or None
