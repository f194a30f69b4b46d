"""events.gpkg: an OGC GeoPackage with a layer for each role, the claims and sources as tables, and the page's colours.

Written row by row with SQLite in memory: no clock and no temporary file, so that the same edition gives the same bytes.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import Edition
from geomap.publishers.attributes import attribute_tables
from geomap.publishers.features import DAYS, FeatureTable, feature_tables, flat
from geomap.publishers.gis_styles import LAYER_LOOKS, as_qml, as_sld

__all__ = ["render", "write"]

FILE = "events.gpkg"

_APPLICATION_ID = 0x47504B47
_VERSION = 10300
_SRS = 4326
_UNDATED = "1970-01-01T00:00:00.000Z"
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)
_GEOMETRY = {"areas": "MULTIPOLYGON", "lines": "MULTILINESTRING", "mixed": "GEOMETRY"}
_TITLES = {
    "claims": "who said what, in which source",
    "sources": "published texts and statements",
    "event_places": "further places of an event with their role",
    "relations": "how two events are related",
    "corrections": "dated corrections",
    "not_on_map": "what is not on the map, and why",
    "about": "state, numbers, method and credits of this edition",
}
_CORE_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""


def write(edition: Edition, folder: Path) -> None:
    """Write events.gpkg into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the GeoPackage of an edition as bytes.

    Parameters
    ----------
    edition : Edition
        Its day, ``as_of``, stands as the time of every change; 1970-01-01 if it has none, for the format demands one.
    """
    changed = f"{edition.as_of}T00:00:00.000Z" if edition.as_of else _UNDATED
    package = sqlite3.connect(":memory:", isolation_level=None)
    try:
        package.execute("PRAGMA page_size = 4096")
        package.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        package.execute(f"PRAGMA user_version = {_VERSION}")
        package.execute("BEGIN")
        _put_core(package)
        layers = feature_tables(edition)
        for layer in layers:
            _put_layer(package, layer, changed)
        for name, table in attribute_tables(edition).items():
            _put_table(package, name, table)
            _put_contents(package, (name, "attributes", name, _TITLES[name], changed, None, None, None, None, None))
        _put_styles(package, [layer.name for layer in layers], changed)
        package.execute("COMMIT")
        return package.serialize()
    finally:
        package.close()


def _put_core(package: sqlite3.Connection) -> None:
    for statement in _CORE_TABLES.split(";"):
        package.execute(statement)
    package.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinates"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
            ("WGS 84 geodetic", _SRS, "EPSG", _SRS, _WGS84, "longitude and latitude in degrees on WGS 84"),
        ],
    )


def _put_contents(package: sqlite3.Connection, values: Sequence[object]) -> None:
    package.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _put_layer(package: sqlite3.Connection, layer: FeatureTable, changed: str) -> None:
    shapes = [shape if shape is None else _whole(shape, layer.holds) for shape in layer.shapes]
    drawn = [shape for shape in shapes if shape is not None]
    bounds = [float(v) for v in shapely.total_bounds(drawn)] if drawn else [None] * 4
    kind = _GEOMETRY[layer.holds]
    blobs = [shape if shape is None else _blob(shape) for shape in shapes]
    _put_table(package, layer.name, flat(layer.table), blobs, kind)
    _put_contents(package, (layer.name, "features", layer.name, layer.title, changed, *bounds, _SRS))
    row = (layer.name, "geom", kind, _SRS, 0, 0)
    package.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", row)


def _whole(shape: BaseGeometry, holds: str) -> BaseGeometry:
    """Return a shape as the many-part kind that its layer declares."""
    many = {"areas": shapely.MultiPolygon, "lines": shapely.MultiLineString}.get(holds)
    return shape if many is None or hasattr(shape, "geoms") else many([shape])


def _blob(shape: BaseGeometry) -> bytes:
    """Return a geometry as GeoPackage has it: a header with the envelope, then WKB."""
    west, south, east, north = shape.bounds
    head = struct.pack("<2sBBi4d", b"GP", 0, 0b011, _SRS, west, east, south, north)
    return head + bytes(shapely.to_wkb(shape, byte_order=1))


def _put_table(
    package: sqlite3.Connection,
    name: str,
    table: pd.DataFrame,
    geometries: Sequence[bytes | None] = (),
    kind: str = "",
) -> None:
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    columns += [f"geom {kind}"] if kind else []
    columns += [f"{_quoted(c)} {_sql_type(c, table[c])}" for c in table.columns]
    package.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(columns)})")
    cells: list[Iterable[object]] = [range(1, len(table) + 1)]
    cells += [geometries] if kind else []
    cells += [_values(table[c]) for c in table.columns]
    marks = ", ".join("?" * len(cells))
    package.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", zip(*cells, strict=True))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sql_type(name: str, column: pd.Series) -> str:
    if name in DAYS:
        return "DATE"
    return {"Int64": "INTEGER", "float64": "DOUBLE", "boolean": "BOOLEAN"}.get(str(column.dtype), "TEXT")


def _values(column: pd.Series) -> list[object]:
    plain = {"Int64": int, "float64": float, "boolean": int}.get(str(column.dtype), str)
    return [None if missing else plain(v) for v, missing in zip(column, column.isna(), strict=True)]


def _put_styles(package: sqlite3.Connection, layers: Container[str], changed: str) -> None:
    for layer, look in ((name, look) for name, look in LAYER_LOOKS.items() if name in layers):
        package.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', ?)",
            (layer, layer, as_qml(look), as_sld(layer, look), f"{layer} in the colours of the page", changed),
        )
    title = "styles that QGIS reads"
    _put_contents(package, ("layer_styles", "attributes", "layer_styles", title, changed, *([None] * 5)))
