"""The order in which claims tell a story: what happened when and where, what came of it, and who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from geomap.scene.reading import Reading

__all__ = ["story_of"]

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

    Claims of one value stand together, those that deny it last.
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

    return {claim_id: number for number, claim_id in enumerate(sorted(reading.claims, key=key))}
