"""Large CSV files in parts, each read on its own: cut where a record ends, with the row it begins with.

A file is cut only if cutting cannot change what it says: UTF-8, quotation marks only round whole cells, lines that end
with a line feed. Every other file is left to the patient reader of `geomap.readers.delimited`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geomap.errors import UnreadableInput
from geomap.readers.delimited import CELL_MAX, COLUMNS_MAX, Sheet, delimiter_of, is_hxl, sheet_of_cells
from geomap.readers.encoding import looks_binary
from geomap.readers.header import checked_header
from geomap.schema import STRING, clean_text

__all__ = [
    "LARGE_BYTES",
    "PART_BYTES",
    "CannotCut",
    "Part",
    "PlainFile",
    "arrow_table",
    "cut",
    "head_sheet",
    "plain_file",
    "sheet_of_part",
]

LARGE_BYTES = 20_000_000
"""Smaller files are read as a whole."""

PART_BYTES = 24_000_000
_BLOCK_BYTES = 4_000_000
_HEAD_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"
_QUOTE, _LINE_FEED, _RETURN = (ord(c) for c in '"\n\r')
_Positions = np.ndarray[Any, np.dtype[np.int64]]


class CannotCut(Exception):
    """The file must be read as a whole; whoever does so finds out what is wrong with it, if anything is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFile:
    """A large CSV file whose header is plain.

    Attributes
    ----------
    path : pathlib.Path
    header : list of str
        Names of the columns.
    width : int
        Cells of the header line; more than names if the last ones are empty.
    delimiter : str
    start : int
        Where the first record after the header begins, bytes.
    size : int
        Bytes of the whole file.
    """

    path: Path
    header: list[str]
    width: int
    delimiter: str
    start: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Whole records of a file: where they begin, how many bytes and rows, and the spreadsheet's row of the first."""

    start: int
    length: int
    first_row: int
    rows: int


def plain_file(path: Path, least_bytes: int = LARGE_BYTES) -> PlainFile | None:
    """Return what a large file's first lines say, or None if it is small or not plain.

    Parameters
    ----------
    path : pathlib.Path
        A CSV or TSV file that nobody named an encoding for.
    least_bytes : int
        Files below this size are read as a whole.
    """
    size = path.stat().st_size
    if size < least_bytes:
        return None
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    bom = len(_BOM) if head.startswith(_BOM) else 0
    end = head.find(b"\n") + 1
    first = head[bom:end]
    if not end or looks_binary(head[:4096]) or head.startswith((b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        line = clean_text(first.decode("utf-8"))
        delimiter = delimiter_of(line)
        names = next(csv.reader([line], delimiter=delimiter, strict=True))
        if (
            not any(n.strip() for n in names)
            or len(names) > COLUMNS_MAX
            or line.lower().startswith("sep=")
            or first.rstrip(b"\r\n").find(b"\r") >= 0
        ):
            return None
        width = len(names)
        while len(names) > 1 and not names[-1].strip():
            names.pop()
        header = checked_header(names, path.name)
    except (UnicodeDecodeError, csv.Error, StopIteration, UnreadableInput):
        return None
    made = PlainFile(path=path, header=header, width=width, delimiter=delimiter, start=end, size=size)
    return made if not _has_tags(head[end:], delimiter) else None


def _has_tags(data: bytes, delimiter: str) -> bool:
    """Whether the first row that holds anything is one of HXL hashtags."""
    records = csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""), delimiter=delimiter)
    try:
        return is_hxl(next((r for r in records if any(c.strip() for c in r)), []))
    except csv.Error:
        return True


def cut(file: PlainFile, part_bytes: int = PART_BYTES) -> Iterator[Part]:
    """Yield the parts of a file, from first to last.

    Parameters
    ----------
    file : PlainFile
    part_bytes : int
        About how large a part is.

    Raises
    ------
    CannotCut
        If the bytes so far show that the file must be read as a whole.
    """
    row, start, rows, length = 2, file.start, 0, 0
    for more, count in _blocks(file, min(part_bytes, _BLOCK_BYTES)):
        rows, length = rows + count, length + more
        if length >= part_bytes:
            yield Part(start=start, length=length, first_row=row, rows=rows)
            row, start, rows, length = row + rows, start + length, 0, 0
    if rows:
        yield Part(start=start, length=length, first_row=row, rows=rows)


def _blocks(file: PlainFile, block_bytes: int) -> Iterator[tuple[int, int]]:
    """Yield how many bytes and records each block of whole records has."""
    delimiter, rest = ord(file.delimiter), b""
    with file.path.open("rb") as stream:
        stream.seek(file.start)
        while True:
            more = stream.read(block_bytes)
            data = rest + more
            if not data:
                return
            ends = _record_ends(data, delimiter, is_last=not more)
            if not len(ends):
                if len(data) > CELL_MAX:
                    raise CannotCut
                rest = data
                continue
            if np.diff(ends, prepend=0).max() > CELL_MAX:
                raise CannotCut
            length = int(ends[-1])
            if not data.isascii():
                _check_utf8(data[:length])
            yield length, len(ends)
            rest = data[length:]
            if not more:
                return


