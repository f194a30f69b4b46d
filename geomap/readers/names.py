"""Names of columns in many languages, and the words that make another column of a name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from geomap.readers.header import folded

__all__ = ["ColumnWords", "column_words", "further_names"]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """names.toml, folded.

    Attributes
    ----------
    names, if_days : mapping of str to mapping
        Role and language to names; those of ``if_days`` hold only if the cells are days.
    if_counts, if_names : mapping of str to mapping
        The same of numbers, and of names of places.
    fillers, count_fillers, side_fillers : frozenset of str
        Words that add nothing, to any name, to that of a count, and to that of an end of the way.
    other_day : frozenset of str
        Words that make another day than that of the event.
    ends, sides, groups : mapping of str to str
        Words for the ends of a range, the ends of the way, and groups of people.
    hints : mapping of str to frozenset of str
        Words that make a column look like a role.
    """

    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    if_days: Mapping[str, Mapping[str, tuple[str, ...]]]
    if_counts: Mapping[str, Mapping[str, tuple[str, ...]]]
    if_names: Mapping[str, Mapping[str, tuple[str, ...]]]
    fillers: frozenset[str]
    count_fillers: frozenset[str]
    side_fillers: frozenset[str]
    other_day: frozenset[str]
    ends: Mapping[str, str]
    sides: Mapping[str, str]
    groups: Mapping[str, str]
    hints: Mapping[str, frozenset[str]]


@cache
def column_words() -> ColumnWords:
    """Return the words of names.toml."""
    text = (resources.files("geomap.readers") / "mappings" / "names.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    others = {
        key: document.pop(key)
        for key in ("if_days", "if_counts", "if_names", "fillers", "turns", "ends", "sides", "groups", "hints")
    }

    def by_word(part: str) -> dict[str, str]:
        return {folded(word): key for key, words in others[part].items() for word in words}

    def by_lang(roles: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
        return {r: {lang: tuple(map(folded, names)) for lang, names in told.items()} for r, told in roles.items()}

    return ColumnWords(
        names=by_lang(document),
        if_days=by_lang(others["if_days"]),
        if_counts=by_lang(others["if_counts"]),
        if_names=by_lang(others["if_names"]),
        fillers=frozenset(map(folded, others["fillers"]["all"])),
        count_fillers=frozenset(map(folded, others["fillers"]["counts"])),
        side_fillers=frozenset(map(folded, others["fillers"]["sides"])),
        other_day=frozenset(map(folded, others["turns"]["other_day"])),
        ends=by_word("ends"),
        sides=by_word("sides"),
        groups=by_word("groups"),
        hints={role: frozenset(map(folded, words)) for role, words in others["hints"].items()},
    )


def further_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each role in all languages, folded, in the order of the file."""
    return {
        role: tuple(dict.fromkeys(name for names in by_lang.values() for name in names))
        for role, by_lang in column_words().names.items()
    }
