"""Files of streets: what they are, whose they are, and what of them lies in a box."""

from __future__ import annotations

import json
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.errors import UnreadableInput, UsageError
from geomap.ground import Box
from geomap.publishers.streets import pmtiles
from geomap.publishers.streets.classes import KEYS, LAYERS, layer_of

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

__all__ = ["StreetFile", "open_streets"]

_DRIVERS = {"GeoJSON": b"{", "GPKG": b"SQLite format 3\0", "PMTiles": pmtiles.MAGIC}
"""Formats that are read, and how their files begin; GDAL is not asked to guess among its others."""
_NAMED = "GeoJSON, GeoPackage or PMTiles"
_CREDITS = ("licence", "license", "attribution", "credit", "copyright")
_LAT_MOST = 85.0
_ROWS_MOST = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetFile:
    """A file that can be read: its format and whose it is."""

    path: Path
    driver: str
    credit: str
    head: pmtiles.Head | None = None
    """Of PMTiles."""

    def within(self, box: Box, m_per_px: float) -> dict[str, np.ndarray[Any, Any]]:
        """Return the shapes in a box by what they are drawn as: longitude first, WGS 84.

        Parameters
        ----------
        box : tuple of float
            West, south, east, north in degrees.
        m_per_px : float
            The scale at which they will be looked at.

        Raises
        ------
        UnreadableInput
            If the file is damaged, its positions are no degrees, or it holds too much there.
        """
        found: dict[str, list[np.ndarray[Any, Any]]] = {layer: [] for layer in LAYERS}
        for layer, table in self._tables(box, m_per_px):
            marks = _marks(table, layer)
            shapes = np.asarray(table.geometry.to_numpy())
            for drawn in LAYERS:
                of_it = shapes[(marks == drawn) & ~shapely.is_missing(shapes)]
                if len(of_it):
                    found[drawn].append(of_it)
        return {drawn: np.concatenate(shapes) for drawn, shapes in found.items() if shapes}

    def bounds(self) -> Box:
        """Return what the whole file covers: west, south, east, north in degrees.

        Raises
        ------
        UnreadableInput
            If its positions are no degrees.
        """
        import pyogrio

        if self.head is not None:
            return self.head.bounds
        boxes = []
        with _as_read(self.path, self.driver):
            for layer, kind in pyogrio.list_layers(self.path):
                told = pyogrio.read_info(self.path, layer=str(layer), force_total_bounds=True) if kind else {}
                if told.get("total_bounds") is not None and all(map(math.isfinite, told["total_bounds"])):
                    boxes.append(_to_degrees(told["total_bounds"], told["crs"], self.path))
        ends = np.array(boxes or [(0.0, 0.0, 0.0, 0.0)])
        return (*ends[:, :2].min(axis=0).tolist(), *ends[:, 2:].max(axis=0).tolist())

    def _tables(self, box: Box, m_per_px: float) -> list[tuple[str, geopandas.GeoDataFrame]]:
        import pyogrio

        options: dict[str, Any] = {}
        if self.head is not None:
            options["ZOOM_LEVEL"] = pmtiles.zoom_for(self.head, box, m_per_px)
        made: list[tuple[str, geopandas.GeoDataFrame]] = []
        with _as_read(self.path, self.driver):
            layers = [str(name) for name, kind in pyogrio.list_layers(self.path) if kind is not None]
            for layer in layers:
                told = pyogrio.read_info(self.path, layer=layer, **options)
                if told["driver"] != self.driver:
                    raise UnreadableInput(f"{self.path} is not what it says it is. Give {_NAMED}.")
                columns = [name for name in told["fields"] if name in KEYS]
                bbox = _in_crs(box, told["crs"], self.path)
                table = pyogrio.read_dataframe(
                    self.path, layer=layer, columns=columns, bbox=bbox, max_features=_ROWS_MOST, **options
                )
                if not hasattr(table, "geometry") or not len(table):
                    continue
                if len(table) == _ROWS_MOST:
                    raise UsageError(
                        f'{self.path}, layer "{layer}", holds {_ROWS_MOST:,} rows and more where the map opens. '
                        "Cut it to the place, or let the map open closer."
                    )
                made.append((layer if len(layers) > 1 or self.head else "", _degrees(table)))
        return made


def open_streets(path: Path, credit: str = "") -> StreetFile:
    """Return a file of streets, once it is known what it is and whose it is; its features are read later.

    Parameters
    ----------
    path : pathlib.Path
    credit : str
        What a map must say of its source; empty takes what the file says of its own.

    Raises
    ------
    UnreadableInput
        If the file is none of the formats, or cannot be read.
    UsageError
        If nobody says whose data it is.
    """
    source = path.resolve()
    driver = _driver(path)
    head = None
    try:
        if driver == "PMTiles":
            _needs_driver(path)
            head = pmtiles.head_of(source)
        own = credit.strip() or (head.credit if head else _own_credit(source, path, driver))
    except OSError as error:
        raise UnreadableInput(f"{path} could not be read: {error.strerror or error}.") from error
    own = own.rstrip(". ")
    if not own:
        raise UsageError(
            f"{path} names no licence. Say whose data it is, as its licence asks for: "
            '--basemap-credit "© OpenStreetMap contributors".'
        )
    return StreetFile(path=source, driver=driver, credit=own, head=head)


