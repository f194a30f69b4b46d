"""What the page of a table says of its rows: refused ones by number, sources in order, local times, in one language."""

from __future__ import annotations

import pytest
from building import CaseTables

from geomap.pipeline import build_edition
from geomap.publishers import table
from geomap.publishers.texts import alt_text, sources_markdown

HEAD = "date,place,lat,lon,type,source,link\n"
ROWS = (
    "2024-03-02,Odesa,46.48,30.73,drone,Paper B,https://b.example/2\n",
    "2024-03-01,Mykolaiv,46.97,32.0,drone,Paper A,https://a.example/1\n",
    "once,Kherson,46.63,32.6,drone,Paper C,https://c.example/3\n",
)


@pytest.fixture
def edition_of(tmp_path):
    def build(*rows, lang="en", **options):
        (tmp_path / "t.csv").write_text(HEAD + "".join(rows), "utf-8")
        return build_edition(tmp_path / "t.csv", lang=lang, **options)

    return build


def refused(edition) -> str:
    (view,) = edition.scene.accounts
    return next(item.text for item in view.not_on_map if "refused" in item.head or "مرفوض" in item.head)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", 'A row: date: "once" is no date: write'), ("ar", "صف: تاريخ لا يُقرأ")]
)
def test_a_refused_row_without_an_id_is_told_in_the_language_of_the_page_without_hash_or_number(edition_of, lang, said):
    assert refused(edition_of(*ROWS, lang=lang)).startswith(said)


def test_sources_of_a_table_are_numbered_in_the_order_of_its_events(edition_of):
    text = sources_markdown(edition_of(*ROWS[:2]).scene)

    assert text.index("1. Paper A") < text.index("2. Paper B")


def test_a_time_zone_is_told_as_local_time_beside_a_time_alone(make_case):
    def change(case: CaseTables):
        case.set("events", "attack", tz="Europe/Kyiv", time_local="evening")
        case.set("events", "arrest", tz="Europe/Rome")
        case.set("events", "truce", tz="Europe/Paris", time_local="22:30 UTC")

    case = make_case(change)
    assert "Europe/Rome" not in table.render(build_edition(case)).decode()
    assert "local time, Europe/Paris" not in table.render(build_edition(case)).decode()

    assert "local time, Europe/Kyiv" in table.render(build_edition(case)).decode()
    assert "التوقيت المحلي: توقيت أوكرانيا" in table.render(build_edition(case, lang="ar")).decode()


def test_an_arabic_table_repeats_no_english_word_for_its_kind_and_parts_notes_as_arabic_does(edition_of, make_case):
    plain = table.render(edition_of(*ROWS[:1], lang="ar")).decode()

    def change(case: CaseTables):
        case.set("events", "attack", tz="Europe/Kyiv", time_local="x", harm_note="x", harm_note_ar="قتيل واحد")

    assert ",drone," not in plain
    assert "قتيل واحد؛ التوقيت المحلي" in table.render(build_edition(make_case(change), lang="ar")).decode()


def test_an_arabic_page_says_in_arabic_why_a_table_has_no_address(tmp_path):
    (tmp_path / "t.csv").write_text("date,place,lat,lon,type\n2024-03-02,Odesa,46.48,30.73,drone\n", "utf-8")

    assert "لا عنوان: الجدول الذي صُنعت منه هذه الخريطة" in sources_markdown(
        build_edition(tmp_path / "t.csv", lang="ar").scene
    )


def test_a_table_whose_rows_name_nobody_is_called_a_table(tmp_path):
    (tmp_path / "night.csv").write_text("date,place,lat,lon,type\n2024-03-02,Odesa,46.48,30.73,drone\n", "utf-8")

    assert "as reported by the table “night”" in alt_text(build_edition(tmp_path / "night.csv").scene)
