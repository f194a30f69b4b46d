"""Distances, bearings and areas on WGS 84; the only module that knows metres.

Longitude comes first, in decimal degrees (EPSG:4326). Polygons are worked on in a local azimuthal equidistant frame,
distances and bearings between points are geodesics (pyproj, after Karney 2013). Bearings are clockwise from true
north, 0 <= b < 360.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = [
    "Area",
    "Frame",
    "area_km2",
    "area_of_disc",
    "area_of_outline",
    "bearing_range_deg",
    "compass_key",
    "corridor",
    "decimals_for",
    "destination",
    "distance_range_m",
    "geodesic",
    "grow_and_round",
    "ring_sector",
    "round_outward",
    "snap",
]

_GEOD = pyproj.Geod(ellps="WGS84")
_QUAD_SEGS = 16
_METRES_PER_DEGREE = 111_320.0
_BOWED = 1.0002
"""Edges are straight in degrees, not on the ground: a disc of 60 km would lose half a metre between its corners."""
_EDGE_MAX_M = 5_000.0
"""Longer edges are divided, for the same reason: at 33 N one of 60 km bows by 46 m, one of 5 km by 0.3 m."""
_COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def geodesic(
    from_lon: Any, from_lat: Any, to_lon: Any, to_lat: Any
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the length of geodesics and the bearing in which they start.

    Parameters
    ----------
    from_lon, from_lat, to_lon, to_lat : float or array of float
        Ends in decimal degrees, WGS 84; arrays of one shape.

    Returns
    -------
    distance_m, bearing_deg : numpy.ndarray
        Metres, and degrees clockwise from true north (0 <= b < 360) at the first point.

    Examples
    --------
    >>> distance_m, bearing_deg = geodesic(44.501104, 33.313802, 44.390259, 33.307577)
    >>> round(float(distance_m), 3), round(float(bearing_deg), 6)
    (10345.426, 266.20389)
    """
    azimuth, _, distance = _GEOD.inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(distance), np.asarray(azimuth) % 360.0


