"""What an account says and the map cannot show: groups without a place, and launch areas that cannot be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.counts import UNKNOWN, Count
from geomap.dataset import items_of
from geomap.edition import ListItem, TrayItem
from geomap.outcomes import STOPPED
from geomap.scene.directions import Towards, drawn_text, towards_of
from geomap.scene.disputes import denial_clauses, denial_text, denials_of, doubts_of, short_doubts
from geomap.scene.kinds import IMPACTS, claims_behind, noun_of_row, noun_of_rows
from geomap.scene.letters import capital, inline, plain
from geomap.scene.munitions import number_of_plural, part_in_numbers, part_of, total_of
from geomap.scene.outcomes import account_speaker, end_of, flown, launch_name
from geomap.scene.reading import Reading, is_set
from geomap.scene.where import where

__all__ = [
    "Launch",
    "fired_apart",
    "impact_words",
    "is_launch_alone",
    "launch_items",
    "launch_named",
    "launch_text",
    "launches_listed",
    "missing_words",
    "names_an_area",
    "not_on_map",
    "tray",
    "tray_text",
    "whole_of",
]

Rows = Sequence[Mapping[str, Any]]

_WHOLES = ("munitions", "launch_place_id")
"""Fields whose claims may say how many there were in all: fired, or fired from one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch area that is reported and cannot be drawn, with the groups that came from it."""

    name: str
    known: str
    """``coarse``: too coarse to be drawn; ``unfound``: no position is known; ``open``: a direction alone; empty: its
    place is known elsewhere."""
    rows: Rows
    towards: Towards | None = None


def whole_of(reading: Reading, part: Rows, rows: Rows) -> Count:
    """Return how many projectiles some groups are a part of; not known where nobody said so many.

    The sum of an account's groups is a number only if those who speak of them give it themselves, or the row of the
    event does where no claim gives any: "4 of 5" of somebody who spoke of four and of one would be our own five.
    """
    event_ids = {row["event_id"] for row in part}
    of_event = [row for row in rows if row["event_id"] in event_ids]
    of_event = [row for row in of_event if not is_launch_alone(reading, row, of_event)] or of_event
    total = total_of(of_event)
    if len(of_event) == len(part) or not total.is_known:
        return total
    basis = [c for row in of_event for c in claims_behind(reading, row)]
    speakers = {claim["origin"] for claim in basis if is_set(claim["origin"])}
    about = event_ids | {row["trajectory_id"] for row in of_event}
    told = [c for c in reading.claims.values() if c["about"] in about and c["field"] in _WHOLES]
    said = [(c["origin"], Count.of(c["value_low"], c["value_high"])) for c in told]
    if any(count.is_known for _, count in said):
        counts = [count for origin, count in said if origin in speakers]
    else:
        events = [reading.events[event_id] for event_id in sorted(event_ids)]
        counts = [Count.total(Count.of(e["munitions_low"], e["munitions_high"]) for e in events)]
    return total if total in counts else UNKNOWN


def fired_of(reading: Reading, rows: Rows) -> tuple[Count, ...]:
    """Return how many were fired from one place, as was said: one number, or the parts that nobody added up.

    The number of the claims that put the launch there stands, if they give one. Groups that rest on them may be but a
    part of it: of 120 that were fired, four are told of again where they fell. A sum stands only if somebody gave it.
    Where the groups do not come to the number that their speaker gives of all, none of them says how many came from
    here: 57 that were shot down, of 82.
    """
    rows = flown(rows) or rows
    total = total_of(rows)
    ends = {claim["claim_id"]: claim for row in rows for claim in claims_behind(reading, row) if _puts_launch(claim)}
    counts = [count for c in ends.values() if (count := Count.of(c["value_low"], c["value_high"])).is_known]
    said = tuple(dict.fromkeys(counts))
    if not said:
        if not _come_to_the_whole(reading, rows):
            return (UNKNOWN,)
        parts = tuple(Count.of_group(row) for row in rows)
        is_sum = len(parts) > 1 and total.is_known
        return parts if is_sum and not whole_of(reading, rows[:1], rows).is_known else (total,)
    if total in said:
        return (total,)
    whole = Count.total(said)
    if whole.high is not None and total.low is not None and whole.high < total.low:
        return (Count(whole.low, None),)  # a group that may be one of those, or one more
    return said if len(said) > 1 and whole not in _wholes_told(reading, rows) else (whole,)


def names_an_area(row: Mapping[str, Any]) -> bool:
    """Whether anything is told of where a group was fired from or ended; of some it is the outcome alone."""
    return any(is_set(row[c]) for c in ("launch_place_id", "impact_place_id", "wording", "launch_wording"))


def fired_apart(reading: Reading, rows: Rows) -> tuple[tuple[Count, str], ...]:
    """Return the numbers of `fired_of`, each with its noun: of groups of several kinds each kind with its own."""
    counts, by_noun = fired_of(reading, rows), dict[str, list[Mapping[str, Any]]]()
    for row in rows:
        by_noun.setdefault(noun_of_row(reading, row, "launch"), []).append(row)
    if len(counts) == 1 or len(by_noun) == 1:
        return tuple((count, noun_of_rows(reading, rows, "launch")) for count in counts)
    return tuple((count, noun) for noun, group in by_noun.items() for count in fired_of(reading, group))


def is_launch_alone(reading: Reading, row: Mapping[str, Any], rows: Rows) -> bool:
    """Whether of a group only the launch is told, while of others of the account it is told what became of them.

    Nobody says whether it is one of those, so it is no further group: it has no number and no end of its own.
    """
    return _has_only_launch(reading, row) and any(
        other["event_id"] == row["event_id"] and not _has_only_launch(reading, other) for other in rows
    )


def _has_only_launch(reading: Reading, row: Mapping[str, Any]) -> bool:
    if row["outcome"] != "unknown" or is_set(row["impact_place_id"]) or Count.of_group(row).is_told:
        return False
    is_launched = is_set(row["launch_place_id"]) or is_set(row.get("launch_wording"))
    return is_launched and not impact_words(reading, row)


def launch_alone_text(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return "drones fired from Cape X: what became of them is not told apart from the others"; no full stop."""
    launch = row["launch_place_id"]
    name = reading.place_name(launch) if is_set(launch) else reading.say(row, "launch_wording")
    things = reading.words.text(f"munition.{noun_of_row(reading, row, 'launch')}")
    return reading.words.text("tray.launch_alone", things=things, place=inline(name))


