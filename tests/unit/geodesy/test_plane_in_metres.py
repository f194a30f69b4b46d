"""A plane in metres, there and back: where edges are divided, joined, cut and closed. Worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geomap.geodesy.frame import Frame, frame_round
from geomap.geodesy.globe import closed

NORTH_POLE = Frame(0.0, 90.0)
"""Longitude 0 runs down, 90 to the right, 180 up: metres x = r sin(lon), y = -r cos(lon)."""


def at_pole(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    """Return longitude and distance from the North Pole as metres in its frame."""
    return [(r * math.sin(math.radians(lon)), -r * math.cos(math.radians(lon))) for lon, r in corners]


def counted(shape: shapely.Geometry) -> int:
    return len(shapely.get_coordinates(shape))


def test_edges_of_areas_are_divided_into_tenths_of_a_degree_and_those_of_lines_are_not():
    frame = Frame(0.5, 0.5)

    assert counted(frame.to_metres(shapely.box(0, 0, 1, 1))) == 4 * 10 + 1
    assert counted(frame.to_metres(shapely.box(0, 79, 1, 80))) == 4 * 10 + 1
    assert counted(frame.to_metres(shapely.LineString([(0, 0), (1, 1)]))) == 2


def test_beyond_80_degrees_edges_are_divided_into_quarters_of_a_degree():
    """The corners on the parallel of 85 degrees, by the longitude under which they lie seen from the pole."""
    flat = shapely.get_coordinates(NORTH_POLE.to_metres(shapely.box(0, 85, 1.25, 86)))
    radii = np.hypot(flat[:, 0], flat[:, 1])
    longitudes = np.degrees(np.arctan2(flat[:, 0], -flat[:, 1]))[radii > radii.max() - 0.02]

    assert sorted(set(np.round(longitudes, 3).tolist())) == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]


@pytest.mark.parametrize(
    ("south", "north", "is_polar"),
    [
        (79.95, 80.0, False),
        (79.95, 80.001, True),
        (-80.0, -79.95, False),
        (-80.001, -79.95, True),
        (79.9, 79.99, False),
    ],
)
def test_areas_beyond_80_degrees_are_joined_with_a_seam_and_others_stay_as_they_are(south, north, is_polar):
    frame = Frame(0.0, south)
    box = shapely.box(0, south, 0.05, north)
    as_they_are = shapely.transform(box, frame._plane.transform, interleaved=False)

    grown_m2 = frame.to_metres(box).area - as_they_are.area

    assert grown_m2 == pytest.approx(0.01 * as_they_are.length if is_polar else 0.0, abs=1.0)


def test_the_seam_is_a_centimetre_wide_with_its_corners_cut_off():
    """By hand: an edge moves by 0.01 m, a right angle by 0.01 / sqrt 2."""
    frame = Frame(0.0, 80.1)
    ring = shapely.box(0, 80.1, 0.05, 80.15)
    flat = frame.to_metres(ring)
    edges = shapely.transform(ring, frame._plane.transform, interleaved=False)
    corner = shapely.Point(shapely.get_coordinates(edges)[0])
    middle = shapely.line_interpolate_point(edges.exterior, 100.0)

    assert flat.exterior.distance(middle) == pytest.approx(0.01, rel=1e-3)
    assert flat.exterior.distance(corner) == pytest.approx(0.01 / math.sqrt(2), rel=0.01)
    assert counted(flat) == 2 * 4 + 1


def test_what_lies_across_180_degrees_is_joined_and_comes_back_in_two_parts():
    east, west = shapely.box(179.95, 0, 180, 0.1), shapely.box(-180, 0, -179.95, 0.1)
    frame = Frame(180.0, 0.05)

    flat = frame.to_metres(shapely.MultiPolygon([east, west]))
    assert flat.geom_type == "Polygon"
    assert flat.bounds == pytest.approx((-5_566, -5_528.7, 5_566, 5_528.7), abs=0.1)

    back = frame.to_lonlat(flat)
    assert sorted(part.bounds for part in back.geoms) == [
        pytest.approx((-180, 0, -179.95, 0.1), abs=1e-6),
        pytest.approx((179.95, 0, 180, 0.1), abs=1e-6),
    ]


def test_an_area_in_one_piece_is_cut_once_and_keeps_the_order_of_its_corners():
    flat, frame = shapely.box(-900, 0, 1_000, 100), Frame(180.0, 0.0)

    cut = closed(frame.points_to_lonlat(flat), 90.0, is_whole_edge_kept=False)

    assert frame.to_lonlat(flat).equals_exact(cut, 0)


def test_two_areas_in_metres_across_180_degrees_come_back_both():
    frame = Frame(180.0, 0.0)
    two = shapely.MultiPolygon([shapely.box(-900, 0, 1_000, 100), shapely.box(-900, 500, 1_000, 600)])

    back = frame.to_lonlat(two)

    assert len(back.geoms) == 4
    assert frame.to_metres(back).area == pytest.approx(2 * 1_900 * 100, rel=1e-3)


def test_away_from_poles_and_180_degrees_corners_come_back_as_they_are():
    frame = Frame(10.0, 50.0)
    flat = shapely.Polygon([(-50_000, 0), (400_000, -9), (0, 60_000)])

    back = frame.to_lonlat(flat)

    assert back.equals_exact(frame.points_to_lonlat(flat), 0)
    assert counted(back) == 4


@pytest.mark.parametrize(("north_m", "corners"), [(0.0, 4), (1_000.0, 18)])
def test_up_to_80_degrees_no_corners_are_added(north_m, corners):
    """The lower edge, 100 km long, turns by 5 degrees: three pieces, and three when these are looked at again."""
    flat = shapely.Polygon([(0, north_m), (-50_000, -50_000), (50_000, -50_000)])
    back = Frame(0.0, 80.0).to_lonlat(flat)

    assert back.bounds[3] == pytest.approx(80 + north_m / 111_660, abs=1e-4)
    assert (counted(back) > 4) == (corners > 4)


def test_in_the_south_too_80_degrees_are_counted_from_the_equator():
    """From 79.1 to 80.9 south: the edge beyond 80 turns by 5.7 degrees and has its corners added."""
    frame = Frame(0.0, -80.0)

    assert counted(frame.to_lonlat(shapely.box(-50_000, -100_000, 50_000, 100_000))) > 5
    assert counted(Frame(0.0, -79.0).to_lonlat(shapely.box(-50_000, -10_000, 50_000, 100_000))) == 5


@pytest.mark.parametrize("lat", [90.0, -90.0])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_ring_round_a_pole_is_closed_over_it_however_it_turns(lat, is_turned):
    """The ring begins at 180 degrees, so that nothing of it is beyond the window to which it is cut."""
    ring = [(0, 1_000), (1_000, 0), (0, -1_000), (-1_000, 0)]
    square = shapely.Polygon([(x, math.copysign(y, y * lat)) for x, y in (ring[::-1] if is_turned else ring)])

    for start in range(4):
        corners = shapely.get_coordinates(square)[:-1]
        back = Frame(0.0, lat).to_lonlat(shapely.Polygon(np.roll(corners, start, axis=0)))
        west, south, east, north = back.bounds

        assert (west, east) == pytest.approx((-180, 180), abs=1e-9)
        assert (south if lat < 0 else north) == lat
        assert (north if lat < 0 else south) == pytest.approx(lat - math.copysign(1_000 / 111_694, lat), abs=1e-5)


def test_an_edge_of_a_centimetre_across_180_degrees_is_no_edge_round_the_world():
    """In degrees its ends lie 360 - 2e-7 apart."""
    flat = shapely.Polygon([(-0.01, 0), (0.01, 1_000), (1_000, 1_000), (1_000, 0)])
    back = Frame(180.0, 0.0).to_lonlat(flat)

    assert back.is_valid
    assert back.area == pytest.approx(1_000 * 1_000 / 111_319.49 / 110_574.28, rel=1e-4)


@pytest.mark.parametrize("shape", [shapely.Point(100, 0), shapely.LineString([(100, 0), (0, 100)])])
def test_points_and_lines_close_to_a_pole_are_moved_and_no_more(shape):
    back = NORTH_POLE.to_lonlat(shape)

    assert back.geom_type == shape.geom_type
    assert shapely.get_coordinates(back)[0] == pytest.approx((90.0, 90 - 100 / 111_694), abs=1e-6)


def test_nothing_stays_nothing():
    assert NORTH_POLE.to_lonlat(shapely.Polygon()).is_empty


def divided(corners: list[tuple[float, float]], pieces: list[int]) -> np.ndarray:
    """Return a ring whose edges are divided evenly into so many pieces."""
    edges = zip(corners[:-1], corners[1:], pieces, strict=True)
    return np.vstack([*(np.linspace(a, b, n, endpoint=False) for a, b, n in edges), [corners[-1]]])


def test_an_edge_is_divided_once_for_every_two_degrees_by_which_it_passes_a_pole():
    """Turns of 9.9, 11, 1.9, nought and 22.8 degrees: 5, 6, 1, 1 and 12 pieces."""
    corners = at_pole((170, 1_000), (179.9, 1_000), (-169.1, 1_000), (-167.2, 1_000), (-167.2, 3_000), (170, 1_000))
    hole = at_pole((175, 1_200), (-178, 1_300), (-176.1, 1_200), (175, 1_200))

    made = NORTH_POLE._refined(shapely.Polygon(corners, [hole]))

    assert made.geom_type == "Polygon"
    assert shapely.get_coordinates(made.exterior) == pytest.approx(divided(corners, [5, 6, 1, 1, 12]), abs=1e-6)
    assert shapely.get_coordinates(made.interiors[0]) == pytest.approx(divided(hole, [4, 1, 5]), abs=1e-6)


def test_areas_in_several_parts_are_divided_part_by_part():
    parts = [at_pole((10, 1_000), (11, 2_000), (12, 1_000)), at_pole((100, 1_000), (101, 2_000), (105, 1_000))]

    made = NORTH_POLE._refined(shapely.MultiPolygon([shapely.Polygon(p) for p in parts]))

    assert made.geom_type == "MultiPolygon"
    assert [counted(p) for p in made.geoms] == [4, 1 + 2 + 3 + 1]


@pytest.mark.parametrize(
    ("bounds", "stretch"),
    [
        ((-3e6, -1e6, 1e6, 4e6), 1.110541),  # 5,000 km are 0.784805 of the radius: 0.784805 / sin 0.784805
        ((-1e6, -4e6, 3e6, 1e6), 1.110541),
        ((0, 0, 318_550.44, 0), 1.000417),  # 0.05 of the radius
        ((0, 0, 318_550.43, 0), 1.0),
        ((0, 0, 0.045 * 6_371_008.8, 0), 1.0),
        ((0, 0, 0.055 * 6_371_008.8, 0), 1.000504),
        ((0, 0, 2.5 * 6_371_008.8, 0), 4.177303),
        ((0, 0, 2.7 * 6_371_008.8, 0), 6.317565),
        ((0, 0, 2.9 * 6_371_008.8, 0), 8.358505),  # 2.8 / sin 2.8
    ],
)
def test_lengths_across_are_too_long_by_the_turn_over_its_sine(bounds, stretch):
    west, south, east, north = bounds

    assert Frame.stretch(shapely.LineString([(west, south), (east, north)])) == pytest.approx(stretch, abs=2e-6)


def test_a_frame_is_put_round_the_middle_of_all_shapes():
    assert frame_round(shapely.box(10, 20, 11, 21), shapely.box(11, 22, 14, 24)) == Frame(12.0, 22.0)


EARTH_M = 6_371_008.8


@pytest.mark.parametrize(
    ("lat", "bounds", "edge_m", "bow_m"),
    [
        # 509,902 m from the middle are 4.5857 degrees; 1.5 x 12,500^2 (tan 34.5857 + 0.2) / 8R
        (30.0, (-300_000, -100_000, 500_000, 50_000), 12_500.0, 4.09026),
        (-30.0, (-500_000, -50_000, 300_000, 100_000), 12_500.0, 4.09026),
        (30.0, (-100_000, -500_000, 50_000, 300_000), 12_500.0, 4.09026),
        (30.0, (-50_000, -300_000, 100_000, 500_000), 12_500.0, 4.09026),
        (0.0, (0, 0, 320_000, 0), 5_000.0, 0.0),
        (0.0, (0, 0, 320_640, 0), 5_010.0, 0.184949),  # 2.8836 degrees: tan 0.050371
        (0.0, (-1_600_000, -1_200_000, 0, 0), 25_000.0, 9.65048),  # 2,000 km, 17.9864 degrees: tan 0.324657...
        (0.0, (-1_600_001, -1_200_000, 0, 0), 5_000.0, 0.0),  # ... and a metre more
        (62.1, (-320_000, 0, 320_000, 0), 10_000.0, 6.89356),  # 64.9778 degrees: tan 2.142342
        (62.2, (-320_000, 0, 320_000, 0), 5_000.0, 0.0),  # 65.078
        (65.0 - math.degrees(320_000 / EARTH_M), (-320_000, 0, 320_000, 0), 10_000.0, 6.89993),  # 65: tan 2.144507
    ],
)
def test_what_is_longer_than_64_edges_of_five_kilometres_has_longer_ones_and_grows_for_it(lat, bounds, edge_m, bow_m):
    """Up to 2,000 km from the middle of the plane and up to 65 degrees; by 1.5 L^2 (tan(latitude) + 0.2) / 8R."""
    west, south, east, north = bounds

    edges = Frame(10.0, lat).edges_of(shapely.LineString([(west, south), (east, north)]))

    assert edges == (pytest.approx(edge_m, abs=0.1), pytest.approx(bow_m, rel=1e-4))
