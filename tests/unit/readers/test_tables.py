"""Tables of other projects, in their published columns: small samples of our own."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from geomap.errors import ForbiddenColumn, InvalidMetadata, MissingColumn, UnreadableInput, UsageError
from geomap.pipeline import checked
from geomap.readers import READERS, ReadOptions, gdelt
from geomap.readers.cells.dates import from_parts, read_days
from geomap.readers.drafts import draft_mapping
from geomap.readers.mapping import Mapping, known_mappings, read_mapping
from geomap.readers.stated import classes_of_radii
from geomap.readers.where import _all_said
from geomap.schema.parse import STRING

Write = Callable[..., Path]

ACLED_2023 = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
ACLED_OLD = [
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "timestamp",
    "iso3",
]
ACLED_ROW = {
    "event_id_cnty": "IRQ123",
    "data_id": "900",
    "event_date": "17 November 2020",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Unidentified Armed Group (Iraq)",
    "actor2": "Civilians (Iraq)",
    "country": "Iraq",
    "admin1": "Baghdad",
    "location": "Baghdad - Karkh",
    "latitude": "33.3127",
    "longitude": "44.3727",
    "geo_precision": "1",
    "source": "AFP; Shafaq News",
    "source_scale": "National-International",
    "notes": "Rockets fell. Fatalities unknown.",
    "fatalities": "0",
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as CSV: ``write(columns, row, row, name=..., delimiter=...)``."""

    def make(columns: Sequence[str], *rows: dict[str, str], name: str = "table.csv", delimiter: str = ",") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


@pytest.mark.parametrize(
    "columns", [ACLED_2023, ACLED_OLD, [c.upper() for c in ACLED_OLD]], ids=["2023", "old", "caps"]
)
def test_acled_is_recognised_by_its_columns(write: Write, columns: list[str]) -> None:
    row = {c: ACLED_ROW.get(c.lower(), "") for c in columns}

    dataset, findings = checked(write(columns, row))

    event, place = dataset.events.iloc[0], dataset.places.iloc[0]
    assert tuple(event[["event_id", "kind", "date_start", "date_prec"]]) == (
        "irq123",
        "unknown_projectile",
        "2020-11-17",
        1,
    )
    assert tuple(place[["location_class", "radius_m", "geo_precision"]]) == ("town", 5000.0, 1)
    assert sorted(dataset.sources["publisher"]) == ["AFP", "Shafaq News"]
    assert "acleddata.com" in dataset.editorial["credits"][0]["text"]
    assert len(findings.with_code("zero-but-unknown")) == 1


def test_a_coarse_time_precision_widens_the_day(write: Write) -> None:
    """ACLED puts an event of a month on one day of it; the map must not."""
    month = ACLED_ROW | {"time_precision": "3"}
    week = ACLED_ROW | {"time_precision": "2", "event_id_cnty": "IRQ124"}

    dataset, _ = checked(write(ACLED_2023, month, week))

    assert [str(dataset.events[c].iloc[0])[:10] for c in ("date_start_lower", "date_start_upper")] == [
        "2020-11-01",
        "2020-11-30",
    ]
    assert [str(dataset.events[c].iloc[1])[:10] for c in ("date_start_lower", "date_start_upper")] == [
        "2020-11-11",
        "2020-11-23",
    ]


def test_actors_have_no_direction(write: Write) -> None:
    dataset, _ = checked(write(ACLED_2023, ACLED_ROW))

    assert dataset.events["actors"].iloc[0] == "Unidentified Armed Group (Iraq); Civilians (Iraq)"
    assert dataset.events[["actor_claimed", "actor_attributed"]].isna().all(axis=None)


def test_gtd_parts_of_a_date_and_unknown_counts(write: Write) -> None:
    columns = [
        "eventid",
        "iyear",
        "imonth",
        "iday",
        "country_txt",
        "provstate",
        "city",
        "latitude",
        "longitude",
        "specificity",
        "attacktype1_txt",
        "weaptype1_txt",
        "gname",
        "nkill",
        "nwound",
        "scite1",
        "summary",
    ]
    row = dict(
        zip(
            columns,
            [
                "200105000001",
                "2001",
                "5",
                "0",
                "Iraq",
                "Baghdad",
                "Baghdad",
                "33.3",
                "44.4",
                "1",
                "Bombing/Explosion",
                "Explosives",
                "Unknown",
                "",
                "-99",
                "Reuters",
                "x",
            ],
            strict=True,
        )
    )

    dataset, _ = checked(write(columns, row))

    event = dataset.events.iloc[0]
    assert tuple(event[["date_start", "kind"]]) == ("2001-05", "other")
    assert event[["killed_low", "killed_high", "wounded_low", "wounded_high"]].isna().all()
    assert dataset.places["location_class"].iloc[0] == "city"


