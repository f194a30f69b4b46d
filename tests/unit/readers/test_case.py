"""Reading a case folder: every oddity of real files is read right, refused with its row, or said."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from building import CaseTables, csv_bytes, place, square

from geomap.errors import InvalidMetadata, MissingTable, UnreadableInput
from geomap.readers import READERS, ReadOptions, read_path
from geomap.readers.case import chunks
from geomap.readers.chunk import tidy


def rewrite(path, change):
    path.write_bytes(change(path.read_bytes()))


def features_of(folder):
    return json.loads((folder / "places.geojson").read_text("utf-8"))


def put_features(folder, document):
    (folder / "places.geojson").write_text(json.dumps(document), "utf-8")


def test_options_of_reading_that_a_case_has_no_use_for_are_told(make_case):
    folder = make_case()

    _, findings = read_path(folder, ReadOptions(date_order="mdy", encoding="cp1256", country="IQ"))

    (told,) = findings.with_code("option-not-used")
    assert told.message.startswith("--encoding, --date-order have no effect on a case folder")
    assert not read_path(folder, ReadOptions(country="IQ"))[1].with_code("option-not-used")


# --- the folder ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["sources.csv", "places.geojson", "events.csv"])
def test_a_table_that_a_case_needs_is_named_when_it_is_missing(make_case, file):
    folder = make_case()
    (folder / file).unlink()

    with pytest.raises(MissingTable, match=f"case/{file} is missing"):
        read_path(folder)


@pytest.mark.parametrize("file", ["claims.csv", "trajectories.csv"])
def test_a_case_may_do_without_the_other_tables(make_case, file):
    folder = make_case(lambda case: case.tables.pop("trajectories"))
    (folder / file).unlink(missing_ok=True)

    dataset, _ = read_path(folder)

    assert getattr(dataset, file.removesuffix(".csv")).empty


def test_a_folder_without_description_is_no_case(make_case):
    folder = make_case()
    (folder / "datapackage.json").unlink()

    with pytest.raises(MissingTable, match=r"datapackage\.json is missing"):
        read_path(folder)


def test_the_description_itself_can_be_given(make_case):
    folder = make_case()

    assert read_path(folder / "datapackage.json")[0].info == read_path(folder)[0].info


def test_what_no_reader_knows_is_refused_with_what_is_known(tmp_path):
    (tmp_path / "attacks.doc").write_text("text")

    with pytest.raises(UnreadableInput, match=r"nothing that geomap reads. It reads case:"):
        read_path(tmp_path / "attacks.doc")
    with pytest.raises(UnreadableInput, match="is not there"):
        read_path(tmp_path / "nothing")


def test_every_reader_says_in_words_what_it_reads():
    for reader in READERS:
        assert reader.name.isidentifier()
        assert len(reader.describes) > 20


# --- CSV as people save it ------------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_crlf_and_semicolons_change_nothing(make_case):
    folder = make_case()
    expected = read_path(folder)[0].events

    rewrite(folder / "events.csv", lambda d: b"\xef\xbb\xbf" + d.replace(b"\n", b"\r\n"))
    with_mark = read_path(folder)[0].events
    rewrite(folder / "events.csv", lambda d: d.replace(b"daily; army", b"daily").replace(b",", b";"))
    with_semicolons = read_path(folder)[0].events

    assert with_mark.equals(expected)
    assert list(with_semicolons["event_id"]) == list(expected["event_id"])


def test_rows_are_counted_as_a_spreadsheet_counts_them(make_case):
    """The header is 1, an empty line counts: what a message says is where the eye finds it."""
    folder = make_case()
    rewrite(folder / "events.csv", lambda d: d.replace(b"arrest,arrest", b"\n\narrest,misdeed"))
    _, findings = read_path(folder)

    (found,) = findings.with_code("not-in-vocabulary")
    assert (found.file, found.column, found.rows, found.values) == ("events.csv", "kind", (5,), ("misdeed",))


def test_a_line_break_inside_a_cell_does_not_make_two_rows(make_case):
    folder = make_case(lambda case: case.set("events", "attack", summary='first\n\nsecond, "quoted"'))

    dataset, findings = read_path(folder)

    assert dataset.events.set_index("event_id").loc["attack", "summary"] == 'first\n\nsecond, "quoted"'
    assert len(findings) == 0


def test_a_row_with_too_few_cells_is_refused_and_the_others_are_read(make_case):
    folder = make_case()
    rewrite(folder / "events.csv", lambda d: d + b"cut,rocket\n")
    dataset, findings = read_path(folder)

    (found,) = findings.with_code("ragged-row")
    assert (found.file, found.rows, found.count, found.severity) == ("events.csv", (5,), 1, "error")
    assert len(dataset.events) == 3
    assert list(dataset.refused["code"]) == ["ragged-row"]


def test_an_open_quotation_mark_refuses_the_file(make_case):
    folder = make_case()
    rewrite(folder / "events.csv", lambda d: d + b'"open,rocket\n')

    with pytest.raises(UnreadableInput, match=r"events\.csv: broken CSV .*quotation mark left open"):
        read_path(folder)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "events.csv is empty"),
        (b"\n \n", "events.csv is empty"),
        (b"event_id,kind,kind\n", 'two columns are named "kind"'),
        (b"event_id,,kind\n", "column 2 has no name"),
        (b"just some prose without any table\n", "are missing. Columns found: just some prose"),
        ("event_id,kind\nهجوم,rocket\n".encode("cp1256"), "line 2, byte 14: not UTF-8"),
    ],
    ids=["empty", "blank", "twice", "nameless", "prose", "cp1256"],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_why(make_case, data, message):
    folder = make_case()
    (folder / "events.csv").write_bytes(data)

    with pytest.raises(UnreadableInput) as caught:
        read_path(folder)

    assert message in str(caught.value)


def test_half_a_character_is_shown_as_the_replacement_character_and_said(make_case):
    """Encoded surrogates come from programs that cut a text in the middle of an emoji."""
    folder = make_case(lambda case: case.set("events", "attack", title="cut \ud83d here"))
    dataset, findings = read_path(folder)

    assert [f.file for f in findings.with_code("half-character")] == ["events.csv"]
    assert "cut \ufffd\ufffd\ufffd here" not in set(dataset.events["title"])
    assert "cut \ufffd here" in set(dataset.events["title"])


def test_an_unknown_column_is_kept_and_said_once(make_case):
    folder = make_case(lambda case: case.set("events", "attack", desk_mark="seen"))
    dataset, findings = read_path(folder)

    (found,) = findings.with_code("unknown-column")
    assert (found.severity, found.file, found.column) == ("notice", "events.csv", "desk_mark")
    assert "seen" in set(dataset.events["desk_mark"])


# --- chunks and tidy ------------------------------------------------------------------------------------------------


def test_a_case_comes_in_chunks_of_text_that_are_typed_one_by_one(make_case):
    folder = make_case()
    made = {chunk.table: tidy(chunk).rows for chunk in chunks(folder)}
    whole = read_path(folder)[0]

    assert set(made) == {"sources", "places", "events", "claims", "trajectories"}
    for name, rows in made.items():
        assert rows.equals(getattr(whole, name)), name


def test_typing_a_part_is_typing_the_whole_in_part(make_case):
    """One page gathers the chunks, a cluster maps over them: the rows must be the same."""
    (chunk,) = [c for c in chunks(make_case()) if c.table == "events"]
    parts = [
        tidy(type(chunk)(table=chunk.table, file=chunk.file, text=chunk.text.iloc[n : n + 1])).rows for n in range(3)
    ]

    pd.testing.assert_frame_equal(pd.concat(parts), tidy(chunk).rows)


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        ({"type": "polygon", "coordinates": []}, "geometry 'polygon' is not one of"),
        ({"type": "Polygon", "coordinates": [[["a", 1], [2, 3], [4, 5], ["a", 1]]]}, "no positions of numbers"),
        ({"type": "Polygon", "coordinates": [[[440000, 3680000], [440100, 3680000], [440100, 3680100]]]}, ""),
        (
            {
                "type": "Polygon",
                "coordinates": [[[440000, 3680000], [440100, 3680000], [440100, 3], [440000, 3680000]]],
            },
            "is the file projected?",
        ),
        (
            {"type": "Polygon", "coordinates": [[[44, 33], [45, 34], [45, 33], [44, 34], [44, 33]]]},
            "the outline is not valid: Self-intersection",
        ),
        ({"type": "GeometryCollection", "geometries": []}, "is not one of"),
        ("somewhere", "geometry 'somewhere'"),
    ],
    ids=["lowercase", "text", "unclosed", "projected", "bow-tie", "collection", "prose"],
)
def test_a_feature_with_a_broken_shape_is_refused_and_the_others_are_read(make_case, geometry, message):
    folder = make_case(lambda case: case.add("places", place("broken", 43.5, 33.3, geometry=geometry)))
    dataset, findings = read_path(folder)

    (found,) = findings.with_code("bad-geometry")
    assert (found.severity, found.file, found.rows) == ("error", "places.geojson", (6,))
    assert message in found.message
    assert "feature 5" in found.message
    assert len(dataset.places) == 4
    assert list(dataset.refused["id"]) == ["broken"]


@pytest.mark.parametrize("feature", [7, "x", None, {"type": "Feature"}, {"type": "Feature", "properties": None}])
def test_what_is_no_feature_is_refused(make_case, feature):
    folder = make_case()
    document = features_of(folder)
    document["features"].append(feature)
    put_features(folder, document)

    dataset, findings = read_path(folder)

    assert [f.rows for f in findings.with_code("bad-geometry")] == [(6,)]
    assert len(dataset.places) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection",\n "features": [}', "line 2, column 15: broken JSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "NaN is not JSON"),
        ('{"type": "Topology"}', "no GeoJSON FeatureCollection"),
        ("[]", "no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": {}}', '"features" is no list'),
        ("[" * 200_000, "nested too deeply"),
        (
            '{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:32638"}}}',
            '"crs" says EPSG:32638',
        ),
    ],
    ids=["broken", "nan", "topology", "list", "no-list", "deep", "projected"],
)
def test_a_places_file_that_is_no_geojson_is_refused_as_a_whole(make_case, text, message):
    folder = make_case()
    (folder / "places.geojson").write_text(text, "utf-8")

    with pytest.raises(UnreadableInput) as caught:
        read_path(folder)

    assert "places.geojson" in str(caught.value)
    assert message in str(caught.value)


def test_a_crs_that_says_wgs_84_is_let_pass(make_case):
    folder = make_case()
    document = features_of(folder)
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    put_features(folder, document)

    assert len(read_path(folder)[0].places) == 4


def test_a_point_geometry_is_no_outline(make_case):
    spot = place("spot", 43.5, 33.3, geometry={"type": "Point", "coordinates": [43.5, 33.3]})
    dataset, _ = read_path(make_case(lambda case: case.add("places", spot)))

    assert dataset.places.set_index("place_id").loc["spot", "outline"] is None


def test_properties_that_are_lists_numbers_and_truths_become_text(make_case):
    folder = make_case()
    document = features_of(folder)
    document["features"][0]["properties"] |= {"aliases": ["Quarter A", "Quarter B"], "admin1": 7, "country": True}
    put_features(folder, document)

    row = read_path(folder)[0].places.iloc[0]

    assert (row["aliases"], row["admin1"], row["country"]) == ("Quarter A; Quarter B", "7", "true")


def test_the_key_proto_is_a_column_like_any_other(make_case):
    folder = make_case()
    document = features_of(folder)
    document["features"][0]["properties"]["__proto__"] = "x"
    put_features(folder, document)

    _, findings = read_path(folder)

    assert [f.column for f in findings.with_code("unknown-column")] == ["__proto__"]


def test_an_empty_collection_is_a_case_without_places(make_case):
    def change(case: CaseTables):
        case.tables["places"] = []
        case.tables["trajectories"] = []
        for row in case.tables["events"]:
            row["place_id"] = None
        case.tables["claims"] = []

    assert read_path(make_case(change))[0].places.empty


# --- datapackage.json and map.toml ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda i: i.update(name="Made Up"), 'name: "Made Up" is no id'),
        (lambda i: i.update(name="../up"), 'name: "../up" is no id'),
        (lambda i: i.pop("name"), 'name: "" is no id'),
        (lambda i: i.update(geomap=[]), '"geomap": an object is expected'),
        (lambda i: i["geomap"].update(accounts="x"), '"accounts": a list is expected'),
        (lambda i: i["geomap"].update(accounts=["x"]), "accounts[0]: an object with id and label"),
        (lambda i: i["geomap"]["accounts"][0].update(id="A B"), 'accounts[0].id: "A B" is no id'),
        (lambda i: i["geomap"]["accounts"][0].update(label=[1]), "accounts[0].label: a text, or an object"),
        (lambda i: i["geomap"]["accounts"].append(i["geomap"]["accounts"][0]), "two accounts have one id"),
        (lambda i: i["geomap"].update(default_account="rebels"), '"rebels" is no account (known: military)'),
        (lambda i: i["geomap"]["accounts"][0].update(relation={"kind": "mocks"}), '"mocks" is not one of refines'),
    ],
)
def test_a_description_that_cannot_be_followed_says_where(make_case, change, message):
    folder = make_case(lambda case: change(case.info))

    with pytest.raises(InvalidMetadata) as caught:
        read_path(folder)

    assert message in str(caught.value)


def test_a_label_may_be_one_text(make_case):
    folder = make_case(lambda case: case.info["geomap"]["accounts"][0].update(label="The army"))

    (account,) = read_path(folder)[0].info.accounts

    assert account.label == {"en": "The army"}
    assert account.short_label == account.label


def test_broken_toml_says_where(make_case):
    folder = make_case()
    (folder / "map.toml").write_text('[page]\ntitle = "open\n', "utf-8")

    with pytest.raises(InvalidMetadata, match=r"map\.toml: .*line 2"):
        read_path(folder)


def test_the_description_is_kept(make_case):
    def change(case):
        case.info["title_ar"] = "حالة"
        case.geomap(reviewed_by="A. Editor", reviewed_on="2020-06-01")

    info = read_path(make_case(change))[0].info

    assert (info.name, info.title, info.title_ar) == ("made-up-case", "A made-up case", "حالة")
    assert (info.licence, info.main_event, info.country, info.tz) == ("CC0-1.0", "attack", "IQ", "Asia/Baghdad")
    assert (info.reviewed_by, info.reviewed_on, info.context_places) == ("A. Editor", "2020-06-01", ("plain",))
    assert info.default_account == ""


def test_the_builder_of_these_tests_writes_what_it_is_told():
    data = csv_bytes("events", [{"event_id": "e1", "note": 'a "b", c', "extra": None}])

    assert data.splitlines()[0].split(b",")[-2:] == [b"note", b"extra"]
    assert b'"a ""b"", c"' in data
    assert square(43.5, 33.3, 2_000)["coordinates"][0][0] == square(43.5, 33.3, 2_000)["coordinates"][0][-1]
