"""Rows to sources: one for each name that the table gives; several in a cell are several sources."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

import pandas as pd

from geomap.readers.cells.plain import Bad, empty
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.schema import STRING

__all__ = ["sources_of"]

_SAFE = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_SCHEME = re.compile(r"^(?!https?:)[a-z][a-z0-9+.\-]*:(?://|[^\s])", re.I)
_DANGEROUS = re.compile(r"^(?:file|javascript|data|vbscript|ftp|smb|jar|about|blob)\s*:", re.I)
_PUBLISHER = re.compile(r'^["“]?(.{2,80}?)[,\s]+(?:\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4})')
_TITLE_MAX = 300
_DATASET = "dataset"
_Made = tuple[str, dict[str, object], str]


def sources_of(chunk: RowChunk, problems: Problems, is_there: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    """Return the ids of each row's sources, and the sources.

    A row that names nobody has the table itself as its source.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of addresses that are no web addresses.
    is_there : pandas.Series of bool
        Rows that are not refused.
    """
    text = _named(chunk)[is_there]
    url = chunk.cells("source_url")
    address = url.str.strip()[is_there] if url is not None else empty(text.index)
    address = address.mask((address == "").fillna(False).astype(bool))
    scale = chunk.cells("source_scale")
    key = text.fillna("") + "\x1f" + address.fillna("")
    distinct = key[~key.duplicated()]
    sources: dict[str, dict[str, object]] = {}
    ids_of: dict[str, str] = {}
    unsafe: dict[str, str] = {}
    scales = scale.reindex(distinct.index).fillna("").tolist() if scale is not None else [""] * len(distinct)
    made_of: dict[tuple[str, str], _Made] = {}
    for row, pair, reach in zip(distinct.index.tolist(), distinct.tolist(), scales, strict=True):
        name, _, link = pair.partition("\x1f")
        made = []
        for part, address_of in _split(chunk.mapping.separator, name, link):
            if (part, address_of) not in made_of:
                made_of[part, address_of] = _source(chunk, part, address_of)
            made.append(made_of[part, address_of])
        for source_id, source, wrong in made:
            if source_id not in sources:
                sources[source_id] = source | {"row": row, "source_scale": reach or None}
            if wrong:
                unsafe[pair] = wrong
        ids_of[pair] = "; ".join(dict.fromkeys(s for s, *_ in made)) or _DATASET
    ids = key.map(ids_of).astype(STRING)
    if unsafe:
        wrong = key[key.isin(unsafe)].map(
            lambda k: f'"{unsafe[k][:60]}" is no web address; it is no link and is never fetched'
        )
        problems.warn(Bad("unsafe-address", wrong), "source_url" if address.isin(unsafe.values()).any() else "source")
    if (ids == _DATASET).any() or ids.empty:
        sources[_DATASET] = _whole_table(chunk) | {"row": int(ids.index[0]) if len(ids) else 2}
    return ids.reindex(chunk.text.index).astype(STRING), _table(sources)


def _named(chunk: RowChunk) -> pd.Series:
    text = chunk.cells("source")
    long = chunk.cells("source_long")
    named = text.str.strip() if text is not None else empty(chunk.text.index)
    named = named.mask((named == "").fillna(False).astype(bool))
    return named.fillna(long.str.strip()) if long is not None else named


def _split(separator: str, name: str, link: str) -> list[tuple[str, str]]:
    """Return the names in a cell, each with its address; an address belongs to a name that stands alone."""
    is_several = separator and separator in name and not _SAFE.fullmatch(name)
    parts = [p.strip() for p in name.split(separator)] if is_several else [name.strip()]
    if not any(parts) and link:
        parts = [link]
    return [(part, link if len(parts) == 1 else "") for part in parts if part]


def _source(chunk: RowChunk, name: str, link: str) -> _Made:
    address = link if _SAFE.fullmatch(link) else name if _SAFE.fullmatch(name) else ""
    wrong = next((t for t in (link, name) if _DANGEROUS.match(t) or (_SCHEME.match(t) and "://" in t)), "")
    if link and not address and not wrong:
        wrong = link
    publisher = urlsplit(address).hostname if address and name in (address, link) else None
    if publisher is None:
        found = _PUBLISHER.match(name)
        publisher = found[1].strip(' "“') if found else name
    title = name if len(name) <= _TITLE_MAX else name[: _TITLE_MAX - 1] + "…"
    source: dict[str, object] = {
        "title": title,
        "publisher": publisher[:_TITLE_MAX],
        "kind": chunk.mapping.source_kind,
        "carried_by": chunk.mapping.title or chunk.title,
    }
    if address:
        source["url"] = address
    elif wrong:
        source["offline_reason"] = "what the table gives as its address is no web address"
    else:
        source["offline_reason"] = f"named in the data set {chunk.mapping.title or chunk.title}, without an address"
    digest = hashlib.blake2b(f"{name}\x1f{address}".encode(), digest_size=8).hexdigest()
    return f"s{digest}", source, wrong


def _whole_table(chunk: RowChunk) -> dict[str, object]:
    return {
        "title": chunk.title,
        "publisher": chunk.mapping.title or chunk.title,
        "kind": "dataset",
        "offline_reason": "the table that this map was made of; its row names no source of its own",
        "licence": chunk.mapping.licence or None,
    }


def _table(sources: dict[str, dict[str, object]]) -> pd.DataFrame:
    ids = list(sources)
    index = pd.Index([int(str(sources[i]["row"])) for i in ids], dtype="int64")
    values: dict[str, object] = {"source_id": pd.Series(ids, index=range(len(ids)), dtype=STRING)}
    for column in ("title", "publisher", "kind", "carried_by", "url", "offline_reason", "licence", "source_scale"):
        values[column] = pd.Series([sources[i].get(column) for i in ids], index=range(len(ids)), dtype=object)
    table = typed("sources", values, pd.RangeIndex(len(ids)))
    table.index = index
    return table
