"""What is doubtful of a whole column, weighed when all of its chunks have been read."""

from __future__ import annotations

from collections.abc import Iterable

from geomap.findings import Finding, Findings

__all__ = ["weighed"]

_MOVED_LEAST = 3


def weighed(clues: Iterable[tuple[str, Finding]]) -> Findings:
    """Return what the clues of all chunks amount to.

    Two orders of day and month in one column are told where some dates can only be the one and some only the other.
    A column of instants that are all at one hour after noon, UTC, was moved by a program.

    Parameters
    ----------
    clues : iterable of (str, Finding)
        In any order; `geomap.readers.rows.TidyRows.clues` of every chunk.
    """
    by_column: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for clue, finding in clues:
        by_column.setdefault((finding.code, finding.column), []).append((clue, finding))
    told = Findings()
    for (code, _), found in by_column.items():
        said = {clue for clue, _ in found}
        count = sum(finding.count for _, finding in found)
        is_told = (
            len(said) > 1
            if code == "two-date-orders"
            else (len(said) == 1 and count >= _MOVED_LEAST and min(said)[:2] >= "12")
        )
        if is_told:
            told += Findings.of(finding for _, finding in found).merged()
    return told
