"""Marks: a place in a role in an account, with the events that lie on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from geomap import geodesy, precision
from geomap.dataset import items_of
from geomap.edition import Mark, Role
from geomap.scene.labels import Label, label_of, no_line_reasons
from geomap.scene.panels import event_panel, place_claims, place_panel
from geomap.scene.reading import MUNITION_KINDS, Reading, geojson, is_set
from geomap.scene.shapes import Edge, drawn_area, drawn_outline, edge_of, tone_of

__all__ = ["account_marks", "context_marks", "event_marks", "munitions_words", "total_munitions"]

_HAIRLINE = frozenset({"exact", "compound", "street", "nearby_landmark"})


def munitions_words(reading: Reading, count: int, total: int | None, kinds: Iterable[object]) -> str:
    """Return "4 of 7 rockets", or the like for other munitions."""
    noun = "rockets" if set(kinds) <= {"rocket"} else "projectiles"
    if total is None or total == count:
        return reading.words.text(f"count.{noun}", n=count)
    return reading.words.text(f"count.{noun}_of", n=count, total=total)


def _mark(
    reading: Reading, place_id: str, role: Role, layer: str, account: str, *, label: Label, edge: Edge, **values: Any
) -> Mark:
    area = reading.public.areas[place_id]
    decimals = geodesy.decimals_for(area.reach_m)
    is_disc = area.reach_m <= precision.DISC_MAX_M
    anchor = (round(area.centroid_lon, decimals), round(area.centroid_lat, decimals))
    return Mark(
        mark_id="--".join(part for part in (role, account, place_id) if part).replace("_", "-"),
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
        outline=drawn_outline(reading, place_id) if edge == "solid" else None,
        anchor=anchor,
        uncertainty_m=float(-(-area.reach_m // 1)),
        feature_type=reading.say(reading.places[place_id], "feature_type"),
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
            if reading.area(row[f"{end}_place_id"]) is not None:
                by_place.setdefault(row[f"{end}_place_id"], []).append(row)
        if end == "impact" and not account:
            continue  # a catalogue's impacts are its events' own marks
        marks += [
            _end_mark(reading, place_id, role, layer, account, group, rows)
            for place_id, group in sorted(by_place.items())
        ]
    return marks


def total_munitions(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """Return how many projectiles groups hold together; None if one group's number is not reported."""
    counts = [row["group_n"] for row in rows]
    return sum(int(c) for c in counts) if counts and all(is_set(c) for c in counts) else None


def _end_mark(
    reading: Reading,
    place_id: str,
    role: Any,
    layer: str,
    account: str,
    group: list[Mapping[str, Any]],
    rows: list[Mapping[str, Any]],
) -> Mark:
    words = reading.words
    count, total = total_munitions(group), total_munitions(rows)
    event_ids = tuple(sorted({row["event_id"] for row in group}))
    kinds = [reading.events[e]["kind"] for e in event_ids]
    basis = [c for row in group for c in items_of(row["basis_claim_ids"])]
    claim_ids = place_claims(reading, place_id, role, event_ids, basis)
    counted = munitions_words(reading, count, total, kinds) if count is not None and role == "impact_area" else ""
    speaker = _speaker(reading, account)
    name = reading.place_name(place_id)
    if not account:
        counted = words.text("count.events", n=len(event_ids))
    slots = {"name": name, "role": words.text(f"role.{role}").lower()}
    if counted and speaker:
        full = _speaker(reading, account, is_full=True)
        description = words.text("describe.mark_said", count=counted, speaker=full, **slots)
    else:
        description = words.text("describe.mark_counted" if counted else "describe.mark", count=counted, **slots)
    reasons = no_line_reasons(reading, group) if role == "launch_area" else ()
    second = _second_lines(reading, role, counted, speaker)
    short = counted or words.text("label.launch_area")
    label = label_of(reading, place_id, role, account, second, always=reasons, short=short)
    edge = edge_of(reading, place_id)
    head = [words.text("panel.count", count=counted)] if counted else []
    head += [f"{reason}." for reason in reasons]
    return _mark(
        reading,
        place_id,
        role,
        layer,
        account,
        edge=edge,
        label=label,
        description=description,
        event_ids=event_ids,
        trajectory_ids=tuple(row["trajectory_id"] for row in group),
        claim_ids=claim_ids,
        munitions=count,
        panel=place_panel(reading, place_id, role, account, head=head, claim_ids=claim_ids, edge=edge),
    )


def _second_lines(reading: Reading, role: str, counted: str, speaker: str) -> tuple[str, ...]:
    if role == "launch_area":
        return (reading.words.text("label.launch_area"),)
    if counted and speaker:
        return (reading.words.text("label.speaker", count=counted, speaker=speaker),)
    return (counted,) if counted else ()


def _speaker(reading: Reading, account: str, *, is_full: bool = False) -> str:
    for entry in reading.public.info.accounts:
        if entry.account_id == account:
            return reading.spoken(entry.speaker_full if is_full else entry.speaker)
    return ""


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


def _event_mark(reading: Reading, place_id: str, event_ids: tuple[str, ...], is_case: bool) -> Mark:
    words = reading.words
    events = [reading.events[e] for e in event_ids]
    is_impact = not is_case and all(e["kind"] in MUNITION_KINDS for e in events)
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
    claim_ids = tuple(c for c, claim in sorted(reading.claims.items()) if claim["about"] in event_ids)
    return _mark(
        reading,
        place_id,
        role,
        "impact_areas" if is_impact else "events",
        "",
        edge=edge,
        label=label_of(reading, place_id, role, "", (counted,)),
        description=words.text(
            "describe.mark_counted", name=name, role=words.text(f"role.{role}").lower(), count=counted
        ),
        event_ids=event_ids,
        claim_ids=claim_ids,
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
    if place_id not in reading.public.areas:
        is_area = outline is not None and outline.geom_type in ("Polygon", "MultiPolygon")
        return _line_mark(reading, place_id, **shared) if is_area else None
    edge: Edge = "solid" if outline is not None and place["location_class"] in _HAIRLINE else "none"
    return _mark(reading, place_id, "context", "context", "", edge=edge, **shared)


def _line_mark(reading: Reading, place_id: str, label: Label, description: str) -> Mark:
    place = reading.places[place_id]
    outline, middle = place["outline"], None
    if outline.geom_type in ("Polygon", "MultiPolygon"):
        outline, middle = outline.boundary, outline.representative_point()
    middle = middle or outline.interpolate(0.5, normalized=True)
    line = shapely.transform(outline, lambda xy: np.round(xy, 4))
    return Mark(
        mark_id=f"context--{place_id}".replace("_", "-"),
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
