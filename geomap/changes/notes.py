"""Correction notes: one row for corrections.csv a row that was revised or taken out, with nothing that is withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geomap import geodesy
from geomap.changes.marks import MOVED_M, MarkChange, length
from geomap.changes.rows import Cell, State, TableChanges
from geomap.geodesy import Area
from geomap.scene.otherwise import contested
from geomap.schema import table_schema
from geomap.words import words

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
        "actors": "parties named",
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
        "group_n_low": "lowest number of projectiles",
        "group_n_high": "highest number of projectiles",
        "group_n_words": "number of projectiles in words",
        "outcome": "outcome",
        "launch_place_id": "reported launch area",
        "impact_place_id": "reported impact area",
        "account": "account",
    },
    "places": {"name": "name", "location_class": "how exactly it is known", "outline": "outline"},
}
"""Columns that a reader has seen, and how a note names them."""

_DISPUTED = {"killed": "deaths", "wounded": "numbers of wounded"}
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


class _Published:
    """What was published of one state, looked up by id."""

    def __init__(self, state: State) -> None:
        self._public = state.public
        self._words = words("en")
        self._rows: dict[str, pd.DataFrame] = {}
        self.names: dict[str, str] = {
            str(i): str(n)
            for table, column in (("places", "name"), ("sources", "publisher"))
            for i, n in self.rows(table)[column].items()
            if isinstance(n, str)
        }

    def rows(self, table: str) -> pd.DataFrame:
        """Return a published table by id."""
        if table not in self._rows:
            self._rows[table] = getattr(self._public, table).set_index(table_schema(table).primary_key)
        return self._rows[table]

    def area(self, place_id: str) -> Area | None:
        """Return where a place was drawn; None if it was listed."""
        return self._public.areas.get(place_id)

    def title(self, table: str, row_id: str) -> str:
        """Return how a reader knows a row."""
        if row_id not in self.rows(table).index:
            return row_id
        row = self.rows(table).loc[row_id]
        if table == "claims":
            return str(row["claimant"])
        if table == "trajectories":
            told = row["wording"] if isinstance(row["wording"], str) else str(row["outcome"]).replace("_", " ")
            return f"Projectiles, {self.names.get(str(row['impact_place_id']), told)}"
        column = {"events": "title", "sources": "publisher", "places": "name"}[table]
        if isinstance(row[column], str):
            return str(row[column])
        if table == "events":
            own = row["kind_wording"]
            kind = str(own) if isinstance(own, str) else self._words.text(f"kind.{row['kind']}")
            where = self.names.get(str(row["place_id"]), "")
            first, last = row["date_start_lower"], row["date_start_upper"]
            when = "" if pd.isna(first) else self._words.span(first.date(), last.date())
            parts = [kind[:1].upper() + kind[1:], where, when]
            return ", ".join(part for part in parts if part)
        return row_id

    def is_contested(self, event_id: str, stem: str) -> bool:
        """Whether speakers differ on the dead or wounded of an event, or one of their numbers is in doubt."""
        return stem in _DISPUTED and (event_id, stem) in self._contested

    def sides(self, event_id: str, stem: str) -> str:
        """Return who says what of the dead or wounded of an event, each speaker with words and doubt."""
        said = []
        for claim_id in self._contested[event_id, stem]:
            claim = self.rows("claims").loc[claim_id]
            doubt = "" if pd.isna(claim["verification"]) else f" ({claim['verification']})"
            said.append(f"{claim['claimant']} said {str(claim['words']).rstrip('.')}{doubt}")
        return "; ".join(dict.fromkeys(said))

    @cached_property
    def _contested(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        claims = self._public.claims.astype(object)
        events: dict[str, Mapping[str, object]] = {str(event_id): {} for event_id in self.rows("events").index}
        return contested(claims.where(claims.notna(), None).to_dict("records"), events)

    def has_group_at(self, group_id: str, column: str, place_id: str) -> bool:
        """Whether a group of the same account and event has a place at this end."""
        groups = self.rows("trajectories")
        if group_id not in groups.index or not place_id:
            return False
        own = groups.loc[group_id]
        alike = (groups["event_id"] == own["event_id"]) & (groups["account"] == own["account"])
        return bool((alike & (groups[column] == place_id)).fillna(False).any())

    def taken_out(self, table: str, row_id: str) -> str:
        """Return that a row is gone, a claim with its words."""
        said = f" “{_cut(str(self.rows(table).loc[row_id, 'words']))}”" if table == "claims" else ""
        return f"the {_NOUN[table]}{said} was taken out"


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
    hides = (old.hides, new.hides)
    before, after = _Published(old), _Published(new)
    names = before.names | after.names
    made = []
    for changes in (t for t in tables if t.name in _COLUMNS):
        by_row: dict[str, list[Cell]] = {}
        for cell in changes.revised:
            by_row.setdefault(cell.row_id, []).append(cell)
        for row_id, cells in by_row.items():
            if changes.name == "places":
                what = _of_place(row_id, cells, marks, after)
            else:
                shown = [c for c in cells if c.is_public]
                what = "; ".join(
                    [*_of_row(changes.name, shown, names, (before, after)), *_of_positions(shown, before, after)]
                )
            if what and not any(h(row_id) for h in hides):
                made.append((row_id, f"{after.title(changes.name, row_id)}: {what}."))
        if changes.name in ("places", "sources") and old.public.unit:
            continue  # those of a table come and go with its rows, which are told
        made += [
            (row_id, f"{before.title(changes.name, row_id)}: {before.taken_out(changes.name, row_id)}.")
            for row_id, is_public in changes.removed.items()
            if is_public
        ]
    return tuple(
        Note(corrected_on=corrected_on, about=row_id, what=what)
        for row_id, what in made
        if not any(h(what) for h in hides)
    )


def _of_row(
    table: str, cells: Sequence[Cell], names: Mapping[str, str], states: tuple[_Published, _Published]
) -> list[str]:
    """Return what was wrong in a row and what stands there now, clause by clause; what was added is not said."""
    by_column = {c.column: c for c in cells}
    said = [_untied(c, names, states[1]) if table == "trajectories" else "" for c in cells]
    said = [untied or _of_cell(table, c, names) for untied, c in zip(said, cells, strict=True)]
    if table == "events":
        said += [_of_count(stem, by_column, cells[0].row_id, states) for stem in _COUNTS] if cells else []
    if table == "claims":
        clause, value = by_column.get("words"), by_column.get("value")
        if clause:
            said.insert(0, f"“{_cut(clause.new)}”, not “{_cut(clause.old)}”")
        elif value and value.old:
            one, two = (names.get(v, v) for v in (value.old, value.new))
            said.insert(0, f"{_cut(two) or 'no value'}, not {_cut(one)}")
    return [s for s in said if s]


def _untied(cell: Cell, names: Mapping[str, str], after: _Published) -> str:
    """Return that a group is no longer tied to an area that its account still reports; empty where that is not so."""
    if not cell.column.endswith("place_id") or cell.new or not after.has_group_at(cell.row_id, cell.column, cell.old):
        return ""
    return f"no longer tied to the {_COLUMNS['trajectories'][cell.column]} {names.get(cell.old, cell.old)}"


def _of_count(stem: str, cells: Mapping[str, Cell], row_id: str, states: tuple[_Published, _Published]) -> str:
    """Return how a range of counts changed: both ends together, from the published rows; who says what if disputed."""
    before_all, after = states
    low, high = cells.get(f"{stem}_low"), cells.get(f"{stem}_high")
    if not any(c and c.old for c in (low, high)):
        return ""
    if after.is_contested(row_id, stem):
        now = "" if before_all.is_contested(row_id, stem) else "now "
        return f"{_DISPUTED[stem]} are {now}disputed: {after.sides(row_id, stem)}"
    row = after.rows("events").loc[row_id]
    stands = ["" if pd.isna(row[f"{stem}_{end}"]) else str(int(row[f"{stem}_{end}"])) for end in ("low", "high")]
    before = [c.old if c else now for c, now in zip((low, high), stands, strict=True)]
    return f"{stem} {_range(*stands)}, not {_range(*before)}"


def _range(low: str, high: str) -> str:
    if low == high or (low == "0" and not high):  # "at least 0" says nothing
        return low if low == high and low else "not reported"
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"up to {high}"


def _of_cell(table: str, cell: Cell, names: Mapping[str, str]) -> str:
    label = _COLUMNS[table].get(cell.column, "")
    if not label or not cell.old:
        return ""
    one, two = (names.get(v, v) if cell.column.endswith("_id") else v.replace("_", " ") for v in (cell.old, cell.new))
    if one == two:
        return "" if cell.column.endswith("place_id") else f"{label} corrected"
    if table == "sources" and cell.column == "url":
        return f"{label} corrected"
    if len(one) > _QUOTED_MAX or len(two) > _QUOTED_MAX:
        return f"{label} worded anew"
    if not cell.new:
        return f"{label} is no longer given, before: {one}"
    return f"{label} {two}, not {one}"


def _of_positions(cells: Sequence[Cell], before: _Published, after: _Published) -> list[str]:
    """Return where a row names another place of the same name: how far the position moved, never a coordinate."""
    said = []
    for cell in cells:
        name = after.names.get(cell.new)
        if not cell.column.endswith("place_id") or not name or before.names.get(cell.old) != name:
            continue
        one, two = before.area(cell.old), after.area(cell.new)
        if one is None or two is None:
            said.append(f"position of {name} corrected")
            continue
        said += _of_areas(name, one, two)
    return said


def _of_areas(name: str, one: Area, two: Area) -> list[str]:
    """Return what a reader sees of two areas of one name: how far it moved, and how far it may be off."""
    apart_m, _ = geodesy.geodesic(one.centroid_lon, one.centroid_lat, two.centroid_lon, two.centroid_lat)
    said = []
    if float(apart_m) >= MOVED_M:
        said.append(f"position of {name} corrected, by about {length(max(round(float(apart_m), -1), 10.0))}")
    before_m, after_m = (float(-(-area.reach_m // 1)) for area in (one, two))
    if before_m != after_m:
        said.append(f"{name} may be off by {length(after_m)}, not {length(before_m)}")
    return said or ([f"outline of {name} corrected"] if not one.widened.equals(two.widened) else [])


def _of_place(row_id: str, cells: Sequence[Cell], marks: Sequence[MarkChange], after: _Published) -> str:
    """Return what changed of a place: its name as published, and how far its mark moved; never a bare coordinate."""
    if row_id not in after.rows("places").index:
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


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED_MAX else text[: _QUOTED_MAX - 3].rsplit(" ", 1)[0] + " …"
