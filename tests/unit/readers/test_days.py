"""How wide a day of another’s table is, and what of a cell is a day at all."""

from __future__ import annotations

import pandas as pd
import pytest

from geomap.pipeline import checked
from geomap.readers.cells.dates import clock_clues, from_parts, midnight_clues, order_clues, read_days, widened
from geomap.schema import STRING, day_bounds


def spread(day: str, prec: int | None) -> tuple[str, str]:
    made = widened(day_bounds(pd.Series([day], dtype=STRING)), pd.Series([prec], dtype="Int64"))
    return tuple("" if pd.isna(made[c].iloc[0]) else f"{made[c].iloc[0]:%Y-%m-%d}" for c in ("lower", "upper"))


@pytest.mark.parametrize(
    ("prec", "first", "last"),
    [
        (1, "2020-11-17", "2020-11-17"),
        (2, "2020-11-12", "2020-11-22"),
        (3, "2020-11-11", "2020-11-23"),
        (4, "2020-11-01", "2020-11-30"),
        (5, "2020-01-01", "2020-12-31"),
        (0, "2020-11-17", "2020-11-17"),
        (6, "2020-11-17", "2020-11-17"),
        (None, "2020-11-17", "2020-11-17"),
    ],
)
def test_a_day_is_as_wide_as_its_code_says(prec, first, last):
    """UCDP date_prec 2 is a span of two to six days: the true day lies at most five days off, on either side."""
    assert spread("2020-11-17", prec) == (first, last)


@pytest.mark.parametrize("prec", [2, 3, 4, 5])
def test_what_is_wider_already_stays_and_what_is_no_day_stays_none(prec):
    assert spread("2020-11", prec) == ("2020-11-01", "2020-11-30")
    assert spread("soon", prec) == ("", "")


def test_each_row_has_its_own_width():
    days = day_bounds(pd.Series(["2020-11-17"] * 3, index=[4, 2, 9], dtype=STRING))
    made = widened(days, pd.Series([1, 4, 5], index=[4, 2, 9], dtype="Int64"))

    assert made["lower"].dt.strftime("%m-%d").tolist() == ["11-17", "11-01", "01-01"]
    assert list(made.index) == [4, 2, 9]
    assert str(made["upper"].dtype) == "datetime64[s]"
    assert days["lower"].dt.day.tolist() == [17, 17, 17]


def parts(year, month="", day="") -> str | None:
    made = from_parts(*(pd.Series([t or None], dtype=STRING) for t in (year, month, day))).iloc[0]
    return None if pd.isna(made) else made


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (("2001", "5", "9"), "2001-05-09"),
        (("2001", "12", "31"), "2001-12-31"),
        (("2001", "5", "0"), "2001-05"),
        (("2001", "0", "9"), "2001"),
        (("2001", "", "9"), "2001"),
        (("2001", "5", ""), "2001-05"),
        (("2001",), "2001"),
        (("1",), "1"),
        (("200", "5", "9"), "200"),
        (("0", "5", "9"), None),
        (("-9", "5", "9"), None),
        (("", "5", "9"), None),
        (("2001.5", "5", "9"), None),
        (("2001.0", "5.0", "9.0"), "2001-05-09"),
        (("10000", "5", "9"), None),
        (("9999", "5", "9"), "9999-05-09"),
        (("2001", "1", "1"), "2001-01-01"),
        (("2001", "-9", "1"), "2001"),
        (("2001", "April", "9"), "2001-04-09"),
        (("2001", "unknown", "9"), "2001"),
        (("2001", "Smarch", "9"), "2001-Smarch-09"),
        (("2001", "x", "9"), "2001-x-09"),
        (("2001", "4", "x"), "2001-04-x"),
        (("200", "4", "x"), "200"),
    ],
)
def test_parts_of_a_date_are_joined_as_far_as_they_are_known(cells, text):
    assert parts(*cells) == text


def test_parts_that_no_column_holds_are_unknown():
    year, month = pd.Series(["2001"], dtype=STRING), pd.Series(["5"], dtype=STRING)

    assert from_parts(year, None, month).tolist() == ["2001"]
    assert from_parts(year, month, None).tolist() == ["2001-05"]


