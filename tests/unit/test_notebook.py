"""Five lines in a notebook: build, look, write."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

import geomap
from geomap.errors import UnreadableInput


@pytest.fixture(scope="module")
def shown(green_zone):
    return geomap.build(green_zone, as_of="2020-11-20")


def test_an_edition_says_its_numbers(shown):
    assert repr(shown).startswith("<geomap.Edition ")
    assert repr(shown).endswith(": 9 drawn, 3 listed, 0 refused>")


def test_an_edition_shows_itself_as_a_page_in_a_frame_of_its_own(shown):
    """A sandbox without allow-same-origin: the page cannot reach the notebook it stands in."""
    bundle = shown._repr_mimebundle_()
    frame = bundle["text/html"]

    sandbox = re.search(r'sandbox="([^"]*)"', frame)[1].split()
    assert "allow-same-origin" not in sandbox
    assert "allow-scripts" in sandbox
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == shown.html()
    assert html.escape(shown.scene.title, quote=True) in frame


def test_where_scripts_are_stripped_the_words_remain(shown):
    assert "7 rockets" in shown._repr_mimebundle_()["text/plain"]


def test_jupyter_can_ask_for_one_kind(shown):
    assert set(shown._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    others = {"image/svg+xml", "application/geo+json", "text/plain"}
    assert set(shown._repr_mimebundle_(exclude=["text/html"])) == others
    assert set(shown.figure()._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}


def test_a_map_opens_with_the_account_that_is_asked_for(shown):
    """A frame without an address cannot be told later."""
    from geomap.errors import UsageError

    assert '<input type="radio" name="gm-account" value="the_national" checked>' in shown.map("the_national").html()
    assert 'height="500"' in shown.map(height_px=500)._repr_mimebundle_()["text/html"]
    assert "Al-Amin" not in shown.figure("the_national").alt()
    for wrong in (shown.map, shown.figure):
        with pytest.raises(UsageError, match="accounts: all, security_media_cell, the_national"):
            wrong("none")


@pytest.mark.parametrize("height_px", ["40%", "400", 0, -5, 3.5, True, None, 10**6])
def test_a_height_that_no_frame_has_is_refused_where_it_is_asked_for(shown, height_px):
    with pytest.raises(geomap.UsageError, match=r"height_px: .* whole pixels"):
        shown.map(height_px=height_px)


@pytest.mark.parametrize("size", ["nosuch", "", None, 3, []])
def test_a_size_that_no_figure_has_is_refused_where_it_is_asked_for(shown, size):
    with pytest.raises(geomap.UsageError, match=r"size: .* is not one of: .*two-columns"):
        shown.figure(size=size)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"lang": "xx"}, "xx"),
        ({"as_of": "20 Nov"}, 'as_of: "20 Nov" is no day'),
        ({"as_of": 20}, "is no day"),
        ({"embargo_on": "soon"}, 'embargo_on: "soon" is no day'),
        ({"encoding": "utf-99"}, "utf-99"),
        ({"encoding": 5}, "is not a text"),
        ({"date_order": "mdyy"}, "mdyy"),
        ({"derived_ends": "yes"}, "True or False"),
        ({"enconding": "utf-8"}, 'build takes no "enconding". Did you mean "encoding"'),
    ],
)
def test_a_wrong_argument_is_an_error_of_geomap_at_the_call(green_zone, given, message):
    with pytest.raises(geomap.GeomapError, match=re.escape(message)):
        geomap.build(green_zone, **given)


@pytest.mark.parametrize("source", [None, 5, ["a.csv"], b"a.csv", "", {"lat": [1]}])
def test_what_is_no_source_is_told_what_is_taken(source):
    for verb in (geomap.build, geomap.read, geomap.check):
        with pytest.raises(geomap.UsageError, match="pandas DataFrame or a GeoDataFrame, not "):
            verb(source)


def test_an_address_is_not_fetched():
    with pytest.raises(geomap.UsageError, match="geomap fetches nothing"):
        geomap.build("https://example.org/events.csv")


def test_a_day_may_be_a_date(green_zone):
    from datetime import date

    assert geomap.build(green_zone, as_of=date(2020, 11, 20)).as_of == "2020-11-20"


def test_one_place_may_be_redacted_by_a_plain_text(make_case):
    assert geomap.build(make_case(), redact="market").public.withheld.redacted_place_count == 1


def test_a_table_takes_the_options_of_reading(tmp_path):
    (tmp_path / "t.csv").write_bytes("id,date,place,lat,lon\n1,03/04/2020,بغداد,33.3,44.4\n".encode("cp1256"))

    dataset, findings = geomap.read(tmp_path / "t.csv", encoding="cp1256", date_order="dmy", country="IQ")

    assert dataset.events["date_start"].tolist() == ["2020-04-03"]
    assert dataset.places["name"].tolist() == ["بغداد"]
    assert not findings.count("error")
    assert not geomap.check(tmp_path / "t.csv", encoding="cp1256", date_order="dmy").count("error")


def test_publish_goes_the_whole_way_too(make_case, tmp_path):
    case = make_case()

    one = geomap.publish(case, tmp_path / "one", redact=["market"])
    two = geomap.build(case, redact=["market"]).publish(tmp_path / "two")

    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}
    with pytest.raises(geomap.UsageError, match="made already; no_rows would change nothing"):
        geomap.publish(geomap.build(case), tmp_path / "three", no_rows=True)


# --- features as a table


def test_features_come_as_a_geodataframe_with_the_columns_of_the_geojson(shown):
    import geopandas

    frame = shown.to_gdf()
    features = shown.geojson()["features"]

    assert isinstance(frame, geopandas.GeoDataFrame)
    assert frame.crs.to_epsg() == 4326
    assert sorted(frame["feature_id"]) == sorted(f["id"] for f in features)
    assert {key for f in features for key in f["properties"]} <= set(frame.columns)
    by_id = {f["id"]: f for f in features}
    for row in frame.itertuples():
        feature = by_id[row.feature_id]
        assert (row.geometry is None) == (feature["geometry"] is None)
        for column in ("role", "uncertainty_m", "killed_low", "resolvable", "distance_min_m"):
            value = getattr(row, column)
            assert (None if pd.isna(value) else value) == feature["properties"].get(column)


def test_one_role_has_its_own_columns_and_the_types_of_numbers_and_days(shown):
    events = shown.to_gdf(role="event")

    assert set(events["role"]) == {"event"}
    assert "bearing_from_deg" not in events
    assert str(events["killed_low"].dtype) == "Int64"
    assert str(events["date_first"].dtype).startswith("datetime64")
    assert events["uncertainty_m"].gt(0).sum() == 5
    assert "bearing_from_deg" in shown.to_gdf(role="corridor")
    with pytest.raises(geomap.UsageError, match="is not one of: event, launch_area"):
        shown.to_gdf(role="events")


# --- exports


def test_an_edition_exports_what_the_command_line_exports(shown, green_zone, tmp_path):
    from geomap.pipeline import export_bytes

    for name in ("geojson", "gpkg", "csv"):
        written = shown.export(name, tmp_path / f"one.{name}")
        assert written.read_bytes() == next(iter(export_bytes(shown, name).values()))
    report = shown.export("md", tmp_path / "note.md")

    figures = sorted(p.name for p in (tmp_path / "note_files").iterdir())
    assert figures == ["figure-all.png", "figure-the_national.png", "figure.png"]
    assert all(f"](<note_files/{name}>)" in report.read_text("utf-8") for name in figures)
    with pytest.raises(geomap.UsageError, match="cannot write"):
        shown.export("shp", tmp_path / "x.shp")
    with pytest.raises(geomap.UsageError, match='size changes nothing in "csv"'):
        shown.export("csv", tmp_path / "x.csv", size="column")
    with pytest.raises(geomap.UsageError, match="dpi: 'high' is no whole number"):
        shown.export("png", tmp_path / "x.png", dpi="high")
    with pytest.raises(geomap.UsageError, match="a path"):
        shown.export("csv", 5)


def test_what_is_pasted_is_what_the_command_prints(shown):
    assert 'src="https://maps.example.org/gz/embed.html' in shown.embed("https://maps.example.org/gz")
    with pytest.raises(geomap.UsageError, match="host: "):
        shown.embed("maps.example.org")


def test_a_picture_with_its_words_lies_under_the_frame(shown):
    """It is what stays where frames are taken out."""
    import base64

    cell = shown.map()._repr_mimebundle_()["text/html"]

    picture = re.search(r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)"', cell)
    assert "Al-Amin" in picture[1]
    assert base64.b64decode(picture[2]).decode() == shown.figure().svg()
    assert "http" not in re.sub(r'srcdoc="[^"]*"', "", cell)


def test_an_edition_writes_itself(shown, tmp_path, built):
    folder = shown.publish(tmp_path / "out")

    assert {p.name for p in folder.iterdir()} == {p.name for p in built.iterdir()}
    assert (folder / "events.geojson").read_bytes() == (built / "events.geojson").read_bytes()


def test_geojson_comes_as_plain_values(shown):
    document = shown.geojson()

    assert document["type"] == "FeatureCollection"
    assert {f["properties"]["role"] for f in document["features"]} >= {"event", "corridor", "connector"}


def test_the_options_of_build_reach_the_gate(make_case):
    edition = geomap.build(make_case(), min_precision_m=5_000, redact=["market"], embargo_on="2020-06-01", lang="ar")

    assert edition.policy == geomap.Policy(min_precision_m=5_000, embargo_on="2020-06-01")
    assert edition.scene.direction == "rtl"
    assert edition.public.withheld.redacted_place_count == 1


def test_the_steps_can_be_gone_one_by_one(green_zone, edition):
    dataset, read_findings = geomap.read(green_zone)
    dataset, place_findings = geomap.locate(dataset)
    findings = read_findings + place_findings + geomap.check(dataset)
    public = geomap.disclose(dataset)
    made = geomap.compose(public, geomap.trace(public), findings)

    assert made.scene == edition.scene
    assert "text/html" in made._repr_mimebundle_(include=["text/html"])
    assert made.accounting == edition.accounting


def test_what_cannot_be_read_is_an_error_of_geomap(tmp_path):
    with pytest.raises(geomap.GeomapError) as caught:
        geomap.build(tmp_path / "missing")

    assert isinstance(caught.value, UnreadableInput)


def test_layers_stand_in_a_map_of_your_own(edition):
    import folium

    own = folium.Map(location=[33.32, 44.44], zoom_start=12, tiles=None)
    layers = geomap.folium_layers(edition)
    for layer in layers:
        assert isinstance(layer, folium.FeatureGroup)
        layer.add_to(own)

    page = own.get_root().render()
    assert len(layers) == 5
    assert "Green Zone" in page


def test_every_public_name_can_be_used_and_is_listed():
    assert dir(geomap) == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'predict'"):
        getattr(geomap, "predict")  # noqa: B009
