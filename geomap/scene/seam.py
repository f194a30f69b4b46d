"""A picture in one piece: what lies across 180 degrees is drawn with longitudes that run on past 180.

Exports keep what RFC 7946 wants; only scenes, which are drawn, are turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import geodesy
from geomap.edition import AccountView, Band, Link, Mark, Scene, Trunk, View
from geomap.scene.reading import geojson

__all__ = ["fit", "in_one_piece", "past_seam"]

Bounds = tuple[float, float, float, float]
Position = tuple[float, float]

_WORLD: Bounds = (-180.0, -60.0, 180.0, 75.0)
_LAT_MAX = 85.0
_WIDEST_DEG = 270.0
"""What leaves no wider gap than the rest of the world is a map of the world, which ends at 180 degrees."""


def fit(shapes: Sequence[BaseGeometry], share: float = 0.12) -> Bounds:
    """Return bounds round shapes with a margin, west, south, east, north; east is past 180 for what lies across it.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        Longitude and latitude; none gives the whole world.
    share : float
        Margin as a share of the width and height.
    """
    if not shapes:
        return _WORLD
    west, south, east, north = geodesy.bounds(shapes)
    if _is_across(west, east):
        least, most = -180.0, 540.0
    else:
        least, most = -180.0, 180.0
        west, east = (west, east) if east <= most else (least, most)
    wide, high = max(east - west, 0.02) * share, max(north - south, 0.02) * share
    return (
        round(max(west - wide, least), 4),
        round(min(max(south - high, -_LAT_MAX), _LAT_MAX - 1), 4),
        round(min(east + wide, most), 4),
        round(max(min(north + high, _LAT_MAX), 1 - _LAT_MAX), 4),
    )


def _is_across(west: float, east: float) -> bool:
    return east > 180.0 and east - west <= _WIDEST_DEG


def in_one_piece(scene: Scene) -> Scene:
    """Return a scene of which nothing is parted at 180 degrees, if what it shows lies across; else the scene itself.

    Parameters
    ----------
    scene : Scene
        Longitudes from -180 to 180.
    """
    west = _seam(scene)
    if west is None:
        return scene
    return replace(
        scene,
        layers=tuple(replace(layer, marks=tuple(_mark(m, west) for m in layer.marks)) for layer in scene.layers),
        accounts=tuple(_account(view, west) for view in scene.accounts),
        overview=_view(scene.overview, west),
    )


def _seam(scene: Scene) -> float | None:
    """Return the longitude at which the picture begins, or None if it may end at 180 degrees as maps do."""
    marks = [mark for mark in scene.marks() if mark.role != "context"]
    if not _may_be_across(mark.anchor[0] for mark in marks) and all(v.view.bounds[2] <= 180 for v in scene.accounts):
        return None
    for chosen in (marks, *([m for m in marks if m.account == view.account_id] for view in scene.accounts)):
        shapes = [shapely.geometry.shape(mark.geometry) for mark in chosen]
        if shapes:
            west, _, east, _ = geodesy.bounds(shapes)
            if _is_across(west, east):
                return west
    return None


def _may_be_across(longitudes: Iterable[float]) -> bool:
    known = list(longitudes)
    return bool(known) and max(known) - min(known) > 180.0


def past_seam(longitudes: pd.Series) -> pd.Series:
    """Return longitudes that run on past 180 if the points lie across; else as they are."""
    if not _may_be_across(longitudes.dropna()):
        return longitudes
    west, _, east, _ = geodesy.bounds(list(shapely.points(longitudes.dropna().unique(), 0.0)))
    return longitudes.where(longitudes >= west, longitudes + 360.0) if _is_across(west, east) else longitudes


def _lon(lon: float, west: float) -> float:
    return round(lon + 360.0, 6) if lon < west else lon


def _position(at: Position, west: float) -> Position:
    return _lon(at[0], west), at[1]


def _positions(ends: tuple[Position, Position], west: float) -> tuple[Position, Position]:
    return _position(ends[0], west), _position(ends[1], west)


def _shape(geometry: Mapping[str, Any], west: float) -> Mapping[str, Any]:
    return geojson(geodesy.unrolled(shapely.geometry.shape(geometry), west))


def _or_none(geometry: Mapping[str, Any] | None, west: float) -> Mapping[str, Any] | None:
    return None if geometry is None else _shape(geometry, west)


def _mark(mark: Mark, west: float) -> Mark:
    return replace(
        mark,
        geometry=_shape(mark.geometry, west),
        outline=_or_none(mark.outline, west),
        anchor=_position(mark.anchor, west),
        sides=None if mark.sides is None else (_shape(mark.sides[0], west), _shape(mark.sides[1], west)),
        fades_at=None if mark.fades_at is None else _position(mark.fades_at, west),
    )


def _view(view: View, west: float) -> View:
    start, south, end, north = view.bounds
    turn = 360.0 if (start + end) / 2 < west and end - start < 359.0 else 0.0
    return replace(
        view,
        bounds=(round(start + turn, 4), south, round(end + turn, 4), north),
        center=None if view.center is None else _position(view.center, west),
        phone_center=None if view.phone_center is None else _position(view.phone_center, west),
    )


def _account(view: AccountView, west: float) -> AccountView:
    return replace(
        view,
        view=_view(view.view, west),
        bands=tuple(Band(shape=_shape(b.shape, west), axis=_positions(b.axis, west)) for b in view.bands),
        trunks=tuple(_trunk(trunk, west) for trunk in view.trunks),
        links=_links(view.links, west),
    )


def _trunk(trunk: Trunk, west: float) -> Trunk:
    start, end = _positions((trunk.start, trunk.end), west)
    return replace(trunk, start=start, end=end, bend=tuple(_position(at, west) for at in trunk.bend))


def _links(links: tuple[Link, ...], west: float) -> tuple[Link, ...]:
    """Return links in one piece; those that share a corridor share it still."""
    shapes = {id(link.corridor): link.corridor for link in links}
    moved = {key: _or_none(shape, west) for key, shape in shapes.items()}
    return tuple(replace(k, corridor=moved[id(k.corridor)], line=_positions(k.line, west)) for k in links)
