"""What geomap itself wrote, read back: features by their role, no name looked up that was published without a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.findings import Findings
from geomap.readers.header import folded
from geomap.schema import STRING

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geomap.readers.features import Notes

__all__ = ["OWN", "as_written", "events_alone", "is_own", "softened"]

OWN = "geomap"
"""Name of the mapping for what geomap wrote."""

_ROLES = frozenset({"event", "place", "launch_area", "impact_area", "corridor", "connector"})
_FORMULA = r"^'(?=[=+\-@\t\r])"


def is_own(rows: Mapping[int, Mapping[str, str]]) -> bool:
    """Whether features were written by geomap: each has one of our roles, and those of events their id.

    Parameters
    ----------
    rows : mapping of int to mapping
        Cells of each feature by its number.
    """
    if not rows:
        return False
    for cells in rows.values():
        role = cells.get("role", "")
        if role not in _ROLES or not cells.get("event_id" if role == "event" else "role"):
            return False
    known = {folded(name) for cells in rows.values() for name in cells}
    return {"event_id", "location_class"} <= known and "event" in {cells["role"] for cells in rows.values()}


def events_alone(
    rows: Mapping[int, Mapping[str, str]], shapes: Sequence[BaseGeometry | None], notes: Notes
) -> tuple[dict[int, Mapping[str, str]], list[BaseGeometry | None]]:
    """Return the events of features that geomap wrote; areas, links and places beside them are told and left out.

    Parameters
    ----------
    rows : mapping of int to mapping
    shapes : sequence of shapely geometry or None
    notes : Notes
    """
    kept = {number: cells for number, cells in rows.items() if cells["role"] == "event"}
    others = Counter(cells["role"] for cells in rows.values() if cells["role"] != "event")
    notes.forget("no-geometry")
    left = ", ".join(f"{count} {role}" for role, count in sorted(others.items()))
    beside = f"; the features of other roles are no events and are left out ({left})" if left else ""
    if others.keys() & {"launch_area", "impact_area", "corridor", "connector"}:
        beside += ". Which launch belongs to which impact is not read back: a copy that keeps it is made with --to case"
    notes.warn("own-export", 0, f"was written by geomap: {len(kept)} events are read{beside}", severity="notice")
    own = [shape for (number, _), shape in zip(rows.items(), shapes, strict=True) if number in kept]
    return kept, own


def softened(findings: Findings) -> Findings:
    """Return findings in which the further layers or sheets of an own export are no loss."""
    return Findings.of(replace(f, severity="notice") if f.code == "further-table" else f for f in findings)


def as_written(text: pd.DataFrame) -> pd.DataFrame:
    """Return cells without the apostrophe that keeps a spreadsheet from running them."""
    return text.apply(lambda column: column.astype(STRING).str.replace(_FORMULA, "", regex=True))
