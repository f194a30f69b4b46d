"""A case or a catalogue in memory: plain tables, and what their folder says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from geomap.findings import Finding, Findings
from geomap.schema import TABLES, empty_table, table_schema

__all__ = [
    "COMPUTED_IDS",
    "PLACE_FIELDS",
    "REFUSED_COLUMNS",
    "UNREAD_ROLES",
    "Account",
    "CaseInfo",
    "Dataset",
    "Unread",
    "all_accounts_id",
    "gather",
    "in_own_names",
    "items_of",
    "places_in_use",
]


_OF_PLACES = frozenset({"name", "longitude", "latitude", "location_class"})
COMPUTED_IDS = {"sources": r"s[0-9a-f]{16}", "places": r"p[0-9a-f]{16}", "events": r"e[0-9a-f]{16}"}
"""By table, what an id looks like that a reader made of the row itself, because the row has none: a hash."""
REFUSED_COLUMNS = ("table", "file", "file_row", "id", "code", "reason")
"""What is kept of a refused row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One telling of an event, drawn on its own."""

    account_id: str
    label: Mapping[str, str]
    """Who says so, in whole words, per language."""
    short_label: Mapping[str, str]
    speaker: Mapping[str, str]
    """How a label names the speaker: "the military"."""
    speaker_full: Mapping[str, str]
    """How a sentence names the speaker that stands on its own: "Iraq’s military"."""
    source_ids: tuple[str, ...] = ()
    relation: str = ""
    """``refines``, ``conflicts`` or ``same_origin``; empty if none is stated."""
    relation_to: str = ""


def all_accounts_id(accounts: Iterable[Account]) -> str:
    """Return the id of the picture of all accounts: ``all``, or the first like it that no account has."""
    taken = {account.account_id for account in accounts}
    made = "all"
    while made in taken:
        made = f"{made}-accounts"
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInfo:
    """What datapackage.json says of the whole."""

    name: str
    title: str
    title_ar: str = ""
    description: str = ""
    licence: str = ""
    main_event: str = ""
    accounts: tuple[Account, ...] = ()
    default_account: str = ""
    """Empty where the case names none."""
    country: str = ""
    tz: str = ""
    context_places: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What nobody read of a foreign table: of that, nothing may be called "not reported".

    Attributes
    ----------
    columns : tuple of str
        Its columns that hold something of which nothing was made.
    roles : mapping of str to str
        ``date``, ``killed``, ``wounded``, ``munitions``, ``kind``, ``source`` and ``source_url`` for which no column
        was read: ``absent`` if none of the table can be meant, ``unread`` if one may.
    """

    columns: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)

    def as_key(self) -> dict[str, Any]:
        """Return the key of datapackage.json that holds it; nothing where all was read."""
        held = {"columns": list(self.columns), "roles": dict(self.roles)}
        return {"unread": held} if self.columns or self.roles else {}


UNREAD_ROLES = ("date", "killed", "wounded", "munitions", "kind", "source", "source_url", "source_kind")
"""What a table may have no column for, and is then not called "not reported"."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Dataset:
    """Everything that was read, typed, with what was refused beside it.

    Attributes
    ----------
    info : CaseInfo
    sources, places, events, claims, trajectories, event_places, relations, corrections : pandas.DataFrame
        One row each as `geomap.schema` describes them, indexed by the row in the file. ``places`` has a column
        ``outline`` of shapely geometries (longitude and latitude) or None; after `geomap.places.locate` also
        ``radius_m`` (metres; NaN where the place is listed, not drawn).
    editorial : mapping
        map.toml: looks, never facts.
    refused : pandas.DataFrame
        One row for each refused row: table, file, file_row, id, code and reason.
    unread : Unread
        What was not read of a foreign table; nothing in a case.
    own_names : mapping of str to str
        For a foreign table: its file's name under ``""``, its own name of each of our columns, and under
        ``(unit)`` what it counts if that is not rows. ``(written by)`` is there if geomap wrote it.
    """

    info: CaseInfo
    sources: pd.DataFrame
    places: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame
    trajectories: pd.DataFrame
    event_places: pd.DataFrame
    relations: pd.DataFrame
    corrections: pd.DataFrame
    editorial: Mapping[str, Any] = field(default_factory=dict)
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED_COLUMNS)))
    own_names: Mapping[str, str] = field(default_factory=dict)
    unread: Unread = field(default_factory=Unread)

    @property
    def is_case(self) -> bool:
        """Whether accounts are told apart; a catalogue has none."""
        return bool(self.info.accounts)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name, in the order of the schema."""
        return {name: getattr(self, name) for name in TABLES}


