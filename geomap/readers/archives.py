"""Zip files from strangers: members counted and measured before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from geomap.errors import UnreadableInput

__all__ = ["MEMBERS_MAX", "RATIO_MAX", "UNPACKED_MAX", "members_of", "sole_table", "unpacked"]

MEMBERS_MAX = 10_000
RATIO_MAX = 200
UNPACKED_MAX = 1_000_000_000
_SMALL = 10_000_000
_TABLES, _SHAPES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm"), (".shp", ".kml")


def members_of(data: bytes, file: str) -> zipfile.ZipFile:
    """Open a zip file whose size and ratio are sane.

    Parameters
    ----------
    data : bytes
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If it is no zip file, is broken or encrypted, or would unpack to more than it should.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise UnreadableInput(f"{file} is no whole zip file; is it cut off or broken? Save it again.") from None
    infos = archive.infolist()
    whole = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS_MAX:
        raise UnreadableInput(f"{file} holds {len(infos)} members; geomap opens at most {MEMBERS_MAX}.")
    if whole > UNPACKED_MAX or (whole > _SMALL and whole > RATIO_MAX * max(1, len(data))):
        raise UnreadableInput(
            f"{file} would unpack from {len(data)} to {whole} bytes ({whole // max(1, len(data))} times its size): "
            "it looks like a zip bomb. Unpack it yourself if you trust it, and give the file inside."
        )
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableInput(f"{file} is encrypted. Save it without a password.")
    return archive


def sole_table(path: Path) -> str:
    """Return the name of the table in a zip file that holds one table and no shapes; else an empty text."""
    if path.suffix.lower() != ".zip":
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist()[:MEMBERS_MAX] if not n.startswith("__MACOSX")]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError):
        return ""
    tables = [n for n in names if n.lower().endswith(_TABLES)]
    return tables[0] if len(tables) == 1 and not any(n.lower().endswith(_SHAPES) for n in names) else ""


def unpacked(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """Return one member, never more of it than its entry says.

    Raises
    ------
    UnreadableInput
        If the member is broken or larger than stated.
    """
    info = archive.getinfo(name)
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableInput(f"{file}: its member {name} cannot be unpacked ({error}).") from None
    if len(data) > info.file_size:
        raise UnreadableInput(f"{file}: its member {name} is larger than it says. The file is not to be trusted.")
    return data
