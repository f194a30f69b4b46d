"""PNG and PDF of a figure: size on paper, live text in embedded fonts, Arabic in its order, the same bytes."""

from __future__ import annotations

import ctypes
import struct
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from leaks import search
from PIL import Image

from geomap.errors import UnreadableInput, UsageError
from geomap.look import Theme
from geomap.pipeline import build_edition
from geomap.publishers import figure
from geomap.publishers.figure import press
from geomap.publishers.figure.sizes import SIZES
from geomap.publishers.page.theme import read_theme


@pytest.fixture(scope="module")
def arabic(green_zone: Any) -> Any:
    return build_edition(green_zone, lang="ar")


def chunks_of(data: bytes) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.setdefault(data[at + 4 : at + 8].decode(), []).append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return found


def fonts_of(document: Any) -> dict[str, bool]:
    """Return the fonts of a PDF's texts and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in document:
        for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=8):
            font = pdfium_c.FPDFTextObj_GetFont(item)
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode()] = bool(pdfium_c.FPDFFont_GetIsEmbedded(font))
    return found


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        ("column", 1004, None),
        ("two-columns", 2126, None),
        ("wide", 1920, 1080),
        ("square", 1080, 1080),
        ("phone", 1080, 1920),
    ],
)
def test_a_png_has_the_pixels_of_its_size(edition: Any, size: str, width: int, height: int | None) -> None:
    chunks = chunks_of(figure.png(edition.scene, size=size))

    found = struct.unpack(">II", chunks["IHDR"][0][:8])
    assert found[0] == width
    assert height is None or found[1] == height
    (density, _, unit) = struct.unpack(">IIB", chunks["pHYs"][0])
    assert (round(density * 0.0254), unit) == (SIZES[size].dpi, 1)


def test_a_png_says_what_it_shows(edition: Any) -> None:
    texts = b"\n".join(chunks_of(figure.png(edition.scene, size="square", dpi=72))["iTXt"]).decode()

    assert "Title" in texts
    assert "Rockets at the Green Zone" in texts
    assert "Iraq’s military said 7 rockets were fired" in texts


def test_dpi_makes_a_print_finer(edition: Any) -> None:
    chunks = chunks_of(figure.png(edition.scene, size="column", dpi=150))

    assert struct.unpack(">I", chunks["IHDR"][0][:4]) == (502,)


def test_fonts_are_embedded_and_text_is_text(edition: Any) -> None:
    document = pdfium.PdfDocument(figure.pdf(edition.scene))

    fonts = fonts_of(document)
    words = document[0].get_textpage().get_text_bounded()

    assert len(fonts) >= 3
    assert all(fonts.values())
    assert all("Noto" in name for name in fonts)
    assert "Rockets at the Green Zone: what Iraq’s military reported" in words
    assert "Schematic arrow: not a flight path" in words
    width_mm = document[0].get_width() / 72 * 25.4
    assert abs(width_mm - 180) < 0.1
    assert document.get_metadata_dict()["Title"].startswith("Rockets at the Green Zone")


def test_arabic_lines_run_from_the_right(arabic: Any) -> None:
    """A figure that begins a line stands at its right end, as it is read, and the full line to its left."""
    page = pdfium.PdfDocument(figure.pdf(arabic.scene))[0].get_textpage()
    line = "4 من أصل 7"

    starts = [n for n in range(page.count_chars()) if page.get_text_range(n, len(line)) == line]

    assert len(starts) == 1
    lefts = [page.get_charbox(starts[0] + n)[0] for n in (0, 2, len(line) - 1)]
    assert lefts == sorted(lefts, reverse=True)


def test_the_words_of_an_arabic_figure_stand_at_the_right(arabic: Any) -> None:
    drawn = Image.open(BytesIO(figure.png(arabic.scene, size="two-columns", dpi=72))).convert("L")

    ink = np.asarray(drawn)[:60] < 90

    assert ink.any(axis=0).nonzero()[0].mean() > drawn.width * 0.6


def test_a_letter_that_no_font_has_is_told(edition: Any) -> None:
    scene = replace(edition.scene, title="ရန် 北京 🚀")

    with pytest.raises(
        UsageError, match=r"the letters န \(U\+1014\), ရ .*, ် .*, 京 .*, 北 \(U\+5317\), which .* font_files"
    ):
        figure.png(scene)


def test_hebrew_is_drawn_with_a_font_of_ours(edition: Any) -> None:
    scene = replace(edition.scene, title="שלום 3 and غزة", kicker="ירושלים, בית לחם")

    drawn = figure.pdf(scene)

    assert any("Hebrew" in name for name in fonts_of(pdfium.PdfDocument(drawn)))


def test_an_emoji_is_left_out_and_told(edition: Any) -> None:
    plain = replace(edition, scene=replace(edition.scene, title="Kharkiv"))
    with_emoji = replace(edition, scene=replace(edition.scene, title="Kharkiv\U0001f680\ufe0f"))

    assert figure.notices(plain) == ()
    assert figure.notices(with_emoji) == ("Left out of the picture, for no font of geomap has it: \U0001f680",)
    png = [Image.open(BytesIO(figure.png(one.scene, dpi=72))).tobytes() for one in (plain, with_emoji)]
    assert png[0] == png[1]


def test_a_theme_font_that_is_not_at_hand_is_told(edition: Any) -> None:
    with pytest.raises(UsageError, match=r'"House Sans" is not at hand.*Noto Sans Arabic'):
        figure.pdf(edition.scene, theme=Theme(fonts='"House Sans"'))


def theme_with(root: Path, folder: Path, files: list[str]) -> Path:
    """Write a theme whose fonts are two of those that geomap brings, under their own names."""
    for name in files:
        (folder / name).write_bytes((root / "geodata" / "fonts" / name).read_bytes())
    path = folder / "theme.toml"
    path.write_text(f'fonts = ["Noto Sans"]\nfont_files = {files}\n', "utf-8")
    return path


def test_a_theme_brings_its_own_font_files(root: Path, tmp_path: Path, edition: Any) -> None:
    theme = read_theme(theme_with(root, tmp_path, ["NotoSans-Bold.ttf"]))

    assert len(theme.font_files) == 1
    assert figure.pdf(edition.scene, theme=theme).startswith(b"%PDF")


def test_a_theme_font_without_arabic_letters_is_told_and_ours_stands_in(
    root: Path, tmp_path: Path, arabic: Any
) -> None:
    theme = read_theme(theme_with(root, tmp_path, ["NotoSans-Bold.ttf"]))

    assert "have no Arabic letters" in press.notices(theme, "ar")[0]
    assert press.notices(theme, "en") == ()
    assert any("Arabic" in name for name in fonts_of(pdfium.PdfDocument(figure.pdf(arabic.scene, theme=theme))))


def test_a_missing_or_foreign_font_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "theme.toml"
    path.write_text('font_files = ["house.ttf"]\n', "utf-8")
    with pytest.raises(UnreadableInput, match=r"house\.ttf, a font of the theme"):
        read_theme(path)

    (tmp_path / "house.ttf").write_text("no font", "utf-8")
    with pytest.raises(UsageError, match="no TrueType or OpenType font"):
        read_theme(path)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_the_search_for_leaks_reads_pictures(edition: Any, tmp_path: Path, kind: str) -> None:
    """A name that stands in a picture is found in it, else the test of what is withheld could not fail."""
    data = figure.png(edition.scene, dpi=72) if kind == "png" else figure.pdf(edition.scene)
    (tmp_path / f"figure.{kind}").write_bytes(data)

    found = search(tmp_path, ["Al-Amin al-Thaniyah", "which gate not reported"])

    assert "Al-Amin al-Thaniyah" in {leak.needle for leak in found}
    if kind == "pdf":  # words of the drawing alone are glyphs in a packed stream
        assert ("pdf text",) in {leak.packing for leak in found if leak.needle == "which gate not reported"}
