"""What a reader is told, as values: clauses with their claims, lines of panels and lists, signs, bands and arrows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geomap.counts import Count

__all__ = [
    "Band",
    "Clause",
    "Link",
    "ListItem",
    "Origin",
    "Panel",
    "PanelLine",
    "Sign",
    "Token",
    "TrayItem",
    "Trunk",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of text and the claims that carry it."""

    text: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelLine:
    """One line of a details panel.

    ``kind``: ``claim`` (speaker and words), ``fact`` (worked out from the data), ``remark`` (the desk's),
    ``method`` (how the outline is known).
    """

    kind: str
    text: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a reader is told when a mark is selected."""

    kicker: str
    title: str
    title_local: str
    lines: tuple[PanelLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A group of projectiles in the account switch: solid if drawn, dashed if not."""

    count: Count
    counted: str
    """The number in words: "4", "at least 9", "number not reported"."""
    is_drawn: bool
    is_stopped: bool
    """Whether it is drawn where it was intercepted, burst in the air or fell short."""
    label: str
    mark_id: str
    trajectory_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A claimed origin as the switch names it; ``edge`` is ``solid``, ``dashed`` or empty where it is not drawn."""

    name: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayItem:
    """What is not on the map, inside the picture."""

    count: Count | None
    """None: no group of projectiles."""
    text: str
    trajectory_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign in use and what it means on this map; ``key`` names how it is drawn."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One entry of a list below the map, with the claims that carry it."""

    head: str
    text: str
    claim_ids: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What lies between launch and impact areas: a flat shape without an edge."""

    shape: Mapping[str, Any]
    axis: tuple[tuple[float, float], tuple[float, float]]
    """From launch to impact, the direction of the band's gradient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """One arrow for the launch areas of an account in one direction: from where towards where. Not a flight path."""

    launch_place_id: str
    start: tuple[float, float]
    end: tuple[float, float]
    """Longitude and latitude, both in the open part of the band."""
    bend: tuple[tuple[float, float], ...] = ()
    """Points between, of an arrow so long that it follows the great circle of its band; none of a straight one."""
    label: tuple[str, ...]
    short_label: tuple[str, ...]
    """The same for a small screen."""
    munitions: Count
    trajectory_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One resolvable group: its own corridor and straight line, shown when it is selected or switched on.

    Groups of one pair of places hold one corridor, line and text between them.
    """

    trajectory_id: str
    corridor: Mapping[str, Any] | None
    """None where there are too many lines to be drawn; a tray says so."""
    line: tuple[tuple[float, float], tuple[float, float]]
    text: str
    panel: Panel
