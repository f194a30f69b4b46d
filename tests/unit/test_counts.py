"""Counts: what is not known swallows a sum, and nothing is ever made up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.counts import UNKNOWN, Count
from geomap.errors import InvalidValue

BOUND = st.none() | st.integers(0, 1000)
COUNTS = st.tuples(BOUND, BOUND).map(lambda pair: Count(*sorted(pair)) if None not in pair else Count(*pair))


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_a_bound_of_a_sum_is_known_only_where_every_part_knows_it(counts):
    total = Count.total(counts)

    assert total.low == (None if any(c.low is None for c in counts) else sum(c.low for c in counts))
    assert total.high == (None if any(c.high is None for c in counts) else sum(c.high for c in counts))


@given(COUNTS, COUNTS)
def test_the_order_of_a_sum_is_of_no_consequence(one, two):
    assert one + two == two + one


def test_nothing_at_all_adds_up_to_what_is_not_known():
    assert Count.total([]) == UNKNOWN
    assert not UNKNOWN.is_known


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({"group_n": 3}, Count(3, 3)),
        ({"group_n": pd.NA}, UNKNOWN),
        ({"group_n": pd.NA, "group_n_low": 9, "group_n_high": pd.NA}, Count(9, None)),
        ({"group_n": float("nan"), "group_n_low": 2, "group_n_high": 4}, Count(2, 4)),
    ],
)
def test_a_group_holds_a_number_a_range_or_nothing(row, count):
    assert Count.of_group(row) == count


def test_cells_in_the_wrong_order_hold_the_same_range():
    """The checks tell them; a table is read all the same."""
    assert Count.of(9, 4) == Count(4, 9)


def test_zero_is_a_number():
    assert Count.exactly(0).is_known
    assert Count.of(0, 0).exact == 0


@pytest.mark.parametrize("bounds", [(-1, 2), (2, -1), (3, 2)])
def test_what_is_no_range_is_refused(bounds):
    with pytest.raises(InvalidValue):
        Count(*bounds)
