"""The map in words, worked out from the data: each clause has its speaker, and none says more than the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.dataset import Account, items_of
from geomap.edition import Clause
from geomap.scene.reading import Reading, is_set

__all__ = ["tell_account", "tell_catalogue", "tell_event"]

_PLACES_MAX = 5
_OUTLETS_MAX = 3
_KINDS_MAX = 4
_CLAIMS_MAX = 12
_FIELDS = ("munitions", "killed", "wounded")
_TOO_WIDE = frozenset({"too-wide", "areas-touch"})

Rows = Sequence[Mapping[str, Any]]


def tell_account(reading: Reading, account: Account, *, has_arrow: bool) -> tuple[Clause, ...]:
    """Return what one account says, clause by clause: from where, to where, what has no place, how it is drawn.

    Parameters
    ----------
    reading : Reading
    account : Account
    has_arrow : bool
        Whether the map draws a schematic arrow for it.
    """
    rows = [r for r in reading.trajectories.values() if r["account"] == account.account_id]
    speaker = reading.spoken(account.speaker_full)
    made = _dated(reading, sorted({row["event_id"] for row in rows}))
    launches = _by_place(reading, rows, "launch")
    for place_id, group in launches.items():
        made.append(_fired(reading, group, speaker, reading.place_name(place_id)))
    impacts = _by_place(reading, rows, "impact")
    if impacts:
        made.append(_fell(reading, impacts, speaker, is_first=not launches))
    made += [_unplaced(reading, row, rows) for row in rows if reading.area(row["impact_place_id"]) is None]
    reasons = {reading.track[row["trajectory_id"]].reason for row in rows}
    if has_arrow:
        made.append(Clause(text=reading.words.text("tell.arrow") + "."))
    elif launches and impacts and reasons & _TOO_WIDE:
        made.append(Clause(text=reading.words.text("tell.no_line") + "."))
    return tuple(made)


def _dated(reading: Reading, event_ids: Sequence[str]) -> list[Clause]:
    dates = list(dict.fromkeys(reading.event_date(reading.events[e]) for e in event_ids))
    if len(dates) != 1:
        return []
    carried = [
        c for c, claim in reading.claims.items() if claim["about"] in event_ids and claim["field"] == "date_start"
    ]
    text = reading.words.text("tell.dated", date=dates[0]) + "."
    return [Clause(text=text, claim_ids=reading.ordered_claims(carried))]


def _by_place(reading: Reading, rows: Rows, end: str) -> dict[str, list[Mapping[str, Any]]]:
    """Return the groups by their place at one end, if it is on the map; the heaviest place first."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if reading.area(row[f"{end}_place_id"]) is not None:
            found.setdefault(row[f"{end}_place_id"], []).append(row)
    return dict(sorted(found.items(), key=lambda item: (-(_total(item[1]) or 0), item[0])))


def _total(rows: Rows) -> int | None:
    counts = [row["group_n"] for row in rows]
    return sum(int(c) for c in counts) if counts and all(is_set(c) for c in counts) else None


def _noun(reading: Reading, rows: Rows) -> str:
    return "rockets" if {reading.events[row["event_id"]]["kind"] for row in rows} <= {"rocket"} else "projectiles"


def _basis(reading: Reading, rows: Rows) -> tuple[str, ...]:
    return reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))


def _fired(reading: Reading, rows: Rows, speaker: str, place: str) -> Clause:
    words, noun, count = reading.words, _noun(reading, rows), _total(rows)
    if count is None:
        text = words.text(f"tell.fired_{noun}_uncounted", speaker=speaker, place=place)
    else:
        counted = words.text(f"count.{noun}", n=count)
        text = words.text("tell.fired", n=count, count=counted, speaker=speaker, place=place)
    return Clause(text=text + ".", claim_ids=_basis(reading, rows))


def _fell(reading: Reading, impacts: Mapping[str, Rows], speaker: str, *, is_first: bool) -> Clause:
    """Return where they are reported to have fallen: a list, its first entry with the speaker."""
    words, parts = reading.words, []
    for number, (place_id, rows) in enumerate(impacts.items()):
        noun, count, place = _noun(reading, rows), _total(rows), reading.place_name(place_id)
        verb = "stopped" if {row["outcome"] for row in rows} <= {"intercepted", "air_burst"} else "fell"
        is_named = number == 0 and is_first
        if count is None:
            parts.append(words.text(f"tell.{verb}_uncounted", place=place, speaker=speaker))
            continue
        key = f"tell.{verb}_said" if is_named else f"tell.{verb}_it_said" if number == 0 else f"tell.{verb}_more"
        counted = words.text(f"count.{noun}", n=count)
        parts.append(words.text(key, n=count, count=counted, place=place, speaker=speaker))
    return Clause(text=words.listing(parts) + ".", claim_ids=_basis(reading, [r for g in impacts.values() for r in g]))


def _unplaced(reading: Reading, row: Mapping[str, Any], rows: Rows) -> Clause:
    words, total = reading.words, _total(rows)
    said = reading.say(row, "wording") or reading.outcome(row)
    count = int(row["group_n"]) if is_set(row["group_n"]) else 1
    key = "tray.not_on_map" if total is not None else "tray.not_on_map_plain"
    tray = words.text(key, n=count, total=total or count, text=words.text("tray.no_place", text=said))
    return Clause(text=words.text("tell.same_account", text=tray) + ".", claim_ids=_basis(reading, [row]))


