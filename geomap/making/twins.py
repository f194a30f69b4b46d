"""Arabic names of a case, from a list of its own: each name once, wherever the case writes it.

The list has two columns, ``name`` and ``name_ar``. A cell with an Arabic twin gets it where the twin is empty and all
of the cell, or each item of a list, is a name of the list; nothing that stands is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import UnreadableInput
from geomap.making.cases import case_files_of, read_back
from geomap.making.folder import package_text
from geomap.making.merging import Cells, features_of, merge_rows, replace_feature, table_of
from geomap.options import ReadOptions
from geomap.readers.table import sheets
from geomap.readers.text import load_json
from geomap.schema import TABLES, table_schema

__all__ = ["Twinned", "give_twins", "names_without_twin", "read_names"]

_TWIN = "_ar"
_COLUMNS = ("name", "name_ar")
_OWN_HOME = {"claims": ("words",), "sources": ("title",)}
"""Texts that are no names: what was said has its Arabic in the sheet, a headline stands as it was published."""
_OF_ACCOUNTS = ("label", "short_label", "speaker", "speaker_full")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twinned:
    """What a list of names did to a case.

    Attributes
    ----------
    files : mapping of str to bytes
        The files that differ from before.
    filled : mapping of str to int
        How many twins were filled, by file.
    unused : tuple of str
        Names of the list that the case writes nowhere without a twin.
    """

    files: Mapping[str, bytes]
    filled: Mapping[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


def read_names(path: Path, encoding: str = "") -> dict[str, str]:
    """Return a list of names: Arabic by the name that it belongs to.

    Parameters
    ----------
    path : pathlib.Path
        CSV or XLSX with the columns ``name`` and ``name_ar``; rows without Arabic are passed over.
    encoding : str
        Of a list that is not UTF-8.

    Raises
    ------
    UnreadableInput
        If it cannot be read, lacks a column, or gives a name two twins.
    """
    if not path.is_file():
        raise UnreadableInput(f'{path} is not there. "geomap twins CASE --missing" prints a list to fill.')
    text = pd.concat([piece.text for piece in sheets(path, ReadOptions(encoding=encoding))])
    text = text.rename(columns=str.strip).fillna("")
    if lacking := [column for column in _COLUMNS if column not in text]:
        raise UnreadableInput(
            f'{path.name} has no column "{lacking[0]}"; a list of names has "name" and "name_ar". '
            '"geomap twins CASE --missing" prints one to fill.'
        )
    made: dict[str, str] = {}
    for number, (name, twin) in enumerate(zip(*(text[c].str.strip() for c in _COLUMNS), strict=True), start=2):
        if name and twin and made.setdefault(name, twin) != twin:
            raise UnreadableInput(
                f'{path.name} row {number}, column "name_ar": "{twin}", but "{name}" is "{made[name]}" in a row '
                "before. A name has one twin; take one of the rows out."
            )
    return made


def give_twins(files: Mapping[str, bytes], names: Mapping[str, str]) -> Twinned:
    """Fill the Arabic twins of a case from a list of names.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the case by name.
    names : mapping of str to str
        Arabic by name.

    Raises
    ------
    UnreadableInput
        If a file of the case cannot be read, or could not be read with its twins.
    """
    made: dict[str, bytes] = {}
    filled: dict[str, int] = {}
    used: set[str] = set()
    for table in (name for name in TABLES if f"{name}.csv" in files):
        file = f"{table}.csv"
        rows = table_of(table, files[file])
        key = table_schema(table).primary_key
        given = [(row, _twins(table, row, names, used)) for row in rows.rows] if key else []
        cells = [{str(key): row[str(key)], **twins} for row, twins in given if twins]
        if cells:
            made[file] = merge_rows(rows, cells).data
            filled[file] = sum(len(row) - 1 for row in cells)
    for name, (data, count) in {
        "places.geojson": _places(files.get("places.geojson", b""), names, used),
        "datapackage.json": _package(files["datapackage.json"], names, used),
    }.items():
        if count:
            made[name], filled[name] = data, count
    if made:
        read_back({**files, **made})
    return Twinned(files=made, filled=filled, unused=tuple(name for name in names if name not in used))


def names_without_twin(case: Path) -> list[str]:
    """Return the texts of a case that have no Arabic: speakers, places, titles and the like, each once.

    Parameters
    ----------
    case : pathlib.Path
        Its folder.
    """
    files = case_files_of(case)
    package = load_json(files["datapackage.json"], "datapackage.json")
    found = [str(package.get("title") or "")] if not package.get("title_ar") else []
    found += [text for account in _accounts(package) for text in _untold(account)]
    places = [f.get("properties") or {} for f in features_of(files.get("places.geojson", b""))]
    found += [str(p.get("name") or "") for p in places if not p.get("name_ar")]
    for table in (name for name in TABLES if f"{name}.csv" in files):
        for row in table_of(table, files[f"{table}.csv"]).rows:
            cells = ((c, text) for c, text in _open_cells(table, row) if c not in _OWN_HOME.get(table, ()))
            found += [item for column, text in cells for item in _items(column, text)]
    return list(dict.fromkeys(text for text in found if text))


def _open_cells(table: str, row: Cells) -> Iterator[tuple[str, str]]:
    columns = table_schema(table).columns
    for column in columns:
        if (
            f"{column}{_TWIN}" in columns
            and row.get(column, "").strip()
            and not row.get(f"{column}{_TWIN}", "").strip()
        ):
            yield column, row[column].strip()


def _items(column: str, text: str) -> list[str]:
    return [item.strip() for item in text.split(";")] if column == "relayed_by" else [text]


def _twins(table: str, row: Cells, names: Mapping[str, str], used: set[str]) -> Cells:
    made = {}
    for column, text in _open_cells(table, row):
        items = _items(column, text)
        if all(item in names for item in items):
            used.update(items)
            made[f"{column}{_TWIN}"] = "؛ ".join(names[item] for item in items)
    return made


def _places(data: bytes, names: Mapping[str, str], used: set[str]) -> tuple[bytes, int]:
    count = 0
    for feature in features_of(data):
        properties = feature.get("properties") or {}
        name = str(properties.get("name") or "")
        if name in names and not properties.get("name_ar"):
            used.add(name)
            told = {**feature, "properties": {**properties, "name_ar": names[name]}}
            data, count = replace_feature(data, str(properties.get("place_id")), told), count + 1
    return data, count


def _accounts(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = (package.get("geomap") or {}).get("accounts") or []
    return [account for account in found if isinstance(account, dict)]


def _untold(account: Mapping[str, Any]) -> list[str]:
    texts = (account.get(key) for key in _OF_ACCOUNTS)
    return [str(text["en"]) for text in texts if isinstance(text, dict) and text.get("en") and not text.get("ar")]


def _package(data: bytes, names: Mapping[str, str], used: set[str]) -> tuple[bytes, int]:
    package = load_json(data, "datapackage.json")
    count, title = 0, str(package.get("title") or "")
    if title in names and not package.get("title_ar"):
        used.add(title)
        package["title_ar"], count = names[title], 1
    for account in _accounts(package):
        for text in (account.get(key) for key in _OF_ACCOUNTS):
            if isinstance(text, dict) and not text.get("ar") and str(text.get("en") or "") in names:
                used.add(str(text["en"]))
                text["ar"], count = names[str(text["en"])], count + 1
    return (package_text(package), count) if count else (data, 0)
