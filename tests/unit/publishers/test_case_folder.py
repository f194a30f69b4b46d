"""A working copy reads back as what went in: property test over generated cases."""

from __future__ import annotations

import csv
import json
import stat
from dataclasses import asdict

import pandas as pd
import pytest
from building import CaseTables, place, square
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import UsageError, WriteFailed
from geomap.pipeline import copy_case
from geomap.publishers.case_folder import CASE_FILES, case_files
from geomap.readers import read_path
from geomap.schema import TABLES


def write_copy(dataset, folder):
    folder.mkdir()
    files = case_files(dataset.tables(), asdict(dataset.info), dataset.editorial, dataset.refused)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    assert set(files) <= set(CASE_FILES)
    return folder


def assert_same(one, other):
    """Compare two datasets by everything but the rows' numbers in the file."""
    assert asdict(one.info) == asdict(other.info)
    assert one.editorial == other.editorial
    for name in TABLES:
        a, b = getattr(one, name).reset_index(drop=True), getattr(other, name).reset_index(drop=True)
        if name == "places":
            assert [None if s is None else s.wkb for s in a.pop("outline")] == [
                None if s is None else s.wkb for s in b.pop("outline")
            ]
        pd.testing.assert_frame_equal(a, b[list(a.columns)])
        assert set(a.columns) == set(b.columns), name


def round_trip(case_path, folder):
    dataset, _ = read_path(case_path)
    again, _ = read_path(write_copy(dataset, folder))
    assert_same(dataset, again)
    return dataset, again


@pytest.mark.parametrize("name", ["green_zone", "catalogue"])
def test_the_shipped_data_reads_back_the_same(request, name, tmp_path):
    round_trip(request.getfixturevalue(name), tmp_path / "copy")


# Any text but half characters, which reading makes U+FFFD anyway.
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12).map(str.strip)
counts = st.none() | st.integers(0, 10**9)
metres = st.none() | st.floats(0, 1e7, allow_nan=False)
degrees = st.floats(-80, 80, allow_nan=False)
values = st.none() | texts | st.integers(-(10**6), 10**6) | st.booleans()
tomls = st.recursive(
    texts | st.booleans() | st.integers(-(2**40), 2**40) | degrees | st.dates(), st.lists, max_leaves=4
)


@given(data=st.data())
def test_any_case_reads_back_the_same(data, tmp_path_factory):
    case = CaseTables()
    draw = data.draw
    case.set("events", "attack", title=draw(texts), summary_ar=draw(texts), note=draw(texts), file=draw(texts))
    case.set(
        "events", "attack", killed_low=draw(counts), killed_high=draw(counts), date_prec=draw(st.none() | st.just(5))
    )
    case.set(
        "events", "attack", date_start=draw(st.sampled_from(["2020", "2020-05", "2020-05-01/2020-05-09", "1987~"]))
    )
    case.set("claims", "k1", words=draw(texts), note=draw(texts), value_low=draw(counts), said_on="2020-05-07")
    case.set("sources", "daily", retrieved_on=draw(st.dates(min_value=pd.Timestamp("1900-01-01").date())).isoformat())
    case.set("places", "market", aliases=draw(texts), second_longitude=draw(degrees), coord_uncertainty_m=draw(metres))
    outline = square(draw(degrees), draw(st.floats(-60, 60)), draw(st.floats(1000, 40_000)))
    case.add("places", place("drawn", None, None, geometry=outline, outline_error_m=draw(metres), note=draw(texts)))
    known = {c for rows in case.tables.values() for row in rows for c in row}
    for table in ("events", "claims", "places", "sources"):
        column = draw(names)
        if column and column not in known and column not in ("geometry", "outline") and "\ufeff" not in column:
            case.set(
                table,
                {"events": "arrest", "claims": "k2", "places": "plain", "sources": "army"}[table],
                **{column: draw(values)},
            )
    case.info["description"] = draw(texts)
    folder = tmp_path_factory.mktemp("case")
    try:
        dataset, _ = read_path(case.write(folder / "in"))
    except ValueError:  # a column that geomap refuses, such as "velocity"
        return
    dataset = type(dataset)(
        **{f: getattr(dataset, f) for f in dataset.__dataclass_fields__} | {"editorial": {"page": {"a b": draw(tomls)}}}
    )
    again, _ = read_path(write_copy(dataset, folder / "copy"))
    assert_same(dataset, again)


def test_unknown_columns_stay_even_if_empty(make_case, tmp_path):
    def change(case):
        case.set("events", "attack", desk_remark="PRIVATE", **{"a;b;c;d": "x"})
        case.set("events", "arrest", empty_column="")
        case.set("places", "market", desk_remark="")

    dataset, again = round_trip(make_case(change), tmp_path / "copy")

    assert {"desk_remark", "empty_column", "a;b;c;d"} <= set(again.events.columns)
    assert "desk_remark" in again.places.columns
    assert len(dataset.refused) == 0


