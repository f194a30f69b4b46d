"""Cells as people write them: what is read of each, or why it is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from geomap.pipeline import build_edition, checked
from geomap.readers.cells.numbers import read_counts
from geomap.schema import STRING


def test_every_reason_is_a_finding_with_its_rows_and_values(tmp_path):
    dates = ["1712964600", "14/4/24", "Date", "Apr-24", "10.03.2024", "45396", "Tuesday", "05.03.2024", "7.5.24"]
    path = tmp_path / "t.csv"
    path.write_text("id,date,lat,lon\n" + "".join(f"{n},{d},33.3,44.4\n" for n, d in enumerate(dates)), "utf-8")

    _, findings = checked(path)

    told = {f.rows: f.told for f in findings.with_code("bad-date")}
    assert set(told) == {(2,), (3, 10), (4, 8), (5,), (6, 9), (7,)}
    assert told[3, 10].endswith('The row is refused. So is "7.5.24" (row 10).')
    assert told[4, 8].startswith('"Date" is no date:')
    assert told[4, 8].endswith('So is "Tuesday" (row 8).')
    assert told[6, 9].endswith('So is "05.03.2024" (row 9).')


@pytest.mark.parametrize(
    ("cell", "shared", "low", "high", "is_bad"),
    [
        ("7.5", True, 7, 8, False),
        ("0.5", True, 0, 1, False),
        ("7.0", True, 7, 7, False),
        ("-9", True, None, None, False),
        ("7.5", False, None, None, True),
    ],
)
def test_a_share_of_a_number_is_the_whole_numbers_round_it_where_tables_divide(cell, shared, low, high, is_bad):
    counts = read_counts(pd.Series([cell], dtype=STRING), frozenset({"-9"}), has_fractions=shared)

    assert [None if pd.isna(n) else int(n) for n in (counts.low[0], counts.high[0])] == [low, high]
    assert (counts.words[0] == "7.5") == (shared and cell == "7.5")
    assert len(counts.bad.reasons) == is_bad
    if is_bad:
        assert "7 to 8" in counts.bad.reasons[0]


GED = (
    "id,where_prec,date_prec,date_start,date_end,type_of_violence,best,low,high,latitude,longitude,where_coordinates\n"
)


@pytest.mark.parametrize(
    ("best", "low", "high", "shown", "told"),
    [
        ("3", "0", "0", (0, 3), 1),
        ("5", "1", "3", (1, 5), 1),
        ("1", "2", "4", (1, 4), 1),
        ("3", "1", "5", (1, 5), 0),
        ("3", "", "", (3, 3), 0),
    ],
)
def test_a_range_holds_its_best_estimate(tmp_path, best, low, high, shown, told):
    path = tmp_path / "ged.csv"
    path.write_text(f"{GED}1,1,1,2020-11-17,2020-11-17,1,{best},{low},{high},33.3,44.4,Baghdad\n", "utf-8")

    dataset, findings = checked(path)

    event = dataset.events.iloc[0]
    assert (event["killed_low"], event["killed_high"]) == shown
    assert sum(f.count for f in findings.with_code("best-outside-range")) == told


@pytest.mark.parametrize("word", ["невідомо", "Неизвестно", "unbekannt", "غير معروف"])
def test_the_word_for_unknown_is_no_number_in_words(tmp_path, word):
    (tmp_path / "t.csv").write_text(f"id,date,lat,lon,killed\n1,2020,33.3,44.4,{word}\n", "utf-8")

    dataset, findings = checked(tmp_path / "t.csv")

    assert not findings.with_code("count-in-words")
    assert dataset.events[["killed_low", "harm_note"]].isna().all(axis=None)


def test_a_zero_whose_notes_say_unknown_counts_as_unknown(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "id,date,lat,lon,killed,notes\n1,2020,33.3,44.4,0,death toll unknown\n2,2020,33.3,44.4,0,calm\n", "utf-8"
    )

    dataset, findings = checked(path)

    assert dataset.events["killed_high"].isna().tolist() == [True, False]
    assert "unknown" in dataset.events["harm_note"].iloc[0]
    assert [(f.rows, f.column) for f in findings.with_code("zero-but-unknown")] == [((2,), "killed")]


@pytest.mark.parametrize(
    ("times", "rows"),
    [(["00:00", "00:00"], ()), (["00:00", "21:30"], (2,)), (["21:30", "12:00:00 AM"], (3,)), (["21:30", "9:05"], ())],
)
def test_midnight_beside_other_times_is_told(tmp_path, times, rows):
    path = tmp_path / "t.csv"
    path.write_text(
        "id,date,lat,lon\n" + "".join(f"{n},2020-11-17 {t},33.3,44.4\n" for n, t in enumerate(times)), "utf-8"
    )

    dataset, findings = checked(path)

    told = findings.with_code("midnight-not-shown")
    assert [f.rows for f in told] == ([rows] if rows else [])
    assert "00:00" not in dataset.events["time_local"].dropna().tolist()


BOUNDS = {
    "at least 5 | mindestens 5 | mind. 5 | au moins 5 | al menos 5 | pelo menos 5 | не менее 5 | щонайменше 5": (
        5,
        None,
    ),
    "en az 5 | ما لا يقل عن ٥ | ٥ على الأقل | לפחות 5 | 至少5 | 至少5人 | 5人以上 | 최소 5명 | 5+ | ≥5 | ५ or more": (
        5,
        None,
    ),
    "more than 5 | plus de 5 | más de 5 | понад 5 | более 5 | 5'den fazla | 超过5 | >5": (6, None),
    "up to 5 | bis zu 5 | jusqu’à 5 | до 5 человек | hasta 5 | 最多5 | ≤5": (None, 5),
    "fewer than 5 | moins de 5 | menos de 5 | менее 5 | 5명 미만 | <5": (None, 4),
    "3–5 | de 3 à 5 | entre 3 y 5 | between 3 and 5 | от 3 до 5 | من ٣ إلى ٥ | 3至5人": (3, 5),
    "5 | 5人 | 5 persons | 5 человек | ५": (5, 5),
}


@pytest.mark.parametrize(("written", "bounds"), BOUNDS.items())
def test_bounds_are_read_in_the_languages_of_tables(written, bounds):
    counts = read_counts(pd.Series(written.split(" | "), dtype=STRING))

    for low, high, cell in zip(counts.low, counts.high, written.split(" | "), strict=True):
        assert (None if pd.isna(low) else low, None if pd.isna(high) else high) == bounds, cell
    assert counts.words.isna().all()


@pytest.mark.parametrize("cell", ["about 12", "approx. 12", "около 12", "约12", "約12人", "12人左右", "une douzaine"])
def test_what_is_about_a_number_is_no_number_and_keeps_its_words(cell):
    counts = read_counts(pd.Series([cell], dtype=STRING))

    assert counts.low.isna().all()
    assert counts.words.notna().all()


@pytest.mark.parametrize("cell", ["3 and 5", "12 (2 children)", "5-3", "50%", "-3", "3,5", "less than 0"])
def test_what_may_mean_two_things_is_no_count(cell):
    assert len(read_counts(pd.Series([cell], dtype=STRING)).bad.reasons)


def test_a_number_in_words_is_published_as_its_words(tmp_path):
    """It was reported: nothing of it is called "not reported"."""
    path = tmp_path / "table.csv"
    path.write_text("date,place,lat,lon,killed,wounded\n2024-04-14,Odesa,46.48,30.73,dozens,\n", "utf-8")

    lists = build_edition(path).scene.tables["events"]

    assert (lists["killed"], lists["wounded"]) == (["in words: dozens"], ["not reported"])


@pytest.mark.parametrize("month", ["4", "April", "avril", "квітень"])
def test_a_month_in_a_column_of_its_own_may_be_its_name(tmp_path, month):
    path = tmp_path / "table.csv"
    path.write_text(f"year,month,day,place,lat,lon\n2024,{month},14,Odesa,46.48,30.73\n", "utf-8")

    dataset, _ = checked(path)

    assert dataset.events["date_start"].tolist() == ["2024-04-14"]


def test_a_month_that_is_none_is_told_and_no_year_is_made_of_the_day(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("year,month,day,place,lat,lon\n2024,Smarch,14,Odesa,46.48,30.73\n", "utf-8")

    dataset, findings = checked(path)

    assert [f.code for f in findings if f.severity == "error"] == ["bad-date"]
    assert dataset.events.empty


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９"])
def test_digits_of_any_script_are_read(tmp_path, digits):
    path = tmp_path / "table.csv"
    row = "2024-04-14,Odesa,46.48,30.73,12".translate(str.maketrans("0123456789", digits))
    path.write_text(f"date,place,lat,lon,killed\n{row}\n", "utf-8")

    events = checked(path)[0].events

    assert (events["date_start"].iloc[0], events["killed_low"].iloc[0]) == ("2024-04-14", 12)


def test_positions_in_a_grid_are_told_and_a_finding_of_a_whole_row_names_no_column(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("date,place,MGRS\n2024-04-14,nowhere at all,38SMB4488\n", "utf-8")

    found = {f.code: f for f in checked(path)[1]}

    assert (found["position-not-read"].severity, found["position-not-read"].column) == ("warning", "MGRS")
    assert found["place-too-coarse"].column == ""


@pytest.mark.parametrize(
    "word", ["Total", "Итого", "Всього", "Gesamt", "Toplam", "合计", "합계", "TOTAL GENERAL", "المجموع"]
)
def test_a_row_of_totals_is_no_event_in_any_language(tmp_path, word):
    path = tmp_path / "table.csv"
    path.write_text(f"date,place,lat,lon,killed\n2024-04-14,Odesa,46.48,30.73,3\n,{word},,,3\n", "utf-8")

    dataset, findings = checked(path)

    assert len(dataset.events) == 1
    assert "total-row" in {f.code for f in findings}
