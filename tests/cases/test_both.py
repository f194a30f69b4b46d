"""Rules that hold for everything that ships."""

from __future__ import annotations

import re

import pytest
from building import read_rows

SECT = re.compile(r"shi['’]?a\b|shi['’]?ite|sunni|شيعي|شيعة|سنّي", re.IGNORECASE)


@pytest.fixture(params=["green_zone", "catalogue"])
def folder(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["edition", "catalogue_edition"])
def any_edition(request):
    return request.getfixturevalue(request.param)


def test_a_quoted_fragment_has_at_most_eight_words(folder):
    """Facts are free, sentences are their authors'; the fragments between quotation marks count as well."""
    for path in sorted(folder.glob("*.csv")):
        for row in read_rows(path):
            for column, cell in row.items():
                fragments = re.findall(r"[“«]([^”»]+)[”»]", cell or "")
                fragments += [cell] if column == "quote" and cell else []
                for fragment in fragments:
                    assert len(fragment.split()) <= 8, f"{path.name}, {column}: {fragment}"


def test_places_and_events_carry_no_sect(folder):
    for name in ("events.csv", "places.geojson", "map.toml"):
        if (folder / name).exists():
            assert SECT.findall((folder / name).read_text("utf-8")) == [], name


def test_no_launch_area_is_named_more_finely_than_its_quarter(folder):
    """A source named a street in the launch quarter; it is held at quarter level, in the working notes too."""
    for path in sorted(folder.iterdir()):
        text = path.read_text("utf-8")
        assert "Pressure Street" not in text, path.name
        assert "al-Daght" not in text, path.name
        assert "شارع الضغط" not in text, path.name


def test_uncertainty_in_geojson_is_at_least_that_of_the_table(any_edition):
    from geomap.publishers.geojson import feature_collection

    places = any_edition.public.places.set_index("place_id")
    seen = 0
    for feature in feature_collection(any_edition)["features"]:
        values = feature["properties"]
        if feature["geometry"] is None or "uncertainty_m" not in values or values["place_id"] not in places.index:
            continue
        place = places.loc[values["place_id"]]
        if place["outline"] is None:
            stated = place["coord_uncertainty_m"] + place["extent_radius_m"]
            assert not values["uncertainty_m"] < stated, feature["id"]
        else:
            assert values["uncertainty_m"] >= place["outline_error_m"], feature["id"]
        seen += 1
    assert seen > 10


def test_private_columns_are_in_no_public_table(any_edition):
    from geomap.disclosure import PRIVATE_COLUMNS

    for name in ("sources", "places", "events", "claims", "trajectories", "event_places", "relations", "corrections"):
        assert set(getattr(any_edition.public, name).columns) & PRIVATE_COLUMNS == set(), name


def test_every_resolvable_track_keeps_its_line_inside_its_corridor(any_edition):
    found = [t for t in any_edition.tracks.items if t.resolvable]

    assert found
    for track in found:
        assert track.ratio <= 0.5
        assert track.corridor.covers(track.connector), track.trajectory_id
