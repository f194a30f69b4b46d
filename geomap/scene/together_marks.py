"""The marks of the picture of all accounts: claimed origins, all drawn alike, and what was struck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from geomap.counts import UNKNOWN
from geomap.edition import Mark
from geomap.scene.disputes import denier_lines, verification_lines
from geomap.scene.gathered import Together
from geomap.scene.kinds import noun_of_rows
from geomap.scene.labels import Label
from geomap.scene.letters import capital
from geomap.scene.marks import mark_at
from geomap.scene.misplaced import misplaced_text
from geomap.scene.munitions import counted, total_of
from geomap.scene.origins import ClaimedOrigin, plate_of, rejections, speakers_of
from geomap.scene.panels import origin_panel, place_claims, place_panel
from geomap.scene.reading import Reading
from geomap.scene.shapes import Edge, edge_of, is_edge_known
from geomap.scene.struck import basis_of, events_of

__all__ = ["edge_of_origin", "marks_together"]

_COUNTS_MAX = 3

Rows = Sequence[Mapping[str, Any]]


def marks_together(all_of: Together) -> tuple[Mark, ...]:
    """Return the marks of the picture: impact areas first, then origins in order."""
    drawn = [origin for origin in all_of.origins if origin.place_id]
    return (*(_impact_mark(all_of, place) for place in sorted(all_of.struck)), *(_mark(all_of, o) for o in drawn))


def edge_of_origin(reading: Reading, place_id: str) -> Edge:
    """Return the edge of a claimed origin: somebody else's line, or ours; all are drawn alike."""
    return "solid" if is_edge_known(reading, place_id) else "dashed"


def _mark(all_of: Together, origin: ClaimedOrigin) -> Mark:
    """Return the mark of a claimed origin: plate, name, that it is said, and who says not."""
    reading, words, place = all_of.reading, all_of.reading.words, origin.place_id
    long, short = rejections(reading, origin.denials, origin.name)
    beside = tuple(filter(None, (misplaced_text(reading, place, "label"),)))
    beside = (*verification_lines(reading, origin.claim_ids), *beside)
    lines = (capital(origin.name), words.text("all.said"), *beside)
    who = words.listing(list(speakers_of(reading, origin.claim_ids)))
    said = [words.text("all.describe", place=origin.name, speakers=who), *beside]
    said += denier_lines(reading, origin.denials)
    tracks = all_of.tracks_of(origin)
    impacts = all_of.impacts_of(origin) if tracks else ()
    return replace(
        mark_at(
            reading,
            place,
            "launch_area",
            "launch_areas",
            all_of.account_id,
            edge=edge_of_origin(reading, place),
            label=Label(lines=lines, short=lines[:1]),
            description=words.listed(said),
            event_ids=tuple(sorted(events_of(origin.rows))),
            trajectory_ids=tuple(row["trajectory_id"] for row in origin.rows),
            claim_ids=(*origin.claim_ids, *origin.denials),
            panel=origin_panel(
                reading,
                place,
                edge=edge_of_origin(reading, place),
                says=origin.claim_ids,
                says_not=origin.denials,
                ranges=tuple(zip(map(reading.place_name, impacts), tracks, strict=True)),
            ),
        ),
        tone="area",
        is_gathered=True,
        plate=plate_of(reading, origin.accounts),
        short_plate=plate_of(reading, origin.accounts, is_small=True),
        denials=long,
        short_denials=short,
    )


def _impact_mark(all_of: Together, place: str) -> Mark:
    """Return the mark of a place of impact: that nobody disputes it, or who says so, and numbers that differ."""
    reading, words = all_of.reading, all_of.reading.words
    rows, denials = all_of.struck[place]
    name, edge = reading.place_name(place), edge_of(reading, place)
    outcomes = tuple(sorted({str(row["outcome"]) for row in rows}))
    ids = place_claims(reading, place, "impact_area", sorted(events_of(rows)), basis_of(rows))
    long, short = rejections(reading, denials, name)
    counts = _counts(all_of, rows)
    who = [a for a in all_of.accounts if a.account_id in {row["account"] for row in rows}]
    speakers = words.listing([reading.inline(reading.spoken(a.speaker)) for a in who][:_COUNTS_MAX])
    first = words.text("all.undisputed") if all_of.is_undisputed(place) else words.text("all.by", speakers=speakers)
    lines = [first, *counts] if all_of.is_undisputed(place) or not counts else list(counts)
    lines += verification_lines(reading, all_of.ends_of(rows))
    return replace(
        mark_at(
            reading,
            place,
            "impact_area",
            "impact_areas",
            all_of.account_id,
            edge=edge,
            label=Label(lines=(name, *lines), short=(name,)),
            description=words.listed([name, *lines, *denier_lines(reading, denials)]),
            event_ids=tuple(sorted(events_of(rows))),
            trajectory_ids=tuple(row["trajectory_id"] for row in rows),
            claim_ids=ids,
            munitions=UNKNOWN,
            outcomes=outcomes,
            panel=place_panel(
                reading, place, "impact_area", all_of.account_id, head=[], claim_ids=ids, edge=edge, outcomes=outcomes
            ),
        ),
        is_gathered=True,
        denials=long,
        short_denials=short,
    )


def _counts(all_of: Together, rows: Rows) -> tuple[str, ...]:
    """Return the numbers that accounts give of one place, each with its speakers, where they differ."""
    reading, words = all_of.reading, all_of.reading.words
    said: dict[str, list[str]] = {}
    for account in all_of.accounts:
        own = [row for row in rows if row["account"] == account.account_id]
        count = total_of(own)
        if own and count.is_told:
            text = counted(words, count, noun_of_rows(reading, own))
            said.setdefault(text, []).append(reading.inline(reading.spoken(account.speaker)))
    if len(said) < 2:
        return ()
    lines = [
        words.text("label.speaker", count=c, speaker=words.listing(list(dict.fromkeys(who)))) for c, who in said.items()
    ]
    return tuple(lines) if len(lines) <= _COUNTS_MAX else (words.text("all.counts_differ"),)
