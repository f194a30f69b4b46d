"""Places of a table that are known by name alone get a position from the gazetteer, or stay listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.dataset import Dataset
from geomap.extras import how_to_install, missing
from geomap.findings import EXAMPLES_MAX, Finding, Severity
from geomap.places.agreement import Learned, agrees, learned_codes
from geomap.places.areas import AREA_CLASSES, area_of_name, coarser, us_states
from geomap.places.candidate import Candidate
from geomap.places.gazetteer import (
    candidates,
    country_code,
    has_second_reason,
    names_a_country,
    resolve,
    shipped_places,
)
from geomap.places.names import fold_name

__all__ = ["locate_by_name", "told_of", "with_values"]

_FAR_M = 50_000.0
_CANDIDATES_TOLD = 3
_FROM_A_PLACE = re.compile(r"\d\s*(?:km|kilomet\w+|mi|miles?)\b.*\b(?:north|south|east|west|from|off)", re.IGNORECASE)
"""Words that put a place at a distance from another."""
_CITIES_LIKE_STATES = frozenset({"newyork"})
"""Names of states that, without more, are those of a city."""


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
    bare = places["longitude"].isna() & places["outline"].isna() & (places["location_class"] != "country")
    bare &= places["basis"] == "general_knowledge"
    told = list(_far_from_name(places))
    if not bare.any():
        return dataset, told
    rows = _rows(places, bare, dataset.info.country)
    areas = {p: kind for p, row in rows.items() if (kind := _area_class(row))}
    known = candidates(row.name for row in rows.values())
    learned = _learned(rows, known)
    chosen = {
        p: resolve(known[row.name], row.country, row.admin1, row.admin2, learned)
        if row.name in known and _may_be_looked_up(row, areas.get(p, ""))
        else None
        for p, row in rows.items()
    }
    chosen = _with_reason(places, chosen, rows, learned)
    found = {position: candidate for position, candidate in chosen.items() if candidate is not None}
    made = _placed(places, found)
    left = [p for p in chosen if p not in found]
    kept = {p: areas[p] for p in left if p in areas}
    made["location_class"] = with_values(
        made["location_class"], {p: kept.get(p) or _stated_area(rows[p]) or "unlocated" for p in left}
    )
    told += _outcome(places, rows, known, found, kept)
    lines = list(dict.fromkeys(c.credit for c in found.values() if c.credit))
    editorial = dict(dataset.editorial)
    if lines:
        editorial["credits"] = [*editorial.get("credits", []), *({"text": text} for text in lines)]
    return replace(dataset, places=made, editorial=editorial), told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What the row of a place says of where it is; texts are empty where it says nothing."""

    name: str
    country: str
    admin1: str
    admin2: str
    stated: str
    """Its location class, ``unlocated`` if none is stated."""


def _rows(places: pd.DataFrame, bare: pd.Series, country: str) -> dict[int, _Row]:
    columns = ("name", "country", "admin1", "admin2", "location_class")
    cells = zip(*(places.loc[bare, c].astype(object).tolist() for c in columns), strict=True)
    return {
        position: _Row(
            name=_said(name),
            country=_said(of) or country,
            admin1=_said(admin1),
            admin2=_said(admin2),
            stated=_said(stated) or "unlocated",
        )
        for position, (name, of, admin1, admin2, stated) in zip(
            np.flatnonzero(bare.to_numpy()).tolist(), cells, strict=True
        )
    }


