"""Where land and countries are, coarsely: good for finding swapped coordinates, for nothing else."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.paths import geodata_file

__all__ = ["BORDER_ERROR_DEG", "country_shape", "is_far_from_land", "is_inside"]

BORDER_ERROR_DEG = 0.25
"""The bundled world is good to some 25 km; nothing closer than this to a border is told."""


@cache
def _countries() -> dict[str, BaseGeometry]:
    document = json.loads(geodata_file("basemap", "world.geojson").read_text("utf-8"))
    return {
        _folded(str(feature["properties"].get("name") or "")): shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


@cache
def _land() -> BaseGeometry:
    land = shapely.buffer(shapely.union_all(list(_countries().values())), BORDER_ERROR_DEG)
    shapely.prepare(land)
    return land


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().removeprefix("the ").strip()


def is_far_from_land(lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether points lie in the open sea, farther from any coast than the map's error.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float
        Degrees.
    """
    return ~np.asarray(shapely.contains_xy(_land(), lon, lat), dtype=bool)


def is_inside(shape: BaseGeometry, lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether points lie in a country, within the map's error."""
    wide = shapely.buffer(shape, BORDER_ERROR_DEG)
    shapely.prepare(wide)
    return np.asarray(shapely.contains_xy(wide, lon, lat))


def country_shape(name: str) -> BaseGeometry | None:
    """Return the outline of a country by its English name or ISO 3166 code, or None if it is not known.

    Parameters
    ----------
    name : str
        For example ``Iraq`` or ``IQ``.
    """
    countries = _countries()
    found = countries.get(_folded(name))
    if found is None and len(name) == 2:
        import babel

        english = babel.Locale("en").territories.get(name.upper(), "")
        found = countries.get(_folded(english))
    return found
