"""Options of the command line that change how a page looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from geomap.look import Look
    from geomap.publishers.registry import Format

__all__ = [
    "AccountId",
    "BasemapCredit",
    "BasemapFile",
    "Dpi",
    "PageUrl",
    "SizeName",
    "TemplateFile",
    "ThemeFile",
    "TilesName",
    "checked_address",
    "export_look",
    "look_of",
]

ThemeFile = Annotated[
    Path | None, typer.Option("--theme", metavar="FILE", help="Theme (TOML): fonts, colours of roles, logo.")
]
BasemapFile = Annotated[
    Path | None,
    typer.Option("--basemap", metavar="FILE", help="Streets, parks and water under the map: GeoJSON or GeoPackage."),
]
BasemapCredit = Annotated[
    str,
    typer.Option("--basemap-credit", metavar="TEXT", help="Whose streets these are; default the licence in the file."),
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


def export_look(known: Format, theme: Path | None, *, account: str, size: str, dpi: int, template: Path | None) -> Look:
    """Return the look of one export.

    Raises
    ------
    UsageError
        If the format takes no such option, or there is no such size.
    """
    from geomap.look import FigureChoice, Look

    given = {"account": account, "size": size, "dpi": dpi, "theme": theme, "template": template}
    unused = next((f"--{name}" for name, value in given.items() if value and name not in known.options), "")
    if unused:
        raise UsageError(f'{unused} changes nothing in "{known.name}"; leave it out.')
    if size:
        from geomap.publishers.figure import SIZES

        offered = [name for name, one in SIZES.items() if one.is_offered]
        if size not in offered:
            raise UsageError(f'--size: "{size}" is not one of: {", ".join(offered)}.')
    look = Look(figure=FigureChoice(account=account, size=size, dpi=dpi))
    if template is not None:
        look = replace(look, template=_template(template), template_name=template.name)
    if theme is None:
        return look
    from geomap.publishers.page.theme import read_theme

    return replace(look, theme=read_theme(theme))


def _template(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}. Give the template's file.") from error
    if not data:
        raise UsageError(f"{path} is empty. Give a template that was saved from Word or PowerPoint.")
    return data


def checked_address(text: str, option: str) -> str:
    """Return an address of the web as it was given, or an empty text.

    Raises
    ------
    UsageError
        If it is no address of the web.
    """
    from geomap.schema import is_address

    if text and not is_address(text):
        raise UsageError(f'{option}: "{text}" is no address; write https://maps.example.org/green-zone/')
    return text


def look_of(theme: Path | None, basemap: Path | None, credit: str, tiles: str, page_url: str) -> Look:
    """Return the look that the options ask for.

    Raises
    ------
    UsageError
        If an option cannot be followed.
    """
    from geomap.look import Look, Theme

    if credit and basemap is None:
        raise UsageError("--basemap-credit says whose streets a file holds; give the file with --basemap FILE.")
    page_url = checked_address(page_url, "--page-url")
    if not (theme or basemap or tiles):
        return Look(page_url=page_url)
    from geomap.publishers.page import streets as page_streets
    from geomap.publishers.page import theme as page_theme
    from geomap.publishers.page import tiles as page_tiles

    return Look(
        theme=page_theme.read_theme(theme) if theme else Theme(),
        streets=page_streets.read_streets(basemap, credit) if basemap else None,
        tiles=page_tiles.tiles_named(tiles) if tiles else None,
        page_url=page_url,
    )
