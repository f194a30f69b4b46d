"""The scripts and style sheets of the page, read from their files and made ready to stand inside it."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources

from geomap import signs
from geomap.publishers.page.squeeze import squeezed_css, squeezed_js

__all__ = [
    "fit_css",
    "fit_js",
    "frame_css",
    "frame_js",
    "frames",
    "leaflet_css",
    "leaflet_js",
    "map_css",
    "map_js",
    "page_css",
    "page_js",
    "streets_css",
    "tally_css",
]

_MAP_SCRIPTS = ("words", "store", "geometry", "painter", "crowds", "labels", "requests", "panel", "layers")
"""What draws layers, in the order in which they need one another; enough for a map of somebody else's."""

_PAGE_SCRIPTS = ("basemap", "controls", "outside", "page")

_URL = re.compile(r"url\([^)]*\)")
_RULE = re.compile(r"[^{}]*\{[^{}]*\}")
_NOT_ON_THE_PAGE = re.compile(
    r"popup|tooltip|attribution|oldie|div-icon|-tile|layers-toggle|vml|marker|shadow|scale|image-layer|default-icon"
)
"""Selectors of parts of Leaflet that the page never draws."""

_OLD_BROWSERS = re.compile(
    r"(?<=[{;])-(?:moz|ms|o|webkit(?!-user|-tap))-[a-z-]+:[^;}]*;?|(?<=[{;])[a-z-]+:-(?:moz|webkit)-[^;}]*;"
)
"""Declarations for browsers that cannot open the page anyway."""


def _read(*parts: str) -> str:
    return resources.files(__package__).joinpath(*parts).read_text("utf-8")


def _scripts(names: tuple[str, ...]) -> str:
    return "\n".join(squeezed_js(_read("assets", f"{name}.js")) for name in names)


def _style(name: str) -> str:
    return squeezed_css(signs.filled(_read("assets", f"{name}.css")))


@cache
def map_js() -> str:
    """Return the scripts that draw layers on any Leaflet map."""
    return f"(globalThis.geomap=globalThis.geomap||{{}}).frames={frames()};\n{_scripts(_MAP_SCRIPTS)}"


def frames() -> str:
    """Return the frames for which pages are made, and where a direction fades, as JSON that the scripts read."""
    return json.dumps(signs.value("frames") | signs.value("direction"), separators=(",", ":"))


@cache
def page_js() -> str:
    """Return the scripts of the page round the map."""
    return _scripts(_PAGE_SCRIPTS)


@cache
def frame_js() -> str:
    """Return the script that tells a frame's parent how high the page is."""
    return _scripts(("frame",))


@cache
def frame_css() -> str:
    """Return the style of the lean page for a frame."""
    return _style("frame")


@cache
def fit_js() -> str:
    """Return the script that keeps the map within a frame of a given height."""
    return _scripts(("fit",))


@cache
def fit_css() -> str:
    """Return the style of a frame that is too low for what stands above the map."""
    return _style("fit")


@cache
def streets_css() -> str:
    """Return the style of streets of the desk's own."""
    return _style("streets")


@cache
def tally_css() -> str:
    """Return the style of numbers that are drawn as more than plain tokens."""
    return _style("tally")


@cache
def map_css() -> str:
    """Return the style of the layers."""
    return _style("map")


@cache
def page_css() -> str:
    """Return the style of the page round the map."""
    return _style("page")


@cache
def leaflet_js() -> str:
    """Return Leaflet as it was published, without the pointer to its source map."""
    return re.sub(r"\n?//# sourceMappingURL=.*", "", _read("vendor", "leaflet", "leaflet.js")).rstrip()


@cache
def leaflet_css(*, with_tiles: bool = False) -> str:
    """Return Leaflet's style as far as the page needs it: without images and old Internet Explorers."""
    text = re.sub(r"/\*.*?\*/", "", _URL.sub("none", _read("vendor", "leaflet", "leaflet.css")), flags=re.DOTALL)
    text = re.sub(r"@media print \{.*?\}\s*\}", "", text, flags=re.DOTALL)
    dense = squeezed_css("\n".join(_needed(rule, with_tiles) for rule in _RULE.findall(text)))
    return re.sub(r"[^{}]+\{\}", "", _OLD_BROWSERS.sub("", dense))


def _needed(rule: str, with_tiles: bool) -> str:
    """Return a rule for those of its selectors that the page draws, or nothing."""
    selectors, brace, body = rule.partition("{")
    kept = [
        one.strip()
        for one in selectors.split(",")
        if (with_tiles and "-tile" in one) or not _NOT_ON_THE_PAGE.search(one)
    ]
    return ",".join(kept) + brace + body if kept else ""
