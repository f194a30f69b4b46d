"""The preview of a case while a desk works on it: on this machine only, built anew when a table is saved.

Nothing is written. The findings beside the map name rows and values of the case, so they are for the desk alone; the
files that a build writes hold none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.serve.preview import Preview
from geomap.serve.server import running
from geomap.serve.watching import changes

if TYPE_CHECKING:
    from geomap.edition import Edition
    from geomap.findings import Findings

__all__ = ["serve"]


def serve(
    make: Callable[[], tuple[Edition, Findings]],
    watched: Sequence[Path],
    *,
    port: int,
    lang: str = "en",
    say: Callable[[str], None],
    told_address: Callable[[str], None],
) -> None:
    """Serve the preview until somebody stops it with Ctrl-C.

    Parameters
    ----------
    make : callable
        Gives the edition as the tables stand now, and what was found.
    watched : sequence of pathlib.Path
        Folders and files; when one is saved, the edition is made anew.
    port : int
        Port on 127.0.0.1; 0 takes any that is free.
    lang : str
        Language of the words round the map.
    say : callable
        Takes a line about each build.
    told_address : callable
        Takes the address once the server answers.

    Raises
    ------
    UsageError
        If the port is taken.
    """
    preview = Preview(make, lang)
    with running(preview, port) as address:
        told_address(address)
        for _ in changes(watched):
            say(preview.rebuild())
