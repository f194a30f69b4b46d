"""Where a map opens if no desk says."""

from __future__ import annotations

import numpy as np
import shapely

from geomap.ground import town_scales
from geomap.scene.opening import _m_per_px, with_surroundings

STATION = (37.535, 48.720, 37.551, 48.731)
"""Some 1.2 km round the railway station of Kramatorsk."""


def test_a_place_opens_with_towns_enough_that_six_are_named():
    wider = with_surroundings(STATION, "en")

    lon, lat, up_to = town_scales(wider, "en")
    assert np.count_nonzero(up_to > _m_per_px(wider)) >= 8
    assert len(lon) == len(lat)
    assert wider[0] < STATION[0]
    assert wider[3] > STATION[3]


def test_a_view_with_towns_stays_as_it_is():
    bounds = (36.5, 47.8, 39.0, 49.2)

    assert with_surroundings(bounds, "en") == bounds


def test_an_empty_sea_is_widened_no_further_than_an_area_can_be_seen():
    bounds = (-30.01, -40.01, -29.99, -39.99)

    wider = with_surroundings(bounds, "en")

    assert wider[3] - wider[1] <= 42 * 0.03


def test_a_view_across_180_degrees_is_left_alone():
    assert with_surroundings((170.0, -20.0, 190.0, -10.0), "en") == (170.0, -20.0, 190.0, -10.0)


def test_round_a_way_a_view_becomes_at_most_so_many_times_as_wide():
    sea = (-30.0, -41.0, -28.0, -40.0)

    tight, wider = (with_surroundings(sea, "en", widest_ratio=widest) for widest in (1.0, 3.0))

    assert tight == sea
    assert 2.9 * _m_per_px(sea) < _m_per_px(wider) < 3.1 * _m_per_px(sea)


def test_an_area_that_is_seen_as_one_stays_one_however_few_the_names():
    sea = (-30.0, -41.0, -28.0, -40.0)
    small_m = 40 * _m_per_px(sea)

    wider = with_surroundings(sea, "en", widest_ratio=3.0, smallest_m=small_m)

    assert small_m / _m_per_px(wider) >= 24


def test_towns_under_an_area_are_no_surroundings():
    bounds = (36.5, 47.8, 39.0, 49.2)

    wider = with_surroundings(bounds, "en", covered=[shapely.box(*bounds)])

    assert wider[0] < bounds[0]
    assert wider[3] > bounds[3]
