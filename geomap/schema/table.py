"""The tables of a case as Table Schema; the JSON files are the only list of columns and vocabularies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from geomap.errors import UnknownId

__all__ = ["TABLES", "Field", "Kind", "TableSchema", "as_json_schema", "munition_kinds", "table_schema"]

Kind = Literal[
    "id",
    "ids",
    "text",
    "vocab",
    "count",
    "code",
    "metres",
    "longitude",
    "latitude",
    "edtf",
    "day",
    "instant",
    "url",
]

TABLES = ("sources", "places", "events", "claims", "trajectories", "event_places", "relations", "corrections")
_NOT_MUNITIONS = frozenset({"arrest", "mob_violence", "political", "other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: what it may hold and what it is for."""

    name: str
    kind: Kind
    description: str
    is_required: bool = False
    """Every row must fill it."""
    is_column_required: bool = False
    """The column must be there, though its cells may be empty."""
    is_unique: bool = False
    vocabulary: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: re.Pattern[str] | None = None
    may_have_hour: bool = False
    """A day may have an hour with its offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A column whose values are ids of another table (or of its own)."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """One table: its columns in order, its key and its references."""

    name: str
    title: str
    fields: tuple[Field, ...]
    primary_key: str | None
    foreign_keys: tuple[ForeignKey, ...]
    document: dict[str, Any]

    def field(self, name: str) -> Field:
        """Return the column of this name.

        Raises
        ------
        UnknownId
            If the table has no such column.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise UnknownId(f'the table {self.name} has no column "{name}"')

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in order, the ``_ar`` twins behind their column."""
        return tuple(field.name for field in self.fields)


def _fields(document: dict[str, Any]) -> tuple[Field, ...]:
    made = []
    for entry in document["fields"]:
        limits = entry.get("constraints", {})
        field = Field(
            name=entry["name"],
            kind=entry["geomap:kind"],
            description=entry["description"],
            is_required=limits.get("required", False),
            is_column_required=entry.get("geomap:column") == "required",
            is_unique=limits.get("unique", False),
            vocabulary=tuple(limits.get("enum", ())),
            minimum=limits.get("minimum"),
            maximum=limits.get("maximum"),
            pattern=re.compile(limits["pattern"]) if "pattern" in limits else None,
            may_have_hour=entry.get("geomap:hour", False),
        )
        made.append(field)
        if entry.get("geomap:twin"):
            twin = f"{field.description} In Arabic."
            made.append(Field(name=f"{field.name}_ar", kind="text", description=twin))
    return tuple(made)


@cache
def munition_kinds() -> frozenset[str]:
    """Return the kinds of events in which something is fired, dropped or goes off."""
    return frozenset(table_schema("events").field("kind").vocabulary) - _NOT_MUNITIONS


@cache
def table_schema(name: str) -> TableSchema:
    """Return the schema of one table.

    Parameters
    ----------
    name : str
        One of `TABLES`.

    Raises
    ------
    UnknownId
        If there is no such table.
    """
    if name not in TABLES:
        raise UnknownId(f'there is no table "{name}"; geomap knows {", ".join(TABLES)}')
    text = (resources.files("geomap.schema") / "tables" / f"{name}.json").read_text("utf-8")
    document = json.loads(text)
    keys = tuple(
        ForeignKey(column=k["fields"], table=k["reference"]["resource"] or name, key=k["reference"]["fields"])
        for k in document.get("foreignKeys", ())
    )
    return TableSchema(
        name=name,
        title=document["title"],
        fields=_fields(document),
        primary_key=document.get("primaryKey"),
        foreign_keys=keys,
        document=document,
    )


_JSON_FORMATS = {"day": "date", "instant": "date-time", "url": "uri"}


def as_json_schema(name: str) -> dict[str, Any]:
    """Return one table's rows as JSON Schema (draft 2020-12), for tools that do not speak Table Schema.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    """
    schema = table_schema(name)
    properties: dict[str, Any] = {}
    for field in schema.fields:
        kinds = {
            "count": "integer",
            "code": "integer",
            "metres": "number",
            "longitude": "number",
            "latitude": "number",
        }
        entry: dict[str, Any] = {"description": field.description, "type": kinds.get(field.kind, "string")}
        if field.kind in _JSON_FORMATS:
            entry["format"] = _JSON_FORMATS[field.kind]
        if field.vocabulary:
            entry["enum"] = list(field.vocabulary)
        if field.pattern:
            entry["pattern"] = field.pattern.pattern
        if field.minimum is not None:
            entry["minimum"] = field.minimum
        if field.maximum is not None:
            entry["maximum"] = field.maximum
        properties[field.name] = entry
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema.title,
        "description": schema.document["description"],
        "type": "object",
        "properties": properties,
        "required": [field.name for field in schema.fields if field.is_required],
    }
