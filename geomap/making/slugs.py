"""Readable ids from names, the same every time."""

from __future__ import annotations

import hashlib
import re

from geomap.schema import in_small_letters

__all__ = ["fingerprint", "same_name", "slug"]

_LENGTH_MAX = 32


def slug(text: str, *, joint: str = "_", empty: str = "id") -> str:
    """Return a name as an id: small Latin letters, digits and a joint.

    Parameters
    ----------
    text : str
    joint : str
        What stands between words.
    empty : str
        What the id begins with if the name has no Latin letter; a fingerprint of the name follows.

    Examples
    --------
    >>> slug("Iraq’s military"), slug("Al-Amin al-Thānīyah", joint="-")
    ('iraq_military', 'al-amin-al-thaniyah')
    """
    words = _words(text)
    if not words:
        return f"{empty}{joint}{fingerprint(text)}"
    made = words[0][:_LENGTH_MAX]
    for word in words[1:]:
        if len(made) + 1 + len(word) > _LENGTH_MAX:
            break
        made += joint + word
    return made


def same_name(text: str) -> str:
    """Return what two spellings have in common that are one name to `slug`, however long they are."""
    return "_".join(_words(text)) or text.casefold()


def _words(text: str) -> list[str]:
    plain = in_small_letters(re.sub(r"['’]s\b", "", text))
    return re.findall(r"[a-z0-9]+", re.sub("['’ʼ`]", "", plain))


def fingerprint(*parts: str) -> str:
    """Return six characters that stand for some texts and change with any of them."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:6]
