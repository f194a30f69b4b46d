"""The ground that a page carries: as much of the world as its views can show, within a budget."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from geomap.edition import Scene, View
from geomap.ground import KINDS, Name, Piece, Region, country_outline
from geomap.publishers.ground import ground_names, ground_pieces, regions_of, seen
from geomap.publishers.page.shapes import pack, pack_ground, pack_points

__all__ = ["BUDGET_BYTES", "background", "inset", "named"]

BUDGET_BYTES = 110_000
"""For the ground, its names and a desk's own streets together, as JSON."""
_GROUND_BYTES = 54_000
"""For the ground alone: a page has its scripts, pictures for paper and words to carry as well."""
_ACCOUNT_BYTES, _ACCOUNTS_FEW, _GROUND_BYTES_LEAST = 4_000, 4, 30_000
"""Each account more than a few has words and signs of its own: so much less is left for the ground."""
_NAMES_BYTES = 11_000
_TOLERANCES_PX = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
_STEPS_OF_M_PER_PX = ((200.0, 10_000), (3_000.0, 1_000), (15_000.0, 100))
_WORLD_STEPS = 20
_NAME_STEPS = 1_000
_TOWNS = ("capital", "city", "town")
_TOWNS_IN_A_VIEW = 34
"""So many towns a page tries to name at once; a closer look at another part has what is left of the room."""


def background(scene: Scene, taken: int = 0) -> list[dict[str, Any]]:
    """Return the pieces of the ground, ready for the page, in the order of drawing.

    Parameters
    ----------
    scene : Scene
        Its overview and views decide which part of the world is needed, and how fine.
    taken : int
        How many bytes of the budget streets of the desk's own take.

    Returns
    -------
    list of dict
        ``layer``, ``shape`` and, where there is one, ``up_to``: the metres a pixel from which on it is noise. With
        the names at most `BUDGET_BYTES` as JSON.
    """
    regions = regions_of(scene)
    made: list[dict[str, Any]] = []
    budget = max(_GROUND_BYTES - _ACCOUNT_BYTES * max(len(scene.accounts) - _ACCOUNTS_FEW, 0), _GROUND_BYTES_LEAST)
    budget = min(budget, BUDGET_BYTES - _NAMES_BYTES - taken)
    for tolerance in _TOLERANCES_PX:
        made = _packed(regions, ground_pieces(scene, regions, tolerance))
        if len(json.dumps(made, separators=(",", ":"))) <= budget:
            return made
    return _within_budget(made, budget)


def _packed(regions: Sequence[Region], pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    made = []
    for piece in pieces:
        told: dict[str, Any] = {"layer": piece.layer, "shape": _shape(piece, regions[piece.region].m_per_px)}
        made.append(told | ({"up_to": round(piece.up_to_m_per_px)} if piece.up_to_m_per_px else {}))
    return made


def _shape(piece: Piece, m_per_px: float) -> list[Any]:
    step = next((steps for up_to, steps in _STEPS_OF_M_PER_PX if m_per_px < up_to), _WORLD_STEPS)
    return pack_ground(piece.geometry, step)


_DROPPED_FIRST = ("urban", "province", "river", "lake", "disputed", "border", "land")


def _within_budget(features: list[dict[str, Any]], budget: int) -> list[dict[str, Any]]:
    """Return what fits; what a map can best do without goes first."""
    order = sorted(range(len(features)), key=lambda n: (-_DROPPED_FIRST.index(features[n]["layer"]), n))
    kept, spent = set(), 2
    for n in order:
        size = len(json.dumps(features[n], separators=(",", ":"))) + 1
        if spent + size <= budget:
            kept.add(n)
            spent += size
    return [feature for n, feature in enumerate(features) if n in kept]


def named(scene: Scene) -> dict[str, list[Any]]:
    """Return the names on the ground as columns, the first to be placed first.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    dict
        ``kind`` (a number in the order of `KINDS`), ``text``, ``at`` (packed positions) and ``up_to`` (metres a pixel
        from which on there is no room for it).
    """
    found = ground_names(scene, regions_of(scene))
    kept, spent = set(), 0
    needed = _needed(scene, found)
    for n in sorted(range(len(found)), key=lambda n: n not in needed):
        spent += sum(len(json.dumps(value, separators=(",", ":"))) + 1 for value in _row(found[n]).values())
        if spent > _NAMES_BYTES:
            break
        kept.add(n)
    rows = [_row(name) for n, name in enumerate(found) if n in kept]
    return {column: [row[column] for row in rows] for column in ("kind", "text", "at", "up_to")}


def _needed(scene: Scene, found: Sequence[Name]) -> set[int]:
    """Return which names the opening views can show: those of areas and rivers, and of towns the larger ones."""
    needed: set[int] = set()
    for view in dict.fromkeys([*(account.view for account in scene.accounts), scene.overview]):
        region = seen(view)
        west, south, east, north = region.box
        shown = [
            n
            for n, name in enumerate(found)
            if name.up_to_m_per_px > region.m_per_px
            and any(west < lon < east and south < lat < north for lon, lat in name.spots)
        ]
        towns = sorted((n for n in shown if found[n].kind in _TOWNS), key=lambda n: -found[n].up_to_m_per_px)
        needed.update((n for n in shown if found[n].kind not in _TOWNS), towns[:_TOWNS_IN_A_VIEW])
    return needed


def _row(name: Name) -> dict[str, Any]:
    at = pack_points(name.spots, _NAME_STEPS)
    return {"kind": KINDS.index(name.kind), "text": name.text, "at": at, "up_to": round(name.up_to_m_per_px)}


def inset(scene: Scene) -> dict[str, Any] | None:
    """Return the small map that shows where in the country the frame lies, or None if the country is not known.

    Parameters
    ----------
    scene : Scene
    """
    country = country_outline(scene.country, scene.ground.point_of_view)
    if country is None:
        return None
    view = seen(_opening(scene))
    towns = [n for n in ground_names(scene, (view,)) if n.kind in ("capital", "city", "town")]
    return {
        "shape": pack(country["geometry"], 100),
        "bounds": list(shapely.geometry.shape(country["geometry"]).bounds),
        "name": "" if country["properties"]["key"] in scene.omitted_labels else _name(country, scene.lang),
        "city": towns[0].text if towns else "",
    }


def _opening(scene: Scene) -> View:
    """Return what a map opens with."""
    shown = [account.view for account in scene.accounts if account.account_id == scene.default_account]
    return next(iter([*shown, *(account.view for account in scene.accounts)]), scene.overview)


def _name(feature: Mapping[str, Any], lang: str) -> str:
    properties = feature["properties"]
    return str(properties.get(f"name_{lang}") or properties.get("name") or "")
