"""All that changes when the reader switches the account: tokens, band, trunk arrow, tray, lists, legend, view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shapely

from geomap import geodesy
from geomap.counts import Count
from geomap.dataset import Account, items_of
from geomap.edition import AccountView, ListItem, Mark, Trunk, View
from geomap.outcomes import FURTHER_SIGNS, NOT_FLOWN, STOPPED
from geomap.scene.arrows import bands_of, trunks_of
from geomap.scene.direction_marks import direction_signs, in_frame
from geomap.scene.kinds import noun_of_rows
from geomap.scene.legend import signs
from geomap.scene.letters import capital
from geomap.scene.links import lines_undrawn, links_of, undrawn_items, undrawn_tray
from geomap.scene.munitions import counted
from geomap.scene.opening import with_surroundings
from geomap.scene.origins import claimed_origins
from geomap.scene.outcomes import drawn_groups
from geomap.scene.panels import origins_of
from geomap.scene.reading import Reading, is_set
from geomap.scene.seam import fit
from geomap.scene.tally import tokens_of
from geomap.scene.telling import tell_account
from geomap.scene.unplaced import (
    launches_listed,
    not_on_map,
    tray,
)
from geomap.signs import DESKTOP_PX

__all__ = ["account_view", "marks_inside", "view_of"]

_NOT_ARRIVED = STOPPED | NOT_FLOWN
_SHARE, _TIGHT_SHARE = 0.12, 0.04
"""Margin round what is marked, as a share of it."""


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
    origins = claimed_origins(reading, [account])
    framed = [*(marks or around), *further]
    framed += in_frame(reading, origins, framed)
    view, trunks = roomiest(
        lambda widest_ratio: view_of(reading, account.account_id, framed, widest_ratio=widest_ratio),
        lambda seen: trunks_of(reading, account, rows, seen),
    )
    links = links_of(reading, rows)
    undrawn = lines_undrawn(links)
    drawn = drawn_groups(reading, marks)
    missing = [row for row in rows if row["trajectory_id"] not in drawn]
    shown = [*marks, *marks_inside(shared, view)]
    return AccountView(
        account_id=account.account_id,
        label=capital(reading.spoken(account.label)),
        short_label=capital(reading.spoken(account.short_label)),
        relation=_relation(reading, account),
        tokens=tokens_of(reading, rows, marks),
        view=view,
        bands=bands_of(reading, rows, links),
        trunks=trunks,
        links=links,
        tray=(*tray(reading, missing, rows), *undrawn_tray(reading, undrawn)),
        not_on_map=(
            *not_on_map(reading, missing, rows),
            *undrawn_items(reading, undrawn),
            *_by_the_desk(reading, account.account_id),
        ),
        legend=(
            *direction_signs(reading, origins),
            *signs(reading, shown, rows, trunks=trunks, has_band=bool(links)),
        ),
        label_inside=reading.spoken(account.label),
        told=tell_account(reading, account, has_arrow=bool(trunks)),
    )


def _rows(reading: Reading, account: str) -> list[Mapping[str, Any]]:
    return [r for r in reading.trajectories.values() if (r["account"] if is_set(r["account"]) else "") == account]


def _by_the_desk(reading: Reading, account: str) -> tuple[ListItem, ...]:
    items = []
    for entry in reading.editorial_list("not_on_map"):
        if entry.get("account", account) == account:
            clause = reading.clause(entry)
            items.append(ListItem(head=reading.editorial(entry, "head"), text=clause.text, claim_ids=clause.claim_ids))
    return tuple(items)


_LARGE_M = 30_000.0
"""An area that reaches farther is so large on the map that towns are named in it."""


_WIDEST = (6.0, 3.0, 2.0, 1.5, 1.0)
"""How many times as wide a view becomes at most for names round a way; less where an arrow would lose its room."""


def roomiest(
    view_at: Callable[[float], View], arrows_of: Callable[[View], tuple[Trunk, ...]]
) -> tuple[View, tuple[Trunk, ...]]:
    """Return the view with the most names round it in which no arrow is lost, and its arrows.

    Parameters
    ----------
    view_at : callable
        Gives the view that is at most so many times as wide as what is marked.
    arrows_of : callable
        Gives the arrows that a view has room for.
    """
    most = len(arrows_of(view_at(1.0)))
    for widest_ratio in _WIDEST:
        view = view_at(widest_ratio)
        found = arrows_of(view)
        if len(found) >= most:
            break
    return view, found


def view_of(
    reading: Reading, account: str, marks: Sequence[Mark], *, is_tight: bool = False, widest_ratio: float = 6.0
) -> View:
    """Return where the map of an account opens: the desk's choice, or what is marked with names round it."""
    bounds = fit([shapely.geometry.shape(m.geometry) for m in marks], _TIGHT_SHARE if is_tight else _SHARE)
    if marks:
        is_way = {"launch_area", "impact_area"} <= {m.role for m in marks}  # from where to where needs its room
        firm = [shapely.geometry.shape(m.geometry) for m in marks if m.tone != "coarse" and m.uncertainty_m < _LARGE_M]
        small_m = 2 * min(m.uncertainty_m for m in marks)
        widest_ratio = widest_ratio if is_way else 0.0
        bounds = with_surroundings(
            bounds, reading.words.lang, covered=firm, widest_ratio=widest_ratio, smallest_m=small_m
        )
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
        is_tight=is_tight,
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
    count = counted(words, Count.exactly(differing), noun_of_rows(reading, [*mine, *theirs]))
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


def marks_inside(marks: list[Mark], view: View) -> list[Mark]:
    """Return the marks that the opening view shows."""
    west, south, east, north = view.bounds
    if view.center is not None and view.metres_per_px is not None:
        frame = geodesy.Frame(*view.center)
        half = (view.metres_per_px * DESKTOP_PX[0] / 2, view.metres_per_px * DESKTOP_PX[1] / 2)
        corners = frame.to_lonlat(shapely.box(-half[0], -half[1], half[0], half[1]))
        west, south, east, north = geodesy.bounds([corners])
    return [m for m in marks if 0 <= (m.anchor[0] - west) % 360 <= east - west and south <= m.anchor[1] <= north]
