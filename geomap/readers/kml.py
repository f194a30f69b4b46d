"""The reader of KML and KMZ: placemarks are events. Nothing is fetched, no entity is expanded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from shapely.geometry.base import BaseGeometry

from geomap.errors import UnreadableInput
from geomap.options import ReadOptions
from geomap.readers.archives import members_of, unpacked
from geomap.readers.features import Notes, cell_text, feature_chunk
from geomap.readers.kml_shapes import GEOMETRY_TAGS, local, shape_of
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file
from geomap.readers.workbook import is_workbook

__all__ = ["chunks", "describes", "name", "recognises"]

name = "kml"
describes = "KML or KMZ: each placemark is an event; links are not followed"

_XML_MAX = 200_000_000
_NAMESPACES = ("http://www.opengis.net/kml/", "http://earth.google.com/kml/")
_ROOTS = frozenset({"kml", "Document", "Folder", "Placemark", "NetworkLinkControl"})
_OVERLAYS = frozenset({"GroundOverlay", "ScreenOverlay", "PhotoOverlay"})


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path: XML, or a zip file that holds KML."""
    if not path.is_file():
        return False
    head = head_of(path)
    if head[:4] == b"PK\x03\x04":
        return path.suffix.lower() == ".kmz" or (b".kml" in head and not is_workbook(head))
    return path.suffix.lower() in (".kml", ".kmz") or head.lstrip()[:1] == b"<"


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the placemarks of a file as rows of text with their shapes.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is no KML, declares entities, or would unpack to more than it should.
    """
    notes = Notes(path.name, "placemark")
    root = _root(_xml(path, notes), path.name)
    _tell_links(root, notes)
    rows: dict[int, dict[str, str]] = {}
    shapes: list[BaseGeometry | None] = []
    placemarks = [e for e in root.iter() if local(e) == "Placemark"]
    for number, placemark in enumerate(placemarks, start=1):
        cells = _cells(placemark)
        geometry = next((child for child in placemark if local(child) in GEOMETRY_TAGS), None)
        try:
            shape = shape_of(geometry) if geometry is not None else None
        except ValueError as error:
            notes.refuse("bad-geometry", number, str(error), feature_id=cells.get("id", ""))
            continue
        if shape is None:
            notes.warn("no-geometry", number, "has no point, line or polygon: it is kept in the table and not mapped")
        rows[number] = cells
        shapes.append(shape)
    _check_loose_shapes(root, placemarks, notes)
    yield feature_chunk(path, rows, shapes, notes, options)


def _xml(path: Path, notes: Notes) -> bytes:
    data = read_file(path)
    if data[:4] != b"PK\x03\x04":
        if path.suffix.lower() == ".kmz":
            raise UnreadableInput(f"{path.name} is no KMZ (a zip file that holds doc.kml).")
        return data
    archive = members_of(data, path.name)
    inside = [i.filename for i in archive.infolist() if i.filename.lower().endswith(".kml")]
    if not inside:
        raise UnreadableInput(f"{path.name} holds no .kml file.")
    main = next((n for n in inside if n.lower() == "doc.kml"), inside[0])
    for other in inside:
        if other != main:
            text = f'holds a second KML file, "{other[:60]}", which is not read; only "{main[:60]}" is'
            notes.warn("further-kml", 0, text)
    return unpacked(archive, main, path.name)


def _root(data: bytes, file: str) -> Any:
    if len(data) > _XML_MAX:
        raise UnreadableInput(f"{file} is {len(data)} bytes of XML; geomap reads at most {_XML_MAX}.")
    if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableInput(
            f"{file} is a web page, no table and no map file. Was it saved from a page that asks to log in? "
            "Download the file itself."
        )
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise UnreadableInput(
            f"{file} declares a DOCTYPE or entities. KML needs none, and they can read files or fill the memory. "
            "Take the declaration out."
        ) from None
    except ParseError as error:
        line, column = error.position
        raise UnreadableInput(
            f"{file} line {line}, column {column}: broken XML ({error.msg}). Is the file cut off?"
        ) from None
    except (ValueError, LookupError, RecursionError, MemoryError) as error:
        raise UnreadableInput(f"{file}: its XML cannot be read ({type(error).__name__}: {error}).") from None
    namespace = root.tag[1:].split("}")[0] if root.tag.startswith("{") else ""
    is_kml = namespace.startswith(_NAMESPACES) or (not namespace and local(root) in _ROOTS)
    if not is_kml:
        raise UnreadableInput(f'{file} is XML but no KML: its first element is "{local(root)[:60]}".')
    return root


def _tell_links(root: Any, notes: Notes) -> None:
    links = [e for e in root.iter() if local(e) in ("NetworkLink", "NetworkLinkControl")]
    if links:
        plural = "s" if len(links) > 1 else ""
        text = f"{len(links)} link{plural} to other files (NetworkLink) not fetched; give that file itself"
        notes.warn("network-link", 0, text)
    overlays = sum(local(e) in _OVERLAYS for e in root.iter())
    if overlays:
        notes.warn("overlay", 0, f"{overlays} overlays (pictures) are not read", severity="notice")


def _check_loose_shapes(root: Any, placemarks: list[Any], notes: Notes) -> None:
    """Look at geometry that lies in no placemark: it is no event, but a broken one says that the file is broken."""
    if placemarks or local(root) not in GEOMETRY_TAGS:
        return
    try:
        shape_of(root)
    except ValueError as error:
        notes.refuse("bad-geometry", 1, str(error))


def _cells(placemark: Any) -> dict[str, str]:
    cells: dict[str, str] = {}
    if placemark.get("id"):
        cells["id"] = cell_text(placemark.get("id"))
    for child in placemark:
        tag = local(child)
        if tag in ("name", "description", "address"):
            cells[tag] = _text(child)
        elif tag == "TimeStamp":
            cells["date"] = next((_text(c) for c in child if local(c) == "when"), "")
        elif tag == "TimeSpan":
            for part in child:
                cells[{"begin": "date", "end": "date_end"}.get(local(part), local(part))] = _text(part)
        elif tag == "ExtendedData":
            cells |= _extended(child)
    return cells


def _extended(element: Any) -> dict[str, str]:
    cells: dict[str, str] = {}
    for entry in element.iter():
        key = entry.get("name") or ""
        if local(entry) == "Data" and key:
            cells[key] = next((_text(c) for c in entry if local(c) == "value"), "")
        elif local(entry) == "SimpleData" and key:
            cells[key] = _text(entry)
    return cells


def _text(element: Any) -> str:
    return cell_text("".join(element.itertext()).strip())
