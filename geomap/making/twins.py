"""Arabic names of a sheet: said once for a speaker, an outlet, an account or a place, they stand wherever it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.making.merging import Default
from geomap.making.sheet import SheetRow
from geomap.making.statements import Cells
from geomap.places.names import fold_name

__all__ = ["arabic_names", "name_accounts", "name_places", "name_rows"]

_NAMED = ("who said", "who relayed", "account", "goes back to", "value")
_COLUMNS: Mapping[str, Mapping[str, str]] = {  # by table: columns that hold names, and what stands between several
    "claims": {"claimant": "", "relayed_by": ", ", "origin": ""},
    "sources": {"publisher": ""},
    "trajectories": {"wording": "", "launch_wording": ""},
    "events": dict.fromkeys(("time_local", "place_wording", "actor_claimed", "actor_attributed", "attributed_by"), "; "),
}
_JOINTS = {", ": "، ", "; ": "؛ ", "": ""}


def arabic_names(rows: Iterable[SheetRow]) -> dict[str, str]:
    """Return what the sheet says in Arabic for each name, by the folded name; the first row that says it counts.

    Parameters
    ----------
    rows : iterable of SheetRow
        "who relayed" may hold several names; their Arabic stands in the same order.
    """
    names: dict[str, str] = {}
    for row in rows:
        for column in _NAMED:
            said, arabic = row[column], row.cells.get(f"{column}_ar", "")
            pairs = [(said, arabic)]
            if column == "who relayed":
                parts, twins = ([p.strip() for p in re.split("[;؛]", cell)] for cell in (said, arabic))
                pairs = list(zip(parts, twins, strict=True)) if len(parts) == len(twins) else []
            for name, twin in pairs:
                if name and twin:
                    names.setdefault(fold_name(name), twin)
    return names


def name_rows(made: Mapping[str, Sequence[Cells]], names: Mapping[str, str]) -> None:
    """Give the rows of the tables the Arabic of the names in them; of several names all or none.

    Parameters
    ----------
    made : mapping of str to sequence of dict
        Rows by table; changed in place.
    names : mapping of str to str
        What `arabic_names` returns.
    """
    for table, columns in _COLUMNS.items() if names else ():
        for cells in made.get(table, ()):
            for column, joint in columns.items():
                cell = cells.get(column, "")
                parts = cell.split(joint) if joint else [cell]
                twins = [names.get(fold_name(part), "") for part in parts]
                if cell and all(twins):
                    cells[f"{column}_ar"] = Default(_JOINTS[joint].join(twins))


def name_places(features: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> None:
    """Give new places the Arabic name that the sheet has for them, where no gazetteer gave one."""
    for feature in features:
        row = feature["properties"]
        twin = names.get(fold_name(str(row.get("name") or "")))
        if twin and not row.get("name_ar"):
            row["name_ar"] = twin


def name_accounts(entries: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> None:
    """Give new accounts the Arabic of their label and their speaker."""
    for entry in entries:
        for key in ("label", "speaker"):
            twin = names.get(fold_name(entry[key].get("en", "")))
            if twin:
                entry[key]["ar"] = twin
