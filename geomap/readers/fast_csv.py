"""Large CSV files in batches through Arrow; whatever it cannot read cleanly is left to the patient reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.readers.delimited import Sheet, delimiter_of
from geomap.readers.header import checked_header
from geomap.schema import STRING

__all__ = ["LARGE_BYTES", "fast_sheets", "is_plain"]

LARGE_BYTES = 20_000_000
"""Smaller files take the patient way, whose messages name every row."""

_BLOCK_BYTES = 32_000_000


def is_plain(path: Path) -> bool:
    """Whether a file is large, and Arrow reads it to its end without a row that is none.

    Parameters
    ----------
    path : pathlib.Path
        A CSV or TSV file. Nothing is kept of it: a file that fails half-way would be told of twice.
    """
    import pyarrow as pa

    if path.stat().st_size < LARGE_BYTES:
        return False
    try:
        for _ in _batches(path):
            pass
    except (pa.ArrowException, UnicodeDecodeError, OSError):
        return False
    return True


def _batches(path: Path) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import csv

    with path.open("rb") as stream:
        first = stream.readline().decode("utf-8-sig").strip("\r\n")
    delimiter = delimiter_of(first)
    names = next(iter(_header_cells(first, delimiter)))
    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=_BLOCK_BYTES, column_names=names, skip_rows=1),
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    yield from reader


def _header_cells(line: str, delimiter: str) -> Iterator[list[str]]:
    import csv

    yield from csv.reader([line], delimiter=delimiter)


def fast_sheets(path: Path) -> Iterator[Sheet]:
    """Yield a file that `is_plain` found whole, in batches, indexed by the file's row.

    Parameters
    ----------
    path : pathlib.Path
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    row = 2
    header: list[str] | None = None
    for batch in _batches(path):
        header = header or checked_header(batch.schema.names, path.name)
        index = pd.RangeIndex(row, row + batch.num_rows)
        columns = {
            name: pd.Series(STRING.__from_arrow__(pa.chunked_array([pc.utf8_normalize(column, "NFC")])), index=index)
            for name, column in zip(header, batch.columns, strict=True)
        }
        row += batch.num_rows
        if batch.num_rows:
            yield Sheet(text=pd.DataFrame(columns, index=index))
