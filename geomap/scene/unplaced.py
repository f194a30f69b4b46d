"""What an account says and the map cannot show: groups without a place, and launch areas that cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.counts import Count
from geomap.dataset import items_of
from geomap.edition import ListItem, TrayItem
from geomap.scene.disputes import denial_text, denials_of, doubts_of
from geomap.scene.munitions import noun_of, number_of_plural, part_in_numbers, part_of, total_of
from geomap.scene.reading import Reading, capital, is_set, plain

__all__ = [
    "Launch",
    "impact_words",
    "kinds_of",
    "launch_items",
    "launches_listed",
    "missing_words",
    "not_on_map",
    "tray",
    "tray_text",
]

Rows = Sequence[Mapping[str, Any]]

_IMPACT_FIELDS = ("impact_place_id", "outcome", "place_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch area that is reported and cannot be drawn, with the groups that came from it."""

    name: str
    is_found: bool
    """Whether a place is known, if only a coarse one."""
    rows: Rows


def kinds_of(reading: Reading, rows: Iterable[Mapping[str, Any]]) -> list[object]:
    """Return the kinds of the events that groups belong to."""
    return [reading.events[row["event_id"]]["kind"] for row in rows]


def impact_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return the words of the report for where a group ended; empty if a group's words are those of its launch.

    The column ``wording`` holds the end that had no place when it was written, whichever that was.
    """
    said = reading.say(row, "wording")
    return "" if not said or _is_of_launch(reading, row) else said


def _is_of_launch(reading: Reading, row: Mapping[str, Any]) -> bool:
    wording = plain(str(row["wording"]))
    launch = row["launch_place_id"]
    basis = [reading.claims[c] for c in items_of(row["basis_claim_ids"]) if c in reading.claims]
    launches = [claim for claim in basis if claim["field"] == "launch_place_id"]
    if is_set(launch) and launch in reading.places:
        place = reading.places[launch]
        names = [place.get(column) for column in ("name", "label", "name_local", "name_ar")]
        if wording in {plain(str(name)) for name in names if is_set(name)}:
            return True
    if wording in {plain(str(claim["value"])) for claim in launches if is_set(claim["value"])}:
        return True
    impacts = {plain(str(c["value"])) for c in basis if c["field"] in _IMPACT_FIELDS and is_set(c["value"])}
    return bool(launches) and not is_set(launch) and wording not in impacts


def missing_words(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return what became of a group that is not on the map, and what is known of its place; no full stop."""
    words, place = reading.words, row["impact_place_id"]
    said = impact_words(reading, row) or words.text(f"outcome.{row['outcome']}")
    if is_set(place) and place in reading.places:
        is_found = reading.places[place]["location_class"] != "unlocated"
        return words.text(f"tray.{'coarse' if is_found else 'unfound'}", text=said, place=reading.place_name(place))
    return words.text("tray.no_place", text=said)


def launches_listed(reading: Reading, rows: Rows) -> list[Launch]:
    """Return the launch areas of some groups that are reported and not drawn: too coarse, or without a position."""
    found: dict[tuple[str, bool], list[Mapping[str, Any]]] = {}
    for row in rows:
        place = row["launch_place_id"]
        if is_set(place) and place in reading.places:
            if reading.area(place) is None:
                is_found = reading.places[place]["location_class"] != "unlocated"
                found.setdefault((reading.place_name(place), is_found), []).append(row)
        elif is_set(row["wording"]) and _is_of_launch(reading, row):
            found.setdefault((reading.say(row, "wording"), False), []).append(row)
    return [Launch(name=name, is_found=is_found, rows=group) for (name, is_found), group in found.items()]


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
    total = total_of(rows)
    made = [
        TrayItem(
            count=Count.of_group(row),
            text=capital(tray_text(reading, row, total)),
            trajectory_id=row["trajectory_id"],
        )
        for row in missing
    ]
    for launch in launches_listed(reading, rows):
        text = reading.words.text("tray.launch", place=launch.name)
        made.append(TrayItem(count=None, text=text, trajectory_id=launch.rows[0]["trajectory_id"]))
    return tuple(made)


def not_on_map(reading: Reading, missing: Rows, rows: Rows) -> tuple[ListItem, ...]:
    """Return the same for the list below the map, each entry with its claims; parameters as for `tray`."""
    words, total = reading.words, total_of(rows)
    items = []
    for row in missing:
        claim_ids = reading.ordered_claims(items_of(row["basis_claim_ids"]))
        ends = [c for c in claim_ids if reading.claims[c]["field"] in _IMPACT_FIELDS]
        text = reading.sentence_after(missing_words(reading, row))
        items.append(
            ListItem(
                head=capital(part_of(words, Count.of_group(row), total, noun_of_row(reading, row))),
                text=" ".join([text, *(clause.text for clause in doubts_of(reading, ends))]),
                claim_ids=claim_ids,
                event_ids=(row["event_id"],),
            )
        )
    return (*items, *launch_items(reading, rows))


def launch_items(reading: Reading, rows: Rows) -> tuple[ListItem, ...]:
    """Return the launch areas that cannot be drawn as a list, each with its claims and with who denies it."""
    made = []
    for launch in launches_listed(reading, rows):
        key = "coarse" if launch.is_found else "unfound"
        basis = reading.ordered_claims(c for row in launch.rows for c in items_of(row["basis_claim_ids"]))
        ends = [c for c in basis if reading.claims[c]["field"] == "launch_place_id"]
        denied = denials_of(reading, ends)
        texts = [reading.words.text(f"list.launch_{key}", place=launch.name)]
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
