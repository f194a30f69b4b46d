"""The examples in docstrings say what the functions give."""

from __future__ import annotations

import doctest
import importlib

import pytest


def test_every_example_in_a_docstring_gives_what_it_shows(root, capsys):
    files = [path for path in sorted((root / "geomap").rglob("*.py")) if ">>>" in path.read_text("utf-8")]
    names = [".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in files]

    results = [doctest.testmod(importlib.import_module(name)) for name in names]

    assert len(results) > 10
    if any(result.failed for result in results):
        pytest.fail(capsys.readouterr().out)