def in_own_names(findings: Findings, dataset: Dataset) -> Findings:
    """Return findings that name the file and the columns of the user's own table instead of ours, and no id of ours.

    Parameters
    ----------
    findings : Findings
    dataset : Dataset
        What they are about; a case has no names but ours, and changes nothing.
    """
    own_names = dataset.own_names
    if not own_names:
        return findings
    file, unit = own_names[""], own_names.get("(unit)", "row")
    return Findings.of(
        replace(
            f,
            file=file if f.file else "",
            column=_own_column(f, dataset),
            ids=f.ids if f.file == "events.csv" and "event_id" in own_names else (),
            message=f.message if unit == "row" or not f.rows else f"{unit} {f.rows[0] - 1}: {f.message}",
        )
        for f in findings
    )


def _own_column(finding: Finding, dataset: Dataset) -> str:
    """Return the table's own name of a finding's column; of a place, that of the end of the way that it is."""
    column, own = finding.column, dataset.own_names
    if not column:
        return ""
    if finding.file != "places.geojson" or column not in _OF_PLACES:
        return own.get(column, column)
    tracks = dataset.trajectories
    found: dict[str, None] = {}
    for place_id in finding.ids:
        for end in ("launch", "impact"):
            if f"{end}_{column}" in own and (tracks[f"{end}_place_id"] == place_id).any():
                found[own[f"{end}_{column}"]] = None
                break
        else:
            found[own.get(column, "")] = None
    return ", ".join(name for name in found if name) or own.get(column, "")


def items_of(cell: object) -> tuple[str, ...]:
    """Return the ids of a cell that holds several, separated by ``;``.

    Examples
    --------
    >>> items_of("c01; c02")
    ('c01', 'c02')
    """
    return tuple(item.strip() for item in cell.split(";") if item.strip()) if isinstance(cell, str) else ()


PLACE_FIELDS = ("place_id", "launch_place_id", "impact_place_id")
"""Fields of claims whose value is the id of a place."""


def places_in_use(tables: Mapping[str, pd.DataFrame], context_places: Iterable[str] = ()) -> set[str]:
    """Return the places that something says something of: the others lie in the file and mean nothing to a reader.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of a dataset by name.
    context_places : iterable of str
        Places for orientation; they count as used.

    Returns
    -------
    set of str
        Places of events and groups, further places of events, places that a claim or a correction names, places for
        orientation, and whatever one of these lies in.
    """
    claims, places = tables["claims"], tables["places"]
    named = [
        tables["events"]["place_id"],
        tables["trajectories"]["launch_place_id"],
        tables["trajectories"]["impact_place_id"],
        tables["event_places"]["place_id"],
        tables["corrections"]["about"],
        claims["about"],
        claims.loc[claims["field"].isin(PLACE_FIELDS), "value"],
    ]
    used = {place_id for column in named for place_id in column.dropna().unique()} | set(context_places)
    used &= set(places["place_id"])
    parent_of = dict(zip(places["place_id"], places["parent_id"], strict=True)) if places["parent_id"].any() else {}
    for place_id in tuple(used):
        parent = parent_of.get(place_id)
        while isinstance(parent, str) and parent in parent_of and parent not in used:
            used.add(parent)
            parent = parent_of[parent]
    return used


