"""What must hold for any case, all the way from its tables to what is published."""

from __future__ import annotations

import copy
import random
import tempfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from building import CaseTables
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import GEOD, place_rows, wrong_cells

from geomap.disclosure import disclose
from geomap.edition import Policy
from geomap.pipeline import build_edition, checked
from geomap.publishers import geojson, scene_json, table
from geomap.scene import compose
from geomap.trajectories import trace


def edition_of(case: CaseTables):
    with tempfile.TemporaryDirectory() as folder:
        return build_edition(case.write(Path(folder) / "case"))


def rim(lon: float, lat: float, radius_m: float) -> np.ndarray:
    n = 72
    east, north, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), np.arange(n) * 5.0, np.full(n, radius_m))
    return np.column_stack([east, north])


@settings(max_examples=8)
@given(st.tuples(*(place_rows(f"spot{n}") for n in range(4))))
def test_uncertainty_never_shrinks_from_the_table_to_geojson(rows):
    """What is drawn holds the whole disc that the row states, or its outline widened by its error on every side."""
    case = CaseTables()
    case.add("places", *rows)
    case.add("event_places", *({"event_id": "attack", "place_id": r["place_id"], "role": "damage_seen"} for r in rows))
    features = {
        f["properties"]["place_id"]: f
        for f in geojson.feature_collection(edition_of(case))["features"]
        if f["properties"]["role"] == "place"
    }
    for row in rows:
        feature = features[row["place_id"]]
        drawn = shapely.geometry.shape(feature["geometry"])
        if row["geometry"] is not None:
            outline = shapely.geometry.shape(row["geometry"])
            corners = [rim(*corner, row["outline_error_m"] * 0.999) for corner in shapely.get_coordinates(outline)]
            assert drawn.covers(outline), row["place_id"]
            stated = row["outline_error_m"]
        else:
            stated = sum(row[c] or 0 for c in ("coord_uncertainty_m", "extent_radius_m"))
            corners = [rim(row["longitude"], row["latitude"], stated * 0.9999)]
        for corner in corners:
            assert shapely.contains_xy(drawn, corner[:, 0], corner[:, 1]).all(), row["place_id"]
        assert feature["properties"]["uncertainty_m"] >= stated, row["place_id"]


@settings(max_examples=6)
@given(st.integers(0, 2**32), st.tuples(*(place_rows(f"spot{n}") for n in range(2))))
def test_the_order_of_rows_never_changes_a_byte(seed, rows):
    case = CaseTables()
    case.add("places", *rows)
    case.set("events", "truce", place_id="spot0")
    case.add("sources", case.row("sources", "daily") | {"source_id": "weekly"})
    case.add("relations", {"event_id": "arrest", "relation": "follows", "other_event_id": "attack"})
    case.add("relations", {"event_id": "attack", "relation": "breaks", "other_event_id": "truce"})
    case.add("event_places", {"event_id": "attack", "place_id": "spot1", "role": "damage_seen"})
    case.add("event_places", {"event_id": "attack", "place_id": "market", "role": "reported_target"})
    case.add("corrections", {"corrected_on": "2020-05-09", "what": "b"}, {"corrected_on": "2020-05-09", "what": "a"})
    shuffled = copy.deepcopy(case)
    for table_rows in shuffled.tables.values():
        random.Random(seed).shuffle(table_rows)

    one, other = edition_of(case), edition_of(shuffled)

    for publisher in (geojson, table, scene_json):
        assert publisher.render(one) == publisher.render(other), publisher.__name__


@settings(max_examples=12)
@given(st.lists(st.tuples(wrong_cells, st.integers(0, 9)), max_size=4))
def test_rows_in_are_drawn_listed_or_refused(wrong):
    """Whatever is wrong with a case, each of its events and groups is drawn, listed or refused, and counted once."""
    case = CaseTables()
    for n in range(3):
        case.add("events", case.row("events", "arrest") | {"event_id": f"more{n}"})
    for (name, column, value), row in wrong:
        rows = case.tables[name]
        rows[row % len(rows)][column] = value
    rows_in = len(case.tables["events"]) + len(case.tables["trajectories"])
    with tempfile.TemporaryDirectory() as folder:
        path = case.write(Path(folder) / "case")
        dataset, findings = checked(path)
    public = disclose(dataset)
    edition = compose(public, trace(public), findings)

    numbers = edition.accounting
    refused = dataset.refused["table"].isin(["events", "trajectories"]).sum()
    assert numbers.rows_in == rows_in
    assert numbers.refused == refused
    assert numbers.drawn + numbers.listed + numbers.refused == rows_in
    events = {e for m in edition.scene.marks() if m.role != "context" for e in m.event_ids}
    listed = {e for a in edition.scene.accounts for item in a.not_on_map for e in item.event_ids}
    assert set(edition.public.events["event_id"]) <= events | listed


@settings(max_examples=6)
@given(place_rows("spot"), st.integers(200, 20_000))
def test_the_least_radius_only_ever_widens(row, least_m):
    case = CaseTables()
    case.add("places", row)
    with tempfile.TemporaryDirectory() as folder:
        dataset, _ = checked(case.write(Path(folder) / "case"))
    before, after = disclose(dataset), disclose(dataset, Policy(min_precision_m=least_m))

    for place_id, area in after.areas.items():
        assert area.reach_m >= least_m
        assert area.widened.buffer(1e-7).covers(before.areas[place_id].widened), place_id
    assert set(after.areas) == set(before.areas)


def test_the_way_ends_for_a_case_whose_every_event_is_refused():
    case = CaseTables()
    for row in case.tables["events"]:
        row["kind"] = "misdeed"

    edition = edition_of(case)

    assert (edition.accounting.rows_in, edition.accounting.refused) == (5, 5)
    assert edition.accounting.drawn == edition.accounting.listed == 0


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_empty_catalogue_is_a_map_without_marks(tmp_path, lang):
    case = CaseTables().without_accounts()
    for rows in case.tables.values():
        rows.clear()
    case.geomap(context_places=[])

    edition = build_edition(case.write(tmp_path / "case"), lang=lang)

    assert edition.accounting.rows_in == 0
    assert edition.scene.marks() == ()
