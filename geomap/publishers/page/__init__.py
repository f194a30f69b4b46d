"""The page: one self-contained HTML file on folium and Leaflet that opens anywhere and asks no host for anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from branca.element import Element

from geomap.edition import Edition, Scene
from geomap.publishers.page import basemap
from geomap.publishers.page.blocks import data_block
from geomap.publishers.page.document import compose_document
from geomap.publishers.page.folium_map import LayerList, PageMap, SceneLayer, parts
from geomap.publishers.page.payload import layer_payload, links_payload, page_payload, table_says
from geomap.publishers.page.streets import street_features

__all__ = ["folium_layers", "html", "scene_map", "write"]

FILE_NAME = "map.html"


def write(edition: Edition, folder: Path) -> None:
    """Write ``map.html``.

    Parameters
    ----------
    edition : Edition
    folder : pathlib.Path
        An existing folder.
    """
    (folder / FILE_NAME).write_text(html(edition), "utf-8", newline="\n")


def html(edition: Edition, *, is_frame: bool = False, is_fitted: bool = False) -> str:
    """Return the page as text; the same edition gives the same bytes.

    Parameters
    ----------
    edition : Edition
    is_frame : bool
        Whether it is the lean page for a frame in somebody else's: without tables and lists.
    is_fitted : bool
        Whether that frame has a height of its own, into which the whole map must fit.
    """
    return _document(edition, _page_map(edition, is_frame=is_frame), is_frame=is_frame, is_fitted=is_fitted)


def scene_map(edition: Edition) -> PageMap:
    """Return the page's map as a ``folium.Map``, to look at in a notebook or to add to.

    Parameters
    ----------
    edition : Edition
    """
    page_map = _page_map(edition)
    page_map.document = _document(edition, page_map)
    return page_map


def folium_layers(edition: Edition) -> list[SceneLayer]:
    """Return the layers of an edition for a ``folium.Map`` of your own.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    list of folium.FeatureGroup
        In drawing order; add each with ``layer.add_to(your_map)``. They show the edition's first account and bring
        their script and style with them; Leaflet comes from your map.
    """
    own = Element()._id  # as good as folium's own names: another edition, another one
    return [SceneLayer(made, edition=own, edition_title=edition.scene.title) for made in _payloads(edition.scene, {})]


def _payloads(scene: Scene, said: Mapping[str, str]) -> list[dict[str, Any]]:
    made = [layer_payload(scene, layer, said) for layer in scene.layers if layer.marks]
    links = links_payload(scene, said)
    if links is not None:
        made.insert(min(2, len(made)), links)
    return made


def _page_map(edition: Edition, *, is_frame: bool = False) -> PageMap:
    scene = edition.scene
    west, south, east, north = scene.overview.bounds
    streets = street_features(scene)
    taken = len(json.dumps(streets, separators=(",", ":"))) if streets else 0
    features = [*basemap.background(scene, taken), *streets]
    payload = page_payload(scene, features, basemap.named(scene), basemap.inset(scene), edition.look.tiles)
    page_map = PageMap(((south + north) / 2, (west + east) / 2), page_block=data_block("geomap-page", payload))
    for payload in _payloads(scene, {} if is_frame else table_says(scene)):
        SceneLayer(payload).add_to(page_map)
    LayerList().add_to(page_map)
    return page_map


def _document(edition: Edition, page_map: PageMap, *, is_frame: bool = False, is_fitted: bool = False) -> str:
    has_inset = basemap.inset(edition.scene) is not None
    rendered = parts(page_map)
    return compose_document(
        edition.scene, edition.look, rendered, has_inset=has_inset, is_frame=is_frame, is_fitted=is_fitted
    )
