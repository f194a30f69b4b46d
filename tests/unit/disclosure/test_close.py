"""What comes close to a withheld name: which texts are told, with what around them and how many of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geomap.dataset import Unread
from geomap.disclosure import PRIVATE_COLUMNS, gate
from geomap.disclosure.close import names_shown
from geomap.edition import Policy
from geomap.schema import TABLES, table_schema

from .conftest import with_cells, with_rows  # isort: skip


@pytest.fixture(scope="module")
def hidden_as(base):
    """Make the small case with the arrest at a place of some name: ``hidden_as("Fallujah")``."""

    def make(name):
        row = base.places.iloc[2].to_dict() | {
            "place_id": "spot",
            "name": name,
            "parent_id": None,
            "longitude": 43.5,
            "latitude": 33.3,
        }
        return with_cells(with_rows(base, "places", [row]), "events", "event_id", "arrest", place_id="spot")

    return make


def told(dataset):
    return list(gate(dataset, Policy(redact=("spot",))).told(dataset))


def titled(dataset, **titles):
    for event, title in titles.items():
        dataset = with_cells(dataset, "events", "event_id", event, title=title)
    return dataset


def test_nothing_close_is_nothing_told(hidden_as):
    assert told(titled(hidden_as("Fallujah"), truce="A truce near Ramadi")) == []


@pytest.mark.parametrize(
    ("titles", "rows", "said"),
    [
        ({"truce": "Truce near Faluja"}, (4,), "“Faluja” in “Truce near Faluja” comes close"),
        (
            {"truce": "Truce near Faluja", "attack": "Attack on Faluja"},
            (2, 4),
            "“Faluja” in “Attack on Faluja” (and in 1 more text) comes close",
        ),
        (
            {"truce": "Truce near Faluja", "attack": "Attack on Faluja", "arrest": "Faluja again"},
            (2, 3, 4),
            "“Faluja” in “Attack on Faluja” (and in 2 more texts) comes close",
        ),
        ({"truce": "In Faluja", "attack": "In Faluja"}, (2, 4), "“Faluja” in “In Faluja” comes close"),
    ],
)
def test_one_finding_stands_for_all_texts_with_the_same_word(hidden_as, titles, rows, said):
    (one,) = told(titled(hidden_as("Fallujah"), **titles))

    assert one.message.startswith(said)
    assert one.message.endswith(
        "comes close to a name that is withheld, and stands in the outputs. If it is the name, write that spelling "
        'into "aliases" of its place, or word the text anew.'
    )
    assert (one.file, one.column, one.rows, one.values) == ("events.csv", "title", rows, ("Faluja",))
    assert one.count == len(one.ids) == len(rows)


def test_each_word_has_a_finding_of_its_own(hidden_as):
    found = told(titled(hidden_as("Fallujah"), truce="Faluja", attack="Fallouja"))

    assert {f.values for f in found} == {("Faluja",), ("Fallouja",)}


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (f"{'a' * 40}·Faluja·{'b' * 40}", f"…{'a' * 29}·Faluja·{'b' * 29}…"),
        (f"{'a' * 29}·Faluja·{'b' * 29}", f"{'a' * 29}·Faluja·{'b' * 29}"),
        (f"{'a' * 30}·Faluja·{'b' * 30}", f"…{'a' * 29}·Faluja·{'b' * 29}…"),
        (
            "The whole of the province around the town of Faluja was told of the truce on the next morning",
            "…province around the town of Faluja was told of the truce on the…",
        ),
        ("Faluja\n\tFaluja", "Faluja Faluja"),
        ("from [name withheld] to Faluja", "from […] to Faluja"),
    ],
)
def test_thirty_characters_before_and_after_are_told_to_whole_words(hidden_as, text, around):
    (one,) = told(titled(hidden_as("Fallujah"), truce=text))

    assert f"“Faluja” in “{around}” comes" in one.message


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("费卢杰", "昨日费卢发生冲突", "费卢"),
        ("Ain Issa", "Truce at Ayn Esa", "Ayn Esa"),
        ("Ain Issa", "Ayn Esa is quiet", "Ayn Esa"),
        ("Ras al-Ain", "In Raas el-Ayn now", "Raas el-Ayn"),
    ],
)
def test_names_of_several_words_and_without_borders_are_told_as_they_stand(hidden_as, name, text, word):
    (one,) = told(titled(hidden_as(name), truce=text))

    assert one.values == (word,)
    assert f"“{word}” in “{text}”" in one.message


@pytest.mark.parametrize(("between", "is_found"), [("", True), ("el al el ", True), ("el al el al ", False)])
def test_a_run_is_as_long_as_the_name_with_its_articles(hidden_as, between, is_found):
    found = told(titled(hidden_as("Ain Issa Reem"), truce=f"Ayn {between}Esa Rym"))

    assert len(found) == int(is_found)


@pytest.mark.parametrize("number", [7, 8])
def test_a_run_is_looked_for_at_every_word(hidden_as, number):
    text = " ".join(["then"] * number) + " Ayn Esa"

    (one,) = told(titled(hidden_as("Ain Issa"), truce=text))

    assert one.values == ("Ayn Esa",)


def test_twenty_rows_are_named_and_all_are_counted(hidden_as):
    dataset = hidden_as("Fallujah")
    row = dataset.events.set_index("event_id", drop=False).loc["truce"].to_dict()
    dataset = with_rows(dataset, "events", [row | {"event_id": f"x{n:02d}", "title": "In Faluja"} for n in range(25)])

    (one,) = told(dataset)

    assert one.count == 25
    assert one.ids == tuple(f"x{n:02d}" for n in range(20))
    assert one.rows == tuple(range(5, 25))


def test_what_the_case_and_the_desk_say_of_themselves_is_looked_through(hidden_as):
    dataset = hidden_as("Fallujah")
    account = replace(dataset.info.accounts[0], speaker={"en": "the Faluja council"})
    info = replace(dataset.info, title="x Faluja y", accounts=(account,))
    dataset = replace(dataset, info=info, editorial={"a": [{"b": "Faluja"}], "c": {"d": ("Faluja z",)}, "n": 1})

    found = {f.file: f for f in told(dataset)}

    assert set(found) == {"datapackage.json", "map.toml"}
    assert found["datapackage.json"].message.startswith(
        "datapackage.json, id military: “Faluja” in “the Faluja council” (and in 1 more text)"
    )
    assert found["map.toml"].message.startswith("“Faluja” in “Faluja” (and in 1 more text)")
    assert [found[f].count for f in ("datapackage.json", "map.toml")] == [1, 1]
    assert [found[f].column for f in ("datapackage.json", "map.toml")] == ["", ""]


@pytest.mark.parametrize("count", [1, 3, 4])
def test_rows_that_have_no_place_in_a_file_are_told_by_id(hidden_as, count):
    dataset = hidden_as("Fallujah")
    refused = pd.DataFrame(
        [["events", "events.csv", 9, f"r{n}", "bad-date", '"Faluja" is no date'] for n in range(count)],
        columns=["table", "file", "file_row", "id", "code", "reason"],
    )
    passed = gate(dataset, Policy(redact=("spot",)))
    public = replace(passed.public, refused=refused[["table", "id", "code", "reason"]])

    (one,) = replace(passed, public=public).told(dataset)

    named = ", ".join(f"r{n}" for n in range(min(count, 3))) + (" and more" if count > 3 else "")
    assert one.message.startswith(f'refused, id {named}: “Faluja” in “"Faluja" is no date” comes close')
    assert (one.file, one.column, one.rows, one.count) == ("", "reason", (), count)


SCHEMAS = [(name, field) for name in TABLES for field in table_schema(name).fields if field.name not in PRIVATE_COLUMNS]
KINDS_OF_TEXT = ("text", "edtf", "url", "id", "ids")
LOOKED_THROUGH = ("text", "edtf", "url")


@pytest.mark.parametrize("name", TABLES)
def test_every_text_of_every_table_is_looked_through_and_every_id_once(hidden_as, name):
    dataset = hidden_as("Fallujah")
    row = {
        "event_id": "attack",
        "place_id": "plain",
        "role": "impact",
        "relation": "follows",
        "other_event_id": "truce",
    }
    if not len(getattr(dataset, name)):
        known = {k: v for k, v in row.items() if k in table_schema(name).columns}
        dataset = with_rows(dataset, name, [known])
    passed = gate(dataset, Policy(redact=("spot",)))
    rows = getattr(passed.public, name)
    file = "places.geojson" if name == "places" else f"{name}.csv"
    for field in (f for table, f in SCHEMAS if table == name and f.name in rows and f.kind in KINDS_OF_TEXT):
        changed = rows.copy()
        changed[field.name] = pd.Series(["Faluja"] + [None] * (len(rows) - 1), index=rows.index, dtype="str")

        found = replace(passed, public=replace(passed.public, **{name: changed})).told(dataset)

        is_told = field.kind in LOOKED_THROUGH or field.name == table_schema(name).primary_key
        assert [(f.file, f.column) for f in found] == ([(file, field.name)] if is_told else []), field.name


def test_a_row_that_got_another_id_is_told_by_that(hidden_as):
    dataset = with_cells(hidden_as("Fallujah"), "sources", "source_id", "army", source_id="fallujah-army")
    dataset = with_cells(dataset, "claims", "source_id", "army", source_id="fallujah-army")
    dataset = with_cells(dataset, "sources", "source_id", "fallujah-army", title="Faluja gazette")

    (one,) = told(dataset)

    assert one.rows == ()
    assert one.message.startswith("sources, id withheld-source-1: “Faluja”")


def test_further_tables_are_looked_through_in_their_own_files(hidden_as):
    dataset = hidden_as("Fallujah")
    dataset = with_cells(dataset, "places", "place_id", "plain", name="Faluja plain")
    dataset = with_cells(dataset, "sources", "source_id", "army", title="The Faluja gazette")
    dataset = with_rows(
        dataset,
        "corrections",
        [{"corrected_on": pd.Timestamp("2020-05-10"), "about": "attack", "what": "Not Faluja"}],
    )

    found = {(f.file, f.column): f.rows for f in told(dataset)}

    assert set(found) == {("places.geojson", "name"), ("sources.csv", "title"), ("corrections.csv", "what")}
    assert len(found["sources.csv", "title"]) == len(found["places.geojson", "name"]) == 1


def test_a_table_of_somebody_else_has_no_aliases(hidden_as):
    dataset = replace(titled(hidden_as("Fallujah"), truce="In Faluja"), own_names={"": "x.csv"})

    (one,) = told(replace(dataset, info=replace(dataset.info, accounts=())))

    assert one.message.endswith("If it is the name, word the text anew.")


def test_an_id_of_another_row_is_told_there_alone(hidden_as):
    dataset = with_cells(hidden_as("Fallujah"), "sources", "source_id", "army", source_id="faluja-army")
    dataset = with_cells(dataset, "claims", "source_id", "army", source_id="faluja-army")

    assert [(f.file, f.column) for f in told(dataset)] == [("sources.csv", "source_id")]


def test_words_of_names_that_are_shown_are_folded_and_bare(hidden_as):
    dataset = with_cells(hidden_as("Fallujah"), "places", "place_id", "plain", name="Karmat الفرات", label="Kärma")
    dataset = with_cells(dataset, "places", "place_id", "plain", source="Sheet")

    shown = names_shown(gate(dataset).public)

    assert {"karmat", "فرات", "karma"} <= shown
    assert "sheet" not in shown


def test_a_heading_that_nobody_read_is_told_or_cut_inside_its_words(hidden_as):
    dataset = replace(hidden_as("Fallujah"), unread=Unread(columns=("fallujahcol", "Faluja count", "other")))

    passed = gate(dataset, Policy(redact=("spot",)))
    (one,) = passed.told(dataset)

    assert passed.public.unread.columns == ("[name withheld]col", "Faluja count", "other")
    assert one.message.startswith(
        "the heading of a column that is not read: “Faluja” in “Faluja count” comes close to a name"
    )
    assert (one.file, one.column, one.rows, one.ids, one.count) == ("", "", (), (), 1)
