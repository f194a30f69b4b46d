"""The reader of TimeMap JSON (Forensic Architecture): a list of events with latitude, longitude and sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import MissingColumn, UnreadableInput
from geomap.options import ReadOptions
from geomap.readers.catalogue import title_of
from geomap.readers.features import Notes, cell_text
from geomap.readers.header import visible
from geomap.readers.json_text import json_text, parse_json
from geomap.readers.mapping import mapping_for
from geomap.readers.rows import RowChunk
from geomap.readers.sniff import head_of
from geomap.readers.text import read_file
from geomap.readers.unread import sample_of
from geomap.schema import STRING, is_address, refuse_ballistics

__all__ = ["chunks", "describes", "name", "recognises"]

_SOURCE_WORDS = ("title", "description", "name", "id", "path", "url")
_SOURCE_ADDRESSES = ("url", "path", "paths", "link")
name = "timemap"
describes = "TimeMap JSON: a list of events with date, latitude, longitude and sources"


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path: a JSON list, or an object with a list "events"."""
    if not path.is_file() or path.suffix.lower() in (".geojson", ".csv", ".tsv", ".txt"):
        return False
    head = head_of(path).lstrip()
    return head[:1] == b"[" or (head[:1] == b"{" and b'"events"' in head[:200])


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[RowChunk]:
    """Yield the events of a file as rows of text.

    Parameters
    ----------
    path : pathlib.Path
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is no JSON list of objects.
    MissingColumn
        If its objects do not say where anything happened.
    """
    options = options or ReadOptions()
    document = parse_json(json_text(read_file(path), path.name), path.name).value
    events: Any = document.get("events") if isinstance(document, dict) else document
    if not isinstance(events, list) or not any(isinstance(e, dict) for e in events):
        raise UnreadableInput(f"{path.name} is JSON but no list of events (objects with date, latitude, longitude).")
    notes = Notes(path.name)
    rows: dict[int, dict[str, str]] = {}
    for number, event in enumerate(events, start=1):
        if isinstance(event, dict):
            rows[number] = {visible(str(k)) or "unnamed": _text(v) for k, v in event.items()}
        else:
            notes.refuse("bad-type", number, "is no object")
    index = pd.Index([n + 1 for n in rows], dtype="int64")
    columns = list(dict.fromkeys(c for cells in rows.values() for c in cells))
    refuse_ballistics(columns, path.name)
    text = pd.DataFrame(
        {c: pd.Series([cells.get(c, "") for cells in rows.values()], index=index, dtype=STRING) for c in columns},
        index=index,
    )
    mapping = mapping_for(columns, options.mapping, sample_of(text))
    if mapping is None or not mapping.has_place:
        raise MissingColumn(
            f"{path.name}: its events have no latitude and longitude and no location. Members found: "
            f"{', '.join(columns[:12])}."
        )
    yield RowChunk(
        file=path.name,
        text=text,
        mapping=mapping,
        unit="feature",
        **options.for_rows(),
        title=title_of(path),
        findings=notes.findings(),
        refused=notes.refused_frame(),
    )


def _text(value: object) -> str:
    """Return a member as a cell; sources, which are objects, each by its words with its address."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "; ".join(filter(None, (_source(item) for item in value)))
    return cell_text(value)


def _source(item: object) -> str:
    if not isinstance(item, dict):
        return cell_text(item)
    said = next((str(item[key]) for key in _SOURCE_WORDS if item.get(key)), "")
    given = [item.get(key) for key in _SOURCE_ADDRESSES]
    addresses = [a for g in given for a in (g if isinstance(g, list) else [g]) if isinstance(a, str) and is_address(a)]
    words = cell_text(said).replace(";", ",")
    return " ".join(filter(None, (words if words not in addresses else "", *addresses[:1])))
