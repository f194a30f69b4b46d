"""What the opening view of a table frames: not what its own row contradicts, which stays on the map and is told."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geomap.edition import Mark, TrayItem
from geomap.findings import Findings
from geomap.scene.reading import Reading, is_set
from geomap.scene.seam import Bounds, fit

__all__ = ["framed", "outside_tray"]


def framed(reading: Reading, marks: Sequence[Mark], findings: Findings) -> tuple[Bounds, tuple[Mark, ...]]:
    """Return the bounds of the opening view, and the marks that it leaves out.

    A mark whose coordinates contradict the country named for it, or look as if the two numbers were swapped, sets no
    frame: one slip of the hand would shrink all others to a dot. It is left out only if it lies far from them.

    Parameters
    ----------
    reading : Reading
    marks : sequence of Mark
    findings : Findings
        What the checks said: ``coordinates-swapped`` names events.
    """
    swapped = {event_id for finding in findings.with_code("coordinates-swapped").items for event_id in finding.ids}

    def is_doubtful(mark: Mark) -> bool:
        return is_set(reading.places[mark.place_id].get("lies_in")) or swapped.issuperset(mark.event_ids)

    doubtful = (
        [mark for mark in marks if mark.event_ids and is_doubtful(mark)] if swapped or reading.is_misplaced else []
    )
    sure = [mark for mark in marks if mark not in doubtful] if doubtful else list(marks)
    bounds = fit([shapely.geometry.shape(mark.geometry) for mark in sure or marks])
    west, south, east, north = bounds
    outside = [
        mark
        for mark in doubtful
        if sure and not ((mark.anchor[0] - west) % 360 <= east - west and south <= mark.anchor[1] <= north)
    ]
    return bounds, tuple(outside)


def outside_tray(reading: Reading, outside: Sequence[Mark]) -> tuple[TrayItem, ...]:
    """Return what stands inside the picture because its opening view leaves marks out."""
    n = len(outside)
    return (TrayItem(count=None, text=reading.words.text("tray.outside", n=n), trajectory_id=""),) if n else ()