def _come_to_the_whole(reading: Reading, rows: Rows) -> bool:
    """Whether the groups of an account may be all that its speaker tells of; so they may where it gives no number."""
    event_ids, account = {row["event_id"] for row in rows}, rows[0]["account"]
    groups = [r for r in reading.trajectories.values() if r["event_id"] in event_ids and r["account"] == account]
    speakers = {claim["origin"] for row in groups for claim in claims_behind(reading, row) if is_set(claim["origin"])}
    told = [c for c in reading.claims.values() if c["about"] in event_ids and c["field"] == "munitions"]
    own = [c for c in told if c["origin"] in speakers and c["stance"] == "asserts"]
    wholes = [count for c in own if (count := Count.of(c["value_low"], c["value_high"])).is_known]
    total = total_of(groups)
    return not wholes or any(_may_be(total, whole) for whole in wholes)


def _may_be(one: Count, two: Count) -> bool:
    """Whether two counts may be the same number."""
    return all(a.low is None or b.high is None or a.low <= b.high for a, b in ((one, two), (two, one)))


def _wholes_told(reading: Reading, rows: Rows) -> tuple[Count, ...]:
    """Return every number of all projectiles that somebody gave of the events of some groups."""
    event_ids = {row["event_id"] for row in rows}
    told = [c for c in reading.claims.values() if c["about"] in event_ids and c["field"] == "munitions"]
    return tuple(Count.of(claim["value_low"], claim["value_high"]) for claim in told)


def _puts_launch(claim: Mapping[str, Any]) -> bool:
    return bool(claim["field"] == "launch_place_id" and claim["stance"] == "asserts")


