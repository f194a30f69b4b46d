"""All accounts in one picture: every claimed origin at once, of equal weight, with who says so and who says not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import shapely

from geomap import geodesy
from geomap.counts import UNKNOWN
from geomap.dataset import Account, all_accounts_id, items_of
from geomap.edition import AccountView, Band, Clause, Mark, Origin, Sign, Track, Trunk
from geomap.geodesy import Area
from geomap.scene.accounts import marks_inside, view_of
from geomap.scene.arrows import axis_between, cut_to, way_of
from geomap.scene.disputes import denials_of, verification_lines
from geomap.scene.labels import Label
from geomap.scene.legend import signs
from geomap.scene.letters import capital
from geomap.scene.marks import mark_at
from geomap.scene.misplaced import misplaced_text
from geomap.scene.munitions import counted, noun_of, total_of
from geomap.scene.origins import (
    ClaimedOrigin,
    accounts_in_order,
    claimed_origins,
    differ,
    groups_of,
    is_order_set,
    rejections,
    speakers_of,
)
from geomap.scene.panels import origin_panel, place_claims, place_panel
from geomap.scene.reading import Reading, geojson
from geomap.scene.seam import fit
from geomap.scene.shapes import Edge, edge_of, is_edge_known
from geomap.scene.together_told import listed, told, tray
from geomap.scene.unplaced import kinds_of

__all__ = ["Together", "together_of", "view_together"]

_PLATES_MAX = 3
"""So many speakers stand on the map over an origin; the panel and the list have all."""
_COUNTS_MAX = 3
_ARROW_SHARE, _ARROW_MIDDLE = 0.8, 0.55
_CUT_FROM = 4.0
"""An area so many times as large as all else may reach out of the opening view."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Together:
    """What the picture of all accounts is made of.

    Attributes
    ----------
    reading : Reading
    accounts : tuple of Account
        In order.
    singles : mapping
        The marks of each account.
    """

    reading: Reading
    accounts: tuple[Account, ...]
    singles: Mapping[str, Sequence[Mark]]

    @cached_property
    def account_id(self) -> str:
        """Id of the picture."""
        return all_accounts_id(self.accounts)

    @cached_property
    def origins(self) -> tuple[ClaimedOrigin, ...]:
        """Every claimed origin, drawn or not."""
        return claimed_origins(self.reading, self.accounts)

    @cached_property
    def struck(self) -> dict[str, tuple[Rows, tuple[str, ...]]]:
        """The places of impact that are drawn: their groups, and the claims that deny them."""
        reading = self.reading
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for account in self.accounts:
            for row in groups_of(reading, account):
                if reading.area(row["impact_place_id"]) is not None:
                    rows.setdefault(row["impact_place_id"], []).append(row)
        made: dict[str, tuple[Rows, tuple[str, ...]]] = {}
        for place, group in rows.items():
            ids = place_claims(reading, place, "impact_area", sorted({r["event_id"] for r in group}), _basis(group))
            made[place] = group, denials_of(reading, [c for c in ids if c not in denials_of(reading, ids)])
        return made

    def is_undisputed(self, place_id: str) -> bool:
        """Whether several accounts say that a place was struck, and nobody denies it."""
        rows, denials = self.struck[place_id]
        fell = {row["account"] for row in rows if row["outcome"] == "ground_impact"}
        return len(fell) > 1 and not denials

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the picture: impact areas first, then origins in order."""
        drawn = [origin for origin in self.origins if origin.place_id]
        return (*(_impact_mark(self, place) for place in sorted(self.struck)), *(_mark(self, o) for o in drawn))

    @cached_property
    def ways(self) -> dict[str, tuple[Track, ...]]:
        """The ways from each drawn origin to what it is said to have struck; none where one of them has none."""
        made = {o.place_id: _tracks(self, o) for o in self.origins if o.place_id}
        is_told = made and all(tracks and all(t.resolvable for t in tracks) for tracks in made.values())
        return made if is_told else {}

    def impacts_of(self, origin: ClaimedOrigin) -> tuple[str, ...]:
        """Return the drawn places of impact of an origin: what its accounts name, else what nobody disputes."""
        own = {row["impact_place_id"] for row in origin.rows}
        if not own & self.struck.keys():
            who = {account.account_id for account in origin.accounts}
            own = {place for place, (rows, _) in self.struck.items() if who & {row["account"] for row in rows}}
        if not own & self.struck.keys():
            events = {row["event_id"] for row in origin.rows}
            own = {p for p, (rows, denied) in self.struck.items() if not denied and events & _events(rows)}
        return tuple(sorted(own & self.struck.keys()))


def _basis(rows: Rows) -> list[str]:
    return [c for row in rows for c in items_of(row["basis_claim_ids"])]


def _events(rows: Rows) -> set[str]:
    return {row["event_id"] for row in rows}


def together_of(reading: Reading, singles: Mapping[str, Sequence[Mark]]) -> Together | None:
    """Return what all accounts say together; None where they are one, or differ in no launch area and no number.

    Parameters
    ----------
    reading : Reading
    singles : mapping of str to sequence of Mark
        The marks of each account.
    """
    if len(reading.public.info.accounts) < 2 or not differ(reading):
        return None
    return Together(reading, accounts_in_order(reading), singles)


def view_together(
    all_of: Together, singles: Sequence[AccountView], shared: list[Mark], around: list[Mark]
) -> tuple[AccountView, ...]:
    """Return the picture of all accounts and the single ones in order, each with its claimed origins.

    Parameters
    ----------
    all_of : Together
    singles : sequence of AccountView
    shared, around : list of Mark
        Other events, and what a picture without any place opens at.
    """
    reading, words = all_of.reading, all_of.reading.words
    marks = list(all_of.marks)
    view = view_of(reading, all_of.account_id, _framed(marks) or around, is_tight=True)
    bands, trunks = _bands(all_of), _trunks(all_of, view)
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
    named = {a.account_id: tuple(_named(reading, o) for o in all_of.origins if a in o.accounts) for a in all_of.accounts}
    by_id = {single.account_id: single for single in singles}
    return (whole, *(replace(by_id[a.account_id], origins=named[a.account_id]) for a in all_of.accounts))


def _named(reading: Reading, origin: ClaimedOrigin) -> Origin:
    return Origin(name=capital(origin.name), edge=_edge(reading, origin.place_id) if origin.place_id else "")


def _note(all_of: Together) -> str:
    words, count = all_of.reading.words, len(all_of.origins)
    what = words.text("all.origins", n=count) if count > 1 else words.text("all.tellings", n=len(all_of.accounts))
    return words.text("all.order_set" if is_order_set(all_of.reading) else "all.order_said", what=what)


def _edge(reading: Reading, place_id: str) -> Edge:
    """Return the edge of a claimed origin: somebody else's line, or ours; all are drawn alike."""
    return "solid" if is_edge_known(reading, place_id) else "dashed"


