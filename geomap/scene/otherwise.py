"""Numbers that speakers give of an event and that its cells do not hold: a figure never stands without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from geomap.counts import UNKNOWN, Count

__all__ = ["COUNTED", "is_of_number", "told_otherwise"]

COUNTED = ("munitions", "killed", "wounded")
"""What an event counts."""

_WHOLE = frozenset({"", "all"})
_SPELT = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers as a desk writes them in a note."""
_Row = Mapping[str, Any]


def told_otherwise(claims: Iterable[_Row], events: Mapping[str, _Row]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the claims that say of a number something else than the cells of its event, by event and count.

    A claim of one group of people says otherwise only if it alone is more than the event holds of all. A denial says
    otherwise where the number that it denies is the one that the event holds. What was retracted says nothing, and what
    the note of the event tells already is told.

    Parameters
    ----------
    claims : iterable of mapping
    events : mapping of str to mapping
        Events by id.

    Returns
    -------
    dict of (str, str) to tuple of str
        By event id and word of `COUNTED`; without those of which nothing else is said.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for claim in claims:
        about, field = claim["about"], claim["field"]
        if field not in COUNTED or about not in events or claim["verification"] == "retracted":
            continue
        event, said = events[about], _said(claim)
        held = Count.of(event[f"{field}_low"], event[f"{field}_high"])
        if not _differs(str(claim["stance"]), said, held, is_part=_text(claim, "group") not in _WHOLE):
            continue
        if not (held.is_known and _is_noted(claim, said, event)):
            found[about, field] = (*found.get((about, field), ()), claim["claim_id"])
    return found


def _differs(stance: str, said: Count, held: Count, *, is_part: bool) -> bool:
    if stance == "denies":
        return held.is_known and not is_part and (not said.is_known or not _is_outside(said, held))
    if stance != "asserts" or not said.is_known:
        return False
    if not held.is_known:
        return bool(said.low or said.high) or not is_part  # none of one group is no number of all
    return _is_above(said, held) if is_part else _is_outside(said, held)


def is_of_number(denial: _Row, claim: _Row) -> bool:
    """Whether a denial speaks of a number that a claim in the same field gives, or of one inside its range."""
    groups = {_text(denial, "group"), _text(claim, "group")}
    if claim["field"] not in COUNTED or (len(groups) == 2 and groups.isdisjoint(_WHOLE)):
        return False
    denied, said = _said(denial), _said(claim)
    return denied.is_known and said.is_known and not _is_outside(denied, said)


def _is_outside(one: Count, other: Count) -> bool:
    return _is_above(one, other) or _is_above(other, one)


def _is_above(one: Count, other: Count) -> bool:
    return one.low is not None and other.high is not None and one.low > other.high


def _is_noted(claim: _Row, said: Count, event: _Row) -> bool:
    """Whether the note of an event names a number that somebody gives; a note on dead and wounded the speaker, too."""
    is_harm = claim["field"] != "munitions"
    note = _text(event, "harm_note" if is_harm else "munitions_note").casefold()
    if is_harm and _text(claim, "claimant").casefold() not in note:
        return False
    numbers = {n for n in (said.low, said.high) if n is not None}
    spelt = {str(n) for n in numbers} | {_SPELT[n] for n in numbers if n < len(_SPELT)}
    return bool(spelt) and not spelt.isdisjoint(re.findall(r"\w+", note))


def _text(row: _Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None or pd.isna(value) else str(value)


def _said(claim: _Row) -> Count:
    count = Count.of(claim["value_low"], claim["value_high"])
    value = claim["value"]
    if count.is_known or not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
        return count if count.is_known else UNKNOWN
    return Count.exactly(int(value))
