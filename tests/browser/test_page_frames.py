"""The page in frames of others, and its layers in a map of somebody else's."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import folium
import pytest
from browser.watching import complaints_of
from playwright.sync_api import Browser

from geomap.edition import Edition
from geomap.publishers import page as page_publisher
from geomap.publishers.page import assets

pytestmark = pytest.mark.browser

SANDBOX = 'sandbox="allow-scripts allow-downloads allow-popups"'


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param('<iframe src="map.html" width="1200" height="800" {sandbox}></iframe>', id="sandboxed"),
        pytest.param('<iframe srcdoc="{text}" width="1200" height="800"></iframe>', id="srcdoc"),
        pytest.param('<iframe srcdoc="{text}" width="390" height="800" {sandbox}></iframe>', id="sandboxed-srcdoc"),
    ],
)
def test_page_works_in_a_frame(browser: Browser, edition: Edition, tmp_path: Path, frame: str) -> None:
    page_publisher.write(edition, tmp_path)
    text = escape((tmp_path / "map.html").read_text("utf-8"), quote=True)
    parent = tmp_path / "parent.html"
    parent.write_text(
        "<!DOCTYPE html><title>p</title>" + frame.replace("{text}", text).replace("{sandbox}", SANDBOX), "utf-8"
    )
    page = browser.new_page()
    complaints = complaints_of(page)
    page.goto(parent.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator(".gm-label").first.wait_for(state="attached")

    inner.locator("input[name=gm-account]").nth(2).check()
    inner.locator(".gm-map .gm-launch_area[role=button]").focus()
    page.keyboard.press("Enter")
    inner.locator("#gm-panel").wait_for(state="visible")
    inner.locator("#gm-panel .gm-ref").first.click()

    assert complaints == []
    page.close()


def test_layers_work_in_a_map_of_somebody_elses(browser: Browser, edition: Edition, tmp_path: Path) -> None:
    own = folium.Map(location=[33.32, 44.43], zoom_start=11, tiles=None)
    for layer in page_publisher.folium_layers(edition):
        layer.add_to(own)
    folium.LayerControl(collapsed=False).add_to(own)
    path = tmp_path / "own.html"
    own.save(str(path))

    page = browser.new_page()
    complaints = complaints_of(page)

    def serve(route: Any) -> None:
        url = route.request.url
        if url.endswith("leaflet.js"):
            route.fulfill(body=assets.leaflet_js(), content_type="text/javascript")
        elif url.endswith("leaflet.css"):
            route.fulfill(body=assets.leaflet_css(), content_type="text/css")
        elif url.endswith((".js", ".css")):
            route.fulfill(body="", content_type="text/javascript" if url.endswith(".js") else "text/css")
        else:
            route.continue_() if url.startswith("file:") else route.abort()

    page.route("**/*", serve)
    page.goto(path.as_uri())
    page.locator(".gm-label").first.wait_for(state="attached")
    names = page.locator(".leaflet-control-layers-overlays label").all_text_contents()
    page.locator(".gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")

    assert page.locator(".leaflet-popup .gm-panel-title").inner_text() != ""
    assert [name.strip() for name in names] == [
        layer.payload["title"] for layer in page_publisher.folium_layers(edition)
    ]
    assert complaints == []
    page.close()
