"""Keep ``geodata/files.csv`` true: one row a file, with origin and hash.

Title, source, licence and date are written by hand; this script only refreshes the hashes.
It adds a row with empty columns for a new file, and says so; a row whose file is gone is reported and dropped.

Run ``python scripts/update_files_csv.py``; ``--check`` changes nothing and fails when something is out of date.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path

COLUMNS = ("path", "title", "source", "licence", "date", "sha256")
BY_HAND = ("title", "source", "licence", "date")
LISTING = "files.csv"

Row = dict[str, str]


def listed_files(root: Path) -> list[str]:
    """Name every file that needs a row.

    Parameters
    ----------
    root : Path
        The folder ``geodata``.

    Returns
    -------
    list of str
        Paths below it with forward slashes, sorted; without the listing itself, READMEs and hidden files.
    """
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    wanted = [
        path.as_posix()
        for path in paths
        if path.as_posix() != LISTING
        and not path.name.upper().startswith("README")
        and not any(part.startswith((".", "__")) for part in path.parts)
    ]
    return sorted(wanted)


def sha256_of(path: Path) -> str:
    """Hash a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_rows(listing: Path) -> dict[str, Row]:
    """Read the rows that stand in the listing now.

    Parameters
    ----------
    listing : Path
        The CSV file; it may be missing.

    Returns
    -------
    dict
        Rows by path.

    Raises
    ------
    ValueError
        If the header is not ``COLUMNS``: hand-written columns would be lost.
    """
    if not listing.exists():
        return {}
    with listing.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            message = f"{listing.name}: the header must be {','.join(COLUMNS)}"
            raise ValueError(message)
        return {row["path"]: row for row in reader}


def refresh(root: Path, known: dict[str, Row]) -> tuple[list[Row], list[str]]:
    """Match the rows with the files.

    Parameters
    ----------
    root : Path
        The folder ``geodata``.
    known : dict
        Rows by path, as read.

    Returns
    -------
    tuple
        The rows as they should stand, and what a person has to look at.
    """
    rows, remarks = [], []
    paths = listed_files(root)
    for path in paths:
        row = {column: known.get(path, {}).get(column, "") for column in COLUMNS}
        row["path"], row["sha256"] = path, sha256_of(root / path)
        rows.append(row)
        empty = [column for column in BY_HAND if not row[column]]
        if path not in known:
            remarks.append(f"{path}: has no entry; fill in {', '.join(empty)}")
        elif empty:
            remarks.append(f"{path}: {', '.join(empty)} is empty")
    remarks.extend(f"{path}: has an entry but is gone" for path in sorted(set(known) - set(paths)))
    return rows, remarks


def to_text(rows: list[Row]) -> str:
    """Write the listing as CSV.

    Parameters
    ----------
    rows : list of dict
        The rows in their order.

    Returns
    -------
    str
        The text, lines end with a line feed.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Refresh the listing.

    Parameters
    ----------
    arguments : sequence of str or None
        None means the arguments of the process.

    Returns
    -------
    int
        0 done; 1 when a file lacks an entry, an entry lacks its file, or ``--check`` finds the listing out of date;
        2 when the listing cannot be read.
    """
    parser = argparse.ArgumentParser(description="Refresh the hashes in geodata/files.csv.")
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    default = Path(__file__).resolve().parent.parent / "geodata"
    parser.add_argument("--root", type=Path, default=default, metavar="DIR", help="default: geodata")
    options = parser.parse_args(arguments)
    listing = options.root / LISTING
    try:
        known = read_rows(listing)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    rows, remarks = refresh(options.root, known)
    text = to_text(rows)
    if options.check:
        if not listing.exists() or listing.read_text(encoding="utf-8") != text:
            remarks.append(f"{LISTING} is out of date: run this script without --check")
    else:
        listing.write_text(text, encoding="utf-8", newline="\n")
    for remark in remarks:
        print(remark, file=sys.stderr)
    print(f"{len(rows)} files listed", file=sys.stderr)
    return 1 if remarks else 0


if __name__ == "__main__":
    raise SystemExit(main())
