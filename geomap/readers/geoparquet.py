"""The reader of GeoParquet, and of Parquet with columns for longitude and latitude."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import MissingColumn, UnreadableInput
from geomap.options import ReadOptions
from geomap.readers.catalogue import title_of
from geomap.readers.features import Notes, cell_text
from geomap.readers.header import checked_header
from geomap.readers.layers import in_wgs84, layer_rows, python_value
from geomap.readers.mapping import mapping_for
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file
from geomap.schema import STRING

__all__ = ["chunks", "describes", "name", "recognises"]

name = "parquet"
describes = "GeoParquet, or Parquet with columns for longitude and latitude: each row is an event"


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path."""
    return path.is_file() and (head_of(path)[:4] == b"PAR1" or path.suffix.lower() in (".parquet", ".geoparquet"))


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the rows of a file as text, with their shapes where it has geometry.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is no whole Parquet file.
    MissingColumn
        If it has neither geometry nor columns that say where.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    read_file(path)
    try:
        with path.open("rb") as stream:
            table = pq.read_table(stream)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableInput(f"{path.name} is no whole Parquet file ({str(error)[:120]}). Is it cut off?") from None
    stated = (table.schema.metadata or {}).get(b"geo")
    if stated is not None:
        yield layer_rows(path, _geo_frame(table, stated, path.name), Notes(path.name), options)
        return
    options = options or ReadOptions()
    header = checked_header(table.column_names, path.name)
    head = table.slice(0, 20).to_pandas()
    named = dict(zip(header, table.column_names, strict=True))
    mapping = mapping_for(header, options.mapping, lambda c: [t for v in head[named[c]] if (t := _text(v).strip())])
    if mapping is None or not mapping.has_place:
        raise MissingColumn(
            f"{path.name}: no geometry and no column that says where anything happened. Columns found: "
            f"{', '.join(header[:12])}."
        )
    index = pd.Index(range(2, table.num_rows + 2), dtype="int64")
    text = pd.DataFrame(
        {name: _texts(column).set_axis(index) for name, column in zip(header, table.columns, strict=True)}, index=index
    )
    yield RowChunk(
        file=path.name,
        text=text,
        mapping=mapping,
        **options.for_rows(),
        title=title_of(path),
    )


def _geo_frame(table: Any, stated: bytes, file: str) -> Any:
    import geopandas
    import shapely

    try:
        geo = json.loads(stated)
        column = geo["primary_column"]
        entry = geo["columns"][column]
        if entry.get("encoding", "WKB") != "WKB":
            raise UnreadableInput(
                f"{file}: its geometry is encoded as {entry['encoding']}; geomap reads WKB. Save it as WKB."
            )
        crs = entry.get("crs", "OGC:CRS84") or "OGC:CRS84"
        shapes = shapely.from_wkb(table.column(column).to_numpy(zero_copy_only=False))
        frame = geopandas.GeoDataFrame(table.drop_columns([column]).to_pandas(), geometry=list(shapes), crs=crs)
    except UnreadableInput:
        raise
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise UnreadableInput(f"{file}: its GeoParquet metadata or geometry is broken ({error}).") from None
    except Exception as error:  # noqa: BLE001 - pyproj raises its own for a coordinate system it does not know
        raise UnreadableInput(f"{file}: its coordinate system cannot be read ({str(error)[:120]}).") from None
    return in_wgs84(frame)


def _texts(column: Any) -> pd.Series:
    """Return an Arrow column as text, empty where it holds nothing; each different value is put into words once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_integer(kind):
        text = pc.fill_null(column.cast(kind).cast(pa.large_string()), "")
    elif pa.types.is_nested(kind):
        text = pa.array([_text(v) for v in column.to_pandas()], pa.large_string())
    else:
        coded = column.cast(kind).dictionary_encode().combine_chunks()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        words = pa.array([_text(v) for v in coded.dictionary.to_pandas()], pa.large_string())
        text = pc.fill_null(words.take(coded.indices), "")
    return text.to_pandas().astype(STRING)


def _text(value: object) -> str:
    value = python_value(value)
    if value is None or (not isinstance(value, str | list | dict) and pd.isna(value)):
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return cell_text(value)
