"""What letters a column holds, asked of its bytes, and a text in the small letters of ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

__all__ = ["LATIN_LETTERS", "in_small_letters", "is_ascii"]

LATIN_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ŋ": "ng",
    }
)
"""Small Latin letters that are no plain one with a mark, and the plain ones that are read for them."""

_PLAIN = str.maketrans(dict(LATIN_LETTERS))


def is_ascii(cells: pd.Series, *, least: int = 0, most: int = 0x7F) -> bool:
    """Whether a text column holds nothing but characters of ASCII.

    Parameters
    ----------
    cells : pandas.Series of str
    least, most : int
        The first and last character that may be there.
    """
    import pyarrow as pa

    column = pa.array(cells)
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else (column,):
        data = chunk.buffers()[2] if len(chunk) and len(chunk.buffers()) > 2 else None
        if data is None:
            continue
        wide = pa.types.is_large_string(chunk.type)
        offsets = np.frombuffer(chunk.buffers()[1], dtype="int64" if wide else "int32")
        start, end = int(offsets[chunk.offset]), int(offsets[chunk.offset + len(chunk)])
        letters = np.frombuffer(data, dtype="uint8", count=end - start, offset=start)
        if len(letters) and (letters.max() > most or (least and letters.min() < least)):
            return False
    return True


def in_small_letters(text: str) -> str:
    """Return a text in small letters, Latin ones without their marks; letters of other scripts stay.

    Examples
    --------
    >>> in_small_letters("Diyarbakır"), in_small_letters("Straße in Łódź")
    ('diyarbakir', 'strasse in lodz')
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_PLAIN)
