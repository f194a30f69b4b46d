"""Geometry of KML: coordinates as KML writes them, longitude first, every mistake named."""

from __future__ import annotations

import re
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy

__all__ = ["GEOMETRY_TAGS", "local", "shape_of"]

GEOMETRY_TAGS = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def shape_of(element: Any, depth: int = 0) -> BaseGeometry | None:
    """Return the geometry of an element.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
    depth : int
        How many MultiGeometry elements it lies in.

    Raises
    ------
    ValueError
        With the reason, if it is no geometry.
    """
    kind = local(element)
    if kind == "Point":
        return shapely.Point(_coordinates(element, kind, 1, 1)[0])
    if kind in ("LineString", "LinearRing"):
        corners = _coordinates(element, kind, 2 if kind == "LineString" else 4)
        if kind == "LinearRing" and corners[0] != corners[-1]:
            raise ValueError("a LinearRing is not closed: its first and last position differ")
        return shapely.LineString(corners)
    if kind == "Polygon":
        return _polygon(element)
    if kind == "MultiGeometry":
        if depth > 20:
            raise ValueError("MultiGeometry is nested more than 20 deep")
        shapes = [s for child in element if local(child) in GEOMETRY_TAGS and (s := shape_of(child, depth + 1))]
        return shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes) if shapes else None
    return None


def _polygon(element: Any) -> BaseGeometry:
    rings: dict[str, list[list[tuple[float, float]]]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for boundary in element:
        name = local(boundary)
        if name in rings:
            for ring in boundary:
                if local(ring) == "LinearRing":
                    corners = _coordinates(ring, "LinearRing", 4)
                    if corners[0] != corners[-1]:
                        raise ValueError("a LinearRing is not closed: its first and last position differ")
                    rings[name].append(corners)
    if len(rings["outerBoundaryIs"]) != 1:
        raise ValueError("a Polygon needs one outerBoundaryIs with a LinearRing")
    outline = shapely.Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])
    shape = geodesy.attempt(geodesy.on_globe, outline) or outline
    if not shape.is_valid:
        raise ValueError(f"the outline is not valid: {shapely.is_valid_reason(shape)}")
    return shape


def _coordinates(element: Any, kind: str, least: int, most: int | None = None) -> list[tuple[float, float]]:
    holder = next((child for child in element if local(child) == "coordinates"), None)
    text = (holder.text or "").strip() if holder is not None else ""
    if not text:
        raise ValueError(f"the {kind} has no coordinates")
    made = [_position(item) for item in re.sub(r"\s*,\s*", ",", text).split()]
    if len(made) < least or (most is not None and len(made) > most):
        wanted = f"{least}" if most == least else f"at least {least}"
        raise ValueError(f"the {kind} has {len(made)} positions; {wanted} {'is' if least == 1 else 'are'} needed")
    return made


def _position(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if not 2 <= len(parts) <= 3 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f'"{text[:60]}" is no position; longitude,latitude or longitude,latitude,height is expected')
    lon, lat = float(parts[0]), float(parts[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f'"{text[:60]}" is no longitude and latitude in degrees (longitude first)')
    return lon, lat
