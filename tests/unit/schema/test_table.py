"""The Table Schema files are the only list of columns; what is exported from them must say the same."""

from __future__ import annotations

import re

import jsonschema
import pytest

from geomap.errors import UnknownId
from geomap.schema import TABLES, as_json_schema, table_schema

NUMBERS = {"count", "code", "metres", "longitude", "latitude"}


@pytest.mark.parametrize("name", TABLES)
def test_the_json_schema_has_every_column_with_its_type_limits_and_vocabulary(name):
    schema, exported = table_schema(name), as_json_schema(name)

    jsonschema.Draft202012Validator.check_schema(exported)
    assert tuple(exported["properties"]) == schema.columns
    assert exported["required"] == [f.name for f in schema.fields if f.is_required]
    for field in schema.fields:
        entry = exported["properties"][field.name]
        assert (entry["type"] == "string") == (field.kind not in NUMBERS)
        assert entry.get("enum", []) == list(field.vocabulary)
        assert (entry.get("minimum"), entry.get("maximum")) == (field.minimum, field.maximum)


def test_the_json_schema_refuses_what_the_table_refuses():
    validator = jsonschema.Draft202012Validator(as_json_schema("events"))
    good = {"event_id": "e1", "kind": "rocket", "source_ids": "s1", "status": "reported", "killed_low": 0}

    assert validator.is_valid(good)
    for bad in ({"event_id": "E 1"}, {"kind": "catapult"}, {"killed_low": -1}, {"date_prec": 6}, {"source_ids": "a,b"}):
        assert not validator.is_valid(good | bad), bad
    assert not validator.is_valid({k: v for k, v in good.items() if k != "status"})


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_is_for(name):
    for field in table_schema(name).fields:
        assert re.fullmatch(r"[A-Z].+[.)]", field.description), f"{name}.{field.name}"


@pytest.mark.parametrize("name", TABLES)
def test_every_reference_points_to_the_key_of_a_table(name):
    for key in table_schema(name).foreign_keys:
        assert table_schema(key.table).primary_key == key.key
        assert key.column in table_schema(name).columns


def test_columns_with_a_unit_are_named_with_it():
    """A number of metres must not be read as kilometres: its name ends in _m."""
    for name in TABLES:
        for field in table_schema(name).fields:
            assert field.name.endswith("_m") == (field.kind == "metres"), f"{name}.{field.name}"


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("sources", "kind", "news official_statement ngo dataset social_media photo_caption think_tank"),
        (
            "events",
            "kind",
            "rocket mortar indirect_fire missile ballistic_missile cruise_missile anti_ship_missile artillery "
            "guided_bomb unknown_projectile drone interceptor airstrike ied arrest mob_violence political other",
        ),
        ("events", "status", "reported disputed unverified retracted"),
        ("events", "cause_of_harm", "munition interception unclear other"),
        ("claims", "stance", "asserts denies distances speculates opinion background"),
        ("claims", "group", "child civilian security combatant all"),
        ("claims", "verification", "unverified contradicted retracted"),
        (
            "trajectories",
            "outcome",
            "ground_impact air_burst intercepted fell_short destroyed_before_launch failed unknown",
        ),
        ("event_places", "role", "reported_target damage_seen intercepted_over debris launch impact"),
        ("places", "sensitivity", "none home named_person military_active"),
        ("places", "basis", "sourced gazetteer derived general_knowledge"),
        (
            "places",
            "location_class",
            "exact compound street nearby_landmark neighbourhood_area village town city city_part subdistrict "
            "district province country sea_air unlocated context",
        ),
    ],
)
def test_the_vocabularies_are_those_of_the_design(table, column, words):
    assert table_schema(table).field(column).vocabulary == tuple(words.split())


def test_an_unknown_table_and_an_unknown_column_are_named():
    with pytest.raises(UnknownId, match='no table "attacks"'):
        table_schema("attacks")
    with pytest.raises(UnknownId, match='the table events has no column "speed"'):
        table_schema("events").field("speed")
