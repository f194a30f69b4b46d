"""All that changes when the reader switches the account: tokens, band, trunk arrow, tray, lists, legend, view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from geomap import geodesy
from geomap.counts import UNKNOWN, Count
from geomap.dataset import Account, items_of
from geomap.edition import AccountView, Link, ListItem, Mark, Token, Trunk, View
from geomap.outcomes import FURTHER_SIGNS, NOT_FLOWN, STOPPED
from geomap.scene.legend import signs
from geomap.scene.letters import capital
from geomap.scene.links import lines_undrawn, links_of, undrawn_items, undrawn_tray
from geomap.scene.munitions import counted, counted_apart, noun_of, number
from geomap.scene.opening import with_surroundings
from geomap.scene.outcomes import drawn_groups, flown, mark_of
from geomap.scene.panels import origins_of
from geomap.scene.reading import Reading, geojson, is_set
from geomap.scene.seam import fit
from geomap.scene.telling import tell_account
from geomap.scene.unplaced import (
    fired_of,
    impact_words,
    is_launch_alone,
    kinds_of,
    launches_listed,
    not_on_map,
    tray,
)

__all__ = ["account_view"]

_FRAME_PX = (1016, 640)
_ARROW_GAP_PX = 12
_NOT_ARRIVED = STOPPED | NOT_FLOWN
_PHONE_SHARE = 2.6
"""A phone shows the same ground at about this many times the metres per pixel."""


def account_view(
    reading: Reading, account: Account, marks: list[Mark], shared: list[Mark], around: list[Mark]
) -> AccountView:
    """Return one account, ready to be drawn.

    Parameters
    ----------
    reading : Reading
    account : Account
    marks : list of Mark
        The marks of this account.
    shared : list of Mark
        Other events, interceptions and debris, which stand on the map in every account.
    around : list of Mark
        What an account that has no place on the map opens at.
    """
    rows = _rows(reading, account.account_id)
    further = [m for m in shared if m.role in FURTHER_SIGNS and reading.public.info.main_event in m.event_ids]
    view = _view(reading, account.account_id, [*(marks or around), *further])
    links = links_of(reading, rows)
    undrawn = lines_undrawn(links)
    trunks = _trunks(reading, account, rows, view)
    drawn = drawn_groups(reading, marks)
    missing = [row for row in rows if row["trajectory_id"] not in drawn]
    shown = [*marks, *_inside(shared, view)]
    return AccountView(
        account_id=account.account_id,
        label=capital(reading.spoken(account.label)),
        short_label=capital(reading.spoken(account.short_label)),
        relation=_relation(reading, account),
        tokens=tuple(_token(reading, row, marks) for row in rows if not is_launch_alone(reading, row, rows)),
        view=view,
        band=_band(reading, links),
        band_axis=_axis(reading, rows) if links else None,
        trunks=trunks,
        links=links,
        tray=(*tray(reading, missing, rows), *undrawn_tray(reading, undrawn)),
        not_on_map=(
            *not_on_map(reading, missing, rows),
            *undrawn_items(reading, undrawn),
            *_by_the_desk(reading, account.account_id),
        ),
        legend=signs(reading, shown, rows, has_trunk=bool(trunks), has_band=bool(links)),
        label_inside=reading.spoken(account.label),
        told=tell_account(reading, account, has_arrow=bool(trunks)),
    )


def _rows(reading: Reading, account: str) -> list[Mapping[str, Any]]:
    return [r for r in reading.trajectories.values() if (r["account"] if is_set(r["account"]) else "") == account]


def _token(reading: Reading, row: Mapping[str, Any], marks: list[Mark]) -> Token:
    words, count = reading.words, Count.of_group(row)
    mark = mark_of(row, marks)
    outcome = reading.outcome(row)
    label = mark.name if mark else impact_words(reading, row) or outcome
    return Token(
        count=count,
        counted=number(words, count),
        is_drawn=mark is not None,
        is_stopped=mark is not None and row["outcome"] in _NOT_ARRIVED,
        label=words.listed([label, outcome]) if mark and row["outcome"] in _NOT_ARRIVED else label,
        mark_id=mark.mark_id if mark else "",
        trajectory_id=row["trajectory_id"],
    )


def _by_the_desk(reading: Reading, account: str) -> tuple[ListItem, ...]:
    items = []
    for entry in reading.editorial_list("not_on_map"):
        if entry.get("account", account) == account:
            clause = reading.clause(entry)
            items.append(ListItem(head=reading.editorial(entry, "head"), text=clause.text, claim_ids=clause.claim_ids))
    return tuple(items)


def _band(reading: Reading, links: Iterable[Link]) -> dict[str, Any] | None:
    """Return the union of the corridors of an account; one alone is grown and rounded already."""
    found = {id(c): c for link in links if (c := reading.track[link.trajectory_id].corridor) is not None}
    if len(found) < 2:
        return next((geojson(corridor) for corridor in found.values()), None)
    return geojson(geodesy.grow_and_round(shapely.union_all(list(found.values())), 4))


def _axis(reading: Reading, rows: list[Mapping[str, Any]]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the way from the launch areas to the impact areas, weighted by their counts where all are known."""
    found = [r for r in rows if reading.track[r["trajectory_id"]].resolvable]
    if not found:
        return None
    ends = []
    weights = _weights(found)
    for end in ("launch", "impact"):
        areas = [reading.public.areas[r[f"{end}_place_id"]] for r in found]
        total = sum(weights)
        first = areas[0].centroid_lon
        off = sum(w * geodesy.about_nought(a.centroid_lon - first) for w, a in zip(weights, areas, strict=True)) / total
        lon = geodesy.about_nought(first + off)
        lat = sum(w * a.centroid_lat for w, a in zip(weights, areas, strict=True)) / total
        ends.append((round(lon, 4), round(lat, 4)))
    return ends[0], ends[1]


