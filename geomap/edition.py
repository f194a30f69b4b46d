"""What can be published: the types that steps hand to one another after the gate.

``PublicDataset`` is made by `geomap.disclosure` alone; publishers take an `Edition` and see nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from geomap.counts import UNKNOWN, Count
from geomap.dataset import CaseInfo, Unread
from geomap.errors import InvalidValue
from geomap.findings import Findings
from geomap.geodesy import Area
from geomap.ground import GroundChoice
from geomap.look import Look, Streets
from geomap.options import checked_day
from geomap.outcomes import FURTHER_SIGNS, STOPPED, signs_of
from geomap.policy import Policy, Withheld
from geomap.sayings import (
    Band,
    Clause,
    Link,
    ListItem,
    Origin,
    Panel,
    PanelLine,
    Sign,
    Tally,
    TallySign,
    Token,
    TrayItem,
    Trunk,
)
from geomap.ways import Track, Tracks

__all__ = [
    "AccountView",
    "Accounting",
    "Band",
    "Clause",
    "Crowd",
    "Edition",
    "Layer",
    "Link",
    "ListItem",
    "Mark",
    "Origin",
    "Panel",
    "PanelLine",
    "Policy",
    "PublicDataset",
    "Scene",
    "Sign",
    "Tally",
    "TallySign",
    "Token",
    "Track",
    "Tracks",
    "TrayItem",
    "Trunk",
    "View",
    "Withheld",
]

Role = Literal["impact_area", "launch_area", "intercepted_over", "debris", "event", "context"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PublicDataset:
    """Tables after the gate: floors applied, private columns and withheld rows gone.

    ``places`` has ``outline`` (shapely geometry or None), ``radius_m`` (metres, NaN if listed) and
    ``is_generalised``. No table holds a row number or the name of an input file.
    """

    info: CaseInfo
    sources: pd.DataFrame
    places: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame
    trajectories: pd.DataFrame
    event_places: pd.DataFrame
    relations: pd.DataFrame
    corrections: pd.DataFrame
    editorial: Mapping[str, Any]
    withheld: Withheld
    refused: pd.DataFrame
    """Refused rows of events and trajectories: table, id, code and reason; no row numbers."""
    areas: Mapping[str, Area]
    """Area of each place that can be drawn."""
    unit: str = ""
    """What one entry of the input is: ``row``, ``feature`` or ``placemark`` of a table; empty for a folder, whose
    events and groups are counted."""
    row_counts: Mapping[str, int] = field(default_factory=dict)
    """How many rows an event stands for, where only counts are published; an event that is not here is one row."""
    omitted_labels: frozenset[str] = frozenset()
    """Keys (`geomap.ground`) of what the ground may not name."""
    unread: Unread = field(default_factory=Unread)
    """What was not read of a table: of that, nothing is called "not reported"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """Nothing is lost: rows in = drawn + listed + refused + embargoed, or this cannot be made."""

    rows_in: int
    drawn: int
    listed: int
    refused: int
    embargoed: int = 0

    def __post_init__(self) -> None:
        """Check that the numbers add up."""
        if self.rows_in != self.drawn + self.listed + self.refused + self.embargoed:
            raise InvalidValue(
                f"{self.rows_in} rows came in, but {self.drawn} drawn + {self.listed} listed + {self.refused} refused "
                f"+ {self.embargoed} under embargo are {self.drawn + self.listed + self.refused + self.embargoed}"
            )

    def __add__(self, other: Accounting) -> Accounting:
        """Return both together."""
        return Accounting(
            rows_in=self.rows_in + other.rows_in,
            drawn=self.drawn + other.drawn,
            listed=self.listed + other.listed,
            refused=self.refused + other.refused,
            embargoed=self.embargoed + other.embargoed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a role in an account, with the events that lie on it.

    ``geometry`` is GeoJSON (longitude, latitude): the widened area, or the centre where ``symbol`` is ``disc`` with a
    radius of 150 m or less. ``outline`` is the edge that is drawn; None means the edge of ``geometry``.
    """

    mark_id: str
    layer: str
    role: Role
    account: str
    """Empty: in every account."""
    place_id: str
    name: str
    name_local: str
    label: tuple[str, ...]
    """Lines beside the mark; the first is the name."""
    short_label: tuple[str, ...]
    """The same for a small screen: the name and one short line."""
    description: str
    """The mark in words, for screen readers."""
    symbol: Literal["area", "disc", "line"]
    edge: Literal["solid", "dashed", "soft", "parted", "open", "none"]
    """Known outline; our estimate of the words used; no edge known (a side of a city); an outline that we cut; a
    direction without a distance, which is no area and ends nowhere; none."""
    tone: Literal["area", "quarter", "coarse"]
    """Step of the fill: the coarser, the paler."""
    geometry: Mapping[str, Any]
    outline: Mapping[str, Any] | None
    anchor: tuple[float, float]
    """Longitude and latitude of the middle, for labels and the hollow symbol."""
    uncertainty_m: float
    sides: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
    """Where the edge is parted: the lines that somebody drew, and ours. Where it is open: its two sides, both ours."""
    fades_at: tuple[float, float] | None = None
    """Of a direction: how far its tint reaches, a position on its axis; `anchor` is where it starts."""
    label_offset_px: tuple[float, float] | None = None
    """Right and down, set by the desk; None leaves the place to the program."""
    label_anchor: str = ""
    event_ids: tuple[str, ...] = ()
    trajectory_ids: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()
    munitions: Count = UNKNOWN
    """Projectiles of the account that are reported here."""
    outcomes: tuple[str, ...] = ()
    """What became of the groups of an impact area, each outcome once; of a launch area only where none ever flew."""
    sign_slot: int = 0
    """How many signs of other marks at this place stand before its own."""
    is_worked_out: bool = False
    """Whether no report names the place: it comes from a bearing and a distance."""
    feature_type: str = ""
    panel: Panel | None = None
    is_gathered: bool = False
    """Whether it belongs to the picture alone: it stands for marks of several accounts, or is a direction. No export
    holds it."""
    plate: tuple[str, ...] = ()
    """Of a claimed origin, who names it, over its name; all claimed origins are drawn alike."""
    short_plate: tuple[str, ...] = ()
    """The same for a small screen."""
    denials: tuple[str, ...] = ()
    """Who says that it was not from there, a line each, with the crossed box."""
    short_denials: tuple[str, ...] = ()
    """The same for a small screen: names alone."""

    @property
    def is_stopped(self) -> bool:
        """Whether everything reported here was intercepted, burst in the air or fell short: nothing hit its aim."""
        return bool(self.outcomes) and STOPPED.issuperset(self.outcomes)

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs at its middle: what was stopped here, or debris."""
        return signs_of(self.role, self.outcomes)

    @property
    def look(self) -> str:
        """How the mark is drawn: its role, ``worked_out``, or its first sign where nothing hit its aim here."""
        if self.is_worked_out:
            return "worked_out"
        return self.signs[0] if self.signs and (self.is_stopped or self.role in FURTHER_SIGNS) else self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Marks that are switched on and off together."""

    layer_id: str
    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An opening view. ``bounds`` is west, south, east, north; the centre and scale are the desk's, if set."""

    bounds: tuple[float, float, float, float]
    center: tuple[float, float] | None = None
    metres_per_px: float | None = None
    phone_center: tuple[float, float] | None = None
    phone_metres_per_px: float | None = None
    is_tight: bool = False
    """Whether the bounds lie close to the frame: areas that are large have their names inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """All that changes when the reader switches the account."""

    account_id: str
    label: str
    short_label: str
    relation: str
    tokens: tuple[Token, ...]
    view: View
    bands: tuple[Band, ...]
    """One for an account; one for each claimed origin in the picture of all."""
    trunks: tuple[Trunk, ...]
    links: tuple[Link, ...]
    tray: tuple[TrayItem, ...]
    not_on_map: tuple[ListItem, ...]
    legend: tuple[Sign, ...]
    """The signs in use."""
    told: tuple[Clause, ...] = ()
    """The account in words, worked out from the data, each clause with its speaker and claims."""
    has_kinds: bool = False
    """Whether its groups are of several kinds, which stand one under another."""
    in_all: str = ""
    """How many there were in all, in words, if somebody who tells of the groups said so."""
    signs_told: tuple[str, ...] = ()
    """What the signs of its own tally mean, for a picture of this account alone."""
    label_inside: str = ""
    """The label as the case has it, for the inside of a sentence: "residents of a village"."""
    note: str = ""
    """Of the picture of all accounts: how many origins, and in which order they stand."""
    origins: tuple[Origin, ...] = ()
    """Where the account says it came from, where the picture of all accounts stands beside it."""

    @property
    def is_all(self) -> bool:
        """Whether it is the picture of all accounts."""
        return bool(self.note)

    @property
    def links_drawn(self) -> tuple[Link, ...]:
        """The links that a picture can show; none where there are too many lines."""
        return tuple(link for link in self.links if link.corridor is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Places of a table that has too many for the single marks of a picture, the heaviest first."""

    lon: tuple[float, ...]
    lat: tuple[float, ...]
    radius_m: tuple[float, ...]
    """How far the events of a place may lie from its middle."""
    count: tuple[int, ...]
    """Events at each place."""
    labels: tuple[tuple[str, str], ...]
    """Name and number of events, in words, of the first of them."""
    view: View
    """Where they lie; single outliers among very many do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything a reader sees, with no drawing library in it; page, figure and document draw the same one."""

    name: str
    lang: str
    direction: str
    kicker: str
    title: str
    is_draft: bool
    reviewed: str
    summary: tuple[Clause, ...]
    accounts: tuple[AccountView, ...]
    default_account: str
    country: str
    layers: tuple[Layer, ...]
    overview: View
    tables: Mapping[str, Mapping[str, list[Any]]]
    """``events``, ``claims`` and ``sources`` as columns, in the words of the page."""
    method: tuple[str, ...]
    credits: tuple[str, ...]
    corrections: tuple[ListItem, ...]
    tally: Tally = field(default_factory=Tally)
    """The scale of the signs for numbers in the accounts and trays."""
    told: tuple[Clause, ...] = ()
    """What speakers say of the numbers of the main event, side by side; damage, interceptions and debris."""
    outcomes: tuple[Clause, ...] = ()
    """Interceptions and debris at places of their own, which stand on the map in every account; part of ``told``."""
    accounting: tuple[str, ...] = ()
    """The numbers of `Accounting` and what was withheld, in words."""
    crowd: Crowd | None = None
    """The places as a picture shows them, where single marks would merge into one blot."""
    omitted_labels: frozenset[str] = frozenset()
    """Keys of what the ground may not name. Whoever has the ground could look them up: they are never written."""

    ground: GroundChoice = field(default_factory=GroundChoice)
    """Whose point of view the ground has, and what a desk calls things on it."""
    streets: Streets | None = None
    """Streets of the desk's own under the map; background, no part of `as_dict`."""

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of all layers."""
        return tuple(mark for layer in self.layers for mark in layer.marks)

    def as_dict(self) -> dict[str, Any]:
        """Return the scene as plain values, ready for JSON."""
        told = asdict(replace(self, streets=None))
        return {key: value for key, value in told.items() if key not in ("ground", "omitted_labels", "streets")}


@dataclass(frozen=True, eq=False, kw_only=True)
class Edition:
    """One finished state of a case, ready for any publisher."""

    scene: Scene
    public: PublicDataset
    tracks: Tracks
    accounting: Accounting
    findings: Findings = field(default_factory=Findings)
    """Where places are withheld, rules and numbers alone, and no ids in the policy: they may spell a name."""
    as_of: str = ""
    """ISO day of the edition, given by the caller; empty if not given."""
    policy: Policy = field(default_factory=Policy)
    look: Look = field(default_factory=Look)
    """A newsroom's theme, tiles and address."""

    def __post_init__(self) -> None:
        """Leave behind what could spell a withheld name; refuse what is no day, for it goes into the manifest."""
        object.__setattr__(self, "as_of", checked_day(self.as_of, "as_of (--as-of)"))
        object.__setattr__(self, "policy", replace(self.policy, redact=()))
        if self.public.withheld.anything:
            object.__setattr__(self, "findings", self.findings.without_words())
