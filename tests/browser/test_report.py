"""The report card in a real Chromium: nothing is asked for, nothing runs, nothing overflows, axe finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.axe import violations
from browser.watching import DESKTOP, PHONE

from geomap.pipeline import checked, report_card

pytestmark = pytest.mark.browser

TABLE = Path(__file__).parents[1] / "data" / "invented-events.csv"


@pytest.fixture(scope="module")
def report_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    dataset, findings = checked(TABLE)
    for lang in ("en", "ar"):
        (folder / f"{lang}.html").write_text(report_card(dataset, findings, TABLE, lang=lang), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("lang", "size", "scheme"), [("en", DESKTOP, "light"), ("en", PHONE, "dark"), ("ar", PHONE, "light")]
)
def test_the_report_opens_without_a_network(browser, report_file, lang, size, scheme):
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    address = (report_file / f"{lang}.html").as_uri()

    page.goto(address)

    assert asked == [address]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.locator("h1").inner_text() == "invented-events.csv"
    assert page.locator(".sum b").all_inner_texts() == ["640", "628", "4", "8"]
    context.set_offline(True)
    assert violations(page) == []
    context.close()
