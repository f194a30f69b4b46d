"""Distances, bearings and areas on WGS 84, held to published figures."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely

from geomap import geodesy
from geomap.geodesy.frame import Frame

GEOD = pyproj.Geod(ellps="WGS84")

# longitude, latitude of the places that the oracles below name
SADR = (44.501104, 33.313802)
ZONE = (44.390259, 33.307577)
FALLUJAH = (43.78599, 33.34913)
AIRPORT = (44.2346, 33.2625)
K1 = (44 + 17 / 60 + 3 / 3600, 35 + 30 / 60 + 45 / 3600)  # 35 30 45 N, 44 17 03 E
AIN_AL_ASAD = (42.4412, 33.7856)
TAJI = (44.2567, 33.5239)
BALAD = (44.3616, 33.9402)


@pytest.mark.parametrize(
    ("start", "end", "metres", "azimuth"),
    [
        (SADR, ZONE, 10_345.426377, -93.796110),
        (ZONE, FALLUJAH, 56_449.143956, -85.151055),
        (ZONE, AIRPORT, 15_337.572197, -108.981155),
    ],
)
def test_geodesics_agree_with_geographiclib_to_a_millimetre(start, end, metres, azimuth):
    """GeographicLib 2.1 (geodesicinverse); tolerance 1 mm and 1e-6 degrees."""
    distance_m, bearing_deg = geodesy.geodesic(*start, *end)

    assert float(distance_m) == pytest.approx(metres, abs=1e-3)
    assert float(bearing_deg) == pytest.approx(azimuth % 360, abs=1e-6)


@pytest.mark.parametrize(
    ("end", "metres"),
    [(K1, 244_786.16), (AIN_AL_ASAD, 188_615.73), (TAJI, 27_018.07), (BALAD, 70_218.14)],
)
def test_longer_geodesics_agree_with_geographiclib(end, metres):
    """GeographicLib 2.1, given to the centimetre."""
    assert float(geodesy.geodesic(*ZONE, *end)[0]) == pytest.approx(metres, abs=0.006)


def test_the_way_back_has_the_azimuth_that_geographiclib_gives():
    """azi2 of the first oracle is -93.856984 at the far end; looking back from there is 180 degrees off."""
    assert float(geodesy.geodesic(*ZONE, *SADR)[1]) == pytest.approx(-93.856984 % 360 - 180, abs=1e-6)


def test_the_midpoint_that_geographiclib_gives_is_half_way_on_the_same_bearing():
    """GeographicLib 2.1: 33.310701861, 44.445679531, given to 1e-9 degrees (0.1 mm)."""
    distance_m, bearing_deg = geodesy.geodesic(*SADR, 44.445679531, 33.310701861)

    assert float(distance_m) == pytest.approx(10_345.426377 / 2, abs=1e-3)
    assert float(bearing_deg) == pytest.approx(-93.796110 % 360, abs=1e-5)


def test_nearly_antipodal_points_converge():
    """The published check of the GeographicLib manual, Wellington to Salamanca."""
    distance_m, _ = geodesy.geodesic(174.81, -41.32, -5.50, 40.96)

    assert float(distance_m) == pytest.approx(19_959_679.267, abs=1e-3)


def test_distances_are_neither_on_a_sphere_nor_on_a_utm_plane():
    """Half a kilometre off on 245 km: good enough for a screen, not for a figure in print."""
    distance_m = float(geodesy.geodesic(*SADR, *ZONE)[0])
    lon, lat = np.radians([SADR[0], ZONE[0]]), np.radians([SADR[1], ZONE[1]])
    half = math.sin((lat[1] - lat[0]) / 2) ** 2 + math.cos(lat[0]) * math.cos(lat[1]) * (
        math.sin((lon[1] - lon[0]) / 2) ** 2
    )
    haversine = 2 * 6_371_008.8 * math.asin(math.sqrt(half))
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32638", always_xy=True)
    plane = math.dist(to_plane.transform(*SADR), to_plane.transform(*ZONE))

    assert haversine - distance_m == pytest.approx(-21.8, abs=0.5)
    assert plane == pytest.approx(10_341.63, abs=0.01)
    assert abs(plane - distance_m) > 3


def test_a_degree_in_baghdad_is_as_long_as_stated():
    """110,910 m of latitude and 93,125 m of longitude at 33.31 N (GeographicLib), from a thousandth of a degree."""
    north, _ = geodesy.geodesic(44.4, 33.3095, 44.4, 33.3105)
    east, _ = geodesy.geodesic(44.3995, 33.31, 44.4005, 33.31)

    assert float(north) * 1000 == pytest.approx(110_910, abs=5)
    assert float(east) * 1000 == pytest.approx(93_125, abs=5)


def test_many_geodesics_are_worked_out_at_once():
    distance_m, bearing_deg = geodesy.geodesic([44.0] * 3, [33.0] * 3, [44.0, 44.1, 43.9], [33.1, 33.0, 33.0])

    assert distance_m.shape == bearing_deg.shape == (3,)
    assert bearing_deg == pytest.approx([0.0, 89.97, 270.03], abs=0.01)


@pytest.mark.parametrize(
    ("apart_m", "r1_m", "r2_m", "low_m", "high_m", "theta_deg", "hull_km2"),
    [
        (10_000, 1_300, 1_800, 6_900, 13_100, 18.059, 38.7828),
        (10_500, 1_300, 2_450, 6_750, 14_250, 20.925, 51.6947),
        (10_000, 5_000, 1_800, 3_200, 16_800, 42.844, 115.872),
        (3_000, 1_000, 500, 1_500, 4_500, 30.000, 6.5261),
    ],
)
def test_two_discs_have_the_range_bearings_and_hull_of_the_formulas(
    apart_m, r1_m, r2_m, low_m, high_m, theta_deg, hull_km2
):
    """Planar formulas, checked against 400,000 draws when the method was decided.

    A drawn disc has 64 corners outside of the true circle: no range may be narrower than the formula's, and none wider
    than that polygon's (0.15 % of the radii).
    """
    launch = geodesy.area_of_disc(*SADR, r1_m)
    lon, lat, _ = GEOD.fwd(*SADR, 267.0, apart_m)
    impact = geodesy.area_of_disc(lon, lat, r2_m)
    slack = 0.0015 * (r1_m + r2_m)

    low, high = geodesy.distance_range_m(launch.widened, impact.widened)
    assert low_m - slack <= low <= low_m + 0.01
    assert high_m - 0.01 <= high <= high_m + slack

    bearings = geodesy.bearing_range_deg(launch.widened, impact.widened)
    assert bearings is not None
    half_width = (bearings[1] - bearings[0]) % 360 / 2
    assert theta_deg - 0.001 <= half_width <= theta_deg + 0.12
    assert (bearings[0] + half_width) % 360 == pytest.approx(267.0, abs=0.05)

    hull = geodesy.area_km2(geodesy.corridor(launch.widened, impact.widened, 6))
    assert hull_km2 * 0.9999 <= hull <= hull_km2 * 1.003


def test_the_hull_of_equal_discs_is_a_stadium():
    """2rD + pi r^2."""
    launch = geodesy.area_of_disc(*SADR, 500)
    lon, lat, _ = GEOD.fwd(*SADR, 30.0, 4_000)
    hull = geodesy.area_km2(geodesy.corridor(launch.widened, geodesy.area_of_disc(lon, lat, 500).widened, 6))

    assert hull == pytest.approx((2 * 500 * 4_000 + math.pi * 500**2) / 1e6, rel=0.002)


@pytest.mark.parametrize("radius_m", [10, 150, 2_550, 60_000])
def test_a_disc_holds_the_whole_of_its_circle(radius_m):
    """Uncertainty may grow and never shrink: the polygon encloses the circle, it does not cut its corners."""
    disc = geodesy.area_of_disc(*ZONE, radius_m)
    n = 360
    lon, lat, _ = GEOD.fwd(np.full(n, ZONE[0]), np.full(n, ZONE[1]), np.arange(n), np.full(n, radius_m * (1 - 1e-9)))

    assert shapely.contains_xy(disc.widened, lon, lat).all()
    assert disc.reach_m == radius_m
    assert geodesy.area_km2(disc.widened) == pytest.approx(math.pi * radius_m**2 / 1e6, rel=0.003)


def test_an_outline_is_widened_by_its_whole_error_on_every_side():
    outline = shapely.box(44.38, 33.30, 44.40, 33.32)
    area = geodesy.area_of_outline(outline, 300)
    n = 72
    for corner in shapely.get_coordinates(outline)[:4]:
        lon, lat, _ = GEOD.fwd(np.full(n, corner[0]), np.full(n, corner[1]), np.arange(n) * 5.0, np.full(n, 299.9))
        assert shapely.contains_xy(area.widened, lon, lat).all()
    assert area.outline is outline
    assert area.reach_m >= float(geodesy.geodesic(area.centroid_lon, area.centroid_lat, 44.40, 33.32)[0]) + 300


def test_an_outline_without_error_is_not_widened():
    outline = shapely.box(44.38, 33.30, 44.40, 33.32)

    assert geodesy.area_of_outline(outline, 0).widened.equals(outline)


def test_areas_that_touch_have_no_smallest_distance_and_no_bearing():
    launch, impact = shapely.box(44.40, 33.30, 44.42, 33.32), shapely.box(44.42, 33.31, 44.44, 33.33)

    assert geodesy.distance_range_m(launch, impact)[0] == 0
    assert geodesy.bearing_range_deg(launch, impact) is None


def test_areas_of_which_one_lies_in_the_bight_of_another_have_no_bearing():
    """They do not touch, but their hulls do: bearings go all the way round."""
    bight = shapely.difference(shapely.box(44.0, 33.0, 44.3, 33.3), shapely.box(44.1, 33.1, 44.3, 33.2))
    inside = shapely.box(44.15, 33.14, 44.17, 33.16)

    assert geodesy.distance_range_m(bight, inside)[0] > 3_000
    assert geodesy.bearing_range_deg(bight, inside) is None


def test_bearings_across_north_go_from_the_west_to_the_east():
    launch = geodesy.area_of_disc(*ZONE, 100)
    lon, lat, _ = GEOD.fwd(*ZONE, 0.0, 5_000)
    low, high = geodesy.bearing_range_deg(launch.widened, geodesy.area_of_disc(lon, lat, 500).widened) or (0, 0)

    assert 350 < low < 354
    assert 6 < high < 10


def test_areas_whose_bearings_span_half_a_circle_or_more_have_no_direction():
    """A cap round the pole and a disc at 80 N: from this side it lies south, from the other side north."""
    cap, impact = shapely.box(-180, 89, 180, 90), geodesy.area_of_disc(0, 80, 10_000).widened

    assert not shapely.convex_hull(cap).intersects(shapely.convex_hull(impact))
    assert geodesy.bearing_range_deg(cap, impact) is None


@pytest.mark.parametrize(("half_deg", "is_told"), [(40, True), (85, True), (100, False), (130, False), (170, False)])
def test_a_span_of_bearings_is_told_below_half_a_circle_only(half_deg, is_told):
    """Seen from an arc round the pole, a place beyond the pole lies in nearly as many directions as the arc is long."""
    arc, far = shapely.box(-half_deg, 89.0, half_deg, 89.1), shapely.box(179.9, 60, 180, 60.1)

    assert (geodesy.bearing_range_deg(arc, far) is not None) == is_told


def test_north_is_nought_and_never_360():
    """-1e-15 modulo 360 is 360.0 in floating point."""
    for lon in (-1e-14, -1e-15, -1e-16, -1e-17, 0.0, 1e-17):
        assert 0 <= float(geodesy.geodesic(0, 0, lon, 10)[1]) < 360
    launch = shapely.box(0.0, 0.0, 0.01, 0.01)
    for east in (0.0, -1e-16, -1e-15, -1e-14):
        found = geodesy.bearing_range_deg(launch, shapely.box(-0.01, 0.1, east, 0.11))
        assert found is not None
        assert all(0 <= b < 360 for b in found)


def test_the_area_of_a_shape_is_that_of_the_ellipsoid():
    """One degree square at the equator: 12,308.778 km2 (GeographicLib Planimeter, WGS 84)."""
    assert geodesy.area_km2(shapely.box(0, 0, 1, 1)) == pytest.approx(12_308.778, abs=0.01)


@pytest.mark.parametrize(
    ("low", "high", "step", "rounded"),
    [
        (6_931, 15_688, 1_000, (6_000, 16_000)),
        (6_931, 15_688, 100, (6_900, 15_700)),
        (7_000, 15_000, 1_000, (7_000, 15_000)),
        (0, 1, 100, (0, 100)),
        (318.2, 318.2, 100, (300, 400)),
        (254.9, 280.1, 1, (254, 281)),
    ],
)
def test_ranges_are_rounded_outward(low, high, step, rounded):
    assert geodesy.round_outward(low, high, step) == rounded


@pytest.mark.parametrize(
    ("low", "high", "key"),
    [
        (350, 10, "n"),
        (22, 22, "n"),
        (23, 23, "ne"),
        (80, 100, "e"),
        (130, 140, "se"),
        (170, 190, "s"),
        (220, 230, "sw"),
        (250, 290, "w"),
        (300, 330, "nw"),
        (338, 358, "n"),
        (251, 290, "w"),
        (0, 170, "e"),
    ],
)
def test_a_bearing_range_is_told_in_the_nearest_of_eight_words(low, high, key):
    assert geodesy.compass_key(low, high) == key


@pytest.mark.parametrize(("uncertainty_m", "decimals"), [(60_000, 3), (1_000, 3), (999, 4), (100, 4), (99, 5), (0, 5)])
def test_no_more_decimals_are_written_than_the_uncertainty_deserves(uncertainty_m, decimals):
    """0.001 degree is 111 m by 93 m in Baghdad: the most that a quarter may show."""
    assert geodesy.decimals_for(uncertainty_m) == decimals


@pytest.mark.parametrize("decimals", [3, 4, 5])
@pytest.mark.parametrize("shape", ["disc", "outline", "ring"])
def test_a_rounded_area_still_holds_the_one_it_was_made_from(shape, decimals):
    disc = geodesy.area_of_disc(*ZONE, 900).widened
    made = {
        "disc": disc,
        "outline": shapely.box(44.380004, 33.300006, 44.4000049, 33.3200051),
        "ring": shapely.difference(disc, geodesy.area_of_disc(*ZONE, 400).widened),
    }[shape]

    grown = geodesy.grow_and_round(made, decimals)

    assert grown.is_valid
    assert shapely.covers(grown, made)
    corners = shapely.get_coordinates(grown)
    assert np.array_equal(corners, np.round(corners, decimals))


def test_a_rounded_area_turns_counter_clockwise():
    """RFC 7946, 3.1.6: exterior rings counter-clockwise, holes clockwise."""
    ring = shapely.difference(shapely.box(44.0, 33.0, 44.1, 33.1), shapely.box(44.04, 33.04, 44.06, 33.06))
    grown = geodesy.grow_and_round(shapely.reverse(ring), 4)

    assert shapely.is_ccw(grown.exterior)
    assert not shapely.is_ccw(grown.interiors[0])


def test_a_snapped_place_is_the_same_for_all_that_lie_near_and_never_far():
    """Random noise averages out over editions; a grid does not."""
    grid_m = 1_500
    points = [(44.39 + x / 1000, 33.30 + y / 1000) for x in range(40) for y in range(40)]
    snapped = [geodesy.snap(*point, grid_m) for point in points]
    moved = [float(geodesy.geodesic(*a, *b)[0]) for a, b in zip(points, snapped, strict=True)]

    assert snapped == [geodesy.snap(*point, grid_m) for point in points]
    assert len(set(snapped)) < 20
    assert max(moved) <= 0.72 * grid_m
    for lon, lat in set(snapped):
        assert geodesy.snap(lon, lat, grid_m) == (lon, lat)


@pytest.mark.parametrize("grid_m", [1_000, 1_500, 15_000, 500_000])
@pytest.mark.parametrize("lat", [0.0, 33.3, 59.9, 70.0, 85.1, 89.0, 89.96, -33.3, -89.99, 90.0, -90.0])
def test_a_snapped_place_is_at_most_0_71_steps_away_up_to_the_poles_and_over_the_date_line(grid_m, lat):
    """By hand: half a step north or south and half a step east or west are 0.707 steps; a degree of latitude at the
    pole is 0.3 % longer than the one that the grid counts with."""
    for lon in (-180.0, -179.99, -100.3, 0.0, 44.39, 179.9999, 180.0):
        to_lon, to_lat = geodesy.snap(lon, lat, grid_m)

        assert -180 <= to_lon <= 180
        assert -90 <= to_lat <= 90
        assert float(geodesy.geodesic(lon, lat, to_lon, to_lat)[0]) <= 0.7101 * grid_m + 0.8


@pytest.mark.parametrize(
    ("lon", "lat", "grid_m", "snapped"),
    [
        (44.39, 33.30, 111_320, (43.87049, 33.0)),
        (0.4, 0.6, 111_320, (0.0, 1.0)),
        (0.6, 0.4, 111_320, (1.0, 0.0)),
        (-0.6, -0.6, 111_320, (-1.00004, -1.0)),
        (44.39, 33.30, 1_500, (44.39375, 33.2959)),
        (179.9, 60.0, 15_000, (179.98898, 59.96227)),
    ],
)
def test_a_grid_of_one_degree_is_one_of_degrees_at_the_equator(lon, lat, grid_m, snapped):
    """By hand: 111,320 m are one degree; at 33 N the row is widest at 32.5 N, where a step is 1 / cos 32.5 degrees,
    1.18569, and the thirty-seventh of them is the nearest. To five decimals: a finer grid would tell more."""
    assert geodesy.snap(lon, lat, grid_m) == snapped


def test_a_place_is_found_by_bearing_and_distance_to_four_decimals():
    """One arc minute of the equator: 1,855.3248 m is a sixtieth of a degree of longitude, of 111,319.49 m each."""
    assert geodesy.destination(0.0, 0.0, 90.0, 1_855.3248) == (0.0167, 0.0)
    assert geodesy.destination(10.0, 0.0, 270.0, 111_319.49) == (9.0, 0.0)
    assert geodesy.destination(0.0, 0.0, 0.0, 1_842.904) == (0.0, 0.0167)
    assert geodesy.destination(44.0, 33.0, 0.0, 110_904.0) == (44.0, pytest.approx(34.0, abs=2e-4))


def test_bounds_are_west_south_east_north():
    assert geodesy.bounds([shapely.box(1, 2, 3, 4), shapely.Point(-5, 9)]) == (-5.0, 2.0, 3.0, 9.0)


@pytest.mark.parametrize("lat", [-90.0, -33.3, 0.0, 33.3138, 89.99, 90.0])
@pytest.mark.parametrize("lon", [-180.0, -0.1, 44.4, 180.0])
def test_a_frame_gives_the_last_digit_of_the_pipeline_of_proj(lon, lat):
    """A corner due north of a middle lies on a border of rounding: one digit more or less moves it in a file."""
    pipeline = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +ellps=WGS84"
    )
    draw = np.random.default_rng(4)
    metres = draw.uniform(-1, 1, (400, 2)) * 10 ** draw.uniform(0, 6, (400, 1))
    frame = Frame(lon, lat)

    there = shapely.get_coordinates(frame.points_to_lonlat(shapely.MultiPoint(metres)))
    back = shapely.get_coordinates(frame.to_metres(shapely.MultiPoint(there)))

    assert (there == np.column_stack(pipeline.transform(*metres.T, direction="INVERSE"))).all()
    assert (back == np.column_stack(pipeline.transform(*there.T))).all()
