"""Columns of other people's tables: found by what people call them, and told by name where nothing is made of them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geomap.checks.card import card_of, table_accounting
from geomap.dataset import Dataset
from geomap.disclosure import disclose
from geomap.edition import Edition
from geomap.findings import Findings
from geomap.options import ReadOptions
from geomap.pipeline import build_edition, checked
from geomap.publishers import geojson
from geomap.publishers.texts import sources_markdown
from geomap.readers.cells.numbers import read_coordinates
from geomap.readers.cells.pairs import read_pairs
from geomap.readers.drafts import draft_mapping
from geomap.readers.mapping import Mapping, mapping_for
from geomap.scene import compose
from geomap.schema.parse import STRING
from geomap.trajectories import trace
from geomap.words import words

Table = Callable[..., Path]

LAUNCHES = "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets"


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Write a table from its lines; cells stand between bars where the line holds one."""

    def make(header: str, *rows: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows(line.split("|" if "|" in header else ",") for line in (header, *rows))
        return path

    return make


def found(header: str, cells: dict[str, list[str]] | None = None) -> Mapping:
    """Return what a header means."""
    mapping = mapping_for(header.split("|"), None, (lambda c: cells.get(c, [])) if cells is not None else None)
    assert mapping is not None
    return mapping


def edition_of(path: Path) -> tuple[Dataset, Findings, Edition]:
    """Go all the way."""
    dataset, findings = checked(path)
    public = disclose(dataset)
    return dataset, findings, compose(public, trace(public), findings)


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Date of incident|Lat.|Long.|No. killed|No. injured", "date latitude longitude killed wounded"),
        ("Weapon system|Body count|Reported by|link|lat|lon", "kind killed source source_url latitude longitude"),
        ("Date (UTC)|Time (UTC)|Location|Latitude|Longitude|Weapon", "date time place latitude longitude kind"),
        ("time_start|lat|lon|Fatalities (total)", "date latitude longitude killed"),
        ("id|time|lat|lon", "id date latitude longitude"),
        ("Fecha|Hora|Lugar|Latitud|Longitud|Muertos|Heridos|Tipo de ataque|Fuente|Enlace",
         "date time place latitude longitude killed wounded kind source source_url"),
        ("Date de l'attaque|Heure|Lieu|Pays|Morts|Blessés|Type d’attaque|Lien",
         "date time place country killed wounded kind source_url"),
        ("Data|Hora|Local|País|Latitude|Longitude|Mortos|Feridos|Arma|Fonte|Observações",
         "date time place country latitude longitude killed wounded kind source notes"),
        ("Дата|Час|Населений пункт|Область|Район|Широта|Довгота|Загинуло|Поранено|Тип зброї|Джерело|Посилання",
         "date time place admin1 admin2 latitude longitude killed wounded kind source source_url"),
        ("ДАТА|Время|Населённый пункт|Широта|Долгота|Погибло|Ранено|Оружие|Источник|Примечание",
         "date time place latitude longitude killed wounded kind source notes"),
        ("Tarih|Saat|Yer|İl|İlçe|Ülke|Enlem|Boylam|Ölü sayısı|Yaralı|Silah|Kaynak|Açıklama",
         "date time place admin1 admin2 country latitude longitude killed wounded kind source notes"),
        ("Datum|Uhrzeit|Ort|Land|Breitengrad|Längengrad|Tote|Verletzte|Waffe|Quelle|Bemerkungen",
         "date time place country latitude longitude killed wounded kind source notes"),
        ("التاريخ|الوقت|المكان|المحافظة|خط العرض|خط الطول|القتلى|الجرحى|نوع السلاح|المصدر|الرابط",
         "date time place admin1 latitude longitude killed wounded kind source source_url"),
        ("Latitude (launch)|Longitude (launch)|Impact lat.|Impact long.",
         "launch_latitude launch_longitude impact_latitude impact_longitude"),
        ("Lat N|Long E|Date", "latitude longitude date"),
        ("launched from|launched from lat|launched from lon|impact site lat|hit lon",
         "launch_place launch_latitude launch_longitude impact_latitude impact_longitude"),
        ("lat|lon|Killed (min)|Killed (max)|Injured, minimum", "latitude longitude killed_low killed_high wounded_low"),
        ("year|month|day|lat|lon", "year month day latitude longitude"),
    ],
)  # fmt: skip
def test_columns_are_found_by_what_people_call_them(header: str, roles: str) -> None:
    mapping = found(header)

    assert [mapping.found.get(role) for role in roles.split()] == header.split("|")
    assert mapping.used() == set(header.split("|"))


