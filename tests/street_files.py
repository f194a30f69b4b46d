"""An invented city as files of streets, in each format and schema that is read."""

from __future__ import annotations

import gzip
import json
import struct
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

MIN_ZOOM, MAX_ZOOM = 11, 14
CITY = (44.40, 33.31)
OSM_CREDIT = '<a href="https://www.openstreetmap.org/copyright" target="_blank">&copy; OpenStreetMap contributors</a>'

SCHEMAS: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "openmaptiles": {
        "road": ("transportation", {"class": "primary"}),
        "bridge": ("transportation", {"class": "trunk", "brunnel": "bridge"}),
        "minor_road": ("transportation", {"class": "minor"}),
        "path": ("transportation", {"class": "path"}),
        "water": ("water", {"class": "lake"}),
        "stream": ("waterway", {"class": "canal"}),
        "park": ("park", {"class": "public_park"}),
        "building": ("building", {}),
    },
    "protomaps": {
        "road": ("roads", {"kind": "major_road", "kind_detail": "primary"}),
        "bridge": ("roads", {"kind": "highway", "kind_detail": "motorway", "is_bridge": "true"}),
        "minor_road": ("roads", {"kind": "minor_road", "kind_detail": "residential"}),
        "path": ("roads", {"kind": "path", "kind_detail": "footway"}),
        "water": ("water", {"kind": "lake"}),
        "stream": ("water", {"kind": "canal"}),
        "park": ("landuse", {"kind": "park"}),
        "building": ("buildings", {"kind": "building"}),
    },
}


def city(at: tuple[float, float] = CITY, *, blocks: int = 24) -> list[tuple[str, Any]]:
    """Return what an invented city has, each with what it is: streets in a grid, a lake, a canal, parks, houses."""
    lon, lat = at
    half = blocks * 0.002
    made: list[tuple[str, Any]] = []
    for n in range(blocks * 2 + 1):
        kind = "road" if n % 6 == 0 else "minor_road"
        by = -half + n * 0.002
        made.append((kind, shapely.LineString([(lon - half, lat + by), (lon + half, lat + by)])))
        made.append((kind, shapely.LineString([(lon + by, lat - half), (lon + by, lat + half)])))
    made.append(("bridge", shapely.LineString([(lon + 0.01, lat - 0.012), (lon + 0.02, lat - 0.004)])))
    made.append(("path", shapely.LineString([(lon, lat), (lon + 0.003, lat + 0.0031)])))
    made.append(("water", shapely.Point(lon + 0.015, lat - 0.008).buffer(0.003)))
    made.append(("stream", shapely.LineString([(lon - half, lat - 0.021), (lon + half, lat - 0.017)])))
    made.append(("park", shapely.box(lon - 0.0175, lat + 0.0065, lon - 0.0085, lat + 0.0135)))
    chance = np.random.default_rng(7)
    for x, y in chance.uniform(-half, half, (600, 2)):
        made.append(("building", shapely.box(lon + x, lat + y, lon + x + 0.0004, lat + y + 0.0003)))
    return made


def write_tiles(path: Path, schema: str = "protomaps", *, credit: str = OSM_CREDIT, parts: Any = None) -> Path:
    """Write a city as PMTiles of a schema: tiles by GDAL, one layer after the other, packed by the specification."""
    by_layer: dict[str, list[dict[str, Any]]] = {}
    for kind, shape in city() if parts is None else parts:
        layer, properties = SCHEMAS[schema][kind]
        by_layer.setdefault(layer, []).append({**properties, "name": "Invented Street", "geometry": shape})
    tiles: dict[tuple[int, int, int], bytes] = {}
    options = {"FORMAT": "DIRECTORY", "COMPRESS": "NO", "MINZOOM": MIN_ZOOM, "MAXZOOM": MAX_ZOOM}
    for layer, rows in by_layer.items():
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent) / layer
            pyogrio.write_dataframe(gpd.GeoDataFrame(rows, crs=4326), folder, driver="MVT", layer=layer, **options)
            for file in sorted(folder.glob("*/*/*.pbf")):
                z, x, y = (int(part) for part in (*file.parts[-3:-1], file.stem))
                tiles[z, x, y] = tiles.get((z, x, y), b"") + file.read_bytes()  # layers in a row are one tile
    bounds = gpd.GeoSeries([row["geometry"] for rows in by_layer.values() for row in rows]).total_bounds
    told: dict[str, Any] = {
        "vector_layers": [
            {"id": layer, "fields": {key: "String" for row in rows for key in row if key != "geometry"}}
            for layer, rows in by_layer.items()
        ]
    }
    path.write_bytes(archive(tiles, told | ({"attribution": credit} if credit else {}), tuple(bounds)))
    return path


def archive(
    tiles: dict[tuple[int, int, int], bytes], told: dict[str, Any], bounds: tuple[float, ...], *, kind: int = 1
) -> bytes:
    """Return PMTiles, version 3: head, one directory, what it says of itself, tiles along a Hilbert curve."""
    order = sorted(tiles, key=lambda key: _tile_id(*key))
    packed = [gzip.compress(tiles[key], mtime=0) for key in order]
    ids = [_tile_id(*key) for key in order]
    steps = [one - before for one, before in zip(ids, [0, *ids], strict=False)]
    offsets = [1, *[0] * (len(ids) - 1)] if ids else []
    numbers = [len(ids), *steps, *[1] * len(ids), *map(len, packed), *offsets]
    directory = gzip.compress(b"".join(map(_varint, numbers)), mtime=0)
    metadata = gzip.compress(json.dumps(told).encode(), mtime=0)
    data = b"".join(packed)
    ends = (127, len(directory), 127 + len(directory), len(metadata), 127 + len(directory) + len(metadata), 0)
    sections = (*ends, ends[4], len(data), len(ids), len(ids), len(ids))
    west, south, east, north = (round(end * 1e7) for end in bounds)
    zooms = (MIN_ZOOM, MAX_ZOOM)
    middle = ((west + east) // 2, (south + north) // 2)
    head = b"PMTiles\x03" + struct.pack("<11Q", *sections) + bytes((1, 2, 2, kind, *zooms))
    head += struct.pack("<4iB2i", west, south, east, north, zooms[0], *middle)
    return head + directory + metadata + data


def _varint(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))


def _tile_id(z: int, x: int, y: int) -> int:
    """Return the number of a tile: those of all lower zooms first, then along a Hilbert curve."""
    number, side = (4**z - 1) // 3, 2**z // 2
    while side:
        right, low = int(x & side > 0), int(y & side > 0)
        number += side * side * ((3 * right) ^ low)
        if low == 0:
            if right == 1:
                x, y = side - 1 - (x & side - 1), side - 1 - (y & side - 1)
            x, y = y, x
        side //= 2
    return number
