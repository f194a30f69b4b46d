"""Where longitudes end and poles lie: what is cut, closed, framed and run on past 180 degrees. Worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from geomap import geodesy
from geomap.geodesy import globe

EMPTY = shapely.Polygon()
BOW_TIE = shapely.Polygon([(-179, 0), (-178, 1), (-178, 0), (-179, 1)])


def coordinates(shape: shapely.Geometry) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(shape).tolist()]


def raising(error: type[Exception]) -> None:
    raise error("no")


@pytest.mark.parametrize("error", [ShapelyError, ProjError, FloatingPointError, OverflowError, ValueError])
def test_what_a_geometry_library_cannot_do_has_no_answer(error):
    assert geodesy.attempt(raising, error) is None


def test_what_it_can_do_is_answered_and_other_errors_are_not_hidden():
    assert geodesy.attempt(max, 1, 2, key=lambda n: -n) == 1
    with pytest.raises(KeyError):
        geodesy.attempt(raising, KeyError)


@pytest.mark.parametrize(
    ("west", "east", "may_wrap"),
    [
        (0, 180, False),
        (-180, 0, False),
        (-90, 90, False),
        (-90, 90.001, True),
        (-100, 100, True),
        (0, 150, False),
        (-150, -140, False),
        (-181, -179, True),
        (-200, -190, True),
        (150, 160, False),
        (179, 181, True),
        (190, 200, True),
    ],
)
def test_what_is_wider_than_half_the_earth_or_leaves_its_longitudes_may_lie_across_180(west, east, may_wrap):
    assert globe.wraps(west, east) == may_wrap


SPREAD = [shapely.box(10, 20, 11, 21), shapely.box(-3, 24, -2, 28), shapely.box(0, -7, 14, -6)]


@pytest.mark.parametrize("more", [[], [EMPTY], SPREAD * 3, [EMPTY, *SPREAD * 3]])
@pytest.mark.parametrize("frame", [globe.box, globe.bounds])
def test_few_shapes_and_many_and_empty_ones_have_the_same_frame(frame, more):
    assert frame([*more, *SPREAD]) == (-3.0, -7.0, 14.0, 28.0)
    assert frame([*SPREAD, *more]) == (-3.0, -7.0, 14.0, 28.0)


def test_nothing_has_no_frame():
    assert all(math.isnan(edge) for edge in globe.bounds([EMPTY]))


def lying(*spans: tuple[float, float]) -> tuple[float, float]:
    """Return west and east of boxes that lie over some longitudes."""
    west, south, east, north = globe.bounds([EMPTY, *(shapely.box(w, -3, e, 4 + i) for i, (w, e) in enumerate(spans))])
    assert (south, north) == (-3.0, 3.0 + len(spans))
    return west, east


@pytest.mark.parametrize(
    ("spans", "framed"),
    [
        ([(170, 175), (-175, -168)], (170, 192)),
        ([(-175, -168), (170, 175)], (170, 192)),
        ([(170, 180), (-180, -170)], (170, 190)),
        ([(100, 120), (-10, 5), (-170, -160)], (-10, 200)),
        ([(-170, -60), (-150, -100), (20, 130)], (20, 300)),  # the second lies within the first
        ([(-170, 40), (-150, -100), (20, 50)], (-170, 50)),  # longer than half the earth, and in one piece
        ([(170, 190), (160, 165)], (160, 190)),  # written past 180
        ([(-190, -170), (160, 165)], (160, 190)),
        ([(300, 310)], (-60, -50)),
        ([(100, 260), (-180, -150), (-120, -110)], (100, 260)),  # past 180 and over both of the others
        ([(-120, -110), (0, 10), (120, 130)], (-120, 130)),  # of three gaps of 110, the one over 180 degrees
        ([(-180, 180)], (-180, 180)),
        ([(-170, 190)], (-180, 180)),
        ([(-180, 179.9999995)], (-180, 180)),  # a gap that nobody can see
        ([(-180, 0), (-1, 100), (90, 180)], (-180, 180)),
        ([(-180, 60), (61, 180)], (61, 420)),
        ([(-175, 60), (60, 180)], (-175, 180)),
        ([(-180, 0), (0, 179)], (-180, 179)),
    ],
)
def test_the_shorter_way_round_that_holds_all_is_framed(spans, framed):
    assert lying(*spans) == pytest.approx(framed, abs=1e-9)


@pytest.mark.parametrize(
    ("box", "middle"),
    [
        ((10, 20, 14, 30), (12, 25)),
        ((-14, -30, -10, -20), (-12, -25)),
        ((175, -10, 195, 20), (-175, 5)),
        ((170, 0, 190, 10), (180, 5)),
        ((-180, 60, 180, 90), (0, 90)),
        ((-180, -90, 180, -60), (0, -90)),
        ((-180, -85, 180, 85), (0, 0)),
        ((-180, 20, 180, 80), (0, 50)),
        ((-180, 20, 180, 80.1), (0, 90)),
        ((-180, -80.1, 180, -20), (0, -90)),
        ((-180, 20, 180, 70), (0, 45)),
        ((-180, -21, 180, 81), (0, 30)),
        ((-180, -20, 180, 81), (0, 90)),
        ((-180, -29, 180, 83), (0, 27)),
        ((-180, -11, 180, 81), (0, 90)),
        ((-150, 60, 150, 90), (0, 75)),
        ((-180, 60, 179.9999995, 90), (0, 90)),
        ((-180, 60, 179.9, 90), (-0.05, 75)),
    ],
)
def test_the_middle_of_what_lies_all_round_a_pole_is_the_pole(box, middle):
    """All round, beyond 80 degrees at one end, and mostly on one half of the earth."""
    assert globe.middle([shapely.box(*box)]) == pytest.approx(middle, abs=1e-9)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ((10, 5), (20, 7), [[(10, 5), (20, 7)]]),
        ((-90, 5), (90, 7), [[(-90, 5), (90, 7)]]),  # exactly half round
        ((90, 5), (-60, 7), [[(90, 5), (-60, 7)]]),
        ((175, 0), (-170, 30), [[(175, 0), (180, 10)], [(-180, 10), (-170, 30)]]),
        ((-175, 0), (170, 30), [[(-175, 0), (-180, 10)], [(180, 10), (170, 30)]]),
        ((95, 0), (-95, 17), [[(95, 0), (180, 8.5)], [(-180, 8.5), (-95, 17)]]),
        ((180, 4), (-170, 30), [[(-180, 4), (-170, 30)]]),
        ((170, 4), (-180, 30), [[(170, 4), (180, 30)]]),
        ((180, 4), (-180, 30), [[(-180, 4), (-180, 30)]]),
    ],
)
def test_a_line_that_crosses_180_degrees_is_in_two_parts_with_the_latitude_that_it_has_there(start, end, parts):
    line = geodesy.straight_line(start, end)

    assert [coordinates(part) for part in shapely.get_parts(line)] == parts
    assert line.geom_type == ("LineString" if abs(start[0] - end[0]) <= 180 else "MultiLineString")


ACROSS = shapely.MultiPolygon([shapely.box(170, 1, 180, 2), shapely.box(-180, 1, -175, 2)])


def test_parts_of_an_area_go_on_past_180_and_become_one():
    assert geodesy.unrolled(ACROSS, 0).equals(shapely.box(170, 1, 185, 2))
    assert geodesy.unrolled(ACROSS, 0).geom_type == "Polygon"


@pytest.mark.parametrize(("west", "is_moved"), [(-175.0, True), (-175.1, False), (-100.0, True)])
def test_what_ends_where_the_picture_begins_goes_to_the_other_end(west, is_moved):
    """Boxes of latitudes from -179 would be taken for ones of longitudes if the wrong edge were looked at."""
    shape = shapely.box(-180, -60, -175, -50)
    made = geodesy.unrolled(shape, west)

    assert made.bounds == ((180, -60, 185, -50) if is_moved else shape.bounds)
    assert (made is shape) == (not is_moved)


def test_points_and_lines_go_on_past_180_too():
    line = shapely.MultiLineString([[(170, 1), (180, 2)], [(-180, 2), (-170, 3)]])
    points = shapely.MultiPoint([(170, 1), (-170, 3)])
    both = shapely.GeometryCollection([shapely.Point(170, 1), shapely.Point(-170, 3)])

    assert coordinates(geodesy.unrolled(line, 0)) == [(170, 1), (180, 2), (190, 3)]
    assert geodesy.unrolled(line, 0).geom_type == "LineString"
    assert geodesy.unrolled(points, 0).equals_exact(shapely.MultiPoint([(170, 1), (190, 3)]), 0)
    assert geodesy.unrolled(both, 0).geom_type == "GeometryCollection"
    assert geodesy.unrolled(shapely.Point(-170, 3), 0).equals_exact(shapely.Point(190, 3), 0)


def test_parts_that_no_library_can_join_stay_parts():
    made = geodesy.unrolled(shapely.MultiPolygon([shapely.box(170, 1, 180, 2), BOW_TIE]), 0)

    assert made.geom_type == "MultiPolygon"
    assert [part.bounds for part in made.geoms] == [(170, 1, 180, 2), (181, 0, 182, 1)]


def ring(*longitudes: float) -> shapely.Polygon:
    """Return a polygon whose corners have these longitudes, and latitudes that rise to the middle and fall again."""
    n = len(longitudes)
    return shapely.Polygon([(lon, 10 + min(i, n - i) * (1 if i <= n / 2 else 0.7)) for i, lon in enumerate(longitudes)])


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(190, 0),
        shapely.LineString([(-170, 0), (170, 0)]),
        shapely.box(10, 0, 20, 5),
        shapely.box(-180, -90, 180, 90),  # edges of 360 degrees close the world
        shapely.box(-180, 60, 180, 90),
        shapely.Polygon([(-180, 60), (179.9999995, 60), (179.9999995, 80), (-180, 80)]),
        ring(-95, 85, 95, 0),  # one edge of 180 degrees
        ring(-95, 55, 95, 0),  # one of 150
        shapely.segmentize(shapely.box(-170, 60, 170, 70), 60),  # as wide as Russia, in short edges
    ],
)
def test_what_crosses_nothing_comes_back_as_it_is(shape):
    assert geodesy.on_globe(shape) is shape


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        (shapely.box(-170, 0, 170, 5), [(-180, 0, -170, 5), (170, 0, 180, 5)]),
        (shapely.box(-95, 0, 105, 5), [(-180, 0, -95, 5), (105, 0, 180, 5)]),  # an edge of 200 degrees
        (shapely.segmentize(shapely.box(170, 0, 190, 5), 5), [(-180, 0, -170, 5), (170, 0, 180, 5)]),
        (shapely.segmentize(shapely.box(-190, 0, -170, 5), 5), [(-180, 0, -170, 5), (170, 0, 180, 5)]),
        (shapely.box(190, 0, 200, 5), [(-170, 0, -160, 5)]),
        (shapely.box(150, 0, 181, 5), [(-180, 0, -179, 5), (150, 0, 180, 5)]),
        (
            shapely.MultiPolygon([shapely.box(10, 0, 20, 5), shapely.box(-170, 0, 170, 5)]),
            [(-180, 0, -170, 5), (10, 0, 20, 5), (170, 0, 180, 5)],
        ),
    ],
)
def test_somebodys_outline_is_cut_at_180_degrees(shape, parts):
    made = geodesy.on_globe(shape)

    assert sorted(part.bounds for part in shapely.get_parts(made)) == parts
    assert made.area == pytest.approx(sum((e - w) * (n - s) for w, s, e, n in parts))


def test_a_hole_across_180_degrees_is_cut_too():
    """Its own edges alone are long: those of the shell are short."""
    shell = shapely.segmentize(shapely.box(-179.9, 0, 179.9, 9), 60)
    hole = [(179, 3), (-179, 3), (-179, 4), (179, 4)]
    made = geodesy.on_globe(shapely.Polygon(shell.exterior, [hole]))

    assert made is not shell
    assert not made.contains(shapely.Point(179.5, 3.5))


@pytest.mark.parametrize("lat", [70.0, -70.0])
@pytest.mark.parametrize("longitudes", [[-180, -60, 60], [180, 60, -60], [-130, -10, 110], [130, 10, -110]])
def test_a_ring_round_a_pole_is_closed_over_it(lat, longitudes):
    made = geodesy.on_globe(shapely.Polygon([(lon, lat) for lon in longitudes]))

    assert made.equals(shapely.box(-180, min(lat, math.copysign(90, lat)), 180, max(lat, math.copysign(90, lat))))


def test_along_a_pole_an_area_has_a_corner_at_every_quarter():
    made = globe.closed(shapely.Polygon([(-180, 70), (-60, 70), (60, 70)]), 90.0)

    assert coordinates(made) == [
        *[(-180, 70), (-60, 70), (60, 70), (180, 70)],
        *[(180, 90), (90, 90), (0, 90), (-90, 90), (-180, 90), (-180, 70)],
    ]


@pytest.mark.parametrize(
    "corners",
    [
        [(-150, 0), (-100, 0), (-120, 9), (-150, 0)],
        [(150, 0), (100, 0), (120, 9), (150, 0)],
        [(-180, 0), (-100, 0), (-120, 9), (-180, 0)],
        [(180, 0), (100, 0), (120, 9), (180, 0)],
        [(-90, 0), (90, 0), (10, 9), (-90, 0)],
    ],
)
def test_what_lies_between_the_ends_keeps_its_corners_in_their_order(corners):
    assert coordinates(globe.closed(shapely.Polygon(corners), 90.0)) == corners


@pytest.mark.parametrize(
    ("longitudes", "west", "east"),
    [
        ((-190, -185, -182), 170, 178),
        ((185, 182, 190), -178, -170),
        ((250, -190, -180), 170, 250),  # 440 degrees are one turn and 80: from 110 west to 170 east
        ((545, 548, 550), -175, -170),
        ((-545, -548, -550), 170, 175),
        ((225, 230, 235), -135, -125),
        ((-225, -230, -235), 125, 135),
    ],
)
def test_longitudes_that_ran_on_are_brought_back(longitudes, west, east):
    corners = zip(longitudes, (0, 0, 9), strict=True)
    made = globe.closed(shapely.Polygon(list(corners)), 90.0, is_whole_edge_kept=False)

    assert globe.bounds([made])[::2] == pytest.approx((west, east))
    assert -180 <= made.bounds[0] <= made.bounds[2] <= 180


def test_an_edge_of_360_degrees_runs_along_a_pole_or_is_a_point():
    """In a file of countries the edge is meant; in a ring that was worked out its ends are one point."""
    whole = shapely.Polygon([(-180, 60), (0, 60), (179.9999999, 60), (179.9999999, 90), (-180, 90)])
    small = shapely.Polygon([(-179.9999999, 0), (179.9999999, 1), (179.9, 1), (179.9, 0)])

    assert globe.closed(whole, 90.0).area == pytest.approx(360 * 30)
    for band in (shapely.box(-180, 60, 180, 70), shapely.box(-180, 60, 179.9999999, 70)):
        assert globe.closed(band, 90.0).equals(band)
    assert globe.closed(small, 90.0, is_whole_edge_kept=False).area == pytest.approx(0.1)
    assert globe.closed(shapely.box(-170, 0, 130, 1), 90.0).area == pytest.approx(60)


def test_holes_stay_holes_and_are_cut_as_well():
    holed = shapely.Polygon(
        [(170, 0), (-170, 0), (-170, 10), (170, 10)],
        [[(175, 4), (-175, 4), (-175, 6), (175, 6)], [(171, 1), (172, 1), (172, 2), (171, 2)]],
    )
    made = globe.closed(holed, 90.0)

    assert made.area == pytest.approx(20 * 10 - 10 * 2 - 1)
    assert len(made.geoms) == 2
    assert made.geoms[0].geom_type == "Polygon"


@pytest.mark.parametrize("east", [0, 179])
def test_a_ring_that_crosses_itself_keeps_its_areas(east):
    """Two triangles that touch, of a quarter each: (0, 0), (1, 1), (1, 0), (0, 1)."""
    corners = [(east - 0.5, 0), (east + 1.5, 2), (east + 1.5, 0), (east - 0.5, 2)]
    made = globe.closed(shapely.Polygon(corners), 90.0)

    assert made.is_valid
    assert made.area == pytest.approx(2.0)
    assert made.geom_type == "MultiPolygon"


def test_of_what_an_operation_gives_the_areas_are_kept_and_slivers_left_out():
    one, two, thin = shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1), shapely.box(5, 0, 5 + 1e-7, 1e-6)
    line = shapely.LineString([(0, 0), (9, 9)])

    def kept(*parts: shapely.Geometry) -> shapely.Geometry:
        return globe._areas_of(shapely.GeometryCollection(list(parts)))

    assert kept(one, line, thin).equals_exact(one, 0)
    assert kept(line, shapely.MultiPolygon([two, thin]), one).equals_exact(shapely.MultiPolygon([two, one]), 0)
    assert kept(thin, line).equals_exact(thin, 0)  # all there is
    assert kept(line).is_empty
    assert globe._areas_of(one).equals_exact(one, 0)


def test_the_frame_of_many_is_that_of_few():
    many = [shapely.box(lon, 0, lon + 1, 1) for lon in np.linspace(160, 179, 20)] + [shapely.box(-180, 0, -170, 2)]

    assert globe.bounds(many) == pytest.approx((160, 0, 190, 2))
