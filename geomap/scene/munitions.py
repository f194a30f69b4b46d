"""Projectiles in words: the noun that fits all kinds at hand, and counts that say no more than was reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.counts import Count
from geomap.words import Words

__all__ = [
    "MIXED",
    "counted",
    "counted_apart",
    "noun_for_all",
    "noun_of",
    "number",
    "number_of_plural",
    "own_noun_of",
    "part_in_numbers",
    "part_of",
    "total_of",
]

_NOUNS = {
    "rocket": "rockets",
    "missile": "missiles",
    "ballistic_missile": "missiles",
    "cruise_missile": "missiles",
    "anti_ship_missile": "missiles",
    "drone": "drones",
    "interceptor": "missiles",
    "mortar": "mortar_rounds",
    "artillery": "shells",
    "guided_bomb": "bombs",
    "ied": "bombs",
}
"""The noun of each kind of event, a key of ``count`` and ``munition`` in the words; others have projectiles."""

MIXED = "projectiles"
"""The noun of what nobody named more closely, or of several kinds."""

_OWN_NOUNS = {"ballistic_missile": "ballistic_missiles", "cruise_missile": "cruise_missiles"}
"""Nouns of kinds that a report tells of a group itself; of an event several speakers tell, and one may say less."""

_WIDER = {noun: _NOUNS[kind] for kind, noun in _OWN_NOUNS.items()}


def noun_of(kinds: Iterable[object]) -> str:
    """Return the one noun that is true of all these kinds of events, as a key of the words.

    Examples
    --------
    >>> noun_of(["ballistic_missile", "cruise_missile"]), noun_of(["rocket", "drone"]), noun_of([])
    ('missiles', 'projectiles', 'projectiles')
    """
    return noun_for_all(_NOUNS.get(str(kind), MIXED) for kind in kinds)


def own_noun_of(kind: str) -> str:
    """Return the noun of a group of which its own kind is told, as a key of the words.

    Examples
    --------
    >>> own_noun_of("cruise_missile"), own_noun_of("drone")
    ('cruise_missiles', 'drones')
    """
    return _OWN_NOUNS.get(kind, noun_of([kind]))


def noun_for_all(nouns: Iterable[str]) -> str:
    """Return the one noun that is true of all that these name.

    Examples
    --------
    >>> noun_for_all(["cruise_missiles", "missiles"]), noun_for_all(["cruise_missiles"]), noun_for_all(["drones", ""])
    ('missiles', 'cruise_missiles', 'projectiles')
    """
    found = set(nouns)
    if len(found) > 1:
        found = {_WIDER.get(noun, noun) for noun in found}
    return found.pop() if len(found) == 1 else MIXED


def total_of(rows: Iterable[Mapping[str, Any]]) -> Count:
    """Return how many projectiles groups hold together; not known if one group's number is not reported."""
    return Count.total(map(Count.of_group, rows))


def _says_something(count: Count) -> bool:
    """Whether a count tells a number: "at least 0" tells none."""
    return count.high is not None or bool(count.low)


def number(words: Words, count: Count) -> str:
    """Return a count as a bare number: "4", "2 to 4", "at least 9", "up to 3", "number not reported", “several”."""
    if not _says_something(count):
        return words.text("count.worded", words=count.words) if count.words else words.text("count.number_not_reported")
    if count.exact is not None:
        return words.number(count.exact)
    if count.above is not None:
        return words.text("count.more_than", n=count.above)
    if count.high is None:
        return words.text("count.at_least", n=count.low)
    if not count.low:
        return words.text("count.up_to", n=count.high)
    return words.text("count.range", low=count.low, high=count.high)


def counted(words: Words, count: Count, noun: str) -> str:
    """Return a count with its noun: "4 rockets", "at least 9 drones", "an unreported number of missiles"."""
    if not _says_something(count):
        things = words.text(f"munition.{noun}")
        if count.words:
            return words.text("count.worded_of", things=things, words=count.words)
        return words.text("count.unreported_of", things=things)
    if count.above is not None:
        return words.text("count.more_than_of", things=words.text(f"count.{noun}", n=count.above))
    things = words.text(f"count.{noun}", n=count.low if count.high is None else count.high)
    if count.exact is not None:
        return things
    if count.high is None:
        return words.text("count.at_least_of", things=things)
    if not count.low:
        return words.text("count.up_to_of", things=things)
    return words.text("count.range_of", low=count.low, things=things)


def counted_apart(words: Words, things: Sequence[tuple[Count, str]]) -> str:
    """Return counts that nobody added up, each with its noun, or the last of those with one noun.

    As "170, 30 and 120 missiles", or "170 drones and 120 missiles".
    """
    after = [noun for _, noun in things[1:]]
    said = [
        number(words, count) if noun == following else counted(words, count, noun)
        for (count, noun), following in zip(things, [*after, ""], strict=True)
    ]
    return words.listing(said)


def part_of(words: Words, count: Count, total: Count, noun: str) -> str:
    """Return "4 of 7 rockets"; the part alone where the whole is not known, or is the part."""
    if count == total or not (_says_something(count) and _says_something(total)):
        return counted(words, count, noun)
    return words.text("count.of", part=number(words, count), whole=counted(words, total, noun))


def part_in_numbers(words: Words, count: Count, total: Count, noun: str) -> str:
    """Return "1 of 3"; "1 rocket" where the whole is not known, or is the part."""
    if count == total or not (_says_something(count) and _says_something(total)):
        return counted(words, count, noun)
    return words.text("count.of", part=number(words, count), whole=number(words, total))


def number_of_plural(count: Count) -> int:
    """Return the number by which a sentence about a count chooses its plural form."""
    if not _says_something(count):
        return 2
    if count.high is None:
        return count.low or 2
    return count.high
