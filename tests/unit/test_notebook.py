"""Five lines in a notebook: build, look, write."""

from __future__ import annotations

import html
import re

import pytest

import geomap
from geomap.errors import UnreadableInput


@pytest.fixture(scope="module")
def shown(green_zone):
    return geomap.build(green_zone, as_of="2020-11-20")


def test_an_edition_says_its_numbers(shown):
    assert repr(shown).startswith("<geomap.Edition ")
    assert repr(shown).endswith(": 9 drawn, 3 listed, 0 refused>")


def test_an_edition_shows_itself_as_a_page_in_a_frame_of_its_own(shown):
    """A sandbox without allow-same-origin: the page cannot reach the notebook it stands in."""
    bundle = shown._repr_mimebundle_()
    frame = bundle["text/html"]

    sandbox = re.search(r'sandbox="([^"]*)"', frame)[1].split()
    assert "allow-same-origin" not in sandbox
    assert "allow-scripts" in sandbox
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == shown.html()
    assert html.escape(shown.scene.title, quote=True) in frame


def test_where_scripts_are_stripped_the_words_remain(shown):
    assert "7 rockets" in shown._repr_mimebundle_()["text/plain"]


def test_jupyter_can_ask_for_one_kind(shown):
    assert set(shown._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    others = {"image/svg+xml", "application/geo+json", "text/plain"}
    assert set(shown._repr_mimebundle_(exclude=["text/html"])) == others
    assert set(shown.figure()._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}


def test_a_map_opens_with_the_account_that_is_asked_for(shown):
    """A frame without an address cannot be told later."""
    from geomap.errors import UsageError

    assert '<input type="radio" name="gm-account" value="the_national" checked>' in shown.map("the_national").html()
    assert 'height="500"' in shown.map(height_px=500)._repr_mimebundle_()["text/html"]
    assert "Al-Amin" not in shown.figure("the_national").alt()
    for wrong in (shown.map("none").html, shown.figure("none").svg):
        with pytest.raises(UsageError, match="accounts: security_media_cell, the_national"):
            wrong()


def test_a_picture_with_its_words_lies_under_the_frame(shown):
    """It is what stays where frames are taken out."""
    import base64

    cell = shown.map()._repr_mimebundle_()["text/html"]

    picture = re.search(r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)"', cell)
    assert "Al-Amin" in picture[1]
    assert base64.b64decode(picture[2]).decode() == shown.figure().svg()
    assert "http" not in re.sub(r'srcdoc="[^"]*"', "", cell)


def test_an_edition_writes_itself(shown, tmp_path, built):
    folder = shown.publish(tmp_path / "out")

    assert {p.name for p in folder.iterdir()} == {p.name for p in built.iterdir()}
    assert (folder / "events.geojson").read_bytes() == (built / "events.geojson").read_bytes()


def test_geojson_comes_as_plain_values(shown):
    document = shown.geojson()

    assert document["type"] == "FeatureCollection"
    assert {f["properties"]["role"] for f in document["features"]} >= {"event", "corridor", "connector"}


def test_the_options_of_build_reach_the_gate(make_case):
    edition = geomap.build(make_case(), min_precision_m=5_000, redact=["market"], embargo_on="2020-06-01", lang="ar")

    assert edition.policy == geomap.Policy(min_precision_m=5_000, embargo_on="2020-06-01")
    assert edition.scene.direction == "rtl"
    assert edition.public.withheld.redacted_place_count == 1


def test_the_steps_can_be_gone_one_by_one(green_zone, edition):
    dataset, read_findings = geomap.read(green_zone)
    dataset, place_findings = geomap.locate(dataset)
    findings = read_findings + place_findings + geomap.check(dataset)
    public = geomap.disclose(dataset)
    made = geomap.compose(public, geomap.trace(public), findings)

    assert made.scene == edition.scene
    assert "text/html" in made._repr_mimebundle_(include=["text/html"])
    assert made.accounting == edition.accounting


def test_what_cannot_be_read_is_an_error_of_geomap(tmp_path):
    with pytest.raises(geomap.GeomapError) as caught:
        geomap.build(tmp_path / "missing")

    assert isinstance(caught.value, UnreadableInput)


def test_layers_stand_in_a_map_of_your_own(edition):
    import folium

    own = folium.Map(location=[33.32, 44.44], zoom_start=12, tiles=None)
    layers = geomap.folium_layers(edition)
    for layer in layers:
        assert isinstance(layer, folium.FeatureGroup)
        layer.add_to(own)

    page = own.get_root().render()
    assert len(layers) == 5
    assert "Green Zone" in page


def test_every_public_name_can_be_used_and_is_listed():
    assert dir(geomap) == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'predict'"):
        getattr(geomap, "predict")  # noqa: B009