@pytest.mark.parametrize(
    ("header", "unread"),
    [
        ("lat|lon|Date (published)", "Date (published)"),  # another day than that of the event
        ("lat|lon|date|Reported date", "Reported date"),
        ("lat|lon|Nombre", "Nombre"),  # a name in Spanish, a number in French
        ("lat|lon|Suspected dead in rubble", "Suspected dead in rubble"),
    ],
)
def test_a_name_that_may_mean_something_else_is_not_guessed(header: str, unread: str) -> None:
    assert unread not in found(header).used()


def test_a_name_of_two_roles_is_settled_by_the_language_of_the_others() -> None:
    """A municipio is a district in Spanish and a town in Portuguese."""
    spanish, portuguese = found("Fecha|Latitud|Longitud|Municipio"), found("Mortos|Feridos|Município|lat|lon")
    alone = found("Municipio|lat|lon")

    assert spanish.found["admin2"] == "Municipio"
    assert portuguese.found["place"] == "Município"
    assert alone.unclear == {"Municipio": ("admin2", "place")}


@pytest.mark.parametrize(
    ("cells", "role"), [(["2004-01-01 00:20:00", "2004-01-02"], "date"), (["00:20", "13:05"], "time")]
)
def test_a_column_called_time_is_what_its_cells_are(cells: list[str], role: str) -> None:
    mapping = found("id|time|lat|lon", {"time": cells})

    assert {r: c for r, c in mapping.found.items() if c == "time"} == {role: "time"}


def test_days_with_times_in_a_column_called_time_are_read(table: Table) -> None:
    dataset, findings = checked(table("id,time,lat,lon", "a,2004-01-01 00:20:00,33,44"))

    assert dataset.events[["date_start", "time_local"]].values.tolist() == [["2004-01-01", "00:20"]]
    assert not findings.with_code("no-day-column")


def test_universal_time_is_taken_as_such(table: Table) -> None:
    path = table("Date (UTC),Time (UTC),Location,Latitude,Longitude,Weapon", "2024-04-13,23:40,Arad,31.26,35.21,drone")

    dataset, findings = checked(path)

    event = dataset.events.iloc[0]
    assert tuple(event[["date_start", "time_local", "time_earliest", "time_latest"]]) == (
        "2024-04-13", "23:40 UTC", "2024-04-13T23:40:00Z", "2024-04-13T23:40:00Z",
    )  # fmt: skip
    assert [f.column for f in findings.with_code("date-in-utc")] == ["Date (UTC)"]


def test_what_is_not_read_is_told_by_check_page_and_card_and_never_called_unreported(table: Table) -> None:
    path = table("Ngày xảy ra,lat,lon,Số người chết,Vũ khí", "05.03.2024,33.3,44.4,7,súng cối")

    dataset, findings, edition = edition_of(path)

    told = next(iter(findings.with_code("columns-not-read")))
    assert told.values == ("Ngày xảy ra", "Số người chết", "Vũ khí")
    assert told.severity == "warning"
    assert '"Ngày xảy ra" (looks like days)' in told.message
    assert '"Ngày xảy ra" looks like days' in next(iter(findings.with_code("no-day-column"))).message
    row = {column: cells[0] for column, cells in edition.scene.tables["events"].items()}
    assert (row["date"], row["killed"], row["title"]) == (
        "date not read from this table", "not read from this table", "event",
    )  # fmt: skip
    line = "Columns of the table that this map does not use: Ngày xảy ra, Số người chết, Vũ khí."
    assert line in edition.scene.method
    assert "not reported" not in str(edition.scene.as_dict())
    bars = card_of(dataset, findings, table_accounting(dataset), file="t.csv").days
    assert [words("en").text(f"known_day.{bar.key}") for bar in bars] == ["no column was read as days"]
    assert "no column of it was read as sources" in dataset.sources["offline_reason"].iloc[0]


