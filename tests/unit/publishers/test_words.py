"""alt.txt, sources.md and table.csv: the map in words, and where they come from."""

from __future__ import annotations

import csv
import io

import pytest
from building import CaseTables

from geomap.errors import UsageError
from geomap.pipeline import build_edition
from geomap.publishers import registry, table, texts


def test_the_text_names_each_area_with_its_role_count_and_speaker(built):
    text = (built / "alt.txt").read_text("utf-8")

    for words in (
        "Iraq’s Security Media Cell, as carried by Gulan: ",
        "Iraq’s military said 7 rockets were fired from the area marked Al-Amin al-Thaniyah.",
        "By the same account, 4 rockets fell in the area marked Green Zone, 1 rocket in the area marked",
        "By the same account, 1 of 7 is not on this map: burst in the air, place not given.",
        "The National, citing Iraq’s military: ",
        "They differ on 3 rockets.",
        "The arrow on the map is schematic; it does not show a flight path.",
    ):
        assert words in text


def test_an_account_that_draws_no_line_does_not_speak_of_lines(built):
    (line,) = [t for t in (built / "alt.txt").read_text("utf-8").splitlines() if t.startswith("The National")]

    assert "schematic" not in line


def test_every_source_is_numbered_with_its_address_or_the_reason_why_it_has_none(edition):
    lines = texts.sources_markdown(edition.scene).splitlines()
    numbered = [line for line in lines if line[:1].isdigit()]

    assert len(numbered) == len(edition.public.sources)
    for line in numbered:
        assert line.endswith(">") or "no address: " in line, line
    assert any("<https://esta.krd/en/14241/>" in line for line in numbered)


def test_the_texts_are_in_the_language_of_the_page(green_zone):
    scene = build_edition(green_zone, lang="ar").scene

    assert "المنطقة الخضراء" in texts.alt_text(scene)
    assert "rocket" not in texts.alt_text(scene)


def test_the_table_is_read_by_a_spreadsheet(make_case):
    def change(case: CaseTables):
        case.set("events", "arrest", title='With "quotes", commas\nand lines')

    data = table.render(build_edition(make_case(change)))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert [r["event_id"] for r in rows] == ["truce", "attack", "arrest"]
    assert rows[2]["title"] == 'With "quotes", commas\nand lines'
    assert rows[1]["source_ids"] == "daily; army"
    assert b"\r\n" in data


def test_every_format_says_what_it_is_and_which_files_it_writes():
    names = [known.name for known in registry.FORMATS]

    assert len(names) == len(set(names))
    for known in registry.FORMATS:
        assert len(known.describes) > 10
        assert known.files


@pytest.mark.parametrize("known", registry.FORMATS, ids=lambda known: known.name)
def test_a_format_writes_the_files_that_it_names(known, edition, tmp_path):
    known.write(edition, tmp_path)

    written = {p.name for p in tmp_path.iterdir()}
    accounts = {f"figure-{a.account_id}.png" for a in edition.scene.accounts} if known.name == "md" else set()
    assert written - accounts == set(known.build_files or known.files)
    assert all(p.stat().st_size > 0 for p in tmp_path.iterdir())


def test_an_unknown_format_is_told_with_those_that_are_known():
    with pytest.raises(UsageError, match=r'geomap cannot write "shp"\. It writes html, '):
        registry.format_named("shp")
