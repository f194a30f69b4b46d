"""Where things are: how far each place may be off, by the rules of the crosswalk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.dataset import Dataset
from geomap.findings import Finding, Findings
from geomap.places.by_name import locate_by_name
from geomap.places.countries import elsewhere
from geomap.places.gazetteer import checked_country
from geomap.places.launches import outline_launches

__all__ = ["in_country", "locate"]


def in_country(dataset: Dataset, country: str) -> Dataset:
    """Return a dataset whose events lie in a country, as a person says; one that was not named leaves it as it is.

    Parameters
    ----------
    dataset : Dataset
    country : str
        English name or ISO 3166 code; empty if nobody said anything.

    Raises
    ------
    UsageError
        If nobody knows that country.
    """
    if not checked_country(country):
        return dataset
    return replace(dataset, info=replace(dataset.info, country=country))


def locate(dataset: Dataset) -> tuple[Dataset, Findings]:
    """Give every place the radius inside which it lies.

    A place with an outline reaches from its centroid to its edge, widened by the outline's error. A point has
    ``coord_uncertainty_m + extent_radius_m`` where both are known, else the larger of what is known and the radius of
    its class. Countries, unlocated places, and sea and air without a size of at most 100 km have none: they are listed,
    unless a case gives them an outline.
    Places of a foreign table that are known by name alone are looked up in the gazetteer first.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Dataset, Findings
        ``places`` with ``radius_m`` (metres; NaN means listed, not drawn) and the outline's centroid where longitude
        and latitude were empty; ``lies_in`` (see `geomap.places.countries.elsewhere`).
    """
    dataset, launches, outlined = outline_launches(dataset)
    dataset, named = locate_by_name(dataset)
    places = dataset.places.copy()
    radius = _point_radius(places)
    lonlat = places[["longitude", "latitude"]].to_numpy(dtype="float64", copy=True)
    outlines, reach = places["outline"].to_numpy(dtype=object, copy=True), radius.to_numpy(copy=True)
    broken = []
    for row in np.flatnonzero(places["outline"].notna().to_numpy()):  # rows of a table may share their number
        shape = outlines[row]
        reach[row] = np.nan
        if shape.geom_type not in ("Polygon", "MultiPolygon"):
            continue
        outline = geodesy.attempt(geodesy.on_globe, shape)
        area = (
            None if outline is None else geodesy.attempt(geodesy.area_of_outline, outline, _error_m(places.iloc[row]))
        )
        if outline is None or area is None or outline.is_empty or not np.isfinite(area.reach_m):
            outlines[row] = None
            broken.append(row)
            continue
        outlines[row], reach[row] = outline, area.reach_m
        if np.isnan(lonlat[row, 0]):
            lonlat[row] = [area.centroid_lon, area.centroid_lat]
    radius = pd.Series(reach, index=places.index)
    places = places.assign(outline=pd.Series(outlines, index=places.index, dtype=object))
    drawn = None if _is_of_geomap(dataset) else launches
    places = places.assign(
        longitude=lonlat[:, 0], latitude=lonlat[:, 1], radius_m=radius.mask(_is_listed(places, radius, drawn))
    )
    places["lies_in"] = elsewhere(dataset, places)
    told = [*outlined, *named, *_not_drawn(places.iloc[broken]), *_findings(places)]
    return replace(dataset, places=places), Findings.of(told)


def _is_of_geomap(dataset: Dataset) -> bool:
    """Whether somebody made the places for a map: those of a case, or what geomap wrote of one."""
    return not dataset.own_names or "(written by)" in dataset.own_names


def _is_listed(places: pd.DataFrame, radius_m: pd.Series, drawn: Collection[str] | None) -> pd.Series:
    """Whether places are too coarse to be drawn.

    A part of the sea that is told with its size is none of them, nor is a country or sea of which there is the outline:
    any in a case, in a table those named in ``drawn``. A row that is known to its country only stays listed.
    """
    location_class = places["location_class"]
    is_drawn = (location_class == "sea_air") & (radius_m <= precision.SEA_MAX_M)
    is_outlined = location_class.isin(["country", "sea_air"]) & places["outline"].notna()
    is_drawn |= is_outlined if drawn is None else is_outlined & places["place_id"].isin(list(drawn))
    return location_class.isin(precision.LISTED_CLASSES) & ~is_drawn


def _not_drawn(places: pd.DataFrame) -> list[Finding]:
    """Tell of outlines with which no library can do anything; their places are listed, the rest goes on."""
    if places.empty:
        return []
    return [
        Finding(
            code="shape-not-drawn",
            severity="warning",
            message="has an outline that cannot be worked with, so the place is listed, not mapped. Open it in a GIS, "
            "mend its geometry and save it again",
            file="places.geojson",
            column="outline",
            rows=tuple(int(r) for r in places.index[:20]),
            ids=tuple(places["place_id"].iloc[:20]),
            count=len(places),
        )
    ]


def _error_m(place: pd.Series) -> float:
    error = place["outline_error_m"]
    if pd.notna(error):
        return float(error)
    known = place["coord_uncertainty_m"]
    return float(known) if pd.notna(known) else 0.0


def _point_radius(places: pd.DataFrame) -> pd.Series:
    by_class = {c: precision.class_radius_m(c) for c in places["location_class"].cat.categories if c != "context"}
    ours = places["location_class"].astype(object).map(by_class).astype("float64")
    known = places["coord_uncertainty_m"] + places["extent_radius_m"]
    partly = places[["coord_uncertainty_m", "extent_radius_m"]].max(axis="columns")
    radius = known.fillna(pd.concat([partly, ours], axis="columns").max(axis="columns"))
    return radius.mask(places["longitude"].isna() | places["latitude"].isna())


def _findings(places: pd.DataFrame) -> list[Finding]:
    bare = places[places["outline"].notna() & places["outline_error_m"].isna() & places["coord_uncertainty_m"].isna()]
    is_area = bare["outline"].map(lambda shape: "Polygon" in shape.geom_type).astype(bool)
    drawn = bare[is_area & ~bare["location_class"].isin({"context"})]
    if drawn.empty:
        return []
    return [
        Finding(
            code="outline-without-error",
            severity="warning",
            message="has an outline but no outline_error_m, so it would pass for exact. State how far it may be off",
            file="places.geojson",
            column="outline_error_m",
            rows=tuple(int(r) for r in drawn.index[:20]),
            ids=tuple(drawn["place_id"].iloc[:20]),
            count=len(drawn),
        )
    ]
