"""Rules on positions: swapped, at sea, outside of the country, too many decimals, many events on one point."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geomap import precision
from geomap.checks.found import of_places
from geomap.checks.land import country_shape, is_far_from_land, is_inside
from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.schema import STRING

__all__ = ["POSITION_RULES"]

_PILE_MIN, _PILE_SHARE = 20, 0.02
_DECIMALS_MAX = 6
_SWAP_MIN, _SWAP_MARGIN, _SWAP_MARGIN_DEG = 5, 2.5, 0.5
_SEA = (
    r"(?i)\b(?:sea|ocean|gulf|straits?|bay|channel|waters|offshore|coast|mande?b|mandab|hormuz)\b|بحر|خليج|مضيق|سواحل"
)
"""A name of what lies at sea: no land is held against it."""


def _points(dataset: Dataset) -> pd.DataFrame:
    places = dataset.places
    return places[places["longitude"].notna() & places["latitude"].notna()]


def _on_land(points: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are not said to lie at sea."""
    at_sea = points["location_class"].isin(["sea_air", "context"])
    at_sea |= points["name"].str.contains(_SEA, regex=True).fillna(False).astype(bool)
    return points[~at_sea]


def coordinates_swapped(dataset: Dataset) -> Iterator[Finding]:
    """Find tables whose places lie in the open sea, but would lie on land with the two numbers swapped."""
    points = _on_land(_points(dataset))
    if points.empty or not dataset.own_names:
        return
    lon, lat = points["longitude"].to_numpy(), points["latitude"].to_numpy()
    at_sea = is_far_from_land(lon, lat)
    swapped_ok = (np.abs(lon) <= 90) & ~is_far_from_land(lat, np.where(np.abs(lon) <= 90, lon, 0.0))
    wrong = at_sea & swapped_ok
    if wrong.sum() * 2 < len(_points(dataset)):
        yield from _single_rows_swapped(dataset, points)
        return
    message = (
        "lie in the open sea, and on land if the two numbers are swapped. Are longitude and latitude in each other's "
        "column? Say where the events lie with --country to be sure"
    )
    column = "longitude" if "longitude" in dataset.own_names else ""
    both = f"{dataset.own_names.get('latitude', 'latitude')}, {dataset.own_names.get('longitude', 'longitude')}: "
    yield from of_places("coordinates-swapped", "warning", both + message, dataset, points[wrong], column)


def _single_rows_swapped(dataset: Dataset, points: pd.DataFrame) -> Iterator[Finding]:
    """Find the few places of a table that lie far from all others, and among them if the two numbers are swapped."""
    if len(points) < _SWAP_MIN:
        return
    lonlat = points[["longitude", "latitude"]].to_numpy()
    low, high = np.quantile(lonlat, 0.25, axis=0), np.quantile(lonlat, 0.75, axis=0)
    margin = _SWAP_MARGIN * (high - low) + _SWAP_MARGIN_DEG
    inside = ((lonlat >= low - margin) & (lonlat <= high + margin)).all(axis=1)
    other_way = ((lonlat[:, ::-1] >= low - margin) & (lonlat[:, ::-1] <= high + margin)).all(axis=1)
    message = (
        "lies far from all other places of the table, and among them if the two numbers are swapped. Are longitude and "
        "latitude of this row in each other's column?"
    )
    yield from of_places("coordinates-swapped", "warning", message, dataset, points[~inside & other_way], "longitude")


def outside_country(dataset: Dataset) -> Iterator[Finding]:
    """Find places outside of the country that the table, its row or the user names."""
    points = _on_land(_points(dataset))
    if points.empty or not dataset.own_names:
        return
    stated = points["country"].astype(object).where(points["country"].notna(), dataset.info.country or None)
    names = [name for name in stated.dropna().unique() if isinstance(name, str) and name]
    for name in sorted(names):
        shape = country_shape(name)
        if shape is None:
            continue
        rows = points[(stated == name).to_numpy()]
        lon, lat = rows["longitude"].to_numpy(), rows["latitude"].to_numpy()
        outside = ~is_inside(shape, lon, lat)
        if not outside.any():
            continue
        swapped = outside & (np.abs(lon) <= 90) & is_inside(shape, lat, lon)
        hint = (
            " Swapped, they would lie inside: are longitude and latitude in each other's column?"
            if (swapped.sum() * 2 > outside.sum())
            else ""
        )
        message = f"outside of {name}, which the table names, by more than the map's error of 25 km.{hint}"
        yield from of_places("outside-country", "warning", message, dataset, rows[outside], "longitude")


