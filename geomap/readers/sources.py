"""Rows to sources: one for each name that the table gives; several in a cell are several sources."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from geomap.readers.cells.distinct import Codes, codes_of, combined_codes, joined_words, of_each, spread, spread_bad
from geomap.readers.cells.plain import Bad, empty, stripped
from geomap.readers.own import OWN
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.schema import STRING, is_address

__all__ = ["sources_of"]

_SCHEME = re.compile(r"^(?!https?:)[a-z][a-z0-9+.\-]*:(?://|[^\s])", re.I)
_DANGEROUS = re.compile(r"^(?:file|javascript|data|vbscript|ftp|smb|jar|about|blob)\s*:", re.I)
_PUBLISHER = re.compile(r'^["“]?(.{2,80}?)[,\s]+(?:\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4})')
_WITH_ADDRESS = re.compile(r"(?s)(?!https?://)(.*?\S)[\s:,–—-]*\s[<(\[]?(https?://[^\s<>\"]+?)[>)\]]?")
"""A name with its address behind it."""
_TITLE_MAX = 300
_DATASET = "dataset"
_ID = re.compile(r"[a-z0-9_-]+")
_TWINS = ("offline_reason_ar",)
_NO_LINKS = "of which no column was read as addresses"
_NO_SOURCES = "no column of it was read as sources"
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
    index = chunk.text.index[is_there]
    text = _named(chunk)[is_there]
    url = chunk.cells("source_url")
    address = stripped(url)[is_there] if url is not None else empty(index)
    names, links = codes_of(text), codes_of(address)
    reach = chunk.cells("source_scale")
    scale = of_each(reach, stripped)[is_there] if reach is not None else empty(index)
    scales = codes_of(scale)
    first, codes = combined_codes([(len(values), numbers) for values, numbers in (names, links, scales)])
    cells = pd.DataFrame({"name": text.fillna("").iloc[first], "link": address.fillna("").iloc[first]})
    parts = _parts(cells, chunk.mapping.separator)
    made = [_source(chunk, part, link) for part, link in parts.different]
    joined = parts.joined([source_id for source_id, *_ in made])
    reaches = parts.attributes(scale.fillna("").iloc[first].tolist()) if reach is not None else [None] * len(made)
    sources: dict[str, dict[str, object]] = {}
    for (source_id, source, _), cell, said in zip(made, parts.first, reaches, strict=True):
        known = sources.setdefault(source_id, source | {"row": int(index[first[cell]]), "source_scale": None})
        known["source_scale"] = joined_words([known["source_scale"], said])
    ids = spread(joined, codes, index)
    _tell_unsafe(problems, parts, made, codes, address)
    nameless = ids == _DATASET
    if nameless.any() or ids.empty:
        sources[_DATASET] = _whole_table(chunk) | {"row": int(index[nameless][0]) if len(ids) else 2}
    ids = ids if len(ids) == len(chunk.text) else ids.reindex(chunk.text.index).astype(STRING)
    return ids, _table(sources)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class _Parts:
    """The names in the different cells of a column, each with its address.

    Attributes
    ----------
    different : list of (str, str)
        Each name and address once, in the order of the table.
    first : list of int
        The first cell that each stands in.
    cells, codes : numpy.ndarray of int
        For each name in each cell: the cell, and which of the different ones it is.
    count : int
        How many cells there are.
    """

    different: list[tuple[str, str]]
    first: list[int]
    cells: Codes
    codes: Codes
    count: int

    def attributes(self, of_cell: list[str]) -> list[str | None]:
        """Return what the cells that name each say of it, every word once, in an order that is none of theirs.

        Parameters
        ----------
        of_cell : list of str
            What each cell says; empty where it says nothing.
        """
        said: list[set[str]] = [set() for _ in self.different]
        for cell, code in zip(self.cells.tolist(), self.codes.tolist(), strict=True):
            said[code].add(of_cell[cell])
        return [joined_words(words) for words in said]

    def joined(self, ids: list[str]) -> pd.Series:
        """Return the ids of each cell, each once; a cell without any has the table itself as its source."""
        import pyarrow as pa
        import pyarrow.compute as pc

        offsets = np.concatenate([[0], np.cumsum(np.bincount(self.cells, minlength=self.count))])
        listed = pa.LargeListArray.from_arrays(
            pa.array(offsets, pa.int64()), pa.array(ids, pa.large_string()).take(pa.array(self.codes))
        )
        joined = pc.binary_join(listed, pa.scalar("; ", pa.large_string()))
        made = pd.Series(joined, dtype=STRING)
        return made.mask(made == "", _DATASET)


def _parts(cells: pd.DataFrame, separator: str) -> _Parts:
    """Take the names in cells apart; an address belongs to a name that stands alone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    links, names = cells["link"].tolist(), pa.array(cells["name"]).cast(pa.large_string())
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    is_lone = pc.starts_with(names, "http").to_numpy(zero_copy_only=False) | (cells["link"] != "").to_numpy()
    split = pc.split_pattern(names, separator) if separator else pc.split_pattern(names, "\x1f")
    where = pc.list_parent_indices(split).to_numpy().astype("int64")
    encoded = pc.list_flatten(split).dictionary_encode()
    own = encoded.indices.to_numpy().astype("int64")
    numbers: dict[tuple[str, str], int] = {}
    of_text = np.array(
        [numbers.setdefault((t.strip(), ""), len(numbers)) if t.strip() else -1 for t in encoded.dictionary.to_pylist()]
        or [-1],
        dtype="int64",
    )
    usual = ~is_lone[where]
    at, code = where[usual], of_text[own[usual]]
    alone = [
        (cell, numbers.setdefault(part, len(numbers)))
        for cell in np.flatnonzero(is_lone).tolist()
        for part in _split(separator, names[cell].as_py(), links[cell])
    ]
    if alone:
        at = np.concatenate([at, [cell for cell, _ in alone]])
        code = np.concatenate([code, [number for _, number in alone]])
    listed = pd.DataFrame({"cell": at, "code": code})
    listed = listed[listed["code"] >= 0].sort_values("cell", kind="stable").drop_duplicates()
    codes, different = pd.factorize(listed["code"])
    by_number = list(numbers)
    first, _ = combined_codes([(len(different), codes.astype("int64"))])
    at = listed["cell"].to_numpy()
    return _Parts(
        different=[by_number[number] for number in different],
        first=at[first].tolist(),
        cells=at,
        codes=codes.astype("int64"),
        count=len(cells),
    )


