"""Streets and tiles: only what is asked for, with its credit, within its budget, from where it may come."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geomap.errors import UnreadableInput, UsageError
from geomap.look import Look, Streets
from geomap.publishers import page
from geomap.publishers.page.streets import BUDGET_BYTES, layer_of, read_streets, street_features
from geomap.publishers.page.tiles import tiles_named

EXTRACT = Path(__file__).parents[2] / "data" / "invented-streets.geojson"


def test_extract_is_sorted_cut_and_credited(edition: Any) -> None:
    streets = read_streets(EXTRACT)
    features = street_features(streets, edition.scene)

    assert streets.credit == "Invented for tests, CC0"
    assert {f["layer"] for f in features} == {"road", "minor_road", "bridge", "park", "water"}
    assert "Invented Street" not in json.dumps(features)
    assert len(json.dumps(features)) < 10_000
    assert "Invented for tests, CC0" in page.html(replace(edition, look=Look(streets=streets)))


@pytest.mark.parametrize(
    ("properties", "layer"),
    [
        ({"highway": "motorway_link"}, "road"),
        ({"highway": "residential", "bridge": "viaduct"}, "bridge"),
        ({"highway": "footway"}, ""),
        ({"waterway": "canal"}, "water"),
        ({"natural": "water"}, "water"),
        ({"leisure": "park"}, "park"),
        ({"layer": "Parks"}, "park"),
        ({"layer": "1", "highway": "primary"}, "road"),
        ({"building": "yes", "amenity": "hospital"}, ""),
        ({"military": "base"}, ""),
    ],
)
def test_no_buildings_and_no_points_of_interest(properties: dict[str, str], layer: str) -> None:
    assert layer_of(properties) == layer


def test_geopackage_in_metres_is_read_too(tmp_path: Path, edition: Any) -> None:
    line = shapely.LineString([(44.36, 33.30), (44.50, 33.34)])
    table = gpd.GeoDataFrame({"layer": ["road"], "geometry": [line]}, crs=4326).to_crs(32638)
    table.to_file(tmp_path / "s.gpkg", driver="GPKG")

    features = street_features(read_streets(tmp_path / "s.gpkg", "City, 2020"), edition.scene)

    assert [f["layer"] for f in features] == ["road"]


def test_licence_must_be_named(tmp_path: Path) -> None:
    text = json.loads(EXTRACT.read_text("utf-8"))
    del text["licence"]
    (tmp_path / "s.geojson").write_text(json.dumps(text), "utf-8")

    with pytest.raises(UsageError, match="--basemap-credit"):
        read_streets(tmp_path / "s.geojson")
    assert read_streets(tmp_path / "s.geojson", "City, 2020").credit == "City, 2020"


@pytest.mark.parametrize(
    "text", ["<OGRVRTDataSource/>", "x,y\n1,2\n", "{", '{"type": "FeatureCollection", "features": []}']
)
def test_other_formats_and_empty_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.geojson"
    path.write_text(text, "utf-8")

    with pytest.raises((UnreadableInput, UsageError)):
        read_streets(path, "x")


def test_a_dense_city_keeps_to_the_budget(edition: Any) -> None:
    features = [
        {"layer": layer, "geometry": shapely.LineString([(44.3 + i * 0.0009, 33.2 + j / 90) for j in range(25)])}
        for i in range(300)
        for layer in ("minor_road", "road")
    ]
    zigzag = [
        {
            "layer": "minor_road",
            "geometry": shapely.LineString([(44.35 + j / 900, 33.25 + i * 0.0002 + (j % 2) / 300) for j in range(120)]),
        }
        for i in range(300)
    ]

    made = street_features(Streets(features=(*features, *zigzag), credit="x"), edition.scene)

    assert len(json.dumps(made, separators=(",", ":"))) <= BUDGET_BYTES
    assert "road" in {f["layer"] for f in made}


def test_tiles_are_said_and_only_their_host_is_let_in(edition: Any) -> None:
    tiles = tiles_named("OpenStreetMap.Mapnik")
    text = page.html(replace(edition, look=Look(tiles=tiles)))

    assert "img-src data: blob: https://tile.openstreetmap.org;" in text
    assert "OpenStreetMap contributors" in text
    assert "whoever opens this page tells these hosts" in text
    assert "https://tile.openstreetmap.org" not in page.html(edition)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Thunderforest.Transport", "needs a key"), ("Nobody.Knows", "no provider"), ("MapBox", "needs a key")],
)
def test_provider_that_cannot_be_used_is_refused(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tiles_named(name)