def test_airwars_ranges_and_words_of_accuracy(write: Write) -> None:
    columns = [
        "Unique Reference Code",
        "Incident Date",
        "Location",
        "Location accuracy",
        "Latitude",
        "Longitude",
        "Civilians reported killed",
        "Civilians reported injured",
    ]
    row = dict(
        zip(
            columns,
            ["CS1", "2017-03-17", "al Jadida", "Neighbourhood/area", "36.33", "43.08", "133 – 164", "Unknown"],
            strict=True,
        )
    )

    dataset, _ = checked(write(columns, row))

    event, place = dataset.events.iloc[0], dataset.places.iloc[0]
    assert tuple(event[["killed_low", "killed_high"]]) == (133, 164)
    assert event[["wounded_low", "wounded_high"]].isna().all()
    assert tuple(place[["location_class", "radius_m"]]) == ("neighbourhood_area", 1500.0)


@pytest.mark.parametrize("columns", [gdelt.COLUMNS_1, gdelt.COLUMNS_2], ids=["1.0", "2.0"])
def test_gdelt_is_machine_coded_and_unverified(tmp_path: Path, columns: tuple[str, ...]) -> None:
    row = dict.fromkeys(columns, "") | {
        "GLOBALEVENTID": "818966496",
        "SQLDATE": "20201117",
        "EventCode": "195",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Baghdad, Baghdad, Iraq",
        "ActionGeo_Lat": "33.3386",
        "ActionGeo_Long": "44.3939",
        "SOURCEURL": "https://example.org/a",
    }
    path = tmp_path / "20201117.export.CSV"
    path.write_text("\t".join(row.values()) + "\n", "utf-8")

    dataset, findings = checked(path)

    event = dataset.events.iloc[0]
    assert tuple(event[["status", "kind", "date_start"]]) == ("unverified", "other", "2020-11-17")
    assert event[["killed_low", "killed_high"]].isna().all()
    assert dataset.places["location_class"].iloc[0] == "city"
    assert len(findings.with_code("machine-coded")) == 1


def test_hxl_tags_say_what_columns_are(tmp_path: Path) -> None:
    path = tmp_path / "hxl.csv"
    path.write_text(
        "wann,wo,breite,laenge,tote\n#date,#loc+name,#geo+lat,#geo+lon,#affected+killed\n2020-11-17,Baghdad,33.3,44.4,2\n",
        "utf-8",
    )

    dataset, _ = checked(path)

    assert tuple(dataset.events.iloc[0][["file_row", "date_start", "killed_high"]]) == (3, "2020-11-17", 2)


def test_a_mapping_file_of_ones_own(write: Write, tmp_path: Path) -> None:
    path = write(["wann", "wo", "b", "l"], {"wann": "2020-11-17", "wo": "Baghdad", "b": "33.3", "l": "44.4"})
    own = tmp_path / "own.toml"
    own.write_text(
        '[columns]\ndate = "wann"\nplace = "wo"\nlatitude = "b"\nlongitude = "l"\n[precision]\ndefault = "city"\n',
        "utf-8",
    )

    with pytest.raises(MissingColumn, match="no column says where"):
        checked(path)
    dataset, _ = checked(path, options=ReadOptions(mapping=own))

    assert dataset.places["location_class"].iloc[0] == "city"


def test_a_drafted_mapping_reads_the_table_the_same_way(write: Write, tmp_path: Path) -> None:
    path = write(ACLED_2023, ACLED_ROW)
    own = tmp_path / "draft.toml"
    own.write_text(draft_mapping(path), "utf-8")

    plain, _ = checked(path)
    drafted, _ = checked(path, options=ReadOptions(mapping=own))

    for column in ("event_id", "kind", "date_start", "killed_low"):
        assert plain.events[column].tolist() == drafted.events[column].tolist()


