"""Countries, provinces and seas by their names: outlines that somebody else drew, with how far they may be off."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.ground.choice import POINTS_OF_VIEW
from geomap.ground.layers import ERROR_M, WORLD, layer, row_of, texts

__all__ = ["Outline", "country_code", "country_outline", "folded", "outlines_named"]


_SMALL_MAP_STEPS = 240.0
"""A small map is about half as many pixels wide."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Outline:
    """An area with a name and a line round it.

    ``geometry`` is longitude first, WGS 84; ``error_m`` is how far its line may be off, in metres.
    """

    kind: Literal["country", "province", "sea"]
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
    if not wanted:
        return ()
    return tuple(
        outline
        for key, kind, row in _index()
        if key == wanted and (not country or kind != "province" or row["country_a3"] == country)
        for outline in [_outline(kind, row)]
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


def _outline(kind: Literal["country", "province", "sea"], row: dict[str, Any]) -> Outline:
    geometry = row["geometry"]
    step = 0
    if kind == "country":
        parts = _provinces_of(row["a3"], _text(row["view"]) or POINTS_OF_VIEW[0])
        geometry, step = (shapely.union_all(parts), 0) if len(parts) else (geometry, 1)
    return Outline(
        kind=kind,
        name=row["name"],
        name_ar=_text(row.get("name_ar")),
        country=_text(row.get("a3") or row.get("country_a3")),
        geometry=geometry,
        error_m=ERROR_M[step],
        note=_text(row.get("disputed")),
    )


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _provinces_of(a3: str, view: str) -> Any:
    provinces = layer("provinces", WORLD, 0, clipped=False, view=view)
    return provinces.loc[provinces["country_a3"] == a3, "geometry"].to_numpy()


@cache
def _index() -> tuple[tuple[str, Literal["country", "province", "sea"], dict[str, Any]], ...]:
    return tuple(_keys())


def _keys() -> Iterator[tuple[str, Literal["country", "province", "sea"], dict[str, Any]]]:
    kinds: tuple[tuple[Literal["country", "province", "sea"], str, int], ...] = (
        ("country", "countries", 1),
        ("province", "provinces", 0),
        ("sea", "seas", 0),
    )
    for kind, name, step in kinds:
        frame = layer(name, WORLD, step, clipped=False)
        rows = frame.to_dict("records")
        if "view" in frame:  # what another point of view alone has is found by its name, too
            known = {row["name"] for row in rows}
            other = layer(name, WORLD, step, clipped=False, view=POINTS_OF_VIEW[1]).to_dict("records")
            rows += [row for row in other if row["name"] not in known]
        for row in rows:
            spelt = [row.get(column) for column in ("name", "name_ar", "a3", "a2")]
            for key in dict.fromkeys(folded(_text(text)) for text in spelt if _text(text)):
                yield key, kind, row
