"""Rows that were added, removed and revised, column by column, each value with whether it may be published."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.dataset import Dataset
from geomap.edition import PublicDataset
from geomap.schema import TABLES, table_schema

__all__ = ["Cell", "State", "TableChanges", "changes_of_tables"]

_NOT_COMPARED = frozenset({"file", "file_row", "radius_m"})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a case: before the gate, and what the gate let through."""

    dataset: Dataset
    public: PublicDataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell that was revised."""

    row_id: str
    column: str
    old: str
    new: str
    is_public: bool
    """Whether both values stand in what may be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanges:
    """What changed in one table.

    Attributes
    ----------
    name : str
    added, removed : mapping of str to bool
        Ids (of a table without ids, the row in words), each with whether an output may name it.
    revised : tuple of Cell
        In the order of ids and columns.
    """

    name: str
    added: Mapping[str, bool]
    removed: Mapping[str, bool]
    revised: tuple[Cell, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.revised)


def changes_of_tables(old: State, new: State) -> tuple[TableChanges, ...]:
    """Return what changed in every table that changed.

    Parameters
    ----------
    old, new : State
    """
    compared = (_changes(name, old, new) for name in TABLES)
    return tuple(changes for changes in compared if changes)


def _changes(name: str, old: State, new: State) -> TableChanges:
    before, after = (_as_text(name, s.dataset.tables()[name]) for s in (old, new))
    shown_before, shown_after = (_as_text(name, getattr(s.public, name)) for s in (old, new))
    hides = (old.public.hides, new.public.hides)

    def is_shown(shown: pd.DataFrame, row_id: str) -> bool:
        return row_id in shown.index and not any(h(row_id) for h in hides)

    gone, fresh = before.index.difference(after.index), after.index.difference(before.index)
    columns = [c for c in before.columns.union(after.columns, sort=False) if c not in _NOT_COMPARED]
    both = before.index.intersection(after.index)
    left = before.reindex(index=both, columns=columns, fill_value="")
    right = after.reindex(index=both, columns=columns, fill_value="")
    differs = left.ne(right)
    cells = []
    for row_id in sorted(both[differs.any(axis=1).to_numpy()]) if columns else []:
        for column in (c for c in columns if differs.at[row_id, c]):
            one, two = str(left.at[row_id, column]), str(right.at[row_id, column])
            is_public = (
                _value(shown_before, row_id, column) == one
                and _value(shown_after, row_id, column) == two
                and not any(h(text) for h in hides for text in (row_id, one, two))
            )
            cells.append(Cell(row_id=row_id, column=column, old=one, new=two, is_public=is_public))
    return TableChanges(
        name=name,
        added={i: is_shown(shown_after, i) for i in sorted(fresh)},
        removed={i: is_shown(shown_before, i) for i in sorted(gone)},
        revised=tuple(cells),
    )


def _value(shown: pd.DataFrame, row_id: str, column: str) -> str | None:
    """Return the published value of a cell; None if the row or the column is not published."""
    if row_id not in shown.index or column not in shown.columns:
        return None
    return str(shown.at[row_id, column])


def _as_text(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as text by id: only what a file holds, not what reading has worked out."""
    schema = table_schema(name)
    bounds = {f"{f.name}_{end}" for f in schema.fields if f.kind == "edtf" for end in ("lower", "upper")}
    columns = [c for c in table.columns if c not in bounds and c != "is_generalised"]
    text = pd.DataFrame({c: _texts(table[c]) for c in columns}, index=table.index)
    key = schema.primary_key
    if key:
        return text.set_index(pd.Index(table[key].astype(str)))
    labels = [
        "; ".join(f"{c} {v}" for c, v in row.items() if v and not c.startswith("note"))
        for row in text.to_dict("records")
    ]
    text.index = pd.Index(labels, dtype=object)
    return text[~text.index.duplicated()]


def _texts(cells: pd.Series) -> pd.Series:
    """Return cells as the text that a file would hold; empty where nothing stands."""
    if cells.dtype == object or str(cells.dtype).startswith(("float", "datetime")):
        return cells.map(_text).astype(object)
    return cells.astype(object).where(cells.notna(), "").map(str)


def _text(value: object) -> str:
    if isinstance(value, BaseGeometry):
        return f"outline of {len(value.wkb)} bytes, {_digest(value.wkb)}"
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()[:8]
