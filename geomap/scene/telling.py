"""The map in words, worked out from the data: each clause has its speaker, and none says more than the claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from geomap.counts import Count
from geomap.dataset import Account, items_of
from geomap.edition import Clause
from geomap.outcomes import FURTHER_SIGNS, NOT_FLOWN
from geomap.scene.disputes import (
    DISPUTING,
    beside,
    denial_clauses,
    denial_text,
    denials_about,
    denials_of,
    doubts_of,
    noted,
    speaking,
)
from geomap.scene.kinds import IMPACTS, kind_said, noun_of_rows
from geomap.scene.letters import inline
from geomap.scene.munitions import counted, counted_apart, noun_of, number_of_plural, total_of
from geomap.scene.outcomes import ORDER, end_of, flown, is_told_at, struck_of
from geomap.scene.reading import Reading, is_set, is_undated
from geomap.scene.unplaced import fired_apart, is_launch_alone, launches_listed, tray_text

__all__ = ["tell_account", "tell_event"]

_CLAIMS_MAX = 12
_FROM = re.compile(r"^(?:from|من) ", re.IGNORECASE)
"""How a direction begins that a speaker gave in the place of an area: "from the north"."""
_A_DAY = timedelta(days=1)
_FIELDS = ("munitions", "killed", "wounded")
_FIELDS_TOLD = {
    "munitions": ("munitions",),
    "killed": ("killed",),
    "wounded": ("wounded",),
    "responsibility": ("actor_claimed", "actor_attributed"),
}
_TOLD = ("asserts", *DISPUTING)
_TOO_WIDE = frozenset({"too-wide", "areas-touch"})

Rows = Sequence[Mapping[str, Any]]


def tell_account(reading: Reading, account: Account, *, has_arrow: bool) -> tuple[Clause, ...]:
    """Return what one account says, clause by clause: from where, to where, what has no place, how it is drawn.

    A denial stands behind the clause that it denies.

    Parameters
    ----------
    reading : Reading
    account : Account
    has_arrow : bool
        Whether the map draws a schematic arrow for it.
    """
    rows = [r for r in reading.trajectories.values() if r["account"] == account.account_id]
    speaker = reading.inline(reading.spoken(account.speaker_full))
    made = _dated(reading, sorted({row["event_id"] for row in rows}))
    launches, impacts = _by_place(reading, flown(rows), "launch"), _by_place(reading, rows, "impact")
    listed = launches_listed(reading, rows)
    for place_id, group in launches.items():
        made += _fired(reading, group, speaker, reading.place_name(place_id), "fired")
    for launch in listed:
        place = inline(launch.name)
        key, place = ("fired_open", place) if launch.towards else ("fired_listed", _FROM.sub("", place))
        made += _fired(reading, launch.rows, speaker, place, key)
    if impacts:
        phrase = _by_the_account(reading, made, is_first=False) if launches or listed else "tell.came"
        made += _came(reading, impacts, speaker, phrase=phrase)
    grounded = _by_place(reading, [row for row in rows if row["outcome"] in NOT_FLOWN], "launch")
    if grounded:
        phrase = _by_the_account(reading, made, is_first=False) if launches or listed or impacts else "tell.came"
        made += _came(reading, grounded, speaker, phrase=phrase)
    made += _unplaced(reading, rows, speaker, made if launches or listed or impacts or grounded else ())
    reasons = {reading.track[row["trajectory_id"]].reason for row in rows}
    if has_arrow:
        made.append(Clause(text=reading.words.text("tell.arrow") + "."))
    elif launches and impacts and reasons & _TOO_WIDE:
        made.append(Clause(text=reading.words.text("tell.no_line") + "."))
    elif launches and impacts and "no-one-way" in reasons:
        made.append(Clause(text=reading.words.text("tell.no_line_one_way") + "."))
    return tuple(made)


def _dated(reading: Reading, event_ids: Sequence[str]) -> list[Clause]:
    dates = list(dict.fromkeys(reading.event_date(reading.events[e]) for e in event_ids))
    if len(dates) != 1 or all(is_undated(reading.events[e]) for e in event_ids):
        return []
    carried = [
        c for c, claim in reading.claims.items() if claim["about"] in event_ids and claim["field"] == "date_start"
    ]
    text = reading.words.text("tell.dated", date=dates[0]) + "."
    return [Clause(text=text, claim_ids=reading.ordered_claims(carried))]


def _by_place(reading: Reading, rows: Rows, end: str) -> dict[str, list[Mapping[str, Any]]]:
    """Return the groups by their place at one end, if it is on the map; the heaviest place first."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if is_told_at(reading, row, end):
            found.setdefault(row[f"{end}_place_id"], []).append(row)
    return dict(sorted(found.items(), key=lambda item: (-(total_of(item[1]).low or 0), item[0])))


