"""Which projectiles a speaker named: the noun of an event's kind is nobody's who did not say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geomap.scene.munitions import MIXED, noun_of
from geomap.schema import projectiles_named

__all__ = ["Named", "NounsSaid", "fits", "named_in", "nouns_said", "speaker_of"]

Named = frozenset[frozenset[str]]
"""For each word for a projectile, the nouns that it can stand for."""

_TOLD_IN = frozenset(
    {"kind", "munitions", "launch_place_id", "impact_place_id", "outcome", "place_id", "date_start", "time_local"}
)
"""Fields whose words may name what fell: not background, harm or blame, in which other weapons have their place."""


@dataclass(frozen=True, slots=True)
class NounsSaid:
    """Who named which projectiles, event by event.

    Attributes
    ----------
    by_speaker : mapping of (str, str) to Named
        By event id and speaker.
    with_kind : frozenset of str
        Ids of events of which anybody is recorded as having said the kind.
    """

    by_speaker: Mapping[tuple[str, str], Named]
    with_kind: frozenset[str]


def named_in(claims: Iterable[Mapping[str, Any]]) -> Named:
    """Return the projectiles that the words of some claims name.

    Examples
    --------
    >>> named_in([{"words": "three cruise missiles misfired"}]) == {frozenset({"missiles"})}
    True
    """
    text = " ".join(str(c.get(column) or "") for c in claims for column in ("words", "words_ar"))
    return frozenset(frozenset(noun_of([kind]) for kind in kinds) for _, kinds in projectiles_named(text))


def fits(named: Named, noun: str) -> bool:
    """Whether every word for a projectile can stand for this noun."""
    return all(noun in nouns for nouns in named)


def speaker_of(claim: Mapping[str, Any]) -> str:
    """Return who first said what a claim says."""
    return _text(claim, "origin") or _text(claim, "claimant")


def nouns_said(claims: Iterable[Mapping[str, Any]]) -> NounsSaid:
    """Return which projectiles each speaker named of each event, by the kinds it gave and by its own words."""
    said: dict[tuple[str, str], Named] = {}
    with_kind = set()
    for claim in claims:
        if claim["field"] not in _TOLD_IN or claim["stance"] != "asserts" or claim["verification"] == "retracted":
            continue
        about, named = _text(claim, "about"), named_in([claim])
        if claim["field"] == "kind":
            with_kind.add(about)
            noun = noun_of([_text(claim, "value")])
            named |= {frozenset({noun})} if noun != MIXED else frozenset()
        key = (about, speaker_of(claim))
        said[key] = said.get(key, frozenset()) | named
    return NounsSaid(by_speaker=said, with_kind=frozenset(with_kind))


def _text(claim: Mapping[str, Any], column: str) -> str:
    value = claim.get(column)
    return value if isinstance(value, str) else ""
