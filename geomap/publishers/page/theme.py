"""A newsroom's theme file: fonts, colours of roles and a logo, refused with the numbers where it cannot be read."""

from __future__ import annotations

import base64
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geomap.errors import UnreadableInput, UsageError
from geomap.look import Theme, ground_colours
from geomap.publishers.page.colour import contrast, distance
from geomap.signs import DARK, LIGHT

__all__ = ["ROLES", "default_colours", "read_theme", "theme_css"]

ROLES = {
    "land": "land",
    "panel": "paper",
    "ink": "ink",
    "soft_ink": "soft-ink",
    "place_name": "place",
    "impact": "impact",
    "impact_edge": "impact-edge",
    "launch": "launch",
    "launch_edge": "launch-edge",
    "event": "event",
    "event_edge": "event-edge",
    "water": "water",
    "water_name": "water-name",
    "rule": "rule",
}
"""Key of the theme file and the variable of the style sheet."""

_TEXT_ON = {
    "land": ("ink", "soft_ink", "place_name", "impact_edge", "launch_edge", "event_edge", "water_name"),
    "panel": ("ink", "soft_ink", "impact_edge", "launch_edge", "event_edge"),
}
_CONTRAST_MIN = 4.5
_APART_MIN = 30.0
"""Distance in CIELAB at which two fills are told apart at a glance, also by colour-blind readers."""
_LOGO_MAX_BYTES = 40_000
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w][\w -]{0,60}")
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "use", "symbol")
_SVG_TAGS = frozenset(
    ("svg", "g", "title", "desc", "defs", "stop", "linearGradient", "radialGradient", "clipPath", *_SHAPES)
)
_FONT_MARKS = (b"\x00\x01\x00\x00", b"OTTO", b"ttcf", b"true")
_PNG = b"\x89PNG\r\n\x1a\n"


@cache
def default_colours(*, is_dark: bool) -> dict[str, str]:
    """Return geomap's own colour of each role, as the style sheet has it."""
    told = DARK if is_dark else LIGHT
    return {key: told[variable.replace("-", "_")] for key, variable in ROLES.items()}


