"""events.kml: OGC KML 2.2 for Google Earth and the like, written here because GDAL reports success on a full disk.

Descriptions are plain text: programs render them as HTML, so no ``<`` of the data gets through.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geomap.edition import Edition, Panel, Scene
from geomap.outcomes import FURTHER_SIGNS
from geomap.publishers.attributes import about, claim_lines
from geomap.publishers.features import ROLES, FeatureTable, as_one, feature_tables, flat
from geomap.publishers.gis_styles import EDGES, LAYER_LOOKS, SIGN_LOOKS, Look
from geomap.publishers.side_tables import side_tables_json
from geomap.publishers.xml_text import xml_text

__all__ = ["render", "write"]

FILE = "events.kml"

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_SWITCHED_OFF = ("corridors", "connectors")

_Row = Mapping[str, Any]


def write(edition: Edition, folder: Path) -> None:
    """Write events.kml into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the KML of an edition as bytes: a folder for each role, a placemark for each feature.

    What has no area is a placemark without geometry. Columns stand in ``ExtendedData``; the tables without shape stand
    as JSON in that of the document.

    Parameters
    ----------
    edition : Edition
    """
    root = ET.Element("kml", {"xmlns": _NAMESPACE})
    document = _put(root, "Document")
    _put(document, "name", _plain(edition.scene.title))
    _put(document, "open", "1")
    _put(document, "description", _plain("\n".join(value for _, value in about(edition))))
    for layer, look in {**LAYER_LOOKS, **SIGN_LOOKS}.items():
        for edge in EDGES:
            _style(document, f"{layer}-{edge}", look, edge)
    _data(_put(document, "ExtendedData"), "geomap", side_tables_json(edition))
    whole = as_one(feature_tables(edition))
    _folders(document, whole, _Words(edition), _accounts_shown(edition.scene))
    ET.indent(root, " ")
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


def _accounts_shown(scene: Scene) -> frozenset[str | None]:
    """Return the accounts that are switched on: what the map opens with; of all accounts, each."""
    opens = next((view for view in scene.accounts if view.account_id == scene.default_account), None)
    shown = scene.accounts if opens is not None and opens.is_all else [opens] if opens is not None else []
    return frozenset({None, *(view.account_id for view in shown)})


def _folders(document: ET.Element, whole: FeatureTable, words: _Words, shown: frozenset[str | None]) -> None:
    table = flat(whole.table)
    table = table.astype(object).where(table.notna(), None)
    folders: dict[str, ET.Element] = {}
    for row, shape in zip(table.to_dict("records"), whole.shapes, strict=True):
        layer = ROLES[row["role"]]
        if layer not in folders:
            folders[layer] = _put(document, "Folder")
            _put(folders[layer], "name", layer)
        is_shown = layer not in _SWITCHED_OFF and row["account"] in shown
        _placemark(folders[layer], row, shape, words, is_shown=is_shown)


class _Words:
    """Name and description of each feature, in the words of the page."""

    def __init__(self, edition: Edition) -> None:
        scene = edition.scene
        events = scene.tables["events"]
        self.events = {e: "\n".join(lines) for e, lines in zip(events["event_id"], events["lines"], strict=True)}
        self.claims = claim_lines(edition, has_ids=False)
        claims = scene.tables["claims"]
        self.about = dict(zip(claims["claim_id"], claims["about"], strict=True))
        self.marks = {f"{m.role}:{m.account}:{m.place_id}": m for m in scene.marks() if not m.is_gathered}
        self.links = {link.trajectory_id: link.panel for view in scene.accounts for link in view.links}
        self.places = dict(zip(edition.public.places["place_id"], edition.public.places["name"], strict=True))

    def name(self, row: _Row) -> str:
        """Return what a feature is called."""
        if row["role"] in ("corridor", "connector"):
            ends = [self.places.get(row[f"{end}_place_id"]) or "?" for end in ("launch", "impact")]
            return f"{ends[0]} – {ends[1]}"
        if row["feature_id"] in self.marks:
            return self.marks[row["feature_id"]].name
        return str(row["title"] or row["name"] or row["event_id"] or row["place_id"])

    def sign(self, row: _Row) -> str:
        """Return the sign of an area in which nothing fell, or which was worked out; empty for every other feature."""
        mark = self.marks.get(row["feature_id"])
        return mark.look if mark is not None and mark.look in SIGN_LOOKS else ""

    def description(self, row: _Row) -> str:
        """Return who says what of a feature, as lines of text."""
        if row["role"] == "event":
            return self._with_claims(self.events.get(row["event_id"], ""), row)
        if row["role"] in ("launch_area", "impact_area", *FURTHER_SIGNS):
            return _panel_text(self.marks[row["feature_id"]].panel) or self._with_claims("", row)
        if row["role"] in ("corridor", "connector"):
            return "\n".join(t for t in (row["note"], _panel_text(self.links.get(row["trajectory_id"]))) if t)
        return self._with_claims(row["source"] or "", row)

    def _with_claims(self, text: str, row: _Row) -> str:
        ids = [i.strip() for i in (row["claim_ids"] or "").split(";")]
        told = row["event_id"] if text else None  # what an event says has the claims about it
        others = dict.fromkeys(self.claims[i] for i in ids if i in self.claims and self.about[i] != told)
        return "\n".join(t for t in (text, row["reason"], *others) if t)


def _panel_text(panel: Panel | None) -> str:
    return "\n".join([panel.kicker, *(line.text for line in panel.lines)]) if panel else ""


def _placemark(folder: ET.Element, row: _Row, shape: BaseGeometry | None, words: _Words, *, is_shown: bool) -> None:
    mark = _put(folder, "Placemark")
    mark.set("id", row["feature_id"].replace(":", "."))
    _put(mark, "name", _plain(words.name(row)))
    _put(mark, "visibility", "1" if is_shown else "0")
    _put(mark, "description", _plain(words.description(row)))
    if row["date_first"] and row["date_last"]:
        span = _put(mark, "TimeSpan")
        _put(span, "begin", row["date_first"])
        _put(span, "end", row["date_last"])
    edge = row["edge"] if row["edge"] in EDGES else "solid"
    _put(mark, "styleUrl", f"#{words.sign(row) or ROLES[row['role']]}-{edge}")
    data = _put(mark, "ExtendedData")
    for column, value in row.items():
        if value is not None:
            _data(data, column, _cell(value))
    if shape is not None:
        _geometry(mark, shape)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    writers: dict[str, Callable[[ET.Element, BaseGeometry], None]] = {"Polygon": _polygon, "LineString": _line}
    if shape.geom_type in writers:
        writers[shape.geom_type](parent, shape)
        return
    several = _put(parent, "MultiGeometry")
    for part in shape.geoms:
        _geometry(several, part)


def _polygon(parent: ET.Element, shape: BaseGeometry) -> None:
    area = _put(parent, "Polygon")
    _put(area, "tessellate", "1")
    for name, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
        for ring in rings:
            _put(_put(_put(area, name), "LinearRing"), "coordinates", _coordinates(ring.coords))


def _line(parent: ET.Element, shape: BaseGeometry) -> None:
    line = _put(parent, "LineString")
    _put(line, "tessellate", "1")
    _put(line, "coordinates", _coordinates(shape.coords))


def _coordinates(positions: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{lon:.10g},{lat:.10g}" for lon, lat, *_ in positions)


def _style(document: ET.Element, style_id: str, look: Look, edge: str) -> None:
    """Write one style. KML has no dashes: an estimated edge is a thinner line, an unknown one none."""
    has_edge = edge != "soft" and look.stroke_opacity > 0
    style = _put(document, "Style")
    style.set("id", style_id)
    line = _put(style, "LineStyle")
    _put(line, "color", _colour(look.stroke, look.stroke_opacity))
    _put(line, "width", f"{look.width_px / 2 if edge == 'dashed' else look.width_px:g}")
    area = _put(style, "PolyStyle")
    _put(area, "color", _colour(look.fill, look.fill_opacity))
    _put(area, "fill", "1" if look.fill_opacity else "0")
    _put(area, "outline", "1" if has_edge else "0")


def _colour(colour: str, opacity: float) -> str:
    """Return a colour as KML has it: alpha, blue, green, red."""
    return f"{round(opacity * 255):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _data(parent: ET.Element, name: str, value: str) -> None:
    entry = _put(parent, "Data")
    entry.set("name", name)
    _put(entry, "value", value)


def _put(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, tag)
    if text is not None:
        made.text = xml_text(text)
    return made


def _plain(text: str) -> str:
    """Return text that no program takes for markup."""
    return text.replace("<", "‹").replace(">", "›")