def _weights(rows: list[Mapping[str, Any]]) -> list[int]:
    """Return how much each group counts for the direction; all the same where a number is not known."""
    counts = [Count.of_group(row).exact for row in rows]
    known = [count for count in counts if count]
    return known if len(known) == len(counts) else [1] * len(counts)


def _trunks(reading: Reading, account: Account, rows: list[Mapping[str, Any]], view: View) -> tuple[Trunk, ...]:
    by_launch: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if reading.track[row["trajectory_id"]].resolvable:
            by_launch.setdefault(row["launch_place_id"], []).append(row)
    made = []
    for place_id, group in sorted(by_launch.items()):
        line = _open_line(reading, place_id, group, rows, view)
        if line is None:
            continue
        fired = [r for r in flown(rows) if r["launch_place_id"] == place_id]
        counts = fired_of(reading, fired)
        long, short = _trunk_labels(reading, account, fired, counts)
        made.append(
            Trunk(
                launch_place_id=place_id,
                start=line[0],
                end=line[1],
                label=long,
                short_label=short,
                munitions=counts[0] if len(counts) == 1 else UNKNOWN,
                trajectory_ids=tuple(r["trajectory_id"] for r in group),
                claim_ids=reading.ordered_claims(c for r in fired for c in items_of(r["basis_claim_ids"])),
            )
        )
    return tuple(made)


