"""Groups of projectiles from a sheet: no number that nobody said, no place of launch where something fell."""

from __future__ import annotations

import csv
import io

import pytest
from building import read_rows, write_rows
from making import row, write_sheet

from geomap.errors import UnreadableInput
from geomap.making.cases import Beginning, fill_case, new_case
from geomap.making.filling import fill
from geomap.making.folder import empty_case
from geomap.making.place_adding import NewPlace, add_place
from geomap.making.sheet import read_sheet
from geomap.pipeline import checked

IRAQ = Beginning(country="IQ")
KIND = row("kind", "rocket")


@pytest.fixture
def filled(tmp_path):
    """The tables that rows give, by name; nothing is looked up twice and nothing is drawn."""

    def filling(*rows, country="IQ"):
        files = empty_case("case", "A night", country, "night", has_sheet=True)
        done = fill(files, read_sheet(write_sheet(tmp_path / "s.csv", rows))[0], "s.csv")
        made = {**files, **done.files}
        return {n: list(csv.DictReader(io.StringIO(made[f"{n}.csv"].decode()))) for n in ("trajectories", "claims")}

    return filling


def numbers(rows):
    return [(r["group_n"], r["group_n_low"], r["group_n_high"], r.get("group_n_words", "")) for r in rows]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4", ("4", "", "", "")),
        ("at least 9", ("", "9", "", "at least 9")),
        ("more than 5", ("", "6", "", "more than 5")),
        ("9-12", ("", "9", "12", "")),
        ("up to 4", ("", "", "4", "up to 4")),
        ("several", ("", "", "", "several")),
        ("a number of", ("", "", "", "a number of")),
        ("about 20", ("", "", "", "about 20")),
        ("dozens", ("", "", "", "dozens")),
        ("", ("", "", "", "")),
    ],
)
def test_how_many_is_what_the_report_says(filled, cell, number):
    made = filled(KIND, row("impact area", "Kirkuk", how_many=cell))

    assert numbers(made["trajectories"]) == [number]
    claim = made["claims"][1]
    low, high = number[0] or number[1], number[0] or number[2]
    assert (claim["value_low"], claim["value_high"], claim.get("value_words", "")) == (low, high, number[3])
    assert claim["unit"] == ("projectiles" if cell else "")


def test_a_launch_alone_has_the_munitions_of_its_account_open_as_they_are(filled):
    made = filled(KIND, row("launch area", "Mosul"), row("munitions", "more than 12"))

    assert numbers(made["trajectories"]) == [("", "13", "", "more than 12")]


def test_the_name_of_a_launch_area_is_never_where_something_fell(filled):
    made = filled(
        KIND,
        row("launch area", "Camp Qzx", how_many="5"),
        row("munitions", "5"),
        row("impact area", "Kirkuk", how_many="1"),
        row("impact area", "M9", how_many="1"),
        row("outcome", "fell short", how_many="3"),
    )["trajectories"]

    assert [(r["group_n"], r["wording"], r["launch_wording"]) for r in made] == [
        ("1", "", "Camp Qzx"), ("1", "M9", "Camp Qzx"), ("3", "", "Camp Qzx"),
    ]  # fmt: skip


CAPE = {
    "empty": [row("launch area", "Cape Chauda")],
    "a part": [row("launch area", "Cape Chauda", how_many="40")],
    "in words": [row("launch area", "Cape Chauda", how_many="several")],
    "two places": [row("launch area", "Cape Chauda"), row("launch area", "Cape Tarkhan", how_many="25")],
}
NIGHT = [
    row("kind", "drone"),
    row("munitions", "82"),
    row("outcome", "intercepted", how_many="57"),
    row("outcome", "unknown", how_many="25"),
]


