"""Days as reports give them: the first and last possible one, never an invented one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import UsageError
from geomap.schema import STRING, day_bounds, iso_day


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
        ("2020-21", "2020-03-01", "2020-05-31"),  # a season of EDTF, no month
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
    assert iso_day(day.isoformat(), "x") == day.isoformat()


@pytest.mark.parametrize(
    "day", ["1499-12-31", "3000-01-01", "2020-02-30", "2020-11", "soon", " ", None, 5, b"2020-11-20"]
)
def test_an_option_that_is_no_day_is_refused(day):
    with pytest.raises(UsageError, match=r"as_of: .* is no day; write 2020-11-20"):
        iso_day(day, "as_of")


def test_an_option_that_was_not_given_is_empty():
    assert iso_day("", "as_of") == ""
    assert [iso_day(d, "as_of") for d in ("1500-01-01", "2999-12-31", "20201120")] == [
        "1500-01-01",
        "2999-12-31",
        "2020-11-20",
    ]