def _plate(reading: Reading, accounts: Sequence[Account]) -> tuple[str, ...]:
    names = list(dict.fromkeys(capital(reading.spoken(a.short_label)) for a in accounts))
    left = reading.words.text("all.others")
    return tuple(names if len(names) <= _PLATES_MAX else [*names[: _PLATES_MAX - 1], left])


def _mark(all_of: Together, origin: ClaimedOrigin) -> Mark:
    """Return the mark of a claimed origin: plate, name, that it is said, and who says not."""
    reading, words, place = all_of.reading, all_of.reading.words, origin.place_id
    long, short = rejections(reading, origin.denials, origin.name)
    beside = tuple(filter(None, (misplaced_text(reading, place, "label"),)))
    lines = (capital(origin.name), words.text("all.said"), *verification_lines(reading, origin.claim_ids), *beside)
    who = words.listing(list(speakers_of(reading, origin.claim_ids)))
    said = [words.text("all.describe", place=origin.name, speakers=who), *beside]
    said += [words.text("label.denied_by", speakers=words.listing(list(short)))] if short else []
    tracks = _tracks(all_of, origin)
    return replace(
        mark_at(
            reading,
            place,
            "launch_area",
            "launch_areas",
            all_of.account_id,
            edge=_edge(reading, place),
            label=Label(lines=lines, short=lines[:1]),
            description=words.listed(said),
            event_ids=tuple(sorted(_events(origin.rows))),
            trajectory_ids=tuple(row["trajectory_id"] for row in origin.rows),
            claim_ids=(*origin.claim_ids, *origin.denials),
            panel=origin_panel(
                reading,
                place,
                edge=_edge(reading, place),
                says=origin.claim_ids,
                says_not=origin.denials,
                ranges=tuple(zip(map(reading.place_name, all_of.impacts_of(origin)), tracks, strict=True)),
            ),
        ),
        tone="area",
        is_gathered=True,
        plate=_plate(reading, origin.accounts),
        denials=long,
        short_denials=short,
    )


