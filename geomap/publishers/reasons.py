"""Why what is reported has no shape in a table of features."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geomap.edition import PublicDataset

__all__ = ["event_reasons", "reasons_of"]

_UNKNOWN = "no position is known for the place"
_ELSEWHERE = "see launch areas and impact areas"


def reasons_of(public: PublicDataset, place_ids: Iterable[object]) -> list[str]:
    """Return for each place why what lies there has no shape: none was reported, none is known, or it is too coarse."""
    places = public.places
    known = dict(zip(places["place_id"], places["location_class"].astype(object) != "unlocated", strict=True))
    said = {True: "place too coarse to draw", False: _UNKNOWN}
    nowhere = _nowhere(public)
    return [said[bool(known.get(p))] if isinstance(p, str) else nowhere for p in place_ids]


def event_reasons(public: PublicDataset) -> list[str]:
    """Return for each event why it has no shape; of one without a place of its own where its places are drawn."""
    events = public.events
    reasons = reasons_of(public, events["place_id"].astype(object))
    nowhere = _nowhere(public)
    if nowhere not in reasons:
        return reasons
    drawn = _drawn_ends(public)
    worded = events["place_wording"].notna() if "place_wording" in events else pd.Series(False, index=events.index)
    return [
        reason if reason != nowhere else _elsewhere(drawn.get(event_id, 0)) or (_UNKNOWN if is_worded else nowhere)
        for reason, event_id, is_worded in zip(reasons, events["event_id"], worded, strict=True)
    ]


def _nowhere(public: PublicDataset) -> str:
    """Return why an event without a place has none; a column of a table that nobody read may be it."""
    return "no place was read from the table" if public.unread.columns else "no place reported"


def _elsewhere(drawn: int) -> str:
    """Return that an event without a place of its own has places that are drawn; empty if it has none."""
    if not drawn:
        return ""
    return f"several places; {_ELSEWHERE}" if drawn > 1 else f"no place of its own; {_ELSEWHERE}"


def _drawn_ends(public: PublicDataset) -> dict[str, int]:
    """Return at how many places the groups of an event are drawn."""
    groups = public.trajectories
    ends = pd.concat(
        [groups[["event_id", f"{end}_place_id"]].set_axis(["event_id", "place_id"], axis="columns") for end in _ENDS]
    )
    ends = ends[ends["place_id"].isin(list(public.areas))].drop_duplicates()
    return {str(event_id): int(n) for event_id, n in ends["event_id"].value_counts().items()}


_ENDS = ("launch", "impact")
