"""One more place for a case: a circle or a shape from a file, with its source and how far it may be off."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy, precision
from geomap.delivery import deliver_files
from geomap.errors import InvalidValue, UnreadableInput, UsageError
from geomap.findings import Finding, Findings
from geomap.land import country_shape, is_inside
from geomap.making.cases import case_files_of, read_back
from geomap.making.merging import append_features, features_of, replace_feature
from geomap.making.naming import Feature, countries_named, find_places
from geomap.making.offering import offers
from geomap.making.outlining import area_feature, is_from_words
from geomap.making.slugs import slug
from geomap.places.outlines import areas_named, told
from geomap.readers.text import load_json, read_file
from geomap.schema import table_schema

__all__ = ["NewPlace", "add_place", "place_feature"]

_CIRCLE = re.compile(
    r"^\s*(?:circle\s+(?P<reach>\d+(?:\.\d+)?)\s*(?P<unit>m|km)|point)\s+at\s+"
    r"(?P<lon>[+-]?\d+(?:\.\d+)?)\s*[,; ]\s*(?P<lat>[+-]?\d+(?:\.\d+)?)\s*$",
    re.I,
)
_REACH_MAX_M = 2_000_000.0
_AREA = re.compile(r"(?P<kind>country|province|sea)\s+(?P<name>\S.*)", re.I)
_SUFFIXES = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".shp", ".fgb", ".gml", ".zip")
_SHAPES = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")
_FAR = (
    "lies outside of {country}, which datapackage.json names{also}.{swapped} If it is right as it stands, say "
    "--anywhere."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """What a person says of a place. Degrees are longitude first; ``error_m`` is how far it may be off, metres."""

    name: str
    shape: str = ""
    """``circle 1500 m at LON,LAT``, ``point at LON,LAT``, the path of a file, ``country Yemen``, ``sea Red Sea``,
    ``province Punjab, IN``, or words that an area can be worked out from; empty looks the name up."""
    source: str = ""
    error_m: float | None = None
    location_class: str = ""
    basis: str = ""
    place_id: str = ""
    pick: str = ""
    """Which feature of a file with several: a value of one of its properties."""
    anywhere: bool = False
    """Whether a place outside of the country of the case is meant."""
    others: Mapping[str, str] | None = None
    """Further columns of places, as they are."""


def add_place(case: Path, place: NewPlace) -> tuple[str, Findings]:
    """Append a place to places.geojson of a case; every other byte of the file stays as it is.

    A place of the same name that geomap worked out from words gives way to one that somebody knows better.

    Parameters
    ----------
    case : pathlib.Path
        The folder.
    place : NewPlace

    Returns
    -------
    str, Findings
        The new place_id, and what the checks say of this place.

    Raises
    ------
    UsageError, InvalidValue
        If something is missing, out of range, swapped, or there already; nothing is written.
    UnreadableInput
        If the case or the file of the shape cannot be read.
    """
    files = case_files_of(case)
    document = load_json(files["datapackage.json"], "datapackage.json")
    country = str((document.get("geomap") or {}).get("country") or "")
    features = features_of(files.get("places.geojson", b""))
    feature = place_feature(place, country, features)
    place_id = str(feature["properties"]["place_id"])
    data = _with_feature(files.get("places.geojson", b""), features, feature)
    found = read_back({**files, "places.geojson": data})
    deliver_files({"places.geojson": data}, case)
    told = [f for f in found if place_id in f.ids and f.code not in ("place-too-coarse", "place-unused")]
    return place_id, Findings.of([*told, *_too_coarse(place_id, feature)])


def _with_feature(data: bytes, features: Sequence[Feature], feature: Feature) -> bytes:
    """Return places.geojson with one more place; one that geomap worked out from words gives way to it."""
    row = feature["properties"]
    other = next((r for f in features if (r := f.get("properties") or {}).get("place_id") == row["place_id"]), None)
    if other is None:
        return append_features(data, [feature])
    if is_from_words(other) and other.get("name") == row["name"] and not is_from_words(row):
        return replace_feature(data, str(row["place_id"]), feature)
    raise UsageError(
        f'places.geojson has a place "{row["place_id"]}" already: {other.get("name", "")}. Edit that row, or choose '
        f"another id with --id, for example --id {row['place_id']}_2."
    )


def _too_coarse(place_id: str, feature: Feature) -> list[Finding]:
    """Warn of a place that will be listed, not drawn, before anything is said to lie there."""
    row = feature["properties"]
    if feature["geometry"] is not None and row["location_class"] in ("country", "sea_air"):
        return []
    kind, reach_m = row["location_class"], row.get("extent_radius_m", 0) + row.get("coord_uncertainty_m", 0)
    if kind not in precision.LISTED_CLASSES or (kind == "sea_air" and 0 < reach_m <= precision.SEA_MAX_M):
        return []
    message = f"a place of class {kind} is listed on the page, not drawn. If the source names something finer, add that"
    if kind == "sea_air":
        message = (
            f"a place at sea is drawn up to {precision.SEA_MAX_M / 1000:g} km round a point; this one is listed on the "
            "page, not drawn. State how far it reaches"
        )
    return [
        Finding(
            code="place-too-coarse",
            severity="warning",
            message=message,
            file="places.geojson",
            column="location_class",
            values=(kind,),
            ids=(place_id,),
            count=1,
        )
    ]


def place_feature(place: NewPlace, country: str, own: Sequence[Feature] = ()) -> Feature:
    """Return a place as a feature of places.geojson.

    Parameters
    ----------
    place : NewPlace
    country : str
        English name or ISO 3166 code of the country that it should lie in; empty checks nothing.
    own : sequence of dict
        The places that the case has; a place may lie in the country of any of them.
    """
    _check_words(place)
    place_id = place.place_id or slug(place.name, empty="place")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", place_id):
        raise UsageError(f'--id: "{place_id}" is no id: small letters a-z, digits, - and _ only.')
    others = {k: v for k, v in (place.others or {}).items() if v}
    if _is_in_words(place.shape):
        feature = _named_feature(place, country, own)
        feature["properties"] |= {"place_id": place_id} | _own_words(place, feature["properties"]) | others
        return feature
    _check_own_shape(place)
    geometry, row = _own_shape(place)
    countries = countries_named((), [f.get("properties") or {} for f in own], country)
    _check_country(row["longitude"], row["latitude"], country, () if place.anywhere else countries)
    row = {"place_id": place_id, "name": place.name, **row}
    row |= {"location_class": place.location_class, "basis": place.basis, "source": place.source} | others
    return {"type": "Feature", "properties": row, "geometry": geometry}


def _own_shape(place: NewPlace) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the geometry of a circle, a point or a shape in a file, and the cells that go with it."""
    circle, error_m = _CIRCLE.match(place.shape), _whole(place.error_m or 0.0)
    if circle:
        lon, lat = _position(float(circle["lon"]), float(circle["lat"]))
        row: dict[str, Any] = {"longitude": lon, "latitude": lat, "coord_uncertainty_m": error_m}
        if circle["reach"]:
            reach_m = float(circle["reach"]) * (1000 if circle["unit"].lower() == "km" else 1)
            if not 0 < reach_m <= _REACH_MAX_M:
                raise InvalidValue(f"--from: a circle of {circle['reach']} {circle['unit']} is none that can be drawn.")
            row["extent_radius_m"] = _whole(reach_m)
        return None, row
    if re.match(r"^\s*(circle|point)\b", place.shape, re.I) and not Path(place.shape).exists():
        raise UsageError(
            f'--from: "{place.shape}" cannot be read. Write "circle 1500 m at 44.39,33.31": metres or km, longitude '
            'first, a point as decimal sign; or "point at 44.39,33.31"; or the name of a file with a shape.'
        )
    shape = _shape_of(Path(place.shape), place.pick)
    if shape.geom_type == "Point":
        lon, lat = _position(shape.x, shape.y)
        return None, {"longitude": lon, "latitude": lat, "coord_uncertainty_m": error_m}
    lon, lat = _middle(shape)
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-6)))
    return geometry, {"longitude": lon, "latitude": lat, "outline_error_m": error_m}


