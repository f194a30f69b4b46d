"""What all accounts say together: their claimed origins, what they say was struck, and which ways can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geomap.dataset import Account, all_accounts_id, items_of
from geomap.edition import Track
from geomap.scene.disputes import DISPUTING, denials_of, doubts_of
from geomap.scene.kinds import IMPACTS, claims_behind
from geomap.scene.origins import ClaimedOrigin, accounts_in_order, claimed_origins, differ, groups_of
from geomap.scene.outcomes import is_told_at
from geomap.scene.panels import place_claims
from geomap.scene.reading import Reading

__all__ = ["Together", "basis_of", "events_of", "together_of"]

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Together:
    """What the picture of all accounts is made of.

    Attributes
    ----------
    reading : Reading
    accounts : tuple of Account
        In order.
    """

    reading: Reading
    accounts: tuple[Account, ...]

    @cached_property
    def account_id(self) -> str:
        """Id of the picture."""
        return all_accounts_id(self.accounts)

    @cached_property
    def origins(self) -> tuple[ClaimedOrigin, ...]:
        """Every claimed origin, drawn or not."""
        return claimed_origins(self.reading, self.accounts)

    @cached_property
    def struck(self) -> dict[str, tuple[Rows, tuple[str, ...]]]:
        """The places of impact that are drawn: their groups, and the claims that deny them."""
        reading = self.reading
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for account in self.accounts:
            for row in groups_of(reading, account):
                if is_told_at(reading, row, "impact"):
                    rows.setdefault(row["impact_place_id"], []).append(row)
        made: dict[str, tuple[Rows, tuple[str, ...]]] = {}
        for place, group in rows.items():
            ids = place_claims(reading, place, "impact_area", sorted({r["event_id"] for r in group}), basis_of(group))
            made[place] = group, denials_of(reading, [c for c in ids if reading.claims[c]["stance"] not in DISPUTING])
        return made

    def is_undisputed(self, place_id: str) -> bool:
        """Whether several accounts say that a place was struck, nobody denies it, and no claim of it is in doubt."""
        rows, denials = self.struck[place_id]
        fell = {row["account"] for row in rows if row["outcome"] == "ground_impact"}
        return len(fell) > 1 and not denials and not doubts_of(self.reading, self.ends_of(rows))

    def ends_of(self, rows: Rows) -> tuple[str, ...]:
        """Return the claims that tell of the end of some groups."""
        return self.reading.ordered_claims(
            claim["claim_id"] for row in rows for claim in claims_behind(self.reading, row) if claim["field"] in IMPACTS
        )

    @cached_property
    def ways(self) -> dict[str, tuple[Track, ...]]:
        """The ways from each drawn origin to what it is said to have struck; none where one of them has none."""
        made = {o.place_id: self.tracks_of(o) for o in self.origins if o.place_id}
        is_told = made and all(tracks and all(t.resolvable for t in tracks) for tracks in made.values())
        return made if is_told else {}

    def tracks_of(self, origin: ClaimedOrigin) -> tuple[Track, ...]:
        """Return what can be said between a drawn origin and each of its places of impact.

        None where that was not looked for: nothing that is told of flew from there, or the places are too many.
        """
        pairs = self.reading.tracks.pairs
        ways = [(origin.place_id, impact) for impact in self.impacts_of(origin)]
        return tuple(pairs[way] for way in ways) if all(way in pairs for way in ways) else ()

    def impacts_of(self, origin: ClaimedOrigin) -> tuple[str, ...]:
        """Return the drawn places of impact of an origin: what its accounts name, else what nobody disputes."""
        own = {row["impact_place_id"] for row in origin.rows}
        if not own & self.struck.keys():
            who = {account.account_id for account in origin.accounts}
            own = {place for place, (rows, _) in self.struck.items() if who & {row["account"] for row in rows}}
        if not own & self.struck.keys():
            events = {row["event_id"] for row in origin.rows}
            own = {p for p, (rows, denied) in self.struck.items() if not denied and events & events_of(rows)}
        return tuple(sorted(own & self.struck.keys()))


def basis_of(rows: Rows) -> list[str]:
    """Return the claims that some groups rest on."""
    return [c for row in rows for c in items_of(row["basis_claim_ids"])]


def events_of(rows: Rows) -> set[str]:
    """Return the events that some groups belong to."""
    return {row["event_id"] for row in rows}


def together_of(reading: Reading) -> Together | None:
    """Return what all accounts say together; None where they are one, or differ in no launch area and no number."""
    if len(reading.public.info.accounts) < 2 or not differ(reading):
        return None
    return Together(reading, accounts_in_order(reading))
