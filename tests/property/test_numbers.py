"""Numbers of a case may be exact, open, a range or missing, in any order: no rule breaks, and none invents one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from building import CaseTables
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.checks.rules import ROW_RULES
from geomap.checks.sums import groups_out_of_order, munitions_balance
from geomap.pipeline import checked

bound = st.one_of(st.none(), st.integers(0, 400))
numbers = st.tuples(bound, bound)
groups = st.tuples(st.one_of(st.none(), st.integers(1, 400)), bound, bound)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A case with three groups in two accounts and one of none."""
    case = CaseTables()
    case.info["geomap"]["accounts"].append({"id": "other", "label": "Another", "source_ids": ["daily"]})
    case.add("trajectories", {**case.row("trajectories", "t1"), "trajectory_id": "t3", "account": "other"})
    case.set("trajectories", "t1", group_n_low=1, group_n_high=1)
    case.set("claims", "k3", value_low=3, value_high=3)
    return checked(case.write(tmp_path_factory.mktemp("night")))[0]


def column(cells):
    return pd.array([pd.NA if c is None else c for c in cells], dtype="Int64")


@settings(max_examples=60, deadline=None)
@given(
    events=st.lists(st.tuples(numbers, numbers, numbers), min_size=3, max_size=3),
    told=st.lists(groups, min_size=3, max_size=3),
    claimed=numbers,
    stance=st.sampled_from(["asserts", "denies"]),
)
def test_no_rule_on_numbers_breaks_whatever_is_missing(night, events, told, claimed, stance):
    rows = night.events.assign(
        **{
            f"{stem}_{end}": column([event[n][side] for event in events])
            for n, stem in enumerate(("munitions", "killed", "wounded"))
            for side, end in enumerate(("low", "high"))
        }
    )
    tracks = night.trajectories.assign(
        **{c: column([t[n] for t in told]) for n, c in enumerate(("group_n", "group_n_low", "group_n_high"))}
    )
    is_k3 = night.claims["claim_id"] == "k3"
    claims = night.claims.assign(
        value_low=column([claimed[0] if k else None for k in is_k3]),
        value_high=column([claimed[1] if k else None for k in is_k3]),
        value=night.claims["value"].mask(is_k3),
        stance=night.claims["stance"].mask(is_k3, stance),
    )
    dataset = replace(night, events=rows, trajectories=tracks, claims=claims)

    found = [f for rule in (*ROW_RULES, munitions_balance, groups_out_of_order) for f in rule(dataset)]

    balance = [f for f in found if f.code == "munitions-balance"]
    if claimed == (None, None) or stance == "denies":
        assert balance == []
    if all(n is None and low is None and high is None for n, low, high in told):
        assert balance == []
    assert all("NA" not in f.message and "nan" not in f.message and "None" not in f.message for f in found)
