"""Ids that spell a withheld name: which are replaced, by what, and where."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geomap.disclosure.ids import Renaming, renaming_of
from geomap.disclosure.names import NameRemover

from .conftest import with_cells  # isort: skip

REMOVER = NameRemover(["Kirkuk"])
KEYS = {
    "sources": ("source_id", "daily", "source"),
    "places": ("place_id", "market", "place"),
    "events": ("event_id", "attack", "event"),
    "claims": ("claim_id", "k1", "claim"),
    "trajectories": ("trajectory_id", "t1", "trajectory"),
}


@pytest.mark.parametrize("table", KEYS)
def test_an_id_that_spells_a_name_is_numbered_by_its_table(base, table):
    key, old, word = KEYS[table]
    dataset = with_cells(base, table, key, old, **{key: "of-kirkuk"})

    renaming = renaming_of(dataset.tables(), dataset.info, REMOVER)

    assert renaming.one("of-kirkuk") == f"withheld-{word}-1"
    assert [renaming.one(i) for i in base.tables()[table][key]] == list(base.tables()[table][key])
    assert renaming_of(dataset.tables(), dataset.info, NameRemover([])).one("of-kirkuk") == "of-kirkuk"


def test_ids_are_numbered_in_their_order_and_not_in_that_of_the_rows(base):
    dataset = with_cells(base, "events", "event_id", "attack", event_id="kirkuk-b")
    dataset = with_cells(dataset, "events", "event_id", "truce", event_id="kirkuk-a")

    renaming = renaming_of(dataset.tables(), dataset.info, REMOVER)

    assert [renaming.one(i) for i in ("kirkuk-a", "kirkuk-b")] == ["withheld-event-1", "withheld-event-2"]


@pytest.mark.parametrize(
    ("name", "own", "made"),
    [("Köln", "Köln/3", "k-ln-3"), ("Ağrı", "Ağrı", "a-r"), ("Киев", "Киев 3", "3"), ("نابلس", "نابلس-7", "7")],
)
def test_an_id_that_lost_the_letters_of_a_name_is_numbered_with_its_groups(base, name, own, made):
    """An id is decided by what its table writes: what was made of it may have no letter of the name left."""
    dataset = with_cells(base, "events", "event_id", "attack", event_id=made, original_id=own)
    dataset = with_cells(dataset, "trajectories", "trajectory_id", "t1", trajectory_id=f"{made}-t1", event_id=made)
    dataset = with_cells(dataset, "trajectories", "trajectory_id", "t2", event_id=made)

    renaming = renaming_of(dataset.tables(), dataset.info, NameRemover([name]))

    ids = (made, f"{made}-t1", "t2", "truce", "arrest")
    assert [renaming.one(i) for i in ids] == ["withheld-event-1", "withheld-trajectory-1", "t2", "truce", "arrest"]


def test_a_table_without_ids_of_its_own_has_those_of_its_rows_alone(base):
    dataset = with_cells(base, "events", "event_id", "attack", event_id="of-kirkuk")
    bare = dataset.tables() | {"events": dataset.events.drop(columns="original_id", errors="ignore")}

    assert renaming_of(bare, base.info, REMOVER).one("of-kirkuk") == "withheld-event-1"


def test_accounts_are_numbered_too(base):
    (first, *_) = base.info.accounts
    accounts = tuple(replace(first, account_id=i) for i in ("army", "of-kirkuk", "kirkuk-two"))

    renaming = renaming_of(base.tables(), replace(base.info, accounts=accounts), REMOVER)

    assert [renaming.one(a.account_id) for a in accounts] == ["army", "withheld-account-1", "withheld-account-2"]


def test_an_id_of_nothing_is_numbered_where_something_points_to_it(base):
    dataset = with_cells(base, "trajectories", "trajectory_id", "t1", basis_claim_ids="k1; kirkuk-b; kirkuk-a")
    dataset = with_cells(dataset, "claims", "claim_id", "k3", derived_from="of-kirkuk")
    dataset = with_cells(dataset, "claims", "claim_id", "k2", claim_id="of-kirkuk")

    renaming = renaming_of(dataset.tables(), dataset.info, REMOVER)

    assert [renaming.one(i) for i in ("kirkuk-a", "kirkuk-b", "of-kirkuk", "k1")] == [
        "withheld-id-1",
        "withheld-id-2",
        "withheld-claim-1",
        "k1",
    ]


def test_a_table_without_a_column_points_nowhere(base):
    bare = base.tables() | {"claims": base.claims.drop(columns="derived_from")}

    assert renaming_of(bare, base.info, REMOVER).one("k1") == "k1"
    assert Renaming({"k1": "x"}).table("claims", bare["claims"])["claim_id"].tolist()[0] == "x"


RENAMING = Renaming({"k1": "x", "daily": "s", "market": "p", "military": "a", "attack": "e"})


def test_ids_are_replaced_in_columns_of_ids_and_values_of_claims_alone(base):
    dataset = with_cells(base, "claims", "claim_id", "k2", value="market", words="market", derived_from="k1")

    claims = RENAMING.table("claims", dataset.claims).set_index("claim_id")
    events = RENAMING.table("events", with_cells(base, "events", "event_id", "truce", title="daily").events)
    groups = RENAMING.table("trajectories", base.trajectories)

    assert claims.loc["k2", ["value", "words", "derived_from", "about"]].tolist() == ["p", "market", "x", "e"]
    assert list(claims.index) == ["x", "k2", "k3", "k4", "k5"]
    assert pd.isna(claims.loc["x", "derived_from"])
    assert claims.dtypes.equals(dataset.claims.set_index("claim_id").dtypes)
    assert events["source_ids"].tolist() == ["s; army", "s", "s"]
    assert events["title"].tolist()[-1] == "daily"
    assert groups["basis_claim_ids"].tolist() == ["x; k2", "x"]


def test_where_nothing_is_renamed_a_table_is_the_one_that_was_given(base):
    assert Renaming({}).table("events", base.events) is base.events


def test_ids_are_replaced_in_the_description_of_the_case(base):
    (first, *others) = base.info.accounts
    account = replace(first, account_id="military", relation_to="military", source_ids=("daily", "army"))
    info = replace(
        base.info,
        accounts=(account, *others),
        main_event="attack",
        default_account="military",
        context_places=("market", "plain"),
    )

    made = RENAMING.info(info)

    assert (made.main_event, made.default_account, made.context_places) == ("e", "a", ("p", "plain"))
    assert (made.accounts[0].account_id, made.accounts[0].relation_to) == ("a", "a")
    assert made.accounts[0].source_ids == ("s", "army")
    assert made.title == info.title


def test_ids_are_replaced_in_the_desks_words_in_keys_as_well():
    value = {"market": {"claims": ["k1", "k2"]}, "n": 3, "pair": ("k1", 2.5), "text": "k1 says", "is_on": True}

    assert RENAMING.value(value) == {
        "p": {"claims": ["x", "k2"]},
        "n": 3,
        "pair": ["x", 2.5],
        "text": "k1 says",
        "is_on": True,
    }
