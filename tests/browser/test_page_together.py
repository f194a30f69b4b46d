"""All accounts in one picture, in a browser: the switch, the way of the focus, the names that are read."""

from __future__ import annotations

import pytest
from browser.watching import PHONE, Watched

from geomap.edition import Edition
from geomap.pipeline import build_edition
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser


def test_all_accounts_are_switched_to_walked_through_and_read(desktop: Watched, edition: Edition) -> None:
    """First in the switch; each origin has its plate, one stop of the keyboard, and who names it in its name."""
    page = desktop.page
    whole = edition.scene.accounts[0]
    origins = [mark for mark in edition.scene.marks() if mark.plate]
    cards = page.locator("input[name=gm-account]")
    assert cards.first.get_attribute("value") == whole.account_id
    assert not cards.first.is_checked(), "the case names the account that it opens with"

    cards.nth(1).focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)

    assert cards.first.is_checked()
    assert page.locator("#gm-live").text_content() == "Now drawn from all accounts at once"
    assert page.locator(".gm-trunk, .gm-band").count() == 0
    plates = page.locator(".gm-labels .gm-text-plate").all_text_contents()
    assert sorted(plates) == sorted(name for mark in origins for name in mark.plate)
    edges = page.locator(".gm-map .gm-claimed[role=button]").evaluate_all(
        "all => all.map((e) => getComputedStyle(e).strokeWidth + getComputedStyle(e).fillOpacity)"
    )
    assert len(edges) == len(origins)
    assert len(set(edges)) == 1, "all origins have one edge and one fill"
    assert page.locator(".gm-wash path").count() == len(origins)

    names = []
    page.locator(".gm-map .gm-launch_area[role=button][tabindex='0']").focus()
    for _ in origins:
        names.append(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowRight")
    assert names == [mark.description for mark in origins]
    page.keyboard.press("Enter")
    assert page.locator("#gm-panel-title").inner_text().startswith(origins[0].name)
    assert "Who says so" in page.locator("#gm-panel").inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == names[0]
    assert (desktop.requests, desktop.complaints) == ([], [])


def test_a_direction_has_two_dashed_sides_and_a_fading_tint_that_goes_along_when_the_map_is_zoomed(
    watch, make_case, tmp_path
) -> None:
    """On a phone, too, where the words stand below the map."""

    def change(case) -> None:
        for row in case.tables["trajectories"]:
            row |= {"launch_place_id": None, "launch_wording": "from the north-west"}

    page_publisher.write(build_edition(make_case(change)), tmp_path)
    phone = watch(tmp_path / "map.html", PHONE)
    seen = """() => ({
      sides: [...document.querySelectorAll('.gm-flank')].map((e) => getComputedStyle(e))
        .map((e) => [e.display, e.strokeDasharray]),
      edge: getComputedStyle(document.querySelector('.gm-edge-open:not(.gm-flank)')).stroke,
      fill: document.querySelector('.gm-wash path').style.fill,
      radius: +document.querySelector('radialGradient').getAttribute('r'),
      id: document.querySelector('radialGradient').id,
    })"""
    before = phone.page.evaluate(seen)
    phone.page.locator(".leaflet-control-zoom-in, .gm-zoom-in, [aria-label='Zoom in']").first.click()
    phone.page.wait_for_timeout(800)
    after = phone.page.evaluate(seen)

    assert before["sides"] == [["inline", "6px, 4px"]] * 2
    assert before["edge"] == "none"
    assert before["id"] in before["fill"]
    assert after["radius"] > 1.3 * before["radius"] > 0
    assert phone.complaints == []
