"""Text that XML can hold."""

from __future__ import annotations

import re

__all__ = ["xml_text"]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text with the replacement character for what XML forbids: control characters, halves of characters.

    Parameters
    ----------
    text : str
    """
    return _FORBIDDEN.sub("\ufffd", text)
