"""Areas that the words of a report speak of: the forms of `geomap.ground.wording`, and what holds a place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy, precision
from geomap.ground import layer
from geomap.ground.layers import Box
from geomap.ground.wording import Method, Spot, WorkedOut, worked_out
from geomap.making.holding import Holder, holders
from geomap.places.areas import area_of_name, stems_of
from geomap.words import words

__all__ = ["SHORT", "area_of_words", "class_of", "name_ar"]

_FINE_DEG = 4.0
"""A box wider than this takes the land from the next coarser step."""
_DISTRICT_M = 30_000.0
_NOT_ITS_SEAT = re.compile(r"(?i)\b(?:county|comitat|borough)\b")
"""Words of districts that are rarely called after a town in them."""

SHORT = {
    "north": "n",
    "north east": "ne",
    "east": "e",
    "south east": "se",
    "south": "s",
    "south west": "sw",
    "west": "w",
    "north west": "nw",
}
"""Compass words as keys of the words of the interface."""


def area_of_words(text: str, lookup: Callable[[str], Spot | None]) -> tuple[WorkedOut, Spot | None] | None:
    """Return the area that words speak of, and the sea, country or province that they put it in, if they do.

    Where they speak of none, it is the whole of what they say that the place lies in.

    Parameters
    ----------
    text : str
        "south-west of Iran", "Gulf of Aden, 50 nautical miles south of Aden", "bases in southern Iraq".
    lookup : callable
        What a name stands for.
    """
    made = worked_out(text, lookup, land=_land)
    if isinstance(made, WorkedOut):
        return made, None
    made = _district(text, lookup)
    if made is not None:
        return made, None
    first, comma, rest = text.partition(",")
    inner = worked_out(rest, lookup, land=_land) if comma else None
    if isinstance(inner, WorkedOut) and (within := _within(first, inner, lookup)) is not None:
        return within
    found = (_inside(text, holder, lookup) for holder in holders(text))
    inside = next((f for f in found if f is not None), None)
    return (inside, None) if inside is not None else None


def _within(first: str, inner: WorkedOut, lookup: Callable[[str], Spot | None]) -> tuple[WorkedOut, Spot] | None:
    """Return what of an area from words lies in the one before the comma: "Gulf of Aden, 50 miles south of Aden"."""
    held = lookup(first)
    if held is None and isinstance(outer := worked_out(first, lookup, land=_land), WorkedOut):
        held = Spot(name=first, geometry=outer.geometry, error_m=outer.error_m, is_outline=True, kind="district")
        inner = replace(inner, spots=(*inner.spots, *outer.spots))
    if held is None or not held.is_outline:
        return None
    wide = geodesy.area_of_outline(held.geometry, held.error_m).widened
    part = shapely.intersection(inner.geometry, wide)
    return None if part.is_empty else (_clipped(inner, part, held), held)  # empty: the words contradict one another


def _district(text: str, lookup: Callable[[str], Spot | None]) -> WorkedOut | None:
    """Return a disc of the size of a district round the town that it is called after; its line is not known."""
    found = area_of_name(text)
    if found is None or found[1] not in ("district", "subdistrict") or _NOT_ITS_SEAT.search(text):
        return None
    bare, _, country = text.partition(",")
    stems = (found[0], *sorted(stems_of(bare)))
    spots = (lookup(f"{stem},{country}" if country else stem) for stem in stems)
    seat = next(
        (s for s in spots if s is not None and s.kind in ("village", "town", "city") and not s.is_outline), None
    )
    reach_m = precision.class_radius_m(found[1])
    if seat is None or reach_m is None:
        return None
    at = geodesy.area_of_outline(seat.geometry, 0.0)
    disc = geodesy.area_of_disc(at.centroid_lon, at.centroid_lat, max(reach_m, at.reach_m)).outline
    slots = {"km": f"{max(reach_m, at.reach_m) / 1000:.0f}"}
    return _ours(text, disc, 0.0, "district", (seat,), slots, kind=found[1])


def _widest(holder: Holder, lookup: Callable[[str], Spot | None]) -> Spot | None:
    """Return what a name stands for; where a town and its province share it and either may be meant, the province."""
    spot = lookup(holder.name)
    is_told = spot is not None and bool(spot.place_id) and not holder.is_address  # the case says which is meant
    if spot is None or spot.kind not in ("village", "town", "city") or is_told or holder.is_in_town:
        return spot
    bare, comma, country = holder.name.partition(",")
    province = lookup(f"{bare} province{comma}{country}")
    if province is None or province.kind != "province":
        return spot
    return province if shapely.intersects(province.geometry, spot.geometry) else None  # Washington


def _inside(text: str, holder: Holder, lookup: Callable[[str], Spot | None]) -> WorkedOut | None:
    """Return the whole of what words say that a place lies in, widened where they say beside it; None if not known."""
    spot = _widest(holder, lookup)
    made = worked_out(holder.name, lookup, land=_land) if spot is None and not holder.is_sea else None
    if isinstance(made, WorkedOut) and made.method != "part" and not holder.more_m:
        return replace(made, words=text)
    if isinstance(made, WorkedOut):
        shape, error_m, kind, arabic = made.geometry, made.error_m, class_of(made, made.geometry), name_ar(made)
    elif (
        spot is not None
        and not (holder.is_address and spot.kind == "country")
        and (not holder.is_sea or spot.kind == "sea_air")
    ):
        shape, error_m, kind, arabic = spot.geometry, spot.error_m, spot.kind, spot.name_ar
    else:
        return None
    is_outline = spot is not None and spot.is_outline
    place_id = spot.place_id if spot is not None else ""
    named = Spot(
        name=_shown(holder, spot),
        name_ar=arabic,
        geometry=shape,
        error_m=error_m,
        is_outline=is_outline,
        place_id=place_id,
    )
    spots = (named, *made.spots) if isinstance(made, WorkedOut) else (named,)
    if not holder.more_m:
        whole = _ours(text, shape, error_m, "inside", spots, {}, kind=kind, is_area=holder.is_area)
        return replace(whole, way=made.way) if isinstance(made, WorkedOut) else whole
    wide = geodesy.area_of_outline(shape, holder.more_m).widened
    slots = {"km": str(int(-(-holder.more_m // 1000)))}
    return _ours(text, wide, error_m, "inside_or_near", spots, slots, kind=max(kind, "city", key=precision.coarseness))


def _shown(holder: Holder, spot: Spot | None) -> str:
    """Return the name as written, with what it is where a town has it, too."""
    is_shared = spot is not None and spot.kind == "province" and area_of_name(holder.name) is None
    return f"{holder.name} province" if is_shared and "," not in holder.name else holder.name


def _ours(
    text: str,
    shape: BaseGeometry,
    error_m: float,
    method: Method,
    spots: tuple[Spot, ...],
    slots: dict[str, str],
    *,
    kind: str,
    is_area: bool = False,
) -> WorkedOut:
    return WorkedOut(
        words=text,
        geometry=shape,
        cuts=shapely.boundary(shape),
        error_m=error_m,
        method=method,
        spots=spots,
        slots=slots,
        kind=kind,
        is_area=is_area,
    )


def _clipped(made: WorkedOut, part: BaseGeometry, held: Spot) -> WorkedOut:
    return replace(
        made,
        geometry=part,
        cuts=shapely.intersection(made.cuts, part),
        error_m=max(made.error_m, held.error_m),
        spots=(*made.spots, held),
    )


def name_ar(made: WorkedOut) -> str:
    """Return the name of an area in Arabic; empty where one in it has none, or where it holds a distance."""
    say, names = words("ar"), [spot.name_ar for spot in made.spots]
    if not all(names):
        return ""
    if made.method == "part":
        return say.text(f"worked.of_{SHORT[made.way]}", name=names[0])
    if made.method == "between":
        return say.text("worked.between", name=names[0], other=names[1])
    return say.text(f"worked.{made.method}", name=names[0]) if made.method in ("near", "off") else ""


def class_of(made: WorkedOut, shape: BaseGeometry) -> str:
    """Return the location class: that of the whole of which it is a part, at sea, or by its size."""
    if made.kind:
        return made.kind
    if made.method == "part":
        return made.spots[0].kind
    if made.is_at_sea or any(spot.kind == "sea_air" for spot in made.spots):
        return "sea_air"
    reach_m = geodesy.area_of_outline(shape, 0.0).reach_m
    return "district" if reach_m <= _DISTRICT_M else "province"


def _land(box: Box) -> BaseGeometry:
    west, south, east, north = box
    step = 0 if max(east - west, north - south) <= _FINE_DEG else 1
    land, lakes = (
        shapely.union_all(layer(name, box, step)["geometry"].to_numpy()) if len(layer(name, box, step)) else None
        for name in ("land", "lakes")
    )
    if land is None:
        return shapely.Polygon()
    return land if lakes is None else shapely.difference(land, lakes)
