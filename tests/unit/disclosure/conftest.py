"""A small located case in memory, to be changed without a folder: the gate’s tests are many and have to be quick."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd
import pytest
from building import CaseTables

from geomap.dataset import Dataset
from geomap.edition import PublicDataset
from geomap.places import locate
from geomap.readers import read_path

Change = Callable[..., Dataset]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The small case of `building`, located."""
    return locate(read_path(CaseTables().write(tmp_path_factory.mktemp("gate") / "case"))[0])[0]


def with_rows(dataset: Dataset, table: str, rows: list[Mapping[str, Any]]) -> Dataset:
    """Return a dataset with rows at the end of a table; cells that are not named are empty."""
    old = getattr(dataset, table)
    first = int(old.index.max()) + 1 if len(old) else 2
    index = pd.RangeIndex(first, first + len(rows))
    made = {c: pd.Series([r.get(c) for r in rows], index=index, dtype=old[c].dtype) for c in old.columns}
    return replace(dataset, **{table: pd.concat([old, pd.DataFrame(made)])})


def with_cells(dataset: Dataset, table: str, key: str, row_id: str, **cells: Any) -> Dataset:
    """Return a dataset with cells of one row changed."""
    made = getattr(dataset, table).copy()
    rows = made.index[made[key] == row_id]
    for column, value in cells.items():
        made[column] = made[column].mask(made.index.isin(rows), value).astype(made[column].dtype)
    return replace(dataset, **{table: made})


def texts_of(public: PublicDataset) -> str:
    """Every text of a public dataset: cells, ids, the desk's words, refused rows."""
    tables = [getattr(public, f.name) for f in fields(public) if isinstance(getattr(public, f.name), pd.DataFrame)]
    cells = [str(c) for t in tables for column in t.columns if column != "outline" for c in t[column].dropna().unique()]
    return "\n".join([*cells, repr(public.info), json.dumps(public.editorial), repr(public.unread), public.unit])


@pytest.fixture
def at(base: Dataset) -> Change:
    """Put the arrest at a new place: ``at(location_class="exact", radius_m=10, sensitivity="home", ...)``."""

    def change(*others: Mapping[str, Any], dataset: Dataset | None = None, **values: Any) -> Dataset:
        row = {
            "place_id": "spot",
            "name": "Villa Sundus",
            "longitude": 43.512345,
            "latitude": 33.354321,
            "coord_uncertainty_m": 5.0,
            "extent_radius_m": 5.0,
            "radius_m": 10.0,
            "location_class": "exact",
            "basis": "sourced",
            "source": "sheet 4: 33.354321 N, 43.512345 E",
            "sensitivity": "none",
        } | values
        made = with_rows(dataset or base, "places", [row, *({**row, **other} for other in others)])
        return with_cells(made, "events", "event_id", "arrest", place_id=row["place_id"])

    return change
