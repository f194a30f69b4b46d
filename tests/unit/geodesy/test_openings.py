"""A direction without a distance, as a shape for drawing: true bearings, clear of what was struck, no outer edge."""

import numpy as np
import pytest
import shapely

from geomap.errors import InvalidValue
from geomap.geodesy import area_of_disc, geodesic, opening_from

ABQAIQ, KHURAIS = (49.68, 25.93), (48.2, 25.1)


def discs(*points, radius_m=5_000):
    return [area_of_disc(lon, lat, radius_m).widened for lon, lat in points]


def bearings_of(line, start):
    corners = shapely.get_coordinates(line)
    return geodesic(np.full(len(corners), start[0]), np.full(len(corners), start[1]), *corners.T)


@pytest.mark.parametrize("low", [0.0, 45.0, 157.5, 315.0])
@pytest.mark.parametrize("lat", [-60.0, 0.0, 26.0, 70.0])
def test_from_one_place_its_sides_run_at_the_two_bearings(low, lat):
    made = opening_from(discs((10.0, lat), radius_m=200), low, low + 90.0, clear_m=20_000, far_m=800_000)

    for side, bearing in zip(made.sides, (low, low + 90.0), strict=True):
        distance_m, found = bearings_of(side, made.start)
        off_deg = np.abs((found - bearing + 180) % 360 - 180)
        assert off_deg.max() < 1.0
        assert distance_m.min() == pytest.approx(20_200, rel=0.02)
        assert distance_m.max() < 800_000


def test_it_begins_clear_of_all_that_was_struck_and_its_tint_ends_as_far_beyond():
    areas = discs(ABQAIQ, KHURAIS)

    made = opening_from(areas, 315, 45, clear_m=90_000, far_m=800_000)

    corners = shapely.get_coordinates(made.shape)
    for lon, lat in (ABQAIQ, KHURAIS):
        distance_m = geodesic(np.full(len(corners), lon), np.full(len(corners), lat), *corners.T)[0]
        assert distance_m.min() > 94_000
    assert geodesic(*made.start, *made.fades_at)[0] == pytest.approx(made.reach_m + 800_000, rel=0.001)
    assert made.shape.is_valid
    assert len(corners) < 150


def test_from_several_places_it_starts_at_the_hull_so_that_none_lies_outside_it():
    made = opening_from(discs(ABQAIQ, KHURAIS), 315, 45, clear_m=10_000, far_m=800_000)

    for lon, lat in (ABQAIQ, KHURAIS):
        assert made.shape.contains(shapely.Point(lon, lat + 2.0))
    assert made.sides[0].coords[0][0] < KHURAIS[0] < ABQAIQ[0] < made.sides[1].coords[0][0]


@pytest.mark.parametrize("point", [(179.9, 10.0), (-179.9, -40.0)])
def test_across_180_degrees_its_area_is_cut_and_its_sides_run_on(point):
    made = opening_from(discs(point), 0, 180, clear_m=1_000, far_m=800_000)

    assert made.shape.is_valid
    for side in made.sides:
        assert np.abs(np.diff(shapely.get_coordinates(side)[:, 0])).max(initial=0.0) < 90
    assert abs(made.fades_at[0] - made.start[0]) < 90


def test_a_pole_inside_leaves_a_shape_that_can_be_drawn():
    made = opening_from(discs((10.0, 86.0)), 315, 45, clear_m=1_000, far_m=800_000)

    assert made.shape.is_valid
    assert made.shape.bounds[3] == 90.0


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 181), (315, 136)])
def test_an_angle_wider_than_half_a_turn_is_refused(low, high):
    with pytest.raises(InvalidValue, match="no direction"):
        opening_from(discs(ABQAIQ), low, high, clear_m=0, far_m=1_000)
