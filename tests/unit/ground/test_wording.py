"""Areas worked out from words: never finer than the words, and what is ours is kept apart from what others drew."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.geodesy import area_km2, area_of_disc, geodesic
from geomap.ground import outlines_named
from geomap.ground.directions import OpenSector
from geomap.ground.wording import Spot, WorkedOut, split_words, worked_out

TOWNS = {"aden": (45.04, 12.79), "kirkuk": (44.39, 35.47), "mosul": (43.13, 36.34), "erbil": (44.01, 36.19)}
TOWN_M = 5_000.0


def lookup(name: str) -> Spot | None:
    if name in TOWNS:
        disc = area_of_disc(*TOWNS[name], TOWN_M).outline
        return Spot(name=name.title(), geometry=disc, error_m=0.0, is_outline=False)
    found = outlines_named(name)
    if not found:
        return None
    one = found[0]
    return Spot(name=one.name, geometry=one.geometry, error_m=one.error_m, is_outline=True)


@pytest.mark.parametrize(
    "words",
    ["south-west of Iran", "South-western Iran", "southwestern iran", "the south west of Iran", "Iran's southwest"],
)
def test_a_quarter_of_a_country_lies_beyond_its_middle(words):
    made = worked_out(words, lookup)

    assert isinstance(made, WorkedOut)
    assert made.slots == {"lon": "54.4° E", "lat": "32.5° N"}
    assert [spot.name for spot in made.spots] == ["Iran"]
    assert made.geometry.bounds[2] <= 54.4
    assert made.geometry.bounds[3] <= 32.5
    assert 260_000 < area_km2(made.geometry) < 290_000


def test_only_the_cuts_are_ours():
    made = worked_out("south of Iraq", lookup)

    assert isinstance(made, WorkedOut)
    ys = shapely.get_coordinates(made.cuts)[:, 1]
    assert ys.max() - ys.min() < 0.001
    assert made.error_m == outlines_named("Iraq")[0].error_m


def test_halves_of_a_country_make_up_the_country():
    north, south = (worked_out(f"{way} of Iraq", lookup) for way in ("north", "south"))

    whole = outlines_named("Iraq")[0].geometry
    assert isinstance(north, WorkedOut)
    assert isinstance(south, WorkedOut)
    assert shapely.union(north.geometry, south.geometry).symmetric_difference(whole).area < 1e-6


@pytest.mark.parametrize(
    ("words", "share"), [("about 50 km south-west of Aden", 0.2), ("50 km south-west of Aden", 0.1)]
)
def test_a_distance_is_as_doubtful_as_its_words(words, share):
    made = worked_out(words, lookup)

    assert isinstance(made, WorkedOut)
    corners = shapely.get_coordinates(made.geometry)
    far_m, _ = geodesic([TOWNS["aden"][0]] * len(corners), [TOWNS["aden"][1]] * len(corners), *corners.T)
    assert far_m.max() >= 50_000 * (1 + share) + TOWN_M
    assert far_m.min() <= 50_000 * (1 - share) - TOWN_M + 50


def test_nautical_miles_are_at_sea():
    land = shapely.box(44.0, 12.0, 45.2, 12.5)

    made = worked_out("50 nautical miles south-west of Aden", lookup, land=lambda _: land)

    assert isinstance(made, WorkedOut)
    assert made.geometry.intersection(land).area < 1e-9
    assert made.slots == {"low": "78", "high": "107"}  # 50 nautical miles, ± 10 %, and 5 km of Aden


@pytest.mark.parametrize("words", ["within 20 km of Aden", "up to 20 km from Aden", "up to 20 km south of Aden"])
def test_a_limit_begins_at_the_place(words):
    made = worked_out(words, lookup)

    assert isinstance(made, WorkedOut)
    assert made.slots["low"] == "0"
    assert made.geometry.distance(shapely.Point(TOWNS["aden"])) < 1e-9


def test_a_distance_without_a_direction_goes_all_round():
    made = worked_out("about 50 km from Aden", lookup)

    assert isinstance(made, WorkedOut)
    assert made.method == "distance_around"
    assert len(made.geometry.interiors) == 1
    assert made.geometry.covers(shapely.box(44.6, 12.8, 44.61, 12.81))


def test_a_direction_without_a_distance_is_no_area():
    made = worked_out("from the north", lookup)

    assert made == OpenSector(words="from the north", bearing_from_deg=315.0, bearing_to_deg=45.0)


def test_between_two_towns_is_neither_of_them():
    made = worked_out("between Mosul and Erbil", lookup)

    assert isinstance(made, WorkedOut)
    for name in ("mosul", "erbil"):
        assert not made.geometry.contains(shapely.Point(TOWNS[name]))


def test_near_a_town_holds_the_town():
    made = worked_out("near Kirkuk", lookup)

    assert isinstance(made, WorkedOut)
    assert made.geometry.contains(shapely.Point(TOWNS["kirkuk"]))


@pytest.mark.parametrize(
    "words",
    [
        "south of Aden",
        "near Atlantis",
        "a hill",
        "",
        "60 of Aden",
        "north-north-east of Iraq",
        "near Iran",
        "off Yemen",
        "50 km south of Iran",
        "between Iran and Iraq",
        "1,5 km south of Aden",
        "east of Russia",
    ],
)
def test_what_is_not_known_is_not_worked_out(words):
    assert worked_out(words, lookup) is None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Abqaiq and Khurais", (("Abqaiq", "Khurais"), "and")),
        ("Iran or Iraq", (("Iran", "Iraq"), "or")),
        ("between Mosul and Erbil", (("between Mosul and Erbil",), "")),
    ],
)
def test_places_side_by_side_are_told_apart(words, parts):
    assert split_words(words) == parts


def test_what_lies_across_180_degrees_is_cut_there():
    """Suva, Fiji, is a degree and a half from the meridian."""
    disc = area_of_disc(178.44, -18.14, 5_000.0).outline
    suva = Spot(name="Suva", geometry=disc, error_m=0.0, is_outline=False)

    made = worked_out("about 300 km east of Suva", {"suva": suva}.get)

    assert isinstance(made, WorkedOut)
    assert made.geometry.is_valid
    assert made.geometry.intersects(shapely.Point(-178.75, -18.14))
    assert area_km2(made.geometry) < 60_000


PIECES = (
    "north",
    "south-west",
    "of",
    "the",
    "Aden",
    "Iran",
    "near",
    "off",
    "between",
    "and",
    "50",
    "km",
    "about",
    "'s",
)
PIECES += ("nautical miles", "within", "from", "999999999", "0", ",", "Fiji", "Russia", "Gulf of Aden", "m", "")


@given(words=st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_any_words_come_to_an_area_on_the_globe_or_to_none(words):
    made = worked_out(words, lookup)

    if isinstance(made, WorkedOut):
        west, south, east, north = made.geometry.bounds
        assert made.geometry.is_valid
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


@pytest.mark.parametrize("words", ["5 km south-west of Lhasa, CN", "near Oslo, NO", "off Apia, WS"])
def test_the_code_of_a_country_stays_in_capitals(words):
    asked = []
    worked_out(words, lambda name: asked.append(name))

    assert asked == [words.rpartition(" of ")[2].removeprefix("near ").removeprefix("off ").lower()[:-2] + words[-2:]]
