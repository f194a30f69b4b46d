"""Our layers on maps of others: two editions, beside folium's own plugins, and as streamlit-folium runs them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import folium
import pytest
from browser.watching import complaints_of
from folium.plugins import Fullscreen, MarkerCluster
from playwright.sync_api import Browser, Page

import geomap
from geomap.edition import Edition
from geomap.publishers.page import assets


@pytest.fixture(scope="module")
def pair(edition: Edition, make_case_once: Path) -> tuple[Edition, Edition]:
    return edition, geomap.build(make_case_once)


@pytest.fixture(scope="module")
def make_case_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    table = tmp_path_factory.mktemp("pair") / "near.csv"
    table.write_text("date,lat,lon,place\n2020-05-06,33.2,44.2,Here\n2020-05-07,33.4,44.6,There\n", "utf-8")
    return table


def opened(browser: Browser, url: str) -> tuple[Page, list[str]]:
    page = browser.new_page()
    complaints = complaints_of(page)

    def serve(route: Any) -> None:
        url = route.request.url
        if url.endswith("leaflet.js"):
            route.fulfill(body=assets.leaflet_js(), content_type="text/javascript")
        elif url.endswith("leaflet.css"):
            route.fulfill(body=assets.leaflet_css(), content_type="text/css")
        elif "fullscreen" in url.lower() and url.endswith(".js"):
            route.fulfill(body=PLUGINS, content_type="text/javascript")
        elif url.endswith((".js", ".css")):
            route.fulfill(body="", content_type="text/javascript" if url.endswith(".js") else "text/css")
        elif url.endswith(".png"):
            route.fulfill(body="", content_type="image/png")
        else:
            route.continue_() if url.startswith("file:") else route.abort()

    page.route("**/*", serve)
    page.goto(url)
    return page, complaints


PLUGINS = """
L.Control.Fullscreen = L.Control.extend({ onAdd() { return L.DomUtil.create('div', 'fullscreen'); } });
L.control.fullscreen = (options) => new L.Control.Fullscreen(options);
L.MarkerClusterGroup = L.FeatureGroup.extend({});
L.markerClusterGroup = (options) => new L.MarkerClusterGroup([], options);
"""
"""What the two plugins give folium to call; their own files come from other hosts."""


def own_map() -> folium.Map:
    return folium.Map(location=[33.3, 44.4], zoom_start=9, tiles=None)


def drawn(page: Page) -> dict[str, int]:
    page.locator(".gm-label").first.wait_for(state="attached")
    return {role: page.locator(f".gm-{role}[role=button]").count() for role in ("event", "launch_area", "impact_area")}


def test_two_editions_are_drawn_beside_folium_s_own_plugins(
    browser: Browser, pair: tuple[Edition, Edition], tmp_path: Path
) -> None:
    alone = []
    for number, edition in enumerate((*pair, pair)):
        own = own_map()
        for one in edition if isinstance(edition, tuple) else (edition,):
            for layer in geomap.folium_layers(one):
                layer.add_to(own)
        cluster = MarkerCluster(name="Markers").add_to(own)
        folium.Marker([33.3, 44.4]).add_to(cluster)
        Fullscreen().add_to(own)
        folium.LayerControl(collapsed=False).add_to(own)
        own.save(str(tmp_path / f"{number}.html"))
        page, complaints = opened(browser, (tmp_path / f"{number}.html").as_uri())
        alone.append(drawn(page))
        names = [n.strip() for n in page.locator(".leaflet-control-layers-overlays label").all_text_contents()]
        assert complaints == []
        assert len(set(names)) == len(names)
        if number == 2:
            titles = [edition.scene.title for edition in pair]
            assert all(any(f"({title})" in name for name in names) for title in titles)
            page.locator(".gm-event[role=button]").last.focus()
            page.keyboard.press("Enter")
            assert page.locator(".leaflet-popup .gm-panel-title").inner_text() != ""
        page.close()

    one, two, both = alone
    assert both == {role: one[role] + two[role] for role in one}
    assert both["event"] > one["event"]
    assert both["impact_area"] > 0


def script_of(element: Any, base_id: str, ids: dict[str, str]) -> str:
    """The script of an element and what it holds, as streamlit-folium makes it: nothing else is run there."""
    ids[element._id] = base_id
    element._id = base_id
    made = element._template.module.script(element)
    for number, child in enumerate(element._children.values()):
        if getattr(child, "_template", None) is not None and hasattr(child._template.module, "script"):
            made += "\n" + script_of(child, f"{base_id}_{number}", ids)
    return made


@pytest.mark.parametrize("way", ["in the map", "feature_group_to_add"])
def test_where_only_scripts_run_layers_bring_what_they_need(
    browser: Browser, edition: Edition, tmp_path: Path, way: str
) -> None:
    own = own_map()
    layers = geomap.folium_layers(edition)
    if way == "in the map":
        for layer in layers:
            layer.add_to(own)
    own.get_root().render()
    header, html = own.get_root().header.render(), own.get_root().html.render()
    html = re.sub(r'<div class="folium-map" id=".*" ></div>', "", html)
    header = re.sub(r"<script\b[^>]*\bsrc=[^>]*>.*?</script\b[^>]*>", "", header, flags=re.DOTALL)
    ids: dict[str, str] = {}
    script = script_of(own, "div", ids)
    if way != "in the map":
        for number, layer in enumerate(layers):
            layer._id = f"feature_group_{number}"
            layer.add_to(own)
            script += "\n" + script_of(layer, f"feature_group_{number}", ids)
            script += f"\nmap_div.addLayer(feature_group_feature_group_{number});"
    for old, new in ids.items():
        script = script.replace(f"_{old}", f"_{new}")
    page, complaints = opened(browser, blank(tmp_path))

    page.evaluate(
        """([header, html, script]) => {
            document.head.innerHTML += header;
            const element = document.createElement('div');
            element.innerHTML = html;
            document.body.append(element);
            const run = document.createElement('script');
            run.innerHTML = script;
            document.body.append(run);
        }""",
        [header if way == "in the map" else "", html if way == "in the map" else "", script],
    )

    assert drawn(page)["impact_area"] > 0
    assert complaints == []
    page.close()


def blank(folder: Path) -> str:
    (folder / "blank.html").write_text(
        "<!doctype html><html><head><meta charset=utf-8><title>host</title><link rel=icon href=data:,>"
        f"<style>{assets.leaflet_css()} #map_div {{ height: 500px }}</style><script>{assets.leaflet_js()}</script>"
        "</head><body><div id=map_div></div></body></html>",
        "utf-8",
    )
    return (folder / "blank.html").as_uri()