def test_what_a_table_has_no_column_for_is_not_in_it(table: Table) -> None:
    _, findings, edition = edition_of(table("id,date,lat,lon,killed", "a,2024-03-05,33.3,44.4,"))

    row = {column: cells[0] for column, cells in edition.scene.tables["events"].items()}
    assert (row["killed"], row["wounded"]) == ("not reported", "not in this table")
    assert not findings.with_code("columns-not-read")


def test_names_of_unread_columns_pass_the_gate(table: Table) -> None:
    from geomap.edition import Policy

    dataset, _ = checked(table("id,date,lat,lon,place,Fallujah staff", "a,2024-03-05,33.35,43.78,Fallujah,x"))
    place = dataset.places["place_id"].iloc[0]

    public = disclose(dataset, Policy(redact=(place,)))

    assert public.unread.columns == ("[name withheld] staff",)


@pytest.mark.parametrize(
    ("header", "row", "low", "high", "note"),
    [
        ("Civilians reported killed", "5", 5, None, "Civilians reported killed: 5"),
        ("Civilians reported killed,killed", "5,9", 9, 9, "Civilians reported killed: 5"),
        ("Civilians killed,children killed", "5,2", 5, None, "Civilians killed: 5; children killed: 2"),
        ("Killed (civilians)", "0", None, None, "Killed (civilians): 0"),
        ("Civilians killed", "up to 4", None, None, "Civilians killed: up to 4"),
    ],
)
def test_the_number_of_a_group_is_the_least_that_all_can_be(
    table: Table, header: str, row: str, low: int | None, high: int | None, note: str
) -> None:
    """Five civilians are at least five people; none of the civilians says nothing of the others."""
    dataset, _ = checked(table(f"id,date,lat,lon,{header}", f"a,2024-03-05,33,44,{row}"))

    event = dataset.events.iloc[0]
    assert [None if pd.isna(event[c]) else event[c] for c in ("killed_low", "killed_high")] == [low, high]
    assert event["harm_note"] == note


def test_a_table_without_rows_has_0_events(table: Table, tmp_path: Path) -> None:
    empty = tmp_path / "empty.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")

    for path in (table("date,place,lat,lon"), empty):
        (told,) = checked(path)[1].with_code("no-events")
        assert (told.message[:9], told.severity) == ("0 events:", "warning")  # the map is empty, whatever the format
    refused = checked(table("date,lat,lon", "soon,33,44"))[1]
    assert "all 1 are refused" in next(iter(refused.with_code("no-events"))).message


@pytest.mark.parametrize(
    ("cell", "order", "position"),
    [
        ("31.26, 35.21", "lat_lon", (35.21, 31.26, False)),
        ("31.26, 35.21", "lon_lat", (31.26, 35.21, False)),
        ("31.26, 35.21", "", (35.21, 31.26, True)),
        ("31.26 35.21", "", (35.21, 31.26, True)),
        ("(31,26; 35,21)", "", (35.21, 31.26, True)),
        ("31,26, 35,21", "", (35.21, 31.26, True)),
        ("121.0333, 13.7167", "", (121.0333, 13.7167, False)),
        ("13.7167, 121.0333", "", (121.0333, 13.7167, False)),
        ("13°43'00\"N 121°02'00\"E", "", (121.033333, 13.716667, False)),
        ("121°02'00\"E, 13°43'00\"N", "lat_lon", (121.033333, 13.716667, False)),
        ("N 31.26 E 35.21", "", (35.21, 31.26, False)),
        ("31.26S, 35.21W", "", (-35.21, -31.26, False)),
        ("POINT(35.2 31.2)", "lat_lon", (35.2, 31.2, False)),
        ("SRID=4326;POINT Z (35.2 31.2 12)", "", (35.2, 31.2, False)),
        ('{"type": "Point", "coordinates": [35.2, 31.2]}', "", (35.2, 31.2, False)),
        ("geo:31.2,35.2", "", (35.2, 31.2, False)),
        ("lat: 31.2, lon: 35.2", "", (35.2, 31.2, False)),
        ("Longitude 35.2; Latitude 31.2", "", (35.2, 31.2, False)),
        ("121.0333, 13.7167", "lat_lon", None),
        ("SRID=3857;POINT(35.2 31.2)", "", None),
        ("POLYGON((1 1, 2 2, 1 2, 1 1))", "", None),
        ("31,26,35,21", "", None),
        ("31.26", "", None),
        ("95, 200", "", None),
        ("Arad, Negev", "", None),
    ],
)
def test_both_numbers_in_one_cell(cell: str, order: str, position: tuple[float, float, bool] | None) -> None:
    pairs = read_pairs(pd.Series([cell], dtype=STRING), order)

    if position is None:
        assert pairs.bad.reasons.tolist()
        return
    assert (pairs.longitude[0], pairs.latitude[0], pairs.assumed[0]) == position
    assert pairs.bad.reasons.empty


