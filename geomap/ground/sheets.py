"""Finer sheets that ship with geomap: data with their bounds, drawn in the place of the world's ground."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from geomap.errors import UnreadableInput
from geomap.ground.layers import Box
from geomap.paths import geodata_file

__all__ = ["Sheet", "sheet_layer", "sheets"]

_LAYER = {"urban": "urban", "province": "admin1"}
"""Layers of the ground that a sheet may have, and what a sheet calls them."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Sheet:
    """A file of ``geodata/basemap`` that says what it covers.

    ``bounds`` are west, south, east, north in degrees; ``country`` is three letters; ``features`` are GeoJSON.
    """

    name: str
    bounds: Box
    country: str
    features: tuple[Mapping[str, Any], ...]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return the shipped sheets, by name: every file with ``bbox`` and ``country``; none if none is installed."""
    try:
        folder = geodata_file("basemap")
    except UnreadableInput:
        return ()
    made = []
    for path in sorted(folder.glob("*.geojson")):
        with path.open(encoding="utf-8") as file:
            if '"bbox"' not in file.read(200):  # the coarse world, which is large, is no sheet
                continue
        document = json.loads(path.read_text("utf-8"))
        features = tuple(f for f in document["features"] if f.get("geometry"))
        west, south, east, north = document["bbox"]
        bounds = (west, south, east, north)
        made.append(Sheet(name=path.stem, bounds=bounds, country=document["country"], features=features))
    return tuple(made)


@cache
def sheet_layer(layer: str) -> tuple[tuple[Box, np.ndarray[Any, Any], str], ...]:
    """Return what the sheets have of a layer of the ground: bounds, shapes and the country, for each that has any."""
    made = []
    for one in sheets():
        shapes = [
            shapely.geometry.shape(f["geometry"])
            for f in one.features
            if f["properties"].get("layer") == _LAYER.get(layer)
        ]
        if shapes:
            made.append((one.bounds, np.array(shapes), one.country))
    return tuple(made)
