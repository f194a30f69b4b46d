"""The rules on what speakers dispute: an event whose dead or origin are disputed says so, and words name all kinds."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geomap.checks.found import of_rows
from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.schema import projectiles_named

__all__ = ["disputed_but_reported", "kinds_in_words"]

_ORIGIN = ("actor_claimed", "actor_attributed", "launch_place_id")
_ALL = frozenset({"unknown_projectile", "indirect_fire", "other"})
"""Kinds that call nothing by a wrong name."""


def disputed_but_reported(dataset: Dataset) -> Iterator[Finding]:
    """Find events of status "reported" whose dead or origin speakers dispute."""
    if not dataset.is_case:
        return
    claims = dataset.claims
    stands = claims["verification"].astype(object).ne("retracted")
    denied = claims[claims["stance"].isin(["denies"]) & claims["field"].isin(["killed", *_ORIGIN]) & stands]
    about = dict(zip(dataset.trajectories["trajectory_id"], dataset.trajectories["event_id"], strict=True))
    disputed = {about.get(a, a) for a in denied["about"].dropna()}
    killed = claims[claims["field"].eq("killed").fillna(False) & claims["stance"].isin(["asserts"]) & stands]
    disputed |= _zero_against_some(killed)
    events = dataset.events
    wrong = events[events["event_id"].isin(disputed) & events["status"].isin(["reported"])]
    message = (
        'has the status "reported", but speakers deny its deaths or where it came from, or some say nobody was killed '
        'and others that somebody was. Write "disputed", or leave it if the desk has settled the matter'
    )
    yield from of_rows("disputed-but-reported", "notice", message, wrong, "event_id", "events.csv", "status")


def _zero_against_some(killed: pd.DataFrame) -> set[str]:
    """Return the events of which one says that nobody was killed and another that somebody was."""
    is_all = killed["group"].astype(object).isna() | killed["group"].isin(["all"])
    nobody = killed[(killed["value_high"] == 0).fillna(False).astype(bool) & is_all]
    somebody = killed[(killed["value_low"] > 0).fillna(False).astype(bool)]
    return set(nobody["about"]) & set(somebody["about"])


def kinds_in_words(dataset: Dataset) -> Iterator[Finding]:
    """Find claims of numbers whose words name kinds of projectiles that nobody gives as a kind of the event."""
    if not dataset.is_case:
        return
    claims, events = dataset.claims, dataset.events
    asserted = claims[claims["stance"].isin(["asserts"])]
    given = asserted[asserted["field"].isin(["kind"])]
    kinds: dict[str, set[str]] = {}
    for table, key, value in ((events, "event_id", "kind"), (given, "about", "value")):
        for event_id, kind in zip(table[key], table[value].astype(object), strict=True):
            kinds.setdefault(event_id, set()).add(str(kind))
    counted = asserted[asserted["field"].isin(["munitions"])]
    pairs = zip(counted["words"], counted["about"], strict=True)
    further = pd.Series([_further(str(words), kinds.get(about, set())) for words, about in pairs], dtype=object)
    for named in sorted(set(further) - {""}):
        message = (
            f"names {named}, which nobody gives as a kind of the event: it would be told as another. Add a claim about "
            "the kind, and count each kind in a claim of its own where the words do"
        )
        rows = counted[(further == named).to_numpy()]
        yield from of_rows("kinds-in-words", "notice", message, rows, "claim_id", "claims.csv", "words")


def _further(words: str, kinds: set[str]) -> str:
    """Return how words call projectiles of a kind that is none of some; empty if they do not."""
    if not kinds or kinds & _ALL:
        return ""
    named = dict(projectiles_named(words))
    strange = [name for name, may_be in named.items() if not may_be & kinds]
    return " and ".join(strange) if len(named) > 1 else ""  # one word for all may be another word for the kind
