"""The names on the ground of a picture: which a scale has room for, and where each may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.ground.choice import POINTS_OF_VIEW, GroundChoice
from geomap.ground.layers import LAYERS, Box, rows_within, step_of, texts
from geomap.ground.mosaic import MARGIN, Region, turns

__all__ = ["FROM_GEONAMES_M_PER_PX", "KINDS", "Name", "all_names", "names", "town_scales"]

Kind: TypeAlias = Literal["capital", "country", "sea", "city", "town", "river", "region"]
Position = tuple[float, float]

KINDS: tuple[Kind, ...] = ("capital", "country", "sea", "city", "town", "river", "region")
"""In the order of placing; a city is a town of 300,000 and more, a region a province."""

_TOWN_RANKS = ((1, 12_000.0), (2, 8_000.0), (3, 5_000.0), (4, 3_500.0), (6, 2_000.0), (7, 1_200.0), (12, 700.0))
"""Rank of Natural Earth, and up to which metres a pixel its towns are named."""
_TOWN_SIZES = ((100_000, 700.0), (20_000, 500.0), (3_000, 150.0))
"""The same for towns of GeoNames, by their people."""
_CAPITAL_M_PER_PX = 20_000.0
FROM_GEONAMES_M_PER_PX = 1_000.0
"""A map that opens finer than this carries towns of GeoNames, for a reader who looks closer."""
_RIVER_RANKS = ((3, 12_000.0), (6, 1_200.0), (99, 500.0))
_PROVINCE_FROM_M_PER_PX, _PROVINCE_M_PER_PX = 60.0, 1_500.0
_FAR_RANK = 20
AS_IT_IS = GroundChoice()
_CITY_PEOPLE = 300_000
_TOWNS_KEPT = 90
_TOWNS = ("capital", "city", "town")
"""A name that two of these have is that of two places; any other is the same thing at two steps of detail."""
_WORLD_M_PER_PX = 20_000.0
_LEAST_PX2 = {"country": 900.0, "sea": 1_500.0, "region": 16_000.0}
_LEAST_WORLD_PX2 = 520.0
_SPOTS = {"country": 12, "sea": 12, "region": 5}
_RIVER_LEAST_PX, _RIVER_CORNERS = 90.0, 14
_DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that may stand on the ground.

    ``spots`` are longitude and latitude, in degrees: of a town where it lies, of an area where its name may stand, the
    deepest inside first, of a river a stretch of it. From ``up_to_m_per_px`` on there is no room for it.
    """

    key: str
    kind: Kind
    text: str
    spots: tuple[Position, ...]
    up_to_m_per_px: float
    credit: str = "Natural Earth"


def names(
    regions: Sequence[Region], *, lang: str = "en", country: str = "", choice: GroundChoice = AS_IT_IS
) -> list[Name]:
    """Return the names of several regions, the first to be placed first.

    Parameters
    ----------
    regions : sequence of Region
        The finest first. Of a coarser one only names are taken that no finer one has.
    lang : str
        Language of the page; a name that has none in it is left out.
    country : str
        Three letters of the country whose provinces are named; empty names all.
    choice : GroundChoice
        Whose point of view, and names that a desk sets itself.
    """
    column = "name" if lang == "en" else f"name_{lang}"
    found: dict[str, Name] = {}
    for region in regions:
        for name in _of_region(region, column, country, choice):
            same = name.key if name.kind in _TOWNS else f"{name.kind}:{name.text}"
            known = found.setdefault(same, name)
            if known is not name and name.kind in _SPOTS and len(known.spots) < 2 * _SPOTS[name.kind]:
                found[same] = _with_spots(known, name)
    if choice.names:
        found = {same: _as_called(name, choice) for same, name in found.items()}
    towns = {name.text.casefold() for name in found.values() if name.kind in _TOWNS}
    kept = [name for name in found.values() if name.kind != "region" or name.text.casefold() not in towns]
    return sorted(kept, key=_order)


def _as_called(name: Name, choice: GroundChoice) -> Name:
    text = choice.text_for(name.text, *_spelt(name.key))
    return replace(name, text=text) if text else name


@lru_cache(maxsize=256)
def _spelt(key: str) -> tuple[str, ...]:
    """Return what a thing of the ground is called in every language."""
    file = key.rpartition("-")[0]
    for step in LAYERS[file] or (0,):
        rows = texts(file, ("name", "name_ar"), step)
        n = np.flatnonzero(rows["key"] == key)
        if len(n):
            return tuple(text for text in (_text(rows["name"][n[0]]), _text(rows["name_ar"][n[0]])) if text)
    return ()


def _of_region(region: Region, column: str, country: str, choice: GroundChoice) -> Iterator[Name]:
    yield from _towns(region, column)
    yield from _areas(region, column, "countries", "country", view=choice.point_of_view)
    yield from _areas(region, column, "seas", "sea")
    yield from _rivers(region, column)
    if region.is_view and _PROVINCE_FROM_M_PER_PX <= region.m_per_px <= _PROVINCE_M_PER_PX:
        yield from _areas(region, column, "provinces", "region", country, view=choice.point_of_view)


