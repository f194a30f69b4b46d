"""places.geojson: the one table of a case that has shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import UnreadableInput
from geomap.findings import Finding, Findings
from geomap.readers.chunk import Chunk
from geomap.readers.text import load_json, read_file
from geomap.schema import STRING, clean_text

__all__ = ["read_places"]

_SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def read_places(path: Path) -> Chunk:
    """Read places.geojson: the properties as a text table, the geometries beside it.

    Rows are counted as a table with a header would count them: the first feature is row 2.

    Parameters
    ----------
    path : pathlib.Path
        A GeoJSON FeatureCollection (RFC 7946).

    Raises
    ------
    UnreadableInput
        If the file is no FeatureCollection, or its ``crs`` is not WGS 84 longitude and latitude.
    """
    document = load_json(read_file(path), path.name)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise UnreadableInput(f'{path.name} is no GeoJSON FeatureCollection ("type" and "features" are expected).')
    _check_crs(document, path.name)
    features = document.get("features")
    if not isinstance(features, list):
        raise UnreadableInput(f'{path.name}: "features" is no list.')
    rows: dict[int, dict[str, str]] = {}
    outlines: list[BaseGeometry | None] = []
    found: list[Finding] = []
    lost: list[tuple[object, ...]] = []
    for number, feature in enumerate(features, start=2):
        try:
            cells, outline = _feature(feature)
        except ValueError as error:
            message = f"feature {number - 1}: {error}. The feature is refused."
            found.append(
                Finding(code="bad-geometry", severity="error", message=message, file=path.name, rows=(number,))
            )
            lost.append(("places", path.name, number, _place_id(feature), "bad-geometry", str(error)))
            continue
        rows[number] = cells
        outlines.append(outline)
    frame = pd.DataFrame.from_dict(rows, orient="index").fillna("").astype(STRING)
    if not rows:
        frame = pd.DataFrame(
            {c: pd.Series(dtype=STRING) for c in ("place_id", "name", "location_class", "basis", "source")}
        )
    return Chunk(
        table="places",
        file=path.name,
        text=frame,
        outlines=outlines,
        findings=Findings.of(found),
        refused=pd.DataFrame(lost, columns=list(REFUSED_COLUMNS)),
    )


def _place_id(feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("place_id", "")) if isinstance(properties, dict) else ""


def _check_crs(document: dict[str, Any], file: str) -> None:
    crs = document.get("crs")
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if crs is not None and not name.endswith(("CRS84", "4326")):
        raise UnreadableInput(
            f'{file}: "crs" says {name or crs}; GeoJSON is WGS 84 longitude and latitude. Transform the file.'
        )


def _feature(feature: object) -> tuple[dict[str, str], BaseGeometry | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError('is no Feature ("type": "Feature")')
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise ValueError('has no "properties"')
    return {str(k): _cell(v) for k, v in properties.items()}, _outline(feature.get("geometry"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    return clean_text(str(value))


def _outline(geometry: object) -> BaseGeometry | None:
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        kind = geometry.get("type") if isinstance(geometry, dict) else geometry
        raise ValueError(f"geometry {kind!r} is not one of {', '.join(_SHAPES)}")
    try:
        shape = shapely.geometry.shape(geometry)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
        raise ValueError("its coordinates are no positions of numbers") from None
    corners = shapely.get_coordinates(shape)
    if shape.is_empty or not len(corners):
        return None
    if not ((abs(corners[:, 0]) <= 180) & (abs(corners[:, 1]) <= 90)).all():
        raise ValueError("a coordinate is no longitude and latitude in degrees; is the file projected?")
    shape = geodesy.attempt(geodesy.on_globe, shape) or shape
    if not shape.is_valid:
        raise ValueError(f"the outline is not valid: {shapely.is_valid_reason(shape)}")
    return None if shape.geom_type in ("Point", "MultiPoint") else shape
