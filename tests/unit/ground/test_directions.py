"""Words that say a direction and no distance become an angle; all other words become none."""

import pytest

from geomap.ground.directions import WORDS_16, open_sector
from geomap.ground.wording import split_words

STRUCK = ("Abqaiq", "Khurais")


@pytest.mark.parametrize(
    ("words", "angle"),
    [
        ("from the north", (315, 45)),
        ("From the North.", (315, 45)),
        ("from north", (315, 45)),
        ("the south", (135, 225)),
        ("from the north-east", (0, 90)),
        ("from north-north-east", (0, 45)),
        ("from the west-southwest", (225, 270)),
        ("from a northerly direction", (315, 45)),
        ("from the direction of the north-west", (270, 0)),
        ("coming from the south-west", (180, 270)),
        ("north of the two oil plants", (315, 45)),
        ("north of the site", (315, 45)),
        ("to the north of Abqaiq and Khurais", (315, 45)),
        ("from the east or south-east", (45, 180)),
        ("from the north/north-west", (270, 45)),
        ("from north or east", (315, 135)),
        ("من الشمال", (315, 45)),
        ("من الشمال الشرقي", (0, 90)),
        ("من جهة الغرب", (225, 315)),
        ("من الشرق أو الجنوب الشرقي", (45, 180)),
    ],
)
def test_a_word_of_eight_points_has_45_degrees_to_either_side_and_one_of_sixteen_half_of_that(words, angle):
    found = open_sector(words, STRUCK)

    assert found is not None
    assert (found.bearing_from_deg, found.bearing_to_deg) == angle
    assert found.words == words


@pytest.mark.parametrize(
    "words",
    [
        "north",
        "northern Iraq",
        "north of Iran",
        "from the north of Iraq",
        "from the north of the country",
        "not from the north",
        "from the north or the south",
        "from the north, east or south",
        "from 30 km north",
        "30 km north of Khurais",
        "from the far north",
        "from the north coast",
        "between north and east",
        "North Korea",
        "the North Sea",
        "south of the border",
        "من بغداد",
        "من شمال العراق",
        "شمال",
        "",
    ],
)
def test_other_words_and_directions_from_elsewhere_are_no_angle(words):
    assert open_sector(words, STRUCK) is None


@pytest.mark.parametrize("way", WORDS_16)
def test_the_middle_of_every_compass_word_is_where_it_points(way):
    found = open_sector(f"from the {way.replace(' ', '-')}")

    assert (found.bearing_from_deg + found.span_deg / 2) % 360 == WORDS_16[way]


def test_north_of_a_place_by_name_is_a_direction_only_if_that_place_was_struck():
    assert open_sector("north of Khurais", ["Khurais"]) is not None
    assert open_sector("north of Khurais", ["Abqaiq"]) is None


def test_two_directions_in_one_cell_are_one_angle_not_two_places():
    assert split_words("from the east or south-east") == (("from the east or south-east",), "")
