"""Build the bundled basemap from Natural Earth.

Two GeoJSON files come out: Baghdad, a finer sheet, and a coarse world for the check of positions.
Together they have at most 90 KB.

The input is Natural Earth in the public domain, as three packages carry it:

==========================  =========================================================
Debian qgis-common          provinces, 1:10m (GeoPackage)
Debian flightgear-data-base urban areas, 1:10m (shapefile without its index)
npm world-atlas 2.0.2       countries of the world, 1:110m (TopoJSON)
==========================  =========================================================

Install or unpack them, then run::

    python scripts/build_basemap.py --from UNPACKED_DEBIAN --from FOLDER_OF_THE_NPM_TARBALL

Rivers are left out of Baghdad: every packaged river runs on the wrong side of the Green Zone.
The river of a case belongs to its own context places.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import shapely
from shapely.affinity import translate
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

Feature = dict[str, Any]

BUDGET_BYTES = 90_000
WORLD_TARBALL = "world-atlas-2.0.2.tgz"
WORLD_MEMBER = "package/countries-110m.json"

# Strength of the simplification, in degrees: side of the smallest corner that stays.
WORLD_TOLERANCE = 1.4
ISLET_SQUARE_DEGREES = 0.8
# Where the world keeps more detail: degrees, and the same degrees stretched by 2.5 from 25 to 65 E, 12 to 42 N.
STRETCH_LONGITUDE = ((-180, 25, 65, 180), (-180, 25, 125, 240))
STRETCH_LATITUDE = ((-90, 12, 42, 90), (-90, 12, 87, 135))

# west, south, east, north
BAGHDAD_BOX = (43.4, 32.9, 45.0, 33.75)
SHEETS = {"baghdad.geojson": {"bbox": BAGHDAD_BOX, "country": "IRQ"}}

# Where the packages keep their files, below "/" or below the folder into which they were unpacked.
PLACES_IN_PACKAGES = {
    "provinces": ("usr/share/qgis/resources/data/world_map.gpkg",),
    "urban": ("usr/share/games/flightgear/Geodata/ne_10m_urban_areas.shp",),
    "world": (
        "countries-110m.json",
        WORLD_MEMBER,
        "node_modules/world-atlas/countries-110m.json",
        WORLD_TARBALL,
    ),
}

COUNTRIES_AR = {
    "Bahrain": "البحرين",
    "Egypt": "مصر",
    "Iran": "إيران",
    "Iraq": "العراق",
    "Israel": "إسرائيل",
    "Jordan": "الأردن",
    "Kuwait": "الكويت",
    "Lebanon": "لبنان",
    "Oman": "عُمان",
    "Palestine": "فلسطين",
    "Qatar": "قطر",
    "Saudi Arabia": "السعودية",
    "Syria": "سوريا",
    "Turkey": "تركيا",
    "United Arab Emirates": "الإمارات",
    "Yemen": "اليمن",
}


# Finding the input


def find_input(kind: str, roots: Sequence[Path]) -> Path:
    """Find one input file below the given roots.

    Parameters
    ----------
    kind : str
        A key of ``PLACES_IN_PACKAGES``.
    roots : sequence of Path
        Folders to look in, the first wins.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FileNotFoundError
        If no root holds it; the message names what was looked for.
    """
    for root in roots:
        for relative in PLACES_IN_PACKAGES[kind]:
            if (root / relative).is_file():
                return root / relative
    wanted = " or ".join(PLACES_IN_PACKAGES[kind])
    message = f"no input for {kind}: looked for {wanted}. Unpack its package and give the folder with --from"
    raise FileNotFoundError(message)


def read_layer(path: Path, box: tuple[float, float, float, float], **options: Any) -> geopandas.GeoDataFrame:
    """Read the features of a vector file that touch a box.

    A shapefile whose index is missing is read from a copy, where GDAL may write a new index.

    Parameters
    ----------
    path : Path
        Any file that GDAL reads.
    box : tuple of float
        West, south, east, north in degrees.
    **options
        Passed on to ``pyogrio.read_dataframe``, for example ``layer``.

    Returns
    -------
    GeoDataFrame
        The features, longitude first, WGS 84.
    """
    if path.suffix != ".shp" or path.with_suffix(".shx").exists():
        return pyogrio.read_dataframe(path, bbox=box, **options)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for part in path.parent.glob(path.stem + ".*"):
            shutil.copyfile(part, copy.with_suffix(part.suffix))
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            return pyogrio.read_dataframe(copy, bbox=box, **options)
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})


def read_topology(path: Path) -> dict[str, Any]:
    """Read TopoJSON from a file or from the npm tarball that holds it.

    Parameters
    ----------
    path : Path
        A ``.json`` file or a ``.tgz`` package.

    Returns
    -------
    dict
        The topology.
    """
    if path.suffix != ".tgz":
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return plain
    with tarfile.open(path) as archive:
        member = archive.extractfile(WORLD_MEMBER)
        if member is None:
            message = f"{path.name} holds no {WORLD_MEMBER}"
            raise FileNotFoundError(message)
        packed: dict[str, Any] = json.loads(member.read().decode("utf-8"))
        return packed


# TopoJSON


def decode_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Turn the quantised steps of a topology into positions.

    Parameters
    ----------
    topology : dict
        TopoJSON with a ``transform``.

    Returns
    -------
    list of list of tuple
        One list of (longitude, latitude) an arc.
    """
    scale_lon, scale_lat = topology["transform"]["scale"]
    west, south = topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        column = row = 0
        arc = []
        for step_column, step_row in steps:
            column += step_column
            row += step_row
            arc.append((column * scale_lon + west, row * scale_lat + south))
        arcs.append(arc)
    return arcs


