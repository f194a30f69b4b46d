"""Every state in which a reader meets the page: dark, Arabic, magnified, calm, on paper, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.axe import violations
from browser.conftest import CASE, CATALOGUE
from browser.watching import DESKTOP, PHONE, Watched
from playwright.sync_api import Page

from geomap import pipeline
from geomap.edition import Edition
from geomap.publishers import page as page_publisher

pytestmark = pytest.mark.browser

MAX_BYTES = 450 * 1024
ZOOMED = {"width": 720, "height": 450}
SIZES = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Case and catalogue in both languages, and the case without its desk's choices."""
    made = {}
    bare = tmp_path_factory.mktemp("bare") / "case"
    bare.mkdir()
    for path in CASE.iterdir():
        if path.name != "map.toml":
            (bare / path.name).write_bytes(path.read_bytes())
    for name, folder, lang in (
        ("en", CASE, "en"),
        ("ar", CASE, "ar"),
        ("catalogue", CATALOGUE, "en"),
        ("catalogue-ar", CATALOGUE, "ar"),
        ("bare", bare, "en"),
    ):
        made[name] = tmp_path_factory.mktemp(name) / "map.html"
        page_publisher.write(pipeline.build_edition(folder, lang=lang), made[name].parent)
    return made


def open_panel(page: Page) -> None:
    page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gm-panel:not([hidden])")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_case_is_at_most_450_kib_with_its_ground(files: dict[str, Path], lang: str) -> None:
    assert files[lang].stat().st_size <= MAX_BYTES


# English in light stands in test_page_opens, Arabic on a phone in test_page_nights.
@pytest.mark.parametrize(
    ("name", "scheme", "size"),
    [
        ("en", "dark", PHONE),
        ("ar", "dark", DESKTOP),
        ("catalogue", "light", DESKTOP),
    ],
    ids=lambda value: str(value["width"]) if isinstance(value, dict) else value,
)
def test_axe_finds_nothing(
    watch: Callable[..., Watched], files: dict[str, Path], name: str, scheme: str, size: dict[str, int]
) -> None:
    watched = watch(files[name], size, color_scheme=scheme)
    page = watched.page
    open_panel(page)
    assert violations(page) == []

    if page.locator("input[name=gm-account]").count():
        page.keyboard.press("Escape")
        page.locator("input[name=gm-account]").first.check()
        page.wait_for_timeout(200)
        assert violations(page) == []
    assert (watched.requests, watched.complaints) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_on_the_map_can_be_read(watch: Callable[..., Watched], files: dict[str, Path], scheme: str) -> None:
    """axe does not look into SVG: every label on the land, by WCAG's own formula."""
    page = watch(files["en"], color_scheme=scheme).page
    for account in (0, 1, 2):
        page.locator("input[name=gm-account]").nth(account).check()
        page.wait_for_timeout(200)
        ratios = page.evaluate(
            """() => {
            const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
              .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const land = light(getComputedStyle(document.querySelector('.gm-map')).backgroundColor);
            return [...document.querySelectorAll('.gm-labels text')].map((text) => {
              const ink = light(getComputedStyle(text).fill);
              const plate = text.previousElementSibling;
              const below = plate && plate.matches('.gm-sign-plate') ? light(getComputedStyle(plate).fill) : land;
              return [text.textContent, (Math.max(ink, below) + 0.05) / (Math.min(ink, below) + 0.05)]; }); }"""
        )
        assert [r for r in ratios if r[1] < 4.5] == []


@pytest.mark.parametrize("name", ["en", "ar"])
@pytest.mark.parametrize("account", [0, 1, 2])
def test_panels_say_what_the_scene_says(
    watch: Callable[..., Watched], files: dict[str, Path], name: str, account: int
) -> None:
    """Lines that the table of claims has are put together by the page; they must come out word for word."""
    scene = pipeline.build_edition(CASE, lang=name).scene
    page = watch(files[name]).page
    page.locator("input[name=gm-account]").nth(account).check()
    shown = ("", scene.accounts[account].account_id)
    for mark in [m for m in scene.marks() if m.panel is not None and m.account in shown and m.role != "event"]:
        page.locator(f'.gm-map [role=button][aria-label="{mark.description}"]').focus()
        page.keyboard.press("Enter")
        said = page.locator("#gm-panel [class^=gm-line] > bdi").all_text_contents()
        assert said == [line.text for line in mark.panel.lines if line.text]
        page.keyboard.press("Escape")


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        """all => all.filter((e) => !e.hidden && e.getBoundingClientRect().width).map((e) => {
        const b = e.getBoundingClientRect();
        const f = document.querySelector('.gm-map').getBoundingClientRect();
        return { text: e.textContent, x: b.left - f.left, y: b.top - f.top, w: f.width, h: f.height,
                 right: b.right - f.left, bottom: b.bottom - f.top }; })"""
    )
    return found


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    wide = min(one["right"], other["right"]) - max(one["x"], other["x"])
    high = min(one["bottom"], other["bottom"]) - max(one["y"], other["y"])
    return wide <= 0 or high <= 3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["bare", "catalogue", "catalogue-ar", "ar"])
