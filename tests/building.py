"""A small case, written as a desk would write it, and a way to change any cell of it.

The places are invented and lie in a plain west of Baghdad; nothing here is a fact. The figures are round on purpose: a
quarter that rockets were fired from and a zone they fell in, eleven kilometres apart.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geomap.schema import TABLES, table_schema

Row = dict[str, Any]

CASE_NAME = "made-up-case"


def square(lon: float, lat: float, side_m: float) -> dict[str, Any]:
    """Return a square of a side in metres round a point, as GeoJSON, counter-clockwise."""
    north = side_m / 2 / 110_900
    east = side_m / 2 / (111_320 * math.cos(math.radians(lat)))
    ring = [(-east, -north), (east, -north), (east, north), (-east, north), (-east, -north)]
    return {"type": "Polygon", "coordinates": [[[round(lon + x, 6), round(lat + y, 6)] for x, y in ring]]}


def place(place_id: str, lon: float | None, lat: float | None, *, geometry: Any = None, **values: Any) -> Row:
    """Return a row of places; ``geometry`` is GeoJSON or None."""
    row = {
        "place_id": place_id,
        "name": place_id.replace("_", " ").capitalize(),
        "longitude": lon,
        "latitude": lat,
        "coord_uncertainty_m": None,
        "extent_radius_m": None,
        "location_class": "neighbourhood_area",
        "basis": "sourced",
        "source": "a list of quarters",
        "geometry": geometry,
    }
    return row | values


DEFAULT_TABLES: dict[str, list[Row]] = {
    "sources": [
        {
            "source_id": "daily",
            "title": "Rockets fall in the zone",
            "publisher": "The Daily",
            "kind": "news",
            "lang": "en",
            "published_on": "2020-05-07",
            "url": "https://daily.example/rockets",
        },
        {
            "source_id": "army",
            "title": "Statement of 6 May 2020",
            "publisher": "The army",
            "kind": "official_statement",
            "lang": "ar",
            "published_on": "2020-05-06",
            "offline_reason": "read out on the radio",
        },
    ],
    "places": [
        place("launch_quarter", 43.55, 33.31, geometry=square(43.55, 33.31, 1600), outline_error_m=300),
        place("impact_zone", 43.43, 33.31, geometry=square(43.43, 33.31, 2000), outline_error_m=200),
        place("market", 43.49, 33.36, location_class="nearby_landmark", coord_uncertainty_m=300, extent_radius_m=200),
        place("plain", 43.5, 33.33, location_class="district", coord_uncertainty_m=1000, extent_radius_m=20_000),
    ],
    "events": [
        {
            "event_id": "attack",
            "kind": "rocket",
            "title": "Rockets on the zone",
            "date_start": "2020-05-06",
            "source_ids": "daily; army",
            "status": "reported",
            "place_id": "impact_zone",
            "munitions_low": 3,
            "munitions_high": 3,
            "killed_low": 1,
            "killed_high": 2,
        },
        {
            "event_id": "arrest",
            "kind": "arrest",
            "title": "An arrest at the market",
            "date_start": "2020-05-08",
            "source_ids": "daily",
            "status": "unverified",
            "place_id": "market",
        },
        {
            "event_id": "truce",
            "kind": "political",
            "title": "A truce",
            "date_start": "2020-04",
            "source_ids": "daily",
            "status": "reported",
            "place_id": None,
        },
    ],
    "claims": [
        {
            "claim_id": claim_id,
            "about": about,
            "field": field,
            "value": value,
            "words": words,
            "claimant": "the army",
            "source_id": "army",
            "stance": "asserts",
            "origin": "the army",
        }
        for claim_id, about, field, value, words in (
            ("k1", "attack", "launch_place_id", "launch_quarter", "the rockets came from the quarter"),
            ("k2", "attack", "impact_place_id", "impact_zone", "two fell in the zone"),
            ("k3", "attack", "munitions", "3", "three rockets were fired"),
            ("k4", "attack", "killed", "1", "one person was killed"),
            ("k5", "attack", "date_start", "2020-05-06", "it was on 6 May"),
        )
    ],
    "trajectories": [
        {
            "trajectory_id": "t1",
            "event_id": "attack",
            "account": "military",
            "group_n": 2,
            "outcome": "ground_impact",
            "launch_place_id": "launch_quarter",
            "impact_place_id": "impact_zone",
            "basis_claim_ids": "k1; k2",
        },
        {
            "trajectory_id": "t2",
            "event_id": "attack",
            "account": "military",
            "group_n": 1,
            "outcome": "air_burst",
            "launch_place_id": "launch_quarter",
            "impact_place_id": None,
            "basis_claim_ids": "k1",
        },
    ],
}

DEFAULT_INFO: dict[str, Any] = {
    "name": CASE_NAME,
    "title": "A made-up case",
    "description": "For tests.",
    "licenses": [{"name": "CC0-1.0"}],
    "geomap": {
        "main_event": "attack",
        "accounts": [
            {
                "id": "military",
                "label": {"en": "The army"},
                "speaker": {"en": "the army"},
                "source_ids": ["army"],
            }
        ],
        "country": "IQ",
        "tz": "Asia/Baghdad",
        "context_places": ["plain"],
    },
}


class CaseTables:
    """The tables of a case in the making: change cells and rows, then write them into a folder."""

    def __init__(
        self, tables: Mapping[str, Sequence[Row]] | None = None, info: Mapping[str, Any] | None = None
    ) -> None:
        self.tables: dict[str, list[Row]] = copy.deepcopy(dict(tables if tables is not None else DEFAULT_TABLES))
        self.info: dict[str, Any] = copy.deepcopy(dict(info if info is not None else DEFAULT_INFO))
        self.map_toml = ""

    def row(self, table: str, key: str) -> Row:
        """Return the row of a table whose id is ``key``."""
        column = table_schema(table).primary_key
        return next(row for row in self.tables[table] if row[column] == key)

    def set(self, table: str, key: str, **cells: Any) -> CaseTables:
        """Change cells of one row."""
        self.row(table, key).update(cells)
        return self

    def add(self, table: str, *rows: Row) -> CaseTables:
        """Add rows at the end of a table."""
        self.tables.setdefault(table, []).extend(copy.deepcopy(rows))
        return self

    def geomap(self, **values: Any) -> CaseTables:
        """Change what datapackage.json says under ``geomap``."""
        self.info["geomap"].update(values)
        return self

    def without_accounts(self) -> CaseTables:
        """Make a catalogue of it: no accounts, no main event."""
        for key in ("accounts", "main_event"):
            self.info["geomap"].pop(key, None)
        for row in self.tables["trajectories"]:
            row["account"] = None
        return self

    def write(self, folder: Path) -> Path:
        """Write the case into a folder and return it."""
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "datapackage.json", self.info)
        for name, rows in self.tables.items():
            if name == "places":
                write_json(folder / "places.geojson", places_geojson(rows))
            else:
                (folder / f"{name}.csv").write_bytes(csv_bytes(name, rows))
        if self.map_toml:
            (folder / "map.toml").write_text(self.map_toml, "utf-8")
        return folder


def write_json(path: Path, document: Any) -> None:
    """Write JSON as a desk's program would; half characters stay as escapes."""
    path.write_text(json.dumps(document, ensure_ascii=True, indent=1), "utf-8")


def places_geojson(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows of places as a FeatureCollection."""
    features = [
        {
            "type": "Feature",
            "geometry": row.get("geometry"),
            "properties": {k: v for k, v in row.items() if k != "geometry" and v is not None},
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def csv_bytes(table: str, rows: Sequence[Row]) -> bytes:
    """Return rows as UTF-8 CSV: the schema's columns that are needed or used, then the others."""
    used = {column for row in rows for column in row}
    schema = table_schema(table)
    columns = [f.name for f in schema.fields if f.is_column_required or f.name in used]
    columns += sorted(used - set(columns))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(c) is None else str(row[c]) for c in columns])
    return out.getvalue().encode("utf-8", "surrogatepass")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as mappings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write mappings as CSV, columns as in the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


assert set(DEFAULT_TABLES) <= set(TABLES)
