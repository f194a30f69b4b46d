"""Features of an edition as a GeoDataFrame, for who works on in Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geomap.edition import Edition
from geomap.errors import UsageError
from geomap.publishers.features import DAYS, ROLES, as_one, feature_tables

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["as_geodataframe"]


def as_geodataframe(edition: Edition, role: str = "") -> gpd.GeoDataFrame:
    """Return features as a GeoDataFrame in WGS 84 (EPSG:4326), the geometry last; days as dates, ids as tuples.

    Parameters
    ----------
    edition : Edition
    role : str
        One of `ROLES`; empty gives the features of every role, as events.geojson has them.

    Raises
    ------
    UsageError
        If there is no such role.
    """
    import geopandas as gpd

    if role and role not in ROLES:
        raise UsageError(f'role: "{role}" is not one of: {", ".join(ROLES)}.')
    tables = feature_tables(edition)
    whole = as_one(tables)
    if role:
        columns = list(next(t for t in tables if t.name == ROLES[role]).table.columns)
        whole = whole.select(whole.table["role"] == role)
        whole = replace(whole, table=whole.table[columns])
    days = {column: pd.to_datetime(whole.table[column]) for column in whole.table.columns if column in DAYS}
    return gpd.GeoDataFrame(whole.table.assign(**days), geometry=list(whole.shapes), crs="EPSG:4326")
