"""The area of a place: a disc or an outline widened by its error; how it is rounded, and how large it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy.frame import EDGE_MAX_M, Frame, frame_round
from geomap.geodesy.globe import attempt, closed, on_globe, wraps
from geomap.geodesy.lines import GEOD, METRES_PER_DEGREE, geodesic

__all__ = [
    "Area",
    "area_km2",
    "area_of_disc",
    "area_of_outline",
    "grow_and_round",
    "grow_and_thin",
    "grow_for_error",
    "ring_sector",
]

_QUAD_SEGS = 16
_FINER_QUAD_SEGS = (16, 64, 180)
_BOWED, _RACING_BOWED = 1.0002, 1.004
"""Edges are straight in degrees, not on the ground: a disc of 60 km would lose half a metre between its corners. Where
an edge of the finest disc passes close by a pole, it bends by up to half of its length."""
_BOW_MAX = 1.5e-4
_WORLD = shapely.segmentize(shapely.box(-180.0, -90.0, 180.0, 90.0), 90.0)
_HALF_M = 9_900_000.0
"""A circle of this radius is half of the earth; nothing wider is told from the whole."""
_THIN_EDGE_M, _THIN_BOW_M = 25_000.0, 200.0
"""An edge of 25 km bows by less than 100 m up to 80 degrees, and by a little more far off the middle of its frame."""
_MANY_CORNERS, _THINNED_SHARE = 500, 0.25
_KEPT = 16_384
"""Rounded areas that are kept: the map, the page and each file ask for the same ones."""


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


def area_of_disc(lon: float, lat: float, radius_m: float) -> Area:
    """Return the disc of a place known as a point with a radius.

    Parameters
    ----------
    lon, lat : float
        Centre, degrees.
    radius_m : float
        Uncertainty of the point and extent of the place together, metres. The polygon encloses the true circle.
    """
    if radius_m >= _HALF_M:
        return Area(outline=_WORLD, widened=_WORLD, centroid_lon=lon, centroid_lat=lat, reach_m=radius_m)
    enough = [n for n in _FINER_QUAD_SEGS if _is_bow_small(lat, radius_m, n)]
    quad_segs, bowed = (enough[0], _BOWED) if enough else (_FINER_QUAD_SEGS[-1], _RACING_BOWED)
    enclosing = bowed * max(radius_m, 0.01) / math.cos(math.pi / (4 * quad_segs))
    azimuths = 90.0 + np.arange(4 * quad_segs) * (90.0 / quad_segs)
    x, y, _ = GEOD.fwd(*(np.full(len(azimuths), v) for v in (lon, lat)), azimuths, np.full(len(azimuths), enclosing))
    disc = shapely.Polygon(np.column_stack([x, y]))
    if wraps(float(x.min()), float(x.max())):
        disc = closed(disc, math.copysign(90.0, lat), is_whole_edge_kept=False)
    return Area(outline=disc, widened=disc, centroid_lon=lon, centroid_lat=lat, reach_m=radius_m)


def _is_bow_small(lat: float, radius_m: float, quad_segs: int) -> bool:
    """Whether the edges of a disc bend away from straight ones by a small share of its radius only.

    An edge of length L bends by L^2 / 8c, with c its distance from the pole.
    """
    clear_m = abs((90.0 - abs(lat)) * METRES_PER_DEGREE - radius_m)
    return (math.pi / (2 * quad_segs)) ** 2 / 8 * radius_m <= _BOW_MAX * clear_m


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
        lons, lats, _ = GEOD.fwd(np.full(len(bearings), lon), np.full(len(bearings), lat), bearings, far)
        return list(zip(lons.tolist(), lats.tolist(), strict=True))

    outer = arc(high_m * _BOWED)
    if is_whole:
        holes = [arc(low_m)[::-1]] if low_m > 0 else []
        return on_globe(shapely.Polygon(outer, holes))
    inner = arc(low_m)[::-1] if low_m > 0 else [(lon, lat)]
    return on_globe(shapely.Polygon([*outer, *inner]))


def area_of_outline(outline: BaseGeometry, error_m: float) -> Area:
    """Return the area of a place whose outline is known within an error.

    Parameters
    ----------
    outline : shapely Polygon or MultiPolygon
        Longitude and latitude.
    error_m : float
        How far the drawn outline may be from the true one, metres.
    """
    frame = frame_round(outline)
    flat = frame.to_metres(outline)
    centroid = frame.to_lonlat(flat.centroid)
    enclosing = max(error_m, 0.01) * frame.stretch(flat) / math.cos(math.pi / (4 * _QUAD_SEGS))
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
    return float(abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6)


@lru_cache(maxsize=_KEPT)
def grow_and_round(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return a shape with rounded coordinates that still contains the one given; cut at 180 degrees, as it was.

    Parameters
    ----------
    shape : shapely Polygon or MultiPolygon
        Longitude and latitude.
    decimals : int
        Decimals of a degree to keep.
    """
    grown = attempt(_grown, shape, decimals)
    return grown if grown is not None else _box_round(shape, decimals)


