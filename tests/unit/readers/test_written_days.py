"""One cell of a column of dates, as people write it: which day it is, or why it is refused."""

from __future__ import annotations

import pytest

from geomap.readers.cells.written_days import Written, written_day

DAYS = {
    ("October 9–10, 2023", "", ""): "2023-10-09/2023-10-10",
    ("October 9-10, 2023", "", ""): "2023-10-09/2023-10-10",
    ("9-10 October 2023", "", ""): "2023-10-09/2023-10-10",
    ("9 – 10 October 2023", "", ""): "2023-10-09/2023-10-10",
    ("2023-10-09 to 2023-10-10", "", ""): "2023-10-09/2023-10-10",
    ("09.10.2023 - 10.10.2023", "dmy", ""): "2023-10-09/2023-10-10",
    ("30 October - 2 November 2023", "", ""): "2023-10-30/2023-11-02",
    ("Dec 31 - Jan 1, 2024", "", ""): "2023-12-31/2024-01-01",
    ("13-14.04.2024", "", ""): "2024-04-13/2024-04-14",
    ("9/10 October", "", "2023"): "2023-10-09/2023-10-10",
    ("1 October 2020 to 15 October 2020", "", ""): "2020-10-01/2020-10-15",
    ("from 1 to 15 October 2020", "", ""): "2020-10-01/2020-10-15",
    ("between 1 October 2020 and 15 October 2020", "", ""): "2020-10-01/2020-10-15",
    ("من 1 أكتوبر 2020 إلى 15 أكتوبر 2020", "", ""): "2020-10-01/2020-10-15",
    ("October to December 2020", "", ""): "2020-10/2020-12",
    ("December to February 2021", "", ""): "2020-12/2021-02",
    ("2020-10 to 2020-12", "", ""): "2020-10/2020-12",
    ("night of 13-14 April", "", "2024"): "2024-04-13/2024-04-14",
    ("night of 13 April 2024", "", ""): "2024-04-13/2024-04-14",
    ("14 April", "", "2024"): "2024-04-14",
    ("October 2023", "", ""): "2023-10",
    ("8/5/05", "mdy", "2005"): "2005-08-05",
    ("8/5/05", "dmy", "2005"): "2005-05-08",
    ("14/4/24", "", "2024"): "2024-04-14",
    ("17-Nov-20", "", "2020"): "2020-11-17",
    ("5 mars 2024", "", ""): "2024-03-05",
    ("5 de marzo de 2024", "", ""): "2024-03-05",
    ("10 квітня 2024", "", ""): "2024-04-10",
    ("5 марта 2024 г.", "", ""): "2024-03-05",
    ("12 Nisan 2024", "", ""): "2024-04-12",
    ("8/5/06", "mdy", "2006"): "2006-08-05",
    ("9 – October 10, 2023", "", ""): "2023-10-09/2023-10-10",
    ("1800/01/31", "", ""): "1800-01-31",
    ("2999/12/31", "", ""): "2999-12-31",
    ("1800", "", ""): "1800",
    ("18XX", "", ""): "18XX",
    ("13/12/2020", "", ""): "2020-12-13",
    ("12/13/2020", "", ""): "2020-12-13",
    ("5/5/2020", "", ""): "2020-05-05",
    ("October 9 – 10", "", "2023"): "2023-10-09/2023-10-10",
    ("October 9, 2023 – 10", "", ""): "2023-10-09/2023-10-10",
    ("October 9, 2022 – 10, 2023", "", ""): "2022-10-09/2023-10-10",
    ("13–14.04.2024", "", ""): "2024-04-13/2024-04-14",
    ("10-10 October 2023", "", ""): "2023-10-10",
    ("1 October – 15 October 2023", "", ""): "2023-10-01/2023-10-15",
    ("31 Dec 2021 – 1 Jan 2024", "", ""): "2021-12-31/2024-01-01",
    ("31 Dec – 1 Jan", "", "2024"): "2023-12-31/2024-01-01",
    ("October to October 2020", "", ""): "2020-10",
    ("October to 2020-12-05", "", ""): "2020-10/2020-12-05",
    ("November to 2020-12-31", "", ""): "2020-11/2020-12-31",
    ("2020-10-05 to 2020-10", "", ""): "2020-10-05/2020-10",
    ("2020-10 to 2020-10-05", "", ""): "2020-10/2020-10-05",
    ("1 October 2020" + " " * 48 + "to 15 October 2020", "", ""): "2020-10-01/2020-10-15",  # 80 characters
}
CLOCKS = {
    ("4/14/2024 1:45:00 AM", ""): ("2024-04-14", "01:45"),
    ("2024-04-14 1:45 AM", ""): ("2024-04-14", "01:45"),
    ("4/5/2024 1:45 PM", "mdy"): ("2024-04-05", "13:45"),
    ("14 April 2024 at 5 p.m.", ""): ("2024-04-14", "17:00"),
    ("4/14/2024 12:00:00 AM", ""): ("2024-04-14", "00:00"),
    ("2024-04-14 12:30 PM", ""): ("2024-04-14", "12:30"),
    ("2024-04-14 13:45 UTC", ""): ("2024-04-14", "13:45"),
    ("14 April 2024 0:00", ""): ("2024-04-14", "00:00"),
    ("14 April 2024 0:59", ""): ("2024-04-14", "00:59"),
    ("14 April 2024 23:59", ""): ("2024-04-14", "23:59"),
    ("14 April 2024 1 am", ""): ("2024-04-14", "01:00"),
    ("14 April 2024 1 pm", ""): ("2024-04-14", "13:00"),
    ("14 April 2024 11:59 PM", ""): ("2024-04-14", "23:59"),
    ("2024-04-14" + " " * 66 + "9:05", ""): ("2024-04-14", "09:05"),  # 80 characters
}
REFUSED = {
    "1712964600": "computer's clock time",
    "14/4/24": "year of two digits",
    "night of 13-14 April": "names no year",
    "9/10 October": "names no year",
    "Apr-24": "month of that year",
    "45396": "Excel serial number (2024-04-14)",
    "2024-04-14T24:00:00": "no time of a day",
    "2024-04-14 13:45 PM": "no time of a day",
    "2024-04-14 1:45 XM": 'holds a time of day ("1:45 XM")',
    "4/5/2024 1:45 PM": "--date-order",
    "10-9 October 2023": "ends before it begins",
    "31-32 October 2023": "day that no month has",
    "2020-11-17/": "no last day",
    "Tuesday": "is no date",
    "from October 2020": "is no date",
    "October 2020 to September 2020": "ends before it begins",
    "November 2020 to 2020-10-31": "ends before it begins",
    "1799/01/01": "has a year that cannot be meant (1799)",
    "3000/01/01": "has a year that cannot be meant (3000)",
    "1799": "has a year that cannot be meant",
    "17XX": "has a year that cannot be meant",
    "October 1400": "is in a year that cannot be meant",
    "October 1700": "has a year that cannot be meant",
    "1700-10 to 1700-12": "has a year that cannot be meant",
    "1300/01/01": "Is it a Hijri date?",
    "1500/01/01": "Is it a Hijri date?",
    "2020/00/10": "is no date",
    "2020/01/32": "is a day that no month has",
    "2020/12/32": "is a day that no month has",
    "2020/13/32": "is no date",
    "13/13/2020": "is no date",
    "13/14/2020": "is no day of any month",
    "14/13/2020": "is no day of any month",
    "12/11/2020": "can be 2020-11-12 or 2020-12-11. Say which",
    "11/12/2020": "can be 2020-12-11 or 2020-11-12. Say which",
    "45396.5": "Excel serial number (2024-04-14)",
    "night of 13 April": "names no year",
    "31 Dec – 1 Jan": "names no year",
    "14 April 24": "year of two digits",
    "9-10 Smarch 2023": "is no date",
    "5 Smarch 2024": "is no date",
    "Smarch 2024": "is no date",
    "Smarch-24": "is no date",
    "Smarch to December 2020": "is no date",
    "October to soon": "is no date",
    "October to 32/13/2020": "is no date",
    "2020-10 to soon": "is no date",
    "soon to 2020-10": "is no date",
    "October 9 – soon": "is no date",
    "soon – 10, 2023": "is no date",
    "soon – 10 October 2023": "is no date",
    "1 to 2 to 3 October 2020": "is no date",
    "32 October 2023 to 2 November 2023": "is a day that no month has",
    "30 October 2023 to 31 November 2023": "is a day that no month has",
    "17 November 2020 5": "is no date",
    "2020-21 13:45": "is a season",
    "Tuesday 13:45": 'holds a time of day ("13:45")',
    "2020-11 13:45": 'holds a time of day ("13:45")',
    "2020-11-1X 13:45": 'holds a time of day ("13:45")',
    "2020 to 2021 13:45": 'holds a time of day ("13:45")',
    "2020-02-30 13:45": "is a day that no month has",
    "14 April 2024 24:00": "no time of a day",
    "14 April 2024 0:60": "no time of a day",
    "14 April 2024 0:30 AM": "no time of a day",
    "14 April 2024 13:00 PM": "no time of a day",
    "2024-04-14" + " " * 67 + "9:05": 'holds a time of day ("9:05")',  # 81 characters
    "1 October 2020" + " " * 49 + "to 15 October 2020": "is no date",  # 81 characters
}
INSTANTS = {
    "2020-11-17T21:05Z": "2020-11-17T21:05:00Z",
    "2020-11-17 21:05:59 utc": "2020-11-17T21:05:59Z",
    "2020/11/17 21:05 GMT": "2020-11-17T21:05:00Z",
    "2020-11-17T21:05:33.5+0330": "2020-11-17T21:05:33+03:30",
    "2020-11-17T21:05-11:59": "2020-11-17T21:05:00-11:59",
    "2020-11-17T21:05:33": "",
}


