"""The page opens anywhere: no request, no complaint, its policy in place, nothing for axe to find."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.axe import violations
from browser.watching import DESKTOP, PHONE, Watched
from playwright.sync_api import Browser

from geomap.edition import Edition
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser

VIEWPORTS = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_page_asks_for_nothing_and_complains_of_nothing(
    watch: Callable[..., Watched], page_file: Path, viewport: dict[str, int]
) -> None:
    watched = watch(page_file, viewport)
    watched.page.locator("input[name=gm-account]").nth(2).check()
    watched.page.locator(".leaflet-control-zoom-in").click()

    assert watched.requests == []
    assert watched.complaints == []
    assert watched.page.locator(".gm-map .gm-impact_area").count() > 0


def test_page_is_small_and_the_same_twice(edition: Edition) -> None:
    text = page_publisher.html(edition)

    assert page_publisher.html(edition) == text
    assert len(text.encode("utf-8")) <= 440_000


def test_policy_stands_right_after_the_charset(page_file: Path) -> None:
    text = page_file.read_text("utf-8")
    head = text[: text.index("<title>")]

    assert re.search(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="default-src ', head)
    for part in (
        "default-src 'none'",
        "img-src data: blob:",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ):
        assert part in head
    assert "unsafe" not in head
    assert not re.search(r'\sstyle="', text)


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_axe_finds_nothing(watch: Callable[..., Watched], page_file: Path, viewport: dict[str, int]) -> None:
    page = watch(page_file, viewport).page

    page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gm-panel:not([hidden])")
    assert violations(page) == []

    page.keyboard.press("Escape")
    page.locator(".gm-layers-toggle").click()
    assert violations(page) == []


def test_catalogue_has_no_switch(watch: Callable[..., Watched], catalogue: Edition, tmp_path: Path) -> None:
    page_publisher.write(catalogue, tmp_path)
    watched = watch(tmp_path / "map.html")

    assert watched.page.locator("input[name=gm-account]").count() == 0
    assert (watched.requests, watched.complaints) == ([], [])


def test_page_without_scripts_shows_text_and_tables(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())

    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("#gm-claims").is_visible()
    assert page.locator(".gm-noscript").is_visible()
    assert page.locator(".gm-missing [data-account]").evaluate_all("all => all.every((e) => e.offsetHeight > 0)")
    context.close()