@pytest.mark.parametrize("launches", CAPE.values(), ids=list(CAPE))
def test_a_launch_of_which_nobody_says_which_groups_came_from_there_is_joined_to_none(filled, launches):
    """The cape is told of once, by itself, and without a number that would be added to those of the ends."""
    made = filled(*NIGHT, *launches, country="UA")["trajectories"]

    assert [(r["group_n"], r["outcome"], r["launch_wording"]) for r in made] == [
        ("57", "intercepted", ""),
        ("25", "unknown", ""),
        *(("", "unknown", launch["value"]) for launch in launches),
    ]
    joined = [[c for c in r["basis_claim_ids"].split("; ") if c.startswith("launch")] for r in made]
    assert [len(claims) for claims in joined] == [0, 0, *(1 for _ in launches)]


@pytest.mark.parametrize(
    ("launch", "ends"),
    [
        (row("launch area", "Cape Chauda", how_many="82"), NIGHT),
        (row("launch area", "Cape Chauda", how_many="at least 82"), [r for r in NIGHT if r["about"] != "munitions"]),
        (row("launch area", "Cape Chauda"), NIGHT[:3]),
    ],
    ids=["the number of all", "no fewer than all", "one group"],
)
def test_a_launch_of_all_or_of_the_only_group_is_joined(filled, launch, ends):
    made = filled(*ends, launch, country="UA")["trajectories"]

    assert {r["launch_wording"] for r in made} == {"Cape Chauda"}
    assert len(made) == sum(r["about"] == "outcome" for r in ends)


def test_what_a_sheet_must_say_for_a_launch_to_be_joined_is_told(tmp_path):
    done = new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", [*NIGHT, *CAPE["empty"]]))

    (found,) = done.findings.with_code("launch-not-joined")
    assert (found.severity, found.rows, found.column) == ("warning", (6,), "how many")
    assert 'which of the 2 groups of the account "the army" came from "Cape Chauda"' in found.message
    assert 'Write in "how many" how many did (the number of all, or the word all' in found.message


def test_a_second_group_takes_a_launch_back_when_an_update_is_asked_for(tmp_path):
    """The launch was joined while there was one group; what stands is told, and changed if that is asked for."""
    case, sheet = tmp_path / "case", tmp_path / "s.csv"
    new_case(case, IRAQ, write_sheet(sheet, [*NIGHT[:3], *CAPE["empty"]]))
    write_sheet(sheet, [*NIGHT, *CAPE["empty"]])

    (change,) = [c for c in fill_case(case, sheet).changes if c.file == "trajectories.csv"]
    kept = read_rows(case / "trajectories.csv")[0]
    fill_case(case, sheet, update=True)
    made = read_rows(case / "trajectories.csv")

    assert (change.column, change.old, change.new) == ("launch_wording", "Cape Chauda", "")
    assert "launch-area" in kept["basis_claim_ids"]
    assert (made[0]["launch_wording"], "launch-area" in made[0]["basis_claim_ids"]) == ("", False)
    assert fill_case(case, sheet, update=True).files == {}


def test_a_group_that_rests_on_a_claim_no_longer_in_the_sheet_is_told(tmp_path):
    case, sheet = tmp_path / "case", tmp_path / "s.csv"
    new_case(case, IRAQ, write_sheet(sheet, [*NIGHT, *CAPE["empty"]]))
    write_sheet(sheet, [*NIGHT, row("launch area", "Cape Chauda", how_many="82")])

    done = fill_case(case, sheet)

    assert [claim.split("-")[0] for claim in done.left] == ["launch"]
    assert done.left_groups == ("the-army-launch-cape-chauda",)


def test_a_group_of_which_only_the_launch_is_told_keeps_its_number_beside_others(filled):
    rows = [
        KIND,
        row("launch area", "Mosul", how_many="170", group="drones"),
        row("launch area", "Mosul", how_many="120", group="missiles"),
        row("launch area", "Mosul", how_many="30", group="others"),
        row("impact area", "Kirkuk", how_many="4", group="hits"),
        row("outcome", "intercepted", how_many="170", group="drones"),
        row("outcome", "unknown", group="missiles"),
    ]
    made = filled(*rows)["trajectories"]

    assert {r["trajectory_id"]: (r["group_n"], r["outcome"]) for r in made} == {
        "the-army-hits": ("4", "ground_impact"),
        "the-army-drones": ("170", "intercepted"),
        "the-army-missiles": ("120", "unknown"),
        "the-army-others": ("30", "unknown"),
    }


