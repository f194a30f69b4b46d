"""Distances, bearings and areas on WGS 84; the only module that knows metres.

Longitude comes first, in decimal degrees (EPSG:4326). Polygons are worked on in a local azimuthal equidistant frame,
distances and bearings between points are geodesics (pyproj, after Karney 2013). Bearings are clockwise from true
north, 0 <= b < 360. What is returned as a shape is cut at 180 degrees and closed over a pole (RFC 7946, 3.1.9).
"""

from geomap.geodesy.areas import (
    Area,
    area_km2,
    area_of_disc,
    area_of_outline,
    grow_and_round,
    grow_for_error,
    ring_sector,
)
from geomap.geodesy.frame import Frame, frame_round
from geomap.geodesy.globe import attempt, bounds, on_globe, straight_line, unrolled
from geomap.geodesy.lines import (
    about_nought,
    compass_key,
    decimals_for,
    destination,
    geodesic,
    great_circle,
    round_outward,
    snap,
)
from geomap.geodesy.openings import Opening, opening_from
from geomap.geodesy.ways import bearing_range_deg, corridor, distance_range_m

__all__ = [
    "Area",
    "Frame",
    "Opening",
    "about_nought",
    "area_km2",
    "area_of_disc",
    "area_of_outline",
    "attempt",
    "bearing_range_deg",
    "bounds",
    "compass_key",
    "corridor",
    "decimals_for",
    "destination",
    "distance_range_m",
    "frame_round",
    "geodesic",
    "great_circle",
    "grow_and_round",
    "grow_for_error",
    "on_globe",
    "opening_from",
    "ring_sector",
    "round_outward",
    "snap",
    "straight_line",
    "unrolled",
]
