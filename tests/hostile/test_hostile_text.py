"""Data never becomes code: text that breaks pages is text, in every column at once, in every output."""

from __future__ import annotations

import copy
import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from building import CaseTables
from hostile_text import (
    HOSTILE,
    MAP_TEXTS,
    as_published,
    hostile_case,
    marked,
    public_columns,
    sentinel,
    text_columns,
)

from geomap.disclosure import PRIVATE_COLUMNS, disclose
from geomap.errors import InvalidMetadata
from geomap.pipeline import build_edition, checked, export_bytes, publish_edition
from geomap.scene import compose
from geomap.schema import table_schema
from geomap.trajectories import trace

NAMES = list(HOSTILE)


@pytest.fixture(scope="module", params=NAMES)
def text(request):
    return HOSTILE[request.param]


@dataclass(frozen=True)
class Hostile:
    """A case with one text in all columns, gone all the way once."""

    dataset: Any
    findings: Any
    public: Any
    editions: dict[str, Any]

    def export(self, name: str) -> bytes:
        return next(iter(export_bytes(self.editions["en"], name).values()))


@pytest.fixture(scope="module")
def hostile(text, tmp_path_factory):
    dataset, findings = checked(hostile_case(tmp_path_factory.mktemp("hostile") / "case", text))
    public = disclose(dataset)
    tracks = trace(public)
    return Hostile(dataset, findings, public, {lang: compose(public, tracks, lang=lang) for lang in ("en", "ar")})


def test_there_are_twelve_texts_and_every_kind_of_column_is_filled():
    assert len(HOSTILE) == 12
    tables = {table for table, _ in text_columns()}
    assert tables == {
        "sources",
        "places",
        "events",
        "claims",
        "trajectories",
        "event_places",
        "relations",
        "corrections",
    }
    assert len(list(text_columns())) > 60
    assert len({sentinel(*c) for c in text_columns()}) == len(list(text_columns()))


def test_a_hostile_case_is_a_good_case(hostile, text):
    """Nothing is refused: hostile text in a text column is no error. Half a character is said."""
    assert hostile.dataset.refused.empty
    assert {f.code for f in hostile.findings} <= {"half-character", "bad-hash", "no-such-zone"}
    assert (len(hostile.findings.with_code("half-character")) > 0) == ("\ud83d" in text)


def test_every_text_reaches_the_tables_literally(hostile, text):
    for table, column in public_columns():
        cells = set(getattr(hostile.public, table)[column].dropna())
        if (table, column) == ("claims", "value"):
            cells -= {"launch_quarter", "impact_zone"}
        assert cells == {as_published(marked(table, column, text))}, f"{table}.{column}"


def test_geojson_holds_the_texts_literally_and_is_json(hostile, text):
    data = hostile.export("geojson")
    features = json.loads(data.decode("utf-8"))["features"]

    assert features[0]["properties"]["title"] == as_published(marked("events", "title", text))
    names = {f["properties"]["name"] for f in features if "name" in f["properties"]}
    assert names == {as_published(marked("places", "name", text))}
    assert len(data.splitlines()) == len(features) + 2


def test_the_table_holds_the_texts_and_starts_no_formula(hostile, text):
    data = hostile.export("table")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert {len(row) for row in rows} == {len(rows[0])}
    assert as_published(marked("events", "title", text)) in {cell for row in rows for cell in row}
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_the_whole_build_succeeds_and_every_file_is_utf_8(hostile, tmp_path):
    for lang, edition in hostile.editions.items():
        publish_edition(edition, tmp_path / lang)
        for path in (tmp_path / lang).iterdir():
            if path.suffix in (".html", ".json", ".geojson", ".csv", ".txt", ".md", ".svg"):
                path.read_text("utf-8")


def test_private_columns_are_in_no_output(tmp_path):
    publish_edition(build_edition(hostile_case(tmp_path / "case", "x")), tmp_path / "out")
    private = [sentinel(t, c) for t, c in text_columns() if c in PRIVATE_COLUMNS]

    assert len(private) > 8
    for path in (tmp_path / "out").iterdir():
        data = path.read_bytes()
        assert [s for s in private if s.encode() in data] == [], path.name


