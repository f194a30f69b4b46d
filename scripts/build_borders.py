"""Build geodata/borders/countries.geojson: outlines that hold their whole country, for the check of positions.

The background map is too coarse to say that a place lies outside of its country: whole islands are missing from it.
These outlines keep every islet and only ever grow: each country of Natural Earth 1:10m, widened by some 13 km and
simplified within that, so that no place of a country can fall out of it. Nothing is drawn with them.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_borders.py package/countries-10m.json
    python scripts/update_files_csv.py
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from build_basemap import decode_object, feature, read_topology, to_bytes

OUT = Path(__file__).resolve().parent.parent / "geodata" / "borders" / "countries.geojson"
WIDENED_DEG, TOLERANCE_DEG, DECIMALS = 0.12, 0.08, 2

ALSO: dict[str, tuple[str | tuple[float, float, float, float], ...]] = {
    "China": ((73.0, 32.0, 81.0, 37.3),),
    "Cyprus": ("N. Cyprus", "Cyprus U.N. Buffer Zone", "Akrotiri", "Dhekelia"),
    "Egypt": ((33.0, 21.9, 37.1, 23.2),),
    "Ethiopia": ("Eritrea",),
    "India": ((73.0, 32.0, 81.0, 37.3), "Siachen Glacier"),
    "Indonesia": ("Timor-Leste",),
    "Israel": ("Palestine", (35.5, 32.6, 36.1, 33.5)),
    "Kazakhstan": ("Baikonur",),
    "Morocco": ("W. Sahara",),
    "Pakistan": ((73.0, 32.0, 81.0, 37.3), "Siachen Glacier"),
    "Palestine": ((34.9, 31.5, 35.4, 32.0),),
    "Serbia": ("Kosovo", "Montenegro"),
    "Somalia": ("Somaliland",),
    "Sudan": ("S. Sudan", (33.0, 21.9, 37.1, 23.2)),
    "Syria": ((35.5, 32.6, 36.1, 33.5),),
    "Ukraine": ((32.4, 44.2, 36.8, 46.3),),
}
"""Where one side or another draws a border otherwise, or drew it so when older rows were written: a place there lies
outside of neither. West, south, east, north (the land in it), or a country's name. Nothing is said on whose it is."""


def grown(area: shapely.Geometry) -> shapely.Geometry:
    """Return an outline with few corners that holds the whole area.

    Parameters
    ----------
    area : shapely.Geometry
        Degrees; may be invalid, as 1:10m data sometimes are.
    """
    whole = shapely.buffer(shapely.make_valid(area), WIDENED_DEG, quad_segs=2)
    simple = shapely.simplify(shapely.union_all([whole]), TOLERANCE_DEG)
    filled = [shapely.Polygon(part.exterior) for part in shapely.get_parts(simple)]
    rounded = shapely.transform(shapely.union_all(filled), lambda xy: np.round(xy, DECIMALS))
    return shapely.make_valid(rounded)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the file.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(description="Build geodata/borders/countries.geojson.")
    parser.add_argument("world", type=Path, metavar="FILE", help="countries-10m.json of the npm package world-atlas")
    parser.add_argument("-o", "--output", type=Path, default=OUT, metavar="FILE")
    options = parser.parse_args(arguments)
    plain = dict(decode_object(read_topology(options.world), "countries"))
    land = shapely.union_all([shapely.make_valid(area) for area in plain.values()])
    features = []
    for name in sorted(plain):
        more = [
            plain[one] if isinstance(one, str) else shapely.intersection(land, shapely.box(*one))
            for one in ALSO.get(name, ())
        ]
        area = shapely.union_all([shapely.make_valid(one) for one in (plain[name], *more)])
        shape = grown(area)
        missed = shapely.difference(shapely.make_valid(area), shapely.buffer(shape, 0.02))
        if not missed.is_empty:
            raise SystemExit(f"{name}: {missed.area:.4f} square degrees fell out of the outline")
        parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
        if parts:  # a reef may be too small to be an area at all
            features.append(feature("country", (name, None), shapely.union_all(parts), DECIMALS))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(to_bytes(features))
    print(f"{options.output.name}: {len(features)} countries, {options.output.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
