"""What the page's Python parts promise: data stays data, ids are stable, nothing is loaded from elsewhere."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import folium
import pytest
import shapely
from building import CaseTables
from folium.plugins import MarkerCluster

from geomap import pipeline
from geomap.edition import Edition, TrayItem
from geomap.errors import InvalidValue, UsageError
from geomap.publishers import embed, page
from geomap.publishers.page import assets, basemap
from geomap.publishers.page.blocks import clean_text, data_block, entity_text
from geomap.publishers.page.document import href
from geomap.publishers.page.folium_map import Literal, parts
from geomap.publishers.page.shapes import pack, pack_corridor, pack_ground
from geomap.publishers.page.tray import shown_in_tray

HOSTILE = [
    "{{ 7*7 }}",
    "{% raw",
    "{#",
    "</script><script>x()</script>",
    "${7*7}",
    "`",
    "<img src=x onerror=x()>",
    "a\u2028b",
    "\u202egnp",
    "javascript:x()",
    "a\ud800b",
    "__proto__",
]


@pytest.fixture(scope="module")
def edition(green_zone: Path) -> Edition:
    return pipeline.build_edition(green_zone)


def test_block_is_inert_and_gives_its_value_back() -> None:
    value = {"texts": HOSTILE, "__proto__": "x", "place": "حي الأمين"}
    block = data_block("b", value)
    text = block.removeprefix('<script type="application/json" id="b">').removesuffix("</script>")

    assert not re.search("[<>&\u2028\u202e\ud800]", text)
    assert json.loads(text) == {"texts": [clean_text(h) for h in HOSTILE], "__proto__": "x", "place": "حي الأمين"}
    assert "حي" in text


def test_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(InvalidValue):
        data_block("b", {"n": math.nan})


@pytest.mark.parametrize("text", HOSTILE)
def test_layer_name_is_safe_for_template_and_html(text: str) -> None:
    assert not re.search("[{}%<>]", entity_text(text))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//example.org", "https://", "http://[", ""]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert href({"url": address, "archive_url": ""}) == ""


def test_archive_is_linked_where_the_address_is_none() -> None:
    assert href({"url": "", "archive_url": "https://example.org/a"}) == "https://example.org/a"


def test_literal_is_never_compiled() -> None:
    assert Literal("{{ 7*7 }}").render() == "{{ 7*7 }}"


def test_ids_come_from_the_place_in_the_tree(edition: Edition) -> None:
    page_map = page.scene_map(edition)

    assert parts(page_map) == parts(page_map) == parts(page.scene_map(edition))


def test_part_that_loads_from_elsewhere_is_refused(edition: Edition) -> None:
    page_map = page.scene_map(edition)
    MarkerCluster().add_to(page_map)

    with pytest.raises(UsageError, match="load files from other hosts"):
        parts(page_map)


def test_layers_carry_every_mark(edition: Edition) -> None:
    layers = page.folium_layers(edition)

    assert all(isinstance(layer, folium.FeatureGroup) for layer in layers)
    drawn = [m for layer in layers if layer.payload["kind"] == "marks" for m in layer.payload["marks"]["mark_id"]]
    assert drawn == [mark.mark_id for mark in edition.scene.marks()]


def test_the_ground_stays_within_its_budget(edition: Edition) -> None:
    features, names = basemap.background(edition.scene), basemap.named(edition.scene)

    sizes = [len(json.dumps(told, separators=(",", ":"))) for told in (features, names)]
    assert sum(sizes) <= basemap.BUDGET_BYTES
    assert {f["layer"] for f in features} >= {"land", "lake", "border", "river"}
    assert "Baghdad" in names["text"]


def test_a_long_corridor_is_drawn_with_as_many_corners_as_a_screen_shows() -> None:
    shape = shapely.segmentize(shapely.box(-20.0, 0.0, 60.0, 10.0), 0.01)

    step, parts = pack_corridor(shapely.geometry.mapping(shape))

    assert step == 1_000
    assert len(parts[0][0]) < 60
    near = shapely.geometry.mapping(shapely.segmentize(shapely.box(44.0, 33.0, 44.5, 33.4), 0.01))
    assert pack_corridor(near) == pack(near)


def test_what_an_opening_view_can_name_comes_before_what_a_closer_look_can(edition: Edition) -> None:
    found = basemap.ground_names(edition.scene, basemap.regions_of(edition.scene))
    needed = basemap._needed(edition.scene, found)

    names = basemap.named(edition.scene)
    assert {found[n].text for n in needed} <= set(names["text"])


def test_the_ground_is_packed_as_any_other_shape() -> None:
    holed = shapely.box(0, 0, 1, 1).difference(shapely.box(0.2, 0.2, 0.4, 0.4))
    areas = shapely.MultiPolygon([holed, shapely.box(-179.995, -5, -4.5, 80)])
    lines = shapely.MultiLineString([[(0, 0), (0.00001, 0), (1, -70.123)], [(5, 5), (6, 6), (6, 6)]])

    for shape in (areas, lines):
        assert pack_ground(shape, 1000) == pack(shapely.geometry.mapping(shape), 1000)


def test_style_of_leaflet_names_no_file() -> None:
    assert "url(" not in assets.leaflet_css()
    assert "behavior" not in assets.leaflet_css()
    assert "sourceMappingURL" not in assets.leaflet_js()


def test_collection_gives_its_widest_kind() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}

    assert pack({"type": "GeometryCollection", "geometries": [line, square]}) == pack(square)


def test_map_shows_itself_in_a_notebook(edition: Edition) -> None:
    shown = page.scene_map(edition)._repr_html_()

    assert shown.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert "sandbox=" in shown


def test_the_box_on_the_map_has_a_few_lines_and_says_how_many_more_the_list_has(make_case) -> None:
    def change(case: CaseTables) -> None:
        claim = case.row("claims", "k2") | {"about": "attack", "field": "debris", "value_low": None, "value_high": None}
        case.add("claims", *(claim | {"claim_id": f"k9{n}", "value": f"Far country {n}"} for n in range(9)))

    edition = pipeline.build_edition(make_case(change))
    view = edition.scene.accounts[0]
    shown = shown_in_tray(view.tray)
    html, frame = page.html(edition), embed.html(edition)

    assert 1 <= len(shown) <= 4
    assert len(view.not_on_map) >= 9, "all of them are in the list"
    (box,) = re.findall('<div class="gm-over gm-tray".*?</ul>', html, re.DOTALL)
    assert box.count("<li") == len(shown) + 1
    assert f"and {len(view.tray) - len(shown)} more in the list below" in box
    assert f"and {len(view.tray) - len(shown)} more that are not on this map" in frame, "a frame has no list below"


def test_a_short_tray_stands_on_the_map_as_a_whole() -> None:
    items = tuple(TrayItem(count=None, text=f"entry {n}", trajectory_id="") for n in range(5))

    assert shown_in_tray(items[:4]) == items[:4]
    assert len(shown_in_tray(items)) == 4
    assert shown_in_tray(()) == ()
    long = TrayItem(count=None, text="a long text " * 40, trajectory_id="")
    assert shown_in_tray((long, *items)) == (long,)
