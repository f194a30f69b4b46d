"""A quick sheet becomes rows of a case: what is new is added, what is empty is filled, nothing else is touched."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geomap.dataset import items_of
from geomap.errors import UnreadableInput
from geomap.findings import Finding, Findings
from geomap.making.folder import PLACEHOLDER_SOURCE, columns_of, package_text
from geomap.making.groups import account_entries, tellings_of, trajectory_rows
from geomap.making.happenings import MainEvent, event_row, events_of, renewed_title
from geomap.making.merging import (
    Change,
    Default,
    Merged,
    Table,
    append_features,
    features_of,
    merge_rows,
    table_of,
    table_text,
)
from geomap.making.naming import Named, find_places
from geomap.making.sheet import SheetRow
from geomap.making.standing import tells_of_an_account
from geomap.making.statements import (
    PLACE_WORDS,
    Statement,
    claim_row,
    closest_speakers,
    derive,
    is_end_of_group,
    own_publishers,
    sources_of,
    state,
)
from geomap.making.timing import time_events
from geomap.making.twins import name_in_arabic
from geomap.readers.text import load_json

__all__ = ["Filled", "fill", "with_credits"]

_TABLES = ("sources", "events", "claims", "trajectories", "event_places")
_ROLES = {
    "target": "reported_target",
    "damage seen": "damage_seen",
    "points of impact": "damage_seen",
    "intercepted over": "intercepted_over",
    "debris": "debris",
}
_Cells = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a sheet did to a case.

    Attributes
    ----------
    files : mapping of str to bytes
        The files that differ from before.
    added : mapping of str to list of str
        Ids of new rows by file.
    filled : int
        Cells that were empty before.
    longer : int
        Lists of ids, such as the sources of an event, that have more ids now.
    changes : tuple of Change
        Cells that the sheet would now fill otherwise; untouched unless an update was asked for.
    unanswered : mapping of str to str
        Names of places without an answer, and why.
    taken_for : mapping of str to str
        What a name was taken for that is an area, and what else fits.
    placed : frozenset of str
        Names of places that have one.
    left : tuple of str
        Claims that an earlier sheet made and that this one no longer has.
    left_groups : tuple of str
        Groups of projectiles that rest on such claims and that this sheet does not make.
    findings : Findings
        Warnings about the sheet.
    """

    files: Mapping[str, bytes]
    added: Mapping[str, list[str]] = field(default_factory=dict)
    filled: int = 0
    longer: int = 0
    changes: tuple[Change, ...] = ()
    unanswered: Mapping[str, str] = field(default_factory=dict)
    taken_for: Mapping[str, str] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    left_groups: tuple[str, ...] = ()
    findings: Findings = field(default_factory=Findings)