@pytest.mark.parametrize(
    "text", ["[columns]\nwarhead = 'x'", "[precision]\nsystem = 'guess'", "[kind]\ndefault = 'bang'", "a = = 1"]
)
def test_a_mapping_that_says_nonsense_is_refused(text: str) -> None:
    with pytest.raises(InvalidMetadata):
        read_mapping(text, "own.toml")


def test_every_shipped_mapping_has_a_name_and_is_read_once() -> None:
    assert len({m.name for m in known_mappings()}) == len(known_mappings()) == 7


def test_cp1256_by_option(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id,date,lat,lon,place\n1,2020-11-17,33.3,44.4,بغداد\n".encode("cp1256"))

    with pytest.raises(UnreadableInput, match=r"row 2, column \"place\".*cp1256"):
        checked(path)
    dataset, _ = checked(path, options=ReadOptions(encoding="cp1256"))

    assert dataset.places["name"].iloc[0] == "بغداد"


def test_utf16_with_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("id\tdate\tlat\tlon\tplace\n1\t2020-11-17\t33.3\t44.4\tبغداد\n", "utf-16")

    dataset, _ = checked(path)

    assert dataset.places["name"].iloc[0] == "بغداد"


TITLED = 'Attacks in Iraq\n"Updated, 25 November"\n\ndate,place,lat,lon\n2020-11-17,Mosul,36.34,43.13\n'


def test_a_title_above_the_header_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    path.write_text(TITLED, "utf-8")

    dataset, findings = checked(path)

    assert dataset.events["file_row"].tolist() == [5]
    told = next(iter(findings.with_code("rows-above-header")))
    assert (told.rows, told.count) == ((1, 2), 2)


GROUPS_ABOVE = (
    [["When", "Where", None, None, None, "What"], ["Date", "Place", "Country", "Lat", "Lon", "Type"]],
    [["Date", "Place", None, "Position", None, "What"], [None, "Town", "Country", "Lat", "Lon", "Type"]],
    [["Date", "Place", "Country", "Coordinates", None, "Type"], [None, None, None, "lat", "lon", None]],
)


@pytest.mark.parametrize("above", GROUPS_ABOVE)
def test_names_of_groups_above_the_names_of_columns_are_no_header_alone(tmp_path: Path, above: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in (*above, ["2024-03-05", "Kharkiv", "Ukraine", 49.99, 36.23, "drone"]):
        book.active.append(row)
    path = tmp_path / "grouped.xlsx"
    book.save(path)

    dataset, findings = checked(path)

    (event,), (place,) = dataset.events.to_dict("records"), dataset.places.to_dict("records")
    assert (event["date_start"], event["kind"], event["file_row"]) == ("2024-03-05", "drone", 3)
    assert (place["name"], place["longitude"], place["latitude"]) == ("Kharkiv", 36.23, 49.99)
    assert "the header has two rows, 1 and 2" in str(next(iter(findings.with_code("rows-above-header"))))


def test_a_row_below_a_column_without_a_name_stays_a_row(tmp_path: Path) -> None:
    path = tmp_path / "gap.csv"
    path.write_text("date,place,,lat,lon\n,,x,49,36\n2024-03-05,Kharkiv,near the mill,49.99,36.23\n", "utf-8")

    dataset, findings = checked(path)

    assert dataset.events["file_row"].tolist() == [2, 3]
    assert not findings.with_code("rows-above-header")


def test_the_sheet_with_a_header_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Attack tracker"])
    book.active.append(["Please do not edit"])
    for title, day in (("2020", "2020-11-17"), ("2021", "2021-01-05")):
        sheet = book.create_sheet(title)
        for row in (["date", "place", "lat", "lon"], [day, "Mosul", 36.34, 43.13]):
            sheet.append(row)
    path = tmp_path / "tracker.xlsx"
    book.save(path)

    dataset, findings = checked(path)

    assert dataset.events["date_start"].tolist() == ["2020-11-17"]
    assert 'only "2020" is read, not "2021"' in str(next(iter(findings.with_code("further-table"))))


@pytest.mark.parametrize(("delimiter", "told"), [(";", 0), ("\t", 0), (",", 2)])
def test_a_decimal_comma_is_read_and_told_where_commas_separate_cells(
    tmp_path: Path, delimiter: str, told: int
) -> None:
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            ["Datum", "Ort", "Breitengrad", "Längengrad", "Tote"],
            ["17.11.2020", "Mossul", "36,335", "43,1189", "2"],
        ]
        csv.writer(file, delimiter=delimiter).writerows(rows)

    dataset, findings = checked(path)

    assert dataset.places["longitude"].tolist() == [43.1189]
    assert dataset.events["killed_low"].tolist() == [2]
    assert len(findings.with_code("decimal-comma")) == told


@pytest.mark.parametrize("columns", [["date", "place", "coordinates"], ["date", "place", "lat"]])
def test_positions_that_are_not_read_are_told(write: Write, columns: list[str]) -> None:
    _, findings = checked(write(columns, {"date": "2020-11-17", "place": "Mosul", columns[2]: "36.3"}))

    assert [f.column for f in findings.with_code("position-not-read")] == columns[2:]


@pytest.mark.parametrize("others", [["codebook.pdf"], ["__MACOSX/ged.csv"], ["second.csv"]])
def test_the_one_table_in_a_zip_is_read_as_ucdp_publishes_it(tmp_path: Path, root: Path, others: list[str]) -> None:
    table = root / "tests" / "data" / "formats" / "ucdp-ged.csv"
    path = tmp_path / "ged251-csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(table, "GEDEvent_v25_1.csv")
        for name in others:
            archive.writestr(name, "x")

    if others == ["second.csv"]:
        with pytest.raises(UnreadableInput, match=r"it holds GEDEvent_v25_1.csv, second.csv. Give the file inside"):
            checked(path)
        return
    assert len(checked(path)[0].events) == len(checked(table)[0].events)


def test_gdelt_is_read_as_it_is_published_in_a_zip(tmp_path: Path) -> None:
    line = dict.fromkeys(gdelt.COLUMNS_2, "") | {"GLOBALEVENTID": "1", "SQLDATE": "20201117", "ActionGeo_Type": "4"}
    path = tmp_path / "20201117213000.export.CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20201117213000.export.CSV", "\t".join(line.values()) + "\n")

    dataset, _ = checked(path)

    assert dataset.events["status"].tolist() == ["unverified"]


