"""Theme files: what cannot be read, run or told apart is refused with its key and numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import UnreadableInput, UsageError
from geomap.look import Look
from geomap.publishers import figure, page
from geomap.publishers.page.colour import contrast
from geomap.publishers.page.theme import default_colours, read_theme

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def theme(folder: Path, text: str, logo: bytes = b"") -> Any:
    (folder / "logo").write_bytes(logo)
    (folder / "theme.toml").write_text(text, "utf-8")
    return read_theme(folder / "theme.toml")


@pytest.mark.parametrize("is_dark", [False, True])
def test_own_colours_keep_the_rules_they_are_asked_of_others(is_dark: bool) -> None:
    colours = default_colours(is_dark=is_dark)

    assert contrast(colours["impact_edge"], colours["land"]) >= 4.5
    assert contrast(colours["place_name"], colours["land"]) >= 4.5


def test_contrast_that_is_too_low_names_key_value_ratio_and_minimum(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'colours.soft_ink: "#aaaaaa" on land "#f4f3f0" .* 2\.1; .* at least 4\.5'):
        theme(tmp_path, '[colours]\nsoft_ink = "#aaaaaa"')


def test_a_ground_is_checked_under_the_colours_that_stay(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='on land "#333333"'):
        theme(tmp_path, '[colours]\nland = "#333333"')
    with pytest.raises(UsageError, match=r"dark\.ink"):
        theme(tmp_path, '[dark]\nland = "#cccccc"')


def test_impact_and_launch_must_be_told_apart_by_every_reader(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"impact and of launch|areas of impact and of launch"):
        theme(tmp_path, '[colours]\nimpact = "#7a5a1e"\nlaunch = "#2f6a2f"')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colors]", "not one of: fonts"),
        ('[colours]\nsky = "#ffffff"', '"sky" is not one of'),
        ('[colours]\nink = "black"', "write #rrggbb"),
        ('fonts = ["x; } body { display: none"]', "no name of a font"),
        ('[logo]\nfile = "logo"', "give file and alt"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        theme(tmp_path, text)


def test_file_that_is_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="could not be read as TOML"):
        theme(tmp_path, "fonts = [")


@pytest.mark.parametrize(
    "logo",
    [
        SVG.format("<script>x()</script>"),
        SVG.format('<rect onload="x()"/>'),
        SVG.format('<use href="https://example.org/a.svg#b"/>'),
        SVG.format('<rect fill="url(https://example.org/a)"/>'),
        SVG.format("<foreignObject/>"),
        SVG.format("<style>@import 'x'</style>"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
        "GIF89a",
        "x" * 50_000,
    ],
)
def test_logo_that_is_not_plain_or_too_large_is_refused(tmp_path: Path, logo: str) -> None:
    with pytest.raises(UsageError):
        theme(tmp_path, '[logo]\nfile = "logo"\nalt = "News"', logo.encode())


def test_theme_reaches_page_embed_and_figure(tmp_path: Path, edition: Any) -> None:
    made = theme(
        tmp_path,
        'fonts = ["Georgia"]\n[colours]\nimpact = "#c0392b"\n[dark]\nland = "#101418"\n'
        '[logo]\nfile = "logo"\nalt = "News"',
        PNG,
    )
    themed = replace(edition, look=Look(theme=made))

    for text in (page.html(themed), page.html(themed, is_frame=True)):
        assert "--gm-impact:#c0392b" in text
        assert '--gm-font:"Georgia"' in text
        assert '<img class="gm-logo" src="data:image/png;base64,' in text
        assert 'alt="News"' in text
    drawn = figure.render(edition.scene, theme=made)
    assert b"#c0392b" in drawn
    assert b"#D55E00" not in drawn
    assert b"Georgia, Noto Sans" in drawn


def test_plain_svg_is_taken(tmp_path: Path) -> None:
    logo = SVG.format('<g fill="url(#a)"><path d="M0 0h9v9z"/></g>').encode()

    assert theme(tmp_path, '[logo]\nfile = "logo"\nalt = "News"', logo).logo.startswith("data:image/svg+xml;base64,")
