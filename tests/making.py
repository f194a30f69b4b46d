"""Quick sheets for tests: rows written as a desk would write them, in one line each."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, str]

BASE: Row = {
    "who said": "the army",
    "who relayed": "The Daily",
    "link": "https://daily.example/rockets",
    "published on": "2020-05-07",
    "kind of source": "news",
}


def row(about: str, value: str = "", words: str = "", **cells: str) -> Row:
    """Return a row; words default to "ABOUT VALUE", columns with a space are written with ``_``."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    return {**BASE, "about": about, "value": value, "words": words or f"{about} {value}".strip(), **given}


ROWS: list[Row] = [
    row("kind", "rocket"),
    row("date", "2020-05-06"),
    row("munitions", "3", "three rockets were fired"),
    row("launch area", "Al-Amin al-Thaniyah", "they came from the quarter", how_many="3"),
    row("impact area", "Green Zone", "two fell in the zone", how_many="2"),
    row("outcome", "air burst", "one burst in the air", how_many="1"),
    row("killed", "1", "one man was killed", whom="civilian"),
]


def write_sheet(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    """Write rows as CSV; the header is every column that one of them has."""
    header = list(dict.fromkeys(column for r in rows for column in r))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
