"""table.csv: the events as a table that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from geomap.edition import Edition
from geomap.words import words

__all__ = ["neutralised", "render", "write"]

FILE = "table.csv"

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
"""What a formula begins with; spreadsheets of East Asia take the wide and small forms for the same."""

_COLUMNS = (
    "event_id",
    "date",
    "time",
    "kind",
    "title",
    "place",
    "status",
    "actors",
    "munitions",
    "killed",
    "wounded",
    "notes",
    "source_ids",
)


def write(edition: Edition, folder: Path) -> None:
    """Write table.csv into a folder."""
    (folder / FILE).write_bytes(render(edition))


def neutralised(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("plain")
    ("'=1+1", 'plain')
    """
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def render(edition: Edition) -> bytes:
    """Return the events table of an edition as UTF-8 CSV with a byte order mark, which spreadsheets need.

    Counts stand in the words of the page: "not reported" is not zero.
    """
    columns = edition.scene.tables["events"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    between = {"notes": words(edition.scene.lang).text("tell.separator")}
    for row in zip(*(columns[name] for name in _COLUMNS), strict=True):
        cells = (
            between.get(name, "; ").join(c) if isinstance(c, list) else str(c)
            for name, c in zip(_COLUMNS, row, strict=True)
        )
        writer.writerow([neutralised(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
