"""How an edition looks where a newsroom has a choice: its theme, streets or tiles under the map, the page's address.

It can change looks, never facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import UsageError
from geomap.options import option
from geomap.signs import LIGHT

__all__ = ["Basemap", "FigureChoice", "Look", "Streets", "Theme", "Tiles", "checked_address", "ground_colours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Fonts, colours and logo of a newsroom; their contrast has been checked.

    Attributes
    ----------
    fonts : str
        Names of fonts as a style sheet lists them; empty keeps geomap's own.
    colours, dark_colours : mapping of str to str
        Colour of each role as ``#rrggbb``, for light and dark screens.
    logo : str
        The picture as a data address; empty for none.
    logo_alt : str
        What the logo says, for those who do not see it.
    font_files : tuple of bytes
        Files of fonts for PNG and PDF, which do not use the fonts of the machine.
    """

    fonts: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    dark_colours: Mapping[str, str] = field(default_factory=dict)
    logo: str = ""
    logo_alt: str = ""
    font_files: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """A file of streets that is asked for, and whose they are.

    Raises
    ------
    UsageError
        If a credit is given without a file, or they are no path and no text.
    """

    basemap: Path | None = option(
        None,
        metavar="FILE",
        help="Streets, water, parks and buildings under the map: PMTiles, GeoJSON or GeoPackage.",
    )
    basemap_credit: str = option("", metavar="TEXT", help="Whose streets these are; default what the file says.")

    def __post_init__(self) -> None:
        """Refuse what could not be followed."""
        own: object = self.basemap
        if isinstance(own, str):
            object.__setattr__(self, "basemap", Path(own) if own else None)
        if not isinstance(self.basemap, Path | None):
            raise UsageError(f"--basemap: {self.basemap!r} is not the path of a file.")
        if not isinstance(self.basemap_credit, str):
            raise UsageError(f"--basemap-credit: {self.basemap_credit!r} is not a text.")
        if self.basemap_credit and self.basemap is None:
            raise UsageError("--basemap-credit says whose streets a file holds; give the file with --basemap FILE.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """What of a file of streets can be seen: features with ``layer`` and ``geometry`` (shapely, WGS 84)."""

    features: tuple[Mapping[str, Any], ...]
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A provider of online tiles; readers' browsers ask it for pictures, so it learns who looks where."""

    name: str
    url: str
    """With ``{z}``, ``{x}``, ``{y}``, and ``{s}`` if there are subdomains."""
    hosts: tuple[str, ...]
    attribution: str
    max_zoom: int
    subdomains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChoice:
    """Which figure is wanted.

    Attributes
    ----------
    account : str
        Id of the account to draw; empty takes the case's own choice.
    size : str
        One of the figure's sizes; empty takes the usual one.
    dpi : int
        How finely a PNG is drawn; 0 takes what the size asks for.
    """

    account: str = ""
    size: str = ""
    dpi: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All choices of one build."""

    theme: Theme = field(default_factory=Theme)
    tiles: Tiles | None = None
    figure: FigureChoice = field(default_factory=FigureChoice)
    page_url: str = ""
    """Where the page will stand; empty if not known."""
    template: bytes = field(default=b"", repr=False)
    """A house's document or slides, whose look a report takes; empty for geomap's own."""
    template_name: str = ""


def checked_address(text: str, name: str) -> str:
    """Return an address of the web as it was given, or an empty text.

    Parameters
    ----------
    text : str
    name : str
        What it is called where it was given, for the message.

    Raises
    ------
    UsageError
        If it is no address of the web.
    """
    from geomap.schema import is_address

    if text and not (isinstance(text, str) and is_address(text)):
        raise UsageError(f'{name}: "{text}" is no address; write https://maps.example.org/green-zone/')
    return text


_GROUND_OF = {
    "sea": ("land", "water", 0.65),
    "river": ("land", "water", 1.0),
    "urban": ("land", "ink", 0.07),
    "province": ("land", "ink", 0.14),
    "border": ("land", "ink", 0.3),
    "town": ("land", "soft_ink", 0.85),
    "country": ("land", "place_name", 1.0),
    "capital": ("land", "soft_ink", 1.0),
}
"""What of the ground follows which colours of a theme, and by how much of the second."""
_OWN = {role: LIGHT[role] for role in ("land", "water", "ink", "soft_ink")} | {"place_name": LIGHT["place"]}


def ground_colours(colours: Mapping[str, str]) -> dict[str, str]:
    """Return the colours of the ground that follow from those of a theme; none where it sets none of theirs.

    Parameters
    ----------
    colours : mapping of str to str
        Colours by role, ``#rrggbb``.
    """
    own = _OWN | {role: colour for role, colour in colours.items() if role in _OWN}
    return {
        name: _mixed(own[one], own[other], share)
        for name, (one, other, share) in _GROUND_OF.items()
        if one in colours or other in colours
    }


def _mixed(one: str, other: str, share: float) -> str:
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
