"""events.geojson: RFC 7946, one FeatureCollection, every feature with its role, ids, doubt and claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.counts import Count
from geomap.edition import Edition, Mark, PublicDataset, Track
from geomap.outcomes import FURTHER_SIGNS
from geomap.publishers.denied import denials
from geomap.publishers.features import note_of
from geomap.publishers.reasons import event_reasons

__all__ = ["feature_collection", "render", "write"]

FILE = "events.geojson"


def write(edition: Edition, folder: Path) -> None:
    """Write events.geojson into a folder."""
    with (folder / FILE).open("wb") as file:
        file.writelines(_pieces(edition))


def render(edition: Edition) -> bytes:
    """Return the GeoJSON of an edition as bytes, one feature a line, so that versions can be compared."""
    return b"".join(_pieces(edition))


def _pieces(edition: Edition) -> Iterator[bytes]:
    """Give the file piece by piece, for a table's may be large; a shape that features share is put into words once."""
    written: dict[int, str] = {}
    yield b'{"type":"FeatureCollection","features":['
    for number, feature in enumerate(_features(edition)):
        shape = feature["geometry"]
        if id(shape) not in written:
            written[id(shape)] = _shape_text(shape)
        rest = _text({key: value for key, value in feature.items() if key != "geometry"})
        yield f'{"," if number else ""}\n{{"geometry":{written[id(shape)]},{rest[1:]}'.encode()
    yield b"\n]}\n"


def _shape_text(shape: BaseGeometry | None) -> str:
    """Return a shape as the text of a geometry; the corners of a line or of one area go no way round."""
    if shape is None or shape.geom_type not in ("Polygon", "LineString") or shape.is_empty or shape.has_z:
        return _text(_geometry(shape))
    if shape.geom_type == "LineString":
        return _text({"coordinates": shapely.get_coordinates(shape).tolist(), "type": "LineString"})
    rings = [shapely.get_coordinates(ring).tolist() for ring in (shape.exterior, *shape.interiors)]
    return _text({"coordinates": rings, "type": "Polygon"})


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def feature_collection(edition: Edition) -> dict[str, Any]:
    """Return the GeoJSON of an edition.

    Features by ``role``: ``event`` (the area where it is reported; null geometry with a ``reason`` if it has none),
    ``launch_area`` and ``impact_area`` (one for each place and account), ``intercepted_over`` and ``debris`` (one for
    each place with a sign), ``corridor`` and ``connector`` (one of each
    for every trajectory; null geometry with a ``reason`` where no direction can be told), ``place`` (the others).
    Longitude and latitude, WGS 84, with no more decimals than the uncertainty deserves; areas grow when rounded,
    never shrink.

    Parameters
    ----------
    edition : Edition
    """
    features = _features(edition)
    shapes = {id(feature["geometry"]): feature["geometry"] for feature in features}
    made = {key: _geometry(shape) for key, shape in shapes.items()}
    whole = [{**feature, "geometry": made[id(feature["geometry"])]} for feature in features]
    return {"type": "FeatureCollection", "features": whole}


def _features(edition: Edition) -> list[dict[str, Any]]:
    """Return the features with their shapes as they are; those that lie at one place, or go one way, share a shape."""
    public = edition.public
    claims, places = _claims_by_subject(public), _Places(public)
    worked_out = frozenset(m.place_id for m in edition.scene.marks() if m.is_worked_out)
    denied = denials(edition)
    marks = [m for m in edition.scene.marks() if not m.is_gathered and (m.trajectory_ids or m.role in FURTHER_SIGNS)]
    marks = [m for m in marks if m.role not in ("event", "context")]
    marked = {m.place_id for m in marks}
    features = [_event(places, event, claims, denied.get(event["event_id"], {})) for event in _records(public.events)]
    features += [_mark(places, mark) for mark in marks]
    ways: dict[tuple[Any, ...], BaseGeometry | None] = {}
    for row in _records(public.trajectories):
        track = edition.tracks.of(row["trajectory_id"])
        for role in ("corridor", "connector"):
            way = role, row["launch_place_id"], row["impact_place_id"]
            if way not in ways:
                ways[way] = _way(role, track)
            features.append(_trajectory(role, row, track, worked_out, ways[way]))
    features += [_place(places, place, claims) for place in _records(public.places) if place["place_id"] not in marked]
    return features


