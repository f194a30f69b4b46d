"""folium kept away from the data: layers and a map whose templates print ids and numbers only.

folium compiles what a macro returns a second time as a template, so a text that went through a macro could run there.
Text therefore goes in as a `Literal`, which folium writes as it is, and reaches the screen through ``textContent``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from html import escape
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, Link
from folium.elements import ElementAddToElement
from folium.template import Template

from geomap.errors import UsageError
from geomap.publishers.page import assets
from geomap.publishers.page.blocks import data_block, entity_text, json_text

__all__ = ["LayerList", "Literal", "PageMap", "SceneLayer", "parts", "settle"]


class Literal(Element):  # type: ignore[misc]
    """A text that folium writes as it is.

    Parameters
    ----------
    text : str
        Finished HTML.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002 - folium hands them on
        """Return the text; it is never compiled as a template."""
        return self.text


def _add_runtime(figure: Any) -> None:
    figure.header.add_child(Literal(f"<style>{assets.map_css()}</style>"), name="geomap_map_css")
    figure.header.add_child(Literal(f"<script>{assets.map_js()}</script>"), name="geomap_map_js")


class SceneLayer(folium.FeatureGroup):  # type: ignore[misc]
    """One layer of a scene, for geomap's page and for any other ``folium.Map``.

    folium puts a page together of header, HTML and script; there runtime and data go into the first two, once. Hosts
    such as streamlit-folium run nothing but the script of each element; there it carries both by itself.

    Parameters
    ----------
    payload : mapping
        From `geomap.publishers.page.payload`.
    edition : str
        What tells the layers of one edition from those of another on the same map; empty on geomap's own page.
    edition_title : str
        Title of that edition, for the names of layers where there are several.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {% if this.is_alone %}{{ this.runtime }}{% endif %}
            var {{ this.get_name() }} = geomap.layer({{ this.block_id|tojson }}
                {%- if this.is_alone %}, {{ this.data_literal }}{% endif %});
        {% endmacro %}
        """
    )

    def __init__(self, payload: Mapping[str, Any], *, edition: str = "", edition_title: str = "") -> None:
        super().__init__(name=payload["title"])
        self._name = "FeatureGroup" if edition else "GeomapLayer"
        self.payload = {**payload, "edition": edition} if edition else payload
        self.edition, self.edition_title = edition, edition_title
        self.is_alone = True
        """Whether the script must carry runtime and data: not while folium puts its page together."""

    @property
    def layer_name(self) -> str:
        """Name in a list of layers; with the title of the edition where layers of several stand on one map.

        folium compiles it as a template and Leaflet reads it as HTML; the page's own list never uses it.
        """
        return entity_text(" ".join([self.payload["title"], *self._told_apart()]))

    @layer_name.setter
    def layer_name(self, name: str) -> None:
        """Take what folium sets; the name is worked out when it is asked for."""

    def _told_apart(self) -> list[str]:
        beside = getattr(self, "_parent", None)
        titles: dict[str, str] = {}
        for other in beside._children.values() if beside is not None else ():
            if isinstance(other, SceneLayer):
                titles.setdefault(other.edition, other.edition_title)
        if len(titles) < 2:
            return []
        alike = [edition for edition, title in titles.items() if title == self.edition_title]
        number = [str(alike.index(self.edition) + 1)] if len(alike) > 1 else []
        return [f"({' '.join([self.edition_title, *number])})"]

    @property
    def runtime(self) -> str:
        """The scripts and styles that draw layers, unless they are there."""
        style = f"const style=document.createElement('style');style.textContent={_literal(assets.map_css())};"
        return (
            f"if(!globalThis.geomap||!globalThis.geomap.layer){{{{{style}document.head.append(style);}}\n"
            f"{assets.map_js()}\n}}"
        ).replace("{{", "{ {")

    @property
    def data_literal(self) -> str:
        """The data as a text in a script."""
        return _literal(json_text(self.payload))

    @property
    def block_id(self) -> str:
        """Id of the element that holds the data."""
        return f"{self.get_name()}_data"

    def render(self, **kwargs: Any) -> None:
        """Put the runtime (once) and the data beside the map, then the one line of script."""
        figure = self.get_root()
        _add_runtime(figure)
        figure.html.add_child(Literal(data_block(self.block_id, self.payload)), name=self.block_id)
        self.is_alone = False
        try:
            super().render(**kwargs)
        finally:
            self.is_alone = True


