"""Options of the command line that change how a page looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli import completion

if TYPE_CHECKING:
    from geomap.look import Look

__all__ = [
    "AccountId",
    "Dpi",
    "PageUrl",
    "SizeName",
    "TemplateFile",
    "ThemeFile",
    "TilesName",
    "look_of",
]

ThemeFile = Annotated[
    Path | None, typer.Option("--theme", metavar="FILE", help="Theme (TOML): fonts, colours of roles, logo.")
]
TilesName = Annotated[
    str,
    typer.Option(
        "--tiles", metavar="NAME", help="Online tiles, for example OpenStreetMap.Mapnik. Readers ask its host."
    ),
]
PageUrl = Annotated[
    str, typer.Option("--page-url", metavar="URL", help="Where map.html will stand, for links from embed.html.")
]

AccountId = Annotated[
    str,
    typer.Option(
        "--account", metavar="ID", help="Account to draw in a figure; default the case's own (default_account)."
    ),
]
SizeName = Annotated[
    str,
    typer.Option(
        "--size",
        metavar="NAME",
        autocompletion=completion.sizes,
        help="Size of a figure: column (85 mm), two-columns (180 mm, the default), wide (16:9), square, phone (9:16).",
    ),
]
Dpi = Annotated[
    int,
    typer.Option(
        "--dpi", metavar="N", min=0, max=1200, help="How finely a PNG is drawn; default 300 for print, else by size."
    ),
]
TemplateFile = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE", help="A house's .docx or .pptx, whose styles a report takes."),
]


def look_of(theme: Path | None, tiles: str, page_url: str) -> Look:
    """Return the look that the options ask for.

    Raises
    ------
    UsageError
        If an option cannot be followed.
    """
    from geomap.look import Look, Theme, checked_address

    page_url = checked_address(page_url, "--page-url")
    if not (theme or tiles):
        return Look(page_url=page_url)
    from geomap.publishers.page import theme as page_theme
    from geomap.publishers.page import tiles as page_tiles

    return Look(
        theme=page_theme.read_theme(theme) if theme else Theme(),
        tiles=page_tiles.tiles_named(tiles) if tiles else None,
        page_url=page_url,
    )
