"""Readers: a path in, a Dataset and its findings out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from geomap.dataset import Dataset
from geomap.errors import UnreadableInput
from geomap.findings import Findings
from geomap.readers import case, gdelt, geojson, geoparquet, kml, layers, table, timemap
from geomap.readers.catalogue import catalogue_of
from geomap.readers.options import ReadOptions
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.workbook import OLD_WORKBOOK, old_workbook

__all__ = ["FILE_READERS", "READERS", "FileReader", "ReadOptions", "Reader", "read_path", "reader_of"]


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


def read_path(path: str | Path, options: ReadOptions | None = None) -> tuple[Dataset, Findings]:
    """Read a case, a catalogue or a table with the reader that recognises it.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder or file.
    options : ReadOptions, optional
        What the file does not say of itself.

    Raises
    ------
    UnreadableInput
        If it is not there, cannot be read as a whole, or no reader knows it.
    """
    path = Path(path)
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
