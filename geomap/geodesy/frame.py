"""A plane in metres round one point, there and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy.globe import closed, middle, wraps
from geomap.geodesy.lines import about_nought

__all__ = ["EDGE_MAX_M", "Frame", "frame_round"]

_POLAR_LAT = 80.0
"""Beyond this the lines of latitude bend so much that edges are divided before they are moved."""
_EDGE_MAX_DEG = 0.1
_POLAR_EDGE_DEG = 0.25
_JOIN_M = 0.01
"""What is cut at 180 degrees is joined by this much again; it grows, it never shrinks."""
_TURN_MAX_DEG = 2.0
_EARTH_M = 6_371_008.8
_RADIANS = math.radians(1.0)
"""Of a degree."""
EDGE_MAX_M = 5_000.0
"""Longer edges are divided, for edges are straight in degrees, not on the ground: at 33 N one of 60 km bows by 46 m,
one of 5 km by 0.3 m."""
_LONG_EDGES, _LONG_FAR_M, _LONG_LAT = 64, 2_000_000.0, 65.0
"""What is longer than 64 edges has longer ones, up to this far from the middle of the frame and up to this latitude."""


@dataclass(frozen=True)
class Frame:
    """A plane in metres round one point (azimuthal equidistant), good for shapes of up to some hundred kilometres.

    Larger shapes and such as lie across 180 degrees or a pole stay whole; only lengths across the way to the middle are
    too long in it, by `stretch`.
    """

    lon: float
    lat: float

    @cached_property
    def _plane(self) -> pyproj.Transformer:
        """Return one projection for both ways: one between two looked-up systems takes a hundred times as long."""
        return pyproj.Transformer.from_pipeline(
            f"+proj=aeqd +lat_0={float(self.lat)!r} +lon_0={float(self.lon)!r} +ellps=WGS84"
        )

    def _degrees(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return points in metres as longitude and latitude.

        A projection gives radians; PROJ divides them into degrees, pyproj would multiply and end a last digit off.
        """
        lon, lat = self._plane.transform(x, y, direction="INVERSE", radians=True)
        return lon / _RADIANS, lat / _RADIANS

    def to_metres(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a longitude-latitude shape in metres east and north of the frame's point."""
        west, south, east, north = shape.bounds
        if "Polygon" not in shape.geom_type:
            return self._moved(shape)
        is_polar = max(abs(south), abs(north)) > _POLAR_LAT
        moved = self._moved(shapely.segmentize(shape, _POLAR_EDGE_DEG if is_polar else _EDGE_MAX_DEG))
        if not (is_polar or wraps(west, east)):
            return moved
        return shapely.union_all([part.buffer(_JOIN_M, quad_segs=1) for part in shapely.get_parts(moved)])

    def _moved(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, self._plane.transform, interleaved=False)

    def edges_of(self, flat: BaseGeometry) -> tuple[float, float]:
        """Return how long the edges of a shape in metres may be, and by how much it has to grow for that, in metres.

        Straight in degrees and straight here are two ways between the same corners. An edge of length L that is both
        parts by up to 1.1 L^2 tan(latitude) / 8R, and by a little more off the middle. A long way has edges of a
        64th of its length and grows by more than that; else it would have some hundred corners that nobody can see.
        """
        west, south, east, north = flat.bounds
        far_m = math.hypot(max(abs(west), abs(east)), max(abs(south), abs(north)))
        lat = abs(self.lat) + math.degrees(far_m / _EARTH_M)
        edge_m = max(east - west, north - south) / _LONG_EDGES
        if edge_m <= EDGE_MAX_M or far_m > _LONG_FAR_M or lat > _LONG_LAT:
            return EDGE_MAX_M, 0.0
        return edge_m, 1.5 * edge_m**2 * (math.tan(math.radians(lat)) + 0.2) / (8 * _EARTH_M)

    def to_lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in metres as longitude and latitude, areas cut at 180 degrees and closed over a pole."""
        moved = self.points_to_lonlat(shape)
        if "Polygon" not in shape.geom_type or shape.is_empty:
            return moved
        west, south, east, north = moved.bounds
        if not wraps(west, east) and max(abs(south), abs(north)) <= _POLAR_LAT:
            return moved
        fine = self.points_to_lonlat(self._refined(self._refined(shape)))
        pole_lat = math.copysign(90.0, self.lat)
        parts = [closed(p, pole_lat, is_whole_edge_kept=False) for p in shapely.get_parts(fine)]
        return parts[0] if len(parts) == 1 else shapely.union_all(parts)

    def points_to_lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in metres with each corner as longitude and latitude, cut nowhere."""
        return shapely.transform(shape, self._degrees, interleaved=False)

    def _refined(self, shape: BaseGeometry) -> BaseGeometry:
        """Return areas in metres with more corners where an edge passes a pole so near that longitudes race by."""

        def ring(corners: Any) -> Any:
            lon, _ = self._degrees(corners[:, 0], corners[:, 1])
            turn = np.abs(about_nought(np.diff(lon)))
            pieces = np.maximum(np.ceil(turn / _TURN_MAX_DEG), 1).astype(int)
            edge = np.repeat(np.arange(len(pieces)), pieces)
            share = (np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[edge]
            finer = corners[edge] + share[:, None] * (corners[edge + 1] - corners[edge])
            return np.vstack([finer, corners[-1:]])

        made = [
            shapely.Polygon(
                ring(shapely.get_coordinates(part.exterior)),
                [ring(shapely.get_coordinates(hole)) for hole in part.interiors],
            )
            for part in shapely.get_parts(shape)
        ]
        return made[0] if len(made) == 1 else shapely.MultiPolygon(made)

    @staticmethod
    def stretch(flat: BaseGeometry) -> float:
        """Return by how much too long lengths are at the far end of a shape in metres, 1 for what is not large.

        Beyond 2.8 radians, 17,800 km, it stays as it is: on the far side of the earth there is no end to it.
        """
        west, south, east, north = flat.bounds
        turn = min(math.hypot(max(abs(west), abs(east)), max(abs(south), abs(north))) / _EARTH_M, 2.8)
        return 1.0 if turn < 0.05 else turn / math.sin(turn)


def frame_round(*shapes: BaseGeometry) -> Frame:
    """Return the frame round the middle of shapes in longitude and latitude."""
    return Frame(*middle(shapes))
