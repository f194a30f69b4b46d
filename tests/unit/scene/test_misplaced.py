"""Coordinates that contradict the country of their own row: drawn where they lie, and everybody is told.

Two cells of one row contradict each other, and nobody can say which of them is wrong: swapped numbers, a lost sign and
a wrong country look alike. So nothing is moved and nothing is refused, and no reader sees the mark without being told.
"""

from __future__ import annotations

import json

import pytest

from geomap import policy
from geomap.pipeline import build_edition
from geomap.publishers import figure, geojson, table
from geomap.publishers.features import feature_tables
from geomap.publishers.texts import alt_text
from geomap.readers import ReadOptions
from geomap.words import words

HEAD = "id,date,place,lat,lon,type,location_class,country\n"
ODESA = "1,2024-03-01,Odesa,46.48,30.73,drone,city,Ukraine\n"
SWAPPED = "2,2024-03-02,Kharkiv,36.23,49.99,missile,city,Ukraine\n"
SIGN = "3,2024-03-03,Izmail,45.35,-28.84,drone,town,Ukraine\n"
TOLD = "Its coordinates lie in Iran, the country named for it is Ukraine: one of them is wrong."


@pytest.fixture
def edition_of(tmp_path):
    def build(*lines, lang="en", **options):
        path = tmp_path / "t.csv"
        path.write_text("".join(lines), "utf-8")
        chosen = {k: options.pop(k) for k in ("policy",) if k in options}
        return build_edition(path, lang=lang, options=ReadOptions(**options), **chosen)

    return build


def test_a_swapped_position_is_told_on_its_mark_in_the_table_and_in_exports(edition_of):
    edition = edition_of(HEAD, ODESA, SWAPPED)

    marks = {mark.name: mark for mark in edition.scene.marks()}
    assert marks["Kharkiv"].label[-1] == "coordinates lie in Iran, named country: Ukraine"
    assert "coordinates lie in Iran, named country: Ukraine" in marks["Kharkiv"].description
    assert any(line.text.startswith(TOLD) for line in marks["Kharkiv"].panel.lines)
    assert not any("named country" in line for line in marks["Odesa"].label)
    assert f"{TOLD} The map follows the coordinates." in table.render(edition).decode()
    assert "The coordinates of 1 event lie outside of the country that is named for it; its mark" in alt_text(
        edition.scene
    )
    notes = {f["properties"].get("position_note") for f in json.loads(geojson.render(edition))["features"]}
    assert [note for note in notes if note] == [f"{TOLD} The map follows the coordinates."]
    events = next(t for t in feature_tables(edition) if t.name == "events").table
    assert events["position_note"].notna().tolist() == [False, True]


def test_a_lost_sign_at_sea_and_a_country_of_the_whole_table_are_told_too(edition_of):
    rows = [line.rsplit(",", 1)[0] + "\n" for line in (HEAD, ODESA, SIGN)]

    edition = edition_of(*rows, country="UA")

    (izmail,) = [mark for mark in edition.scene.marks() if mark.name == "Izmail"]
    assert izmail.label[-1] == "coordinates lie at sea, named country: Ukraine"


def test_an_arabic_page_names_both_countries_in_arabic(edition_of):
    (mark,) = [m for m in edition_of(HEAD, SWAPPED, lang="ar").scene.marks() if m.name == "Kharkiv"]

    assert mark.label[-1] == "الإحداثيات في إيران، والبلد المذكور: أوكرانيا"


def test_of_a_launch_table_the_impact_is_told_and_a_launch_from_abroad_is_not(edition_of):
    """The country of a row is the one that was attacked; it is no place of its own beside the one where it fell."""
    head = "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,country\n"

    edition = edition_of(head, "1,2024-03-01,Kursk,51.7,36.2,Kharkiv,36.23,49.99,missile,Ukraine\n")

    told = {m.name: m.label[-1] for m in edition.scene.marks()}
    assert told == {
        "Kharkiv": "coordinates lie in Iran, named country: Ukraine",
        "Kursk": "reported launch area",
    }


def test_a_table_that_contradicts_nothing_has_no_such_column(edition_of):
    edition = edition_of(HEAD, ODESA)

    assert "position_note" not in edition.scene.tables["events"]
    assert "position_note" not in geojson.render(edition).decode()


def test_a_withheld_country_is_not_named_by_the_note(edition_of):
    """The row of a place called Iran is redacted: its name goes out of what is worked out, too."""
    line = "4,2024-03-04,Iran,32.0,53.0,drone,city,\n"
    place_id = next(p for p in edition_of(HEAD, line).public.places["place_id"])

    edition = edition_of(HEAD, SWAPPED, line, policy=policy.Policy(redact=(place_id,)))

    assert "Iran" not in table.render(edition).decode()
    assert "Iran" not in geojson.render(edition).decode()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_position_that_contradicts_its_row_sets_no_frame_and_the_picture_says_what_it_leaves_out(edition_of, lang):
    edition = edition_of(HEAD, ODESA, SIGN, lang=lang)
    (view,) = edition.scene.accounts

    west, _, east, _ = view.view.bounds
    assert 30 < west < 30.73 < east < 32
    assert [item.text for item in view.tray][-1] in words(lang).text("tray.outside", n=1)
    assert words(lang).text("tray.outside", n=1).split()[0] in figure.render(edition.scene).decode()
    assert edition.accounting.drawn == 2


def test_a_row_whose_numbers_look_swapped_sets_no_frame_where_no_country_is_named(tmp_path):
    towns = [(15.46, 45.33), (13.58, 44.02), (14.8, 42.95), (15.45, 45.02), (13.93, 43.48), (16.0, 43.2)]
    rows = [
        f"a{n},2025-05-{n:02},{lat},{lon}\n" for n, (lat, lon) in enumerate([*(towns * 4), (45.3258, 15.4625)], start=1)
    ]
    (tmp_path / "t.csv").write_text("id,date,lat,lon\n" + "".join(rows), "utf-8")

    (view,) = build_edition(tmp_path / "t.csv").scene.accounts

    assert view.view.bounds[3] < 20
    assert view.tray[-1].text.startswith("1 place lies far outside of this view")


def test_where_every_position_contradicts_its_row_all_are_framed(edition_of):
    (view,) = edition_of(HEAD, SWAPPED, SIGN).scene.accounts

    west, _, east, _ = view.view.bounds
    assert west < -28
    assert east > 49
    assert not view.tray
