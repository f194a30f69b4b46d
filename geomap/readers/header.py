"""Names of columns as people write them, brought to one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from geomap.errors import UnreadableInput
from geomap.schema import refuse_ballistics

__all__ = ["INVISIBLE", "checked_header", "folded", "visible"]

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f]")
"""Characters that nobody sees and that break numbers and names."""
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ـ": None, "’": " "})
"""Letters that no accent makes, and the Arabic stretch."""


def visible(text: str) -> str:
    """Return a text without invisible characters and outer spaces.

    Examples
    --------
    >>> visible(chr(0x200B) + "id" + chr(0xA0))
    'id'
    """
    return INVISIBLE.sub("", text).replace("\u00a0", " ").strip()


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return a column name in one spelling: small letters without accents, words joined by ``_``.

    Examples
    --------
    >>> folded(" Event Date "), folded("EVENT_DATE"), folded("Date de l’événement"), folded("Ölü sayısı")
    ('event_date', 'event_date', 'date_de_l_evenement', 'olu_sayisi')
    """
    plain = visible(name).casefold()
    if not plain.isascii():
        bare = unicodedata.normalize("NFKD", visible(name)).translate(_LETTERS).casefold()
        plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def _spelt(name: str) -> str:
    """Return a column name in small letters, words joined by ``_``: names that differ by an accent are two."""
    plain = visible(unicodedata.normalize("NFKC", name)).lower()
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def checked_header(names: Sequence[str], file: str) -> list[str]:
    """Return the column names of a table, visible characters only, nameless ones numbered.

    Parameters
    ----------
    names : sequence of str
        The header as it stands in the file.
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If two columns have one name.
    ForbiddenColumn
        If a column is there that only ballistics would need.
    """
    header = [visible(name) or f"column {number}" for number, name in enumerate(names, start=1)]
    seen: dict[str, str] = {}
    for name in header:
        other = seen.setdefault(_spelt(name) or name, name)
        if other is not name and (other == name or _spelt(name)):
            raise UnreadableInput(
                f'{file}, header: two columns are named "{name}"; nobody can tell which one is meant. '
                "Rename one of them or take it out."
            )
    refuse_ballistics([folded(name) for name in header], file)
    return header
