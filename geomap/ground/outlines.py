"""Countries, provinces and seas by their names: outlines that somebody else drew, with how far they may be off."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.ground.choice import POINTS_OF_VIEW
from geomap.ground.layers import ERROR_M, row_of, texts

__all__ = [
    "AreaName",
    "Outline",
    "area_names",
    "country_code",
    "country_outline",
    "folded",
    "outline_of",
    "outlines_named",
]


Kind = Literal["country", "province", "sea"]

_ANY_CORNERS = 10**9
_SMALL_MAP_STEPS = 240.0
"""A small map is about half as many pixels wide."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Outline:
    """An area with a name and a line round it.

    ``geometry`` is longitude first, WGS 84; ``error_m`` is how far its line may be off, in metres.
    """

    kind: Kind
    name: str
    name_ar: str
    country: str
    """ISO 3166 code in three letters (or Natural Earth's own) of a country or of the one a province lies in; empty for
    a sea."""
    geometry: BaseGeometry
    error_m: float
    credit: str = "Natural Earth"
    note: str = ""
    """What is disputed about it, if anything is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaName:
    """What a country, province or sea is called, without its line: quickly read, for all of the world."""

    kind: Kind
    key: str
    """What its row of the ground is known by."""
    name: str
    name_ar: str = ""
    country: str = ""
    """As `Outline.country`."""
    code: str = ""
    """Two letters of ISO 3166 of a country, where it has them."""
    note: str = ""
    view: str = ""
    """Whose point of view has it, where points of view differ."""


def outlines_named(name: str, *, country: str = "") -> tuple[Outline, ...]:
    """Return every country, province and sea of a name; several where the name fits several.

    Parameters
    ----------
    name : str
        A name in English or Arabic, or an ISO 3166 code of a country; case, accents and "the" do not matter.
    country : str
        Three letters of the country that a province must lie in; empty takes any.

    Returns
    -------
    tuple of Outline
        Countries first, then provinces, then seas; empty if nothing has this name.
    """
    wanted = folded(name)
    found = _index().get(wanted, ()) if wanted else ()
    return tuple(outline_of(a) for a in found if not country or a.kind != "province" or a.country == country)


@cache
def area_names() -> tuple[AreaName, ...]:
    """Return what every country, province and sea is called: countries first, then provinces, then seas.

    What another point of view alone has is found by its name, too.
    """
    countries = texts("countries", ("a3", "a2", "name", "name_ar", "disputed", "view"), 1)
    provinces = texts("provinces", ("country_a3", "name", "name_ar", "view"), 0)
    seas = texts("seas", ("name", "name_ar"), 0)
    made = [
        AreaName(
            kind="country",
            key=key,
            name=name,
            name_ar=_text(ar),
            country=_text(a3),
            code=_text(a2),
            note=_text(of),
            view=_text(view),
        )
        for key, a3, a2, name, ar, of, view in zip(
            *(countries[c] for c in ("key", "a3", "a2", "name", "name_ar", "disputed", "view")), strict=True
        )
    ]
    made += [
        AreaName(kind="province", key=key, name=_text(name), name_ar=_text(ar), country=_text(a3), view=_text(view))
        for key, a3, name, ar, view in zip(
            *(provinces[c] for c in ("key", "country_a3", "name", "name_ar", "view")), strict=True
        )
        if _text(name)
    ]
    made += [
        AreaName(kind="sea", key=key, name=name, name_ar=_text(ar))
        for key, name, ar in zip(*(seas[c] for c in ("key", "name", "name_ar")), strict=True)
    ]
    usual = {(area.kind, area.name) for area in made if area.view in ("", POINTS_OF_VIEW[0])}
    return tuple(area for area in made if area.view in ("", POINTS_OF_VIEW[0]) or (area.kind, area.name) not in usual)


def outline_of(area: AreaName, *, corners_max: int = _ANY_CORNERS) -> Outline:
    """Return a country, province or sea with its line; a country is the union of its provinces, which is finest.

    Parameters
    ----------
    area : AreaName
    corners_max : int
        A country whose provinces have more corners than this comes from the next step, which is coarser.
    """
    geometry, step = row_of(area.key), 0
    if area.kind == "country":
        parts = [row_of(key) for key in _provinces_of().get((area.country, area.view or POINTS_OF_VIEW[0]), ())]
        is_fine = parts and len(shapely.get_coordinates(parts)) <= corners_max
        geometry, step = (shapely.union_all(parts), 0) if is_fine else (geometry, 1)
    return Outline(
        kind=area.kind,
        name=area.name,
        name_ar=area.name_ar,
        country=area.country,
        geometry=geometry,
        error_m=ERROR_M[step],
        note=area.note,
    )


@cache
def _country_row(country: str, view: str = POINTS_OF_VIEW[0]) -> Mapping[str, str] | None:
    """Return the key, code and names of a country by its code of two or three letters or its name."""
    wanted = folded(country)
    if not wanted:
        return None
    known = texts("countries", ("a2", "a3", "name", "name_ar", "view"), 1)
    found = [
        n
        for n, spelt in enumerate(zip(known["a2"], known["a3"], known["name"], strict=True))
        if wanted in {folded(_text(text)) for text in spelt}
    ]
    found.sort(key=lambda n: _text(known["view"][n]) not in ("", view))
    return {column: _text(values[found[0]]) for column, values in known.items()} if found else None


def country_code(country: str) -> str:
    """Return the three letters of a country known by its code or English name; empty if it is not known."""
    row = _country_row(country)
    return "" if row is None else row["a3"]


def country_outline(country: str, view: str = POINTS_OF_VIEW[0]) -> Mapping[str, Any] | None:
    """Return the outline of a country for a small map, as a GeoJSON feature; None if the country is not known.

    Its properties are ``name``, ``name_ar`` and ``key``, which tells no name.

    Parameters
    ----------
    country : str
        Two or three letters of ISO 3166, or its English name.
    view : str
        Whose point of view, one of `POINTS_OF_VIEW`.
    """
    row = _country_row(country, view)
    if row is None:
        return None
    shape = row_of(row["key"])
    west, south, east, north = shape.bounds
    fine = max(east - west, north - south) / _SMALL_MAP_STEPS
    parts = shapely.get_parts(shapely.simplify(shape, fine))
    parts = [p for p in parts if p.area >= (4 * fine) ** 2 or p.area == max(shapely.area(parts))]
    return {
        "type": "Feature",
        "properties": {"name": row["name"], "name_ar": row["name_ar"], "key": row["key"]},
        "geometry": shapely.geometry.mapping(shapely.MultiPolygon(parts)),
    }


def folded(name: str) -> str:
    """Return a name without case, accents, "the" and what stands between letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = "".join(c if c.isalnum() else " " for c in plain.replace("'", "").replace("’", ""))
    return " ".join(plain.split()).removeprefix("the ")


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


@cache
def _provinces_of() -> dict[tuple[str, str], list[str]]:
    """Return the keys of the provinces of each country in each point of view, those without a name among them."""
    known = texts("provinces", ("country_a3", "view"), 0)
    made: dict[tuple[str, str], list[str]] = {}
    for key, a3, of in zip(*(known[c].tolist() for c in ("key", "country_a3", "view")), strict=True):
        for view in (_text(of),) if _text(of) else POINTS_OF_VIEW:
            made.setdefault((_text(a3), view), []).append(key)
    return made


@cache
def _index() -> dict[str, tuple[AreaName, ...]]:
    made: dict[str, list[AreaName]] = {}
    for area in area_names():
        a3 = area.country if area.kind == "country" else ""
        for key in dict.fromkeys(folded(text) for text in (area.name, area.name_ar, a3, area.code) if text):
            made.setdefault(key, []).append(area)
    return {key: tuple(areas) for key, areas in made.items()}
