"""By construction: whatever a table, a case or the desk can hold is walked, and new columns cannot be forgotten."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pandas as pd
import pytest
from leaks import coordinates, search

from geomap.dataset import Account, CaseInfo, Unread
from geomap.disclosure import PRIVATE_COLUMNS, disclose
from geomap.disclosure.floors import coarsened
from geomap.disclosure.names import NameRemover
from geomap.edition import Edition, Policy
from geomap.pipeline import behind_the_gate, build_edition, edition_and_findings, export_bytes, publish_edition
from geomap.places import locate
from geomap.readers import read_path
from geomap.schema import TABLES, table_schema

from .conftest import texts_of, with_cells, with_rows  # isort: skip

NAME, HIDDEN = "Bustan al-Khayr", "bustan"
LON, LAT = 43.46813, 33.43928
SPELT = re.compile("bust|khayr|بستان", re.IGNORECASE)
TYPED = {"vocab", "count", "code", "metres", "longitude", "latitude", "day", "instant"}
"""Kinds whose cells are numbers, times or words of a closed list: they can hold no name."""


@pytest.fixture(scope="module")
def hidden(base):
    """The small case with an orchard that is to be redacted, and a row in every table."""
    row = base.places.iloc[2].to_dict() | {
        "place_id": HIDDEN,
        "name": NAME,
        "name_ar": "بستان الخير",
        "longitude": LON,
        "latitude": LAT,
        "parent_id": None,
    }
    made = with_rows(base, "places", [row])
    made = with_rows(made, "event_places", [{"event_id": "attack", "place_id": HIDDEN, "role": "damage_seen"}])
    made = with_rows(made, "relations", [{"event_id": "attack", "relation": "follows", "other_event_id": "truce"}])
    return with_rows(
        made, "corrections", [{"corrected_on": pd.Timestamp("2020-05-10"), "about": "attack", "what": "x"}]
    )


def redacted(dataset):
    return disclose(dataset, Policy(redact=(HIDDEN,)))


ADDRESS = "https://x.example/?q=%D8%A8%D8%B3%D8%AA%D8%A7%D9%86-%D8%A7%D9%84%D8%AE%D9%8A%D8%B1"
SPELLINGS = (NAME, "bustan_al_khayr", ADDRESS, f"at {LAT}, {LON}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("spelling", SPELLINGS, ids=["name", "id", "address", "position"])
def test_every_column_of_free_text_is_walked(hidden, table, spelling):
    """A column that is new in the schema is among these, and is named here if the gate does not look at it."""
    rows = getattr(hidden, table).copy()
    one = rows.index[:1]
    others = {k.column for k in table_schema(table).foreign_keys} | {"place_id"}
    columns = [f.name for f in table_schema(table).fields if f.kind not in TYPED and f.name not in others]
    for column in columns:
        rows[column] = rows[column].astype(object).mask(rows.index.isin(one), spelling).astype(rows[column].dtype)

    public = getattr(redacted(replace(hidden, **{table: rows})), table)
    said = {c: "\n".join(map(str, public[c].dropna().unique())) for c in columns if c in public}

    assert {c: t for c, t in said.items() if SPELT.search(t) or "%D8" in t or str(LAT) in t} == {}
    assert set(columns) - set(said) <= PRIVATE_COLUMNS


def test_every_kind_of_column_is_walked_or_cannot_hold_a_name():
    kinds = {f.kind for name in TABLES for f in table_schema(name).fields}

    assert kinds - TYPED == {"text", "edtf", "url", "id", "ids"}


@pytest.mark.parametrize("name", [f.name for f in fields(CaseInfo) if f.type == "str"])
def test_every_text_that_a_case_says_of_itself_is_walked(hidden, name):
    for spelling in (NAME, f"{NAME} and more", HIDDEN, f"{LAT} N {LON} E"):
        said = texts_of(redacted(replace(hidden, info=replace(hidden.info, **{name: spelling}))))

        assert not SPELT.search(said)
        assert str(LON) not in said


@pytest.mark.parametrize("name", ["Iraq", "العراق"])
def test_a_country_that_is_withheld_is_on_no_small_map(base, name):
    """The page's and the figure's are drawn from the code of the country."""
    land = base.places.iloc[2].to_dict() | {"place_id": "land", "name": name, "parent_id": None}
    dataset = with_rows(base, "places", [land])

    assert disclose(dataset).info.country == "IQ"
    assert disclose(dataset, Policy(redact=("land",))).info.country == ""
    assert disclose(dataset, Policy(redact=("market",))).info.country == "IQ"


@pytest.mark.parametrize("name", [f.name for f in fields(Account) if f.name != "source_ids"])
def test_every_text_of_an_account_is_walked(hidden, name):
    account = hidden.info.accounts[0]
    value = {"en": f"at {NAME}", "ar": "في بستان الخير"} if not isinstance(getattr(account, name), str) else NAME
    info = replace(hidden.info, accounts=(replace(account, **{name: value}),))

    assert not SPELT.search(texts_of(redacted(replace(hidden, info=info))))


def test_keys_of_the_desks_words_and_columns_that_nobody_read_are_walked(hidden):
    editorial = {"labels": {NAME: {"x": 1}, "market": {HIDDEN: "y", "z": "w"}}, "page": {"kicker": NAME}}
    dataset = replace(hidden, editorial=editorial, unread=Unread(columns=(f"Notes on {NAME}", "other")))

    public = redacted(dataset)

    assert public.editorial == {"labels": {"market": {"z": "w"}}, "page": {"kicker": "[name withheld]"}}
    assert public.unread.columns == ("Notes on [name withheld]", "other")


def test_a_private_column_is_in_no_public_table(hidden):
    for name in TABLES:
        assert not PRIVATE_COLUMNS & set(getattr(redacted(hidden), name).columns)


def test_an_id_of_nothing_is_replaced_where_it_spells_the_name(hidden):
    made = with_cells(hidden, "corrections", "what", "x", about="bustan-al-khayr-report")

    assert redacted(made).corrections["about"].tolist() == ["withheld-id-1"]


# --- positions that a text spells out: see test_positions ---------------------------------


def test_a_position_goes_in_the_language_of_its_column(hidden):
    made = with_cells(hidden, "events", "event_id", "truce", title=f"at {LAT} {LON}", title_ar=f"عند {LAT}")

    truce = redacted(made).events.set_index("event_id").loc["truce"]

    assert truce["title"] == "at [position withheld] [position withheld]"
    assert truce["title_ar"] == "عند [الموقع محجوب]"


def test_the_second_reading_of_a_position_is_looked_for_too(hidden):
    made = with_cells(hidden, "places", "place_id", HIDDEN, second_longitude=43.47999, second_latitude=33.44111)
    made = with_cells(made, "events", "event_id", "truce", title="33.44111, 43.47999")

    assert "33.44111" not in texts_of(redacted(made))


TABLE = """id,date,place,lat,lon,title,link,killed
1,2024-01-02,"33.40567, 43.61234",33.40567,43.61234,Fire at 33.40567 43.61234,https://m.example/?q=33.40567%2C43.61234,1
2,2024-01-03,33.35123N 43.78321E,33.35123,43.78321,Strike,https://m.example/#17/33.35123/43.78321,2
33.35222_43.79333,2024-01-04,Karma,33.35222,43.79333,Strike,,2
4,2024-01-05,Karma,33.36333,9943.78444,Strike,,many
"""
TABLE_POINTS = ((43.61234, 33.40567), (43.78321, 33.35123), (43.79333, 33.35222))


@pytest.mark.parametrize("no_rows", [False, True])
def test_where_places_are_coarsened_no_text_of_a_table_spells_a_position(tmp_path, no_rows):
    """A place known by its position alone has it as a name; a map link holds it, an id may, and a refused cell does."""
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    (tmp_path / "out").mkdir()
    edition = build_edition(tmp_path / "t.csv", policy=Policy(min_precision_m=6_000, no_rows=no_rows))
    for name in ("geojson", "kml", "csv", "scene", "texts", "gpkg"):
        for file, data in export_bytes(edition, name).items():
            (tmp_path / "out" / file).write_bytes(data)

    needles = [needle for point in TABLE_POINTS for needle in coordinates(*point)]
    leaks = search(tmp_path / "out", [*needles, "9943.78444"])

    assert not leaks, leaks[:5]
    assert edition.accounting.refused == 1


def test_a_coarsened_place_without_a_name_gets_none(base):
    unnamed = base.places.assign(name=base.places["name"].mask(base.places["place_id"] == "market"))

    assert coarsened(unnamed, 3_000.0)["name"].isna().sum() == 1


def test_a_view_of_the_desk_that_stands_on_a_coarsened_place_goes(base):
    market = base.places.set_index("place_id").loc["market"]
    views = {"military": {"center": [market["longitude"], market["latitude"]]}, "other": {"center": [40.5, 30.5]}}
    dataset = replace(base, editorial={"views": views})

    assert disclose(dataset, Policy(min_precision_m=3_000)).editorial == {"views": {"other": {"center": [40.5, 30.5]}}}
    assert disclose(dataset).editorial == {"views": views}


# --- refused rows and findings ----------------------------------------------------------------


def refused_row(base, reason="killed_low “Night raid” is no number", row_id="night_raid"):
    row = {"table": "events", "file": "events.csv", "file_row": 9, "id": row_id, "code": "bad-count", "reason": reason}
    return replace(base, refused=pd.DataFrame([row]))


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({}, ["night_raid", "killed_low “Night raid” is no number"]),
        ({"embargo_on": "2030-01-01"}, ["", "bad-count"]),
        ({"min_precision_m": 3_000}, ["night_raid", "bad-count"]),
        ({"redact": ("market",)}, ["night_raid", "bad-count"]),
    ],
)
def test_a_refused_row_is_told_by_its_rule_alone_where_anything_is_withheld(base, policy, told):
    """It may be one of those: its day or its place could not be read."""
    public = disclose(refused_row(base), Policy(**policy))

    assert public.refused[["id", "reason"]].to_numpy().tolist() == [told]


def test_where_a_row_is_of_a_home_no_refused_cell_is_quoted(base):
    home = with_cells(refused_row(base), "events", "event_id", "truce", sensitivity="home")

    assert disclose(home).refused["reason"].tolist() == ["bad-count"]


@pytest.mark.parametrize(
    "policy",
    [{"embargo_on": "2020-05-08"}, {"min_precision_m": 1_000.0}, {"redact": ("market",)}],
    ids=lambda p: next(iter(p)),
)
def test_where_anything_is_withheld_an_edition_knows_findings_by_number_alone(make_case, policy):
    folder = make_case(lambda case: case.set("events", "arrest", summary="<b>night</b>", killed_low="Night raid"))

    edition, findings = edition_and_findings(folder, policy=Policy(**policy))

    assert isinstance(edition, Edition)
    assert "killed_low" in " ".join(f.message + f.column for f in findings)
    assert not any(f.values or f.ids or f.rows or f.column or "killed_low" in f.message for f in edition.findings)
    assert len(edition.findings) > 0


# --- what a report calls a hidden place -------------------------------------------------------


def test_the_words_for_a_hidden_place_go_with_it(hidden):
    made = with_cells(
        hidden, "events", "event_id", "truce", place_id=HIDDEN, place_wording="the third house behind the mill"
    )
    made = with_cells(made, "events", "event_id", "arrest", place_wording="by the market")

    worded = redacted(made).events.set_index("event_id")["place_wording"]

    assert pd.isna(worded["truce"])
    assert worded["arrest"] == "by the market"


# --- tables in other scripts ------------------------------------------------------------------

ELSEWHERE = {
    "uk": ("Бахмут", "Обстріл у Бахмуті, бахмутський шлях", "Нотатки про Бахмут", ("Бахмут", "Bakhmut")),
    "he": ("ירושלים", "ירי מירושלים ובירושלים", "הערות על ירושלים", ("ירושלים",)),
    "zh": ("费卢杰", "火箭弹落在費盧傑市中心", "关于费卢杰的备注", ("费卢杰", "費盧傑")),
    "fa": ("کرکوک", "حمله به كركوك و کرکوک\u200cها", "یادداشت کرکوک", ("کرکوک", "كركوك")),
    "tr": ("Diyarbakır", "Diyarbakır'da patlama, DİYARBAKIR’ın", "Diyarbakır notu", ("Diyarbakır", "DİYARBAKIR")),
}


@pytest.mark.parametrize("lang", ELSEWHERE)
def test_no_output_of_a_table_in_another_script_spells_the_name(tmp_path, lang):
    name, title, header, spellings = ELSEWHERE[lang]
    more = "; Bakhmut" if lang == "uk" else ""
    rows = [
        f'{name}-1,2024-01-02,{name},33.35123,43.78321,"{title}",x{more},2,{name} council',
        f'7,2024-01-03,Elsewhere,34.1,44.2,"{title}",y,3,them',
    ]
    (tmp_path / "t.csv").write_text(
        f"id,date,place,lat,lon,title,{header},killed,actor\n" + "\n".join(rows) + "\n", "utf-8"
    )
    dataset, _, _ = behind_the_gate(tmp_path / "t.csv")
    place_id = dataset.places.loc[dataset.places["name"] == name, "place_id"].iloc[0]

    edition = build_edition(tmp_path / "t.csv", policy=Policy(redact=(place_id,)), lang="ar" if lang == "fa" else "en")
    (tmp_path / "out").mkdir()
    for known in ("html", "geojson", "gpkg", "kml", "csv", "texts", "scene", "svg"):
        for file, data in export_bytes(edition, known).items():
            (tmp_path / "out" / file).write_bytes(data)

    leaks = search(tmp_path / "out", [*spellings, *coordinates(43.78321, 33.35123)])

    assert not leaks, leaks[:5]
    assert len(edition.public.events) == 2


def test_a_table_that_is_named_after_the_place_is_not(tmp_path):
    (tmp_path / "Bakhmut.csv").write_text("id,date,place,lat,lon\n1,2024-01-02,Bakhmut,33.35123,43.78321\n", "utf-8")
    dataset = locate(read_path(tmp_path / "Bakhmut.csv")[0])[0]
    edition = build_edition(tmp_path / "Bakhmut.csv", policy=Policy(redact=(dataset.places["place_id"].iloc[0],)))
    publish_edition(edition, tmp_path / "out")

    assert search(tmp_path / "out", ["Bakhmut"]) == []


def test_a_remover_of_nothing_changes_nothing():
    remover = NameRemover([])

    assert not remover
    assert remover.clean("Fallujah 33.43928") == "Fallujah 33.43928"
    assert not remover.found_in("Fallujah")
