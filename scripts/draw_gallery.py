"""Draw the pictures of docs/gallery.md, without a browser: every size, language and account, grey, a big table.

Run ``make pictures`` or ``python scripts/draw_gallery.py``; look at each. The bytes are the same on every machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from geomap.pipeline import build_edition
from geomap.publishers import figure

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for the made-up table of the benchmark

from benchmarks.draw_figure import write_table  # noqa: E402

CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
CATALOGUE = ROOT / "geodata" / "catalogues" / "iraq-2019-2021"
PICTURES = ROOT / "docs" / "pictures" / "gallery"
CELL, NATIONAL = "security_media_cell", "the_national"
BIG_ROWS = 20_000

SHOTS = (
    ("two-columns", CELL, "en", 132),
    ("column", NATIONAL, "ar", 200),
    ("wide", CELL, "ar", 120),
    ("wide", NATIONAL, "en", 120),
    ("square", CELL, "en", 150),
    ("phone", CELL, "en", 180),
)
"""Size, account, language and how finely it is drawn for the page."""


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield each picture with its name."""
    editions = {lang: build_edition(CASE, lang=lang) for lang in ("en", "ar")}
    for size, account, lang, dpi in SHOTS:
        name = f"{size}-{account.replace('_', '-')}-{lang}"
        yield name, figure.png(editions[lang].scene, size=size, account=account, dpi=dpi)
    yield "grey", _grey(figure.png(editions["en"].scene, size="two-columns", account=CELL, dpi=132))
    yield "catalogue", figure.png(build_edition(CATALOGUE).scene, dpi=132)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "invented.csv"
        write_table(table, BIG_ROWS)
        yield "many", figure.png(build_edition(table, needs_marks=False).scene, dpi=120)


def _grey(png: bytes) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(png)).convert("L").save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write every picture into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PICTURES, metavar="DIR", help="default: docs/pictures/gallery")
    output = parser.parse_args(arguments).output
    output.mkdir(parents=True, exist_ok=True)
    for name, data in pictures():
        (output / f"{name}.png").write_bytes(data)
        print(f"{output / name}.png {len(data)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
