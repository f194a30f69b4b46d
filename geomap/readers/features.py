"""Features of any geometric format as rows: properties are cells, the geometry is the position."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import rule_of
from geomap.findings import EXAMPLES_MAX, Finding, Findings, Severity
from geomap.options import ReadOptions
from geomap.readers.catalogue import title_of
from geomap.readers.header import visible
from geomap.readers.mapping import ANY_SHEET, mapping_for, named_mapping
from geomap.readers.own import OWN, events_alone, is_own
from geomap.readers.rows import RowChunk
from geomap.readers.unread import sample_of
from geomap.schema import STRING, clean_text, refuse_ballistics

__all__ = ["Notes", "cell_text", "feature_chunk", "off_globe", "shapes_frame"]

_OFF_MAX = 360.0


@dataclass(frozen=True, slots=True)
class _Note:
    number: int
    text: str
    column: str
    severity: Severity
    value: str


_NAMED_MAX = 5


class Notes:
    """Collects what is said of features, by code; equal ones become one finding.

    Parameters
    ----------
    file : str
        Name for messages.
    unit : str
        ``feature`` or ``placemark``.
    """

    def __init__(self, file: str, unit: str = "feature") -> None:
        self.file, self.unit = file, unit
        self._notes: dict[tuple[str, str, Severity, str], list[_Note]] = {}
        self.refused: list[tuple[object, ...]] = []

    def warn(
        self, code: str, number: int, text: str, *, column: str = "", severity: Severity = "warning", value: str = ""
    ) -> None:
        """Say something of one feature (counted from 1; 0 is the whole file)."""
        self._notes.setdefault((code, column, severity, rule_of(text)), []).append(
            _Note(number, text, column, severity, value)
        )

    def refuse(self, code: str, number: int, text: str, *, column: str = "", feature_id: str = "") -> None:
        """Refuse one feature (counted from 1)."""
        self.warn(code, number, f"{text}. The {self.unit} is refused.", column=column, severity="error")
        self.refused.append(("events", self.file, number + 1, feature_id, code, f"{self.unit} {number}: {text}"))

    def forget(self, code: str) -> None:
        """Take back what was said under a code."""
        self._notes = {key: notes for key, notes in self._notes.items() if key[0] != code}

    def findings(self) -> Findings:
        """Return everything said, one finding for each code, column and reason."""
        made = []
        for (code, column, severity, _), notes in self._notes.items():
            where = f"{self.unit} {notes[0].number}: " if notes[0].number else ""
            made.append(
                Finding(
                    code=code,
                    severity=severity,
                    message=f"{where}{notes[0].text}",
                    file=self.file,
                    column=column,
                    rows=tuple(n.number + 1 for n in notes[:EXAMPLES_MAX] if n.number),
                    values=tuple(n.value for n in notes[:EXAMPLES_MAX] if n.value),
                    count=len(notes),
                )
            )
        return Findings.of(made)

    def refused_frame(self) -> pd.DataFrame:
        """Return the refused features as the accounting wants them."""
        return pd.DataFrame(self.refused, columns=list(REFUSED_COLUMNS))


def further_tables(file: str, kind: str, chosen: str, others: Sequence[str]) -> Findings:
    """Tell that a file holds more than the one table that is read; nothing is said where it holds one.

    Parameters
    ----------
    file : str
        Name for messages.
    kind : str
        ``layer``, ``sheet`` or ``Shapefile``.
    chosen : str
        The one that is read.
    others : sequence of str
        Names of those that are not.
    """
    if not others:
        return Findings()
    named = ", ".join(f'"{name[:40]}"' for name in others[:_NAMED_MAX]) + (", ..." if len(others) > _NAMED_MAX else "")
    text = f'of {len(others) + 1} {kind}s only "{chosen[:40]}" is read, not {named}; save each as a file of its own'
    return Findings((Finding(code="further-table", severity="warning", message=text, file=file),))


def cell_text(value: object) -> str:
    """Return a property as the text of a cell: nested values as JSON, lists of texts joined by ``;``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return clean_text("; ".join(value))
    if isinstance(value, dict | list):
        return clean_text(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean_text(str(value))


def off_globe(shape: BaseGeometry) -> str:
    """Return "" if a shape lies on the globe, ``off`` if its degrees go past it, ``projected`` if it has none."""
    corners = shapely.get_coordinates(shape)
    if not len(corners) or ((np.abs(corners[:, 0]) <= 180) & (np.abs(corners[:, 1]) <= 90)).all():
        return ""
    is_near = (np.abs(corners[:, 0]) <= _OFF_MAX) & (np.abs(corners[:, 1]) <= _OFF_MAX)
    return "off" if bool(is_near.all()) else "projected"


def shapes_frame(shapes: Sequence[BaseGeometry | None], index: pd.Index) -> pd.DataFrame:
    """Return longitude and latitude of points, and the outline of everything else."""
    lon, lat, outline = [], [], []
    for shape in shapes:
        is_point = isinstance(shape, shapely.Point) and not shape.is_empty
        corner = shapely.get_coordinates(shape)[0] if is_point else (np.nan, np.nan)
        lon.append(float(corner[0]))
        lat.append(float(corner[1]))
        outline.append(None if shape is None or shape.is_empty or is_point else shape)
    return pd.DataFrame(
        {
            "longitude": pd.Series(lon, index=index, dtype="float64"),
            "latitude": pd.Series(lat, index=index, dtype="float64"),
            "outline": pd.Series(outline, index=index, dtype=object),
        }
    )


def feature_chunk(
    path: Path,
    rows: Mapping[int, Mapping[str, str]],
    shapes: Iterable[BaseGeometry | None],
    notes: Notes,
    options: ReadOptions | None = None,
    *,
    mapping_name: str = "",
) -> RowChunk:
    """Return features as one chunk of rows.

    Parameters
    ----------
    path : pathlib.Path
    rows : mapping of int to mapping
        Cells of each feature that was not refused, by its number from 1. A table with a header would count one more.
    shapes : iterable of shapely geometry or None
        One for each of them, longitude and latitude.
    notes : Notes
    options : ReadOptions, optional
    mapping_name : str
        A shipped mapping to use; empty finds one by the names of the properties.
    """
    options = options or ReadOptions()
    shapes = list(shapes)
    if not mapping_name and options.mapping is None and is_own(rows):
        rows, shapes = events_alone(rows, shapes, notes)
        mapping_name = OWN
    index = pd.Index([number + 1 for number in rows], dtype="int64")
    columns = list(dict.fromkeys(visible(name) or "unnamed" for cells in rows.values() for name in cells))
    refuse_ballistics(columns, path.name)
    text = pd.DataFrame(
        {
            column: pd.Series([cells.get(column, "") for cells in rows.values()], index=index, dtype=STRING)
            for column in columns
        },
        index=index,
    )
    sample = sample_of(text)
    own = (
        named_mapping(mapping_name).resolved(columns) if mapping_name else mapping_for(columns, options.mapping, sample)
    )
    return RowChunk(
        file=path.name,
        text=text,
        mapping=own or named_mapping(ANY_SHEET).resolved(columns, sample),
        shapes=shapes_frame(shapes, index),
        unit=notes.unit,
        **options.for_rows(),
        title=title_of(path),
        findings=notes.findings(),
        refused=notes.refused_frame(),
    )
