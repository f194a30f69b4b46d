"""What hypothesis draws: areas in and round Iraq, places of a case, and cells that are wrong."""

from __future__ import annotations

import math
from typing import Any

import pyproj
import shapely
from building import Row, place
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geomap.geodesy import Area, area_of_disc, area_of_outline

GEOD = pyproj.Geod(ellps="WGS84")

positions = st.tuples(st.floats(39.0, 48.5), st.floats(29.5, 37.0))


@st.composite
def outlines(draw: st.DrawFn, at: tuple[float, float] | None = None, reach_m: float = 3_000.0) -> BaseGeometry:
    """Draw a polygon round a point: a star of 4 to 9 corners, often not convex."""
    lon, lat = at or draw(positions)
    n = draw(st.integers(4, 9))
    radii = draw(st.lists(st.floats(0.2 * reach_m, reach_m), min_size=n, max_size=n))
    turn = draw(st.floats(0, 360))
    corners = [GEOD.fwd(lon, lat, turn + 360 * i / n, radius)[:2] for i, radius in enumerate(radii)]
    return shapely.Polygon(corners)


@st.composite
def areas(draw: st.DrawFn, at: tuple[float, float] | None = None, reach_m: float = 3_000.0) -> Area:
    """Draw the area of a place: a disc, or an outline with an error."""
    centre = at or draw(positions)
    if draw(st.booleans()):
        return area_of_disc(*centre, draw(st.floats(5, reach_m)))
    return area_of_outline(draw(outlines(centre, reach_m)), draw(st.floats(0, 0.3 * reach_m)))


@st.composite
def pairs(draw: st.DrawFn, apart_m: tuple[float, float] = (8_000.0, 40_000.0)) -> tuple[Area, Area]:
    """Draw two areas that lie apart."""
    start = draw(positions)
    lon, lat, _ = GEOD.fwd(*start, draw(st.floats(0, 360)), draw(st.floats(*apart_m)))
    return draw(areas(start)), draw(areas((lon, lat)))


def points_inside(shape: BaseGeometry, count: int) -> list[tuple[float, float]]:
    """Return points of a shape: its corners and a grid inside, the same every time."""
    corners = [tuple(c) for c in shapely.get_coordinates(shape)[: count // 2]]
    west, south, east, north = shape.bounds
    side = math.ceil(math.sqrt(count))
    grid = [
        (west + (east - west) * (i + 0.5) / side, south + (north - south) * (j + 0.5) / side)
        for i in range(side)
        for j in range(side)
    ]
    return [*corners, *(p for p in grid if shape.covers(shapely.Point(p)))]


@st.composite
def place_rows(draw: st.DrawFn, place_id: str) -> Row:
    """Draw a place within some 30 km of the case of these tests, as a point or with an outline."""
    lon, lat = draw(st.tuples(st.floats(43.2, 43.9), st.floats(33.1, 33.6)))
    lon, lat = round(lon, 5), round(lat, 5)
    kind = draw(st.sampled_from(["village", "town", "neighbourhood_area", "nearby_landmark", "exact", "district"]))
    known = st.none() | st.integers(0, 9_000)
    values: dict[str, Any] = {"location_class": kind, "coord_uncertainty_m": draw(known)}
    if draw(st.booleans()):
        shape = draw(outlines((lon, lat), 2_500))
        rounded = shapely.transform(shape, lambda xy: xy.round(5))
        values |= {"geometry": shapely.geometry.mapping(rounded), "outline_error_m": draw(st.integers(0, 1_500))}
    else:
        values["extent_radius_m"] = draw(known)
    return place(place_id, lon, lat, **values)


# table, column, and something that cannot stand there
wrong_cells = st.sampled_from(
    [
        ("events", "kind", "misdeed"),
        ("events", "killed_low", "some"),
        ("events", "date_start", "Tuesday"),
        ("events", "place_id", "atlantis"),
        ("events", "source_ids", "nobody"),
        ("events", "event_id", "No 1"),
        ("events", "status", None),
        ("trajectories", "group_n", "a few"),
        ("trajectories", "outcome", "vanished"),
        ("trajectories", "account", "rebels"),
        ("trajectories", "impact_place_id", "atlantis"),
        ("trajectories", "basis_claim_ids", "k99"),
        ("places", "longitude", 443.5),
        ("places", "location_class", "somewhere"),
        ("places", "geometry", {"type": "Polygon", "coordinates": [[[1, 2]]]}),
        ("claims", "stance", "claims"),
        ("claims", "source_id", "nobody"),
        ("sources", "kind", "gossip"),
    ]
)