def test_gdelt_is_read_the_same_at_once_and_line_by_line(tmp_path: Path) -> None:
    """An empty line has the file read line by line; quotation marks are letters like others."""
    lines = []
    for number, name in enumerate(['Baghdad, "the city", Iraq', '"Basra', "Mosul", "Mosul"], start=1):
        cells = dict.fromkeys(gdelt.COLUMNS_2, "") | {
            "GLOBALEVENTID": str(number),
            "SQLDATE": "20201117",
            "ActionGeo_Type": "4",
            "ActionGeo_FullName": name,
            "ActionGeo_Lat": "33.3",
            "ActionGeo_Long": f"44.{number}",
            "SOURCEURL": f"https://example.org/{number // 2}",
        }
        lines.append("\t".join(cells.values()))
    paths = [tmp_path / str(n) / "20201117.export.CSV" for n in range(4)]
    texts = ("\n".join(lines) + "\n", "\r\n".join(lines), "\n".join([*lines, "", ""]), "\n".join([*lines, "a\tb"]))
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir()
        path.write_bytes(text.encode())

    whole, ended, patient, ragged = (checked(path) for path in paths)

    for other, _ in (ended, patient, ragged):
        for table in ("events", "places", "sources"):
            pd.testing.assert_frame_equal(getattr(other, table), getattr(whole[0], table), check_index_type=False)
    assert whole[0].places["name"].tolist() == ['Baghdad, "the city", Iraq', '"Basra', "Mosul", "Mosul"]
    assert len(whole[1].with_code("events-on-one-article")) == len(patient[1].with_code("events-on-one-article")) == 1
    assert ragged[0].refused["file_row"].tolist() == [5]


def test_date_order_is_asked_for_once(write: Write) -> None:
    row = {"id": "1", "date": "03/04/2020", "lat": "33.3", "lon": "44.4"}
    path = write(["id", "date", "lat", "lon"], row)

    refused, _ = checked(path)
    read, _ = checked(path, options=ReadOptions(date_order="dmy"))

    assert (len(refused.events), len(refused.refused)) == (0, 1)
    assert read.events["date_start"].iloc[0] == "2020-04-03"
    with pytest.raises(UsageError):
        ReadOptions(date_order="ymm")