def _grown(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    if shape.equals(_WORLD):
        return _WORLD
    frame = frame_round(shape)
    return grown_in(frame, frame.to_metres(shape), decimals, edge_max_m=EDGE_MAX_M, bow_m=0.0)


def grow_for_error(shape: BaseGeometry, decimals: int, error_m: float) -> BaseGeometry:
    """Return what `grow_and_round` does, with fewer corners where a shape has very many of them: that of a country.

    Parameters
    ----------
    shape : shapely Polygon or MultiPolygon
        Longitude and latitude.
    decimals : int
        Decimals of a degree to keep.
    error_m : float
        How far its line may be off, metres; one of many corners grows by a quarter of it.
    """
    if error_m <= 0 or len(shapely.get_coordinates(shape)) <= _MANY_CORNERS:
        return grow_and_round(shape, decimals)
    return grow_and_thin(shape, decimals, error_m * _THINNED_SHARE)


@lru_cache(maxsize=_KEPT)
def grow_and_thin(shape: BaseGeometry, decimals: int, slack_m: float) -> BaseGeometry:
    """Return what `grow_and_round` does with fewer corners, for outlines of many: grown by the slack more.

    Parameters
    ----------
    shape : shapely Polygon or MultiPolygon
        Longitude and latitude.
    decimals : int
        Decimals of a degree to keep.
    slack_m : float
        By how much its edge may lie farther out, metres.
    """

    def thinned() -> BaseGeometry:
        frame = frame_round(shape)
        flat = frame.to_metres(shape)
        simple = shapely.simplify(flat.buffer(0.55 * slack_m, quad_segs=4), 0.45 * slack_m)
        return grown_in(frame, simple, decimals, edge_max_m=_THIN_EDGE_M, bow_m=_THIN_BOW_M)

    made = attempt(thinned)
    return made if made is not None else grow_and_round(shape, decimals)


def grown_in(frame: Frame, flat: BaseGeometry, decimals: int, *, edge_max_m: float, bow_m: float) -> BaseGeometry:
    """Return a shape in the metres of a frame as longitude and latitude, grown and rounded; see `grow_and_round`.

    Parameters
    ----------
    frame : Frame
    flat : shapely Polygon or MultiPolygon
        Metres.
    decimals : int
        Decimals of a degree to keep.
    edge_max_m, bow_m : float
        How long its edges may be, and by how much it has to grow for that.
    """
    step = 10.0**-decimals
    slack_m = 0.75 * step * METRES_PER_DEGREE * frame.stretch(flat) + bow_m
    wider = flat.buffer(slack_m, join_style="mitre")
    grown = frame.to_lonlat(shapely.segmentize(wider, edge_max_m))
    rounded = shapely.set_precision(grown, step, mode="pointwise")
    if not rounded.is_valid:
        rounded = shapely.set_precision(grown, step)
    exact = shapely.transform(rounded, lambda xy: np.round(xy, decimals))
    return shapely.orient_polygons(shapely.remove_repeated_points(exact))


def _box_round(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return the boxes round the parts of a shape with which no library can do more; wider than it, never narrower."""
    step = 10.0**-decimals
    held = np.array([-180.0, -90.0, 180.0, 90.0])
    boxes = shapely.bounds(shapely.get_parts(shape)) + np.array([-step, -step, step, step])
    low = np.maximum(np.floor(boxes / step) * step, held)[:, :2]
    high = np.minimum(np.ceil(boxes / step) * step, held)[:, 2:]
    whole = shapely.union_all(shapely.box(*low.T, *high.T))
    return shapely.orient_polygons(shapely.transform(whole, lambda xy: np.round(xy, decimals)))
