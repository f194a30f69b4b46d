"""How one kind of table becomes events: a reviewed file of column names and vocabularies, no code.

A mapping names the columns of a table by their role, the system its precision codes belong to, and the words it uses
for kinds of events. The shipped ones lie in ``mappings/``; ``--mapping FILE`` reads one of your own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from geomap.errors import InvalidMetadata, UnreadableInput
from geomap.precision import systems
from geomap.readers.header import folded
from geomap.schema import table_schema

__all__ = ["ROLES", "Mapping", "known_mappings", "mapping_for", "named_mapping", "read_mapping"]

ROLES = (
    *("id", "title", "date", "date_end", "date_prec", "year", "month", "day", "time"),
    *("latitude", "longitude", "place", "place_wording", "admin1", "admin2", "admin3", "country"),
    *("precision", "location_class", "radius_m", "kind", "event_type", "sub_event_type", "status", "clarity"),
    *("killed", "killed_low", "killed_high", "killed_best", "wounded", "wounded_low", "wounded_high"),
    *("munitions", "munitions_low", "munitions_high", "source", "source_long", "source_url", "source_scale"),
    *("notes", "actors", "launch_place", "launch_latitude", "launch_longitude"),
    *("impact_place", "impact_latitude", "impact_longitude", "bearing", "distance"),
)
"""What a column can be for."""

_PAIRS = frozenset(
    {
        *("coordinates", "coordinate", "coords", "coord", "latlon", "lat_lon", "latlong", "lat_long", "latlng"),
        *("lat_lng", "lonlat", "lon_lat", "gps", "gps_coordinates", "geo_coordinates", "geolocation", "geopoint"),
        *("geo_point", "position", "koordinaten", "الإحداثيات", "إحداثيات"),
    }
)
"""Columns that hold both numbers in one cell."""
_SEVERAL = frozenset({"actors"})
_PARTS = frozenset(
    {
        "name",
        "title",
        "licence",
        "credit",
        "bars_rows",
        "recognise",
        "columns",
        "precision",
        "dates",
        "kind",
        "sources",
        "fixed",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One mapping file, and what it finds in one header.

    Attributes
    ----------
    name, title, licence, credit : str
        ``credit`` is the line that the terms of the source ask for; it stands on the page.
    bars_rows : bool
        Whether these terms bar passing the rows on; counts and maps are allowed.
    needs : tuple of str
        Columns (folded) by which the table is recognised; all must be there.
    columns : mapping of str to tuple of str
        Role to possible columns (folded), the first that is there counts.
    found : mapping of str to str
        Role to the column of this file, after `resolved`.
    actors : tuple of str
        Columns that name actors, in no direction.
    unread : tuple of str
        Columns of this file that look like positions and are not read, after `resolved`.
    precision_system : str
        System of the codes in the role ``precision``; empty if it has words of its own.
    default_class : str
        Location class where nothing says how exactly a place is known.
    """

    name: str
    title: str = ""
    licence: str = ""
    credit: str = ""
    bars_rows: bool = False
    needs: tuple[str, ...] = ()
    columns: MappingType[str, tuple[str, ...]] = field(default_factory=dict)
    found: MappingType[str, str] = field(default_factory=dict)
    actors: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    precision_system: str = ""
    precision_words: MappingType[str, str] = field(default_factory=dict)
    default_class: str = "town"
    date_prec: MappingType[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    kinds: MappingType[str, str] = field(default_factory=dict)
    labels: MappingType[str, str] = field(default_factory=dict)
    default_kind: str = "other"
    separator: str = ";"
    source_kind: str = "news"
    fixed: MappingType[str, str] = field(default_factory=dict)

    def resolved(self, header: Sequence[str]) -> Mapping:
        """Return the mapping with the columns that this header has."""
        by_folded = {folded(name): name for name in header}
        found: dict[str, str] = {}
        for role, candidates in self.columns.items():
            if role in _SEVERAL:
                continue
            column = next((by_folded[c] for c in candidates if c in by_folded), None)
            if column is not None:
                found[role] = column
        actors = tuple(by_folded[c] for c in self.columns.get("actors", ()) if c in by_folded)
        return replace(self, found=found, actors=actors, unread=_unread(by_folded, found))

    def recognises(self, header: Sequence[str]) -> bool:
        """Whether all columns it is known by are there."""
        names = {folded(name) for name in header}
        return bool(self.needs) and all(any(c in names for c in need.split("|")) for need in self.needs)

    @property
    def has_place(self) -> bool:
        """Whether a place can be found in this table at all."""
        return {"latitude", "longitude"} <= set(self.found) or bool(
            {"place", "launch_place", "impact_place"} & set(self.found)
        )


def _unread(by_folded: MappingType[str, str], found: MappingType[str, str]) -> tuple[str, ...]:
    """Return the columns of positions that nobody reads: a latitude alone, or both numbers in one cell."""
    axes = [found[role] for role in ("latitude", "longitude") if role in found]
    if len(axes) == 2:
        return ()
    axes = [name for name in axes if len(name) > 1]  # x and y alone may be anything
    return (*axes, *(name for key, name in by_folded.items() if key in _PAIRS and name not in found.values()))


def read_mapping(text: str, where: str) -> Mapping:
    """Return the mapping that a TOML text describes.

    Parameters
    ----------
    text : str
    where : str
        Name of the file, for messages.

    Raises
    ------
    InvalidMetadata
        If it is no TOML, or names a role, kind, class or system that geomap does not know.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidMetadata(f"{where}: {error}. Correct the mapping file.") from None
    _only(document, _PARTS, where)
    columns = {role: _names(names, f"{where}, columns.{role}") for role, names in _part(document, "columns").items()}
    _only(columns, frozenset(ROLES), f"{where}, columns")
    precision, dates = _part(document, "precision"), _part(document, "dates")
    kind, sources = _part(document, "kind"), _part(document, "sources")
    system = str(precision.get("system", ""))
    if system and system not in systems():
        raise InvalidMetadata(f'{where}, precision.system: "{system}" is not one of {", ".join(systems())}.')
    made = Mapping(
        name=str(document.get("name", Path(where).stem)),
        title=str(document.get("title", "")),
        licence=str(document.get("licence", "")),
        credit=str(document.get("credit", "")),
        bars_rows=document.get("bars_rows") is True,
        needs=tuple(str(n) for n in _part(document, "recognise").get("all", [])),
        columns=columns,
        precision_system=system,
        precision_words={folded(str(k)): str(v) for k, v in precision.get("words", {}).items()},
        default_class=str(precision.get("default", "town")),
        date_prec={str(k): int(v) for k, v in dates.get("prec", {}).items()},
        unknown=frozenset(str(w).lower() for w in document.get("fixed", {}).get("unknown", [])),
        kinds={folded(str(k)): str(v) for k, v in kind.get("words", {}).items()},
        labels={str(k): str(v) for k, v in kind.get("labels", {}).items()},
        default_kind=str(kind.get("default", "other")),
        separator=str(sources.get("separator", ";")),
        source_kind=str(sources.get("kind", "news")),
        fixed={k: str(v) for k, v in _part(document, "fixed").items() if k != "unknown"},
    )
    _check_words(made, where)
    return made


def _check_words(made: Mapping, where: str) -> None:
    events, places = table_schema("events"), table_schema("places")
    for part, words, allowed in (
        ("kind.words", {*made.kinds.values(), made.default_kind}, events.field("kind").vocabulary),
        ("fixed.status", {made.fixed.get("status", "reported")}, events.field("status").vocabulary),
        ("sources.kind", {made.source_kind}, table_schema("sources").field("kind").vocabulary),
        (
            "precision",
            {made.default_class, *made.precision_words.values()},
            places.field("location_class").vocabulary,
        ),
    ):
        for word in sorted(words):
            if word not in allowed:
                raise InvalidMetadata(f'{where}, {part}: "{word}" is not one of {", ".join(allowed)}.')


def _only(document: MappingType[str, Any], known: frozenset[str], where: str) -> None:
    for key in document:
        if key not in known:
            raise InvalidMetadata(f'{where}: "{key}" is not one of {", ".join(sorted(known))}.')


def _part(document: MappingType[str, Any], key: str) -> dict[str, Any]:
    part = document.get(key, {})
    if not isinstance(part, dict):
        raise InvalidMetadata(f'the mapping\'s "{key}" must be a table of TOML.')
    return part


def _names(value: object, where: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise InvalidMetadata(f"{where}: a column name or a list of them is expected.")
    return tuple(folded(item) for item in listed)


@cache
def known_mappings() -> tuple[Mapping, ...]:
    """Return the shipped mappings, the particular ones before the one for any sheet."""
    folder = resources.files("geomap.readers") / "mappings"
    names = ("geomap", "acled", "ucdp_ged", "gtd", "gdelt", "airwars", "any_sheet")
    return tuple(read_mapping((folder / f"{n}.toml").read_text("utf-8"), f"{n}.toml") for n in names)


def named_mapping(name: str) -> Mapping:
    """Return a shipped mapping by its name."""
    return next(m for m in known_mappings() if m.name == name)


def mapping_for(header: Sequence[str], own: Path | None = None) -> Mapping | None:
    """Return the mapping for a header, resolved, or None if the table names no place.

    Parameters
    ----------
    header : sequence of str
    own : pathlib.Path, optional
        A mapping file of the user's own; it stands before the shipped ones.
    """
    if own is not None:
        try:
            text = own.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"the mapping file {own} cannot be read: {error}.") from None
        return read_mapping(text, own.name).resolved(header)
    for mapping in known_mappings():
        if mapping.recognises(header):
            return mapping.resolved(header)
    sheet = named_mapping("any_sheet").resolved(header)
    return sheet if sheet.has_place else None
