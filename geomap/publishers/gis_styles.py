"""How a layer looks in QGIS and other desktop programs: the colours of the page as QML and SLD.

Fill says the role, the edge says how it is known: a line for a known outline, dashes for our estimate, none where no
edge is known.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass

from geomap import signs

__all__ = ["EDGES", "LAYER_LOOKS", "SIGN_LOOKS", "Look", "as_qml", "as_sld"]

EDGES = {"solid": "known outline", "dashed": "estimated edge", "soft": "no edge known"}
"""Values of the column ``edge`` and their words in a legend."""

_SLD = "http://www.opengis.net/sld"
_OGC = "http://www.opengis.net/ogc"
_PX_PER_MM = 96 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How features of one layer look: colours as #rrggbb, opacities from 0 to 1, widths in pixels."""

    is_line: bool = False
    fill: str = signs.LIGHT["soft_ink"]
    fill_opacity: float = 0.0
    stroke: str = signs.LIGHT["soft_ink"]
    stroke_opacity: float = 1.0
    width_px: float = 1.6
    by_edge: bool = False
    """Whether the edge is drawn as the column ``edge`` says."""


def _look(role: str, *, by_edge: bool = False) -> Look:
    area = signs.AREAS[role]
    width = area.width_px or signs.EDGES["dashed"]["width_px"]
    fill = area.fill or signs.LIGHT["soft_ink"]
    return Look(fill=fill, fill_opacity=area.alpha, stroke=area.edge, width_px=width, by_edge=by_edge)


LAYER_LOOKS: Mapping[str, Look] = {
    "events": _look("event", by_edge=True),
    "launch_areas": _look("launch_area", by_edge=True),
    "impact_areas": _look("impact_area", by_edge=True),
    "corridors": Look(fill=signs.LIGHT["middle"], fill_opacity=signs.value("band.middle_alpha"), stroke_opacity=0.0),
    "connectors": Look(is_line=True, stroke=signs.LIGHT["shaft"], stroke_opacity=signs.value("arrow.shaft_alpha")),
    "places": _look("place"),
    "interceptions": _look("intercepted"),
    "debris": _look("debris"),
}
"""The looks of the page by layer."""

SIGN_LOOKS: Mapping[str, Look] = {role: _look(role) for role in ("intercepted", "air_burst", "worked_out")}
"""The looks of the page for areas in which nothing fell, and for those that geomap worked out."""


def _dash(edge: str) -> tuple[str, str]:
    """Return the pen of QGIS and the dashes of SLD for an edge; empty means a whole line."""
    return {"dashed": ("dash", signs.EDGES["dashed"]["dash"]), "soft": ("no", "")}.get(edge, ("solid", ""))


def _rgba(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def as_qml(look: Look) -> str:
    """Return a style as QGIS reads it (QML, options and the older props side by side).

    Parameters
    ----------
    look : Look
    """
    root = ET.Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology"})
    kind = "categorizedSymbol" if look.by_edge else "singleSymbol"
    renderer = ET.SubElement(root, "renderer-v2", {"type": kind, "enableorderby": "0", "forceraster": "0"})
    edges = list(EDGES) if look.by_edge else ["solid"]
    if look.by_edge:
        renderer.set("attr", "edge")
        categories = ET.SubElement(renderer, "categories")
        for number, edge in enumerate(edges):
            said = {"render": "true", "symbol": str(number), "value": edge, "label": EDGES[edge], "type": "string"}
            ET.SubElement(categories, "category", said)
        other = {"render": "true", "symbol": str(len(edges)), "value": "", "label": "other", "type": "string"}
        ET.SubElement(categories, "category", other)
        edges.append("other")
    symbols = ET.SubElement(renderer, "symbols")
    for number, edge in enumerate(edges):
        _qml_symbol(symbols, number, look, edge)
    ET.SubElement(root, "layerGeometryType").text = "1" if look.is_line else "2"
    text = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}\n"


def _qml_symbol(parent: ET.Element, number: int, look: Look, edge: str) -> None:
    kind = "line" if look.is_line else "fill"
    symbol = ET.SubElement(parent, "symbol", {"type": kind, "name": str(number), "alpha": "1", "clip_to_extent": "1"})
    layer_class = "SimpleLine" if look.is_line else "SimpleFill"
    layer = ET.SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"})
    pen = "no" if look.stroke_opacity == 0 else _dash(edge)[0]
    stroke, width = _rgba(look.stroke, look.stroke_opacity), f"{look.width_px / _PX_PER_MM:.3f}"
    if look.is_line:
        options = {"line_color": stroke, "line_style": pen, "line_width": width, "line_width_unit": "MM"}
    else:
        brush = "solid" if look.fill_opacity else "no"
        options = {
            "color": _rgba(look.fill, look.fill_opacity),
            "style": brush,
            "outline_color": stroke,
            "outline_style": pen,
            "outline_width": width,
            "outline_width_unit": "MM",
        }
    whole = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        ET.SubElement(whole, "Option", {"type": "QString", "name": name, "value": value})
    for name, value in options.items():
        ET.SubElement(layer, "prop", {"k": name, "v": value})


def as_sld(layer: str, look: Look) -> str:
    """Return a style as OGC Styled Layer Descriptor 1.0.

    Parameters
    ----------
    layer : str
        Name of the layer.
    look : Look
    """
    root = ET.Element("StyledLayerDescriptor", {"version": "1.0.0", "xmlns": _SLD, "xmlns:ogc": _OGC})
    named = ET.SubElement(root, "NamedLayer")
    ET.SubElement(named, "Name").text = layer
    style = ET.SubElement(named, "UserStyle")
    ET.SubElement(style, "Name").text = layer
    rules = ET.SubElement(style, "FeatureTypeStyle")
    for edge in EDGES if look.by_edge else ("solid",):
        rule = ET.SubElement(rules, "Rule")
        if look.by_edge:
            ET.SubElement(rule, "Name").text = EDGES[edge]
            equal = ET.SubElement(ET.SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
            ET.SubElement(equal, "ogc:PropertyName").text = "edge"
            ET.SubElement(equal, "ogc:Literal").text = edge
        _sld_symbol(rule, look, edge)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _sld_symbol(rule: ET.Element, look: Look, edge: str) -> None:
    symbol = ET.SubElement(rule, "LineSymbolizer" if look.is_line else "PolygonSymbolizer")
    if look.fill_opacity:
        fill = ET.SubElement(symbol, "Fill")
        _parameter(fill, "fill", look.fill)
        _parameter(fill, "fill-opacity", f"{look.fill_opacity:g}")
    pen, dashes = _dash(edge)
    if pen == "no" or look.stroke_opacity == 0:
        return
    stroke = ET.SubElement(symbol, "Stroke")
    _parameter(stroke, "stroke", look.stroke)
    _parameter(stroke, "stroke-opacity", f"{look.stroke_opacity:g}")
    _parameter(stroke, "stroke-width", f"{look.width_px:g}")
    if dashes:
        _parameter(stroke, "stroke-dasharray", dashes)


def _parameter(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, "CssParameter", {"name": name}).text = value
