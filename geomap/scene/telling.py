"""The map in words, worked out from the data: each clause has its speaker, and none says more than the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.counts import Count
from geomap.dataset import Account, items_of
from geomap.edition import Clause
from geomap.scene.disputes import DISPUTING, denial_clauses, denial_text, doubts_of, noted, speaking
from geomap.scene.misplaced import misplaced_count
from geomap.scene.munitions import counted, counted_apart, noun_of, number_of_plural, total_of
from geomap.scene.reading import Reading, is_set, is_undated
from geomap.scene.unplaced import fired_apart, is_launch_alone, launches_listed, noun_of_rows, tray_text

__all__ = ["tell_account", "tell_catalogue", "tell_event"]

_PLACES_MAX = 5
_OUTLETS_MAX = 3
_KINDS_MAX = 4
_CLAIMS_MAX = 12
_WHOLE_TABLE = "dataset"
"""Id of the source of rows that name none: the table itself, called by its file unless it is a known publisher's."""
_FIELDS = ("munitions", "killed", "wounded")
_FIELDS_TOLD = {
    "munitions": ("munitions",),
    "killed": ("killed",),
    "wounded": ("wounded",),
    "responsibility": ("actor_claimed", "actor_attributed"),
}
_TOLD = ("asserts", *DISPUTING)
_OUTCOMES = ("ground_impact", "unknown", "fell_short", "intercepted", "air_burst")
_IMPACTS = ("impact_place_id", "outcome", "place_id")
_TOO_WIDE = frozenset({"too-wide", "areas-touch"})

Rows = Sequence[Mapping[str, Any]]


def tell_account(reading: Reading, account: Account, *, has_arrow: bool) -> tuple[Clause, ...]:
    """Return what one account says, clause by clause: from where, to where, what has no place, how it is drawn.

    A denial stands behind the clause that it denies.

    Parameters
    ----------
    reading : Reading
    account : Account
    has_arrow : bool
        Whether the map draws a schematic arrow for it.
    """
    rows = [r for r in reading.trajectories.values() if r["account"] == account.account_id]
    speaker = reading.inline(reading.spoken(account.speaker_full))
    made = _dated(reading, sorted({row["event_id"] for row in rows}))
    launches, impacts = _by_place(reading, rows, "launch"), _by_place(reading, rows, "impact")
    listed = launches_listed(reading, rows)
    for place_id, group in launches.items():
        made += _fired(reading, group, speaker, reading.place_name(place_id), "fired")
    for launch in listed:
        made += _fired(reading, launch.rows, speaker, launch.name, "fired_listed")
    if impacts:
        made += _came(reading, impacts, speaker, is_first=not (launches or listed))
    made += _unplaced(reading, rows, "" if launches or listed or impacts else speaker)
    reasons = {reading.track[row["trajectory_id"]].reason for row in rows}
    if has_arrow:
        made.append(Clause(text=reading.words.text("tell.arrow") + "."))
    elif launches and impacts and reasons & _TOO_WIDE:
        made.append(Clause(text=reading.words.text("tell.no_line") + "."))
    return tuple(made)


def _dated(reading: Reading, event_ids: Sequence[str]) -> list[Clause]:
    dates = list(dict.fromkeys(reading.event_date(reading.events[e]) for e in event_ids))
    if len(dates) != 1 or all(is_undated(reading.events[e]) for e in event_ids):
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
    return dict(sorted(found.items(), key=lambda item: (-(total_of(item[1]).low or 0), item[0])))


def _basis(reading: Reading, rows: Rows) -> tuple[str, ...]:
    return reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))


def _with_doubts(reading: Reading, text: str, basis: tuple[str, ...], fields: Sequence[str]) -> list[Clause]:
    """Return a sentence, what is doubted of the claims behind it, and who denies them."""
    ends = [c for c in basis if reading.claims[c]["field"] in fields]
    made = [Clause(text=reading.sentence(text), claim_ids=basis)]
    return [*made, *doubts_of(reading, ends), *denial_clauses(reading, ends)]


def _fired(reading: Reading, rows: Rows, speaker: str, place: str, key: str) -> list[Clause]:
    words, fired = reading.words, fired_apart(reading, rows)
    if all(count.is_told for count, _ in fired):
        said, n = counted_apart(words, fired), number_of_plural(fired[-1][0])
        text = words.text(f"tell.{key}", n=n, count=said, speaker=speaker, place=place)
    else:  # that no number is known is ours to say, not the speaker's
        things = words.text(f"munition.{noun_of_rows(reading, rows)}")
        text = words.text(f"tell.{key}_uncounted", things=things, speaker=speaker, place=place)
    return _with_doubts(reading, text, _basis(reading, rows), ("launch_place_id",))


