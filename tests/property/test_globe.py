"""What must hold of an area anywhere on earth, across 180 degrees and over a pole."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import GEOD

from geomap import geodesy

longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.999, -179.99, 0.0]))
latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 89.9, -89.9, 84.0, -80.0]))
anywhere = st.tuples(longitudes, latitudes)
radii = st.one_of(st.floats(10, 1_000_000), st.sampled_from([25.0, 5_000.0, 60_000.0, 1_000_000.0]))


def held(shape: shapely.Geometry) -> None:
    """Assert what RFC 7946 wants: 3.1.6 on the way that rings turn, 3.1.9 on 180 degrees."""
    assert shape.is_valid, shapely.is_valid_reason(shape)
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for part in shapely.get_parts(shape):
        assert shapely.is_ccw(part.exterior)
        for ring in (part.exterior, *part.interiors):
            assert np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])).max() <= 180


@settings(max_examples=30)
@given(anywhere, radii)
@example((179.97, -16.85), 5_000.0)
@example((180.0, -16.85), 5_000.0)
@example((-180.0, 90.0), 1_000_000.0)
@example((12.0, 89.9), 11_160.0)
@example((12.0, 89.9), 11_169.0)
@example((0.0, 0.0), 20_000_000.0)
def test_a_disc_anywhere_is_as_large_as_its_circle_and_never_shrinks_when_rounded(at, radius_m):
    """The sea level area of a circle is that of the plane within 0.3 % up to 1,000 km, on the ellipsoid 1 % more."""
    lon, lat = at
    disc = geodesy.area_of_disc(lon, lat, radius_m)

    assert disc.widened.is_valid
    assert disc.widened.intersects(shapely.Point(lon, lat))
    if radius_m > 2_000_000:
        assert disc.widened.bounds == (-180, -90, 180, 90)
    else:
        assert geodesy.area_km2(disc.widened) == pytest.approx(math.pi * radius_m**2 / 1e6, rel=0.02)

    published = geodesy.grow_and_round(disc.widened, geodesy.decimals_for(radius_m))
    held(published)
    assert published.covers(disc.widened)
    if radius_m <= 2_000_000:
        x, y, _ = GEOD.fwd(*(np.full(48, v) for v in at), np.arange(48) * 7.5, np.full(48, radius_m))
        assert shapely.intersects_xy(published, x, y).all()


@settings(max_examples=15)
@given(anywhere, st.floats(100, 300_000), st.floats(0, 50_000))
def test_an_outline_anywhere_is_widened_on_every_side_and_stays_whole(at, radius_m, error_m):
    outline = geodesy.area_of_disc(*at, radius_m).widened

    area = geodesy.area_of_outline(outline, error_m)

    assert area.widened.is_valid
    grown = geodesy.grow_and_round(area.widened, 3)
    held(grown)
    assert grown.covers(outline)
    assert area.reach_m >= radius_m + error_m - 0.01 * radius_m - 1
    apart_m = float(geodesy.geodesic(area.centroid_lon, area.centroid_lat, *at)[0])
    assert apart_m <= 0.05 * radius_m + 1


@settings(max_examples=15)
@given(anywhere, st.floats(10, 200_000), st.floats(0, 360), st.floats(1_000, 9_000_000), st.floats(10, 200_000))
@example((179.0, 0.0), 5_000.0, 90.0, 400_000.0, 5_000.0)
@example((0.0, 88.0), 5_000.0, 0.0, 600_000.0, 5_000.0)
def test_a_way_anywhere_has_a_range_and_a_corridor(start, start_m, bearing, apart_m, end_m):
    lon, lat, _ = GEOD.fwd(*start, bearing, apart_m)
    launch, impact = geodesy.area_of_disc(*start, start_m), geodesy.area_of_disc(lon, lat, end_m)

    low, high = geodesy.distance_range_m(launch.widened, impact.widened)
    assert low <= max(apart_m - start_m - end_m, 0) + 1
    assert high >= apart_m + 0.99 * (start_m + end_m) - 1 or high > 10_000_000
    bearings = geodesy.bearing_range_deg(launch.widened, impact.widened)
    assert bearings is None or all(0 <= b < 360 for b in bearings)

    hull = geodesy.corridor(launch.widened, impact.widened, 4)
    held(hull)
    if apart_m < 3_000_000:
        way = np.array(GEOD.npts(*start, lon, lat, 15))
        assert shapely.intersects_xy(hull, way[:, 0], way[:, 1]).all()
    line = geodesy.straight_line(start, (float(lon), float(lat)))
    for part in shapely.get_parts(line):
        assert np.abs(np.diff(shapely.get_coordinates(part)[:, 0])).max() <= 180
