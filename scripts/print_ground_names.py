"""Print how many names of the ground have an Arabic twin, by kind and scale: what an Arabic map can name.

The table in docs/explanation/ground.md is this script's output. ``--write`` puts it into the page, ``--check`` changes
nothing and fails when the page has another one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from geomap.ground import POINTS_OF_VIEW, layer, town_scales
from geomap.ground.layers import WORLD

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "ground.md"
BEGIN, END = "<!-- names: make reference writes these lines -->\n", "<!-- end of names -->\n"
SCALES = (
    (10_000.0, "a continent"),
    (3_000.0, "a region"),
    (1_000.0, "a country"),
    (400.0, "a province"),
    (100.0, "a city"),
)


def table() -> str:
    """Return a Markdown table: names in English, those with an Arabic twin, and their share."""
    lines = ["| names | English | with Arabic | share |", "| --- | --- | --- | --- |"]
    for title, file in (("countries", "countries"), ("seas and gulfs", "seas"), ("provinces", "provinces")):
        rows = layer(file, WORLD, 1, clipped=False, view=POINTS_OF_VIEW[0])
        lines.append(_row(title, rows["name"].notna(), rows["name_ar"].notna()))
    rivers = layer("rivers", WORLD, 0, clipped=False).dropna(subset=["name"]).drop_duplicates("name")
    lines.append(_row("rivers", rivers["name"].notna(), rivers["name_ar"].notna()))
    english, arabic = town_scales(WORLD, "en")[2], town_scales(WORLD, "ar")[2]
    for m_per_px, title in SCALES:
        shown, twins = (int((limits > m_per_px).sum()) for limits in (english, arabic))
        lines.append(_line(f"towns of a map of {title} ({m_per_px:,.0f} m a pixel)", shown, twins))
    return "\n".join(lines) + "\n"


def _row(title: str, has_name: Sequence[bool], has_twin: Sequence[bool]) -> str:
    named, twins = np.asarray(has_name, dtype=bool), np.asarray(has_twin, dtype=bool)
    return _line(title, int(named.sum()), int((named & twins).sum()))


def _line(title: str, shown: int, twins: int) -> str:
    share = f"{100 * twins / shown:.0f} %" if shown else "-"
    return f"| {title} | {shown:,} | {twins:,} | {share} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, write it into the page, or check the page."""
    parser = argparse.ArgumentParser(description="How many names of the ground have an Arabic twin.")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="put the table into the page")
    how.add_argument("--check", action="store_true", help="fail if the page has another one")
    asked = parser.parse_args(arguments)
    made = table()
    if not (asked.write or asked.check):
        print(made, end="")
        return 0
    text = PAGE.read_text("utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    new = f"{text[:start]}\n{made}\n{text[end:]}"
    if asked.check and new != text:
        print(f"{PAGE.relative_to(ROOT)} has other numbers; run make reference", file=sys.stderr)
        return 1
    if asked.write:
        PAGE.write_text(new, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
