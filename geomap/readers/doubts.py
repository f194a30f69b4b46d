"""What is doubtful of a whole column, weighed when all of its chunks have been read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geomap.findings import Finding, Findings

__all__ = ["weighed"]

_MOVED_LEAST, _MOVED_LEAST_OF_TWO = 3, 10


def weighed(clues: Iterable[tuple[str, Finding]]) -> Findings:
    """Return what the clues of all chunks amount to.

    Two orders of day and month in one column are told where some dates can only be the one and some only the other.
    A column of instants that are all at one hour after noon, UTC, was moved by a program; so was one of very many at
    two hours that follow each other, which summer time makes of one. Midnight is told beside other times.

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
        if code == "midnight-not-shown":
            at_midnight = Findings.of(finding for clue, finding in found if clue == "midnight")
            told += at_midnight.merged() if len(said) > 1 else Findings()
            continue
        is_told = len(said) > 1 if code == "two-date-orders" else _is_moved(sorted(said), count)
        if is_told:
            merged = Findings.of(finding for _, finding in found).merged()
            if code != "two-date-orders" and len(said) == 2:
                first, second = sorted(said)
                merged = Findings(tuple(_of_both(finding, first, second) for finding in merged))
            told += merged
    return told


def _is_moved(times: list[str], count: int) -> bool:
    hours = [int(time[:2]) for time in times]
    if hours[0] < 12:
        return False
    if len(times) == 1:
        return count >= _MOVED_LEAST
    return (
        len(times) == 2 and count >= _MOVED_LEAST_OF_TWO and hours[1] - hours[0] == 1 and times[0][2:] == times[1][2:]
    )


def _of_both(finding: Finding, first: str, second: str) -> Finding:
    message = finding.message.replace(f"{first} UTC", f"{second} UTC", 1)
    return replace(finding, message=message.replace(f"{second} UTC", f"{first} or {second} UTC", 1))
