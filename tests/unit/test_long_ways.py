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
from geomap.geodesy.lines import GEOD, geodesic

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


@settings(max_examples=60, deadline=None)
@given(
    lat=st.floats(-70, 70),
    bearing=st.one_of(st.sampled_from([0.0, 90.0, 180.0, 270.0]), st.floats(0, 360)),
    length_m=st.floats(3_000, 3_000_000),
    shares=st.tuples(st.floats(0.001, 0.45), st.floats(0.001, 0.45)),
)
def test_the_pairs_of_corners_that_are_left_hold_every_extreme(lat, bearing, length_m, shares):
    to_lon, to_lat, _ = GEOD.fwd(20.0, lat, bearing, length_m)
    radii_m = [min(share * length_m, 300_000) for share in shares]
    a, b = ways._hull(area(20.0, lat, radii_m[0])), ways._hull(area(to_lon, to_lat, radii_m[1]))
    all_i, all_j = (n.ravel() for n in np.indices((len(a), len(b))))

    few, every = (geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1]) for i, j in (ways._extreme_pairs(a, b), (all_i, all_j)))
    few_turn, every_turn = ((found[1] - bearing + 180) % 360 - 180 for found in (few, every))

    assert (few[0].min(), few[0].max()) == (every[0].min(), every[0].max())
    assert (few_turn.min(), few_turn.max()) == (every_turn.min(), every_turn.max())
