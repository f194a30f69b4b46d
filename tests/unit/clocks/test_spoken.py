"""Times as people say them: what the hours, the day, the manner and the clock are, and what is no hour at all."""

from __future__ import annotations

from datetime import time

import pytest

from geomap.clocks import clock_of, spoken
from geomap.clocks.names import LOCAL, UNSAID


@pytest.mark.parametrize(
    ("words", "first", "last", "manner", "clock"),
    [
        ("from 01:45 to 02:15 local time", "01:45", "02:15", "", "local"),
        ("about 5:30 pm on 7 January in Washington", "17:30", None, "about", "America/New_York"),
        ("5:30 p.m. ET", "17:30", None, "", "America/New_York"),
        ("about 23:30 CET on 7 January", "23:30", None, "about", "+01:00"),
        ("at 4 in the morning local time", "04:00", None, "", "local"),
        ("around 1 am", "01:00", None, "about", ""),
        ("01:45-02:15 local", "01:45", "02:15", "", "local"),
        ("01:45–02:15", "01:45", "02:15", "", ""),
        ("23:50-00:20 local", "23:50", "00:20", "", "local"),
        ("1:45-2:15 am Baghdad", "01:45", "02:15", "", "Asia/Baghdad"),
        ("2020-01-07T17:30-05:00", "17:30", None, "", "-05:00"),
        ("2020-01-07 22:30Z", "22:30", None, "", "+00:00"),
        ("22:30+03:00", "22:30", None, "", "+03:00"),
        ("17:30 GMT-05:00", "17:30", None, "", "-05:00"),
        ("a little after 16:30", "16:30", None, "after", ""),
        ("after 00:34", "00:34", None, "after", ""),
        ("about 11:30, Sanaa time", "11:30", None, "about", "Asia/Aden"),
        ("08:40 UTC", "08:40", None, "", "+00:00"),
        ("22:30Z", "22:30", None, "", "+00:00"),
        ("2245 GMT", "22:45", None, "", "+00:00"),
        ("17:30 UTC-5", "17:30", None, "", "-05:00"),
        ("22:30 UTC+03:30", "22:30", None, "", "+03:30"),
        ("01:45 Baghdad", "01:45", None, "", "Asia/Baghdad"),
        ("13:00 Asia/Tokyo", "13:00", None, "", "Asia/Tokyo"),
        ("17:30 Danish time", "17:30", None, "", "Europe/Copenhagen"),
        ("02:15 local", "02:15", None, "", "local"),
        ("between 1:30 and 2:15 am", "01:30", "02:15", "", ""),
        ("12:30 am", "00:30", None, "", ""),
        ("noon in Kyiv", "12:00", None, "", "Europe/Kyiv"),
        ("٠١:٤٥ بتوقيت بغداد", "01:45", None, "", "Asia/Baghdad"),
        ("22:30 بتوقيت غرينتش", "22:30", None, "", "+00:00"),
        ("من الساعة ٠١:٤٥ ولغاية الساعة ٠٢:١٥ بالتوقيت المحلي", "01:45", "02:15", "", "local"),
    ],
)
def test_hours_manner_and_clock_are_read(words, first, last, manner, clock):
    said = spoken(words)

    assert said is not None
    assert (said.first, said.last) == (time.fromisoformat(first), last and time.fromisoformat(last))
    assert said.manner == manner
    expected = {"local": LOCAL, "": UNSAID}.get(clock)
    assert said.clock == expected if expected else said.clock.choices == (clock,)


@pytest.mark.parametrize(
    "words",
    [
        "evening",
        "shortly before midnight",
        "one hour after midnight, local time",
        "drones would need several hours",
        "launched on Friday morning",
        "just after the announcement",
        "25:30",
        "",
        "01:45 and 02:15",
        "2-3 am",
        "between 2 and 3 am",
        "01:20, 01:30 or 01:45",
        "2020-01-08",
    ],
)
def test_words_without_one_hour_give_none(words):
    assert spoken(words) is None


@pytest.mark.parametrize("name", ["IST", "CST", "EST", "AST", "PST", "BST", "GST", "Georgia", "Central", "Russia"])
def test_a_clock_of_several_meanings_has_all_of_them(name):
    assert len(clock_of(name).choices) > 1
    assert clock_of(name).zone is None


def test_the_day_the_weekday_and_a_second_clock_are_kept():
    said = spoken("03:12 on Tuesday, 8 January 2020 (00:12 GMT)")

    assert said is not None
    assert (said.day, said.weekday) == ((2020, 1, 8), 1)
    assert said.also is not None
    assert (said.also.first, said.also.clock.choices) == (time(0, 12), ("+00:00",))


def test_words_that_are_no_clock_are_no_local_time():
    said = spoken("11:30 when the sirens sounded")

    assert said is not None
    assert not said.clock.is_local
    assert said.clock.choices == ()


def test_a_place_of_the_case_gives_its_clock():
    said = spoken("13:00 Kramatorsk", {"kramatorsk": "Europe/Kyiv"}.get)

    assert said is not None
    assert said.clock.choices == ("Europe/Kyiv",)


@pytest.mark.parametrize(("words", "is_doubtful"), [("5:30 local", True), ("05:30 local", False), ("17:30", False)])
def test_half_a_day_is_not_guessed(words, is_doubtful):
    said = spoken(words)

    assert said is not None
    assert said.may_be_either_half is is_doubtful


def test_an_offset_and_the_end_of_a_span_are_not_taken_for_each_other():
    said = spoken("17:30-05:00")

    assert said is not None
    assert not said.clock.is_local
    assert said.clock.choices == ()
