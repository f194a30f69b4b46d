"""events.parquet: all features as GeoParquet 1.1, geometry last, with the claims and sources in its metadata."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geomap.edition import Edition
from geomap.publishers.features import DAYS, LISTS, FeatureTable, as_one, feature_tables
from geomap.publishers.side_tables import side_tables_json

__all__ = ["render", "write"]

FILE = "events.parquet"
_ROW_GROUP = 65_536
_BOX = ("xmin", "ymin", "xmax", "ymax")


def write(edition: Edition, folder: Path) -> None:
    """Write events.parquet into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the GeoParquet of an edition as bytes.

    Several ids of a cell are a list of strings, days are dates, unknown counts are null. The other tables stand as JSON
    under the metadata key ``geomap``.

    Parameters
    ----------
    edition : Edition
    """
    whole = as_one(feature_tables(edition))
    columns = {name: _array(name, whole.table[name]) for name in whole.table.columns}
    shapes = pa.array([None if s is None else shapely.to_wkb(s, byte_order=1) for s in whole.shapes], pa.binary())
    said = {"geo": json.dumps(_geo(whole), sort_keys=True), "geomap": side_tables_json(edition)}
    table = pa.table(columns | {"bbox": _boxes(whole), "geometry": shapes})
    out = pa.BufferOutputStream()
    with pq.ParquetWriter(out, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table, row_group_size=_ROW_GROUP)
        writer.add_key_value_metadata(said)
    return bytes(out.getvalue().to_pybytes())


def _array(name: str, column: pd.Series) -> pa.Array:
    if name in LISTS:
        cells = [list(ids) if isinstance(ids, tuple) else None for ids in column]
        return pa.array(cells, pa.list_(pa.string()))
    if name in DAYS:
        return pa.array(column, pa.string(), from_pandas=True).cast(pa.date32())
    kinds = {"Int64": pa.int64(), "float64": pa.float64(), "boolean": pa.bool_()}
    return pa.array(column, kinds.get(str(column.dtype), pa.string()), from_pandas=True)


def _boxes(whole: FeatureTable) -> pa.Array:
    """Return the bounding box of each row, by which readers skip what lies elsewhere."""
    boxes = [None if s is None else dict(zip(_BOX, shapely.bounds(s).tolist(), strict=True)) for s in whole.shapes]
    return pa.array(boxes, pa.struct([(side, pa.float64()) for side in _BOX]))


def _geo(whole: FeatureTable) -> dict[str, object]:
    """Return the metadata of GeoParquet; without a crs it is longitude and latitude on WGS 84 (OGC:CRS84)."""
    drawn = [s for s in whole.shapes if s is not None]
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": sorted({s.geom_type for s in drawn}),
        "edges": "planar",
        "orientation": "counterclockwise",
        "covering": {"bbox": {side: ["bbox", side] for side in _BOX}},
    }
    if drawn:
        column["bbox"] = [float(v) for v in shapely.total_bounds(drawn)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
