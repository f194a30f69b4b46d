"""How a place is drawn: its edge, its tone and the area that stands on the map."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from geomap import geodesy
from geomap.dataset import items_of
from geomap.scene.reading import Reading, geojson, is_set

__all__ = [
    "Edge",
    "Tone",
    "drawn_area",
    "drawn_outline",
    "edge_of",
    "error_m",
    "is_edge_known",
    "is_worked_out",
    "river_of",
    "sides_of",
    "tone_of",
]

Edge = Literal["solid", "dashed", "soft", "parted", "open", "none"]
Tone = Literal["area", "quarter", "coarse"]

_SOFT = frozenset({"city_part", "subdistrict", "district", "province"})
_WIDE = frozenset({"country", "sea_air"})
_QUARTER = frozenset({"neighbourhood_area", "village", "town", "city"})
_KNOWN_SHARE = 0.25
"""An outline counts as known where its error is at most this share of the place's own reach."""
_SAME_BANK_SHARE = 0.2


def is_worked_out(reading: Reading, place_id: str) -> bool:
    """Return whether a table's place comes from a bearing and a distance, which no report names.

    In a case "derived" means that the desk drew an area of the words used; a table has no desk.
    """
    return reading.places[place_id]["basis"] == "derived" and not reading.public.info.accounts


def edge_of(reading: Reading, place_id: str) -> Edge:
    """Return how the edge of a place is drawn: known outline, our estimate, or no edge known.

    A province has a soft edge unless its outline comes from a gazetteer, or we drew it of the words used. What we cut
    out of somebody's outline is ``parted``: its cuts are ours. All of an outline in which a place lies is not ours.
    """
    place, area = reading.places[place_id], reading.area(place_id)
    if is_worked_out(reading, place_id):
        return "dashed"
    is_outlined = area is not None and place["outline"] is not None
    if place["location_class"] in _SOFT and not (is_outlined and place["basis"] in ("gazetteer", "derived")):
        return "soft"
    if area is None or not is_outlined:
        return "dashed"
    if sides_of(reading, place_id) is not None:
        return "parted"
    return "solid" if place.get("our_sides") == "none" or is_edge_known(reading, place_id) else "dashed"


def is_edge_known(reading: Reading, place_id: str) -> bool:
    """Whether the outline of a place is somebody else's line, and well known for its size."""
    place, area = reading.places[place_id], reading.area(place_id)
    if area is None or place["outline"] is None:
        return False
    error = float(place["outline_error_m"]) if is_set(place["outline_error_m"]) else 0.0
    return place["basis"] in ("sourced", "gazetteer") and error <= _KNOWN_SHARE * (area.reach_m - error)


def tone_of(reading: Reading, place_id: str) -> Tone:
    """Return the step of the fill: the coarser the place, the paler."""
    place = reading.places[place_id]
    kind = place["location_class"]
    is_coarse = kind in _SOFT or (kind in _WIDE and place["outline"] is not None)
    return "coarse" if is_coarse else "quarter" if kind in _QUARTER else "area"


def error_m(reading: Reading, place_id: str) -> float:
    """Return how far the drawn edge may be off, metres; it decides the decimals."""
    stated = reading.places[place_id]["outline_error_m"]
    return float(stated) if is_set(stated) else reading.public.areas[place_id].reach_m


def drawn_area(reading: Reading, place_id: str) -> dict[str, Any]:
    """Return the widened area of a place as GeoJSON, with the decimals it deserves; it never becomes smaller.

    A side of a city ends at its river by its own name: what the error would add on the other bank is left out.
    """
    area, error = reading.public.areas[place_id], error_m(reading, place_id)
    is_outlined = reading.places[place_id]["outline"] is not None
    shape = geodesy.grow_for_error(area.widened, geodesy.decimals_for(error), error if is_outlined else 0.0)
    if reading.places[place_id]["location_class"] == "city_part":
        shape = _on_its_bank(shape, area.outline, river_of(reading))
    return geojson(shapely.orient_polygons(shape))


def river_of(reading: Reading) -> BaseGeometry | None:
    """Return the river among the places for orientation, or None."""
    for place_id in reading.public.info.context_places:
        place = reading.places.get(place_id, {})
        outline = place.get("outline")
        if place.get("feature_type") == "river" and outline is not None and outline.geom_type == "LineString":
            return outline
    return None


def _on_its_bank(shape: BaseGeometry, outline: BaseGeometry, river: BaseGeometry | None) -> BaseGeometry:
    if river is None or shape.geom_type != "Polygon":
        return shape
    pieces = [p for p in split(shape, river).geoms if p.intersection(outline).area >= _SAME_BANK_SHARE * p.area]
    kept = shapely.union_all(pieces) if pieces else shape
    return shapely.set_precision(kept, 1e-5) if kept.geom_type in ("Polygon", "MultiPolygon") else shape


def drawn_outline(reading: Reading, place_id: str) -> dict[str, Any] | None:
    """Return the outline of a place as published, with the decimals it deserves; None if it has none."""
    outline = reading.public.areas[place_id].outline if reading.places[place_id]["outline"] is not None else None
    if outline is None:
        return None
    decimals = geodesy.decimals_for(error_m(reading, place_id))
    rounded = shapely.transform(outline, lambda xy: np.round(xy, decimals))
    return geojson(shapely.orient_polygons(shapely.remove_repeated_points(rounded)))


def sides_of(reading: Reading, place_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the border and coast of an area that we cut out of somebody's outline, and our cuts, as GeoJSON lines.

    None for every other place. Our cuts run along meridians and parallels, which are the bounds of the part.
    """
    place = reading.places[place_id]
    said = place.get("our_sides")
    outline = reading.public.areas[place_id].outline if place["outline"] is not None else None
    if outline is None or not is_set(said):
        return None
    decimals = geodesy.decimals_for(error_m(reading, place_id))
    edge = shapely.transform(shapely.boundary(outline), lambda xy: np.round(xy, decimals))
    west, south, east, north = edge.bounds
    bounds = {
        "north": [(west, north), (east, north)],
        "south": [(west, south), (east, south)],
        "east": [(east, south), (east, north)],
        "west": [(west, south), (west, north)],
    }
    cuts = shapely.MultiLineString([bounds[side] for side in items_of(said) if side in bounds])
    ours = shapely.line_merge(shapely.intersection(edge, cuts))
    theirs = shapely.line_merge(shapely.difference(edge, cuts))
    if "LineString" not in ours.geom_type or ours.is_empty or theirs.is_empty:
        return None
    return geojson(theirs), geojson(ours)
