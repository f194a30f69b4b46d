"""The first bytes of a file: the content decides which reader it is for, not the suffix."""

from __future__ import annotations

from pathlib import Path

from geomap.errors import UnreadableInput

__all__ = ["HEAD_BYTES", "head_of"]

HEAD_BYTES = 65_536


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, without its byte order mark; empty for a folder.

    Raises
    ------
    UnreadableInput
        If it may not be read.
    """
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from None
