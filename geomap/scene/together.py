"""All accounts in one picture: every claimed origin at once, of equal weight, with who says so and who says not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geomap import geodesy
from geomap.counts import UNKNOWN
from geomap.edition import AccountView, Band, Clause, Mark, Origin, Sign, Trunk, View
from geomap.geodesy import Area
from geomap.scene.accounts import marks_inside, roomiest, view_of
from geomap.scene.arrows import axis_between, cut_to, way_of
from geomap.scene.direction_marks import direction_signs, in_frame
from geomap.scene.gathered import Together
from geomap.scene.legend import signs
from geomap.scene.letters import capital
from geomap.scene.origins import ClaimedOrigin, groups_of, is_order_set
from geomap.scene.reading import Reading, geojson
from geomap.scene.seam import fit
from geomap.scene.together_marks import edge_of_origin
from geomap.scene.together_told import listed, told, tray

__all__ = ["view_together"]

_ARROW_SHARE, _ARROW_MIDDLE = 0.8, 0.55
_CUT_FROM, _CUT_FROM_M = 4.0, 100_000.0
"""A country or sea so many times as large as all else may reach out of the opening view."""
_NEAR, _SEEN_SHARE = (1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0), 0.12
"""How much wider a view becomes for that, until so much of it is taken by it: else it would stand nowhere at all."""


def view_together(
    all_of: Together, marks: Sequence[Mark], singles: Sequence[AccountView], shared: list[Mark], around: list[Mark]
) -> tuple[AccountView, ...]:
    """Return the picture of all accounts and the single ones in order, each with its claimed origins.

    Parameters
    ----------
    all_of : Together
    marks : sequence of Mark
        From `marks_together`.
    singles : sequence of AccountView
    shared, around : list of Mark
        Other events, and what a picture without any place opens at.
    """
    reading, words = all_of.reading, all_of.reading.words
    framed = _framed(marks) or around
    framed = [*framed, *in_frame(reading, all_of.origins, framed)]
    view, trunks = roomiest(
        lambda widest_ratio: view_of(reading, all_of.account_id, framed, is_tight=True, widest_ratio=widest_ratio),
        lambda seen: _trunks(all_of, seen),
    )
    bands = _bands(all_of)
    if not trunks:
        bands = ()
    whole = AccountView(
        account_id=all_of.account_id,
        label=words.text("all.label"),
        short_label=words.text("all.label"),
        relation="",
        tokens=(),
        view=view,
        bands=bands,
        trunks=trunks,
        links=(),
        tray=tray(reading, all_of.origins, has_no_arrows=_owes_arrows(all_of) and not trunks),
        not_on_map=listed(reading, all_of.account_id, all_of.accounts, all_of.origins, set(all_of.struck)),
        legend=_legend(all_of, [*marks, *marks_inside(shared, view)], trunks),
        told=_told(all_of, has_arrows=bool(trunks)),
        label_inside=words.text("all.label"),
        note=_note(all_of),
    )
    named = {
        a.account_id: tuple(_named(reading, o) for o in all_of.origins if a in o.accounts) for a in all_of.accounts
    }
    by_id = {single.account_id: single for single in singles}
    return (whole, *(replace(by_id[a.account_id], origins=named[a.account_id]) for a in all_of.accounts))


def _named(reading: Reading, origin: ClaimedOrigin) -> Origin:
    edge = edge_of_origin(reading, origin.place_id) if origin.place_id else "open" if origin.towards else ""
    return Origin(name=capital(origin.name), edge=edge)


def _note(all_of: Together) -> str:
    words, count = all_of.reading.words, len(all_of.origins)
    what = words.text("all.origins", n=count) if count > 1 else words.text("all.tellings", n=len(all_of.accounts))
    return words.text("all.order_set" if is_order_set(all_of.reading) else "all.order_said", what=what)


def _areas(all_of: Together, origin: ClaimedOrigin) -> tuple[list[Area], list[Area]]:
    areas = all_of.reading.public.areas
    impacts = [areas[place] for place in all_of.impacts_of(origin)]
    return [areas[origin.place_id]] * len(impacts), impacts


def _owes_arrows(all_of: Together) -> bool:
    """Whether a reader may look for arrows: an origin and a place of impact are drawn."""
    return bool(all_of.struck) and any(origin.place_id for origin in all_of.origins)


def _bands(all_of: Together) -> tuple[Band, ...]:
    """Return a band for each origin, if a direction can be told of every one."""
    made = []
    for origin in all_of.origins if all_of.ways else ():
        if not origin.place_id:
            continue
        shapes = [t.corridor for t in all_of.ways[origin.place_id] if t.corridor is not None]
        shape = shapes[0] if len(shapes) == 1 else geodesy.grow_and_round(shapely.union_all(shapes), 4)
        launches, impacts = _areas(all_of, origin)
        made.append(Band(shape=geojson(shape), axis=axis_between(launches, impacts, [1] * len(impacts))))
    return tuple(made)


def _trunks(all_of: Together, view: View) -> tuple[Trunk, ...]:
    """Return an arrow for each origin, all of one length; none where one of them has no room."""
    drawn = [origin for origin in all_of.origins if origin.place_id] if all_of.ways else []
    areas = all_of.reading.public.areas
    taken = [areas[p] for p in sorted({*(o.place_id for o in drawn), *all_of.struck})]
    ways = []
    for origin in drawn:
        launches, impacts = _areas(all_of, origin)
        axis = axis_between(launches, impacts, [1] * len(impacts))
        ways.append(way_of(axis, geodesy.Frame(*axis[0]), taken, view))
    if not ways or any(way is None for way in ways):
        return ()
    long_m = min(way.piece.length for way in ways if way is not None) * _ARROW_SHARE
    words = all_of.reading.words
    made = []
    for origin, way in zip(drawn, ways, strict=True):
        assert way is not None
        half = long_m / way.piece.length / 2
        middle = min(max(_ARROW_MIDDLE, half), 1 - half)
        start, *bend, end = cut_to(way, middle - half, middle + half)
        made.append(
            Trunk(
                launch_place_id=origin.place_id,
                start=start,
                end=end,
                bend=tuple(bend),
                label=(words.text("all.arrow", place=origin.name), words.text("label.schematic")),
                short_label=(words.text("label.schematic_short"),),
                munitions=UNKNOWN,
                trajectory_ids=(),
                claim_ids=origin.claim_ids,
            )
        )
    return tuple(made)


def _framed(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that an opening view must hold: of one that is far larger than all others, what lies near."""
    rest = list(marks)
    for mark in marks:
        others = [m for m in rest if m is not mark]
        if mark.plate and mark.uncertainty_m > _CUT_FROM_M and others and _size(mark) > _CUT_FROM * _size(*others):
            rest = others
    if all(m.plate for m in rest):
        return list(marks)
    return [*rest, *(_near_part(mark, rest) for mark in marks if mark not in rest)]


