"""The tables of a case: their columns, vocabularies and types, and the parser that turns text into them."""

from geomap.schema.addresses import is_address
from geomap.schema.dates import day_bounds, doubt_of, why_no_date
from geomap.schema.letters import LATIN_LETTERS, in_small_letters, is_ascii
from geomap.schema.parse import STRING, Failure, Parsed, clean_text, empty_table, parse, refuse_ballistics
from geomap.schema.projectiles import projectiles_named
from geomap.schema.said import instant_of, said_bounds, said_order, why_not_said
from geomap.schema.table import TABLES, Field, TableSchema, as_json_schema, munition_kinds, table_schema

__all__ = [
    "LATIN_LETTERS",
    "STRING",
    "TABLES",
    "Failure",
    "Field",
    "Parsed",
    "TableSchema",
    "as_json_schema",
    "clean_text",
    "day_bounds",
    "doubt_of",
    "empty_table",
    "in_small_letters",
    "instant_of",
    "is_address",
    "is_ascii",
    "munition_kinds",
    "parse",
    "projectiles_named",
    "refuse_ballistics",
    "said_bounds",
    "said_order",
    "table_schema",
    "why_no_date",
    "why_not_said",
]