def _records(table: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return the rows of a table as mappings of column to value, None where a cell is missing."""
    names = [str(name) for name in table.columns]
    columns = [table[name].astype(object).where(table[name].notna(), None).to_list() for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _claims_by_subject(public: PublicDataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim_id, about in zip(public.claims["claim_id"], public.claims["about"], strict=True):
        if isinstance(about, str):
            found.setdefault(about, []).append(claim_id)
    return found


def _feature(identity: str, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identity,
        "geometry": geometry,
        "properties": {k: v for k, v in properties.items() if v is not None and v != []},
    }


def _geometry(shape: BaseGeometry | None) -> dict[str, Any] | None:
    made: dict[str, Any] | None = None if shape is None else json.loads(shapely.to_geojson(shape))
    return made


class _Places:
    """Places by id, and the published area and uncertainty of each, worked out once."""

    def __init__(self, public: PublicDataset) -> None:
        self._rows = {place["place_id"]: place for place in _records(public.places)}
        self._areas = public.areas
        self._reasons: dict[str, str] = dict(zip(public.events["event_id"], event_reasons(public), strict=True))
        self._published: dict[str, tuple[BaseGeometry, float]] = {}

    def area(self, place_id: object) -> tuple[BaseGeometry | None, float | None]:
        """Return the widened area of a place and its uncertainty in whole metres, rounded up."""
        if not isinstance(place_id, str) or place_id not in self._areas:
            return None, None
        if place_id not in self._published:
            area = self._areas[place_id]
            grown = geodesy.grow_and_round(area.widened, geodesy.decimals_for(area.reach_m))
            self._published[place_id] = grown, float(-(-area.reach_m // 1))
        return self._published[place_id]

    def why_not_drawn(self, event_id: str) -> str:
        """Return why an event has no shape."""
        return self._reasons[event_id]

    def values(self, place_id: object) -> dict[str, Any]:
        """Return what is published of a place beside its area."""
        place = self._rows.get(place_id)
        columns = ("name", "name_local", "location_class", "basis", "source", "licence")
        return {key: place[key] for key in columns} if place else {}


def _event(
    places: _Places, event: Mapping[str, Any], claims: Mapping[str, list[str]], denied: Mapping[str, str]
) -> dict[str, Any]:
    geometry, uncertainty = places.area(event["place_id"])
    place = places.values(event["place_id"])
    reason = None
    if geometry is None:
        reason = places.why_not_drawn(event["event_id"])
    columns = ("original_id", "kind", "kind_wording", "title", "status", "summary")
    dates = ("date_start", "date_end", "date_prec", "time_local")
    counts = [f"{stem}_{end}" for stem in ("munitions", "killed", "wounded") for end in ("low", "high")]
    others = (
        "munitions_note",
        "harm_note",
        "cause_of_harm",
        "actors",
        "actor_claimed",
        "actor_attributed",
        "attributed_by",
    )
    properties = {
        "role": "event",
        "event_id": event["event_id"],
        "place_id": event["place_id"],
        "place_name": place.get("name"),
        "location_class": place.get("location_class", "unlocated"),
        "basis": place.get("basis"),
        "uncertainty_m": uncertainty,
        "reason": reason,
        **denied,
        "source_ids": [s.strip() for s in (event["source_ids"] or "").split(";") if s.strip()],
        "claim_ids": claims.get(event["event_id"], []),
        **{c: event[c] for c in (*columns, *dates, *others)},
        **{c: None if event[c] is None else int(event[c]) for c in (*counts, "date_prec")},
    }
    return _feature(f"event:{event['event_id']}", geometry, properties)


def _mark(places: _Places, mark: Mark) -> dict[str, Any]:
    geometry, uncertainty = places.area(mark.place_id)
    properties = {
        "role": mark.role,
        "place_id": mark.place_id,
        "account": mark.account or None,
        "uncertainty_m": uncertainty,
        "munitions": mark.munitions.exact,
        **({} if mark.munitions.exact is not None else _ends(mark.munitions)),
        "outcomes": list(mark.outcomes),
        "event_ids": list(mark.event_ids),
        "trajectory_ids": list(mark.trajectory_ids),
        "claim_ids": list(mark.claim_ids),
        **places.values(mark.place_id),
    }
    return _feature(f"{mark.role}:{mark.account}:{mark.place_id}", geometry, properties)


def _ends(count: Count, stem: str = "munitions") -> dict[str, int | None]:
    """Return the two ends of a number that is no plain one."""
    return {f"{stem}_low": count.low, f"{stem}_high": count.high}


def _way(role: str, track: Track) -> BaseGeometry | None:
    """Return what is drawn between two places; groups of one pair of places share it."""
    if role == "corridor" or track.connector is None:
        return track.corridor
    return shapely.set_precision(track.connector, 1e-4)


def _trajectory(
    role: str,
    row: Mapping[str, Any],
    track: Track,
    worked_out: frozenset[str],
    geometry: BaseGeometry | None,
) -> dict[str, Any]:
    count = Count.of_group(row)
    properties = {
        "role": role,
        "trajectory_id": row["trajectory_id"],
        "event_id": row["event_id"],
        "account": track.account or None,
        **({"kind": row["kind"]} if isinstance(row.get("kind"), str) else {}),
        "group_n": count.exact,
        **({} if count.exact is not None else _ends(count, "group_n")),
        "outcome": row["outcome"],
        "struck": row.get("struck"),
        "launch_place_id": row["launch_place_id"],
        "impact_place_id": row["impact_place_id"],
        "distance_min_m": track.distance_min_m,
        "distance_max_m": track.distance_max_m,
        "bearing_from_deg": track.bearing_from_deg,
        "bearing_to_deg": track.bearing_to_deg,
        "resolvable": track.resolvable,
        "reason": track.reason or None,
        "schematic": True,
        "note": note_of(
            row["launch_place_id"], row["impact_place_id"], is_worked_out=row["impact_place_id"] in worked_out
        ),
        "claim_ids": [c.strip() for c in (row["basis_claim_ids"] or "").split(";") if c.strip()],
    }
    return _feature(f"{role}:{row['trajectory_id']}", geometry, properties)


def _place(places: _Places, place: Mapping[str, Any], claims: Mapping[str, list[str]]) -> dict[str, Any]:
    geometry, uncertainty = places.area(place["place_id"])
    if geometry is None and place["outline"] is not None:
        geometry, uncertainty = shapely.set_precision(place["outline"], 1e-4), place["outline_error_m"]
    properties = {
        "role": "place",
        "place_id": place["place_id"],
        "uncertainty_m": uncertainty,
        "reason": "listed, not drawn" if geometry is None else None,
        "claim_ids": claims.get(place["place_id"], []),
        **places.values(place["place_id"]),
    }
    return _feature(f"place:{place['place_id']}", geometry, properties)
