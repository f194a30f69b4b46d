"""CSV and workbook: nothing runs when they are opened, nothing is dated, nothing is lost."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
import shapely

from geomap import extras
from geomap.errors import UsageError
from geomap.pipeline import build_edition
from geomap.publishers import events_csv, registry, workbook
from geomap.publishers.features import feature_tables

openpyxl = pytest.importorskip("openpyxl")

FORMULAS = ('=HYPERLINK("https://x.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")


def rows_of(edition):
    return list(csv.DictReader(io.StringIO(events_csv.render(edition).decode("utf-8-sig"), newline="")))


def sheets_of(edition):
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(edition)))
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def test_each_event_is_a_row_with_its_place_and_claims(edition):
    rows = {r["event_id"]: r for r in rows_of(edition)}

    assert set(rows) == set(edition.public.events["event_id"])
    base = rows["iq20191227_k1"]
    assert (base["place_name"], base["uncertainty_m"], base["munitions_low"]) == ("K-1 Air Base", "2300", "30")
    assert "the Pentagon: one US citizen was killed [o29, pentagon_20191229]" in base["claims"]
    assert rows["iq20201010_truce"]["area_wkt"] == "" if "iq20201010_truce" in rows else True


def test_the_area_of_the_csv_is_the_area_of_the_page(edition):
    shapes = feature_tables(edition)[0].shapes

    for row, shape in zip(rows_of(edition), shapes, strict=True):
        assert (row["area_wkt"] == "") == (shape is None)
        assert shape is None or shapely.from_wkt(row["area_wkt"]).equals(shape)


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised(make_case, text):
    def change(case):
        case.set("events", "attack", title=text, summary=text).set("claims", "k1", words=text)
        case.set("sources", "daily", title=text).set("places", "market", name=text)

    edition = build_edition(make_case(change))

    for row in rows_of(edition):
        assert not any((cell or "")[:1] in "=+@\t\r" and cell for cell in row.values())
    for rows in sheets_of(edition).values():
        for cell in (c for row in rows for c in row):
            assert cell.data_type != "f"
            assert not (isinstance(cell.value, str) and cell.value[:1] in "=+-@")


def test_numbers_stay_numbers(make_case):
    edition = build_edition(make_case(lambda case: case.set("places", "impact_zone", longitude=-43.43, geometry=None)))

    row = next(r for r in rows_of(edition) if r["event_id"] == "attack")

    assert row["center_longitude"].startswith("-43.43")


def test_the_workbook_has_the_sheets_and_all_rows(edition):
    sheets = sheets_of(edition)

    assert list(sheets)[:5] == ["events", "claims", "sources", "places", "not on this map"]
    for name in ("events", "claims", "sources", "places"):
        assert len(sheets[name]) - 1 == len(getattr(edition.public, name))
    assert len(sheets["not on this map"]) - 1 == sum(len(a.not_on_map) for a in edition.scene.accounts if not a.is_all)


def test_the_workbook_has_no_clock_and_no_user(edition):
    data = workbook.render(edition)

    assert data == workbook.render(edition)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {m.date_time for m in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert "created" not in core
    assert "modified" not in core


def test_control_characters_and_endless_cells_are_said(make_case):
    long = "x" * 40_000
    edition = build_edition(make_case(lambda case: case.set("events", "attack", title="bell \x07", summary=long)))

    head, *rows = sheets_of(edition)["events"]
    attack = {h.value: c.value for h, c in zip(head, rows[1], strict=True)}

    assert attack["title"] == "bell �"
    assert len(attack["summary"]) == 32_767
    assert attack["summary"].endswith("holds no more]")


def test_a_missing_extra_gives_one_message(edition, tmp_path, monkeypatch):
    monkeypatch.setitem(extras.EXTRAS, "office", {"no_such_library": "no-such-package"})
    needy = registry.Format(name="x", describes="", files=("x",), module="no.such", extra="office")

    for write in (lambda: needy.render(edition), lambda: needy.write(edition, tmp_path)):
        with pytest.raises(UsageError, match=r'"x" needs no-such-package.*pip install -e "\.\[office\]"'):
            write()


def test_what_looks_like_an_escape_of_the_format_is_text(make_case):
    edition = build_edition(make_case(lambda case: case.set("events", "attack", title="a_x000D_b & <c>")))

    with zipfile.ZipFile(io.BytesIO(workbook.render(edition))) as book:
        assert "a_x005F_x000D_b &amp; &lt;c&gt;" in book.read("xl/worksheets/sheet1.xml").decode()


def test_arabic_sheets_run_from_right_to_left(green_zone):
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(build_edition(green_zone, lang="ar"))))

    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_columns_are_named_as_spreadsheets_do():
    assert [workbook._letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_the_working_copy_cannot_be_made_of_an_edition(edition, tmp_path):
    assert "case" not in [known.name for known in registry.FORMATS]
    with pytest.raises(registry.UsageError, match="private"):
        registry.format_named("case").write(edition, tmp_path)
