"""A layer of the ground within a box, at the detail that a scale can show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import UnknownId
from geomap.ground.choice import POINTS_OF_VIEW
from geomap.paths import geodata_file

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["ERROR_M", "LAYERS", "WORLD", "Box", "layer", "row_of", "rows_within", "step_of", "texts"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west greater than east crosses the antimeridian."""

WORLD: Box = (-180.0, -90.0, 180.0, 90.0)

LAYERS = {
    "land": (0, 1, 2, 3),
    "lakes": (0, 1, 2, 3),
    "urban": (0,),
    "rivers": (0, 1, 2),
    "borders": (0, 1, 2, 3),
    "province_lines": (0, 1),
    "provinces": (0, 1),
    "countries": (1, 2),
    "seas": (0, 1, 2),
    "towns": (),
}
"""The layers, and the steps of detail that each is kept in."""

ERROR_M = {0: 500.0, 1: 3_000.0, 2: 15_000.0, 3: 30_000.0}
"""How far a line may be off at each step: what Natural Earth is good to, and what simplifying adds."""

_FROM_M_PER_PX = ((20_000.0, 3), (5_000.0, 2), (400.0, 1))
_BOUNDS = ("west", "south", "east", "north")
_GROUPS_KEPT = 48
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
"""A point as WKB has it."""


def step_of(metres_per_px: float) -> int:
    """Return the step of detail for a scale.

    Parameters
    ----------
    metres_per_px : float
        Metres of ground that a pixel shows.
    """
    return next((step for least, step in _FROM_M_PER_PX if metres_per_px >= least), 0)


def layer(
    name: str,
    bounds: Box,
    step: int = 0,
    *,
    clipped: bool = True,
    rank_below: int = 99,
    view: str = POINTS_OF_VIEW[0],
) -> pd.DataFrame:
    """Return what of a layer lies in a box, as a table.

    Parameters
    ----------
    name : str
        One of `LAYERS`.
    bounds : tuple of float
        West, south, east, north in degrees; west greater than east crosses the antimeridian.
    step : int
        0 fine to 3 coarse; the nearest that the layer has is taken.
    clipped : bool
        Whether shapes end at the box.
    rank_below : int
        Towns of this rank and above it are left out.
    view : str
        Whose point of view, one of `POINTS_OF_VIEW`.

    Returns
    -------
    pandas.DataFrame
        The layer's columns, ``key`` (what a row is known by) and ``geometry`` (shapely, longitude first, WGS 84), in
        the order of the file.

    Raises
    ------
    UnknownId
        If there is no such layer.
    """
    known = tuple(c for c in _file(_known(name)).schema_arrow.names if c not in ("step", *_BOUNDS, "geometry"))
    return pd.DataFrame(rows_within(name, bounds, step, known, clipped=clipped, rank_below=rank_below, view=view))


def rows_within(
    name: str,
    bounds: Box,
    step: int,
    columns: Sequence[str],
    *,
    clipped: bool = True,
    rank_below: int = 99,
    view: str = POINTS_OF_VIEW[0],
) -> dict[str, np.ndarray[Any, Any]]:
    """Return what `layer` does, only some of its columns, as arrays: quicker by what a table costs.

    Parameters
    ----------
    name, bounds, step, clipped, rank_below
        As for `layer`.
    columns : sequence of str
        Beside ``key`` and ``geometry``.
    view : str
        One of `POINTS_OF_VIEW`: of what these draw differently only its own rows are taken.
    """
    west, south, east, north = bounds
    if west > east:
        sides = ((west, south, 180.0, north), (-180.0, south, east, north))
        parts = [rows_within(name, s, step, columns, clipped=clipped, rank_below=rank_below, view=view) for s in sides]
        return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    steps = LAYERS[_known(name)]
    if steps:
        nearest = min(steps, key=lambda s: (abs(s - step), s))
        found = [_of_view(table, rows, view) for table, rows in _touching(name, bounds, nearest)]
    else:
        found = list(_towns(name, bounds, rank_below))
    shapes = _joined([shapely.from_wkb(_array(table.column("geometry"))) for table, _ in found])
    made = {"key": _joined([np.array([f"{name}-{row}" for row in rows.tolist()], object) for _, rows in found])}
    made |= {column: _joined([_array(table.column(column)) for table, _ in found]) for column in columns}
    if clipped and steps and len(shapes):
        shapes = shapely.clip_by_rect(shapes, west, south, east, north)
    kept = ~shapely.is_empty(shapes) if len(shapes) else np.zeros(0, dtype=bool)
    return {key: values[kept] for key, values in made.items()} | {"geometry": shapes[kept]}


