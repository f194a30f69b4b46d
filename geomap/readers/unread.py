"""What of a table was not read: its columns by name, and what can therefore be said of nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from geomap.dataset import UNREAD_ROLES, Unread
from geomap.findings import Finding, Severity
from geomap.readers.columns import SAMPLE_CELLS, Sample
from geomap.readers.header import folded
from geomap.readers.looks import LOOKS, are_days, are_degrees, looks_like
from geomap.readers.mapping import Mapping as TableMapping
from geomap.readers.mapping import named_mapping
from geomap.readers.names import column_words
from geomap.readers.own import OWN, own_columns, role_is_empty

__all__ = ["UnreadCells", "first_cells", "sample_of", "unread_cells", "unread_of"]

UnreadCells = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns that nothing is made of and that hold something, each with its first cells."""

_SAMPLE_ROWS = 20
_HEAD_ROWS = 200
_NAMED_MAX = 12
_NUMBERS = re.compile(r"\D{0,12}\d{1,6}\D{0,12}")
_COUNTS = ("killed", "wounded", "munitions")
_AXES = frozenset({"lat", "latitude", "lon", "long", "lng", "longitude"})
_GRIDS = frozenset(
    [
        "mgrs",
        "usng",
        "utm",
        "utmx",
        "utmy",
        "utmeasting",
        "utmnorthing",
        "easting",
        "northing",
        "eastings",
        "northings",
        "gridref",
        "gridreference",
        "militarygrid",
        "bng",
        "osgb",
        "pluscode",
        "pluscodes",
        "olc",
        "openlocationcode",
        "what3words",
        "w3w",
        "geohash",
    ]
)
"""Names of columns, letters and digits alone, that hold positions in a form that geomap does not read."""


def first_cells(cells: pd.Series, most: int = SAMPLE_CELLS) -> tuple[str, ...]:
    """Return the first cells that hold something.

    Parameters
    ----------
    cells : pandas.Series of str
    most : int
    """
    found: list[str] = []
    for part in (cells.iloc[:_HEAD_ROWS], cells.iloc[_HEAD_ROWS:]):
        if len(found) >= most or not len(part):
            break
        told = part[(part != "").fillna(False).astype(bool)]
        for cell in told.array:
            if text := str(cell).strip():
                found.append(text)
                if len(found) == most:
                    break
    return tuple(found)


def sample_of(text: pd.DataFrame) -> Sample:
    """Return what gives the first cells of a column: of the first rows alone, so that parts of a file agree."""
    head = text.iloc[:_SAMPLE_ROWS]
    return lambda column: first_cells(head[column])


def unread_cells(text: pd.DataFrame, mapping: TableMapping, *, has_shapes: bool) -> UnreadCells:
    """Return the columns of a chunk that nothing is made of and that hold something.

    Parameters
    ----------
    text : pandas.DataFrame
    mapping : Mapping
        Resolved.
    has_shapes : bool
        Whether positions are those of a geometry.
    """
    used = mapping.used(has_shapes=has_shapes)
    if mapping.name == OWN:
        used |= {column for column in text.columns if folded(str(column)) in own_columns()}
    told = ((str(column), first_cells(text[column])) for column in text.columns if column not in used)
    return tuple((column, cells) for column, cells in told if cells)


def unread_of(
    file: str,
    mapping: TableMapping,
    pieces: Iterable[UnreadCells],
    *,
    has_shapes: bool,
    events: pd.DataFrame,
    lost: int = 0,
) -> tuple[Unread, list[Finding]]:
    """Return what was not read of a whole table, and what is told of it.

    Parameters
    ----------
    file : str
        Name for messages.
    mapping : Mapping
        Resolved.
    pieces : iterable of UnreadCells
        Of each chunk, in the order of the file.
    has_shapes : bool
    events : pandas.DataFrame
        The rows that can be used.
    lost : int
        Rows refused.
    """
    cells: dict[str, tuple[str, ...]] = {}
    for piece in pieces:
        for column, here in piece:
            cells[column] = (*cells.get(column, ()), *here)[:SAMPLE_CELLS]
    looks = {column: looks_like(column, here) for column, here in cells.items()}
    roles = {role: _state(role, mapping, cells, looks) for role in UNREAD_ROLES if not _is_mapped(role, mapping)}
    if mapping.name == OWN:
        roles |= {role: "absent" for role in UNREAD_ROLES if role_is_empty(role, events)}
    least: Severity = "notice" if has_shapes else "warning"  # a layer of shapes need not be a table of events
    if events.empty:
        why = f"all {lost} are refused" if lost else "it has no rows"
        return Unread(), [
            Finding(code="no-events", severity="warning", message=f"0 events: {why}; the map would be empty", file=file)
        ]
    positions = () if has_shapes else _positions(mapping, cells)
    found = [_position(file, column) for column in positions]
    others = {c: r if r in roles or r == "coordinates" else "" for c, r in looks.items() if c not in positions}
    if others:
        found.append(_columns(file, others, mapping, least, has_shapes=has_shapes))
    if not mapping.has_day:
        found.append(_no_day(file, [c for c, role in looks.items() if role == "date"], least))
    return Unread(columns=tuple(cells), roles=roles), found