def test_what_was_intercepted_over_a_place_stays_intercepted(filled):
    made = filled(
        KIND,
        row("launch area", "Isfahan", how_many="5", who_said="Army"),
        row("impact area", "Kirkuk", how_many="2", who_said="Army"),
        row("outcome", "intercepted", "three were shot down over Mosul", how_many="3", group="over", who_said="Army"),
        row("impact area", "Mosul", "debris fell", how_many="3", group="over", who_said="Army"),
    )["trajectories"]

    assert [(r["group_n"], r["outcome"], r["impact_place_id"]) for r in made] == [
        ("2", "ground_impact", "kirkuk"),
        ("3", "intercepted", "mosul"),
    ]


def test_more_launched_than_told_of_is_said_and_the_number_of_the_end_stays(tmp_path):
    rows = [
        row("launch area", "Mosul", how_many="30", group="g"),
        row("outcome", "intercepted", how_many="25", group="g"),
    ]

    done = new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", rows))

    assert 'row 3, column "how many": "25", but row 2 says that "30" of this group were launched' in str(
        next(iter(done.findings))
    )
    assert read_rows(tmp_path / "case" / "trajectories.csv")[0]["group_n"] == "25"


def test_accounts_whose_long_names_begin_alike_are_two(filled):
    long = "Ministry of defence of the republic, "
    made = filled(
        KIND,
        row("impact area", "Kirkuk", account=f"{long}as Reuters has it"),
        row("impact area", "Mosul", account=f"{long}as AP has it"),
    )["trajectories"]

    assert len({r["account"] for r in made}) == 2
    assert len({r["trajectory_id"] for r in made}) == 2


def test_groups_whose_names_make_one_id_are_two(filled):
    made = filled(KIND, row("impact area", "K 1", how_many="1"), row("impact area", "K-1", how_many="2", group="k 1"))[
        "trajectories"
    ]

    assert sorted(r["group_n"] for r in made) == ["1", "2"]
    assert len({r["trajectory_id"] for r in made}) == 2


@pytest.mark.parametrize(
    "rows",
    [
        # at least twelve in all, five of them placed, of the others no number is told
        [row("munitions", "at least 12"), row("impact area", "Kirkuk", how_many="5"), row("outcome", "unknown")],
        # another speaker's number is no measure, a part of the night is an account
        [row("munitions", "2"), row("impact area", "Kirkuk", how_many="2"),
         row("impact area", "Mosul", how_many="1", who_said="B")],
        # an open number and a range hold what lies in them
        [row("munitions", "at least 300"), row("impact area", "Kirkuk", how_many="at least 290"),
         row("outcome", "unknown", how_many="several")],
        [row("munitions", "9-12"), row("impact area", "Kirkuk", how_many="9-12")],
    ],
)  # fmt: skip
def test_speakers_that_differ_and_open_numbers_are_no_error(tmp_path, rows):
    new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", [KIND, row("date", "2020-05-06"), *rows]))

    assert checked(tmp_path / "case")[1].with_code("munitions-balance").count("error") == 0


def test_an_account_that_leaves_some_of_its_own_number_out_is_told(tmp_path):
    rows = [KIND, row("munitions", "at least 12"), row("impact area", "Kirkuk", how_many="1")]

    new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", rows))

    (found,) = checked(tmp_path / "case")[1].with_code("munitions-balance")
    assert "account the_army: 1 projectile in groups, but it says at least 12." in found.message


