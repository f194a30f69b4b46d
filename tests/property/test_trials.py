"""Whatever people bring, no command may break: it does its work, or it says what is wrong; and what it says is true."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pandas as pd
from building import CaseTables
from hypothesis import example, given, settings
from hypothesis import strategies as st
from making import write_sheet
from trials import added_places, as_csv, asked_for, cases, changed, sheets, tables
from trying import flags, numbers_of, read_again, tried, tried_all_ways

import geomap
from geomap.errors import GeomapError

TIMES = int(os.environ.get("GEOMAP_TRIALS", "1"))
"""How many times as long as usual; ``make trials`` asks for more, and for every command."""

IS_LONG = TIMES > 1


def times(count: int) -> settings:
    return settings(max_examples=count * TIMES, derandomize=not IS_LONG, deadline=None)


@times(2)
@given(cases().flatmap(lambda case: st.tuples(st.just(case), changed(case))), asked_for)
@example((CaseTables().set("events", "attack", munitions_low=9, munitions_high=None), CaseTables()), {})
def test_no_case_breaks_a_command(both, asked):
    case, later = both
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = case.write(folder / "case")

        edition = tried_all_ways(path, folder, asked, is_long=IS_LONG)

        tried("diff", path, later.write(folder / "later"), *flags(asked))
        if IS_LONG and edition is not None:
            list(read_again(edition, folder))


@times(5)
@given(tables(), asked_for)
@example((["id", "date", "place", "latitude", "longitude"], [["a", "2020-01-01", "Taveuni", "-16.85", "179.99"]]), {})
def test_no_table_breaks_a_command(table, asked):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "table.csv").write_text(as_csv(*table), "utf-8")

        edition = tried_all_ways(folder / "table.csv", folder, asked, is_long=IS_LONG)

        if IS_LONG and edition is not None:
            list(read_again(edition, folder))


@times(4)
@given(tables(), tables())
def test_rows_in_any_form_are_read_or_refused(table, other):
    """The same rows as a workbook, Parquet, GeoJSON and a DataFrame, and two tables side by side."""
    columns, rows = table
    frame = pd.DataFrame(rows, columns=columns, dtype="string")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, here in enumerate((table, other)):
            (folder / f"{number}.csv").write_text(as_csv(*here), "utf-8")
        frame.to_excel(folder / "rows.xlsx", index=False)
        frame.to_parquet(folder / "rows.parquet", index=False)
        points = [{"type": "Point", "coordinates": [12.5, 41.9]}, None]
        features = [
            {"type": "Feature", "properties": row, "geometry": points[n % 2]}
            for n, row in enumerate(frame.to_dict("records"))
        ]
        (folder / "rows.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")

        said = [numbers_of(folder / f"rows.{kind}") for kind in ("xlsx", "parquet")]
        tried("build", folder / "rows.geojson", "-o", folder / "built")
        tried("diff", folder / "0.csv", folder / "1.csv")

    try:
        numbers = geomap.build(frame).accounting
    except GeomapError:
        numbers = None
    if len(rows):
        assert [numbers, numbers] == said


@times(2)
@given(sheets(), added_places(), asked_for)
def test_no_quick_sheet_breaks_a_command(rows, added, asked):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = write_sheet(folder / "sheet.csv", rows)

        tried("new", folder / "case", "--country", "IQ", "--from", sheet)

        if (folder / "case").exists():
            tried("place", "add", folder / "case", *added)
            tried("fill", folder / "case", sheet)
            said = tried("fill", folder / "case", sheet)
            assert "Added:" not in said, said
            tried_all_ways(folder / "case", folder, asked, is_long=IS_LONG)