def _is_mapped(role: str, mapping: TableMapping) -> bool:
    if role == "date":
        return mapping.has_day
    if role in _COUNTS:
        return mapping.counts(role)
    if role == "source_kind":
        return mapping.states_source_kind
    more = {"kind": ("event_type", "sub_event_type"), "source": ("source_long",), "source_url": ()}
    return any(r in mapping.found for r in (role, *more[role])) or role in mapping.fixed


def _state(role: str, mapping: TableMapping, cells: Mapping[str, Sequence[str]], looks: Mapping[str, str]) -> str:
    """Return whether nothing of a table can be it (``absent``), or something is there that may be (``unread``)."""
    if role in looks.values() or (role == "date" and any(are_days(here) for here in cells.values())):
        return "unread"
    if role in _COUNTS and mapping.is_loose and any(_are_numbers(here) for here in cells.values()):
        return "unread"
    return "absent"


def _are_numbers(cells: Sequence[str]) -> bool:
    return 2 * sum(bool(_NUMBERS.fullmatch(cell)) for cell in cells) > len(cells)


def _positions(mapping: TableMapping, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the columns of positions that nobody reads: a latitude alone, or cells of no known form."""
    found, words = mapping.found, column_words()
    named = {c: set(folded(c).split("_")) for c in cells if are_degrees(cells[c])}
    axes_told = [c for c, tokens in named.items() if tokens & _AXES]
    if "coordinates" in found or {"latitude", "longitude"} <= set(found):
        return tuple(c for c in axes_told if named[c] & set(words.sides))  # other positions than that of the row
    axes = [found[role] for role in ("latitude", "longitude") if role in found]
    pairs = set(named_mapping("any_sheet").columns["coordinates"])
    alone = [name for name in axes if len(name) > 1]  # x and y alone may be anything
    others = (c for c in cells if folded(c) in pairs or re.sub(r"[\W_]", "", c).casefold() in _GRIDS)
    return tuple(dict.fromkeys(name for name in (*alone, *others, *axes_told) if name in cells))


def _position(file: str, column: str) -> Finding:
    text = (
        "looks like positions and is not read: geomap reads latitude and longitude in two columns, or both in one cell "
        "(31.26, 35.21). Split or complete it, or name the columns in a mapping (geomap check --draft-mapping)"
    )
    return Finding(code="position-not-read", severity="warning", message=text, file=file, column=column)


def _columns(
    file: str, looks: Mapping[str, str], mapping: TableMapping, least: Severity, *, has_shapes: bool
) -> Finding:
    def told(column: str) -> str:
        name = f'"{column[:40]}"'
        if why := mapping.why_unread(column, has_shapes=has_shapes):
            return f"{name} ({why})"
        if column in mapping.unclear:
            return f"{name} (could be {' or '.join(mapping.unclear[column])})"
        return f"{name} (looks like {LOOKS[looks[column]]})" if looks[column] else name

    doubtful = [c for c in looks if looks[c] or c in mapping.unclear]
    named = [*doubtful, *(c for c in looks if c not in doubtful)]
    listed = ", ".join(map(told, named[:_NAMED_MAX]))
    left = len(named) - _NAMED_MAX
    severity: Severity = least if doubtful else "notice"
    can_be_named = any(not mapping.why_unread(column, has_shapes=has_shapes) for column in named)
    advice = " Name them in a mapping to have them read (geomap check --draft-mapping)" if can_be_named else ""
    text = (
        f"{len(named)} column{' is' if len(named) == 1 else 's are'} not read: {listed}"
        f"{f' and {left} more' if left > 0 else ''}. What stands there is on no map.{advice}"
    )
    return Finding(code="columns-not-read", severity=severity, message=text, file=file, values=tuple(named))


def _no_day(file: str, likely: Sequence[str], severity: Severity) -> Finding:
    hint = f'"{likely[0][:40]}" looks like days: call it date' if likely else "Call the column of days date"
    text = (
        f"no column was read as days, so every event is without a date. {hint}, or name it in a mapping "
        "(geomap check --draft-mapping)"
    )
    return Finding(code="no-day-column", severity=severity, message=text, file=file)