def _impact_mark(all_of: Together, place: str) -> Mark:
    """Return the mark of a place of impact: that nobody disputes it, or who says so, and numbers that differ."""
    reading, words = all_of.reading, all_of.reading.words
    rows, denials = all_of.struck[place]
    name, edge = reading.place_name(place), edge_of(reading, place)
    outcomes = tuple(sorted({str(row["outcome"]) for row in rows}))
    ids = place_claims(reading, place, "impact_area", sorted(_events(rows)), _basis(rows))
    long, short = rejections(reading, denials, name)
    counts = _counts(all_of, rows)
    who = [a for a in all_of.accounts if a.account_id in {row["account"] for row in rows}]
    speakers = words.listing([reading.inline(reading.spoken(a.speaker)) for a in who][:_COUNTS_MAX])
    first = words.text("all.undisputed") if all_of.is_undisputed(place) else words.text("all.by", speakers=speakers)
    lines = [first, *counts] if all_of.is_undisputed(place) or not counts else list(counts)
    return replace(
        mark_at(
            reading,
            place,
            "impact_area",
            "impact_areas",
            all_of.account_id,
            edge=edge,
            label=Label(lines=(name, *lines), short=(name,)),
            description=words.listed([name, *lines]),
            event_ids=tuple(sorted(_events(rows))),
            trajectory_ids=tuple(row["trajectory_id"] for row in rows),
            claim_ids=ids,
            munitions=UNKNOWN,
            outcomes=outcomes,
            panel=place_panel(
                reading, place, "impact_area", all_of.account_id, head=[], claim_ids=ids, edge=edge, outcomes=outcomes
            ),
        ),
        is_gathered=True,
        denials=long,
        short_denials=short,
    )


def _counts(all_of: Together, rows: Rows) -> tuple[str, ...]:
    """Return the numbers that accounts give of one place, each with its speakers, where they differ."""
    reading, words = all_of.reading, all_of.reading.words
    said: dict[str, list[str]] = {}
    for account in all_of.accounts:
        own = [row for row in rows if row["account"] == account.account_id]
        count = total_of(own)
        if own and count.is_told:
            text = counted(words, count, noun_of(kinds_of(reading, own)))
            said.setdefault(text, []).append(reading.inline(reading.spoken(account.speaker)))
    if len(said) < 2 or len(all_of.origins) > 1:  # where it came from is the dispute; the cards have the numbers
        return ()
    lines = [words.text("label.speaker", count=c, speaker=words.listing(list(dict.fromkeys(who)))) for c, who in said.items()]
    return tuple(lines) if len(lines) <= _COUNTS_MAX else (words.text("all.counts_differ"),)


def _tracks(all_of: Together, origin: ClaimedOrigin) -> tuple[Track, ...]:
    pairs = all_of.reading.tracks.pairs
    return tuple(pairs[origin.place_id, impact] for impact in all_of.impacts_of(origin))


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


def _trunks(all_of: Together, view: Any) -> tuple[Trunk, ...]:
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
    """Return the marks that an opening view must hold: one that is far larger than all others may reach out of it."""
    rest = list(marks)
    for mark in marks:
        others = [m for m in rest if m is not mark]
        if mark.plate and others and _size(mark) > _CUT_FROM * _size(*others):
            rest = others
    return rest if any(not m.plate for m in rest) else list(marks)


def _size(*marks: Mark) -> float:
    west, south, east, north = fit([shapely.geometry.shape(m.geometry) for m in marks])
    return (east - west) * (north - south)


def _legend(all_of: Together, shown: list[Mark], trunks: tuple[Trunk, ...]) -> tuple[Sign, ...]:
    reading, words = all_of.reading, all_of.reading.words
    rows = [row for account in all_of.accounts for row in groups_of(reading, account)]
    claimed = [mark for mark in shown if mark.plate]
    edges = {mark.edge for mark in claimed}
    made = [Sign(key=f"claimed_{e}", text=words.text(f"legend.claimed_{e}")) for e in ("solid", "dashed") if e in edges]
    if any(mark.denials for mark in shown):
        made.append(Sign(key="rejects", text=words.text("legend.rejects")))
    others = [mark for mark in shown if not mark.plate]
    return (*made, *signs(reading, others, rows, trunks=trunks, has_band=bool(trunks)))


def _told(all_of: Together, *, has_arrows: bool) -> tuple[Clause, ...]:
    arrows = "arrows" if has_arrows else "no_arrows" if _owes_arrows(all_of) else ""
    struck = {
        place: (all_of.is_undisputed(place), _basis(rows), denials) for place, (rows, denials) in all_of.struck.items()
    }
    return told(all_of.reading, all_of.accounts, all_of.origins, struck, arrows=arrows)