def read(cell: str, order: str = "") -> tuple[str, str, str, str]:
    days = read_days(pd.Series([cell], dtype=STRING), order)
    shown = ["" if pd.isna(s.iloc[0]) else s.iloc[0] for s in (days.text, days.time_local, days.instant)]
    return (*shown, days.bad.reasons.get(0, ""))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-11-17", "2020-11-17"),
        ("2020-02-29", "2020-02-29"),
        ("1800-01-31", "1800-01-31"),
        ("2999-12-31", "2999-12-31"),
        ("2020/11/17", "2020-11-17"),
        ("1800/01/31", "1800-01-31"),
        ("2999/12/31", "2999-12-31"),
        ("2020.1.7", "2020-01-07"),
        ("20201117", "2020-11-17"),
        ("20201117.0", "2020-11-17"),
        ("2020-1-7", "2020-01-07"),
        ("17 November 2020", "2020-11-17"),
        ("17th Nov. 2020", "2020-11-17"),
        ("November 17, 2020", "2020-11-17"),
        ("17 تشرين الثاني 2020", "2020-11-17"),
        ("17/11/2020", "2020-11-17"),
        ("11/17/2020", "2020-11-17"),
        ("12/12/2020", "2020-12-12"),
        ("13.12.2020", "2020-12-13"),
        ("12-13-2020", "2020-12-13"),
        ("2020-11", "2020-11"),
        ("2020", "2020"),
        ("2020-10-01/2020-10-15", "2020-10-01/2020-10-15"),
    ],
)
def test_a_cell_that_can_be_read_one_way_is_a_day(cell, day):
    assert read(cell) == (day, "", "", "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2020-02-30", "is a day that no month has"),
        ("2021-02-29", "is a day that no month has"),
        ("2020-04-31", "is a day that no month has"),
        ("31/04/2020", "is a day that no month has"),
        ("2020/13/01", "is no date: write 2020-11-17"),
        ("14/13/2020", "is no day of any month"),
        ("03/04/2020", "can be 2020-04-03 or 2020-03-04. Say which"),
        ("1799/01/01", "has a year that cannot be meant (1799)"),
        ("3000/01/01", "has a year that cannot be meant (3000)"),
        ("1442/01/01", "Is it a Hijri date?"),
        ("1300/01/01", "Is it a Hijri date?"),
        ("1500/01/01", "Is it a Hijri date?"),
        ("1799", "has a year that cannot be meant"),
        ("17/11/20", "has a year of two digits"),
        ("44152", "Is it an Excel serial number (2020-11-17)?"),
        ("1605571200", "looks like a computer's clock time"),
        ("soon", "is no date: write 2020-11-17"),
    ],
)
def test_a_cell_that_cannot_is_refused_with_its_reason(cell, reason):
    day, _, _, told = read(cell)

    assert day == ""
    assert told.startswith(f'"{cell}" ')
    assert reason in told


@pytest.mark.parametrize(
    ("year", "hint"), [("1299", False), ("1501", False), ("1799", False), ("1300", True), ("1500", True)]
)
def test_only_years_of_that_calendar_are_asked_about(year, hint):
    assert ("Hijri" in read(f"{year}/01/01")[3]) == hint


def test_an_order_that_is_given_is_followed():
    assert read("03/04/2020", "dmy")[0] == "2020-04-03"
    assert read("03/04/2020", "mdy")[0] == "2020-03-04"
    assert read("17/11/2020", "mdy")[3]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020-11-17 21:05", ("2020-11-17", "21:05", "")),
        ("2020-11-17T21:05:33", ("2020-11-17", "21:05", "")),
        ("2020-11-17 00:00", ("2020-11-17", "", "")),
        ("2020-11-17T21:05Z", ("2020-11-17", "21:05", "2020-11-17T21:05:00Z")),
        ("2020-11-17T21:05:33+03:00", ("2020-11-17", "21:05", "2020-11-17T21:05:33+03:00")),
        ("2020-11-17T21:05+0300", ("2020-11-17", "21:05", "2020-11-17T21:05:00+03:00")),
        ("2020-11-17T23:59z", ("2020-11-17", "23:59", "2020-11-17T23:59:00Z")),
        ("17 November 2020, 9:05", ("2020-11-17", "09:05", "")),
        ("17/11/2020 23:59", ("2020-11-17", "23:59", "")),
        ("17/11/2020 0:00", ("2020-11-17", "", "")),
    ],
)
def test_a_time_of_day_stands_beside_its_day(cell, expected):
    assert read(cell) == (*expected, "")