def impact_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return the words of the report for where a group ended; empty if a group's words are those of its launch.

    The column ``wording`` holds the end that had no place when it was written, whichever that was.
    """
    said = reading.say(row, "wording")
    return "" if not said or _is_of_launch(reading, row) else said


def _is_of_launch(reading: Reading, row: Mapping[str, Any]) -> bool:
    wording = plain(str(row["wording"]))
    if is_set(row.get("launch_wording")):
        return plain(str(row["launch_wording"])) == wording
    launches, impacts = _names(reading, row, "launch", ("launch_place_id",)), _names(reading, row, "impact", IMPACTS)
    if wording in impacts:
        return False
    return wording in launches or (bool(launches) and not is_set(row["launch_place_id"]))


def _names(reading: Reading, row: Mapping[str, Any], end: str, fields: tuple[str, ...]) -> set[str]:
    """Return how the place at an end of a group is called, by the row and by the claims it rests on."""
    named = [
        row[f"{end}_place_id"],
        *(claim["value"] for claim in claims_behind(reading, row) if claim["field"] in fields),
    ]
    names: list[object] = []
    for value in filter(is_set, named):
        place = reading.places.get(str(value))
        names += [value] if place is None else [place.get(c) for c in ("name", "label", "name_local", "name_ar")]
    return {plain(str(name)) for name in names if is_set(name)}


def _is_place(reading: Reading, row: Mapping[str, Any]) -> bool:
    """Return whether the words of a group's end are the name of a place, as a claim of its impact gives it."""
    claims = [claim for claim in claims_behind(reading, row) if claim["field"] == "impact_place_id"]
    return plain(str(row["wording"])) in {plain(str(claim["value"])) for claim in claims if is_set(claim["value"])}


def missing_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return what became of a group that is not on the map, and what is known of its place; no full stop."""
    words, place, own = reading.words, row["impact_place_id"], impact_words(reading, row)
    outcome = reading.outcome(row)
    if end_of(row) == "launch":
        name = launch_name(reading, row)
        launch = str(row["launch_place_id"]) if is_set(row["launch_place_id"]) else ""
        told = where(reading, launch, name, unknown="in") if name else ""
        return words.text("tray.not_flown", text=outcome, where=told) if told else outcome
    if own and _is_place(reading, row) and not is_set(place):
        return words.text("tray.unfound", text=outcome, place=inline(own))
    said = own or outcome
    if is_set(place) and place in reading.places:
        is_found = reading.places[place]["location_class"] != "unlocated"
        return words.text(
            f"tray.{'coarse' if is_found else 'unfound'}", text=said, place=inline(reading.place_name(place))
        )
    return words.text("tray.no_place", text=said)


def launches_listed(reading: Reading, rows: Rows) -> list[Launch]:
    """Return the launch areas of some groups that are reported and not drawn: too coarse, or without a position."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in flown(rows):
        launch = row["launch_place_id"]
        if is_set(launch) and launch in reading.places:
            if reading.area(launch) is None:
                found.setdefault(_known(reading, launch), []).append(row)
            continue
        claims = [c for c in claims_behind(reading, row) if _puts_launch(c)]
        named = next((str(claim["value"]) for claim in claims if is_set(claim["value"])), "")
        if named in reading.places:
            found.setdefault(_known(reading, named), []).append(row)
        elif own := reading.say(row, "launch_wording"):
            found.setdefault((own, "unfound"), []).append(row)
        elif named:
            is_own = is_set(row["wording"]) and plain(named) == plain(str(row["wording"]))
            found.setdefault((reading.say(row, "wording") if is_own else named, "unfound"), []).append(row)
    return [_listed(reading, name, known, group) for (name, known), group in found.items()]


def _listed(reading: Reading, name: str, known: str, rows: Rows) -> Launch:
    towards = towards_of(reading, name, rows) if known == "unfound" else None
    return Launch(name=name, known="open" if towards else known, rows=rows, towards=towards)


def launch_text(reading: Reading, name: str, known: str, towards: Towards | None) -> str:
    """Return what a list says of an origin that has no area on the map: why, or how its direction was drawn."""
    if towards is not None:
        drawn = drawn_text(reading, towards)
        return reading.words.text("list.launch_open", place=reading.words.text("all.quote", quote=name), drawn=drawn)
    return reading.words.text(f"list.launch_{known}", place=capital(name)) if known else reading.sentence_after(name)


