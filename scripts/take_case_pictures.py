"""Take a picture of the page of each night in ``geodata/cases`` for docs/cases.md: ``make pictures`` runs it.

``--only NAME`` takes those whose name begins so. The pages are built anew, opened in a real Chromium without a network,
and drawn smaller by it: a desktop of 1440 pixels in 1000. Look at each.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from take_pictures import ARGUMENTS, PICTURES, ROOT, make_small, opened

from geomap import pipeline

CASES = ROOT / "geodata" / "cases"
DESKTOP = (1440, 1000)
WIDTH_PX = 1000
BYTES_MAX = 120_000


def nights() -> list[Path]:
    """Return the cases that were made from a sheet, sorted by name."""
    return sorted(recipe.parent for recipe in CASES.glob("*/how-made.sh"))


def take(browser: Browser, case: Path, folder: Path, target: Path) -> None:
    """Build the page of a case into a folder and take its first screen."""
    page_file = folder / f"{case.name}.html"
    page_file.write_bytes(pipeline.export_bytes(pipeline.build_edition(case), "html")["map.html"])
    with opened(browser, page_file, DESKTOP, device_scale_factor=WIDTH_PX / DESKTOP[0]) as page:
        page.wait_for_selector(".gm-labels .gm-label", state="attached")
        page.wait_for_timeout(500)
        page.screenshot(path=target)
    make_small(browser, target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures.

    Returns
    -------
    int
        0 done; 1 when a picture is larger than the docs should carry.
    """
    parser = argparse.ArgumentParser(description="Take the pictures of the nights.")
    parser.add_argument("--only", default="", metavar="NAME", help="take those whose name begins so")
    parser.add_argument("-o", "--output", type=Path, default=PICTURES / "cases", metavar="DIR")
    options = parser.parse_args(arguments)
    chromium = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium")
    options.output.mkdir(parents=True, exist_ok=True)
    large = False
    with tempfile.TemporaryDirectory(prefix="geomap-cases-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for case in (night for night in nights() if night.name.startswith(options.only)):
            target = options.output / f"{case.name}.png"
            take(browser, case, Path(name), target)
            size = target.stat().st_size
            large |= size > BYTES_MAX
            print(f"{target.name}: {size // 1000} KB" + ("  too large" if size > BYTES_MAX else ""), flush=True)
        browser.close()
    return int(large)


if __name__ == "__main__":
    raise SystemExit(main())
