"""Whatever stands in a column of dates, it is read as days that it allows, or refused with a reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.readers.cells.dates import read_days
from geomap.schema import STRING, day_bounds, why_no_date

alphabet = st.text("0123456789XuYESTZ-/.,:?~%[]{} +", max_size=24)
pieces = st.lists(
    st.sampled_from(
        [
            "2020",
            "-11",
            "-17",
            "/",
            "..",
            "X",
            "?",
            "~",
            "%",
            "0000",
            "T23:30",
            "Z",
            "-21",
            "Y",
            "E7",
            "S2",
            "[",
            "]",
            ",",
        ]
    ),
    max_size=8,
).map("".join)
words = st.lists(
    st.sampled_from(
        ["9", "10", "–", "-", "October", "Oct", "2023", ",", " ", "to", "night of ", "AM", "1:45", "/", "24"]
    ),
    max_size=9,
).map("".join)
cells = st.lists(alphabet | pieces | words, min_size=1, max_size=12)


@settings(max_examples=150)
@given(cells)
def test_every_text_is_days_in_their_order_or_has_a_reason(texts):
    bounds = day_bounds(pd.Series(texts, dtype=STRING))

    for text, lower, upper in zip(texts, bounds["lower"], bounds["upper"], strict=True):
        assert pd.isna(lower) == pd.isna(upper) == bool(why_no_date(text))
        assert pd.isna(lower) or (lower <= upper and 1500 <= lower.year <= upper.year <= 2999)


@settings(max_examples=150)
@given(cells, st.sampled_from(["", "dmy", "mdy"]))
def test_every_cell_of_a_table_is_read_as_days_or_refused_and_said(texts, order):
    column = pd.Series(texts, dtype=STRING)

    days = read_days(column, order)

    said = set(days.bad.reasons.index)
    for row, text in column.items():
        is_empty = not text.strip()
        assert (pd.isna(days.text[row])) == (is_empty or row in said)
    assert day_bounds(days.text)["lower"].notna().equals(days.text.notna())


@pytest.mark.parametrize("text", ["0000-01", "2020-11-17/", "Y17E7", "[..]", "{,}", "/..", "-", "~"])
def test_odd_texts_end_no_table(text):
    assert read_days(pd.Series([text, "2020-11-17"], dtype=STRING)).text.notna().tolist() == [False, True]
