"""Twelve texts that break pages, in every free-text column at once, in a real Chromium.

Each column has a sentinel, so a text that the page loses, changes or runs is told by its column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.watching import Watched
from hostile_text import (
    ACCOUNT_TEXTS,
    HOSTILE,
    INFO_TEXTS,
    MAP_TEXTS,
    as_published,
    hostile_case,
    marked,
    public_columns,
    sentinel,
    text_columns,
)

from geomap.disclosure import PRIVATE_COLUMNS
from geomap.pipeline import build_edition
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser

TEXT_OF_PAGE = """() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement.closest('script, style, noscript, template');
    if (!holder) out.push(walker.currentNode.data);
  }
  for (const label of document.querySelectorAll('.gm-label'))  // a long line stands in two halves
    out.push([...label.querySelectorAll('text')].map((text) => text.textContent).join(' '));
  return out;
}"""

# What a page of this case has no reason to show: the desk's words and the short name of a place stand instead.
REPLACED = {("datapackage", "title"), ("datapackage", "description"), ("places", "name")}

# Texts that are published, but not on the page: the GeoJSON and the other exports hold them.
NOT_ON_THE_PAGE = {
    "en": [
        ("claims", "origin"),
        ("claims", "unit"),
        ("claims", "value"),
        ("claims", "value_words"),
        ("events", "kind_wording"),
        ("events", "original_id"),
        ("events", "tz"),
        ("places", "admin1"),
        ("places", "admin2"),
        ("places", "country"),
        ("places", "feature_type"),
        ("places", "licence"),
        ("places", "our_sides"),
        ("places", "source"),
        ("sources", "lang"),
        ("sources", "licence"),
        ("sources", "source_scale"),
        ("trajectories", "group_n_words"),
        ("trajectories", "launch_wording"),
    ],
    "ar": [
        ("claims", "origin_ar"),
        ("events", "kind_wording_ar"),
        ("places", "admin1_ar"),
        ("places", "admin2_ar"),
        ("trajectories", "group_n_words_ar"),
        ("trajectories", "launch_wording_ar"),
    ],
}

ELEMENTS = """() => document.querySelectorAll(
  '.gm-head *, .gm-side-main .gm-accounts *, .gm-tray *, .gm-missing *, .gm-credits *, .gm-tail *').length"""
"""What the template writes; how many pieces the map itself is drawn with depends on how long a label is."""


def plain(text: str) -> str:
    """Return a text with its white space told apart no longer; a line separator is white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sentinels(lang: str) -> list[tuple[str, str]]:
    """Return table and column of every text that a page of a language must show."""
    columns = public_columns()
    columns += [("account", f"{key}_{lang}") for key in ACCOUNT_TEXTS]
    columns += [(section, key + twin) for section, key in MAP_TEXTS for twin in ("", "_ar")]
    columns += [("datapackage", key) for key in ("reviewed_by", *INFO_TEXTS)]
    twins = {(table, column) for table, column in columns if column.endswith("_ar")}
    if lang == "ar":
        return sorted(twins - {(table, f"{column}_ar") for table, column in REPLACED})
    return sorted(set(columns) - twins - REPLACED)


def everything_shown(watched: Watched) -> str:
    """Return the text of the page and of every panel that it can open."""
    page = watched.page
    found = [*page.evaluate(TEXT_OF_PAGE)]
    for opener in page.locator(".gm-map [role=button], .gm-clause").all():
        opener.focus()
        page.keyboard.press("Enter")
        found += page.locator("#gm-panel").evaluate("(panel) => panel.innerText").splitlines()
        found += page.locator("#gm-panel").all_text_contents()
        page.keyboard.press("Escape")
    return " | ".join(map(plain, found))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same case with a word in place of the hostile text, in both languages."""
    made = {}
    for lang in ("en", "ar"):
        folder = tmp_path_factory.mktemp("harmless")
        page_publisher.write(build_edition(hostile_case(folder / "case", "harmless"), lang=lang), folder)
        made[lang] = folder / "map.html"
    return made


@pytest.mark.parametrize(
    ("name", "lang"),
    [*((name, "en") for name in HOSTILE), *((name, "ar") for name in ("template", "script-end", "right-to-left"))],
)
def test_hostile_text_is_shown_literally_and_nothing_runs(
    watch: Callable[..., Watched], harmless: dict[str, Path], tmp_path: Path, name: str, lang: str
) -> None:
    text = HOSTILE[name]
    page_publisher.write(build_edition(hostile_case(tmp_path / "case", text), lang=lang), tmp_path)
    watched = watch(tmp_path / "map.html")
    dialogs: list[Any] = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    elements = watched.page.evaluate(ELEMENTS)
    shown = everything_shown(watched)

    lost = [c for c in sentinels(lang) if plain(as_published(marked(*c, text))) not in shown]
    private = [c for c in text_columns() if c[1] in PRIVATE_COLUMNS and sentinel(*c) in shown]
    assert (lost, private) == (NOT_ON_THE_PAGE[lang], [])
    assert watched.page.evaluate("() => typeof window.__pwned") == "undefined"
    assert (watched.requests, watched.complaints, dialogs) == ([], [], [])
    assert watched.page.locator("img[onerror], iframe, object, embed, base").count() == 0
    assert watched.page.locator("a[href^='javascript' i]").count() == 0
    assert watched.page.locator(".gm-map svg path").count() > 5
    assert elements == watch(harmless[lang]).page.evaluate(ELEMENTS), "a text added or took away elements"
