"""Places of a table that are known by name alone get a position from the gazetteer, or stay listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from geomap import geodesy
from geomap.dataset import Dataset
from geomap.extras import how_to_install, missing
from geomap.findings import EXAMPLES_MAX, Finding, Severity
from geomap.places.gazetteer import (
    Candidate,
    candidates,
    has_second_reason,
    names_a_country,
    resolve,
    shipped_places,
)
from geomap.places.names import fold_name

__all__ = ["locate_by_name"]

_FAR_M = 50_000.0


def locate_by_name(dataset: Dataset) -> tuple[Dataset, list[Finding]]:
    """Look up the places of a foreign table that have a name but no position.

    A case states its own, and what geomap wrote without a place was published so: a lookup would be finer than that.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Dataset, list of Finding
        What was found, what was not, and positions far from the shipped place of the same name.
    """
    if not dataset.own_names or "(written by)" in dataset.own_names:
        return dataset, []
    places = dataset.places
    bare = places["longitude"].isna() & places["outline"].isna() & (places["location_class"] == "unlocated")
    bare &= places["basis"] == "general_knowledge"
    told = list(_far_from_name(places))
    if not bare.any():
        return dataset, told
    known = candidates(str(name) for name in places.loc[bare, "name"].unique())
    country = places["country"].astype(object).where(places["country"].notna(), dataset.info.country)
    chosen = {
        position: resolve(known[name], str(country.iloc[position] or "")) if name in known else None
        for position, name in zip(np.flatnonzero(bare.to_numpy()).tolist(), places.loc[bare, "name"], strict=True)
    }
    chosen = _with_reason(places, chosen, country)
    found = {position: candidate for position, candidate in chosen.items() if candidate is not None}
    made = places.copy()
    where = list(found)
    for column in (
        "longitude",
        "latitude",
        "coord_uncertainty_m",
        "extent_radius_m",
        "location_class",
        "source",
        "licence",
        "sensitivity",
    ):
        values = made[column].astype(object).to_numpy(copy=True)
        values[where] = [getattr(c, column) for c in found.values()]
        made[column] = pd.Series(values, index=made.index, dtype=object).astype(places[column].dtype)
    basis = made["basis"].astype(object).to_numpy(copy=True)
    basis[where] = "gazetteer"
    made["basis"] = pd.Series(basis, index=made.index).astype(places["basis"].dtype)
    several = [p for p, c in chosen.items() if c is None and places["name"].iloc[p] in known]
    others = [p for p, c in chosen.items() if c is None and places["name"].iloc[p] not in known]
    whole = [p for p in others if names_a_country(str(places["name"].iloc[p]))]
    nowhere = [p for p in others if p not in set(whole)]
    told += _told(
        places,
        where,
        "located-by-name",
        "notice",
        "has no coordinates; its position is that of the name in a gazetteer",
    )
    text = (
        "fits several places, or one for which only its spelling speaks; none was chosen, what lies there is listed. "
    )
    told += _told(places, several, "ambiguous-name", "notice", f"{text}Add coordinates, or name the country")
    text = "is a whole country; what lies there is listed, not mapped. Name the place, or add coordinates"
    told += _told(places, whole, "ambiguous-name", "notice", text)
    text = (
        f"is in no gazetteer that is installed; what lies there is listed, not mapped. Add coordinates{_or_install()}"
    )
    told += _told(places, nowhere, "name-not-found", "notice", text)
    lines = list(dict.fromkeys(c.credit for c in found.values() if c.credit))
    editorial = dict(dataset.editorial)
    if lines:
        editorial["credits"] = [*editorial.get("credits", []), *({"text": text} for text in lines)]
    return replace(dataset, places=made, editorial=editorial), told


def _with_reason(
    places: pd.DataFrame, chosen: dict[int, Candidate | None], country: pd.Series
) -> dict[int, Candidate | None]:
    """Return the answers, without those for which nothing but the spelling speaks.

    Where the other places lie is looked at to a degree: near means within 1,000 km.
    """
    folded = {p: fold_name(str(places["name"].iloc[p])) for p in chosen}
    at: dict[tuple[float, float], set[str | None]] = {}
    for lon, lat in places[["longitude", "latitude"]].dropna().round(0).drop_duplicates().to_numpy(dtype="float64"):
        at[float(lon), float(lat)] = {None}
    for position, candidate in chosen.items():
        if candidate is not None and not candidate.is_by_name:
            cell = (float(round(candidate.longitude)), float(round(candidate.latitude)))
            at.setdefault(cell, set()).add(folded[position])
    cells = np.array(list(at), dtype="float64").reshape(-1, 2)
    own: dict[str | None, list[int]] = {}
    for number, names in enumerate(at.values()):
        if len(names) == 1:
            own.setdefault(next(iter(names)), []).append(number)
    kept: dict[int, Candidate | None] = {}
    for position, candidate in chosen.items():
        others = np.delete(cells, own.get(folded[position], []), axis=0)
        is_sure = candidate is not None and has_second_reason(candidate, str(country.iloc[position] or ""), others)
        kept[position] = candidate if is_sure else None
    return kept


def _told(places: pd.DataFrame, where: list[int], code: str, severity: Severity, text: str) -> Iterator[Finding]:
    if not where:
        return
    rows = places.iloc[where[:EXAMPLES_MAX]]
    yield Finding(
        code=code,
        severity=severity,
        message=f'"{rows["name"].iloc[0]}" {text}',
        file="places.geojson",
        column="name",
        rows=tuple(int(r) for r in rows.index),
        values=tuple(str(n) for n in rows["name"]),
        ids=tuple(str(i) for i in rows["place_id"]),
        count=len(where),
    )


def _far_from_name(places: pd.DataFrame) -> Iterator[Finding]:
    """Find positions more than 50 km from the shipped place of the same name: two places, or a mistyped number."""
    shipped = shipped_places()
    located = np.flatnonzero((places["longitude"].notna() & (places["basis"] == "sourced")).to_numpy())
    far = []
    names = places["name"].to_numpy()
    folded = {name: fold_name(str(name)) for name in {names[p] for p in located}}
    for position in located:
        found = shipped.get(folded[names[position]])
        if not found:
            continue
        row = places.iloc[position]
        metres = [
            float(geodesy.geodesic(row["longitude"], row["latitude"], c.longitude, c.latitude)[0]) - c.extent_radius_m
            for c in found
        ]
        if min(metres) > _FAR_M:
            far.append(int(position))
    text = (
        "lies more than 50 km from the place of that name that geomap ships. Another place, or a mistyped or swapped "
        "number?"
    )
    yield from _told(places, far, "place-far-from-name", "notice", text)


def _or_install() -> str:
    """Return how to get the gazetteers that this installation lacks, or nothing."""
    absent = missing("gazetteer")
    return f", or get more names ({' and '.join(absent)}): {how_to_install('gazetteer')}" if absent else ""
