"""The reader of GeoJSON (RFC 7946): a FeatureCollection, a Feature or a bare geometry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import UnreadableInput
from geomap.options import ReadOptions
from geomap.readers.features import Notes, cell_text, feature_chunk, off_globe
from geomap.readers.geojson_rules import GEOMETRIES, TYPES, geometry_of, told_of_object
from geomap.readers.json_text import DEPTH_MAX, EXACT_MAX, Parsed, json_text, parse_json
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file

__all__ = ["chunks", "describes", "name", "recognises"]

name = "geojson"
describes = "GeoJSON (RFC 7946): each feature is an event, its properties are the columns"

_DECIMALS_MAX = 7


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path: its name says GeoJSON, or it begins with an object."""
    if not path.is_file() or path.name == "datapackage.json":
        return False
    is_named = path.suffix.lower() in (".geojson", ".geojsonl", ".topojson")
    head = head_of(path).lstrip()
    return (
        is_named
        or (head[:1] == b"{" and b'"events"' not in head[:200])
        or (path.suffix.lower() == ".json" and head[:1] != b"[" and b'"events"' not in head[:200])
    )


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the features of a file as rows of text with their shapes.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is no JSON, no GeoJSON, or its ``crs`` is not WGS 84 longitude and latitude.
    """
    parsed = parse_json(json_text(read_file(path), path.name), path.name)
    notes = Notes(path.name)
    features = _features(parsed, path.name, notes)
    rows: dict[int, dict[str, str]] = {}
    shapes: list[BaseGeometry | None] = []
    for number, feature in enumerate(features, start=1):
        if number in parsed.deep:
            notes.refuse("too-deep", number, f"nested more than {DEPTH_MAX} deep")
            continue
        try:
            cells, shape = _feature(feature, number, notes)
        except ValueError as error:
            notes.refuse("bad-geometry", number, str(error), feature_id=_id_text(feature))
            continue
        rows[number] = cells
        shapes.append(shape)
    _tell_mixed_ids(features, rows, notes)
    yield feature_chunk(path, rows, shapes, notes, options)


def _features(parsed: Parsed, file: str, notes: Notes) -> list[Any]:
    document = parsed.value
    if not isinstance(document, dict):
        raise UnreadableInput(f"{file} is no GeoJSON: an object with a type is expected, not a bare value.")
    _check_crs(document, file)
    for member in dict.fromkeys(parsed.repeated):
        notes.warn("repeated-member", 0, f'"{member[:60]}" stands twice in one object; the last one is read')
    kind = document.get("type")
    match = next((t for t in TYPES if isinstance(kind, str) and t.lower() == kind.lower()), None)
    if match is None:
        said = f'"type" is {str(kind)[:40]!r}' if "type" in document else 'it has no "type"'
        raise UnreadableInput(f"{file} is no GeoJSON: {said}; one of {', '.join(TYPES)} is expected.")
    features = document.get("features") if match == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise UnreadableInput(f'{file}: "features" is no list of features.')
    if parsed.large:
        _tell_large(parsed, features, notes)
    if match != kind:
        for n in range(1, len(features) + 1):
            notes.refuse("bad-type", n, f'"type" is "{kind}"; upper and lower case count: "{match}"')
        return []
    if match == "FeatureCollection":
        told_of_object(document, match, lambda code, text: notes.warn(code, 0, text))
    elif match in GEOMETRIES:
        return [{"type": "Feature", "properties": None, "geometry": document}]
    return features


def _tell_large(parsed: Parsed, features: list[Any], notes: Notes) -> None:
    """Tell every whole number that other programs round, each of the feature and member that holds it."""
    text = "is a whole number beyond 2^53, which other programs round; its digits are kept as text"
    found = [(n, *large) for n, feature in enumerate(features, start=1) for large in _large_in(feature)]
    for feature_number, member, number in found or [(0, "", parsed.large[0])]:
        notes.warn("large-number", feature_number, f"{str(number)[:40]} {text}", column=member, value=str(number)[:40])


def _large_in(feature: object) -> Iterator[tuple[str, int]]:
    """Yield each number beyond 2^53 in a feature, with the property (or id) that holds it."""
    stack: list[tuple[str, object]] = [("", feature)]
    while stack:
        member, value = stack.pop()
        if isinstance(value, int) and abs(value) > EXACT_MAX:
            yield member, value
        elif isinstance(value, dict):
            is_inside = member not in ("", "properties")
            stack += [(member if is_inside else str(key), item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(member, item) for item in reversed(value)]


def _check_crs(document: dict[str, Any], file: str) -> None:
    crs = document.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    stated = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not stated.upper().endswith(("CRS84", ":4326", "4326")):
        raise UnreadableInput(
            f'{file}, member "crs": it says {stated or str(crs)[:60]}, but GeoJSON is WGS 84 longitude and latitude '
            "(RFC 7946, 4). Transform the file, or take the member out if its numbers are degrees."
        )


def _feature(feature: object, number: int, notes: Notes) -> tuple[dict[str, str], BaseGeometry | None]:
    if not isinstance(feature, dict):
        raise ValueError("is no object")
    if feature.get("type") != "Feature":
        raise ValueError(f'"type" is {str(feature.get("type"))[:40]!r}; "Feature" is expected')

    def tell(code: str, text: str) -> None:
        notes.warn(code, number, text, severity="notice" if code == "antimeridian" else "warning")

    told_of_object(feature, "Feature", tell)
    if "properties" not in feature:
        raise ValueError('has no "properties" (null is allowed)')
    properties = feature["properties"]
    if properties is not None and not isinstance(properties, dict):
        raise ValueError('"properties" is neither an object nor null')
    if "geometry" not in feature:
        raise ValueError('has no "geometry" (null is allowed)')
    identifier = feature.get("id")
    if "id" in feature and (isinstance(identifier, bool) or not isinstance(identifier, str | int | float)):
        tell("bad-feature-id", '"id" is neither a text nor a number; it is not used')
    cells = {str(k): cell_text(v) for k, v in (properties or {}).items()}
    if _id_text(feature) and not any(k.lower() == "id" for k in cells):
        cells["id"] = _id_text(feature)
    return cells, _shape(feature["geometry"], number, notes, tell)


def _shape(geometry: object, number: int, notes: Notes, tell: Any) -> BaseGeometry | None:
    if geometry is None:
        notes.warn("no-geometry", number, "has no geometry: it is kept in the table and not mapped")
        return None
    shape = geometry_of(geometry, tell)
    if shape is None or shape.is_empty:
        notes.warn("no-geometry", number, "its geometry is empty: it is kept in the table and not mapped")
        return None
    where = off_globe(shape)
    if where == "projected":
        raise ValueError("its numbers are no degrees; the file looks projected. Transform it to WGS 84 first")
    if where == "off":
        notes.warn(
            "off-the-globe",
            number,
            "a position lies past 180 degrees of longitude or 90 of latitude: it is listed, not mapped. "
            "Are longitude and latitude swapped?",
        )
        return None
    if not shape.is_valid and "Polygon" in shape.geom_type:
        raise ValueError(f"the outline is not valid: {shapely.is_valid_reason(shape)}")
    if shape.geom_type != "Point":
        _tell_decimals(geometry, number, notes)
    return shape


def _tell_decimals(geometry: object, number: int, notes: Notes) -> None:
    stack: list[object] = [geometry]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack += [item.get("coordinates"), *(item.get("geometries") or [])]
        elif isinstance(item, list):
            stack += item
        elif isinstance(item, float) and len(repr(item).partition(".")[2]) >= _DECIMALS_MAX and "e" not in repr(item):
            text = (
                "has coordinates with seven or more decimals (a centimetre): nobody reported that. Write four or five"
            )
            notes.warn("false-precision", number, text, value=repr(item))
            return


def _id_text(feature: object) -> str:
    identifier = feature.get("id") if isinstance(feature, dict) else None
    if isinstance(identifier, bool) or not isinstance(identifier, str | int | float):
        return ""
    return cell_text(identifier)


def _tell_mixed_ids(features: list[Any], rows: dict[int, dict[str, str]], notes: Notes) -> None:
    """Keep id 1 and id "1" apart: JSON says that they differ."""
    kinds: dict[str, tuple[int, type]] = {}
    for number, feature in enumerate(features, start=1):
        text = _id_text(feature)
        if not text or number not in rows or rows[number].get("id") != text:
            continue
        kind: type = str if isinstance(feature["id"], str) else float
        first, other = kinds.setdefault(text, (number, kind))
        if other is not kind:
            rows[number]["id"] = f"{text}-{'text' if kind is str else 'number'}"
            notes.warn(
                "mixed-ids",
                first,
                f"features {first} and {number} have ids that differ only in type ({text} as number and as text); "
                "many programs take them for one. Give each its own",
                column="id",
            )
