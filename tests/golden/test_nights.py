"""Eight nights of other countries, as they come from their sheets: what their pages say, and what they withhold."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import page_parts
import pytest
from leaks import search

from geomap.edition import Policy
from geomap.pipeline import build_edition
from geomap.publishers.page import html
from geomap.publishers.registry import format_named

CASES = Path(__file__).parents[2] / "geodata" / "cases"

WITHHELD = {
    "abqaiq-2019-09-14": "yemen",
    "ain-al-asad-2020-01-08": "kermanshah_province",
    "erbil-2022-03-13": "kermanshah_province_iran",
    "gulf-of-aden-2024-03-06": "gulf_of_aden",
    "iran-israel-2024-04-14": "nevatim_air_base",
    "kramatorsk-2022-04-08": "shakhtarsk",
    "przewodow-2022-11-15": "przewodow",
    "tel-aviv-2024-07-19": "yemen",
}
"""A place of each night whose name is withheld."""
LIMIT_BYTES = 700_000
REMADE = ("tel-aviv-2024-07-19",)
"""What is made anew here; `scripts/make_cases.py --check` does it for all."""


def test_every_night_of_the_repository_is_tried() -> None:
    assert {p.parent.name for p in CASES.glob("*/how-made.sh")} == set(WITHHELD)


@pytest.mark.parametrize("name", WITHHELD)
def test_what_its_page_says_is_as_reviewed(golden: Callable[[str, bytes], None], name: str) -> None:
    page = html(build_edition(CASES / name))

    golden(f"../nights/{name}.json", page_parts.payload(page).encode())
    assert len(page.encode()) <= LIMIT_BYTES


@pytest.mark.parametrize("name", WITHHELD)
def test_what_is_withheld_is_in_no_byte(tmp_path: Path, name: str) -> None:
    """A name as the case writes it is gone; one that only comes close, inflected or in part, is told to the desk."""
    place = WITHHELD[name]
    edition = build_edition(CASES / name, policy=Policy(redact=(place,), min_precision_m=5_000))
    for known in ("html", "geojson", "table", "texts", "scene", "kml"):
        format_named(known).write(edition, tmp_path)

    leaks = search(tmp_path, _names(CASES / name, place))

    assert not leaks, "\n".join(f"{leak.needle!r} in {leak.file}: {leak.around}" for leak in leaks[:12])


def _names(case: Path, place: str) -> list[re.Pattern[str]]:
    features = json.loads((case / "places.geojson").read_text("utf-8"))["features"]
    (row,) = [f["properties"] for f in features if f["properties"]["place_id"] == place]
    names = [row["name"], row.get("name_ar"), row.get("name_local"), *(row.get("aliases") or "").split(";")]
    return [re.compile(rf"\b{re.escape(name.strip())}\b") for name in names if name and name.strip()]


@pytest.mark.parametrize("name", REMADE)
def test_it_is_what_its_sheet_makes(root: Path, name: str) -> None:
    assert shutil.which("sh")
    done = subprocess.run(
        [sys.executable, "scripts/make_cases.py", "--check", name],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
