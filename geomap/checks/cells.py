"""Rules on counts and texts of a table: best outside its range, zeros that mean unknown, mojibake, several sources."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geomap.checks.found import of_rows
from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.schema import is_ascii

__all__ = ["CELL_RULES", "ROW_CELL_RULES"]

_FILE = "events.csv"
_UNKNOWN = (
    r"(?i)(?:fatalit|casualt|death|toll|killed|victim)\w*[^.;]{0,40}\b"
    r"(?:unknown|unclear|not known|not reported|unspecified"
    r"|unconfirmed)\b|\b(?:unknown|unclear|unspecified|undisclosed)\s+(?:number|fatalit|casualt|death|toll|amount)"
    r"|\bno information (?:on|about) (?:the )?(?:fatalit|casualt|death)"
)
_LATIN_1 = "\u0080-\u00bf§©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿†‡ˆ‰Š‹Œ"
_MOJIBAKE = f"[ØÙ][{_LATIN_1}]|Ã[\u0080-\u00bf©¨ª«¡¢£¤¥¶¼]|â€[™œ“”˜¦]|Ð[{_LATIN_1}]Ñ?"
_SEVERAL = r"\s\|\s|\n|https?://\S+[\s,]+https?://| / |,\s*[A-Z][^,]+,\s*[A-Z]"
_TEXTS = ("title", "summary", "place_wording", "event_type", "sub_event_type", "harm_note", "actors")


def best_outside_range(dataset: Dataset) -> Iterator[Finding]:
    """Find best estimates outside of their own low and high; nothing is altered."""
    events = dataset.events
    for stem in ("killed", "wounded"):
        if f"{stem}_best" not in events:
            continue
        best, low, high = (pd.to_numeric(events[f"{stem}_{end}"]).astype("Float64") for end in ("best", "low", "high"))
        wrong = ((best < low) | (best > high)).fillna(False).astype(bool)
        message = (
            "the best estimate lies outside of low and high. The three stand as they are in the data; ask its "
            "publisher, or correct the row"
        )
        yield from of_rows("best-outside-range", "warning", message, events[wrong], "event_id", _FILE, f"{stem}_best")


def zero_but_unknown(dataset: Dataset) -> Iterator[Finding]:
    """Find zeros in rows whose notes say that the number is not known."""
    if not dataset.own_names:
        return
    events = dataset.events
    zero = events[(events["killed_high"] == 0).fillna(False).astype(bool)]
    notes = zero["summary"].fillna("")
    if zero["harm_note"].notna().any():
        notes = notes + " " + zero["harm_note"].fillna("")
    hint = notes.str.contains("nknown|nclear|not known|not reported|nspecified|nconfirmed|ndisclosed|information")
    rows = zero[hint.astype(bool)]
    rows = rows[notes[hint.astype(bool)].str.contains(_UNKNOWN, regex=True).astype(bool)]
    message = "is zero where the notes say that the number is unknown. Unknown is an empty cell; nothing is altered"
    yield from of_rows("zero-but-unknown", "warning", message, rows, "event_id", _FILE, "killed_high")


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
        if column not in table or is_ascii(table[column]):
            continue
        odd = table[column].str.contains(_MOJIBAKE, regex=True).fillna(False).astype(bool)
        message = (
            "looks like text that some program read in a wrong encoding (Arabic or accents became signs). "
            "Export the table again as UTF-8"
        )
        yield from of_rows("mojibake", "warning", message, table[odd], key, file, column)


def several_sources(dataset: Dataset) -> Iterator[Finding]:
    """Find cells that seem to name several sources at once; they count as one."""
    if not dataset.own_names:
        return
    sources = dataset.sources[dataset.sources["kind"] != "dataset"]
    hit = sources["title"].str.contains(_SEVERAL, regex=True).fillna(False).astype(bool)
    message = (
        "seems to name several sources in one cell and counts as one. Separate them with ; so that each is counted"
    )
    yield from of_rows("several-sources", "notice", message, sources[hit], "source_id", "sources.csv", "publisher")


ROW_CELL_RULES = (best_outside_range, zero_but_unknown, mojibake_in_events)
"""Rules that need nothing but a row."""

CELL_RULES = (mojibake_in_names, several_sources)
"""The other rules, line by line."""
