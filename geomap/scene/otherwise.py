"""Numbers that speakers give of an event and that its cells do not hold: a figure never stands without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from geomap.counts import UNKNOWN, Count

__all__ = ["COUNTED", "contested", "count_of", "is_of_number", "is_told_in", "told_otherwise"]

COUNTED = ("munitions", "killed", "wounded")
"""What an event counts."""

_CONTESTABLE = (*COUNTED, "cause_of_harm")
_DOUBTED = frozenset({"unverified", "contradicted"})
_MATTERS = {
    "killed": r"kill|dead|died|death|قتل|قتيل|قتلى|وفاة|وفيات",
    "wounded": r"wound|hurt|injur|جرح|جريح|جرحى|أصيب|إصاب",
}
"""How a text in words of its own speaks of what is counted."""
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
        event, said = events[about], count_of(claim)
        held = Count.of(event[f"{field}_low"], event[f"{field}_high"])
        if not _differs(str(claim["stance"]), said, held, is_part=_text(claim, "group") not in _WHOLE):
            continue
        if not (held.is_known and _is_noted(claim, said, event)):
            found[about, field] = (*found.get((about, field), ()), claim["claim_id"])
    return found


def contested(claims: Iterable[_Row], events: Mapping[str, _Row]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return everybody's claims of a number, or of what hurt people, where they differ or where one is in doubt.

    Of such a matter all sides are told or none. Numbers of two groups of people do not differ, but a group that is more
    than somebody gives of all does; "several" differs from no number. What was retracted has no side.

    Parameters
    ----------
    claims : iterable of mapping
    events : mapping of str to mapping
        Events by id.

    Returns
    -------
    dict of (str, str) to tuple of str
        By event id and field of the claims; without those that nobody contests.
    """
    sides: dict[tuple[str, str], list[_Row]] = {}
    for claim in claims:
        is_side = claim["stance"] == "asserts" and claim["verification"] != "retracted"
        if is_side and claim["field"] in _CONTESTABLE and claim["about"] in events:
            sides.setdefault((claim["about"], claim["field"]), []).append(claim)
    return {key: tuple(c["claim_id"] for c in found) for key, found in sides.items() if _is_contested(found)}


def _is_contested(sides: list[_Row]) -> bool:
    if any(_text(claim, "verification") in _DOUBTED for claim in sides):
        return True
    said: dict[str, set[Count | str]] = {}
    for claim in sides:
        count = count_of(claim)
        group = _text(claim, "group")
        value = count if count.is_known or claim["field"] in COUNTED else _text(claim, "value").casefold()
        if value != UNKNOWN:  # "some" may be any number that another gives
            said.setdefault("all" if group in _WHOLE else group, set()).add(value)
    if any(len(values) > 1 for values in said.values()):
        return True
    whole = next((c for c in said.get("all", ()) if isinstance(c, Count)), UNKNOWN)
    return any(isinstance(c, Count) and _is_above(c, whole) for values in said.values() for c in values)


def is_told_in(claim: _Row, text: str) -> bool:
    """Whether a text tells a claim: in its own words, or its number in one sentence with its speaker and the matter."""
    folded = text.casefold()
    own = [_text(claim, column).rstrip(".").casefold() for column in ("words", "words_ar")]
    if any(words and words in folded for words in own):
        return True
    matter = _MATTERS.get(claim["field"])
    speakers = [name for c in ("claimant", "claimant_ar") if (name := _text(claim, c).casefold())]
    return matter is not None and any(
        re.search(matter, sentence)
        and any(name in sentence for name in speakers)
        and _names_number(count_of(claim), sentence)
        for sentence in re.split(r"(?<=[.!?؟؛;])\s", folded)
    )


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
    denied, said = count_of(denial), count_of(claim)
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
    return _names_number(said, note)


def _names_number(said: Count, folded: str) -> bool:
    numbers = {n for n in (said.low, said.high) if n is not None}
    spelt = {str(n) for n in numbers} | {_SPELT[n] for n in numbers if n < len(_SPELT)}
    return bool(spelt) and not spelt.isdisjoint(re.findall(r"\w+", folded))


def _text(row: _Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None or pd.isna(value) else str(value)


def count_of(claim: _Row) -> Count:
    """Return the number that a claim gives; not known if it gives none."""
    count = Count.of(claim["value_low"], claim["value_high"])
    value = claim["value"]
    if count.is_known or not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
        return count if count.is_known else UNKNOWN
    return Count.exactly(int(value))
