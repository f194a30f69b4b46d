"""The docs say what the code does: generated pages are fresh, and nothing that a user can name is left out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import geomap
from geomap.checks import codes
from geomap.publishers.registry import FORMATS
from geomap.readers import READERS
from geomap.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text("utf-8")


def commands() -> list[str]:
    import typer

    from geomap.cli.app import app

    return sorted(getattr(typer.main.get_command(app), "commands", {}))


def test_generated_pages_are_what_the_code_says_now() -> None:
    assert script("build_reference").stale() == [], "run make reference"


def test_printed_figures_are_what_the_case_says_now() -> None:
    figures = script("print_case_figures")
    text = figures.PAGE.read_text("utf-8")

    assert figures.page_with(text, figures.figures(figures.CASE)) == text, "run make reference"


def test_the_share_of_names_with_arabic_is_what_the_ground_has_now() -> None:
    assert script("print_ground_names").main(["--check"]) == 0, "run make reference"


def test_a_stale_page_is_told(tmp_path: Path) -> None:
    reference = script("build_reference")
    for name, write in reference.PAGES.items():
        (tmp_path / name).write_text(write(), "utf-8")

    (tmp_path / "cli.md").write_text("an older page", "utf-8")
    (tmp_path / "words.md").unlink()

    assert reference.stale(tmp_path) == ["cli.md", "words.md"]


@pytest.mark.parametrize("command", commands())
def test_docs_name_every_command(command: str) -> None:
    assert f"## geomap {command}\n" in page("cli.md")


@pytest.mark.parametrize("name", [*(f.name for f in FORMATS), *(r.name for r in READERS)])
def test_docs_name_every_format(name: str) -> None:
    assert f"| `{name}` |" in page("formats.md")


@pytest.mark.parametrize("code", codes())
def test_docs_explain_every_finding(code: str) -> None:
    assert f"\n## {code}\n" in page("findings.md")


@pytest.mark.parametrize("table", TABLES)
def test_docs_name_every_table(table: str) -> None:
    assert f"\n## {table}\n" in page("tables.md")


def test_docs_name_every_public_name() -> None:
    missing = [name for name in geomap.__all__ if f"{name}`" not in page("python.md")]

    assert missing == []


def test_every_page_stands_in_the_navigation_and_every_picture_in_a_page() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in DOCS.rglob("*.md")}
    shown = set(re.findall(r"!\[[^\]]+\]\((?:\.\./)*([^)]+\.png)\)", "".join(pages.values())))

    assert [name for name in sorted(pages) if f" {name}\n" not in navigation] == []
    assert [name for name in sorted(shown) if not (DOCS / name).exists()] == []


def test_a_site_that_fetches_from_elsewhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<a href="https://example.org">a link</a><link rel="canonical" href="https://example.org/">'
        '<img src="picture.png"><script src="//example.org/x.js"></script>'
        '<style>@font-face { src: url("https://example.org/font.woff2") }</style>',
        "utf-8",
    )

    found = script("check_site").elsewhere(tmp_path)

    assert found == ["index.html: //example.org/x.js", "index.html: https://example.org/font.woff2"]