def false_precision(dataset: Dataset) -> Iterator[Finding]:
    """Find coordinates with more decimals than anybody can have reported, or than their precision deserves."""
    points = _points(dataset)
    points = points[points["outline"].isna()]  # the middle of an outline is worked out here, nobody wrote it
    if points.empty or not dataset.own_names:
        return
    lonlat = points[["longitude", "latitude"]].to_numpy()
    too_fine = (_decimals(points["longitude"]) > _DECIMALS_MAX) | (_decimals(points["latitude"]) > _DECIMALS_MAX)
    too_fine = too_fine.to_numpy()
    both = f"{dataset.own_names.get('latitude', 'latitude')}, {dataset.own_names.get('longitude', 'longitude')}"
    message = (
        f"{both}: seven or more decimals, which is finer than a hand; a computer made them, nobody "
        "reported them. The map shows the place as coarsely as its precision says"
    )
    yield from of_places("false-precision", "warning", message, dataset, points[too_fine], "latitude")
    least_m = precision.class_radius_m("district") or 0
    coarse = (points["basis"] == "sourced") & (points["radius_m"] >= least_m)
    fine = (np.abs(lonlat * 1000 - np.round(lonlat * 1000)) > 1e-6).any(axis=1)
    rows = points[coarse.to_numpy() & fine & ~too_fine]
    message = (
        "is known to a district or coarser, but written to 100 m or finer. Another tool would draw it as a pin; "
        "here it is an area"
    )
    yield from of_places("decimals-finer-than-precision", "notice", message, dataset, rows, "latitude")


def _decimals(degrees: pd.Series) -> pd.Series:
    """How many digits stand behind the point in the shortest text that gives the same number."""
    text = degrees.astype(STRING)
    point = text.str.find(".")
    return (text.str.len() - point - 1).where((point >= 0) & ~text.str.contains("e", regex=False), 0)


def rows_on_one_coordinate(dataset: Dataset) -> Iterator[Finding]:
    """Find points on which very many events sit: often the middle of a city or province, not where things happened."""
    if not dataset.own_names or dataset.events.empty:
        return
    points = _points(dataset)
    place = points.set_index("place_id")[["longitude", "latitude"]]
    used = dataset.events["place_id"]
    lonlat = place.reindex(used[used.isin(place.index)])
    if lonlat.empty:
        return
    sizes = lonlat.groupby(["longitude", "latitude"]).size().sort_values(ascending=False, kind="stable")
    total = len(dataset.events)
    least = max(_PILE_MIN, int(total * _PILE_SHARE))
    for (lon, lat), size in sizes[sizes >= least].head(5).items():
        here = points[(points["longitude"] == lon) & (points["latitude"] == lat)]
        message = (
            f"{int(size):,} of {total:,} events sit on one coordinate ({lat:.4f}, {lon:.4f}). Is it the middle of a "
            "city or province that stands for all of it? They are one mark with a count"
        )
        yield from of_places("rows-on-one-coordinate", "notice", message, dataset, here, "latitude")


def null_island(dataset: Dataset) -> Iterator[Finding]:
    """Find places at 0, 0, where nothing is but the stand-in for a missing position."""
    points = _points(dataset)
    zero = points[(points["longitude"] == 0) & (points["latitude"] == 0)]
    message = "lies at 0, 0 in the Gulf of Guinea, which stands for a missing position. Leave both cells empty"
    yield from of_places("null-island", "warning", message, dataset, zero, "latitude")


POSITION_RULES = (coordinates_swapped, outside_country, false_precision, rows_on_one_coordinate, null_island)
"""Every rule, line by line."""
