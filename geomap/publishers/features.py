"""The features of an edition as typed tables, for every format that holds rows and shapes.

The same features, ids and shapes as events.geojson, with all public columns: each publisher writes what its format can
hold of them. Vectorised: an area is worked out once for each place, however many events lie on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.edition import Edition, Mark, PublicDataset
from geomap.outcomes import FURTHER_SIGNS
from geomap.publishers.denied import BESIDE, DENIALS, denials
from geomap.publishers.reasons import event_reasons
from geomap.schema import STRING, table_schema

__all__ = [
    "DAYS",
    "LISTS",
    "NOT_PUBLISHED",
    "ROLES",
    "FeatureTable",
    "as_one",
    "claims_by_subject",
    "feature_tables",
    "flat",
    "note_of",
    "public_columns",
]

Shape = Literal["areas", "lines", "mixed"]

LISTS = frozenset({"source_ids", "claim_ids", "event_ids", "trajectory_ids", "outcomes"})
"""Columns of which a cell holds several ids or words of a vocabulary, as a tuple."""

DAYS = frozenset({"date_first", "date_last"})
"""Columns that hold a day as ISO text: the first and last on which a happening may lie."""

ROLES = {
    "event": "events",
    "launch_area": "launch_areas",
    "impact_area": "impact_areas",
    "intercepted_over": "interceptions",
    "debris": "debris",
    "corridor": "corridors",
    "connector": "connectors",
    "place": "places",
}
"""The layer of each role."""

NOT_PUBLISHED = frozenset({"sensitivity", "longitude", "latitude", "outline", "radius_m", "is_generalised"})
"""Columns that the gate works with; the area and its uncertainty stand for the position."""

_NOTE = "schematic: joins two reported areas; not a flight path"
_NOTE_WORKED_OUT = (
    "schematic: joins a reported area and one worked out from a bearing and a distance; not a flight path"
)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class FeatureTable:
    """Features of one kind.

    Attributes
    ----------
    name : str
        Name of the layer, for example ``launch_areas``.
    title : str
        What one row is.
    holds : str
        ``areas``, ``lines`` or ``mixed``.
    table : pandas.DataFrame
        ``feature_id`` and ``role`` first; text, Int64, float64 or boolean columns, and tuples of ids (`LISTS`).
    shapes : tuple of shapely geometry or None
        One for each row: longitude and latitude, WGS 84, grown when rounded. None where the row says a ``reason``.
    """

    name: str
    title: str
    holds: Shape
    table: pd.DataFrame
    shapes: tuple[BaseGeometry | None, ...]

    def select(self, rows: Iterable[bool]) -> FeatureTable:
        """Return the rows for which a flag is set."""
        keep = np.array(list(rows), dtype=bool)
        return FeatureTable(
            name=self.name,
            title=self.title,
            holds=self.holds,
            table=self.table[keep].reset_index(drop=True),
            shapes=tuple(s for s, is_kept in zip(self.shapes, keep, strict=True) if is_kept),
        )


class _Areas:
    """The published area, uncertainty and edge of each place, worked out once."""

    def __init__(self, edition: Edition) -> None:
        public = edition.public
        self.shapes: dict[str, BaseGeometry] = {}
        self.uncertainty_m: dict[str, float] = {}
        self.center: dict[str, tuple[float, float]] = {}
        errors = public.places.set_index("place_id")["outline_error_m"].astype("float64").fillna(0.0)
        for place_id, area in public.areas.items():
            decimals = geodesy.decimals_for(area.reach_m)
            self.shapes[place_id] = geodesy.grow_for_error(area.widened, decimals, errors[place_id])
            self.uncertainty_m[place_id] = float(-(-area.reach_m // 1))
            self.center[place_id] = (round(area.centroid_lon, decimals), round(area.centroid_lat, decimals))
        marks = [m for m in edition.scene.marks() if m.role != "context" and not m.is_gathered]
        self.edges = {m.place_id: "dashed" if m.edge == "parted" else m.edge for m in marks}
        columns = ["name", "name_local", "location_class", "basis", "source", "licence"]
        self.places = public.places.set_index("place_id")[columns].astype(object)

    def values(self, place_ids: pd.Series, columns: Mapping[str, str]) -> dict[str, pd.Series]:
        """Return columns of the places by the name that they get, one row for each id."""
        found = {new: _text(place_ids.map(self.places[old])) for new, old in columns.items()}
        return found | {
            "uncertainty_m": place_ids.map(self.uncertainty_m).astype("float64"),
            "edge": _text(place_ids.map(self.edges)),
        }

    def of(self, place_ids: pd.Series) -> tuple[BaseGeometry | None, ...]:
        """Return the area of each place, None where it is listed or unknown."""
        return tuple(self.shapes.get(p) if isinstance(p, str) else None for p in place_ids)


def feature_tables(edition: Edition) -> tuple[FeatureTable, ...]:
    """Return the layers of an edition, as `ROLES` names them.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    tuple of FeatureTable
        Every event, trajectory and place that the gate let through is there, drawn or not. ``places`` holds all
        places, also those that are a launch or impact area. Interceptions and debris are there if any has a sign.
    """
    areas, claims = _Areas(edition), claims_by_subject(edition.public)
    marks = [m for m in edition.scene.marks() if not m.is_gathered and (m.trajectory_ids or m.role in FURTHER_SIGNS)]
    ends = {role: [m for m in marks if m.role == role] for role in _TITLES}
    return (
        _events(edition.public, areas, claims, denials(edition)),
        *(_marks(role, found, areas) for role, found in ends.items() if found or role not in FURTHER_SIGNS),
        _tracks("corridor", edition),
        _tracks("connector", edition),
        _places(edition.public, areas, claims),
    )


def as_one(tables: Iterable[FeatureTable]) -> FeatureTable:
    """Return all features in one table, as events.geojson has them, for a format of one layer.

    A place that is a launch or impact area, or has a sign, is not repeated as a place.
    """
    parts = {t.name: t for t in tables}
    marked = {p for role in _TITLES if ROLES[role] in parts for p in parts[ROLES[role]].table["place_id"]}
    parts["places"] = parts["places"].select(~parts["places"].table["place_id"].isin(marked))
    whole = [t for t in parts.values() if len(t.table)]
    columns = list(dict.fromkeys(c for t in parts.values() for c in t.table.columns))
    dtypes = {c: t.table[c].dtype for t in parts.values() for c in t.table.columns}
    frames = [t.table.reindex(columns=columns).astype(dtypes) for t in whole]
    empty = pd.DataFrame({c: pd.Series(dtype=dtypes[c]) for c in columns})
    return FeatureTable(
        name="features",
        title="features of every role",
        holds="mixed",
        table=pd.concat(frames, ignore_index=True) if frames else empty,
        shapes=tuple(s for t in whole for s in t.shapes),
    )


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the ids of a cell joined by ``;``, empty where there is none, for formats without lists."""
    joined = {
        column: _text(table[column].map(lambda ids: "; ".join(ids) if isinstance(ids, tuple) and ids else None))
        for column in table.columns
        if column in LISTS
    }
    return table.assign(**joined)


