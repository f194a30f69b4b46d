"""Streets from a file: any schema, only what is seen where a map opens, with its credit; bad files are told."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from street_files import CITY, archive, city, write_tiles

from geomap import pipeline
from geomap.errors import GeomapError, UnreadableInput, UsageError
from geomap.look import Basemap, Streets
from geomap.publishers import figure, page
from geomap.publishers.figure.streets import draw_streets
from geomap.publishers.page import basemap as ground
from geomap.publishers.page.assets import page_js
from geomap.publishers.page.streets import BUDGET_BYTES, street_features
from geomap.publishers.streets import LAYERS, UP_TO_M_PER_PX, with_streets
from geomap.publishers.streets.classes import layer_of
from geomap.publishers.streets.files import open_streets
from geomap.publishers.streets.pmtiles import Head, plain_credit, zoom_for

EXTRACT = Path(__file__).parents[2] / "data" / "invented-streets.geojson"
EVERY_LAYER = {"water", "park", "road", "bridge", "minor_road", "building"}


def laid_under(edition: Any, path: Path, credit: str = "") -> Any:
    return with_streets(edition, Basemap(basemap=path, basemap_credit=credit))


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tiles")
    return {name: write_tiles(folder / f"{name}.pmtiles", name) for name in ("openmaptiles", "protomaps")}


@pytest.mark.parametrize("schema", ["openmaptiles", "protomaps"])
def test_vector_tiles_give_every_layer_in_one_piece_with_the_credit_of_their_file(
    edition: Any, tiles: dict[str, Path], schema: str
) -> None:
    made = laid_under(edition, tiles[schema])
    by_layer = {f["layer"]: f["geometry"] for f in made.scene.streets.features if f["layer"] != "water"}
    lake = next(f["geometry"] for f in made.scene.streets.features if "Polygon" in f["geometry"].geom_type)

    assert {f["layer"] for f in made.scene.streets.features} == EVERY_LAYER
    assert made.scene.streets.credit == "© OpenStreetMap contributors"
    assert len(lake.geoms) == 1, "a lake that tiles cut is one lake"
    assert by_layer["park"].centroid.distance(shapely.Point(CITY[0] - 0.013, CITY[1] + 0.01)) < 0.0005
    told = page.html(made)
    assert "Streets: © OpenStreetMap contributors." in told
    assert "Invented Street" not in told
    assert "openstreetmap.org/copyright" not in told


def test_the_picture_has_streets_and_says_whose_they_are_in_every_size(edition: Any, tiles: dict[str, Path]) -> None:
    made = laid_under(edition, tiles["protomaps"])

    for size in ("two-columns", "column", "phone", "square"):
        svg = figure.render(made.scene, size=size).decode("utf-8")
        words = " ".join(re.findall(r">([^<>]+)<", svg))
        assert 'id="streets"' in svg
        assert "© OpenStreetMap contributors" in words
    assert 'id="streets"' not in figure.render(edition.scene, size="phone").decode("utf-8")


def test_a_picture_in_arabic_says_it_too(tiles: dict[str, Path], green_zone: Path) -> None:
    made = laid_under(pipeline.build_edition(green_zone, lang="ar"), tiles["protomaps"])

    assert any("الشوارع: © OpenStreetMap" in credit for credit in made.scene.credits)


@pytest.mark.parametrize(
    ("properties", "layer", "drawn"),
    [
        ({"highway": "motorway_link"}, "", "road"),
        ({"highway": "residential", "bridge": "viaduct"}, "", "bridge"),
        ({"highway": "residential", "bridge": "no"}, "", "minor_road"),
        ({"highway": "footway"}, "", ""),
        ({"waterway": "canal"}, "", "water"),
        ({"natural": "water"}, "", "water"),
        ({"leisure": "park"}, "", "park"),
        ({"layer": "Parks"}, "", "park"),
        ({"layer": "1", "highway": "primary"}, "", "road"),
        ({"building": "yes", "amenity": "hospital"}, "", "building"),
        ({"building": "no"}, "", ""),
        ({"military": "base"}, "", ""),
        ({"amenity": "hospital"}, "", ""),
        ({"class": "motorway", "brunnel": "tunnel"}, "transportation", "road"),
        ({"class": "rail"}, "transportation", ""),
        ({"class": "wood"}, "landcover", "park"),
        ({"class": "residential"}, "landuse", ""),
        ({"kind": "minor_road", "kind_detail": "service"}, "roads", ""),
        ({"pmap:kind": "major_road"}, "roads", "road"),
        ({"kind": "swimming_pool"}, "water", ""),
        ({"kind": "address"}, "buildings", ""),
        ({"kind": "residential", "bridge": True}, "streets", "bridge"),
        ({}, "ocean", "water"),
        ({"kind": "military"}, "landuse", ""),
        ({"fclass": "residential"}, "gis_osm_roads_free_1", "minor_road"),
        ({"fclass": "residential"}, "gis_osm_landuse_a_free_1", ""),
        ({"fclass": "building"}, "gis_osm_buildings_a_free_1", "building"),
        ({"kind": "hospital"}, "pois", ""),
    ],
)
def test_each_schema_says_what_a_feature_is_and_nothing_says_what_a_house_is_for(
    properties: dict[str, Any], layer: str, drawn: str
) -> None:
    assert layer_of(properties, layer) == drawn


def test_geopackage_in_metres_and_several_layers_is_read_too(tmp_path: Path, edition: Any) -> None:
    rows = (
        [("highway", "primary", s) for k, s in city() if k == "road"],
        [("building", "yes", s) for k, s in city() if k == "building"],
    )
    for number, of_layer in enumerate(rows):
        key = of_layer[0][0]
        table = gpd.GeoDataFrame({key: [r[1] for r in of_layer], "geometry": [r[2] for r in of_layer]}, crs=4326)
        table.to_crs(32638).to_file(tmp_path / "s.gpkg", layer=f"l{number}", driver="GPKG")

    made = laid_under(edition, tmp_path / "s.gpkg", "City, 2020.")

    assert {f["layer"] for f in made.scene.streets.features} == {"road", "building"}
    assert made.scene.streets.credit == "City, 2020"


def test_licence_must_be_named(tmp_path: Path, edition: Any, tiles: dict[str, Path]) -> None:
    text = json.loads(EXTRACT.read_text("utf-8"))
    assert laid_under(edition, EXTRACT).scene.streets.credit == "Invented for tests, CC0"
    del text["licence"]
    (tmp_path / "s.geojson").write_text(json.dumps(text), "utf-8")
    nameless = write_tiles(tmp_path / "t.pmtiles", credit="", parts=city(blocks=2))

    for path in (tmp_path / "s.geojson", nameless):
        with pytest.raises(UsageError, match="--basemap-credit"):
            laid_under(edition, path)
    assert laid_under(edition, tmp_path / "s.geojson", "City, 2020").scene.streets.credit == "City, 2020"
    with pytest.raises(UsageError, match="give the file with --basemap"):
        Basemap(basemap_credit="x")
    with pytest.raises(UsageError, match="--basemap: 7"):
        Basemap(basemap=7)  # type: ignore[arg-type]


def _pictures(tiles: dict[str, Path]) -> bytes:
    return archive({(11, 0, 0): b"\x89PNG"}, {"attribution": "x"}, (44.0, 33.0, 45.0, 34.0), kind=2)


BAD: dict[str, Any] = {
    "words": (lambda tiles: b"x,y\n1,2\n", "is not GeoJSON, GeoPackage or PMTiles"),
    "empty": (lambda tiles: b"", "is empty"),
    "other": (lambda tiles: b"<OGRVRTDataSource/>", "is not GeoJSON, GeoPackage or PMTiles"),
    "half_json": (lambda tiles: EXTRACT.read_bytes()[:500], "could not be read as GeoJSON"),
    "no_features": (
        lambda tiles: b'{"type": "FeatureCollection", "features": []}',
        "where the map opens|would be seen",
    ),
    "pictures": (_pictures, r"holds pictures \(PNG\), not streets"),
    "head_only": (lambda tiles: tiles["protomaps"].read_bytes()[:60], "cut off"),
    "half_tiles": (lambda tiles: tiles["protomaps"].read_bytes()[:9_000], "cut off"),
    "old": (lambda tiles: b"PMTiles\x02" + tiles["protomaps"].read_bytes()[8:], "version 2"),
    "half_gpkg": (lambda tiles: b"SQLite format 3\0" + b"\0" * 80, "could not be read as GPKG"),
    "metres": (
        lambda tiles: (
            gpd.GeoSeries([shapely.LineString([(438_000, 3_686_000), (440_000, 3_687_000)])]).to_json().encode()
        ),
        "are no degrees",
    ),
    "elsewhere": (
        lambda tiles: gpd.GeoSeries([shapely.LineString([(2.3, 48.8), (2.4, 48.9)])]).to_json().encode(),
        "covers 2.30 to 2.40 east, 48.80 to 48.90 north; the map opens at .*Give a file of that place",
    ),
    "points": (
        lambda tiles: gpd.GeoDataFrame({"layer": ["road"]}, geometry=[shapely.Point(*CITY)]).to_json().encode(),
        "nothing that can be drawn where the map opens",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_followed_is_told_in_a_sentence(
    tmp_path: Path, edition: Any, tiles: dict[str, Path], name: str
) -> None:
    data, said = BAD[name]
    path = tmp_path / "s.geojson"
    path.write_bytes(data(tiles))

    with pytest.raises((UnreadableInput, UsageError), match=said) as caught:
        laid_under(edition, path, "x")
    assert "s.geojson" in str(caught.value)
    with pytest.raises(UnreadableInput, match="No such file"):
        laid_under(edition, tmp_path / "absent.pmtiles", "x")


def test_any_broken_tail_of_tiles_is_an_error_or_a_map_never_a_traceback(
    tmp_path: Path, edition: Any, tiles: dict[str, Path]
) -> None:
    whole = tiles["protomaps"].read_bytes()
    path = tmp_path / "broken.pmtiles"

    for start in range(0, 600, 23):
        path.write_bytes(whole[:start] + bytes(b ^ 0x5A for b in whole[start : start + 12]) + whole[start + 12 :])
        with suppress(GeomapError):  # an error of ours, or a map; anything else fails here
            laid_under(edition, path, "x")


def test_a_map_that_opens_too_wide_for_streets_is_told(edition: Any) -> None:
    far = replace(edition.scene.overview, bounds=(30.0, 20.0, 60.0, 45.0), center=None, metres_per_px=None)
    wide = replace(edition, scene=replace(edition.scene, accounts=(), overview=far))

    with pytest.raises(UsageError, match="m a pixel, and streets are drawn below 400"):
        laid_under(wide, EXTRACT)


def test_only_what_lies_round_the_views_is_kept(edition: Any, tmp_path: Path) -> None:
    far = [shapely.LineString([(44.0, 33.3), (60.0, 33.31)])]
    gpd.GeoDataFrame({"highway": ["primary"]}, geometry=far, crs=4326).to_file(tmp_path / "s.geojson")

    made = laid_under(edition, tmp_path / "s.geojson", "x").scene.streets

    assert made.features[0]["geometry"].bounds[2] < 45.5


def test_streets_carry_no_names_and_are_cut_by_the_published_views_alone(
    green_zone: Path, tiles: dict[str, Path]
) -> None:
    policy = pipeline.Policy(min_precision_m=3_000.0, redact=("green_zone",))
    edition = pipeline.build_edition(green_zone, policy=policy)
    made = laid_under(edition, tiles["protomaps"])

    assert made.public is edition.public
    assert {key for f in made.scene.streets.features for key in f} == {"layer", "geometry"}
    assert "streets" not in made.scene.as_dict()
    assert replace(made.scene, streets=None, credits=edition.scene.credits) == edition.scene


def test_a_dense_city_keeps_to_the_budget_of_streets_and_ground(edition: Any) -> None:
    grid = [shapely.LineString([(44.3 + i * 0.0009, 33.2 + j / 90) for j in range(25)]) for i in range(300)]
    zigzag = [
        shapely.LineString([(44.35 + j / 900, 33.25 + i * 0.0002 + (j % 2) / 300) for j in range(120)])
        for i in range(300)
    ]
    houses = [
        shapely.box(44.3 + i / 900, 33.25 + j / 900, 44.3005 + i / 900, 33.2505 + j / 900)
        for i in range(150)
        for j in range(90)
    ]
    shapes = {"road": shapely.MultiLineString(grid), "minor_road": shapely.MultiLineString(zigzag)}
    shapes["building"] = shapely.MultiPolygon(houses)
    streets = Streets(features=tuple({"layer": k, "geometry": v} for k, v in shapes.items()), credit="x")
    scene = replace(edition.scene, streets=streets)

    made = street_features(scene)
    spent = len(json.dumps(made, separators=(",", ":")))
    whole = spent + sum(
        len(json.dumps(part, separators=(",", ":"))) for part in (ground.background(scene, spent), ground.named(scene))
    )

    assert spent <= BUDGET_BYTES == 50_000
    assert whole <= ground.BUDGET_BYTES == 110_000
    assert {f["layer"] for f in made} == {"road"}


def test_page_and_picture_draw_each_layer_at_the_same_scales() -> None:
    said = re.search(r"UP_TO_M_PER_PX ?= ?\{([^}]+)\}", page_js())
    assert said is not None
    in_page = {k.strip(): float(v) for k, v in (pair.split(":") for pair in said[1].split(","))}

    assert in_page == UP_TO_M_PER_PX
    assert set(UP_TO_M_PER_PX) == set(LAYERS)
    assert draw_streets.__doc__


def test_zoom_follows_the_scale_within_what_the_file_has_and_never_reads_a_country_of_tiles() -> None:
    head = Head(zooms=(0, 15), bounds=(-180, -85, 180, 85), credit="")

    assert zoom_for(head, (44.3, 33.2, 44.5, 33.4), 20.0) == 12
    assert zoom_for(head, (44.3, 33.2, 44.5, 33.4), 1.0) < 15
    assert zoom_for(replace(head, zooms=(0, 10)), (44.3, 33.2, 44.5, 33.4), 20.0) == 10
    assert zoom_for(head, (30.0, 20.0, 60.0, 45.0), 20.0) <= 9


def test_a_credit_with_links_becomes_plain_words() -> None:
    markup = '<a href="https://protomaps.com">Protomaps</a> &copy; <a href="x">OpenStreetMap</a><script>a()</script>'

    assert plain_credit(markup).startswith("Protomaps © OpenStreetMap")
    assert open_streets(EXTRACT).credit == "Invented for tests, CC0"


def test_a_report_for_word_has_the_streets_and_whose_they_are(edition: Any, tiles: dict[str, Path]) -> None:
    import io
    import zipfile

    from geomap.publishers.document import word

    plain, laid = (zipfile.ZipFile(io.BytesIO(word.render(e))) for e in (edition, laid_under(edition, EXTRACT)))
    pictures = [n for n in laid.namelist() if n.endswith(".png")]

    assert "Invented for tests, CC0" in laid.read("word/document.xml").decode("utf-8")
    assert pictures
    assert all(laid.read(name) != plain.read(name) for name in pictures)
