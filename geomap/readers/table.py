"""The reader of tables: ACLED, UCDP GED, GTD, Airwars and any sheet, as CSV, TSV or XLSX. Mappings say what is what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import MissingColumn, UnreadableInput
from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.options import ReadOptions
from geomap.readers.archives import members_of, sole_table, unpacked
from geomap.readers.catalogue import title_of
from geomap.readers.delimited import Sheet, sheet_of_records, sheets_of_text
from geomap.readers.encoding import decoded, looks_binary
from geomap.readers.features import further_tables
from geomap.readers.hxl import mapping_of_tags
from geomap.readers.mapping import Mapping, mapping_for
from geomap.readers.own import OWN, as_written, softened
from geomap.readers.parts import LARGE_BYTES, CannotCut, PlainFile, cut, plain_file, sheet_of_part
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file
from geomap.readers.unread import sample_of
from geomap.readers.workbook import NO_VALUE, is_workbook, opened_workbook

__all__ = [
    "chunk_of",
    "chunks",
    "describes",
    "large_file",
    "mapping_of",
    "name",
    "recognises",
    "sheets",
]

name = "table"
describes = (
    "a table of events as CSV, TSV or XLSX, or one of them in a zip: ACLED, UCDP GED, GTD, Airwars or any sheet with a "
    "place in each row"
)

_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path: text with a header of cells, a workbook, or one of them in a zip."""
    if not path.is_file():
        return False
    head = head_of(path)
    if head.startswith(b"PK\x03\x04"):
        return path.suffix.lower() in (".xlsx", ".xlsm") or b"xl/" in head or bool(sole_table(path))
    if path.suffix.lower() in _SUFFIXES:
        return True
    return not looks_binary(head) and head.lstrip()[:1] not in (b"{", b"[", b"<") and path.suffix == ""


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield a table in pieces of 100,000 rows as text.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If the file cannot be read as a whole.
    MissingColumn
        If no column says where anything happened.
    """
    options = options or ReadOptions()
    mapping: Mapping | None = None
    for sheet in sheets(path, options):
        mapping = mapping or mapping_of(sheet, path, options)
        yield chunk_of(sheet, mapping, path, options)


def chunk_of(sheet: Sheet, mapping: Mapping, path: Path, options: ReadOptions) -> RowChunk:
    """Return a piece of a table with what its columns mean."""
    is_own = mapping.name == OWN
    return RowChunk(
        file=path.name,
        text=as_written(sheet.text) if is_own else sheet.text,
        mapping=mapping,
        **options.for_rows(),
        decimal_comma=sheet.delimiter != ",",
        title=title_of(path),
        findings=softened(sheet.findings) if is_own else sheet.findings,
        refused=sheet.refused,
    )


def large_file(path: Path, options: ReadOptions, least_bytes: int = LARGE_BYTES) -> PlainFile | None:
    """Return a table's file if it is large and plain enough to be read in parts."""
    if path.suffix.lower() not in (".csv", ".tsv") or options.encoding:
        return None
    file = plain_file(path, least_bytes)
    return file if file is not None and _is_header(options)(file.header) else None


def sheets(path: Path, options: ReadOptions) -> Iterator[Sheet]:
    """Yield a table in pieces, before anybody asks what its columns mean."""
    file = large_file(path, options)
    if file is not None:
        try:
            parts = list(cut(file))
        except CannotCut:
            parts = []
        for part in parts:
            yield sheet_of_part(file, part)
        if parts:
            return
    data = read_file(path)
    inside = sole_table(path)
    if inside:
        data = unpacked(members_of(data, path.name), inside, path.name)
    if is_workbook(data) or path.suffix.lower() in (".xlsx", ".xlsm"):
        book = opened_workbook(data, path.name, _is_header(options))
        told = further_tables(path.name, "sheet", book.title, book.others)
        for sheet in sheet_of_records(book.records, path.name, _is_header(options)):
            whole = _without_formulas(sheet, path.name)
            yield replace(whole, findings=told + whole.findings) if len(told) else whole
            told = Findings()
        return
    if looks_binary(data[:4096]) and not options.encoding:
        raise UnreadableInput(f"{path.name} is no text: it holds zero bytes. Is it a spreadsheet under another name?")
    yield from sheets_of_text(decoded(data, path.name, options.encoding), path.name, _is_header(options))


def _is_header(options: ReadOptions) -> Callable[[Sequence[str]], int]:
    """Return how many columns the cells of a row name, 0 unless they say when and where: a title is no header."""

    def columns_named(cells: Sequence[str]) -> int:
        names = [cell for cell in cells if cell.strip()]
        mapping = mapping_for(names, options.mapping) if len(names) > 1 else None
        return len(mapping.found) if mapping is not None and mapping.has_place and mapping.has_day else 0

    return columns_named


def mapping_of(sheet: Sheet, path: Path, options: ReadOptions) -> Mapping:
    """Return what the columns of a table mean.

    Raises
    ------
    MissingColumn
        If no column says where anything happened.
    """
    if sheet.tags and options.mapping is None:
        mapping: Mapping | None = mapping_of_tags(sheet.header, sheet.tags, sample_of(sheet.text))
    else:
        mapping = mapping_for(sheet.header, options.mapping, sample_of(sheet.text))
    if mapping is None or not mapping.has_place:
        found = ", ".join(f'"{c[:40]}"' for c in sheet.header[:12]) + (", ..." if len(sheet.header) > 12 else "")
        raise MissingColumn(
            f"{path.name}, header: no column says where anything happened. Columns found: {found}. "
            "geomap looks for lat and lon (or latitude, longitude), for both in one cell (coordinates), or for place, "
            "location or city. Is the header row missing? Name the columns, or write a mapping: "
            '"geomap check --draft-mapping" prints one to edit.'
        )
    return mapping


def _without_formulas(sheet: Sheet, file: str) -> Sheet:
    """Refuse rows with a formula that no program has worked out yet."""
    wrong = (sheet.text == NO_VALUE).any(axis="columns").fillna(False).astype(bool)
    if not wrong.any():
        return sheet
    rows = sheet.text[wrong]
    columns = [next(c for c in rows.columns if rows.at[n, c] == NO_VALUE) for n in rows.index]
    text = "holds a formula without a stored value: open the file in a spreadsheet program and save it, or paste values"
    finding = Finding(
        code="formula-without-value",
        severity="error",
        message=f"{text}. The row is refused.",
        file=file,
        column=columns[0],
        rows=tuple(int(n) for n in rows.index[:EXAMPLES_MAX]),
        count=len(rows),
    )
    lost = [
        ("events", file, int(n), "", "formula-without-value", f"{c}: {text}")
        for n, c in zip(rows.index, columns, strict=True)
    ]
    refused = pd.DataFrame(lost, columns=list(REFUSED_COLUMNS))
    return replace(
        sheet,
        text=sheet.text[~wrong],
        findings=sheet.findings + Findings((finding,)),
        refused=pd.concat([sheet.refused, refused], ignore_index=True) if len(sheet.refused) else refused,
    )
