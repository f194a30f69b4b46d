"""The reader of GeoPackage, FlatGeobuf and zipped Shapefile: GDAL through pyogrio, three drivers, local files only."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from geomap.errors import UnreadableInput
from geomap.findings import Findings
from geomap.options import ReadOptions
from geomap.readers.archives import members_of, sole_table, unpacked
from geomap.readers.features import Notes, cell_text, feature_chunk, further_tables, off_globe
from geomap.readers.own import OWN, softened
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file

__all__ = ["DRIVERS", "chunks", "describes", "layer_rows", "name", "recognises"]

name = "layers"
describes = "GeoPackage, FlatGeobuf or a Shapefile in a zip: each feature is an event"

DRIVERS = ("GPKG", "FlatGeobuf", "ESRI Shapefile")
"""The only drivers of GDAL that may open a file."""

_PARTS = (".shp", ".shx", ".dbf", ".prj")
_KEPT = (*_PARTS, ".cpg")
_UNSTATED = (b"\x00", b"\x03", b"\x57")
"""Marks of a .dbf that stand for no encoding: nothing, and "ANSI", which is whatever the machine had."""
_STYLES = ("layer_styles", "qgis_projects")


def _kind(path: Path) -> str:
    head = head_of(path)
    if head.startswith(b"SQLite format 3\x00"):
        return "GPKG"
    if head.startswith(b"fgb"):
        return "FlatGeobuf"
    if head.startswith(b"PK\x03\x04") and (b".shp" in head.lower() or path.suffix.lower() == ".zip"):
        return "ESRI Shapefile"
    return ""


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path, by its first bytes or its name."""
    if not path.is_file() or sole_table(path):
        return False
    return bool(_kind(path)) or path.suffix.lower() in (".gpkg", ".fgb", ".zip", ".shp")


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the features of the first layer that has any shape as rows of text with their shapes.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is none of the three formats, parts of it are missing, or it says no coordinate system.
    """
    read_file(path)
    kind = _kind(path)
    notes = Notes(path.name)
    if path.suffix.lower() == ".shp":
        raise UnreadableInput(
            f"{path.name} is one part of a Shapefile. Put it into a zip file together with {', '.join(_PARTS[1:])}."
        )
    if not kind:
        raise UnreadableInput(f"{path.name} is no GeoPackage, FlatGeobuf or zipped Shapefile. Is it cut off?")
    encoding = options.encoding if options else ""
    if kind != "ESRI Shapefile":
        frame, told = _frame(path, path.name, kind)
    else:
        with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
            main, told = _unzipped(path, Path(folder))
            frame, _ = _frame(main, path.name, kind, encoding or _stated_encoding(main, path.name))
    rows = layer_rows(path, frame, notes, options)
    told = softened(told) if rows.mapping.name == OWN else told
    yield replace(rows, findings=told + rows.findings)


def _unzipped(path: Path, folder: Path) -> tuple[Path, Findings]:
    archive = members_of(read_file(path), path.name)
    names = [i.filename for i in archive.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX")]
    mains = [n for n in names if n.lower().endswith(".shp")]
    main = mains[0] if mains else None
    if main is None:
        held = ", ".join(names[:5]) or "nothing"
        raise UnreadableInput(f"{path.name} holds no Shapefile (.shp); it holds {held}. Give the file inside itself.")
    stem = main[:-4].lower()
    parts = {n[-4:].lower(): n for n in names if n[:-4].lower() == stem}
    missing = [part for part in _PARTS if part not in parts]
    if missing:
        raise UnreadableInput(
            f"{path.name}: the Shapefile {main} has no {', '.join(missing)} beside it; "
            "without them it has no attributes or no coordinate system. Zip all parts together."
        )
    for part, member in parts.items():
        if part in _KEPT:
            (folder / f"layer{part}").write_bytes(unpacked(archive, member, path.name))
    return folder / "layer.shp", further_tables(path.name, "Shapefile", main, mains[1:])


def _stated_encoding(main: Path, file: str) -> str:
    """Return the encoding of a Shapefile that does not say it, if it can only be UTF-8; nothing if it says one.

    GDAL would take it for Latin-1, and names in Arabic would become other letters in silence.

    Raises
    ------
    UnreadableInput
        If its texts are not UTF-8.
    """
    data = main.with_suffix(".dbf").read_bytes()
    if main.with_suffix(".cpg").exists() or data.isascii() or data[29:30] not in _UNSTATED:
        return ""
    try:
        data[int.from_bytes(data[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableInput(
            f"{file}: the texts of its .dbf are not UTF-8, and no .cpg says what they are. Say it, for example "
            "--encoding cp1256 (Arabic Windows) or cp1252 (Western)."
        ) from None
    return "utf-8"


def _frame(path: Path, file: str, kind: str, encoding: str = "") -> tuple[Any, Findings]:
    import pyogrio

    try:
        where = str(path.resolve(strict=True))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's own remarks name folders of this machine
            listed = [(str(name), shape) for name, shape in pyogrio.list_layers(where)]
            spatial = [name for name, shape in listed if shape is not None]
            layer = spatial[0] if spatial else listed[0][0]
            stated = str(pyogrio.read_info(where, layer=layer).get("driver", kind))
            if stated not in DRIVERS:
                raise UnreadableInput(f"{file} was taken for {stated}; geomap opens {', '.join(DRIVERS)} only.")
            frame = pyogrio.read_dataframe(where, layer=layer, encoding=encoding or None)
    except UnreadableInput:
        raise
    except Exception as error:  # noqa: BLE001 - GDAL and SQLite have errors of many classes
        text = str(error).replace(str(path.parent), "").strip()
        raise UnreadableInput(f"{file} cannot be read as {kind}: {text[:200]}. Is it cut off?") from None
    if "geometry" not in frame.columns:
        raise UnreadableInput(f"{file}: its first layer has no geometry. Export it as CSV and read that.")
    if frame.crs is None:
        raise UnreadableInput(f"{file} does not say its coordinate system. Save it as WGS 84 (EPSG:4326).")
    others = [name for name, shape in listed if name != layer and name not in _STYLES]
    return in_wgs84(frame), further_tables(file, "layer", layer, others)


def in_wgs84(frame: Any) -> Any:
    """Return a GeoDataFrame in WGS 84; what is transformed is rounded to a tenth of a metre."""
    import numpy as np
    import shapely

    if frame.crs is None or frame.crs.to_epsg() == 4326:
        return frame
    turned = frame.to_crs(4326)
    rounded = shapely.transform(turned.geometry.to_numpy(), lambda xy: np.round(xy, 6))
    return turned.set_geometry(list(rounded), crs=4326)


def layer_rows(path: Path, frame: Any, notes: Notes, options: ReadOptions | None) -> RowChunk:
    """Return a GeoDataFrame in WGS 84 as one chunk of rows.

    Parameters
    ----------
    path : pathlib.Path
    frame : geopandas.GeoDataFrame
    notes : Notes
    options : ReadOptions, optional
    """
    geometry = frame.geometry
    cells = frame.drop(columns=[geometry.name]).astype(object)
    cells = cells.where(cells.notna(), None)
    rows: dict[int, dict[str, str]] = {}
    shapes = []
    records = cells.to_dict("records") if len(cells.columns) else [{} for _ in range(len(frame))]
    for number, (record, shape) in enumerate(zip(records, geometry, strict=True), start=1):
        if shape is None or shape.is_empty:
            notes.warn("no-geometry", number, "has no geometry: it is kept in the table and not mapped")
            shape = None
        elif off_globe(shape):
            notes.refuse("bad-geometry", number, "its numbers are no degrees; is the coordinate system stated wrongly?")
            continue
        rows[number] = {str(k): _plain(v) for k, v in record.items()}
        shapes.append(shape)
    return feature_chunk(path, rows, shapes, notes, options)


def _plain(value: object) -> str:
    if hasattr(value, "isoformat"):
        text = str(value.isoformat())
        return text.removesuffix("T00:00:00").removesuffix("T00:00:00+00:00")
    return cell_text(python_value(value))


def python_value(value: object) -> object:
    """Return a cell of a column as plain Python: lists come as arrays, structs as dictionaries of them."""
    if isinstance(value, dict):
        return {str(key): python_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [python_value(item) for item in value]
    if hasattr(value, "tolist"):
        plain = value.tolist()
        return python_value(plain) if isinstance(plain, list) else plain
    return value