def launch_named(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return the name of the area that a group was fired from, drawn or not; empty if none is reported."""
    if is_set(row["launch_place_id"]) and row["launch_place_id"] in reading.places:
        return reading.place_name(row["launch_place_id"])
    return next((launch.name for launch in launches_listed(reading, [row])), "")


def _known(reading: Reading, place_id: str) -> tuple[str, str]:
    if reading.area(place_id) is not None:
        return reading.place_name(place_id), ""
    is_found = reading.places[place_id]["location_class"] != "unlocated"
    return reading.place_name(place_id), "coarse" if is_found else "unfound"


def tray_text(reading: Reading, row: Mapping[str, Any], rows: Rows) -> str:
    """Return "1 of 3 is not on this map: burst in the air, place not given"; no full stop."""
    if is_launch_alone(reading, row, rows):
        return launch_alone_text(reading, row)
    words, count = reading.words, Count.of_group(row)
    part = part_in_numbers(words, count, whole_of(reading, [row], rows), noun_of_row(reading, row))
    plural = number_of_plural(count)
    return words.text("tray.not_on_map", n=plural, part=part, text=missing_words(reading, row))


def tray(reading: Reading, missing: Rows, rows: Rows) -> tuple[TrayItem, ...]:
    """Return what stands inside the picture of an account because it is not on the map.

    Parameters
    ----------
    reading : Reading
    missing : sequence of mapping
        The groups that no mark stands for.
    rows : sequence of mapping
        All groups of the account.
    """
    made = [
        TrayItem(
            count=Count.of_group(row),
            text=_noted(reading, _said(reading, row, rows), _doubts(reading, [row], IMPACTS)),
            trajectory_id=row["trajectory_id"],
        )
        for row in missing
    ]
    for launch in launches_listed(reading, rows):
        if launch.towards is not None:
            continue
        text = reading.words.text("tray.launch", place=launch.name)
        text = _noted(reading, text, _doubts(reading, launch.rows, ("launch_place_id",)))
        made.append(TrayItem(count=None, text=text, trajectory_id=launch.rows[0]["trajectory_id"]))
    return tuple(made)


def _said(reading: Reading, row: Mapping[str, Any], rows: Rows) -> str:
    """Return what the tray says of a group; with its speaker where a place is named over which it was stopped."""
    text = capital(tray_text(reading, row, rows))
    is_over = row["outcome"] in STOPPED and is_set(row["impact_place_id"])
    speaker = account_speaker(reading, str(row["account"])) if is_over else ""
    return reading.words.text("tray.said", text=text, speaker=speaker) if speaker else text


def _noted(reading: Reading, text: str, doubts: tuple[str, ...]) -> str:
    return reading.words.text("tell.with_note", text=text, note=reading.words.listed(list(doubts))) if doubts else text


def _doubts(reading: Reading, rows: Rows, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return who denies the claims behind an end of some groups, and what became of them, in few words."""
    basis = reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))
    return short_doubts(reading, [c for c in basis if reading.claims[c]["field"] in fields])


def not_on_map(reading: Reading, missing: Rows, rows: Rows) -> tuple[ListItem, ...]:
    """Return the same for the list below the map, each entry with its claims; parameters as for `tray`."""
    words, items = reading.words, []
    for row in missing:
        claim_ids = reading.ordered_claims(items_of(row["basis_claim_ids"]))
        ends = [c for c in claim_ids if reading.claims[c]["field"] in IMPACTS]
        denied = denial_clauses(reading, ends)
        if is_launch_alone(reading, row, rows):
            head, text = words.text("list.launch_head"), reading.sentence(launch_alone_text(reading, row))
        else:
            whole = whole_of(reading, [row], rows)
            head = capital(part_of(words, Count.of_group(row), whole, noun_of_row(reading, row)))
            text = reading.sentence_after(missing_words(reading, row))
        items.append(
            ListItem(
                head=head,
                text=" ".join([text, *(clause.text for clause in (*doubts_of(reading, ends), *denied))]),
                claim_ids=reading.ordered_claims([*claim_ids, *(c for d in denied for c in d.claim_ids)]),
                event_ids=(row["event_id"],),
            )
        )
    return (*items, *launch_items(reading, rows))


def launch_items(reading: Reading, rows: Rows) -> tuple[ListItem, ...]:
    """Return the launch areas that cannot be drawn as a list, each with its claims and with who denies it."""
    made = []
    for launch in launches_listed(reading, rows):
        basis = reading.ordered_claims(c for row in launch.rows for c in items_of(row["basis_claim_ids"]))
        ends = [c for c in basis if reading.claims[c]["field"] == "launch_place_id"]
        denied = denials_of(reading, ends)
        texts = [launch_text(reading, launch.name, launch.known, launch.towards)]
        texts += [reading.sentence(denial_text(reading, c)) for c in denied]
        made.append(
            ListItem(
                head=reading.words.text("list.launch_head"),
                text=" ".join(texts),
                claim_ids=reading.ordered_claims([*basis, *denied]),
                event_ids=tuple(dict.fromkeys(row["event_id"] for row in launch.rows)),
            )
        )
    return tuple(made)
