"""Areas as places of a case: the outline of a country, province or sea, and what words of a report come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy, precision
from geomap.ground import AreaName
from geomap.ground.wording import Spot, WorkedOut
from geomap.making.area_words import SHORT, class_of, name_ar
from geomap.making.slugs import slug
from geomap.places.candidate import Candidate
from geomap.places.names import fold_name
from geomap.places.outlines import CLASS_OF_KIND, areas_named, countries_of, kept_outline, told
from geomap.words import words

__all__ = [
    "Feature",
    "area_feature",
    "is_from_words",
    "new_id",
    "spot_of_area",
    "spot_of_place",
    "spot_of_town",
    "words_feature",
]

Feature = dict[str, Any]

_DECIMALS = 4
_FROM_WORDS = "worked out from the words by geomap"
_LEAST_ERROR_M = 100.0
"""Of lines of our own: they are rounded to four decimals."""
_FACING = {"north": "south", "south": "north", "east": "west", "west": "east"}
"""Which side of a part is the cut: the north of a country ends in the south where we cut it."""


def area_feature(name: str, area: AreaName, place_id: str) -> Feature:
    """Return a country, province or sea as a place: its outline with its source, licence and error.

    Parameters
    ----------
    name : str
        As written.
    area : AreaName
    place_id : str
    """
    kept = kept_outline(area)
    lon, lat = _middle(kept.geometry)
    is_code = name.isupper() and fold_name(name) != fold_name(area.name)
    row: dict[str, Any] = {
        "place_id": place_id,
        "name": area.name if is_code else name,
        "name_ar": area.name_ar if area.name_ar != name and area in areas_named(name) else "",
        "aliases": name if is_code else "",
        "longitude": lon,
        "latitude": lat,
        "outline_error_m": int(kept.error_m),
        "location_class": CLASS_OF_KIND[area.kind],
        "basis": "gazetteer",
        "source": f"Natural Earth, 1:10m, {told(area)}",
        "licence": "public domain",
        "country": _code_of(area),
        "note": area.note,
    }
    return _feature(row, kept.geometry)


def _code_of(area: AreaName) -> str:
    return next((code for code in sorted(countries_of(area)) if len(code) == 2), "")


def spot_of_area(area: AreaName) -> Spot:
    """Return an area of the ground as what a name in words stands for."""
    kept = kept_outline(area)
    return Spot(
        name=area.name,
        name_ar=area.name_ar,
        geometry=kept.geometry,
        error_m=kept.error_m,
        is_outline=True,
        kind=CLASS_OF_KIND[area.kind],
        country=_code_of(area),
    )


def spot_of_town(name: str, town: Candidate) -> Spot:
    """Return a town of the gazetteer as what a name in words stands for."""
    reach_m = max(town.coord_uncertainty_m + town.extent_radius_m, 1.0)
    disc = geodesy.area_of_disc(town.longitude, town.latitude, reach_m).outline
    return Spot(
        name=town.name or name,
        geometry=disc,
        error_m=0.0,
        is_outline=False,
        kind=town.location_class,
        country=town.country,
    )


def spot_of_place(feature: Mapping[str, Any]) -> Spot | None:
    """Return a place of the case as what a name in words stands for; None if it has no position."""
    row = feature.get("properties") or {}
    place_id, kind = str(row.get("place_id", "")), str(row.get("location_class") or "")
    shape = shapely.geometry.shape(feature["geometry"]) if feature.get("geometry") else None
    name, name_ar = str(row.get("name") or ""), str(row.get("name_ar") or "")
    if shape is not None and "Polygon" in shape.geom_type and shape.is_valid:
        error = _number(row.get("outline_error_m")) or 0.0
        is_outline = row.get("basis") in ("sourced", "gazetteer")
    else:
        lon, lat = _number(row.get("longitude")), _number(row.get("latitude"))
        known = [n for c in ("coord_uncertainty_m", "extent_radius_m") if (n := _number(row.get(c))) is not None]
        reach_m = sum(known) if len(known) > 1 else max([*known, precision.class_radius_m(kind) or 0.0])
        if lon is None or lat is None or reach_m <= 0 or kind in ("context", "unlocated"):
            return None
        shape, error, is_outline = geodesy.area_of_disc(lon, lat, reach_m).outline, 0.0, False
    return Spot(
        name=name,
        name_ar=name_ar,
        geometry=shape,
        error_m=error,
        is_outline=is_outline,
        place_id=place_id,
        kind=kind,
        country=str(row.get("country") or ""),
    )


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def is_from_words(row: Mapping[str, Any]) -> bool:
    """Whether the row of a place is one that `words_feature` made."""
    return row.get("basis") == "derived" and str(row.get("source") or "").startswith(_FROM_WORDS)


def words_feature(name: str, made: WorkedOut, held: Spot | None, place_id: str) -> Feature:
    """Return an area that was worked out from words as a place of the case.

    Parameters
    ----------
    name : str
        The words, as reported.
    made, held
        Of `area_of_words`.
    place_id : str
    """
    polygons = _polygons(shapely.set_precision(made.geometry, 10.0**-_DECIMALS))
    lon, lat = _middle(polygons)
    sources = dict.fromkeys(spot.name for spot in made.spots if spot.is_outline and not spot.place_id)
    row: dict[str, Any] = {
        "place_id": place_id,
        "name": name,
        "name_ar": name_ar(made) if held is None else "",
        "label": words("en").text("worked.inside_label", name=name, of=made.spots[0].name) if made.is_area else "",
        "label_ar": _label_ar(name, made.spots[0].name_ar) if made.is_area else "",
        "longitude": lon,
        "latitude": lat,
        "outline_error_m": int(max(made.error_m, _LEAST_ERROR_M)),
        "location_class": class_of(made, polygons),
        "basis": "derived",
        "source": _FROM_WORDS + (f"; outline of {', '.join(sources)}: Natural Earth, 1:10m" if sources else ""),
        "how_drawn": _how("en", made, held),
        "how_drawn_ar": _how("ar", made, held),
        "country": _country_of(made, held),
        "our_sides": _our_sides(made) if held is None else "",
        "worked_out_from": "; ".join(dict.fromkeys(spot.place_id for spot in made.spots if spot.place_id)),
    }
    return _feature(row, polygons)


def _label_ar(name: str, of: str) -> str:
    """Return the label in Arabic, with the name as it is; empty where what it lies in has no Arabic name."""
    return words("ar").text("worked.inside_label", name=name, of=of) if of else ""


def _country_of(made: WorkedOut, held: Spot | None) -> str:
    """Return the country that an area surely lies in: that of what holds it; empty for what may reach out of it."""
    if held is not None:
        return held.country
    found = {spot.country for spot in made.spots} if made.method in ("part", "inside", "inside_or_near") else set()
    return found.pop() if len(found) == 1 else ""


def _our_sides(made: WorkedOut) -> str:
    """Return which sides of an area are cuts of ours; empty where all of it is ours."""
    if made.method == "inside" and made.spots[0].is_outline:
        return "none"
    return "; ".join(_FACING[w] for w in made.way.split()) if made.method in ("part", "inside") else ""


def _way(lang: str, way: str) -> str:
    """Return a compass word: one of eight, or "a direction between north and north-east"."""
    say, parts = words(lang), way.split()
    if len(parts) < 3:
        return say.text(f"compass.{SHORT[way]}")
    ends = [say.text(f"compass.{SHORT[w]}") for w in (parts[0], " ".join(parts[1:]))]
    return say.text("worked.way_between", one=ends[0], other=ends[1])


def _how(lang: str, made: WorkedOut, held: Spot | None) -> str:
    """Return how an area was worked out, for a reader."""
    say, method = words(lang), str(made.method)
    if method == "part":
        parts = made.way.split()
        method = "part_quarter" if len(parts) > 1 else "part_ns" if parts[0] in ("north", "south") else "part_ew"
    names = [_name(lang, spot) for spot in made.spots if spot is not held]
    slots = dict(zip(("name", "other"), names, strict=False)) | made.slots
    slots |= {"way": _way(lang, made.way)} if made.way else {}
    text = say.text(f"worked.how_{method}", **slots)
    return text if held is None else say.text("worked.how_within", text=text, name=_name(lang, held))


def _name(lang: str, spot: Spot) -> str:
    return (spot.name_ar if lang == "ar" else "") or spot.name


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and not p.is_empty]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    area = geodesy.area_of_outline(shape, 0.0)
    return round(area.centroid_lon, _DECIMALS), round(area.centroid_lat, _DECIMALS)


def _feature(row: Mapping[str, Any], geometry: BaseGeometry) -> Feature:
    return {
        "type": "Feature",
        "properties": {k: v for k, v in row.items() if v != ""},
        "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(geometry))),
    }


def new_id(name: str, taken: Mapping[str, Any] | set[str]) -> str:
    """Return an id made from a name that no other place has."""
    made = slug(name, empty="place")
    number, place_id = 2, made
    while place_id in taken:
        place_id, number = f"{made}_{number}", number + 1
    return place_id
