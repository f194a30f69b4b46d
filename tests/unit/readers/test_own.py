"""What geomap wrote is read back as what it was: words, ids, silences and areas."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition, checked
from geomap.publishers import registry
from geomap.readers import ReadOptions

SHEET = (
    "id,date,place,lat,lon,type,killed,wounded,civilians_killed,source,radius_m,claimed_by\n"
    "AbC-1,2024-03,Reni,45.46,28.28,zorp,0,several,,Paper,5000,A group\n"
    "z2,2024-03-05,Izmail,45.35,28.83,rocket,,3,2,Paper,40000,\n"
)
SAME = ("event_id", "original_id", "kind", "kind_wording", "event_type", "date_start", "killed_low", "wounded_low")
SAME += ("harm_note", "munitions_note", "actor_claimed", "source_ids")
FORMATS = ("geojson", "gpkg", "csv", "xlsx", "kml", "parquet", "fgb")


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "x.csv"
    path.write_text(SHEET, "utf-8")
    return build_edition(path)


def cells(events, columns=SAME):
    frame = events.sort_values("event_id")[list(columns)].astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_reads_back_as_what_it_was(before, tmp_path, name):
    registry.format_named(name).write(before, tmp_path)
    (written,) = [p for p in tmp_path.iterdir() if p.is_file()]

    dataset, findings = checked(written)
    after = build_edition(written)

    assert cells(dataset.events) == cells(before.public.events)
    assert dataset.unread.columns == ()
    assert dict(dataset.unread.roles) == {"munitions": "absent", "source_kind": "absent", "source_url": "absent"}
    table, other = after.scene.tables["events"], before.scene.tables["events"]
    for column in ("date", "place", "munitions", "killed", "wounded", "notes", "source_ids"):
        assert sorted(map(str, table[column])) == sorted(map(str, other[column])), column
    assert {f.severity for f in findings} <= {"notice"}, list(map(str, findings))
    classes = ("name", "location_class", "basis")
    assert sorted(map(str, after.public.places[list(classes)].to_numpy().tolist())) == sorted(
        map(str, before.public.places[list(classes)].to_numpy().tolist())
    )


@pytest.mark.parametrize("name", ["geojson", "parquet", "csv"])
def test_an_area_that_is_read_back_never_shrinks(before, tmp_path, name):
    registry.format_named(name).write(before, tmp_path)
    (written,) = [p for p in tmp_path.iterdir() if p.is_file()]

    after = build_edition(written)

    def reach_m(edition):
        named = dict(zip(edition.public.places["place_id"], edition.public.places["name"], strict=True))
        return {named[place_id]: area.reach_m for place_id, area in edition.public.areas.items()}

    old, new = reach_m(before), reach_m(after)
    for place, radius_m in old.items():
        assert radius_m - 1 <= new[place] <= radius_m * 1.1


def test_a_worked_out_impact_stays_worked_out(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(
        "id,date,launch_place,launch_lat,launch_lon,bearing,distance_km\n1,2024-03-01,Kermanshah,34.31,47.06,270,40\n"
    )
    (tmp_path / "o").mkdir()
    registry.format_named("geojson").write(build_edition(path, options=ReadOptions(derived_ends=True)), tmp_path / "o")

    dataset, _ = checked(next((tmp_path / "o").iterdir()))

    assert dataset.places["basis"].tolist() == ["derived"]


def test_a_word_that_is_no_word_of_ours_is_not_taken_over(tmp_path):
    """Somebody else may have changed an export: what the schema does not allow stays out."""
    head = "event_id,date_start,location_class,uncertainty_m,place_name,source_ids,claim_ids,center_latitude"
    head += ",center_longitude,cause_of_harm,date_prec,time_earliest\n"
    path = tmp_path / "t.csv"
    path.write_text(head + "a,2024,town,5000,X,s1,,33,44,magic,9,yesterday\nb,2024,town,5000,X,s1,,33,44,munition,2,\n")

    dataset, _ = checked(path)

    assert cells(dataset.events, ("cause_of_harm", "date_prec", "time_earliest")) == [
        [None, None, None],
        ["munition", 2, None],
    ]
