"""Which claims about an event set its cells, and what a number of several of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geomap.counts import UNKNOWN, Count
from geomap.making.sheet import SheetRow, definition

__all__ = ["COUNTED", "Told", "counts_for_event", "names_an_actor", "range_of", "rows_that_set", "tells_of_an_account"]

COUNTED = ("munitions", "killed", "wounded")
"""What an event counts."""

_HARM = frozenset({"killed", "wounded"})
_SETS = frozenset({"date", "time", "kind", "place", "launch area", "impact area", "outcome", "cause of harm", *COUNTED})
_WHOLE = frozenset({"", "all"})


def _words_with(key: str, value: str) -> frozenset[str]:
    """Return the stances and verifications of the quick sheet of which ``key`` says ``value``."""
    return frozenset(entry["word"] for entry in definition()["standing"] if entry[key] == value)


@dataclass(frozen=True, slots=True)
class Told:
    """What an event's cells say of one number.

    Attributes
    ----------
    count : Count
        The lowest and the highest number of the claims that may be compared.
    note : str
        The claims in words, each with its speaker, where the two numbers do not say it all; else empty.
    """

    count: Count = UNKNOWN
    note: str = ""


def rows_that_set(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """Return the rows that may set date, time, kind, place, numbers and cause of an event.

    These are the assertions that nobody has called in question. Only if there is none, those that are unverified: the
    event as a whole is unverified then.
    """
    asserted = [r for r in rows if r["stance"] in _words_with("event", "yes")]
    sound = [r for r in asserted if r["verification"] == ""]
    if any(r["about"] in _SETS for r in sound):
        return sound
    return [r for r in asserted if r["verification"] not in _words_with("event", "no")]


def names_an_actor(row: SheetRow) -> bool:
    """Whether a row may name who claimed an attack or whom it is attributed to; that is never verified on the day."""
    return row["stance"] in _words_with("event", "yes") and row["verification"] not in _words_with("event", "no")


def tells_of_an_account(row: SheetRow) -> bool:
    """Whether a row is a part of its speaker's account of launch and impact, with its doubt beside it."""
    return row["stance"] in _words_with("account", "yes") and row["verification"] not in _words_with("account", "no")


def counts_for_event(rows: Sequence[SheetRow]) -> Mapping[str, Told]:
    """Return munitions, killed and wounded of one event.

    Numbers are compared, never added: the range goes from the lowest to the highest that was reported of everybody. It
    is open upwards only where the highest number is itself told as open ("at least 12"). What was said of one group of
    people is no number for all: of all it is the least that there can be. Only where all that is reported is of
    civilians, children among them, is their number the one that is reported; none of them is no number at all. A zero
    of one speaker stays in the range and hides nobody's number.

    Parameters
    ----------
    rows : sequence of SheetRow
        All that is said of the event, whatever its stance.

    Returns
    -------
    mapping of str to Told
        By word of `COUNTED`.
    """
    setting = rows_that_set(rows)
    made = {}
    for about in COUNTED:
        told = [r for r in setting if r["about"] == about]
        count = range_of(told)
        others = [r for r in rows if r["about"] == about and r["stance"] in _words_with("event", "yes")]
        sides = [r for r in others if r["verification"] != "retracted"]
        if about in _HARM and _is_contested(sides):
            told = sides  # everybody is named where the numbers of dead and wounded differ or one of them is in doubt
        made[about] = Told(count, _note(count, told, others))
    return made


def range_of(told: Sequence[SheetRow]) -> Count:
    """Return the lowest and the highest number of rows about one thing, as `counts_for_event` says."""
    parts: dict[str, list[Count]] = {}
    for row in told:
        if row.amount.count.is_known:
            parts.setdefault("all" if row["whom"] in _WHOLE else row["whom"], []).append(row.amount.count)
    whole = parts.pop("all", [])
    if not whole and parts.keys() <= {"civilian", "child"} and any(c.high != 0 for c in parts.get("civilian", ())):
        whole = parts.pop("civilian", [])
    if not whole:
        least = max((min(c.low or 0 for c in counts) for counts in parts.values()), default=0)
        return Count(least, None) if least else UNKNOWN
    lows = [c.low for c in whole if c.low is not None]
    low = min(lows) if len(lows) == len(whole) else None
    high = _highest(whole)
    if high is not None:
        high = _highest([Count.exactly(high), *(c for counts in parts.values() for c in counts)])
    return Count(low, high)


def _highest(counts: Sequence[Count]) -> int | None:
    """Return the highest number of some, or None where the highest of them is itself told as open."""
    open_from = max((c.low for c in counts if c.low is not None and c.high is None), default=-1)
    closed = max((c.high for c in counts if c.high is not None), default=-1)
    return None if open_from > closed else closed


def _note(count: Count, told: Sequence[SheetRow], others: Sequence[SheetRow]) -> str:
    """Return the claims in words where low and high alone would mislead: groups, words for numbers, doubt, a bare 0."""
    whoms = {r["whom"] or "all" for r in told}
    is_plain = not (told and told[0]["about"] in _HARM and _is_contested(told))
    is_plain &= (whoms <= {"all"} or whoms == {"civilian"}) and all(r.amount.count.is_known for r in told)
    if is_plain and count.is_known and not (count.low == 0 and count.is_open):
        return ""
    rows = told or others
    return "; ".join(dict.fromkeys(_clause(r) for r in rows))


def _is_contested(sides: Sequence[SheetRow]) -> bool:
    """Whether speakers give several numbers of one group of people, or what one of them says is in doubt."""
    said: dict[str, set[Count]] = {}
    for row in sides:
        if row.amount.count.is_known:
            said.setdefault("all" if row["whom"] in _WHOLE else row["whom"], set()).add(row.amount.count)
    return any(row["verification"] for row in sides) or any(len(numbers) > 1 for numbers in said.values())


def _clause(row: SheetRow) -> str:
    doubt = f" ({row['verification']})" if row["verification"] else ""
    return f"{row['who said']}{doubt}: {row['words'].rstrip('.')}"
