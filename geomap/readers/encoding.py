"""Bytes to text without guessing: UTF-8, UTF-16 with its mark, or what the user says; never mojibake."""

from __future__ import annotations

from geomap.errors import UnreadableInput
from geomap.schema import clean_text

__all__ = ["decoded", "looks_binary"]

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def looks_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding that geomap reads."""
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return False
    return b"\x00" in head


def decoded(data: bytes, file: str, encoding: str = "") -> str:
    """Return the text of a table.

    Parameters
    ----------
    data : bytes
    file : str
        Name for messages.
    encoding : str
        What the user says it is; empty: UTF-8, or UTF-16 with a byte order mark.

    Raises
    ------
    UnreadableInput
        If a byte does not belong to that encoding; the message names row, column and byte.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    name = marked or encoding or "utf-8-sig"
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableInput(_where(data, error, file, encoding or marked)) from None
    return clean_text(text.removeprefix("\ufeff"))


def _where(data: bytes, error: UnicodeDecodeError, file: str, encoding: str) -> str:
    letters = encoding if encoding.startswith(("utf-16", "utf-32")) else "latin-1"
    before = data[: error.start].decode(letters, "ignore")
    line = before.count("\n") + 1
    first = before if line > 1 else data.decode(letters, "ignore")
    header = first.split("\n", 1)[0].strip("\r\ufeff").removeprefix("ï»¿")
    delimiter = max(",;\t", key=header.count)
    number = _unquoted(before[before.rfind("\n") + 1 :], delimiter)
    names = header.split(delimiter)
    column = f', column "{names[number].strip()}"' if line > 1 and number < len(names) else ""
    said = encoding or "UTF-8"
    hint = (
        "Save the file as UTF-8, or say what it is, for example --encoding cp1256 (Arabic Windows) or cp1252 (Western)."
        if not encoding
        else "Is it another encoding, or are there two in one file?"
    )
    return f"{file} row {line}{column}: byte {error.start} (0x{data[error.start]:02x}) is no {said} text. {hint}"


def _unquoted(cells: str, delimiter: str) -> int:
    count, quoted = 0, False
    for character in cells:
        if character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            count += 1
    return count
