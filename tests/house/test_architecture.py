"""ARCHITECTURE.md is a map of the tree: every module stands in it, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_NAMED = re.compile(r"`([\w./-]+\.(?:py|toml|csv))`")
_UNNAMED = {"__init__.py", "__main__.py"}


def _rows(root: Path) -> list[str]:
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    rooms = text[text.index("## The rooms") : text.index("## The import contract")]
    return [line for line in rooms.splitlines() if line.startswith("| `")]


def _named(root: Path, row: str) -> dict[str, str]:
    """Return each file that a row names with its path below geomap; empty where there is none.

    A name without a folder lies in the folder of the row's first name.
    """
    first = row.split("`")[1]
    folder = PurePosixPath(first) if first.endswith("/") else PurePosixPath(first).parent
    paths = {name: (str(folder / name), name) for name in _NAMED.findall(row)}
    return {
        name: next(
            (p.removeprefix("geomap/") for p in both if (root / "geomap" / p.removeprefix("geomap/")).is_file()), ""
        )
        for name, both in paths.items()
    }


def test_everything_that_the_architecture_names_is_there(root: Path) -> None:
    gone = [f"{name}: {row}" for row in _rows(root) for name, path in _named(root, row).items() if not path]

    assert gone == []


def test_every_module_stands_in_the_architecture(root: Path) -> None:
    named = {path for row in _rows(root) for path in _named(root, row).values()}
    modules = {p.relative_to(root / "geomap").as_posix() for p in (root / "geomap").rglob("*.py")}

    assert sorted(m for m in modules - named if PurePosixPath(m).name not in _UNNAMED) == []


def test_the_layers_are_those_of_the_import_contract(root: Path) -> None:
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    block = text[text.index("## The import contract") :].split("```")[1]
    told = [line.partition("  ")[0].split() for line in block.strip().splitlines()]
    contract = (root / ".importlinter").read_text("utf-8").split("layers =\n")[1].split("\n\n")[0]

    assert told == [line.split() for line in contract.splitlines()]
