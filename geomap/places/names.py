"""One spelling for a name in whatever script and with whatever diacritics it is written."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold_name"]

_ARABIC = str.maketrans("أإآٱةىؤئکگی", "ااااهيوءكغي")
_KIND = re.compile(r"\s+(?:city|town|village|district|governorate|province|municipality)$")
_ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az)[\s\-’'ʻ]+|^(?:مدينه|قريه)\s+")
_LETTERS = re.compile(r"[^\w]+")


def fold_name(name: str) -> str:
    """Return a name without case, diacritics, article, punctuation and a word for its kind at the end.

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
    plain = (name if name.isascii() else _plain(name)).casefold().strip()
    plain = _KIND.sub("", _ARTICLE.sub("", plain))
    folded = _LETTERS.sub("", plain).replace("_", "")
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.translate(_ARABIC))
    return "".join(c for c in apart if not unicodedata.combining(c) and c != "ـ").translate(_ARABIC)