def _literal(text: str) -> str:
    """Return a text as a literal of JavaScript in which nothing can be a template, a tag or the end of a line."""
    written = json.dumps(text)
    return "".join(f"\\u{ord(c):04x}" if c in "{}%#<>&'" else c for c in written)


class LayerList(folium.LayerControl):  # type: ignore[misc]
    """The control that switches layers on and off; their names come from the data and are written as text."""

    def __init__(self) -> None:
        super().__init__(position="topleft")

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.layerControl({{ this._parent.get_name() }},
                [{% for layer in this.overlays.values() %}{{ layer }}, {% endfor %}],
                {{ this.options|tojavascript }});
            geomap.boot({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


class PageMap(folium.Map):  # type: ignore[misc]
    """A map that loads nothing from other hosts and does not lock the reader's zoom.

    Parameters
    ----------
    location : tuple of float
        Latitude and longitude, as folium has them, of the middle before the page sets its view.
    label : str
        What the map is called for screen readers.
    page_block : str
        The page's data block, finished.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads them as class attributes
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="gm-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.pageMap({{ this.get_name()|tojson }},
                { center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }} });
        {% endmacro %}
        """
    )

    def __init__(self, location: tuple[float, float], *, page_block: str) -> None:
        super().__init__(location=list(location), tiles=None, zoom_start=10)
        self.page_block = page_block
        self.document = ""
        """The finished page, for notebooks; empty if nobody made one."""

    def render(self, **kwargs: Any) -> None:
        """Put the page's block and scripts in place; folium's own header, which locks zoom, is left out."""
        figure = self.get_root()
        _add_runtime(figure)  # a page on which nothing is drawn has no layer that brings it
        figure.html.add_child(Literal(self.page_block), name="geomap_page")
        super(folium.Map, self).render(**kwargs)

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ARG002 - folium hands them on
        """Show the finished page in a notebook, in a frame of its own."""
        page = escape(self.document, quote=True)
        return f'<iframe srcdoc="{page}" width="100%" height="760" sandbox="allow-scripts allow-popups"></iframe>'


def settle(figure: Figure) -> None:
    """Give every element an id from its place in the tree, and forget what an earlier rendering left behind.

    folium's ids are random and it adds children while it renders; without this, two builds differ.

    Parameters
    ----------
    figure : branca.element.Figure
        Root of a map.
    """
    for part in (figure.header, figure.html, figure.script):
        part._children.clear()
    numbers = itertools.count()
    waiting: list[Element] = [figure]
    while waiting:
        element = waiting.pop()
        element._id = str(next(numbers))
        added = [name for name, child in element._children.items() if isinstance(child, ElementAddToElement)]
        for name in added:
            del element._children[name]
        waiting += reversed(element._children.values())


def parts(folium_map: folium.Map) -> tuple[str, str, str]:
    """Render a map and return its header, its HTML and its script, as folium would have put them into its document.

    Parameters
    ----------
    folium_map : folium.Map

    Raises
    ------
    UsageError
        If a part of the map would load files from other hosts.
    """
    figure = folium_map.get_root()
    settle(figure)
    for child in list(figure._children.values()):
        child.render()
    _refuse_links(figure)
    header, html, script = (
        "\n".join(child.render().strip() for child in part._children.values())
        for part in (figure.header, figure.html, figure.script)
    )
    return header, html, script


def _refuse_links(figure: Figure) -> None:
    found = [
        f"{name} ({child.url})"
        for part in (figure.header, figure.html)
        for name, child in part._children.items()
        if isinstance(child, JavascriptLink | CssLink | Link)
    ]
    if found:
        raise UsageError(
            "these parts of the map load files from other hosts and cannot go into a self-contained page: "
            f"{', '.join(found)}. "
            "Leave them out, or save the map with folium itself."
        )
