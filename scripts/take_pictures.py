"""Take the pictures of the docs and the README: the Green Zone page and figure in a real Chromium, without a network.

Run ``make pictures``; ``--only NAME`` takes those whose name begins so. What a build does not have yet (``embed.html``)
is left out and said. Pictures are looked at, never compared by a program: fonts differ from machine to machine.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from geomap import pipeline
from geomap.publishers import figure
from geomap.signs import LIGHT

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "data" / "invented-events.csv"
CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
PICTURES = ROOT / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
BYTES_MAX = 200_000
DESKTOP, PHONE, SHEET = (1440, 900), (390, 844), (794, 1123)
CELL, NATIONAL = "security_media_cell", "the_national"


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture of a page in one state."""

    name: str
    size: tuple[int, int] = DESKTOP
    account: str = CELL
    file: str = "map.html"
    panel: bool = False
    dark: bool = False
    country: bool = False
    sees: str = "none"
    """How the reader sees colours: a name of Chromium's simulations."""
    full: bool = False
    """The whole page, not only the first screen."""


SHOTS = (
    Shot(name="desktop"),
    Shot(name="desktop-national", account=NATIONAL),
    Shot(name="panel", panel=True),
    Shot(name="country", country=True),
    Shot(name="dark", dark=True),
    Shot(name="arabic", file="arabic.html"),
    Shot(name="phone", size=PHONE),
    Shot(name="phone-national", size=PHONE, account=NATIONAL),
    Shot(name="phone-panel", size=PHONE, panel=True),
    Shot(name="embed", size=(720, 640), file="embed.html"),
    Shot(name="embed-phone", size=PHONE, file="embed.html"),
    Shot(name="report", size=(1280, 1000), file="report.html"),
    Shot(name="first-case", file="first-case.html"),
    Shot(name="seen-deuteranopia", sees="deuteranopia"),
    Shot(name="seen-protanopia", sees="protanopia"),
    Shot(name="seen-tritanopia", sees="tritanopia"),
    Shot(name="seen-grey", sees="achromatopsia"),
)

CROPS = {
    "figure-tray": (CELL, "#tray", 60),
    "figure-widened": (CELL, f"#areas path[stroke='{LIGHT['impact_edge']}']:not([stroke-dasharray])", 84),
}
"""Details of figure.svg: the account, what is shown and the margin round it, pixels."""


def build(folder: Path) -> None:
    """Write the case, its Arabic page and a figure for each account into a folder."""
    edition = pipeline.build_edition(CASE)
    pipeline.publish_edition(edition, folder / "built")
    for made in (folder / "built").iterdir():
        shutil.copy(made, folder / made.name)
    for account in (CELL, NATIONAL):
        (folder / f"{account}.svg").write_bytes(figure.render(edition.scene, account=account))
    arabic = pipeline.export_bytes(pipeline.build_edition(CASE, lang="ar"), "html")
    (folder / "arabic.html").write_bytes(arabic["map.html"])
    (folder / "report.html").write_text(pipeline.report_card(*pipeline.checked(TABLE), TABLE), "utf-8")
    (folder / "first-case.html").write_bytes(_first_case(folder / "first-case"))


def _first_case(case: Path) -> bytes:
    """Return the page of docs/tutorial/first-case.md as it stands after its fourth step."""
    from geomap.making.cases import Beginning, fill_case, new_case
    from geomap.making.place_adding import NewPlace, add_place

    sheet = ROOT / "docs" / "tutorial" / "first-case" / "sheet.csv"
    new_case(case, Beginning(country="UA"), sheet)
    station = NewPlace(
        name="Kramatorsk railway station",
        shape="circle 300 m at 37.5431,48.7259",
        source="Wikipedia, Kramatorsk railway station",
        error_m=100,
        location_class="compound",
        basis="sourced",
        others={"licence": "CC BY-SA"},
    )
    add_place(case, station)
    fill_case(case, sheet)
    return pipeline.export_bytes(pipeline.build_edition(case), "html")["map.html"]


