"""The path that docs/keyboard.md writes down, key by key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.watching import Watched

pytestmark = pytest.mark.browser

STOP = """() => { const e = document.activeElement;
  const names = ['gm-skip', 'gm-clause', 'gm-map', 'gm-impact_area', 'gm-launch_area', 'gm-trunk', 'gm-event',
    'gm-context', 'leaflet-control-zoom-in', 'leaflet-control-zoom-out', 'gm-country-toggle', 'gm-layers-toggle',
    'gm-tab', 'gm-ref', 'gm-scroll'];
  if (e.name === 'gm-account') return 'switch';
  return names.find((name) => e.classList.contains(name)) || (e.tagName === 'A' ? 'link' : e.tagName); }"""
PATH = [
    "gm-skip",
    "gm-clause",
    "switch",
    "gm-map",
    "gm-impact_area",
    "gm-launch_area",
    "gm-event",
    "gm-context",
    "gm-trunk",
    "leaflet-control-zoom-in",
    "leaflet-control-zoom-out",
    "gm-country-toggle",
    "gm-layers-toggle",
    "gm-tab",
    "gm-ref",
    "gm-scroll",
    "link",
]


def test_tab_goes_the_documented_way(desktop: Watched) -> None:
    page = desktop.page
    page.wait_for_timeout(300)
    stops: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(str(page.evaluate(STOP)))
        if stops[-1] == "link":
            break

    assert list(dict.fromkeys(stops)) == [stop for stop in PATH if stop in stops]
    assert {"gm-skip", "switch", "gm-map", "gm-impact_area", "gm-tab", "gm-ref", "gm-scroll", "link"} <= set(stops)
    assert stops.count("gm-impact_area") == stops.count("gm-launch_area") == stops.count("switch") == 1


def test_every_stop_shows_that_it_has_the_focus(desktop: Watched) -> None:
    page = desktop.page
    page.wait_for_timeout(300)
    for _ in range(34):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; const of = (x) => getComputedStyle(x);
            const label = e.closest('.gm-account') || e;
            return of(label).outlineStyle !== 'none' || document.querySelectorAll('.gm-ring.is-shown').length > 0; }"""
        )
        assert seen, page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")


def test_edge_tab_and_country_view_by_keyboard(desktop: Watched) -> None:
    page = desktop.page
    page.wait_for_timeout(300)
    tab = page.locator(".gm-edge button", has_text="Fallujah")
    tab.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "gm-panel-title"
    page.keyboard.press("Escape")
    assert "Fallujah" in str(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))
    assert page.locator(".gm-edge", has_text="Fallujah").count() == 0, "the map has moved to show it"

    page.locator(".gm-country-toggle").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".gm-country-toggle").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".gm-country-toggle").get_attribute("aria-pressed") == "false"


def test_every_mark_is_told_in_words(watch: Callable[..., Watched], page_file: Path) -> None:
    page = watch(page_file).page

    names = page.locator(".gm-map path[role=button]").evaluate_all(
        "all => all.map((e) => e.getAttribute('aria-label'))"
    )

    assert "Green Zone, reported impact area, 4 of 7 rockets, Iraq’s military said" in names
    assert all(name and name.strip() for name in names)
    assert len(set(names)) == len(names)