def _near_part(mark: Mark, rest: Sequence[Mark]) -> Mark:
    """Return a mark cut to what lies near others, as much as a reader must see of it; all of it, if it lies far off."""
    west, south, east, north = fit([shapely.geometry.shape(m.geometry) for m in rest])
    lon, lat, across, up = (west + east) / 2, (south + north) / 2, (east - west) / 2, (north - south) / 2
    whole = shapely.geometry.shape(mark.geometry)
    for by in _NEAR:
        box = lon - by * across, lat - by * up, lon + by * across, lat + by * up
        part = shapely.clip_by_rect(whole, *box)
        if part.area >= _SEEN_SHARE * 4 * by**2 * across * up:
            return replace(mark, geometry=shapely.geometry.mapping(part))
    return mark


def _size(*marks: Mark) -> float:
    west, south, east, north = fit([shapely.geometry.shape(m.geometry) for m in marks])
    return (east - west) * (north - south)


def _legend(all_of: Together, shown: list[Mark], trunks: tuple[Trunk, ...]) -> tuple[Sign, ...]:
    reading, words = all_of.reading, all_of.reading.words
    rows = [row for account in all_of.accounts for row in groups_of(reading, account)]
    claimed = [mark for mark in shown if mark.plate]
    edges = {mark.edge for mark in claimed}
    made = [Sign(key=f"claimed_{e}", text=words.text(f"legend.claimed_{e}")) for e in ("solid", "dashed") if e in edges]
    made += direction_signs(reading, all_of.origins)
    if any(mark.denials for mark in shown) or any(o.towards and o.denials for o in all_of.origins):
        made.append(Sign(key="rejects", text=words.text("legend.rejects")))
    others = [mark for mark in shown if not mark.plate]
    return (*made, *signs(reading, others, rows, trunks=trunks, has_band=bool(trunks)))


def _told(all_of: Together, *, has_arrows: bool) -> tuple[Clause, ...]:
    arrows = "arrows" if has_arrows else "no_arrows" if _owes_arrows(all_of) else ""
    struck = {place: (all_of.is_undisputed(place), rows, denials) for place, (rows, denials) in all_of.struck.items()}
    return told(all_of.reading, all_of.accounts, all_of.origins, struck, arrows=arrows)
