"""XLSX workbooks: the first sheet that holds a table, true dates as dates, formulas only with their stored value."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time

from geomap.errors import UnreadableInput
from geomap.readers.archives import members_of

__all__ = ["NO_VALUE", "is_workbook", "records_of_workbook"]

NO_VALUE = "formula without a stored value"
"""What stands for a formula that was never worked out; no column can read it, so its row is refused."""


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin like a zip file that holds a workbook."""
    return data[:4] == b"PK\x03\x04" and b"xl/" in data[:200_000] + data[-200_000:]


def records_of_workbook(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of the first sheet with more than one row.

    Parameters
    ----------
    data : bytes
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If it is no workbook, or openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise UnreadableInput(
            f"{file}: reading spreadsheets needs openpyxl. Install it (pip install openpyxl), or save the sheet as CSV."
        ) from None
    members_of(data, file).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            title = _sheet(values)
            yield from _records(values[title], formulas[title])
    except UnreadableInput:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its XML makes it raise
        raise UnreadableInput(
            f"{file} cannot be read as a workbook ({type(error).__name__}: {error}). Save it again."
        ) from None


def _sheet(book: object) -> str:
    titles = [sheet.title for sheet in book.worksheets]  # type: ignore[attr-defined]
    for sheet in book.worksheets:  # type: ignore[attr-defined]
        rows = 0
        for row in sheet.iter_rows(values_only=True, max_row=50):
            rows += any(cell is not None for cell in row)
            if rows > 1:
                return str(sheet.title)
    return str(titles[0])


def _records(values: object, formulas: object) -> Iterator[tuple[int, list[str]]]:
    pairs = zip(
        values.iter_rows(values_only=True),  # type: ignore[attr-defined]
        formulas.iter_rows(values_only=True),  # type: ignore[attr-defined]
        strict=False,
    )
    width = 0
    for number, (row, written) in enumerate(pairs, start=1):
        cells = [_text(value, formula) for value, formula in zip(row, written, strict=False)]
        while cells and not cells[-1] and len(cells) > width:
            cells.pop()
        width = width or len(cells)
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
