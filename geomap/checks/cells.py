"""Rules on texts of a table: mojibake, several sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from geomap.checks.found import of_rows
from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.schema import is_ascii

__all__ = ["CELL_RULES", "ROW_CELL_RULES"]

_FILE = "events.csv"
_LATIN_1 = "\u0080-\u00bf§©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿†‡ˆ‰Š‹Œ"
_MOJIBAKE = (
    f"[ØÙ][{_LATIN_1}]|Ã[\u0080-\u00bf©¨ª«¡¢£¤¥¶¼]|â€[™œ“”˜¦]|Ð[{_LATIN_1}]Ñ?"
    "|[À-ÖØ-öø-ÿ]{4}"  # another alphabet read as Latin
)
_LOST_LETTER = "\ufffd"
_LOST = r"(?:^|[\s(])\?{4,}(?:$|[\s.,;:)])"
"""A word of question marks, which some programs write for letters that they do not have."""
_SEVERAL = r"\s\|\s|\n|https?://\S+[\s,]+https?://| / |,\s*[A-Z][^,]+,\s*[A-Z]"
_JOINED = r"\s*(?:[,/&+|،]| and )\s*"
_DAY = r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d{4}-\d\d-\d\d\b"
_AGENCIES = frozenset(
    {"afp", "agence france-presse", "al arabiya", "al jazeera", "anadolu", "ap", "associated press", "bbc", "cnn"}
    | {"dpa", "efe", "guardian", "new york times", "reuters", "tass", "the guardian", "washington post", "xinhua"}
)
"""Names that are a source of their own wherever they stand."""
_TEXTS = ("title", "summary", "place_wording", "event_type", "sub_event_type", "harm_note", "actors")


def mojibake_in_events(dataset: Dataset) -> Iterator[Finding]:
    """Find texts of events that were read in a wrong encoding before they came here."""
    if dataset.own_names:
        yield from _mojibake(dataset.events, "event_id", _FILE, _TEXTS)


def mojibake_in_names(dataset: Dataset) -> Iterator[Finding]:
    """Find names of places and sources that were read in a wrong encoding before they came here."""
    if dataset.own_names:
        yield from _mojibake(dataset.places, "place_id", "places.geojson", ("name", "admin1", "admin2"))
        yield from _mojibake(dataset.sources, "source_id", "sources.csv", ("title",))


def _mojibake(table: pd.DataFrame, key: str, file: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    for column in columns:
        if column not in table:
            continue
        odd = _is_garbled(table[column])
        message = (
            "looks like text that some program read in a wrong encoding (Arabic or accents became signs). "
            "Export the table again as UTF-8"
        )
        yield from of_rows("mojibake", "warning", message, table[odd], key, file, column)
        if is_ascii(table[column]):
            continue
        lost = table[column].str.contains(_LOST_LETTER, regex=False).fillna(False).astype(bool)
        message = (
            f"holds {_LOST_LETTER}, which stands for a letter that some program lost. Look the word up and mend it"
        )
        yield from of_rows("mojibake", "notice", message, table[lost & ~odd], key, file, column)


def _is_garbled(texts: pd.Series) -> pd.Series:
    odd = texts.str.contains("????", regex=False).fillna(False).astype(bool)
    if odd.any():
        odd = odd & texts.where(odd, "").str.contains(_LOST, regex=True).fillna(False).astype(bool)
    if not is_ascii(texts):
        odd = odd | texts.str.contains(_MOJIBAKE, regex=True).fillna(False).astype(bool)
    return odd


def several_sources(dataset: Dataset) -> Iterator[Finding]:
    """Find cells that seem to name several sources at once; they count as one."""
    if not dataset.own_names:
        return
    sources = dataset.sources[dataset.sources["kind"] != "dataset"]
    titles = sources["title"].fillna("")
    hit = titles.str.contains(_SEVERAL, regex=True).astype(bool)
    hit &= ~titles.where(hit, "").map(_is_one_report).astype(bool)
    known = {*_AGENCIES, *titles.str.strip().str.casefold()}
    may = ~hit & titles.str.contains(_JOINED, regex=True).astype(bool)
    hit |= titles.where(may, "").map(lambda title: _names_known(title, known)).astype(bool)
    message = (
        "seems to name several sources in one cell and counts as one. Separate them with ; so that each is counted"
    )
    rows = sources[hit].assign(publisher=titles[hit])  # the whole cell, not the publisher that was found in it
    yield from of_rows("several-sources", "notice", message, rows, "source_id", "sources.csv", "publisher")


def source_told_twice(dataset: Dataset) -> Iterator[Finding]:
    """Find sources of which different rows say different things; all of it is kept, in whatever order."""
    if not dataset.own_names:
        return
    sources = dataset.sources
    several = sources["source_scale"].str.contains(";", regex=False).fillna(False).astype(bool)
    message = "rows say different things of one source; all of them stand beside it. Give the source the one that holds"
    yield from of_rows(
        "source-told-twice", "notice", message, sources[several], "source_id", "sources.csv", "source_scale"
    )


def _is_one_report(title: str) -> bool:
    """Whether lines of a cell are one report: headline, day and outlet below each other."""
    return "\n" in title and len(re.findall(_DAY, title)) == 1 and not re.search(r"(?m)^\s*\(?2[.)]", title)


def _names_known(title: str, known: set[str]) -> bool:
    """Whether a cell is nothing but names that are each a source of their own elsewhere."""
    names = {name.strip().casefold() for name in re.split(_JOINED, title)} if title else set()
    return len(names) > 1 and names <= known


ROW_CELL_RULES = (mojibake_in_events,)
"""Rules that need nothing but a row."""

CELL_RULES = (mojibake_in_names, several_sources, source_told_twice)
"""The other rules, line by line."""
