"""The ground as page and figure draw it: which part of the world they look at, and how closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geomap.edition import Scene, View
from geomap.ground import (
    LAT_MAX,
    Box,
    GroundChoice,
    Name,
    Piece,
    Region,
    country_code,
    names,
    opening,
    pieces,
    round_about,
)

__all__ = ["ground_names", "ground_pieces", "has_own_ground", "has_own_water", "regions_of", "seen"]

_APART = 4.0
"""Views whose scales differ by less are one region, if one holds the middle of the other."""
_RING = 12.0
"""Each ring round the views is so many times as wide as the one inside it."""
_RING_M_PER_PX = 15_000.0
_WORLD_M_PER_PX = 40_000.0
_CLOSE_M_PER_PX = 250.0
"""A case's own river and quarters are the ground of a city, not of the countries round it."""


def seen(view: View) -> Region:
    """Return what an opening view shows on a wide page, with a margin, and its scale.

    Parameters
    ----------
    view : View
        The desk's own centre and scale are taken where it set them.
    """
    return opening(view.bounds, view.center, view.metres_per_px)


def has_own_water(scene: Scene) -> bool:
    """Whether a desk's own streets have water in them: the rough rivers of the world would run beside it."""
    return scene.streets is not None and any(feature["layer"] == "water" for feature in scene.streets.features)


def has_own_ground(scene: Scene) -> bool:
    """Whether a case has a river or quarters of its own where it opens: rough ones of the world would lie beside them.

    Parameters
    ----------
    scene : Scene
    """
    context = [mark.anchor for mark in scene.marks() if mark.role == "context"]
    views = dict.fromkeys([*(account.view for account in scene.accounts), scene.overview]) if context else ()
    boxes = [region.box for region in map(seen, views) if region.m_per_px < _CLOSE_M_PER_PX]
    return any(w <= lon <= e and s <= lat <= n for lon, lat in context for w, s, e, n in boxes)


def regions_of(scene: Scene) -> tuple[Region, ...]:
    """Return the regions of a scene, the finest first: its views, rings round them, the world.

    Parameters
    ----------
    scene : Scene
    """
    views = [seen(view) for view in dict.fromkeys([*(a.view for a in scene.accounts), scene.overview])]
    near = _merged(sorted(views, key=lambda r: (r.m_per_px, r.box)))
    near = [region for region in near if region.m_per_px < _RING_M_PER_PX] or near[:1]
    middle = ((near[0].box[0] + near[0].box[2]) / 2, (near[0].box[1] + near[0].box[3]) / 2)
    rings = []
    scale = near[0].m_per_px * _RING
    while scale < _RING_M_PER_PX:
        ring = replace(round_about(middle, scale), is_view=False)
        if not any(r.m_per_px < scale * _APART and r.m_per_px > scale / _APART for r in near):
            rings.append(ring)
        scale *= _RING
    west = (near[-1].box[0] + near[-1].box[2]) / 2 - 180.0 if near[-1].box[2] > 180.0 else -180.0
    world = Region(box=(west, -LAT_MAX, west + 360.0, LAT_MAX), m_per_px=_WORLD_M_PER_PX, is_view=False)
    return (*sorted([*near, *rings], key=lambda r: r.m_per_px), world)


def _merged(regions: Sequence[Region]) -> list[Region]:
    """Return regions of which those of about one scale and place are one, at the finer scale."""
    made: list[Region] = []
    for region in regions:
        like = next((n for n, other in enumerate(made) if _are_alike(other, region)), None)
        if like is None:
            made.append(region)
        else:
            one, other = made[like].box, region.box
            hull = min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
            made[like] = Region(box=hull, m_per_px=made[like].m_per_px)
    return made


def _are_alike(one: Region, other: Region) -> bool:
    return other.m_per_px < one.m_per_px * _APART and (
        _holds_middle(one.box, other.box) or _holds_middle(other.box, one.box)
    )


def _holds_middle(box: Box, other: Box) -> bool:
    lon, lat = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def ground_pieces(
    scene: Scene, regions: tuple[Region, ...], tolerance_px: float = 0.5, leaves: frozenset[str] = frozenset()
) -> tuple[Piece, ...]:
    """Return the ground of some regions for a scene: lines of provinces only in its country, if it has one.

    Parameters
    ----------
    scene : Scene
    regions : tuple of Region
        The finest first.
    tolerance_px : float
        How far a line may stray, in pixels of its region.
    leaves : frozenset of str
        Layers that are left out.
    """
    return _pieces(regions, country_code(scene.country), tolerance_px, leaves)


@lru_cache(maxsize=8)
def _pieces(
    regions: tuple[Region, ...], country: str, tolerance_px: float, leaves: frozenset[str]
) -> tuple[Piece, ...]:
    return tuple(pieces(regions, country=country, tolerance_px=tolerance_px, leaves=leaves))


def ground_names(scene: Scene, regions: tuple[Region, ...]) -> list[Name]:
    """Return the names on the ground of some regions, the first to be placed first; none that is withheld.

    Parameters
    ----------
    scene : Scene
        Its language decides which names there are.
    regions : tuple of Region
    """
    return [
        name
        for name in _names(regions, scene.lang, country_code(scene.country), scene.ground)
        if name.key not in scene.omitted_labels
    ]


@lru_cache(maxsize=16)
def _names(regions: tuple[Region, ...], lang: str, country: str, choice: GroundChoice) -> tuple[Name, ...]:
    return tuple(names(regions, lang=lang, country=country, choice=choice))