def fill(files: Mapping[str, bytes], rows: Sequence[SheetRow], sheet: str, *, update: bool = False) -> Filled:
    """Fill the tables of a case from the rows of a quick sheet.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the case by name; tables that are missing are made.
    rows : sequence of SheetRow
    sheet : str
        Name of the sheet, for messages.
    update : bool
        Whether cells that stand and that the sheet gives otherwise are changed; else they are told and left.

    Raises
    ------
    UnreadableInput
        If rows contradict one another, or a table of the case cannot be added to.
    """
    package = load_json(files["datapackage.json"], "datapackage.json")
    own = package.setdefault("geomap", {}) if isinstance(package, dict) else {}
    tables = {name: _table(name, files) for name in _TABLES}
    main = _main_event(tables["events"].rows, str(own.get("main_event") or ""), str(package.get("title") or ""))
    if main.event_id in events_of(rows, main, tables["events"].rows).values():
        tables = _without_placeholder(tables)  # else the main event still rests on nothing but that
    features = features_of(files.get("places.geojson", b""))
    names = {row["value"] for row in rows if row["about"] in PLACE_WORDS}
    named = find_places(names, features, str(own.get("country") or ""))
    statements, source_rows, found = _read(rows, tables, main, named, sheet)
    tellings = tellings_of(statements, own.get("accounts") or [])
    standing = {row.get("trajectory_id", "") for row in tables["trajectories"].rows}
    groups = trajectory_rows(tellings, sheet, main.event_id, standing)
    event_rows = _event_rows(statements, main)
    places = [f.get("properties") or {} for f in (*features, *named.added)]
    timed = time_events(event_rows, statements, tables["events"].rows, places, own, sheet)
    found += [*groups.found, *timed]
    _refuse(found, sheet)
    derived = derive(statements, {row.get("claim_id", "") for row in tables["claims"].rows})
    _renew_title(event_rows, tables["events"].rows, main, rows)
    made: dict[str, list[_Cells]] = {
        "sources": source_rows,
        "events": event_rows,
        "claims": [claim_row(s, derived.get(s.claim_id, "")) for s in statements],
        "trajectories": groups.rows,
        "event_places": [
            {"event_id": s.event_id, "place_id": s.place_id, "role": _ROLES[s.row["about"]], "claim_id": s.claim_id}
            for s in statements
            if s.row["about"] in _ROLES and s.place_id and not is_end_of_group(s.row) and tells_of_an_account(s.row)
        ],
    }
    entries = account_entries(tellings, {s.claim_id: s.source_id for s in statements}, own.get("accounts") or [])
    name_in_arabic(rows, made, named.added, entries)
    gives_way = {**_own_words(statements, main), **groups.own_words, **own_publishers(source_rows)}
    merged = {name: merge_rows(tables[name], made[name], update=update, own_words=gives_way) for name in _TABLES}
    new_files = {f"{name}.csv": m.data for name, m in merged.items()}
    new_files["places.geojson"] = append_features(files.get("places.geojson", b""), named.added)
    renewed = _title_now(event_rows, main, package) if update else ""
    if renewed:
        package["title"] = renewed
    if entries or renewed or own.get("main_event") != main.event_id:
        own["main_event"] = main.event_id
        own["accounts"] = [*(own.get("accounts") or []), *entries]
        new_files["datapackage.json"] = package_text(package)
    if named.credits:
        new_files["map.toml"] = with_credits(files.get("map.toml", b""), named.credits)
    left = _left(tables["claims"].rows, made["claims"])
    return Filled(
        files={name: data for name, data in new_files.items() if files.get(name) != data},
        added=_added(merged, named, entries),
        filled=sum(m.filled for m in merged.values()),
        longer=sum(m.longer for m in merged.values()),
        changes=tuple(change for m in merged.values() for change in m.changes),
        unanswered=named.unanswered,
        taken_for=named.taken_for,
        placed=frozenset(named.ids),
        left=left,
        left_groups=_left_groups(tables["trajectories"].rows, made["trajectories"], left),
        findings=Findings.of([*(f for f in found if f.severity != "error"), *closest_speakers(rows, sheet)]),
    )


def _table(name: str, files: Mapping[str, bytes]) -> Table:
    data = files.get(f"{name}.csv", b"")
    return table_of(name, data if data.strip() else table_text(name, columns_of(name)))


def _without_placeholder(tables: dict[str, Table]) -> dict[str, Table]:
    """Take out the source that stood for the first one; it was never a fact."""
    stand_in = PLACEHOLDER_SOURCE["source_id"]
    rows = tables["sources"].rows
    if not any(r.get("source_id") == stand_in and r["publisher"] == PLACEHOLDER_SOURCE["publisher"] for r in rows):
        return tables
    for event in tables["events"].rows:
        if event.get("source_ids") == stand_in:
            event["source_ids"] = ""
    kept = [r for r in rows if r.get("source_id") != stand_in]
    return tables | {
        "sources": replace(tables["sources"], rows=kept, text=""),
        "events": replace(tables["events"], text=""),
    }


def _main_event(events: Sequence[Mapping[str, str]], main_event: str, title: str) -> MainEvent:
    for event in events:
        if event["event_id"] == main_event:
            return MainEvent(event_id=main_event, title=event.get("title", "") or title)
    return MainEvent(event_id=main_event or (events[0]["event_id"] if events else "main-event"), title=title)


def _read(
    rows: Sequence[SheetRow], tables: Mapping[str, Table], main: MainEvent, named: Named, sheet: str
) -> tuple[list[Statement], list[_Cells], list[Finding]]:
    sources, source_rows, found = sources_of(rows, tables["sources"].rows, sheet)
    events = events_of(rows, main, tables["events"].rows)
    statements, repeated = state(rows, events, sources, named.ids, sheet)
    return statements, source_rows, [*found, *repeated]