def _came(reading: Reading, impacts: Mapping[str, Rows], speaker: str, *, is_first: bool) -> list[Clause]:
    """Return what is said to have become of the groups and where, outcome by outcome, the heaviest place first."""
    words, parts, made = reading.words, [], False
    rows = [row for group in impacts.values() for row in group]
    for outcome in sorted({str(row["outcome"]) for row in rows}, key=_OUTCOMES.index):
        made = False
        for place_id, group in impacts.items():
            of_outcome = [row for row in group if row["outcome"] == outcome]
            if of_outcome:
                count = total_of(of_outcome)
                said = counted(words, count, noun_of_rows(reading, of_outcome))
                more = "more_over" if outcome in ("air_burst", "intercepted") else "more_in"
                key = f"tell.{more}" if made else f"tell.at_{outcome}"
                place = reading.place_name(place_id)
                parts.append(words.text(key, n=number_of_plural(count), count=said, place=place))
                made = True
    text = words.text("tell.came" if is_first else "tell.same_account", speaker=speaker, text=words.listing(parts))
    return _with_doubts(reading, text, _basis(reading, rows), _IMPACTS)


def _unplaced(reading: Reading, rows: Rows, speaker: str) -> list[Clause]:
    """Return what is not on the map; ``speaker`` is named where nothing was told of the account before.

    Groups stand in one sentence as long as nothing is doubted or denied of them; two of which the same is said, and no
    number, are told once.
    """
    words, made = reading.words, list[Clause]()
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if reading.area(row["impact_place_id"]) is None and not is_launch_alone(reading, row, rows):
            text = tray_text(reading, row, rows)
            key = text if text not in told or not Count.of_group(row).is_told else f"{text}\n{len(told)}"
            told.setdefault(key, []).append(row)
    waiting: dict[str, list[Mapping[str, Any]]] = {}
    for key, group in told.items():
        waiting[key] = group
        doubted = _with_doubts(reading, "", _basis(reading, group), _IMPACTS)[1:]
        if len(doubted) or key == list(told)[-1]:
            text = words.text("tell.separator").join(text.partition("\n")[0] for text in waiting)
            basis = _basis(reading, [row for group in waiting.values() for row in group])
            phrase = "tell.same_account" if made or not speaker else "tell.by_account"
            made.append(Clause(text=reading.sentence(words.text(phrase, speaker=speaker, text=text)), claim_ids=basis))
            made += doubted
            waiting = {}
    return made


def tell_event(reading: Reading) -> tuple[Clause, ...]:
    """Return what speakers say of the main event, side by side: its numbers, and who did it.

    Numbers are never averaged and never added up; each denial stands behind what it denies.
    """
    event = reading.public.info.main_event
    about = [reading.claims[c] for c in reading.claims_about([event])]
    told = [claim for claim in about if claim["stance"] in _TOLD]
    made = []
    for field, columns in _FIELDS_TOLD.items():
        found = [claim for claim in told if claim["field"] in columns]
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
        if claim["stance"] in DISPUTING:
            text = denial_text(reading, claim["claim_id"])
        else:
            said = {
                "speaker": speaking(reading.inline(reading.say(claim, "claimant"))),
                "text": reading.say(claim, "words").rstrip("."),
            }
            text = noted(reading, claim, words.text("tell.said", **said))
        told.setdefault(text, claim["claim_id"])
    shown = list(told)[:_CLAIMS_MAX]
    left = len(told) - len(shown)
    text = words.text("tell.separator").join([*shown, *([words.text("tell.more_claims", n=left)] if left else [])])
    values = {(str(c["value"]), str(c["group"]), c["stance"] in DISPUTING) for c in claims}
    event = reading.events.get(reading.public.info.main_event)
    noun = noun_of([] if event is None else [event["kind"]])
    slots = {"things": words.text(f"munition.{noun}")} if field == "munitions" else {}  # fired, or fell: the claims say
    head = words.text(f"tell.{field}_differ" if len(values) > 1 else f"tell.{field}", **slots)
    return Clause(text=reading.sentence(f"{head} {text}"), claim_ids=tuple(told.values()))


