"""One crosswalk: what each system's code says of a place. Every row of the table that the design was decided with."""

from __future__ import annotations

import pytest

from geomap import precision
from geomap.errors import UnknownId
from geomap.schema import table_schema

# system, code, class, radius in metres (None: listed), whether the radius is our own proposal
TABLE = [
    ("geomap", "exact", "exact", 25, False),
    ("geomap", "compound", "compound", 1_000, True),
    ("geomap", "street", "street", 300, True),
    ("geomap", "nearby_landmark", "nearby_landmark", 500, True),
    ("geomap", "neighbourhood_area", "neighbourhood_area", 1_500, True),
    ("geomap", "village", "village", 1_500, True),
    ("geomap", "town", "town", 5_000, True),
    ("geomap", "city", "city", 10_000, True),
    ("geomap", "city_part", "city_part", 10_000, True),
    ("geomap", "subdistrict", "subdistrict", 15_000, True),
    ("geomap", "district", "district", 30_000, True),
    ("geomap", "province", "province", 60_000, True),
    ("geomap", "country", "country", None, False),
    ("geomap", "sea_air", "sea_air", None, False),
    ("geomap", "unlocated", "unlocated", None, False),
    ("atlos", "Exact", "exact", 10, False),
    ("atlos", "Vicinity", "street", 100, False),
    ("atlos", "Locality", "neighbourhood_area", 1_000, False),
    ("airwars", "Exact location", "exact", 25, True),
    ("airwars", "Exact location (via Airwars)", "exact", 25, True),
    ("airwars", "Exact location (via Coalition)", "exact", 25, True),
    ("airwars", "Exact location (other)", "exact", 25, True),
    ("airwars", "Within 1m (via Coalition)", "exact", 25, True),
    ("airwars", "Within 100m (via Coalition)", "exact", 100, False),
    ("airwars", "Street", "street", 300, True),
    ("airwars", "Nearby landmark", "nearby_landmark", 500, True),
    ("airwars", "Neighbourhood/area", "neighbourhood_area", 1_500, True),
    ("airwars", "Village", "village", 1_500, True),
    ("airwars", "Town", "town", 5_000, True),
    ("airwars", "City", "city", 10_000, True),
    ("airwars", "Subdistrict", "subdistrict", 15_000, True),
    ("airwars", "District", "district", 30_000, True),
    ("airwars", "Province", "province", 60_000, True),
    ("airwars", "Province/governorate", "province", 60_000, True),
    ("acled", "1", "town", 5_000, True),
    ("acled", "2", "subdistrict", 25_000, True),
    ("acled", "3", "province", 100_000, True),
    ("ucdp", "1", "town", 5_000, True),
    ("ucdp", "2", "subdistrict", 25_000, False),
    ("ucdp", "3", "district", 30_000, True),
    ("ucdp", "4", "province", 100_000, True),
    ("ucdp", "5", "unlocated", None, False),
    ("ucdp", "6", "country", None, False),
    ("ucdp", "7", "sea_air", None, False),
    ("gtd", "1", "city", 10_000, True),
    ("gtd", "2", "district", 30_000, True),
    ("gtd", "3", "district", 30_000, True),
    ("gtd", "4", "province", 60_000, True),
    ("gtd", "5", "unlocated", None, False),
    ("gdelt", "1", "country", None, False),
    ("gdelt", "2", "province", 60_000, True),
    ("gdelt", "3", "city", 10_000, True),
    ("gdelt", "4", "city", 10_000, True),
    ("gdelt", "5", "province", 60_000, True),
]


@pytest.mark.parametrize(("system", "code", "location_class", "radius_m", "is_proposed"), TABLE)
def test_each_code_has_its_class_and_radius(system, code, location_class, radius_m, is_proposed):
    found = precision.lookup(system, code)

    assert (found.location_class, found.radius_m, found.is_proposed) == (location_class, radius_m, is_proposed)
    assert found.code == code
    assert found.meaning


def test_the_crosswalk_holds_nothing_besides():
    assert {(p.system, p.code) for p in precision._crosswalk().values()} == {(s, c) for s, c, *_ in TABLE}


def test_codes_are_found_in_any_case_of_letters():
    assert precision.lookup("airwars", " nearby LANDMARK ").radius_m == 500


def test_a_code_that_is_not_known_is_an_error_and_no_guess():
    with pytest.raises(UnknownId, match=r'"4" is no precision code of acled \(known: 1, 2, 3\)'):
        precision.lookup("acled", "4")
    with pytest.raises(UnknownId, match="known: nothing"):
        precision.lookup("somebody", "1")


def test_the_same_code_means_other_things_in_other_systems():
    """Why there is a crosswalk: a 1 is a whole town for ACLED and a country for GDELT."""
    assert precision.lookup("acled", "1").radius_m == 5_000
    assert precision.lookup("gdelt", "1").radius_m is None
    assert precision.lookup("atlos", "exact").radius_m == 10


def test_every_class_of_the_schema_has_a_radius_or_is_listed():
    for name in table_schema("places").field("location_class").vocabulary:
        if name != "context":
            assert (precision.class_radius_m(name) is None) == (name in precision.LISTED_CLASSES), name


def test_a_coarser_class_never_has_a_smaller_radius_but_for_walled_sites():
    """A compound of 1,000 m is finer than a street of 300 m: of a compound the site is known, of a street no house."""
    ranked = [c for c in precision._COARSENESS if precision.class_radius_m(c) and c != "compound"]
    radii = [precision.class_radius_m(c) for c in ranked]

    assert radii == sorted(radii)


def test_context_places_count_as_coarsest():
    assert precision.coarseness("context") > precision.coarseness("unlocated") > precision.coarseness("country")


def test_a_dot_is_allowed_up_to_150_metres():
    assert precision.DISC_MAX_M == 150
