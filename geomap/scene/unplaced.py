"""What an account says and the map cannot show: groups without a place, and launch areas that cannot be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.counts import Count
from geomap.dataset import items_of
from geomap.edition import ListItem, TrayItem
from geomap.scene.disputes import denial_clauses, denial_text, denials_of, doubts_of, short_doubts
from geomap.scene.munitions import kinds_of, noun_of, number_of_plural, part_in_numbers, part_of, whole_of
from geomap.scene.reading import Reading, capital, is_set, plain

__all__ = [
    "Launch",
    "impact_words",
    "launch_items",
    "launches_listed",
    "missing_words",
    "not_on_map",
    "tray",
    "tray_text",
]

Rows = Sequence[Mapping[str, Any]]

_IMPACTS = ("impact_place_id", "outcome", "place_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch area that is reported and cannot be drawn, with the groups that came from it."""

    name: str
    known: str
    """``coarse``: too coarse to be drawn; ``unfound``: no position is known; empty: its place is known elsewhere."""
    rows: Rows


def impact_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return the words of the report for where a group ended; empty if a group's words are those of its launch.

    The column ``wording`` holds the end that had no place when it was written, whichever that was.
    """
    said = reading.say(row, "wording")
    return "" if not said or _is_of_launch(reading, row) else said


def _is_of_launch(reading: Reading, row: Mapping[str, Any]) -> bool:
    wording = plain(str(row["wording"]))
    launches, impacts = _names(reading, row, "launch", ("launch_place_id",)), _names(reading, row, "impact", _IMPACTS)
    if wording in impacts:
        return False
    return wording in launches or (bool(launches) and not is_set(row["launch_place_id"]))


def _names(reading: Reading, row: Mapping[str, Any], end: str, fields: tuple[str, ...]) -> set[str]:
    """Return how the place at an end of a group is called, by the row and by the claims it rests on."""
    named = [row[f"{end}_place_id"], *(claim["value"] for claim in _basis(reading, row) if claim["field"] in fields)]
    names: list[object] = []
    for value in filter(is_set, named):
        place = reading.places.get(str(value))
        names += [value] if place is None else [place.get(c) for c in ("name", "label", "name_local", "name_ar")]
    return {plain(str(name)) for name in names if is_set(name)}


def _basis(reading: Reading, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [reading.claims[c] for c in items_of(row["basis_claim_ids"]) if c in reading.claims]


def _is_place(reading: Reading, row: Mapping[str, Any]) -> bool:
    """Return whether the words of a group's end are the name of a place, as a claim of its impact gives it."""
    claims = [claim for claim in _basis(reading, row) if claim["field"] == "impact_place_id"]
    return plain(str(row["wording"])) in {plain(str(claim["value"])) for claim in claims if is_set(claim["value"])}


def missing_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return what became of a group that is not on the map, and what is known of its place; no full stop."""
    words, place, own = reading.words, row["impact_place_id"], impact_words(reading, row)
    outcome = reading.outcome(row)
    if own and _is_place(reading, row) and not is_set(place):
        return words.text("tray.unfound", text=outcome, place=own)
    said = own or outcome
    if is_set(place) and place in reading.places:
        is_found = reading.places[place]["location_class"] != "unlocated"
        return words.text(f"tray.{'coarse' if is_found else 'unfound'}", text=said, place=reading.place_name(place))
    return words.text("tray.no_place", text=said)


def launches_listed(reading: Reading, rows: Rows) -> list[Launch]:
    """Return the launch areas of some groups that are reported and not drawn: too coarse, or without a position."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        launch = row["launch_place_id"]
        if is_set(launch) and launch in reading.places:
            if reading.area(launch) is None:
                found.setdefault(_known(reading, launch), []).append(row)
            continue
        claims = [c for c in _basis(reading, row) if c["field"] == "launch_place_id" and c["stance"] == "asserts"]
        named = next((str(claim["value"]) for claim in claims if is_set(claim["value"])), "")
        if named in reading.places:
            found.setdefault(_known(reading, named), []).append(row)
        elif named:
            is_own = is_set(row["wording"]) and plain(named) == plain(str(row["wording"]))
            found.setdefault((reading.say(row, "wording") if is_own else named, "unfound"), []).append(row)
    return [Launch(name=name, known=known, rows=group) for (name, known), group in found.items()]


def _known(reading: Reading, place_id: str) -> tuple[str, str]:
    if reading.area(place_id) is not None:
        return reading.place_name(place_id), ""
    is_found = reading.places[place_id]["location_class"] != "unlocated"
    return reading.place_name(place_id), "coarse" if is_found else "unfound"


def tray_text(reading: Reading, row: Mapping[str, Any], total: Count) -> str:
    """Return "1 of 3 is not on this map: burst in the air, place not given"; no full stop."""
    words, count = reading.words, Count.of_group(row)
    part = part_in_numbers(words, count, total, noun_of_row(reading, row))
    plural = number_of_plural(count)
    return words.text("tray.not_on_map", n=plural, part=part, text=missing_words(reading, row))


def noun_of_row(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return the noun for the projectiles of one group."""
    return noun_of(kinds_of(reading, [row]))


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
    total = whole_of(reading, rows)
    made = [
        TrayItem(
            count=Count.of_group(row),
            text=_noted(reading, capital(tray_text(reading, row, total)), _doubts(reading, [row], _IMPACTS)),
            trajectory_id=row["trajectory_id"],
        )
        for row in missing
    ]
    for launch in launches_listed(reading, rows):
        text = reading.words.text("tray.launch", place=launch.name)
        text = _noted(reading, text, _doubts(reading, launch.rows, ("launch_place_id",)))
        made.append(TrayItem(count=None, text=text, trajectory_id=launch.rows[0]["trajectory_id"]))
    return tuple(made)


def _noted(reading: Reading, text: str, doubts: tuple[str, ...]) -> str:
    return reading.words.text("tell.with_note", text=text, note=reading.words.listed(list(doubts))) if doubts else text


def _doubts(reading: Reading, rows: Rows, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return who denies the claims behind an end of some groups, and what became of them, in few words."""
    basis = reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))
    return short_doubts(reading, [c for c in basis if reading.claims[c]["field"] in fields])


def not_on_map(reading: Reading, missing: Rows, rows: Rows) -> tuple[ListItem, ...]:
    """Return the same for the list below the map, each entry with its claims; parameters as for `tray`."""
    words, total = reading.words, whole_of(reading, rows)
    items = []
    for row in missing:
        claim_ids = reading.ordered_claims(items_of(row["basis_claim_ids"]))
        ends = [c for c in claim_ids if reading.claims[c]["field"] in _IMPACTS]
        text = reading.sentence_after(missing_words(reading, row))
        denied = denial_clauses(reading, ends)
        items.append(
            ListItem(
                head=capital(part_of(words, Count.of_group(row), total, noun_of_row(reading, row))),
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
        key = f"list.launch_{launch.known}"
        texts = [reading.words.text(key, place=launch.name) if launch.known else reading.sentence_after(launch.name)]
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
