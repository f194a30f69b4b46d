"""The reader of a case folder, described as a Data Package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.dataset import REFUSED_COLUMNS, Account, CaseInfo, Dataset, Unread, gather
from geomap.errors import InvalidMetadata, MissingTable, UnreadableInput
from geomap.findings import Finding, Findings
from geomap.options import ReadOptions, options_of
from geomap.readers.case_keys import PACKAGE_KEYS, TOML_KEYS, read_keys, unknown_ground_names
from geomap.readers.chunk import Chunk, tidy
from geomap.readers.places import read_places
from geomap.readers.text import decode, load_json, read_csv_table, read_file
from geomap.schema import TABLES, clean_text

__all__ = ["chunks", "describes", "name", "read", "recognises"]

name = "case"
describes = "a case or catalogue folder: datapackage.json with sources, places, events, claims and trajectories"

_NEEDED = ("sources", "places", "events")
_FILES = {table: "places.geojson" if table == "places" else f"{table}.csv" for table in TABLES}


def recognises(path: Path) -> bool:
    """Whether this reader is the one for a path."""
    return path.is_dir() or path.name == "datapackage.json"


def chunks(path: Path, options: ReadOptions | None = None) -> Iterator[Chunk]:  # noqa: ARG001
    """Yield the tables of a case folder as text.

    Parameters
    ----------
    path : pathlib.Path
        The folder.
    options : ReadOptions, optional
        A case says all of itself; nothing of it is used.

    Raises
    ------
    MissingTable
        If sources, places or events is missing.
    UnreadableInput
        If a file cannot be read as a whole.
    """
    for table, file in _FILES.items():
        if (path / file).exists():
            yield read_places(path / file) if table == "places" else read_csv_table(path / file, table)
        elif table in _NEEDED:
            raise MissingTable(f"{path.name}/{file} is missing. A case needs {', '.join(_FILES[t] for t in _NEEDED)}.")


def read(path: Path, options: ReadOptions | None = None) -> tuple[Dataset, Findings]:
    """Read a case or catalogue folder.

    Parameters
    ----------
    path : pathlib.Path
        The folder, or its datapackage.json.
    options : ReadOptions, optional
        A case says all of itself: what is given here and has no effect is told.

    Returns
    -------
    Dataset, Findings
        Typed tables, and every problem found while reading. Rows with a bad cell are refused, the rest goes on.
    """
    folder = path.parent if path.name == "datapackage.json" else path
    if not folder.exists():
        raise UnreadableInput(f"{folder} is not there. Check the path.")
    try:
        names = {p.name for p in folder.iterdir()}
    except PermissionError:
        raise UnreadableInput(f"the folder {folder} may not be read by this user. Change its permissions.") from None
    if "datapackage.json" not in names:
        raise MissingTable(
            f"{folder.name}/datapackage.json is missing; it holds title, licence and accounts of a case."
        )
    document, findings = _package(load_json(read_file(folder / "datapackage.json"), "datapackage.json"))
    editorial: dict[str, Any] = {}
    if "map.toml" in names:
        editorial, told = read_keys(_editorial(folder / "map.toml"), TOML_KEYS, "map.toml")
        findings += told + unknown_ground_names(editorial)
    info = _info(document, editorial.get("page", {}).get("accounts", ()))
    tables: dict[str, pd.DataFrame] = {}
    refused: list[pd.DataFrame] = []
    for chunk in chunks(folder, options):
        tidied = tidy(chunk)
        tables[tidied.table] = tidied.rows
        findings += tidied.findings
        if len(tidied.refused):
            refused.append(tidied.refused)
    all_refused = pd.concat(refused, ignore_index=True) if refused else pd.DataFrame(columns=list(REFUSED_COLUMNS))
    dataset, dangling = gather(info, tables, all_refused, editorial=editorial, files=_FILES)
    told = findings + dangling + _options_not_used(folder, options)
    return replace(dataset, unread=_unread(document["geomap"])), told


def _unread(own: Mapping[str, Any]) -> Unread:
    """Return what the table that a case was made of has no column for; a case of its own says nothing of it."""
    said = own.get("unread") or {}
    return Unread(columns=tuple(said.get("columns") or ()), roles=dict(said.get("roles") or {}))


def _options_not_used(folder: Path, options: ReadOptions | None) -> Findings:
    """Tell of options of reading that a case has no use for: who gave one expects that it does something."""
    given = [one.flag for one in options_of(ReadOptions) if options and getattr(options, one.name) != one.default]
    unused = [flag for flag in given if flag != "--country"]
    if not unused:
        return Findings()
    message = (
        f"{', '.join(unused)} {'has' if len(unused) == 1 else 'have'} no effect on a case folder, which says all of "
        "itself in UTF-8 and with its own columns: options of reading are for tables. Leave it out"
    )
    return Findings((Finding(code="option-not-used", severity="warning", message=message, file=folder.name),))


def _editorial(path: Path) -> dict[str, Any]:
    text, _ = decode(read_file(path), path.name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidMetadata(
            f"map.toml: {error}. Correct it or take the file out; the map can do without it."
        ) from None


def _package(document: object) -> tuple[dict[str, Any], Findings]:
    """Return datapackage.json without values of a wrong type, and what was wrong with the part that is geomap's."""
    if not isinstance(document, dict):
        raise InvalidMetadata("datapackage.json holds no JSON object.")
    own = document.get("geomap", {})
    if not isinstance(own, dict):
        raise InvalidMetadata('datapackage.json, "geomap": an object is expected.')
    read, findings = read_keys(own, PACKAGE_KEYS, "datapackage.json", "geomap")
    accounts = {"accounts": own["accounts"]} if "accounts" in own else {}  # what is wrong in them ends the reading
    told = [f for f in findings if f.code == "unknown-key" or not f.column.startswith("geomap.accounts")]
    return {**document, "geomap": read | accounts}, Findings.of(told)


