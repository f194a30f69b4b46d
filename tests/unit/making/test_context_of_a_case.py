"""Which rivers a new case gets for orientation: those of its city, and none of a river that only crosses its box."""

from __future__ import annotations

import json

import pytest

from geomap.making.cases import with_context
from geomap.making.folder import empty_case
from geomap.making.merging import append_features


def files_with(*at: tuple[float, float]) -> dict[str, bytes]:
    files = empty_case("made-up", "Made up", "IQ", "event", has_sheet=False)
    features = [
        {
            "type": "Feature",
            "geometry": None,
            "properties": {"place_id": f"p{n}", "name": f"P {n}", "longitude": lon, "latitude": lat},
        }
        for n, (lon, lat) in enumerate(at)
    ]
    return files | {"places.geojson": append_features(files["places.geojson"], features)}


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (((44.38, 33.3),), ["tigris_baghdad"]),
        (((44.38, 33.3), (44.5, 33.4)), ["tigris_baghdad"]),
        (((44.4, 33.3), (44.4, 34.2)), []),
        (((44.45, 33.3), (45.4, 33.3)), []),
        (((44.01, 36.19),), []),
        (((34.78, 32.08),), []),
        (((44.38, 33.3), (51.4, 35.7)), []),
    ],
)
def test_a_case_has_the_river_of_its_own_city_alone(at: tuple[tuple[float, float], ...], found: list[str]) -> None:
    """The river is drawn for some forty kilometres: its box and that of the case have to be of one degree together."""
    package = json.loads(with_context(files_with(*at))["datapackage.json"])

    assert package["geomap"].get("context_places", []) == found
