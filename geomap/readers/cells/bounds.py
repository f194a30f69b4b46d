"""Words round a number that say that it is a bound, a range or no exact number, in the languages of bounds.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

__all__ = ["bounds_of", "is_about", "is_all", "without_people"]

_NUMBER = r"(\d{1,8})"
_STEPS = {"at_least": ("low", 0), "more_than": ("low", 1), "at_most": ("high", 0), "fewer_than": ("high", -1)}
"""Which end a bound is, and how far the number that it names lies outside of it: more than 12 are 13 or more."""


def bounds_of(cell: str) -> tuple[float | None, float | None] | None:
    """Return the least and the most that a cell says; None if it is no bound and no range.

    Parameters
    ----------
    cell : str
        With digits as 0-9.

    Examples
    --------
    >>> bounds_of("at least 3"), bounds_of("более 12"), bounds_of("5以上"), bounds_of("de 3 à 5"), bounds_of("3 and 5")
    ((3.0, None), (13.0, None), (5.0, None), (3.0, 5.0), None)
    """
    known = _patterns()
    for name in ("range", "between"):
        found = known[name].fullmatch(cell)
        if found:
            return float(found[1]), float(found[2])
    for name, (end, step) in _STEPS.items():
        found = known[name].fullmatch(cell)
        if found:
            bound = float(found[1] or found[2]) + step
            return (bound, None) if end == "low" else (None, bound)
    return None


def is_about(cell: str) -> bool:
    """Return whether a cell gives a number that is not meant to be exact: "about 12", "约12"."""
    return _patterns()["about"].fullmatch(cell) is not None


def is_all(cell: str) -> bool:
    """Return whether a cell says that it is all of them: "all", "усі".

    Examples
    --------
    >>> is_all("All"), is_all("all but one")
    (True, False)
    """
    return _patterns()["all"].fullmatch(cell.strip()) is not None


def without_people(cell: str) -> str:
    """Return a cell without the word that what it counts are people.

    Examples
    --------
    >>> without_people("12 persons"), without_people("5人以上"), without_people("2 children")
    ('12', '5以上', '2 children')
    """
    return _patterns()["people"].sub("", cell, count=1).strip()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    said = tomllib.loads((resources.files(__package__) / "bounds.toml").read_text("utf-8"))

    def any_of(words: list[str]) -> str:
        """Return words as a pattern; one that ends in a letter may be shortened with a point."""
        ordered = sorted(words, key=len, reverse=True)
        return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]?") for w in ordered)

    def around(name: str) -> str:
        before, after = any_of(said[name]["before"]), any_of(said[name]["after"])
        return rf"(?:{before})\.?\s*{_NUMBER}|{_NUMBER}\s*(?:{after})"

    start, joined = any_of(said["range"]["start"]), any_of(said["range"]["joined"])
    between, inner = any_of(said["range"]["between"]), any_of(said["range"]["after_between"])
    made = {name: around(name) for name in (*_STEPS, "about")}
    made["range"] = rf"(?:(?:{start})\s*)?{_NUMBER}\s*(?:{joined})\s*{_NUMBER}"
    made["between"] = rf"(?:{between})\s*{_NUMBER}\s*(?:{inner})\s*{_NUMBER}"
    made["all"] = any_of(said["all"]["whole"])
    made["people"] = rf"(?<=\d)\s*(?:{any_of(said['people']['after'])})(?![a-zçğışа-яёіїє])"
    return {name: re.compile(pattern, re.I) for name, pattern in made.items()}
