"""PMTiles: what the head of such a file says of itself, and which of its zooms a map needs."""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from geomap.errors import UnreadableInput
from geomap.ground import Box

__all__ = ["MAGIC", "Head", "head_of", "plain_credit", "zoom_for"]

MAGIC = b"PMTiles"
_HEAD_BYTES = 127
_VERSION = 3
_VECTOR = 1
_PICTURES = {2: "PNG", 3: "JPEG", 4: "WebP", 5: "AVIF"}
_PLAIN, _GZIP = 1, 2
_GZIP_BITS = 31
"""What zlib calls gzip. What comes out is bounded: a small file may say that it is a large one."""
_METADATA_MOST = 4_000_000
_TILE_PX = 512
_EQUATOR_M = 40_075_016.686
_TILES_MOST = 300
"""More tiles than this are not read for one map: a coarser zoom is taken."""
_CREDIT_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file of vector tiles says of itself; ``bounds`` are west, south, east, north in degrees."""

    zooms: tuple[int, int]
    bounds: Box
    credit: str


def head_of(path: Path) -> Head:
    """Read the head of a PMTiles file.

    Parameters
    ----------
    path : pathlib.Path

    Raises
    ------
    UnreadableInput
        If it is cut off, of another version, or holds pictures.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if len(head) < _HEAD_BYTES:
            raise UnreadableInput(f"{path} is cut off: it ends within its head. Get the file again.")
        version, tile_type = head[7], head[99]
        if version != _VERSION:
            raise UnreadableInput(f"{path} is PMTiles version {version}; version {_VERSION} is read. Convert it.")
        if tile_type != _VECTOR:
            kind = _PICTURES.get(tile_type, f"kind {tile_type}")
            raise UnreadableInput(
                f"{path} holds pictures ({kind}), not streets: only vector tiles (MVT) can be cut and drawn. "
                "Give vector tiles, GeoJSON or GeoPackage."
                if tile_type in _PICTURES
                else f"{path} holds tiles of {kind}; only vector tiles (MVT) are read."
            )
        if head[97] not in (_PLAIN, _GZIP) or head[98] not in (_PLAIN, _GZIP):
            raise UnreadableInput(f"{path} is packed in a way that is not read; pack its tiles with gzip.")
        parts = struct.unpack("<8Q", head[8:72])
        if max(start + length for start, length in zip(parts[::2], parts[1::2], strict=True)) > size:
            raise UnreadableInput(f"{path} is cut off: its head tells of more than its {size:,} bytes. Get it again.")
        file.seek(parts[2])
        told = file.read(min(parts[3], _METADATA_MOST))
    west, south, east, north = (value / 1e7 for value in struct.unpack("<4i", head[102:118]))
    return Head(zooms=(head[100], head[101]), bounds=(west, south, east, north), credit=_credit(told, head[97], path))


def _credit(told: bytes, packing: int, path: Path) -> str:
    try:
        text = zlib.decompressobj(_GZIP_BITS).decompress(told, _METADATA_MOST) if packing == _GZIP else told
        document = json.loads(text or b"{}")
    except (ValueError, RecursionError, zlib.error) as error:
        raise UnreadableInput(
            f"{path} is damaged: what it says of itself cannot be read. Get the file again."
        ) from error
    credit = document.get("attribution", "") if isinstance(document, dict) else ""
    return plain_credit(credit) if isinstance(credit, str) else ""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what a reader would see."""
        self.said.append(data)


def plain_credit(markup: str) -> str:
    """Return a credit as plain text, as files have it with links in it.

    Examples
    --------
    >>> plain_credit('<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a>')
    '© OpenStreetMap'
    """
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return " ".join("".join(parser.said).split())[:_CREDIT_MOST]


def zoom_for(head: Head, box: Box, m_per_px: float) -> int:
    """Return the zoom whose tiles show what a scale can show, coarser where there would be too many of them.

    Parameters
    ----------
    head : Head
    box : tuple of float
        What is looked at: west, south, east, north in degrees.
    m_per_px : float
    """
    lat = (box[1] + box[3]) / 2
    whole = _EQUATOR_M * max(math.cos(math.radians(lat)), 0.05) / _TILE_PX
    zoom = math.ceil(math.log2(whole / max(m_per_px, 0.1)))
    least, most = head.zooms
    zoom = min(max(zoom, least), most)
    while zoom > least and _tiles_in(box, zoom) > _TILES_MOST:
        zoom -= 1
    return zoom


def _tiles_in(box: Box, zoom: int) -> float:
    tile_deg = 360.0 / float(2**zoom)
    lat = (box[1] + box[3]) / 2
    across = (box[2] - box[0]) / tile_deg + 1
    up = (box[3] - box[1]) / max(tile_deg * math.cos(math.radians(lat)), 1e-9) + 1
    return across * up
