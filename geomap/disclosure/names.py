"""Taking a name out of every text, however it is spelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

import pandas as pd

from geomap.schema import STRING, table_schema

__all__ = ["WITHHELD", "WITHHELD_AR", "NameRemover", "names_of"]

WITHHELD = "[name withheld]"
WITHHELD_AR = "[الاسم محجوب]"

_BETWEEN = r"[\s\-_‐-―'’‘ʼ`ـ]*"
_SHORTEST, _SHORTEST_WITH_DIGIT = 3, 2


def names_of(place: pd.Series) -> set[str]:
    """Return every spelling of a place that its row holds, its id included."""
    found = {str(place["place_id"])}
    for column in ("name", "name_ar", "name_local", "label", "label_ar"):
        if isinstance(place.get(column), str):
            found.add(place[column])
            found.add(re.sub(r"\s*\([^)]*\)", "", place[column]))
    aliases = place.get("aliases")
    if isinstance(aliases, str):
        found |= {alias.strip() for alias in aliases.split(";")}
    return {name for name in found if _is_long_enough(re.findall(r"\w", name))}


def _is_long_enough(characters: list[str]) -> bool:
    """Whether a name is long enough to be told from other words; "K-1" is, "Al" is not."""
    shortest = _SHORTEST_WITH_DIGIT if any(c.isdigit() for c in characters) else _SHORTEST
    return len(characters) >= shortest


def _fold_character(character: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return plain.casefold()


class NameRemover:
    """Replaces names in texts, blind to case, diacritics, hyphens and spaces.

    Parameters
    ----------
    names : iterable of str
        All spellings to take out; longer ones are looked for first.
    """

    def __init__(self, names: Iterable[str]) -> None:
        patterns = []
        for name in sorted(set(names), key=lambda n: (-len(n), n)):
            pieces = re.findall(r"\w", "".join(map(_fold_character, name)).replace("_", ""))
            if _is_long_enough(pieces):
                patterns.append(_BETWEEN.join(re.escape(p) for p in pieces))
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)})(?![^\W_])") if patterns else None

    def __bool__(self) -> bool:
        """Whether there is anything to take out."""
        return self._pattern is not None

    def found_in(self, text: object) -> bool:
        """Whether a text holds one of the names, percent-escaped as addresses have them or not."""
        if self._pattern is None or not isinstance(text, str):
            return False
        spellings = {text, unquote(text)}
        return any(self._pattern.search("".join(map(_fold_character, t))) for t in spellings)

    def clean(self, text: str, put: str = WITHHELD) -> str:
        """Return a text without the names."""
        if self._pattern is None:
            return text
        folded, origin = [], []
        for place, character in enumerate(text):
            for piece in _fold_character(character):
                folded.append(piece)
                origin.append(place)
        made, end = [], 0
        for match in self._pattern.finditer("".join(folded)):
            made += [text[end : origin[match.start()]], put]
            end = origin[match.end() - 1] + 1
        return "".join(made) + text[end:]

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
                cleaned = table[field.name].map(lambda t, put=put: self.clean(t, put), na_action="ignore")
                made[field.name] = cleaned.astype(STRING)
            elif field.kind == "url":
                made[field.name] = table[field.name].mask(table[field.name].map(self.found_in).astype(bool))
        cleaned_table = table.assign(**made)
        if name == "sources":
            gone = cleaned_table[["url", "archive_url", "offline_reason"]].isna().all(axis="columns")
            cleaned_table.loc[gone, "offline_reason"] = "its address holds a name that is withheld"
        return cleaned_table

    def clean_value(self, value: Any) -> Any:
        """Return a nested value (map.toml) with the names taken out of its texts; keys stay."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, Mapping):
            return {key: self.clean_value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean_value(item) for item in value]
        return value