def test_refused_rows_are_listed(make_case, tmp_path):
    dataset, again = round_trip(
        make_case(lambda case: case.set("events", "arrest", killed_low="many")), tmp_path / "copy"
    )

    assert "killed_low" in (tmp_path / "copy" / "refused.csv").read_text()
    assert list(dataset.refused["id"]) == ["arrest"]
    assert len(again.events) == 2


def test_a_case_folder_is_copied_byte_for_byte(case_folder, tmp_path):
    (case_folder / "story.md").write_text("steps")
    (case_folder / "photo.jpg").write_bytes(b"x")

    _, notes = copy_case(case_folder, tmp_path / "copy")

    for path in (tmp_path / "copy").iterdir():
        assert path.read_bytes() == (case_folder / path.name).read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700
    assert "PRIVATE" in notes[0]
    assert "photo.jpg" in notes[1]


def test_a_table_becomes_a_case(tmp_path):
    table = tmp_path / "sheet.csv"
    table.write_text(
        "event_date,event_type,sub_event_type,latitude,longitude,location,country,source,notes,fatalities,my_column\n"
        "2020-05-06,Explosions,Shelling,33.31,44.36,Baghdad,Iraq,The Daily,three rockets,2,kept\n"
    )

    copy_case(table, tmp_path / "copy")

    one, two = read_path(table)[0], read_path(tmp_path / "copy")[0]
    assert two.unread == one.unread  # what the table has no column for is not called unreported afterwards
    assert two.unread.roles["wounded"] == "absent"
    for name in TABLES:
        a, b = getattr(one, name), getattr(two, name)
        assert a.drop(columns="outline", errors="ignore").astype("str").to_dict("list") == b[list(a.columns)].drop(
            columns="outline", errors="ignore"
        ).astype("str").to_dict("list")
        own = {"my_column", "event_type (table)", "latitude"} if name == "events" else set()
        assert set(a.columns) <= set(b.columns)
        assert own <= set(b.columns) - set(a.columns)
        assert bool(own) == (set(a.columns) != set(b.columns))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["notes.txt"], "no case"),
        (["datapackage.json", "thesis.docx"], "thesis.docx"),
        (["manifest.json", "map.html"], "no case"),
    ],
)
def test_other_folders_are_refused(case_folder, tmp_path, files, message):
    target = tmp_path / "target"
    target.mkdir()
    for name in files:
        (target / name).write_text("mine")

    with pytest.raises(UsageError, match=message):
        copy_case(case_folder, target)

    assert sorted(p.name for p in target.iterdir()) == sorted(files)


def test_an_earlier_copy_is_replaced_and_the_case_itself_never(case_folder, tmp_path):
    copy_case(case_folder, tmp_path / "copy")
    (case_folder / "relations.csv").unlink()
    copy_case(case_folder, tmp_path / "copy")

    assert not (tmp_path / "copy" / "relations.csv").exists()
    assert json.loads((tmp_path / "copy" / "datapackage.json").read_text())["name"] == case_folder.name
    with pytest.raises(UsageError, match="the case itself"):
        copy_case(case_folder, case_folder)


def test_a_file_as_target_is_refused(case_folder, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        copy_case(case_folder, tmp_path / "file")
    with pytest.raises((WriteFailed, UsageError), match="file"):
        copy_case(case_folder, tmp_path / "file" / "deeper")


def test_the_copy_of_a_table_keeps_every_column_claim_and_precision(tmp_path):
    """An ACLED-shaped table becomes a case: what geomap has no column for stands there under the table's own name."""
    table = tmp_path / "acled.csv"
    row = {
        **{"event_id_cnty": "IRQ1", "event_date": "2020-11-17", "time_precision": "2", "iso": "368", "tags": "a; b"},
        **{"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "One"},
        **{"assoc_actor_1": "", "inter1": "3", "actor2": "Two", "admin3": "Karkh", "location": "Baghdad"},
        **{"latitude": "33.3", "longitude": "44.4", "geo_precision": "2", "source": "AFP; INA", "notes": "Said, so."},
        **{"fatalities": "3", "actors": "its own", "kind": "x", "timestamp": "1700000000"},
    }
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)

    copy_case(table, tmp_path / "copy")

    dataset, _ = read_path(tmp_path / "copy")
    event = dataset.events.iloc[0]
    renamed = {name: f"{name} (table)" for name in ("event_type", "sub_event_type", "actors", "kind")}
    for name, cell in row.items():
        assert (cell or None) == (None if pd.isna(event[renamed.get(name, name)]) else event[renamed.get(name, name)])
    assert (event["actors"], event["date_prec"]) == ("One; Two", 3)
    assert dataset.places["geo_precision"].tolist() == [2]
    assert len(dataset.sources) == 2
