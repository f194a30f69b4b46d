"""What comes close to a withheld name: nothing is replaced, the desk is told.

Taking out goes by rules, and no rules know every spelling. So what is left is looked through a second time, loosely:
words that hold a name or begin with it, that are one letter off, or that sound like it in another script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geomap.dataset import Dataset
from geomap.disclosure.likeness import WORD, Withholding, unmarked, without_article, words_of
from geomap.disclosure.names import WITHHELD, WITHHELD_AR
from geomap.disclosure.spelling import words_in
from geomap.edition import PublicDataset
from geomap.findings import Finding, Findings
from geomap.schema import TABLES, table_schema

__all__ = ["CLOSE", "FILES", "FileRows", "close_texts", "names_shown", "published_texts"]

CLOSE = "close-to-withheld-name"

_HEADINGS = "headings"
_AROUND = 30
_EXAMPLES = 20


def close_texts(public: PublicDataset, dataset: Dataset, names: Withholding) -> Findings:
    """Return a finding for each published text that comes close to a withheld name. For the desk alone.

    Parameters
    ----------
    public : PublicDataset
        After the gate.
    dataset : Dataset
        Before it, for the rows of its files.
    names : Withholding
    """
    columns = list(published_texts(public))
    different = sorted({text for _, _, cells in columns for text in cells})
    vocabulary: set[str] = set()
    for text in different:
        vocabulary.update(words_of(text))
    found = names.close(vocabulary)
    held = re.compile("|".join(map(re.escape, sorted(found)))) if found else None
    firsts = names.first_words(vocabulary)
    if not (held or firsts or names.has_parts):
        return Findings()
    told = {}
    for text in different:
        place = _where(text, found, held, names) or _where_run(text, firsts, names)
        if place is not None:
            told[text] = place
    rows = FileRows(dataset)
    made = []
    for name, column, cells in columns:
        by_word: dict[str, list[str]] = {}
        for text in sorted(t for t in cells if t in told):
            by_word.setdefault(told[text][0], []).append(text)
        made += [
            _finding(
                name, column, word, [i for text in texts for i in cells[text]], told[texts[0]][1], len(texts), rows
            )
            for word, texts in by_word.items()
        ]
    return Findings.of(made)


def names_shown(public: PublicDataset) -> set[str]:
    """Return the words of the names that are published, folded and without their article."""
    columns = [c for c in public.places.columns if str(c).startswith(("name", "label"))]
    texts = {str(t) for c in columns for t in public.places[c].dropna().unique()}
    return {without_article(word) for text in texts for word in words_in(text)}


def _where(text: str, found: set[str], held: re.Pattern[str] | None, names: Withholding) -> tuple[str, str] | None:
    """Return the first close word of a text, and the words around it; None if there is none."""
    plain = unmarked(text).replace(WITHHELD, "[…]").replace(WITHHELD_AR, "[…]")
    for match in WORD.finditer(plain) if held is not None and held.search(plain) else ():
        if match[0] in found:
            return match[0], _around(plain, match.start(), match.end())
    part = names.part_in(plain)
    return (plain[slice(*part)], _around(plain, *part)) if part else None


def _where_run(text: str, firsts: set[str], names: Withholding) -> tuple[str, str] | None:
    """Return the first run of words that comes close to a name of several, and the words around it."""
    if not firsts:
        return None
    plain = unmarked(text).replace(WITHHELD, "[…]").replace(WITHHELD_AR, "[…]")
    found = list(WORD.finditer(plain))
    for number, match in enumerate(found):
        if match[0] not in firsts:
            continue
        size = names.close_run([m[0] for m in found[number : number + names.run_max]])
        if size:
            end = found[number + size - 1].end()
            return plain[match.start() : end], _around(plain, match.start(), end)
    return None


def _around(text: str, begin: int, end: int) -> str:
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    if begin > _AROUND:
        before = "…" + before.partition(" ")[2] if " " in before else "…" + before
    if len(text) > end + _AROUND:
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return " ".join(f"{before}{text[begin:end]}{after}".split())


def published_texts(public: PublicDataset) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Yield table, column and its different texts, each with the ids of the first rows; the case’s own words last."""
    for name in TABLES:
        table = getattr(public, name)
        schema = table_schema(name)
        key = schema.primary_key
        for field in schema.fields:
            # ids of other rows are told there
            if field.name in table.columns and (field.kind in ("text", "edtf", "url") or field.name == key):
                yield name, field.name, _texts(table[field.name], table[key] if key else None)
    refused = public.refused
    yield "refused", "reason", _texts(refused["reason"], refused["id"])
    info = public.info
    words: dict[str, list[str]] = {str(text): [] for text in (info.name, info.title, info.title_ar, info.description)}
    for account in info.accounts:
        parts = (account.label, account.short_label, account.speaker, account.speaker_full)
        words |= {str(text): [account.account_id] for part in parts for text in part.values()}
    yield "datapackage.json", "", words
    yield _HEADINGS, "", {name: [] for name in public.unread.columns}
    yield "map.toml", "", {text: [] for text in _nested(public.editorial)}