def _order(name: Name) -> tuple[int, float]:
    """Return what comes first: kinds in their order, of countries and seas the larger, else as they were found."""
    is_by_size = name.kind in ("country", "sea")
    return KINDS.index(name.kind) - (name.kind == "town"), -name.up_to_m_per_px if is_by_size else 0.0


def town_scales(bounds: Box, lang: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the towns in a box that have a name in a language: longitudes, latitudes, up to which metres a pixel.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in degrees.
    lang : str
    """
    column = "name" if lang == "en" else f"name_{lang}"
    rows = rows_within("towns", bounds, 0, (column, "rank", "population", "is_capital"))
    has_name = np.array([text is not None for text in rows[column].tolist()], dtype=bool)
    points, limits = rows["geometry"][has_name], _town_limits(rows)[has_name]
    return shapely.get_x(points), shapely.get_y(points), limits


def all_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the key of each named thing of the ground, with its names in every language."""
    for file in ("countries", "seas", "provinces", "rivers", "towns"):
        for step in LAYERS[file] or (0,):
            rows = texts(file, ("name", "name_ar"), step)
            for key, *spelt in zip(rows["key"], rows["name"], rows["name_ar"], strict=True):
                found = tuple(text for text in map(_text, spelt) if text)
                if found:
                    yield key, found


def _with_spots(known: Name, other: Name) -> Name:
    return Name(
        key=known.key,
        kind=known.kind,
        text=known.text,
        spots=(*other.spots, *known.spots),  # a wider view has the deeper ones; a closer one does not see them
        up_to_m_per_px=max(known.up_to_m_per_px, other.up_to_m_per_px),
        credit=known.credit,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _limit(rank: float, steps: Sequence[tuple[float, float]]) -> float:
    return next((up_to for most, up_to in steps if rank <= most), 0.0)


def _towns(region: Region, column: str) -> Iterator[Name]:
    m_per_px = region.m_per_px
    if m_per_px >= _CAPITAL_M_PER_PX:
        return
    rank_below = 99 if region.is_view and m_per_px < FROM_GEONAMES_M_PER_PX else _FAR_RANK
    for side, turn in turns(region.box):
        rows = rows_within(
            "towns", side, 0, (column, "rank", "population", "is_capital", "credit"), rank_below=rank_below
        )
        limits = _town_limits(rows)
        shown = np.flatnonzero((limits * 2 > m_per_px) & (rows[column] != None))  # noqa: E711 - of each cell
        order = shown[np.lexsort((-rows["population"][shown], rows["rank"][shown]))] if len(shown) else shown
        for n in order[:_TOWNS_KEPT].tolist():
            is_city = rows["population"][n] >= _CITY_PEOPLE
            point = rows["geometry"][n]
            yield Name(
                key=rows["key"][n],
                kind="capital" if rows["is_capital"][n] else "city" if is_city else "town",
                text=rows[column][n],
                spots=((round(point.x + turn, 4), round(point.y, 4)),),
                up_to_m_per_px=float(limits[n]),
                credit=rows["credit"][n],
            )


def _town_limits(rows: Mapping[str, np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Return up to which metres a pixel each town is named."""
    rank, people = rows["rank"].astype(float), rows["population"].astype(float)
    by_size = np.select([people >= least for least, _ in _TOWN_SIZES], [up_to for _, up_to in _TOWN_SIZES], 0.0)
    by_rank = np.select([rank <= most for most, _ in _TOWN_RANKS], [up_to for _, up_to in _TOWN_RANKS], 0.0)
    limits = np.where(rank < _FAR_RANK, by_rank, by_size)
    return np.where(rows["is_capital"].astype(bool), _CAPITAL_M_PER_PX, limits)


def _areas(
    region: Region, column: str, file: str, kind: Kind, country: str = "", *, view: str = POINTS_OF_VIEW[0]
) -> Iterator[Name]:
    seen_box = _inner(region.box) if region.is_view else region.box
    told = (column, "name", *(("country_a3",) if kind == "region" else ("label_lon", "label_lat")))
    for side, turn in turns(seen_box):
        step = max(step_of(region.m_per_px), 1)
        rows = rows_within(file, side, step, list(dict.fromkeys(told)), clipped=False, view=view)
        shapes = rows["geometry"]
        whole = _km2(shapes) if len(shapes) else shapes
        made = []
        for n, text in enumerate(rows[column].tolist()):
            up_to = _area_limit(kind, whole[n], rows["name"][n] or "")
            if text is None or up_to <= region.m_per_px or (country and rows["country_a3"][n] != country):
                continue
            at = None if kind == "region" else (float(rows["label_lon"][n]), float(rows["label_lat"][n]))
            seen = _seen(shapes[n], whole[n], side, region, at, kind)
            if seen is None:
                continue
            area_km2, spots = seen
            moved = tuple((round(x + turn, 3), round(y, 3)) for x, y in spots)
            name = Name(key=rows["key"][n], kind=kind, text=text, spots=moved, up_to_m_per_px=up_to)
            made.append((-area_km2, n, name))
        yield from (name for _, _, name in sorted(made, key=lambda item: item[:2]))


def _area_limit(kind: Kind, km2: float, name: str) -> float:
    """Return from which scale on an area has no room for its name."""
    limit = float(np.sqrt(km2 * 1e6 / _LEAST_PX2[kind]))
    if kind == "region":
        return min(limit, _PROVINCE_M_PER_PX)
    if limit < _WORLD_M_PER_PX:
        return limit
    if kind == "sea":
        return 200_000.0 if "Ocean" in name else _WORLD_M_PER_PX
    return max(float(np.sqrt(km2 * 1e6 / _LEAST_WORLD_PX2)), _WORLD_M_PER_PX)


def _seen(
    shape: BaseGeometry, km2: float, box: Box, region: Region, at: Position | None, kind: Kind
) -> tuple[float, list[Position]] | None:
    """Return how much of an area a box shows, and where in it a name may stand; None where too little is seen."""
    least_km2 = _LEAST_PX2[kind] * region.m_per_px**2 / 1e6
    if not region.is_view or region.m_per_px >= _WORLD_M_PER_PX:
        inside = at is not None and box[0] < at[0] < box[2] and box[1] < at[1] < box[3]
        return (km2, [at]) if at is not None and inside else None
    part = _largest(shapely.clip_by_rect(shape, *box))
    seen_km2 = float(_km2(np.array([part]))[0])
    if seen_km2 < least_km2:
        return None
    spots = [at] if at is not None and box[0] < at[0] < box[2] and box[1] < at[1] < box[3] else []
    return seen_km2, [*spots, *_deepest(part, box, _SPOTS[kind])]


def _largest(shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))] if len(parts) else shape


def _deepest(part: BaseGeometry, box: Box, count: int) -> list[Position]:
    """Return points of a grid inside a shape, the deepest first, each some way from those before."""
    west, south, east, north = part.bounds
    across, up = np.meshgrid(np.linspace(west, east, 13)[1:-1], np.linspace(south, north, 11)[1:-1])
    x, y = across.ravel(), up.ravel()
    shapely.prepare(part)
    is_in = shapely.contains_xy(part, x, y)
    points = shapely.points(x[is_in], y[is_in])
    if not len(points):
        return []
    depth = shapely.distance(shapely.boundary(part), points)
    apart = 0.12 * max(box[2] - box[0], box[3] - box[1])
    chosen: list[Any] = []
    for n in np.argsort(-depth, kind="stable"):
        if len(chosen) == count:
            break
        if not chosen or shapely.distance(points[n], np.array(chosen)).min() >= apart:
            chosen.append(points[n])
    return [(float(p.x), float(p.y)) for p in chosen]


def _rivers(region: Region, column: str) -> Iterator[Name]:
    m_per_px = region.m_per_px
    if not region.is_view or m_per_px >= _RIVER_RANKS[0][1]:
        return
    px = m_per_px / _DEGREE_M
    for side, turn in turns(_inner(region.box)):
        rows = rows_within("rivers", side, step_of(m_per_px), (column, "rank"))
        longest: dict[str, tuple[float, BaseGeometry, int]] = {}
        for n, text in enumerate(rows[column].tolist()):
            if text is None or _limit(rows["rank"][n], _RIVER_RANKS) <= m_per_px:
                continue
            line = max(shapely.get_parts(rows["geometry"][n]), key=lambda p: p.length)
            if line.length >= _RIVER_LEAST_PX * px and line.length > longest.get(text, (0.0,))[0]:
                longest[text] = line.length, line, n
        for text, (_, line, n) in sorted(longest.items(), key=lambda item: -item[1][0]):
            corners = shapely.get_coordinates(line.simplify(px * 3))
            middle = corners[max(0, len(corners) // 2 - _RIVER_CORNERS // 2) :][:_RIVER_CORNERS]
            spots = tuple((round(x + turn, 3), round(y, 3)) for x, y in middle.tolist())
            up_to = _limit(rows["rank"][n], _RIVER_RANKS)
            yield Name(key=rows["key"][n], kind="river", text=text, spots=spots, up_to_m_per_px=up_to)


def _inner(box: Box) -> Box:
    """Return the view in the middle of a region, where names are looked for."""
    west, south, east, north = box
    across, up = (east - west) * (1 - 1 / MARGIN) / 2, (north - south) * (1 - 1 / MARGIN) / 2
    return west + across, south + up, east - across, north - up


def _km2(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return areas in square kilometres: near enough for what a name needs."""
    bounds = shapely.bounds(shapes)
    middle = np.clip((bounds[:, 1] + bounds[:, 3]) / 2, -80, 80)
    areas = shapely.area(shapes) * np.cos(np.radians(middle)) * (_DEGREE_M / 1000) ** 2
    return np.asarray(np.nan_to_num(areas))