def gather(
    info: CaseInfo,
    tables: Mapping[str, pd.DataFrame],
    refused: pd.DataFrame,
    *,
    editorial: Mapping[str, Any],
    files: Mapping[str, str],
) -> tuple[Dataset, Findings]:
    """Join parsed tables into a Dataset and refuse the rows that point to nothing.

    Parameters
    ----------
    info : CaseInfo
    tables : mapping of str to pandas.DataFrame
        Parsed tables by name; those that are missing become empty.
    refused : pandas.DataFrame
        The rows refused so far, columns `REFUSED_COLUMNS`.
    editorial : mapping
        map.toml.
    files : mapping of str to str
        Name of the file of each table, for messages.

    Returns
    -------
    Dataset, Findings
        A row whose id points to nothing is refused, and so is what points to that row, until nothing dangles.
    """
    whole = {name: tables[name] if name in tables else empty_table(name) for name in TABLES}
    if "outline" not in whole["places"]:
        whole["places"] = whole["places"].assign(outline=None)
    found: list[Finding] = []
    lost = [refused]
    settled = False
    while not settled:
        settled = True
        for name in TABLES:
            bad, findings = _dangling(name, whole, info, files.get(name, f"{name}.csv"))
            if bad.any():
                settled = False
                found += findings
                lost.append(_refused_rows(name, whole[name][bad], files.get(name, f"{name}.csv")))
                whole[name] = whole[name][~bad]
    all_refused = pd.concat(lost, ignore_index=True) if len(lost) > 1 else refused
    return Dataset(info=info, editorial=editorial, refused=all_refused, **whole), Findings.of(found)


def _refused_rows(name: str, rows: pd.DataFrame, file: str) -> pd.DataFrame:
    key = table_schema(name).primary_key
    return pd.DataFrame(
        {
            "table": name,
            "file": file,
            "file_row": rows.index,
            "id": rows[key].astype(object).where(rows[key].notna(), "") if key else "",
            "code": "unknown-id",
            "reason": "points to an id that stands nowhere",
        },
        columns=list(REFUSED_COLUMNS),
    )


def _dangling(
    name: str, tables: Mapping[str, pd.DataFrame], info: CaseInfo, file: str
) -> tuple[pd.Series, list[Finding]]:
    table = tables[name]
    bad = pd.Series(False, index=table.index)
    found: list[Finding] = []
    for column, known, where in _references(name, tables, info):
        cells = table[column].astype(object)
        several = table_schema(name).field(column).kind == "ids"
        if several:
            failing = cells.map(lambda c, known=known: any(i not in known for i in items_of(c))).astype(bool)
        else:
            failing = cells.notna() & ~cells.isin(known)
        if failing.any():
            found.append(_unknown_id(file, column, cells[failing], known, where))
            bad |= failing
    return bad, found


def _references(name: str, tables: Mapping[str, pd.DataFrame], info: CaseInfo) -> list[tuple[str, frozenset[str], str]]:
    ids = {t: frozenset(tables[t][table_schema(t).primary_key]) for t in TABLES if table_schema(t).primary_key}
    pairs = [(k.column, ids[k.table], k.table) for k in table_schema(name).foreign_keys]
    if name == "places":
        pairs.append(("worked_out_from", ids["places"], "places"))
    if name == "events":
        pairs.append(("source_ids", ids["sources"], "sources"))
    if name == "claims":
        pairs.append(("about", ids["events"] | ids["trajectories"] | ids["places"], "events, trajectories or places"))
    if name == "trajectories":
        pairs.append(("basis_claim_ids", ids["claims"], "claims"))
        accounts = frozenset(a.account_id for a in info.accounts)
        pairs.append(("account", accounts, "the accounts of datapackage.json"))
    return pairs


def _unknown_id(file: str, column: str, cells: pd.Series, known: frozenset[str], where: str) -> Finding:
    from difflib import get_close_matches

    value = str(cells.iloc[0])
    wrong = next((i for i in items_of(value) if i not in known), value)
    close = get_close_matches(wrong, sorted(known), n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    return Finding(
        code="unknown-id",
        severity="error",
        message=f'"{wrong}" stands nowhere in {where}.{hint} Correct it or add its row; this row is refused.',
        file=file,
        column=column,
        rows=tuple(int(r) for r in cells.index[:20]),
        values=tuple(str(v) for v in cells.iloc[:20]),
        count=len(cells),
    )
