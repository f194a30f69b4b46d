"""The ground under every map: land and sea, borders, rivers, towns and their names, from files in the package.

Natural Earth 1:10m and GeoNames, in steps of detail (`scripts/build_ground.py`), and finer sheets where some
ship. Nothing here knows a case.
"""

from geomap.ground.choice import POINTS_OF_VIEW, GroundChoice, ground_choice, unknown_names
from geomap.ground.layers import LAYERS, Box, layer, step_of
from geomap.ground.lettering import FROM_GEONAMES_M_PER_PX, KINDS, Name, all_names, names, town_scales
from geomap.ground.mosaic import (
    DRAWN,
    LAT_MAX,
    Piece,
    Region,
    has_disputed_border,
    opening,
    pieces,
    round_about,
    turns,
)
from geomap.ground.outlines import (
    AreaName,
    Outline,
    area_names,
    country_code,
    country_outline,
    outline_of,
    outlines_named,
)
from geomap.ground.sheets import Sheet, sheets

__all__ = [
    "DRAWN",
    "FROM_GEONAMES_M_PER_PX",
    "KINDS",
    "LAT_MAX",
    "LAYERS",
    "POINTS_OF_VIEW",
    "AreaName",
    "Box",
    "GroundChoice",
    "Name",
    "Outline",
    "Piece",
    "Region",
    "Sheet",
    "all_names",
    "area_names",
    "country_code",
    "country_outline",
    "ground_choice",
    "has_disputed_border",
    "layer",
    "names",
    "opening",
    "outline_of",
    "outlines_named",
    "pieces",
    "round_about",
    "sheets",
    "step_of",
    "town_scales",
    "turns",
    "unknown_names",
]
