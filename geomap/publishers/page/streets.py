"""Streets of the desk's own on the page: as fine as a budget allows."""

from __future__ import annotations

import json
from typing import Any

import shapely

from geomap.edition import Scene
from geomap.look import Streets
from geomap.publishers.ground import seen
from geomap.publishers.page.shapes import pack_ground
from geomap.publishers.streets import DRAWN, LAYERS

__all__ = ["BUDGET_BYTES", "street_features"]

BUDGET_BYTES = 50_000
"""Of the ground's own budget, as JSON."""

_FINE_STEP, _STEP = 50_000, 20_000
"""Steps in a degree: about 2 and 5 metres."""
_TOLERANCES_DEG = (0.00002, 0.00005, 0.0001, 0.0002, 0.0004)
"""About 2, 5, 10, 20 and 40 metres."""
_LEFT_OUT_FROM = (2, 3)
"""From which tolerance on buildings and minor roads are left out, rather than drawn as what they are not."""


def street_features(scene: Scene) -> list[dict[str, Any]]:
    """Return the streets of a scene ready for the page: cut to the opening views, as fine as the budget allows.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of dict
        ``layer`` and ``shape`` as `geomap.publishers.page.basemap` has them, in the order of drawing; at most
        `BUDGET_BYTES` as JSON. What does not fit at the coarsest is left out, in the order of `LAYERS` from its end.
    """
    if scene.streets is None:
        return []
    cut = _cut(scene.streets, scene)
    made: list[dict[str, Any]] = []
    for number, tolerance in enumerate(_TOLERANCES_DEG):
        left = {"building"} if number >= _LEFT_OUT_FROM[0] else set()
        left |= {"minor_road"} if number >= _LEFT_OUT_FROM[1] else set()
        made = [_packed(layer, shape, tolerance) for layer, shape in cut if layer not in left]
        made = [feature for feature in made if feature["shape"][1]]
        if _size(made) <= BUDGET_BYTES:
            break
    while _size(made) > BUDGET_BYTES:
        made.remove(max(made, key=lambda feature: LAYERS.index(feature["layer"])))
    return made


def _size(features: list[dict[str, Any]]) -> int:
    return len(json.dumps(features, separators=(",", ":")))


def _cut(streets: Streets, scene: Scene) -> list[tuple[str, Any]]:
    views = [account.view for account in scene.accounts] or [scene.overview]
    window = shapely.union_all([shapely.box(*seen(view).box) for view in views])
    made = []
    for feature in sorted(streets.features, key=lambda f: DRAWN.index(f["layer"])):
        parts = shapely.intersection(shapely.get_parts(feature["geometry"]), window)
        parts = shapely.get_parts(parts[~shapely.is_empty(parts)])
        made.append((feature["layer"], parts[shapely.get_dimensions(parts) == _dimensions(feature["geometry"])]))
    return [(layer, parts) for layer, parts in made if len(parts)]


def _dimensions(shape: Any) -> int:
    return int(shapely.get_dimensions(shape))


def _packed(layer: str, parts: Any, tolerance: float) -> dict[str, Any]:
    simple = shapely.simplify(parts, tolerance)
    is_area = bool(shapely.get_dimensions(parts[0]) == 2)
    if is_area:  # what is smaller than what a line may stray is a speck
        simple = simple[shapely.area(simple) >= tolerance**2]
    simple = simple[~shapely.is_empty(simple)]
    step = _FINE_STEP if tolerance == _TOLERANCES_DEG[0] else _STEP
    if not len(simple):
        return {"layer": layer, "shape": [step, []]}
    whole = shapely.multipolygons(simple) if is_area else shapely.multilinestrings(simple)
    return {"layer": layer, "shape": pack_ground(whole, step)}