def decode_ring(indexes: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Join arcs to one ring; a negative index means the arc ``~index`` backwards.

    Parameters
    ----------
    indexes : iterable of int
        The arcs of the ring, in order.
    arcs : list of list of tuple
        What ``decode_arcs`` returned.

    Returns
    -------
    list of tuple
        Closed ring of (longitude, latitude).
    """
    ring: list[tuple[float, float]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def across_antimeridian(rings: list[list[tuple[float, float]]]) -> BaseGeometry:
    """Cut an area at 180 degrees where its rings jump from one edge of the map to the other.

    Without the cut a line would run once round the world.

    Parameters
    ----------
    rings : list of list of tuple
        Outer ring and holes.

    Returns
    -------
    geometry
        The area, all of it between -180 and 180.
    """
    unrolled = []
    for ring in rings:
        turns, steady = 0, [ring[0]]
        for (before, _), (after, latitude) in itertools.pairwise(ring):
            turns += (after - before < -180) - (after - before > 180)
            steady.append((after + 360 * turns, latitude))
        unrolled.append(steady)
    area = shapely.make_valid(shapely.Polygon(unrolled[0], unrolled[1:]))
    pieces = []
    for turn in (-1, 0, 1):
        window = shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)
        inside = shapely.intersection(area, window)
        pieces.extend(parts_of(translate(inside, xoff=-360 * turn), "Polygon"))
    return shapely.MultiPolygon(pieces)


def decode_object(topology: dict[str, Any], name: str) -> Iterator[tuple[str, BaseGeometry]]:
    """Decode the polygons of one object of a topology.

    Parameters
    ----------
    topology : dict
        TopoJSON with a ``transform``.
    name : str
        Key below ``objects``.

    Yields
    ------
    tuple of str and geometry
        The feature's name and its area.
    """
    arcs = decode_arcs(topology)
    for item in topology["objects"][name]["geometries"]:
        polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        decoded = [[decode_ring(ring, arcs) for ring in polygon] for polygon in polygons]
        whole = [[ring for ring in rings if len(ring) >= 4] for rings in decoded]  # islets may shrink to a line
        areas = [across_antimeridian(rings) for rings in whole if rings]
        yield item["properties"]["name"], shapely.union_all(areas)


# Geometry


def parts_of(geometry: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """Take the simple parts of one kind out of any geometry, collections included.

    Clipping and Natural Earth itself leave GeometryCollections with stray points and lines in them.

    Parameters
    ----------
    geometry : geometry
        Anything.
    kind : str
        ``"Polygon"``, ``"LineString"`` or ``"Point"``.

    Returns
    -------
    list of geometry
        The parts that are not empty.
    """
    found: list[BaseGeometry] = []
    queue = [geometry]
    while queue:
        item = queue.pop(0)
        if hasattr(item, "geoms"):
            queue.extend(item.geoms)
        elif item.geom_type == kind and not item.is_empty:
            found.append(item)
    return found


def collect(parts: Sequence[BaseGeometry], kind: str) -> BaseGeometry:
    """Put simple parts together: one part stays simple, more become a multi geometry.

    Parameters
    ----------
    parts : sequence of geometry
        Parts of one kind.
    kind : str
        Their kind.

    Returns
    -------
    geometry
        One geometry.
    """
    if len(parts) == 1:
        return parts[0]
    return {"Polygon": shapely.MultiPolygon, "LineString": shapely.MultiLineString}[kind](list(parts))


def settle(geometry: BaseGeometry, kind: str, decimals: int) -> BaseGeometry | None:
    """Round a geometry to the grid, keep it valid, wind it as RFC 7946 wants and order its parts.

    Parameters
    ----------
    geometry : geometry
        In degrees.
    kind : str
        The kind of its parts.
    decimals : int
        Decimals that stay.

    Returns
    -------
    geometry or None
        None when nothing is left.
    """
    rounded = shapely.set_precision(shapely.make_valid(geometry), 10.0**-decimals)
    parts = parts_of(rounded, kind)
    if kind == "Polygon":
        parts = [orient(shapely.normalize(part), 1.0) for part in parts]
    elif kind == "LineString":
        parts = [shapely.normalize(part) for part in parts]
    parts.sort(key=lambda part: shapely.to_wkt(part, rounding_precision=decimals))
    return collect(parts, kind) if parts else None


def round_coordinates(coordinates: Any, decimals: int) -> Any:
    """Round nested coordinates to the written decimals.

    Parameters
    ----------
    coordinates : nested sequence of float
        As in GeoJSON.
    decimals : int
        Decimals that stay.

    Returns
    -------
    list
        The same nesting.
    """
    if isinstance(coordinates, (int, float)):
        value = round(float(coordinates), decimals)
        return int(value) if value == int(value) else value
    return [round_coordinates(item, decimals) for item in coordinates]


def feature(layer: str, names: tuple[str | None, str | None], geometry: BaseGeometry, decimals: int) -> Feature:
    """Make one GeoJSON feature of the basemap.

    Parameters
    ----------
    layer : str
        country, admin1, river, urban, place or land.
    names : tuple of str or None
        English and Arabic name.
    geometry : geometry
        Settled already.
    decimals : int
        Decimals that are written.

    Returns
    -------
    dict
        The feature.
    """
    name, name_ar = names
    properties: dict[str, str | None] = {"layer": layer, "name": name}
    if name_ar:
        properties["name_ar"] = name_ar
    made = mapping(geometry)
    coordinates = round_coordinates(made["coordinates"], decimals)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": made["type"], "coordinates": coordinates},
    }


# The three maps


def inner_borders(areas: Sequence[BaseGeometry]) -> BaseGeometry:
    """Take the borders that two areas share, each once.

    Parameters
    ----------
    areas : sequence of geometry
        Areas that fit together without gaps.

    Returns
    -------
    geometry
        Lines.
    """
    lines = shapely.line_merge(shapely.union_all([shapely.boundary(area) for area in areas]))
    outline = shapely.boundary(shapely.union_all(list(areas)))
    return shapely.line_merge(shapely.difference(lines, shapely.buffer(outline, 1e-6)))


def without_islets(area: BaseGeometry) -> BaseGeometry:
    """Drop parts too small for a coarse world, but never a country's largest part.

    Parameters
    ----------
    area : geometry
        A country.

    Returns
    -------
    geometry
        The parts that stay.
    """
    parts = parts_of(area, "Polygon")
    largest = max(parts, key=lambda part: part.area)
    return collect([part for part in parts if part is largest or part.area >= ISLET_SQUARE_DEGREES], "Polygon")


def stretched(geometry: BaseGeometry, *, back: bool = False) -> BaseGeometry:
    """Stretch the Middle East, so that a simplification keeps more of it than of the rest.

    Parameters
    ----------
    geometry : geometry
        In degrees, or stretched already.
    back : bool
        Undo it.

    Returns
    -------
    geometry
        The same points elsewhere; each axis stays in order, so nothing folds over.
    """

    def along(values: Any, plain: Sequence[float], wide: Sequence[float]) -> Any:
        return np.interp(values, wide, plain) if back else np.interp(values, plain, wide)

    def move(points: Any) -> Any:
        return np.column_stack((along(points[:, 0], *STRETCH_LONGITUDE), along(points[:, 1], *STRETCH_LATITUDE)))

    return shapely.transform(geometry, move)


def build_baghdad(provinces: Path, urban: Path) -> list[Feature]:
    """Build the city map: urban areas and province borders; no river (see the head of this file).

    Parameters
    ----------
    provinces, urban : Path
        The Natural Earth files; ``urban`` may be a clip.

    Returns
    -------
    list of dict
        Features with four decimals (about 10 m; the data are good to some 500 m).
    """
    decimals = 4
    window = shapely.box(*BAGHDAD_BOX)
    features = []
    built_up = read_layer(urban, BAGHDAD_BOX).geometry.to_numpy()
    pieces = [part for area in built_up for part in parts_of(shapely.make_valid(area), "Polygon")]
    merged = shapely.intersection(shapely.union_all(pieces), window)
    settled = settle(shapely.simplify(merged, 0.0015), "Polygon", decimals)
    if settled is not None:
        features.append(feature("urban", (None, None), settled, decimals))

    admin = read_layer(provinces, BAGHDAD_BOX, layer="states_provinces")
    iraq = admin[admin["adm0_a3"] == "IRQ"].sort_values("name")
    borders = shapely.intersection(inner_borders(list(iraq.geometry)), window)
    settled = settle(shapely.simplify(borders, 0.001), "LineString", decimals)
    if settled is not None:
        features.append(feature("admin1", ("Provinces of Iraq", "محافظات العراق"), settled, decimals))
    return features


def build_world(world: Path) -> list[Feature]:
    """Build the coarse world: one area a country, for the check of positions.

    Antarctica is left out, and so are islets: bytes matter more here.

    Parameters
    ----------
    world : Path
        world-atlas, countries-110m.json or its npm tarball.

    Returns
    -------
    list of dict
        Features with two decimals (about 1 km; the outlines are good to some 25 km).
    """
    decimals = 2
    everywhere = decode_object(read_topology(world), "countries")
    decoded = sorted(((name, area) for name, area in everywhere if name != "Antarctica"), key=lambda item: item[0])
    areas = shapely.coverage_simplify([stretched(area) for _, area in decoded], WORLD_TOLERANCE)
    features = []
    for (name, _), area in zip(decoded, areas, strict=True):
        settled = settle(without_islets(stretched(area, back=True)), "Polygon", decimals)
        if settled is not None:
            features.append(feature("country", (name, COUNTRIES_AR.get(name)), settled, decimals))
    return features


# Output


def to_bytes(features: list[Feature], told: Mapping[str, object] | None = None) -> bytes:
    """Write a FeatureCollection in as few bytes as it takes, always the same.

    Parameters
    ----------
    features : list of dict
        The features in their order.
    told : mapping, optional
        What the file says of itself: a sheet has ``bbox`` and ``country``.

    Returns
    -------
    bytes
        UTF-8, one line, newline at the end.
    """
    collection = {"type": "FeatureCollection", **(told or {}), "features": features}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8")


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    arguments : sequence of str or None
        None means the arguments of the process.

    Returns
    -------
    Namespace
        ``roots``, ``urban``, ``world`` and ``out``.
    """
    parser = argparse.ArgumentParser(description="Build the bundled basemap from Natural Earth.")
    parser.add_argument(
        "--from",
        dest="roots",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="folder with unpacked packages or with the npm tarball; may be given more than once; then /",
    )
    parser.add_argument("--urban", type=Path, metavar="FILE", help="urban areas from this file instead")
    parser.add_argument("--world", type=Path, metavar="FILE", help="countries-110m.json or world-atlas tarball")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).resolve().parent.parent / "geodata" / "basemap",
        metavar="DIR",
        help="where the two files go (default: geodata/basemap)",
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the two files, or none: nothing is written when they are over the budget.

    Parameters
    ----------
    arguments : sequence of str or None
        None means the arguments of the process.

    Returns
    -------
    int
        0 done, 1 over the budget, 2 an input is missing.
    """
    options = parse_arguments(arguments)
    roots = [*options.roots, Path("/")]
    try:
        provinces = find_input("provinces", roots)
        urban = options.urban or find_input("urban", roots)
        world = options.world or find_input("world", roots)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    builders: dict[str, Callable[[], list[Feature]]] = {
        "baghdad.geojson": lambda: build_baghdad(provinces, urban),
        "world.geojson": lambda: build_world(world),
    }
    written = {name: to_bytes(build(), SHEETS.get(name)) for name, build in builders.items()}
    total = sum(map(len, written.values()))
    for name, content in written.items():
        print(f"{name}: {len(content)} bytes", file=sys.stderr)
    print(f"together: {total} of {BUDGET_BYTES} bytes", file=sys.stderr)
    if total > BUDGET_BYTES:
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        (options.out / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