def _tell_unsafe(problems: Problems, parts: _Parts, made: list[_Made], codes: Codes, address: pd.Series) -> None:
    """Warn of addresses that are no web addresses, in the column that each stands in."""
    unsafe = {number: wrong for number, (*_, wrong) in enumerate(made) if wrong}
    if not unsafe:
        return
    bad = {
        cell: unsafe[code]
        for cell, code in zip(parts.cells.tolist(), parts.codes.tolist(), strict=True)
        if code in unsafe
    }
    texts = pd.Series(bad, dtype=object).sort_index()
    reasons = texts.map(lambda text: f'"{text[:60]}" is no web address; it is no link and is never fetched')
    for role, wrong in (("source_url", True), ("source", False)):
        rows = spread_bad(Bad("unsafe-address", reasons), codes, address.index)
        own = spread_bad(Bad("", texts), codes, address.index).reasons
        is_link = address.reindex(own.index).fillna("").astype(object) == own
        problems.warn(Bad("unsafe-address", rows.reasons[is_link == wrong]), role)


def _named(chunk: RowChunk) -> pd.Series:
    text = chunk.cells("source")
    long = chunk.cells("source_long")
    named = of_each(text, stripped) if text is not None else empty(chunk.text.index)
    return named.fillna(of_each(long, stripped)) if long is not None else named


def _split(separator: str, name: str, link: str) -> list[tuple[str, str]]:
    """Return the names in a cell, each with its address; an address belongs to a name that stands alone."""
    is_several = separator and separator in name and not is_address(name)
    parts = [p.strip() for p in name.split(separator)] if is_several else [name.strip()]
    if not any(parts) and link:
        parts = [link]
    return [(part, link if len(parts) == 1 else "") for part in parts if part]


def _source(chunk: RowChunk, name: str, link: str) -> _Made:
    behind = _WITH_ADDRESS.fullmatch(name) if not link and name.count("://") == 1 else None
    if behind and is_address(behind[2]):
        name, link = behind[1], behind[2]
    address = link if is_address(link) else name if is_address(name) else ""
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
        source["offline_reason_ar"] = "ما يذكره الجدول عنوانًا ليس عنوانًا على الويب"
    else:
        named = f"named in the data set {chunk.mapping.title or chunk.title}"
        source["offline_reason_ar"] = "مذكور في مجموعة البيانات بلا عنوان"
        source["offline_reason"] = (
            f"{named}, {_NO_LINKS}" if _may_hide(chunk, "source_url") else f"{named}, without an address"
        )
    if chunk.mapping.name == OWN and _ID.fullmatch(name):  # our own exports give the ids of sources, not their names
        return name, source, wrong
    digest = hashlib.blake2b(f"{name}\x1f{address}".encode(), digest_size=8).hexdigest()
    return f"s{digest}", source, wrong


def _may_hide(chunk: RowChunk, role: str) -> bool:
    """Whether a sheet has no column for a role, but others that nobody read: one of them may be it."""
    mapping = chunk.mapping
    return role not in mapping.found and not mapping.needs and not mapping.used() >= set(chunk.text.columns)


def _whole_table(chunk: RowChunk) -> dict[str, object]:
    why = _NO_SOURCES if _may_hide(chunk, "source") else "its row names no source of its own"
    return {
        "title": chunk.title,
        "publisher": chunk.mapping.title or chunk.title,
        "kind": "dataset",
        "offline_reason": f"the table that this map was made of; {why}",
        "offline_reason_ar": "الجدول الذي صُنعت منه هذه الخريطة",
        "licence": chunk.mapping.licence or None,
    }


def _table(sources: dict[str, dict[str, object]]) -> pd.DataFrame:
    ids = list(sources)
    index = pd.Index([int(str(sources[i]["row"])) for i in ids], dtype="int64")
    values: dict[str, object] = {"source_id": pd.Series(ids, index=range(len(ids)), dtype=STRING)}
    for column in (
        "title",
        "publisher",
        "kind",
        "carried_by",
        "url",
        "offline_reason",
        *_TWINS,
        "licence",
        "source_scale",
    ):
        values[column] = pd.Series([sources[i].get(column) for i in ids], index=range(len(ids)), dtype=object)
    table = typed("sources", values, pd.RangeIndex(len(ids)))
    table.index = index
    return table