@pytest.mark.parametrize(
    ("column", "told"), [("coordinates", ["order-assumed"]), ("lat_lon", []), ("Coordinates (lat, lon)", [])]
)
def test_a_column_of_positions_is_read_and_its_order_told_where_nothing_says_it(
    table: Table, column: str, told: list[str]
) -> None:
    dataset, findings = checked(table(f"id|date|place|{column}|type", "1|2024-04-14|Arad|31.26, 35.21|drone"))

    assert dataset.places[["longitude", "latitude"]].values.tolist() == [[35.21, 31.26]]
    assert [f.code for f in findings if f.code == "order-assumed"] == told


def test_positions_in_a_column_of_places_are_positions(table: Table) -> None:
    dataset, _ = checked(table("date|location|name", "2024-04-14|31.26 N, 35.21 E|Arad"))

    assert dataset.places[["name", "longitude", "latitude"]].values.tolist() == [["Arad", 35.21, 31.26]]


@pytest.mark.parametrize(
    ("cell", "axis", "degrees", "notes"),
    [
        ("5°60'00\"S", "latitude", -6.0, ["sixty-minutes"]),
        ("13°59'60\"N", "latitude", 14.0, ["sixty-minutes"]),
        ("5°61'00\"S", "latitude", None, []),
        ("16,7735", "latitude", 16.7735, ["decimal-comma"]),
        ("-3,0074", "longitude", -3.0074, ["decimal-comma"]),
        ("35°12'30,5\"E", "longitude", 35.208472, []),
        ("31,26,1", "latitude", None, []),
    ],
)
def test_degrees_as_people_write_them(cell: str, axis: str, degrees: float | None, notes: list[str]) -> None:
    """A decimal comma is unambiguous: no degrees have thousands, and an unquoted one would part two cells."""
    read = read_coordinates(pd.Series([cell], dtype=STRING), axis)

    assert [note.code for note in read.notes] == notes
    if degrees is None:
        assert pd.isna(read.values[0])
        assert not cell.startswith("5°61") or "go up to 60" in read.bad.reasons[0]
    else:
        assert read.values[0] == pytest.approx(degrees, abs=1e-6)


def test_the_documented_columns_of_launch_and_impact_need_no_place(table: Table) -> None:
    both = table("id,date,launch_lat,launch_lon,impact_lat,impact_lon", "a,2024-03-01,33.1,35.5,33.9,36.5")
    launch = table("id,date,launch_lat,launch_lon", "a,2024-03-01,33.1,35.5", name="launch.csv")

    tracks, _ = checked(both)
    lone, _ = checked(launch)

    assert tracks.trajectories[["launch_place_id", "impact_place_id"]].notna().all(axis=None)
    assert lone.trajectories["launch_place_id"].notna().all()


