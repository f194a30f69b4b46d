"""What a place surely lies in, by its own words: drawn whole, never taken for the place itself, never too small."""

from __future__ import annotations

import json

import pytest
import shapely
from making import row, write_sheet

from geomap import geodesy
from geomap.errors import UsageError
from geomap.making.cases import Beginning, new_case
from geomap.making.holding import holders
from geomap.making.naming import find_places
from geomap.making.offering import offers
from geomap.making.place_adding import NewPlace, add_place


def feature_of(words, country, others=()):
    named = find_places([words, *others], [], country)
    return next((f for f in named.added if f["properties"]["name"] == words), None)


def shape_of(feature):
    return shapely.geometry.shape(feature["geometry"])


@pytest.mark.parametrize(
    ("words", "country", "kind", "whole"),
    [
        ("Houthi-controlled areas of Yemen", "", "country", "Yemen"),
        ("Russian position inside Ukraine", "", "country", "Ukraine"),
        ("three launch sites in Iran", "", "country", "Iran"),
        ("militia bases in southern Iraq", "", "country", "southern Iraq"),
        ("southern Iran, at the northern end of the Gulf", "", "country", "southern Iran"),
        ("Occupied part of Luhansk region", "UA", "province", "Luhansk region"),
        ("Part of Donetsk region occupied since 2014", "UA", "province", "Donetsk region"),
        ("Qzx, Kharkiv region", "UA", "province", "Kharkiv region"),
        ("territory of Belgorod region", "UA", "province", "Belgorod region"),
    ],
)
def test_words_that_say_no_more_than_where_it_is_are_all_of_that(words, country, kind, whole):
    feature, of = feature_of(words, country), feature_of(whole, country)

    row = feature["properties"]
    assert (row["location_class"], row["basis"]) == (kind, "derived")
    assert f"somewhere in {whole}." in row["how_drawn"]
    assert whole not in row["how_drawn_ar"] or "name_ar" not in of["properties"]
    assert shapely.symmetric_difference(shape_of(feature), shape_of(of)).area < 1e-3
    assert row["outline_error_m"] >= of["properties"]["outline_error_m"]


@pytest.mark.parametrize(
    ("words", "reach_km"),
    [
        ("US Consulate, Erbil", 10.0),
        ("Israeli centre in Erbil (alleged)", 10.0),
        ("residential areas of Erbil", 10.0),
        ("central Erbil", 10.0),
        ("Erbil railway station", 10.0),
        ("area round the new consulate, Erbil", 15.0),
        ("about 2 km from the consulate, Erbil", 12.4),
        ("a depot near Erbil", 15.0),
        ("a depot near Erbil, Iraq", 15.0),
        ("Erbil area", 15.0),
        ("Erbil's southern suburbs", 15.0),
        ("north-eastern suburbs of Erbil", 15.0),
    ],
)
def test_a_place_in_a_town_is_somewhere_in_all_of_it_and_as_much_more_as_the_words_say(words, reach_km):
    feature = feature_of(words, "IQ")

    assert feature["properties"]["basis"] == "derived"
    assert geodesy.area_of_outline(shape_of(feature), 0.0).reach_m / 1000 == pytest.approx(reach_km, rel=0.02)
    assert shape_of(feature).contains(shapely.Point(44.0094, 36.1912))


@pytest.mark.parametrize(
    ("words", "country", "whole"),
    [
        ("a base in Homs", "SY", "Homs province"),
        ("southern Idlib", "SY", "Idlib province"),
        ("Qzx, Erbil", "IQ", "Erbil province"),
        ("southern Gaza", "IL", None),
        ("a base in Washington", "US", None),
    ],
)
def test_of_a_town_and_its_province_the_wider_is_meant_where_the_words_fit_both(words, country, whole):
    """Southern Gaza is a part of the Strip; the capital does not lie in the state of its name."""
    row = (feature_of(words, country) or {}).get("properties", {})

    if whole:
        assert f"somewhere in {whole}." in row["how_drawn"]
    elif row:
        assert row["our_sides"] == "north"


def test_where_the_case_has_the_town_words_speak_of_that_but_for_unknown_places_behind_a_comma():
    own = find_places(["Erbil"], [], "IQ").added

    added = find_places(["north-eastern Erbil", "2 km from Qzx, Erbil"], own, "IQ").added

    kinds = {f["properties"]["name"]: f["properties"]["location_class"] for f in added}
    assert kinds == {"north-eastern Erbil": "city", "2 km from Qzx, Erbil": "province"}


def test_gaza_is_the_strip_and_gaza_city_the_city():
    named = find_places(["Gaza", "Gaza City", "southern Gaza"], [], "")

    kinds = {f["properties"]["name"]: f["properties"]["location_class"] for f in named.added}
    assert kinds == {"Gaza": "province", "Gaza City": "city", "southern Gaza": "province"}


@pytest.mark.parametrize("order", [("Kuwait", "Kuwait City"), ("Kuwait City", "Kuwait")])
def test_a_country_and_a_city_that_are_called_alike_stay_two(order):
    first = find_places([order[0]], [], "").added

    (second,) = find_places([order[1]], first, "").added

    kinds = {f["properties"]["name"]: f["properties"]["location_class"] for f in (*first, second)}
    assert kinds == {"Kuwait": "country", "Kuwait City": "town"}


