"""Joining tables: a row that points to nothing is refused, and so is whatever pointed to it."""

from __future__ import annotations

import pytest

from geomap.dataset import REFUSED_COLUMNS, items_of
from geomap.readers import read_path


def refused(dataset):
    return sorted(zip(dataset.refused["table"], dataset.refused["id"], dataset.refused["code"], strict=True))


def test_a_good_case_loses_nothing(make_case):
    dataset, findings = read_path(make_case())

    assert dataset.refused.empty
    assert len(findings) == 0
    assert {name: len(t) for name, t in dataset.tables().items() if len(t)} == {
        "sources": 2,
        "places": 4,
        "events": 3,
        "claims": 5,
        "trajectories": 2,
    }


def test_tables_that_the_case_does_not_have_are_there_and_empty(make_case):
    dataset, _ = read_path(make_case())

    assert dataset.relations.empty
    assert {"event_id", "relation", "other_event_id", "claim_id"} <= set(dataset.relations.columns)


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        ("events", "attack", "place_id", "nowhere"),
        ("events", "attack", "source_ids", "daily; nobody"),
        ("claims", "k1", "source_id", "nobody"),
        ("claims", "k1", "about", "nothing"),
        ("claims", "k2", "derived_from", "k99"),
        ("trajectories", "t1", "event_id", "nothing"),
        ("trajectories", "t1", "launch_place_id", "nowhere"),
        ("trajectories", "t1", "impact_place_id", "nowhere"),
        ("trajectories", "t1", "basis_claim_ids", "k1; k99"),
        ("trajectories", "t1", "account", "rebels"),
        ("places", "market", "parent_id", "nowhere"),
    ],
)
def test_a_row_that_points_to_nothing_is_refused_and_named(make_case, table, key, column, value):
    path = make_case(lambda case: case.set(table, key, **{column: value}))
    dataset, findings = read_path(path)

    file = "places.geojson" if table == "places" else f"{table}.csv"
    (found,) = [f for f in findings.with_code("unknown-id") if f.file == file and f.column == column]
    rows = [r for r in dataset.refused.to_dict("records") if r["id"] == key]
    assert (found.severity, found.values, found.count) == ("error", (value,), 1)
    assert len(rows) == 1
    assert (rows[0]["file"], rows[0]["file_row"]) == (file, found.rows[0])
    assert key not in set(getattr(dataset, table).iloc[:, 0])


def test_what_points_to_a_refused_row_is_refused_as_well(make_case):
    """A source that is gone takes its claims, these the trajectories; nothing stays that nobody vouches for."""
    path = make_case(lambda case: case.set("sources", "army", kind="gossip"))
    dataset, findings = read_path(path)

    assert refused(dataset) == [
        ("claims", "k1", "unknown-id"),
        ("claims", "k2", "unknown-id"),
        ("claims", "k3", "unknown-id"),
        ("claims", "k4", "unknown-id"),
        ("claims", "k5", "unknown-id"),
        ("events", "attack", "unknown-id"),
        ("sources", "army", "not-in-vocabulary"),
        ("trajectories", "t1", "unknown-id"),
        ("trajectories", "t2", "unknown-id"),
    ]
    assert set(dataset.events["event_id"]) == {"arrest", "truce"}
    assert findings.count("error") >= 4


def test_a_chain_of_claims_falls_from_its_end(make_case):
    def change(case):
        case.set("claims", "k3", derived_from="k4").set("claims", "k4", derived_from="k5")
        case.set("claims", "k5", source_id="nobody")

    dataset, _ = read_path(make_case(change))

    assert [i for t, i, _ in refused(dataset) if t == "claims"] == ["k3", "k4", "k5"]


def test_a_close_id_is_offered(make_case):
    path = make_case(lambda case: case.set("events", "arrest", place_id="markett"))
    _, findings = read_path(path)

    assert 'Did you mean "market"?' in findings.with_code("unknown-id").items[0].message


def test_an_empty_reference_points_to_nothing_and_is_good(make_case):
    dataset, findings = read_path(make_case(lambda case: case.set("claims", "k4", about=None)))

    assert dataset.claims.set_index("claim_id").loc["k4", "about"] != dataset.claims["claim_id"].iloc[0]
    assert not findings.with_code("unknown-id")


def test_refused_rows_have_one_form(make_case):
    dataset, _ = read_path(make_case(lambda case: case.set("events", "attack", place_id="nowhere")))

    assert tuple(dataset.refused.columns) == REFUSED_COLUMNS
    assert (dataset.refused["reason"].str.len() > 10).all()


def test_a_cell_of_several_ids_is_split_at_semicolons():
    assert items_of("c01;c02 ; c03") == ("c01", "c02", "c03")
    assert items_of(None) == items_of(float("nan")) == items_of("") == ()


def test_a_case_has_accounts_and_a_catalogue_has_none(make_case):
    assert read_path(make_case())[0].is_case
    assert not read_path(make_case(lambda case: case.without_accounts(), "other"))[0].is_case
