"""Open the reports in LibreOffice, as somebody at a desk would, and turn them into pictures to look at.

Run ``make look-office``. It writes the Green Zone case as Word file and slides, in English and Arabic, in geomap's look
and in a house's template, converts each to PDF and every page to a picture below ``outputs/office``, and fails if a
page is blank, a figure is missing or words are lost. ``--pictures`` writes those of the docs anew.
LibreOffice and poppler-utils must be installed; this is not part of ``make test``.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pptx
from docx.shared import Pt, RGBColor
from PIL import Image

from geomap.edition import Edition
from geomap.look import Look
from geomap.pipeline import build_edition, export_bytes

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
OUTPUT = ROOT / "outputs" / "office"
PICTURES = ROOT / "docs" / "pictures"
PACKAGES = "apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils"
PIXELS_AN_INCH = 80
_BLANK_SHARE = 0.004
"""A page with less ink than this is blank: a page number alone has 0.001."""


def house_word() -> bytes:
    """Return a template as another house might have it: serifs, red headings, a header."""
    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1"):
        document.styles[name].font.name = "DejaVu Serif"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x9C, 0x1C, 0x1C)
    document.styles["Normal"].font.size = Pt(10)
    document.sections[0].header.paragraphs[0].text = "The House Gazette"
    return _saved(document)


def house_slides() -> bytes:
    """Return slides as another house might have them: 4:3, on grey."""
    slides = pptx.Presentation()
    slides.slide_master.background.fill.solid()
    slides.slide_master.background.fill.fore_color.rgb = pptx.dml.color.RGBColor(0xEC, 0xEC, 0xE6)
    return _saved(slides)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def reports() -> Iterator[tuple[str, bytes, Edition]]:
    """Yield the name, bytes and edition of every report to look at, and print how long each took."""
    for lang in ("en", "ar"):
        edition = build_edition(CASE, lang=lang)
        for kind, template in (("docx", house_word()), ("pptx", house_slides())):
            for look, data in (("", b""), ("-house", template)):
                dressed = replace(edition, look=Look(template=data, template_name=f"house.{kind}"))
                started = time.perf_counter()
                (written,) = export_bytes(dressed, kind).values()
                took = time.perf_counter() - started
                print(f"{kind} {lang}{look}: {took:.1f} s, {len(written) / 1000:.0f} kB")
                yield f"{lang}{look}.{kind}", written, edition


def pages_of(path: Path) -> list[Path]:
    """Return a picture of every page that LibreOffice makes of a file."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", path.name],
            cwd=path.parent,
            check=True,
            capture_output=True,
        )
    pdf = path.with_suffix(".pdf")
    stem = path.parent / path.name.replace(".", "-")
    subprocess.run(["pdftoppm", "-r", str(PIXELS_AN_INCH), "-png", str(pdf), str(stem)], check=True)
    return sorted(path.parent.glob(f"{stem.name}-*.png"))


def complaints(path: Path, pages: Sequence[Path], edition: Edition) -> list[str]:
    """Return what is wrong with the pages: blank ones, lost sources, no title."""
    found = [f"{page.name} is blank" for page in pages if ink(page) < _BLANK_SHARE]
    text = subprocess.run(
        ["pdftotext", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    count = len(edition.scene.tables["sources"]["source_id"])
    numbers = {int(n) for n in re.findall(r"\[(\d+)\]", text)} if edition.scene.lang == "en" else set(range(count + 1))
    found += [f"{path.name}: source {n} is not shown" for n in range(1, count + 1) if n not in numbers]
    if edition.scene.lang == "en" and edition.scene.title.split(":")[0] not in " ".join(text.split()):
        found.append(f"{path.name}: the title is not shown")
    images = subprocess.run(
        ["pdfimages", "-list", str(path.with_suffix(".pdf"))], check=True, capture_output=True, text=True
    ).stdout
    if len(images.splitlines()) - 2 < len(edition.scene.accounts):
        found.append(f"{path.name}: a figure is missing")
    return found


def ink(page: Path) -> float:
    """Return the share of a page that is darker than its paper."""
    with Image.open(page) as picture:
        grey = picture.convert("L")
        paper = max(grey.getcolors() or [(1, 255)])[1]
        return sum(n for n, value in grey.getcolors() or [] if abs(value - paper) > 24) / (grey.width * grey.height)


def put_together(pages: Sequence[Path], target: Path, width_px: int) -> None:
    """Write pages side by side as one picture for the docs."""
    opened = [Image.open(page).convert("RGB") for page in pages]
    height = max(page.height for page in opened)
    sheet = Image.new("RGB", (sum(p.width for p in opened) + 12 * (len(opened) + 1), height + 24), "#c9ccd0")
    left = 12
    for page in opened:
        sheet.paste(page, (left, 12))
        left += page.width + 12
    small = sheet.resize((width_px, round(sheet.height * width_px / sheet.width)), Image.Resampling.LANCZOS)
    small.quantize(128).save(target, optimize=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, convert and look.

    Returns
    -------
    int
        0 done; 1 when a page is not as it should be.
    """
    parser = argparse.ArgumentParser(description="Open the reports in LibreOffice and turn them into pictures.")
    parser.add_argument("--pictures", action="store_true", help="write the pictures of the docs anew")
    options = parser.parse_args(arguments)
    missing = [tool for tool in ("soffice", "pdftoppm", "pdftotext", "pdfimages") if shutil.which(tool) is None]
    if missing:
        print(f"{', '.join(missing)} not found. On Debian: {PACKAGES}", file=sys.stderr)
        return 1
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    found: list[str] = []
    pages: dict[str, list[Path]] = {}
    for name, data, edition in reports():
        path = OUTPUT / name
        path.write_bytes(data)
        pages[name] = pages_of(path)
        print(f"  {len(pages[name])} pages: {path.parent}/{name.replace('.', '-')}-*.png")
        found += complaints(path, pages[name], edition)
    for complaint in found:
        print(complaint, file=sys.stderr)
    if options.pictures:
        put_together(
            [pages["en.docx"][0], pages["en.docx"][2], pages["ar.docx"][0]], PICTURES / "report-word.png", 1400
        )
        put_together([pages["en.pptx"][1], pages["ar-house.pptx"][1]], PICTURES / "report-slides.png", 1200)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
