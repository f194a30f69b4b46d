"""Finer sheets that ship with geomap: data with their bounds, drawn in the place of the world's ground."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import shapely

from geomap.errors import UnreadableInput
from geomap.ground.layers import Box
from geomap.paths import geodata_file

__all__ = ["SHEETS", "sheet", "sheet_layer"]

SHEETS: Mapping[str, Box] = {"baghdad": (43.4, 32.9, 45.0, 33.75)}
"""The shipped sheets with the box that each covers: west, south, east, north in degrees."""

_LAYER = {"urban": "urban", "province": "admin1"}
"""Layers of the ground that a sheet may have, and what a sheet calls them."""
_COUNTRY = {"baghdad": "IRQ"}


@cache
def sheet(name: str) -> tuple[Mapping[str, Any], ...]:
    """Return the features of a shipped sheet that have a shape; none if it is not installed."""
    try:
        path = geodata_file("basemap", f"{name}.geojson")
    except UnreadableInput:
        return ()
    return tuple(f for f in json.loads(path.read_text("utf-8"))["features"] if f.get("geometry"))


@cache
def sheet_layer(layer: str) -> tuple[tuple[Box, np.ndarray[Any, Any], str], ...]:
    """Return what the sheets have of a layer of the ground: bounds, shapes and the country, for each that has any."""
    made = []
    for name, bounds in SHEETS.items():
        shapes = [
            shapely.geometry.shape(f["geometry"])
            for f in sheet(name)
            if f["properties"].get("layer") == _LAYER.get(layer)
        ]
        if shapes:
            made.append((bounds, np.array(shapes), _COUNTRY[name]))
    return tuple(made)
