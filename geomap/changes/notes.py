"""Correction notes: one row for corrections.csv a row that was revised or taken out, with nothing that is withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geomap.changes.marks import MarkChange
from geomap.changes.rows import Cell, State, TableChanges

__all__ = ["Note", "notes_of"]

_COLUMNS = {
    "events": {
        "kind": "kind",
        "title": "title",
        "date_start": "date",
        "date_end": "last day",
        "time_local": "time",
        "status": "status",
        "place_id": "place",
        "cause_of_harm": "cause of harm",
        "actor_claimed": "claimed by",
        "actor_attributed": "attributed to",
        "attributed_by": "attributed by",
    },
    "claims": {
        "claimant": "speaker",
        "origin": "origin",
        "stance": "stance",
        "verification": "verification",
        "source_id": "source",
        "relayed_by": "relayed by",
        "group": "group of people",
    },
    "sources": {
        "title": "title",
        "publisher": "publisher",
        "kind": "kind",
        "published_on": "date of publication",
        "url": "address",
    },
    "trajectories": {
        "group_n": "number of projectiles",
        "outcome": "outcome",
        "launch_place_id": "reported launch area",
        "impact_place_id": "reported impact area",
        "account": "account",
    },
    "places": {"name": "name", "location_class": "how exactly it is known", "outline": "outline"},
}
"""Columns that a reader has seen, and how a note names them."""

_COUNTS = ("munitions", "killed", "wounded")
_POSITION = frozenset({"longitude", "latitude", "outline"})
_REACH = frozenset({"coord_uncertainty_m", "extent_radius_m", "outline_error_m"})
_QUOTED_MAX = 60
_NOUN = {"events": "event", "claims": "claim", "sources": "source", "places": "place", "trajectories": "group"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A row for corrections.csv."""

    corrected_on: str
    about: str
    what: str


def notes_of(
    tables: Sequence[TableChanges], marks: Sequence[MarkChange], old: State, new: State, corrected_on: str
) -> tuple[Note, ...]:
    """Return a note for each row that was published before and is not the same now.

    What was added is no correction. Rows and values that no output may hold are left out, and so are notes that would
    then say nothing.

    Parameters
    ----------
    tables : sequence of TableChanges
    marks : sequence of MarkChange
        For how far a place moved.
    old, new : State
    corrected_on : str
        ISO day.
    """
    hides = (old.public.hides, new.public.hides)
    made = []
    for changes in (t for t in tables if t.name in _COLUMNS):
        by_row: dict[str, list[Cell]] = {}
        for cell in changes.revised:
            by_row.setdefault(cell.row_id, []).append(cell)
        for row_id, cells in by_row.items():
            if changes.name == "places":
                what = _of_place(row_id, cells, marks, new)
            else:
                what = "; ".join(_of_row(changes.name, [c for c in cells if c.is_public], old, new))
            if what and not any(h(row_id) for h in hides):
                made.append((row_id, f"{_title(changes.name, row_id, new)}: {what}."))
        made += [
            (row_id, f"{_title(changes.name, row_id, old)}: {_taken_out(changes.name, row_id, old)}.")
            for row_id, is_public in changes.removed.items()
            if is_public
        ]
    return tuple(
        Note(corrected_on=corrected_on, about=row_id, what=what)
        for row_id, what in made
        if not any(h(what) for h in hides)
    )


def _of_row(table: str, cells: Sequence[Cell], old: State, new: State) -> list[str]:
    """Return what was wrong in a row and what stands there now, clause by clause; what was added is not said."""
    names = _names(old, new)
    by_column = {c.column: c for c in cells}
    said = [_of_cell(table, c, names) for c in cells]
    if table == "events":
        said += [_of_count(stem, by_column, cells[0].row_id, new) for stem in _COUNTS] if cells else []
    if table == "claims":
        words, value = by_column.get("words"), by_column.get("value")
        if words:
            said.insert(0, f"“{_cut(words.new)}”, not “{_cut(words.old)}”")
        elif value and value.old:
            one, two = (names.get(v, v) for v in (value.old, value.new))
            said.insert(0, f"{_cut(two) or 'no value'}, not {_cut(one)}")
    return [s for s in said if s]


