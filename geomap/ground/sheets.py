"""The background that ships with geomap: its sheets, and what is named on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale

from geomap.errors import UnreadableInput
from geomap.paths import geodata_file

__all__ = ["SHEETS", "country_outline", "label_key", "labels", "sheet"]

SHEETS = ("baghdad", "iraq", "world")
"""Names of the shipped sheets, finest first."""


@cache
def sheet(name: str) -> tuple[Mapping[str, Any], ...]:
    """Return the features of a shipped sheet that have a shape; none if it is not installed."""
    try:
        path = geodata_file("basemap", f"{name}.geojson")
    except UnreadableInput:
        return ()
    features = json.loads(path.read_text("utf-8"))["features"]
    return tuple(f | {"key": f"{name}-{n}"} for n, f in enumerate(features) if f.get("geometry"))


def label_key(feature: Mapping[str, Any]) -> str:
    """Return what a feature of a sheet is known by; it does not spell its name."""
    return str(feature["key"])


def country_outline(country: str) -> Mapping[str, Any] | None:
    """Return the outline of a country with its names, of the finest sheet that has it; None if none has.

    Parameters
    ----------
    country : str
        Two letters of ISO 3166, or its English name.
    """
    name = Locale.parse("en").territories.get(country.upper(), country)
    for name_of_sheet in SHEETS:
        for feature in sheet(name_of_sheet):
            properties = feature["properties"]
            if name and properties.get("layer") == "country" and properties.get("name") == name:
                return feature
    return None


def labels() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the key of each feature that has a name, with its name in every language."""
    for name in SHEETS:
        for feature in sheet(name):
            names = tuple(str(v) for k, v in feature["properties"].items() if k.startswith("name") and v)
            if names:
                yield label_key(feature), names
