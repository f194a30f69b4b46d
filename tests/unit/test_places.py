"""How far a place may be off: from its outline, from what is known of its point, from its class; never less."""

from __future__ import annotations

import math

import pytest
from building import place, square

from geomap.places import locate
from geomap.readers import read_path


def located(make_case, *rows):
    dataset, _ = read_path(make_case(lambda case: case.add("places", *rows)))
    dataset, findings = locate(dataset)
    return dataset.places.set_index("place_id"), findings


@pytest.mark.parametrize(
    ("values", "radius_m"),
    [
        ({"coord_uncertainty_m": 300, "extent_radius_m": 200}, 500),
        ({"coord_uncertainty_m": 0, "extent_radius_m": 80}, 80),
        ({"coord_uncertainty_m": 300}, 1_500),
        ({"coord_uncertainty_m": 4_000}, 4_000),
        ({"extent_radius_m": 200}, 1_500),
        ({}, 1_500),
    ],
)
def test_a_point_reaches_as_far_as_is_known_and_at_least_as_its_class_where_something_is_not(
    make_case, values, radius_m
):
    places, _ = located(make_case, place("spot", 43.5, 33.3, **values))

    assert places.loc["spot", "radius_m"] == radius_m


@pytest.mark.parametrize(
    ("location_class", "radius_m"),
    [("exact", 25), ("street", 300), ("town", 5_000), ("district", 30_000), ("province", 60_000)],
)
def test_a_bare_point_has_the_radius_of_its_class(make_case, location_class, radius_m):
    places, _ = located(make_case, place("spot", 43.5, 33.3, location_class=location_class))

    assert places.loc["spot", "radius_m"] == radius_m


@pytest.mark.parametrize(
    ("values", "radius_m"),
    [
        ({"extent_radius_m": 20_000, "coord_uncertainty_m": 5_000}, 25_000),
        ({"extent_radius_m": 100_000}, 100_000),
        ({"extent_radius_m": 101_000}, None),
        ({}, None),
    ],
)
def test_a_part_of_the_sea_is_drawn_where_its_size_is_told(make_case, values, radius_m):
    """Off Aden, 20 km: drawn. The Gulf of Aden as a point without a size, or of more than 100 km: listed."""
    places, _ = located(make_case, place("spot", 45.0, 12.2, location_class="sea_air", **values))

    told = places.loc["spot", "radius_m"]
    assert math.isnan(told) if radius_m is None else told == radius_m


@pytest.mark.parametrize("location_class", ["country", "unlocated"])
def test_a_place_too_coarse_to_draw_is_listed_though_it_has_a_point(make_case, location_class):
    places, _ = located(make_case, place("spot", 43.5, 33.3, location_class=location_class, extent_radius_m=100))

    assert math.isnan(places.loc["spot", "radius_m"])


def test_a_place_without_a_point_is_listed_and_gets_none(make_case):
    """No 0,0 and no city centre stands in for a place that nobody gave."""
    places, _ = located(make_case, place("spot", None, None, location_class="street"))

    assert places.loc["spot", ["longitude", "latitude", "radius_m"]].isna().all()


def test_half_a_coordinate_is_no_point(make_case):
    places, _ = located(make_case, place("spot", 43.5, None))

    assert math.isnan(places.loc["spot", "radius_m"])


def test_an_outline_reaches_from_its_middle_to_its_corner_and_its_error_beyond(make_case):
    """Half the diagonal of a square of 2 km is 1,414 m; 300 m of error come on top."""
    spot = place("spot", None, None, geometry=square(43.5, 33.3, 2_000), outline_error_m=300)
    places, _ = located(make_case, spot)

    assert places.loc["spot", "radius_m"] == pytest.approx(1_000 * math.sqrt(2) + 300, abs=5)
    assert places.loc["spot", ["longitude", "latitude"]].tolist() == pytest.approx([43.5, 33.3], abs=1e-6)


def test_the_uncertainty_of_the_point_widens_an_outline_that_states_no_error(make_case):
    spot = place("spot", 43.5, 33.3, geometry=square(43.5, 33.3, 2_000), coord_uncertainty_m=400)
    places, findings = located(make_case, spot)

    assert places.loc["spot", "radius_m"] == pytest.approx(1_000 * math.sqrt(2) + 400, abs=5)
    assert len(findings) == 0


def test_an_outline_that_would_pass_for_exact_is_told(make_case):
    spot = place("spot", 43.5, 33.3, geometry=square(43.5, 33.3, 2_000))
    _, findings = located(make_case, spot)

    (found,) = findings
    assert (found.code, found.severity, found.column, found.ids, found.rows) == (
        "outline-without-error",
        "warning",
        "outline_error_m",
        ("spot",),
        (6,),
    )


def test_a_river_is_a_line_for_orientation_and_no_area(make_case):
    line = {"type": "LineString", "coordinates": [[43.4, 33.2], [43.5, 33.4]]}
    places, findings = located(make_case, place("river", None, None, location_class="context", geometry=line))

    assert math.isnan(places.loc["river", "radius_m"])
    assert len(findings) == 0


def test_the_dataset_given_is_not_changed(make_case):
    dataset, _ = read_path(make_case())
    before = dataset.places.copy()

    locate(dataset)

    assert dataset.places.equals(before)
    assert "radius_m" not in dataset.places
