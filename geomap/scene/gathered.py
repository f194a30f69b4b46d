"""What all accounts say together: their claimed origins, what they say was struck, and which ways can be told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from geomap.dataset import Account, all_accounts_id
from geomap.edition import Track
from geomap.scene.disputes import doubts_of
from geomap.scene.kinds import IMPACTS, claims_behind
from geomap.scene.origins import ClaimedOrigin, accounts_in_order, claimed_origins, differ
from geomap.scene.reading import Reading
from geomap.scene.struck import Rows, Struck, impacts_of, places_struck

__all__ = ["Together", "together_of"]


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
    def struck(self) -> Struck:
        """The places of impact that are drawn: their groups, and the claims that deny them."""
        return places_struck(self.reading, [account.account_id for account in self.accounts])

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
        is_told = (
            made
            and not any(o.towards for o in self.origins)
            and all(tracks and all(t.resolvable for t in tracks) for tracks in made.values())
        )
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
        return impacts_of(self.struck, origin.rows)


def together_of(reading: Reading) -> Together | None:
    """Return what all accounts say together; None where they are one, or differ in no launch area and no number."""
    if len(reading.public.info.accounts) < 2 or not differ(reading):
        return None
    return Together(reading, accounts_in_order(reading))