def read_theme(path: Path) -> Theme:
    """Read a theme file and check that what it sets can be read.

    Parameters
    ----------
    path : pathlib.Path
        TOML: ``fonts`` (names), ``font_files`` (TrueType or OpenType, for PNG and PDF),
        ``[colours]`` and ``[dark]`` (role = "#rrggbb"), ``[logo]`` (file, alt).

    Raises
    ------
    UnreadableInput
        If the file cannot be read.
    UsageError
        If a key is not known, a colour cannot be read on its ground, or the logo is too large or not safe.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(f"{path} could not be read as TOML: {error}.") from error
    unknown = sorted(set(told) - {"fonts", "font_files", "colours", "dark", "logo"})
    if unknown:
        raise UsageError(f'{path.name}: "{unknown[0]}" is not one of: fonts, font_files, colours, dark, logo.')
    colours, dark = (_colours(path.name, told.get(table, {}), table) for table in ("colours", "dark"))
    _check(path.name, "colours", default_colours(is_dark=False) | colours)
    _check(path.name, "dark", default_colours(is_dark=True) | dark)
    logo, alt = _logo(path, told.get("logo"))
    fonts = _fonts(path.name, told.get("fonts", []))
    files = _font_files(path, told.get("font_files", []))
    return Theme(fonts=fonts, colours=colours, dark_colours=dark, logo=logo, logo_alt=alt, font_files=files)


def _colours(name: str, told: Any, table: str) -> dict[str, str]:
    for key, value in told.items() if isinstance(told, Mapping) else []:
        if key not in ROLES:
            raise UsageError(f'{name}, {table}: "{key}" is not one of: {", ".join(ROLES)}.')
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise UsageError(f'{name}, {table}.{key}: "{value}" is no colour; write #rrggbb.')
    return {key: value.lower() for key, value in told.items()}


def _check(name: str, table: str, colours: Mapping[str, str]) -> None:
    for ground, texts in _TEXT_ON.items():
        for key in texts:
            ratio = contrast(colours[key], colours[ground])
            if ratio < _CONTRAST_MIN:
                raise UsageError(
                    f'{name}, {table}.{key}: "{colours[key]}" on {ground} "{colours[ground]}" has a contrast of '
                    f"{ratio:.1f}; text needs at least {_CONTRAST_MIN}. Choose a darker or lighter one."
                )
    for ends in (("impact", "launch"), ("impact_edge", "launch_edge")):
        for sight in ("", "deuteranopia", "protanopia"):
            apart = distance(colours[ends[0]], colours[ends[1]], sight)
            if apart < _APART_MIN:
                seen = f" as seen with {sight}" if sight else ""
                raise UsageError(
                    f'{name}, {table}.{ends[0]}: "{colours[ends[0]]}" and {ends[1]} "{colours[ends[1]]}" are '
                    f"{apart:.0f} apart in CIELAB{seen}; areas of impact and of launch need at least {_APART_MIN:.0f}."
                )


def _fonts(name: str, told: Any) -> str:
    fonts = told if isinstance(told, list) else [told]
    for font in fonts:
        if not isinstance(font, str) or not _FONT.fullmatch(font):
            raise UsageError(f'{name}, fonts: "{font}" is no name of a font; write names only, no files and no CSS.')
    return ", ".join(f'"{font}"' for font in fonts)


def _font_files(path: Path, told: Any) -> tuple[bytes, ...]:
    found = []
    for name in told if isinstance(told, list) else [told]:
        if not isinstance(name, str):
            raise UsageError(f'{path.name}, font_files: "{name}" is no name of a file.')
        source = path.parent / name
        try:
            data = source.read_bytes()
        except OSError as error:
            raise UnreadableInput(
                f"{source}, a font of the theme, could not be read: {error.strerror or error}."
            ) from error
        if not data.startswith(_FONT_MARKS):
            raise UsageError(f"{path.name}, font_files: {source.name} is no TrueType or OpenType font (.ttf, .otf).")
        found.append(data)
    return tuple(found)


def _logo(path: Path, told: Any) -> tuple[str, str]:
    if told is None:
        return "", ""
    file, alt = (told.get("file"), told.get("alt")) if isinstance(told, Mapping) else (None, None)
    if not isinstance(file, str) or not isinstance(alt, str) or not alt.strip():
        raise UsageError(f"{path.name}, logo: give file and alt, the words for readers who do not see it.")
    source = path.parent / file
    try:
        data = source.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{source}, the logo, could not be read: {error.strerror or error}.") from error
    if len(data) > _LOGO_MAX_BYTES:
        raise UsageError(
            f"{path.name}, logo.file: {source.name} has {len(data)} bytes; at most {_LOGO_MAX_BYTES} fit into the page."
        )
    if data.startswith(_PNG):
        kind = "image/png"
    else:
        _refuse_unsafe(f"{path.name}, logo.file: {source.name}", data)
        kind = "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}", alt.strip()


def _refuse_unsafe(where: str, data: bytes) -> None:
    """Refuse a drawing that is more than shapes: scripts, styles, entities, anything loaded."""
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", data, re.IGNORECASE) or b"\0" in data:
        raise UsageError(f"{where} is refused: a logo may hold no document type, entity or style sheet.")
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise UsageError(f"{where} is neither PNG nor SVG: {error}.") from error
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag not in _SVG_TAGS:
            raise UsageError(f"{where} is refused: <{tag}> is not allowed. Save the logo as plain SVG: shapes only.")
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2].lower()
            if name.startswith("on") or (name == "href" and not value.startswith("#")) or _loads(value):
                raise UsageError(f"{where} is refused: the attribute {name} could run or load something.")


def _loads(value: str) -> bool:
    return bool(re.search(r"url\(\s*['\"]?(?!#)|javascript:|@import|expression\(", value, re.IGNORECASE)) and not (
        re.fullmatch(r"url\(#[\w-]+\)", value)
    )


def theme_css(theme: Theme) -> str:
    """Return the style sheet of a theme, to stand behind geomap's own."""
    rules = []
    if theme.fonts:
        rules.append(f':root{{--gm-font:{theme.fonts},"Noto Sans","Noto Sans Arabic",Helvetica,Arial,sans-serif}}')
    for media, colours in (("light", theme.colours), ("dark", theme.dark_colours)):
        if colours:
            own = {ROLES[key]: value for key, value in sorted(colours.items())}
            around = default_colours(is_dark=True) | dict(colours) if media == "dark" else colours
            text = ";".join(f"--gm-{name}:{value}" for name, value in (own | ground_colours(around)).items())
            rules.append(f"@media screen and (prefers-color-scheme:{media}){{:root{{{text}}}}}")
    if theme.logo:
        rules.append(".gm-logo{display:block;max-height:28px;max-width:180px;margin:0 0 8px}")
    return "".join(rules)
