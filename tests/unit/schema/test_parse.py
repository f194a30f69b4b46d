"""Text in, typed columns out: every failure with its row, column and value; nothing guessed, nothing made zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geomap.errors import ForbiddenColumn, MissingColumn
from geomap.schema import STRING, TABLES, clean_text, empty_table, is_address, parse, table_schema

GOOD_EVENT = {
    "event_id": "e1",
    "kind": "rocket",
    "date_start": "2020-11-17",
    "source_ids": "s1",
    "status": "reported",
}
GOOD_PLACE = {
    "place_id": "p1",
    "name": "A place",
    "location_class": "town",
    "basis": "sourced",
    "source": "a list",
}
GOOD_SOURCE = {"source_id": "s1", "title": "A title", "publisher": "A paper", "kind": "news"}


def text_table(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return rows as text, indexed as a spreadsheet counts them: the first row under the header is 2."""
    return pd.DataFrame(rows, index=range(2, len(rows) + 2), dtype=STRING).fillna("")


def events_with(**cells: str):
    return parse("events", text_table([GOOD_EVENT | cells]), file="events.csv")


def places_with(**cells: str):
    return parse("places", text_table([GOOD_PLACE | cells]), file="places.geojson")


@pytest.mark.parametrize(
    ("table", "good", "column", "value", "code"),
    [
        ("events", GOOD_EVENT, "event_id", "Attack 1", "bad-id"),
        ("events", GOOD_EVENT, "source_ids", "s1, s2", "bad-id"),
        ("events", GOOD_EVENT, "place_id", "baghdād", "bad-id"),
        ("events", GOOD_EVENT, "kind", "catapult", "not-in-vocabulary"),
        ("events", GOOD_EVENT, "kind", "Rocket", "not-in-vocabulary"),
        ("events", GOOD_EVENT, "munitions_low", "several", "not-a-number"),
        ("events", GOOD_EVENT, "munitions_low", "-1", "not-a-number"),
        ("events", GOOD_EVENT, "killed_low", "2.5", "not-a-number"),
        ("events", GOOD_EVENT, "killed_low", "1e3", "not-a-number"),
        ("events", GOOD_EVENT, "killed_low", "TRUE", "not-a-number"),
        ("events", GOOD_EVENT, "date_prec", "6", "not-a-number"),
        ("events", GOOD_EVENT, "date_prec", "0", "not-a-number"),
        ("events", GOOD_EVENT, "date_start", "17/11/2020", "bad-date"),
        ("events", GOOD_EVENT, "date_start", "2020-02-31", "bad-date"),
        ("events", GOOD_EVENT, "date_start", "44152", "bad-date"),
        ("events", GOOD_EVENT, "date_start", "1442-04-02", "bad-date"),
        ("events", GOOD_EVENT, "date_end", "soon", "bad-date"),
        ("events", GOOD_EVENT, "time_earliest", "2020-11-17T21:30", "bad-instant"),
        ("events", GOOD_EVENT, "time_earliest", "21:30+03:00", "bad-instant"),
        ("events", GOOD_EVENT, "time_latest", "2020-11-17T25:00+03:00", "bad-instant"),
        ("places", GOOD_PLACE, "longitude", "444.2346", "bad-coordinate"),
        ("places", GOOD_PLACE, "latitude", "90.001", "bad-coordinate"),
        ("places", GOOD_PLACE, "latitude", "NaN", "bad-coordinate"),
        ("places", GOOD_PLACE, "latitude", "None", "bad-coordinate"),
        ("places", GOOD_PLACE, "latitude", "1e400", "bad-coordinate"),
        ("places", GOOD_PLACE, "latitude", "33,2625", "bad-coordinate"),
        ("places", GOOD_PLACE, "longitude", "38S MB 43 85", "bad-coordinate"),
        ("places", GOOD_PLACE, "extent_radius_m", "-999", "not-a-number"),
        ("places", GOOD_PLACE, "extent_radius_m", "inf", "not-a-number"),
        ("places", GOOD_PLACE, "coord_uncertainty_m", "about 300", "not-a-number"),
        ("places", GOOD_PLACE, "geo_precision", "4", "not-a-number"),
        ("sources", GOOD_SOURCE, "url", "javascript:alert(1)", "unsafe-address"),
        ("sources", GOOD_SOURCE, "url", "file:///etc/passwd", "unsafe-address"),
        ("sources", GOOD_SOURCE, "url", "https://a.example/<b>", "unsafe-address"),
        ("sources", GOOD_SOURCE, "archive_url", "a.example", "unsafe-address"),
        ("sources", GOOD_SOURCE, "url", "https://[", "unsafe-address"),
        ("sources", GOOD_SOURCE, "retrieved_on", "2020-11", "bad-date"),
        ("sources", GOOD_SOURCE, "retrieved_on", "2020-02-30", "bad-date"),
        ("sources", GOOD_SOURCE, "kind", "blog", "not-in-vocabulary"),
    ],
)
def test_a_bad_cell_refuses_its_row_and_says_where_and_what(table, good, column, value, code):
    parsed = parse(table, text_table([good, good | {f"{table[:-1]}_id": "second", column: value}]), file="a.csv")

    assert len(parsed.table) == 1
    assert list(parsed.refused.index) == [3]
    (failure,) = parsed.failures
    assert (failure.code, failure.column, failure.rows, failure.values, failure.count) == (
        code,
        column,
        (3,),
        (value,),
        1,
    )
    assert failure.message.startswith(f'"{value}" is ')


