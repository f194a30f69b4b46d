"""A worked-out impact is never called finer than it is, and says that it was worked out."""

from __future__ import annotations

import json

import pytest

from geomap import precision
from geomap.pipeline import build_edition
from geomap.publishers import geojson
from geomap.readers import ReadOptions

HEADER = "id,date,launch_place,launch_lat,launch_lon,bearing,distance_km"


@pytest.mark.parametrize(
    ("km", "kind"), [(10, "town"), (40, "city"), (100, "district"), (350, "province"), (900, None)]
)
def test_the_class_of_a_worked_out_impact_reaches_as_far_as_its_radius(tmp_path, km, kind):
    """Ten degrees and a tenth of the distance are a fifth of it: 2, 8, 20, 70 and 180 km."""
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER}\n1,2024-03-01,Kermanshah,34.31,47.06,270,{km}\n", "utf-8")

    edition = build_edition(path, options=ReadOptions(derived_ends=True))
    (place,) = edition.public.places[edition.public.places["basis"] == "derived"].to_dict("records")

    if kind is None:
        assert place["location_class"] == "country"
        assert place["place_id"] not in edition.public.areas
        return
    assert place["location_class"] == kind
    assert place["radius_m"] <= max(precision.class_radius_m(kind) or 0, 100_000 if kind == "province" else 0)
    (event,) = [f for f in json.loads(geojson.render(edition))["features"] if f["properties"]["role"] == "event"]
    assert event["properties"]["basis"] == "derived"
