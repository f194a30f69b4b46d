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
    "Tally",
    "TallySign",
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
class TallySign:
    """How a number of projectiles is drawn, in whole projectiles from where reading begins.

    ``form``: ``tokens`` (one sign each), ``bar``, ``unknown`` (a sign of its own for a number that nobody reported).
    """

    form: str
    certain: int = 0
    """So many at least: solid."""
    possible: int = 0
    """So many more lie within the range that was told: outlined."""
    is_open: bool = False
    """Whether there may be more than that: an arrow at the end."""
    cuts: tuple[int, ...] = ()
    """At how many projectiles a bar is cut into blocks."""

    @property
    def extent(self) -> int:
        """Return how many projectiles long the sign is."""
        return self.certain + self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The one scale of all signs for numbers of projectiles in a case."""

    is_bars: bool = False
    """Bars for every group; else tokens for every group."""
    most: int = 0
    """The longest sign, in projectiles: it has the whole width that there is."""
    step: int = 10
    """How many projectiles a block of a bar stands for."""
    is_plain: bool = True
    """Whether there are only tokens that can be counted, with nothing to be said behind them."""
    notes: tuple[str, ...] = ()
    """What the signs in use mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A group of projectiles in the account switch: solid if drawn, dashed if not."""

    count: Count
    counted: str
    """The number in words: "4", "at least 9", "number not reported"."""
    noun: str = ""
    """What they are, as a key of the words."""
    sign: TallySign = TallySign(form="unknown")
    beside: str = ""
    """What stands behind the sign: the number, with what they are where groups of the case are of several kinds."""
    spoken: str = ""
    """The group as a sentence, for those who do not see the sign."""
    is_drawn: bool
    is_stopped: bool
    """Whether it is drawn where it was intercepted, burst in the air or fell short."""
    label: str
    mark_id: str
    trajectory_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A claimed origin as the switch names it.

    ``edge`` is ``solid``, ``dashed``, ``open`` (a direction), or empty where it is not drawn.
    """

    name: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayItem:
    """What is not on the map, inside the picture."""

    count: Count | None
    """None: no group of projectiles."""
    text: str
    trajectory_id: str
    sign: TallySign | None = None
    """How the count is drawn before the text."""


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