@pytest.mark.parametrize("column", ["event_id", "kind", "source_ids", "status"])
def test_an_empty_cell_in_a_column_that_every_row_must_fill_is_refused(column):
    parsed = events_with(**{column: "  "})

    assert parsed.table.empty
    assert [(f.code, f.column, f.rows, f.values) for f in parsed.failures] == [("empty-cell", column, (2,), ("",))]


def test_the_first_of_two_rows_with_one_id_stays():
    parsed = parse("events", text_table([GOOD_EVENT | {"title": "one"}, GOOD_EVENT | {"title": "two"}]), file="e.csv")

    assert list(parsed.table["title"]) == ["one"]
    assert [(f.code, f.column, f.rows, f.values) for f in parsed.failures] == [
        ("duplicate-id", "event_id", (3,), ("e1",))
    ]


def test_counts_of_failures_are_exact_and_examples_are_the_first_twenty():
    """A million bad cells must not become a million failures: 12 million rows and 3 GB in the tool this replaces."""
    rows = [GOOD_EVENT | {"event_id": f"e{n}", "killed_low": "many" if n % 2 else "1"} for n in range(100)]

    (failure,) = parse("events", text_table(rows), file="events.csv").failures

    assert failure.count == 50
    assert failure.rows == tuple(range(3, 43, 2))
    assert failure.values == ("many",) * 20


def test_failures_of_one_row_in_two_columns_are_told_apart():
    parsed = events_with(kind="catapult", status="maybe")

    assert {(f.code, f.column) for f in parsed.failures} == {
        ("not-in-vocabulary", "kind"),
        ("not-in-vocabulary", "status"),
    }
    assert len(parsed.refused) == 1


def test_a_long_bad_value_is_shortened_in_the_message_only():
    (failure,) = events_with(kind="x" * 500).failures

    assert failure.values == ("x" * 500,)
    assert len(failure.message.split('"')[1]) == 60


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), (" 7 ", 7), ("٧", 7), ("۱۲", 12), ("\u200f٧", 7), ("0", 0), ("007", 7)],
)
def test_counts_are_read_in_latin_arabic_and_persian_digits(written, number):
    """Marks of direction come along when a number is copied from an Arabic page."""
    parsed = events_with(munitions_low=written)

    assert not parsed.failures
    assert parsed.table["munitions_low"].iloc[0] == number


@pytest.mark.parametrize(
    ("written", "degrees"),
    [("33.3128", 33.3128), ("٣٣٫٣١٢٨", 33.3128), ("+33.5", 33.5), ("33.", 33.0), (".5", 0.5), ("3.33e1", 33.3)],
)
def test_coordinates_are_read_in_latin_and_arabic_digits(written, degrees):
    parsed = places_with(latitude=written)

    assert not parsed.failures
    assert parsed.table["latitude"].iloc[0] == pytest.approx(degrees, abs=1e-12)


def test_an_unknown_number_is_missing_and_never_zero():
    table = events_with(munitions_low="", killed_low="0").table

    assert table["munitions_low"].isna().all()
    assert table["killed_low"].iloc[0] == 0
    assert str(table["munitions_low"].dtype) == "Int64"


def test_the_text_nan_is_text_and_not_missing():
    """Other readers turn the words NaN, NA, None and null into missing in silence."""
    for word in ("nan", "NA", "None", "null", "N/A"):
        table = events_with(title=word).table

        assert list(table["title"]) == [word]


def test_a_missing_text_is_missing_and_not_empty():
    assert events_with(title="").table["title"].isna().all()


@pytest.mark.parametrize(
    ("hinted", "words"),
    [("33,2625", 'Is it a decimal comma ("33.2625")?'), ("333.128", 'Was a decimal point moved ("33.3128")')],
)
def test_a_coordinate_with_a_usual_slip_comes_with_a_hint(hinted, words):
    (failure,) = places_with(latitude=hinted).failures

    assert words in failure.message


def test_a_refused_date_says_why_and_each_reason_is_a_line_of_its_own():
    rows = text_table(
        [GOOD_EVENT | {"event_id": f"e{n}", "date_start": cell} for n, cell in enumerate(["2020-21", "May", "2020-22"])]
    )

    failures = parse("events", rows, file="a.csv").failures

    assert [(f.rows, f.message.split()[1:4]) for f in failures] == [
        ((2, 4), ["is", "a", "season,"]),
        ((3,), ["is", "no", "date:"]),
    ]


def test_an_undated_row_stays_and_gets_no_day():
    """No stand-in for a fact: no 1 January."""
    table = events_with(date_start="").table

    assert table[["date_start_lower", "date_start_upper"]].isna().all(axis=None)


