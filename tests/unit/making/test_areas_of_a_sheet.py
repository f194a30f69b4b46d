"""Countries, provinces and seas by name, and areas worked out from words: what a sheet gets without a hand on it."""

from __future__ import annotations

import json

import pytest
import shapely

from geomap import geodesy
from geomap.errors import InvalidValue, UsageError
from geomap.land import country_shape
from geomap.making.naming import countries_named, find_places
from geomap.making.offering import offers
from geomap.making.place_adding import NewPlace, place_feature
from geomap.places.outlines import CORNERS_MAX, areas_named, kept_outline
from geomap.publishers.page.shapes import pack


def place(name, *, country="", own=()):
    named = find_places([name], own, country)
    assert named.unanswered == {}
    (feature,) = named.added
    return feature


def shape_of(feature):
    return shapely.geometry.shape(feature["geometry"])


def point(place_id, name, lon, lat, **more):
    row = {"place_id": place_id, "name": name, "longitude": lon, "latitude": lat, "coord_uncertainty_m": 500} | more
    return {"type": "Feature", "properties": {"location_class": "town", "basis": "sourced"} | row, "geometry": None}


@pytest.mark.parametrize(
    ("name", "kind", "inside", "outside"),
    [
        ("Yemen", "country", (44.2, 15.35), (46.7, 24.7)),
        ("اليمن", "country", (44.2, 15.35), (46.7, 24.7)),
        ("IRN", "country", (51.4, 35.7), (44.4, 33.3)),
        ("UK", "country", (-0.1, 51.5), (2.35, 48.9)),
        ("Kermanshah province", "province", (47.07, 34.31), (51.4, 35.7)),
        ("Kermanshah province, Iran", "province", (47.07, 34.31), (51.4, 35.7)),
        ("Nineveh governorate", "province", (43.13, 36.34), (44.4, 33.3)),
        ("Kharkivska oblast", "province", (36.23, 49.99), (30.5, 50.45)),
        ("محافظة الحديدة", "province", (43.2, 14.8), (45.0, 12.8)),
        ("Gulf of Aden", "sea_air", (48.0, 12.5), (45.0, 14.0)),
        ("the Gulf", "sea_air", (51.0, 27.5), (47.0, 30.0)),
    ],
)
def test_an_area_by_name_code_or_alias_is_its_outline(name, kind, inside, outside):
    feature = place(name)

    row = feature["properties"]
    assert row["location_class"] == kind
    assert row["basis"] == "gazetteer"
    assert row["source"].startswith("Natural Earth, 1:10m, the ")
    assert row["licence"] == "public domain"
    assert row["outline_error_m"] >= 1000
    assert shape_of(feature).contains(shapely.Point(inside))
    assert not shape_of(feature).intersects(shapely.Point(outside))


def test_a_country_does_not_spill_over_its_neighbours():
    yemen = shape_of(place("Yemen"))

    for other in ("Saudi Arabia", "Oman"):
        assert yemen.intersection(shape_of(place(other))).area < 0.01 * yemen.area


@pytest.mark.parametrize("name", ["Iran", "Greece", "Indonesia", "United States", "Fiji", "Mediterranean"])
def test_an_outline_holds_the_true_one_and_takes_few_bytes_of_a_page(name):
    """What is drawn holds what is kept; the largest countries come from a coarser step of the ground."""
    (area,) = areas_named(name)

    kept = kept_outline(area)

    assert len(shapely.get_coordinates(kept.geometry)) <= CORNERS_MAX
    assert kept.geometry.is_valid
    wide = geodesy.area_of_outline(kept.geometry, kept.error_m).widened
    drawn = geodesy.grow_for_error(wide, geodesy.decimals_for(kept.error_m), kept.error_m)
    assert shapely.difference(kept.geometry, drawn).area < 1e-9
    packed = [pack(json.loads(shapely.to_geojson(shape)), 1_000) for shape in (kept.geometry, drawn)]
    assert len(json.dumps(packed)) <= 30_000