def tell_catalogue(
    reading: Reading,
    places: Sequence[tuple[str, int]],
    launch_event_count: int,
    listed_count: int,
    worked_out: Sequence[str] = (),
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
    worked_out : sequence of str
        Names of places that come from a bearing and a distance; they are not among ``places``.
    """
    words, events = reading.words, reading.public.events
    if not len(events):
        return (Clause(text=words.text("tell.no_events") + "."),)
    counted = words.text("count.events", n=sum(map(reading.row_count, events["event_id"])))
    text = words.text("tell.events", count=counted, span=_span(reading), outlets=_outlets(reading))
    made = [Clause(text=text + ".")]
    made += _kinds(reading)
    made += _places(reading, _by_name(places))
    if worked_out:
        names = [*worked_out[:_PLACES_MAX]]
        left = len(worked_out) - len(names)
        names += [words.text("tell.more_places", n=left)] if left else []
        listed = words.text("tell.separator").join(names)
        made.append(Clause(text=reading.sentence(words.text("tell.worked_out", places=listed))))
    if launch_event_count:
        made.append(Clause(text=words.text("tell.launches", n=launch_event_count) + "."))
    differing = _differing(reading)
    if differing:
        made.append(Clause(text=words.text("tell.differ", n=differing) + "."))
    if misplaced := misplaced_count(reading):
        made.append(Clause(text=words.text("tell.elsewhere", n=misplaced) + "."))
    if listed_count:
        made.append(Clause(text=words.text("tell.listed", n=listed_count) + "."))
    return tuple(made)


def _kinds(reading: Reading) -> list[Clause]:
    """Return of which kinds the events are, the most frequent first; of one kind alone that they are all of it."""
    words, events = reading.words, reading.public.events
    kinds = Counter(events["kind"].astype("string").dropna()).most_common()
    if len(kinds) == 1 and kinds[0][0] != "other" and events["kind"].notna().all():
        n = sum(map(reading.row_count, events["event_id"]))
        return [Clause(text=words.text("tell.kind_only", n=n, kind=words.text(f"kind.{kinds[0][0]}")) + ".")]
    if len(kinds) < 2:
        return []
    kinds = sorted((pair for pair in kinds if pair[0] != "other"), key=lambda pair: (-pair[1], pair[0]))
    shown = len(kinds) if len(kinds) == _KINDS_MAX + 1 else _KINDS_MAX  # a rest of one kind has a name, too
    named = [words.text(f"tell.kind_{kind}", n=n) for kind, n in kinds[:shown]]
    rest = int((events["kind"] == "other").sum()) + sum(n for _, n in kinds[shown:])
    named += [words.text("tell.kind_rest", n=rest)] if rest else []
    return [Clause(text=words.text("tell.kinds", kinds=words.listing(named)) + ".")]


def _by_name(places: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return places with all areas of one name together: a town that is known more and less exactly is several."""
    counts: Counter[str] = Counter()
    for name, n in places:
        counts[name] += n
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _places(reading: Reading, places: Sequence[tuple[str, int]]) -> list[Clause]:
    """Return where most events lie: every place of a few, of many those with more than each that is left out."""
    if not places:
        return []
    words, shown = reading.words, list(places[:_PLACES_MAX])
    if len(places) > _PLACES_MAX:
        shown = [(name, n) for name, n in shown if n > places[_PLACES_MAX][1]]
        if not shown:
            return []
    named = [words.text("tell.place", place=name, count=words.text("count.events", n=n)) for name, n in shown]
    left = len(places) - len(shown)
    if left:
        fewer = words.text("tell.fewer_places", n=left)
        text = words.text("tell.most", places=words.text("tell.separator").join([*named, fewer]))
    else:
        listed = words.text("tell.separator").join(named)
        text = words.text("tell.places", places=listed, n=sum(n for _, n in shown))
    return [Clause(text=f"{text}.")]


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
    said: dict[str, str] = {}  # by the name in the table: not every source has it in the language of the page
    for cell, times in Counter(cells).items():
        of_cell = [reading.sources[s] for s in items_of(cell) if s in reading.sources]
        for source in of_cell:
            name = reading.say(source, "publisher")
            if source["source_id"] == _WHOLE_TABLE and source["title"] == source["publisher"]:
                name = reading.words.text("tell.the_table", name=name)
            if said.get(str(source["publisher"]), str(source["publisher"])) == source["publisher"]:
                said[str(source["publisher"])] = name
        counts.update(dict.fromkeys({str(source["publisher"]) for source in of_cell}, times))
    ordered = [said[name] for name in sorted(counts, key=lambda name: (-counts[name], name))]
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
