"""Texts that break formats: every public text column arrives in every format that holds it, as text."""

from __future__ import annotations

import importlib
import io
import sqlite3
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hostile_text import HOSTILE, as_published, hostile_case, public_columns, sentinel

from geomap.pipeline import build_edition, export_bytes
from geomap.publishers.features import NOT_PUBLISHED

# Text that comes after the control characters that XML forbids are gone.
CONTROLS = "bell \x07 escape \x1b end \ufffe"


@pytest.fixture(scope="module", params=[*HOSTILE, "controls"])
def hostile(request, tmp_path_factory):
    text = HOSTILE.get(request.param, CONTROLS)
    return build_edition(hostile_case(tmp_path_factory.mktemp("hostile") / "case", text)), text


def told_by(name, data):
    """Return all that a program reads of an export, as text."""
    if name == "gpkg":
        package = sqlite3.connect(":memory:")
        package.deserialize(data)
        return "\n".join(package.iterdump())
    if name == "parquet":
        rows = pq.read_table(io.BytesIO(data)).drop_columns(["geometry"]).to_pylist()
        side = pq.read_metadata(io.BytesIO(data)).metadata[b"geomap"].decode()
        return side + "\n".join(str(v) for row in rows for v in row.values())
    if name == "fgb":
        rows = pyogrio.read_dataframe(data).drop(columns="geometry").to_dict("records")
        side = pyogrio.read_info(data)["layer_metadata"]["geomap"]
        return side + "\n".join(str(v) for row in rows for v in row.values())
    sheets = pd.read_excel(io.BytesIO(data), sheet_name=None, dtype=str, keep_default_na=False)
    return "\n".join(v for sheet in sheets.values() for row in sheet.to_dict("records") for v in row.values())


@pytest.mark.parametrize("name", ["gpkg", "parquet", "fgb", "xlsx"])
def test_every_public_text_column_arrives(hostile, name):
    edition, text = hostile
    if name == "xlsx":
        importlib.import_module("openpyxl")

    told = told_by(name, next(iter(export_bytes(edition, name).values())))

    expected = {(t, c) for t, c in public_columns() if c not in NOT_PUBLISHED}
    assert sorted((t, c) for t, c in expected if sentinel(t, c) not in told) == []
    if name == "gpkg" and text != CONTROLS:
        assert f"{sentinel('claims', 'words')} {as_published(text)} E" in told


def test_kml_stays_valid_and_plain(hostile, tmp_path):
    fastkml = importlib.import_module("fastkml")
    etree = importlib.import_module("lxml.etree")
    schema = etree.XMLSchema(etree.parse(Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"))
    data = export_bytes(hostile[0], "kml")["events.kml"]

    document = etree.fromstring(data)

    assert schema.validate(document), schema.error_log
    shown = [e.text or "" for e in document.iter("{*}name", "{*}description")]
    assert not any("<" in text for text in shown)
    path = tmp_path / "e.kml"
    path.write_bytes(data)
    assert sum(pyogrio.read_info(path, layer=n)["features"] for n, _ in pyogrio.list_layers(path)) == len(
        list(document.iter("{*}Placemark"))
    )


@pytest.mark.parametrize("name", ["csv", "kml", "geojson"])
def test_what_is_withheld_by_the_format_is_not_broken(hostile, name):
    data = next(iter(export_bytes(hostile[0], name).values()))

    assert sentinel("events", "title") in data.decode("utf-8")