def _texts(cells: pd.Series, ids: pd.Series | None) -> dict[str, list[str]]:
    codes, different = pd.factorize(cells)
    made: dict[str, list[str]] = {str(text): [] for text in different}
    if ids is None or len(made) < len(different):
        return made
    return _Rows(made, codes, list(made), ids)


class _Rows(dict[str, list[str]]):
    """Different texts of a column; the ids of their rows are looked up for the few that are asked for."""

    def __init__(self, texts: Mapping[str, list[str]], codes: Any, order: list[str], ids: pd.Series) -> None:
        self.update(texts)
        self._codes, self._order, self._ids = codes, order, ids

    def __getitem__(self, text: str) -> list[str]:
        """Return the ids of the rows that hold a text."""
        return [str(i) for i in self._ids[self._codes == self._order.index(text)]]


def _nested(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _nested(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nested(item)


def _finding(
    name: str, column: str, word: str, ids: list[str], around: str, text_count: int, rows: FileRows
) -> Finding:
    """Return one finding for all texts of a column that hold the same close word."""
    in_file = rows.of(name, ids[:_EXAMPLES])
    row = f"{name}, id {', '.join(ids[:3])}{' and more' if len(ids) > 3 else ''}: " if ids and not in_file else ""
    row = "the heading of a column that is not read: " if name == _HEADINGS else row
    more = f" (and in {text_count - 1} more text{'' if text_count == 2 else 's'})" if text_count > 1 else ""
    return Finding(
        code=CLOSE,
        severity="warning",
        message=f"{row}“{word}” in “{around}”{more} comes close to a name that is withheld, and stands in the outputs. "
        f"If it is the name, {rows.way_out}word the text anew.",
        file=FILES.get(name, name if "." in name else ""),
        column=column,
        rows=in_file,
        values=(word,),
        ids=tuple(ids[:_EXAMPLES]),
        count=max(len(ids), 1),
    )


FILES = {name: f"{name}.csv" for name in TABLES} | {"places": "places.geojson"}


class FileRows:
    """The rows of the files in which ids stand; each table is looked through once."""

    def __init__(self, dataset: Dataset) -> None:
        self._tables = dataset.tables()
        self.way_out = "" if dataset.own_names else 'write that spelling into "aliases" of its place, or '
        self._by_id: dict[str, dict[str, Any]] = {}

    def of(self, name: str, ids: list[str]) -> tuple[int, ...]:
        """Return the rows of some ids; none for what has no file of its own or was renamed."""
        key = table_schema(name).primary_key if name in self._tables else None
        if not key:
            return ()
        if name not in self._by_id:
            table = self._tables[name]
            self._by_id[name] = dict(zip(table[key].astype(object), table.index, strict=True))
        return tuple(int(self._by_id[name][i]) for i in ids if str(self._by_id[name].get(i, "")).isdigit())
