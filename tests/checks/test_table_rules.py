"""Each rule for foreign tables fires on a table that is broken in just its way, and is silent on a good one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geomap import land
from geomap.checks import codes, explain
from geomap.checks.card import card_of, table_accounting
from geomap.pipeline import build_edition, checked
from geomap.readers import ReadOptions, gdelt

HEAD = "id,date,lat,lon,place,country,killed,notes,source,location_class\n"


def row(
    number, date="2020-11-17", lat="33.3", lon="44.4", place="X", country="Iraq", killed="1", notes="", source="AFP"
):
    return f"{number},{date},{lat},{lon},{place},{country},{killed},{notes},{source},town\n"


def way(amounts):
    return f"2024-03-02,Hill,33,35,Town,33.2,35.4,rocket,{amounts}\n"


GOOD = HEAD + row(1) + row(2, lat="33.4")
MANY = "".join(row(n, lat=f"33.{n + 10}", country="") for n in range(9))
ACLED = "event_id_cnty,event_date,event_type,sub_event_type,geo_precision,fatalities,latitude,longitude,location\n"
GED = (
    "id,where_prec,date_prec,date_start,date_end,type_of_violence,best,low,high,latitude,longitude,where_coordinates\n"
)
GTD = "eventid,iyear,imonth,iday,latitude,longitude,specificity,nkill\n"
ENDS = "date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets,intercepted\n"
ALIKE = "id,date,place,lat,lon,type,location_class,killed,source\n"
ODESA = (
    "1,2024-03-01,Odesa,46.48,30.73,drone,city,12,Paper A\n",
    "2,2024-03-01,Odesa,46.48,30.73,drone,city,12,Paper A\n",
    "3,2024-03-01,Odessa,46.4825,30.7233,UAV,city,10,Paper B\n",
)

FIRES = {
    "rows-on-one-coordinate": (HEAD + "".join(row(n) for n in range(25)), 25),
    "decimals-finer-than-precision": ("id,date,lat,lon,location_class\n1,2020,33.31234,44.41234,province\n", 1),
    "decimals-finer-than-precision, ACLED": (ACLED + "A1,2020-11-17,x,y,3,0,33.31234,44.41234,Baghdad\n", 1),
    "coordinates-swapped": (HEAD + row(1, lat="44.4", lon="33.3"), 1),
    "coordinates-swapped, one row": (HEAD + MANY + row(10, lat="44.4", lon="33.3", country=""), 1),
    "bad-coordinate": (HEAD + row(1, lat="3687000", lon="443000"), 2),
    "null-island": (HEAD + row(1, lat="0", lon="0"), 1),
    "outside-country": (HEAD + row(1, lat="48.85", lon="2.35"), 1),
    "zero-but-unknown": (HEAD + row(1, killed="0", notes="death toll unknown"), 1),
    "best-outside-range": (GED + "1,1,1,2020-11-17,2020-11-17,1,5,1,3,33.3,44.4,Baghdad\n", 1),
    "duplicate-id": (HEAD + row(1) + row(1, killed="2"), 1),
    "duplicate-row": (HEAD + row(1) + row(1), 2),
    "total-row": (HEAD + row(1) + "Total,,,,,,12,,,\n", 1),
    "total-row, without a word": (HEAD + row(1) + ",,,,,,12,,,\n", 1),
    "zero-but-unknown, whether": (HEAD + row(1, killed="0", notes="It was not clear how many people died"), 1),
    "zero-but-unknown, coded": (HEAD + row(1, killed="0", notes="Fatalities coded as 0 because unspecified"), 1),
    "zero-but-unknown, Arabic": (HEAD + row(1, killed="0", notes="عدد القتلى غير معروف"), 1),
    "coordinates-swapped, one of seven": (
        HEAD + "".join(MANY.splitlines(True)[:6]) + row(10, lat="44.4", lon="33.3"),
        1,
    ),
    "total-row, in the date": (HEAD + row(1) + ",Total,,,,,12,,,\n", 1),
    "two-date-orders": (HEAD + row(1, date="17/11/2020") + row(2, date="11/17/2020"), 2),
    "bad-date, Excel serial": (HEAD + row(1, date="44152"), 1),
    "bad-date, two digits": (HEAD + row(1, date="17/11/20"), 1),
    "date-in-future": (HEAD + row(1, date="2035-01-01"), 1),
    "date-moved": (HEAD + "".join(row(n, date=f"2020-11-1{n}T21:00:00Z") for n in range(3)), 3),
    "date-moved, summer time": (
        HEAD + "".join(row(n, date=f"2020-11-{n + 10}T2{n % 2 + 1}:00:00Z") for n in range(10)),
        10,
    ),
    "date-moved, +00:00": (HEAD + "".join(row(n, date=f"2020-11-1{n}T21:00:00+00:00") for n in range(3)), 3),
    "mojibake": (HEAD + row(1, place="Ø¨ØºØ¯Ø§Ø¯"), 1),
    "mojibake, lost": (HEAD + row(1, place="??????? ????") + row(2, place="Ba\ufffddad"), 2),
    "mojibake, cp1256": (HEAD + row(1, place="ÈÛÏÇÏ"), 1),
    "several-sources, known": (HEAD + row(1, source="Rudaw") + row(2, source='"AFP, Rudaw"'), 1),
    "several-sources": (HEAD + row(1, source="AFP | Reuters") + row(2, source='"AFP, Reuters, BBC"'), 2),
    "count-in-words": (HEAD + row(1, killed="several") + row(2, killed="~5"), 2),
    "counts-out-of-order": ("id,date,lat,lon,killed_low,killed_high\n1,2020,33.3,44.4,3,1\n", 1),
    "midnight-not-shown": (HEAD + row(1, date="2020-11-17 00:00") + row(2, date="2020-11-18 09:30"), 1),
    "kind-not-known": ("id,date,lat,lon,type\n1,2020,33.3,44.4,catapult\n2,2020,33.3,44.4,bomb\n", 1),
    "count-divided": (GTD + "1,2020,5,0,33.3,44.4,1,7.5\n", 1),
    "source-told-twice": ("id,date,lat,lon,source,source_scale\n1,2020,33.3,44.4,A,x\n2,2020,33.3,44.4,A,y\n", 1),
    "may-be-one-event": (ALIKE + "".join(ODESA), 3),
    "may-be-one-event, at 180 degrees": (
        ALIKE + "1,2024-03-01,A,-16.8,179.99,drone,city,5,X\n2,2024-03-01,B,-16.8,-179.99,drone,city,5,Y\n",
        2,
    ),
    "none-fired": (ENDS + way("0,") + way(",2"), 1),
    "none-fired, of an attack without ends": ("id,date,lat,lon,type,rockets\n1,2020,33.3,44.4,rocket,0\n", 1),
    "more-intercepted": (ENDS + way("5,7") + way("5,5"), 1),
    "rows-barred": (ACLED + "A1,2020-11-17,x,y,1,0,33.3,44.4,Baghdad\n", 1),
}
"""By code (and what tells cases of one code apart): the table, and how many rows the finding concerns."""


def found(tmp_path, text, **options):
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    return checked(path, as_of="2021-06-01", options=ReadOptions(**options))


@pytest.mark.parametrize("name", FIRES)
def test_the_rule_fires_and_has_its_page(tmp_path, name):
    text, count = FIRES[name]
    code = name.partition(",")[0]

    _, findings = found(tmp_path, text)

    told = findings.with_code(code)
    assert sum(f.count for f in told) == count, list(map(str, findings))
    assert code in codes()
    assert "How to mend it" in explain(code)
    assert all(f.file == "table.csv" for f in told)
    json.dumps([f.as_dict() for f in findings])


def test_a_good_table_is_told_nothing(tmp_path):
    dataset, findings = found(tmp_path, GOOD)

    assert list(findings) == []
    assert len(dataset.events) == 2


@pytest.mark.parametrize(
    "rows",
    [
        row(1, killed="0", notes='"Unknown gunmen fired; no fatalities, attackers unknown"'),
        row(1, killed="0", notes="An unknown number of rockets fell near the base. No casualties"),
        row(1, killed="0", notes="No casualties reported: the perpetrators are unknown"),
        row(1, killed="0", notes='"Killed nobody, motive unclear"'),
        row(1, place="Ürümqi", notes='"Ménaka, Đà Nẵng, São Tomé, Київ, بغداد; why???? When?????"'),
        row(1, source='"Ministry of Health, Baghdad"'),
        row(1, source='"Attack in Idlib\n3 March 2020\nBBC Monitoring"'),
        "".join(row(n, lat=f"{14 + n}.1", lon=f"4{n}.9", place=f"Red Sea {n}", country="Yemen") for n in range(3)),
        "".join(row(n, date=f"2020-11-1{n}T1{n}:00:00+00:00") for n in range(9)).replace("+00:00", "+03:00"),
        row(1, killed="") + "3,2020,33.3,44.4,X,,,,,town\n",
    ],
)
def test_an_honest_row_is_told_nothing(tmp_path, rows):
    _, findings = found(tmp_path, HEAD + rows)

    assert list(findings) == []


def test_a_finding_names_what_stands_in_the_table(tmp_path):
    """Its own columns and numbers, and no id that geomap made up."""
    _, ranges = found(tmp_path, GED + "1,1,1,2020-11-17,2020-11-17,1,5,3,1,33.3,44.4,Baghdad\n")
    _, nameless = found(tmp_path, "date,lat,lon,place,killed,notes\n2020,33.3,44.4,X,0,death toll unknown\n")

    assert ["low is above high (3 above 1)" in f.message for f in ranges.with_code("counts-out-of-order")] == [True]
    assert ["(5, not 3 to 1)" in f.message for f in ranges.with_code("best-outside-range")] == [True]
    assert [f.ids for f in nameless.with_code("zero-but-unknown")] == [()]


def test_a_year_before_christ_is_no_date(tmp_path):
    """It was read as if the sign were not there."""
    _, findings = found(tmp_path, HEAD + row(1, date="-2020-01-01"))

    assert [f.code for f in findings] == ["bad-date", "no-events"]


def test_an_impossible_day_is_not_another_order_of_dates(tmp_path):
    _, findings = found(tmp_path, HEAD + row(1, date="17/11/2020") + row(2, date="13/14/2020"))

    assert [f.code for f in findings] == ["bad-date"]


def test_a_row_of_totals_is_told_once(tmp_path):
    dataset, findings = found(tmp_path, FIRES["total-row, in the date"][0])

    assert [f.code for f in findings] == ["total-row"]
    assert (len(dataset.events), len(dataset.refused)) == (1, 1)


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [
        ("Philippines", "6.05", "121.0"),
        ("Indonesia", "-3.705", "128.17"),
        ("Mexico", "21.166", "-86.854"),
        ("Ukraine", "44.95", "34.1"),
        ("Russia", "44.95", "34.1"),
        ("Sudan", "8.46", "25.68"),
        ("DR Congo (Zaire)", "-1.68", "29.22"),
        ("Serbia (Yugoslavia)", "43.85", "18.4"),
        ("IRQ", "33.3", "44.4"),
    ],
)
def test_no_island_and_no_disputed_land_lies_outside_of_its_country(tmp_path, country, lat, lon):
    """A coarse outline would accuse rows that are right: islets, and land that more than one side claims."""
    _, findings = found(tmp_path, HEAD + row(1, lat=lat, lon=lon, country=country))

    assert "outside-country" not in {f.code for f in findings}


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [("133 – 164", 133, 164), ("3 or 4", 3, 4), ("at least 3", 3, None), ("up to 5", None, 5), ('"1,234"', 1234, 1234)],
)
def test_counts_as_people_write_them(tmp_path, cell, low, high):
    dataset, _ = found(tmp_path, HEAD + row(1, killed=cell))

    said = dataset.events[["killed_low", "killed_high"]].iloc[0]
    assert [None if v is None or v != v else int(v) for v in said.astype(object).where(said.notna(), None)] == [
        low,
        high,
    ]


ENDS = "id,date,launch_place,launch_lat,launch_lon,impact_place,weapon\n"


@pytest.mark.parametrize(
    "line", ["1,2020,A; B,33.1;33.2,44.1;44.2,X,rocket\n", '1,2020,"33.1, 44.1; 33.2, 44.2",,,X,rocket\n']
)
def test_several_launch_places_in_one_cell(tmp_path, line):
    dataset, _ = found(tmp_path, ENDS + line)

    launches = dataset.places.set_index("place_id").loc[dataset.trajectories["launch_place_id"]]
    assert launches[["latitude", "longitude"]].values.tolist() == [[33.1, 44.1], [33.2, 44.2]]


def test_unequal_lists_of_positions_are_refused(tmp_path):
    dataset, findings = found(tmp_path, ENDS + "1,2020,,33.1;33.2,44.1,X,rocket\n")

    assert [f.code for f in findings] == ["bad-coordinate", "no-events"]
    assert len(dataset.refused) == 1


def test_a_derived_end_is_hidden_unless_it_is_asked_for(tmp_path):
    text = "id,date,launch_place,launch_lat,launch_lon,weapon,bearing,distance_km\n1,2020,A,33.1,44.1,rocket,270,8\n"
    plain, _ = found(tmp_path, text)
    asked, findings = found(tmp_path, text, derived_ends=True)

    assert plain.trajectories["impact_place_id"].isna().all()
    place = asked.places.set_index("place_id").loc[asked.trajectories["impact_place_id"].iloc[0]]
    assert (place["basis"], place["longitude"], place["latitude"]) == ("derived", 44.0143, 33.1)
    assert place["radius_m"] >= 1_600
    assert "derived" in place["name"]
    assert asked.trajectories["outcome"].tolist() == ["unknown"]
    assert [f.code for f in findings if f.severity != "error"] == ["precision-not-stated", "computed-end"]


def test_the_middle_of_an_outline_is_not_held_against_its_file(tmp_path):
    """geomap works it out itself; the file wrote whole degrees."""
    path = tmp_path / "area.geojson"
    ring = [[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")

    _, findings = checked(path)

    assert not {"false-precision", "decimals-finer-than-precision"} & {f.code for f in findings}


def test_a_radius_column_without_a_number_is_an_empty_one(tmp_path):
    """Found by scripts/fuzz.py: every radius refused left a column of floats to be filled with a word."""
    dataset, _ = found(tmp_path, "lat,lon,coord_uncertainty_m\n33.3,44.4,\n33.4,44.4,far\n")

    assert dataset.places["location_class"].tolist() == ["town"]
    assert len(dataset.refused) == 1


NORTH = "".join(f"P{n},2020,{35 + n * 0.09:.2f},{32.5 + n * 0.8:.1f},P{n},town\n" for n in range(11))
SPREAD = "id,date,lat,lon,place,location_class\n" + NORTH + "Mid,2020,33.2,36.0,Mid,town\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("A,2020,32.50,36.0,South A,town\nB,2020,32.51,36.01,South B,town\n", 0),
        ("A,2020,32.50,36.0,South A,town\nB,2020,32.50,36.0,South A,town\n", 0),
        ("A,2020,36.0,21.0,Far away,town\n", 0),
        ("A,2020,38.0,35.4,Swapped,town\n", 1),
    ],
    ids=["a neighbour", "two events", "not among them when swapped", "among them when swapped"],
)
def test_a_place_with_company_is_not_taken_for_swapped(tmp_path, rows, told):
    _, findings = found(tmp_path, SPREAD + rows)

    assert sum(f.count for f in findings.with_code("coordinates-swapped")) == told


@pytest.mark.parametrize(
    ("country", "lat", "lon", "words"),
    [
        ("Colombia", 3.45, 76.53, "other sign of longitude"),
        ("Colombia", -3.45, -70.0, ""),
        ("Brazil", 15.8, -47.9, "other sign of latitude"),
        ("Brazil", 15.8, 47.9, "other sign of longitude and latitude"),
        ("Iraq", 44.4, 33.3, "Swapped"),
        ("Iraq", 48.85, 2.35, "25 km."),
    ],
)
def test_a_place_outside_of_its_country_is_told_with_the_slip_that_explains_it(tmp_path, country, lat, lon, words):
    _, findings = found(tmp_path, HEAD + row(1, lat=str(lat), lon=str(lon), country=country))

    told = [f.message for f in findings.with_code("outside-country")]
    assert [words in message for message in told] == ([True] if words else [])


def test_numbers_that_swapped_lie_outside_of_the_named_country_are_not_called_swapped(tmp_path):
    """Lima without its minus: swapped it would lie in Antarctica, which is land."""
    _, findings = found(tmp_path, HEAD + row(1, lat="12.05", lon="-77.04", country="Peru"))

    assert not findings.with_code("coordinates-swapped")
    (outside,) = findings.with_code("outside-country")
    assert "other sign of latitude" in outside.message


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [("China", 22.25, 114.17), ("CN", 22.2, 113.55), ("Ukraine", 45.255, 30.204), ("France", -22.27, 166.45)],
    ids=["Hong Kong", "Macao", "Snake Island", "Noumea"],
)
def test_land_that_a_map_shows_by_itself_is_not_outside_of_its_country(tmp_path, country, lat, lon):
    _, findings = found(tmp_path, HEAD + row(1, lat=str(lat), lon=str(lon), country=country))

    assert not findings.with_code("outside-country")


def test_a_lost_decimal_point_is_asked_for(tmp_path):
    _, findings = found(tmp_path, HEAD + row(1, lat="3126012", lon="3521045"))

    assert ["(31.26012)?" in f.message or "(35.21045)?" in f.message for f in findings.with_code("bad-coordinate")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "other",
    [
        "4,2024-03-02,Odesa,46.48,30.73,drone,city,12,B\n",
        "4,2024-03-01,Kyiv,50.45,30.52,drone,city,12,B\n",
        "4,2024-03-01,Odesa,46.48,30.73,arrest,city,12,B\n",
        "4,2024-03-01,Odesa,46.48,30.73,drone,city,40,B\n",
        "4,2024-03-01,Odesa,46.48,30.73,drone,city,,B\n",
        "4,2024-03,Odesa,46.48,30.73,drone,city,12,B\n",
        "4,2024-03-01,Odesa,46.48,30.73,drone,province,12,B\n",
    ],
    ids=["day", "place", "kind", "killed", "unknown", "month", "province"],
)
def test_rows_that_differ_in_one_thing_are_two_events(tmp_path, other):
    dataset, findings = found(tmp_path, ALIKE + ODESA[0] + other)

    assert not findings.with_code("may-be-one-event")
    assert len(dataset.events) == 2


def test_events_of_one_article_are_told(tmp_path):
    cells = dict.fromkeys(gdelt.COLUMNS_2, "") | {"SQLDATE": "20240301", "ActionGeo_Type": "4"}
    rows = []
    for number, (code, lat, lon) in enumerate([("195", "51.45", "-2.58"), ("190", "40.7", "-74.0"), ("190", "1", "1")]):
        own = {"GLOBALEVENTID": str(number), "EventCode": code, "ActionGeo_Lat": lat, "ActionGeo_Long": lon}
        address = f"https://example.org/{min(number, 1) if number == 2 else 0}"
        rows.append("\t".join((cells | own | {"ActionGeo_FullName": f"Place {number}", "SOURCEURL": address}).values()))
    path = tmp_path / "20240301.export.CSV"
    path.write_text("\n".join(rows) + "\n", "utf-8")

    _, findings = checked(path)
    labels = [line for mark in build_edition(path).scene.marks() for line in mark.label]

    (told,) = findings.with_code("events-on-one-article")
    assert told.message.startswith("2 events rest on 1 article:")
    assert told.rows == (1, 2)
    assert sum("(unverified)" in line for line in labels) == 3


@pytest.mark.parametrize(
    ("dates", "bars"),
    [
        (["2020-11-17"], {"day": 1}),
        (["2020-10-01/2020-10-07"], {"week": 1}),
        (["2020-10-01/2020-10-10"], {"month": 1}),
    ],
)
def test_a_span_is_as_exact_as_its_days(tmp_path, dates, bars):
    dataset, findings = found(tmp_path, HEAD + "".join(row(n, date=d) for n, d in enumerate(dates)))

    card = card_of(dataset, findings, table_accounting(dataset), file="t.csv")
    assert {bar.key: bar.count for bar in card.days} == bars


def test_days_known_to_a_week_are_no_month(tmp_path):
    rows = "".join(f"A{n},2020-11-17,{n},x,y,1,1,33.3,44.4,Baghdad\n" for n in (1, 2, 3))
    dataset, findings = found(tmp_path, ACLED.replace("event_date,", "event_date,time_precision,") + rows)

    card = card_of(dataset, findings, table_accounting(dataset), file="t.csv")
    assert {bar.key: bar.count for bar in card.days} == {"day": 1, "week": 1, "month": 1}


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2020-11-17?", "17 November 2020 (uncertain)"),
        ("2020-11-17~", "17 November 2020 (approximate)"),
        ("2020%", "2020 (approximate, uncertain)"),
        ("2020-11-17", "17 November 2020"),
    ],
)
def test_a_doubt_of_a_date_stands_in_its_words(tmp_path, date, words):
    path = tmp_path / "t.csv"
    path.write_text(HEAD + row(1, date=date), "utf-8")

    assert build_edition(path).scene.tables["events"]["date"] == [words]


def test_a_place_too_coarse_to_be_drawn_is_not_said_to_be_unknown(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(GED + "1,5,1,2020-11-17,2020-11-17,1,1,1,1,33.3,44.4,Border region\n", "utf-8")

    (item,) = build_edition(path).scene.accounts[0].not_on_map

    assert "No position is known" not in item.text


def test_many_positions_are_looked_up_as_each_is_alone():
    """Land, sea, a coast, an islet; each position several times."""
    draw = np.random.default_rng(4)
    lon, lat = draw.uniform(-180, 180, 60), draw.uniform(-90, 90, 60)
    lon[:5], lat[:5] = (44.4, 48.6, 50.0, 49.0, 0.0), (33.3, 29.9, 29.0, 25.0, 0.0)
    again = draw.integers(0, 60, 200)
    iraq = land.country_shape("Iraq")
    assert iraq is not None

    for look in (land.is_far_from_land, lambda x, y: land.is_inside(iraq, x, y), lambda x, y: land.is_near(iraq, x, y)):
        alone = np.array([look(lon[[n]], lat[[n]])[0] for n in range(60)])
        assert (look(lon[again], lat[again]) == alone[again]).all()
        assert len(look(lon[:0], lat[:0])) == 0
    assert land.is_far_from_land(lon[:5], lat[:5]).tolist() == [False, False, True, False, True]
    assert land.is_inside(iraq, lon[:5], lat[:5]).tolist() == [True, True, False, False, False]
