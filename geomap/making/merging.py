"""Adding rows to the tables of a case without disturbing what a person wrote there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.dataset import items_of
from geomap.errors import UnreadableInput
from geomap.readers.text import decode, load_json
from geomap.schema import table_schema

__all__ = [
    "Change",
    "Default",
    "Merged",
    "Open",
    "Shorter",
    "Table",
    "append_features",
    "features_of",
    "merge_rows",
    "replace_feature",
    "table_of",
    "table_text",
]

Cells = dict[str, str]
_EMPTY_COLLECTION = b'{"type": "FeatureCollection", "features": [\n]}\n'


class Default(str):
    """A value that nobody stated: good for a new row, no reason to change one that stands."""

    __slots__ = ()


class Open(str):
    """An empty cell that says something: there is no number here, the range is open."""

    __slots__ = ()


class Shorter(str):
    """A list of ids that names those it no longer has: an update takes them out, nothing else does."""

    __slots__ = ("gone",)
    gone: frozenset[str]

    def __new__(cls, value: str, gone: frozenset[str]) -> Shorter:
        """Return the list with what is gone from it."""
        made = super().__new__(cls, value)
        made.gone = gone
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell that stands in a table and that the sheet would now fill otherwise."""

    file: str
    row_id: str
    column: str
    old: str
    new: str

    @property
    def where(self) -> str:
        """Return file, row and column."""
        return f'{self.file}, {self.row_id}, column "{self.column}"'

    def __str__(self) -> str:
        """Return one line."""
        gives = f'gives "{self.new}"' if self.new else "leaves it open"
        return f'{self.where}: stands "{self.old}", the sheet {gives}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV table as text, with what is needed to write it back as it was."""

    name: str
    header: list[str]
    rows: list[Cells]
    text: str = ""
    delimiter: str = ","
    newline: str = "\n"
    mark: str = ""
    """The byte order mark, if the file has one."""


@dataclass(slots=True, kw_only=True)
class Merged:
    """A table after the merge.

    Attributes
    ----------
    data : bytes
        The whole file.
    added : list of str
        Ids of rows that are new.
    filled : int
        Cells that were empty.
    longer : int
        Lists of ids that have more ids now.
    changes : list of Change
        Cells that would change; applied only if that was asked for.
    """

    data: bytes
    added: list[str] = field(default_factory=list)
    filled: int = 0
    longer: int = 0
    changes: list[Change] = field(default_factory=list)


def table_of(name: str, data: bytes) -> Table:
    """Read a CSV table of a case as text cells.

    Parameters
    ----------
    name : str
        Name of the table.
    data : bytes
        The file.

    Raises
    ------
    UnreadableInput
        If it is no UTF-8, has no header, or a row has too few or too many cells: nothing can be added safely then.
    """
    file = f"{name}.csv"
    text, _ = decode(data, file)
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        records = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if r]
    except csv.Error as error:
        raise UnreadableInput(f"{file}: broken CSV ({error}). Is a quotation mark left open?") from None
    if not records:
        raise UnreadableInput(f"{file} has no header. Copy that of an empty case (geomap new), or take the file out.")
    header = [name.strip() for name in records[0]]
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(header) and any(c.strip() for c in record):
            raise UnreadableInput(
                f"{file} row {number} has {len(record)} cells where the header has {len(header)}. Mend it first; "
                "nothing was written."
            )
    rows = [dict(zip(header, r, strict=True)) for r in records[1:] if len(r) == len(header) and any(r)]
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return Table(name=name, header=header, rows=rows, text=text, delimiter=delimiter, newline=newline, mark=mark)


def merge_rows(
    table: Table,
    made: Sequence[Cells],
    *,
    update: bool = False,
    own_words: Mapping[tuple[str, str], Container[str]] | None = None,
) -> Merged:
    """Add rows that are new, fill cells that are empty, add to lists of ids, and leave every other cell alone.

    Parameters
    ----------
    table : Table
    made : sequence of dict
        What the sheet gives now.
    update : bool
        Whether cells that the sheet gives otherwise are changed too; else they are only told.
    own_words : mapping, optional
        By id and column: texts that geomap itself wrote there. They give way without being asked, to nothing as well.
    """
    key = table_schema(table.name).primary_key
    rows = [dict(row) for row in table.rows]
    by_id = {row.get(key, ""): row for row in rows} if key else {}
    result = Merged(data=b"")
    fresh: list[Cells] = []
    touched = False
    for cells in made:
        old = by_id.get(cells[key]) if key else next((r for r in rows if _same(r, cells)), None)
        if old is None:
            fresh.append(cells)
            result.added.append(cells[key] if key else "; ".join(v for v in cells.values() if v))
            continue
        for column, value in cells.items():
            stands = old.get(column, "").strip()
            is_own = stands in (own_words or {}).get((cells.get(key or "", ""), column), ())
            is_nothing = isinstance(value, Default) or (not value and not isinstance(value, Open))
            if stands == value or (stands and not is_own and is_nothing):
                continue
            if stands and _kinds(table.name).get(column) == "ids":
                gone = value.gone if update and isinstance(value, Shorter) else frozenset()
                value = "; ".join(dict.fromkeys([*(i for i in items_of(stands) if i not in gone), *items_of(value)]))
                if value != stands:
                    old[column] = value
                    touched = True
                    result.longer += 1
                continue
            gives_way = not stands or is_own
            if not gives_way:
                result.changes.append(
                    Change(
                        file=f"{table.name}.csv",
                        row_id=cells[key] if key else "",
                        column=column,
                        old=stands,
                        new=value,
                    )
                )
            if gives_way or update:
                old[column] = value
                touched = True
                result.filled += gives_way and bool(value)
    header = table.header + [c for c in _columns(table.name, fresh + rows) if c not in table.header]
    if touched or header != table.header or not table.text:
        lines = [_line(header, table)] + [_line([row.get(c, "") for c in header], table) for row in [*rows, *fresh]]
        result.data = (table.mark + "".join(lines)).encode()
    else:
        whole = table.text if table.text.endswith("\n") or not fresh else table.text + table.newline
        lines = [_line([row.get(c, "") for c in header], table) for row in fresh]
        result.data = (table.mark + whole + "".join(lines)).encode()
    return result