def test_days_have_one_dtype_whatever_the_rows_hold():
    """Parts of one file are put together: an empty part must not change the type of the whole."""
    full = events_with().table
    empty = parse("events", text_table([GOOD_EVENT]).iloc[:0], file="events.csv").table

    assert list(full.dtypes) == list(empty.dtypes)
    assert str(full["date_start_lower"].dtype) == "datetime64[s]"


def test_text_columns_have_the_one_string_dtype_and_vocabularies_the_schemas_list():
    table = events_with(title="x").table

    assert table["title"].dtype == STRING
    assert tuple(table["kind"].cat.categories) == table_schema("events").field("kind").vocabulary


@pytest.mark.parametrize(
    "column",
    [
        "launch_angle",
        "muzzle_velocity",
        "velocity",
        "apex",
        "flight_time",
        "back_azimuth",
        "weapon_range",
        "range_ring",
        "aim_point",
        "Likely_Launch_Point",
        " predicted_impact ",
        "warhead_mass",
    ],
)
def test_a_column_that_only_ballistics_needs_is_refused_with_a_reason(column):
    with pytest.raises(ForbiddenColumn, match="no ballistics") as caught:
        events_with(**{column: "1"})

    assert f'events.csv, column "{column}"' in str(caught.value)


@pytest.mark.parametrize("column", ["strange", "orange", "changed_on", "discharged"])
def test_a_column_that_only_sounds_like_ballistics_is_kept(column):
    assert events_with(**{column: "x"}).unknown_columns == (column,)


def test_missing_columns_are_all_named_with_those_that_were_found():
    with pytest.raises(MissingColumn) as caught:
        parse("events", text_table([{"event_id": "e1", "date": "2020-11-17"}]), file="events.csv")

    for word in ("kind", "date_start", "source_ids", "status", "events.csv", "Columns found: event_id, date"):
        assert word in str(caught.value)


def test_an_unknown_column_is_kept_as_text_and_said():
    parsed = events_with(editor="Ann")

    assert parsed.unknown_columns == ("editor",)
    assert list(parsed.table["editor"]) == ["Ann"]


def test_arabic_twins_stand_behind_their_column():
    columns = table_schema("events").columns

    for name in ("title", "time_local", "place_wording", "summary", "actor_claimed"):
        assert columns[columns.index(name) + 1] == f"{name}_ar"
    assert list(events_with(title_ar="هجوم").table["title_ar"]) == ["هجوم"]


def test_optional_columns_that_the_file_lacks_are_there_and_empty():
    table = events_with().table

    assert set(table_schema("events").columns) <= set(table.columns)
    assert table["summary"].isna().all()


def test_an_empty_table_has_the_types_of_a_full_one():
    assert list(empty_table("events").dtypes) == list(events_with().table.dtypes)
    assert empty_table("events").empty


def test_several_ids_in_a_cell_are_separated_by_semicolons():
    assert list(events_with(source_ids="s1;s2; s3").table["source_ids"]) == ["s1;s2; s3"]
    assert [f.code for f in events_with(source_ids="s1; s2; ").failures] == ["bad-id"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("a\ud800b", "a\ufffdb"), ("a\0b", "a\ufffdb"), ("e\u0301", "é"), ("\u202egnirts", "\u202egnirts"), ("😀", "😀")],
)
def test_clean_text_keeps_everything_that_a_file_can_hold(written, kept):
    assert clean_text(written) == kept


def test_addresses_may_hold_escaped_and_international_characters():
    address = "https://news.example/%D9%85%D9%82?q=1&b=2#part"
    parsed = parse("sources", text_table([GOOD_SOURCE | {"url": address}]), file="sources.csv")

    assert list(parsed.table["url"]) == [address]


def test_numbers_at_the_edge_of_the_globe_are_good():
    parsed = places_with(longitude="-180", latitude="90")

    assert not parsed.failures
    assert np.isclose(parsed.table[["longitude", "latitude"]].to_numpy("float64"), [[-180, 90]]).all()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_the_columns_of_one_with_rows(name):
    empty = {field.name: [""] for field in table_schema(name).fields}

    read = parse(name, pd.DataFrame(empty, index=[2], dtype=STRING), file="x.csv").table

    assert empty_table(name).dtypes.to_dict() == read.dtypes.to_dict()


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://example.org", True),
        ("http://example.org:8080/a?b#c", True),
        ("https://example.org?b", True),
        ("https://EXAMPLE.org/a", True),
        ("https://user@example.org/a", True),
        ("https://[::1]/a", True),
        ("https://مثال.example/خبر", True),
        ("https://example.org:0/a", False),
        ("https://example.org:99999/a", False),
        ("https://example.org:b/a", False),
        ("https:///a", False),
        ("https://?a", False),
        ("https://[", False),
        ("https://example.org/a b", False),
        ("https://example.org\n", False),
        ("ftp://example.org", False),
    ],
)
def test_an_address_has_a_host_and_nothing_that_ends_an_attribute(address, is_good):
    assert is_address(address) is is_good
