"""The reader of GDELT event files: no header, tabs in a file that is called .csv. Machine-coded, not verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.options import ReadOptions
from geomap.readers.archives import members_of, unpacked
from geomap.readers.delimited import sheet_of_records
from geomap.readers.encoding import decoded
from geomap.readers.mapping import named_mapping
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file

__all__ = ["COLUMNS_1", "COLUMNS_2", "chunks", "describes", "name", "recognises"]

name = "gdelt"
describes = "GDELT events 1.0 and 2.0 (no header, tabs): coded by a machine, shown as unverified"

_ADDRESS = "SOURCEURL"
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(geo: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{n}{part}" for n in (1, 2) for part in (*_ACTOR, *_TYPES)),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
        *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in geo),
        "DATEADDED",
        _ADDRESS,
    )


COLUMNS_1 = _columns(_GEO_1)
"""GDELT 1.0: 58 columns; files before April 2013 lack the last."""
COLUMNS_2 = _columns(_GEO_2)
"""GDELT 2.0: 61 columns."""

_BY_WIDTH = {len(COLUMNS_1) - 1: COLUMNS_1[:-1], len(COLUMNS_1): COLUMNS_1, len(COLUMNS_2): COLUMNS_2}


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path: a first line of 57, 58 or 61 cells between tabs, numbers first."""
    cells = _first_line(path).split(b"\t")
    return len(cells) in _BY_WIDTH and cells[0].isdigit() and cells[1].isdigit() and len(cells[1]) == 8


def _first_line(path: Path) -> bytes:
    head = head_of(path)
    if head.startswith(b"PK\x03\x04") and path.name.lower().endswith((".export.csv.zip", ".csv.zip")):
        archive = members_of(read_file(path), path.name)
        names = [n for n in archive.namelist() if n.lower().endswith(".csv")]
        return unpacked(archive, names[0], path.name).split(b"\n", 1)[0] if len(names) == 1 else b""
    return head.split(b"\n", 1)[0].rstrip(b"\r")


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the events in pieces of 100,000 rows as text, with the published names of the columns.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If the file cannot be read as a whole.
    """
    options = options or ReadOptions()
    data = read_file(path)
    if data.startswith(b"PK\x03\x04"):
        archive = members_of(data, path.name)
        data = unpacked(archive, next(n for n in archive.namelist() if n.lower().endswith(".csv")), path.name)
    lines = decoded(data, path.name, options.encoding).split("\n")
    header = _BY_WIDTH[len(lines[0].rstrip("\r").split("\t"))]
    records = ((n, line.rstrip("\r").split("\t")) for n, line in enumerate(lines, start=1) if line.strip())

    def numbered() -> Iterator[tuple[int, list[str]]]:
        yield 0, list(header)
        yield from records

    mapping = named_mapping("gdelt").resolved(header)
    title = mapping.title
    told = Findings(
        (
            Finding(
                code="machine-coded",
                severity="notice",
                message="was coded by a machine from news text and checked by nobody; "
                "every event is shown as unverified",
                file=path.name,
            ),
        )
    )
    if header[-1] == _ADDRESS:
        told += _on_one_article(lines, path.name)
    for sheet in sheet_of_records(numbered(), path.name):
        yield RowChunk(
            file=path.name,
            text=sheet.text,
            mapping=mapping,
            **options.for_rows(),
            title=title,
            findings=sheet.findings + told,
            refused=sheet.refused,
        )
        told = Findings()


def _on_one_article(lines: list[str], file: str) -> Findings:
    """Tell of events that were coded from one and the same article: they are no reports that confirm one another."""
    addresses = pd.Series([line.rstrip("\r").rpartition("\t")[2] for line in lines], index=range(1, len(lines) + 1))
    addresses = addresses[addresses != ""]
    shared = addresses[addresses.duplicated(keep=False)]
    if shared.empty:
        return Findings()
    articles = int(shared.nunique())
    text = (
        f"{len(shared):,} events rest on {articles:,} article{'' if articles == 1 else 's'}: a program made several "
        "events of one text. They do not confirm one another, and may be one happening or none"
    )
    first = shared.iloc[:EXAMPLES_MAX]
    return Findings(
        (
            Finding(
                code="events-on-one-article",
                severity="notice",
                message=text,
                file=file,
                column=_ADDRESS,
                rows=tuple(int(row) for row in first.index),
                values=tuple(first),
                count=len(shared),
            ),
        )
    )
