"""Columns beside an event: who denies it or keeps away from it, and what is said otherwise."""

from __future__ import annotations

from geomap.edition import Edition

__all__ = ["BESIDE", "DENIALS", "denials"]

DENIALS = ("denied_by", "distanced_by")
"""Columns that name who denies something of an event, and who keeps away from it."""
BESIDE = ("said_otherwise", "position_note")
"""Numbers that speakers give of an event and that its cells do not hold; coordinates that contradict the country that
is named. Such a column is there only where somebody gives one."""


def denials(edition: Edition) -> dict[str, dict[str, str]]:
    """Return who denies something of an event, keeps away from it, or gives other numbers, by the id of the event."""
    events = edition.scene.tables.get("events", {})
    columns = (*DENIALS, *(name for name in BESIDE if name in events))
    rows = zip(*(events.get(name, ()) for name in ("event_id", *columns)), strict=True)
    return {
        event_id: {name: "; ".join(names) for name, names in zip(columns, found, strict=True) if names}
        for event_id, *found in rows
        if any(found)
    }
