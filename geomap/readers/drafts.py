"""A mapping file to start from: what geomap made of a table's columns, to be edited and given back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as MappingType
from pathlib import Path

from geomap.errors import UnreadableInput
from geomap.options import ReadOptions
from geomap.readers import table
from geomap.readers.header import folded
from geomap.readers.mapping import ROLES, Mapping, mapping_for, named_mapping

__all__ = ["draft_mapping"]


def draft_mapping(path: str | Path, options: ReadOptions | None = None) -> str:
    """Return a mapping file (TOML) for a table, with every column that was recognised and those that were not.

    Parameters
    ----------
    path : str or pathlib.Path
        A CSV, TSV or XLSX file.
    options : ReadOptions, optional

    Raises
    ------
    UnreadableInput
        If it is no table.
    """
    path = Path(path)
    if not path.exists() or not table.recognises(path):
        raise UnreadableInput(f"{path} is no table; a mapping is for CSV, TSV and XLSX files.")
    options = options or ReadOptions()
    sheet = next(itertools.islice(table.sheets(path, options), 1))
    mapping = mapping_for(sheet.header, options.mapping) or named_mapping("any_sheet").resolved(sheet.header)
    used = {*mapping.found.values(), *mapping.actors}
    lines = [
        f"# Mapping of {path.name}. Give it back with --mapping FILE; correct what is wrong.",
        f"name = {_quoted(folded(path.stem) or 'my_table')}",
        f"title = {_quoted(mapping.title)}",
        f"licence = {_quoted(mapping.licence)}",
        f"credit = {_quoted(mapping.credit)}",
        *(["bars_rows = true"] if mapping.bars_rows else []),
        "",
        "[columns]",
        *(f"{role} = {_quoted(mapping.found[role])}" for role in ROLES if role in mapping.found),
    ]
    if mapping.actors:
        lines.append(f"actors = [{', '.join(_quoted(a) for a in mapping.actors)}]")
    others = [c for c in sheet.header if c not in used]
    lines += ["", f"# Not used: {', '.join(others) or 'none'}", f"# Roles: {', '.join(ROLES)}", ""]
    lines += _vocabulary(mapping, sheet.text)
    return "\n".join(lines) + "\n"


def _vocabulary(mapping: Mapping, text: object) -> list[str]:
    lines = ["[precision]"]
    if mapping.precision_system:
        lines.append(f"system = {_quoted(mapping.precision_system)}")
    lines.append(f"default = {_quoted(mapping.default_class)}")
    lines += _part("precision.words", mapping.precision_words if "precision" in mapping.found else {})
    lines += _part("dates.prec", mapping.date_prec)
    lines += ["", "[kind]", f"default = {_quoted(mapping.default_kind)}"]
    lines += _part("kind.labels", mapping.labels)
    column = mapping.found.get("kind")
    if column is not None:
        values = sorted({str(v).strip() for v in text[column].dropna() if str(v).strip()})[:60]  # type: ignore[index]
        lines += _part("kind.words", {v: mapping.kinds.get(folded(v), mapping.default_kind) for v in values})
    lines += ["", "[sources]", f"separator = {_quoted(mapping.separator)}", f"kind = {_quoted(mapping.source_kind)}"]
    if mapping.fixed or mapping.unknown:
        lines += ["", "[fixed]", *(f"{key} = {_quoted(value)}" for key, value in mapping.fixed.items())]
        lines.append(f"unknown = [{', '.join(_quoted(word) for word in sorted(mapping.unknown))}]")
    return lines


def _part(name: str, entries: MappingType[str, str | int]) -> list[str]:
    """Return a table of TOML, or nothing if there is nothing in it."""
    if not entries:
        return []
    told = (f"{_quoted(k)} = {v if isinstance(v, int) else _quoted(v)}" for k, v in entries.items())
    return ["", f"[{name}]", *told]


def _quoted(text: str) -> str:
    """Return a text as a TOML string."""
    import json

    return json.dumps(text, ensure_ascii=False)