@pytest.mark.parametrize("cell", ["2020-11-17T24:01", "2020-11-17T12:60", "2020-02-30T12:00"])
def test_a_time_that_no_day_has_is_refused(cell):
    assert read(cell)[0] == ""
    assert read(cell)[3]


def test_rows_of_utc_are_marked_and_told_by_their_time():
    days = read_days(
        pd.Series(["2020-11-17T21:00Z", "2020-11-18T21:00+00:00", "2020-11-19T21:00+03:00", "2020-11-20"], dtype=STRING)
    )

    assert days.in_utc.tolist() == [True, True, False, False]
    ((time, told),) = clock_clues(days)
    assert time == "21:00"
    assert list(told.reasons.index) == [0, 1]
    assert "every time is 21:00 UTC" in told.reasons.iloc[0]


def test_orders_that_contradict_one_another_are_told_with_their_rows():
    cells = pd.Series(
        [
            "17/11/2020",
            "11/17/2020",
            "03/04/2020",
            "12/13/2020",
            "13/12/2020",
            "13/13/2020",
            "x",
            "12/11/2020",
            "11/12/2020",
            "12/12/2020",
        ],
        dtype=STRING,
    )

    clues = {clue: list(bad.reasons.index) for clue, bad in order_clues(cells)}

    assert clues == {"day first": [0, 4], "month first": [1, 3]}


def test_each_row_of_a_mixed_column_has_its_own_reason():
    days = read_days(pd.Series(["2020-02-30", "2020-01-01", "soon", None], index=[5, 6, 7, 8], dtype=STRING))

    assert days.text.isna().tolist() == [True, False, True, True]
    assert {row: why.partition(" is ")[0] for row, why in days.bad.reasons.items()} == {5: '"2020-02-30"', 7: '"soon"'}


def test_a_year_of_a_column_of_its_own_is_read_with_its_row():
    cells = pd.Series(["13-14 April", "2020-01-01", "13-14 April"], index=[3, 4, 5], dtype=STRING)

    days = read_days(cells, years=pd.Series(["2024", "2024", "2023"], index=[3, 4, 5], dtype=STRING))

    assert days.text.tolist() == ["2024-04-13/2024-04-14", "2020-01-01", "2023-04-13/2023-04-14"]


def test_midnight_beside_other_times_is_told_with_one_of_them():
    cells = ["2020-11-17 00:00", "17/11/2020", "2020-11-18 09:05", "2020-11-19 10:05", "2020-11-17T00:00Z", None]
    days = read_days(pd.Series(cells, index=[4, 5, 6, 7, 8, 9], dtype=STRING))

    assert days.at_midnight.tolist() == [True, False, False, False, False, False]
    clues = {clue: list(bad.reasons.index) for clue, bad in midnight_clues(days)}
    assert clues == {"midnight": [4], "other": [6]}


def test_times_of_utc_are_told_from_the_earliest_on():
    days = read_days(pd.Series(["2020-11-17T21:00Z", "2020-11-18T20:00Z", "2020-11-19T21:00Z"], dtype=STRING))

    assert [(time, list(bad.reasons.index)) for time, bad in clock_clues(days)] == [("20:00", [1]), ("21:00", [0, 2])]


def test_a_year_beside_the_date_is_read_and_is_not_told_as_unread(tmp_path):
    """No column is left that may be killed or wounded: they are not in the table, rather than not read."""
    path = tmp_path / "t.csv"
    path.write_text("id,date,Year,lat,lon\na,14 April,2021,33,44\nb,,2021,33,44\nc,2020-02-03,2020,33,44\n", "utf-8")

    dataset, findings = checked(path)

    assert dataset.events["date_start"].tolist() == ["2021-04-14", "2021", "2020-02-03"]
    assert dataset.unread.columns == ()
    assert {dataset.unread.roles[role] for role in ("killed", "wounded", "munitions")} == {"absent"}
    assert not findings.with_code("columns-not-read")
