"""Rules on positions: swapped, at sea, outside of the country, too many decimals, many events on one point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import precision
from geomap.checks.found import of_places
from geomap.dataset import Dataset
from geomap.findings import Finding
from geomap.land import at_sea_by_name, country_shape, is_far_from_land, is_inside
from geomap.schema import STRING

__all__ = ["POSITION_RULES"]

_PILE_MIN, _PILE_SHARE = 20, 0.02
_DECIMALS_MAX = 6
_SWAP_MIN, _SWAP_MARGIN, _SWAP_MARGIN_DEG, _COMPANY_DEG, _AMONG = 5, 2.5, 0.5, 0.5, 4


def _points(dataset: Dataset) -> pd.DataFrame:
    places = dataset.places
    return places[places["longitude"].notna() & places["latitude"].notna()]


def _on_land(points: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are not said to lie at sea."""
    return points[~at_sea_by_name(points)]


def coordinates_swapped(dataset: Dataset) -> Iterator[Finding]:
    """Find tables whose places lie in the open sea, but would lie on land with the two numbers swapped."""
    points = _on_land(_points(dataset))
    if points.empty or not dataset.own_names:
        return
    lon, lat = points["longitude"].to_numpy(), points["latitude"].to_numpy()
    wrong = is_far_from_land(lon, lat) & (np.abs(lon) <= 90)
    wrong[wrong] = ~is_far_from_land(lat[wrong], lon[wrong])
    if wrong.any():  # swapped out of the country that is named: that is not what went wrong
        wrong &= ~_against_country(dataset, points.assign(longitude=lat, latitude=lon))[1]
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
    """Find the few places of a table that lie far from all others, and among them if the two numbers are swapped.

    A place that has company (several events, or another place close by) is where it is meant to be, unless it lies
    at sea or outside of its country. So is one that lies in its country, or whose swapped position is not much nearer.
    """
    if len(points) < _SWAP_MIN:
        return
    lonlat = points[["longitude", "latitude"]].to_numpy()
    low, high = np.quantile(lonlat, 0.25, axis=0), np.quantile(lonlat, 0.75, axis=0)
    margin = _SWAP_MARGIN * (high - low) + _SWAP_MARGIN_DEG
    inside = ((lonlat >= low - margin) & (lonlat <= high + margin)).all(axis=1)
    other_way = ((lonlat[:, ::-1] >= low - margin) & (lonlat[:, ::-1] <= high + margin)).all(axis=1)
    may = np.flatnonzero(~inside & other_way)
    if not len(may) or len(may) == len(points):
        return
    suspects, here = points.iloc[may], lonlat[may]
    others = shapely.STRtree(shapely.points(np.delete(lonlat, may, axis=0)))
    stated, swapped = shapely.points(here), shapely.points(here[:, ::-1])
    apart, apart_if_swapped = _apart(others, stated), _apart(others, swapped)
    in_country, outside = _against_country(dataset, suspects)
    is_odd = is_far_from_land(here[:, 0], here[:, 1]) | outside
    is_among = (apart_if_swapped < apart) & (is_odd | (apart_if_swapped * _AMONG < apart))
    wrong = is_among & ~in_country & (is_odd | ~_has_company(dataset, points, suspects))
    message = (
        "lies far from all other places of the table, and among them if the two numbers are swapped. Are longitude and "
        "latitude of this row in each other's column?"
    )
    yield from of_places("coordinates-swapped", "warning", message, dataset, suspects[wrong], "longitude")


def _apart(tree: shapely.STRtree, points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return how far the nearest place of a tree is from each point, degrees."""
    _, apart = tree.query_nearest(points, all_matches=False, return_distance=True)
    return np.asarray(apart)


def _has_company(dataset: Dataset, points: pd.DataFrame, suspects: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Whether several events lie on each place, or another place lies close by."""
    tree = shapely.STRtree(shapely.points(points["longitude"], points["latitude"]))
    own = shapely.points(suspects["longitude"], suspects["latitude"])
    by, _ = tree.query(own, predicate="dwithin", distance=_COMPANY_DEG)
    places = np.bincount(by, minlength=len(suspects))
    used = dataset.events["place_id"]
    events = used[used.isin(suspects["place_id"])].astype(object).value_counts()
    return np.asarray((places > 1) | (suspects["place_id"].map(events).fillna(0).to_numpy() > 1))


def _stated_countries(dataset: Dataset, points: pd.DataFrame) -> pd.Series:
    """Return the country that each place's row, the table or the user names."""
    return points["country"].astype(object).where(points["country"].notna(), dataset.info.country or None)


def _against_country(dataset: Dataset, points: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Whether places lie in the country that is named for them, and whether they lie outside; neither if none is."""
    stated = _stated_countries(dataset, points)
    inside, outside = np.zeros(len(points), dtype=bool), np.zeros(len(points), dtype=bool)
    for name in stated.dropna().unique():
        shape = country_shape(name) if isinstance(name, str) and name else None
        if shape is not None:
            rows = (stated == name).to_numpy()
            held = is_inside(shape, *(points.loc[rows, c].to_numpy() for c in ("longitude", "latitude")))
            inside[rows], outside[rows] = held, ~held
    return inside, outside


def outside_country(dataset: Dataset) -> Iterator[Finding]:
    """Find places outside of the country that the table, its row or the user names, as `geomap.places.locate` told."""
    points = _points(dataset)
    points = points[points["lies_in"].notna()] if "lies_in" in points else points.iloc[:0]
    stated = _stated_countries(dataset, points)
    names = [name for name in stated.dropna().unique() if isinstance(name, str) and name]
    for name in sorted(names):
        shape = country_shape(name)
        if shape is None:
            continue
        rows = points[(stated == name).to_numpy()]
        hints = _what_would_mend(shape, rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
        for hint in sorted(set(hints)):
            message = f"outside of {name}, the country that is named, by more than the map's error of 25 km.{hint}"
            here = rows[[own == hint for own in hints]]
            yield from of_places("outside-country", "warning", message, dataset, here, "longitude")


def _what_would_mend(shape: BaseGeometry, lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]) -> list[str]:
    """Return for each position what slip of the hand would explain it, or nothing."""
    turned = {
        " Swapped, they would lie inside: are longitude and latitude in each other's column?": (lat, lon),
        _sign_hint("longitude"): (-lon, lat),
        _sign_hint("latitude"): (lon, -lat),
        _sign_hint("longitude and latitude"): (-lon, -lat),
    }
    hints = [""] * len(lon)
    for hint, (x, y) in turned.items():
        could = np.abs(y) <= 90
        fits = could & is_inside(shape, x, np.where(could, y, 0.0))
        hints = [hint if fit and not known else known for known, fit in zip(hints, fits, strict=True)]
    return hints


def _sign_hint(axis: str) -> str:
    return f" With the other sign of {axis} it would lie inside: was a minus lost, or is there one too many?"


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
