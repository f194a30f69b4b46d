"""When something was said: a day, or an hour with its offset; the order in which things were said."""

from __future__ import annotations

import pandas as pd
import pytest

from geomap.schema import instant_of, parse, said_order, why_not_said

CLAIM = {"claim_id": "c1", "about": "e1", "field": "context", "value": "x", "words": "x", "claimant": "A"}
CLAIM |= {"source_id": "s1", "stance": "asserts", "origin": "A"}


def claims(said_on: str):
    return parse("claims", pd.DataFrame([CLAIM | {"said_on": said_on}], index=[2]), file="claims.csv")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-04-08T13:00+03:00", "2022-04-08"),
        ("2022-04-08T00:30+03:00", "2022-04-08"),
        ("2022-04-08T13:00Z", "2022-04-08"),
        ("2022-04-08", "2022-04-08"),
    ],
)
def test_an_hour_with_its_offset_keeps_its_text_and_has_the_day_of_its_clock(text, day):
    table = claims(text).table

    assert table["said_on"].iloc[0] == text
    assert f"{table['said_on_lower'].iloc[0]:%Y-%m-%d}" == f"{table['said_on_upper'].iloc[0]:%Y-%m-%d}" == day


@pytest.mark.parametrize(
    "text",
    ["2022-04-08T13:00", "2022-04-08 13:00", "2022-04-08T25:00Z", "2022-02-30T13:00Z", "2022-04-08T13:00+30:00"],
)
def test_an_hour_that_is_no_instant_is_refused_with_what_is_allowed(text):
    parsed = claims(text)

    assert parsed.table.empty
    (failure,) = parsed.failures
    assert "2020-11-17T13:00+03:00" in failure.message
    assert "2020-11-17T10:00Z" in failure.message
    assert "or the day alone" in failure.message
    assert instant_of(text) is None
    assert why_not_said(text)


def test_other_days_take_no_hour():
    event = {"event_id": "e1", "kind": "rocket", "date_start": "2022-04-08T13:00Z", "source_ids": "s"}
    event |= {"status": "reported"}
    parsed = parse("events", pd.DataFrame([event], index=[2]), file="events.csv")

    assert [f.code for f in parsed.failures] == ["bad-date"]


def test_what_was_said_first_comes_first_whatever_its_clock():
    said = ["2022-04-08T13:00+03:00", "2022-04-08T10:30Z", "2022-04-08T05:00-04:00", "2022-04-08", "2022-04-09"]
    said += ["2022", ""]

    assert sorted(said, key=said_order) == [
        "2022-04-08T05:00-04:00",  # 09:00 UTC
        "2022-04-08T13:00+03:00",  # 10:00 UTC
        "2022-04-08T10:30Z",
        "2022-04-08",
        "2022-04-09",
        "2022",
        "",
    ]
