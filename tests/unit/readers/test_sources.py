"""Sources of rows: addresses behind names, several words for one source, nothing that hangs on the order of rows."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.pipeline import build_edition, checked, export_bytes
from geomap.publishers.texts import sources_markdown

HEAD = "id,date,lat,lon,place,type,killed,source,source_scale\n"
rows_of_tables = st.lists(
    st.tuples(
        st.sampled_from(["2020-11-17", "2020-11", "17 November 2020"]),
        st.sampled_from([("33.3", "44.4", "Baghdad"), ("36.33", "43.13", "Mosul"), ("36.33", "43.13", "Old Mosul")]),
        st.sampled_from(["missile", "UAV", "bombing"]),
        st.sampled_from(["", "3", "several"]),
        st.sampled_from(["AFP", "AFP; Rudaw", "Rudaw", "A paper https://example.org/a"]),
        st.sampled_from(["", "National", "Regional", "Other"]),
    ),
    min_size=2,
    max_size=6,
)


def written(path, rows):
    path.write_text(HEAD + "".join(f"{line}\n" for line in rows), "utf-8")
    return path


def test_an_address_behind_a_name_is_its_address(tmp_path):
    names = [
        "A video https://example.org/post/1",
        "Paper (https://example.org/a)",
        "Paper <https://example.org/b>",
        "AFP",
    ]
    rows = [f"{n},2020,33.3,44.4,X,drone,,{name}," for n, name in enumerate(names)]

    dataset, _ = checked(written(tmp_path / "t.csv", rows))

    found = dict(zip(dataset.sources["url"].fillna(""), dataset.sources["title"], strict=True))
    assert found == {
        "https://example.org/post/1": "A video",
        "https://example.org/a": "Paper",
        "https://example.org/b": "Paper",
        "": "AFP",
    }


@pytest.mark.parametrize(
    ("member", "titles", "addresses"),
    [
        ([{"id": "src1", "path": "https://example.org/post/1", "description": "A video"}], ["A video"], 1),
        ([{"id": "src1", "paths": ["https://example.org/1", "https://example.org/2"]}], ["src1"], 1),
        ([{"title": "One", "url": "https://example.org/1"}, {"title": "Two; three"}], ["One", "Two, three"], 1),
        ([{"path": "https://example.org/1"}], ["https://example.org/1"], 1),
        ([{"id": "src1", "path": "media/one.mp4"}], ["src1"], 0),
        (["src1", "src2"], ["src1", "src2"], 0),
    ],
)
def test_the_sources_of_timemap_keep_their_addresses(tmp_path, member, titles, addresses):
    path = tmp_path / "t.json"
    event = {"id": "1", "date": "2020-11-17", "latitude": "33.3", "longitude": "44.4", "sources": member}
    path.write_text(json.dumps([event]), "utf-8")

    dataset, _ = checked(path)

    assert sorted(dataset.sources["title"]) == sorted(titles)
    assert int(dataset.sources["url"].notna().sum()) == addresses


def test_a_source_named_alone_is_printed_once(tmp_path):
    scene = build_edition(written(tmp_path / "t.csv", ["1,2020,33.3,44.4,X,drone,,SOHR,"])).scene

    assert "1. SOHR (t" in sources_markdown(scene)


def test_all_that_rows_say_of_a_source_is_kept_and_told(tmp_path):
    rows = [f"{n},2020,33.3,44.4,X,drone,,AFP,{said}" for n, said in enumerate(["National", "Other", "National"])]

    dataset, findings = checked(written(tmp_path / "t.csv", rows))

    assert dataset.sources["source_scale"].tolist() == ["National; Other"]
    assert len(findings.with_code("source-told-twice")) == 1


@settings(max_examples=5, deadline=None)
@given(rows_of_tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(tmp_path_factory, rows, shuffled: random.Random):
    folder = tmp_path_factory.mktemp("rows")
    lines = [f"e{n},{d},{a},{o},{p},{k},{c},{s},{r}" for n, (d, (a, o, p), k, c, s, r) in enumerate(rows)]
    other = list(lines)
    shuffled.shuffle(other)

    made = [build_edition(written(folder / "t.csv", order)) for order in (lines, other)]

    for format_name in ("geojson", "csv", "scene"):
        assert export_bytes(made[0], format_name) == export_bytes(made[1], format_name)
