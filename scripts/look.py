"""Draw every case in a real Chromium and measure what can be measured: ``make look``; then open each picture.

Each case of ``geodata/cases`` (or those that are named) is built in both languages below ``outputs/look``: its page on
the desktop, the phone and paper, the embed, the figure, and the report in Word. For every account of a page it is
measured that no label lies on a label or leaves the frame, that enough of the surroundings is named, that the legend
has every sign that is drawn, that axe finds nothing, and how many bytes it has. ``--invented N`` draws N cases at
random in the place of the shipped ones; ``--quick`` draws page and figure alone, in English. A folder of your own may
stand in the place of a name.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from browser.axe import violations
from browser.looking import BARE_BYTES_MAX, BYTES_MAX, GROUND_BYTES_MAX, accounts, bytes_of, looked
from invented_cases import invented_case
from playwright.sync_api import Browser, Page, sync_playwright

from geomap import pipeline
from geomap.edition import Edition
from geomap.publishers import embed, figure
from geomap.publishers import page as page_publisher
from geomap.publishers.document import word

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "geodata" / "cases"
OUT = ROOT / "outputs" / "look"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
FIGURE_CPU_S_MAX = 3.0


@dataclass
class Told:
    """What was measured of one case in one language."""

    name: str
    wrong: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, size: tuple[int, int]) -> Iterator[Page]:
    """Open a file in a fresh window without a network."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".gm-labels .gm-label", state="attached")
    yield page
    context.close()


def measured(browser: Browser, path: Path, told: Told, *, pictures: bool) -> None:
    """Measure every account of a page on desktop and phone, and take its pictures."""
    for size, px in SIZES.items():
        with opened(browser, path, px) as page:
            least = 99
            for account in accounts(page):
                found = looked(page, size)
                least = min(least, found.surroundings)
                told.wrong += [f"{size}, {account or 'page'}: {what}" for what in found.wrong]
                if pictures:
                    page.screenshot(path=path.parent / f"{size}-{account or 'page'}.png", full_page=size == "phone")
            told.facts.append(f"{size} names {least}+")
            if pictures and not told.name.startswith("invented"):
                told.wrong += [f"{size}, axe: {what}" for what in violations(page)]
    size = bytes_of(path.read_text("utf-8"))
    told.facts.append(f"{size.whole:,} bytes, {size.bare:,} bare, ground {size.ground:,}")
    limits = (BYTES_MAX, BARE_BYTES_MAX, GROUND_BYTES_MAX)
    for what, n, limit in zip(
        ("page", "bare page", "ground"), (size.whole, size.bare, size.ground), limits, strict=True
    ):
        if n > limit:
            told.wrong.append(f"{what} of {n:,} bytes, at most {limit:,}")


def figures(edition: Edition, folder: Path, told: Told) -> None:
    """Draw the figure of each account, and say what the slowest took."""
    slowest = 0.0
    for account in edition.scene.accounts or ():
        start = time.process_time()
        drawing = figure.render(edition.scene, account=account.account_id, size="wide")
        slowest = max(slowest, time.process_time() - start)
        (folder / f"figure-{account.account_id or 'all'}.svg").write_bytes(drawing)
    told.facts.append(f"figure {slowest:.1f} CPU s")
    if slowest > FIGURE_CPU_S_MAX:
        told.wrong.append(f"a figure took {slowest:.1f} CPU seconds, at most {FIGURE_CPU_S_MAX:g}")


def drawn(browser: Browser, case: Path, lang: str, *, quick: bool = False) -> Told:
    """Build one case in one language, and look at all that comes of it."""
    told, folder = Told(f"{case.name} ({lang})"), OUT / case.name / lang
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    edition = pipeline.build_edition(case, lang=lang)
    page_publisher.write(edition, folder)
    figures(edition, folder, told)
    measured(browser, folder / "map.html", told, pictures=True)
    if quick:
        return told
    embed.write(edition, folder)
    word.write(edition, folder)
    with opened(browser, folder / "map.html", SIZES["desktop"]) as page:
        page.pdf(path=folder / "print.pdf", format="A4")
    with opened(browser, folder / "embed.html", (720, 900)) as page:
        page.screenshot(path=folder / "embed.png", full_page=True)
    return told


def invented(browser: Browser, seed: int, *, pictures: bool) -> Told:
    """Make one case at random, through the quick sheet as a desk would, and measure its page and its figures."""
    folder = OUT / "invented" / f"{seed:03d}"
    shutil.rmtree(folder, ignore_errors=True)
    case = invented_case(folder / "case", seed)
    told = Told(f"invented {seed}")
    edition = pipeline.build_edition(case)
    page_publisher.write(edition, folder)
    figures(edition, folder, told)
    measured(browser, folder / "map.html", told, pictures=pictures)
    return told


def say(told: Told) -> bool:
    """Print what was measured, and return whether nothing is wrong."""
    print(f"{told.name}: {'; '.join(told.facts)}", flush=True)
    for what in dict.fromkeys(told.wrong):
        print(f"  wrong: {what}", flush=True)
    return not told.wrong


def _folder_of(name: str) -> Path:
    """Return the folder of a case that ships, or the one that a path leads to."""
    return CASES / name if (CASES / name).is_dir() else Path(name).resolve()


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw and measure; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="names or folders of cases; all if none")
    parser.add_argument("--invented", type=int, default=0, metavar="N", help="draw N cases at random instead")
    parser.add_argument("--from", type=int, default=0, metavar="SEED", dest="first", help="the first of them")
    parser.add_argument("--quick", action="store_true", help="page and figure alone, in English, with pictures")
    parser.add_argument("--lang", choices=("en", "ar"), help="one language only")
    asked = parser.parse_args(arguments)
    named = [_folder_of(name) for name in asked.names] or sorted(p for p in CASES.iterdir() if p.is_dir())
    langs = [asked.lang] if asked.lang else ["en"] if asked.quick else ["en", "ar"]
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=os.environ["GEOMAP_CHROMIUM"], args=ARGUMENTS)
        if asked.invented:
            seeds = range(asked.first, asked.first + asked.invented)
            good = [say(invented(browser, seed, pictures=asked.quick)) for seed in seeds]
        else:
            good = [say(drawn(browser, case, lang, quick=asked.quick)) for case in named for lang in langs]
        browser.close()
    print(f"{sum(good)} of {len(good)} without anything wrong; pictures in {OUT.relative_to(ROOT)}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