def _trunk_labels(
    reading: Reading, account: Account, fired: list[Mapping[str, Any]], counts: tuple[Count, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands beside an arrow, in full and for a small screen."""
    words = reading.words
    schematic, short = words.text("label.schematic"), words.text("label.schematic_short")
    if not all(count.is_told for count in counts):
        return (schematic,), (short,)
    things = capital(counted_apart(words, counts, noun_of(kinds_of(reading, fired, "launch"))))
    long = words.text("label.fired", count=things, speaker=reading.inline(reading.spoken(account.speaker)))
    return (long, schematic), (
        words.text("label.fired_short", n=words.listing([number(words, c) for c in counts])),
        short,
    )


def _open_line(
    reading: Reading, place_id: str, group: list[Mapping[str, Any]], rows: list[Mapping[str, Any]], view: View
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the part of the axis that touches no area, with a gap of 12 px before the impact areas.

    The arrow says from which area towards which; an end on an area would say where.
    """
    axis = _axis(reading, group)
    if axis is None:
        return None
    launch = reading.public.areas[place_id]
    frame = geodesy.Frame(launch.centroid_lon, launch.centroid_lat)
    ends = {row[f"{end}_place_id"] for row in rows for end in ("launch", "impact")}
    areas = [
        frame.to_metres(a.widened) for p in sorted(e for e in ends if isinstance(e, str)) if (a := reading.area(p))
    ]
    scale = max(view.metres_per_px or _scale_of(view), (view.phone_metres_per_px or 0.0))
    whole = frame.to_metres(shapely.LineString(axis))
    clear = shapely.difference(whole, shapely.union_all(areas).buffer(_ARROW_GAP_PX * scale))
    pieces = [p for p in shapely.get_parts(clear) if p.length > 4 * _ARROW_GAP_PX * scale]
    if not pieces:
        return None
    piece = min(pieces, key=lambda p: whole.project(shapely.Point(p.coords[0])))
    start, end = (piece.interpolate(share, normalized=True) for share in (0.0, 0.92))
    lonlat = [frame.to_lonlat(p) for p in (start, end)]
    return (round(lonlat[0].x, 4), round(lonlat[0].y, 4)), (round(lonlat[1].x, 4), round(lonlat[1].y, 4))


def _scale_of(view: View) -> float:
    west, south, east, north = view.bounds
    width_m, _ = geodesy.geodesic(west, (south + north) / 2, east, (south + north) / 2)
    return float(width_m) / _FRAME_PX[0] * _PHONE_SHARE


def _view(reading: Reading, account: str, marks: list[Mark]) -> View:
    bounds = fit([shapely.geometry.shape(m.geometry) for m in marks])
    if marks and not {"launch_area", "impact_area"} <= {m.role for m in marks}:  # from where to where needs its room
        bounds = with_surroundings(bounds, reading.words.lang)
    wanted = reading.public.editorial.get("views", {}).get(account, {})
    if reading.public.withheld.min_precision_m:
        wanted = {}  # the desk chose its view for areas that are larger now

    def pair(key: str) -> tuple[float, float] | None:
        value = wanted.get(key)
        return (float(value[0]), float(value[1])) if isinstance(value, list) and len(value) == 2 else None

    def number(key: str) -> float | None:
        return float(wanted[key]) if isinstance(wanted.get(key), int | float) else None

    return View(
        bounds=bounds,
        center=pair("center"),
        metres_per_px=number("metres_per_px"),
        phone_center=pair("phone_center"),
        phone_metres_per_px=number("phone_metres_per_px"),
    )


def _relation(reading: Reading, account: Account) -> str:
    """Return how this account stands to the other, as worked out from their claims and groups."""
    other = next((a for a in reading.public.info.accounts if a.account_id == account.relation_to), None)
    if other is None or not account.relation:
        return ""
    words = reading.words
    if account.relation != "same_origin":
        return words.text(f"relation.{account.relation}")
    mine, theirs = (_rows(reading, a.account_id) for a in (account, other))
    if not mine or not theirs:
        return ""
    origin = _shared_origin(reading, account, other, [*mine, *theirs])
    if _placed(mine) == _placed(theirs):
        if _launches(reading, mine) != _launches(reading, theirs):
            return words.text("relation.same_origin_launch", origin=origin)
        return words.text("relation.same_origin_agree", origin=origin)
    differing = _differing(mine, theirs)
    if differing is None:
        return words.text("relation.same_origin_differ", origin=origin)
    count = counted(words, Count.exactly(differing), noun_of(kinds_of(reading, [*mine, *theirs])))
    return words.text("relation.same_origin_named", origin=origin, count=count)


def _shared_origin(reading: Reading, account: Account, other: Account, rows: list[Mapping[str, Any]]) -> str:
    speakers = {reading.spoken(a.speaker_full) for a in (account, other)}
    origins = origins_of(reading, [c for r in rows for c in items_of(r["basis_claim_ids"]) if c in reading.claims])
    if len(origins) == 1 and reading.words.has("origin.named"):
        return origins[0]
    return speakers.pop() if len(speakers) == 1 else reading.words.text("relation.one_origin")


def _launches(reading: Reading, rows: list[Mapping[str, Any]]) -> set[str]:
    """Return the names of the launch areas of an account, drawn or not."""
    drawn = {reading.place_name(row["launch_place_id"]) for row in rows if is_set(row["launch_place_id"])}
    return drawn | {launch.name for launch in launches_listed(reading, rows)}


def _placed(rows: list[Mapping[str, Any]]) -> dict[tuple[str, str], Count]:
    """Return how many projectiles an account puts at each place, or to each outcome without a place."""
    made: dict[tuple[str, str], Count] = {}
    for row in rows:
        place = row["impact_place_id"] if is_set(row["impact_place_id"]) else ""
        outcome = str(row["outcome"]) if not place or row["outcome"] in _NOT_ARRIVED else ""
        key, count = (place, outcome), Count.of_group(row)
        made[key] = made[key] + count if key in made else count
    return made


def _differing(mine: list[Mapping[str, Any]], theirs: list[Mapping[str, Any]]) -> int | None:
    """Return how many projectiles two accounts put in different places; None where a number is not known."""
    counters = []
    for rows in (mine, theirs):
        placed = {key: count.exact for key, count in _placed(rows).items()}
        if any(count is None for count in placed.values()):
            return None
        counters.append(Counter(placed))
    a, b = counters
    return max(sum((a - b).values()), sum((b - a).values()))


def _inside(marks: list[Mark], view: View) -> list[Mark]:
    """Return the marks that the opening view shows."""
    west, south, east, north = view.bounds
    if view.center is not None and view.metres_per_px is not None:
        frame = geodesy.Frame(*view.center)
        half = (view.metres_per_px * _FRAME_PX[0] / 2, view.metres_per_px * _FRAME_PX[1] / 2)
        corners = frame.to_lonlat(shapely.box(-half[0], -half[1], half[0], half[1]))
        west, south, east, north = geodesy.bounds([corners])
    return [m for m in marks if 0 <= (m.anchor[0] - west) % 360 <= east - west and south <= m.anchor[1] <= north]