def _said(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _area_class(row: _Row) -> str:
    """Return the class of the area that a row knows instead of a place in it; empty if it names a place."""
    named = area_of_name(row.name)
    stated = row.stated if row.stated in AREA_CLASSES else ""
    if named:
        return coarser(named[1], stated) if stated else named[1]
    if stated in ("district", "province") and fold_name(row.name) in {fold_name(row.admin1), fold_name(row.admin2)}:
        return stated
    is_state = country_code(row.country) in ("", "US") and fold_name(row.name) in us_states()
    return coarser("province", stated or "province") if is_state else ""


def _stated_area(row: _Row) -> str:
    """Return the class of an area that a row states of a name that nobody knows; empty if it states none."""
    return row.stated if row.stated in (*AREA_CLASSES, "sea_air") else ""


def _may_be_looked_up(row: _Row, area: str) -> bool:
    """Whether a name may have a position: not that of a town of the same name, if it is that of an area."""
    return not area or area_of_name(row.name) is not None or _is_great_city(row, area)


def _is_great_city(row: _Row, area: str) -> bool:
    """Whether a name of a state is better known as that of a city, as New York is."""
    return area == "province" and row.stated == "unlocated" and fold_name(row.name) in _CITIES_LIKE_STATES


def _learned(rows: Mapping[int, _Row], known: Mapping[str, tuple[Candidate, ...]]) -> dict[tuple[str, str], str]:
    told = []
    for name, country, admin1 in {(r.name, r.country, r.admin1) for r in rows.values() if r.admin1 and r.name in known}:
        code = country_code(country)
        told.append((tuple(c for c in known[name] if c.country == code), code, admin1))
    return learned_codes(sorted(told, key=lambda item: (item[1], item[2], item[0][0].name if item[0] else "")))


def _placed(places: pd.DataFrame, found: Mapping[int, Candidate]) -> pd.DataFrame:
    """Return places with the positions that were found, each as coarse as the coarser of row and gazetteer."""
    made = places.copy()
    for column in ("longitude", "latitude", "extent_radius_m", "source", "licence", "sensitivity"):
        made[column] = with_values(made[column], {p: getattr(c, column) for p, c in found.items()})
    classes, radii = {}, {}
    stated_class, stated_m = places["location_class"].astype(object), places["coord_uncertainty_m"]
    for position, candidate in found.items():
        stated = str(stated_class.iloc[position])
        kind = candidate.location_class if stated == "unlocated" else coarser(stated, candidate.location_class)
        wider = (precision.class_radius_m(kind) or 0.0) if kind != candidate.location_class else 0.0
        own = float(stated_m.iloc[position]) if pd.notna(stated_m.iloc[position]) else 0.0
        classes[position], radii[position] = kind, max(candidate.coord_uncertainty_m, wider, own)
    made["location_class"] = with_values(made["location_class"], classes)
    made["coord_uncertainty_m"] = with_values(made["coord_uncertainty_m"], radii)
    made["basis"] = with_values(made["basis"], dict.fromkeys(found, "gazetteer"))
    return made


def with_values(column: pd.Series, values: Mapping[int, object]) -> pd.Series:
    """Return a column with the values at some of its positions."""
    cells = column.astype(object).to_numpy(copy=True)
    cells[list(values)] = list(values.values())
    return pd.Series(cells, index=column.index, dtype=object).astype(column.dtype)


def _outcome(
    places: pd.DataFrame,
    rows: Mapping[int, _Row],
    known: Mapping[str, tuple[Candidate, ...]],
    found: Mapping[int, Candidate],
    areas: Mapping[int, str],
) -> Iterator[Finding]:
    """Tell of each name what became of it; whose are listed, why."""
    left = [p for p in rows if p not in found and p not in areas]
    several = [p for p in left if rows[p].name in known]
    whole = [p for p in left if rows[p].name not in known and names_a_country(rows[p].name)]
    nowhere = [p for p in left if rows[p].name not in known and p not in set(whole)]
    worded = [p for p in nowhere if _FROM_A_PLACE.search(rows[p].name)]
    nowhere = [p for p in nowhere if p not in set(worded)]
    text = "has no coordinates that were read; its position is that of the name in a gazetteer"
    yield from told_of(places, list(found), "located-by-name", "notice", text)
    for kind in AREA_CLASSES:
        text = (
            f"is a {kind}: what lies there is known to the {kind} only, so it is listed, not mapped, and no town of "
            "that name is taken for it. Add coordinates, or a finer place"
        )
        yield from told_of(places, [p for p, k in areas.items() if k == kind], "area-by-name", "notice", text)
    for position in several[:1]:
        both = _both(known[rows[position].name])
        text = (
            f"fits several places, or one for which only its spelling speaks, or one in another province than the row "
            f"says ({both}); none was chosen, what lies there is listed. Add coordinates, or name country and province"
        )
        yield from told_of(places, several, "ambiguous-name", "notice", text)
    text = "is a whole country; what lies there is listed, not mapped. Name the place, or add coordinates"
    yield from told_of(places, whole, "ambiguous-name", "notice", text)
    text = (
        "says how far from a place and in which direction, which geomap does not read in a table; what lies there is "
        "listed, not mapped. Add the coordinates of the middle and a column of uncertainty in metres, or name the place"
    )
    yield from told_of(places, worded, "name-not-found", "notice", text)
    text = (
        f"is in no gazetteer that is installed; what lies there is listed, not mapped. Add coordinates{_or_install()}"
    )
    yield from told_of(places, nowhere, "name-not-found", "notice", text)


def _both(found: Sequence[Candidate]) -> str:
    first = sorted(found, key=lambda c: (-c.weight, c.name, c.longitude))[:_CANDIDATES_TOLD]
    more = ", and more" if len(found) > len(first) else ""
    return ", ".join(f"{c.name} {c.country} at {c.longitude:.2f},{c.latitude:.2f}" for c in first) + more


def _with_reason(
    places: pd.DataFrame, chosen: dict[int, Candidate | None], rows: Mapping[int, _Row], learned: Learned
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
        row = rows[position]
        is_sure = candidate is not None and (
            has_second_reason(candidate, row.country, others)
            or bool(agrees(candidate, row.admin1, row.admin2, learned))
        )
        kept[position] = candidate if is_sure else None
    return kept


def told_of(places: pd.DataFrame, where: list[int], code: str, severity: Severity, text: str) -> Iterator[Finding]:
    """Yield what there is to say of the places at some positions; nothing if there are none."""
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
    yield from told_of(places, far, "place-far-from-name", "notice", text)


def _or_install() -> str:
    """Return how to get the gazetteers that this installation lacks, or nothing."""
    absent = missing("gazetteer")
    return f", or get more names ({' and '.join(absent)}): {how_to_install('gazetteer')}" if absent else ""
