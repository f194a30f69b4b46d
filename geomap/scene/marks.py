"""Marks: a place in a role in an account, with the events that lie on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from geomap import geodesy, precision
from geomap.dataset import items_of
from geomap.edition import Mark, Role
from geomap.outcomes import NOT_FLOWN
from geomap.scene.disputes import short_doubts
from geomap.scene.kinds import noun_of_rows
from geomap.scene.labels import Label, label_of, no_line_reasons
from geomap.scene.letters import capital, plain
from geomap.scene.misplaced import misplaced_text
from geomap.scene.munitions import counted, number, part_of, total_of
from geomap.scene.outcomes import ORDER, account_speaker, is_told_at, not_flown_words, ships_of
from geomap.scene.panels import event_panel, place_claims, place_panel, role_words, stopped_words
from geomap.scene.reading import MUNITION_KINDS, Reading, geojson, is_set
from geomap.scene.shapes import Edge, drawn_area, drawn_outline, edge_of, is_worked_out, sides_of, tone_of
from geomap.scene.unplaced import whole_of

__all__ = ["account_marks", "context_marks", "event_marks", "mark_at", "mark_id_of"]

_HAIRLINE = frozenset({"exact", "compound", "street", "nearby_landmark"})


def mark_id_of(role: str, account: str, place_id: str) -> str:
    """Return the id of a mark: no two of (role, account, place) have the same, for no id holds a full stop.

    Examples
    --------
    >>> mark_id_of("event", "", "old_town"), mark_id_of("event", "", "old-town")
    ('event..old_town', 'event..old-town')
    """
    return f"{role}.{account}.{place_id}"


def mark_at(
    reading: Reading, place_id: str, role: Role, layer: str, account: str, *, label: Label, edge: Edge, **values: Any
) -> Mark:
    """Return the mark of a place in a role, in the shape of its area; ``values`` are what only some marks have."""
    area = reading.public.areas[place_id]
    decimals = geodesy.decimals_for(area.reach_m)
    is_disc = area.reach_m <= precision.DISC_MAX_M
    anchor = (round(area.centroid_lon, decimals), round(area.centroid_lat, decimals))
    return Mark(
        mark_id=mark_id_of(role, account, place_id),
        layer=layer,
        role=role,
        account=account,
        place_id=place_id,
        name=reading.place_name(place_id),
        name_local=reading.local_name(place_id),
        label=label.lines,
        short_label=label.short,
        label_offset_px=label.offset_px,
        label_anchor=label.anchor,
        symbol="disc" if is_disc else "area",
        edge=edge,
        tone=tone_of(reading, place_id),
        geometry={"type": "Point", "coordinates": list(anchor)} if is_disc else drawn_area(reading, place_id),
        outline=drawn_outline(reading, place_id) if edge in ("solid", "parted") else None,
        sides=sides_of(reading, place_id) if edge == "parted" else None,
        anchor=anchor,
        uncertainty_m=float(-(-area.reach_m // 1)),
        feature_type=reading.say(reading.places[place_id], "feature_type"),
        is_worked_out=role != "context" and is_worked_out(reading, place_id),
        **values,
    )


def account_marks(reading: Reading, account: str) -> list[Mark]:
    """Return the launch and impact areas of one account.

    Parameters
    ----------
    reading : Reading
    account : str
        Its id; empty for the trajectories of a catalogue.
    """
    rows = [r for r in reading.trajectories.values() if (r["account"] if is_set(r["account"]) else "") == account]
    marks = []
    for end, role, layer in (
        ("impact", "impact_area", "impact_areas"),
        ("launch", "launch_area", "launch_areas"),
    ):
        by_place: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            if is_told_at(reading, row, end):
                by_place.setdefault(row[f"{end}_place_id"], []).append(row)
        if end == "impact" and not account:
            continue  # a catalogue's impacts are its events' own marks
        marks += [
            _end_mark(reading, place_id, role, layer, account, group, rows)
            for place_id, group in sorted(by_place.items())
        ]
    return marks


def _end_mark(
    reading: Reading,
    place_id: str,
    role: Any,
    layer: str,
    account: str,
    group: list[Mapping[str, Any]],
    rows: list[Mapping[str, Any]],
) -> Mark:
    words, name, edge = reading.words, reading.place_name(place_id), edge_of(reading, place_id)
    event_ids = tuple(sorted({row["event_id"] for row in group}))
    basis = [c for row in group for c in items_of(row["basis_claim_ids"])]
    claim_ids = place_claims(reading, place_id, role, event_ids, basis)
    counted = _counted(reading, role, account, group, rows)
    outcomes = tuple(sorted({str(row["outcome"]) for row in group}))
    outcomes = outcomes if role == "impact_area" or NOT_FLOWN.issuperset(outcomes) else ()
    grounded = not_flown_words(reading, group, noun_of_rows(reading, group, "launch")) if account else ""
    speaker = account_speaker(reading, account) if counted != words.text("count.number_not_reported") else ""
    slots = {"name": name, "role": words.text(f"role.{role_words(role, outcomes)}").lower()}
    if counted and speaker:
        full = account_speaker(reading, account, is_full=True)
        description = words.text("describe.mark_said", count=counted, speaker=full, **slots)
    else:
        description = words.text("describe.mark_counted" if counted else "describe.mark", count=counted, **slots)
    reasons = no_line_reasons(reading, group) if role == "launch_area" else ()
    doubts = short_doubts(reading, _ends(reading, role, place_id, claim_ids))
    second = _second_lines(reading, role, counted, speaker)
    if role == "launch_area" and grounded:  # nothing was fired of what never flew
        said = words.text("label.speaker", count=capital(grounded), speaker=account_speaker(reading, account))
        second = (said,) if outcomes else (*second, said)
    ships = ships_of(reading, group) if role == "impact_area" else ()
    second = (*(words.text("label.struck", ship=ship) for ship in ships), *second)
    short = counted or (grounded if outcomes else "") or words.text("label.launch_area")
    beside = tuple(filter(None, (misplaced_text(reading, place_id, "label"),)))
    always = (*reasons, *beside)
    label = label_of(reading, place_id, role, account, second, always=always, short=short, doubts=doubts)
    head = [words.text("panel.count", count=capital(text)) for text in (counted, grounded) if text]
    head += [words.text("panel.struck", ship=ship) for ship in ships]
    head += [f"{reason}." for reason in reasons]
    return mark_at(
        reading,
        place_id,
        role,
        layer,
        account,
        edge=edge,
        label=label,
        description=words.listed([description, *doubts, *beside]),
        event_ids=event_ids,
        trajectory_ids=tuple(row["trajectory_id"] for row in group),
        claim_ids=claim_ids,
        munitions=total_of(group),
        outcomes=outcomes,
        panel=place_panel(
            reading, place_id, role, account, head=head, claim_ids=claim_ids, edge=edge, outcomes=outcomes
        ),
    )


def _counted(
    reading: Reading, role: str, account: str, group: list[Mapping[str, Any]], rows: list[Mapping[str, Any]]
) -> str:
    """Return how many lie at an end of an account: of several outcomes each with its number."""
    words = reading.words
    if not account:
        return words.text("count.events", n=len({row["event_id"] for row in group}))
    if role != "impact_area":
        return ""
    noun, total = noun_of_rows(reading, group), whole_of(reading, group, rows)
    outcomes = sorted({str(row["outcome"]) for row in group}, key=ORDER.index)
    if outcomes in (["ground_impact"], ["unknown"]):
        count = total_of(group)
        return part_of(words, count, total, noun) if count.is_known else number(words, count)
    parts = []
    for outcome in outcomes:
        count = total_of(row for row in group if row["outcome"] == outcome)
        said = part_of(words, count, total, noun) if len(outcomes) == 1 else counted(words, count, noun)
        parts.append(words.text("describe.outcome", count=said, outcome=words.text(f"outcome.{outcome}")))
    return words.text("tell.separator").join(parts)


def _ends(reading: Reading, role: str, place_id: str, claim_ids: tuple[str, ...]) -> list[str]:
    """Return those of some claims that put an end at this place."""
    field = "launch_place_id" if role == "launch_area" else "impact_place_id"
    name = plain(str(reading.places[place_id]["name"]))
    return [c for c in claim_ids if reading.matter(reading.claims[c])[1:] == (field, name)]


def _second_lines(reading: Reading, role: str, counted: str, speaker: str) -> tuple[str, ...]:
    if role == "launch_area":
        return (reading.words.text("label.launch_area"),)
    if counted and speaker:
        return (reading.words.text("label.speaker", count=counted, speaker=speaker),)
    return (counted,) if counted else ()


def event_marks(reading: Reading, drawn_by_account: frozenset[str]) -> list[Mark]:
    """Return one mark for each place on which events lie, besides those that an account draws.

    Parameters
    ----------
    reading : Reading
    drawn_by_account : frozenset of str
        Events whose trajectories are drawn by an account.
    """
    by_place: dict[str, set[str]] = {}
    for event_id, event in reading.events.items():
        if event_id not in drawn_by_account and reading.area(event["place_id"]) is not None:
            by_place.setdefault(event["place_id"], set()).add(event_id)
    further = reading.public.event_places
    for event_id, place_id in further.loc[further["role"] == "impact", ["event_id", "place_id"]].itertuples(
        index=False
    ):
        if event_id not in drawn_by_account and reading.area(place_id) is not None:
            by_place.setdefault(place_id, set()).add(event_id)
    is_case = bool(reading.public.info.accounts)
    return [_event_mark(reading, place_id, tuple(sorted(ids)), is_case) for place_id, ids in sorted(by_place.items())]


def _may_have_fallen(event: Mapping[str, Any]) -> bool:
    """Whether munitions may have come down in an event: its kind has some, and it is not said that there were none."""
    return event["kind"] in MUNITION_KINDS and not (is_set(event["munitions_high"]) and event["munitions_high"] == 0)


def _event_mark(reading: Reading, place_id: str, event_ids: tuple[str, ...], is_case: bool) -> Mark:
    words = reading.words
    events = [reading.events[e] for e in event_ids]
    is_impact = not is_case and all(map(_may_have_fallen, events)) and reading.all_stopped.isdisjoint(event_ids)
    role: Role = "impact_area" if is_impact else "event"
    name = reading.place_name(place_id)
    counted = words.text("count.events", n=len(events))
    if reading.public.withheld.rows:
        counted = words.text("count.events", n=sum(map(reading.row_count, event_ids)))
    elif len(events) == 1:
        title = reading.event_title(events[0])
        date = reading.event_date(events[0])
        counted = title if date in title else words.text("label.title_date", title=title, date=date)
    statuses = {event["status"] for event in events} - {"reported"}
    if len(statuses) == 1 and not reading.public.withheld.rows and all(e["status"] in statuses for e in events):
        counted = words.text("label.status", count=counted, status=words.text(f"status.{statuses.pop()}"))
    edge = edge_of(reading, place_id)
    worked_out = is_worked_out(reading, place_id)
    stopped = stopped_words(reading, events[0]) if len(events) == 1 else ""
    beside = tuple(filter(None, (stopped, misplaced_text(reading, place_id, "label"))))
    role_words = words.text("role.worked_out" if worked_out else f"role.{role}").lower()
    return mark_at(
        reading,
        place_id,
        role,
        "impact_areas" if is_impact else "events",
        "",
        edge=edge,
        label=label_of(
            reading,
            place_id,
            role,
            "",
            (counted,),
            always=(*((words.text("label.worked_out"),) if worked_out else ()), *beside),
        ),
        description=words.listed(
            [words.text("describe.mark_counted", name=name, role=role_words, count=counted), *beside]
        ),
        event_ids=event_ids,
        trajectory_ids=tuple(t for e in event_ids for t in reading.impacts.get((e, place_id), ())),
        claim_ids=reading.claims_about(event_ids),
        panel=event_panel(reading, place_id, role, event_ids, edge),
    )


def context_marks(reading: Reading, taken: frozenset[str]) -> list[Mark]:
    """Return places for orientation: names, hairlines and rivers; no fill, no role.

    Parameters
    ----------
    reading : Reading
    taken : frozenset of str
        Places that stand on the map in every account already.
    """
    wanted = dict.fromkeys(p for p in reading.public.info.context_places if p in reading.places and p not in taken)
    return [mark for place_id in wanted if (mark := _context_mark(reading, place_id)) is not None]


def _context_mark(reading: Reading, place_id: str) -> Mark | None:
    """Return the mark of a place for orientation; None if it has no shape and no area to draw."""
    place = reading.places[place_id]
    name = reading.place_name(place_id)
    outline = place["outline"]
    label = label_of(reading, place_id, "context", "", ())
    shared: dict[str, Any] = {
        "label": label,
        "description": reading.words.text("describe.mark", name=name, role=reading.words.text("role.context").lower()),
    }
    if outline is not None and outline.geom_type in ("LineString", "MultiLineString"):
        return _line_mark(reading, place_id, **shared)
    is_area = outline is not None and outline.geom_type in ("Polygon", "MultiPolygon")
    if is_area and place["location_class"] in ("country", "sea_air"):
        return _line_mark(reading, place_id, **shared)
    if place_id not in reading.public.areas:
        return _line_mark(reading, place_id, **shared) if is_area else None
    edge: Edge = "solid" if outline is not None and place["location_class"] in _HAIRLINE else "none"
    return mark_at(reading, place_id, "context", "context", "", edge=edge, **shared)


def _line_mark(reading: Reading, place_id: str, label: Label, description: str) -> Mark:
    place = reading.places[place_id]
    outline, middle = place["outline"], None
    if outline.geom_type in ("Polygon", "MultiPolygon"):
        outline, middle = outline.boundary, outline.representative_point()
    middle = middle or outline.interpolate(0.5, normalized=True)
    line = shapely.transform(outline, lambda xy: np.round(xy, 4))
    return Mark(
        mark_id=mark_id_of("context", "", place_id),
        layer="context",
        role="context",
        account="",
        place_id=place_id,
        name=reading.place_name(place_id),
        name_local=reading.local_name(place_id),
        symbol="line",
        edge="none",
        tone="area",
        geometry=geojson(line),
        outline=None,
        anchor=(round(middle.x, 4), round(middle.y, 4)),
        uncertainty_m=float(place["outline_error_m"]) if is_set(place["outline_error_m"]) else 0.0,
        label=label.lines,
        short_label=label.short,
        label_offset_px=label.offset_px,
        label_anchor=label.anchor,
        description=description,
        feature_type=reading.say(place, "feature_type"),
    )
