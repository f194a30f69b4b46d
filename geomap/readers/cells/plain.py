"""Cells without what nobody sees, and the bad ones with their reasons."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import pandas as pd

from geomap.readers.header import INVISIBLE
from geomap.schema import STRING, is_ascii

__all__ = ["UNKNOWN", "Bad", "empty", "nothing", "plain_cells", "stripped"]

_ODD = r"[^\x20-\x7e]"
_DIGITS = {
    ord(letter): str(unicodedata.decimal(letter)) for letter in map(chr, range(0x80, 0x20000)) if letter.isdecimal()
} | str.maketrans("٫٬−．，－＋", ".,-.,-+")
"""Digits of every script (Arabic, Persian, Devanagari, Bengali, full width) as 0-9."""

UNKNOWN = frozenset(
    {"unknown", "n/a", "na", "nan", "none", "null", "?", "-", "–", "—", "unk", "not known", "not reported"}
    | {"unbekannt", "inconnu", "non connu", "desconocido", "desconhecido", "bilinmiyor", "غير معروف", "未知"}
    | {"невідомо", "не відомо", "неизвестно", "не известно", "н/д", "немає даних", "нет данных"}
)
"""What people write into a cell where nothing is known, in small letters."""


@dataclass(frozen=True, eq=False, slots=True)
class Bad:
    """Cells of one column that cannot be used, each with its reason.

    Attributes
    ----------
    code : str
        Code of the finding.
    reasons : pandas.Series of str
        What is wrong, only for the rows that are bad.
    """

    code: str
    reasons: pd.Series


def empty(index: pd.Index) -> pd.Series:
    """Return a column of text in which nothing stands."""
    return pd.Series(pd.NA, index=index, dtype=STRING)


def nothing(index: pd.Index) -> pd.Series:
    """Return a column in which nothing is true."""
    return pd.Series(False, index=index)


def plain_cells(cells: pd.Series) -> pd.Series:
    """Return cells without invisible characters and outer spaces, digits as 0-9; empty cells are missing.

    Parameters
    ----------
    cells : pandas.Series of str
        Digits of other scripts and the Arabic decimal point become those of ASCII.
    """
    text = cells.astype(STRING)
    odd = (
        nothing(text.index)
        if is_ascii(text, least=0x20, most=0x7E)
        else text.str.contains(_ODD).fillna(False).astype(bool)
    )
    if odd.any():
        mended = {
            cell: INVISIBLE.sub("", cell).translate(_DIGITS).replace("\u00a0", " ") for cell in text[odd].unique()
        }
        text = text.mask(odd, text[odd].map(mended).astype(STRING).reindex(text.index))
    return stripped(text)


def stripped(cells: pd.Series) -> pd.Series:
    """Return cells without outer spaces; empty ones are missing."""
    text = cells.str.strip()
    is_empty = (text == "").fillna(False).astype(bool)
    return text.mask(is_empty) if is_empty.any() else text