@contextmanager
def opened(browser: Browser, path: Path, size: tuple[int, int], **options: Any) -> Iterator[Page]:
    """Open a file in a window of its own; a request for anything else is refused and ends the run."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="en-GB", **options
    )
    asked: list[str] = []

    def answer(route: Any) -> None:
        if route.request.url.startswith(path.parent.as_uri()):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        yield page
        if asked:
            raise SystemExit(f"{path.name} asked for {asked[0]}: a page may ask no host for anything")
    finally:
        context.close()


def into_state(page: Page, shot: Shot) -> None:
    """Bring a page into the state of a shot."""
    if shot.file.endswith(".html") and shot.file != "report.html":
        page.wait_for_selector(".gm-labels .gm-label", state="attached")
    if shot.account != CELL:
        page.locator(f"input[name=gm-account][value={shot.account}]").check(force=True)
    if shot.country:
        page.locator(".gm-country-toggle").click()
        page.mouse.click(*(side - 1 for side in shot.size))
    if shot.panel:
        page.locator(".gm-map .gm-impact_area[role=button]").first.focus()
        page.keyboard.press("Enter")
        page.locator("#gm-panel").wait_for()
    if shot.sees != "none":
        page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": shot.sees})
    page.wait_for_timeout(500)


def take(browser: Browser, folder: Path, shot: Shot, target: Path) -> None:
    """Take one picture of a page."""
    is_phone = shot.size == PHONE
    options = {"has_touch": True, "is_mobile": True} if is_phone else {}
    scheme = "dark" if shot.dark else "light"
    with opened(browser, folder / shot.file, shot.size, color_scheme=scheme, **options) as page:
        into_state(page, shot)
        page.screenshot(path=target, full_page=shot.full)


def take_print(browser: Browser, folder: Path, target: Path) -> None:
    """Take the first printed sheet: from the PDF where pdftoppm is at hand, else in the print style on screen."""
    with opened(browser, folder / "map.html", SHEET) as page:
        page.wait_for_selector(".gm-labels .gm-label", state="attached")
        pdf = folder / "page.pdf"
        page.pdf(path=pdf, format="A4", print_background=True)
        if shutil.which("pdftoppm"):
            subprocess.run(
                ["pdftoppm", "-r", "96", "-png", "-singlefile", "-l", "1", str(pdf), str(target.with_suffix(""))],
                check=True,
            )
            return
        page.emulate_media(media="print")
        page.wait_for_timeout(500)
        page.screenshot(path=target)


def take_figure(browser: Browser, svg: Path, target: Path, wanted: str = "", margin: int = 0) -> None:
    """Take a figure, or what a selector finds in it with a margin, within the map's frame."""
    holder = svg.with_suffix(".html")
    holder.write_text(f"<!DOCTYPE html><meta charset=utf-8><body style='margin:0'>{svg.read_text('utf-8')}", "utf-8")
    with opened(browser, holder, (1040, 1000)) as page:
        box = page.evaluate(FRAME_OF, [wanted, margin])
        if box is None:
            raise SystemExit(f"{svg.name} has nothing that is called {wanted}")
        page.screenshot(path=target, clip=box)


FRAME_OF = """([wanted, margin]) => {
  const sheet = document.querySelector('svg').getBoundingClientRect();
  if (!wanted) return { x: 0, y: 0, width: sheet.width, height: sheet.height };
  const boxes = [...document.querySelectorAll(wanted)].map((one) => one.getBoundingClientRect());
  if (!boxes.length) return null;
  const map = document.querySelector('#land').getBoundingClientRect();
  const left = Math.max(map.left, Math.min(...boxes.map((b) => b.left)) - margin);
  const top = Math.max(map.top, Math.min(...boxes.map((b) => b.top)) - margin);
  const right = Math.min(map.right, Math.max(...boxes.map((b) => b.right)) + margin);
  const bottom = Math.min(map.bottom, Math.max(...boxes.map((b) => b.bottom)) + margin);
  return { x: left, y: top, width: right - left, height: bottom - top };
}"""

PIXELS_OF = """async (data) => {
  const picture = new Image();
  picture.src = data;
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const bytes = context.getImageData(0, 0, picture.width, picture.height).data;
  let text = '';
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return [picture.width, picture.height, btoa(text)];
}"""