def public_columns(name: str, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of a public table that are published: text, whole numbers and metres; days as ISO text.

    Parameters
    ----------
    name : str
        Name of the table, one of `geomap.schema.TABLES`.
    table : pandas.DataFrame
    """
    made: dict[str, pd.Series] = {}
    for field in table_schema(name).fields:
        if field.name not in table or field.name in NOT_PUBLISHED:
            continue
        column = table[field.name].reset_index(drop=True)
        if field.kind == "ids":
            column = _lists([_items(c) for c in column]) if field.name in LISTS else _text(column)
        elif field.kind == "day":
            column = _days(column)
        elif field.kind not in ("count", "code", "metres"):
            column = _text(column)
        made[field.name] = column
    return made


def claims_by_subject(public: PublicDataset) -> dict[str, tuple[str, ...]]:
    """Return the ids of the claims about each event, trajectory and place."""
    about = public.claims["about"]
    told = public.claims[about.notna()]
    return {str(key): tuple(ids) for key, ids in told.groupby("about", sort=True)["claim_id"]}


def _items(cell: object) -> tuple[str, ...]:
    return tuple(i.strip() for i in cell.split(";") if i.strip()) if isinstance(cell, str) else ()


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), None).astype(STRING).reset_index(drop=True)


def _days(values: pd.Series) -> pd.Series:
    return _text(values.dt.strftime("%Y-%m-%d"))


def _lists(values: Iterable[tuple[str, ...]]) -> pd.Series:
    cells = list(values)
    column = pd.Series([None] * len(cells), dtype=object)
    for number, cell in enumerate(cells):
        column.iat[number] = cell
    return column


def note_of(launch_place_id: object, impact_place_id: object, *, is_worked_out: bool) -> str | None:
    """Return what a corridor or connector is, or None where one of its ends has no place: it joins nothing."""
    if not (isinstance(launch_place_id, str) and isinstance(impact_place_id, str)):
        return None
    return _NOTE_WORKED_OUT if is_worked_out else _NOTE


def _reasons(reasons: Sequence[str], shapes: Sequence[BaseGeometry | None]) -> pd.Series:
    """Return why there is no shape, empty where there is one."""
    pairs = zip(reasons, shapes, strict=True)
    return pd.Series([reason if shape is None else None for reason, shape in pairs], dtype=STRING)


def _said(role: str, keys: pd.Series) -> dict[str, pd.Series]:
    text = _text(keys)
    return {"feature_id": (f"{role}:" + text).astype(STRING), "role": pd.Series(role, index=text.index, dtype=STRING)}


def _events(
    public: PublicDataset,
    areas: _Areas,
    claims: Mapping[str, tuple[str, ...]],
    denied: Mapping[str, Mapping[str, str]],
) -> FeatureTable:
    events = public.events.reset_index(drop=True)
    place_ids = events["place_id"].astype(object)
    place = areas.values(
        place_ids,
        {
            "place_name": "name",
            "place_name_local": "name_local",
            "location_class": "location_class",
            "basis": "basis",
        },
    )
    place["location_class"] = place["location_class"].fillna("unlocated")
    shapes = areas.of(place_ids)
    reason = event_reasons(public)
    last = events["date_end_upper"].fillna(events["date_start_upper"])
    columns = _said("event", events["event_id"]) | public_columns("events", events)
    columns |= {"date_first": _days(events["date_start_lower"]), "date_last": _days(last), **place}
    columns["reason"] = _reasons(reason, shapes)
    told = {name for cells in denied.values() for name in cells}
    for name in (*DENIALS, *(name for name in BESIDE if name in told)):
        cells = [denied.get(event_id, {}).get(name) for event_id in events["event_id"]]
        columns[name] = _text(pd.Series(cells, dtype=object))
    columns["claim_ids"] = _lists(claims.get(e, ()) for e in events["event_id"])
    return FeatureTable(
        name="events", title="reported happenings", holds="areas", table=pd.DataFrame(columns), shapes=shapes
    )


_TITLES = {
    "launch_area": "areas that projectiles are reported to have been fired from",
    "impact_area": "areas that projectiles are reported to have fallen in",
    "intercepted_over": "areas over which projectiles are reported intercepted",
    "debris": "areas in which pieces are reported to have fallen or been found",
}


def _marks(role: str, marks: list[Mark], areas: _Areas) -> FeatureTable:
    place_ids = pd.Series([m.place_id for m in marks], dtype=object)
    keys = pd.Series([f"{m.account}:{m.place_id}" for m in marks], dtype=object)
    of_place = ("name", "name_local", "location_class", "basis", "source", "licence")
    columns = _said(role, keys) | {
        "account": _text(pd.Series([m.account or None for m in marks], dtype=object)),
        "place_id": _text(place_ids),
        **areas.values(place_ids, {c: c for c in of_place}),
        "munitions": pd.Series([m.munitions.exact for m in marks], dtype="Int64"),
        "munitions_low": pd.Series([m.munitions.low for m in marks], dtype="Int64"),
        "munitions_high": pd.Series([m.munitions.high for m in marks], dtype="Int64"),
        "outcomes": _lists(m.outcomes for m in marks),
        "event_ids": _lists(m.event_ids for m in marks),
        "trajectory_ids": _lists(m.trajectory_ids for m in marks),
        "claim_ids": _lists(m.claim_ids for m in marks),
    }
    return FeatureTable(
        name=ROLES[role],
        title=_TITLES[role],
        holds="areas",
        table=pd.DataFrame(columns),
        shapes=areas.of(place_ids),
    )


def _tracks(role: Literal["corridor", "connector"], edition: Edition) -> FeatureTable:
    rows = edition.public.trajectories.reset_index(drop=True)
    tracks = [edition.tracks.of(t) for t in rows["trajectory_id"]]
    worked_out = {mark.place_id for mark in edition.scene.marks() if mark.is_worked_out}
    raw = [t.corridor if role == "corridor" else t.connector for t in tracks]
    columns: dict[str, pd.Series] = _said(role, rows["trajectory_id"]) | public_columns("trajectories", rows)
    columns["claim_ids"] = _lists(_items(c) for c in columns.pop("basis_claim_ids"))
    for end in ("distance_min_m", "distance_max_m"):
        columns[end] = pd.Series([getattr(t, end) for t in tracks], dtype="float64")
    for end in ("bearing_from_deg", "bearing_to_deg"):
        columns[end] = pd.Series([getattr(t, end) for t in tracks], dtype="Int64")
    columns["resolvable"] = pd.Series([t.resolvable for t in tracks], dtype="boolean")
    columns["schematic"] = pd.Series(True, index=rows.index, dtype="boolean")
    columns["reason"] = _text(pd.Series([t.reason or None for t in tracks], dtype=object))
    ends = zip(*(rows[f"{end}_place_id"].astype(object) for end in ("launch", "impact")), strict=True)
    notes = [note_of(launch, impact, is_worked_out=impact in worked_out) for launch, impact in ends]
    columns["note"] = pd.Series(notes, index=rows.index, dtype=STRING)
    is_area = role == "corridor"
    rounded = {key: _rounded(role, shape) for key, shape in {id(shape): shape for shape in raw}.items()}
    return FeatureTable(
        name=f"{role}s",
        title="every straight way between the two areas lies inside; schematic" if is_area else _NOTE,
        holds="areas" if is_area else "lines",
        table=pd.DataFrame(columns),
        shapes=tuple(rounded[id(shape)] for shape in raw),
    )


def _rounded(role: str, shape: BaseGeometry | None) -> BaseGeometry | None:
    return shape if shape is None or role == "corridor" else shapely.set_precision(shape, 1e-4)


def _places(public: PublicDataset, areas: _Areas, claims: Mapping[str, tuple[str, ...]]) -> FeatureTable:
    places = public.places.reset_index(drop=True)
    place_ids = places["place_id"].astype(object)
    columns = _said("place", place_ids) | public_columns("places", places)
    columns |= areas.values(place_ids, {})
    shapes = list(areas.of(place_ids))
    for row, outline in enumerate(places["outline"]):
        if shapes[row] is None and isinstance(outline, BaseGeometry):
            shapes[row] = shapely.orient_polygons(shapely.set_precision(outline, 1e-4))
            columns["uncertainty_m"].iat[row] = places["outline_error_m"].iat[row]
    centers = [areas.center.get(p, (np.nan, np.nan)) for p in place_ids]
    columns["center_longitude"] = pd.Series([c[0] for c in centers], dtype="float64")
    columns["center_latitude"] = pd.Series([c[1] for c in centers], dtype="float64")
    columns["reason"] = _reasons(["listed, not drawn"] * len(shapes), shapes)
    columns["claim_ids"] = _lists(claims.get(p, ()) for p in place_ids)
    return FeatureTable(
        name="places",
        title="places, as areas wherever one is known",
        holds="mixed",
        table=pd.DataFrame(columns),
        shapes=tuple(shapes),
    )
