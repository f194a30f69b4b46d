"""The rules on numbers of projectiles: an account is held against what it says itself, never against another's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from geomap.checks.found import of_rows
from geomap.counts import UNKNOWN, Count
from geomap.dataset import Dataset, items_of
from geomap.findings import Finding, Severity

__all__ = ["groups_out_of_order", "munitions_balance"]

_Row: TypeAlias = Mapping[str, Any]

_STANDS = frozenset({"asserts"})
_TAKEN_BACK = "retracted"


def groups_out_of_order(dataset: Dataset) -> Iterator[Finding]:
    """Find groups of projectiles whose low end is above the high end."""
    rows = dataset.trajectories
    if "group_n_low" not in rows or "group_n_high" not in rows:
        return
    wrong = rows[(rows["group_n_low"] > rows["group_n_high"]).fillna(False).astype(bool)]
    if wrong.empty:
        return
    first = f"{wrong['group_n_low'].iloc[0]} above {wrong['group_n_high'].iloc[0]}"
    message = f"group_n_low is above group_n_high ({first}). Swap them, or correct the one that is wrong"
    file = "trajectories.csv"
    yield from of_rows("counts-out-of-order", "error", message, wrong, "trajectory_id", file, "group_n_low")


def munitions_balance(dataset: Dataset) -> Iterator[Finding]:
    """Find accounts whose groups do not add up to the number that the same account gives.

    The number of an account is that of the munitions claims among the claims that its groups rest on; failing these, of
    those that its own sources have from the speakers of its groups. An account that gives none, one of a part of the
    night among them, is held against nothing. Without accounts the row of the event is its own claim.
    """
    rows = dataset.trajectories
    if rows.empty:
        return
    columns = ["event_id", "account", "trajectory_id", "basis_claim_ids", "group_n", "group_n_low", "group_n_high"]
    groups = _by_key(rows[[c for c in columns if c in rows]].astype(object).to_dict("records"))
    ids, low, high = (dataset.events[c].tolist() for c in ("event_id", "munitions_low", "munitions_high"))
    of_events = {event_id: ends for event_id, *ends in zip(ids, low, high, strict=True)}
    said = _Said(dataset)
    for (event_id, account), (places, group) in groups.items():
        counts = [Count.of_group(row) for row in group]
        if account:
            stated, who = said.of(event_id, account, group), f"account {account}"
        else:
            stated, who = Count.of(*of_events[event_id]), "the groups"
        found = _difference(counts, stated, is_whole=bool(account))
        if found is None:
            continue
        by = "it" if account else "the event"
        is_open = stated.high is None  # "at least 12" of which five are placed is no contradiction
        way = (
            "Where nobody says what became of the others, a group of outcome unknown without a number lists them"
            if is_open
            else "Add the group that is missing (outcome unknown), or correct a number"
        )
        message = f"{who}: {_in_words(found)} in groups, but {by} says {_in_words(stated, with_noun=False)}. {way}"
        severity: Severity = "warning" if is_open else "error"
        wrong, file = rows.iloc[places], "trajectories.csv"
        yield from of_rows("munitions-balance", severity, message, wrong, "trajectory_id", file, "group_n")


def _by_key(rows: list[_Row]) -> dict[tuple[str, str], tuple[list[int], list[_Row]]]:
    """Return where the groups of each event and account stand, and what they say, in the order of event and account."""
    found: dict[tuple[str, str], tuple[list[int], list[_Row]]] = {}
    for place, row in enumerate(rows):
        account = row["account"] if isinstance(row["account"], str) else ""
        places, group = found.setdefault((row["event_id"], account), ([], []))
        places.append(place)
        group.append(row)
    return dict(sorted(found.items()))


def _difference(counts: list[Count], stated: Count, *, is_whole: bool) -> Count | None:
    """Return the sum of some groups where it cannot be what was stated, else None.

    What is not known of a group may be anything: it is no reason to find too few, and those that are known may be too
    many without it. Only an account of all is expected to be whole.
    """
    least = sum(count.low or 0 for count in counts)
    total = Count.total(counts)
    is_over = stated.high is not None and least > stated.high
    is_under = is_whole and stated.low is not None and total.high is not None and total.high < stated.low
    if is_over:
        return total if total.low == least else Count(least, None)
    return total if is_under else None


class _Said:
    """What the accounts of a case say of their own numbers."""

    def __init__(self, dataset: Dataset) -> None:
        claims = dataset.claims
        self._origin_of = dict(zip(claims["claim_id"], claims["origin"].astype(object), strict=True))
        usable = claims["stance"].isin(_STANDS) & claims["verification"].ne(_TAKEN_BACK).fillna(True)
        counted = claims[claims["field"].eq("munitions").fillna(False) & usable]
        self._claims = {claim["claim_id"]: claim for claim in counted.to_dict("records")}
        self._about: dict[object, list[_Row]] = {}
        for claim in self._claims.values():
            self._about.setdefault(claim["about"], []).append(claim)
        self._sources = {a.account_id: frozenset(a.source_ids) for a in dataset.info.accounts}

    def of(self, event_id: str, account: str, group: list[_Row]) -> Count:
        """Return the number that an account gives of all projectiles, from the lowest to the highest it ever gave."""
        basis = {claim for row in group for claim in items_of(row["basis_claim_ids"])}
        about = {event_id, *(row["trajectory_id"] for row in group)}
        own = [self._claims[claim] for claim in basis if claim in self._claims]
        if not own:
            speakers = {self._origin_of.get(claim) for claim in basis}
            sources = self._sources.get(account, frozenset())
            claims = [claim for subject in about for claim in self._about.get(subject, ())]
            own = [c for c in claims if c["source_id"] in sources and c["origin"] in speakers]
        counts = [count for c in own if c["about"] in about and (count := _of_claim(c)).is_known]
        if not counts:
            return UNKNOWN
        lows, highs = [c.low for c in counts], [c.high for c in counts]
        return Count(
            None if None in lows else min(low for low in lows if low is not None),
            None if None in highs else max(high for high in highs if high is not None),
        )


def _of_claim(claim: dict[str, object]) -> Count:
    count = Count.of(claim["value_low"], claim["value_high"])
    value = claim["value"]
    if count.is_known or not isinstance(value, str) or not re.fullmatch(r"\d{1,9}", value):
        return count
    return Count.exactly(int(value))


def _in_words(count: Count, *, with_noun: bool = True) -> str:
    if count.exact is not None:
        text = str(count.exact)
    elif count.high is None:
        text = f"at least {count.low}"
    else:
        text = f"up to {count.high}" if count.low is None else f"{count.low} to {count.high}"
    if not with_noun:
        return text
    return f"{text} projectile" if count.exact == 1 else f"{text} projectiles"
