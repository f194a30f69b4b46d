"""The tutorial notebook, run by Jupyter's own kernel and shown as nbconvert writes it, with and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bleach
import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page

from geomap.notebook import NotebookEdition

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "notebook.ipynb"


@pytest.fixture(scope="module")
def executed() -> Any:
    notebook: Any = nbformat.read(TUTORIAL, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(TUTORIAL.parent)}}).execute()
    return notebook


def opened(browser: Browser, html: str, path: Path) -> tuple[Page, list[str], list[str]]:
    path.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    requests: list[str] = []
    complaints: list[str] = []

    def note(route: Any) -> None:
        if route.request.url == path.as_uri():
            route.continue_()
        else:
            requests.append(route.request.url)
            route.abort()

    page.route("**/*", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    return page, requests, complaints


def test_the_notebook_is_stored_without_outputs() -> None:
    """What it shows is made when it is run; the file in the repository is only the text."""
    stored: Any = nbformat.read(TUTORIAL, as_version=4)
    nbformat.validate(stored)

    assert all(not cell.outputs and cell.execution_count is None for cell in stored.cells if cell.cell_type == "code")


def test_every_cell_runs_and_shows_what_it_is_for(executed: Any) -> None:
    shown = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    forms = [set(output.data) for output in shown if output.output_type == "execute_result"]
    words = "".join(output.text for output in shown if output.output_type == "stream")

    assert {output.output_type for output in shown} == {"execute_result", "stream"}
    whole = {"text/html", "image/svg+xml", "application/geo+json", "text/plain"}
    assert forms == [whole, whole, {"image/svg+xml", "text/plain"}, *[{"text/html", "text/plain"}] * 3, forms[2]]
    assert shown[0].data["application/geo+json"]["type"] == "FeatureCollection"
    assert "map.html" in words
    assert "radius of at least 2" in words


def test_converted_to_a_page_the_maps_work_and_ask_no_host(executed: Any, browser: Browser, tmp_path: Path) -> None:
    """nbconvert's own template asks a host for its formulas; the body alone is what geomap answers for."""
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(executed)

    page, requests, complaints = opened(browser, f"<!DOCTYPE html><meta charset=utf-8>{html}", tmp_path / "nb.html")

    frames = page.locator("iframe")
    assert frames.count() == 2
    for number in range(2):
        frames.nth(number).scroll_into_view_if_needed()
        inside = frames.nth(number).content_frame
        inside.locator(".gm-label").first.wait_for(state="attached")
        assert "Rockets at the Green Zone" in inside.locator("h1").inner_text()
    assert frames.nth(1).content_frame.locator('input[value="the_national"]').is_checked()
    covered = page.evaluate(
        """() => [...document.querySelectorAll('iframe')].map((f) => {
          f.scrollIntoView();
          const box = f.getBoundingClientRect();
          return document.elementFromPoint(box.left + 40, box.top + 40) === f;
        })"""
    )
    assert covered == [True, True]
    assert requests == []
    assert complaints == []
    page.close()


def test_where_scripts_and_frames_are_stripped_the_figure_and_its_words_stay(
    executed: Any, browser: Browser, tmp_path: Path
) -> None:
    """A notebook that is not trusted loses scripts, frames and styles; pictures in the cell stay."""
    shown = executed.cells[1].outputs[0].data["text/html"]
    stripped = bleach.clean(
        shown, tags={"div", "figure", "img"}, attributes={"img": ["src", "alt"]}, protocols={"data"}, strip=True
    )

    assert len(stripped) < len(shown) / 3
    page, requests, _ = opened(browser, f"<!DOCTYPE html><meta charset=utf-8>{stripped}", tmp_path / "nb.html")
    picture = page.locator('img[alt*="Al-Amin al-Thaniyah"]')
    assert picture.evaluate("(img) => img.complete && img.naturalWidth") > 500
    assert picture.is_visible()
    assert page.inner_text("body").strip() == ""
    assert requests == []
    page.close()


@pytest.mark.parametrize(("height_px", "width_px"), [(900, 1000), (400, 1000), (400, 380), (250, 700), (200, 1000)])
def test_the_whole_map_fits_the_frame_that_was_asked_for(
    browser: Browser, edition: Any, tmp_path: Path, height_px: int, width_px: int
) -> None:
    cell = NotebookEdition.of(edition).map(height_px=height_px)._repr_mimebundle_()["text/html"]
    page, _, complaints = opened(
        browser, f'<!doctype html><div style="width:{width_px}px">{cell}</div>', tmp_path / "cell.html"
    )
    frame = page.frame_locator("iframe")
    frame.locator(".gm-label").first.wait_for(state="attached")

    box = frame.locator(".gm-map").evaluate(
        "map => { const box = map.getBoundingClientRect(); return [box.top, box.bottom, innerHeight]; }"
    )

    assert box[0] >= 0
    assert box[1] <= box[2] == height_px
    assert box[1] - box[0] >= min(240, height_px - 40)
    assert complaints == []
    page.close()