def _is_in_words(shape: str) -> bool:
    """Whether a place is given by a name or by words, not as a circle, a point or a file."""
    is_file = Path(shape.strip() or "-").exists() or Path(shape.strip()).suffix.lower() in _SUFFIXES
    return not re.match(r"^\s*(circle|point)\b", shape, re.I) and not (shape.strip() and is_file)


def _named_feature(place: NewPlace, country: str, own: Sequence[Feature]) -> Feature:
    """Return the place that a name or words stand for, under the name that it was given.

    Raises
    ------
    UsageError
        If nothing is called so, or more than one thing; the message says what fits.
    """
    text = place.shape.strip() or place.name
    option = "--from" if place.shape.strip() else "NAME"
    if found := _AREA.fullmatch(text):
        areas = [a for a in areas_named(found["name"]) if a.kind == found["kind"].lower()]
        if len(areas) != 1:
            fits = ", ".join(told(a) for a in areas) or "none has this name"
            raise UsageError(
                f'{option}: "{text}" fits {len(areas)} of the areas that are known: {fits}. Add its country.'
            )
        return area_feature(place.name, areas[0], "")
    elsewhere = [f for f in own if (f.get("properties") or {}).get("name") != text]
    named = find_places([text], elsewhere, country)
    if text in named.unanswered:
        countries = countries_named([text], [f.get("properties") or {} for f in own], country)
        offered = "".join(f"\n  {offer}" for offer in offers(text, countries))
        raise UsageError(f'{option}: "{text}" {named.unanswered[text]}. Say where it is:{offered}')
    if not named.added:
        raise UsageError(f'{option}: "{text}" is a place of the case already: {named.ids[text]}.')
    feature = named.added[0]
    feature["properties"]["name"] = place.name
    return feature


