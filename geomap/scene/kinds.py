"""What groups of projectiles are called: by the kind that is told of a group, else by that of its event.

A word is nobody's who did not say it: a kind holds for those alone who gave it, or whose own words name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.dataset import items_of
from geomap.scene.munitions import MIXED, noun_for_all, noun_of, own_noun_of
from geomap.scene.nouns import fits, named_in, speaker_of
from geomap.scene.reading import Reading, is_set

__all__ = ["IMPACTS", "claims_behind", "kind_said", "noun_of_row", "noun_of_rows"]

Rows = Sequence[Mapping[str, Any]]

IMPACTS = ("impact_place_id", "outcome", "place_id")
"""Fields whose claims tell of the end of a group."""


def claims_behind(reading: Reading, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the claims that a group rests on."""
    return [reading.claims[c] for c in items_of(row["basis_claim_ids"]) if c in reading.claims]


def noun_of_rows(reading: Reading, rows: Iterable[Mapping[str, Any]], end: str = "impact") -> str:
    """Return the noun that is true of all projectiles of some groups, as a key of the words.

    Parameters
    ----------
    reading : Reading
    rows : iterable of mapping
    end : str
        What is told of the groups: ``launch`` or ``impact``. The words about it come before those about the other end.
    """
    return noun_for_all(noun_of_row(reading, row, end) for row in rows)


def noun_of_row(reading: Reading, row: Mapping[str, Any], end: str = "impact") -> str:
    """Return the noun for the projectiles of one group; parameters as for `noun_of_rows`."""
    own = row.get("kind")
    if is_set(own):
        return _own_noun(reading, row, str(own))
    if not reading.claims:
        return noun_of([reading.events[row["event_id"]]["kind"]])
    basis = claims_behind(reading, row)
    ends = ([c for c in basis if c["field"] in IMPACTS], [c for c in basis if c["field"] == "launch_place_id"])
    return noun_of([kind_said(reading, row["event_id"], *(ends if end == "impact" else reversed(ends)))])


def _own_noun(reading: Reading, row: Mapping[str, Any], kind: str) -> str:
    """Return the noun of a group of which a report tells the kind.

    It holds for who gave the kind of this group, and for others who name such projectiles among theirs: "missiles"
    where the kind is a cruise missile and nobody knows whether they said so. Where nobody is recorded as having given
    it, it holds for all whose words name no others.
    """
    told = [c for c in claims_behind(reading, row) if c["stance"] == "asserts"]
    givers = {speaker_of(c) for c in told if c["field"] == "kind" and c["value"] == kind}
    noun, is_wider = noun_of([kind]), False
    for speaker in {speaker_of(c) for c in told} - givers:
        own = named_in(c for c in told if speaker_of(c) == speaker)
        named = own or reading.nouns_said.by_speaker.get((row["event_id"], speaker))
        if not (any(noun in nouns for nouns in named) if named else not givers):
            return MIXED
        is_wider |= bool(named)
    return noun if is_wider else own_noun_of(kind)


def kind_said(reading: Reading, event_id: str, *levels: Rows) -> object:
    """Return the kind of an event if it names what some claims speak of; else an empty text: projectiles.

    The kind holds for a speaker whose words in these claims name it and nothing else, or, where they name nothing, who
    gave the kind or named it elsewhere, and nothing else. Where nobody is recorded as having given the kind, it holds
    as it stands for all whose words do not contradict it.

    Parameters
    ----------
    reading : Reading
    event_id : str
    *levels : sequence of mapping
        Claims that tell of the projectiles, those that come first in a sequence of their own.
    """
    kind, said = reading.events[event_id]["kind"], reading.nouns_said
    noun = noun_of([kind])
    for speaker in {speaker_of(c) for claims in levels for c in claims if c["stance"] == "asserts"}:
        own = (
            named_in(c for c in claims if speaker_of(c) == speaker and c["stance"] == "asserts") for claims in levels
        )
        named = next(filter(None, own), None) or said.by_speaker.get((event_id, speaker))
        if not (fits(named, noun) if named else event_id not in said.with_kind):
            return ""
    return kind