@pytest.mark.parametrize(
    ("columns", "cells", "launch", "impact"),
    [
        ("coord_uncertainty_m,location_class", "100,street", (100, "street"), (100, "street")),
        ("launch_uncertainty_m,impact_uncertainty_m", "900,40", (900, "nearby_landmark"), (40, "exact")),
        ("coord_uncertainty_m,launch_uncertainty_m", "100,2500", (2500, "neighbourhood_area"), (100, "exact")),
        ("launch_location_class,impact_location_class", "district,village", (None, "district"), (None, "village")),
    ],
)
def test_how_exactly_ends_are_known_is_read_for_both_or_each(
    table: Table,
    columns: str,
    cells: str,
    launch: tuple[float | None, str],
    impact: tuple[float | None, str],
) -> None:
    path = table(
        f"{LAUNCHES},{columns}", f"a,2024-03-01,Hill post,33.120,35.500,Village A,33.125,35.545,mortar,2,{cells}"
    )

    dataset, findings = checked(path)

    places, track = dataset.places.set_index("place_id"), dataset.trajectories.iloc[0]
    for end, (metres, location_class) in (("launch", launch), ("impact", impact)):
        place = places.loc[track[f"{end}_place_id"]]
        assert place["location_class"] == location_class
        assert pd.isna(place["coord_uncertainty_m"]) if metres is None else place["coord_uncertainty_m"] == metres
    assert not findings.with_code("precision-not-stated")
    assert "# Not used: none" in draft_mapping(path)


def test_ends_without_a_word_of_how_exactly_they_are_known_are_told(table: Table) -> None:
    _, findings = checked(table(LAUNCHES, "a,2024-03-01,A,33.1,35.5,B,33.9,36.5,mortar,2"))

    assert [f.rows for f in findings.with_code("precision-not-stated")] == [(2,)]


def test_a_finding_of_a_place_names_the_column_that_the_file_has(table: Table) -> None:
    row = "b,2024-03-01,Sea of Nowhere,,,Hokkaido waters,41.0,138.0,ballistic missile,1"

    _, findings = checked(table(LAUNCHES, row))

    assert [f.column for f in findings.with_code("name-not-found")] == ["launch_place"]
    assert [f.column for f in findings.with_code("place-too-coarse")] == [""]  # no column of it says so


def test_an_empty_code_of_precision_is_no_code(table: Table) -> None:
    """It says as little as a table without the column: a town, and that is told."""
    header = "event_id_cnty,event_date,sub_event_type,geo_precision,fatalities,location,latitude,longitude"
    rows = ["A1,2024-03-05,Armed clash,,1,Idleb,35.93,36.63", "A2,2024-03-05,Armed clash,3,1,Idleb,35.93,36.63"]

    dataset, findings = checked(table(header, *rows))

    assert sorted(dataset.places["location_class"]) == ["province", "town"]
    told = next(iter(findings.with_code("precision-not-stated")))
    assert (told.rows, told.column) == ((2,), "geo_precision")


GED = "id,year,date_prec,date_start,date_end,type_of_violence,where_coordinates,where_prec,latitude,longitude,country"


def test_a_recognised_format_stands_before_hashtags(table: Table) -> None:
    """The tags of humanitarian data know one killed, the format low, best and high, and how exact a place is."""
    path = table(
        f"{GED},best,low,high,remarks",
        ",#date+year,,,,,,,#geo+lat,#geo+lon,,#affected+killed,,,#description",
        "1,2020,1,2020-01-02,2020-01-02,1,Iraq,6,33.0,43.0,Iraq,10,4,30,seen",
    )

    dataset, _ = checked(path)

    event, place = dataset.events.iloc[0], dataset.places.iloc[0]
    assert tuple(event[["killed_low", "killed_high", "summary"]]) == (4, 30, "seen")
    assert (place["location_class"], place["where_prec"]) == ("country", 6)


def test_a_drafted_mapping_reads_what_the_sheet_alone_reads(table: Table, tmp_path: Path) -> None:
    path = table(
        "Date (UTC)|Time (UTC)|coordinates lon/lat|Civilians killed|other",
        "2024-04-13|23:40|35.21, 31.26|4|x",
    )
    own = tmp_path / "own.toml"
    own.write_text(draft_mapping(path), "utf-8")

    plain, _ = checked(path)
    drafted, _ = checked(path, options=ReadOptions(mapping=own))

    columns = ["date_start", "time_local", "time_earliest", "killed_low", "harm_note"]
    assert plain.events[columns].equals(drafted.events[columns])
    assert plain.places[["longitude", "latitude"]].equals(drafted.places[["longitude", "latitude"]])
    assert "# Not used: other" in own.read_text("utf-8")


