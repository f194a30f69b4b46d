"""Same input, same bytes, whatever the time zone, locale, hash seed, working folder or order of rows."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys

import pytest
from building import read_rows, write_json, write_rows

from geomap.publishers.registry import FORMATS

ELSEWHERE = (
    {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "4242"},
)


def build(case, output, cwd, environment):
    done = subprocess.run(
        [sys.executable, "-m", "geomap", "build", str(case), "-o", str(output), "--as-of", "2020-11-20"],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {p.name: p.read_bytes() for p in sorted(output.iterdir())}


def shuffle_rows(folder, seed):
    """Put the rows of every table in another order; the words of map.toml stay, their order is the desk's."""
    rows_moved = 0
    chance = random.Random(seed)
    for path in sorted(folder.glob("*.csv")):
        rows = read_rows(path)
        if len(rows) > 1:
            chance.shuffle(rows)
            write_rows(path, rows)
            rows_moved += len(rows)
    places = json.loads((folder / "places.geojson").read_text("utf-8"))
    chance.shuffle(places["features"])
    write_json(folder / "places.geojson", places)
    return rows_moved


@pytest.mark.parametrize("which", ["green_zone", "catalogue"])
def test_the_whole_build_is_the_same_elsewhere_and_in_another_order(request, tmp_path, which):
    original = request.getfixturevalue(which)
    shuffled = tmp_path / "some where" / original.name
    shutil.copytree(original, shuffled)
    assert shuffle_rows(shuffled, seed=20201117) > 50

    here = build(original, tmp_path / "one", original.parent, ELSEWHERE[0])
    there = build(shuffled, tmp_path / "two" / "deep", tmp_path, ELSEWHERE[1])

    written = {file for known in FORMATS if known.in_build for file in known.build_files or known.files}
    assert set(here) == written | {"manifest.json"}
    assert [name for name in here if here[name] != there.get(name)] == []
    assert set(there) == set(here)


def test_outputs_name_no_machine_folder_or_row(built, root):
    for path in built.iterdir():
        data = path.read_bytes()
        assert str(root).encode() not in data, path.name
        assert b"file_row" not in data, path.name
