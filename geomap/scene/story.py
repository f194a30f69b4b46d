"""The order in which claims tell a story: what happened when and where, what came of it, and who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap.scene.otherwise import COUNTED, is_of_number

if TYPE_CHECKING:
    from geomap.scene.reading import Reading

__all__ = ["DISPUTING", "denied_by", "story_of"]

DISPUTING = ("denies", "distances")
"""Stances that take something back; such a claim is no origin of what it denies."""

_STORY = (
    ("date_start", "date_end", "time_local"),
    ("place_id", "longitude", "latitude", "name"),
    ("launch_place_id",),
    ("kind", "status", "munitions", "group_n"),
    ("impact_place_id",),
    ("outcome", "struck"),
    ("intercepted_over",),
    ("debris",),
    ("killed", "wounded", "cause_of_harm"),
    ("actor",),
    ("context",),
)
_CHAPTER = {field: number for number, fields in enumerate(_STORY) for field in fields}


def story_of(reading: Reading) -> dict[str, int]:
    """Return the place of each claim in the story: the main event first, its fields in the order of `_STORY`.

    Claims of one value stand together. A denial stands directly behind the last claim that it denies, or behind the
    denials that already do; one of which nobody says the contrary has the place of its field.
    """
    events = sorted(
        reading.events.values(),
        key=lambda e: (
            e["event_id"] != reading.public.info.main_event,
            str(e["date_start_lower"]) if not pd.isna(e["date_start_lower"]) else "9",
            e["event_id"],
        ),
    )
    order = {event["event_id"]: number for number, event in enumerate(events)}
    matters = {claim_id: reading.matter(claim) for claim_id, claim in reading.claims.items()}
    first: dict[tuple[str, str, str], str] = {}
    for claim_id in sorted(matters):
        first.setdefault(matters[claim_id], claim_id)

    def key(claim_id: str) -> tuple[bool, int, int, str, bool, str]:
        claim, matter = reading.claims[claim_id], matters[claim_id]
        is_background = not matter[0] or claim["stance"] == "background"
        chapter = _CHAPTER.get(matter[1], len(_STORY))
        is_denial = claim["stance"] in ("denies", "distances")
        return is_background, order.get(matter[0], len(order)), chapter, first[matter], is_denial, claim_id

    order_told = sorted(reading.claims, key=key)
    behind: dict[str, list[str]] = {}
    told = [c for c in order_told if reading.claims[c]["stance"] not in DISPUTING] if reading.denials else []
    last = {denial: c for c in told for denial in denied_by(reading, reading.claims[c])}
    for denial in (c for c in order_told if c in last):
        behind.setdefault(last[denial], []).append(denial)
    whole = [d for c in order_told if c not in last for d in (c, *behind.get(c, ()))]
    return {claim_id: number for number, claim_id in enumerate(whole)}


def denied_by(reading: Reading, claim: Mapping[str, Any]) -> set[str]:
    """Return the claims that deny a claim, or keep away from it.

    A denial belongs to a claim about the same event or place, in the same field, of the same value; without a value of
    its own it belongs to every claim of the field, and a number to every claim whose range holds it. Of responsibility
    it belongs to a claim and an attribution alike.

    Parameters
    ----------
    reading : Reading
    claim : mapping
    """
    found: set[str] = set()
    if claim["stance"] in DISPUTING:
        return found
    subject, field, value = reading.matter(claim)
    for key in ((field, value), (field, ""), *((("context", value),) if value else ())):
        found.update(reading.denials.get((subject, *key), ()))
    found.update(d for d in _of_a_number(reading, subject, field) if is_of_number(reading.claims[d], claim))
    return found


def _of_a_number(reading: Reading, subject: str, field: str) -> list[str]:
    """Return the denials of a number of an event."""
    if field not in COUNTED:
        return []
    return [d for key, ids in reading.denials.items() if key[:2] == (subject, field) for d in ids]
