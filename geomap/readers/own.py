"""What geomap itself wrote, read back as what it was: features by role, words and areas as they were published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from geomap.findings import Findings
from geomap.outcomes import FURTHER_SIGNS
from geomap.readers.cells.plain import stripped
from geomap.readers.header import folded
from geomap.schema import STRING, table_schema

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.readers.features import Notes

__all__ = [
    "KEPT",
    "OWN",
    "as_published",
    "as_written",
    "events_alone",
    "is_own",
    "of_event",
    "own_columns",
    "role_is_empty",
    "softened",
]

OWN = "geomap"
"""Name of the mapping for what geomap wrote."""

KEPT = (
    *("original_id", "kind_wording", "kind_wording_ar", "title_ar", "date_prec", "time_local_ar", "time_earliest"),
    *("time_latest", "tz", "place_wording_ar", "munitions_note", "munitions_note_ar", "harm_note", "harm_note_ar"),
    *("cause_of_harm", "actors_ar", "actor_claimed", "actor_claimed_ar", "actor_attributed", "actor_attributed_ar"),
    *("attributed_by", "attributed_by_ar", "summary_ar"),
)
"""Columns of events that are read as they stand, beside those that the mapping names."""

_OF_PLACE = {
    "basis": ("place_basis", "basis"),
    "name_local": ("place_name_local",),
    "source": ("place_source",),
    "licence": ("place_licence",),
    "location_class": ("location_class",),
}
"""What a row says of its place, and the columns that say it."""

_WORKED_OUT = frozenset(
    {
        *("feature_id", "role", "edge", "reason", "date_first", "date_last", "area_wkt", "bbox", "place_id"),
        *("id", "name", "description", "date"),
    }
)
"""Columns that say what others do, as a program, a spreadsheet or a globe wants it; nothing is lost with them."""

_ROLES = frozenset({"event", "place", "launch_area", "impact_area", *FURTHER_SIGNS, "corridor", "connector"})
_INSTANT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})"
_FORMULA = r"^'(?=[=+\-@\t\r])"


def is_own(rows: Mapping[int, Mapping[str, str]]) -> bool:
    """Whether features were written by geomap: each has one of our roles, and those of events their id.

    Parameters
    ----------
    rows : mapping of int to mapping
        Cells of each feature by its number.
    """
    if not rows:
        return False
    for cells in rows.values():
        role = cells.get("role", "")
        if role not in _ROLES or not cells.get("event_id" if role == "event" else "role"):
            return False
    known = {folded(name) for cells in rows.values() for name in cells}
    return {"event_id", "location_class"} <= known and "event" in {cells["role"] for cells in rows.values()}


def events_alone(
    rows: Mapping[int, Mapping[str, str]], shapes: Sequence[BaseGeometry | None], notes: Notes
) -> tuple[dict[int, Mapping[str, str]], list[BaseGeometry | None]]:
    """Return the events of features that geomap wrote; areas, links and places beside them are told and left out.

    Parameters
    ----------
    rows : mapping of int to mapping
    shapes : sequence of shapely geometry or None
    notes : Notes
    """
    kept = {number: cells for number, cells in rows.items() if cells["role"] == "event"}
    others = Counter(cells["role"] for cells in rows.values() if cells["role"] != "event")
    notes.forget("no-geometry")
    left = ", ".join(f"{count} {role}" for role, count in sorted(others.items()))
    beside = f"; the features of other roles are no events and are left out ({left})" if left else ""
    if others.keys() & {"launch_area", "impact_area", "corridor", "connector"}:
        beside += ". Which launch belongs to which impact is not read back: a copy that keeps it is made with --to case"
    notes.warn("own-export", 0, f"was written by geomap: {len(kept)} events are read{beside}", severity="notice")
    own = [shape for (number, _), shape in zip(rows.items(), shapes, strict=True) if number in kept]
    return kept, own


def softened(findings: Findings) -> Findings:
    """Return findings in which the further layers or sheets of an own export are no loss."""
    return Findings.of(replace(f, severity="notice") if f.code == "further-table" else f for f in findings)


def as_written(text: pd.DataFrame) -> pd.DataFrame:
    """Return cells without the apostrophe that keeps a spreadsheet from running them."""
    return text.apply(lambda column: column.astype(STRING).str.replace(_FORMULA, "", regex=True))


@cache
def own_columns() -> frozenset[str]:
    """Return the columns, folded, that are read of an own file or repeat what is read, beside those of its mapping."""
    return frozenset({*KEPT, *_WORKED_OUT, *(name for names in _OF_PLACE.values() for name in names)})


def of_event(text: pd.DataFrame, values: Mapping[str, object]) -> dict[str, object]:
    """Return the columns of events that stand in an own file as they are in a table of events.

    Parameters
    ----------
    text : pandas.DataFrame
        Cells as text under the names of the file.
    values : mapping of str to object
        Columns that were read by their role.
    """
    fields = {field.name: field for field in table_schema("events").fields}
    there = {folded(str(column)): column for column in text.columns}
    made: dict[str, object] = {}
    for name in KEPT:
        if name not in there:
            continue
        cells = stripped(text[there[name]].astype(STRING))
        field = fields[name]
        if field.kind == "code":
            number = pd.to_numeric(cells, errors="coerce")
            made[name] = number.where(number.between(1, 5) & (number % 1 == 0)).astype("Int64")
        elif field.kind == "vocab":
            made[name] = cells.where(cells.isin(field.vocabulary).fillna(False).astype(bool)).astype(object)
        elif field.kind == "instant":
            made[name] = cells.where(cells.str.fullmatch(_INSTANT).fillna(False).astype(bool))
        else:
            made[name] = cells
    if "event_type" not in there and isinstance(wording := made.get("kind_wording"), pd.Series):
        made["event_type"] = wording.fillna(pd.Series(values["kind"], index=text.index, dtype=object)).astype(STRING)
    return made


def as_published(places: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Return the places of an own file as they were published.

    An area was widened by its doubt before it was written, so its outline is off by nothing more. What it was worked
    out from, and the class that it was given, stand beside it.

    Parameters
    ----------
    places : pandas.DataFrame
        Indexed by the row in the file that names each first.
    text : pandas.DataFrame
        Cells as text under the names of the file.
    """
    there = {folded(str(column)): column for column in text.columns}
    made = places.assign(outline_error_m=places["outline_error_m"].mask(places["outline"].notna(), 0.0))
    for name, candidates in _OF_PLACE.items():
        column = next((there[c] for c in candidates if c in there), None)
        if column is None:
            continue
        cells = stripped(text[column].astype(STRING)).reindex(places.index)
        field = table_schema("places").field(name)
        told = cells.notna() & (cells.isin(field.vocabulary) if field.kind == "vocab" else True)
        kept = made[name].astype(object).mask(told.fillna(False).astype(bool), cells.astype(object))
        made[name] = kept.astype(places[name].dtype)
    return made


def role_is_empty(role: str, events: pd.DataFrame) -> bool:
    """Whether an own file holds nothing of a role in any row: what a table had no column for has one there.

    Parameters
    ----------
    role : str
        One of `geomap.dataset.UNREAD_ROLES`.
    events : pandas.DataFrame
        Of the whole file; a column that is not there is not known to be empty.
    """
    if role == "source":
        return "source_ids" in events and bool((events["source_ids"].dropna() == "dataset").all())
    if role == "kind":
        columns = {"kind", "kind_wording"} <= set(events.columns)
        return columns and bool((events["kind"] == "other").all() and events["kind_wording"].isna().all())
    if role not in ("killed", "wounded", "munitions"):
        return False
    ends, note = (f"{role}_low", f"{role}_high"), "munitions_note" if role == "munitions" else "harm_note"
    if not {*ends, note} <= set(events.columns):
        return False
    said = events[note].str.contains(role, regex=False).fillna(False).astype(bool)
    return bool(events[list(ends)].isna().all(axis=None)) and not said.any()
