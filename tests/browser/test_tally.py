"""The tally in a real browser: as long as its numbers, inside its cards, on the desktop, the phone and paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.axe import violations
from browser.watching import DESKTOP, PHONE, Watched
from building import CaseTables

from geomap.pipeline import build_edition
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser

GROUPS = (
    {"kind": "drone", "group_n": 170},
    {"kind": "ballistic_missile", "group_n": None, "group_n_low": 121, "group_n_words": "more than 120"},
    {"kind": "cruise_missile", "group_n": None, "group_n_low": 30, "group_n_high": 40},
    {"kind": "ballistic_missile", "group_n": 4, "outcome": "ground_impact", "impact_place_id": "impact_zone"},
    {"group_n": None, "outcome": "intercepted"},
)
MEASURED = """() => [...document.querySelectorAll('.gm-account')].map((card) => {
  const box = card.getBoundingClientRect();
  const inside = [...card.querySelectorAll('.gm-pips > *')].map((part) => part.getBoundingClientRect());
  return {
    bars: [...card.querySelectorAll('.gm-bar')].map((bar) => bar.getBoundingClientRect().width),
    out: inside.filter((part) => part.left < box.left + 8 || part.right > box.right - 8).length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
})"""


@pytest.mark.parametrize(("lang", "screen", "longest"), [("en", DESKTOP, 150), ("en", PHONE, 40), ("ar", PHONE, 40)])
def test_the_tally_is_as_long_as_its_numbers_and_stays_in_its_card(
    watch: Callable[..., Watched],
    tables: CaseTables,
    tmp_path: Path,
    lang: str,
    screen: dict[str, int],
    longest: int,
) -> None:
    template = tables.row("trajectories", "t2") | {"outcome": "unknown", "group_n_words": None}
    tables.tables["trajectories"] = [template | {"trajectory_id": f"g{n}"} | group for n, group in enumerate(GROUPS)]
    tables.set("events", "attack", munitions_low=None, munitions_high=None)
    edition = build_edition(tables.write(tmp_path / "case"), lang=lang)
    page_publisher.write(edition, tmp_path)

    watched = watch(tmp_path / "map.html", viewport=screen)
    page = watched.page

    (card,) = page.evaluate(MEASURED)
    wanted = [4, 170, 120, 40]
    assert card["out"] == 0
    assert not card["wide"]
    assert card["bars"] == pytest.approx([max(n / 170 * longest, 2) for n in wanted], abs=3.5)
    assert card["bars"][1:3] == pytest.approx([longest, 120 / 170 * longest], abs=0.2)
    name = page.locator("input[name=gm-account]").evaluate("(input) => input.closest('label').innerText")
    assert all(token.spoken in name for token in edition.scene.accounts[0].tokens)
    assert violations(page) == []
    page.emulate_media(media="print")
    assert page.locator(".gm-accounts .gm-bar").first.is_visible()
    assert watched.complaints == []