def tell_event(reading: Reading) -> tuple[Clause, ...]:
    """Return what speakers say of the numbers of the main event, side by side: never averaged, never added up."""
    event = reading.public.info.main_event
    made = []
    for field in _FIELDS:
        found = [
            claim
            for _, claim in sorted(reading.claims.items())
            if claim["about"] == event and claim["field"] == field and claim["stance"] in ("asserts", "denies")
        ]
        found = [claim for claim in found if not _repeats(claim, found)]
        if found:
            made.append(_side_by_side(reading, field, found))
    return tuple(made)


def _repeats(claim: Mapping[str, Any], others: Rows) -> bool:
    """Whether a claim only carries on another that is told already."""
    first = next((c for c in others if c["claim_id"] == claim["derived_from"]), None)
    return first is not None and (first["value"], first["group"]) == (claim["value"], claim["group"])


def _side_by_side(reading: Reading, field: str, claims: Rows) -> Clause:
    words = reading.words
    told: dict[str, str] = {}
    for claim in claims:
        text = words.text("tell.said", speaker=reading.say(claim, "claimant"), text=reading.say(claim, "words"))
        if is_set(claim["verification"]):
            text = words.text("tell.with_note", text=text, note=words.text(f"verification.{claim['verification']}"))
        told.setdefault(text, claim["claim_id"])
    shown = list(told)[:_CLAIMS_MAX]
    left = len(told) - len(shown)
    text = words.text("tell.separator").join([*shown, *([words.text("tell.more_claims", n=left)] if left else [])])
    values = {(str(c["value"]), str(c["group"])) for c in claims}
    head = words.text(f"tell.{field}_differ" if len(values) > 1 else f"tell.{field}")
    return Clause(text=f"{head} {text}.", claim_ids=tuple(told.values()))


def tell_catalogue(
    reading: Reading, places: Sequence[tuple[str, int]], launch_event_count: int, listed_count: int
) -> tuple[Clause, ...]:
    """Return what a map of many events shows: how many of what, when, reported by whom, where most of them lie.

    Parameters
    ----------
    reading : Reading
    places : sequence of (str, int)
        Names of the places on the map with their numbers of events, the largest first.
    launch_event_count : int
        Events for which an area of launch is on the map.
    listed_count : int
        Entries that are not on the map.
    """
    words, events = reading.words, reading.public.events
    if not len(events):
        return (Clause(text=words.text("tell.no_events") + "."),)
    counted = words.text("count.events", n=sum(map(reading.row_count, events["event_id"])))
    text = words.text("tell.events", count=counted, span=_span(reading), outlets=_outlets(reading))
    made = [Clause(text=text + ".")]
    kinds = Counter(events["kind"].astype("string").dropna()).most_common()
    kinds.sort(key=lambda pair: (-pair[1], pair[0]))
    if len(kinds) > 1:
        named = [words.text(f"tell.kind_{kind}", n=n) for kind, n in kinds[:_KINDS_MAX]]
        rest = sum(n for _, n in kinds[_KINDS_MAX:])
        named += [words.text("tell.kind_rest", n=rest)] if rest else []
        made.append(Clause(text=words.text("tell.kinds", kinds=words.listing(named)) + "."))
    made += _places(reading, places)
    if launch_event_count:
        made.append(Clause(text=words.text("tell.launches", n=launch_event_count) + "."))
    differing = _differing(reading)
    if differing:
        made.append(Clause(text=words.text("tell.differ", n=differing) + "."))
    if listed_count:
        made.append(Clause(text=words.text("tell.listed", n=listed_count) + "."))
    return tuple(made)


def _places(reading: Reading, places: Sequence[tuple[str, int]]) -> list[Clause]:
    if not places:
        return []
    words = reading.words
    named = [
        words.text("tell.place", place=name, count=words.text("count.events", n=n)) for name, n in places[:_PLACES_MAX]
    ]
    left = len(places) - len(named)
    named += [words.text("tell.more_places", n=left)] if left else []
    key = "tell.most" if left else "tell.places"
    return [Clause(text=words.text(key, places=words.text("tell.separator").join(named)) + ".")]


def _span(reading: Reading) -> str:
    if reading.public.withheld.rows:
        return reading.words.text("date.withheld")
    first = reading.public.events["date_start_lower"].min()
    uppers = reading.public.events["date_end_upper"].fillna(reading.public.events["date_start_upper"])
    last = uppers.max()
    if not is_set(first) or not is_set(last):
        return reading.unreported("date")
    return reading.words.span(first.date(), last.date())


def _outlets(reading: Reading) -> str:
    """Return who reports the events: the outlets of most of them by name, the others by number."""
    cells: Iterable[Any] = reading.public.events["source_ids"]
    counts: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        names = {reading.say(reading.sources[s], "publisher") for s in items_of(cell) if s in reading.sources}
        for name in names:
            counts[name] += times
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    if not ordered:
        return reading.words.text("tell.sources_unnamed")
    named, left = ordered[:_OUTLETS_MAX], len(ordered) - _OUTLETS_MAX
    return reading.words.listing([*named, *([reading.words.text("tell.more_outlets", n=left)] if left > 0 else [])])


def _differing(reading: Reading) -> int:
    """Return of how many events speakers give numbers that differ."""
    values: dict[tuple[str, str, str], set[str]] = {}
    events = set(reading.public.events["event_id"]) if reading.claims else set()
    for claim in reading.claims.values():
        if claim["field"] in _FIELDS and claim["about"] in events and claim["stance"] == "asserts":
            key = (claim["about"], claim["field"], str(claim["group"]))
            values.setdefault(key, set()).add(str(claim["value"]))
    return len({event for (event, _, _), found in values.items() if len(found) > 1})
