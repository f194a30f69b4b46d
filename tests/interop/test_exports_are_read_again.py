"""What geomap wrote, geomap reads as what it was: the same events, days, counts and places, and areas never smaller."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import geomap
from geomap.pipeline import build_edition, export_bytes
from geomap.schema import table_schema

WITH_SHAPES = ("geojson", "gpkg", "fgb", "parquet", "kml")
COUNTS = [f"{stem}_{end}" for stem in ("munitions", "killed", "wounded") for end in ("low", "high")]
DAYS = ["date_start_lower", "date_start_upper"]


@pytest.fixture(scope="module")
def table_edition(tmp_path_factory):
    """A table with what goes wrong easily: no place, a town without a position, a formula, an open range, a month."""
    path = tmp_path_factory.mktemp("own") / "table.csv"
    rng = np.random.default_rng(7)
    rows = [
        f"r{n},{2019 + n % 3}-0{1 + n % 9}-1{n % 10},Place {n % 6},{33 + round(rng.random(), 4)},"
        f"{44 + round(rng.random(), 4)},{('rocket', 'drone', 'ied')[n % 3]},{(25, 600, 8000)[n % 3]},"
        f"{'' if n % 4 else n},{n if n % 5 else ''},=1+{n}"
        for n in range(30)
    ]
    rows += ["x1,2020-05,Baghdad,,,mortar,,3,,", "x2,,,33.3,44.4,political,,,,", "x3,2020-05-06/2020-05-09,,,,ied,,0,,"]
    head = "event_id,date,place,lat,lon,kind,coord_uncertainty_m,killed_low,wounded,title"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return build_edition(path)


@pytest.fixture(scope="module", params=["edition", "catalogue_edition", "table_edition"])
def published(request):
    return request.getfixturevalue(request.param)


def read_again(edition, name, folder):
    (file, data), *_ = export_bytes(edition, name).items()
    (folder / file).write_bytes(data)
    return geomap.read(folder / file)


def as_said(events, places):
    """What a reader is told of each event, by its id."""
    names = places.set_index("place_id")["name"]
    table = pd.DataFrame({c: events[c].astype(object) for c in ("event_id", "kind", "status", "title", *DAYS, *COUNTS)})
    table["place"] = events["place_id"].astype(object).map(names)
    table = table.where(table.notna(), None)
    return {row.pop("event_id"): row for row in table.to_dict("records")}


@pytest.mark.parametrize("name", [*WITH_SHAPES, "csv", "xlsx"])
def test_events_stand_again_with_their_days_counts_and_places(published, name, tmp_path):
    dataset, findings = read_again(published, name, tmp_path)

    assert as_said(dataset.events, dataset.places) == as_said(published.public.events, published.public.places)
    assert dataset.refused.empty
    assert {f.code for f in findings if f.severity != "notice"} <= {"machine-coded"}


@pytest.mark.parametrize("name", [*WITH_SHAPES, "csv", "xlsx"])
def test_no_area_is_smaller_than_it_was_published_and_none_appears(published, name, tmp_path):
    dataset, _ = read_again(published, name, tmp_path)
    located, _ = geomap.locate(dataset)
    public = geomap.disclose(located)

    old = dict(zip(published.public.events["event_id"], published.public.events["place_id"], strict=True))
    for event_id, place_id in zip(public.events["event_id"], public.events["place_id"], strict=True):
        before, after = published.public.areas.get(old[event_id]), public.areas.get(place_id)
        assert (before is None) == (after is None), event_id
        if before is not None:
            assert after.reach_m >= before.reach_m * 0.9999, event_id
            assert name not in WITH_SHAPES or after.widened.buffer(1e-7).covers(before.widened), event_id


def test_what_is_no_event_is_left_out_and_told(edition, tmp_path):
    dataset, findings = read_again(edition, "geojson", tmp_path)

    features = json.loads((tmp_path / "events.geojson").read_text("utf-8"))["features"]
    (told,) = findings.with_code("own-export")
    assert len(dataset.events) == sum(f["properties"]["role"] == "event" for f in features) == 6
    assert told.severity == "notice"
    assert "6 events are read; the features of other roles are no events and are left out (6 connector" in told.message
    assert "Which launch belongs to which impact is not read back" in told.message


def test_three_events_at_two_places_are_three_again(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(
        "id,date,place,lat,lon,kind\n1,2020-05-06,A,33.1,44.1,rocket\n2,2020-05-07,A,33.1,44.1,rocket\n"
        "3,2020-05-08,B,33.2,44.2,ied\n",
        "utf-8",
    )
    geomap.build(table).export("geojson", tmp_path / "e.geojson")

    assert geomap.build(tmp_path / "e.geojson").accounting.rows_in == 3


def test_a_geodataframe_of_ours_is_read_by_role_too(edition):
    from geomap.notebook import NotebookEdition

    dataset, findings = geomap.read(NotebookEdition.of(edition).to_gdf())

    assert as_said(dataset.events, dataset.places) == as_said(edition.public.events, edition.public.places)
    assert len(findings.with_code("own-export")) == 1


def test_features_of_others_that_have_a_role_are_events(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"role": "event", "date": "2020-05-06", "name": "A"},
        "geometry": {"type": "Point", "coordinates": [44.1, 33.1]},
    }
    other = feature | {"properties": {"role": "place", "date": "2020-05-07", "name": "B"}}
    (tmp_path / "t.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature, other]}))

    assert len(geomap.read(tmp_path / "t.geojson")[0].events) == 2


def test_every_kind_of_the_schema_is_a_word_of_what_geomap_wrote():
    from geomap.readers.mapping import named_mapping
    from geomap.readers.own import OWN

    kinds = table_schema("events").field("kind").vocabulary
    assert named_mapping(OWN).kinds == {kind: kind for kind in kinds}
