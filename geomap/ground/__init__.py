"""The ground under every map: land and sea, borders, rivers, towns and their names, from files in the package.

Natural Earth 1:10m and GeoNames, in three steps of detail (`scripts/build_ground.py`), and finer sheets where some
ship. Nothing here knows a case.
"""

from geomap.ground.layers import LAYERS, Box, layer, step_of
from geomap.ground.outlines import Outline, outlines_named
from geomap.ground.sheets import SHEETS, country_outline, label_key, labels, sheet

__all__ = [
    "LAYERS",
    "SHEETS",
    "Box",
    "Outline",
    "country_outline",
    "label_key",
    "labels",
    "layer",
    "outlines_named",
    "sheet",
    "step_of",
]
