"""The rules on what speakers dispute: an event whose dead or origin are disputed says so, and words name all kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from geomap.checks.found import of_rows
from geomap.dataset import Dataset
from geomap.findings import Finding

__all__ = ["disputed_but_reported", "kinds_in_words"]

_ORIGIN = ("actor_claimed", "actor_attributed", "launch_place_id")
_KINDS = {
    "drones": (r"drones?\b|\buavs?\b|مسي[ّ]?ر", {"drone"}),
    "missiles": (r"missiles?\b|صاروخ باليستي|صواريخ باليستية", {"missile", "ballistic_missile", "cruise_missile",
                                                                   "anti_ship_missile"}),
    "rockets": (r"rockets?\b", {"rocket"}),
    "mortar rounds": (r"mortars?\b|هاون", {"mortar"}),
    "shells": (r"(?:artillery )?shells?\b|مدفعية", {"artillery"}),
    "bombs": (r"(?:glide |guided )?bombs?\b", {"guided_bomb", "ied", "airstrike"}),
}  # fmt: skip
"""How words speak of projectiles, and the kinds of events that these are."""
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
    claims = dataset.claims
    told = claims["field"].eq("kind").fillna(False) & claims["stance"].isin(["asserts"])
    kinds: dict[str, set[str]] = {}
    for table, column in ((dataset.events, "event_id"), (claims[told], "about")):
        of = table["kind" if column == "event_id" else "value"].astype(object)
        for event_id, kind in zip(table[column], of, strict=True):
            kinds.setdefault(event_id, set()).add(str(kind))
    counted = claims[claims["field"].eq("munitions").fillna(False) & claims["stance"].isin(["asserts"])]
    further = pd.Series(
        [_further(str(words), kinds.get(about, set())) for words, about in zip(counted["words"], counted["about"],
                                                                               strict=True)],
        index=counted.index, dtype=object,
    )  # fmt: skip
    wrong = counted[further.astype(bool)]
    if wrong.empty:
        return
    message = (
        f"names {further[wrong.index[0]]}, which nobody gives as a kind of the event: it would be told as another. Add "
        "a claim about the kind, and count each kind in a claim of its own where the words do"
    )
    yield from of_rows("kinds-in-words", "notice", message, wrong, "claim_id", "claims.csv", "words")


def _further(words: str, kinds: set[str]) -> str:
    """Return how words call projectiles of a kind that is none of some; empty if they do not."""
    if not kinds or kinds & _ALL:
        return ""
    named = [noun for noun, (pattern, _) in _KINDS.items() if re.search(rf"(?i)\b(?:{pattern})", words)]
    strange = [noun for noun in named if not _KINDS[noun][1] & kinds]
    return " and ".join(strange) if len(named) > 1 else ""  # one word for all may be another word for the kind
