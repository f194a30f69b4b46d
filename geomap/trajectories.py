"""Launch to impact: ranges, corridor and whether a direction can be told at all. No ballistics.

Everything is worked out between areas (DESIGN: launch to impact); nothing here knows a path, a height or a time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from geomap import geodesy
from geomap.edition import PublicDataset, Track, Tracks
from geomap.geodesy import Area
from geomap.outcomes import NOT_FLOWN, SIGN_MAX_M, STOPPED

__all__ = ["RESOLVABLE_MAX", "trace"]

RESOLVABLE_MAX = 0.5
"""Reaches of both areas by the distance of their centroids: up to here (30 degrees to a side) a direction is told."""

_DISTANCE_STEP_M = 100.0
_DECIMALS = 4
"""Decimals of a degree that a corridor keeps: ten metres."""
_ACROSS_MAX = 400
"""So many pairs of places of one event are worked out; with more, no picture of all accounts can be read."""
_ENDS = ("launch_place_id", "impact_place_id")


def trace(public: PublicDataset) -> Tracks:
    """Work out what can be said of the way between the launch and impact areas of each trajectory.

    Parameters
    ----------
    public : PublicDataset
        After the gate: a range worked out on exact places would give the places back.

    Returns
    -------
    Tracks
        One track for each row of ``trajectories``, in the order of their ids. A track whose ends are missing, touch
        or are too wide for their distance has a reason and no corridor; so has one of a group that never flew, or
        that was stopped over too wide an area for a sign.
    """
    rows = public.trajectories.sort_values("trajectory_id")
    columns = (rows[c].astype(object).to_list() for c in ("trajectory_id", "account", "outcome", *_ENDS))
    known: dict[tuple[object, object], Track] = {}
    made = []
    for trajectory_id, account, outcome, *ends in zip(*columns, strict=True):
        pair = (ends[0], ends[1])
        if pair not in known:
            known[pair] = _of_pair(*pair, public.areas)
        said = account if isinstance(account, str) else ""
        reason = _why_no_way(outcome, public.areas.get(pair[1]))
        track = Track(trajectory_id="", account="", resolvable=False, reason=reason) if reason else known[pair]
        made.append(replace(track, trajectory_id=trajectory_id, account=said))
    return Tracks(tuple(made), _across(public, known) if len(public.info.accounts) > 1 else {})


def _across(public: PublicDataset, known: Mapping[tuple[object, object], Track]) -> dict[tuple[str, str], Track]:
    """Return what can be said between any launch and any impact place of one event, whoever named the one or the other.

    Accounts name an origin and leave it to others to say what was struck; the picture of all of them shows both.
    """
    ends: dict[str, tuple[set[str], set[str]]] = {}
    columns = (public.trajectories[c].astype(object).to_list() for c in ("event_id", *_ENDS))
    for event_id, launch, impact in zip(*columns, strict=True):
        launches, impacts = ends.setdefault(event_id, (set(), set()))
        launches |= {launch} & public.areas.keys()
        impacts |= {impact} & public.areas.keys()
    made: dict[tuple[str, str], Track] = {}
    for launches, impacts in ends.values():
        if len(launches) * len(impacts) <= _ACROSS_MAX:
            pairs = [(launch, impact) for launch in sorted(launches) for impact in sorted(impacts)]
            made |= {pair: known.get(pair) or _of_pair(*pair, public.areas) for pair in pairs}
    return made


def _why_no_way(outcome: object, impact: Area | None) -> str:
    """Return why no way is told whatever the places are: nothing flew, or it was stopped over too wide an area."""
    if outcome in NOT_FLOWN:
        return "no-flight"
    is_too_wide = outcome in STOPPED and impact is not None and impact.reach_m > SIGN_MAX_M
    return "impact-listed" if is_too_wide else ""


def _of_pair(launch_id: object, impact_id: object, areas: Mapping[str, Area]) -> Track:
    """Return what can be said between two places, of no group in particular; it is worked out once for each pair."""
    for end, place_id in (("launch", launch_id), ("impact", impact_id)):
        if not isinstance(place_id, str) or place_id not in areas:
            reason = f"{end}-listed" if isinstance(place_id, str) else f"no-{end}-place"
            return Track(trajectory_id="", account="", resolvable=False, reason=reason)
    return _between(areas[str(launch_id)], areas[str(impact_id)])


def _between(launch: Area, impact: Area) -> Track:
    apart_m, _ = geodesy.geodesic(launch.centroid_lon, launch.centroid_lat, impact.centroid_lon, impact.centroid_lat)
    ratio = (launch.reach_m + impact.reach_m) / float(apart_m) if apart_m > 0 else math.inf
    low, high = geodesy.distance_range_m(launch.widened, impact.widened)
    low, high = geodesy.round_outward(low, high, _DISTANCE_STEP_M)
    bearings = geodesy.bearing_range_deg(launch.widened, impact.widened)
    reason = "areas-touch" if low == 0 else "too-wide" if ratio > RESOLVABLE_MAX else ""
    if not reason and bearings is None:  # small areas at a pole, or with the whole earth between them
        reason = "no-one-way"
    resolvable = not reason
    ends = [(launch.centroid_lon, launch.centroid_lat), (impact.centroid_lon, impact.centroid_lat)]
    return Track(
        trajectory_id="",
        account="",
        resolvable=resolvable,
        reason=reason,
        distance_min_m=low,
        distance_max_m=high,
        bearing_from_deg=math.floor(bearings[0]) % 360 if bearings else None,
        bearing_to_deg=math.ceil(bearings[1]) % 360 if bearings else None,
        ratio=round(ratio, 3) if math.isfinite(ratio) else None,
        corridor=geodesy.corridor(launch.widened, impact.widened, _DECIMALS) if resolvable else None,
        connector=geodesy.straight_line(*ends) if resolvable else None,
    )