def _of_count(stem: str, cells: Mapping[str, Cell], row_id: str, new: State) -> str:
    """Return how a range of counts changed: both ends together, from the published rows."""
    low, high = cells.get(f"{stem}_low"), cells.get(f"{stem}_high")
    if not any(c and c.old for c in (low, high)):
        return ""
    row = new.public.events.set_index("event_id").loc[row_id]
    stands = ["" if pd.isna(row[f"{stem}_{end}"]) else str(int(row[f"{stem}_{end}"])) for end in ("low", "high")]
    before = [c.old if c else now for c, now in zip((low, high), stands, strict=True)]
    return f"{stem} {_range(*stands)}, not {_range(*before)}"


def _range(low: str, high: str) -> str:
    if low == high:
        return low or "not reported"
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"up to {high}"


def _of_cell(table: str, cell: Cell, names: Mapping[str, str]) -> str:
    label = _COLUMNS[table].get(cell.column, "")
    if not label or not cell.old:
        return ""
    one, two = (names.get(v, v) if cell.column.endswith("_id") else v.replace("_", " ") for v in (cell.old, cell.new))
    if table == "sources" and cell.column == "url":
        return f"{label} corrected"
    if len(one) > _QUOTED_MAX or len(two) > _QUOTED_MAX:
        return f"{label} worded anew"
    if not cell.new:
        return f"{label} is no longer given, before: {one}"
    return f"{label} {two}, not {one}"


def _of_place(row_id: str, cells: Sequence[Cell], marks: Sequence[MarkChange], new: State) -> str:
    """Return what changed of a place: its name as published, and how far its mark moved; never a bare coordinate."""
    if row_id not in set(new.public.places["place_id"]):
        return ""
    said = [_of_cell("places", c, {}) for c in cells if c.is_public and c.column in ("name", "location_class")]
    columns = {c.column for c in cells}
    moved = next((m.new.rpartition(", ")[2] for m in marks if m.place_id == row_id and m.what == "moved"), "")
    if columns & _POSITION:
        said.append(f"position corrected; the mark stood {moved}" if moved else "outline corrected")
    if columns & _REACH:
        shown = next((m for m in marks if m.place_id == row_id and m.what == "uncertainty"), None)
        if shown:
            said.append(f"it may be off by {shown.new.lstrip('± ')}, not {shown.old.lstrip('± ')}")
    return "; ".join(s for s in said if s)


def _names(old: State, new: State) -> dict[str, str]:
    """Return the published names of places and publishers of sources by id."""
    made: dict[str, str] = {}
    for state in (old, new):
        for table, key, column in (
            (state.public.places, "place_id", "name"),
            (state.public.sources, "source_id", "publisher"),
        ):
            made |= {str(i): str(n) for i, n in zip(table[key], table[column], strict=True) if isinstance(n, str)}
    return made


def _taken_out(table: str, row_id: str, old: State) -> str:
    words = ""
    if table == "claims":
        claims = old.public.claims
        words = f" “{_cut(str(claims.loc[claims['claim_id'] == row_id, 'words'].iloc[0]))}”"
    return f"the {_NOUN[table]}{words} was taken out"


def _title(table: str, row_id: str, state: State) -> str:
    """Return how a reader knows a row, from what was published of it."""
    public: pd.DataFrame = getattr(state.public, table)
    key = {"events": "event_id", "claims": "claim_id", "sources": "source_id", "places": "place_id"}.get(
        table, "trajectory_id"
    )
    found = public[public[key] == row_id]
    if found.empty:
        return row_id
    row = found.iloc[0]
    if table == "claims":
        return str(row["claimant"])
    if table == "trajectories":
        place = _names(state, state).get(str(row["impact_place_id"]), "")
        words = place or (row["wording"] if isinstance(row["wording"], str) else str(row["outcome"]).replace("_", " "))
        return f"Projectiles, {words}"
    column = {"events": "title", "sources": "publisher", "places": "name"}[table]
    return str(row[column]) if isinstance(row[column], str) else row_id


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED_MAX else text[: _QUOTED_MAX - 3].rsplit(" ", 1)[0] + " …"
