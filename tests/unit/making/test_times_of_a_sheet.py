"""Times of a quick sheet: each keeps its clock, the event gets its zone, and a clock in doubt is told."""

from __future__ import annotations

import pytest
from building import read_rows
from making import row, write_sheet

from geomap.errors import UnreadableInput
from geomap.making.cases import Beginning, fill_case, new_case
from geomap.pipeline import build_edition, checked
from geomap.policy import Policy

IRAQ = Beginning(country="IQ")
BASE = [row("kind", "missile"), row("date", "2020-01-08"), row("place", "Baghdad")]
WASHINGTON = row(
    "time",
    "about 5:30 pm on 7 January in Washington",
    "Iran launched at about half past five, Washington time",
    who_said="Pentagon",
    said_on="2020-01-07T19:10-05:00",
)
LOCAL = row("time", "from 01:45 to 02:15 local time", "it lasted from 1:45 to 2:15")


@pytest.fixture
def made(tmp_path):
    def make(*times, base=BASE, beginning=IRAQ):
        case = tmp_path / "case"
        done = new_case(case, beginning, write_sheet(tmp_path / "sheet.csv", [*base, *times]))
        (event,) = read_rows(case / "events.csv")
        return case, event, [f for f in done.findings if f.code in ("clock-in-doubt", "zone-not-known")]

    return make


def test_each_time_stays_a_claim_in_its_words_and_the_page_adds_the_local_time(made):
    case, event, told = made(LOCAL, WASHINGTON)

    assert told == []
    assert event["time_local"] == "from 01:45 to 02:15 local time; about 5:30 pm on 7 January in Washington"
    assert event["tz"] == "Asia/Baghdad"
    tables = build_edition(case).scene.tables
    (said,) = tables["events"]["time"]
    assert said == (
        "from 01:45 to 02:15 local time; about 5:30 pm on 7 January in Washington (about 01:30 on 8 January in Baghdad)"
    )
    claims = dict(zip(tables["claims"]["claimant"], tables["claims"]["words"], strict=True))
    assert claims["Pentagon"].endswith("Washington time (about 01:30 on 8 January in Baghdad)")
    assert sum("(" in words for words in tables["claims"]["words"]) == 1
    assert tables["claims"]["said_on"].count("2020-01-07T19:10-05:00") == 1
    assert "said on 7 January 2020, 19:10 UTC−5 (03:10 on 8 January in Baghdad)" in tables["claims"]["said_at"]
    assert list(checked(case)[1]) == []


def test_an_arabic_page_says_the_local_time_in_arabic(made):
    case, _, _ = made(WASHINGTON)

    (said,) = build_edition(case, lang="ar").scene.tables["events"]["time"]
    assert said.endswith("(نحو 01:30 يوم 8 كانون الثاني بتوقيت بغداد)")


@pytest.mark.parametrize(
    ("times", "instants"),
    [
        (["22:30Z"], ("2020-01-08T01:30+03:00", "2020-01-08T01:30+03:00")),
        (["01:45 Baghdad", "17:30 UTC-5"], ("2020-01-08T01:30+03:00", "2020-01-08T01:45+03:00")),
        (["from 01:45 to 02:15 local time"], ("2020-01-08T01:45+03:00", "2020-01-08T02:15+03:00")),
        (["22:30Z", "about 1:30 am"], ("", "")),
        (["evening"], ("", "")),
        (["22:30Z", "evening"], ("", "")),
    ],
)
def test_instants_stand_only_where_every_minute_is_meant(made, times, instants):
    _, event, _ = made(*(row("time", t, who_said=f"speaker {'abc'[n]}") for n, t in enumerate(times)))

    assert (event.get("time_earliest", ""), event.get("time_latest", "")) == instants


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("13:00 IST", "may be on several clocks (+05:30, +02:00, +01:00): write a town"),
        ("5:40 Moscow time", "may be in the morning or in the afternoon"),
        ("13:00 Ruritania", "names a clock that is not known"),
        ("02:00 on 12 January in Washington", "is on another day at the place than the event"),
        ("01:30 local time (21:30 GMT)", "gives two times that are not the same"),
    ],
)
def test_a_clock_in_doubt_is_told_with_its_row_and_its_words_are_kept(made, value, words):
    _, event, (told,) = made(row("time", value))

    assert (told.code, told.rows, told.column) == ("clock-in-doubt", (5,), "value")
    assert words in told.message
    assert event["time_local"] == value
    assert not event.get("time_earliest")


