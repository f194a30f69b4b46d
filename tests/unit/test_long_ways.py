"""Long ways have edges that are long, too: the corridor still holds every straight way, and little more."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import geodesy
from geomap.geodesy import ways
from geomap.geodesy.frame import frame_round
from geomap.geodesy.lines import GEOD

FINE_M = 500.0


def area(lon: float, lat: float, radius_m: float):
    return geodesy.area_of_disc(lon, lat, radius_m).widened


def exact(launch, impact):
    """Return the hull of two areas in the frame between them, with a corner every 500 m."""
    frame, *flat = ways._in_frame(launch, impact)
    return frame.to_lonlat(shapely.segmentize(shapely.convex_hull(shapely.GeometryCollection(flat)), FINE_M))


@settings(max_examples=40, deadline=None)
@given(
    lon=st.floats(-170, 170),
    lat=st.floats(-58, 58),
    bearing=st.floats(0, 360),
    length_m=st.floats(130_000, 3_000_000),
    radii_m=st.tuples(st.floats(100, 60_000), st.floats(100, 60_000)),
)
def test_a_long_corridor_holds_what_a_fine_one_holds(lon, lat, bearing, length_m, radii_m):
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing, length_m)
    launch, impact = area(lon, lat, radii_m[0]), area(to_lon, to_lat, radii_m[1])
    fine = exact(launch, impact)

    corridor = geodesy.corridor(launch, impact, 4)

    assert corridor.covers(fine)
    assert geodesy.grow_and_round(corridor, 4).covers(corridor)


@pytest.mark.parametrize(
    ("length_m", "corners_max", "wider_m"), [(150_000, 170, 10), (1_000_000, 240, 18), (2_500_000, 240, 75)]
)
def test_a_long_corridor_is_hardly_wider_and_has_few_corners(length_m, corners_max, wider_m):
    """Rounding to 0.0001 degrees widens by 8 m; edges of 16 km at 33 N, and no farther north than 38, by 7 m."""
    to_lon, to_lat, _ = GEOD.fwd(35.0, 31.5, 80.0, length_m)
    launch, impact = area(35.0, 31.5, 2_000), area(to_lon, to_lat, 5_000)

    rounded = geodesy.corridor(launch, impact, 4)
    frame = frame_round(rounded)
    wider = shapely.difference(frame.to_metres(rounded), frame.to_metres(exact(launch, impact)))

    assert shapely.get_num_coordinates(rounded) <= corners_max
    assert wider.area / frame.to_metres(rounded).exterior.length <= wider_m


def test_a_short_corridor_is_what_it_would_be_in_two_steps():
    """Below 320 km no edge is longer than 5 km, and rounding is all that it grows by: to a metre the same area."""
    launch, impact = area(44.5, 33.31, 1_000), area(46.5, 33.9, 2_000)

    corridor = geodesy.corridor(launch, impact, 4)
    two_steps = geodesy.grow_and_round(exact(launch, impact), 4)
    corners_m = frame_round(corridor).to_metres(corridor)

    assert np.hypot(*np.diff(shapely.get_coordinates(corners_m), axis=0).T).max() <= 5_015
    assert shapely.hausdorff_distance(corridor.exterior, two_steps.exterior, 0.05) <= 1.5e-4