def test_labels_and_tabs_find_their_own_places(
    watch: Callable[..., Watched], files: dict[str, Path], name: str, size: dict[str, int]
) -> None:
    """Without one choice of a desk: inside the frame, 8 px from its edge, on no other label, tab or control."""
    page = watch(files[name], size).page
    for account in range(max(page.locator("input[name=gm-account]").count(), 1)):
        if page.locator("input[name=gm-account]").count():
            page.locator("input[name=gm-account]").nth(account).check()
        page.wait_for_timeout(300)
        labels = boxes(page, ".gm-labels .gm-label")
        others = boxes(page, ".gm-edge, .leaflet-control, .gm-map .gm-over, .gm-stamp")
        assert len(labels) >= 4
        for i, one in enumerate(labels):
            inside = one["x"] >= 7 and one["y"] >= 7 and one["right"] <= one["w"] - 7 and one["bottom"] <= one["h"] - 7
            assert inside, one
            for other in [*labels[i + 1 :], *others]:
                assert apart(one, other), (one["text"], other["text"])


def test_other_events_stand_at_the_edge_with_way_and_status(
    watch: Callable[..., Watched], files: dict[str, Path]
) -> None:
    page = watch(files["en"]).page
    page.wait_for_timeout(300)
    tabs = boxes(page, ".gm-edge")
    texts = [str(tab["text"]) for tab in tabs]

    assert any(re.search(r"Fallujah 57 km west: alleged arrests.*, unverified", text) for text in texts), texts
    assert len(tabs) == 4
    for i, one in enumerate(tabs):
        assert min(one["x"], one["y"], one["w"] - one["right"], one["h"] - one["bottom"]) >= 7
        assert all(apart(one, other) for other in tabs[i + 1 :])
    page.locator(".gm-edge button", has_text="Fallujah").click()
    assert "Fallujah" in page.locator("#gm-panel-title").inner_text()
    page.keyboard.press("Escape")
    assert "Fallujah" in str(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))

    page.locator(".gm-country-toggle").click()
    page.wait_for_timeout(300)
    assert page.locator(".gm-edge").count() == 0
    assert page.locator(".gm-country-toggle").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("account", [0, 1, 2])
def test_credits_stand_on_the_first_screen(watch: Callable[..., Watched], files: dict[str, Path], account: int) -> None:
    page = watch(files["en"]).page
    page.locator("input[name=gm-account]").nth(account).check()
    for part in (".gm-credits", ".gm-missing", ".gm-legend"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, part


@pytest.mark.parametrize("name", ["en", "ar"])
def test_twice_the_size_loses_nothing(watch: Callable[..., Watched], files: dict[str, Path], name: str) -> None:
    """200 % of 1440 x 900 is 720 x 450 CSS pixels; and text alone at twice its size."""
    page = watch(files[name], ZOOMED).page
    sideways = "() => document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(sideways) <= 0
    open_panel(page)
    assert page.locator("#gm-panel-title").is_visible()
    assert page.evaluate(sideways) <= 0
    page.keyboard.press("Escape")

    page.set_viewport_size(DESKTOP)
    page.evaluate(
        """() => [...document.querySelectorAll('.gm-page *')].map((e) => [e, parseFloat(getComputedStyle(e).fontSize)])
        .forEach(([e, px]) => { e.style.fontSize = 2 * px + 'px'; e.style.lineHeight = '1.3'; })"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate(sideways) <= 0
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.gm-page p, .gm-page li, .gm-page legend, .gm-account, td')]
        .filter((e) => e.offsetParent && !e.closest('.gm-frame, .gm-hidden, .gm-scroll')
          && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible'))
        .map((e) => e.textContent.slice(0, 60))"""
    )
    assert cut == []


def test_nothing_moves_for_readers_who_asked_for_calm(watch: Callable[..., Watched], files: dict[str, Path]) -> None:
    page = watch(files["en"], reduced_motion="reduce").page
    page.locator(".leaflet-control-zoom-in").click()

    assert page.locator(".leaflet-zoom-anim").count() == 0
    moving = page.evaluate(
        """() => document.getAnimations().length + [...document.querySelectorAll('*')]
        .filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"""
    )
    assert moving == 0


@pytest.mark.parametrize(("name", "pages"), [("en", 6), ("ar", 6), ("catalogue", 12)])
def test_paper_gets_every_account_in_few_pages(
    watch: Callable[..., Watched], files: dict[str, Path], name: str, pages: int
) -> None:
    page = watch(files[name], color_scheme="dark").page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= pages
    assert page.locator(".gm-frame").is_hidden()
    assert page.locator(".gm-stills svg:visible").count() == max(page.locator("input[name=gm-account]").count(), 1)
    assert all(box.is_visible() for box in page.locator(".gm-missing [data-account]").all())
    assert page.locator("body").evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_catalogue_says_what_is_not_on_its_map(
    watch: Callable[..., Watched], catalogue: Edition, files: dict[str, Path]
) -> None:
    page = watch(files["catalogue"]).page

    listed, items = catalogue.accounting.listed, catalogue.scene.accounts[0].not_on_map
    others = [item for item in items if item.head in ("Reported launch area", "Damage seen")]
    assert page.locator(".gm-missing li:visible").count() == len(items)
    assert listed == len(items) - len(others)
    assert str(listed) in page.locator(".gm-tray").inner_text()


def test_without_scripts_the_map_is_a_picture_of_each_account(browser: object, files: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(files["en"].as_uri())

    assert page.locator(".gm-stills svg:visible").count() == 3, "all accounts, and each"
    assert page.locator(".gm-frame").is_hidden()
    text = page.locator(".gm-stills").inner_text()
    assert "Green Zone" in text
    assert "not on this map" in text
    context.close()
