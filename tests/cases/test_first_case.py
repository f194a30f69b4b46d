"""The tutorial of the first case: its script runs from an empty folder to a page, and the page of the docs shows it."""

from __future__ import annotations

import importlib.util

import pytest


@pytest.fixture(scope="module")
def tutorial(root):
    spec = importlib.util.spec_from_file_location("run_first_case", root / "scripts" / "run_first_case.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_goes_from_an_empty_folder_to_a_page_and_the_tutorial_shows_what_it_prints(tutorial, tmp_path):
    printed = tutorial.outputs(tmp_path)
    text = tutorial.PAGE.read_text("utf-8")
    page = (tmp_path / "outputs" / "first-case" / "map.html").read_text("utf-8")

    assert tutorial.page_with(text, printed) == text, "run python scripts/run_first_case.py --write"
    assert "Dobropillya area" in page
    assert "it may be off by 450 m, not 400 m" in page
    assert not (tmp_path / "outputs" / "first-case-published").exists()


def test_every_command_of_the_script_stands_in_the_tutorial_in_its_order(tutorial):
    text = tutorial.PAGE.read_text("utf-8")
    at = [text.find(f"\n    {command}\n") for command in dict.fromkeys(tutorial.commands())]

    assert -1 not in at
    assert at == sorted(at)
