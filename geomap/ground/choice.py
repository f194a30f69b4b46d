"""What a desk may choose of the ground: whose point of view its borders have, and what a thing is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

__all__ = ["POINTS_OF_VIEW", "GroundChoice", "ground_choice", "unknown_names"]

POINTS_OF_VIEW = ("un", "control")
"""Whose a territory is: by resolutions of the United Nations, as long as nobody says otherwise, or who holds it. The
rows of ``geodata/ground/sources/points_of_view.csv`` say for each what follows, with its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundChoice:
    """A desk's choice.

    ``names`` are pairs: a name as the ground has it in some language, small letters, and the one that stands instead
    in the language of the page.
    """

    point_of_view: str = POINTS_OF_VIEW[0]
    names: tuple[tuple[str, str], ...] = ()

    def text_for(self, *spelt: str | None) -> str:
        """Return what the desk calls a thing that has these names; empty if it says nothing."""
        known = dict(self.names)
        return next((known[text.casefold()] for text in spelt if text and text.casefold() in known), "")


def ground_choice(editorial: Mapping[str, Any], lang: str) -> GroundChoice:
    """Return what ``[ground]`` of a map.toml says.

    Parameters
    ----------
    editorial : mapping
        What stands in map.toml, without values that cannot stand there.
    lang : str
        Language of the page; a name without a text in it stays as it is.
    """
    said = editorial.get("ground")
    said = said if isinstance(said, Mapping) else {}
    key = "text" if lang == "en" else f"text_{lang}"
    pairs = [(str(n["name"]).casefold(), str(n[key])) for n in _entries(said) if n.get("name") and n.get(key)]
    view = said.get("point_of_view")
    return GroundChoice(point_of_view=view if view in POINTS_OF_VIEW else POINTS_OF_VIEW[0], names=tuple(pairs))


def _entries(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    names = said.get("names")
    return [entry for entry in names if isinstance(entry, Mapping)] if isinstance(names, list) else []


def unknown_names(editorial: Mapping[str, Any]) -> list[tuple[int, str, Sequence[str]]]:
    """Return the entries of ``[[ground.names]]`` that name nothing on the ground: number, name, names that are close.

    Parameters
    ----------
    editorial : mapping
        As for `ground_choice`.
    """
    said = editorial.get("ground")
    wanted = [(n, str(e.get("name", ""))) for n, e in enumerate(_entries(said if isinstance(said, Mapping) else {}))]
    if not wanted:
        return []
    from geomap.ground.lettering import all_names

    known = {text.casefold(): text for _, spelt in all_names() for text in spelt}
    return [
        (n, name, [known[close] for close in get_close_matches(name.casefold(), known, n=3)])
        for n, name in wanted
        if name.casefold() not in known
    ]
