"""All accounts in one picture, in a browser: the switch, the way of the focus, the names that are read."""

from __future__ import annotations

import pytest
from browser.watching import Watched

from geomap.edition import Edition

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
