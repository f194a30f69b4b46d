"""The zone of a place: of its country, of the towns round it, or none that can be told."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.places.zones import zone_of_place

APRIL = (date(2022, 4, 8), date(2022, 4, 8))
JANUARY = (date(2022, 1, 8), date(2022, 1, 8))


@pytest.mark.parametrize(
    ("country", "at", "zone"),
    [
        ("Iraq", None, "Asia/Baghdad"),
        ("YE", None, "Asia/Aden"),
        ("Ukraine", (37.54, 48.73), "Europe/Kyiv"),  # Kramatorsk
        ("United States", (-87.63, 41.88), "America/Chicago"),
        ("Russia", (36.59, 50.6), "Europe/Moscow"),  # Belgorod
        ("", None, ""),
    ],
)
def test_the_country_or_the_towns_round_a_place_give_its_zone(country, at, zone):
    assert zone_of_place(country, at, 5_000.0, JANUARY) == (zone, ())


def test_a_country_of_several_zones_is_asked_about_unless_they_show_the_same_time():
    name, choices = zone_of_place("Ukraine", None, 0.0, JANUARY)

    assert (name, set(choices)) == ("", {"Europe/Kyiv", "Europe/Simferopol"})
    assert zone_of_place("Ukraine", None, 0.0, APRIL)[0] in choices


def test_towns_that_show_different_times_do_not_settle_it():
    name, choices = zone_of_place("US", (-87.5, 38.0), 20_000.0, JANUARY)  # Evansville, where two zones meet

    assert name == ""
    assert "America/Chicago" in choices
