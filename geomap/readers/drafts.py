"""A mapping file to start from: what geomap made of a table's columns, to be edited and given back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as MappingType
from pathlib import Path

from geomap.errors import UnreadableInput
from geomap.options import ReadOptions
from geomap.readers import table
from geomap.readers.header import folded
from geomap.readers.hxl import mapping_of_tags
from geomap.readers.kinds import kind_of
from geomap.readers.mapping import ANY_SHEET, ROLES, Mapping, mapping_for, named_mapping
from geomap.readers.unread import sample_of

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
    sample = sample_of(sheet.text)
    known = mapping_of_tags(sheet.header, sheet.tags, sample) if sheet.tags and options.mapping is None else None
    known = known or mapping_for(sheet.header, options.mapping, sample)
    mapping = known or named_mapping(ANY_SHEET).resolved(sheet.header, sample)
    used = mapping.used()
    lines = [
        f"# Mapping of {path.name}. Give it back with --mapping FILE; correct what is wrong.",
        f"name = {_quoted(folded(path.stem) or 'my_table')}",
        f"title = {_quoted(mapping.title)}",
        f"licence = {_quoted(mapping.licence)}",
        f"credit = {_quoted(mapping.credit)}",
        *(["bars_rows = true"] if mapping.bars_rows else []),
        "",
        "[columns]",
        *(f"{role} = {_quoted(mapping.found[role])}" for role in ROLES if mapping.found.get(role) in used),
    ]
    if mapping.actors:
        lines.append(f"actors = [{', '.join(_quoted(a) for a in mapping.actors)}]")
    others = [c for c in sheet.header if c not in used]
    lines += ["", f"# Not used: {', '.join(others) or 'none'}"]
    lines += [f"# {_quoted(c)} could be {' or '.join(roles)}" for c, roles in mapping.unclear.items()]
    lines += [f"# Roles: {', '.join(ROLES)}", ""]
    if mapping.pair_order:
        lines += ["[coordinates]", f"order = {_quoted(mapping.pair_order)}", ""]
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
    lines += _part("kind.wording", mapping.wording)
    column = mapping.found.get("kind")
    if column is not None:
        values = sorted({str(v).strip() for v in text[column].dropna() if str(v).strip()})[:60]  # type: ignore[index]
        lines += _part("kind.words", {v: kind_of(mapping, v) or mapping.default_kind for v in values})
    lines += ["", "[sources]", f"separator = {_quoted(mapping.separator)}"]
    lines.append(f"{'' if mapping.states_source_kind else '# '}kind = {_quoted(mapping.source_kind)}")
    if mapping.fixed or mapping.unknown or mapping.has_fractions:
        lines += ["", "[fixed]", *(f"{key} = {_quoted(value)}" for key, value in mapping.fixed.items())]
        lines += ["fractions = true"] if mapping.has_fractions else []
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