@pytest.mark.parametrize(
    ("cells", "is_place"), [(["Eilat", "Ben Gurion Airport"], True), (["yes", "No"], False), (["3", "1"], False),
                            (["Intercepted", "missed"], False)],
)  # fmt: skip
def test_a_column_called_hit_is_a_place_only_where_its_cells_are_names(cells: list[str], is_place: bool) -> None:
    mapping = found("date|launched from|hit", {"hit": cells, "launched from": ["Sanaa"], "date": ["2025-03-17"]})

    assert ("impact_place" in mapping.found) is is_place


def test_positions_of_an_end_that_are_not_read_are_told_beside_those_that_are(table: Table) -> None:
    path = table("date,lat,lon,origin zone lat,origin zone lon", "2025-03-17,33.3,44.4,15.35,44.2")

    _, findings = checked(path)

    assert [f.column for f in findings.with_code("position-not-read")] == ["origin zone lat", "origin zone lon"]


def test_a_column_that_a_mapping_names_and_nothing_is_made_of_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("day,town,lat,lon,Shot down\n2025-03-17,Taiz,13.58,44.02,all\n", "utf-8")
    (tmp_path / "t.toml").write_text(
        '[columns]\ndate = "day"\nplace = "town"\nlatitude = "lat"\nlongitude = "lon"\nintercepted = "Shot down"\n',
        "utf-8",
    )

    _, findings = checked(tmp_path / "t.csv", options=ReadOptions(mapping=tmp_path / "t.toml"))

    (told,) = findings.with_code("columns-not-read")
    assert "only where a column names the launch or the impact" in told.message
    assert "Name them in a mapping" not in told.message


def test_a_mapping_of_ones_own_adds_to_the_words_that_geomap_knows(tmp_path: Path) -> None:
    rows = ("missile,village", "rocket salvo,town", "Drone,hut")
    (tmp_path / "t.csv").write_text(
        "day,lat,lon,weapon,sure,who\n"
        + "".join(f"2025-03-1{n},13.58,44.02,{row},residents\n" for n, row in enumerate(rows)),
        "utf-8",
    )
    (tmp_path / "t.toml").write_text(
        'title = "Attacks, 2025"\n[columns]\ndate = "day"\nlatitude = "lat"\nlongitude = "lon"\nkind = "weapon"\n'
        'source = "who"\nprecision = "sure"\n[kind.words]\n"rocket salvo" = "rocket"\ndrone = "other"\n'
        '[precision.words]\nhut = "compound"\n',
        "utf-8",
    )

    edition = build_edition(tmp_path / "t.csv", options=ReadOptions(mapping=tmp_path / "t.toml"))

    assert edition.public.events["kind"].tolist() == ["missile", "rocket", "other"]
    assert sorted(edition.public.places["location_class"]) == ["compound", "town", "village"]
    assert edition.scene.title == "Attacks, 2025"
    assert edition.scene.tables["sources"]["kind"] == [""]
    assert "residents (Attacks, 2025)" in sources_markdown(edition.scene)


def test_a_table_of_which_only_launches_were_read_says_so(table: Table) -> None:
    path = table("date,launched from,launch lat,launch lon,zone of arrival", "2025-03-17,Sanaa,15.35,44.2,somewhere")

    edition = build_edition(path)

    assert edition.scene.method[0].startswith(
        "Areas show where munitions were reported to be fired from. Where they fell was read from no"
    )
    assert "no place reported" not in geojson.render(edition).decode()
    both = build_edition(table(LAUNCHES, "a,2025-03-17,Sanaa,15.35,44.2,Eilat,29.55,34.95,missile,1"))
    assert "and where munitions were reported to be fired from" in both.scene.method[0]
