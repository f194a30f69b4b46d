"""What of a place is looked for, and how texts, columns, tables and nested values come out of the remover."""

from __future__ import annotations

import pandas as pd
import pytest

from geomap.disclosure.names import WITHHELD, WITHHELD_AR, NameRemover, names_of, spellings_of, unfindable
from geomap.disclosure.positions import Positions
from geomap.schema import STRING, empty_table

LON, LAT = 44.39123, 35.46812
REMOVER = NameRemover(["Kirkuk", "كركوك"], Positions([(LON, LAT)]))
NOBODY = NameRemover([])


def row(**cells):
    return pd.Series({"place_id": "spot-1", **cells})


# --- what a place is called -------------------------------------------------------------------


def test_every_column_of_names_and_labels_and_each_alias_is_a_spelling():
    place = row(
        name=" Market ; hall ",
        name_ar="السوق",
        name_local=None,
        label="The market",
        label_ar=float("nan"),
        aliases="Souk; ;Bazaar ; Market ; hall",
        source="a book",
        unnamed="x",
    )

    assert spellings_of(place) == ["Market ; hall", "السوق", "The market", "Souk", "Bazaar", "Market", "hall"]
    assert spellings_of(row(name="  ", aliases="A1")) == ["A1"]
    assert spellings_of(row(name=7, source="x")) == []


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Market (old)", {"Market (old)", "Market"}),
        ("（旧）市场", {"（旧）市场", "市场"}),
        ("(Market)", {"(Market)"}),
        ("Karrada, Baghdad", {"Karrada, Baghdad", "Karrada"}),
        ("Karrada, Baghdad (old)", {"Karrada, Baghdad (old)", "Karrada, Baghdad", "Karrada"}),
        (", Karrada", {", Karrada", "Karrada"}),
        ("Souk / Bazaar, Baghdad", {"Souk / Bazaar, Baghdad", "Souk", "Bazaar", "Baghdad"}),
        ("Souk | Bazaar", {"Souk | Bazaar", "Souk", "Bazaar"}),
        ("Souk / x", {"Souk / x", "Souk"}),
        ("7", set()),
    ],
)
def test_a_name_is_looked_for_as_a_whole_and_in_its_parts(name, names):
    assert names_of(row(name=name)) == names | {"spot-1"}


def test_what_cannot_be_looked_for_is_told_with_its_reason():
    assert unfindable(row(name=None)) == [("", "it has no name")]
    assert unfindable(row(name="35.46812, 44.39123")) == [("", "it has no name but its position")]
    assert unfindable(row(name="Market")) == []
    assert unfindable(row(name="Market", aliases="7; 35.46812, 44.39123")) == [
        ("7", "it is a number"),
        ("35.46812, 44.39123", "it is a number"),
    ]


# --- texts ------------------------------------------------------------------------------------


def test_a_remover_has_something_to_do_for_a_name_or_a_position():
    assert REMOVER
    assert NameRemover(["Kirkuk"])
    assert NameRemover([], Positions([(LON, LAT)]))
    assert not NOBODY
    assert not NameRemover(["7"])
    assert NameRemover([]).positions.spans(f"{LAT}, {LON}") == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("in Kirkuk", True),
        ("of-kirkuk", True),
        (f"at {LAT}", True),
        ("https://x.example/?q=%D9%83%D8%B1%D9%83%D9%88%D9%83", True),
        ("#freekirkuknow", True),
        (" #freekirkuknow ", True),
        ("so #freekirkuknow", True),
        ("so freekirkuknow", False),
        ("see https://x.example/freekirkuknow", True),
        ("in Mosul", False),
        ("", False),
        (None, False),
        (7, False),
        (float("nan"), False),
    ],
)
def test_a_name_or_a_position_is_found_in_a_text_an_id_or_an_address(text, is_found):
    assert REMOVER.found_in(text) is is_found
    assert NOBODY.found_in(text) is False


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Kirkuk", "■"),
        ("in Kirkuk, and Kirkuk again", "in ■, and ■ again"),
        ("Kirku\u0301k\u0301\u0302 fell", "■ fell"),
        ("Kirkuk\u0301", "■"),
        ("Kirkuk\u200d\u0301.", "■."),
        ("كَرْكُوكُ.", "■."),
        ("#freekirkuknow", "#free■now"),
        ("see https://x.example/freekirkuknow here", "see https://x.example/free■now here"),
        ("see www.freekirkuknow.example here", "see www.free■now.example here"),
        ("Kirkuk: see https://x.example/freekirkuknow", "■: see https://x.example/free■now"),
        ("https://x.example/freekirkuknow is on Kirkuk", "https://x.example/free■now is on ■"),
        ("see https://x.example/kirkukkirkuk", "see https://x.example/■■"),
        ("a / b freekirkuknow", "a / b freekirkuknow"),
        ("so #freekirkuknow", "so #free■now"),
        ("so freekirkuknow", "so freekirkuknow"),
        ("at K%69rkuk today", "at ■ today"),
        ("Mosul, 50%25 of it", "Mosul, 50%25 of it"),
        ("Kirkuk, 50%25 of it", "■, 50%25 of it"),
        ("Mosul", "Mosul"),
        ("", ""),
    ],
)
def test_a_name_is_replaced_and_the_rest_of_a_text_stays(text, cleaned):
    assert REMOVER.clean(text, "■") == cleaned
    assert NOBODY.clean(text, "■") == text