def _refuse(found: Sequence[Finding], sheet: str) -> None:
    errors = Findings.of(f for f in found if f.severity == "error")
    if len(errors):
        listed = "\n".join(f"  {f.where}: {f.told}" for f in errors)
        many = "1 thing needs" if len(errors) == 1 else f"{len(errors)} things need"
        raise UnreadableInput(f"{sheet}: {many} a hand; nothing was written.\n{listed}")


def _event_rows(statements: Sequence[Statement], main: MainEvent) -> list[_Cells]:
    titles: dict[str, str] = {main.event_id: main.title}
    by_event: dict[str, list[Statement]] = {}
    for s in statements:
        titles.setdefault(s.event_id, s.row["event"])
        by_event.setdefault(s.event_id, []).append(s)
    return [event_row(event_id, titles[event_id], group) for event_id, group in by_event.items()]


def _renew_title(
    made: Sequence[_Cells], old: Sequence[Mapping[str, str]], main: MainEvent, rows: Sequence[SheetRow]
) -> None:
    """Let a title that was made of kind and day follow them, unless rows of the sheet name the event by it."""
    stands = next((row for row in old if row["event_id"] == main.event_id), None)
    if stands is None or any(row["event"] for row in rows):
        return
    for cells in made:
        if cells["event_id"] == main.event_id:
            renewed = renewed_title(main.title, stands, cells)
            if renewed != main.title:
                cells["title"] = renewed


def _title_now(made: Sequence[_Cells], main: MainEvent, package: Mapping[str, Any]) -> str:
    """Return the title of the case where it is that of its event and the event has got another; else nothing."""
    titles = [cells["title"] for cells in made if cells["event_id"] == main.event_id]
    is_own = package.get("title") == main.title
    return next((str(t) for t in titles if is_own and t != main.title and not isinstance(t, Default)), "")


def _own_words(statements: Sequence[Statement], main: MainEvent) -> dict[tuple[str, str], frozenset[str]]:
    """Return the texts that geomap itself has put into cells: names without a place, and a kind that nobody had told.

    They give way to what is known later, and are taken back where nothing takes their place.
    """
    own = {(s.claim_id, "value"): frozenset({s.row["value"]}) for s in statements if s.place_id}
    own[main.event_id, "kind"] = frozenset({"other"})
    names: dict[str, list[str]] = {}
    for s in statements:
        if s.row["about"] in ("place", "impact area"):
            names.setdefault(s.event_id, []).append(s.row["value"])
    for event_id, told in names.items():
        own[event_id, "place_wording"] = frozenset({*told, "; ".join(dict.fromkeys(told))})
    return own


def _added(merged: Mapping[str, Merged], named: Named, entries: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    added = {f"{name}.csv": m.added for name, m in merged.items() if m.added}
    if named.added:
        added["places.geojson"] = [str(f["properties"]["place_id"]) for f in named.added]
    if entries:
        added["datapackage.json"] = [f"account {entry['id']}" for entry in entries]
    return added


def with_credits(data: bytes, lines: Sequence[str]) -> bytes:
    """Return map.toml with the lines that the licence of a gazetteer asks for."""
    text = data.decode("utf-8")
    made = text
    for line in lines:
        if line not in text:
            made += f"{'' if made.endswith(chr(10)) or not made else chr(10)}\n[[credits]]\ntext = {json.dumps(line)}\n"
    try:
        tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        raise UnreadableInput(
            f"map.toml cannot be added to; its credits need this line, which the licence asks for: {'; '.join(lines)}"
        ) from None
    return made.encode()


def _left(old: Sequence[Mapping[str, str]], made: Sequence[_Cells]) -> tuple[str, ...]:
    """Return claims that look like a row of an earlier sheet that has since been changed."""
    ids = {cells["claim_id"] for cells in made}
    stems = {claim_id.rpartition("-")[0] for claim_id in ids}
    return tuple(
        row["claim_id"]
        for row in old
        if row.get("claim_id", "") not in ids and row.get("claim_id", "").rpartition("-")[0] in stems
    )


def _left_groups(old: Sequence[Mapping[str, str]], made: Sequence[_Cells], left: Container[str]) -> tuple[str, ...]:
    """Return groups that rest on a claim which is left from an earlier sheet, and that this one does not make."""
    ids = {cells["trajectory_id"] for cells in made}
    return tuple(
        row["trajectory_id"]
        for row in old
        if row.get("trajectory_id", "") not in ids and any(c in left for c in items_of(row.get("basis_claim_ids", "")))
    )