def _of_view(table: pa.Table, rows: np.ndarray[Any, Any], view: str) -> tuple[pa.Table, np.ndarray[Any, Any]]:
    if "view" not in table.column_names or table.column("view").null_count == len(table):
        return table, rows
    of = _array(table.column("view"))
    kept = np.flatnonzero((of == None) | (of == view))  # noqa: E711 - of each cell
    return table.take(kept), rows[kept]


def _known(name: str) -> str:
    if name not in LAYERS:
        raise UnknownId(f'the ground has no layer "{name}"; it has {", ".join(LAYERS)}')
    return name


def _array(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    return np.asarray(column.to_numpy())


def _joined(parts: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=object)


def _touching(name: str, bounds: Box, step: int) -> Iterator[tuple[pa.Table, np.ndarray[Any, Any]]]:
    """Yield the rows of one step whose bounds touch a box, with their numbers in the file."""
    west, south, east, north = bounds
    for number, (at_step, box, start) in enumerate(_groups(name)):
        if at_step != step or not _meet(box, bounds):
            continue
        table = _group(name, number)
        ends = {side: table.column(side).to_numpy() for side in _BOUNDS}
        touches = np.flatnonzero(
            (ends["west"] <= east) & (ends["east"] >= west) & (ends["south"] <= north) & (ends["north"] >= south)
        )
        yield table.take(touches), touches + start


def _towns(name: str, bounds: Box, rank_below: int) -> Iterator[tuple[pa.Table, np.ndarray[Any, Any]]]:
    west, south, east, north = bounds
    for number, (least_rank, box, start) in enumerate(_groups(name)):
        if least_rank >= rank_below or not _meet(box, bounds):
            continue
        table = _group(name, number)
        at = _positions(name, number)
        inside = (at["lon"] >= west) & (at["lon"] <= east) & (at["lat"] >= south) & (at["lat"] <= north)
        kept = np.flatnonzero(inside & (table.column("rank").to_numpy() < rank_below))
        yield table.take(kept), kept + start


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


@lru_cache(maxsize=4)
def texts(name: str, columns: tuple[str, ...], step: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return columns of all rows of a layer at one step with their keys, and no shapes.

    Parameters
    ----------
    name : str
        One of `LAYERS`.
    columns : tuple of str
    step : int
        A step that the layer has; not looked at for towns.
    """
    table = _file(_known(name)).read(columns=[*columns, *(["step"] if LAYERS[name] else [])], use_threads=False)
    rows = np.flatnonzero(table.column("step").to_numpy() == step) if LAYERS[name] else np.arange(len(table))
    made = {column: _array(table.column(column))[rows] for column in columns}
    return made | {"key": np.array([f"{name}-{row}" for row in rows.tolist()], object)}


def row_of(key: str) -> BaseGeometry:
    """Return the shape of a row by its key."""
    name, _, row = key.rpartition("-")
    starts = [start for _, _, start in _groups(_known(name))]
    number = int(np.searchsorted(starts, int(row), side="right")) - 1
    shape: BaseGeometry = shapely.from_wkb(_group(name, number).column("geometry")[int(row) - starts[number]].as_py())
    return shape


@lru_cache(maxsize=len(LAYERS))
def _file(name: str) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    return pq.ParquetFile(geodata_file("ground", f"{name}.parquet"))


@lru_cache(maxsize=len(LAYERS))
def _groups(name: str) -> tuple[tuple[int, Box, int], ...]:
    """Return of each group of rows its step (of towns: its lowest rank), its bounds and its first row."""
    metadata = _file(name).metadata
    place = {metadata.schema.column(n).name: n for n in range(metadata.num_columns)}
    told = json.loads((metadata.metadata or {}).get(b"groups", b"[]"))
    made, start = [], 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        of = {key: group.column(n).statistics for key, n in place.items() if key in ("step", "rank", *_BOUNDS)}
        if "west" in of:
            box: Box = (of["west"].min, of["south"].min, of["east"].max, of["north"].max)
        else:
            box = tuple(told[number])
        made.append(((of["step"] if "step" in of else of["rank"]).min, box, start))
        start += group.num_rows
    return tuple(made)


@lru_cache(maxsize=_GROUPS_KEPT)
def _group(name: str, number: int) -> pa.Table:
    return _file(name).read_row_group(number, use_threads=False)


@lru_cache(maxsize=_GROUPS_KEPT)
def _positions(name: str, number: int) -> np.ndarray[Any, Any]:
    return np.frombuffer(b"".join(_group(name, number).column("geometry").to_pylist()), dtype=_POINT)