@dataclass(frozen=True)
class Frame:
    """A plane in metres round one point (azimuthal equidistant), good for shapes of up to some hundred kilometres."""

    lon: float
    lat: float

    @cached_property
    def _plane(self) -> pyproj.Transformer:
        """Return one pipeline for both ways: one between two looked-up systems takes a hundred times as long."""
        return pyproj.Transformer.from_pipeline(
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
            f"+step +proj=aeqd +lat_0={float(self.lat)!r} +lon_0={float(self.lon)!r} +ellps=WGS84"
        )

    def to_metres(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a longitude-latitude shape in metres east and north of the frame's point."""
        return shapely.transform(shape, self._plane.transform, interleaved=False)

    def to_lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in metres as longitude and latitude."""
        return shapely.transform(shape, partial(self._plane.transform, direction="INVERSE"), interleaved=False)


@dataclass(frozen=True, eq=False)
class Area:
    """Where something is reported to be: anywhere inside.

    Attributes
    ----------
    outline : shapely geometry
        As published, longitude and latitude.
    widened : shapely geometry
        The outline widened by its error; every range is worked out from this one.
    centroid_lon, centroid_lat : float
        Centroid of the outline, degrees.
    reach_m : float
        Largest distance from the centroid to the widened edge, metres.
    """

    outline: BaseGeometry
    widened: BaseGeometry
    centroid_lon: float
    centroid_lat: float
    reach_m: float


def destination(lon: float, lat: float, bearing_deg: float, distance_m: float) -> tuple[float, float]:
    """Return where a geodesic ends that runs a distance from a point in a direction, to a ten-thousandth of a degree.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    bearing_deg : float
        Clockwise from true north.
    distance_m : float

    Returns
    -------
    tuple of float
        Longitude and latitude.
    """
    to_lon, to_lat, _ = _GEOD.fwd(lon, lat, bearing_deg, distance_m)
    return round(float(to_lon), 4), round(float(to_lat), 4)


def area_of_disc(lon: float, lat: float, radius_m: float) -> Area:
    """Return the disc of a place known as a point with a radius.

    Parameters
    ----------
    lon, lat : float
        Centre, degrees.
    radius_m : float
        Uncertainty of the point and extent of the place together, metres. The polygon encloses the true circle.
    """
    enclosing = _BOWED * max(radius_m, 0.01) / math.cos(math.pi / (4 * _QUAD_SEGS))
    azimuths = _disc_azimuths()
    x, y, _ = _GEOD.fwd(*(np.full(len(azimuths), v) for v in (lon, lat)), azimuths, np.full(len(azimuths), enclosing))
    disc = shapely.Polygon(np.column_stack([x, y]))
    return Area(outline=disc, widened=disc, centroid_lon=lon, centroid_lat=lat, reach_m=radius_m)


def ring_sector(
    lon: float, lat: float, low_m: float, high_m: float, bearing_from_deg: float, bearing_to_deg: float
) -> BaseGeometry:
    """Return what lies between two distances and two bearings of a point: a sector of a ring, or a disc.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    low_m, high_m : float
        Metres; a low of 0 reaches to the point itself.
    bearing_from_deg, bearing_to_deg : float
        Clockwise from true north; a whole turn apart gives a ring or disc.

    Returns
    -------
    shapely geometry
        Longitude and latitude, its outer edge never inside ``high_m``.
    """
    span = bearing_to_deg - bearing_from_deg
    is_whole = span >= 360
    bearings = np.linspace(bearing_from_deg, bearing_to_deg, max(int(span / 2), 8) + 1)

    def arc(distance_m: float) -> list[tuple[float, float]]:
        far = np.full(len(bearings), distance_m)
        lons, lats, _ = _GEOD.fwd(np.full(len(bearings), lon), np.full(len(bearings), lat), bearings, far)
        return list(zip(lons.tolist(), lats.tolist(), strict=True))

    outer = arc(high_m * _BOWED)
    if is_whole:
        holes = [arc(low_m)[::-1]] if low_m > 0 else []
        return shapely.Polygon(outer, holes)
    inner = arc(low_m)[::-1] if low_m > 0 else [(lon, lat)]
    return shapely.Polygon([*outer, *inner])


@cache
def _disc_azimuths() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return where the corners of a disc lie, degrees clockwise from north; the way there is a geodesic."""
    ring = shapely.get_coordinates(shapely.Point(0, 0).buffer(1.0, quad_segs=_QUAD_SEGS))[:-1]
    return np.asarray(np.degrees(np.arctan2(ring[:, 0], ring[:, 1])))


def area_of_outline(outline: BaseGeometry, error_m: float) -> Area:
    """Return the area of a place whose outline is known within an error.

    Parameters
    ----------
    outline : shapely Polygon or MultiPolygon
        Longitude and latitude.
    error_m : float
        How far the drawn outline may be from the true one, metres.
    """
    middle = outline.envelope.centroid
    frame = Frame(middle.x, middle.y)
    flat = frame.to_metres(outline)
    centroid = frame.to_lonlat(flat.centroid)
    enclosing = error_m / math.cos(math.pi / (4 * _QUAD_SEGS))
    widened = frame.to_lonlat(flat.buffer(enclosing, quad_segs=_QUAD_SEGS)) if error_m > 0 else outline
    corners = shapely.get_coordinates(outline)
    n = len(corners)
    reach, _ = geodesic(np.full(n, centroid.x), np.full(n, centroid.y), corners[:, 0], corners[:, 1])
    return Area(
        outline=outline,
        widened=widened,
        centroid_lon=centroid.x,
        centroid_lat=centroid.y,
        reach_m=float(reach.max()) + error_m,
    )


def area_km2(shape: BaseGeometry) -> float:
    """Return the area of a longitude-latitude shape in square kilometres, on the ellipsoid."""
    return float(abs(_GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6)


def _hull_pairs(launch: BaseGeometry, impact: BaseGeometry) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Every pair of hull corners, as geodesic distance and bearing."""
    a = shapely.get_coordinates(shapely.convex_hull(launch))
    b = shapely.get_coordinates(shapely.convex_hull(impact))
    i, j = np.divmod(np.arange(len(a) * len(b)), len(b))
    return geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1])


def distance_range_m(launch: BaseGeometry, impact: BaseGeometry) -> tuple[float, float]:
    """Return the smallest and the largest distance between a point of one area and a point of the other.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.

    Returns
    -------
    tuple of float
        Metres; the first is 0 where the areas touch.
    """
    farthest = float(_hull_pairs(launch, impact)[0].max())
    frame = _frame_between(launch, impact)
    a, b = frame.to_metres(launch), frame.to_metres(impact)
    if a.intersects(b):
        return 0.0, farthest
    ends = shapely.get_coordinates(frame.to_lonlat(shapely.shortest_line(a, b)))
    return float(geodesic(*ends[0], *ends[1])[0]), farthest


def bearing_range_deg(launch: BaseGeometry, impact: BaseGeometry) -> tuple[float, float] | None:
    """Return the bearings from any point of one area to any point of the other.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.

    Returns
    -------
    tuple of float or None
        Clockwise from the first to the second, degrees, 0 <= b < 360; (350, 10) is a range across north. None where
        the hulls of the areas touch or the bearings span 180 degrees or more.
    """
    if shapely.convex_hull(launch).intersects(shapely.convex_hull(impact)):
        return None
    _, bearings = _hull_pairs(launch, impact)
    a, b = launch.envelope.centroid, impact.envelope.centroid
    middle = float(geodesic(a.x, a.y, b.x, b.y)[1])
    turns = (bearings - middle + 180.0) % 360.0 - 180.0
    if turns.max() - turns.min() >= 180.0:
        return None
    return float((middle + turns.min()) % 360.0), float((middle + turns.max()) % 360.0)


def corridor(launch: BaseGeometry, impact: BaseGeometry) -> BaseGeometry:
    """Return the convex hull of two areas: every straight path between them lies inside.

    Parameters
    ----------
    launch, impact : shapely geometry
        Areas, longitude and latitude.
    """
    frame = _frame_between(launch, impact)
    both = shapely.union(frame.to_metres(launch), frame.to_metres(impact))
    return frame.to_lonlat(shapely.segmentize(shapely.convex_hull(both), _EDGE_MAX_M))


def _frame_between(launch: BaseGeometry, impact: BaseGeometry) -> Frame:
    west, south, east, north = shapely.total_bounds([launch, impact])
    return Frame((west + east) / 2, (south + north) / 2)


def round_outward(low: float, high: float, step: float) -> tuple[float, float]:
    """Return a range rounded so that it never becomes narrower.

    Parameters
    ----------
    low, high : float
        The range.
    step : float
        What it is rounded to, in the same unit.

    Examples
    --------
    >>> round_outward(6931.0, 15688.0, 1000)
    (6000.0, 16000.0)
    """
    slack = step * 1e-9
    return math.floor((low + slack) / step) * step + 0.0, math.ceil((high - slack) / step) * step + 0.0


def compass_key(bearing_from_deg: float, bearing_to_deg: float) -> str:
    """Return which of the eight compass words is nearest to the middle of a bearing range.

    Examples
    --------
    >>> compass_key(255, 280), compass_key(350, 10)
    ('w', 'n')
    """
    width = (bearing_to_deg - bearing_from_deg) % 360.0
    return _COMPASS[round((bearing_from_deg + width / 2) / 45.0) % 8]


def decimals_for(uncertainty_m: float) -> int:
    """Return how many decimals of a degree a position of this uncertainty deserves.

    Examples
    --------
    >>> decimals_for(1500), decimals_for(300), decimals_for(25)
    (3, 4, 5)
    """
    return 3 if uncertainty_m >= 1000 else 4 if uncertainty_m >= 100 else 5


def grow_and_round(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return a shape with rounded coordinates that still contains the one given.

    Parameters
    ----------
    shape : shapely Polygon or MultiPolygon
        Longitude and latitude.
    decimals : int
        Decimals of a degree to keep.
    """
    step = 10.0**-decimals
    middle = shape.envelope.centroid
    frame = Frame(middle.x, middle.y)
    slack_m = 0.75 * step * _METRES_PER_DEGREE
    wider = frame.to_metres(shape).buffer(slack_m, quad_segs=2, join_style="mitre")
    grown = frame.to_lonlat(shapely.segmentize(wider, _EDGE_MAX_M))
    rounded = shapely.set_precision(grown, step, mode="pointwise")
    if not rounded.is_valid:
        rounded = shapely.set_precision(grown, step)
    exact = shapely.transform(rounded, lambda xy: np.round(xy, decimals))
    return shapely.orient_polygons(shapely.remove_repeated_points(exact))


def snap(lon: float, lat: float, grid_m: float) -> tuple[float, float]:
    """Return the nearest point of a fixed grid, for places that must not be shown where they are.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    grid_m : float
        Spacing of the grid, metres. The result is at most 0.71 grid steps away, and the same every time, so that
        nothing can be averaged out.
    """
    lat_step = grid_m / _METRES_PER_DEGREE
    snapped_lat = round(lat / lat_step) * lat_step
    lon_step = grid_m / (_METRES_PER_DEGREE * max(math.cos(math.radians(snapped_lat)), 0.01))
    return round(round(lon / lon_step) * lon_step, 5), round(snapped_lat, 5)


def bounds(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of shapes in longitude and latitude."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)
