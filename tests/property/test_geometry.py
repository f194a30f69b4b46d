"""What must hold for any two areas."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from strategies import GEOD, areas, pairs, points_inside, positions

from geomap import geodesy

MILLIMETRE = 1e-3


@given(pairs())
def test_the_corridor_holds_every_straight_way_between_the_areas(pair):
    """Geodesics between corners and inner points of both, sampled at 15 points each.

    What is published holds them all; the corridor itself does within a metre, its edges being straight in degrees.
    """
    launch, impact = pair
    hull = geodesy.corridor(launch.widened, impact.widened, 4)
    frame = geodesy.Frame(launch.centroid_lon, launch.centroid_lat)
    within_a_metre = frame.to_lonlat(shapely.segmentize(frame.to_metres(hull).buffer(1.0), 1_000))
    published = geodesy.grow_and_round(hull, 4)
    for start in points_inside(launch.widened, 6):
        for end in points_inside(impact.widened, 6):
            way = np.array([start, *GEOD.npts(*start, *end, 13), end])
            assert shapely.contains_xy(within_a_metre, way[:, 0], way[:, 1]).all(), (start, end)
            assert shapely.contains_xy(published, way[:, 0], way[:, 1]).all(), (start, end)


@given(pairs())
def test_swapping_the_ends_keeps_the_range_and_turns_the_bearings_round(pair):
    """By 180 degrees and the convergence of the meridians: 0.35 degrees on 50 km at 37 N."""
    a, b = (area.widened for area in pair)

    there, back = geodesy.distance_range_m(a, b), geodesy.distance_range_m(b, a)
    assert there == pytest.approx(back, abs=MILLIMETRE)
    bearings, turned = geodesy.bearing_range_deg(a, b), geodesy.bearing_range_deg(b, a)
    assert (bearings is None) == (turned is None)
    if bearings is not None and turned is not None:
        for one, other in zip(bearings, turned, strict=True):
            assert abs((one - other) % 360 - 180) < 0.4


@given(pairs(), st.floats(1, 4_000))
def test_growing_an_area_never_narrows_a_range(pair, more_m):
    launch, impact = pair
    grown = geodesy.area_of_outline(launch.widened, more_m).widened

    low, high = geodesy.distance_range_m(launch.widened, impact.widened)
    grown_low, grown_high = geodesy.distance_range_m(grown, impact.widened)
    assert grown_low <= low + MILLIMETRE
    assert grown_high >= high - MILLIMETRE

    before = geodesy.bearing_range_deg(launch.widened, impact.widened)
    after = geodesy.bearing_range_deg(grown, impact.widened)
    if before is not None and after is not None:
        assert (before[0] - after[0]) % 360 < 180
        assert (after[1] - before[1]) % 360 < 180
    assert before is not None or after is None


@given(positions, st.floats(0, 360), st.floats(1_000, 200_000))
def test_areas_that_shrink_to_points_have_the_range_of_the_geodesic(start, bearing, apart_m):
    """The least disc has a radius of a centimetre; its range is the geodesic, give or take that much at both ends."""
    lon, lat, _ = GEOD.fwd(*start, bearing, apart_m)
    a, b = geodesy.area_of_disc(*start, 0.0), geodesy.area_of_disc(lon, lat, 0.0)
    low, high = geodesy.distance_range_m(a.widened, b.widened)

    assert low == pytest.approx(apart_m, abs=0.0201 + 1e-7 * apart_m)
    assert high == pytest.approx(apart_m, abs=0.0201 + 1e-7 * apart_m)
    assert low <= apart_m <= high


@given(pairs())
def test_no_sampled_pair_of_points_lies_outside_the_range_and_bearings(pair):
    launch, impact = (area.widened for area in pair)
    low, high = geodesy.distance_range_m(launch, impact)
    bearings = geodesy.bearing_range_deg(launch, impact)
    for start in points_inside(launch, 9):
        for end in points_inside(impact, 9):
            distance_m, bearing_deg = geodesy.geodesic(*start, *end)
            assert low - 0.5 <= float(distance_m) <= high + 0.5
            if bearings is not None:
                width = (bearings[1] - bearings[0]) % 360
                assert (float(bearing_deg) - bearings[0] + 0.01) % 360 <= width + 0.02


@given(areas(), st.integers(3, 5))
def test_rounding_never_makes_an_area_smaller(area, decimals):
    grown = geodesy.grow_and_round(area.widened, decimals)

    assert grown.is_valid
    assert shapely.covers(grown, area.widened)
    assert np.array_equal(np.round(shapely.get_coordinates(grown), decimals), shapely.get_coordinates(grown))


@given(areas())
def test_the_reach_of_an_area_is_that_of_its_farthest_corner(area):
    corners = shapely.get_coordinates(area.widened)
    n = len(corners)
    away, _ = geodesy.geodesic(
        np.full(n, area.centroid_lon), np.full(n, area.centroid_lat), corners[:, 0], corners[:, 1]
    )

    assert float(away.max()) <= area.reach_m * 1.0016 + 0.02


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from([1.0, 50.0, 100.0, 1000.0]))
def test_a_range_rounded_outward_holds_the_range(one, other, step):
    low, high = sorted((one, other))
    rounded_low, rounded_high = geodesy.round_outward(low, high, step)

    assert rounded_low <= low + step * 1e-6
    assert rounded_high >= high - step * 1e-6
    assert rounded_high - rounded_low <= high - low + 2 * step
    assert math.isclose(rounded_low % step, 0, abs_tol=1e-6) or math.isclose(rounded_low % step, step, abs_tol=1e-6)


@given(positions, st.floats(100, 30_000))
def test_a_snapped_place_stays_within_reach_and_snaps_to_itself(at, grid_m):
    snapped = geodesy.snap(*at, grid_m)

    assert float(geodesy.geodesic(*at, *snapped)[0]) <= 0.73 * grid_m + 2
    assert geodesy.snap(*snapped, grid_m) == snapped


@given(
    st.tuples(st.floats(-170, 170), st.floats(-80, 80)),
    st.floats(-2, 1.6),
    st.floats(0, 360),
    st.tuples(st.floats(1, 5), st.floats(1, 5)),
)
def test_no_pair_of_corners_that_is_left_out_is_an_extreme(start, far, turn, radii):
    """Areas of 10 m to 100 km, a hundredth to 40 degrees apart: range and bearings are those of all pairs.

    Of corners that lie as far to within some centimetres one may be left out: what is told is rounded outward to 100 m.
    """
    lon, lat = start
    to_lat = min(88.0, max(-88.0, lat + 10**far * math.cos(math.radians(turn))))
    to_lon = lon + 10**far * math.sin(math.radians(turn))
    launch = geodesy.area_of_disc(lon, lat, 10 ** radii[0]).widened
    impact = geodesy.area_of_disc(min(175.0, max(-175.0, to_lon)), to_lat, 10 ** radii[1]).widened
    a, b = (shapely.get_coordinates(shape) for shape in (launch, impact))
    i, j = np.divmod(np.arange(len(a) * len(b)), len(b))
    distances, bearings = geodesy.geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1])

    assert geodesy.distance_range_m(launch, impact)[1] == pytest.approx(distances.max(), abs=0.05)
    told = geodesy.bearing_range_deg(launch, impact)
    if told is not None:
        turns = (bearings - told[0] + 1e-9) % 360.0
        assert turns.max() == pytest.approx((told[1] - told[0]) % 360.0, abs=1e-6)