def _check_utf8(data: bytes) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise CannotCut from None


def _record_ends(data: bytes, delimiter: int, *, is_last: bool) -> _Positions:
    """Return where records end, one past their line feed; the first byte begins a record."""
    letters = np.frombuffer(data, dtype="uint8")
    quotes, feeds = (np.flatnonzero(letters == sign) for sign in (_QUOTE, _LINE_FEED))
    ends: _Positions = feeds[np.searchsorted(quotes, feeds) % 2 == 0] + 1
    if is_last and (not len(ends) or ends[-1] < len(data)):
        if len(quotes) % 2:
            raise CannotCut
        ends = np.append(ends, len(data))
    length = int(ends[-1]) if len(ends) else 0
    _check_quotes(letters[:length], quotes[: np.searchsorted(quotes, length)], delimiter)
    if b"\r" in data:
        returns = np.flatnonzero(letters[:length] == _RETURN)
        after = letters[np.minimum(returns + 1, length - 1)]
        if ((after != _LINE_FEED) & (np.searchsorted(quotes, returns) % 2 == 0)).any():
            raise CannotCut
    return ends


def _check_quotes(letters: np.ndarray[Any, Any], quotes: _Positions, delimiter: int) -> None:
    """Raise unless every quotation mark stands at the begin or end of a cell, or is doubled inside of one."""
    if not len(quotes):
        return
    opening, closing = quotes[::2], quotes[1::2]
    before = letters[opening[opening > 0] - 1]
    after = letters[closing[closing < len(letters) - 1] + 1]
    may = np.zeros(256, dtype=bool)
    may[[delimiter, _QUOTE, _LINE_FEED, _RETURN]] = True
    if not (may[before].all() and may[after].all()):
        raise CannotCut


def sheet_of_part(file: PlainFile, part: Part) -> Sheet:
    """Return one part as text, indexed by the file's row: empty rows left out, rows of a wrong width refused.

    Parameters
    ----------
    file : PlainFile
    part : Part
    """
    with file.path.open("rb") as stream:
        stream.seek(part.start)
        data = stream.read(part.length)
    if not data.isascii() or b"\0" in data:
        text = data.decode("utf-8")
        if "\0" in text or not unicodedata.is_normalized("NFC", text):
            return replace(_patient_sheet(file, part, clean_text(text)), delimiter=file.delimiter)
    table = _arrow_table(file, data)
    if table is None or table.num_rows != part.rows:
        return replace(_patient_sheet(file, part, data.decode("utf-8")), delimiter=file.delimiter)
    index = pd.RangeIndex(part.first_row, part.first_row + part.rows)
    frame = pd.DataFrame(
        {name: pd.Series(column, dtype=STRING) for name, column in zip(file.header, table.columns, strict=False)}
    ).set_axis(index)
    is_blank = _blank_rows(table.columns)
    return Sheet(text=frame[~is_blank] if is_blank.any() else frame, delimiter=file.delimiter)


def head_sheet(file: PlainFile) -> Sheet:
    """Return the first rows of a file, whose cells say what the columns mean where names do not.

    Raises
    ------
    CannotCut
        If these bytes show that the file must be read as a whole.
    """
    first = next(cut(file, _HEAD_BYTES), None)
    return sheet_of_part(file, first or Part(start=file.start, length=0, first_row=2, rows=0))


def _arrow_table(file: PlainFile, data: bytes) -> Any:
    """Return a part as Arrow reads it, or None if a row has another width than the header."""
    import pyarrow.compute as pc

    table = arrow_table(data, file.width, file.delimiter)
    if table is None or any(pc.any(pc.not_equal(c, "")).as_py() for c in table.columns[len(file.header) :]):
        return None
    return table


def arrow_table(data: bytes, width: int, delimiter: str, *, has_quotes: bool = True) -> Any:
    """Return cells as Arrow reads them, all as text, or None if a row has another width.

    Parameters
    ----------
    data : bytes
        Rows in UTF-8, without a header.
    width : int
        Cells of a row.
    delimiter : str
    has_quotes : bool
        Whether quotation marks hold a cell together; without, they are letters like others.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(number) for number in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if has_quotes else False,
                newlines_in_values=has_quotes,
                ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table.combine_chunks()


def _blank_rows(columns: list[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether rows hold nothing but spaces."""
    import pyarrow as pa
    import pyarrow.compute as pc

    may = pa.array(np.arange(len(columns[0])))
    for column in columns:
        cells = column.take(may)
        may = may.filter(pc.invert(pc.match_substring_regex(cells, r"[\x21-\x7e]")))
        if not len(may):
            break
    made = np.zeros(len(columns[0]), dtype=bool)
    for row in may.to_pylist():
        made[row] = not any(column[row].as_py().strip() for column in columns)
    return made


def _patient_sheet(file: PlainFile, part: Part, text: str) -> Sheet:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter, strict=True)
    return next(sheet_of_cells(file.header, enumerate(records, start=part.first_row), file.path.name, chunk_rows=0))