def test_what_stands_in_is_of_the_language_of_the_text():
    text = f"Kirkuk {LAT}"

    assert REMOVER.clean(text) == "[name withheld] [position withheld]"
    assert REMOVER.clean(text, WITHHELD_AR) == "[الاسم محجوب] [الموقع محجوب]"


def test_a_column_is_cleaned_and_missing_stays_missing():
    cells = pd.Series(["Kirkuk", None, "Mosul", "Kirkuk"], index=[4, 2, 9, 7], dtype=STRING)

    made = REMOVER.clean_column(cells)

    assert made.fillna("-").tolist() == [WITHHELD, "-", "Mosul", WITHHELD]
    assert made[2] is None or pd.isna(made[2])
    assert (list(made.index), made.dtype) == ([4, 2, 9, 7], STRING)
    assert REMOVER.clean_column(cells, "■")[4] == "■"
    assert NOBODY.clean_column(cells) is cells
    assert REMOVER.clean_column(cells[[9]]).tolist() == ["Mosul"]


# --- tables and nested values -----------------------------------------------------------------


def table(of, **cells):
    made = empty_table(of)
    columns = {c: pd.Series([cells.get(c)], dtype=made[c].dtype) for c in made.columns}
    return pd.DataFrame(columns)


def test_texts_of_a_table_are_cleaned_in_the_language_of_their_column():
    events = table("events", event_id="kirkuk-1", title="in Kirkuk", title_ar="في كركوك", date_start="Kirkuk")
    places = table("places", place_id="p", name="Kirkuk", name_local="كركوك", name_ar="كركوك")

    (event,) = REMOVER.clean_table("events", events).to_dict("records")
    (place,) = REMOVER.clean_table("places", places).to_dict("records")

    assert (event["title"], event["title_ar"], event["date_start"]) == (f"in {WITHHELD}", f"في {WITHHELD_AR}", WITHHELD)
    assert event["event_id"] == "kirkuk-1"  # ids have a step of their own
    assert (place["name"], place["name_local"], place["name_ar"]) == (WITHHELD, WITHHELD_AR, WITHHELD_AR)
    assert NOBODY.clean_table("events", events) is events
    assert REMOVER.clean_table("events", events.drop(columns="summary"))["title"].tolist() == [f"in {WITHHELD}"]


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({"url": "https://x.example/kirkuk"}, (None, None, "its address holds a name that is withheld")),
        (
            {"url": "https://x.example/kirkuk", "archive_url": "https://a.example/1"},
            (None, "https://a.example/1", None),
        ),
        (
            {"url": "https://x.example/1", "archive_url": "https://a.example/kirkuk"},
            ("https://x.example/1", None, None),
        ),
        ({"url": "https://x.example/kirkuk", "offline_reason": "gone"}, (None, None, "gone")),
        ({"url": "https://x.example/1"}, ("https://x.example/1", None, None)),
    ],
)
def test_an_address_that_holds_a_name_is_dropped_and_where_nothing_is_left_it_is_said(cells, left):
    (made,) = REMOVER.clean_table("sources", table("sources", source_id="s", **cells)).to_dict("records")

    assert tuple(None if pd.isna(made[c]) else made[c] for c in ("url", "archive_url", "offline_reason")) == left


def test_nested_values_are_cleaned_and_keys_that_hold_a_name_are_dropped():
    value = {"a": ["in Kirkuk", ("Kirkuk", 3)], "kirkuk": "x", "b": {"of-kirkuk": 1, "c": None}, "d": True, "e": 2.5}

    assert REMOVER.clean_value(value) == {
        "a": [f"in {WITHHELD}", [WITHHELD, 3]],
        "b": {"c": None},
        "d": True,
        "e": 2.5,
    }
    assert NOBODY.clean_value({"a": ["Kirkuk"]}) == {"a": ["Kirkuk"]}


@pytest.mark.parametrize(
    ("text", "as_id", "as_text"),
    [
        ("kirkukcol", "■col", "kirkukcol"),
        ("the kirkukcol", "the ■col", "the kirkukcol"),
        ("of%4Birkukcol", "of■col", "of%4Birkukcol"),
        ("old_kirkuk", "old_■", "old_■"),
    ],
)
def test_in_an_id_a_long_name_stands_inside_words(text, as_id, as_text):
    assert REMOVER.clean(text, "■", is_id=True) == as_id
    assert REMOVER.clean(text, "■") == as_text
