"""Where a map opens if no desk says."""

from __future__ import annotations

import numpy as np

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
