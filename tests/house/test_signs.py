"""Colours, alphas and frames have one home, `geomap/signs.toml`: no other file of the program repeats one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from geomap import signs
from geomap.publishers.figure import SIZES
from geomap.publishers.page import assets

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_STYLED = ("assets/map.css", "assets/tally.css", "assets/page.css", "assets/frame.css", "assets/report.css")


def _colours_in_code(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [f"{path.name}: {text}" for text in texts if _HEX.fullmatch(text)]


def test_no_module_has_a_colour_of_its_own(root: Path) -> None:
    found = [colour for path in sorted((root / "geomap").rglob("*.py")) for colour in _colours_in_code(path)]

    assert found == []


def test_no_style_sheet_repeats_a_colour_or_frame(root: Path) -> None:
    known = {*signs.LIGHT.values(), *signs.DARK.values()}
    sheets = [p for p in (root / "geomap/publishers").rglob("*.css") if p.as_posix().endswith(_STYLED)]

    assert len(sheets) == len(_STYLED)
    for sheet in sheets:
        text = sheet.read_text("utf-8")
        assert {c for c in _HEX.findall(text.lower()) if c in known} == set(), sheet.name
        assert str(signs.PHONE_LIMIT_PX) not in text.replace("font-weight: 600", ""), sheet.name


def test_no_script_has_a_frame_of_its_own(root: Path) -> None:
    numbers = {str(n) for n in (*signs.DESKTOP_PX, *signs.PHONE_PX, signs.PHONE_LIMIT_PX)}
    for script in sorted((root / "geomap/publishers/page/assets").glob("*.js")):
        assert numbers.isdisjoint(re.findall(r"\b\d+\b", script.read_text("utf-8"))), script.name


def test_dark_screens_have_every_colour() -> None:
    assert signs.DARK.keys() == signs.LIGHT.keys()


def test_colours_that_a_theme_changes_apart_are_told_apart() -> None:
    apart = ("ink", "soft_ink", "impact", "impact_edge", "launch", "launch_edge", "event", "event_edge", "shaft")
    ground = ("land", "sea", "urban", "river", "border", "province", "capital", "town", "water", "rule")
    colours = [signs.LIGHT[role] for role in (*apart, *ground)]

    assert len(set(colours)) == len(colours)


def test_the_page_and_its_picture_have_one_frame() -> None:
    assert SIZES["page"].map_px == signs.DESKTOP_PX
    assert SIZES["page-small"].map_px == signs.PHONE_PX


def test_every_slot_of_a_style_sheet_is_filled() -> None:
    css = assets.map_css() + assets.page_css() + assets.frame_css() + assets.tally_css()

    assert "$(" not in css
    assert f"--gm-impact:{signs.LIGHT['impact']}" in css
    assert f"min-width: {signs.PHONE_LIMIT_PX}px)" in css
