"""events.geojson: RFC 7946, each feature with its role, its doubt and its claims."""

from __future__ import annotations

import json

import pytest
import shapely
from building import place

from geomap import geodesy
from geomap.pipeline import build_edition
from geomap.publishers import geojson
from geomap.publishers.features import feature_tables


@pytest.fixture
def features(make_case):
    def made(change=None):
        document = json.loads(geojson.render(build_edition(make_case(change))))
        return {f["id"]: f for f in document["features"]}

    return made


def test_every_kind_of_feature_has_its_role(features):
    roles = {i: f["properties"]["role"] for i, f in features().items()}

    assert roles == {
        "event:arrest": "event",
        "event:attack": "event",
        "event:truce": "event",
        "impact_area:military:impact_zone": "impact_area",
        "launch_area:military:launch_quarter": "launch_area",
        "corridor:t1": "corridor",
        "connector:t1": "connector",
        "corridor:t2": "corridor",
        "connector:t2": "connector",
        "place:market": "place",
        "place:plain": "place",
    }


def test_an_event_has_its_counts_sources_claims_and_doubt(features):
    event = features()["event:attack"]["properties"]

    assert event["source_ids"] == ["daily", "army"]
    assert event["claim_ids"] == ["k1", "k2", "k3", "k4", "k5"]
    assert (event["munitions_low"], event["munitions_high"]) == (3, 3)
    assert (event["killed_low"], event["killed_high"]) == (1, 2)
    assert event["location_class"] == "neighbourhood_area"
    assert event["uncertainty_m"] >= 1_414 + 200


def test_what_is_not_known_is_no_property(features):
    """A null would be read as a zero by somebody."""
    event = features()["event:arrest"]["properties"]

    assert not {"killed_low", "wounded_low", "munitions_low", "time_local"} & set(event)
    assert None not in event.values()


def test_an_event_without_a_place_has_no_geometry_and_a_reason(features):
    def abroad(case):
        case.add("places", place("abroad", None, None, location_class="country"))
        case.set("events", "arrest", place_id="abroad")

    found = features(abroad)

    assert (found["event:truce"]["geometry"], found["event:truce"]["properties"]["reason"]) == (
        None,
        "no place reported",
    )
    assert found["event:arrest"]["properties"]["reason"] == "place too coarse to draw"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "several places; see launch areas and impact areas"),
        ({"launch_place_id": None}, "no place of its own; see launch areas and impact areas"),
        ({"launch_place_id": None, "impact_place_id": None}, "no position is known for the place"),
    ],
)
def test_an_event_whose_places_are_those_of_its_groups_says_where_they_are_drawn(make_case, change, reason):
    def moved(case):
        case.set("events", "attack", place_id=None, place_wording="Zone; Quarter")
        for group in ("t1", "t2"):
            case.set("trajectories", group, **change)

    edition = build_edition(make_case(moved))

    found = {f["id"]: f["properties"] for f in geojson.feature_collection(edition)["features"]}
    assert found["event:attack"]["reason"] == reason
    events = next(t for t in feature_tables(edition) if t.name == "events").table.set_index("event_id")
    assert events.loc["attack", "reason"] == reason


@pytest.mark.parametrize("missing", ["launch_place_id", "impact_place_id"])
def test_what_joins_nothing_does_not_say_that_it_joins_two_areas(make_case, missing):
    edition = build_edition(make_case(lambda case: case.set("trajectories", "t1", **{missing: None})))

    found = {f["id"]: f["properties"] for f in geojson.feature_collection(edition)["features"]}
    for role in ("corridor", "connector"):
        assert "note" not in found[f"{role}:t1"]
        table = next(t for t in feature_tables(edition) if t.name == f"{role}s").table
        assert table.loc[table["trajectory_id"] == "t1", "note"].isna().all()


def test_corridor_and_connector_carry_what_can_be_said_of_the_way(features):
    found = features()
    for role, kind in (("corridor", "Polygon"), ("connector", "LineString")):
        feature = found[f"{role}:t1"]
        values = feature["properties"]
        assert feature["geometry"]["type"] == kind
        assert (values["account"], values["group_n"], values["outcome"]) == ("military", 2, "ground_impact")
        assert (values["launch_place_id"], values["impact_place_id"]) == ("launch_quarter", "impact_zone")
        assert values["distance_min_m"] < values["distance_max_m"]
        assert values["resolvable"] is True
        assert values["schematic"] is True
        assert "not a flight path" in values["note"]
        assert values["claim_ids"] == ["k1", "k2"]


def test_a_way_that_cannot_be_told_has_no_geometry_and_its_reason(features):
    for role in ("corridor", "connector"):
        feature = features()[f"{role}:t2"]
        assert (feature["geometry"], feature["properties"]["reason"]) == (None, "no-impact-place")
        assert feature["properties"]["resolvable"] is False
        assert "distance_min_m" not in feature["properties"]


def test_each_area_is_the_widened_area_of_its_place(make_case):
    edition = build_edition(make_case())
    for feature in geojson.feature_collection(edition)["features"]:
        place_id = feature["properties"].get("place_id")
        if feature["geometry"] and place_id:
            area = edition.public.areas[place_id]
            drawn = shapely.geometry.shape(feature["geometry"])
            assert drawn.covers(area.widened), feature["id"]
            assert geodesy.area_km2(drawn) < 1.4 * geodesy.area_km2(area.widened) + 0.2, feature["id"]
            assert feature["properties"]["uncertainty_m"] >= area.reach_m, feature["id"]


def test_a_river_is_a_line(edition):
    (river,) = [f for f in geojson.feature_collection(edition)["features"] if f["id"] == "place:tigris_baghdad"]

    assert river["geometry"]["type"] == "LineString"
    assert river["properties"]["uncertainty_m"] == 1_000


def test_one_feature_stands_on_each_line_so_that_versions_can_be_compared(edition):
    lines = geojson.render(edition).decode("utf-8").splitlines()

    assert lines[0] == '{"type":"FeatureCollection","features":['
    assert lines[-1] == "]}"
    for line in lines[1:-1]:
        assert json.loads(line.rstrip(","))["type"] == "Feature"


def test_the_bytes_are_utf_8_without_a_mark_and_names_are_not_escaped(edition):
    data = geojson.render(edition)

    assert data[:1] == b"{"
    assert "المنطقة الخضراء" in data.decode("utf-8")


def test_shapes_are_written_as_geojson_has_them():
    square = shapely.box(44.3, 33.25, 44.5, 33.5)
    shapes = [
        square,
        shapely.Polygon([(-0.0, 0.0), (1e-05, -1e-06), (2.0, 123.25), (-0.0, 0.0)]),
        square.difference(square.buffer(-0.05)),
        shapely.MultiPolygon([square, shapely.box(45, 33, 46, 34)]),
        shapely.LineString([(44, 33), (45, 34)]),
        shapely.Polygon([(44, 33, 1), (45, 33, 1), (45, 34, 1)]),
        shapely.Polygon(),
        shapely.box(179, -1, 180, 1),
    ]

    assert [json.loads(geojson._shape_text(s)) for s in shapes] == [json.loads(shapely.to_geojson(s)) for s in shapes]
    assert geojson._shape_text(None) == "null"
