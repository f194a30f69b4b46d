"""What a reader is told, as values: clauses with their claims, lines of panels and lists, signs of the legend."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.counts import Count

__all__ = ["Clause", "ListItem", "Origin", "Panel", "PanelLine", "Sign", "Token", "TrayItem"]


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
