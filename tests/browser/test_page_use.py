"""Everything by keyboard, and what a switch of the account changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.watching import Watched
from playwright.sync_api import Page

from geomap.edition import Edition
from geomap.pipeline import build_edition
from geomap.publishers.page import html

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


def labels(page: Page) -> str:
    page.wait_for_timeout(100)
    return " | ".join(page.locator(".gm-labels .gm-label").all_text_contents())


def press_until(page: Page, key: str, is_there: Callable[[], bool]) -> None:
    for _ in range(40):
        page.keyboard.press(key)
        if is_there():
            return
    raise AssertionError(f"{key} never got there")


def test_from_tab_to_panel_and_back(desktop: Watched) -> None:
    page = desktop.page
    in_layer = "() => document.activeElement.matches('.gm-map .gm-impact_area')"
    press_until(page, "Tab", lambda: bool(page.evaluate(in_layer)))
    first = page.evaluate(FOCUSED)

    page.keyboard.press("ArrowRight")
    second = page.evaluate(FOCUSED)
    assert page.evaluate(in_layer)
    assert second != first
    assert page.locator(".gm-ring.is-shown").count() == 2

    page.keyboard.press("Enter")
    panel = page.locator("#gm-panel")
    assert panel.is_visible()
    assert page.evaluate("() => document.activeElement.id") == "gm-panel-title"
    assert page.locator(".gm-side-main").is_hidden()

    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate(FOCUSED) == second

    page.keyboard.press("ArrowLeft")
    assert page.evaluate(FOCUSED) == first
    page.keyboard.press("Space")
    assert panel.is_visible()


def test_each_layer_is_one_tab_stop(desktop: Watched) -> None:
    stops = desktop.page.locator(".gm-map path[tabindex='0']").evaluate_all(
        "all => all.map((e) => e.getAttribute('class'))"
    )

    kinds = {"impact_area", "launch_area", "event", "context", "trunk"}
    assert len(stops) == len({kind for stop in stops for kind in kinds if f"gm-{kind}" in stop})


def test_panel_leads_to_claim_and_claim_to_source(desktop: Watched) -> None:
    page = desktop.page
    page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")

    reference = page.locator("#gm-panel .gm-ref").first
    target = reference.get_attribute("href")
    reference.click()
    assert page.evaluate("() => '#' + document.activeElement.id") == target

    page.locator(f"{target} a").click()
    assert page.evaluate("() => document.activeElement.id").startswith("source-")


def test_link_is_chosen_from_the_panel(desktop: Watched) -> None:
    page = desktop.page
    page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".gm-straight").count() == 1

    page.locator("#gm-panel .gm-link").first.click()
    assert "not a flight path" in page.locator(".gm-panel-kicker").inner_text()
    assert page.locator(".gm-straight").count() == 1

    page.keyboard.press("Escape")
    assert page.locator(".gm-straight").count() == 0


def test_reports_of_one_pair_of_places_share_a_line_and_have_a_link_each(
    watch: Callable[..., Watched], tmp_path: Path
) -> None:
    """Four rows, two of them of one pair: three lines at once; beside the village of two pairs three links."""
    rows = ["Base,33.0,46.0,Village,31.2,35.1"] * 2 + [
        "Fort,34.0,45.0,Village,31.2,35.1",
        "Fort,34.0,45.0,Town,32,35.2",
    ]
    table = tmp_path / "launches.csv"
    header = "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets\n"
    table.write_text(header + "".join(f"r{n},2024-04-1{n},{row},rocket,{n + 1}\n" for n, row in enumerate(rows)))
    file = tmp_path / "map.html"
    file.write_text(html(build_edition(table)), "utf-8")
    page = watch(file).page
    assert page.locator(".gm-straight").count() == 3

    page.locator(".gm-map .gm-impact_area[role=button][aria-label*=Village]").focus()
    page.keyboard.press("Enter")
    assert page.locator(".gm-corridor").count() == 2
    assert page.locator("#gm-panel .gm-link").count() == 3

    page.locator("#gm-panel .gm-link").nth(1).click()
    assert page.locator(".gm-panel-title").inner_text() == "Base – Village"
    assert "2 rockets" in page.locator("#gm-panel").inner_text()
    assert page.locator(".gm-corridor").count() == 1


def test_clause_of_the_summary_shows_whose_words_it_is(desktop: Watched) -> None:
    page = desktop.page
    page.locator(".gm-clause").nth(1).click()

    assert page.locator("#gm-panel .gm-said li").count() > 0
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.className") == "gm-clause"


def test_switch_changes_marks_band_tray_lists_and_view(desktop: Watched, edition: Edition) -> None:
    page = desktop.page
    _, cell, national = edition.scene.accounts
    width = "() => document.querySelector('.gm-scale-bar').style.width + document.querySelector('.gm-scale').innerText"
    before = page.evaluate(width)
    assert page.locator(".gm-band").count() == 1
    assert "Al-Amin" in labels(page)

    page.locator("input[name=gm-account]").nth(1).focus()
    page.keyboard.press("ArrowDown")

    assert page.locator(".gm-band, .gm-trunk").count() == 0
    assert page.locator(".gm-map .gm-launch_area[role=button]").count() == 1
    shown = labels(page)
    assert "East Baghdad" in shown
    assert "Al-Amin" not in shown
    assert page.locator(".gm-tray").inner_text().strip().endswith(national.tray[0].text)
    assert page.locator(".gm-missing [data-account]:visible").count() == 1
    assert len(page.locator(".gm-legend [data-account]:visible li").all()) == len(national.legend)
    assert page.evaluate(width) != before
    assert national.label in (page.locator("#gm-live").text_content() or "")
    assert cell.account_id not in page.url


def test_the_opening_view_keeps_areas_out_from_under_the_tray(desktop: Watched) -> None:
    """A desk's own view stays as it is; another moves or widens a little where every corner has an area."""
    page = desktop.page
    opened = """(isOwn) => {
      const marks = [];
      map_1.eachLayer((one) => one instanceof geomap.painter.Area && one.options.role !== 'context' && marks.push(one));
      const view = map_1.geomapPage.accounts.find((one) => one.account_id === map_1.geomapPage.account).view;
      const size_of = (one) => { const { x, right, y, bottom } = one.box(); return Math.min(right - x, bottom - y); };
      const box = marks.sort((a, b) => size_of(b) - size_of(a))[0].getBounds();
      view.bounds = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
      view.tight = true;
      if (!isOwn) view.center = view.metres_per_px = null;
      const tray = document.querySelector('.gm-tray');
      Object.assign(tray.style, { width: '380px', height: '200px' });
      map_1.fire('resize');
      const box_of_tray = tray.getBoundingClientRect();
      const [frame, size] = [map_1.getContainer().getBoundingClientRect(), map_1.getSize()];
      const at = [box_of_tray.left - frame.left, box_of_tray.top - frame.top];
      const rect = geomap.geometry.rect(...at, box_of_tray.width, box_of_tray.height);
      return { zoom: map_1.getZoom(), covered: geomap.geometry.covered(rect, marks[0].rings()) };
    }"""

    before = page.evaluate("() => map_1.getZoom()")
    own = page.evaluate(opened, True)
    fitted = page.evaluate(opened, False)

    assert own["zoom"] == before
    assert fitted["covered"] == 0


