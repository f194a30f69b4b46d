"""The lean page in a frame of somebody else's article: both ways of telling its height, no host asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from browser.axe import violations
from browser.watching import PHONE, Watched
from playwright.sync_api import Browser, Page

from geomap.edition import Edition
from geomap.publishers import embed

pytestmark = pytest.mark.browser

FRAME = (
    '<iframe id="f" src="embed.html{query}" style="width:{width}px;height:200px;border:0" '
    'sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
)
DATAWRAPPER = """<script>addEventListener('message', (event) => {
  const heights = event.data['datawrapper-height'];
  if (heights) for (const id in heights) document.getElementById('f').style.height = heights[id] + 'px';
});</script>"""
PYM = """<script>addEventListener('message', (event) => {
  const [name, id, kind, px] = String(event.data).split('xPYMx');
  if (name === 'pym' && id === 'chart-1' && kind === 'height') document.getElementById('f').style.height = px + 'px';
});</script>"""
PARENTS = {"datawrapper": (DATAWRAPPER, ""), "pym": (PYM, "?childId=chart-1")}


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("embed")
    embed.write(edition, made)
    return made


def open_parent(browser: Browser, folder: Path, body: str, width: int = 900) -> tuple[Page, list[str]]:
    path = folder / "parent.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>p</title>{body}", "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.frame_locator("iframe >> nth=0").locator(".gm-label").first.wait_for(state="attached")
    page.wait_for_timeout(300)
    return page, complaints


def height(page: Page) -> float:
    page.wait_for_timeout(250)
    return float(page.evaluate("document.querySelector('iframe').offsetHeight"))


def content_height(page: Page) -> float:
    frame: Any = page.frames[-1]
    return float(frame.evaluate("document.querySelector('.gm-page').getBoundingClientRect().bottom + scrollY"))


@pytest.mark.parametrize("form", PARENTS)
def test_frame_takes_the_height_of_its_content_and_follows_it(browser: Browser, folder: Path, form: str) -> None:
    listener, query = PARENTS[form]
    page, complaints = open_parent(browser, folder, listener + FRAME.format(query=query, width=720))
    inner = page.frame_locator("iframe")
    at_first = height(page)
    assert at_first == pytest.approx(content_height(page), abs=1.5)

    inner.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")
    inner.locator("#gm-panel").wait_for(state="visible")
    with_panel = height(page)
    assert with_panel > at_first + 100
    assert with_panel == pytest.approx(content_height(page), abs=1.5)

    page.keyboard.press("Escape")
    assert height(page) == at_first
    page.evaluate("document.querySelector('iframe').style.width = '360px'")
    assert height(page) == pytest.approx(content_height(page), abs=1.5)
    assert complaints == []
    page.close()


def test_width_told_by_a_pym_parent_is_answered_with_a_height(browser: Browser, folder: Path) -> None:
    listener = PYM.replace("style.height", "dataset.told")
    page, _ = open_parent(browser, folder, listener + FRAME.format(query="?childId=chart-1", width=720))
    page.evaluate("delete document.getElementById('f').dataset.told")
    tell = "document.getElementById('f').contentWindow.postMessage('pymxPYMx{}xPYMxwidthxPYMx720', '*')"

    page.evaluate(tell.format("another"))
    page.wait_for_timeout(200)
    assert page.evaluate("document.getElementById('f').dataset.told") is None

    page.evaluate(tell.format("chart-1"))
    page.wait_for_timeout(200)
    assert float(page.evaluate("parseFloat(document.getElementById('f').dataset.told)")) > 400
    page.close()


@pytest.mark.parametrize("option", [2, 3])
def test_listeners_of_the_snippet_work_as_pasted(browser: Browser, folder: Path, option: int) -> None:
    text = (folder / "embed.txt").read_text("utf-8")
    frame = re.search(r"<iframe .*?</iframe>", text)
    scripts = re.findall(r"<script>.*?</script>", text, re.DOTALL)
    assert frame is not None

    page, complaints = open_parent(browser, folder, frame[0] + scripts[option - 2], width=720)

    assert height(page) == pytest.approx(content_height(page), abs=1.5)
    assert complaints == []
    page.close()


@pytest.mark.parametrize("kind", ["datawrapper", "pym"])
def test_two_accounts_of_a_case_stand_in_one_article(
    browser: Browser, folder: Path, edition: Edition, kind: str
) -> None:
    pieces = [
        embed.pieces(edition, account=account.account_id) for account in edition.scene.accounts if not account.is_all
    ]
    frames = [re.sub("width:100%", f"width:{width}px", p.frame) for p, width in zip(pieces, (720, 380), strict=True)]
    pasted = "".join(frame + getattr(piece, kind) for frame, piece in zip(frames, pieces, strict=True))

    page, complaints = open_parent(browser, folder, pasted)
    page.locator("iframe").last.scroll_into_view_if_needed()
    page.frame_locator("iframe >> nth=1").locator(".gm-label").first.wait_for(state="attached")
    page.wait_for_timeout(500)

    ids = page.evaluate("[...document.querySelectorAll('iframe')].map((frame) => frame.id)")
    assert len(set(ids)) == 2
    for number in (0, 1):
        inner = page.frame_locator(f"iframe >> nth={number}").locator(".gm-page")
        wanted = inner.evaluate("page => page.getBoundingClientRect().bottom + scrollY")
        told = page.evaluate(f"document.querySelectorAll('iframe')[{number}].offsetHeight")
        assert told == pytest.approx(wanted, abs=1.5), number
    assert complaints == []
    page.close()


def test_snippet_names_the_frame_and_carries_the_words_of_the_picture(folder: Path, edition: Edition) -> None:
    text = (folder / "embed.txt").read_text("utf-8")

    for part in ('title="Map: ', 'loading="lazy"', 'sandbox="allow-scripts allow-downloads allow-popups"'):
        assert part in text
    picture = re.search(r'<figure [^>]*><a [^>]*><img src="figure.svg" [^>]*alt="([^"]*)"', text)
    assert picture is not None
    alt = unescape(picture[1])
    assert alt.startswith("Rockets at the Green Zone: what Iraq’s military reported")
    for mark in edition.scene.marks():
        if mark.account == edition.scene.default_account:
            assert mark.name in alt


def test_frame_of_an_account_opens_with_it(browser: Browser, folder: Path, edition: Edition) -> None:
    frame = embed.pieces(edition, account="the_national").frame

    page, complaints = open_parent(browser, folder, frame)

    inner = page.frame_locator("iframe")
    assert inner.locator('input[value="the_national"]').is_checked()
    assert complaints == []
    page.close()


@pytest.mark.parametrize("size", [{"width": 720, "height": 900}, PHONE], ids=["column", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_embed_asks_for_nothing_and_axe_finds_nothing(
    watch: Callable[..., Watched], folder: Path, size: dict[str, int], scheme: str
) -> None:
    watched = watch(folder / "embed.html", size, color_scheme=scheme)
    page = watched.page

    assert page.locator("table").count() == 0
    assert page.locator(".gm-stamp").is_visible()
    assert violations(page) == []
    page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gm-panel:not([hidden])")
    assert page.locator("#gm-panel .gm-said li").first.inner_text() != ""
    assert violations(page) == []
    assert (watched.requests, watched.complaints) == ([], [])