def make_small(browser: Browser, picture: Path) -> None:
    """Write a PNG anew with at most 256 colours: the commonest as they are, the others gathered round means."""
    page = browser.new_page()
    encoded = base64.b64encode(picture.read_bytes()).decode("ascii")
    width, height, pixels = page.evaluate(PIXELS_OF, f"data:image/png;base64,{encoded}")
    page.close()
    rgb = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(-1, 4)[:, :3].astype(np.int64)
    packed, inverse, counts = np.unique(rgb @ [65536, 256, 1], return_inverse=True, return_counts=True)
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.float32)
    palette, nearest = gathered(colours, np.sqrt(counts))
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = nearest.astype(np.uint8)[inverse].reshape(height, width)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = chunk(b"PLTE", palette.round().astype(np.uint8).tobytes()) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b""))


def gathered(colours: np.ndarray, weights: np.ndarray, most: int = 256, fixed: int = 64) -> tuple[Any, Any]:
    """Return a palette and the place in it of each colour: the ``fixed`` commonest stay, the rest are means."""
    order = np.argsort(-weights, kind="stable")
    spread = order[fixed :: max(1, (len(order) - fixed) // (most - fixed))][: most - fixed]
    palette = np.vstack([colours[order[:fixed]], colours[spread]])
    nearest = np.zeros(len(colours), np.int64)
    for _ in range(8):
        squares = (palette**2).sum(axis=1)
        nearest = np.concatenate(
            [(squares - 2 * part @ palette.T).argmin(axis=1) for part in np.array_split(colours, 20)]
        )
        for place in range(fixed, len(palette)):
            near = nearest == place
            if near.any():
                palette[place] = np.average(colours[near], axis=0, weights=weights[near])
    return palette, nearest


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures.

    Returns
    -------
    int
        0 done; 1 when a picture is larger than the docs should carry.
    """
    parser = argparse.ArgumentParser(description="Take the pictures of the docs.")
    parser.add_argument("--only", default="", metavar="NAME", help="take those whose name begins so")
    parser.add_argument("-o", "--output", type=Path, default=PICTURES, metavar="DIR", help="default: docs/pictures")
    options = parser.parse_args(arguments)
    chromium = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium")
    options.output.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="geomap-pictures-") as name, sync_playwright() as playwright:
        folder = Path(name)
        build(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for target, job in jobs(browser, folder, options.output):
            if target.stem.startswith(options.only):
                job()
                make_small(browser, target)
                taken.append(target)
        browser.close()
    large = [t for t in taken if t.stat().st_size > BYTES_MAX]
    for target in taken:
        print(f"{target.name}: {target.stat().st_size // 1000} KB" + ("  too large" if target in large else ""))
    return 1 if large else 0


def jobs(browser: Browser, folder: Path, output: Path) -> Iterator[tuple[Path, Any]]:
    """Yield each picture's file and what takes it."""
    for shot in SHOTS:
        file = folder / shot.file
        if not file.exists():
            print(f"{shot.name}: left out, the build has no {shot.file}", file=sys.stderr)
        elif shot.dark and "prefers-color-scheme" not in file.read_text("utf-8"):
            print(f"{shot.name}: left out, {shot.file} has no dark mode", file=sys.stderr)
        else:
            yield (
                output / f"{shot.name}.png",
                lambda shot=shot: take(browser, folder, shot, output / f"{shot.name}.png"),
            )
    yield output / "print.png", lambda: take_print(browser, folder, output / "print.png")
    for account in (CELL, NATIONAL):
        target = output / f"figure-{account.replace('_', '-')}.png"
        yield target, lambda account=account, target=target: take_figure(browser, folder / f"{account}.svg", target)
    for stem, (account, wanted, margin) in CROPS.items():
        target = output / f"{stem}.png"
        yield (
            target,
            lambda account=account, target=target, wanted=wanted, margin=margin: take_figure(
                browser, folder / f"{account}.svg", target, wanted, margin
            ),
        )


if __name__ == "__main__":
    raise SystemExit(main())
