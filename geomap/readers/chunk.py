"""What every reader gives: chunks of text, and the pure step that types them.

A reader is two functions: ``chunks(path)`` yields text tables indexed by the file's row, ``tidy(chunk)`` types one.
One page gathers the chunks; a cluster maps over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.dataset import REFUSED_COLUMNS
from geomap.findings import Finding, Findings
from geomap.schema import Parsed, parse, table_schema

__all__ = ["Chunk", "Tidied", "tidy"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Chunk:
    """A piece of one table as text.

    Attributes
    ----------
    table : str
        Name of the table.
    file : str
        Name of the file, for messages.
    text : pandas.DataFrame
        Cells as text, empty where missing, indexed by the file's row (the header is 1).
    outlines : sequence of shapely geometry or None
        One for each row, longitude and latitude; None if the table has no geometry.
    findings : Findings
        What was noticed while reading the bytes.
    refused : pandas.DataFrame or None
        Rows that are no rows (wrong number of cells, broken geometry), columns `REFUSED_COLUMNS`.
    """

    table: str
    file: str
    text: pd.DataFrame
    outlines: Sequence[BaseGeometry | None] | None = None
    findings: Findings = field(default_factory=Findings)
    refused: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Tidied:
    """A typed piece of one table, with what was refused."""

    table: str
    rows: pd.DataFrame
    refused: pd.DataFrame
    findings: Findings


def tidy(chunk: Chunk) -> Tidied:
    """Type one chunk.

    Parameters
    ----------
    chunk : Chunk

    Returns
    -------
    Tidied
        Rows that can be used, rows refused with their reason, and the findings.
    """
    parsed = parse(chunk.table, chunk.text, file=chunk.file)
    failures = [
        Finding(
            code=f.code,
            severity="error",
            message=f"{f.message}{'' if f.message.endswith('?') else '.'} The row is refused.",
            file=chunk.file,
            column=f.column,
            rows=f.rows,
            values=f.values,
            count=f.count,
        )
        for f in parsed.failures
    ]
    unknown = [
        Finding(
            code="unknown-column",
            severity="notice",
            message="is no column of this table; it is kept in working copies and published nowhere",
            file=chunk.file,
            column=column,
        )
        for column in parsed.unknown_columns
    ]
    rows = parsed.table
    if chunk.outlines is not None:
        outlines = pd.Series(list(chunk.outlines), index=chunk.text.index, dtype=object)
        rows = rows.assign(outline=outlines.loc[rows.index])
    refused = _refused(chunk, parsed)
    if chunk.refused is not None and len(chunk.refused):
        refused = pd.concat([chunk.refused, refused], ignore_index=True) if len(refused) else chunk.refused
    return Tidied(
        table=chunk.table,
        rows=rows,
        refused=refused,
        findings=chunk.findings + Findings.of([*failures, *unknown]),
    )


def _refused(chunk: Chunk, parsed: Parsed) -> pd.DataFrame:
    key, rows = table_schema(chunk.table).primary_key, parsed.refused
    ids = rows[key].astype(object).fillna("") if key and key in rows else [""] * len(rows)
    return pd.DataFrame(
        {
            "table": chunk.table,
            "file": chunk.file,
            "file_row": list(rows.index),
            "id": list(ids),
            "code": list(parsed.reasons["code"]),
            "reason": list(parsed.reasons["reason"]),
        },
        columns=list(REFUSED_COLUMNS),
    )
