"""CSV and TSV as people save them: delimiter found, rows that are no rows refused by their number."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import UnreadableInput
from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.readers.header import checked_header
from geomap.schema import STRING

__all__ = [
    "CELL_MAX",
    "CHUNK_ROWS",
    "Sheet",
    "delimiter_of",
    "is_hxl",
    "sheet_of_cells",
    "sheet_of_records",
    "sheets_of_text",
]

CHUNK_ROWS = 100_000
CELL_MAX = 10_000_000
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """A table as text, or a piece of one: cells under the file's names, indexed by the file's row."""

    text: pd.DataFrame
    findings: Findings = field(default_factory=Findings)
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED_COLUMNS)))
    tags: tuple[str, ...] = ()
    """HXL hashtags of the second row, one a column, if there is one."""

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return [str(c) for c in self.text.columns]


def delimiter_of(first: str) -> str:
    """Return what stands between the cells of a header line: the one that is there most often outside of quotes."""
    bare = "".join(part for number, part in enumerate(first.split('"')) if number % 2 == 0)
    return max(_DELIMITERS, key=bare.count) if any(d in bare for d in _DELIMITERS) else ","


def sheets_of_text(text: str, file: str) -> Iterator[Sheet]:
    """Yield a CSV or TSV text in pieces of 100,000 rows.

    Parameters
    ----------
    text : str
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If it has no header, two columns of one name or a quotation mark that never ends.
    """
    csv.field_size_limit(CELL_MAX)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text, skipped = first.strip()[4], text.lstrip("\r\n").split("\n", 1)[-1], 1
    else:
        delimiter, skipped = delimiter_of(first), 0
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered = ((number + skipped, record) for number, record in enumerate(records, start=1))
    try:
        yield from sheet_of_records(numbered, file)
    except csv.Error as error:
        raise UnreadableInput(
            f"{file} line {records.line_num + skipped}: broken CSV ({error}). Is a quotation mark left open?"
        ) from None


def sheet_of_records(records: Iterator[tuple[int, list[str]]], file: str) -> Iterator[Sheet]:
    """Yield numbered records in pieces; the first that holds anything is the header.

    Parameters
    ----------
    records : iterator of (int, list of str)
        Row number as a spreadsheet counts it, and the cells.
    file : str
        Name for messages.
    """
    header_row = next(((n, r) for n, r in records if any(c.strip() for c in r)), None)
    if header_row is None:
        raise UnreadableInput(f"{file} is empty: it has no header and no rows.")
    number, names = header_row
    while len(names) > 1 and not names[-1].strip():
        names = names[:-1]
    header = checked_header(names, file)
    tags: tuple[str, ...] = ()
    number, second = next(((n, r) for n, r in records if any(c.strip() for c in r)), (0, []))
    if is_hxl(second):
        tags = tuple(c.strip() for c in second)
    elif second:
        records = itertools.chain([(number, second)], records)
    yield from sheet_of_cells(header, records, file, tags=tags)


def sheet_of_cells(
    header: list[str],
    records: Iterator[tuple[int, list[str]]],
    file: str,
    *,
    tags: tuple[str, ...] = (),
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[Sheet]:
    """Yield numbered records below a header in pieces: empty rows left out, rows of a wrong width refused.

    Parameters
    ----------
    header : list of str
    records : iterator of (int, list of str)
        Row number as a spreadsheet counts it, and the cells.
    file : str
        Name for messages.
    tags : tuple of str
        HXL hashtags of the columns, if there are any.
    chunk_rows : int
        Rows in a piece; 0 yields all in one.
    """
    csv.field_size_limit(CELL_MAX)
    rows: list[int] = []
    cells: list[list[str]] = []
    bad: dict[int, int] = {}
    has_yielded = False
    for number, record in records:
        if not any(c.strip() for c in record):
            continue
        while len(record) > len(header) and not record[-1].strip():
            record = record[:-1]
        if len(record) == len(header):
            rows.append(number)
            cells.append(record)
        else:
            bad[number] = len(record)
        if chunk_rows and len(rows) >= chunk_rows:
            yield _sheet(header, rows, cells, bad, file, tags)
            rows, cells, bad, has_yielded = [], [], {}, True
    if rows or bad or not has_yielded:
        yield _sheet(header, rows, cells, bad, file, tags)


def is_hxl(record: list[str]) -> bool:
    """Whether the cells of a row are HXL hashtags."""
    told = [c.strip() for c in record if c.strip()]
    return len(told) >= 2 and all(c.startswith("#") and len(c) > 1 and " " not in c.split("+")[0][1:] for c in told)


def _sheet(
    header: list[str], rows: list[int], cells: list[list[str]], bad: dict[int, int], file: str, tags: tuple[str, ...]
) -> Sheet:
    columns = list(zip(*cells, strict=True)) if cells else [()] * len(header)
    index = pd.Index(rows, dtype="int64")
    frame = pd.DataFrame(
        {
            name: pd.Series(list(column), index=index, dtype=STRING)
            for name, column in zip(header, columns, strict=True)
        },
        index=index,
    )
    findings = Findings()
    if bad:
        number, width = next(iter(bad.items()))
        findings = Findings(
            (
                Finding(
                    code="ragged-row",
                    severity="error",
                    message=f"row {number} has {width} cells where the header has {len(header)}; is the file cut off, "
                    "or a delimiter not in quotes? The row is refused.",
                    file=file,
                    rows=tuple(bad)[:EXAMPLES_MAX],
                    count=len(bad),
                ),
            )
        )
    lost = [
        ("events", file, n, "", "ragged-row", f"has {w} cells where the header has {len(header)}")
        for n, w in bad.items()
    ]
    return Sheet(text=frame, findings=findings, refused=pd.DataFrame(lost, columns=list(REFUSED_COLUMNS)), tags=tags)
