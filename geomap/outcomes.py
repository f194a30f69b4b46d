"""What became of projectiles, as far as drawing depends on it: what has a sign, what flew, what came down."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FURTHER_SIGNS", "NOT_FLOWN", "SIGNS", "SIGN_MAX_M", "STOPPED", "signs_of"]

STOPPED = frozenset({"air_burst", "intercepted", "fell_short"})
"""Outcomes of groups that did not come down where they were aimed."""

NOT_FLOWN = frozenset({"destroyed_before_launch", "failed"})
"""Outcomes of groups that never left: no way and no place of impact belongs to them."""

SIGN_MAX_M = 30_000.0
"""What was stopped, and debris, has a sign only at a place with at most this radius; else its words are listed."""

SIGNS = ("fell", "fell_short", "intercepted", "air_burst", "debris")
"""Signs, in the order in which several of one place stand side by side."""

FURTHER_SIGNS = {"intercepted_over": "intercepted", "debris": "debris"}
"""Roles of further places of events that have a sign, and which."""


def signs_of(role: str, outcomes: Iterable[str]) -> tuple[str, ...]:
    """Return the signs at the middle of a mark: what was stopped there, or debris; none where all came down.

    What came down is told by its area. Beside what was stopped at the same place it has a sign, too.

    Examples
    --------
    >>> signs_of("impact_area", ["air_burst", "ground_impact", "intercepted"]), signs_of("debris", [])
    (('fell', 'intercepted', 'air_burst'), ('debris',))
    """
    if role in FURTHER_SIGNS:
        return (FURTHER_SIGNS[role],)
    found = set(outcomes)
    if role != "impact_area" or found.isdisjoint(STOPPED):
        return ()
    return tuple(sign for sign in SIGNS if sign in found or (sign == "fell" and found - STOPPED))
