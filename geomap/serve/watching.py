"""Whether a table was saved, asked of the disk a few times a second.

Asking costs 0.1 ms for the dozen files of a case and works on network drives and in containers too, where the system's
own notices do not arrive; a library for notices would bring more than it saves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["changes", "fingerprint"]

_PAUSE_S = 0.25

Fingerprint = tuple[tuple[str, int, int, int], ...]


def changes(watched: Sequence[Path], pause_s: float = _PAUSE_S) -> Iterator[None]:
    """Yield once at the start, and again each time that something was saved and has come to rest.

    Parameters
    ----------
    watched : sequence of pathlib.Path
    pause_s : float
        Seconds between two looks; a change must last this long to count, so that a save in progress is not read.
    """
    seen = fingerprint(watched)
    yield
    while True:
        time.sleep(pause_s)
        now = fingerprint(watched)
        if now == seen:
            continue
        while True:
            time.sleep(pause_s)
            later = fingerprint(watched)
            if later == now:
                break
            now = later
        seen = now
        yield


def fingerprint(watched: Sequence[Path]) -> Fingerprint:
    """Return what changes when a file is saved: name, time, size and number of each.

    A folder stands for the files in it, a file for those beside it with the same stem (a shapefile has several).
    Hidden files are left out: programs keep their locks in them.
    """
    found = []
    for path in watched:
        folder, stem = (path, "") if path.is_dir() else (path.parent, path.stem)
        try:
            beside = [p for p in folder.iterdir() if not p.name.startswith(".") and stem in ("", p.stem)]
        except OSError:
            continue
        for file in beside:
            try:
                told = file.stat()
            except OSError:
                continue
            found.append((str(file), told.st_mtime_ns, told.st_size, told.st_ino))
    return tuple(sorted(found))
