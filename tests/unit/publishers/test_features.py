"""The feature tables are events.geojson with all columns: same ids, same shapes, same values."""

from __future__ import annotations

import pytest
import shapely

from geomap.pipeline import build_edition
from geomap.publishers.attributes import about, attribute_tables
from geomap.publishers.features import NOT_PUBLISHED, as_one, feature_tables, flat
from geomap.publishers.geojson import feature_collection


@pytest.fixture(scope="module", params=["edition", "catalogue_edition"])
def published(request):
    return request.getfixturevalue(request.param)


def test_one_table_holds_exactly_the_features_of_the_geojson(published):
    whole = as_one(feature_tables(published))
    rows = dict(zip(whole.table["feature_id"], whole.table.to_dict("records"), strict=True))
    shapes = dict(zip(whole.table["feature_id"], whole.shapes, strict=True))

    features = feature_collection(published)["features"]

    assert len(features) == len(whole.table) == len(rows)
    for feature in features:
        shape = shapes[feature["id"]]
        assert (shape is None) == (feature["geometry"] is None)
        assert shape is None or shape.equals(shapely.geometry.shape(feature["geometry"]))
        row = {k: list(v) if isinstance(v, tuple) else v for k, v in rows[feature["id"]].items()}
        for key, value in feature["properties"].items():
            assert row[key] == value, (feature["id"], key)


def test_every_row_of_the_public_tables_is_there(published):
    tables = {t.name: t for t in feature_tables(published)}

    assert list(tables["events"].table["event_id"]) == list(published.public.events["event_id"])
    assert list(tables["places"].table["place_id"]) == list(published.public.places["place_id"])
    assert list(tables["corridors"].table["trajectory_id"]) == list(published.public.trajectories["trajectory_id"])
    assert list(attribute_tables(published)["claims"]["claim_id"]) == list(published.public.claims["claim_id"])


def test_what_has_no_shape_says_why(published):
    for table in feature_tables(published):
        if "reason" in table.table:
            told = table.table["reason"].notna()
            missing = [shape is None for shape in table.shapes]
            assert list(told) == missing or table.name in ("corridors", "connectors")
            assert all(told[n] for n, is_missing in enumerate(missing) if is_missing and table.name != "connectors")


def test_working_columns_and_exact_positions_are_not_published(published):
    for table in feature_tables(published):
        assert not NOT_PUBLISHED & set(table.table.columns)


def test_areas_turn_counter_clockwise(published):
    for table in feature_tables(published):
        for shape in table.shapes:
            for part in getattr(shape, "geoms", [shape]):
                assert getattr(part, "geom_type", "") != "Polygon" or part.exterior.is_ccw


def test_ids_of_a_cell_are_joined_for_formats_without_lists(edition):
    table = feature_tables(edition)[0].table

    joined = flat(table)

    assert [c if isinstance(c, str) else "" for c in joined["claim_ids"]] == ["; ".join(c) for c in table["claim_ids"]]


def test_an_empty_edition_gives_empty_tables(make_case):
    def change(case):
        for name in ("events", "claims", "trajectories"):
            case.tables[name] = []
        case.without_accounts()

    tables = feature_tables(build_edition(make_case(change)))

    assert [len(t.table) for t in tables] == [0, 0, 0, 0, 0, 1], "only the place for orientation is used"
    assert len(as_one(tables).table) == 1


def test_about_tells_the_numbers_and_the_draft(edition):
    told = dict(about(edition))

    assert told["state"] == "draft: not reviewed"
    assert told["accounting"] == edition.scene.accounting[-1]
    assert "as_of" not in told


def test_a_name_without_a_position_is_not_called_too_coarse(tmp_path):
    from geomap.publishers import geojson
    from geomap.publishers.attributes import not_on_map

    (tmp_path / "t.csv").write_text(
        "id,date,place,country,type,location_class\n1,2024-03-01,Nowhere at all,,airstrike,\n"
        "2,2024-03-01,Iraq,,airstrike,country\n3,2024-03-01,,,airstrike,\n",
        "utf-8",
    )
    edition = build_edition(tmp_path / "t.csv")

    said = ["no position is known for the place", "place too coarse to draw", "no place reported"]
    assert feature_tables(edition)[0].table["reason"].tolist() == said
    features = geojson.feature_collection(edition)["features"]
    assert [f["properties"]["reason"] for f in features if f["properties"]["role"] == "event"] == said
    assert not not_on_map(edition).empty
