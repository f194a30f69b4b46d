"""The ground under every map: land and sea, borders, rivers, towns and their names, from files in the package.

Natural Earth 1:10m and GeoNames, in steps of detail (`scripts/build_ground.py`), and finer sheets where some
ship. Nothing here knows a case.
"""

from geomap.ground.layers import LAYERS, Box, layer, step_of
from geomap.ground.lettering import FROM_GEONAMES_M_PER_PX, KINDS, Name, all_names, names, town_scales
from geomap.ground.mosaic import DRAWN, FRAME_PX, LAT_MAX, Piece, Region, opening, pieces, round_about, turns
from geomap.ground.outlines import Outline, country_code, country_outline, outlines_named
from geomap.ground.sheets import SHEETS, sheet

__all__ = [
    "DRAWN",
    "FRAME_PX",
    "FROM_GEONAMES_M_PER_PX",
    "KINDS",
    "LAT_MAX",
    "LAYERS",
    "SHEETS",
    "Box",
    "Name",
    "Outline",
    "Piece",
    "Region",
    "all_names",
    "country_code",
    "country_outline",
    "layer",
    "names",
    "opening",
    "outlines_named",
    "pieces",
    "round_about",
    "sheet",
    "step_of",
    "town_scales",
    "turns",
]
