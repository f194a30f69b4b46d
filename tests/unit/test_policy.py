"""What the gate is asked to withhold: whatever cannot be followed is refused, nothing is dropped in silence."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import UsageError
from geomap.options import checked_day
from geomap.policy import Policy, Withheld


@pytest.mark.parametrize(
    "metres",
    [
        *(float("nan"), float("inf"), -float("inf"), -5, -0.001, 0.5, 9.99, 1_000_000.1, 1e7, True, False, "5000"),
        *(None, [5000], np.nan, pd.NA, complex(5000, 1), Decimal("nan"), np.float32("inf"), 10**400),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_least_radius_that_cannot_be_kept_is_refused(metres):
    with pytest.raises(UsageError, match=r"min_precision_m \(--min-precision\).*10 to 1,000,000, or 0 for none"):
        Policy(min_precision_m=metres)


@pytest.mark.parametrize("metres", [0, -0.0, 10, 5_000, 1_000_000, np.float64(5_000), np.int64(10), Fraction(21, 2)])
def test_a_least_radius_that_can_be_kept_is_a_number_of_metres(metres):
    kept = Policy(min_precision_m=metres).min_precision_m

    assert type(kept) is float
    assert kept == float(metres)
    assert math.copysign(1, kept) == 1


@pytest.mark.parametrize("redact", ["market", b"market", 5, None, [""], [" "], [None], [5], ["market", float("nan")]])
def test_what_is_no_list_of_ids_is_no_redaction(redact):
    with pytest.raises(UsageError, match=r"redact \(--redact\): .*\[\"market\"\]"):
        Policy(redact=redact)


@pytest.mark.parametrize("kind", [list, tuple, iter, pd.Series])
def test_any_list_of_ids_is_a_redaction(kind):
    assert Policy(redact=kind(["market", "plain"])).redact == ("market", "plain")


NO_DAYS = ("20 Nov", "2020-11", "2020-13-01", "2020-02-30", "soon", " ", "2020-11-20T00:00", "0202-11-20", "9999-01-01")


@pytest.mark.parametrize("day", [*NO_DAYS, None, 20201120, pd.NaT, np.datetime64("2020-11-20"), b"2020-11-20", True])
def test_an_embargo_is_a_day(day):
    with pytest.raises(UsageError, match=r"embargo_on \(--embargo\): .* is no day; write 2020-11-20"):
        Policy(embargo_on=day)


def test_a_day_in_short_is_written_out():
    assert Policy(embargo_on="20201120").embargo_on == "2020-11-20"
    assert Policy().embargo_on == ""


@pytest.mark.parametrize("no_rows", ["no", "yes", "", 0, 1, None, pd.NA, np.True_])
def test_rows_are_kept_back_or_not_and_nothing_between(no_rows):
    with pytest.raises(UsageError, match=r"no_rows \(--no-rows\): .* neither True nor False"):
        Policy(no_rows=no_rows)


def test_a_policy_that_is_changed_is_held_to_the_same():
    with pytest.raises(UsageError):
        replace(Policy(min_precision_m=5_000), min_precision_m=float("nan"))


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    st.one_of(st.none(), st.text(max_size=4), st.lists(st.one_of(st.text(max_size=3), st.none()), max_size=2)),
    st.one_of(st.none(), st.text(max_size=10), st.dates().map(str)),
)
def test_a_policy_withholds_what_it_was_asked_for_or_is_refused(metres, redact, day):
    try:
        made = Policy(min_precision_m=metres, redact=redact, embargo_on=day)
    except UsageError:
        return

    assert made.min_precision_m == metres
    assert 0 <= made.min_precision_m <= 1_000_000
    assert list(made.redact) == list(redact)
    assert all(made.redact)
    assert made.embargo_on == day


def test_a_day_that_was_not_given_is_none():
    assert checked_day("", "as_of") == ""
    assert [checked_day(d, "as_of") for d in ("1500-01-01", "2999-12-31")] == ["1500-01-01", "2999-12-31"]
    for outside in ("1499-12-31", "3000-01-01"):
        with pytest.raises(UsageError, match=f'as_of: "{outside}" is no day'):
            checked_day(outside, "as_of")


def test_nothing_is_withheld_unless_it_is_asked_for():
    assert Policy() == Policy(min_precision_m=0.0, redact=(), embargo_on="", no_rows=False)
    assert Withheld() == Withheld(
        embargoed_event_count=0,
        embargo_on="",
        redacted_place_count=0,
        generalised_place_count=0,
        min_precision_m=0.0,
        rows=False,
    )


@pytest.mark.parametrize(
    "one",
    [
        {"embargo_on": "2020-11-20"},
        {"redacted_place_count": 1},
        {"generalised_place_count": 1},
        {"min_precision_m": 10.0},
        {"rows": True},
    ],
    ids=lambda one: next(iter(one)),
)
def test_each_thing_that_is_kept_back_is_something(one):
    assert Withheld(**one).anything is True
    assert Withheld().anything is False