def test_columns_of_ballistics_are_refused(write: Write) -> None:
    with pytest.raises(ForbiddenColumn):
        checked(write(["id", "lat", "lon", "launch_angle"], {"id": "1", "lat": "33", "lon": "44"}))


def test_one_launch_and_one_impact_are_a_pair_several_are_not(write: Write) -> None:
    columns = ["id", "date", "place", "lat", "lon", "weapon", "rockets", "launch_place", "impact_place"]
    shared = {"date": "2020-11-17", "place": "Green Zone", "lat": "33.305", "lon": "44.392", "weapon": "rocket"}
    one = shared | {"id": "a", "rockets": "4", "launch_place": "A", "impact_place": "X"}
    two = shared | {"id": "b", "launch_place": "A; B", "impact_place": "X"}
    many = shared | {"id": "c", "launch_place": "A; B", "impact_place": "X; Y"}

    dataset, _ = checked(write(columns, one, two, many))

    tracks = dataset.trajectories.set_index("trajectory_id")
    ends = tracks[["launch_place_id", "impact_place_id"]].notna()
    assert tracks.loc["a-t1", "group_n"] == 4
    assert ends.loc[["a-t1", "b-t1", "b-t2"]].all(axis=None)
    assert (ends.loc[["c-t1", "c-t2", "c-t3", "c-t4"]].sum(axis=1) == 1).all()


def test_a_range_of_projectiles_goes_to_its_group(write: Write) -> None:
    columns = ["id", "date", "launch_place", "impact_place", "weapon", "rockets"]
    shared = {"date": "2020-11-17", "launch_place": "A", "impact_place": "X", "weapon": "rocket"}
    said = {"a": "4", "b": "2-4", "c": "at least 9"}

    dataset, _ = checked(write(columns, *(shared | {"id": n, "rockets": words} for n, words in said.items())))

    sizes = dataset.trajectories[["group_n", "group_n_low", "group_n_high"]].astype(object)
    told = sizes.where(sizes.notna(), None).to_numpy().tolist()
    assert told == [[4, None, None], [None, 2, 4], [None, 9, None]]


def test_provinces_of_one_point_do_not_hang_on_the_order_of_rows(write: Write) -> None:
    shared = {"date": "2020-11-17", "place": "A", "lat": "33.3", "lon": "44.4"}
    rows = [shared | {"id": n, "admin1": p, "admin2": d} for n, p, d in (("1", "North", ""), ("2", "South", "Lower"))]
    columns = ["id", "date", "place", "lat", "lon", "admin1", "admin2"]

    for order in (rows, rows[::-1]):
        dataset, _ = checked(write(columns, *order))

        assert dataset.places[["admin1", "admin2"]].to_numpy().tolist() == [["North; South", "Lower"]]


def test_permuted_rows_give_the_same_ids(write: Write) -> None:
    rows = [{"date": f"2020-11-{d}", "lat": "33.3", "lon": "44.4", "place": "x"} for d in (17, 18, 19)]

    one, _ = checked(write(["date", "lat", "lon", "place"], *rows, name="a.csv"))
    two, _ = checked(write(["date", "lat", "lon", "place"], *rows[::-1], name="a.csv"))

    assert sorted(one.events["event_id"]) == sorted(two.events["event_id"])
    assert one.places["place_id"].tolist() == two.places["place_id"].tolist()


def test_every_reader_says_what_it_reads() -> None:
    assert len({r.name for r in READERS}) == len(READERS)
    assert all(r.describes and not r.describes.endswith(".") for r in READERS)


@pytest.mark.parametrize("mapping", known_mappings(), ids=lambda m: m.name)
def test_a_draft_keeps_everything_that_a_shipped_mapping_says(tmp_path: Path, mapping: Mapping) -> None:
    path = tmp_path / "table.csv"
    needed = [need.split("|")[0] for need in mapping.needs]
    names = dict.fromkeys([*needed, *(name for several in mapping.columns.values() for name in several)])
    path.write_text(",".join(names) + "\n", "utf-8")

    drafted = read_mapping(draft_mapping(path), "draft.toml")

    kept = ("licence", "credit", "bars_rows", "precision_system", "precision_words", "default_class", "date_prec")
    for field in (*kept, "unknown", "labels", "default_kind", "separator", "source_kind", "fixed"):
        assert getattr(drafted, field) == getattr(mapping, field), field


