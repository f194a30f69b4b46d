"""How one kind of table becomes events: a reviewed file of column names and vocabularies, no code.

A mapping names the columns of a table by their role, the system its precision codes belong to, and the words it uses
for kinds of events. The shipped ones lie in ``mappings/``; ``--mapping FILE`` reads one of your own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from geomap.errors import InvalidMetadata, UnreadableInput
from geomap.precision import systems
from geomap.readers.cells.pairs import order_of_name
from geomap.readers.columns import GROUPS, Columns, Sample, loose_columns, part_role, says_utc
from geomap.readers.header import folded
from geomap.readers.names import further_names
from geomap.schema import table_schema

__all__ = ["ANY_SHEET", "ROLES", "Mapping", "known_mappings", "mapping_for", "named_mapping", "read_mapping"]

ANY_SHEET = "any_sheet"
ROLES = (
    *("id", "title", "date", "date_end", "date_prec", "year", "month", "day", "time", "time_zone"),
    *("latitude", "longitude", "place", "place_wording", "admin1", "admin2", "admin3", "country"),
    *("precision", "location_class", "radius_m", "kind", "event_type", "sub_event_type", "status", "clarity"),
    *("killed", "killed_low", "killed_high", "killed_best", "wounded", "wounded_low", "wounded_high"),
    *("munitions", "munitions_low", "munitions_high", "source", "source_long", "source_url", "source_scale"),
    *("intercepted", "claimed_by"),
    *("notes", "actors", "launch_place", "launch_latitude", "launch_longitude"),
    *("impact_place", "impact_latitude", "impact_longitude", "bearing", "distance", "coordinates"),
    *("launch_location_class", "launch_radius_m", "impact_location_class", "impact_radius_m"),
    *(part_role(stem, group) for stem in ("killed", "wounded") for group in GROUPS),
)
"""What a column can be for."""

_NOT_READ = frozenset({"admin3"})
"""Roles of which nothing is made yet; their columns are told as not read."""
_WHY_UNREAD = {
    "admin3": "no use is made of a third level of administration yet",
    "intercepted": "how many were intercepted is read only where a column names the launch or the impact",
    "month": "the column of days says it",
    "day": "the column of days says it",
    "coordinates": "latitude and longitude have columns of their own, or a geometry",
    **dict.fromkeys(("latitude", "longitude"), "the other number of the position has no column, or a geometry has it"),
}
"""Why nothing is made of a column that has a role."""
_BESIDE_DATE = ("month", "day")  # the year is read: of dates that name none, and of rows without a date
_SEVERAL = frozenset({"actors"})
_PARTS = frozenset(
    {
        "name",
        "title",
        "licence",
        "credit",
        "bars_rows",
        "reviewed_by",
        "reviewed_on",
        "recognise",
        "columns",
        "precision",
        "dates",
        "coordinates",
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
    reviewed_by, reviewed_on : str
        Who has looked over what is made of the table, and the ISO day; with both, the page is no draft.
    needs : tuple of str
        Columns (folded) by which the table is recognised; all must be there.
    columns : mapping of str to tuple of str
        Role to possible columns (folded), the first that is there counts.
    found : mapping of str to str
        Role to the column of this file, after `resolved`.
    actors : tuple of str
        Columns that name actors, in no direction.
    unclear : mapping of str to tuple of str
        Columns of this file that could have one of several roles and have none, after `resolved`.
    utc : frozenset of str
        Roles (``date``, ``time``) whose column says that it is in UTC, after `resolved`.
    pair_order : str
        ``lat_lon`` or ``lon_lat``, where both numbers stand in one cell and something says which is which.
    precision_system : str
        System of the codes in the role ``precision``; empty if it has words of its own.
    default_class : str
        Location class where nothing says how exactly a place is known.
    wording : mapping of str to str
        Code of a kind to the words of its codebook; a shorter code stands for all that begin with it.
    has_fractions : bool
        Whether counts may be shares of a number that several rows divide among them (7.5).
    states_source_kind : bool
        Whether the mapping says of what kind the sources are; else the kind of none is shown.
    is_own : bool
        Whether it is a file of the user's own, which knows the table by its title.
    """

    name: str
    title: str = ""
    licence: str = ""
    credit: str = ""
    bars_rows: bool = False
    reviewed_by: str = ""
    reviewed_on: str = ""
    needs: tuple[str, ...] = ()
    columns: MappingType[str, tuple[str, ...]] = field(default_factory=dict)
    found: MappingType[str, str] = field(default_factory=dict)
    actors: tuple[str, ...] = ()
    unclear: MappingType[str, tuple[str, ...]] = field(default_factory=dict)
    utc: frozenset[str] = frozenset()
    pair_order: str = ""
    precision_system: str = ""
    precision_words: MappingType[str, str] = field(default_factory=dict)
    default_class: str = "town"
    date_prec: MappingType[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    has_fractions: bool = False
    kinds: MappingType[str, str] = field(default_factory=dict)
    labels: MappingType[str, str] = field(default_factory=dict)
    wording: MappingType[str, str] = field(default_factory=dict)
    default_kind: str = "other"
    separator: str = ";"
    source_kind: str = "news"
    states_source_kind: bool = False
    is_own: bool = False
    fixed: MappingType[str, str] = field(default_factory=dict)

    @property
    def is_loose(self) -> bool:
        """Whether columns are found by what people call them, not by the names of one publisher or mapping file."""
        return self.name == ANY_SHEET

    def resolved(self, header: Sequence[str], sample: Sample | None = None) -> Mapping:
        """Return the mapping with the columns that this header has.

        Parameters
        ----------
        header : sequence of str
        sample : callable, optional
            Gives the first cells of a column that hold something; what a name alone does not say they settle.
        """
        if self.is_loose:
            read = loose_columns(header, self.columns, sample)
        else:
            by_folded = {folded(name): name for name in header}
            there = {
                role: [by_folded[c] for c in candidates if c in by_folded] for role, candidates in self.columns.items()
            }
            actors = tuple(dict.fromkeys(there.pop("actors", [])))
            read = Columns(found={role: names[0] for role, names in there.items() if names}, actors=actors)
        order = self.pair_order or order_of_name(folded(read.found.get("coordinates", "")))
        utc = frozenset(role for role in ("date", "time") if says_utc(read.found.get(role, "")))
        return replace(
            self, found=dict(read.found), actors=read.actors, unclear=read.unclear, utc=utc, pair_order=order
        )

    def recognises(self, header: Sequence[str]) -> bool:
        """Whether all columns it is known by are there."""
        names = {folded(name) for name in header}
        return bool(self.needs) and all(any(c in names for c in need.split("|")) for need in self.needs)

    @property
    def has_place(self) -> bool:
        """Whether a place can be found in this table at all."""
        found = set(self.found)
        return bool({"place", "coordinates", "launch_place", "impact_place"} & found) or any(
            {f"{side}latitude", f"{side}longitude"} <= found for side in ("", "launch_", "impact_")
        )

    @property
    def has_day(self) -> bool:
        """Whether a column says when anything happened."""
        return "date" in self.found or "year" in self.found

    def counts(self, stem: str) -> bool:
        """Whether a column gives the number of all killed, wounded or munitions; that of one group does not."""
        return any(f"{stem}{end}" in self.found for end in ("", "_low", "_high", "_best"))

    def used(self, *, has_shapes: bool = False) -> frozenset[str]:
        """Return the columns of this file that something is made of.

        Parameters
        ----------
        has_shapes : bool
            Whether the positions are those of a geometry; columns of positions are then not read.
        """
        return frozenset(
            {*(name for role, name in self.found.items() if role not in self._unused(has_shapes)), *self.actors}
        )

    def why_unread(self, column: str, *, has_shapes: bool = False) -> str:
        """Return why nothing is made of a column that has a role, in few words; empty if it has none."""
        roles = self._unused(has_shapes) & {role for role, name in self.found.items() if name == column}
        return _WHY_UNREAD.get(min(roles), "not read beside what the other columns give") if roles else ""

    def _unused(self, has_shapes: bool) -> set[str]:
        unused = set(_NOT_READ)
        if "date" in self.found:
            unused.update(_BESIDE_DATE)
        for side in ("", "launch_", "impact_"):
            axes = {f"{side}latitude", f"{side}longitude"}
            if not axes <= set(self.found) or (has_shapes and not side):
                unused |= axes
        if not any(role.startswith(("launch_", "impact_")) for role in self.found):
            unused.add("intercepted")  # said of groups of projectiles: a table without their ends has none
        if has_shapes or {"latitude", "longitude"} <= set(self.found):
            unused.add("coordinates")
        return unused


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
        reviewed_by=str(document.get("reviewed_by", "")).strip(),
        reviewed_on=_reviewed_on(document, where),
        needs=tuple(str(n) for n in _part(document, "recognise").get("all", [])),
        columns=columns,
        precision_system=system,
        precision_words={folded(str(k)): str(v) for k, v in precision.get("words", {}).items()},
        default_class=str(precision.get("default", "town")),
        pair_order=str(_part(document, "coordinates").get("order", "")),
        date_prec={str(k): int(v) for k, v in dates.get("prec", {}).items()},
        unknown=frozenset(str(w).lower() for w in document.get("fixed", {}).get("unknown", [])),
        has_fractions=document.get("fixed", {}).get("fractions") is True,
        kinds={folded(str(k)): str(v) for k, v in kind.get("words", {}).items()},
        wording={str(k): str(v) for k, v in kind.get("wording", {}).items()},
        labels={str(k): str(v) for k, v in kind.get("labels", {}).items()},
        default_kind=str(kind.get("default", "other")),
        separator=str(sources.get("separator", ";")),
        source_kind=str(sources.get("kind", "news")),
        states_source_kind="kind" in sources,
        fixed={k: str(v) for k, v in _part(document, "fixed").items() if k not in ("unknown", "fractions")},
    )
    if made.pair_order not in ("", "lat_lon", "lon_lat"):
        raise InvalidMetadata(f'{where}, coordinates.order: "{made.pair_order}" is not one of lat_lon, lon_lat.')
    _check_words(made, where)
    return made


