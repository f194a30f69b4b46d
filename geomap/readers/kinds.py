"""What a table says happened: a kind that says nothing more special than the cell, and the cell's own word."""

from __future__ import annotations

import re

import pandas as pd

from geomap.readers.cells.numbers import read_codes
from geomap.readers.cells.plain import Bad, plain_cells
from geomap.readers.header import folded
from geomap.readers.mapping import Mapping
from geomap.readers.rows import Problems, RowChunk
from geomap.readers.word_forms import bent, without_number
from geomap.schema import STRING, table_schema

__all__ = ["KIND_ROLES", "kind_of", "kinds_of"]

KIND_ROLES = ("kind", "event_type", "sub_event_type", "status")
"""Roles that say what happened, and what the table thinks of it."""

_ENDINGS = re.compile(r"_(?:attacks?|strikes?|fire|barrages?|launch(?:es)?|incidents?|hits?|impacts?)$")
_EITHER = re.compile(r"\s*(?:/|\bor\b|\bou\b|\bo\b|\bили\b|\bабо\b|\bveya\b|\bأو\b)\s*", re.I)
_INDIRECT = frozenset({"rocket", "mortar", "artillery", "indirect_fire"})
_MISSILES = frozenset({"ballistic_missile", "cruise_missile", "anti_ship_missile", "missile"})
_WIDER = (
    (_INDIRECT, "indirect_fire"),
    (_MISSILES, "missile"),
    (_INDIRECT | _MISSILES | {"guided_bomb", "unknown_projectile"}, "unknown_projectile"),
)
"""Kinds of which one or another is meant, and the narrowest kind that holds them all."""
_DIGITS_MIN = 2


def kind_of(mapping: Mapping, cell: str) -> str:
    """Return the kind of a cell's word, or an empty text if the mapping does not know it.

    Parameters
    ----------
    mapping : Mapping
    cell : str
        "Missile", "missile attack", "rocket/mortar fire", "2 missiles".
    """
    cell = without_number(cell)
    known = _known(mapping, folded(cell))
    if known:
        return known
    parts = [_known(mapping, folded(part)) for part in _EITHER.split(cell) if part.strip()]
    if len(parts) < 2 or not all(parts):
        return ""
    named = frozenset(parts)
    if len(named) == 1:
        return parts[0]
    return next((wider for kinds, wider in _WIDER if named <= kinds), "")


def _known(mapping: Mapping, word: str) -> str:
    short = _ENDINGS.sub("", word)
    for spelling in dict.fromkeys((word, short, short.removesuffix("s"), short.removesuffix("es"))):
        if spelling in mapping.kinds:
            return mapping.kinds[spelling]
    return "" if mapping.needs else bent(mapping.kinds, short)  # a published format has words of its own


def kinds_of(chunk: RowChunk, problems: Problems) -> dict[str, object]:
    """Return kind, its wording, type and sub-type in the table's words, and status.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of words that are no kind that geomap knows.
    """
    mapping, fixed = chunk.mapping, chunk.mapping.fixed
    cells = chunk.cells("kind")
    values: dict[str, object] = {"kind": mapping.default_kind, "status": fixed.get("status", "reported")}
    if cells is not None:
        codes = read_codes(cells)
        found = {code: kind_of(mapping, code) for code in codes.dropna().unique()}
        table = {code: kind or mapping.default_kind for code, kind in found.items()}
        wording = {code: _own_words(mapping, code, kind) for code, kind in table.items()}
        values["kind"] = codes.map(table).astype(object).fillna(mapping.default_kind)
        values["kind_wording"] = codes.map(wording).astype(STRING)
        values["event_type"] = codes
        if not mapping.needs:  # a published format has words of its own, which are known to be what they are
            _tell_unknown(problems, codes, frozenset(code for code, kind in found.items() if not kind))
    for role in ("event_type", "sub_event_type"):
        text = chunk.cells(role)
        if text is not None:
            codes = read_codes(text)
            is_labelled = role == "event_type" and mapping.labels
            values[role] = codes.map(lambda c: mapping.labels.get(c, c), na_action="ignore") if is_labelled else codes
    if "event_type" in fixed:
        values["event_type"] = fixed["event_type"]
    status = chunk.cells("status")
    if status is not None:
        words = plain_cells(status).str.lower()
        known = words.isin(table_schema("events").field("status").vocabulary)
        values["status"] = words.where(known, fixed.get("status", "reported")).astype(object)
    return values


def _own_words(mapping: Mapping, code: str, kind: str) -> str | None:
    """Return the cell's own word where it says something else than its kind; a code gets the words of its codebook."""
    said = mapping.wording.get(code)
    short = code
    while said is None and short.isdecimal() and len(short) > _DIGITS_MIN:
        short = short[:-1]
        said = mapping.wording.get(short)
    said = said or code
    own, ours = _spellings(said), _spellings(kind)
    return None if own & (ours | {f"{word}s" for word in ours}) else said


def _spellings(word: str) -> set[str]:
    """Return a word in one piece, with and without what only says that something happened."""
    whole = folded(word)
    return {whole.replace("_", ""), _ENDINGS.sub("", whole).replace("_", "")}


def _tell_unknown(problems: Problems, codes: pd.Series, unknown: frozenset[str]) -> None:
    lost = codes[codes.isin(unknown)]
    text = (
        "is no kind of event that geomap knows: the row counts as another event, under its own word. A mapping can say "
        "which kind it is (geomap check --draft-mapping)"
    )
    problems.warn(
        Bad("kind-not-known", lost.map(lambda word: f'"{word[:60]}" {text}').astype(object)), "kind", "notice"
    )