def _own_words(place: NewPlace, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person says otherwise of an area that was looked up; it may be coarser, never finer."""
    said: dict[str, Any] = {"location_class": place.location_class, "basis": place.basis, "source": place.source}
    column = "outline_error_m" if "outline_error_m" in row else "coord_uncertainty_m"
    if place.error_m is not None:
        if place.error_m < row.get(column, 0):
            raise InvalidValue(
                f"--error: {place.error_m:g} m is less than the {row[column]:g} m that this place may be off. Leave "
                "it out, or give the outline that you know better: --from FILE."
            )
        said[column] = _whole(place.error_m)
    return {k: v for k, v in said.items() if v != ""}


def _check_own_shape(place: NewPlace) -> None:
    """Refuse a shape of somebody's own without what is needed to draw it."""
    given = (place.source.strip(), place.error_m, place.location_class, place.basis)
    absent = [o for o, v in zip(("--source", "--error", "--class", "--basis"), given, strict=True) if v in ("", None)]
    if "--source" in absent:
        raise UsageError('--source: say where the position was read, for example "OpenStreetMap, way 4817".')
    if absent:
        raise UsageError(
            f"{', '.join(absent)}: needed for a circle, a point or a file: how far it may be off in metres (--error "
            "500), what it is (--class town) and where it comes from (--basis sourced)."
        )


def _check_words(place: NewPlace) -> None:
    if not place.name.strip():
        raise UsageError("NAME: a place needs a name.")
    if place.error_m is not None and not (np.isfinite(place.error_m) and 0 <= place.error_m <= _REACH_MAX_M):
        raise InvalidValue(f"--error: {place.error_m:g} is no length in metres. Say how far the place may be off.")
    for option, value, column in (
        ("--class", place.location_class, "location_class"),
        ("--basis", place.basis, "basis"),
        ("--sensitivity", (place.others or {}).get("sensitivity", ""), "sensitivity"),
    ):
        allowed = table_schema("places").field(column).vocabulary
        if value not in (*allowed, ""):
            raise UsageError(f'{option}: "{value}" is not one of {", ".join(allowed)}.')


def _whole(length_m: float) -> float | int:
    return int(length_m) if float(length_m).is_integer() else length_m


def _position(lon: float, lat: float) -> tuple[float, float]:
    """Return a position that can be one.

    Raises
    ------
    InvalidValue
        If a number is out of range; the message says whether the two are swapped.
    """
    if abs(lon) <= 180 and abs(lat) <= 90:
        if lon == 0 and lat == 0:
            raise InvalidValue("--from: 0,0 lies in the Gulf of Guinea and stands for a missing position.")
        return lon, lat
    if abs(lat) <= 180 and abs(lon) <= 90:
        raise InvalidValue(
            f"--from: {lat:g} is no latitude between -90 and 90. Longitude comes first: did you mean {lat:g},{lon:g}?"
        )
    raise InvalidValue(
        f"--from: {lon:g},{lat:g} is no longitude between -180 and 180 and latitude between -90 and 90, in decimal "
        "degrees. Is it projected, or a decimal point lost?"
    )


def _check_country(lon: float, lat: float, country: str, countries: Sequence[str]) -> None:
    """Refuse a position outside of every country that the case names; none is held against it if there are none."""
    shapes = [shape for name in countries if (shape := country_shape(name)) is not None]
    if not country or not shapes or any(is_inside(s, np.array([lon]), np.array([lat]))[0] for s in shapes):
        return
    turned = abs(lon) <= 90 and any(is_inside(s, np.array([lat]), np.array([lon]))[0] for s in shapes)
    swapped = f" Longitude comes first: did you mean {lat:g},{lon:g}, which lies inside?" if turned else ""
    also = f" or its places name ({', '.join(countries[1:])})" if len(countries) > 1 else ""
    raise InvalidValue(f"--from: {lon:g},{lat:g} {_FAR.format(country=country, also=also, swapped=swapped)}")


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """Return the middle of an outline with as many decimals as a hand can mean."""
    if "Polygon" in shape.geom_type:
        area = geodesy.area_of_outline(shape, 0.0)
        return round(area.centroid_lon, 5), round(area.centroid_lat, 5)
    point = shape.interpolate(0.5, normalized=True) if shape.geom_type == "LineString" else shape.representative_point()
    return round(point.x, 5), round(point.y, 5)


def _shape_of(path: Path, pick: str) -> BaseGeometry:
    """Return the one shape of a file, in longitude and latitude."""
    rows, shapes = _geojson(path) if path.suffix.lower() in (".geojson", ".json") else _any_file(path)
    chosen = [s for row, s in zip(rows, shapes, strict=True) if not pick or pick in (str(v) for v in row.values())]
    if len(chosen) != 1:
        named = [next((str(v) for v in row.values() if isinstance(v, str) and v), "") for row in rows]
        known = ", ".join(dict.fromkeys(n for n in named if n)) or "none has a name"
        raise UsageError(
            f"{path.name} holds {len(rows)} shapes, {len(chosen)} of them "
            f"{'named ' + pick if pick else 'to choose from'}: say with --pick which one is meant ({known[:200]})."
        )
    shape = chosen[0]
    if shape is None or shape.is_empty or shape.geom_type not in (*_SHAPES, "Point"):
        raise UnreadableInput(f"{path.name}: the shape is empty, or not one of {', '.join(_SHAPES)}, Point.")
    if not shape.is_valid:
        raise UnreadableInput(
            f"{path.name}: the outline is not valid: {shapely.is_valid_reason(shape)}. Mend it first."
        )
    shape = shapely.force_2d(shape)
    for lon, lat in shapely.get_coordinates(shape)[:2].tolist():
        _position(lon, lat)
    bounds = shape.bounds
    _position(bounds[0], bounds[1])
    _position(bounds[2], bounds[3])
    return shape


def _geojson(path: Path) -> tuple[list[dict[str, Any]], list[BaseGeometry]]:
    document = load_json(read_file(path), path.name)
    if not isinstance(document, dict):
        raise UnreadableInput(f"{path.name} is no GeoJSON.")
    kind = document.get("type")
    features: Sequence[Any] = document.get("features", []) if kind == "FeatureCollection" else [document]
    if kind not in ("FeatureCollection", "Feature"):
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    try:
        shapes = [shapely.geometry.shape(f["geometry"]) for f in features]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise UnreadableInput(
            f"{path.name}: a geometry cannot be read. Open the file in a GIS and save it again."
        ) from None
    return [dict(f.get("properties") or {}) for f in features], shapes


def _any_file(path: Path) -> tuple[list[dict[str, Any]], list[BaseGeometry]]:
    """Read what GDAL reads (GeoPackage, KML, Shapefile) and turn it to WGS 84."""
    read_file(path)
    import pyogrio

    try:
        frame = pyogrio.read_dataframe(path)
        frame = frame.to_crs(4326) if frame.crs is not None else frame
    except Exception as error:  # noqa: BLE001 - GDAL raises whatever its drivers make it raise
        raise UnreadableInput(
            f"{path.name} cannot be read as a shape ({type(error).__name__}). GeoJSON, GeoPackage and KML can."
        ) from None
    others = frame.drop(columns=frame.geometry.name)
    return others.to_dict("records"), list(frame.geometry)
