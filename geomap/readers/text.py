"""Bytes to text tables: CSV as people save it, with every oddity named."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import UnreadableInput
from geomap.findings import Finding, Findings
from geomap.readers.chunk import Chunk
from geomap.schema import STRING, clean_text

__all__ = ["decode", "load_json", "read_csv_table", "read_file"]

_CELL_MAX = 1_000_000


def read_file(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    UnreadableInput
        If it is not there, is a folder, may not be read or is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableInput(f"{path} is not there. Check the path.") from None
    except IsADirectoryError:
        raise UnreadableInput(f"{path} is a folder, not a file.") from None
    except PermissionError:
        raise UnreadableInput(f"{path} may not be read by this user. Change its permissions.") from None
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if not data.strip():
        raise UnreadableInput(f"{path.name} is empty.")
    return data


def decode(data: bytes, file: str) -> tuple[str, Findings]:
    """Return UTF-8 text without its byte order mark; half characters become U+FFFD and are said.

    Parameters
    ----------
    data : bytes
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If the bytes are no UTF-8.
    """
    try:
        return clean_text(data.decode("utf-8-sig")), Findings()
    except UnicodeDecodeError as error:
        wrong = error
    try:
        text = data.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError:
        line = data[: wrong.start].count(b"\n") + 1
        raise UnreadableInput(
            f"{file}, line {line}, byte {wrong.start}: not UTF-8 text (byte 0x{data[wrong.start]:02x}). "
            "Save the file as UTF-8."
        ) from None
    finding = Finding(
        code="half-character",
        severity="warning",
        message="holds half a character (a lone surrogate); it is shown as U+FFFD",
        file=file,
    )
    return clean_text(text), Findings((finding,))


def load_json(data: bytes, file: str) -> Any:
    """Return the value of a JSON file.

    Raises
    ------
    UnreadableInput
        If it is no JSON (NaN and Infinity are none), or nested too deeply, with line and column.
    """

    def refuse(word: str) -> Any:
        raise UnreadableInput(f"{file}: {word} is not JSON. Write a number or null.")

    text, _ = decode(data, file)
    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"{file}, line {error.lineno}, column {error.colno}: broken JSON ({error.msg})."
        ) from None
    except RecursionError:
        raise UnreadableInput(f"{file}: nested too deeply to be read.") from None


def read_csv_table(path: Path, table: str) -> Chunk:
    """Read one CSV table of a case as text.

    Parameters
    ----------
    path : pathlib.Path
        A UTF-8 file with a header; comma, semicolon or tab between cells.
    table : str
        Name of the table.

    Returns
    -------
    Chunk
        Rows with too few or too many cells are refused, empty lines passed over.

    Raises
    ------
    UnreadableInput
        If the file cannot be read, has no header or two columns of one name.
    """
    text, findings = decode(read_file(path), path.name)
    csv.field_size_limit(_CELL_MAX)
    first = text.splitlines()[0] if text else ""
    delimiter = max(",;\t", key=first.count)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableInput(f"{path.name}: broken CSV ({error}). Is a quotation mark left open?") from None
    header = [name.strip().strip("\ufeff\u200b") for name in records[0]]
    _check_names(header, path.name)
    good: dict[int, list[str]] = {}
    bad: dict[int, int] = {}
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) == len(header):
            good[number] = record
        else:
            bad[number] = len(record)
    frame = pd.DataFrame.from_dict(good, orient="index", columns=header, dtype=STRING)
    if bad:
        findings += Findings((_ragged(path.name, bad, len(header)),))
    return Chunk(
        table=table,
        file=path.name,
        text=frame,
        findings=findings,
        refused=_ragged_rows(table, path.name, bad),
    )


def _check_names(header: list[str], file: str) -> None:
    repeated = sorted({name for name in header if header.count(name) > 1 and name})
    if repeated:
        raise UnreadableInput(f'{file}, header: two columns are named "{repeated[0]}". Rename one of them.')
    if "" in header:
        raise UnreadableInput(f"{file}, header: column {header.index('') + 1} has no name. Name it or take it out.")


def _ragged(file: str, bad: dict[int, int], width: int) -> Finding:
    first, cells = next(iter(bad.items()))
    return Finding(
        code="ragged-row",
        severity="error",
        message=f"row {first} has {cells} cells where the header has {width}. The row is refused.",
        file=file,
        rows=tuple(bad)[:20],
        count=len(bad),
    )


def _ragged_rows(table: str, file: str, bad: dict[int, int]) -> pd.DataFrame:
    rows = [(table, file, number, "", "ragged-row", f"has {cells} cells") for number, cells in bad.items()]
    return pd.DataFrame(rows, columns=list(REFUSED_COLUMNS))
