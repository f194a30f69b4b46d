"""A worked-out impact is never called finer than it is, and says that it was worked out."""

from __future__ import annotations

import json

import pytest

from geomap import precision
from geomap.pipeline import build_edition, checked
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


NO_BEARING = "no bearing: degrees from north, 0 to 360, or one of N, NE, E, SE, S, SW, W, NW"
NO_DISTANCE = "no distance: one number above 0 and below 5,000 km"


@pytest.mark.parametrize(
    ("start", "bearing", "distance", "column", "said"),
    [
        ("33,35", "90", "100", "bearing", "is marked as derived, and drawn"),
        ("89,35", "0", "300", "bearing", "is marked as derived, and drawn"),
        ("33,35", "NW", "900", "bearing", "is marked as derived, and listed"),
        ("33,35", "400", "100", "bearing", NO_BEARING),
        ("33,35", "nan", "100", "bearing", NO_BEARING),
        ("33,35", "NE", "up to 300", "distance_km", NO_DISTANCE),
        ("33,35", "90", "30000", "distance_km", NO_DISTANCE),
        ("33,35", "90", "0", "distance_km", NO_DISTANCE),
        ("33,35", "90", '"1,500"', "distance_km", NO_DISTANCE),
        (",", "90", "100", "bearing", "no launch with coordinates: no impact is worked out"),
    ],
)
def test_each_row_is_told_what_was_worked_out_of_it_or_why_nothing_was(
    tmp_path, start, bearing, distance, column, said
):
    """1,500 may be one and a half or fifteen hundred: it is not guessed."""
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER}\n1,2024-03-01,Hill,{start},{bearing},{distance}\n", "utf-8")

    dataset, findings = checked(path, options=ReadOptions(derived_ends=True))

    (told,) = findings.with_code("computed-end")
    is_made = "is marked as derived" in said
    assert said in told.message
    assert (told.column, told.severity) == (column, "notice" if is_made else "warning")
    assert bool((dataset.places["basis"] == "derived").any()) is is_made
    assert dataset.trajectories["impact_place_id"].notna().tolist() == [is_made]


def test_a_distance_without_a_unit_is_told(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER[:-3]}\n1,2024-03-01,Hill,33,35,90,100\n", "utf-8")

    (told,) = checked(path, options=ReadOptions(derived_ends=True))[1].with_code("computed-end")

    assert (told.column, told.severity) == ("distance", "warning")
    assert "end it with _km or _m" in told.message


def test_of_none_fired_no_impact_is_worked_out(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER},rockets\n1,2024-03-01,Hill,33,35,90,100,0\n", "utf-8")

    dataset, findings = checked(path, options=ReadOptions(derived_ends=True))

    assert not findings.with_code("computed-end")
    assert not len(dataset.trajectories)
    assert not (dataset.places["basis"] == "derived").any()
