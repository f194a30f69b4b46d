"""Build the places that geomap knows by name, ``geodata/places/known.geojson``, from those of cases and catalogues.

Run ``python scripts/build_places.py FOLDER ...`` with folders that hold a ``places.geojson``; the first one that has a
place is believed. It is data of its own afterwards: no case need be installed for it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "geodata" / "places" / "known.geojson"
SOURCES = ("cases/green-zone-2020-11-17", "catalogues/iraq-2019-2021")


def collected(folders: list[Path]) -> str:
    """Return the features of several folders, a line each, those that are the same once."""
    found: dict[str, None] = {}
    for folder in folders:
        for feature in json.loads((folder / "places.geojson").read_text("utf-8"))["features"]:
            found[json.dumps(feature, ensure_ascii=False)] = None
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(found) + "\n]}\n"


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    asked = parser.parse_args()
    folders = asked.folders or [ROOT / "geodata" / source for source in SOURCES]
    OUT.write_text(collected(folders), "utf-8", newline="\n")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
