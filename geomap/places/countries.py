"""Places whose coordinates contradict the country that is named for them: nobody can say which of the two is wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geomap.dataset import Dataset
from geomap.land import against_country, at_sea_by_name, lies_in
from geomap.schema import STRING

__all__ = ["elsewhere", "is_launch_alone"]


def is_launch_alone(dataset: Dataset, place_ids: pd.Series) -> np.ndarray:
    """Whether at places nothing happened but launches: the country of a row is the one that was attacked."""
    tracks = dataset.trajectories
    if tracks.empty:
        return np.zeros(len(place_ids), dtype=bool)
    here = place_ids.isin(dataset.events["place_id"]) | place_ids.isin(tracks["impact_place_id"])
    return np.asarray(place_ids.isin(tracks["launch_place_id"]) & ~here, dtype=bool)


def elsewhere(dataset: Dataset, places: pd.DataFrame) -> pd.Series:
    """Return the country in which each place of a foreign table lies, where its row, table or user names another.

    Parameters
    ----------
    dataset : Dataset
    places : pandas.DataFrame
        With longitude and latitude, degrees.

    Returns
    -------
    pandas.Series of str
        English name, `geomap.land.AT_SEA`, or missing where nothing contradicts itself.
    """
    found = pd.Series(pd.NA, index=places.index, dtype=STRING)
    if not dataset.own_names:
        return found
    stated = places["country"].astype(object).where(places["country"].notna(), dataset.info.country or None)
    lonlat = places[["longitude", "latitude"]].to_numpy(dtype="float64")
    told = stated.notna().to_numpy() & np.isfinite(lonlat).all(axis=1)
    told[told] = ~at_sea_by_name(places[told])
    told &= ~is_launch_alone(dataset, places["place_id"])
    for name in sorted({str(n) for n in stated[told].unique() if n}):
        rows = np.flatnonzero(told & (stated == name).to_numpy())
        wrong = rows[against_country(lonlat[rows, 0], lonlat[rows, 1], name)]
        found.iloc[wrong] = lies_in(lonlat[wrong, 0], lonlat[wrong, 1])
    return found
