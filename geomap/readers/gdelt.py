"""The reader of GDELT event files: no header, tabs in a file that is called .csv. Machine-coded, not verified."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd

from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.options import ReadOptions
from geomap.readers.archives import members_of, unpacked
from geomap.readers.delimited import CHUNK_ROWS, Sheet, sheet_of_records
from geomap.readers.encoding import decoded
from geomap.readers.mapping import named_mapping
from geomap.readers.parts import arrow_table
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file
from geomap.schema import STRING

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
    text = decoded(data, path.name, options.encoding)
    first = text.split("\n", 1)[0].rstrip("\r")
    header = _BY_WIDTH[len(first.split("\t"))]
    whole = _plain_table(text, header)
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
        told += _on_one_article(_addresses(text) if whole is None else whole[_ADDRESS], path.name)
    for sheet in _patient_sheets(text, header, path.name) if whole is None else _pieces(whole):
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


def _plain_table(text: str, header: tuple[str, ...]) -> pd.DataFrame | None:
    """Return all rows at once, or None unless each line is one: of the right width, ended as lines of files are."""
    if text.count("\r") != text.count("\r\n"):
        return None
    table = arrow_table(text.encode("utf-8"), len(header), "\t", has_quotes=False)
    if table is None or table.num_rows != text.count("\n") + (not text.endswith("\n")):
        return None
    cells = [pd.Series(column, dtype=STRING) for column in table.columns]
    if (cells[0].str.strip() == "").any():
        return None
    return pd.DataFrame(dict(zip(header, cells, strict=True))).set_axis(pd.RangeIndex(1, len(cells[0]) + 1))


def _pieces(whole: pd.DataFrame) -> Iterator[Sheet]:
    yield from (Sheet(text=whole.iloc[at : at + CHUNK_ROWS]) for at in range(0, len(whole), CHUNK_ROWS))


def _patient_sheets(text: str, header: tuple[str, ...], file: str) -> Iterator[Sheet]:
    """Yield the rows line by line: empty ones left out, those of a wrong width refused."""
    lines = ((n, line.rstrip("\r").split("\t")) for n, line in enumerate(text.split("\n"), start=1) if line.strip())
    yield from sheet_of_records(chain([(0, list(header))], lines), file)


def _addresses(text: str) -> pd.Series:
    """Return the last cell of each line, of lines with too many or too few cells as well."""
    lines = text.split("\n")
    cells = [line.rstrip("\r").rpartition("\t")[2] for line in lines]
    return pd.Series(cells, index=range(1, len(lines) + 1))


def _on_one_article(addresses: pd.Series, file: str) -> Findings:
    """Tell of events that were coded from one and the same article: they are no reports that confirm one another.

    Parameters
    ----------
    addresses : pandas.Series of str
        Of every row, indexed by its number.
    file : str
    """
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
