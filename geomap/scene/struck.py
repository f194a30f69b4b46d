"""What was struck: the places of impact that are drawn, and which of them an origin is told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.dataset import items_of
from geomap.scene.disputes import DISPUTING, denials_of
from geomap.scene.outcomes import is_told_at
from geomap.scene.panels import place_claims
from geomap.scene.reading import Reading

__all__ = ["Rows", "Struck", "basis_of", "events_of", "impacts_of", "places_struck"]

Rows = Sequence[Mapping[str, Any]]
Struck = Mapping[str, tuple[Rows, tuple[str, ...]]]
"""By place of impact: its groups, and the claims that deny it."""


def places_struck(reading: Reading, account_ids: Iterable[str]) -> Struck:
    """Return the places of impact that are drawn, in the order in which accounts name them."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for account_id in account_ids:
        for row in reading.trajectories.values():
            if row["account"] == account_id and is_told_at(reading, row, "impact"):
                rows.setdefault(row["impact_place_id"], []).append(row)
    made: dict[str, tuple[Rows, tuple[str, ...]]] = {}
    for place, group in rows.items():
        ids = place_claims(reading, place, "impact_area", sorted(events_of(group)), basis_of(group))
        made[place] = group, denials_of(reading, [c for c in ids if reading.claims[c]["stance"] not in DISPUTING])
    return made


def impacts_of(struck: Struck, rows: Rows) -> tuple[str, ...]:
    """Return the drawn places of impact of an origin: what its groups or their accounts name, else what nobody denies.

    Parameters
    ----------
    struck : mapping
        From `places_struck`.
    rows : sequence of mapping
        The groups that came from the origin.
    """
    own = {row["impact_place_id"] for row in rows}
    if not own & struck.keys():
        who = {row["account"] for row in rows}
        own = {place for place, (groups, _) in struck.items() if who & {row["account"] for row in groups}}
    if not own & struck.keys():
        own = {p for p, (groups, denied) in struck.items() if not denied and events_of(rows) & events_of(groups)}
    return tuple(sorted(own & struck.keys()))


def basis_of(rows: Rows) -> list[str]:
    """Return the claims that some groups rest on."""
    return [c for row in rows for c in items_of(row["basis_claim_ids"])]


def events_of(rows: Rows) -> set[str]:
    """Return the events that some groups belong to."""
    return {row["event_id"] for row in rows}
