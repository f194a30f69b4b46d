"""Launch areas of a table that are known to a country or province only: their outlines.

An event that is known to its country only stays listed: a mark for it would say that it happened all over the country.
Of a launch, that is what is reported.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.ground import AreaName
from geomap.places.by_name import told_of, with_values
from geomap.places.countries import is_launch_alone
from geomap.places.gazetteer import candidates, country_code
from geomap.places.outlines import CLASS_OF_KIND, kept_outline, meant, told

__all__ = ["outline_launches"]

_TEXT = (
    "is a launch area that is known by its name alone; its area is the outline of the country, province or sea that is "
    "called so"
)


def outline_launches(dataset: Dataset) -> tuple[Dataset, frozenset[str], list[Finding]]:
    """Give launch areas of a foreign table that a name alone puts into a country, province or sea their outlines.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Dataset, frozenset of str, list of Finding
        The ids of the places that have got an outline, and what is told of them. A case states its own.
    """
    if not dataset.own_names or "(written by)" in dataset.own_names or dataset.trajectories.empty:
        return dataset, frozenset(), []
    places = dataset.places
    bare = (places["longitude"].isna() & places["outline"].isna()).to_numpy()
    rows = np.flatnonzero(bare & is_launch_alone(dataset, places["place_id"]))
    if not len(rows):
        return dataset, frozenset(), []
    names = {int(row): str(places["name"].iloc[row]) for row in rows}
    known = candidates(names.values())
    stated = {country_code(str(c)) for c in places["country"].dropna().unique()} | {country_code(dataset.info.country)}
    countries = tuple(sorted(stated - {""}))
    areas = {row: meant(name, countries, has_towns=name in known).area for row, name in names.items()}
    found = {row: area for row, area in areas.items() if area is not None}
    if not found:
        return dataset, frozenset(), []
    ids = places["place_id"].iloc[list(found)].tolist()
    return (
        replace(dataset, places=_outlined(dataset, found)),
        frozenset(ids),
        list(told_of(places, list(found), "located-by-name", "notice", _TEXT)),
    )


def _outlined(dataset: Dataset, found: dict[int, AreaName]) -> pd.DataFrame:
    made = dataset.places.copy()
    kept = {row: kept_outline(area) for row, area in found.items()}
    columns = {
        "outline": {row: k.geometry for row, k in kept.items()},
        "outline_error_m": {row: k.error_m for row, k in kept.items()},
        "location_class": {row: CLASS_OF_KIND[area.kind] for row, area in found.items()},
        "basis": dict.fromkeys(found, "gazetteer"),
        "source": {row: f"Natural Earth, 1:10m, {told(area)}" for row, area in found.items()},
        "licence": dict.fromkeys(found, "public domain"),
    }
    for column, values in columns.items():
        made[column] = with_values(made[column], values)
    return made
