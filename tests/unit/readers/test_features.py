"""GeoJSON, KML, GeoPackage, FlatGeobuf, Shapefile, GeoParquet and TimeMap: small samples made here."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geomap.errors import UnreadableInput
from geomap.pipeline import checked
from geomap.readers import ReadOptions

POINT = shapely.Point(44.392, 33.305)
AREA = shapely.box(44.38, 33.30, 44.40, 33.31)


@pytest.fixture
def frame() -> Any:
    """Two events, one at a point and one in an area."""
    return geopandas.GeoDataFrame(
        {
            "id": ["a", "b"],
            "date": ["2020-11-17", "2020-11-18"],
            "name": ["Green Zone", "بغداد"],
            "killed": [1, 0],
            "weapon": ["rocket", "mortar"],
        },
        geometry=[POINT, AREA],
        crs=4326,
    )


def write(frame: Any, path: Path) -> Path:
    """Write a frame as the suffix of the path says; a Shapefile into a zip file, points only."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        folder = path.parent / "parts"
        folder.mkdir()
        frame[:1].to_file(folder / "events.shp", encoding="utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(folder.iterdir()):
                archive.write(part, part.name)
    elif path.suffix == ".geojson":
        frame.to_file(path, driver="GeoJSON", RFC7946="YES")
    else:
        frame.to_file(path)
    return path


@pytest.mark.parametrize("name", ["e.geojson", "e.gpkg", "e.fgb", "e.parquet", "e.zip"])
def test_features_become_events_with_their_shapes(frame: Any, tmp_path: Path, name: str) -> None:
    dataset, findings = checked(write(frame, tmp_path / name))

    events = dataset.events.set_index("event_id")
    place = dataset.places.set_index("place_id").loc[events.loc["a", "place_id"]]
    assert len(events) == (1 if name == "e.zip" else 2)
    assert (events.loc["a", "kind"], events.loc["a", "date_start"], events.loc["a", "killed_high"]) == (
        "rocket",
        "2020-11-17",
        1,
    )
    assert (place["longitude"], place["latitude"]) == pytest.approx((44.392, 33.305))
    assert not findings.count("error")
    if name != "e.zip":
        area = dataset.places.set_index("place_id").loc[events.loc["b", "place_id"]]
        assert area["outline"].geom_type == "Polygon"
        assert area["name"] == "بغداد"


@pytest.mark.parametrize("name", ["e.gpkg", "e.fgb", "e.zip", "e.parquet", "e.geojson"])
def test_a_file_cut_off_is_refused_as_a_whole(frame: Any, tmp_path: Path, name: str) -> None:
    path = write(frame, tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(UnreadableInput, match=name.split(".")[0]):
        checked(path)


def test_another_coordinate_system_is_transformed(frame: Any, tmp_path: Path) -> None:
    dataset, _ = checked(write(frame.to_crs(32638), tmp_path / "utm.gpkg"))

    place = dataset.places[dataset.places["name"] == "Green Zone"].iloc[0]
    assert (place["longitude"], place["latitude"]) == pytest.approx((44.392, 33.305), abs=1e-5)


def test_an_event_along_a_line_is_listed_and_told(frame: Any, tmp_path: Path) -> None:
    path = tmp_path / "road.geojson"
    frame[:1].set_geometry([shapely.LineString([(44.3, 33.3), (44.4, 33.3)])], crs=4326).to_file(path)

    dataset, findings = checked(path)

    assert dataset.places["radius_m"].isna().all()
    assert "is a line" in str(next(iter(findings.with_code("place-too-coarse"))))


def test_further_layers_are_named_and_nothing_else_is_printed(frame: Any, tmp_path: Path, recwarn: Any) -> None:
    path = tmp_path / "two.gpkg"
    frame.to_file(path, layer="events")
    frame.to_file(path, layer="zones")

    dataset, findings = checked(path)

    assert len(dataset.events) == len(frame)
    assert 'only "events" is read, not "zones"' in str(next(iter(findings.with_code("further-table"))))
    assert not [w for w in recwarn if issubclass(w.category, UserWarning)]


def test_a_shapefile_that_does_not_say_its_encoding_is_no_mojibake(frame: Any, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    frame[:1].assign(name="الموصل").to_file(folder / "events.shp", encoding="cp1256")
    path = tmp_path / "events.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix != ".cpg":
                archive.write(part, part.name)

    dataset, _ = checked(path, options=ReadOptions(encoding="cp1256"))

    assert dataset.places["name"].tolist() == ["الموصل"]
    with pytest.raises(UnreadableInput, match="--encoding cp1256"):
        checked(path)


def test_a_layer_without_coordinate_system_is_refused(frame: Any, tmp_path: Path) -> None:
    path = tmp_path / "bare.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        frame.set_crs(None, allow_override=True).to_file(path)

    with pytest.raises(UnreadableInput, match="coordinate system"):
        checked(path)


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark id="a"><name>Green Zone</name>
<TimeStamp><when>2020-11-17</when></TimeStamp>
<ExtendedData><Data name="weapon"><value>rocket</value></Data><Data name="killed"><value>2</value></Data></ExtendedData>
<Point><coordinates>44.392,33.305,0</coordinates></Point></Placemark></Document></kml>"""


def test_kml_and_kmz_give_the_same_event(tmp_path: Path) -> None:
    (tmp_path / "e.kml").write_text(KML, "utf-8")
    with zipfile.ZipFile(tmp_path / "e.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)

    for name in ("e.kml", "e.kmz"):
        dataset, findings = checked(tmp_path / name)
        event = dataset.events.iloc[0]
        assert (event["event_id"], event["kind"], event["date_start"], event["killed_high"]) == (
            "a",
            "rocket",
            "2020-11-17",
            2,
        )
        assert dataset.places["name"].tolist() == ["Green Zone"]
        assert not findings.count("error") + findings.count("warning")


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x">'],
)
def test_entities_are_refused(tmp_path: Path, declaration: str) -> None:
    path = tmp_path / "e.kml"
    path.write_text(KML.replace("?>\n", f"?>\n{declaration}", 1), "utf-8")

    with pytest.raises(UnreadableInput, match="DOCTYPE"):
        checked(path)


def test_timemap_json(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    event = {
        "id": "a",
        "description": "Rockets fell.",
        "date": "2020-11-17",
        "location": "Green Zone",
        "latitude": "33.305",
        "longitude": "44.392",
        "associations": ["rocket"],
        "sources": ["s1", "s2"],
    }
    path.write_text(json.dumps([event]), "utf-8")

    dataset, _ = checked(path)

    assert dataset.events["summary"].tolist() == ["Rockets fell."]
    assert sorted(dataset.sources["title"]) == ["s1", "s2"]


def test_nested_properties_stay_readable(tmp_path: Path) -> None:
    path = tmp_path / "e.geojson"
    feature = {
        "type": "Feature",
        "properties": {"note": {"a": [1, 2]}, "date": "2020-11-17"},
        "geometry": {"type": "Point", "coordinates": [44.4, 33.3]},
    }
    path.write_text(json.dumps(feature), "utf-8")

    dataset, _ = checked(path)

    assert dataset.events["summary"].tolist() == ['{"a": [1, 2]}']


def test_only_three_drivers_of_gdal_open_files(tmp_path: Path) -> None:
    path = tmp_path / "e.gpkg"
    path.write_text("<OGRVRTDataSource></OGRVRTDataSource>", "utf-8")

    with pytest.raises(UnreadableInput):
        checked(path)


@pytest.mark.parametrize("has_geometry", [True, False])
def test_lists_and_structs_of_a_parquet_file_are_cells(frame: Any, tmp_path: Path, has_geometry: bool) -> None:
    path = tmp_path / "e.parquet"
    nested = frame.assign(summary=[["first", "second"], []], box=[{"x": [1.5, 2.0]}, None])
    if has_geometry:
        nested.to_parquet(path)
    else:
        nested.drop(columns="geometry").assign(lon=44.4, lat=33.3).to_parquet(path)

    dataset, _ = checked(path, options=ReadOptions(keep_columns=True))

    events = dataset.events.set_index("event_id")
    assert events.loc["a", "summary"] == "first; second"
    assert events.loc["a", "box"] == '{"x": [1.5, 2.0]}'


def test_large_numbers_are_told_of_the_feature_that_holds_them(tmp_path: Path) -> None:
    """A longer number that contains another one is not taken for it; the work grows with the features."""
    numbers = [{"n": 1}, {"ref": 190071992547409930}, {"n": 9007199254740993}, {"a": {"b": 9007199254740993}}]
    features = [
        {"type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": [44.4, 33.3]}}
        for p in numbers
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")

    _, findings = checked(path)

    told = {f.column: (f.rows, f.message.split()[2]) for f in findings.with_code("large-number")}
    assert told == {
        "ref": ((3,), "190071992547409930"),
        "n": ((4,), "9007199254740993"),
        "a": ((5,), "9007199254740993"),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection",\n "features": [NaN]}', "line 2, column 15"),
        ('{"a": "NaN",\n\n"b": -Infinity}', "line 3, column 6"),
        ('{"type": "Feature"}\n{"type": "Feature"}\n', "JSON lines"),
        ('{"type": "Feature"', "Is the file cut off?"),
    ],
)
def test_what_is_no_json_is_told_with_line_and_column(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, "utf-8")

    with pytest.raises(UnreadableInput, match=re.escape(words)):
        checked(path)