def _in_order(accounts: Sequence[Account], wanted: Sequence[str]) -> tuple[Account, ...]:
    """Return accounts in the order of map.toml; those that it does not name follow."""
    place = {account: number for number, account in reversed(list(enumerate(wanted)))}
    return tuple(sorted(accounts, key=lambda a: place.get(a.account_id, len(wanted))))


def _info(document: Mapping[str, Any], order: Sequence[str] = ()) -> CaseInfo:
    own = document.get("geomap", {})
    accounts = _in_order([_account(entry, n) for n, entry in enumerate(_list(own, "accounts"))], order)
    ids = [a.account_id for a in accounts]
    default = _text(own, "default_account")
    if default and default not in ids:
        raise InvalidMetadata(
            f'datapackage.json, geomap.default_account: "{default}" is no account (known: {", ".join(ids) or "none"}).'
        )
    if len(set(ids)) != len(ids):
        raise InvalidMetadata("datapackage.json, geomap.accounts: two accounts have one id.")
    licences = [str(entry.get("name", "")) for entry in _list(document, "licenses") if isinstance(entry, dict)]
    return CaseInfo(
        name=_identifier(_text(document, "name"), "name"),
        title=_text(document, "title") or _text(document, "name"),
        title_ar=_text(document, "title_ar"),
        description=_text(document, "description"),
        licence=", ".join(licences),
        main_event=_text(own, "main_event"),
        accounts=accounts,
        default_account=default,
        country=_text(own, "country"),
        tz=_text(own, "tz"),
        context_places=tuple(str(p) for p in _list(own, "context_places")),
        reviewed_by=_text(own, "reviewed_by"),
        reviewed_on=_text(own, "reviewed_on"),
    )


def _account(entry: object, number: int) -> Account:
    where = f"datapackage.json, geomap.accounts[{number}]"
    if not isinstance(entry, dict):
        raise InvalidMetadata(f"{where}: an object with id and label is expected.")
    relation = entry.get("relation") or {}
    if not isinstance(relation, dict):
        raise InvalidMetadata(f'{where}.relation: an object with "kind" and "to" is expected.')
    kind = _text(relation, "kind")
    if kind not in ("", "refines", "conflicts", "same_origin"):
        raise InvalidMetadata(f'{where}.relation.kind: "{kind}" is not one of refines, conflicts, same_origin.')
    label = _languages(entry.get("label"), f"{where}.label") or {"en": _text(entry, "id")}
    speaker = _languages(entry.get("speaker"), f"{where}.speaker") or label
    return Account(
        account_id=_identifier(_text(entry, "id"), f"{where}.id"),
        label=label,
        short_label=_languages(entry.get("short_label"), f"{where}.short_label") or label,
        speaker=speaker,
        speaker_full=_languages(entry.get("speaker_full"), f"{where}.speaker_full") or speaker,
        source_ids=tuple(str(s) for s in _list(entry, "source_ids")),
        relation=kind,
        relation_to=_text(relation, "to"),
    )


def _languages(value: object, where: str) -> Mapping[str, str]:
    if value is None:
        return {}
    if isinstance(value, str):
        return {"en": clean_text(value)}
    if isinstance(value, dict):
        return {str(k): clean_text(str(v)) for k, v in value.items() if v}
    raise InvalidMetadata(f'{where}: a text, or an object such as {{"en": "..."}} is expected.')


def _list(document: Mapping[str, Any], key: str) -> list[Any]:
    value = document.get(key) or []
    if not isinstance(value, list):
        raise InvalidMetadata(f'datapackage.json, "{key}": a list is expected.')
    return value


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document.get(key)
    return clean_text(str(value)).strip() if value is not None else ""


def _identifier(text: str, where: str) -> str:
    import re

    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", text):
        raise InvalidMetadata(
            f'datapackage.json, {where}: "{text[:60]}" is no id: small letters a-z, digits, - and _ only, '
            "a letter or digit first."
        )
    return text
