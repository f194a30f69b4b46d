"""Positions that a text spells out: what counts as one, to the last digit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.disclosure.positions import Positions

LON, LAT = 43.46813, 33.43928


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("at 33.43928, 43.46813.", "at ■, ■."),
        ("43,46813 33,43928", "■ ■"),
        ("33.439 N 43.468 E", "■ N ■ E"),
        ("lat=33.4392&lon=43.4681", "lat=■&lon=■"),
        ("#map=17/33.43928/43.46813", "#map=17/■/■"),
        ("@33.43928,43.46813,17z", "@■,■,17z"),
        ("٣٣٫٤٣٩٢٨، ٤٣٫٤٦٨١٣", "■، ■"),
        ("33.4393 alone", "■ alone"),
        ("33° 26' 21.4\" N", "■ N"),
        ("33°26′21″N 43°28′05″E", "■N ■E"),
        ("33° 26.357' N", "■ N"),
        ("-33.43928", "-■"),
    ],
)
def test_a_position_is_found_however_it_is_written(text, left):
    assert Positions([(LON, LAT)]).taken_out(text, "■") == left


@pytest.mark.parametrize(
    "text",
    [
        "33.439 people fled",
        "33.4 N, 43.5 E",
        "33.4400 N",
        "33° 26' N",
        "12.3456, 65.4321",
        "1.33.43928x",
        "143.46813",
        "",
    ],
)
def test_other_numbers_stay(text):
    found = Positions([(LON, LAT)])

    assert found.taken_out(text, "■") == text.replace("33.43928", "■")
    assert not Positions().spans(text)


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(4, 9), st.sampled_from([", ", " ", "/", "; lon "]))
def test_any_position_written_to_four_decimals_or_more_goes(lon, lat, decimals, between):
    text = f"{lat:.{decimals}f}{between}{lon:.{decimals}f}"

    assert not re.search(r"\d\.\d{4}", Positions([(lon, lat)]).taken_out(text, "■"))


def test_what_has_no_position_is_passed_over():
    found = Positions([(float("nan"), float("nan")), (LON, LAT)])

    assert found.spans("nan 33.43928") == [(4, 12)]
    assert found
    assert not Positions([(float("nan"), 1.0)])
    assert found.holds([1.0, LAT])
    assert not found.holds([1.0, 2.0])


@pytest.mark.parametrize(("between", "is_found"), [(24, True), (25, False)])
def test_two_numbers_of_three_decimals_are_one_position_up_to_24_characters_apart(between, is_found):
    text = f"33.439{' ' * between}43.468"

    assert len(Positions([(LON, LAT)]).spans(text)) == (2 if is_found else 0)


@pytest.mark.parametrize(
    ("text", "latitude", "is_found"),
    [
        # from five decimals on a metre either way is the same position
        ("33.4392890", LAT, True),
        ("33.4392915", LAT, False),
        # four decimals stand for themselves and one more or less of the last
        ("33.4393", 33.43939, True),
        ("33.4395", LAT, False),
        # a tenth of a minute is 0.0016667 degrees
        ("33° 26.4' N", 33.44 + 0.0016664, True),
        ("33° 26.4' N", 33.44 + 0.0016669, False),
        # a second is a 3,600th of a degree
        ("33° 26' 59.99999\" N", 33.45 + 0.9e-5, True),
        ("33° 26' 59.99999\" N", 33.45 - 0.9e-5, True),
        ("33° 26' 59.99999\" N", 33.45 + 1.1e-5, False),
    ],
)
def test_a_number_is_a_position_to_its_last_digit_and_a_metre(text, latitude, is_found):
    assert bool(Positions([(12.0, latitude)]).spans(text)) == is_found


@pytest.mark.parametrize(("off_deg", "is_held"), [(0.9e-4, True), (2e-4, False), (-0.9e-4, True), (-2e-4, False)])
def test_a_middle_is_held_to_four_decimals(off_deg, is_held):
    assert Positions([(LON, LAT)]).holds([LAT + off_deg]) == is_held


def test_one_number_is_a_position_and_none_is_none():
    assert Positions([(33.4, 33.4)])
    assert Positions().spans("at 33.43928") == []
