"""Groups that were stopped or never flew: whether a place stands for them on the map, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.edition import Mark
from geomap.outcomes import NOT_FLOWN, SIGN_MAX_M, STOPPED
from geomap.scene.munitions import counted, total_of
from geomap.scene.reading import Reading

__all__ = [
    "ORDER",
    "account_speaker",
    "drawn_groups",
    "end_of",
    "flown",
    "is_told_at",
    "launch_name",
    "mark_of",
    "not_flown_words",
    "ships_of",
    "struck_of",
]

Rows = Sequence[Mapping[str, Any]]

ORDER = ("ground_impact", "unknown", "fell_short", "intercepted", "air_burst", "destroyed_before_launch", "failed")
"""The order in which outcomes are told."""


def is_told_at(reading: Reading, row: Mapping[str, Any], end: str) -> bool:
    """Whether a place on the map stands for a group at one end.

    What was stopped has a sign only at a place of at most `SIGN_MAX_M`; what never flew is told where it stood, and
    nothing of it at a place of impact.

    Parameters
    ----------
    reading : Reading
    row : mapping
        Of the table trajectories.
    end : str
        ``launch`` or ``impact``.
    """
    area = reading.area(row[f"{end}_place_id"])
    if area is None or end == "launch":
        return area is not None
    return row["outcome"] not in NOT_FLOWN and (row["outcome"] not in STOPPED or area.reach_m <= SIGN_MAX_M)


def end_of(row: Mapping[str, Any]) -> str:
    """Return the end at which it is told what became of a group: ``launch`` if it never flew, else ``impact``."""
    return "launch" if row["outcome"] in NOT_FLOWN else "impact"


def flown(rows: Rows) -> list[Mapping[str, Any]]:
    """Return the groups that left: those of which it is not told that they never did."""
    return [row for row in rows if row["outcome"] not in NOT_FLOWN]


def launch_name(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return where a group was, or was to be, fired from, by name; empty where nobody says."""
    launch = row["launch_place_id"]
    return reading.place_name(launch) if launch in reading.places else reading.say(row, "launch_wording")


def account_speaker(reading: Reading, account: str, *, is_full: bool = False) -> str:
    """Return the speaker of an account, as it stands inside a sentence; empty if there is no such account."""
    for entry in reading.public.info.accounts:
        if entry.account_id == account:
            return reading.inline(reading.spoken(entry.speaker_full if is_full else entry.speaker))
    return ""


def not_flown_words(reading: Reading, rows: Rows, noun: str) -> str:
    """Return "7 drones destroyed before launch" of groups that never flew, outcome by outcome; empty if there are none.

    Parameters
    ----------
    reading : Reading
    rows : sequence of mapping
        Groups of one launch area.
    noun : str
        Of the projectiles, a key of the words.
    """
    words, parts = reading.words, []
    for outcome in sorted(NOT_FLOWN):
        of_outcome = [row for row in rows if row["outcome"] == outcome]
        if of_outcome:
            count = total_of(of_outcome)
            said = counted(words, count, noun) if count.is_told else words.text(f"munition.{noun}")
            parts.append(words.text("describe.outcome", count=said, outcome=words.text(f"outcome.{outcome}")))
    return words.text("tell.separator").join(parts)


def drawn_groups(reading: Reading, marks: Iterable[Mark]) -> frozenset[str]:
    """Return the groups that a mark stands for: where they ended, or, if they never flew, where they stood."""
    return frozenset(
        t
        for mark in marks
        for t in mark.trajectory_ids
        if (mark.role == "launch_area") == (end_of(reading.trajectories[t]) == "launch")
    )


def mark_of(row: Mapping[str, Any], marks: Iterable[Mark]) -> Mark | None:
    """Return the mark that stands for a group in its account, or None."""
    role = f"{end_of(row)}_area"
    return next((m for m in marks if m.role == role and row["trajectory_id"] in m.trajectory_ids), None)


def struck_of(reading: Reading, rows: Rows) -> str:
    """Return the ship that all of some groups hit, by name; empty where they name none, or several."""
    ships = ships_of(reading, rows)
    return ships[0] if len(ships) == 1 and all(reading.say(row, "struck") for row in rows) else ""


def ships_of(reading: Reading, rows: Rows) -> tuple[str, ...]:
    """Return the ships that some groups hit, by name, each once."""
    return tuple(dict.fromkeys(filter(None, (reading.say(row, "struck") for row in rows))))