@pytest.mark.parametrize(("cell", "order", "year"), DAYS)
def test_days_and_spans_of_days_as_people_write_them(cell, order, year):
    assert written_day(cell, order, year).edtf == DAYS[cell, order, year]


@pytest.mark.parametrize(("cell", "order"), CLOCKS)
def test_a_time_of_day_is_read_on_either_clock(cell, order):
    read = written_day(cell, order)

    assert (read.edtf, read.clock) == CLOCKS[cell, order]


@pytest.mark.parametrize("cell", REFUSED)
def test_a_refused_date_says_its_own_reason(cell):
    read = written_day(cell)

    assert read.edtf == ""
    assert REFUSED[cell] in read.why


@pytest.mark.parametrize("cell", INSTANTS)
def test_an_offset_makes_an_instant_of_a_time(cell):
    read = written_day(cell)

    assert (read.edtf, read.clock, read.instant, read.why) == ("2020-11-17", "21:05", INSTANTS[cell], "")


@pytest.mark.parametrize("rest", ["21:05:60Z", "21:60Z", "24:00Z", "21:05+24:00", "21:05-03:60", "21:05:60"])
def test_an_instant_that_no_clock_shows_is_refused(rest):
    read = written_day(f"2020-11-17T{rest}")

    assert (read.edtf, read.instant) == ("", "")
    assert "is no time of a day" in read.why


@pytest.mark.parametrize(
    ("year", "is_asked"), [(1299, False), (1300, True), (1500, True), (1501, False), (1799, False)]
)
def test_a_hijri_year_is_asked_about(year, is_asked):
    assert ("Hijri" in written_day(f"{year}/01/01").why) == is_asked


@pytest.mark.parametrize(
    ("cell", "year", "edtf"),
    [
        ("14 April 24", "2024", "2024-04-14"),
        ("14 April 24", "2023", ""),
        ("14 April 24", "24", ""),
        ("14 April", "24", ""),
        ("14/4/24", "2023", ""),
        ("14 April 2024", "2023", "2024-04-14"),
    ],
)
def test_two_digits_of_a_year_are_completed_by_that_of_the_row_alone(cell, year, edtf):
    assert written_day(cell, "", year).edtf == edtf


@pytest.mark.parametrize("cell", ["2020-11-17T21:05:33", "2020-11-17 21:05", "17 November 2020 21:05"])
def test_a_day_and_a_time_in_one_cell_have_no_reason_against_them(cell):
    assert written_day(cell) == Written(edtf="2020-11-17", clock="21:05")
