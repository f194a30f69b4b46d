"""Whose a territory is: a table with sources says it for each point of view; the map says which one it has."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from geomap import pipeline
from geomap.ground import (
    POINTS_OF_VIEW,
    GroundChoice,
    country_outline,
    ground_choice,
    layer,
    opening,
    outlines_named,
    round_about,
    sheets,
)
from geomap.ground import names as names_on
from geomap.publishers.ground import ground_names
from geomap.readers.case_keys import TOML_KEYS, read_keys, unknown_ground_names

TABLE = Path(__file__).parents[3] / "geodata" / "ground" / "sources" / "points_of_view.csv"
INSIDE = {
    "Crimea": (34.1, 45.3),
    "Sevastopol": (33.6, 44.55),
    "Golan": (35.78, 33.0),
    "Northern Cyprus": (33.5, 35.25),
    "Somaliland": (45.0, 9.5),
}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_offers_what_a_desk_may_choose_and_has_a_source_for_each_row() -> None:
    assert {row["view"] for row in rows()} == set(POINTS_OF_VIEW)
    assert all(row["source"] for row in rows())
    assert {row["name"] for row in rows()} == set(INSIDE)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['view']}-{row['name']}")
def test_each_row_holds_in_outline_and_province_and_nobody_else_has_the_place(row: dict[str, str]) -> None:
    at = shapely.Point(INSIDE[row["name"]])
    west, south, east, north = at.buffer(0.5).bounds
    view = row["view"]

    provinces = layer("provinces", (west, south, east, north), 0, clipped=False, view=view)
    countries = layer("countries", (west, south, east, north), 1, clipped=False, view=view)
    outline = country_outline(row["country_a3"], view)

    assert provinces.loc[shapely.contains(provinces.geometry.to_numpy(), at), "country_a3"].tolist() == [
        row["country_a3"]
    ]
    assert countries.loc[shapely.contains(countries.geometry.to_numpy(), at), "a3"].tolist() == [row["country_a3"]]
    assert outline is not None
    if row["name"] != "Sevastopol" and row["country_a3"] != "RUS":  # smaller than what a small map shows
        assert shapely.geometry.shape(outline["geometry"]).contains(at)


def test_no_point_of_view_loses_or_doubles_land() -> None:
    whole = (-180.0, -90.0, 180.0, 90.0)
    areas = {
        view: sum(shapely.area(layer("provinces", whole, 1, clipped=False, view=view).geometry.to_numpy()))
        for view in POINTS_OF_VIEW
    }

    assert areas["un"] == pytest.approx(areas["control"], abs=1e-9)


def test_an_outline_by_name_is_that_of_the_united_nations_and_what_others_name_is_found_too() -> None:
    crimea, golan = shapely.Point(INSIDE["Crimea"]), shapely.Point(INSIDE["Golan"])
    (ukraine,), (russia,), (syria,), (israel,) = map(outlines_named, ("Ukraine", "Russia", "Syria", "Israel"))

    assert ukraine.geometry.contains(crimea)
    assert not russia.geometry.contains(crimea)
    assert syria.geometry.contains(golan)
    assert not israel.geometry.contains(golan)
    assert {o.country for o in outlines_named("Crimea")} == {"UKR"}
    assert outlines_named("Somaliland")[0].note == "not recognised"
    assert outlines_named("North Cyprus")[0].note == "recognised by Turkey alone"


@pytest.mark.parametrize(
    ("what", "box"),
    [
        ("Crimea and the mainland", (33.0, 45.6, 35.2, 46.4)),
        ("the Golan and the Jordan", (35.5, 32.6, 35.7, 33.3)),
        ("the Golan and the rest of Syria", (35.75, 32.6, 36.0, 33.3)),
        ("Abkhazia", (41.5, 42.3, 42.2, 43.0)),
        ("South Ossetia", (43.5, 41.9, 44.7, 42.4)),
        ("Western Sahara", (-13.2, 27.6, -8.7, 27.8)),
        ("Kosovo and Serbia", (20.2, 42.2, 21.9, 43.3)),
        ("Somaliland", (48.0, 8.5, 48.9, 11.0)),
        ("Northern Cyprus", (32.7, 35.0, 33.6, 35.2)),
        ("Kashmir", (73.8, 33.0, 76.8, 35.0)),
    ],
)
@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_the_line_of_a_dispute_is_no_plain_border_at_any_step(
    what: str, box: tuple[float, float, float, float], step: int
) -> None:
    found = layer("borders", box, step)

    assert (found["kind"] != "international").any(), what


def test_crimea_and_the_mainland_are_parted_by_no_plain_border() -> None:
    found = layer("borders", (32.5, 44.3, 36.4, 46.15), 0)

    assert set(found["kind"]) <= {"disputed"}


def test_names_of_countries_follow_the_point_of_view() -> None:
    region = round_about((46.0, 8.0), 2_500.0)
    told = {
        view: {n.text for n in names_on((region,), choice=GroundChoice(point_of_view=view)) if n.kind == "country"}
        for view in POINTS_OF_VIEW
    }

    assert told["control"] - told["un"] == {"Somaliland"}
    assert told["un"] <= told["control"]


def test_a_desk_names_a_sea_in_both_languages(edition: Any) -> None:
    editorial = {"ground": {"names": [{"name": "Persian Gulf", "text": "the Gulf", "text_ar": "الخليج"}]}}
    region = opening((47.0, 23.0, 57.0, 31.0))

    for lang, wanted in (("en", "the Gulf"), ("ar", "الخليج")):
        scene = replace(edition.scene, lang=lang, ground=ground_choice(editorial, lang))
        told = [name.text for name in ground_names(scene, (region,)) if name.kind == "sea"]
        assert wanted in told
        assert "Persian Gulf" not in told
    assert "ground" not in scene.as_dict()


def test_a_value_that_is_not_offered_is_told_with_what_is() -> None:
    kept, told = read_keys({"ground": {"point_of_view": "atlantis", "spelling": "x"}}, TOML_KEYS, "map.toml")
    messages = [finding.message for finding in told]

    assert kept["ground"].get("point_of_view") is None
    assert any("one of un, control" in m for m in messages)
    assert any('"spelling" is no key of [ground]' in m for m in messages)
    assert ground_choice({"ground": {"point_of_view": "atlantis"}}, "en") == GroundChoice()
    assert ground_choice({"ground": "x"}, "en") == GroundChoice()


def test_a_name_that_is_not_on_the_ground_is_told_with_what_is_close() -> None:
    entries = [{"name": "Persian Gulff", "text": "the Gulf"}, {"name": "خليج عدن", "text": "x"}]

    (told,) = unknown_ground_names({"ground": {"names": entries}})

    assert told.column == "ground.names[0].name"
    assert "Persian Gulf" in told.message
    assert not len(unknown_ground_names({}))


def test_the_map_says_whose_point_of_view_it_has_where_a_disputed_border_is_in_sight(make_case: Any) -> None:
    plain, chosen = make_case(), make_case(name="chosen")
    with (chosen / "map.toml").open("a", encoding="utf-8") as file:
        file.write('\n[ground]\npoint_of_view = "control"\n')

    assert not any("United Nations" in credit for credit in pipeline.build_edition(plain).scene.credits)
    told = pipeline.build_edition(chosen, lang="ar")
    assert any("الدولة التي تسيطر عليها" in credit for credit in told.scene.credits)
    assert told.scene.ground.point_of_view == "control"


def test_a_name_that_is_withheld_is_taken_out_of_what_a_desk_calls_things(make_case: Any) -> None:
    case = make_case()
    with (case / "map.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[ground.names]]\nname = "Persian Gulf"\ntext = "the gulf behind PLACE"\n')
    dataset, _ = pipeline.checked(case)
    place = dataset.places.iloc[0]
    text = (case / "map.toml").read_text("utf-8").replace("PLACE", str(place["name"]))
    (case / "map.toml").write_text(text, "utf-8")

    shown = pipeline.build_edition(case).scene.ground
    kept = pipeline.build_edition(case, policy=pipeline.Policy(redact=(str(place["place_id"]),))).scene.ground

    assert place["name"] in shown.text_for("Persian Gulf")
    assert place["name"] not in kept.text_for("Persian Gulf")


def test_sheets_are_data_with_their_bounds() -> None:
    for sheet in sheets():
        west, south, east, north = sheet.bounds
        assert west < east
        assert south < north
        assert len(sheet.country) == 3
        for feature in sheet.features:
            box = shapely.geometry.shape(feature["geometry"]).bounds
            assert west - 1e-6 <= box[0] <= box[2] <= east + 1e-6
