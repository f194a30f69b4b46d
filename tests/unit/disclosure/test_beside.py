"""What stands beside the tables: the case's description, the desk's words, refused rows; each field by its own rule."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geomap.disclosure.beside import public_editorial, public_info, public_refused
from geomap.disclosure.names import WITHHELD, WITHHELD_AR, NameRemover
from geomap.disclosure.positions import Positions

NAME = "Kirkuk"
REMOVER = NameRemover([NAME, "كركوك"], Positions([(44.39123, 35.46812)]))
NOBODY = NameRemover([])

# --- the description of the case --------------------------------------------------------------

EMPTIED = ("tz", "main_event", "default_account", "reviewed_on")


@pytest.mark.parametrize(
    ("field", "put"),
    [("name", "withheld"), ("title", WITHHELD), ("title_ar", WITHHELD_AR), *((field, "") for field in EMPTIED)],
)
def test_a_name_in_a_field_of_a_case_becomes_what_the_field_can_hold(base, field, put):
    said = {"name": "kirkuk-2020", "title": "Kirkuk"}.get(field, "kirkuk" if put == "" else NAME)
    made = public_info(replace(base.info, **{field: said}), REMOVER, {})

    assert getattr(made, field) == ("withheld-2020" if field == "name" else put)
    assert getattr(public_info(replace(base.info, **{field: said}), NOBODY, {}), field) == said


def test_what_holds_no_name_is_left_as_it_is(base):
    assert public_info(base.info, REMOVER, {}) == base.info


@pytest.mark.parametrize("field", ["account_id", "relation", "relation_to"])
def test_a_name_in_a_field_of_an_account_leaves_it_empty(base, field):
    account = replace(base.info.accounts[0], **{field: "of-kirkuk"})
    (made, *_) = public_info(replace(base.info, accounts=(account,)), REMOVER, {}).accounts

    assert getattr(made, field) == ""


def test_words_of_an_account_are_cleaned_in_their_language(base):
    account = replace(base.info.accounts[0], label={"en": "Kirkuk says", "ar": "كركوك تقول", "fr": "Kirkuk dit"})
    (made, *_) = public_info(replace(base.info, accounts=(account,)), REMOVER, {}).accounts

    assert made.label == {"en": f"{WITHHELD} says", "ar": f"{WITHHELD_AR} تقول", "fr": f"{WITHHELD} dit"}


def test_hidden_places_are_no_places_for_orientation(base):
    info = replace(base.info, context_places=("plain", "market"))

    assert public_info(info, NOBODY, {"market": "withheld-1"}).context_places == ("plain",)


@pytest.mark.parametrize(
    ("code", "name", "left"),
    [
        ("IQ", "Iraq", ""),
        ("iq", "Iraq", ""),
        ("IQ", "العراق", ""),
        ("Iraq", "Iraq", ""),
        ("IQ", "Kirkuk", "IQ"),
        ("XX", "Iraq", "XX"),
        ("", "Iraq", ""),
    ],
)
def test_a_country_of_which_a_name_is_withheld_is_not_told(base, code, name, left):
    info = replace(base.info, country=code)

    assert public_info(info, NameRemover([name]), {}).country == left
    assert public_info(info, NOBODY, {}).country == code


# --- the desk's words -------------------------------------------------------------------------


def test_the_desks_words_of_a_hidden_place_go_and_the_others_are_cleaned():
    editorial = {
        "panel": [{"place": "spot", "text": "a"}, {"place": "market", "text": f"b {NAME}"}, {"text": "c"}, "d"],
        "page": {"kicker": f"in {NAME}", NAME: "x"},
        "views": {"military": {"center": [40.5, 30.5]}},
    }

    hidden = public_editorial(editorial, REMOVER, {"spot": "withheld-1"})
    shown = public_editorial(editorial, NOBODY, {})

    assert hidden == {
        "panel": [{"place": "market", "text": f"b {WITHHELD}"}, {"text": "c"}, "d"],
        "page": {"kicker": f"in {WITHHELD}"},
    }
    assert shown == editorial


def test_without_views_there_are_none():
    assert public_editorial({"page": {"lang": "en"}}, REMOVER, {}) == {"page": {"lang": "en"}}


@pytest.mark.parametrize(
    ("view", "stays"),
    [
        ({"center": [44.39123, 35.46812], "zoom": 9}, False),
        ({"center": [40.5, 35.46812]}, False),
        ({"corner": [44.39123, 35.46812], "center": [40.5, 30.5]}, False),
        ({"center": [40.5, 30.5], "zoom": 9}, True),
        ({"zoom": 35.46812}, True),
        ("wide", True),
    ],
)
def test_a_view_on_a_position_that_is_withheld_goes(view, stays):
    editorial = {"views": {"one": view, "other": {"center": [40.5, 30.5]}}}

    assert set(public_editorial(editorial, REMOVER, {})["views"]) == ({"one", "other"} if stays else {"other"})


def test_views_that_are_no_table_are_left_to_who_reads_them():
    assert public_editorial({"views": ["wide"]}, REMOVER, {}) == {"views": ["wide"]}


# --- refused rows -----------------------------------------------------------------------------

COLUMNS = ["table", "file", "file_row", "id", "code", "reason"]


def refused(*rows):
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], index=range(5, 5 + len(rows)))


def test_refused_rows_of_events_and_groups_are_told_without_their_place_in_a_file():
    rows = refused(
        ("trajectories", "t.csv", 2, "t1", "bad-id", "x"),
        ("events", "e.csv", 3, "of-kirkuk", "bad-date", f"“{NAME}” is no date"),
        ("sources", "s.csv", 4, "s1", "bad-id", "x"),
    )

    made = public_refused(rows, REMOVER, is_early=False, keeps_cells=True)

    assert list(made.columns) == ["table", "id", "code", "reason"]
    assert made.to_numpy().tolist() == [
        ["events", f"of-{WITHHELD}", "bad-date", f"“{WITHHELD}” is no date"],
        ["trajectories", "t1", "bad-id", "x"],
    ]
    assert list(made.index) == [0, 1]


def test_under_an_embargo_no_id_is_told_and_without_cells_the_rule_stands_for_the_reason():
    row = ("events", "e.csv", 3, "night", "bad-date", "“night” is no date")

    early = public_refused(refused(row), NOBODY, is_early=True, keeps_cells=True)
    coded = public_refused(refused(row), NOBODY, is_early=False, keeps_cells=False)

    assert early[["id", "reason"]].to_numpy().tolist() == [["", "“night” is no date"]]
    assert coded[["id", "reason"]].to_numpy().tolist() == [["night", "bad-date"]]


@pytest.mark.parametrize(
    ("row_id", "told"),
    [
        ("e0123456789abcdef", ""),
        ("e0123456789abcde", "e0123456789abcde"),
        ("night-e0123456789abcdef", "night-e0123456789abcdef"),
        ("night", "night"),
    ],
)
def test_a_refused_row_without_an_id_of_its_own_has_none(row_id, told):
    made = public_refused(
        refused(("events", "e.csv", 3, row_id, "bad-date", "x")), NOBODY, is_early=False, keeps_cells=True
    )

    assert made["id"].tolist() == [told]


@pytest.mark.parametrize("column", ["table", "id", "code", "reason"])
def test_refused_rows_are_sorted_by_all_that_is_told(column):
    """The order of a file would tell which row of it is meant."""
    one = {"table": "events", "file": "e.csv", "file_row": 2, "id": "i", "code": "c", "reason": "r"}
    later = one | {column: "trajectories" if column == "table" else "z"}
    earlier = {
        "table": {"id": "z", "code": "z", "reason": "z"},
        "id": {"code": "z", "reason": "z"},
        "code": {"reason": "z"},
        "reason": {},
    }[column]
    rows = pd.DataFrame([later, one | earlier])

    made = public_refused(rows, NOBODY, is_early=False, keeps_cells=True)

    assert made[column].tolist() == [one[column], later[column]]
