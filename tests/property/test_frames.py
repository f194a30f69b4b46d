"""A table in memory is read as the file of the same content is."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import pandas as pd
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import geomap

FEW = settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))

names = st.sampled_from(["Kirkuk", "بغداد", "Al-Bab, north", 'the "Zone"', " two  words ", "=1+1", "1", "TRUE"])
rows = st.fixed_dictionaries(
    {
        "date": st.one_of(st.none(), st.dates(pd.Timestamp("2019-01-01").date(), pd.Timestamp("2021-12-31").date())),
        "place": st.one_of(st.none(), names),
        "lat": st.one_of(st.none(), st.floats(29, 37).map(lambda v: round(v, 4))),
        "lon": st.one_of(st.none(), st.floats(39, 48).map(lambda v: round(v, 4))),
        "killed": st.one_of(st.none(), st.integers(0, 40)),
        "kind": st.sampled_from(["rocket", "drone", "mortar"]),
        "coord_uncertainty_m": st.one_of(st.none(), st.sampled_from([50.0, 1000.5, 25_000.0])),
        "confirmed": st.booleans(),
        "notes": st.one_of(st.none(), st.sampled_from(["two fell", "a, b", "line\nbreak", "٣"])),
    }
)


def frame_of(records, index):
    frame = pd.DataFrame(records)
    frame["date"] = pd.to_datetime(frame["date"])
    frame["kind"] = frame["kind"].astype("category")
    frame["killed"] = frame["killed"].astype("Int64")
    return frame.set_axis(index(len(frame)))


def cell(value):
    """What a person types into a spreadsheet."""
    if isinstance(value, bool):
        return str(value).upper()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def same(one, other, name):
    """The same tables and findings, but for the name of the file."""
    (dataset, findings), (expected, told) = one, other
    for table, rows_ in dataset.tables().items():
        drop = [c for c in ("file", "outline") if c in rows_]
        assert_frame_equal(rows_.drop(columns=drop), expected.tables()[table].drop(columns=drop), obj=table)
    assert_frame_equal(dataset.refused.drop(columns="file"), expected.refused.drop(columns="file"))
    assert dataset.info == expected.info
    assert [replace(f, file="") for f in findings] == [replace(f, file="") for f in told]
    assert {f.file for f in findings} <= {name}


@FEW
@given(records=st.lists(rows, min_size=1, max_size=8))
def test_a_dataframe_is_read_as_its_csv(records, tmp_path_factory):
    frame = frame_of(records, lambda n: pd.Index([f"row {n - i}" for i in range(n)]))
    path = tmp_path_factory.mktemp("frames") / "table.csv"
    pd.DataFrame([{k: cell(v) for k, v in record.items()} for record in records], dtype=object).to_csv(
        path, index=False
    )

    same(geomap.read(frame), geomap.read(path), "table")


@pytest.mark.parametrize("epsg", [4326, 32638, 3857])
def test_a_geodataframe_of_any_coordinate_system_is_read_as_its_file(tmp_path, epsg):
    frame = geopandas.GeoDataFrame(
        {
            "id": ["a", "b", "c"],
            "date": pd.to_datetime(["2020-05-06 00:00", None, "2020-05-08 14:30"]),
            "kind": pd.Categorical(["rocket", "drone", "rocket"]),
            "killed": [1.0, None, 3.0],
        },
        geometry=[shapely.Point(44.4, 33.3), None, shapely.box(44.1, 33.1, 44.2, 33.2)],
        crs=4326,
        index=[7, 7, "x"],
    ).to_crs(epsg)
    frame.to_file(tmp_path / "table.gpkg", layer="table", index=False)

    same(geomap.read(frame), geomap.read(tmp_path / "table.gpkg"), "table")
    renamed = frame.rename_geometry("where")
    assert geomap.read(renamed)[0].events["event_id"].tolist() == ["a", "b", "c"]
    assert geomap.read(renamed)[0].events["killed_low"].tolist()[::2] == [1, 3]


def test_a_dataframe_that_lost_its_class_keeps_its_shapes():
    frame = geopandas.GeoDataFrame({"date": ["2020-05-06"]}, geometry=[shapely.Point(44.4, 33.3)], crs=4326)

    dataset, _ = geomap.read(pd.DataFrame(frame))

    assert dataset.places["longitude"].tolist() == [44.4]


def test_shapes_without_a_coordinate_system_are_told_how_to_say_it():
    frame = geopandas.GeoDataFrame({"date": ["2020-05-06"]}, geometry=[shapely.Point(44.4, 33.3)])

    with pytest.raises(geomap.UnreadableInput, match=r"set_crs\(4326\)"):
        geomap.build(frame)


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (pd.DataFrame(), geomap.UnreadableInput, "no columns"),
        (pd.DataFrame({"a": [1]}), geomap.MissingColumn, "table, header: no column says where"),
        (pd.DataFrame([[1, 2, 3]], columns=["lat", "lon", "lat"]), geomap.UnreadableInput, "two columns"),
        (pd.DataFrame({"lat": [1], "lon": [2], "launch_angle_deg": [3]}), geomap.ForbiddenColumn, "launch_angle"),
    ],
)
def test_a_frame_that_cannot_be_read_is_told_as_a_file_is(frame, error, message):
    with pytest.raises(error, match=message):
        geomap.build(frame)


def test_names_of_columns_may_be_of_any_kind():
    frame = pd.DataFrame(
        {("lat", ""): [33.3], ("lon", ""): [44.4], ("date", ""): ["2020-05-06"], ("killed", "max"): [2]}
    )
    frame.columns = pd.MultiIndex.from_tuples(frame.columns)

    dataset, _ = geomap.read(frame)

    assert dataset.events["date_start"].tolist() == ["2020-05-06"]
    assert geomap.read(pd.DataFrame({"lat": [1.5], "lon": [2.5], "date": ["2020"], 7: ["x"]}))[0].events.shape[0] == 1


def test_an_empty_row_is_passed_over_and_rows_keep_their_numbers():
    frame = pd.DataFrame({"date": [None, "2020-05-06"], "lat": [None, 95.0], "lon": [None, 44.4]})

    _, findings = geomap.read(frame)

    assert [f.rows for f in findings if f.severity == "error"] == [(3,)]


def test_hashtags_below_the_header_are_read():
    frame = pd.DataFrame(
        [["#date", "#geo+lat", "#geo+lon"], ["2020-05-06", "33.3", "44.4"]], columns=["Fecha", "Norte", "Este"]
    )

    dataset, _ = geomap.read(frame)

    assert dataset.places["latitude"].tolist() == [33.3]


def test_a_frame_goes_the_whole_way():
    edition = geomap.build(pd.DataFrame({"date": ["2020-05-06"], "lat": [33.3], "lon": [44.4]}), as_of="2020-06-01")

    assert edition.accounting.drawn == 1
    assert edition.scene.name == "table"