@pytest.mark.parametrize(
    ("name", "countries", "fits"),
    [
        ("Punjab province", "", "the province Punjab (India) and the province Punjab (Pakistan): say which is meant"),
        ("Georgia", "US", "the country Georgia and the province Georgia (United States): say which is meant"),
        ("South Lebanon", "LB", "the province South Lebanon (Lebanon) and a part of Lebanon: say which is meant"),
    ],
)
def test_a_name_that_fits_two_areas_is_asked_about_with_both_shown(name, countries, fits):
    named = find_places([name], [], countries)

    assert named.added == ()
    assert fits in named.unanswered[name]
    assert len([o for o in offers(name, (countries,)) if "point" not in o]) == fits.count("the ") + ("a part" in fits)


@pytest.mark.parametrize("offer", [*offers("Georgia"), *offers("Punjab"), offers("South Lebanon")[-1]])
def test_what_is_offered_for_a_name_that_fits_two_is_taken(offer):
    feature = place_feature(NewPlace(name="X", shape=offer.removeprefix('--from "').removesuffix('"')), "IQ")

    assert feature["geometry"] is not None


@pytest.mark.parametrize(
    ("name", "country", "lon"), [("Najaf", "IQ", 44.3), ("Baghdad city", "IQ", 44.4), ("Erbil", "IQ", 44.0)]
)
def test_a_bare_name_of_a_town_is_the_town_not_its_province(name, country, lon):
    feature = place(name, country=country)

    assert feature["properties"]["location_class"] in ("city", "town")
    assert abs(feature["properties"]["longitude"] - lon) < 0.1


def test_a_country_means_itself_and_what_else_fits_is_told():
    named = find_places(["Georgia"], [], "RU")

    assert [f["properties"]["location_class"] for f in named.added] == ["country"]
    assert named.taken_for["Georgia"].endswith("the province Georgia (United States) would fit, too")


def test_a_part_is_cut_out_of_the_outline_of_the_case_and_says_how():
    own = place("Iran")

    named = find_places(["south-west of Iran"], [own], "")

    (feature,) = named.added
    row = feature["properties"]
    assert row["basis"] == "derived"
    assert row["location_class"] == "country"
    assert row["our_sides"] == "north; east"
    assert row["worked_out_from"] == "iran"
    assert row["name_ar"] == "جنوب غرب إيران"
    assert "54.4° E, 32.5° N" in row["how_drawn"]
    assert row["outline_error_m"] == own["properties"]["outline_error_m"]
    assert shape_of(own).buffer(1e-3).contains(shape_of(feature))
    assert 260_000 < geodesy.area_km2(shape_of(feature)) < 290_000


@pytest.mark.parametrize(
    "ship", ["about 50 nautical miles south-west of Aden", "Gulf of Aden, 50 nautical miles south of Aden"]
)
def test_a_ship_is_somewhere_at_sea(ship):
    feature = place(ship, country="YE")

    assert feature["properties"]["location_class"] == "sea_air"
    assert "our_sides" not in feature["properties"]
    assert shape_of(feature).intersection(country_shape("Yemen").buffer(-0.2)).is_empty


def test_off_a_port_is_sea_only():
    feature = place("off Hodeidah", country="Yemen")

    assert feature["properties"]["location_class"] == "sea_air"
    assert not shape_of(feature).contains(shapely.Point(43.0, 14.8))
    assert shape_of(feature).contains(shapely.Point(42.85, 14.8))


@pytest.mark.parametrize("words", ["north of Kirkuk", "near Iran", "from the north", "near Atlantis", "coast of Yemen"])
def test_words_without_an_end_are_listed(words):
    named = find_places([words], [], "Iraq")

    assert named.added == ()
    assert words in named.unanswered


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("20 km south of Qzx", 'speaks of "qzx", and nobody can say which place that is: add that place first'),
        ("near Iran", 'gives no area: it says no distance, or "iran" is too wide for "near" and for a distance'),
        ("north of Kirkuk", "says a direction and no distance: where it ends nobody can say"),
        ("from the north", "says a direction and no distance: where it ends nobody can say"),
        ("East of Iraq, outside its borders", "says a direction and no distance: where it ends nobody can say"),
        ("Kurdistan Region", "is a province, of which no outline is known by this name"),
    ],
)
def test_words_that_come_to_no_area_are_told_with_the_reason(words, why):
    assert find_places([words], [], "Iraq").unanswered[words].startswith(why)


