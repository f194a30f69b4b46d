"""A real Chromium for the tests of the page. No browser is a failure that says what to install, never a skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.watching import DESKTOP, PHONE, Watched
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from geomap import pipeline
from geomap.edition import Edition
from geomap.publishers import page as page_publisher

CASE = Path(__file__).parents[2] / "geodata" / "cases" / "green-zone-2020-11-17"
CATALOGUE = Path(__file__).parents[2] / "geodata" / "catalogues" / "iraq-2019-2021"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def _chromium() -> str:
    named = os.environ.get("GEOMAP_CHROMIUM")
    found = [named] if named else [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    for path in found:
        if path and Path(path).exists():
            return path
    pytest.fail(
        "No Chromium was found. Set GEOMAP_CHROMIUM to one, or install it: 'apt-get install chromium fonts-noto-core' "
        "on Debian, or 'playwright install chromium' and point GEOMAP_CHROMIUM to it.",
        pytrace=False,
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def edition() -> Edition:
    return pipeline.build_edition(CASE)


@pytest.fixture(scope="session")
def catalogue() -> Edition:
    return pipeline.build_edition(CATALOGUE)


@pytest.fixture(scope="session")
def page_file(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    page_publisher.write(edition, folder)
    return folder / "map.html"


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Open a file with the network blocked and everything noted."""
    contexts: list[BrowserContext] = []

    def open_file(path: Path, viewport: dict[str, int] = DESKTOP, **options: Any) -> Watched:
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        watched = Watched(context.new_page())

        def note(route: Any) -> None:
            url = route.request.url
            if url == path.as_uri():
                route.continue_()
            else:
                watched.requests.append(url)
                route.abort()

        context.route("**/*", note)
        watched.page.on("console", lambda m: m.type in ("error", "warning") and watched.complaints.append(m.text))
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.goto(path.as_uri())
        watched.page.wait_for_selector(".gm-labels .gm-label", state="attached")
        return watched

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture
def desktop(watch: Callable[..., Watched], page_file: Path) -> Watched:
    return watch(page_file)


@pytest.fixture
def phone(watch: Callable[..., Watched], page_file: Path) -> Watched:
    return watch(page_file, PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
