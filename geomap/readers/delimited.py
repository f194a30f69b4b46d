"""CSV and TSV as people save them: delimiter found, rows that are no rows refused by their number."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import UnreadableInput
from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.readers.header import checked_header
from geomap.schema import STRING

__all__ = [
    "CELL_MAX",
    "CHUNK_ROWS",
    "COLUMNS_MAX",
    "HEADER_ROWS",
    "Sheet",
    "delimiter_of",
    "is_hxl",
    "sheet_of_cells",
    "sheet_of_records",
    "sheets_of_text",
]

CHUNK_ROWS = 100_000
CELL_MAX = 10_000_000
HEADER_ROWS = 20
"""How far down a header is looked for, below a title and a line of the date."""
COLUMNS_MAX = 16_384
"""As many as a spreadsheet has."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """A table as text, or a piece of one: cells under the file's names, indexed by the file's row."""

    text: pd.DataFrame
    findings: Findings = field(default_factory=Findings)
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED_COLUMNS)))
    tags: tuple[str, ...] = ()
    """HXL hashtags of the second row, one a column, if there is one."""
    delimiter: str = ","
    """What stands between the cells of the file: where it is no comma, 33,31 is a number."""

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return [str(c) for c in self.text.columns]


def delimiter_of(first: str) -> str:
    """Return what stands between the cells of a header line: the one that is there most often outside of quotes."""
    bare = _bare(first)
    return max(_DELIMITERS, key=bare.count) if any(d in bare for d in _DELIMITERS) else ","


def _bare(line: str) -> str:
    return "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)


def sheets_of_text(text: str, file: str, is_header: Callable[[Sequence[str]], int] | None = None) -> Iterator[Sheet]:
    """Yield a CSV or TSV text in pieces of 100,000 rows.

    Parameters
    ----------
    text : str
    file : str
        Name for messages.
    is_header : callable, optional
        As for `sheet_of_records`.

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
        head = itertools.islice((line for line in io.StringIO(text, newline="") if line.strip()), HEADER_ROWS)
        told = next((line for line in head if any(d in _bare(line) for d in _DELIMITERS)), first)
        delimiter, skipped = delimiter_of(told), 0
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered = ((number + skipped, record) for number, record in enumerate(records, start=1))
    try:
        for sheet in sheet_of_records(numbered, file, is_header):
            yield replace(sheet, delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableInput(
            f"{file} line {records.line_num + skipped}: broken CSV ({error}). Is a quotation mark left open?"
        ) from None


def sheet_of_records(
    records: Iterator[tuple[int, list[str]]], file: str, is_header: Callable[[Sequence[str]], int] | None = None
) -> Iterator[Sheet]:
    """Yield numbered records in pieces; the first that holds anything is the header.

    Parameters
    ----------
    records : iterator of (int, list of str)
        Row number as a spreadsheet counts it, and the cells.
    file : str
        Name for messages.
    is_header : callable, optional
        How many columns cells name as the header of a table of events, 0 if they are none: if those of the first row
        are none, but those of one of the next are, what stands above it is a title. A second row of names below the
        header is one with it.
    """
    header_row = next(((n, r) for n, r in records if any(c.strip() for c in r)), None)
    if header_row is None:
        raise UnreadableInput(f"{file} is empty: it has no header and no rows.")
    above = Findings()
    if is_header is not None and not is_header(header_row[1]):
        ahead = list(itertools.islice(records, HEADER_ROWS))
        at = next((n for n, (_, cells) in enumerate(ahead) if not is_hxl(cells) and is_header(cells)), None)
        records = itertools.chain(ahead if at is None else ahead[at + 1 :], records)
        if at is not None:
            above = _told_above([header_row, *ahead[:at]], ahead[at][0], file)
            header_row = ahead[at]
    if is_header is not None:
        header_row, records, more = _with_second_row(header_row, records, file, is_header)
        above += more
    number, names = header_row
    names = _without_empty_end(names, 1)
    if len(names) > COLUMNS_MAX:
        raise UnreadableInput(f"{file}, header: {len(names):,} columns; geomap reads at most {COLUMNS_MAX:,}.")
    header = checked_header(names, file)
    tags: tuple[str, ...] = ()
    number, second = next(((n, r) for n, r in records if any(c.strip() for c in r)), (0, []))
    if is_hxl(second):
        tags = tuple(c.strip() for c in second)
    elif second:
        records = itertools.chain([(number, second)], records)
    for sheet in sheet_of_cells(header, records, file, tags=tags):
        yield replace(sheet, findings=above + sheet.findings) if len(above) else sheet
        above = Findings()


def _with_second_row(
    first: tuple[int, list[str]],
    records: Iterator[tuple[int, list[str]]],
    file: str,
    is_header: Callable[[Sequence[str]], int],
) -> tuple[tuple[int, list[str]], Iterator[tuple[int, list[str]]], Findings]:
    """Return a header with the row below it where groups of columns have a name above their own.

    Merged cells leave all but their first empty: of such a header the lower row names the columns where it says
    something, if no fewer of them are known by that, or more where it might be a row of the table.
    """
    names = _without_empty_end(first[1], 1)
    second = next(records, None)
    if second is None:
        return first, records, Findings()
    rest = itertools.chain([second], records)
    lower = [cell.strip() for cell in second[1]]
    if not any(lower) or is_hxl(lower) or (all(name.strip() for name in names) and len(names) >= len(lower)):
        return first, rest, Findings()
    width = max(len(names), len(lower))
    upper = [*names, *[""] * (width - len(names))]
    joined = [below or above for below, above in itertools.zip_longest(lower, upper, fillvalue="")]
    are_names = sum(map(bool, lower)) > 1 and not any(c.isdigit() for cell in lower for c in cell)
    if is_header(joined) < is_header(names) + (0 if are_names else 1):
        return first, rest, Findings()
    text = (
        f"the header has two rows, {first[0]} and {second[0]}: where the second one names a column, that name is read"
    )
    found = Finding(code="rows-above-header", severity="notice", message=text, file=file, rows=(first[0],), count=1)
    return (second[0], joined), records, Findings((found,))


def _told_above(records: list[tuple[int, list[str]]], header_row: int, file: str) -> Findings:
    rows = [number for number, cells in records if any(c.strip() for c in cells)]
    text = f"what stands above the header in row {header_row} is taken for a title and is no part of the table"
    found = Finding(
        code="rows-above-header", severity="notice", message=text, file=file, rows=tuple(rows), count=len(rows)
    )
    return Findings((found,))


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
        record = _without_empty_end(record, len(header))
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


def _without_empty_end(record: list[str], least: int) -> list[str]:
    """Return a record without the empty cells at its end, as spreadsheets add them; at least so many cells are kept."""
    width = len(record)
    while width > least and not record[width - 1].strip():
        width -= 1
    return record if width == len(record) else record[:width]


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
        width = next(iter(bad.values()))
        findings = Findings(
            (
                Finding(
                    code="ragged-row",
                    severity="error",
                    message=f"has {_cells(width)} where the header has {len(header)}. Is the file cut off, "
                    "a delimiter not in quotes, or a column without a name? The row is refused.",
                    file=file,
                    rows=tuple(bad)[:EXAMPLES_MAX],
                    count=len(bad),
                ),
            )
        )
    lost = [
        ("events", file, n, "", "ragged-row", f"has {_cells(w)} where the header has {len(header)}")
        for n, w in bad.items()
    ]
    return Sheet(text=frame, findings=findings, refused=pd.DataFrame(lost, columns=list(REFUSED_COLUMNS)), tags=tags)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"
