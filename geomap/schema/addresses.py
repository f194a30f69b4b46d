"""Addresses of the web, as people write them and as attackers do."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["is_address"]

_PLAIN_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#]|$)")
"""A host that needs no second look: no name of a person, no port, no number in brackets."""
_SHAPE = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")


def is_address(text: str) -> bool:
    """Whether a text is an address that a reader may follow: http or https, a host, nothing that ends an attribute.

    Examples
    --------
    >>> [is_address(text) for text in ("https://example.org/a", "javascript:alert(1)", "https://[", "http://a:b")]
    [True, False, False, False]
    """
    if not _SHAPE.fullmatch(text) or not text.isprintable():
        return False
    if _PLAIN_HOST.match(text):
        return True
    try:
        found = urlsplit(text)
        return bool(found.hostname) and (found.port is None or found.port > 0)
    except ValueError:
        return False
