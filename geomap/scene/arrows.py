"""Bands and arrows: which way from launch areas to impact areas. Schematic, straight or along a great circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.counts import UNKNOWN, Count
from geomap.dataset import Account, items_of
from geomap.edition import Band, Link, Trunk, View
from geomap.geodesy import Area
from geomap.scene.letters import capital
from geomap.scene.munitions import counted_apart, number
from geomap.scene.reading import Reading, geojson
from geomap.scene.unplaced import fired_apart
from geomap.signs import DESKTOP_PX

__all__ = ["ARROW_PX", "Way", "axis_between", "bands_of", "cut_to", "trunks_of", "way_of", "ways_apart"]

Position = tuple[float, float]
Rows = Sequence[Mapping[str, Any]]

ARROW_PX = 48
"""What is left of the way between two areas must be this long to hold an arrow."""
_GAP_PX = 12
_PHONE_SHARE = 2.6
"""A phone shows the same ground at about this many times the metres per pixel."""
_STRAIGHT_M = 500_000.0
"""Up to here straight on a map and the shortest way over the ground look alike; beyond it an arrow follows the great
circle of its band."""
_BEND_STEP_M = 100_000.0
_ONE_WAY_DEG = 60.0
"""Launch areas that lie within so many degrees, seen from what was struck, share one arrow."""
_HEAD_SHARE = 0.92


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Way:
    """The part of a way from launch to impact areas that touches no area: in metres of a frame round its start."""

    frame: geodesy.Frame
    piece: BaseGeometry
    is_long: bool
    """Whether the whole way is so long that an arrow on it bends."""


def bands_of(reading: Reading, rows: Rows, links: Iterable[Link]) -> tuple[Band, ...]:
    """Return the one band of an account: the union of its corridors; one alone is grown and rounded already."""
    found = {id(c): c for link in links if (c := reading.track[link.trajectory_id].corridor) is not None}
    axis = _axis(reading, rows) if found else None
    if axis is None:
        return ()
    shapes = list(found.values())
    shape = shapes[0] if len(shapes) == 1 else geodesy.grow_and_round(shapely.union_all(shapes), 4)
    return (Band(shape=geojson(shape), axis=axis),)


def axis_between(
    launches: Sequence[Area], impacts: Sequence[Area], weights: Sequence[int]
) -> tuple[Position, Position]:
    """Return the way from the middle of some areas to that of others; each pair counts by its weight."""
    ends = []
    total = sum(weights)
    for areas in (launches, impacts):
        first = areas[0].centroid_lon
        off = sum(w * geodesy.about_nought(a.centroid_lon - first) for w, a in zip(weights, areas, strict=True)) / total
        lon = geodesy.about_nought(first + off)
        lat = sum(w * a.centroid_lat for w, a in zip(weights, areas, strict=True)) / total
        ends.append((round(lon, 4), round(lat, 4)))
    return ends[0], ends[1]


def _axis(reading: Reading, rows: Rows) -> tuple[Position, Position] | None:
    """Return the way from the launch areas to the impact areas, weighted by their counts where all are known."""
    found = [r for r in rows if reading.track[r["trajectory_id"]].resolvable]
    if not found:
        return None
    launches, impacts = ([reading.public.areas[r[f"{end}_place_id"]] for r in found] for end in ("launch", "impact"))
    return axis_between(launches, impacts, _weights(found))


def _weights(rows: Rows) -> list[int]:
    """Return how much each group counts for the direction; all the same where a number is not known."""
    counts = [Count.of_group(row).exact for row in rows]
    known = [count for count in counts if count]
    return known if len(known) == len(counts) else [1] * len(counts)


def trunks_of(reading: Reading, account: Account, rows: Rows, view: View) -> tuple[Trunk, ...]:
    """Return the arrows of an account, one for all of its launch areas that lie in one direction."""
    resolvable = [row for row in rows if reading.track[row["trajectory_id"]].resolvable]
    made = []
    for places in _directions(reading, resolvable):
        group = [row for row in resolvable if row["launch_place_id"] in places]
        axis = _axis(reading, group)
        way = None if axis is None else way_of(axis, _launch_frame(reading, places, axis), _ends(reading, rows), view)
        if way is None:
            continue
        start, *bend, end = cut_to(way, 0.0, _HEAD_SHARE)
        fired = [r for r in rows if r["launch_place_id"] in places]
        things = fired_apart(reading, fired)
        long, short = _trunk_labels(reading, account, things)
        made.append(
            Trunk(
                launch_place_id=places[0],
                start=start,
                end=end,
                bend=tuple(bend),
                label=long,
                short_label=short,
                munitions=things[0][0] if len(things) == 1 else UNKNOWN,
                trajectory_ids=tuple(r["trajectory_id"] for r in group),
                claim_ids=reading.ordered_claims(c for r in fired for c in items_of(r["basis_claim_ids"])),
            )
        )
    return tuple(made)


def _directions(reading: Reading, rows: Rows) -> list[tuple[str, ...]]:
    """Return the launch places of some groups, those of one direction together."""
    places = sorted({row["launch_place_id"] for row in rows})
    if len(places) < 2:
        return [(place,) for place in places]
    (lon, lat) = axis_between(*_both(reading, rows), [1] * len(rows))[1]
    bearings = {}
    for place in places:
        area = reading.public.areas[place]
        bearings[place] = float(geodesy.geodesic(lon, lat, area.centroid_lon, area.centroid_lat)[1])
    return ways_apart(bearings)


def _both(reading: Reading, rows: Rows) -> tuple[list[Area], list[Area]]:
    launches, impacts = ([reading.public.areas[r[f"{end}_place_id"]] for r in rows] for end in ("launch", "impact"))
    return launches, impacts


def ways_apart(bearings: Mapping[str, float]) -> list[tuple[str, ...]]:
    """Return what lies in about one direction together, the first id of each first; parted at the widest gaps.

    Examples
    --------
    >>> ways_apart({"a": 350.0, "b": 20.0, "c": 180.0})
    [('a', 'b'), ('c',)]
    """
    order = sorted(bearings, key=lambda key: (bearings[key], key))
    gaps = [(bearings[order[n]] - bearings[order[n - 1]]) % 360.0 for n in range(len(order))]
    first = gaps.index(max(gaps))
    groups: list[list[str]] = []
    for key in [*order[first:], *order[:first]]:
        if groups and (bearings[key] - bearings[groups[-1][0]]) % 360.0 <= _ONE_WAY_DEG:
            groups[-1].append(key)
        else:
            groups.append([key])
    return sorted(tuple(sorted(group)) for group in groups)


def _launch_frame(reading: Reading, places: Sequence[str], axis: tuple[Position, Position]) -> geodesy.Frame:
    if len(places) > 1:
        return geodesy.Frame(*axis[0])
    area = reading.public.areas[places[0]]
    return geodesy.Frame(area.centroid_lon, area.centroid_lat)


def _ends(reading: Reading, rows: Rows) -> list[Area]:
    ids = {row[f"{end}_place_id"] for row in rows for end in ("launch", "impact")}
    return [a for p in sorted(i for i in ids if isinstance(i, str)) if (a := reading.area(p)) is not None]


def way_of(axis: tuple[Position, Position], frame: geodesy.Frame, areas: Iterable[Area], view: View) -> Way | None:
    """Return the part of an axis that touches no area, with a gap before the impact areas; None if it is too short.

    The arrow says from which area towards which; an end on an area would say where.
    """
    scale = max(view.metres_per_px or _scale_of(view), (view.phone_metres_per_px or 0.0))
    whole = frame.to_metres(shapely.LineString(axis))
    taken = shapely.union_all([frame.to_metres(area.widened) for area in areas])
    clear = shapely.difference(whole, taken.buffer(_GAP_PX * scale))
    pieces = [p for p in shapely.get_parts(clear) if p.length > ARROW_PX * scale]
    if not pieces:
        return None
    piece = min(pieces, key=lambda p: whole.project(shapely.Point(p.coords[0])))
    return Way(frame=frame, piece=piece, is_long=float(geodesy.geodesic(*axis[0], *axis[1])[0]) > _STRAIGHT_M)


def cut_to(way: Way, from_share: float, to_share: float) -> tuple[Position, ...]:
    """Return the points of an arrow on a way, from one share of it to another: two, or more where it bends."""
    ends = [way.frame.to_lonlat(way.piece.interpolate(share, normalized=True)) for share in (from_share, to_share)]
    start, end = ((round(p.x, 4), round(p.y, 4)) for p in ends)
    return tuple(geodesy.great_circle(start, end, _BEND_STEP_M)) if way.is_long else (start, end)


def _scale_of(view: View) -> float:
    west, south, east, north = view.bounds
    width_m, _ = geodesy.geodesic(west, (south + north) / 2, east, (south + north) / 2)
    return float(width_m) / DESKTOP_PX[0] * _PHONE_SHARE


def _trunk_labels(
    reading: Reading, account: Account, fired: Sequence[tuple[Count, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands beside an arrow, in full and for a small screen."""
    words = reading.words
    schematic, short = words.text("label.schematic"), words.text("label.schematic_short")
    if not all(count.is_told for count, _ in fired):
        return (schematic,), (short,)
    things = capital(counted_apart(words, fired))
    long = words.text("label.fired", count=things, speaker=reading.inline(reading.spoken(account.speaker)))
    return (long, schematic), (
        words.text("label.fired_short", n=words.listing([number(words, count) for count, _ in fired])),
        short,
    )
