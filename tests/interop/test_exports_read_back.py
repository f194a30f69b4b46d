"""What other programs read of our exports: GDAL, pandas and the OGC's KML schema. The proof of docs/formats.md."""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geomap.pipeline import export_bytes
from geomap.publishers.attributes import attribute_tables
from geomap.publishers.features import LISTS, as_one, feature_tables, flat
from geomap.publishers.registry import FORMATS

VECTOR = ("gpkg", "kml", "fgb", "parquet")


@pytest.fixture(scope="module", params=["edition", "catalogue_edition"])
def published(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def exported(published, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    for name in (*VECTOR, "csv", "xlsx"):
        for file, data in export_bytes(published, name).items():
            (folder / file).write_bytes(data)
    return folder


def plain(frame):
    """Return a table as text, empty where there is nothing, whatever types a program gives it."""

    def cell(value):
        if value is None or value is pd.NA or value is pd.NaT or value != value:
            return ""
        if isinstance(value, bool):
            return str(int(value))
        if isinstance(value, int | float):
            return f"{float(value):.10g}"
        return str(value).removesuffix(" 00:00:00")

    return [{k: cell(v) for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def test_geopackage_keeps_every_row_column_and_shape(published, exported):
    path = exported / "events.gpkg"
    for layer in feature_tables(published):
        read = pyogrio.read_dataframe(path, layer=layer.name)
        assert pyogrio.read_info(path, layer=layer.name)["crs"] == "EPSG:4326"
        assert plain(pd.DataFrame(read.drop(columns="geometry"))) == plain(flat(layer.table)), layer.name
        for one, other in zip(read.geometry, layer.shapes, strict=True):
            assert (one is None) == (other is None)
            assert one is None or one.equals(other)
    for name, table in attribute_tables(published).items():
        assert plain(pyogrio.read_dataframe(path, layer=name)) == plain(table), name


def test_flatgeobuf_keeps_every_row_column_and_shape(published, exported):
    whole = as_one(feature_tables(published))
    read = pyogrio.read_dataframe(exported / "events.fgb").set_index("feature_id").loc[whole.table["feature_id"]]

    assert plain(pd.DataFrame(read.drop(columns="geometry"))) == plain(flat(whole.table).drop(columns="feature_id"))
    for one, other in zip(read.geometry, whole.shapes, strict=True):
        assert (one is None) == (other is None)
        assert one is None or one.equals(other)
    said = pyogrio.read_info(exported / "events.fgb")["layer_metadata"]["geomap"]
    assert_side_tables(published, said)


def test_flatgeobuf_has_an_index_where_every_feature_has_a_shape(make_case):
    from geomap.pipeline import build_edition

    def change(case):
        case.tables["trajectories"] = []
        case.tables["events"] = [case.row("events", "arrest")]
        case.tables["claims"] = []
        case.without_accounts()

    data = export_bytes(build_edition(make_case(change)), "fgb")["events.fgb"]

    info = pyogrio.read_info(data)
    assert info["features"] == 3
    assert info["capabilities"]["fast_spatial_filter"]


def test_geoparquet_keeps_every_row_column_list_and_shape(published, exported):
    whole = as_one(feature_tables(published))
    read = gpd.read_parquet(exported / "events.parquet")

    assert read.columns[-1] == "geometry"
    assert read.crs == "OGC:CRS84"
    lists = [c for c in whole.table if c in LISTS]
    table = pd.DataFrame(read.drop(columns=["geometry", *lists]))
    assert plain(table) == plain(whole.table.drop(columns=lists))
    for column in lists:
        assert [None if c is None else tuple(c) for c in read[column]] == [
            c if isinstance(c, tuple) else None for c in whole.table[column]
        ]
    assert [s is None for s in read.geometry] == [s is None for s in whole.shapes]
    assert all(a.equals(b) for a, b in zip(read.geometry, whole.shapes, strict=True) if a is not None)
    said = pq.read_metadata(exported / "events.parquet").metadata[b"geomap"]
    assert_side_tables(published, said.decode())


@pytest.mark.parametrize("conformance_class", ["core", "covering", "distribution"])
def test_geoparquet_validator_finds_nothing(exported, conformance_class):
    validator = Path(sys.executable).with_name("geoparquet-validator")

    run = subprocess.run(
        [validator, "check", "--class", conformance_class, exported / "events.parquet"], capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout
    assert f"{conformance_class}: 0 pass" not in run.stdout
    assert "FAIL" not in run.stdout


def test_geoparquet_says_what_version_1_1_demands(published, exported):
    """The rules of the specification, in our own words: no validator can be had without a network."""
    file = pq.ParquetFile(exported / "events.parquet")
    geo = json.loads(file.metadata.metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]

    assert set(geo) == {"version", "primary_column", "columns"}
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    shapes = [s for s in gpd.read_parquet(exported / "events.parquet").geometry if s is not None]
    assert set(column["geometry_types"]) == {s.geom_type for s in shapes}
    assert column["bbox"] == [float(v) for v in gpd.GeoSeries(shapes).total_bounds]
    assert file.schema.column(len(file.schema) - 1).physical_type == "BYTE_ARRAY"
    assert column["orientation"] == "counterclockwise"
    parts = [p for s in shapes for p in getattr(s, "geoms", [s]) if p.geom_type == "Polygon"]
    assert all(p.exterior.is_ccw and not any(r.is_ccw for r in p.interiors) for p in parts)


def test_kml_keeps_every_feature_and_column(published, exported):
    whole = as_one(feature_tables(published))
    read = {}
    for name, _ in pyogrio.list_layers(exported / "events.kml"):
        layer = pyogrio.read_dataframe(exported / "events.kml", layer=name)
        read |= {row["feature_id"]: row for row in layer.to_dict("records")}

    assert len(read) == len(whole.table)
    table = flat(whole.table)
    for row, shape in zip(
        table.astype(object).where(table.notna(), None).to_dict("records"), whole.shapes, strict=True
    ):
        other = read[row["feature_id"]]
        assert (shape is None) == (other["geometry"] is None)
        assert shape is None or shape.equals(other["geometry"])
        for column, value in row.items():
            if isinstance(value, str) and column not in ("name", "description"):
                assert other[column] == value, column
            elif isinstance(value, float | int) and not isinstance(value, bool):
                assert float(other[column]) == float(value), column


def test_kml_is_valid_against_the_schema_of_the_ogc(exported):
    fastkml = importlib.import_module("fastkml")
    etree = importlib.import_module("lxml.etree")
    schema = etree.XMLSchema(etree.parse(Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"))

    document = etree.parse(exported / "events.kml")

    assert schema.validate(document), schema.error_log


def test_csv_keeps_every_event_and_column(published, exported):
    events = flat(feature_tables(published)[0].table).drop(columns=["feature_id", "role", "edge", "basis"])
    read = pd.read_csv(exported / "events.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)

    mine = pd.DataFrame(plain(events))
    pd.testing.assert_frame_equal(read[list(mine.columns)].astype(object), mine.astype(object))
    shapes = pyogrio.read_dataframe(exported / "events.csv", layer="events")
    assert len(shapes) == len(events)


def test_xlsx_keeps_every_row_of_every_table(published, exported):
    importlib.import_module("openpyxl")
    read = pd.read_excel(exported / "events.xlsx", sheet_name=None, keep_default_na=False, na_values=[""])

    for name, table in attribute_tables(published).items():
        sheet = {"not_on_map": "not on this map", "event_places": "event places"}.get(name, name)
        assert plain(read[sheet]) == plain(table), name
    for layer in feature_tables(published):
        if layer.name not in ("corridors", "connectors"):
            apart = ("feature_id", "role", "edge", *(("basis",) if layer.name == "events" else ()))
            columns = [c for c in layer.table if c not in apart]
            sheet = layer.name.replace("_", " ")
            assert plain(read[sheet][columns]) == plain(flat(layer.table)[columns]), layer.name
    assert len(read["trajectories"]) == len(published.public.trajectories)


@pytest.mark.parametrize("name", [known.name for known in FORMATS if known.is_in_memory])
def test_the_same_edition_gives_the_same_bytes(published, name):
    assert export_bytes(published, name) == export_bytes(published, name)


def assert_side_tables(published, text):
    said = json.loads(text)
    for name, table in attribute_tables(published).items():
        mine = [{k: v for k, v in row.items() if v} for row in plain(table)]
        assert plain_rows(said[name]) == mine, name


def plain_rows(rows):
    return [{k: v for k, v in row.items() if v} for row in (plain(pd.DataFrame([r]))[0] for r in rows)]


def test_every_format_is_explained(root):
    text = (root / "docs" / "formats.md").read_text("utf-8")

    for known in FORMATS:
        assert f"`{known.name}`" in text
    assert "`case`" in text


def test_reading_from_memory_is_reading_the_file(published):
    data = export_bytes(published, "fgb")["events.fgb"]

    assert len(pyogrio.read_dataframe(io.BytesIO(data))) == len(as_one(feature_tables(published)).table)
