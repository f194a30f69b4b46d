"""The same instant on the clock of the place: the day goes with it, and what is in doubt is not worked out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.clocks import Unsettled, WorkedOut, alike_on, at_place, city, spoken, zone, zone_names, zones_of_country

BAGHDAD = "Asia/Baghdad"
NIGHT = (date(2020, 1, 8), date(2020, 1, 8))
"""Missiles fell at Ain al-Asad on 8 January 2020 in Iraq; in Washington it was 7 January."""


def worked(words: str, zone_name: str = BAGHDAD, days=NIGHT):
    said = spoken(words)
    assert said is not None
    return at_place(said, zone_name, days)


@pytest.mark.parametrize(
    ("words", "at", "shift"),
    [
        ("about 5:30 pm on 7 January in Washington", "2020-01-08T01:30+03:00", 1),
        ("5:30 pm Washington", "2020-01-08T01:30+03:00", 1),
        ("5:30 pm on Tuesday in Washington", "2020-01-08T01:30+03:00", 1),
        ("about 23:30 CET on 7 January", "2020-01-08T01:30+03:00", 1),
        ("22:30Z", "2020-01-08T01:30+03:00", 1),
        ("17:30 UTC-5", "2020-01-08T01:30+03:00", 1),
        ("01:45 Baghdad", "2020-01-08T01:45+03:00", 0),
        ("02:15 local", "2020-01-08T02:15+03:00", 0),
        ("08:40 UTC", "2020-01-08T11:40+03:00", 0),
        ("03:00 on 9 January in Tokyo", "2020-01-08T21:00+03:00", -1),
    ],
)
def test_the_day_changes_with_the_clock(words, at, shift):
    made = worked(words)

    assert isinstance(made, WorkedOut)
    assert made.first.isoformat(timespec="minutes") == at
    assert made.day_shift == shift
    assert made.is_day_known


@pytest.mark.parametrize(
    ("words", "zone_name", "day", "code"),
    [
        ("13:00 IST", BAGHDAD, "2020-01-08", "several"),
        ("7 am CST", BAGHDAD, "2020-01-08", "several"),
        ("23:30 CET", BAGHDAD, "2022-07-08", "season"),
        ("02:30 Berlin", BAGHDAD, "2022-03-27", "gap"),
        ("02:30 Berlin", BAGHDAD, "2022-10-30", "twice"),
        ("02:30 local", "Europe/Warsaw", "2022-10-30", "twice"),
        ("5:30 Moscow time", BAGHDAD, "2020-01-08", "half"),
        ("15:40 local time (5:40 pm GMT)", "Europe/Warsaw", "2022-11-15", "two_clocks"),
        ("11:30 when sirens sounded", BAGHDAD, "2020-01-08", "unknown"),
        ("5:30 pm on 3 January in Washington", BAGHDAD, "2020-01-08", "other_day"),
    ],
)
def test_what_is_in_doubt_is_not_worked_out(words, zone_name, day, code):
    made = worked(words, zone_name, (date.fromisoformat(day), date.fromisoformat(day)))

    assert isinstance(made, Unsettled)
    assert made.code == code


@pytest.mark.parametrize(
    ("words", "is_exact"),
    [("22:30Z", True), ("about 22:30Z", False), ("4 am GMT", False), ("before 22:30Z", False), ("10:28 local", True)],
)
def test_nothing_gets_more_exact_than_it_was_said(words, is_exact):
    made = worked(words)

    assert isinstance(made, WorkedOut)
    assert made.is_exact is is_exact


def test_an_offset_settles_the_hour_that_comes_twice():
    made = worked("02:30 UTC+2", "Europe/Berlin", (date(2022, 10, 30), date(2022, 10, 30)))

    assert isinstance(made, WorkedOut)
    assert made.first.isoformat() == "2022-10-30T02:30:00+02:00"


def test_a_span_goes_over_midnight():
    made = worked("from 23:50 to 00:20 local time")

    assert isinstance(made, WorkedOut)
    assert made.last is not None
    assert made.last - made.first == timedelta(minutes=30)


def test_of_a_month_only_the_shift_of_the_day_is_known():
    made = worked("5:30 pm Washington", days=(date(2020, 1, 1), date(2020, 1, 31)))

    assert isinstance(made, WorkedOut)
    assert (made.is_day_known, made.day_shift, made.is_exact) == (False, 1, False)


def test_a_month_in_which_clocks_are_set_gives_no_local_time():
    made = worked("5:30 pm Washington", days=(date(2020, 3, 1), date(2020, 3, 31)))

    assert made == Unsettled("dates")


def test_a_place_without_a_zone_gives_nothing():
    assert worked("22:30Z", "Asia/Nowhere") is None


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31)),
    st.sampled_from(["America/New_York", "Asia/Tehran", "Asia/Kathmandu", "Pacific/Apia", "Europe/Kyiv"]),
    st.sampled_from([BAGHDAD, "Europe/Warsaw", "America/St_Johns", "Pacific/Kiritimati", "Asia/Gaza"]),
)
def test_every_instant_is_found_again_from_its_time_and_day_there(moment, there, here):
    instant = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    spelt, local = instant.astimezone(zone(there)), instant.astimezone(zone(here))
    words = f"{spelt:%H:%M} on {spelt.day} {spelt:%B} {spelt.year} {there}"
    said = spoken(words)
    assert said is not None

    made = at_place(said, here, (local.date(), local.date()))

    if isinstance(made, Unsettled):
        assert made.code == "twice"
        assert spelt.utcoffset() != spelt.replace(fold=1 - spelt.fold).utcoffset()
    else:
        assert made is not None
        assert made.first == instant
        assert made.first.date() == local.date()


# --- zones


def test_zones_come_from_the_package_and_are_those_of_the_system_where_it_has_them():
    assert BAGHDAD in zone_names()
    found = zone(BAGHDAD)
    assert found is not None
    at = datetime(2020, 1, 8, 12)
    assert at.replace(tzinfo=found).utcoffset() == at.replace(tzinfo=ZoneInfo(BAGHDAD)).utcoffset()
    assert [zone(name) for name in ("", "Mars/Base", "../etc/passwd", "asia/baghdad", "UTC+3")] == [None] * 5


def test_countries_have_their_zones_by_code_and_name():
    assert zones_of_country("IQ") == zones_of_country("Iraq") == zones_of_country("العراق") == (BAGHDAD,)
    assert zones_of_country("Ukraine") == ("Europe/Kyiv", "Europe/Simferopol")
    assert zones_of_country("Atlantis") == ()


def test_two_zones_may_be_alike_in_summer_alone():
    both = ("Europe/Kyiv", "Europe/Simferopol")

    assert alike_on(both, date(2022, 4, 8), date(2022, 4, 8))
    assert not alike_on(both, date(2022, 1, 8), date(2022, 1, 8))


def test_zones_are_called_by_their_city_in_both_languages():
    assert [city(z) for z in ("America/New_York", "Europe/Kyiv")] == ["New York", "Kyiv"]
    assert city(BAGHDAD, "ar") == "بغداد"