def test_two_places_in_one_cell_are_told_apart():
    named = find_places(["Basra and Najaf"], [], "Iraq")

    assert named.unanswered["Basra and Najaf"] == 'names 2 places ("and"): write a row for each of them'


def test_near_a_place_of_the_case_is_worked_out_from_it():
    feature = place("near the mill", own=[point("mill", "The mill", 44.0, 33.0)], country="IQ")

    assert feature["properties"]["worked_out_from"] == "mill"
    assert shape_of(feature).contains(shapely.Point(44.0, 33.0))
    assert geodesy.area_of_outline(shape_of(feature), 0.0).reach_m >= 5_500


def test_a_town_abroad_is_found_where_the_case_names_its_country():
    alone = find_places(["Tabriz"], [], "IQ")
    named = find_places(["Tabriz"], [place("Iran")], "IQ")

    assert alone.added == ()
    assert [f["properties"]["country"] for f in named.added] == ["IR"]


def test_a_place_abroad_needs_no_option_where_the_case_names_its_country():
    own = [place("Iran")]
    said = NewPlace(
        name="X", shape="point at 48.76,31.34", source="a map", error_m=500, location_class="town", basis="sourced"
    )

    assert place_feature(said, "IQ", own)["properties"]["longitude"] == 48.76
    with pytest.raises(InvalidValue, match="lies outside of IQ"):
        place_feature(said, "IQ")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("south-west of Iran", ("IR",)),
        ("southern Iran", ("IR",)),
        ("southern Iran, at the northern end of the Gulf", ("IR",)),
        ("near Iran's southern border with Iraq", ("IR", "IQ")),
        ("Hashd al-Shaabi bases in southern Iraq", ("IQ",)),
        ("Tabriz, Iran", ("IR",)),
        ("between Syria and Lebanon", ("SY", "LB")),
        ("Trinidad and Tobago", ("TT",)),
        ("Lebanon, Pennsylvania", ()),
        ("Jordan Street", ()),
    ],
)
def test_the_countries_that_words_speak_of_are_those_of_the_case(words, codes):
    assert countries_named([words], [], "") == codes
    assert countries_named([], [{"name": words, "location_class": "country"}], "") == codes


@pytest.mark.parametrize("shape", ["", "country Yemen", "Yemen", "YEM"])
def test_place_add_takes_an_area_by_name_alone(shape):
    row = place_feature(NewPlace(name="Yemen", shape=shape), "IQ")["properties"]

    assert (row["place_id"], row["name"], row["location_class"]) == ("yemen", "Yemen", "country")


@pytest.mark.parametrize("words", ["Tabriz", "near Tabriz"])
def test_place_add_finds_a_town_abroad_by_name_where_the_case_names_its_country(words):
    own = [place("southern Iran")]

    assert place_feature(NewPlace(name=words), "IQ", own)["properties"]["longitude"] == pytest.approx(46.29, abs=0.01)
    with pytest.raises(UsageError, match=r"--anywhere"):
        place_feature(NewPlace(name="Tabriz"), "IQ")


def test_place_add_under_another_name_of_a_place_says_which_it_is():
    own = [place("Yemen")]

    with pytest.raises(UsageError, match=r"is a place of the case already: yemen"):
        place_feature(NewPlace(name="اليمن"), "IQ", own)


def test_an_outline_is_never_said_to_be_better_than_it_is():
    with pytest.raises(InvalidValue, match=r"--error: 10 m is less than the 1000 m that this place may be off"):
        place_feature(NewPlace(name="Yemen", error_m=10), "IQ")


def test_place_add_without_a_position_says_what_it_needs():
    with pytest.raises(UsageError, match=r"--error, --class, --basis: needed for a circle, a point or a file"):
        place_feature(NewPlace(name="X", shape="point at 44,33", source="a map"), "IQ")
    with pytest.raises(UsageError, match=r'NAME: "Qzx" is in no gazetteer'):
        place_feature(NewPlace(name="Qzx"), "IQ")
    with pytest.raises(UsageError, match=r"fits 2 of the areas that are known: .* Add its country"):
        place_feature(NewPlace(name="X", shape="province Punjab"), "IQ")
