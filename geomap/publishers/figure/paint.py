"""A newsroom's colours and fonts in the place of our own."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from geomap.look import Theme, ground_colours
from geomap.publishers.figure.ground import GROUND_ROLES
from geomap.signs import LIGHT

__all__ = ["paint"]

_ROLES = ("impact", "impact_edge", "launch", "launch_edge", "event", "event_edge", "water", "rule", "land", "ink")
_ROLE_OF = {LIGHT[role]: role for role in _ROLES} | {LIGHT["soft_ink"]: "soft_ink", LIGHT["place"]: "place_name"}
"""Which role of a theme a colour of the figure stands for."""


def paint(root: ET.Element, theme: Theme) -> None:
    """Put a theme's colours and fonts in the place of our own."""
    ground = ground_colours(theme.colours)
    colours = {own: theme.colours[role] for own, role in _ROLE_OF.items() if role in theme.colours}
    colours |= {own: ground[name] for own, name in GROUND_ROLES.items() if name in ground}
    for element in root.iter():
        for key in ("fill", "stroke", "stop-color"):
            if element.get(key) in colours:
                element.set(key, colours[element.get(key, "")])
        if theme.fonts and element.get("font-family"):
            element.set("font-family", f"{theme.fonts.replace(chr(34), '')}, {element.get('font-family')}")
