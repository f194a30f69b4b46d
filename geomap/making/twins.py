"""Arabic names of a sheet: said once for a speaker, an outlet, an account or a place, they stand wherever it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.making.merging import Default
from geomap.making.sheet import SheetRow
from geomap.making.statements import Cells
from geomap.places.names import fold_name

__all__ = ["name_in_arabic"]

_NAMED = ("who said", "who relayed", "account", "goes back to", "value")
_LISTS = ("time_local", "place_wording", "actor_claimed", "actor_attributed", "attributed_by")
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "claims": {"claimant": "", "relayed_by": ", ", "origin": ""},
    "sources": {"publisher": ""},
    "trajectories": {"wording": "", "launch_wording": "", "struck": ""},
    "events": dict.fromkeys(_LISTS, "; "),
}
"""By table: the columns that hold names, and what stands between several."""

_ARABIC_COMMA, _ARABIC_SEMICOLON = "\u060c ", "\u061b "
_JOINTS = {", ": _ARABIC_COMMA, "; ": _ARABIC_SEMICOLON, "": ""}


def name_in_arabic(
    rows: Iterable[SheetRow],
    made: Mapping[str, Sequence[Cells]],
    features: Iterable[Mapping[str, Any]],
    accounts: Iterable[Mapping[str, Any]],
) -> None:
    """Give what is made of a sheet the Arabic names that it says; all three are changed in place.

    Parameters
    ----------
    rows : iterable of SheetRow
        The first row that gives a name in Arabic counts.
    made : mapping of str to sequence of dict
        Rows by table. Of several names in one cell all are in Arabic or none.
    features : iterable of mapping
        New places; the name of a gazetteer stays.
    accounts : iterable of mapping
        New accounts, with label and speaker by language.
    """
    names = _arabic_names(rows)
    if not names:
        return
    for table, columns in _COLUMNS.items():
        for cells in made.get(table, ()):
            _name_cells(cells, columns, names)
    for feature in features:
        row = feature["properties"]
        name = str(row.get("name") or "")
        twin = names.get(fold_name(name))
        if twin and not row.get("name_ar"):
            row["name_ar"] = twin
            if row.get("label_ar"):
                row["label_ar"] = row["label_ar"].replace(name, twin)
    for account in accounts:
        for spoken in (account["label"], account["speaker"]):
            twin = names.get(fold_name(spoken.get("en", "")))
            if twin:
                spoken["ar"] = twin


def _arabic_names(rows: Iterable[SheetRow]) -> dict[str, str]:
    """Return the Arabic of each name, by the folded name; of several who relayed, in their order."""
    names: dict[str, str] = {}
    for row in rows:
        for column in _NAMED:
            said, arabic = row[column], row.cells.get(f"{column}_ar", "")
            pairs = [(said, arabic)]
            if column == "who relayed":
                parts, twins = ([p.strip() for p in re.split("[;\u061b]", cell)] for cell in (said, arabic))
                pairs = list(zip(parts, twins, strict=True)) if len(parts) == len(twins) else []
            for name, twin in pairs:
                if name and twin:
                    names.setdefault(fold_name(name), twin)
    return names


def _name_cells(cells: Cells, columns: Mapping[str, str], names: Mapping[str, str]) -> None:
    for column, joint in columns.items():
        cell = cells.get(column, "")
        twins = [names.get(fold_name(part), "") for part in (cell.split(joint) if joint else [cell])]
        if cell and all(twins):
            cells[f"{column}_ar"] = Default(_JOINTS[joint].join(twins))
