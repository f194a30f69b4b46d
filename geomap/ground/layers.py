"""A layer of the ground within a box, at the detail that a scale can show."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geomap.errors import UnknownId
from geomap.paths import geodata_file

__all__ = ["LAYERS", "Box", "layer", "step_of"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west greater than east crosses the antimeridian."""

LAYERS = {
    "land": (0, 1, 2),
    "lakes": (0, 1, 2),
    "urban": (0,),
    "rivers": (0, 1, 2),
    "borders": (0, 1, 2),
    "province_lines": (0, 1),
    "provinces": (0, 1),
    "countries": (1, 2),
    "seas": (0, 1, 2),
    "towns": (),
}
"""The layers, and the steps of detail that each is kept in."""

ERROR_M = {0: 500.0, 1: 3_000.0, 2: 15_000.0}
"""How far a line may be off at each step: what Natural Earth is good to, and what simplifying adds."""

_FROM_M_PER_PX = ((5_000.0, 2), (400.0, 1))


def step_of(metres_per_px: float) -> int:
    """Return the step of detail for a scale.

    Parameters
    ----------
    metres_per_px : float
        Metres of ground that a pixel shows.
    """
    return next((step for least, step in _FROM_M_PER_PX if metres_per_px >= least), 0)


def layer(name: str, bounds: Box, step: int = 0, *, clipped: bool = True) -> pd.DataFrame:
    """Return what of a layer lies in a box.

    Parameters
    ----------
    name : str
        One of `LAYERS`.
    bounds : tuple of float
        West, south, east, north in degrees; west greater than east crosses the antimeridian.
    step : int
        0 fine, 1 middle, 2 coarse; the nearest that the layer has is taken.
    clipped : bool
        Whether shapes end at the box.

    Returns
    -------
    pandas.DataFrame
        The layer's columns and ``geometry`` (shapely, longitude first, WGS 84), in the order of the file.

    Raises
    ------
    UnknownId
        If there is no such layer.
    """
    if name not in LAYERS:
        raise UnknownId(f'the ground has no layer "{name}"; it has {", ".join(LAYERS)}')
    west, south, east, north = bounds
    if west > east:
        sides = ((west, south, 180.0, north), (-180.0, south, east, north))
        return pd.concat([layer(name, side, step, clipped=clipped) for side in sides], ignore_index=True)
    table = _table(name)
    steps = LAYERS[name]
    if steps:
        table = table[table["step"] == min(steps, key=lambda s: (abs(s - step), s))]
        touches = (
            (table["west"] <= east) & (table["east"] >= west) & (table["south"] <= north) & (table["north"] >= south)
        )
        table = table[touches]
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    if not steps:
        lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        table, shapes = table[inside], shapes[inside]
    elif clipped and len(shapes):
        shapes = shapely.clip_by_rect(shapes, west, south, east, north)
    kept = ~shapely.is_empty(shapes) if len(shapes) else np.zeros(0, dtype=bool)
    columns = [c for c in table.columns if c not in ("step", "west", "south", "east", "north", "geometry")]
    return table.loc[kept, columns].assign(geometry=shapes[kept]).reset_index(drop=True)


@lru_cache(maxsize=len(LAYERS))
def _table(name: str) -> pd.DataFrame:
    import pyarrow.parquet as pq

    path: Path = geodata_file("ground", f"{name}.parquet")
    frame: Any = pq.read_table(path).to_pandas()
    return pd.DataFrame(frame)
