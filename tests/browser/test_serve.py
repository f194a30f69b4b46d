"""The loop of a desk at work, with the real command and a real browser: edit a table, see the map; Ctrl-C ends it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import CaseTables
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return CaseTables().write(tmp_path / "case")


@pytest.fixture
def served(case: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "geomap", "serve", str(case), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # where the tests run in the background of a script, an interrupt is ignored, and so it would be here
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip(), process
    process.kill()
    process.communicate()


def test_the_map_follows_the_tables_and_keeps_its_last_good_state(
    served: tuple[str, subprocess.Popen[str]], case: Path, browser: Browser
) -> None:
    address, process = served
    page = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    title = page.frame_locator("iframe:not(.coming)").locator("h1")
    expect(title).to_have_text("A made-up case", timeout=20_000)
    expect(page.frame_locator("iframe").locator(".gm-label").first).to_be_attached()

    info = json.loads((case / "datapackage.json").read_text("utf-8"))
    info["title"] = "Edited </script><b>title</b>"
    (case / "datapackage.json").write_text(json.dumps(info), "utf-8")
    expect(title).to_have_text("Edited </script><b>title</b>", timeout=20_000)
    expect(page.locator("iframe")).to_have_count(1)

    good = (case / "events.csv").read_bytes()
    (case / "events.csv").write_bytes(b"broken\n")
    expect(page.locator("#message")).to_contain_text("events.csv", timeout=20_000)
    expect(page.locator("#kept")).to_be_visible()
    expect(title).to_have_text("Edited </script><b>title</b>")
    (case / "events.csv").write_bytes(good)
    expect(page.locator("#message")).to_be_empty(timeout=20_000)

    assert complaints == []
    assert all(url.startswith((address, "data:")) for url in asked), asked
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert said.rstrip().endswith("ended")
    assert "Traceback" not in said
    expect(page.locator("#message")).to_contain_text("has ended")
    page.close()