def _kinds(name: str) -> dict[str, str]:
    return {f.name: f.kind for f in table_schema(name).fields}


def _same(row: Mapping[str, str], cells: Mapping[str, str]) -> bool:
    return all(row.get(c, "").strip() == v for c, v in cells.items() if v)


def _columns(name: str, rows: Sequence[Cells]) -> list[str]:
    used = {c for row in rows for c, value in row.items() if value}
    return [c for c in table_schema(name).columns if c in used]


def _line(cells: Sequence[str], table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=table.delimiter, lineterminator=table.newline).writerow(cells)
    return out.getvalue()


def table_text(name: str, columns: Sequence[str], rows: Sequence[Cells] = ()) -> bytes:
    """Return a new table: its header and rows."""
    return merge_rows(Table(name=name, header=list(columns), rows=[]), rows).data


def features_of(data: bytes) -> list[dict[str, Any]]:
    """Return the features of places.geojson.

    Raises
    ------
    UnreadableInput
        If the file is no FeatureCollection.
    """
    document = load_json(data, "places.geojson") if data else json.loads(_EMPTY_COLLECTION)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise UnreadableInput('places.geojson is no GeoJSON FeatureCollection ("type" and "features" are expected).')
    return [f for f in features if isinstance(f, dict)]


def append_features(data: bytes, added: Sequence[Mapping[str, Any]]) -> bytes:
    """Return places.geojson with more features at its end; every other byte stays as it is.

    Parameters
    ----------
    data : bytes
        The file; empty stands for one without features.
    added : sequence of mapping
        GeoJSON features.

    Raises
    ------
    UnreadableInput
        If the file is no FeatureCollection.
    """
    data = data or _EMPTY_COLLECTION
    if not added:
        return data
    features = features_of(data)
    text = data.decode("utf-8")
    end = _end_of_features(text)
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, allow_nan=False) for f in added)
    before = text[:end].rstrip()
    joint = ",\n" if features else "\n"
    made = f"{before}{joint}{lines}\n{text[end:]}".encode()
    assert len(features_of(made)) == len(features) + len(added)
    return made


def replace_feature(data: bytes, place_id: str, feature: Mapping[str, Any]) -> bytes:
    """Return places.geojson with one feature in place of that of an id; every other byte stays as it is.

    Parameters
    ----------
    data : bytes
        The file; it has the feature.
    place_id : str
    feature : mapping
        A GeoJSON feature.
    """
    text, decoder = data.decode("utf-8"), json.JSONDecoder()
    at = _start_of_features(text)
    while True:
        at = next(n for n in range(at + 1, len(text)) if text[n] == "{")
        found, end = decoder.raw_decode(text, at)
        if (found.get("properties") or {}).get("place_id") == place_id:
            return f"{text[:at]}{json.dumps(feature, ensure_ascii=False, allow_nan=False)}{text[end:]}".encode()
        at = end - 1


def _end_of_features(text: str) -> int:
    """Return where the list of features ends: the place of its closing bracket."""
    return json.JSONDecoder().raw_decode(text, _start_of_features(text))[1] - 1


def _start_of_features(text: str) -> int:
    """Return where the list of features begins: the place of its opening bracket."""
    whole = json.loads(text.removeprefix("\ufeff"))["features"]
    decoder = json.JSONDecoder()
    at = text.find('"features"')
    while at >= 0:
        start = text.find("[", at)
        if start < 0:
            break
        if text[at + len('"features"') : start].strip() == ":" and decoder.raw_decode(text, start)[0] == whole:
            return start
        at = text.find('"features"', at + 1)
    raise UnreadableInput("places.geojson: the list of features cannot be found.")