@pytest.mark.parametrize(
    ("words", "lon", "lat"),
    [
        ("Hit, Anbar", 42.83, 33.64),
        ("Mosul, Nineveh province, Iraq", 43.12, 36.34),
        ("Springfield, Illinois", -89.6, 39.8),
    ],
)
def test_a_town_is_found_by_the_province_behind_it(words, lon, lat):
    row = feature_of(words, "")["properties"]

    assert (row["longitude"], row["latitude"]) == (pytest.approx(lon, abs=0.1), pytest.approx(lat, abs=0.1))


@pytest.mark.parametrize(
    ("words", "kind"),
    [("over Jordan", "country"), ("over the Red Sea", "sea_air"), ("Black Sea near Odesa", "sea_air")],
)
def test_over_a_country_and_a_sea_near_a_town_are_all_of_it(words, kind):
    assert feature_of(words, "")["properties"]["location_class"] == kind


@pytest.mark.parametrize(
    "words",
    [
        "Masif-Salahaddin road, Erbil",
        "road to Erbil",
        "north of a mill in Erbil",
        "between a mill and a dam, Erbil",
        "30 km from a base in Iraq",
        "Iranian base close to the border with Iraq",
        "Qzx, Iran",
        "outside the borders, Iraq",
        "opposite a mill in Erbil",
        "Erbil, not Iraq",
        "coast of Yemen",
        "Zaporizhzhia nuclear power plant",
        "port of Erbil",
    ],
)
def test_what_may_lie_outside_of_what_is_named_gets_no_area(words):
    assert feature_of(words, "IQ") is None


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Houthi-controlled areas of Yemen", "Houthi-controlled areas of Yemen (somewhere in Yemen)"),
        ("a base in Yemen", None),
    ],
)
def test_an_area_that_could_be_taken_for_the_whole_says_so_in_its_label(words, label):
    assert feature_of(words, "")["properties"].get("label") == label


@pytest.mark.parametrize(
    ("words", "ours"),
    [("a base in Yemen", "none"), ("bases in southern Iraq", "north"), ("a house in Erbil", None)],
)
def test_of_what_holds_a_place_only_the_cuts_and_discs_are_ours(words, ours):
    assert feature_of(words, "IQ" if "Erbil" in words else "")["properties"].get("our_sides") == ours


def test_what_holds_a_place_of_the_case_is_withheld_with_it():
    own = find_places(["Erbil"], [], "IQ").added

    (feature,) = find_places(["a house in Erbil"], own, "IQ").added

    assert feature["properties"]["worked_out_from"] == own[0]["properties"]["place_id"]


@pytest.mark.parametrize(
    ("words", "country", "reach_km"),
    [("Abqaiq district", "SA", 30.0), ("Hit district, Iraq", "", 30.0), ("Hit subdistrict", "IQ", 15.0)],
)
def test_a_district_is_a_disc_of_its_size_round_the_town_that_it_is_called_after(words, country, reach_km):
    row = feature_of(words, country)["properties"]

    assert row["location_class"] == words.split(",")[0].split()[-1]
    assert row["basis"] == "derived"
    assert f"within {reach_km:.0f} km" in row["how_drawn"]


@pytest.mark.parametrize("words", ["Washington county", "Nowhere district"])
def test_a_district_without_a_town_of_its_name_has_no_area(words):
    assert feature_of(words, "US") is None


@pytest.mark.parametrize(
    ("words", "like"),
    [
        ("Russia's Belgorod region", "Belgorod region, Russia"),
        ("Belgorod region of Russia", "Belgorod region, Russia"),
        ("Iran's western Kermanshah province", "Kermanshah province, Iran"),
        ("Kermanshah province in Iran", "Kermanshah province, Iran"),
    ],
)
def test_a_country_may_stand_before_its_province_and_its_side_is_that_of_the_country(words, like):
    assert shape_of(feature_of(words, "")).equals(shape_of(feature_of(like, "")))


def test_a_city_abroad_far_larger_than_its_namesake_is_meant_and_both_are_offered_where_it_is_not():
    row = feature_of("Najaf", "IL", ["Iraq", "Iran"])["properties"]
    offered = offers("Najaf", ("IL", "IQ", "IR"))

    assert row["country"] == "IQ"
    assert [o for o in offered if "44.3" in o]
    assert [o for o in offered if "56.8" in o]
    assert not any("--anywhere" in o for o in offered)


def test_several_places_hold_the_closest_first():
    assert [h.name for h in holders("a mill in Hit, Anbar province")] == ["Hit, Anbar province", "Anbar province"]


def test_a_place_from_words_gives_way_to_one_that_somebody_knows_better(tmp_path):
    case = tmp_path / "case"
    rows = [row("kind", "drone"), row("impact area", "US Consulate, Erbil"), row("launch area", "Iran")]
    new_case(case, Beginning(title="T", country="IQ"), write_sheet(tmp_path / "s.csv", rows))
    before = (case / "places.geojson").read_text("utf-8")
    better = NewPlace(
        name="US Consulate, Erbil", shape="circle 200 m at 44.0,36.2", source="a map", error_m=50,
        location_class="compound", basis="sourced",
    )  # fmt: skip

    add_place(case, better)

    after = (case / "places.geojson").read_text("utf-8")
    changed = [old for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [json.loads(line.rstrip(","))["properties"]["basis"] for line in changed] == ["derived"]
    assert [f["properties"]["basis"] for f in json.loads(after)["features"]].count("sourced") == 1
    with pytest.raises(UsageError, match=r"has a place .* already"):
        add_place(case, better)
