"""Colours, alphas, signs and frames of all that is drawn, from one file: `signs.toml` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["AREAS", "DARK", "DESKTOP_PX", "EDGES", "LIGHT", "PHONE_LIMIT_PX", "PHONE_PX", "Area", "filled", "value"]

_SLOT = re.compile(r"\$\(([\w.]+)\)")
_TOLD: Mapping[str, Any] = tomllib.loads((resources.files("geomap") / "signs.toml").read_text("utf-8"))

LIGHT: Mapping[str, str] = _TOLD["colours"]["light"]
"""Colour of each role as ``#rrggbb``, on paper and light screens."""
DARK: Mapping[str, str] = _TOLD["colours"]["dark"]
"""The same on dark screens."""
EDGES: Mapping[str, Mapping[str, Any]] = _TOLD["edges"]
"""Width in pixels and dashes by how an outline is known."""
DESKTOP_PX: tuple[int, int] = tuple(_TOLD["frames"]["desktop_px"])
"""Width and height of the page's map where it has most room."""
PHONE_PX: tuple[int, int] = tuple(_TOLD["frames"]["phone_px"])
"""Width and height of the page's map on a phone."""
PHONE_LIMIT_PX: int = _TOLD["frames"]["phone_limit_px"]
"""What is narrower is a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """How the area of a role is drawn.

    Attributes
    ----------
    fill, edge : str
        Colours as ``#rrggbb`` on paper; empty for none.
    alpha : float
        Of the fill, 0 to 1.
    dash : str
        Dashes and gaps in pixels that its edge always has; empty where the edge is drawn as the outline is known.
    width_px : float
        Of the edge; 0 where it is drawn as the outline is known.
    """

    fill: str = ""
    alpha: float = 0.0
    edge: str = ""
    dash: str = ""
    width_px: float = 0.0


def _area(told: Mapping[str, Any]) -> Area:
    colours = {key: LIGHT.get(told.get(key, ""), "") for key in ("fill", "edge")}
    return Area(**{**told, **colours})


AREAS: Mapping[str, Area] = {role: _area(told) for role, told in _TOLD["areas"].items()}
"""How the area of each role is drawn."""


def value(key: str) -> Any:
    """Return what stands under a dotted key of the file.

    Examples
    --------
    >>> value("arrow.head_alpha")
    0.75
    """
    found: Any = _TOLD
    for part in key.split("."):
        found = found[part]
    return found


def filled(text: str) -> str:
    """Return a style sheet with its slots ``$(key)`` filled; ``$(colours.light)`` gives the variables of all colours.

    Examples
    --------
    >>> filled("path { fill-opacity: $(areas.impact_area.alpha); }")
    'path { fill-opacity: .24; }'

    Raises
    ------
    KeyError
        If the file has no such key.
    """
    return _SLOT.sub(lambda slot: _css(slot[1]), text)


@cache
def _css(key: str) -> str:
    found = value(key)
    if isinstance(found, Mapping):
        return " ".join(f"--gm-{role.replace('_', '-')}: {colour};" for role, colour in found.items())
    return str(found).removeprefix("0") if isinstance(found, float) and 0 < found < 1 else str(found)
