"""The ways from launch to impact, as values: what can be said of each, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from shapely.geometry.base import BaseGeometry

__all__ = ["Track", "Tracks"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Track:
    """One group of projectiles: what can be said of the way between its two areas.

    Distances in metres, bearings in degrees clockwise from true north, both rounded outward (100 m, whole degrees).
    """

    trajectory_id: str
    account: str
    resolvable: bool
    reason: str
    """Empty if resolvable; else ``no-launch-place``, ``no-impact-place``, ``launch-listed``, ``impact-listed``,
    ``areas-touch``, ``too-wide``, ``no-one-way`` or ``no-flight``."""
    distance_min_m: float | None = None
    distance_max_m: float | None = None
    bearing_from_deg: int | None = None
    bearing_to_deg: int | None = None
    ratio: float | None = None
    """Reaches of both areas by the distance of their centroids; resolvable up to 0.5."""
    corridor: BaseGeometry | None = None
    """The hull of both areas, grown and rounded to 4 decimals of a degree, as it is published."""
    connector: BaseGeometry | None = None
    """A straight line between the centroids, for drawing only; None where no direction can be told."""


@dataclass(frozen=True, eq=False)
class Tracks:
    """The tracks of all trajectories, in the order of their ids."""

    items: tuple[Track, ...] = ()
    pairs: Mapping[tuple[str, str], Track] = field(default_factory=dict)
    """Of accounts that differ: what can be said between each launch place and each impact place of one event."""

    @cached_property
    def by_id(self) -> Mapping[str, Track]:
        """Tracks by the id of their trajectory."""
        return {track.trajectory_id: track for track in self.items}

    def of(self, trajectory_id: str) -> Track:
        """Return one track; a KeyError says that no trajectory has this id."""
        return self.by_id[trajectory_id]
