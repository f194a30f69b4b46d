"""What an edition can be written as, line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import UsageError
from geomap.extras import needs

if TYPE_CHECKING:
    from geomap.edition import Edition

__all__ = ["EXPORTS", "FORMATS", "WORKING_COPY", "Format", "format_named", "write_all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One thing that `geomap export --to` writes."""

    name: str
    describes: str
    files: tuple[str, ...]
    module: str
    in_build: bool = True
    is_in_memory: bool = False
    """Whether its module can ``render`` the one file as bytes, without a disk."""
    is_private: bool = False
    """Whether it is a copy from before the gate: `geomap.pipeline.copy_case` writes it, no edition can."""
    build_files: tuple[str, ...] = ()
    """What `geomap build` writes of it, where that is more than one export."""
    renderer: str = "render"
    """The function of its module that returns the one file as bytes."""
    options: frozenset[str] = frozenset()
    """Which of ``account``, ``size``, ``dpi``, ``theme``, ``template`` and ``basemap`` change what is written."""
    needs_marks: bool = True
    """Whether it shows each place of a table with very many; figures count them, GeoJSON is made of the tables."""
    is_typeset: bool = False
    """Whether it holds a picture whose letters are drawn with the fonts that geomap brings."""
    keeps_files_apart: bool = False
    """Whether the first file can stand under any name, and the others in a folder beside it."""
    extra: str = ""
    """What brings the libraries that not every installation has."""

    def write(self, edition: Edition, folder: Path) -> None:
        """Write the files of this format into a folder; its library is imported only now."""
        self.check()
        if self.is_in_memory and not self.in_build:
            (folder / self.files[0]).write_bytes(self.render(edition))
            return
        writer: Callable[[Edition, Path], None] = import_module(self.module).write
        writer(edition, folder)

    def render(self, edition: Edition) -> bytes:
        """Return the one file of this format as bytes, written in memory."""
        self.check()
        renderer: Callable[[Edition], bytes] = getattr(import_module(self.module), self.renderer)
        return renderer(edition)

    def check(self) -> None:
        """Say what is missing.

        Raises
        ------
        UsageError
            If the format is private, or its library is not installed.
        """
        if self.is_private:
            raise UsageError(
                f'"{self.name}" is a private copy, not made from an edition. Use geomap export --to {self.name}.'
            )
        if self.extra:
            needs(self.extra, f'"{self.name}"')


_FIGURE = frozenset({"account", "size", "theme", "basemap"})

