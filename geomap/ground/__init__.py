"""The ground under every map: land and sea, borders, rivers, towns and their names, from files in the package.

Natural Earth 1:10m and GeoNames, in three steps of detail (`scripts/build_ground.py`). Nothing here knows a case.
"""

from geomap.ground.layers import LAYERS, Box, layer, step_of
from geomap.ground.outlines import Outline, outlines_named

__all__ = ["LAYERS", "Box", "Outline", "layer", "outlines_named", "step_of"]
