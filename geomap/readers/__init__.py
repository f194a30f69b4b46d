"""Readers: a path in, a Dataset and its findings out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

import pandas as pd

from geomap.dataset import Dataset
from geomap.errors import UnreadableInput, UsageError
from geomap.findings import Findings
from geomap.options import ReadOptions
from geomap.readers import case, frame, gdelt, geojson, geoparquet, kml, layers, table, timemap
from geomap.readers.catalogue import catalogue_of
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.workbook import OLD_WORKBOOK, old_workbook

__all__ = [
    "FILE_READERS",
    "READERS",
    "FileReader",
    "ReadOptions",
    "Reader",
    "Source",
    "path_of",
    "read_path",
    "reader_of",
]

Source: TypeAlias = str | os.PathLike[str] | pd.DataFrame
"""What can be read: the path of a folder or a file, or a DataFrame or GeoDataFrame in memory."""


class Reader(Protocol):
    """What a reader is: a module with these names."""

    name: str
    describes: str

    def recognises(self, path: Path) -> bool:
        """Whether this reader is the one for a path."""
        ...


class FileReader(Reader, Protocol):
    """A reader of one file of events: it yields text, and `catalogue_of` makes a catalogue of it."""

    def chunks(self, path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
        """Yield the rows as text, at least one chunk of them."""
        ...


FILE_READERS: tuple[FileReader, ...] = (timemap, geojson, kml, gdelt, layers, geoparquet, table)
READERS: tuple[Reader, ...] = (case, *FILE_READERS)
"""Every reader, line by line."""


def reader_of(path: Path) -> Reader | None:
    """Return the reader that recognises a path, or None."""
    return next((reader for reader in READERS if reader.recognises(path)), None)


def path_of(source: Source) -> Path | None:
    """Return where something lies, or None if it is a table in memory.

    Raises
    ------
    UsageError
        If it is nothing that can be read.
    """
    if frame.is_frame(source):
        return None
    if isinstance(source, str | os.PathLike) and isinstance(os.fspath(source), str):
        text = os.fspath(source)
        if "://" in text[:12]:
            raise UsageError(
                f'"{text[:80]}" is an address; geomap fetches nothing. Save it as a file and give its path.'
            )
        if text:
            return Path(text)
    hint = " Give what its to_pandas() returns." if hasattr(source, "to_pandas") else ""
    raise UsageError(
        "geomap reads the path of a case folder or a table (str or pathlib.Path), a pandas DataFrame or a "
        f"GeoDataFrame, not {_described(source)}.{hint}"
    )


def _described(source: object) -> str:
    return (
        "an empty path" if isinstance(source, str) and not source else f"{type(source).__name__} ({str(source)[:40]!r})"
    )


def read_path(source: Source, options: ReadOptions | None = None) -> tuple[Dataset, Findings]:
    """Read a case, a catalogue or a table with the reader that recognises it.

    Parameters
    ----------
    source : str, os.PathLike, pandas.DataFrame or geopandas.GeoDataFrame
        A folder or file, or a table in memory.
    options : ReadOptions, optional
        What the file does not say of itself.

    Raises
    ------
    UnreadableInput
        If it is not there, cannot be read as a whole, or no reader knows it.
    UsageError
        If it is neither a path nor a table.
    """
    path = path_of(source)
    if path is None:
        return catalogue_of(frame.FRAME, frame.chunks(source, options))
    if not path.exists():
        raise UnreadableInput(f"{path} is not there. Check the path.")
    if case.recognises(path):
        return case.read(path, options)
    for reader in FILE_READERS:
        if reader.recognises(path):
            return catalogue_of(path, reader.chunks(path, options))
    if head_of(path).startswith(OLD_WORKBOOK):
        raise UnreadableInput(old_workbook(path.name))
    known = "; ".join(f"{reader.name}: {reader.describes}" for reader in READERS)
    raise UnreadableInput(f'{path} is nothing that geomap reads. It reads {known}. "geomap formats" lists them.')