def _reviewed_on(document: MappingType[str, Any], where: str) -> str:
    """Return the day of the review as ISO text; TOML has days of its own, and quoted ones are as good."""
    day = str(document.get("reviewed_on", "")).strip()
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise InvalidMetadata(
            f'{where}, reviewed_on: "{day}" is no day. Write it as year-month-day, for example 2026-03-01.'
        ) from None


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
    names = ("geomap", "acled", "ucdp_ged", "gtd", "gdelt", "airwars", ANY_SHEET)
    made = [read_mapping((folder / f"{n}.toml").read_text("utf-8"), f"{n}.toml") for n in names]
    further = further_names()
    columns = {
        role: tuple(dict.fromkeys((*made[-1].columns.get(role, ()), *further.get(role, ()))))
        for role in (*made[-1].columns, *(r for r in further if r not in made[-1].columns))
    }
    return (*made[:-1], replace(made[-1], columns=columns))


def named_mapping(name: str) -> Mapping:
    """Return a shipped mapping by its name."""
    return next(m for m in known_mappings() if m.name == name)


def _with_our_words(own: Mapping) -> Mapping:
    """Return a mapping of the user's own with the words that geomap knows; what it says of a word itself stands."""
    ours = named_mapping(ANY_SHEET)
    classes = own.precision_words if own.precision_system else {**ours.precision_words, **own.precision_words}
    return replace(own, kinds={**ours.kinds, **own.kinds}, precision_words=classes, is_own=True)


def mapping_for(header: Sequence[str], own: Path | None = None, sample: Sample | None = None) -> Mapping | None:
    """Return the mapping for a header, resolved, or None if the table names no place.

    Parameters
    ----------
    header : sequence of str
    own : pathlib.Path, optional
        A mapping file of the user's own; it stands before the shipped ones.
    sample : callable, optional
        Gives the first cells of a column that hold something.
    """
    if own is not None:
        try:
            text = own.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"the mapping file {own} cannot be read: {error}.") from None
        return _with_our_words(read_mapping(text, own.name)).resolved(header)
    for mapping in known_mappings():
        if mapping.recognises(header):
            return mapping.resolved(header)
    sheet = named_mapping(ANY_SHEET).resolved(header, sample)
    return sheet if sheet.has_place else None
