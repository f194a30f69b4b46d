"""The GeoPackage: valid by the standard's own tables, styled, and the same bytes every time."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from geomap.publishers import geopackage
from geomap.publishers.gis_styles import EDGES, LAYER_LOOKS, SIGN_LOOKS, as_qml, as_sld
from geomap.publishers.page.assets import map_css


@pytest.fixture
def package(edition, tmp_path):
    path = tmp_path / "e.gpkg"
    path.write_bytes(geopackage.render(edition))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def test_the_file_says_that_it_is_a_geopackage(package):
    assert package.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert package.execute("PRAGMA user_version").fetchone() == (10300,)
    assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert package.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_table_is_listed_in_the_contents(package):
    tables = {r[0] for r in package.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    listed = {r[0] for r in package.execute("SELECT table_name FROM gpkg_contents")}

    assert listed == {t for t in tables if not t.startswith(("gpkg_", "sqlite_"))}


def test_geometries_carry_their_envelope_and_system(package):
    blobs = [b for (b,) in package.execute("SELECT geom FROM impact_areas")]

    assert all(b[:4] == b"GP\x00\x03" and int.from_bytes(b[4:8], "little") == 4326 for b in blobs)


def test_the_day_of_the_edition_is_the_only_clock(edition):
    assert geopackage.render(edition) == geopackage.render(edition)
    dated = geopackage.render(replace(edition, as_of="2020-11-20"))
    assert b"2020-11-20T00:00:00.000Z" in dated
    assert b"1970-01-01T00:00:00.000Z" not in dated


@pytest.mark.parametrize("layer", sorted(LAYER_LOOKS.keys() - {"interceptions", "debris"}))  # this case has none
def test_each_layer_has_a_style_in_the_colours_of_the_page(package, layer):
    row = package.execute(
        "SELECT styleQML, styleSLD, useAsDefault, f_geometry_column FROM layer_styles WHERE f_table_name = ?", (layer,)
    ).fetchone()

    assert row[2:] == (1, "geom")
    ET.fromstring(row[0].split("\n", 1)[1])
    ET.fromstring(row[1].split("\n", 1)[1])


def test_colours_are_those_of_the_page():
    css = map_css()

    for look in (*LAYER_LOOKS.values(), *SIGN_LOOKS.values()):
        for colour in (look.fill, look.stroke):
            assert f":{colour}" in css


def test_the_edge_says_how_an_area_is_known():
    look = LAYER_LOOKS["impact_areas"]
    qml, sld = ET.fromstring(as_qml(look).split("\n", 1)[1]), as_sld("impact_areas", look)

    assert [c.get("value") for c in qml.iter("category")] == [*EDGES, ""]
    pens = [o.get("value") for o in qml.iter("Option") if o.get("name") == "outline_style"]
    assert pens == ["solid", "dash", "no", "solid"]
    assert all(f"<ogc:Literal>{edge}</ogc:Literal>" in sld for edge in EDGES)
    assert sld.count("<Stroke>") == 2
