"""The signs of outcomes: paths for page, figure and legends, from `geomap.signs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geomap.edition import Mark
from geomap.outcomes import FURTHER_SIGNS
from geomap.signs import value

__all__ = ["PITCH_PX", "RADIUS_PX", "SignShape", "ring_of", "sign_middles", "sign_shapes", "together_of"]

RADIUS_PX = 9.0
"""Half of what a sign is across."""

PITCH_PX = 21.0
"""How far the signs of one place stand from one another."""


_PLAIN_LINES = 2
"""Name, and what is said to have happened there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignShape:
    """How a sign is drawn: relative steps round its middle, its colour, dashes and filling."""

    path: str
    colour: str
    """A colour: ``impact_edge``: came down as a weapon, ``pieces``: stopped, ``launch_edge``: fired."""
    dash: str = ""
    fill: str = ""
    """``paper``: the ground does not show through; empty: it does."""


@cache
def sign_shapes() -> Mapping[str, SignShape]:
    """Return the signs by their keys."""
    return {key: SignShape(**told) for key, told in value("signs").items()}


def sign_middles(mark: Mark) -> tuple[tuple[str, float], ...]:
    """Return each sign of a mark with how far right of the middle of its place it stands, pixels.

    Several stand side by side; those of other marks at the place stand before them.
    """
    middle = (len(mark.signs) - 1) / 2 if not mark.sign_slot else 0.0
    return tuple((sign, PITCH_PX * (mark.sign_slot + n - middle)) for n, sign in enumerate(mark.signs))


def ring_of(mark: Mark) -> str:
    """Return the sign of an area of an account that is too small to be drawn; empty for every other mark.

    A launch area has the same ring however its outline is known: the ring is ours.
    """
    if mark.role not in ("impact_area", "launch_area") or not mark.account or mark.signs:
        return ""
    return "fired" if mark.role == "launch_area" else "fell_known" if mark.edge == "solid" else "fell"


def together_of(mark: Mark) -> str:
    """Return the word that tells of a sign and of those beside it in one label; empty if it has words of its own.

    A number, or somebody who denies it, is told of one place alone.
    """
    is_plain = mark.role in FURTHER_SIGNS and not mark.account and not mark.munitions.is_told
    return f"together_{mark.role}" if is_plain and mark.signs and len(mark.label) <= _PLAIN_LINES else ""