def test_the_scene_has_every_word_of_map_toml(hostile, text):
    scene = json.dumps([e.scene.as_dict() for e in hostile.editions.values()], ensure_ascii=False)

    missing = [
        f"{section}.{key}{twin}"
        for section, key in MAP_TEXTS
        for twin in ("", "_ar")
        if json.dumps(as_published(marked(section, key + twin, text)), ensure_ascii=False)[1:-1] not in scene
    ]
    assert missing == []


REFUSING_COLUMNS = [
    ("sources", "source_id", "bad-id"),
    ("places", "place_id", "bad-id"),
    ("places", "parent_id", "bad-id"),
    ("events", "event_id", "bad-id"),
    ("events", "place_id", "bad-id"),
    ("events", "source_ids", "bad-id"),
    ("claims", "claim_id", "bad-id"),
    ("claims", "about", "bad-id"),
    ("claims", "source_id", "bad-id"),
    ("claims", "derived_from", "bad-id"),
    ("trajectories", "trajectory_id", "bad-id"),
    ("trajectories", "account", "bad-id"),
    ("trajectories", "launch_place_id", "bad-id"),
    ("trajectories", "basis_claim_ids", "bad-id"),
    ("sources", "kind", "not-in-vocabulary"),
    ("places", "location_class", "not-in-vocabulary"),
    ("places", "basis", "not-in-vocabulary"),
    ("places", "sensitivity", "not-in-vocabulary"),
    ("events", "kind", "not-in-vocabulary"),
    ("events", "status", "not-in-vocabulary"),
    ("events", "cause_of_harm", "not-in-vocabulary"),
    ("claims", "field", "not-in-vocabulary"),
    ("claims", "stance", "not-in-vocabulary"),
    ("claims", "verification", "not-in-vocabulary"),
    ("trajectories", "outcome", "not-in-vocabulary"),
    ("sources", "url", "unsafe-address"),
    ("sources", "archive_url", "unsafe-address"),
]
SAYING = {"bad-id": "is no id", "not-in-vocabulary": "is not one of: ", "unsafe-address": "is not a web address"}


@pytest.fixture(scope="module")
def refused(text, tmp_path_factory):
    """One more row for each column that refuses text: a good row, but for that cell."""
    case = CaseTables()
    for n, (table, column, _) in enumerate(REFUSING_COLUMNS):
        row = copy.deepcopy(case.tables[table][0])
        row[table_schema(table).primary_key] = f"extra{n}"
        case.add(table, row | {column: text})
    return checked(case.write(tmp_path_factory.mktemp("refused") / "case"))


@pytest.mark.parametrize(("table", "column", "code"), REFUSING_COLUMNS)
def test_ids_vocabularies_and_addresses_refuse_it_with_a_message(refused, text, table, column, code):
    dataset, findings = refused

    (found,) = [f for f in findings.with_code(code) if f.file.startswith(f"{table}.") and f.column == column]
    assert (found.severity, found.values, found.count) == ("error", (as_published(text),), 1)
    assert SAYING[code] in found.message
    assert found.rows[0] in set(dataset.refused.loc[dataset.refused["table"] == table, "file_row"])


def test_names_in_the_description_refuse_it_with_a_message(make_case, text):
    for n, change in enumerate((lambda i: i.update(name=text), lambda i: i["geomap"]["accounts"][0].update(id=text))):
        path = make_case(lambda case, change=change: change(case.info), f"case-{n}")
        with pytest.raises(InvalidMetadata, match="is no id"):
            checked(path)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run_are_neutralised(make_case, cell):
    from geomap.publishers.table import neutralised

    assert neutralised(cell) == f"'{cell}"
    data = export_bytes(build_edition(make_case(lambda c: c.set("events", "arrest", title=cell))), "table")
    rows = list(csv.reader(io.StringIO(data["table.csv"].decode("utf-8-sig"), newline="")))
    assert not [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_markdown_shows_hostile_text_as_it_stands(make_case):
    """No link, no image, no heading, no HTML comes out of a title."""
    title = "[x](javascript:1) ![y](z) <b> # `c` _d_ *e* | ~f~ &lt;"
    data = export_bytes(build_edition(make_case(lambda c: c.set("sources", "daily", title=title))), "texts")
    text = data["sources.md"].decode("utf-8")

    line = next(line for line in text.splitlines() if "javascript" in line)
    assert r"\[x\](javascript:1) !\[y\](z) \<b\> \# \`c\` \_d\_ \*e\* \| \~f\~ \&lt;" in line
