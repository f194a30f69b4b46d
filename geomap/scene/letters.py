"""Texts as they stand in a sentence, at its beginning, or beside another to be compared."""

from __future__ import annotations

__all__ = ["capital", "inline", "plain"]


def inline(name: str) -> str:
    """Return a name as it stands inside a sentence: its article, if it begins with one, is small.

    Examples
    --------
    >>> inline("A US defence official"), inline("AP"), inline("The army")
    ('a US defence official', 'AP', 'the army')
    """
    article, space, rest = name.partition(" ")
    return f"{article.lower()}{space}{rest}" if space and article in ("A", "An", "The") else name


def capital(text: str) -> str:
    """Return a text whose first letter is a capital, where its script has them; "i24NEWS" keeps its own way.

    Examples
    --------
    >>> capital("a US official said"), capital("i24NEWS said"), capital("")
    ('A US official said', 'i24NEWS said', '')
    """
    first, _, _ = text.partition(" ")
    return text if any(c.isupper() for c in first) else text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Return a text in small letters with single spaces, to be compared."""
    return " ".join(text.casefold().split())
