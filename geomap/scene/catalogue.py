"""A map of many events in words: how many of what, when, reported by whom, and where most of them lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from geomap.dataset import items_of
from geomap.edition import Clause
from geomap.scene.misplaced import misplaced_count
from geomap.scene.otherwise import COUNTED
from geomap.scene.reading import Reading, is_set

__all__ = ["tell_catalogue"]

_PLACES_MAX = 5
_OUTLETS_MAX = 3
_KINDS_MAX = 4
_WHOLE_TABLE = "dataset"
"""Id of the source of rows that name none: the table itself, called by its file unless it is a known publisher's."""


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
    if reading.denials:  # who denies an event does not report it
        cells = ["; ".join(reading.reporters(event)) for event in reading.events.values()]
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
        if claim["field"] in COUNTED and claim["about"] in events and claim["stance"] == "asserts":
            key = (claim["about"], claim["field"], str(claim["group"]))
            values.setdefault(key, set()).add(str(claim["value"]))
    return len({event for (event, _, _), found in values.items() if len(found) > 1})
