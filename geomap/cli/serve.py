"""``geomap serve``: look at a case while it is being edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli.look import ThemeFile, TilesName, look_of
from geomap.cli.options import AsOf, Case, Lang, with_options
from geomap.cli.steps import edition_of
from geomap.cli.terminal import put, say, tell_of_gate
from geomap.errors import UnreadableInput
from geomap.look import Basemap
from geomap.options import ReadOptions
from geomap.policy import Policy

if TYPE_CHECKING:
    from geomap.edition import Edition
    from geomap.findings import Findings

__all__ = ["serve"]

Port = Annotated[
    int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="Port on 127.0.0.1; 0 takes any that is free.")
]


@with_options
def serve(
    case: Case,
    *,
    port: Port = 8765,
    policy: Policy,
    lang: Lang = "en",
    as_of: AsOf = "",
    reading: ReadOptions,
    theme: ThemeFile = None,
    basemap: Basemap,
    tiles: TilesName = "",
) -> int:
    """Preview a case in a browser on this machine; the map is built anew when a table is saved. Ctrl-C ends it."""
    from geomap import serve as preview
    from geomap.words import words

    words(lang)
    if not case.exists():
        raise UnreadableInput(f"{case} is not there. Give a case folder or a table.")

    def make() -> tuple[Edition, Findings]:
        look = look_of(theme, tiles, "")
        edition, findings = edition_of(case, policy, lang, as_of, reading, basemap=basemap)
        tell_of_gate(findings)
        return replace(edition, look=look), findings

    def told(address: str) -> None:
        put(f"{address}\n")
        say("Open this address in a browser on this machine. Nothing is written. Ctrl-C ends it.")

    watched = [case, *(p for p in (reading.mapping, theme, basemap.basemap) if p is not None)]
    try:
        preview.serve(make, watched, port=port, lang=lang, say=say, told_address=told)
    except KeyboardInterrupt:
        say("ended")
    return 0
