"""What a PNG says of itself: its density, so that it has its size on paper, and texts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

__all__ = ["with_chunks"]

_HEAD_BYTES = 8 + 25
"""The signature and the chunk IHDR."""
_INCH_M = 0.0254


def with_chunks(png: bytes, dpi: int, texts: Mapping[str, str]) -> bytes:
    """Return a PNG with its density and with texts as UTF-8 (PNG third edition, pHYs and iTXt).

    Parameters
    ----------
    png : bytes
    dpi : int
    texts : mapping of str to str
        By keyword, for example Title.
    """
    density = round(dpi / _INCH_M)
    chunks = _chunk(b"pHYs", struct.pack(">IIB", density, density, 1))
    for keyword, text in texts.items():
        chunks += _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode())
    return png[:_HEAD_BYTES] + chunks + png[_HEAD_BYTES:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
