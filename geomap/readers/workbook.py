"""XLSX workbooks: the first sheet with a header, true dates as dates, formulas only with their stored value."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from geomap.errors import UnreadableInput
from geomap.extras import needs
from geomap.readers.archives import members_of
from geomap.readers.delimited import HEADER_ROWS

__all__ = ["NO_VALUE", "OLD_WORKBOOK", "Workbook", "is_workbook", "old_workbook", "opened_workbook"]

_HEAD_ROWS = 50

NO_VALUE = "formula without a stored value"
"""What stands for a formula that was never worked out; no column can read it, so its row is refused."""


OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel begin that are older than 2007, or have a password."""


def old_workbook(file: str) -> str:
    """Return what is to be done with a file that begins like `OLD_WORKBOOK`."""
    return (
        f"{file} is an old Excel workbook (.xls) or one with a password; geomap reads neither. "
        "Save it as .xlsx without a password, or as CSV (UTF-8)."
    )


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin like a zip file that holds a workbook."""
    return data[:4] == b"PK\x03\x04" and b"xl/" in data[:200_000] + data[-200_000:]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Workbook:
    """The sheet of a workbook that is read, and the names of those that are not though they hold a table."""

    title: str
    others: tuple[str, ...]
    records: Iterator[tuple[int, list[str]]]
    """Row number and cells."""


def opened_workbook(data: bytes, file: str, is_header: Callable[[Sequence[str]], int]) -> Workbook:
    """Return the first sheet that has a header, or else the first with more than one row.

    Parameters
    ----------
    data : bytes
    file : str
        Name for messages.
    is_header : callable
        Whether the cells of a row are the header of a table of events.

    Raises
    ------
    UnreadableInput
        If it is no workbook.
    UsageError
        If openpyxl is not installed.
    """
    needs("excel", f"{file}: reading a workbook", "save the sheet as CSV")
    import openpyxl

    if data.startswith(OLD_WORKBOOK):
        raise UnreadableInput(old_workbook(file))
    members_of(data, file).close()
    with _readable(file):
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        for sheet in (*values.worksheets, *formulas.worksheets):
            sheet.reset_dimensions()  # one stray cell in the last corner would make 17 billion empty ones
        heads = {sheet.title: _head(sheet) for sheet in values.worksheets}
        title = next((t for t, head in heads.items() if any(map(is_header, head[:HEADER_ROWS]))), None)
        title = title or next((t for t, head in heads.items() if len(head) > 1), next(iter(heads)))
        others = tuple(t for t, head in heads.items() if t != title and _is_table(head))
        return Workbook(title=title, others=others, records=_records(values[title], formulas[title], file))


@contextmanager
def _readable(file: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnreadableInput:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its XML makes it raise
        raise UnreadableInput(
            f"{file} cannot be read as a workbook ({type(error).__name__}: {str(error).partition(chr(10))[0]}). "
            "Save it again."
        ) from None


def _head(sheet: Any) -> list[list[str]]:
    """Return the first rows of a sheet in which anything stands."""
    rows = ([_text(value, None) for value in row] for row in sheet.iter_rows(values_only=True, max_row=_HEAD_ROWS))
    return [cells for cells in rows if any(cells)]


def _is_table(head: list[list[str]]) -> bool:
    return sum(sum(map(bool, cells)) > 1 for cells in head) > 1


def _records(values: Any, formulas: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    with _readable(file):
        pairs = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
        width = 0
        for number, (row, written) in enumerate(pairs, start=1):
            cells = [_text(value, formula) for value, formula in zip(row, written, strict=False)]
            while cells and not cells[-1]:
                cells.pop()
            width = max(width, len(cells)) if number <= HEADER_ROWS else width
            yield number, cells + [""] * (width - len(cells))


def _text(value: object, formula: object) -> str:
    if value is None:
        return NO_VALUE if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep="T", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
