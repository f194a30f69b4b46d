"""How wide a text is, without a browser, and how it breaks into lines."""

from __future__ import annotations

import unicodedata

__all__ = ["direction_of", "is_arabic", "width_px", "wrapped"]

_NARROW = frozenset("iljI.,:;'’‘|!()[]·ftr ")
_WIDE = frozenset("mwMW@—%")
_BOLD = 1.07


def _advance(character: str) -> float:
    """Return a generous advance in ems; the widest of Noto Sans, Arial and Helvetica, rounded up."""
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character.isupper():
        return 0.71
    if unicodedata.bidirectional(character) == "AL":
        return 0.53  # letters that join are narrower than the same letters alone
    return 0.6


def width_px(text: str, size_px: float, *, is_bold: bool = False) -> float:
    """Return the width of a line of text, rather too wide than too narrow.

    Parameters
    ----------
    text : str
    size_px : float
        Font size.
    is_bold : bool
    """
    return sum(map(_advance, text)) * size_px * (_BOLD if is_bold else 1.0)


def wrapped(text: str, size_px: float, limit_px: float, *, is_bold: bool = False) -> list[str]:
    """Return a text broken at spaces into lines that fit.

    Parameters
    ----------
    text : str
    size_px : float
    limit_px : float
        Widest line; a single word that is wider stands alone.
    is_bold : bool
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, size_px, is_bold=is_bold) <= limit_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def is_arabic(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def direction_of(text: str, around: str) -> str:
    """Return ``rtl`` or ``ltr`` for a line: that of its letters, or of what stands around it where it has both."""
    kinds = {unicodedata.bidirectional(c) for c in text}
    has_rtl, has_ltr = bool(kinds & {"R", "AL"}), "L" in kinds
    if not has_rtl and not has_ltr:
        return "ltr"  # figures alone
    return around if has_rtl and has_ltr else "rtl" if has_rtl else "ltr"
