"""EDTF, form by form: read as which days, or refused with which reason. Hand-worked from ISO 8601-2:2019."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import UsageError
from geomap.options import checked_day
from geomap.schema import STRING, day_bounds, doubt_of, why_no_date

READ = {
    # level 0
    "2020-11-17": ("2020-11-17", "2020-11-17"),
    "2020-11": ("2020-11-01", "2020-11-30"),
    "2020-02": ("2020-02-01", "2020-02-29"),
    "2020": ("2020-01-01", "2020-12-31"),
    "2020-10-01/2020-10-15": ("2020-10-01", "2020-10-15"),
    "2004-02-01/2005": ("2004-02-01", "2005-12-31"),
    "2020/2020-06": ("2020-01-01", "2020-06-30"),
    "2020-06/2020": ("2020-06-01", "2020-12-31"),
    "2020-11-17/2020-11-17": ("2020-11-17", "2020-11-17"),
    # level 1: doubt is kept in words, no day is added for it
    "2020-11-17?": ("2020-11-17", "2020-11-17"),
    "2020-11-17~": ("2020-11-17", "2020-11-17"),
    "2020-11-17%": ("2020-11-17", "2020-11-17"),
    "2020-11~": ("2020-11-01", "2020-11-30"),
    "1984~/2004-06": ("1984-01-01", "2004-06-30"),
    "2004-06-01/2004-06-20?": ("2004-06-01", "2004-06-20"),
    # level 1: unknown digits from the right
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    # level 2: unknown digits anywhere
    "2020-XX-12": ("2020-01-12", "2020-12-12"),
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "15XX-12-XX": ("1500-12-01", "1599-12-31"),
    "1984-1X": ("1984-10-01", "1984-12-31"),
    "2020-XX-31": ("2020-01-31", "2020-12-31"),
    "201X-02-29": ("2012-02-29", "2016-02-29"),
    "2021-0X-3X": ("2021-01-30", "2021-09-30"),
    # level 2: doubt of a part
    "2004-06~-11": ("2004-06-11", "2004-06-11"),
    "2004?-06-11": ("2004-06-11", "2004-06-11"),
    "?2004-06-~11": ("2004-06-11", "2004-06-11"),
    # level 2: quarters, thirds and halves of a year
    "2020-33": ("2020-01-01", "2020-03-31"),
    "2020-34": ("2020-04-01", "2020-06-30"),
    "2020-35": ("2020-07-01", "2020-09-30"),
    "2020-36": ("2020-10-01", "2020-12-31"),
    "2020-37": ("2020-01-01", "2020-04-30"),
    "2020-38": ("2020-05-01", "2020-08-31"),
    "2020-39": ("2020-09-01", "2020-12-31"),
    "2020-40": ("2020-01-01", "2020-06-30"),
    "2020-41": ("2020-07-01", "2020-12-31"),
    # level 2: one of a set, or all of it: the span that it covers
    "[2020-11-17,2020-11-19]": ("2020-11-17", "2020-11-19"),
    "{2020,2021-02}": ("2020-01-01", "2021-02-28"),
    "[2020-11-17..2020-11-19, 2020-12]": ("2020-11-17", "2020-12-31"),
    f"[{','.join(['2020-11-17'] * 18)} ]": ("2020-11-17", "2020-11-17"),  # 200 characters
}
REFUSED = {
    # an end that is open or unknown: no day is made up for it
    "2020-11-17/": "no last day",
    "2020-11-17/..": "no last day",
    "2020/..": "no last day",
    "/2020-11-17": "no first day",
    "../2020": "no first day",
    "[..2020-12-03]": "no first day",
    "{2020-12..}": "no last day",
    "/": "is no date",
    "../..": "is no date",
    "2020-11-17/Tuesday": "is no date",
    "2020/2021/2022": "is no date",
    "2020-11-18/2020-11-17": "ends before it begins",
    "2021/2020": "ends before it begins",
    # a time of day belongs into a column of its own
    "2020-11-17T23:30": "time of day",
    "2020-11-17T23:30:00Z": "time of day",
    "2020-11-17T23:30+03:00": "time of day",
    "2020-11-17T23:30:00-04": "time of day",
    "2020-11-17T20:00/2020-11-18T02:00": "time of day",
    # seasons: other months in Melbourne than in Mosul
    "2020-21": "is a season",
    "2020-24": "is a season",
    "2020-29": "is a season",
    "2020-32": "is a season",
    "2020-20": "is no date",
    # years that no report can mean
    "0000-01": "cannot be meant",
    "0044": "cannot be meant",
    "-1985": "cannot be meant",
    "Y17E7": "cannot be meant",
    "Y-170000002": "cannot be meant",
    "1950S2": "cannot be meant",
    "XXXX-XX-23": "cannot be meant",
    "1499-12-31": "cannot be meant",
    "3000-01-01": "cannot be meant",
    # days and months that are none
    "2020-02-30": "day that no month has",
    "2020-11-31/2020-12-01": "day that no month has",
    "2021-02-3X": "day that no month has",
    "2020-01-32": "day that no month has",
    "2020-12-32": "day that no month has",
    "2020-0X-32": "day that no month has",
    "2020-XX-32": "day that no month has",
    "2020-11-00": "day that no month has",
    "2020-13-01": "is no date",
    "2020-13": "is no date",
    "2020-00": "is no date",
    "2020-42": "is no date",
    "202X-33": "is no date",
    # what is no EDTF
    "2020-11-17U": "is no date",
    "uuuu": "is no date",
    "20": "is no date",
    "[]": "is no date",
    "٢٠٢٠": "is no date",
    "2020-11-17" * 30: "is no date",
    f"[{','.join(['2020-11-17'] * 18)}  ]": "is no date",  # 201 characters
}


@pytest.mark.parametrize("text", READ)
def test_a_date_becomes_its_first_and_last_possible_day(text):
    bounds = day_bounds(pd.Series([text], dtype=STRING)).iloc[0]

    assert (str(bounds["lower"].date()), str(bounds["upper"].date())) == READ[text]
    assert why_no_date(text) == ""


@pytest.mark.parametrize("text", REFUSED)
def test_what_names_no_first_and_last_day_is_refused_with_its_reason(text):
    bounds = day_bounds(pd.Series([text], dtype=STRING))

    assert bounds.isna().all(axis=None)
    assert REFUSED[text] in why_no_date(text)


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [
        (("2020-11-17", None), ""),
        (("2020-11-17?",), "uncertain"),
        (("2020-11~",), "approximate"),
        (("2020-11-17%",), "both"),
        (("2020-11-17?", "2020-11-18~"), "both"),
        (("1984~/2004-06",), "approximate"),
    ],
)
def test_a_doubt_is_told_of_either_end(texts, doubt):
    assert doubt_of(*texts) == doubt


def bounds(*texts: str | None) -> list[tuple[str, str]]:
    made = day_bounds(pd.Series(list(texts), dtype=STRING))
    return [
        tuple("" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in row)
        for row in zip(made["lower"], made["upper"], strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-11-17", "2020-11-17", "2020-11-17"),
        ("2020-11", "2020-11-01", "2020-11-30"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-01", "2020-01-01", "2020-01-31"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-10-01/2020-10-15", "2020-10-01", "2020-10-15"),
        ("2020-11-17?", "2020-11-17", "2020-11-17"),
        ("1500", "1500-01-01", "1500-12-31"),
        ("1500?", "1500-01-01", "1500-12-31"),
        ("2999?", "2999-01-01", "2999-12-31"),
        ("2999-12-31", "2999-12-31", "2999-12-31"),
        ("1500-01-01", "1500-01-01", "1500-01-01"),
    ],
)
def test_a_text_is_its_first_and_last_possible_day(text, first, last):
    assert bounds(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "soon", "2020-13", "2020-00", "2020-11-31", "2020-02-30", "1499", "1499-12-31", "3000"),
        *("3000-01-01", "1499-12", "3000-01", "2020-10-15/2020-10-01", "1499-12-31/1500-01-02"),
        *("2999-12-30/3000-01-02", "1400?", "0000-01"),
    ],
)
def test_what_is_no_day_has_no_bounds(text):
    assert bounds(text) == [("", "")]


def test_rows_keep_their_places_whatever_stands_between():
    made = day_bounds(
        pd.Series(["2020-11", None, "2020-11-17", "soon", "2020-11"], index=[9, 3, 5, 1, 7], dtype=STRING)
    )

    assert list(made.index) == [9, 3, 5, 1, 7]
    assert made["lower"].notna().tolist() == [True, False, True, False, True]
    assert str(made["lower"].dtype) == str(made["upper"].dtype) == "datetime64[s]"
    assert made.loc[7].tolist() == made.loc[9].tolist() == [pd.Timestamp("2020-11-01"), pd.Timestamp("2020-11-30")]


def test_a_column_without_texts_has_no_days():
    assert day_bounds(pd.Series([], dtype=STRING)).empty
    assert day_bounds(pd.Series([None, None], dtype=STRING)).isna().all(axis=None)


@given(st.dates(min_value=pd.Timestamp("1500-01-01").date(), max_value=pd.Timestamp("2999-12-31").date()))
def test_a_day_is_itself(day):
    assert bounds(day.isoformat()) == [(day.isoformat(), day.isoformat())]
    assert checked_day(day.isoformat(), "x") == day.isoformat()


@pytest.mark.parametrize(
    "day", ["1499-12-31", "3000-01-01", "2020-02-30", "2020-11", "soon", " ", None, 5, b"2020-11-20"]
)
def test_an_option_that_is_no_day_is_refused(day):
    with pytest.raises(UsageError, match=r"as_of: .* is no day; write 2020-11-20"):
        checked_day(day, "as_of")


def test_an_option_that_was_not_given_is_empty():
    assert checked_day("", "as_of") == ""
    assert [checked_day(d, "as_of") for d in ("1500-01-01", "2999-12-31", "20201120")] == [
        "1500-01-01",
        "2999-12-31",
        "2020-11-20",
    ]
