"""A place is appended with its source and its error; everything else of the file stays byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace

import geopandas
import pytest
import shapely
from building import square, write_json

from geomap.errors import GeomapError, InvalidValue, UsageError
from geomap.making.merging import append_features
from geomap.making.place_adding import NewPlace, add_place, place_feature

PLACE = NewPlace(
    name="Al-Amin",
    shape="circle 1500 m at 43.5,33.3",
    source="a map",
    error_m=700,
    location_class="neighbourhood_area",
    basis="sourced",
)


def properties(**changes):
    return place_feature(replace(PLACE, **changes), "IQ")["properties"]


def test_a_place_is_appended_and_every_other_byte_stays(make_case):
    case = make_case(lambda c: c.geomap(country="IQ"))
    before = (case / "places.geojson").read_bytes()
    others = {p.name: p.read_bytes() for p in case.iterdir() if p.name != "places.geojson"}

    place_id, findings = add_place(case, PLACE)

    after = (case / "places.geojson").read_bytes()
    added = json.loads(after)["features"][-1]
    assert place_id == "al_amin"
    assert list(findings) == []
    assert json.loads(after)["features"][:-1] == json.loads(before)["features"]
    end = before.rindex(b"]")
    assert after.startswith(before[:end].rstrip())
    assert after.endswith(before[end:])
    assert added["properties"] == {
        "place_id": "al_amin",
        "name": "Al-Amin",
        "longitude": 43.5,
        "latitude": 33.3,
        "coord_uncertainty_m": 700,
        "extent_radius_m": 1500,
        "location_class": "neighbourhood_area",
        "basis": "sourced",
        "source": "a map",
    }
    assert {p.name: p.read_bytes() for p in case.iterdir() if p.name != "places.geojson"} == others


def test_a_taken_id_is_refused_and_nothing_is_written(make_case):
    case = make_case()
    before = (case / "places.geojson").read_bytes()

    with pytest.raises(UsageError, match=r'has a place "market" already: Market\. .* --id market_2'):
        add_place(case, replace(PLACE, name="Market"))

    assert (case / "places.geojson").read_bytes() == before


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("circle 1500 m at 33.3,43.5", "did you mean 43.5,33.3, which lies inside?"),
        ("circle 1500 m at 13.4,52.5", "lies outside of IQ"),
        ("circle 1500 m at 33.3,143.5", "Longitude comes first: did you mean 143.5,33.3?"),
        ("circle 1500 m at 435000,3300000", "Is it projected"),
        ("circle 1500 m at 0,0", "Gulf of Guinea"),
        ("circle 0 m at 43.5,33.3", "none that can be drawn"),
        ("circle 43.5,33.3", 'Write "circle 1500 m at 44.39,33.31"'),
        ("circle 1500 m at 43,5 33,3", 'Write "circle'),
        ("no-such-file.geojson", "is not there"),
    ],
)
def test_a_shape_that_cannot_be_meant_is_refused(shape, said):
    with pytest.raises(GeomapError) as refused:
        properties(shape=shape)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": " "}, "--source: say where"),
        ({"location_class": "dot"}, '--class: "dot" is not one of exact, compound'),
        ({"basis": "felt"}, '--basis: "felt" is not one of sourced'),
        ({"error_m": float("nan")}, "--error: nan is no length"),
        ({"error_m": -1.0}, "--error: -1 is no length"),
        ({"place_id": "Al Amin"}, '--id: "Al Amin" is no id'),
        ({"name": ""}, "needs a name"),
        ({"others": {"sensitivity": "secret"}}, '--sensitivity: "secret" is not one of'),
    ],
)
def test_a_place_without_source_error_class_or_basis_is_refused(changes, said):
    with pytest.raises(GeomapError) as refused:
        properties(**changes)

    assert said in str(refused.value)


def test_a_point_a_kilometre_and_a_name_without_latin_letters():
    point = properties(shape="point at 43.5, 33.3")
    wide = properties(shape="Circle 1.5 km at 43.5 33.3", name="الأمين")

    assert "extent_radius_m" not in point
    assert wide["extent_radius_m"] == 1500
    assert wide["place_id"].startswith("place_")
    assert properties(shape="point at 13.4,52.5", anywhere=True)["longitude"] == 13.4


def test_an_outline_comes_from_geojson_and_from_what_gdal_reads(tmp_path):
    outline = square(43.5, 33.3, 2000)
    shapes = [{"type": "Feature", "properties": {"name": n}, "geometry": outline} for n in ("one", "two")]
    write_json(tmp_path / "one.geojson", outline)
    write_json(tmp_path / "two.geojson", {"type": "FeatureCollection", "features": shapes})
    frame = geopandas.GeoDataFrame({"name": ["one"]}, geometry=[shapely.geometry.shape(outline)], crs=4326)
    frame.to_crs(32638).to_file(tmp_path / "one.gpkg")

    made = [
        place_feature(replace(PLACE, shape=str(tmp_path / name), pick=pick), "IQ")
        for name, pick in (("one.geojson", ""), ("two.geojson", "two"), ("one.gpkg", ""))
    ]

    for feature in made:
        row = feature["properties"]
        assert (row["longitude"], row["latitude"]) == pytest.approx((43.5, 33.3), abs=2e-5)
        assert row["outline_error_m"] == 700
        assert "coord_uncertainty_m" not in row
        drawn = shapely.geometry.shape(feature["geometry"])
        assert drawn.symmetric_difference(shapely.geometry.shape(outline)).area < 1e-6
    with pytest.raises(UsageError, match=r"holds 2 shapes, 2 of them to choose from: say with --pick .* \(one, two\)"):
        place_feature(replace(PLACE, shape=str(tmp_path / "two.geojson")), "IQ")


def test_a_swapped_outline_and_a_broken_one_are_refused(tmp_path):
    write_json(
        tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [[[33, 143], [34, 143], [34, 144], [33, 143]]]}
    )
    bow = {"type": "Polygon", "coordinates": [[[43, 33], [44, 34], [44, 33], [43, 34], [43, 33]]]}
    write_json(tmp_path / "b.geojson", bow)

    with pytest.raises(InvalidValue, match="Longitude comes first"):
        properties(shape=str(tmp_path / "a.geojson"))
    with pytest.raises(GeomapError, match="the outline is not valid"):
        properties(shape=str(tmp_path / "b.geojson"))


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"FeatureCollection","features":[]}',
        '{ "features" : [ {"type":"Feature","properties":{"features":[1]},"geometry":null} ]\n , '
        '"type":"FeatureCollection", "x":"]"}\r\n',
        '\ufeff{"name":"\\"features\\": [", "type":"FeatureCollection", "features": [\n]}',
    ],
)
def test_features_are_appended_however_the_file_is_written(text):
    data = text.encode()
    feature = {"type": "Feature", "properties": {"place_id": "x"}, "geometry": None}

    made = append_features(data, [feature, feature])

    old, new = (json.loads(d.decode("utf-8-sig")) for d in (data, made))
    assert new == old | {"features": [*old["features"], feature, feature]}
    end = data.rindex(b"]", 0, data.rindex(b', "x"') if b'"x"' in data else None)
    assert made.endswith(data[end:])