def _basis(reading: Reading, rows: Rows) -> tuple[str, ...]:
    return reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))


def _with_doubts(reading: Reading, text: str, basis: tuple[str, ...], fields: Sequence[str]) -> list[Clause]:
    """Return a sentence, what is doubted of the claims behind it, and who denies them."""
    ends = [c for c in basis if reading.claims[c]["field"] in fields]
    made = [Clause(text=reading.sentence(text), claim_ids=basis)]
    return [*made, *doubts_of(reading, ends), *denial_clauses(reading, ends)]


def _fired(reading: Reading, rows: Rows, speaker: str, place: str, key: str) -> list[Clause]:
    words, fired = reading.words, fired_apart(reading, rows)
    if all(count.is_told for count, _ in fired):
        said, n = counted_apart(words, fired), number_of_plural(fired[-1][0])
        text = words.text(f"tell.{key}", n=n, count=said, speaker=speaker, place=place)
    else:  # that no number is known is ours to say, not the speaker's
        things = words.text(f"munition.{noun_of_rows(reading, rows, 'launch')}")
        text = words.text(f"tell.{key}_uncounted", things=things, speaker=speaker, place=place)
    return _with_doubts(reading, text, _basis(reading, rows), ("launch_place_id",))


def _by_the_account(reading: Reading, before: Sequence[Clause], *, is_first: bool) -> str:
    """Return the words that lead on to what an account says: its speaker is named first, and after anybody else."""
    others = [c for clause in before[-1:] for c in clause.claim_ids if reading.claims[c]["stance"] in DISPUTING]
    return "tell.by_account" if is_first or others else "tell.same_account"


def _came(reading: Reading, impacts: Mapping[str, Rows], speaker: str, *, phrase: str) -> list[Clause]:
    """Return what is said to have become of the groups and where, outcome by outcome, the heaviest place first."""
    words, parts, made = reading.words, [], False
    rows = [row for group in impacts.values() for row in group]
    for outcome in sorted({str(row["outcome"]) for row in rows}, key=ORDER.index):
        made = False
        for place_id, group in impacts.items():
            of_outcome = [row for row in group if row["outcome"] == outcome]
            if of_outcome:
                count, noun = total_of(of_outcome), noun_of_rows(reading, of_outcome)
                said = counted(words, count, noun) if count.is_told else words.text(f"munition.{noun}")
                more = "more_over" if outcome in ("air_burst", "intercepted") else "more_in"
                ship = struck_of(reading, of_outcome)
                key = "tell.at_struck" if ship else f"tell.{more}" if made else f"tell.at_{outcome}"
                slots = {"count": said, "place": reading.place_name(place_id), **({"ship": ship} if ship else {})}
                parts.append((words.text(key, n=number_of_plural(count), **slots), count.is_told))
                made = True
    has_number = any(is_told for _, is_told in parts)  # that no number is known is ours to say, not the speaker's
    told = [t if is_told or not has_number else words.text("tell.part_uncounted", text=t) for t, is_told in parts]
    text = words.text(phrase, speaker=speaker, text=words.listing(told))
    text = text if has_number else words.text("tell.uncounted", text=text)
    return _with_doubts(reading, text, _basis(reading, rows), IMPACTS)


def _unplaced(reading: Reading, rows: Rows, speaker: str, before: Sequence[Clause]) -> list[Clause]:
    """Return what is not on the map; ``before`` is what was told of the account until then.

    Groups stand in one sentence as long as nothing is doubted or denied of them; two of which the same is said, and no
    number, are told once.
    """
    words, made = reading.words, list[Clause]()
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if not is_told_at(reading, row, end_of(row)) and not is_launch_alone(reading, row, rows):
            text = tray_text(reading, row, rows)
            key = text if text not in told or not Count.of_group(row).is_told else f"{text}\n{len(told)}"
            told.setdefault(key, []).append(row)
    waiting: dict[str, list[Mapping[str, Any]]] = {}
    for key, group in told.items():
        waiting[key] = group
        doubted = _with_doubts(reading, "", _basis(reading, group), IMPACTS)[1:]
        if len(doubted) or key == list(told)[-1]:
            text = words.text("tell.separator").join(text.partition("\n")[0] for text in waiting)
            basis = _basis(reading, [row for group in waiting.values() for row in group])
            told_before = [*before, *made]
            phrase = _by_the_account(reading, told_before, is_first=not told_before)
            made.append(Clause(text=reading.sentence(words.text(phrase, speaker=speaker, text=text)), claim_ids=basis))
            made += doubted
            waiting = {}
    return made