FORMATS = (
    Format(
        name="html",
        describes="the page: one file that opens anywhere",
        files=("map.html",),
        module="geomap.publishers.page",
        options=frozenset({"theme", "basemap"}),
    ),
    Format(
        name="embed",
        describes="the lean page for a frame in an article, and the snippet to paste",
        files=("embed.html", "embed.txt"),
        module="geomap.publishers.embed",
        options=frozenset({"theme", "basemap"}),
    ),
    Format(
        name="svg",
        describes="the map as a picture with live text and named layers, for an illustrator",
        files=("figure.svg",),
        build_files=("figure.svg", "figure-small.svg"),
        module="geomap.publishers.figure",
        renderer="edition_svg",
        is_in_memory=True,
        needs_marks=False,
        options=_FIGURE,
    ),
    Format(
        name="png",
        describes="the map as a picture, for print, slides, a square, a phone",
        files=("figure.png",),
        module="geomap.publishers.figure",
        renderer="edition_png",
        in_build=False,
        is_in_memory=True,
        needs_marks=False,
        options=_FIGURE | {"dpi"},
        is_typeset=True,
    ),
    Format(
        name="pdf",
        describes="the map as a picture for print: vectors, live text, fonts embedded",
        files=("figure.pdf",),
        module="geomap.publishers.figure",
        renderer="edition_pdf",
        in_build=False,
        is_in_memory=True,
        needs_marks=False,
        options=_FIGURE,
        is_typeset=True,
    ),
    Format(
        name="geojson",
        describes="RFC 7946 features with role, ids, uncertainty and claims",
        files=("events.geojson",),
        module="geomap.publishers.geojson",
        is_in_memory=True,
        needs_marks=False,
    ),
    Format(
        name="table",
        describes="the events as CSV for a spreadsheet",
        files=("table.csv",),
        module="geomap.publishers.table",
    ),
    Format(
        name="texts",
        describes="the map in words (alt.txt) and the sources (sources.md)",
        files=("alt.txt", "sources.md"),
        module="geomap.publishers.texts",
    ),
    Format(
        name="scene",
        describes="everything a reader sees as JSON, for a drawing library of your own",
        files=("scene.json",),
        module="geomap.publishers.scene_json",
        in_build=False,
    ),
    Format(
        name="gpkg",
        describes="GeoPackage for QGIS and ArcGIS: a styled layer for each role, claims and sources as tables",
        files=("events.gpkg",),
        module="geomap.publishers.geopackage",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="kml",
        describes="OGC KML 2.2 for Google Earth: areas with who says what in plain text",
        files=("events.kml",),
        module="geomap.publishers.kml",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="fgb",
        describes="FlatGeobuf: all features in one layer",
        files=("events.fgb",),
        module="geomap.publishers.flatgeobuf",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="parquet",
        describes="GeoParquet 1.1 for pandas, DuckDB and the like",
        files=("events.parquet",),
        module="geomap.publishers.geoparquet",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="csv",
        describes="events with place, uncertainty and claims as columns, the area as WKT",
        files=("events.csv",),
        module="geomap.publishers.events_csv",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="xlsx",
        describes="a workbook: events, claims, sources, places, what is not on the map",
        files=("events.xlsx",),
        module="geomap.publishers.workbook",
        in_build=False,
        is_in_memory=True,
    ),
    Format(
        name="docx",
        describes="a report for Word: summary, figures, who says what, events, what is not on the map, sources",
        files=("report.docx",),
        module="geomap.publishers.document.word",
        in_build=False,
        is_in_memory=True,
        options=frozenset({"theme", "template", "basemap"}),
        extra="office",
        is_typeset=True,
    ),
    Format(
        name="pptx",
        describes="slides for PowerPoint: one for each account with figure and speaker notes, then the sources",
        files=("slides.pptx",),
        module="geomap.publishers.document.slides",
        in_build=False,
        is_in_memory=True,
        options=frozenset({"theme", "template", "basemap"}),
        extra="office",
        is_typeset=True,
    ),
    Format(
        name="md",
        describes="the report as Markdown for Quarto, a content system, a newsletter; a figure for each account",
        files=("report.md", "figure.png"),
        keeps_files_apart=True,
        module="geomap.publishers.document.markdown",
        in_build=False,
        options=frozenset({"theme", "basemap"}),
        is_typeset=True,
    ),
)
"""What can be published: every format that an edition can be written as."""

WORKING_COPY = Format(
    name="case",
    describes="a PRIVATE working copy of everything that was read, notes included; not for publication",
    files=("datapackage.json", "sources.csv", "places.geojson", "events.csv", "claims.csv", "trajectories.csv"),
    module="geomap.publishers.case_folder",
    in_build=False,
    is_private=True,
)
"""The one thing that is not made from an edition."""

EXPORTS = (*FORMATS, WORKING_COPY)
"""What ``geomap export --to`` writes."""


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises
    ------
    UsageError
        If there is none, with the list of those there are.
    """
    for known in EXPORTS:
        if known.name == name:
            return known
    raise UsageError(f'geomap cannot write "{name}". It writes {", ".join(f.name for f in EXPORTS)}.')


def write_all(edition: Edition, folder: Path) -> None:
    """Write every file of `geomap build` into a folder."""
    for known in FORMATS:
        if known.in_build:
            known.write(edition, folder)