@pytest.mark.parametrize(
    ("cell", "day", "clock"),
    [
        ("2020/11/17 00:00:00", "2020-11-17", None),  # what GDAL writes of a date and time into a Shapefile
        ("17/11/2020 21:30", "2020-11-17", "21:30"),
        ("17 November 2020 9:05", "2020-11-17", "09:05"),
        ("17/11/2020 21:30 22:30", None, None),
        ("03/04/2020 21:30", None, None),
    ],
)
def test_a_time_beside_a_day_is_kept(cell: str, day: str | None, clock: str | None) -> None:
    days = read_days(pd.Series([cell], dtype=STRING))

    found = [None if pd.isna(value[0]) else value[0] for value in (days.text, days.time_local)]
    assert found == [day, clock]


def test_a_year_that_is_no_whole_number_is_no_year_and_such_a_month_makes_no_date() -> None:
    year, month = (
        pd.Series(cells, dtype=STRING) for cells in (["33.3", "inf", "1e30", "2001"], ["5", "5", "5", "5.5"])
    )

    assert [text if isinstance(text, str) else None for text in from_parts(year, month, None)] == [None] * 3 + [
        "2001-5.5"
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "is a web page"),
        ("id,lat,lon,notes\n1,33.3,44.4,x\n".encode("utf-16")[:-1], 'row 2, column "notes": byte'),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "is an old Excel workbook"),
        (("a," * 20_000 + "lat,lon\n").encode(), "20,002 columns; geomap reads at most 16,384"),
    ],
    ids=["web page", "half a character", "old Excel", "very wide"],
)
def test_what_is_no_table_is_told_as_what_it_is(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / ("download.xls" if data[:1] == b"\xd0" else "download.csv")
    path.write_bytes(data)

    with pytest.raises(UnreadableInput, match=message) as told:
        checked(path)

    assert "\x00" not in str(told.value)


def test_a_row_of_very_many_empty_cells_is_read_at_once(tmp_path: Path) -> None:
    """Taking them off one by one took hours."""
    path = tmp_path / "wide.csv"
    path.write_text("date,lat,lon\n2020,33.3,44.4" + "," * 1_000_000 + "\n", "utf-8")

    dataset, findings = checked(path)

    assert len(dataset.events) == 1
    assert [f.code for f in findings] == ["precision-not-stated"]


def test_a_stray_cell_in_the_last_corner_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    """Every row was filled up to 16,384 cells; a workbook of two rows never ended."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["date", "lat", "lon"])
    book.active.append(["2020", 33.3, 44.4])
    book.active["XFD20000"] = "x"
    path = tmp_path / "events.xlsx"
    book.save(path)

    dataset, findings = checked(path)

    assert len(dataset.events) == 1
    assert [(f.code, f.rows) for f in findings.with_code("ragged-row")] == [("ragged-row", (20_000,))]


def test_cells_merged_over_rows_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = [["date", "place", "lat", "lon"], ["2024-04-14", "A", 46.48, 30.73], [None, "B", 49.99, 36.23]]
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B1:C1")
    book.save(tmp_path / "merged.xlsx")

    _, findings = checked(tmp_path / "merged.xlsx")

    told = [f.message for f in findings if f.code == "merged-cells"]
    assert len(told) == 1
    assert "(A2:A3)" in told[0]


def test_what_the_rows_of_a_place_say_is_all_told_once_and_sorted() -> None:
    said = pd.Series(["Erbil", None, "Anbar; Babil", "Anbar", "Erbil", None, "Babil"], dtype=STRING)
    places = np.array([0, 0, 1, 1, 3, 2, 1])

    told = _all_said(said, places, pd.RangeIndex(5))

    assert told.astype(object).where(told.notna(), None).tolist() == ["Erbil", "Anbar; Babil", None, "Erbil", None]


@pytest.mark.parametrize(
    ("radius_m", "name"),
    [(0.0, "exact"), (299.0, "exact"), (300.0, "street"), (4_999.0, "neighbourhood_area"), (1e6, "district")],
)
def test_a_radius_stands_for_the_coarsest_class_within_it(radius_m: float, name: str) -> None:
    found = classes_of_radii(pd.Series([np.nan, radius_m]))

    assert found.isna().tolist() == [True, False]
    assert found[1] == name
