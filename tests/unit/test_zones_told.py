"""Tables and cases with time zones: one that is none is told, one that is one gives the local time beside others."""

from __future__ import annotations

from geomap.pipeline import build_edition, checked

HEAD = "date,time,time zone,place,lat,lon,type,source,link\n"
END = "drone,Paper,https://b.example/2\n"


def test_a_table_names_the_zone_of_each_row_and_each_place_has_its_local_time(tmp_path):
    rows = (
        f"2024-03-02,22:30 UTC,Europe/Kyiv,Odesa,46.48,30.73,{END}",
        f"2024-03-03,17:40 Kyiv time,Europe/Warsaw,Lublin,51.25,22.57,{END}",
        f"2024-03-04,03:10,Europe/Kyiv,Kyiv,50.45,30.52,{END}",
        f"2024-03-05,,Europe/Kyiv,Kyiv,50.45,30.52,{END}",
    )
    (tmp_path / "t.csv").write_text(HEAD + "".join(rows), "utf-8")

    events = build_edition(tmp_path / "t.csv").scene.tables["events"]

    assert events["time"] == [
        "22:30 UTC (00:30 in Kyiv, the day after)",  # the day of a row may be that of either clock
        "17:40 Kyiv time (16:40 in Warsaw)",
        "03:10",
        "",
    ]
    assert events["notes"] == [[], [], ["local time, Europe/Kyiv"], []]


def test_an_instant_in_utc_settles_the_day(tmp_path):
    text = (
        f"datetime utc,time zone,place,lat,lon,type,source,link\n2024-03-02 22:30,Europe/Kyiv,Odesa,46.48,30.73,{END}"
    )
    (tmp_path / "t.csv").write_text(text, "utf-8")

    assert build_edition(tmp_path / "t.csv").scene.tables["events"]["time"] == ["22:30 UTC (00:30 on 3 March in Kyiv)"]


def test_a_zone_that_is_none_is_told_and_the_words_stay(make_case):
    def change(case):
        case.set("events", "attack", tz="Europe/Kiew", time_local="22:30 UTC").geomap(tz="Mars/Base")

    case = make_case(change)
    told = [f for f in checked(case)[1] if f.code == "no-such-zone"]

    assert {f.file for f in told} == {"events.csv", "datapackage.json"}
    assert any('"Europe/Kiew" is no time zone (did you mean Europe/Ki' in f.message for f in told)
    assert "22:30 UTC" in build_edition(case).scene.tables["events"]["time"]


def test_an_event_abroad_has_the_clock_of_its_country_and_not_that_of_the_case(make_case):
    def change(case):
        case.geomap(tz="Asia/Baghdad").set("events", "attack", time_local="22:30 UTC", place_id="impact_zone")
        case.set("places", "impact_zone", country="Poland")

    assert "22:30 UTC (00:30 on 6 May in Warsaw)" in build_edition(make_case(change)).scene.tables["events"]["time"]