def test_words_that_geomap_put_in_for_a_place_are_taken_back_and_no_others(tmp_path):
    rows = [KIND, row("place", "M9"), row("launch area", "L9", how_many="4")]
    rows += [row("impact area", "M9", how_many="3")]
    rows += [row("impact area", "M8", how_many="1")]
    sheet, case = write_sheet(tmp_path / "s.csv", rows), tmp_path / "case"
    new_case(case, IRAQ, sheet)
    standing = read_rows(case / "trajectories.csv")
    standing[1]["wording"] = "a mill, by hand"
    standing[0]["wording"] = "L9"  # as an earlier version left it
    write_rows(case / "trajectories.csv", standing)
    for name, at in (("M9", "44.4,33.3"), ("L9", "44.5,33.4"), ("M8", "44.6,33.4")):
        add_place(case, NewPlace(name=name, shape=f"circle 1 km at {at}", source="a map", error_m=300,
                                 location_class="nearby_landmark", basis="sourced"))  # fmt: skip

    done = fill_case(case, sheet)

    assert done.changes == ()
    assert [(r["wording"], r["launch_wording"], r["launch_place_id"], r["impact_place_id"])
            for r in read_rows(case / "trajectories.csv")] == [
        ("", "", "l9", "m9"), ("a mill, by hand", "", "l9", "m8"),
    ]  # fmt: skip
    (event,) = read_rows(case / "events.csv")
    assert (event["place_id"], event["place_wording"]) == ("m9", "")
    assert fill_case(case, sheet).files == {}


def test_what_the_projectiles_of_a_group_are_is_told_of_the_group(filled):
    made = filled(
        KIND,
        row("kind", "drone", group="low", who_said="the army"),
        row("launch area", "Mosul", how_many="18", group="low"),
        row("kind", "cruise missile", group="high"),
        row("launch area", "Mosul", how_many="7", group="high"),
        row("impact area", "Kirkuk", how_many="7", group="high"),
        row("launch area", "Mosul", how_many="2", group="other"),
    )["trajectories"]

    assert {r["group_n"]: r["kind"] for r in made} == {"18": "drone", "7": "cruise_missile", "2": ""}
    low = next(r for r in made if r["group_n"] == "18")
    assert "kind-the_army" in low["basis_claim_ids"]


def test_a_table_without_kinds_of_groups_has_no_column_for_them(filled):
    (group,) = filled(KIND, row("launch area", "Mosul", how_many="18"))["trajectories"]

    assert "kind" not in group


def test_two_kinds_of_one_group_contradict_each_other(tmp_path):
    rows = [row("kind", k, group="low") for k in ("drone", "mortar")]
    sheet = write_sheet(tmp_path / "s.csv", [KIND, *rows, row("launch area", "Mosul", how_many="18", group="low")])
    files = empty_case("case", "A night", "IQ", "night", has_sheet=True)

    with pytest.raises(
        UnreadableInput, match=r'row 4, .*"mortar", but row 3 says "drone": two kinds for the same proj'
    ):
        fill(files, read_sheet(sheet)[0], "s.csv")


def test_a_kind_of_a_group_that_is_nowhere_is_told(tmp_path):
    rows = [KIND, row("kind", "drone", group="drnes"), row("launch area", "Mosul", how_many="18", group="drones")]
    files = empty_case("case", "A night", "IQ", "night", has_sheet=True)

    found = fill(files, read_sheet(write_sheet(tmp_path / "s.csv", rows))[0], "s.csv").findings

    (message,) = [f.message for f in found if f.code == "group-not-told"]
    assert message.startswith('"drnes" is in no row about a launch area, an impact area or an outcome of the account')


def test_a_group_is_of_a_kind_that_flies(tmp_path):
    sheet = write_sheet(tmp_path / "s.csv", [KIND, row("kind", "arrest", group="low")])

    with pytest.raises(UnreadableInput, match='row 3, column "value": "arrest" is no kind of projectile'):
        read_sheet(sheet)


def test_a_launch_of_all_is_joined_to_every_group_and_gives_no_number(filled):
    made = filled(
        KIND,
        row("launch area", "Mosul", how_many="all"),
        row("impact area", "Kirkuk", how_many="4"),
        row("impact area", "Erbil"),
    )

    assert {r["launch_place_id"] for r in made["trajectories"]} == {"mosul"}
    assert numbers(made["trajectories"]) == [("4", "", "", ""), ("", "", "", "")]


def test_all_is_no_number_where_only_the_launch_is_told(filled):
    made = filled(KIND, row("launch area", "Mosul", how_many="all"), row("munitions", "12"))

    assert numbers(made["trajectories"]) == [("12", "", "", "")]
