"""The reader of a table in memory: a DataFrame or GeoDataFrame, read as a file of the same content is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import UnreadableInput
from geomap.options import ReadOptions
from geomap.readers.delimited import Sheet, is_hxl
from geomap.readers.features import Notes, cell_text
from geomap.readers.header import checked_header
from geomap.readers.layers import in_wgs84, layer_rows, python_value
from geomap.readers.rows import RowChunk
from geomap.readers.table import chunk_of, mapping_of
from geomap.schema import STRING, clean_text

__all__ = ["FRAME", "chunks", "is_frame"]

FRAME = Path("table")
"""What a table without a file is called."""


def is_frame(source: object) -> bool:
    """Whether a value is a DataFrame, with or without geometry."""
    return isinstance(source, pd.DataFrame)


def chunks(frame: pd.DataFrame, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield a table in memory as text, with its shapes if it has geometry.

    Parameters
    ----------
    frame : pandas.DataFrame or geopandas.GeoDataFrame
        Its index is passed over; row 2 is the first, as in a file with a header. Shapes of any coordinate system.
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it has no columns, two of one name, or shapes without a coordinate system.
    MissingColumn
        If no column says where anything happened.
    """
    options = options or ReadOptions()
    if not len(frame.columns):
        raise UnreadableInput(f"the {FRAME} is empty: it has no columns. Give a DataFrame with one row for each event.")
    names = [_name(column) for column in frame.columns]
    header = checked_header(names, FRAME.name)
    shapes = [n for n, dtype in enumerate(frame.dtypes) if str(dtype) == "geometry"]
    if shapes:
        yield layer_rows(FRAME, _with_shapes(frame, names, shapes), Notes(FRAME.name), options)
        return
    cells = {name: _text(frame.iloc[:, number]) for number, name in enumerate(header)}
    text = pd.DataFrame(cells, index=pd.RangeIndex(2, len(frame) + 2))
    first = text.iloc[0].tolist() if len(text) else []
    tags = tuple(c.strip() for c in first) if is_hxl(first) else ()
    is_told = text.apply(lambda column: column.str.strip() != "").any(axis="columns") if len(text) else slice(None)
    text = text[is_told].iloc[1 if tags else 0 :]
    sheet = Sheet(text=text.set_index(text.index.astype("int64")), tags=tags)
    yield chunk_of(sheet, mapping_of(sheet, FRAME, options), FRAME, options)


def _name(column: object) -> str:
    """Return the name of a column as text; those of several levels are joined."""
    return " ".join(str(part) for part in column if str(part)) if isinstance(column, tuple) else str(column)


def _with_shapes(frame: pd.DataFrame, names: list[str], shapes: list[int]) -> Any:
    import geopandas

    own = getattr(frame, "_geometry_column_name", None)
    active = next((n for n in shapes if frame.columns[n] == own), shapes[0])
    crs = frame.iloc[:, active].array.crs
    if crs is None:
        raise UnreadableInput(
            f"the {FRAME} does not say the coordinate system of its geometry. If its numbers are degrees of WGS 84, "
            "give frame.set_crs(4326)."
        )
    renamed = frame.set_axis(names, axis="columns")
    return in_wgs84(geopandas.GeoDataFrame(renamed, geometry=names[active], crs=crs))


def _text(column: pd.Series) -> pd.Series:
    """Return the cells of a column as the text of a file, each different one made once; missing is empty."""
    if column.dtype == object:
        made = [clean_text(_cell(value)) for value in column]
    else:
        codes, different = pd.factorize(column, use_na_sentinel=True)
        texts = [*(clean_text(_cell(value)) for value in different), ""]
        made = [texts[code] for code in codes]
    return pd.Series(made, index=pd.RangeIndex(2, len(made) + 2), dtype=STRING)


def _cell(value: object) -> str:
    value = python_value(value)
    if value is None or (not isinstance(value, str | list | dict | tuple | set) and pd.isna(value)):
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00").removesuffix("T00:00:00+00:00")
    return cell_text(value)
