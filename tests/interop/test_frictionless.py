"""Our Table Schema files before the tool of those who wrote the standard."""

from __future__ import annotations

import json
import warnings

import pytest
from building import read_rows, write_rows

from geomap.schema import TABLES, table_schema


def twins(name: str) -> list[dict[str, object]]:
    """The fields of a table as Table Schema, the Arabic twins written out."""
    document = table_schema(name).document
    fields = []
    for field in document["fields"]:
        fields.append(field)
        if field.get("geomap:twin"):
            fields.append({"name": f"{field['name']}_ar", "type": "string"})
    return fields


def report(folder, name: str, tmp_path):
    """Validate one CSV table of a case; columns in the order of the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # frictionless warns of its own libraries
        from frictionless import Resource, Schema

        columns = list(read_rows(folder / f"{name}.csv")[0]) if read_rows(folder / f"{name}.csv") else None
        fields = {field["name"]: field for field in twins(name)}
        wanted = [fields[c] for c in columns] if columns else list(fields.values())
        schema = Schema.from_descriptor({"fields": wanted, "missingValues": [""]})
        resource = Resource(path=f"{name}.csv", basepath=str(folder), schema=schema, encoding="utf-8")
        return resource.validate()


TABLES_OF_CASES = [
    ("green_zone", name)
    for name in ("sources", "events", "claims", "trajectories", "event_places", "relations")
] + [("catalogue", name) for name in ("sources", "events", "claims", "trajectories", "event_places")]  # fmt: skip


@pytest.mark.parametrize(("case", "name"), TABLES_OF_CASES)
def test_a_shipped_table_is_valid_by_its_schema(request, tmp_path, case, name):
    found = report(request.getfixturevalue(case), name, tmp_path)

    assert found.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    assert found.valid
    assert found.tasks[0].stats["rows"] == len(read_rows(request.getfixturevalue(case) / f"{name}.csv")) > 0


def test_frictionless_refuses_what_geomap_refuses(case_folder, tmp_path):
    """The same rows, or the schema files would not say what the validator does."""
    rows = read_rows(case_folder / "events.csv")
    rows[0]["kind"] = "misdeed"
    rows[1]["killed_low"] = "-1"
    rows[2]["event_id"] = "Not An Id"
    rows[3]["status"] = ""
    write_rows(case_folder / "events.csv", rows)

    found = report(case_folder, "events", tmp_path).flatten(["rowNumber", "fieldName"])

    assert sorted({tuple(place) for place in found}) == [
        (2, "kind"),
        (3, "killed_low"),
        (4, "event_id"),
        (5, "status"),
    ]


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_files_are_table_schemas(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Schema

        schema = Schema.from_descriptor(json.loads(json.dumps(table_schema(name).document)))

    assert [f.name for f in schema.fields] == [f["name"] for f in table_schema(name).document["fields"]]


@pytest.mark.parametrize("case", ["green_zone", "catalogue"])
def test_the_description_is_a_data_package_whose_files_are_there(request, case):
    folder = request.getfixturevalue(case)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))

    assert package["name"] == folder.name
    assert package["licenses"]
    for resource in package["resources"]:
        assert (folder / resource["path"]).is_file(), resource["path"]
    assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])
