"""A case as its files: the private working copy that loses nothing, notes and unknown columns included.

This is no publisher of an edition: it takes plain tables, before the gate, and `geomap.pipeline.copy_case` alone
calls it. What it writes reads back as the tables that went in.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geomap.errors import InvalidValue
from geomap.schema import TABLES, Field, table_schema

__all__ = ["CASE_FILES", "case_files"]

CASE_FILES = (
    "datapackage.json",
    *("places.geojson" if name == "places" else f"{name}.csv" for name in TABLES),
    "map.toml",
    "story.md",
    "README.md",
    "sheet.csv",
    "sheet.xlsx",
    "refused.csv",
)
"""The files that belong to a case."""

_MADE_HERE = frozenset({"outline", "radius_m"})
_OF_PACKAGE = ("name", "title", "title_ar", "description")


def case_files(
    tables: Mapping[str, pd.DataFrame],
    info: Mapping[str, Any],
    editorial: Mapping[str, Any],
    refused: pd.DataFrame,
) -> dict[str, bytes]:
    """Return the files of a case folder by name.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables by name (`geomap.schema.TABLES`); ``places`` has ``outline``. Unknown columns are kept as text.
    info : mapping
        What datapackage.json says, as plain values.
    editorial : mapping
        map.toml; no file if it is empty.
    refused : pandas.DataFrame
        Rows that no table holds; listed in refused.csv, which geomap does not read.
    """
    needed = ("sources", "places", "events", "claims", "trajectories")
    files: dict[str, bytes] = {}
    for name in TABLES:
        if name == "places":
            files["places.geojson"] = _json(_feature_collection(tables[name]))
        elif name in needed or len(tables[name]) or _unknown(name, tables[name]):
            files[f"{name}.csv"] = _csv(_as_text(name, tables[name]))
    files["datapackage.json"] = _json(_package(info, list(files)))
    if editorial:
        files["map.toml"] = _toml(editorial).encode()
    if len(refused):
        files["refused.csv"] = _csv(refused.astype(object).where(refused.notna(), "").map(str))
    return files


def _unknown(name: str, table: pd.DataFrame) -> list[str]:
    """Return the columns that the schema does not know, without those that reading or locating has made."""
    known = table_schema(name)
    bounds = {f"{f.name}_{end}" for f in known.fields if f.kind == "edtf" for end in ("lower", "upper")}
    made = {c for c in table.columns if (c in bounds | _MADE_HERE) and str(table[c].dtype) != "str"}
    return [str(c) for c in table.columns if c not in known.columns and c not in made]


def _used(name: str, table: pd.DataFrame) -> list[Field]:
    fields = table_schema(name).fields
    return [f for f in fields if f.is_column_required or (f.name in table and bool(table[f.name].notna().any()))]


def _as_text(name: str, table: pd.DataFrame) -> pd.DataFrame:
    columns = [f.name for f in _used(name, table)] + _unknown(name, table)
    return pd.DataFrame({c: [_cell(v) for v in table[c]] for c in columns}, index=table.index, dtype=object)


def _cell(value: object) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp | date):
        return value.strftime("%Y-%m-%d")
    number = _number(value)
    return str(value) if number is None else repr(number)


def _number(value: object) -> int | float | None:
    """Return a number as Python has it, whole where it is whole; None for text."""
    if isinstance(value, str | bool) or not hasattr(value, "__float__"):
        return None
    as_float = float(value)
    return int(as_float) if as_float.is_integer() and abs(as_float) < 2**53 else as_float


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def _csv(text: pd.DataFrame) -> bytes:
    """Return text as CSV that reads back cell by cell, with the separator that a reader guesses from the header."""
    header = [str(c) for c in text.columns]
    for separator in (",", ";", "\t"):
        lines = [separator.join(_quoted(c) for c in header)]
        if max(",;\t", key=lines[0].splitlines()[0].count) == separator or len(header) == 1:
            break
    else:
        raise InvalidValue(
            f"the columns {', '.join(header)[:200]} cannot stand in one header. Rename those with , ; or tabs."
        )
    lines += [separator.join(_quoted(c) for c in row) for row in text.itertuples(index=False, name=None)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '",;\t\r\n') or cell != cell.strip() else cell


def _feature_collection(places: pd.DataFrame) -> dict[str, Any]:
    fields, unknown = _used("places", places), _unknown("places", places)
    features = []
    for row in places.to_dict("records"):
        values = {f.name: _property(row[f.name]) for f in fields if not _is_missing(row.get(f.name))}
        others = {c: "" if _is_missing(row[c]) else _property(row[c]) for c in unknown}
        outline = row.get("outline")
        shape = mapping(outline) if isinstance(outline, BaseGeometry) else None
        features.append({"type": "Feature", "properties": values | others, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def _property(value: object) -> object:
    number = _number(value)
    return _cell(value) if number is None else number


def _package(info: Mapping[str, Any], files: Sequence[str]) -> dict[str, Any]:
    media = {"csv": "text/csv", "geojson": "application/geo+json"}
    own = {k: v for k, v in info.items() if k not in (*_OF_PACKAGE, "licence", "accounts") and v}
    if info.get("accounts"):
        own["accounts"] = [_account(a) for a in info["accounts"]]
    document: dict[str, Any] = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
    document |= {key: info[key] for key in _OF_PACKAGE if info.get(key)}
    if info.get("licence"):
        document["licenses"] = [{"name": info["licence"]}]
    document["resources"] = [
        {
            "name": file.split(".")[0],
            "path": file,
            "format": file.split(".")[1],
            "mediatype": media[file.split(".")[1]],
            "encoding": "utf-8",
        }
        for file in files
    ]
    return document | {"geomap": own}


def _account(account: Mapping[str, Any]) -> dict[str, Any]:
    said = {k: v for k, v in account.items() if k not in ("account_id", "relation", "relation_to") and v}
    made = {"id": account["account_id"]} | {k: dict(v) if isinstance(v, Mapping) else list(v) for k, v in said.items()}
    if account["relation"]:
        made["relation"] = {"kind": account["relation"], "to": account["relation_to"]}
    return made


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _toml(editorial: Mapping[str, Any]) -> str:
    """Return plain values as TOML: one line for each key at the top, tables inline."""
    return "".join(f"{_toml_text(key)} = {_toml_value(value)}\n" for key, value in editorial.items())


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _toml_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_toml_text(k)} = {_toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(v) for v in value) + "]"
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def _toml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
