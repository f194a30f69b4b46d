"""Every text that is published, and where its row stands in the files: for what the gate tells the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geomap.dataset import Dataset
from geomap.edition import PublicDataset
from geomap.schema import TABLES, table_schema

__all__ = ["FILES", "HEADINGS", "FileRows", "published_texts"]

FILES = {name: f"{name}.csv" for name in TABLES} | {"places": "places.geojson"}
"""The file of each table of a case."""
HEADINGS = "headings"
"""Stands for a table where a text is the heading of a column that nobody reads."""


def published_texts(public: PublicDataset) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Yield table, column and its different texts, each with the ids of the first rows; the case’s own words last."""
    for name in TABLES:
        table = getattr(public, name)
        schema = table_schema(name)
        key = schema.primary_key
        for field in schema.fields:
            # ids of other rows are told there
            if field.name in table.columns and (field.kind in ("text", "edtf", "url") or field.name == key):
                yield name, field.name, _texts(table[field.name], table[key] if key else None)
    refused = public.refused
    yield "refused", "reason", _texts(refused["reason"], refused["id"])
    info = public.info
    words: dict[str, list[str]] = {str(text): [] for text in (info.name, info.title, info.title_ar, info.description)}
    for account in info.accounts:
        parts = (account.label, account.short_label, account.speaker, account.speaker_full)
        words |= {str(text): [account.account_id] for part in parts for text in part.values()}
    yield "datapackage.json", "", words
    yield HEADINGS, "", {name: [] for name in public.unread.columns}
    yield "map.toml", "", {text: [] for text in _nested(public.editorial)}


def _texts(cells: pd.Series, ids: pd.Series | None) -> dict[str, list[str]]:
    codes, different = pd.factorize(cells)
    made: dict[str, list[str]] = {str(text): [] for text in different}
    if ids is None or len(made) < len(different):
        return made
    return _Rows(made, codes, list(made), ids)


class _Rows(dict[str, list[str]]):
    """Different texts of a column; the ids of their rows are looked up for the few that are asked for."""

    def __init__(self, texts: Mapping[str, list[str]], codes: Any, order: list[str], ids: pd.Series) -> None:
        self.update(texts)
        self._codes, self._order, self._ids = codes, order, ids

    def __getitem__(self, text: str) -> list[str]:
        """Return the ids of the rows that hold a text."""
        return [str(i) for i in self._ids[self._codes == self._order.index(text)]]


def _nested(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _nested(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nested(item)


class FileRows:
    """The rows of the files in which ids stand; each table is looked through once."""

    def __init__(self, dataset: Dataset) -> None:
        self._tables = dataset.tables()
        self._by_id: dict[str, dict[str, Any]] = {}

    def of(self, name: str, ids: list[str]) -> tuple[int, ...]:
        """Return the rows of some ids; none for what has no file of its own or was renamed."""
        key = table_schema(name).primary_key if name in self._tables else None
        if not key:
            return ()
        if name not in self._by_id:
            table = self._tables[name]
            self._by_id[name] = dict(zip(table[key].astype(object), table.index, strict=True))
        return tuple(int(self._by_id[name][i]) for i in ids if str(self._by_id[name].get(i, "")).isdigit())
