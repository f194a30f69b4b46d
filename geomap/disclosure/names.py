"""Taking a name or a position out of every text, however its language writes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from geomap.disclosure.forms import why_not_looked_for
from geomap.disclosure.positions import POSITION_WITHHELD, POSITION_WITHHELD_AR, Positions
from geomap.disclosure.spelling import FOLD, composed, decoded, squeezed
from geomap.disclosure.standing import Forms
from geomap.schema import STRING, table_schema

__all__ = ["WITHHELD", "WITHHELD_AR", "NameRemover", "names_of", "spellings_of", "unfindable"]

WITHHELD = "[name withheld]"
WITHHELD_AR = "[الاسم محجوب]"

_IN_BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]")
_PARTED = re.compile(r"\s*[/|,،、;؛]\s*")
_POSITION = re.compile(r"[-−]?\d+(?:[.,]\d+)?\s*°?\s*[NSns]?[,;\s]+[-−]?\d+(?:[.,]\d+)?\s*°?\s*[EWew]?")
_ADDRESS = re.compile(r"\S*(?:[/_@#]|\.\w)\S*")
_ADDRESS_INSIDE = re.compile(r"(?:https?://|www\.)\S+")


def spellings_of(place: pd.Series) -> list[str]:
    """Return what the row of a place calls it, as written: every column of names and labels, each alias."""
    found: dict[str, None] = {}
    for column in place.index:
        value = place[column]
        if not isinstance(value, str) or not str(column).startswith(("name", "label", "alias")):
            continue
        parts = value.split(";") if str(column).startswith("alias") else [value]
        found |= dict.fromkeys(part.strip() for part in parts if part.strip())
    return list(found)


def names_of(place: pd.Series) -> set[str]:
    """Return every spelling of a place that can be looked for: those of its row, their parts, and its id."""
    found = {str(place["place_id"])}
    for spelling in spellings_of(place):
        bare = _IN_BRACKETS.sub("", spelling).strip() or spelling
        found |= {spelling, bare}
        parts = [part for part in _PARTED.split(bare) if part]
        found |= set(parts) if re.search(r"[/|;؛]", bare) else set(parts[:1])
    return {name for name in found if not why_not_looked_for(name)}


def unfindable(place: pd.Series) -> list[tuple[str, str]]:
    """Return which spellings of a place cannot be looked for, and why; ``("", why)`` if it has no name at all."""
    spellings = spellings_of(place)
    if not spellings:
        return [("", "it has no name")]
    if all(_POSITION.fullmatch(spelling) for spelling in spellings):
        return [("", "it has no name but its position")]
    return [(spelling, why) for spelling in spellings if (why := why_not_looked_for(spelling))]


class NameRemover:
    """Replaces names in texts, in the forms that their scripts and languages give them, and positions.

    Parameters
    ----------
    names : iterable of str
        All spellings to take out; those that cannot be looked for are passed over (`unfindable` tells them).
    positions : Positions, optional
    """

    def __init__(self, names: Iterable[str], positions: Positions | None = None) -> None:
        self._forms = Forms(names)
        self.positions = positions or Positions()

    def __bool__(self) -> bool:
        """Whether there is anything to take out."""
        return bool(self._forms) or bool(self.positions)

    def found_in(self, text: object) -> bool:
        """Whether a text, an id or an address holds one of the names or positions, escaped or not."""
        if not self or not isinstance(text, str):
            return False
        is_address = not re.search(r"\s", text.strip())
        ways = {composed(text), composed(decoded(text))}
        return any(self._spans(t, is_address=is_address) or self.positions.spans(t) for t in ways)

    def clean(self, text: str, put: str = WITHHELD, *, is_id: bool = False) -> str:
        """Return a text without names and positions; where one stands escaped, the text comes without its escapes.

        Parameters
        ----------
        text, put : str
        is_id : bool
            Whether it is an id or a heading, in which long names stand inside words; an address is known by itself.
        """
        if not self:
            return text
        plain = self._replaced(text, put, is_id=is_id)
        unescaped = decoded(plain)
        if unescaped == plain:
            return plain
        cleaned = self._replaced(unescaped, put, is_id=is_id)
        return plain if cleaned == unescaped else cleaned

    def clean_column(self, cells: pd.Series, put: str = WITHHELD) -> pd.Series:
        """Return a column of texts without the names; each different text is looked at once."""
        return _mapped(cells, lambda text: self.clean(text, put))

    def _spans(self, text: str, *, is_address: bool) -> list[tuple[int, int]]:
        """Return where names stand in a composed text and its addresses, first and last but one character."""
        found: list[tuple[int, int]] = []
        if self._forms.may_stand_in(text.translate(FOLD)):
            found += self._spans_alike(text, is_address=is_address)
            for match in _ADDRESS_INSIDE.finditer(text):
                at = match.start()
                found += [(at + begin, at + end) for begin, end in self._spans_alike(match[0], is_address=True)]
        return sorted(found)

    def _spans_alike(self, text: str, *, is_address: bool) -> list[tuple[int, int]]:
        """Return where names stand in a text that is an address, or in one that is none."""
        apart = squeezed(text)
        made = []
        for begin, end in self._forms.spans(text, apart, is_address=is_address):
            last = apart.origin[end - 1] + 1
            while last < len(text) and not FOLD[ord(text[last])] and unicodedata.category(text[last])[0] in "MCL":
                last += 1
            made.append((apart.origin[begin], last))
        return made

    def _replaced(self, text: str, put: str, *, is_id: bool) -> str:
        position = POSITION_WITHHELD_AR if put == WITHHELD_AR else POSITION_WITHHELD
        return self.positions.taken_out(self._without_names(text, put, is_id=is_id), position)

    def _without_names(self, text: str, put: str, *, is_id: bool) -> str:
        plain = composed(text)
        spans = self._spans(plain, is_address=is_id or _ADDRESS.fullmatch(plain) is not None)
        if not spans:
            return text
        made, end = [], 0
        for first, last in spans:  # a name in an address may be found twice
            made += [plain[end:first], put] if first >= end else []
            end = max(end, last)
        return "".join(made) + plain[end:]

    def clean_table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the names taken out of all its text; an address that holds one is dropped."""
        if not self:
            return table
        made: dict[str, pd.Series] = {}
        for field in table_schema(name).fields:
            if field.name not in table.columns:
                continue
            if field.kind in ("text", "edtf"):
                put = WITHHELD_AR if field.name.endswith("_ar") or field.name == "name_local" else WITHHELD
                made[field.name] = self.clean_column(table[field.name], put)
            elif field.kind == "url":
                made[field.name] = _mapped(table[field.name], lambda text: None if self.found_in(text) else text)
        cleaned_table = table.assign(**made)
        if name == "sources":
            gone = cleaned_table[["url", "archive_url", "offline_reason"]].isna().all(axis="columns")
            cleaned_table.loc[gone, "offline_reason"] = "its address holds a name that is withheld"
        return cleaned_table

    def clean_value(self, value: Any) -> Any:
        """Return a nested value (map.toml) with the names taken out of its texts; a key that holds one is dropped."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, Mapping):
            return {key: self.clean_value(item) for key, item in value.items() if not self.found_in(key)}
        if isinstance(value, list | tuple):
            return [self.clean_value(item) for item in value]
        return value


def _mapped(cells: pd.Series, change: Callable[[str], str | None]) -> pd.Series:
    """Return a column with its texts changed, each different one once; the column itself if none is."""
    codes, distinct = pd.factorize(cells)
    before = [str(text) for text in distinct]
    after = [change(text) for text in before]
    if after == before:
        return cells
    changed = pd.Series([*after, None], dtype=STRING)
    return pd.Series(changed.take(codes).array, index=cells.index, dtype=STRING)