def test_an_hour_without_a_clock_is_told_only_beside_one_that_has_one(made):
    assert made(row("time", "01:20"))[2] == []


def test_an_hour_without_a_clock_beside_another_is_told(made):
    _, _, (told,) = made(row("time", "01:20"), WASHINGTON)

    assert '"01:20" names no clock, and row 6 does: it is read as local time' in told.message


def test_two_events_in_two_zones_have_each_its_own(tmp_path):
    there = {"event": "A blast in Kyiv", "time_zone": "Europe/Kyiv"}
    rows = [*BASE, row("time", "22:30Z"), row("kind", "missile", **there), row("date", "2022-11-15", **there)]
    rows += [row("place", "Kyiv", **there), row("time", "14:40 GMT", **there)]
    case = tmp_path / "case"
    new_case(case, IRAQ, write_sheet(tmp_path / "s.csv", rows))

    zones = {e["title"]: e["tz"] for e in read_rows(case / "events.csv")}
    said = dict(zip(*(build_edition(case).scene.tables["events"][c] for c in ("title", "time")), strict=True))

    assert sorted(zones.values()) == ["Asia/Baghdad", "Europe/Kyiv"]
    assert said["A blast in Kyiv"] == "14:40 GMT (16:40 in Kyiv)"
    assert "22:30Z (01:30 on 8 January in Baghdad)" in said.values()


def test_a_country_of_several_zones_is_asked_about(made):
    base = [row("kind", "missile"), row("date", "2022-01-08")]
    _, event, (told,) = made(row("time", "22:30Z"), base=base, beginning=Beginning(country="UA"))

    assert told.code == "zone-not-known"
    assert "(Europe/Simferopol, Europe/Kyiv)" in told.message or "(Europe/Kyiv, Europe/Simferopol)" in told.message
    assert not event.get("tz")


@pytest.mark.parametrize(
    ("zones", "words"),
    [
        (["Asia/Bagdad"], '"Asia/Bagdad" is no time zone: write its IANA name, such as Asia/Baghdad. Did you mean'),
        (["UTC+3"], '"UTC+3" is no time zone'),
        (["Asia/Baghdad", "Asia/Aden"], 'but row 2 says "Asia/Baghdad" of the same event'),
    ],
)
def test_a_zone_that_is_none_or_contradicts_another_is_refused(tmp_path, zones, words):
    rows = [{**r, "time zone": z} for r, z in zip(BASE, zones, strict=False)]
    rows += BASE[len(zones) :]

    with pytest.raises(UnreadableInput, match="thing") as refused:
        new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", rows))

    assert words in str(refused.value)


def test_a_zone_that_a_person_wrote_stands(made, tmp_path):
    case, _, _ = made(LOCAL)
    file = case / "events.csv"
    file.write_text(file.read_text("utf-8").replace("Asia/Baghdad", "Asia/Tehran"), "utf-8")

    done = fill_case(case, write_sheet(tmp_path / "again.csv", [*BASE, LOCAL, WASHINGTON]))

    assert read_rows(file)[0]["tz"] == "Asia/Tehran"
    assert [c for c in done.changes if c.column == "tz"] == []
    assert any("(about 02:00 on 8 January in Tehran)" in w for w in build_edition(case).scene.tables["claims"]["words"])


def test_the_clock_of_a_withheld_place_names_no_city(made):
    case, _, _ = made(row("time", "22:30Z", "it began at half past ten, UTC"), WASHINGTON)

    edition = build_edition(case, policy=Policy(redact=("baghdad",)))

    tables = edition.scene.tables
    assert "Baghdad" not in str(tables)
    assert tables["events"]["time"][0].startswith("22:30Z; about")
