"""The facts that ship with geomap are the files that their list says, each with source, licence, date and hash."""

from __future__ import annotations

import hashlib
import json

import pytest
import shapely
from building import read_rows


@pytest.fixture(scope="module")
def listed(root):
    return {row["path"]: row for row in read_rows(root / "geodata" / "files.csv")}


def test_every_file_is_listed_and_every_row_has_its_file(root, listed):
    folder = root / "geodata"
    found = {
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file() and p.name not in ("files.csv", "README.md") and not p.name.startswith(".")
    }

    assert sorted(found - set(listed)) == []
    assert sorted(set(listed) - found) == []


def test_every_file_has_the_hash_that_its_row_says(root, listed):
    """Facts cannot change without their row: scripts/update_files_csv.py writes it anew."""
    for path, row in listed.items():
        assert hashlib.sha256((root / "geodata" / path).read_bytes()).hexdigest() == row["sha256"], path


def test_every_row_names_title_source_licence_and_date(listed):
    for path, row in listed.items():
        for column in ("title", "source", "licence"):
            assert row[column].strip(), f"{path}: {column}"
        assert len(row["date"]) == 10, path


def test_the_basemap_stays_small(root):
    """The ground of the world does the rest."""
    sizes = {p.name: p.stat().st_size for p in (root / "geodata" / "basemap").glob("*.geojson")}

    assert set(sizes) == {"baghdad.geojson", "world.geojson"}
    assert sum(sizes.values()) <= 90_000


def test_the_ground_stays_within_its_share_of_the_wheel(root):
    """14 MB."""
    assert sum(p.stat().st_size for p in (root / "geodata" / "ground").glob("*.parquet")) <= 14_000_000


@pytest.mark.parametrize("name", ["baghdad", "world"])
def test_the_basemap_is_valid_geojson_in_degrees(root, name):
    document = json.loads((root / "geodata" / "basemap" / f"{name}.geojson").read_text("utf-8"))

    assert "crs" not in document
    for feature in document["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert shape.is_valid
