"""Areas of places: how finely discs are drawn, how wide outlines become, where rounded edges come to lie. By hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geomap import geodesy
from geomap.geodesy import areas
from geomap.geodesy.frame import Frame, frame_round

WORLD = {(x, y) for x in (-180.0, -90.0, 0.0, 90.0, 180.0) for y in (-90.0, 0.0, 90.0) if abs(x) == 180 or y}


def counted(shape: shapely.Geometry) -> int:
    return len(shapely.get_coordinates(shape))


def away_m(lon: float, lat: float, shape: shapely.Geometry) -> np.ndarray:
    """Return how far each corner of a shape is from a point, metres."""
    corners = shapely.get_coordinates(shape)
    n = len(corners)
    return geodesy.geodesic(np.full(n, lon), np.full(n, lat), corners[:, 0], corners[:, 1])[0]


# At 60 degrees the pole is 30 x 111,320 = 3,339,600 m away. An edge bends by (pi / 2n)^2 / 8 of r^2 / clear:
# n = 16 is fine enough up to r = 0.12451 clear, 64 up to 1.9922, 180 up to 15.757.
@pytest.mark.parametrize(
    ("radius_m", "corners", "bowed"),
    [
        (10.0, 64, 1.0002),
        (369_000.0, 64, 1.0002),
        (370_600.0, 256, 1.0002),
        (2_222_500.0, 256, 1.0002),
        (2_224_500.0, 720, 1.0002),
        (3_139_500.0, 720, 1.0002),
        (3_141_000.0, 720, 1.004),
    ],
)
def test_a_disc_has_as_many_corners_as_its_edges_need_to_be_straight(radius_m, corners, bowed):
    """Corners lie outside of the circle by the cosine of half an edge, and by what edges bend."""
    disc = geodesy.area_of_disc(44.0, 60.0, radius_m)

    if radius_m < 3_000_000:
        assert counted(disc.widened) == corners + 1
    away = away_m(44.0, 60.0, disc.widened)
    assert away.max() == pytest.approx(bowed * radius_m / math.cos(math.pi / corners), rel=1e-6)


@pytest.mark.parametrize("lat", [60.0, -60.0])
def test_the_corners_of_a_disc_go_round_from_the_east_at_even_angles(lat):
    disc = shapely.get_coordinates(geodesy.area_of_disc(44.0, lat, 100.0).widened)
    bearings = geodesy.geodesic(np.full(65, 44.0), np.full(65, lat), disc[:, 0], disc[:, 1])[1]

    assert bearings == pytest.approx((90 + 5.625 * np.arange(65)) % 360, abs=1e-4)


@pytest.mark.parametrize(
    ("lat", "radius_m", "quad_segs", "is_small"),
    [
        (60.0, 369_000.0, 16, True),
        (60.0, 370_600.0, 16, False),
        (-60.0, 369_000.0, 16, True),
        (-60.0, 370_600.0, 16, False),
        (89.0, 111_320.0 * 1.5, 64, False),  # the pole lies inside, by half a degree: 3 times clear
        (89.0, 111_320.0 * 2.5, 64, True),  # by one degree and a half: 1.67 times
        (89.0, 111_320.0, 180, False),  # runs over the pole
        (90.0, 0.0, 16, True),  # nothing cannot bend
    ],
)
def test_the_edges_of_a_disc_bend_the_more_the_closer_they_pass_a_pole(lat, radius_m, quad_segs, is_small):
    assert areas._is_bow_small(lat, radius_m, quad_segs) == is_small


def test_a_point_is_a_disc_of_a_centimetre():
    disc = geodesy.area_of_disc(44.0, 33.0, 0.0)

    assert away_m(44.0, 33.0, disc.widened) == pytest.approx(
        np.full(65, 0.01 * 1.0002 / math.cos(math.pi / 64)), rel=1e-3
    )
    assert disc.reach_m == 0


@pytest.mark.parametrize(("radius_m", "is_world"), [(9_899_999.0, False), (9_900_000.0, True), (20_000_000.0, True)])
def test_what_reaches_half_round_the_earth_is_the_whole_of_it(radius_m, is_world):
    area = geodesy.area_of_disc(44.0, 33.0, radius_m)

    assert (set(map(tuple, shapely.get_coordinates(area.outline).tolist())) == WORLD) == is_world
    assert (area.centroid_lon, area.centroid_lat, area.reach_m) == (44.0, 33.0, radius_m)
    assert area.widened is area.outline


def test_the_world_is_rounded_to_itself():
    world = geodesy.area_of_disc(0.0, 0.0, 2e7).widened

    assert counted(world) == 12 + 1
    assert geodesy.grow_and_round(world, 3).equals_exact(world, 0)


@pytest.mark.parametrize("radius_m", [0.0, 0.02, 0.3, 5.0])
@pytest.mark.parametrize(("lon", "lat"), [(180.0, 10.0), (-180.0, -10.0)])
def test_the_smallest_disc_on_180_degrees_is_cut_in_two(lon, lat, radius_m):
    """Its edges across are so short that in degrees they are 360 but for a ten-millionth."""
    disc = geodesy.area_of_disc(lon, lat, radius_m).widened

    assert len(disc.geoms) == 2
    square_degree_m2 = 111_319.49 * math.cos(math.radians(10)) * 110_610
    assert disc.area == pytest.approx(math.pi * max(radius_m, 0.01) ** 2 / square_degree_m2, rel=0.01)


@pytest.mark.parametrize("lon", [0.0, 90.0, -90.0, 180.0])
@pytest.mark.parametrize("lat", [90.0, -90.0])
def test_a_disc_round_a_pole_ends_at_the_pole_wherever_its_ring_begins(lon, lat):
    """A degree of latitude at a pole is 111,694 m."""
    west, south, east, north = geodesy.area_of_disc(lon, lat, 1_000.0).widened.bounds
    pole, edge = (north, south) if lat > 0 else (south, north)

    assert pole == lat
    assert abs(edge) == pytest.approx(90 - 1_000 / 111_694, abs=3e-5)
    assert (west, east) == (-180.0, 180.0)


def test_an_outline_is_widened_by_its_error_and_corners_are_rounded_in_sixteen_pieces():
    """The corners added lie outside of a circle of 300 m by the cosine of a sixty-fourth of half a turn."""
    outline = shapely.box(44.38, 33.30, 44.40, 33.32)

    area = geodesy.area_of_outline(outline, 300.0)

    flat = frame_round(outline).to_metres(area.widened)
    ring = frame_round(outline).to_metres(outline)
    out = 300.0 / math.cos(math.pi / 64)
    assert shapely.hausdorff_distance(ring, flat) == pytest.approx(out, rel=1e-4)
    assert flat.bounds == pytest.approx(np.array(ring.bounds) + np.array([-out, -out, out, out]), abs=0.01)
    assert counted(area.widened) == 4 * 17 + 1


@pytest.mark.parametrize(("error_m", "out_m"), [(0.001, 0.01), (0.5, 0.5), (20.0, 20.0)])
def test_an_outline_with_an_error_is_widened_by_a_centimetre_at_the_least(error_m, out_m):
    outline = shapely.box(44.399, 33.319, 44.40, 33.32)

    area = geodesy.area_of_outline(outline, error_m)

    frame = frame_round(outline)
    grown_m = frame.to_metres(area.widened).bounds[2] - frame.to_metres(outline).bounds[2]
    assert grown_m == pytest.approx(out_m * 1.001206, rel=1e-3)


def test_an_outline_without_error_is_its_own_area():
    outline = shapely.box(44.38, 33.30, 44.40, 33.32)

    assert geodesy.area_of_outline(outline, 0.0).widened is outline


def test_a_large_outline_is_widened_by_more_in_the_plane_because_the_plane_is_too_wide_there():
    """2,226 km to the east and 2,257 km to the north are 3,170 km, 0.4976 radii: 0.4976 / sin 0.4976 is 1.0425."""
    outline = shapely.box(-20, -20, 20, 20)

    area = geodesy.area_of_outline(outline, 1_000.0)

    frame = frame_round(outline)
    grown_m = frame.to_metres(area.widened).bounds[2] - frame.to_metres(outline).bounds[2]
    assert grown_m == pytest.approx(1_000 * 1.0425 * 1.001206, rel=1e-3)


def test_the_reach_of_an_outline_is_its_farthest_corner_and_its_error():
    """Half a degree east and west, at the equator, are 55,659.745 m; the corner to the north is half as far."""
    outline = shapely.Polygon([(-0.5, 0), (0, -0.25), (0.5, 0), (0, 0.25)])

    area = geodesy.area_of_outline(outline, 100.0)

    assert (area.centroid_lon, area.centroid_lat) == pytest.approx((0, 0), abs=1e-9)
    assert area.reach_m == pytest.approx(55_659.745 + 100.0, abs=0.01)


def corner(east: float, north: float) -> tuple[float, float]:
    """Return where the north-eastern corner of a box comes to lie in tenths of a degree."""
    grown = geodesy.grow_and_round(shapely.box(0.0, 0.0, east, north), 1)
    return grown.bounds[2], grown.bounds[3]


@pytest.mark.parametrize(
    ("edge", "rounded"),
    [(0.96, 1.0), (0.97, 1.0), (0.98, 1.1), (1.04, 1.1)],  # 1.035, 1.045 and 1.055 of a degree are rounded
)
def test_a_rounded_area_is_first_widened_by_three_quarters_of_a_step(edge, rounded):
    assert corner(edge, edge) == (rounded, rounded)


def test_a_large_area_is_widened_by_more_before_it_is_rounded():
    """0.0750 x 1.0425 of a degree: 19.975 is widened to 20.053, and would be to 20.047 if the plane were too narrow."""
    grown = geodesy.grow_and_round(shapely.box(-19.975, -20.0, 19.975, 20.0), 1)

    assert grown.covers(shapely.Point(20.09, 0.0))
    assert not grown.covers(shapely.Point(20.11, 0.0))


@pytest.mark.parametrize(("wide", "pieces"), [(0.042, 1), (0.05, 2), (0.08, 2)])
def test_rounded_edges_are_divided_into_pieces_of_five_kilometres(wide, pieces):
    """With three quarters of a thousandth of a degree at each end: 4.84, 5.73 and 9.07 km."""
    grown = geodesy.grow_and_round(shapely.box(0, 0, wide, wide), 3)

    assert counted(grown) == 4 * pieces + 1


def test_a_millionth_of_a_degree_widens_by_no_more_than_its_share():
    """Three quarters of it are 0.0835 m: an edge comes to lie one millionth out, or two."""
    west, south, east, north = geodesy.grow_and_round(shapely.box(0, 0, 0.01, 0.01), 6).bounds

    assert (west, south, east, north) == pytest.approx((0, 0, 0.01, 0.01), abs=2.1e-6)


def test_what_has_longer_edges_in_its_plane_grows_by_what_these_bow_as_well():
    """Ten metres and 0.0835 are 91.3 millionths of a degree of latitude at the equator, 110,574 m long."""
    flat = shapely.box(-3_000, -3_000, 3_000, 3_000)

    rounded = areas.grown_in(Frame(10.0, 0.0), flat, 6, edge_max_m=4_000.0, bow_m=10.0)

    assert counted(rounded) == 4 * 2 + 1
    assert rounded.bounds[3] == pytest.approx((3_000 + 10 + 0.0835) / 110_574.28, abs=1e-6)


def test_a_slit_that_rounding_closes_leaves_a_valid_area():
    """1.7 steps wide, 0.2 when widened: its sides fall on one line, or on two that cross."""
    u = shapely.Polygon([(0, 0), (3, 0), (3, 3), (1.585, 3), (1.5, 1), (1.415, 3), (0, 3)])
    grown = geodesy.grow_and_round(u, 1)

    assert grown.is_valid
    assert grown.covers(u)


def test_what_the_libraries_cannot_widen_is_rounded_as_a_box():
    endless = shapely.Polygon([(10.23, 20.23), (11.3, 20.23), (math.inf, 21.77), (10.23, 21.77)])

    assert geodesy.grow_and_round(endless, 1).bounds == (10.1, 20.1, 180.0, 21.9)


@pytest.mark.parametrize(
    ("box", "decimals", "rounded"),
    [
        ((10.2, 20.2, 11.3, 21.7), 0, (9, 19, 13, 23)),
        ((10.23, 20.23, 11.37, 21.77), 1, (10.1, 20.1, 11.5, 21.9)),
        ((-10.23, -20.23, -5.37, -1.77), 1, (-10.4, -20.4, -5.2, -1.6)),
        ((-180, -90, 180, 90), 1, (-180, -90, 180, 90)),
        ((-179.97, -89.97, 179.97, 89.97), 1, (-180, -90, 180, 90)),
        ((-179.5, -89.5, 179.5, 89.5), 1, (-179.6, -89.6, 179.6, 89.6)),
    ],
)
def test_a_box_goes_a_step_out_to_the_next_step_and_stays_on_the_globe(box, decimals, rounded):
    """Of 10.23 a tenth less is 10.13, and rounded outward 10.1; of 11.37 a tenth more is 11.47, and 11.5."""
    made = areas._box_round(shapely.box(*box), decimals)

    assert made.equals(shapely.box(*rounded))
    assert shapely.is_ccw(made.exterior)


def test_each_part_has_a_box_of_its_own():
    two = shapely.MultiPolygon([shapely.box(0.13, 0.13, 0.14, 0.14), shapely.box(5.13, 5.13, 5.14, 5.14)])

    assert areas._box_round(two, 1).equals(
        shapely.union_all([shapely.box(0, 0, 0.3, 0.3), shapely.box(5, 5, 5.3, 5.3)])
    )