def _driver(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise UnreadableInput(f"{path} could not be read: {error.strerror or error}.") from error
    if not head:
        raise UnreadableInput(f"{path} is empty. Give {_NAMED}.")
    for driver, start in _DRIVERS.items():
        if head.startswith(start):
            return driver
    raise UnreadableInput(f"{path} is not {_NAMED}; streets are read from these.")


def _needs_driver(path: Path) -> None:
    import pyogrio

    if "PMTiles" not in pyogrio.list_drivers():
        raise UsageError(
            f"{path}: the GDAL that is installed ({'.'.join(map(str, pyogrio.__gdal_version__))}) reads no PMTiles. "
            "Install pyogrio as a wheel (python -m pip install --force-reinstall pyogrio), or give GeoJSON or "
            "GeoPackage."
        )


class _as_read:  # noqa: N801 - reads as the word that it is
    """Turns what a library says of a damaged file into a sentence, and keeps its warnings to itself."""

    def __init__(self, path: Path, driver: str) -> None:
        self.path, self.driver = path, driver
        self._quiet = warnings.catch_warnings()

    def __enter__(self) -> None:
        self._quiet.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._quiet.__exit__(kind, error, trace)  # type: ignore[arg-type]
        if isinstance(error, RuntimeError | ValueError | OSError):
            said = str(error).strip().rstrip(".")
            raise UnreadableInput(f"{self.path} could not be read as {self.driver}: {said}.") from error


def _own_credit(source: Path, path: Path, driver: str) -> str:
    """Return what a file says of its own licence: beside its features, or in a column of them."""
    import pyogrio

    found: list[str] = []
    with _as_read(path, driver):
        if driver == "GeoJSON":
            top = json.loads(source.read_text("utf-8-sig"))
            found = [str(top[key]) for key in _CREDITS if isinstance(top, dict) and isinstance(top.get(key), str)]
        for layer, kind in pyogrio.list_layers(source):
            told = pyogrio.read_info(source, layer=str(layer))
            if told["driver"] != driver:
                raise UnreadableInput(f"{path} is not what it says it is. Give {_NAMED}.")
            columns = [name for name in told["fields"] if name in _CREDITS] if kind is not None else []
            if columns:
                rows = pyogrio.read_dataframe(source, layer=str(layer), columns=columns, read_geometry=False)
                found += [str(text) for name in columns for text in rows[name].dropna().unique() if str(text).strip()]
    return pmtiles.plain_credit("; ".join(dict.fromkeys(found)))


def _marks(table: pd.DataFrame, layer: str) -> np.ndarray[Any, Any]:
    """Return what each row is drawn as; each combination of its properties is looked at once."""
    columns = [name for name in table.columns if name in KEYS]
    if not columns:
        return np.full(len(table), layer_of({}, layer), dtype=object)
    of = table.groupby(columns, dropna=False, sort=False).ngroup().to_numpy()
    _, first = np.unique(of, return_index=True)
    drawn = [layer_of(row, layer) for row in table[columns].iloc[first].to_dict("records")]
    return np.asarray(np.array(drawn, dtype=object)[of])


def _crs(text: str | None, path: Path) -> Any:
    """Return the coordinate system of a layer; None if it has degrees on WGS 84, or none of its own."""
    import pyproj

    if not text:
        return None
    try:
        known = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        told = f"{path}: its coordinate system is not known ({text[:60]}). Convert it to WGS 84."
        raise UnreadableInput(told) from error
    return None if known.to_epsg() == 4326 else known


def _in_crs(box: Box, crs: str | None, path: Path) -> Box:
    """Return a box in the coordinates of a layer."""
    import pyproj

    known = _crs(crs, path)
    if known is None:
        return box
    west, south, east, north = box[0], max(box[1], -_LAT_MOST), box[2], min(box[3], _LAT_MOST)
    moved: Box = pyproj.Transformer.from_crs(4326, known, always_xy=True).transform_bounds(west, south, east, north)
    if not all(map(math.isfinite, moved)):
        raise UsageError(f"{path}: its coordinate system ({known.name}) does not reach where the map opens.")
    return moved


def _to_degrees(bounds: Any, crs: str | None, path: Path) -> Box:
    """Return bounds in degrees.

    Raises
    ------
    UnreadableInput
        If they are none and no coordinate system says what they are.
    """
    import pyproj

    known = _crs(crs, path)
    west, south, east, north = (float(end) for end in bounds)
    if known is not None:
        moved: Box = pyproj.Transformer.from_crs(known, 4326, always_xy=True).transform_bounds(west, south, east, north)
        return moved
    if max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 90:
        x, y = max(abs(west), abs(east)), max(abs(south), abs(north))
        raise UnreadableInput(
            f"{path}: {x:,.0f}, {y:,.0f} are no degrees, and the file names no coordinate system. Convert it to "
            "longitude and latitude (WGS 84)."
        )
    return west, south, east, north


def _degrees(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    if table.crs is not None and table.crs.to_epsg() != 4326:
        return table.to_crs(4326)
    return table
