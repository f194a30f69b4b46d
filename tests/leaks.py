"""Search everything that an output holds, however it is packed: the test of what geomap withholds.

`search` takes a folder and what must not be in it. Each file is read as bytes and unpacked in every way that our own
formats (and a reader's tools) know: zip, gzip, deflate, base64, percent escapes, HTML entities, JSON and JavaScript
escapes, UTF-16, and the packed rings of the page (base64 VLQ, whole numbers, deltas). What comes out is unpacked again.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import sqlite3
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

_DEPTH_MAX = 8
_PNG, _PDF = b"\x89PNG\r\n\x1a\n", b"%PDF"
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\([0-7]{3})")
_VLQ = re.compile(r'"([A-Za-z0-9+/]{4,})"')
_VLQ_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NUMBERS = re.compile(r"\[\s*-?\d+(?:\s*,\s*-?\d+)+\s*\]")


@dataclass(frozen=True, slots=True)
class Leak:
    """A needle, the file it was found in and how it was packed there."""

    needle: str
    file: str
    packing: tuple[str, ...]
    around: str


Needle = str | bytes | re.Pattern[str]


def search(folder: Path, needles: Iterable[Needle]) -> list[Leak]:
    """Return where any of the needles is found in any file below a folder, in file names too.

    Texts are looked for blind to case, diacritics, spaces and hyphens; patterns and bytes as they are.
    """
    wanted = {n: folded(n) if isinstance(n, str) else n for n in needles}
    assert all(w not in ("", b"") for w in wanted.values()), "an empty needle would be found everywhere"
    found: list[Leak] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        found += _found_in(wanted, name.encode(), name, ("file name",))
        seen: set[bytes] = set()
        for packing, data in unpacked(path.read_bytes(), seen):
            found += _found_in(wanted, data, name, packing)
    return found


def _found_in(wanted: dict[Any, Any], data: bytes, file: str, packing: tuple[str, ...]) -> list[Leak]:
    text = data.decode("utf-8", "replace")
    plain = folded(text)
    found = []
    for needle, looked_for in wanted.items():
        if isinstance(looked_for, str):
            at, where = plain.find(looked_for), plain
        elif isinstance(looked_for, bytes):
            at, where = data.find(looked_for), text
        else:
            match = looked_for.search(text)
            at, where = (match.start() if match else -1), text
        if at >= 0:
            name = needle.pattern if isinstance(needle, re.Pattern) else str(needle)
            found.append(Leak(name, file, packing, where[max(0, at - 60) : at + 60]))
    return found


def position(longitude: float, latitude: float) -> re.Pattern[str]:
    """Return a pattern for a position written to three decimals or more, in either order, however it is separated."""
    lon, lat = (_written(degrees, 3) for degrees in (longitude, latitude))
    between = r"[^\d]{1,24}"
    return re.compile(f"{lon}{between}{lat}|{lat}{between}{lon}")


def coordinates(longitude: float, latitude: float) -> list[Needle]:
    """Return needles for a position: both numbers together, each alone to four decimals, and as binary numbers."""
    alone: list[Needle] = [re.compile(_written(degrees, 4)) for degrees in (longitude, latitude)]
    binary: list[Needle] = [struct.pack(f"{order}d", d) for order in "<>" for d in (longitude, latitude)]
    return [position(longitude, latitude), *alone, *binary]


def _written(degrees: float, decimals: int) -> str:
    shortened = f"{int(degrees * 10**decimals) / 10**decimals:.{decimals}f}"
    return rf"(?<![\d.]){re.escape(shortened)}\d*"


def folded(text: str) -> str:
    """Return text without case, diacritics, tatweel, spaces, hyphens and apostrophes."""
    marks_gone = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s_\-‐-―'’‘ʼ`ـ\u200b-\u200f\u202a-\u202e\u2060-\u2069]+", "", marks_gone).casefold()


def unpacked(data: bytes, seen: set[bytes] | None = None, depth: int = 0) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield some bytes and all that is packed in them, each with the way it was packed."""
    seen = set() if seen is None else seen
    if data in seen or depth > _DEPTH_MAX:
        return
    seen.add(data)
    yield (), data
    for way, inside in _inside(data):
        for packing, deeper in unpacked(inside, seen, depth + 1):
            yield (way, *packing), deeper


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(_PDF):
        yield from _documents(data)
        return
    if data.startswith(_PNG):
        yield from _png_chunks(data)
        return
    if data.startswith(b"PK\x03\x04") and (entries := list(_archives(data))):
        yield from entries  # the container itself is searched as it is
        return
    yield from _archives(data)
    yield from _databases(data)
    for match in _BASE64.finditer(data):
        yield from _from_base64(match[0])
    if b"%" in data:
        yield "percent", unquote_to_bytes(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield "utf-16", data.decode("utf-16", "replace").encode()
    elif data.count(b"\0") > len(data) // 4:
        for code in ("utf-16-le", "utf-16-be"):
            yield code, data.decode(code, "replace").encode()
    text = data.decode("utf-8", "replace")
    if "&" in text:
        yield "html", html.unescape(text).encode()
    if "\\" in text:
        yield "escapes", _unescaped(text).encode("utf-8", "replace")
    yield from _rings(text)
    yield from _chains(text)


def _png_chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a picture says of itself and what is hidden behind its end; its pixels hold no text."""
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in (b"IDAT", b"fdAT"):
            yield f"png:{kind.decode('ascii', 'replace')}", content
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for start in (m.start() for m in re.finditer(rb"x[\x01\x5e\x9c\xda]", content)):
                with suppress(zlib.error):
                    yield "png text", zlib.decompress(content[start:])
        if kind == b"IEND":
            break
    if data[at:]:
        yield "behind the picture", data[at:]


def _archives(data: bytes) -> Iterator[tuple[str, bytes]]:
    if b"PK\x03\x04" in data:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield "zip names", "\n".join(archive.namelist()).encode() + b"\n" + archive.comment
                for entry in archive.namelist():
                    yield f"zip:{entry}", archive.read(entry)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error):
            pass
    if data[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield "gzip", gzip.decompress(data)
    elif len(data) >= 8:
        for way, bits in (("deflate", -zlib.MAX_WBITS), ("zlib", zlib.MAX_WBITS)):
            unpacker = zlib.decompressobj(bits)
            try:
                inside = unpacker.decompress(data, 50_000_000)
            except zlib.error:
                continue
            if unpacker.eof and inside:
                yield way, inside


def _databases(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what stands in the tables of a GeoPackage (SQLite) or a Parquet file; their pages cut and pack texts."""
    if data.startswith(b"SQLite format 3\0"):
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(data)
            for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                with suppress(sqlite3.OperationalError):  # an index of GDAL's own module, its rows are in the tables
                    rows = base.execute(f'SELECT * FROM "{table}"').fetchall()
                    yield f"sqlite:{table}", _joined(cell for row in rows for cell in row)
    if data.startswith(b"PAR1"):
        from pyarrow import BufferReader, parquet

        with suppress(OSError):
            table = parquet.read_table(BufferReader(data))
            yield "parquet", _joined(cell for column in table.columns for cell in column.to_pylist())
            yield "parquet metadata", _joined(v for pair in (table.schema.metadata or {}).items() for v in pair)


def _documents(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a PDF's texts as a reader's program finds them, its titles, its texts in hexadecimal and its streams."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    yield "pdf titles", _joined(document.get_metadata_dict().values())
    for page in document:
        yield "pdf text", page.get_textpage().get_text_bounded().encode()
    document.close()
    for match in re.finditer(rb"<([0-9A-Fa-f]{4,})>", data):
        if len(match[1]) % 2 == 0:
            yield "pdf text in hexadecimal", bytes.fromhex(match[1].decode())
    for match in re.finditer(rb"(?s)obj\r?\n?<<(.{0,2000}?)>>\r?\n?stream\r?\n", data):
        if b"/Image" in match[1] or b"/Length1" in match[1] or b"/N " in match[1]:
            continue  # pixels, a font, a table of colours
        with suppress(zlib.error):
            yield "pdf stream", zlib.decompressobj().decompress(data[match.end() :], 50_000_000)


def _joined(cells: Iterable[Any]) -> bytes:
    return b"\n".join(c if isinstance(c, bytes) else str(c).encode("utf-8", "replace") for c in cells)


def _from_base64(text: bytes) -> Iterator[tuple[str, bytes]]:
    plain = text.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        inside = base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return
    yield "base64", inside


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2] or match[3] or "0", 16) if not match[4] else int(match[4], 8)
        return chr(number) if number <= 0x10FFFF else match[0]

    pairs_joined = _ESCAPE.sub(character, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return pairs_joined.replace("\\/", "/").replace('\\"', '"')


def _chains(text: str) -> Iterator[tuple[str, bytes]]:
    """Undo chains in base64 VLQ: each a text of steps from the position before, longitude first."""
    lines = [",".join(map(str, numbers)) for match in _VLQ.finditer(text) if (numbers := _vlq_numbers(match[1]))]
    if lines:
        yield "VLQ", "\n".join(f"[{line}]" for line in lines).encode()


def _vlq_numbers(text: str) -> list[int]:
    numbers, number, shift = [], 0, 0
    for character in text:
        digit = _VLQ_DIGITS.index(character)
        number |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(-(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    return numbers if not shift and not len(numbers) % 2 else []


def _rings(text: str) -> Iterator[tuple[str, bytes]]:
    """Undo lists of whole numbers that are coordinates times a power of ten, plain or as steps from the one before."""
    lines = []
    for match in _NUMBERS.finditer(text):
        numbers = json.loads(match[0])
        sums = list(numbers)
        for n in range(2, len(sums)):
            sums[n] += sums[n - 2]
        for values in (numbers, sums):
            for power in (100, 1_000, 10_000, 100_000, 1_000_000):
                degrees = [value / power for value in values]
                if all(abs(d) <= 180 for d in degrees) and any(abs(d) > 1 for d in degrees):
                    lines.append(",".join(f"{d:g}" if power < 10_000 else f"{d:.6f}" for d in degrees))
    if lines:
        yield "packed numbers", "\n".join(lines).encode()
