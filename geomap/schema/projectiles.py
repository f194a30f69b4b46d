"""How the words of a claim name projectiles, and the kinds of events that each word can stand for."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["projectiles_named"]

_MISSILES = frozenset({"missile", "ballistic_missile", "cruise_missile", "anti_ship_missile", "interceptor"})
_BOMBS = frozenset({"guided_bomb", "ied", "airstrike", "mortar"})
_SHELLS = frozenset({"artillery", "mortar"})
_WORDS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("drones", r"\b(?:drone|uavs?\b|unmanned air)", frozenset({"drone"})),
    ("drones", r"مسير|بدون طيار|درون", frozenset({"drone"})),
    ("missiles", r"\bmissile", _MISSILES),
    ("rockets", r"\b(?:rocket|katyusha)", frozenset({"rocket"})),
    ("rockets or missiles", r"صاروخ|صواريخ", _MISSILES | {"rocket"}),
    ("mortar rounds", r"\bmortar|هاون", frozenset({"mortar"})),
    ("shells", r"\b(?:shells?\b|artillery)", _SHELLS),
    ("shells", r"قذيف|قذائف", _SHELLS | {"rocket"}),
    ("bombs", r"\bbombs?\b|قنبل|قنابل", _BOMBS),
)
"""What is named, in English; how, in folded letters; and the kinds that it may be."""
_PATTERNS = tuple((name, re.compile(pattern), kinds) for name, pattern, kinds in _WORDS)


def projectiles_named(text: str) -> list[tuple[str, frozenset[str]]]:
    """Return the projectiles that a text names, each in English and with the kinds of events that it may stand for.

    Examples
    --------
    >>> [name for name, _ in projectiles_named("Eleven drones and two missiles")]
    ['drones', 'missiles']
    """
    folded = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return [(name, kinds) for name, pattern, kinds in _PATTERNS if pattern.search(folded)]
