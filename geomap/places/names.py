"""One spelling for a name in whatever script and with whatever diacritics it is written."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold_name", "plain"]

_ARABIC = str.maketrans("أإآٱةىؤئکگی", "ااااهيوءكغي")
_KIND = re.compile(r"\s+(?:city|town|village|municipality)$")
_ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az)[\s\-’'ʻ]+|^(?:مدينه|قريه)\s+")
_LETTERS = re.compile(r"[^\w]+")


def fold_name(name: str) -> str:
    """Return a name without case, diacritics, article, punctuation and a word for a town at the end.

    Words for an area stay: "Mosul district" is not Mosul.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> fold_name("Baghdād") == fold_name("Baghdad city") == "baghdad"
    True
    >>> fold_name("Al-Fallūjah")
    'fallujah'
    """
    text = plain(name).casefold().strip()
    text = _KIND.sub("", _ARTICLE.sub("", text))
    folded = _LETTERS.sub("", text).replace("_", "")
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def plain(name: str) -> str:
    """Return a name without diacritics, its Arabic letters written in one way."""
    if name.isascii():
        return name
    apart = unicodedata.normalize("NFKD", name.translate(_ARABIC))
    return "".join(c for c in apart if not unicodedata.combining(c) and c != "ـ").translate(_ARABIC)
