"""Options of safety on their way through the steps: what cannot be followed ends the build, wherever it is given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import place

import geomap
from geomap.changes.compare import compare
from geomap.disclosure import disclose
from geomap.errors import UsageError
from geomap.pipeline import build_edition, checked, looked_over
from geomap.policy import Policy

NO_DAYS = ("20 Nov", "2020-11", "2020-02-30", " ")


@pytest.mark.parametrize("policy", [{"redact": ["market"]}, "strict", 5_000, True])
def test_the_gate_takes_a_policy_and_nothing_else(make_case, policy):
    dataset = checked(make_case())[0]

    with pytest.raises(UsageError, match=r"is no geomap\.Policy"):
        disclose(dataset, policy)


def test_build_refuses_what_a_policy_refuses(make_case):
    case = make_case()

    for options in ({"redact": ["market", ""]}, {"min_precision_m": float("nan")}, {"embargo_on": "20 Nov"}):
        with pytest.raises(UsageError):
            geomap.build(case, **options)
    with pytest.raises(UsageError, match='"atlantis" cannot be redacted'):
        geomap.build(case, redact=["atlantis"])


@pytest.mark.parametrize("day", NO_DAYS)
def test_the_day_of_an_edition_is_a_day_wherever_it_is_given(make_case, day):
    case = make_case()
    edition = build_edition(case)

    for ask in (
        lambda: build_edition(case, as_of=day),
        lambda: checked(case, as_of=day),
        lambda: looked_over(case, as_of=day),
        lambda: geomap.check(checked(case)[0], as_of=day),
        lambda: geomap.compose(edition.public, edition.tracks, as_of=day),
        lambda: replace(edition, as_of=day),
        lambda: compare(case, case, corrected_on=day),
    ):
        with pytest.raises(UsageError, match="is no day; write 2020-11-20"):
            ask()


def test_a_comparison_takes_a_place_that_one_of_two_states_has_and_no_other(make_case):
    old = make_case(lambda case: case.add("places", place("gone", 43.6, 33.2)), "old")
    new = make_case(name="new")

    assert compare(old, new, policy=Policy(redact=("gone",))).numbers
    with pytest.raises(UsageError, match='"atlantis" cannot be redacted: it is no place of'):
        compare(old, new, policy=Policy(redact=("gone", "atlantis")))
