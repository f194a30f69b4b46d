"""How far, in which directions and in which plane one area lies from another, held to all pairs and to sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geomap import geodesy
from geomap.geodesy import ways
from geomap.geodesy.frame import Frame


def disc(lon: float, lat: float, radius_m: float) -> shapely.Geometry:
    return geodesy.area_of_disc(lon, lat, radius_m).widened


def all_pairs(launch: shapely.Geometry, impact: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Return distance and bearing of every corner of one area to every corner of the other."""
    a, b = (shapely.get_coordinates(shape) for shape in (launch, impact))
    i, j = np.divmod(np.arange(len(a) * len(b)), len(b))
    return geodesy.geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1])


PAIRS = {
    "to the east": ((44.0, 33.0, 5_000.0), (44.4, 33.0, 8_000.0)),
    "to the north": ((44.0, 33.0, 5_000.0), (44.0, 33.4, 3_000.0)),
    "to the south-west": ((-70.0, -33.0, 20_000.0), (-71.0, -34.0, 30_000.0)),
    "close": ((10.0, 50.0, 10_000.0), (10.3, 50.1, 13_000.0)),
    "far": ((-20.0, 10.0, 50_000.0), (10.0, -20.0, 80_000.0)),
    "very far": ((-120.0, 40.0, 100_000.0), (60.0, -30.0, 100_000.0)),
    "on the other side": ((0.0, 0.0, 100_000.0), (178.0, 3.0, 100_000.0)),
    "across 180 degrees": ((179.9, 10.0, 30_000.0), (-179.0, 11.0, 30_000.0)),
    "beyond the pole": ((0.0, 88.0, 50_000.0), (170.0, 86.0, 50_000.0)),
    "in the far south": ((100.0, -72.0, 20_000.0), (104.0, -70.0, 40_000.0)),
    "small": ((44.0, 33.0, 1_000.0), (45.0, 33.0, 1_000.0)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_no_pair_of_corners_is_nearer_or_farther_or_more_to_a_side_than_told(name):
    launch, impact = (disc(*values) for values in PAIRS[name])
    for one, other in ((launch, impact), (impact, launch)):
        distances, bearings = all_pairs(one, other)

        low, high = geodesy.distance_range_m(one, other)
        assert low <= distances.min() + 1e-6
        assert high == pytest.approx(distances.max(), abs=1e-6 if ways._is_plain(one, other) else 0.05)
        told = geodesy.bearing_range_deg(one, other)
        assert told is not None
        turns = (bearings - told[0] + 1e-4) % 360.0 - 1e-4
        span = (told[1] - told[0]) % 360.0
        assert (turns.min(), turns.max()) == pytest.approx(
            (0.0, span), abs=1e-6 if ways._is_plain(one, other) else 1e-4
        )


@pytest.mark.parametrize(
    ("name", "most"),
    [("to the east", 200), ("to the north", 400), ("to the south-west", 200), ("in the far south", 300)],
)
def test_of_four_thousand_pairs_some_hundred_are_measured(name, most):
    a, b = (shapely.get_coordinates(disc(*values)) for values in PAIRS[name])
    i, j = ways._extreme_pairs(a, b)

    assert 4 <= len(i) <= most
    assert i.max() < len(a)
    assert j.max() < len(b)


@pytest.mark.parametrize(
    ("launch", "impact", "are_all"),
    [
        ((0.0, 0.0, 9_000.0), (31.5, 0.0, 9_000.0), False),  # 3,503 km, a chord of 0.543 radii
        ((0.0, 0.0, 200_000.0), (34.5, 0.0, 200_000.0), True),  # 3,841 km, some pairs nearer than 3,882, some farther
        ((0.0, 0.0, 200_000.0), (40.0, 0.0, 200_000.0), True),
        ((0.0, 0.0, 1_000.0), (0.0898, 0.0, 7_190.0), False),  # asin 0.819 to each side: 110 degrees
        ((0.0, 0.0, 1_000.0), (0.0898, 0.0, 8_060.0), True),  # 130 degrees
    ],
)
def test_beyond_3882_km_or_120_degrees_every_pair_is_measured(launch, impact, are_all):
    a, b = (shapely.get_coordinates(disc(*values)) for values in (launch, impact))

    assert (len(ways._extreme_pairs(a, b)[0]) == len(a) * len(b)) == are_all


MIDDLE, NEAREST, FARTHEST, LEFT, RIGHT = (0.5, -0.5, 0.3, 5), (0.5, -0.5, 0.1, 5), (0.5, -0.5, 0.5, 5), -20, 20
"""Latitudes of both ends in radians, chord in radii, bearing in degrees."""


@pytest.mark.parametrize(
    ("kept", "left_out"),
    [
        # Nearest: 0.1 / (1 - 0.012 u) with u = 3 times what two pairs differ by. 0.1 + 0.00036: 0.100363
        ((0.6, -0.5, 0.10035, 5), (0.6, -0.5, 0.10038, 5)),
        ((0.4, -0.5, 0.10035, 5), (0.4, -0.5, 0.10038, 5)),
        ((0.5, -0.6, 0.10035, 5), (0.5, -0.6, 0.10038, 5)),
        ((0.5, -0.4, 0.10035, 5), (0.5, -0.4, 0.10038, 5)),
        ((0.5, -0.5, 0.1006, 15), (0.5, -0.5, 0.1007, 15)),  # ten degrees are 0.1745: 0.100633
        ((0.5, -0.5, 0.1006, -5), (0.5, -0.5, 0.1007, -5)),
        ((0.55, -0.45, 0.10035, 5), (0.55, -0.45, 0.10038, 5)),
        ((1.0, -0.5, 0.1012, 5), (1.0, -0.5, 0.10123, 5)),  # u is 1 at the most: 0.101215
        # Farthest: 0.5 / (1 + 0.012 u), u = 3 x 0.1018: 0.498174
        ((0.6, -0.5, 0.4982, 5), (0.6, -0.5, 0.49815, 5)),
        ((1.0, -0.5, 0.4942, 5), (1.0, -0.5, 0.4939, 5)),  # u = 1: 0.494071
        # To the left and to the right: 0.6 u degrees. Of a chord: 0.6 (0.3 + 3 x 0.0032) = 0.18583
        ((0.5, -0.5, 0.2, -19.815), (0.5, -0.5, 0.2, -19.81)),
        ((0.5, -0.5, 0.4, 19.815), (0.5, -0.5, 0.4, 19.81)),
        ((1.0, -0.5, 0.3, -19.41), (1.0, -0.5, 0.3, -19.39)),
        ((1.0, -0.5, 0.3, 19.41), (1.0, -0.5, 0.3, 19.39)),
    ],
)
def test_a_pair_is_held_against_an_extreme_one_the_more_strictly_the_more_alike_they_are(kept, left_out):
    ends = [NEAREST, FARTHEST, (*MIDDLE[:3], LEFT), (*MIDDLE[:3], RIGHT)]

    can_be_one = ways._ends_among(*np.array([*ends, MIDDLE, kept, left_out]).T)

    assert can_be_one.tolist() == [True, True, True, True, False, True, False]


@pytest.mark.parametrize(
    ("launch", "impact"),
    [
        # seen within 2 degrees from a place that reaches over 4 degrees of latitude
        (
            [(-14.027, -26.922), (-14.728, -27.195), (-18.98, -23.139)],
            [(-34.103, -10.487), (-33.932, -10.815), (-34.026, -10.829), (-34.18, -10.898), (-34.228, -10.674)],
        ),
        # the other way about
        (
            [(-114.635, 26.375), (-115.102, 26.504), (-115.083, 26.53)],
            [(-106.271, 59.28), (-105.863, 58.533), (-106.585, 57.566), (-105.301, 57.047), (-106.573, 55.925)],
        ),
        # one and the same direction
        ([(0, 0)], [(1, 0), (2, 0)]),
    ],
)
def test_long_narrow_areas_have_the_extremes_of_all_pairs(launch, impact):
    a, b = np.array(launch), np.array(impact)
    i, j = ways._extreme_pairs(a, b)
    all_i, all_j = np.divmod(np.arange(len(a) * len(b)), len(b))

    measured = geodesy.geodesic(a[i, 0], a[i, 1], b[j, 0], b[j, 1])
    for found, every in zip(measured, geodesy.geodesic(*a[all_i].T, *b[all_j].T), strict=True):
        assert (found.min(), found.max()) == (every.min(), every.max())


def test_an_area_is_measured_from_itself():
    """The corner of a place and itself are nothing apart, on a sphere too."""
    place = disc(44.0, 33.0, 5_000.0)

    assert geodesy.distance_range_m(place, place) == (0.0, pytest.approx(10_014, abs=1))
    assert geodesy.bearing_range_deg(place, place) is None


def test_the_nearest_points_may_lie_on_edges():
    """Two tall boxes, the one to the east by a tenth of a degree of longitude at the equator: 11,131.949 m.

    Their nearest corners are 0.3 degrees of latitude apart as well.
    """
    launch, impact = shapely.box(-1, -0.5, 0, 0.5), shapely.box(0.1, -0.2, 1, 0.8)

    low, high = geodesy.distance_range_m(launch, impact)

    assert low == pytest.approx(11_131.949 * np.cos(np.radians(0.5)), abs=1)  # where both reach farthest north
    assert high == pytest.approx(float(geodesy.geodesic(-1, -0.5, 1, 0.8)[0]), abs=1e-6)


@pytest.mark.parametrize(
    ("launch", "impact", "nearest"),
    [
        ((-78, 4, -66, 10), (28, -42, 48, -25), ((-66, 4), (28, -25))),
        ((22, 15, 25, 23), (13, -5, 25, 6), ((25, 15), (25, 6))),
    ],
)
def test_the_nearest_corners_of_large_areas_are_found_where_a_plane_shows_others(launch, impact, nearest):
    """In the plane between them other points are nearest, by 12 km on the earth too far, and by 1.6 m."""
    low, _ = geodesy.distance_range_m(shapely.box(*launch), shapely.box(*impact))

    assert low == pytest.approx(float(geodesy.geodesic(*nearest[0], *nearest[1])[0]), abs=1e-3)


def test_areas_that_meet_have_a_farthest_distance_and_no_nearest():
    launch, impact = shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)

    assert geodesy.distance_range_m(launch, impact) == (0.0, float(geodesy.geodesic(0, 0, 2, 2)[0]))


def test_hulls_that_meet_across_180_degrees_have_no_direction():
    east, west = shapely.box(179.5, 0, 180, 1), shapely.box(-180, 0.5, -179.5, 1.5)

    assert geodesy.bearing_range_deg(east, west) is None
    assert geodesy.bearing_range_deg(east, shapely.box(-179.9, 0.5, -179.5, 1.5)) is not None


@pytest.mark.parametrize("beside", [(1, 0, 2, 1), (-1, 0, 0, 1), (0, 1, 1, 2), (0, -1, 1, 0)])
def test_areas_that_share_an_edge_have_no_direction(beside):
    launch, impact = shapely.box(0, 0, 1, 1), shapely.box(*beside)

    assert ways._do_hulls_meet(launch, impact)
    assert geodesy.bearing_range_deg(launch, impact) is None


def test_edges_are_straight_in_degrees_where_it_is_asked_whether_hulls_meet():
    """A corner 55 m north of a parallel of one degree: the straightest way on the ground runs 118 m north of it."""
    launch = shapely.box(0, 50, 1, 51)

    above = geodesy.bearing_range_deg(launch, shapely.Polygon([(0.5, 51.0005), (0.6, 52), (0.4, 52)]))
    assert above == pytest.approx((270.31, 89.69), abs=0.05)
    assert geodesy.bearing_range_deg(launch, shapely.Polygon([(0.5, 51), (0.6, 52), (0.4, 52)])) is None


def test_across_180_degrees_it_is_asked_on_the_ground():
    launch = shapely.MultiPolygon([shapely.box(179.5, 50, 180, 51), shapely.box(-180, 50, -179.5, 51)])
    halves = [[(180, 51.0005), (180, 52), (179.9, 52)], [(-180, 51.0005), (-180, 52), (-179.9, 52)]]

    assert geodesy.bearing_range_deg(launch, shapely.MultiPolygon([shapely.Polygon(h) for h in halves])) is None


@pytest.mark.parametrize("turn", range(0, 360, 45))
def test_bearings_are_told_in_every_direction(turn):
    """As far to both sides: a disc of half the distance is seen under 30 degrees to each."""
    lon, lat, _ = geodesy.lines.GEOD.fwd(10.0, 0.0, turn, 10_000.0)
    low, high = geodesy.bearing_range_deg(disc(10.0, 0.0, 1.0), disc(lon, lat, 5_000.0)) or (0, 0)

    assert (low - turn) % 360 == pytest.approx(330, abs=0.1)
    assert (high - turn) % 360 == pytest.approx(30, abs=0.1)


@pytest.mark.parametrize(
    ("box", "is_plain"),
    [
        ((0, 70, 10, 75), True),
        ((0, 70, 10, 75.001), False),
        ((0, -75, 10, -70), True),
        ((0, -75.001, 10, -70), False),
        ((-100, 0, 100, 10), False),
        ((-90, 0, 90, 10), True),
        ((175, 0, 185, 10), False),
    ],
)
def test_up_to_75_degrees_and_away_from_180_degrees_are_taken_for_directions_on_a_map(box, is_plain):
    shape = shapely.box(*box)

    assert ways._is_plain(shape) == is_plain
    assert ways._is_plain(shapely.Point(0, 0), shape) == is_plain


def test_the_hull_of_an_area_is_that_of_its_corners_or_near_a_pole_that_on_the_ground():
    """Round the pole, a box of degrees is a disc; its hull has no corner at the pole."""
    assert len(ways._hull(shapely.box(10, 20, 11, 21))) == 5
    cap = ways._hull(shapely.box(-180, 85, 180, 90))
    assert cap[:, 1] == pytest.approx(np.full(len(cap), 85.0), abs=1e-3)
    assert np.ptp(cap[:, 0]) > 350


def framed(*points: tuple[float, float]) -> tuple[float, float]:
    frame = ways._frame_between(*(shapely.Point(p) for p in points))
    return frame.lon, frame.lat


def test_the_plane_between_areas_touches_the_earth_at_the_middle_of_their_degrees():
    assert framed((40, 50), (70, 50)) == (55, 50)
    assert framed((40, 10), (50, 40)) == (45, 25)
    launch, impact = shapely.box(0, 0, 1, 2), shapely.box(3, 5, 9, 6)
    assert ways._in_frame(launch, impact)[0] == Frame(4.5, 3.0)


def test_the_plane_between_areas_far_apart_touches_the_earth_at_the_middle_of_the_way():
    """On a sphere, half way between places on a parallel, 30.02 degrees apart, is the latitude whose tangent is
    tan 50 / cos 15.01: 50.976. Along a meridian of the ellipsoid degrees grow longer towards the pole."""
    lon, lat = framed((40, 50), (70.02, 50))
    assert (lon, lat) == (pytest.approx(55.01, abs=1e-6), pytest.approx(50.976, abs=0.01))

    lon, lat = framed((40, 10), (40, 40.02))
    assert lon == pytest.approx(40, abs=1e-9)
    assert 25.01 + 0.005 < lat < 25.01 + 0.05

    lon, lat = framed((179, 0), (-177, 0))
    assert (lon, lat) == (pytest.approx(-179), pytest.approx(0))
    lon, lat = framed((0, 80), (180, 84))
    assert (lon, lat) == (pytest.approx(0), pytest.approx(88, abs=1e-3))


def test_the_corridor_is_the_hull_on_the_ground_in_edges_of_five_kilometres():
    """Two boxes at 0.0 and 0.4 degrees, a tenth wide: the hull is half a degree long, 55.7 km, each side in pieces."""
    made = geodesy.corridor(shapely.box(0, 0, 0.1, 0.1), shapely.box(0.4, 0, 0.5, 0.1), 6)

    assert made.bounds == pytest.approx((0, 0, 0.5, 0.1), abs=1e-5)
    assert made.area == pytest.approx(0.05, rel=1e-3)
    corners = shapely.get_coordinates(made)
    assert np.hypot(*np.diff(corners, axis=0).T).max() * 111_320 <= 5_001


def test_the_edges_of_a_long_corridor_are_a_64th_of_it():
    """Ten degrees at the equator, 1,113.2 km, in edges of 17.4 km that bow by 2.6 m at 5.1 degrees, 0.000024 degrees.

    In the plane round 0.05 degrees a corner at 0.1, 5 degrees to a side, lies 5 / sin 5 (0.1 - 0.05 cos 5) = 0.050254
    degrees to the north of the middle, and so does the edge between two.
    """
    made = geodesy.corridor(shapely.box(0, 0, 0.1, 0.1), shapely.box(9.9, 0, 10, 0.1), 6)

    assert made.bounds == pytest.approx((-0.000024, -0.000024, 10.000024, 0.100278), abs=4e-6)
    assert np.hypot(*np.diff(shapely.get_coordinates(made), axis=0).T).max() * 111_320 == pytest.approx(17_300, abs=200)
