"""What lies across 180 degrees: one piece in a picture, cut in an export."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from geomap.pipeline import build_edition
from geomap.publishers import geojson
from geomap.scene.seam import fit

HEADER = "id,date,place,latitude,longitude,location_class"


def edition_of(tmp_path, *rows):
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    return build_edition(path)


@pytest.mark.parametrize("longitude", ["179.97", "180", "-179.99"])
def test_a_disc_across_180_is_one_piece_in_the_picture_and_two_in_the_export(tmp_path, longitude):
    edition = edition_of(tmp_path, f"1,2024-03-01,Taveuni,-16.85,{longitude},town")

    (mark,) = edition.scene.marks()
    assert mark.geometry["type"] == "Polygon"
    lon = np.array(mark.geometry["coordinates"][0])[:, 0]
    assert np.ptp(lon) < 0.2
    west, _, east, _ = edition.scene.accounts[0].view.bounds
    assert west < mark.anchor[0] < east < west + 1

    (event,) = [f for f in json.loads(geojson.render(edition))["features"] if f["properties"]["role"] == "event"]
    shape = shapely.geometry.shape(event["geometry"])
    assert shape.geom_type == "MultiPolygon"
    assert shape.is_valid
    assert {part.bounds[i] for part in shape.geoms for i in (0, 2)} >= {-180.0, 180.0}


def test_places_on_both_sides_of_180_are_shown_side_by_side(tmp_path):
    edition = edition_of(
        tmp_path, "1,2024-03-01,West,-17.5,178.4,town", "2,2024-03-01,East,-17.2,-178.9,town", "3,2024-03-01,,,,country"
    )

    assert sorted(round(m.anchor[0], 1) for m in edition.scene.marks()) == [178.4, 181.1]
    west, _, east, _ = edition.scene.accounts[0].view.bounds
    assert (east - west) < 5


def test_places_all_over_the_world_stay_on_a_map_that_ends_at_180(tmp_path):
    rows = [f"{n},2024-03-01,P{n},10,{lon},town" for n, lon in enumerate((-170, -120, -60, 0, 60, 120, 179.99))]
    edition = edition_of(tmp_path, *rows)

    assert max(abs(m.anchor[0]) for m in edition.scene.marks()) <= 180
    assert edition.scene.overview.bounds[::2] == (-180.0, 180.0)


def test_a_view_near_a_pole_is_one_that_a_map_can_show():
    west, south, east, north = fit([shapely.box(10, 88, 20, 89.9)])

    assert -85 <= south < north <= 85
    assert west < east


def test_a_world_file_of_countries_reads_through(tmp_path):
    """Fiji cut at 180, Russia with edges across it, Antarctica along the pole, a ring round the North Pole."""
    outlines = {
        "Fiji": [[[180, -16], [180, -16.6], [179.4, -16.8], [178.7, -17], [180, -16]]],
        "Russia": [[[30, 60], [60, 55], [130, 50], [179, 62], [-170, 66], [178, 70], [100, 75], [40, 68], [30, 60]]],
        "Antarctica": [
            [[-180, -90], [180, -90], [180, -84], [90, -66], [0, -70], [-90, -73], [-180, -84], [-180, -90]]
        ],
        "Cap": [[[0, 85], [120, 85], [-120, 85], [0, 85]]],
    }
    shapes = {name: {"type": "Polygon", "coordinates": rings} for name, rings in outlines.items()}
    shapes |= {"Pole": {"type": "Point", "coordinates": [10, 90]}, "End": {"type": "Point", "coordinates": [-180, -90]}}
    path = tmp_path / "world.geojson"
    features = [
        {"type": "Feature", "properties": {"id": name, "name": name, "date": "2024-03-01"}, "geometry": shape}
        for name, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")

    edition = build_edition(path)
    drawn = json.loads(geojson.render(edition))["features"]
    made = {
        f["properties"]["place_name"]: shapely.geometry.shape(f["geometry"])
        for f in drawn
        if f["properties"]["role"] == "event"
    }

    assert edition.accounting.drawn == 6
    assert all(shape.is_valid for shape in made.values())
    assert made["Russia"].geom_type == "MultiPolygon"
    assert made["Russia"].contains(shapely.Point(-175, 66))
    assert not made["Russia"].intersects(shapely.Point(0, 62))
    assert made["Antarctica"].covers(shapely.Point(45, -89.9))
    assert made["Cap"].covers(shapely.Point(60, 89.9))
