"""Areas worked out from words: "south-west of Iran", "about 50 nautical miles south of Aden", "between A and B".

Nothing here is finer than the words. What is somebody else's line (a border, a coast) and what is ours (a cut, a ring)
is kept apart, for the map draws the one solid and the other dashed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy import Frame, area_of_outline, ring_sector
from geomap.ground.directions import COMPASS, WORDS_16, OpenSector, folded_words, open_sector
from geomap.ground.layers import ERROR_M

__all__ = ["METRES", "Method", "Spot", "WorkedOut", "split_words", "worked_out"]

METRES = {
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "km": 1_000.0,
    "kilometre": 1_000.0,
    "kilometer": 1_000.0,
    "mile": 1_609.344,
    "nautical mile": 1_852.0,
    "nm": 1_852.0,
    "nmi": 1_852.0,
}
"""Units of length in metres; a "mile" at sea is often a nautical one, so both are taken where the words say sea."""

NEAR_M = 5_000.0
"""What "near" and "off" add to the reach of a place."""
ABOUT_SHARE, BARE_SHARE = 0.2, 0.1
"""How far a distance may be off, as a share of it: "about 50 km" and "50 km"."""
_HALF_16 = 22.5
"""Half the sector of a compass word behind a distance."""
_WIDE_M = 40_000.0
"""What reaches farther from its middle is no place that something can be near to."""
_HALF_TURN = 180.0
_FAR_M = 2_000_000.0
"""Nobody tells where something fell by a longer distance."""

_AT_SEA = re.compile(r"\b(off|offshore|at sea|sea|gulf|ocean|strait|bay|coast)\b")
_PART_OF = re.compile(rf"^(?:the |in the |in )?(?P<way>{COMPASS})(?:ern)?(?: part)?(?: of)? (?P<name>.+)$")
_PART_BEHIND = re.compile(rf"^(?P<name>.+?)['’]s (?P<way>{COMPASS})(?:ern part)?$")
_UNIT = r"nautical miles?|nmi|nm|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|miles?"
_DISTANCE = re.compile(
    r"^(?P<about>about |around |some |roughly |approximately |nearly |almost |up to |within )?"
    rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:(?: to | and | )(?P<upper>\d+(?:\.\d+)?))? ?(?P<unit>{_UNIT}) "
    r"(?:away )?(?:to the |off )?"
    rf"(?:(?P<way>{COMPASS})(?: of| from)?|of|from) (?P<name>.+)$"
)
_NEAR = re.compile(
    r"^(?P<how>near|close to|next to|outside|around|round|off (?:the coast of|the port of)|off|offshore|"
    rf"(?:in |on )?(?:the )?(?:(?:{COMPASS})(?:ern)? )?(?:vicinity|outskirts|suburbs|(?<=the )area) of) (?P<name>.+)$"
)
_NEAR_BEHIND = re.compile(
    rf"^(?:the )?(?P<name>.+?)(?:['’]s(?: (?:{COMPASS})(?:ern)?)?)? (?:area|vicinity|surroundings|outskirts|suburbs)$"
)
_BETWEEN = re.compile(r"^between (?P<one>.+?) and (?P<other>.+)$")
_SEVERAL = re.compile(r"\s+(?P<how>and|or)\s+")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Spot:
    """What a name stands for: its area (longitude first, WGS 84), how far its line may be off, and its names."""

    name: str
    geometry: BaseGeometry
    error_m: float
    is_outline: bool
    """Whether somebody drew its line; False for a disc of ours round a point."""
    name_ar: str = ""
    place_id: str = ""
    """Its id, if it is a place of the case."""
    kind: str = ""
    """Its location class."""
    country: str = ""
    """The country that it lies in, as a case writes it; empty if it is not known."""


Method = Literal[
    "part",
    "distance",
    "distance_around",
    "distance_at_sea",
    "near",
    "off",
    "between",
    "district",
    "inside",
    "inside_or_near",
]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class WorkedOut:
    """An area that nobody drew but us.

    ``cuts`` are the sides that are ours, as lines; the rest of the edge is somebody else's line. ``method`` is a key
    of the words that say how it was worked out, ``slots`` what stands in them.
    """

    words: str
    geometry: BaseGeometry
    cuts: BaseGeometry
    error_m: float
    method: Method
    spots: tuple[Spot, ...]
    """What the names in the words stand for."""
    way: str = ""
    """The compass word in them, its parts apart: "south west"."""
    slots: dict[str, str] = field(default_factory=dict)
    is_at_sea: bool = False
    kind: str = ""
    """Its location class, where the words give it."""
    is_area: bool = False
    """Whether the words name an area that could be taken for the whole that it lies in."""


Lookup = Callable[[str], Spot | None]
Land = Callable[[tuple[float, float, float, float]], BaseGeometry]
"""Gives the land within a box: west, south, east, north in degrees."""


def worked_out(words: str, lookup: Lookup, *, land: Land | None = None) -> WorkedOut | OpenSector | None:
    """Return the area that some words speak of, or None if they are none of the forms that are known.

    Parameters
    ----------
    words : str
        English, as reported.
    lookup : callable
        Gives what a name stands for, or None.
    land : callable, optional
        Gives the land within a box; what words that say sea speak of is cut by it.

    Returns
    -------
    WorkedOut, OpenSector or None
        None also where a name in the words is not known.
    """
    text = folded_words(words)
    towards = open_sector(words)
    if towards is not None and " of " not in text:
        return towards
    return _of_place(words, text, lambda name: lookup(_with_code(name, words)), land) or towards


def _of_place(words: str, text: str, lookup: Lookup, land: Land | None) -> WorkedOut | None:
    if found := _DISTANCE.match(text):
        return _at_distance(words, found, lookup, land)
    if found := _BETWEEN.match(text):
        return _between(words, lookup(found["one"]), lookup(found["other"]))
    if found := _NEAR.match(text):
        return _near(words, found["how"], lookup(found["name"]), land)
    if found := _NEAR_BEHIND.match(text):
        return _near(words, "near", lookup(found["name"]), land)
    if found := _PART_OF.match(text) or _PART_BEHIND.match(text):
        return _part(words, found["way"], lookup(found["name"]))
    return None


def _with_code(name: str, words: str) -> str:
    """Return a name in small letters with the code of its country as the words have it: "lhasa, CN"."""
    head, comma, code = name.rpartition(", ")
    is_code = comma and len(code) in (2, 3) and re.search(rf",\s*{re.escape(code.upper())}\b", words)
    return f"{head}, {code.upper()}" if is_code else name


def split_words(words: str) -> tuple[tuple[str, ...], str]:
    """Return the places that words name side by side, and how they are joined: ``and``, ``or``, or empty for one."""
    text = " ".join(words.split())
    if folded_words(text).startswith("between ") or open_sector(text) is not None:
        return (text,), ""
    found = _SEVERAL.search(text)
    if found is None:
        return (text,), ""
    return tuple(part.strip() for part in _SEVERAL.split(text)[::2]), found["how"]


def _part(words: str, way: str, spot: Spot | None) -> WorkedOut | None:
    """Return the half or quarter of an area beyond the meridian and parallel through its middle."""
    if spot is None or len(way.split()) > 2 or not spot.is_outline:
        return None  # "south of" a town is outside of it, nobody says how far
    if spot.geometry.bounds[2] - spot.geometry.bounds[0] > _HALF_TURN and ("east" in way or "west" in way):
        return None  # its west and east meet at 180 degrees
    lon, lat = _middle(spot.geometry)
    west, south, east, north = spot.geometry.bounds
    margin = 1.0
    box = {
        "west": (west - margin, None, lon, None),
        "east": (lon, None, east + margin, None),
        "south": (None, south - margin, None, lat),
        "north": (None, lat, None, north + margin),
    }
    limits = [west - margin, south - margin, east + margin, north + margin]
    for word in way.split():
        limits = [new if new is not None else old for new, old in zip(box[word], limits, strict=True)]
    part = shapely.intersection(spot.geometry, shapely.box(*limits))
    if part.is_empty:
        return None
    return WorkedOut(
        words=words,
        geometry=part,
        cuts=_ours(part, spot),
        error_m=spot.error_m,
        method="part",
        way=way,
        spots=(spot,),
        slots={
            "lon": f"{abs(lon):.1f}° {'E' if lon >= 0 else 'W'}",
            "lat": f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'}",
        },
    )


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    """Return the centroid of an area on a plane of equal areas round it."""
    import pyproj

    at = shapely.centroid(geometry)
    plane = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=laea +lat_0={at.y!r} +lon_0={at.x!r} +ellps=WGS84"
    )
    flat = shapely.transform(geometry, plane.transform, interleaved=False)
    middle = shapely.centroid(flat)
    lon, lat = plane.transform(middle.x, middle.y, direction="INVERSE")
    return round(float(lon), 1), round(float(lat), 1)


def _ours(part: BaseGeometry, spot: Spot) -> BaseGeometry:
    """Return the sides of a part that do not lie on the line that somebody drew."""
    edge = shapely.boundary(part)
    if not spot.is_outline:
        return edge
    return shapely.line_merge(shapely.difference(edge, shapely.buffer(shapely.boundary(spot.geometry), 1e-6)))


def _at_distance(words: str, found: re.Match[str], lookup: Lookup, land: Land | None) -> WorkedOut | None:
    """Return the ring, or the sector of it, that a distance from a place speaks of; to both ends the place is added."""
    spot = lookup(found["name"])
    if spot is None or _is_wide(spot):
        return None  # nobody says from where in a country it is measured
    unit = found["unit"].removesuffix("s") if found["unit"] not in ("m", "nm") else found["unit"]
    number = float(found["number"].replace(",", ""))
    upper = float(found["upper"] or number)
    if not 0 < number * METRES[unit] <= upper * METRES[unit] <= _FAR_M:
        return None
    is_limit = (found["about"] or "").strip() in ("up to", "within")
    share = ABOUT_SHARE if found["about"] and not is_limit else BARE_SHARE
    low_m, high_m = 0.0 if is_limit else number * METRES[unit] * (1 - share), upper * METRES[unit] * (1 + share)
    is_sea = unit in ("nautical mile", "nm", "nmi") or bool(_AT_SEA.search(folded_words(words)))
    if unit == "mile" and is_sea:
        high_m = upper * METRES["nautical mile"] * (1 + share)
    middle, half = (WORDS_16[found["way"]], _HALF_16) if found["way"] else (180.0, 180.0)
    at, reach_m = _disc_of(spot)
    shape = ring_sector(at[0], at[1], max(low_m - reach_m, 0.0), high_m + reach_m, middle - half, middle + half)
    shape, error_m = _at_sea(shape, land) if is_sea else (shape, 0.0)
    method: Method = "distance" if found["way"] else "distance_around"
    return WorkedOut(
        words=words,
        geometry=shape,
        cuts=shapely.boundary(shape),
        error_m=error_m,
        method="distance_at_sea" if is_sea and error_m else method,
        way=found["way"] or "",
        spots=(spot,),
        slots={
            "low": str(int(max(low_m - reach_m, 0.0) // 1000)),
            "high": str(int(-(-(high_m + reach_m) // 1000))),
        },
        is_at_sea=is_sea,
    )


def _is_wide(spot: Spot) -> bool:
    """Whether a place is so wide that nobody can say where "near" it is, or from where a distance is measured."""
    return spot.is_outline and _disc_of(spot)[1] > _WIDE_M


def _near(words: str, how: str, spot: Spot | None, land: Land | None) -> WorkedOut | None:
    if spot is None or _is_wide(spot):
        return None
    at, reach_m = _disc_of(spot)
    shape = ring_sector(at[0], at[1], 0.0, reach_m + NEAR_M, 0.0, 360.0)
    is_off = how.startswith("off")
    shape, error_m = _at_sea(shape, land) if is_off else (shape, 0.0)
    return WorkedOut(
        words=words,
        geometry=shape,
        cuts=shapely.boundary(shape),
        error_m=error_m,
        method="off" if error_m else "near",
        spots=(spot,),
        slots={"km": str(int(-(-(reach_m + NEAR_M) // 1000)))},
        is_at_sea=is_off,
    )


def _between(words: str, one: Spot | None, other: Spot | None) -> WorkedOut | None:
    """Return the hull of two places without the places themselves."""
    if one is None or other is None:
        return None
    (lon, lat), _ = _disc_of(one)
    frame = Frame(lon, lat)
    flat = [frame.to_metres(s.geometry) for s in (one, other)]
    if flat[0].distance(flat[1]) <= one.error_m + other.error_m:
        return None  # nothing lies between neighbours but their border
    hull = shapely.convex_hull(shapely.union_all(flat))
    shape = shapely.difference(hull, shapely.union_all(flat))
    shape = frame.to_lonlat(shape if not shape.is_empty else hull)
    return WorkedOut(
        words=words,
        geometry=shape,
        cuts=shapely.boundary(shape),
        error_m=max(one.error_m, other.error_m),
        method="between",
        spots=(one, other),
    )


def _disc_of(spot: Spot) -> tuple[tuple[float, float], float]:
    """Return the middle of a place and how far its edge, widened by its error, lies from there in metres."""
    area = area_of_outline(spot.geometry, spot.error_m)
    return (area.centroid_lon, area.centroid_lat), area.reach_m


def _at_sea(shape: BaseGeometry, land: Land | None) -> tuple[BaseGeometry, float]:
    """Return the part of an area that is sea, with the error of the coast.

    All of it, and 0, where it holds no land, or no sea is left: then the words meant something else.
    """
    ashore = shapely.intersection(shape, land(shape.bounds)) if land is not None else None
    if ashore is None or ashore.is_empty:
        return shape, 0.0
    sea = shapely.difference(shape, ashore)
    return (shape, 0.0) if sea.is_empty else (sea, ERROR_M[0])
