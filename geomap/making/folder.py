"""The files of a new case: tables with headers, datapackage.json, a commented map.toml and a README for the desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from geomap.making.merging import append_features, table_text
from geomap.schema import TABLES, table_schema

__all__ = ["PLACEHOLDER_SOURCE", "columns_of", "empty_case", "package_text", "template"]

_LEFT_OUT = {
    "sources": {"source_scale", "sha256", "carried_by", "retrieved_on", "licence"},
    "events": {"file", "file_row", "event_type", "sub_event_type", "event_clarity", "sensitivity", "munitions_note"}
    | {"original_id", "kind_wording", "actors"},
    "claims": {"note", "value_words"},
    "trajectories": {"group_n_words", "kind"},
}
"""Columns that a new table does without; a desk adds them when it needs them."""

PLACEHOLDER_SOURCE = {
    "source_id": "first_source",
    "title": "(headline of the report)",
    "publisher": "(who reported it?)",
    "kind": "news",
}
"""Stands until a person names the first source; geomap check asks for its address."""


def template(name: str) -> str:
    """Return a shipped text: map.toml or README.md of a new case."""
    return (resources.files("geomap.making") / "templates" / name).read_text("utf-8")


def package_text(document: Mapping[str, Any]) -> bytes:
    """Return datapackage.json as text."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def empty_case(name: str, title: str, country: str, main_event: str, *, has_sheet: bool) -> dict[str, bytes]:
    """Return the files of a case without rows.

    Parameters
    ----------
    name : str
        Id of the case, from its folder.
    title : str
    country : str
        ISO 3166 code, or empty.
    main_event : str
        Id of the event that the map is about.
    has_sheet : bool
        Whether it is made from a quick sheet; the README says what to do then.
    """
    files = {f"{table}.csv": table_text(table, columns_of(table)) for table in TABLES if table != "places"}
    files["places.geojson"] = append_features(b"", [])
    media = {"csv": "text/csv", "geojson": "application/geo+json"}
    paths = ["places.geojson" if table == "places" else f"{table}.csv" for table in TABLES]
    resources_listed: Sequence[Mapping[str, str]] = [
        {"name": path.split(".")[0], "path": path, "format": ending, "mediatype": media[ending], "encoding": "utf-8"}
        for path in paths
        for ending in [path.split(".")[1]]
    ]
    own: dict[str, Any] = {"main_event": main_event, "accounts": [], "country": country, "context_places": []}
    own |= {"reviewed_by": None, "reviewed_on": None}
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": "",
        "resources": resources_listed,
        "geomap": own,
    }
    files["datapackage.json"] = package_text(document)
    files["map.toml"] = template("map.toml").encode()
    again = template("again-sheet.md" if has_sheet else "again-tables.md")
    readme = template("README.md").replace("{again}", again.strip()).replace("{title}", title).replace("{name}", name)
    files["README.md"] = readme.encode()
    return files


def columns_of(table: str) -> list[str]:
    """Return the header of a new table: all columns but the Arabic twins and those that few cases need."""
    fields = table_schema(table).fields
    left_out = _LEFT_OUT.get(table, set())
    return [f.name for f in fields if not f.name.endswith("_ar") and f.name not in left_out]