def tell_event(reading: Reading) -> tuple[Clause, ...]:
    """Return what speakers say of the main event, side by side: numbers, and who did it; then of others of its night.

    Of the others there are the numbers alone. None is ever averaged or added up; each denial stands behind what it
    denies, and one of something that no account tells for itself.
    """
    main = reading.public.info.main_event
    made = _told_of(reading, main, _FIELDS_TOLD, "")
    others = {claim["about"]: None for c in reading.story if (claim := reading.claims[c])["about"] in reading.events}
    for event_id in others:
        if event_id != main and _is_of_that_night(reading, main, event_id):
            title = reading.event_title(reading.events[event_id]).rstrip(".")
            made += _told_of(reading, event_id, _FIELDS, title)
    return tuple(made)


def _is_of_that_night(reading: Reading, main: str, other: str) -> bool:
    """Whether an event may have been on the days of the main one, or on the day before or after."""
    events = [reading.events[e] for e in (main, other) if e in reading.events]
    spans = [(e["date_start_lower"], e["date_end_upper"], e["date_start_upper"]) for e in events]
    days = [(low, high if is_set(high) else start) for low, high, start in spans]
    if not all(is_set(low) and is_set(high) for low, high in days):
        return True
    return bool(max(low for low, _ in days) - min(high for _, high in days) <= _A_DAY)


def _told_of(reading: Reading, event_id: str, fields: Iterable[str], title: str) -> list[Clause]:
    """Return what is said of one event, field by field, and what is denied of it; the title stands before each."""
    about = [reading.claims[c] for c in reading.claims_about([event_id])]
    told = [claim for claim in about if claim["stance"] in _TOLD]
    made = []
    for field in fields:
        found = [claim for claim in told if claim["field"] in _FIELDS_TOLD[field]]
        found = [claim for claim in found if not _repeats(claim, found)]
        if found:
            made.append(_side_by_side(reading, field, found))
    denied = _denied_else(reading, event_id)
    if denied:
        texts = list(dict.fromkeys(denial_text(reading, c, is_apart=True) for c in denied))[:_CLAIMS_MAX]
        text = reading.words.text("tell.separator").join(texts)
        made.append(Clause(text=reading.sentence(text), claim_ids=denied))
    if not title:
        return made
    return [replace(c, text=reading.words.text("tell.of_event", title=title, text=c.text)) for c in made]


def _denied_else(reading: Reading, event_id: str) -> tuple[str, ...]:
    """Return what is denied of an event and told with none of its numbers and by none of the accounts."""
    rows = [row for row in reading.trajectories.values() if row["event_id"] == event_id and is_set(row["account"])]
    ends = [c for c in _basis(reading, rows) if reading.claims[c]["field"] in ("launch_place_id", *IMPACTS)]
    further = [c for c in reading.claims_about([event_id]) if reading.claims[c]["field"] in FURTHER_SIGNS]
    further = [c for c in further if reading.claims[c]["stance"] == "asserts"]
    told = {*denials_of(reading, [*ends, *further]), *ends}
    numbers = {column for columns in _FIELDS_TOLD.values() for column in columns}
    return tuple(
        c
        for c in denials_about(reading, event_id)
        if c not in told and (claim := reading.claims[c])["field"] not in numbers and claim["stance"] == "denies"
    )


def _repeats(claim: Mapping[str, Any], others: Rows) -> bool:
    """Whether a claim only carries on another that is told already."""
    first = next((c for c in others if c["claim_id"] == claim["derived_from"]), None)
    return first is not None and (first["value"], first["group"]) == (claim["value"], claim["group"])


def _side_by_side(reading: Reading, field: str, claims: Rows) -> Clause:
    words = reading.words
    told: dict[str, str] = {}
    for claim in beside(reading, claims):
        if claim["stance"] in DISPUTING:
            text = denial_text(reading, claim["claim_id"])
        else:
            said = {
                "speaker": speaking(reading.inline(reading.say(claim, "claimant"))),
                "text": reading.say(claim, "words").rstrip("."),
            }
            text = noted(reading, claim, words.text("tell.said", **said))
        told.setdefault(text, claim["claim_id"])
    shown = list(told)[:_CLAIMS_MAX]
    left = len(told) - len(shown)
    text = words.text("tell.separator").join([*shown, *([words.text("tell.more_claims", n=left)] if left else [])])
    values = {(str(c["value"]), str(c["group"]), c["stance"] in DISPUTING) for c in claims}
    slots = {}
    if field == "munitions":  # fired, or fell: the claims say
        noun = noun_of([kind_said(reading, claims[0]["about"], claims)])
        slots = {"things": words.text(f"munition.{noun}")}
    head = words.text(f"tell.{field}_differ" if len(values) > 1 else f"tell.{field}", **slots)
    return Clause(text=reading.sentence(f"{head} {text}"), claim_ids=tuple(told.values()))
