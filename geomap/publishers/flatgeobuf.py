"""events.fgb: all features in one FlatGeobuf layer, with the claims and sources in its metadata."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas as gpd
import pyogrio

from geomap.edition import Edition
from geomap.publishers.features import as_one, feature_tables, flat
from geomap.publishers.side_tables import side_tables_json

__all__ = ["render", "write"]

FILE = "events.fgb"


def write(edition: Edition, folder: Path) -> None:
    """Write events.fgb into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the FlatGeobuf of an edition as bytes, written in memory.

    The format's spatial index cannot hold a feature without geometry; where there is one, all features are kept and
    the index is left out.

    Parameters
    ----------
    edition : Edition
    """
    whole = as_one(feature_tables(edition))
    table = flat(whole.table)
    frame = gpd.GeoDataFrame(table, geometry=list(whole.shapes), crs="OGC:CRS84")
    out = io.BytesIO()
    pyogrio.write_dataframe(
        frame,
        out,
        layer="features",
        driver="FlatGeobuf",
        geometry_type="Unknown",
        SPATIAL_INDEX="NO" if frame.geometry.isna().any() else "YES",
        TITLE=edition.scene.title,
        DESCRIPTION=edition.public.info.description,
        layer_metadata={"geomap": side_tables_json(edition)},
    )
    return out.getvalue()
