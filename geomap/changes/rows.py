"""Rows that were added, removed and revised, column by column, each value with whether it may be published."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.dataset import Dataset
from geomap.edition import PublicDataset
from geomap.findings import Findings
from geomap.schema import TABLES, table_schema

__all__ = ["Cell", "State", "TableChanges", "changes_of_tables"]

_NOT_COMPARED = frozenset({"file", "file_row", "radius_m"})
_NAMES_THE_FILE = {"places": ("source",), "sources": ("title", "publisher", "carried_by", "offline_reason")}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a case: before the gate, and what the gate let through."""

    dataset: Dataset
    public: PublicDataset
    hides: Callable[[object], bool]
    """Whether a text holds a name that is withheld from this state."""
    findings: Findings = field(default_factory=Findings)
    file_title: str = ""
    """Of a table, the name of its file in words: sources and places say it, and another name is no difference."""


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
    hides = (old.hides, new.hides)
    gone, fresh = before.index.difference(after.index), after.index.difference(before.index)
    columns = [c for c in before.columns.union(after.columns, sort=False) if c not in _NOT_COMPARED]
    both = before.index.intersection(after.index).sort_values()
    left, right = (
        t.reindex(index=both, columns=columns, fill_value="").to_numpy(dtype=object) for t in (before, after)
    )
    differs = left != right
    if old.file_title and new.file_title:
        for at in (i for i, c in enumerate(columns) if c in _NAMES_THE_FILE.get(name, ())):
            renamed = [str(text).replace(old.file_title, new.file_title) for text in left[:, at]]
            differs[:, at] &= np.array(renamed, dtype=object) != right[:, at]
    shown_before, shown_after = (
        _Shown(_as_text(name, _rows_of(name, getattr(s.public, name), [*both[differs.any(axis=1)], *own])))
        for s, own in ((old, gone), (new, fresh))
    )

    def names(text: str) -> bool:
        return any(h(text) for h in hides)

    cells = []
    for row, at in zip(*differs.nonzero(), strict=True):
        row_id, column, one, two = str(both[row]), columns[at], str(left[row, at]), str(right[row, at])
        is_public = (
            shown_before.value(row_id, column) == one
            and shown_after.value(row_id, column) == two
            and not any(map(names, (row_id, one, two)))
        )
        cells.append(Cell(row_id=row_id, column=column, old=one, new=two, is_public=is_public))
    return TableChanges(
        name=name,
        added={i: i in shown_after.rows and not names(i) for i in sorted(fresh)},
        removed={i: i in shown_before.rows and not names(i) for i in sorted(gone)},
        revised=tuple(cells),
    )


def _rows_of(name: str, table: pd.DataFrame, row_ids: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a table that are asked for; all of them where rows have no id."""
    key = table_schema(name).primary_key
    return table[table[key].astype(object).isin(set(row_ids))] if key else table


class _Shown:
    """Published rows as text, looked up by id."""

    def __init__(self, text: pd.DataFrame) -> None:
        self.rows: dict[str, dict[str, str]] = dict(zip(text.index, text.to_dict("records"), strict=True))

    def value(self, row_id: str, column: str) -> str | None:
        """Return the published value of a cell; None if the row or the column is not published."""
        return self.rows.get(row_id, {}).get(column)


def _as_text(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as text by id: only what a file holds, not what reading has worked out."""
    schema = table_schema(name)
    bounds = {f"{f.name}_{end}" for f in schema.fields if f.kind == "edtf" for end in ("lower", "upper")}
    columns = [c for c in table.columns if c not in bounds and c not in ("is_generalised", "lies_in")]
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
    """Return cells as the text that a file would hold; empty where nothing stands. Equal cells are looked at once."""
    codes, distinct = pd.factorize(cells)
    texts = np.array([*map(_text, distinct), ""], dtype=object)
    return pd.Series(texts[codes], index=cells.index, dtype=object)


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