def test_layers_are_switched_by_keyboard(desktop: Watched) -> None:
    page = desktop.page
    page.locator(".gm-layers-toggle").focus()
    page.keyboard.press("Enter")
    boxes = page.locator(".gm-layers input")
    assert boxes.count() >= 4

    boxes.first.focus()
    page.keyboard.press("Space")
    assert page.locator(".gm-map .gm-impact_area").count() == 0
    page.keyboard.press("Space")
    assert page.locator(".gm-map .gm-impact_area").count() > 0

    page.keyboard.press("Escape")
    assert page.locator(".gm-layers input").first.is_hidden()
    assert page.evaluate("() => document.activeElement.className") == "gm-layers-toggle"


@pytest.mark.parametrize("account", [0, 1, 2])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_labels_neither_collide_nor_leave_the_frame(request: pytest.FixtureRequest, size: str, account: int) -> None:
    page = request.getfixturevalue(size).page
    page.locator("input[name=gm-account]").nth(account).check()
    page.wait_for_timeout(200)
    boxes = page.locator(".gm-labels .gm-label").evaluate_all(
        """all => all.map((e) => {
        const b = e.getBoundingClientRect();
        const f = document.querySelector('.gm-map').getBoundingClientRect();
        return { text: e.textContent, x: b.left - f.left, y: b.top - f.top, w: f.width, h: f.height,
                 right: b.right - f.left, bottom: b.bottom - f.top }; })"""
    )

    assert len(boxes) >= 4
    for box in boxes:
        inside = box["x"] >= 7 and box["y"] >= 7 and box["right"] <= box["w"] - 7 and box["bottom"] <= box["h"] - 7
        assert inside, box
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            wide = min(a["right"], b["right"]) - max(a["x"], b["x"])
            high = min(a["bottom"], b["bottom"]) - max(a["y"], b["y"])
            assert wide <= 0 or high <= 3, (a["text"], b["text"])


def test_phone_opens_a_sheet_and_closes_it(phone: Watched) -> None:
    page = phone.page
    page.locator(".gm-map .gm-launch_area[role=button]").tap()
    panel = page.locator("#gm-panel")
    panel.wait_for(state="visible")
    assert panel.bounding_box()["y"] > 300

    page.locator(".gm-close").tap()
    assert panel.is_hidden()
