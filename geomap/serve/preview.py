"""What is shown: the last good edition, and what stands in the way of the next."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geomap import pipeline
from geomap.errors import GeomapError
from geomap.findings import Finding, Findings
from geomap.publishers.registry import FORMATS, Format
from geomap.words import words

if TYPE_CHECKING:
    from geomap.edition import Edition

__all__ = ["Preview"]

_PAGE = "map.html"


class Preview:
    """The state of a preview. One thread builds, others ask; a build that fails leaves the last good one standing.

    Parameters
    ----------
    make : callable
        Gives the edition as the tables stand now, and what was found: it is shown beside the map, to the desk alone.
    lang : str
        Language of the words round the map.
    """

    def __init__(self, make: Callable[[], tuple[Edition, Findings]], lang: str) -> None:
        self.lang = lang
        self._make = make
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._edition: Edition | None = None
        self._findings = Findings()
        self._files: dict[str, bytes] = {}
        self._build_id = ""
        self._message = words(lang).text("serve.building")
        self._is_broken = False
        self._turn = 0

    def rebuild(self) -> str:
        """Make the edition anew and tell all who wait.

        Returns
        -------
        str
            One line for the terminal.
        """
        started = time.monotonic()
        try:
            edition, findings = self._make()
            page = pipeline.built_bytes(edition, "html")[_PAGE]
        except (GeomapError, OSError) as error:
            with self._changed:
                self._message, self._is_broken = str(error), True
                self._tell()
            return f"{error} The last good map stays." if self._edition else str(error)
        with self._changed:
            self._edition, self._findings, self._files = edition, findings, {_PAGE: page}
            self._build_id = hashlib.sha256(page).hexdigest()[:16]
            self._message, self._is_broken = "", False
            self._tell()
        return f"built in {time.monotonic() - started:.1f} s: {' '.join(edition.scene.accounting[:1])}"

    def _tell(self) -> None:
        self._turn += 1
        self._changed.notify_all()

    def state(self, after_turn: int = -1, wait_s: float = 0.0) -> tuple[int, dict[str, Any] | None]:
        """Return the number of the state and the state as plain values; None if nothing changed in time.

        Parameters
        ----------
        after_turn : int
            The state that is known already.
        wait_s : float
            How long to wait for a newer one.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._turn > after_turn, wait_s):
                return self._turn, None
            return self._turn, self._as_dict()

    def _as_dict(self) -> dict[str, Any]:
        edition, base = self._edition, f"/build/{self._build_id}"
        found = list(self._findings)
        names = [file for known in FORMATS if known.in_build for file in _built(known)] if edition else []
        return {
            "title": edition.scene.title if edition else "",
            "page": f"{base}/{_PAGE}" if edition else "",
            "files": [{"name": name, "address": f"{base}/{name}"} for name in names],
            "numbers": list(edition.scene.accounting) if edition else [],
            "message": self._message,
            "is_broken": self._is_broken,
            "findings": [self._finding(f) for f in found],
        }

    def _finding(self, finding: Finding) -> dict[str, str]:
        return {
            "severity": finding.severity,
            "word": words(self.lang).text(f"severity.{finding.severity}"),
            "code": finding.code,
            "where": finding.where,
            "message": finding.told,
        }

    def file(self, path: str) -> bytes | None:
        """Return a file of the build by its address, or None if there is none; written when first asked for.

        Parameters
        ----------
        path : str
            ``/build/ID/NAME``. Names are compared, never looked up on a disk.
        """
        with self._changed:
            edition, files, base = self._edition, self._files, f"/build/{self._build_id}/"
        name = path.removeprefix(base)
        if edition is None or name == path:
            return None
        with self._writing:
            for known in FORMATS:
                if known.in_build and name in _built(known) and name not in files:
                    files.update(pipeline.built_bytes(edition, known.name))
        return files.get(name)


def _built(known: Format) -> tuple[str, ...]:
    return known.build_files or known.files
