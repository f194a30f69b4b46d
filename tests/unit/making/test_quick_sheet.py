"""A quick sheet becomes a case; run again it adds what is new and changes nothing that stands."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter

import openpyxl
import pytest
from building import read_rows, write_rows
from making import ROWS, row, write_sheet

from geomap.errors import MissingColumn, UnreadableInput, UsageError
from geomap.making.cases import Beginning, fill_case, new_case
from geomap.making.empty_sheet import sheet_csv, sheet_xlsx
from geomap.making.sheet import ABOUT, COLUMNS, read_sheet
from geomap.making.statements import untitled
from geomap.pipeline import build_edition, checked, export_bytes
from geomap.schema import table_schema

IRAQ = Beginning(country="IQ")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A case made from the rows of `making.ROWS`; read only."""
    folder = tmp_path_factory.mktemp("made")
    sheet = write_sheet(folder / "sheet.csv")
    return folder / "case", sheet, new_case(folder / "case", IRAQ, sheet)


@pytest.fixture
def made(first, tmp_path):
    """A copy of that case, to be changed."""
    case, sheet, done = first
    return shutil.copytree(case, tmp_path / "case"), sheet, done


def bytes_of(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def refusal(tmp_path, *rows):
    with pytest.raises(UnreadableInput) as refused:
        new_case(tmp_path / "refused", IRAQ, write_sheet(tmp_path / "wrong.csv", rows))
    assert not (tmp_path / "refused").exists()
    return str(refused.value)


# --- what a sheet gives


def test_a_sheet_becomes_a_case_that_the_checks_find_nothing_in(first):
    case, _, done = first

    assert list(checked(case)[1]) == []
    assert {name: len(ids) for name, ids in done.added.items()} == {
        "sources.csv": 1,
        "claims.csv": 7,
        "trajectories.csv": 2,
        "places.geojson": 2,
        "datapackage.json": 1,
    }


def test_groups_join_the_launch_area_of_their_account_and_rest_on_its_claims(first):
    groups = {r["trajectory_id"]: r for r in read_rows(first[0] / "trajectories.csv")}

    assert set(groups) == {"the-army-green-zone", "the-army-air-burst"}
    zone, burst = sorted(groups.values(), key=lambda r: r["outcome"], reverse=True)
    assert (zone["group_n"], zone["launch_place_id"], zone["impact_place_id"]) == ("2", "al_amin_2", "green_zone")
    assert (burst["group_n"], burst["launch_place_id"], burst["impact_place_id"]) == ("1", "al_amin_2", "")
    assert zone["basis_claim_ids"].count(";") == 2  # impact, launch, munitions


def test_the_event_holds_what_was_said_and_its_empty_cells_mean_not_reported(first):
    (event,) = read_rows(first[0] / "events.csv")

    assert event["event_id"] == "rocket-20200506"
    assert event["title"] == "Rocket attack on the Green Zone, 6 May 2020"
    assert (event["munitions_low"], event["munitions_high"]) == ("3", "3")
    assert (event["killed_low"], event["wounded_low"], event["date_prec"]) == ("1", "", "")
    assert event["place_id"] == "green_zone"
    assert not event["summary"], "the page makes one of the claims: a cell of ours would stand against a desk's"


def test_the_map_of_a_sheet_draws_its_areas_and_lists_what_has_no_place(first):
    scene = build_edition(first[0]).scene

    assert {m.place_id: m.role for m in scene.marks()} == {
        "green_zone": "impact_area",
        "al_amin_2": "launch_area",
        "tigris_baghdad": "context",
    }
    assert (scene.accounts[0].label, scene.accounts[0].label_inside) == ("The army", "the army")
    assert [t.count.exact for t in scene.accounts[0].tray] == [1]


def test_relayed_statements_share_one_origin_and_repeat_the_one_nearest_to_the_speaker(tmp_path):
    rows = [
        row("killed", "2", whom="civilian", who_relayed="", link="", why_no_link="on the radio", who_said="the army"),
        row("killed", "2", whom="civilian"),
        row("killed", "2", whom="civilian", who_relayed="The Wire; The Post", link="https://post.example/1"),
        row("killed", "2", whom="civilian", who_said="The Herald", who_relayed="", goes_back_to="the army",
            link="https://herald.example/1"),
        row("killed", "2", whom="civilian", who_said="a doctor", link="https://daily.example/doctor"),
    ]  # fmt: skip
    new_case(tmp_path / "case", Beginning(title="T", kind="rocket"), write_sheet(tmp_path / "s.csv", rows))
    claims = read_rows(tmp_path / "case" / "claims.csv")

    assert [c["origin"] for c in claims] == ["the army"] * 4 + ["a doctor"]
    first = claims[0]["claim_id"]
    assert [c["derived_from"] for c in claims] == ["", first, first, first, ""]
    assert [c["relayed_by"] for c in claims] == ["", "The Daily", "The Wire, The Post", "", "The Daily"]


def test_numbers_are_a_range_and_groups_of_people_are_never_added(tmp_path):
    rows = [
        row("killed", "at least 2", whom="civilian"),
        row("killed", "5", whom="civilian", who_said="a doctor", link="https://x.example/1"),
        row("wounded", "5", "five civilians were wounded", whom="civilian"),
        row("wounded", "2", "two guards were wounded", whom="security", who_said="an official"),
        row("munitions", "7"),
        row("munitions", "4", who_said="a spokesman", stance="denies"),
    ]
    new_case(tmp_path / "case", Beginning(title="T"), write_sheet(tmp_path / "s.csv", rows))
    (event,) = read_rows(tmp_path / "case" / "events.csv")

    assert (event["killed_low"], event["killed_high"]) == ("2", "5")
    assert (event["wounded_low"], event["wounded_high"]) == ("5", "")  # of all, at least the larger group
    assert "the army: five civilians were wounded; an official: two guards" in event["harm_note"]
    assert (event["munitions_low"], event["munitions_high"]) == ("7", "7")


def test_two_events_two_accounts_a_target_and_damage(tmp_path):
    rows = [
        *ROWS,
        row("target", "US Embassy, Baghdad (compound)", "the embassy was the target", who_said="a channel"),
        row("launch area", "east Baghdad", account="The Post’s telling", link="https://post.example/1"),
        row("date", "2020-05-08", event="An arrest"),
        row("kind", "arrest", event="An arrest"),
        row("place", "K9", event="An arrest"),
    ]
    done = new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", rows))
    events = {e["event_id"]: e for e in read_rows(tmp_path / "case" / "events.csv")}
    package = json.loads((tmp_path / "case" / "datapackage.json").read_text("utf-8"))
    accounts = package["geomap"]["accounts"]

    assert list(events) == ["rocket-20200506", "arrest-20200508"]
    assert events["arrest-20200508"]["place_wording"] == "K9"
    assert events["arrest-20200508"]["place_id"] == ""
    assert list(done.unanswered) == ["K9"]
    assert [e["role"] for e in read_rows(tmp_path / "case" / "event_places.csv")] == ["reported_target"]
    assert [a["label"]["en"] for a in accounts] == ["the army", "The Post’s telling"]
    assert accounts[1]["relation"] == {"kind": "same_origin", "to": accounts[0]["id"]}
    assert checked(tmp_path / "case")[1].count("error") == 0


def test_projectiles_of_which_no_area_is_reported_leave_the_event_at_its_place(tmp_path):
    """An outcome is a group of its account, listed without a place; it does not take the event off the map."""
    rows = [row("munitions", "17"), row("outcome", "intercepted", how_many="14"), row("place", "Green Zone")]

    new_case(tmp_path / "case", IRAQ, write_sheet(tmp_path / "s.csv", rows))

    (group,) = read_rows(tmp_path / "case" / "trajectories.csv")
    assert (group["group_n"], group["outcome"], group["impact_place_id"]) == ("14", "intercepted", "")
    assert [m.place_id for m in build_edition(tmp_path / "case").scene.marks() if m.event_ids] == ["green_zone"]
    assert [f.code for f in checked(tmp_path / "case")[1]] == ["munitions-balance"]  # 14 of the 17


def test_a_main_event_of_which_a_sheet_says_nothing_keeps_what_it_rests_on(tmp_path):
    new_case(tmp_path / "case", Beginning(title="Shots", place="Baghdad", country="IQ"))
    rows = [row("kind", "rocket", event="Attack on Mosul"), row("impact area", "Mosul", event="Attack on Mosul")]

    fill_case(tmp_path / "case", write_sheet(tmp_path / "s.csv", rows))

    codes = {f.code for f in checked(tmp_path / "case")[1]}
    assert codes.isdisjoint({"empty-cell", "unknown-id"}), codes


def test_a_page_on_which_nothing_is_drawn_still_has_its_scripts_and_styles(tmp_path):
    new_case(tmp_path / "case", Beginning(title="Shots", place="K9", country="UA"))

    page = export_bytes(build_edition(tmp_path / "case"), "html")["map.html"].decode()

    assert "choiceOf" in page
    assert ".leaflet-pane" in page


# --- running it again


def test_running_it_again_changes_no_byte(made):
    case, sheet, _ = made
    before = bytes_of(case)

    done = fill_case(case, sheet)

    assert bytes_of(case) == before
    assert done.files == {}


@pytest.mark.parametrize("kind", ["news", "official statement", "social media", "photo caption"])
def test_a_text_without_link_and_headline_is_the_same_text_the_second_time(tmp_path, kind):
    bare = {"link": "", "why_no_link": "by telephone", "kind_of_source": kind}
    rows = [
        row("kind", "cruise missile", **bare),
        row("impact area", "Kirkuk", how_many="1", **bare),
        row("context", "", "a second text", headline="Report of 7 May 2020", **bare),
        row("context", "", "a text of no day", **bare | {"published_on": ""}),
        row("context", "", "the same with a link", headline="Report of 7 May 2020"),
    ]
    sheet, case = write_sheet(tmp_path / "s.csv", rows), tmp_path / "case"
    new_case(case, IRAQ, sheet)
    before = bytes_of(case)

    done = fill_case(case, sheet)

    assert (done.files, done.added, done.left) == ({}, {}, ())
    assert bytes_of(case) == before


def test_a_source_that_has_got_its_address_by_hand_is_still_that_text(tmp_path):
    rows = [row("kind", "anti-ship missile", link="", why_no_link="on the radio")]
    sheet, case = write_sheet(tmp_path / "s.csv", rows), tmp_path / "case"
    new_case(case, Beginning(title="T"), sheet)
    (source,) = read_rows(case / "sources.csv")
    write_rows(case / "sources.csv", [source | {"url": "https://radio.example/1"}])

    assert fill_case(case, sheet).files == {}
    assert read_rows(case / "events.csv")[0]["kind"] == "anti_ship_missile"


def test_a_second_event_leaves_the_ids_of_the_groups_that_stand(made, tmp_path):
    case, _, _ = made
    before = read_rows(case / "trajectories.csv")

    fill_case(case, write_sheet(tmp_path / "s.csv", [*ROWS, row("impact area", "Kirkuk", event="Another night")]))

    after = read_rows(case / "trajectories.csv")
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_doubt_sets_neither_day_nor_kind_nor_cause_of_an_event(tmp_path):
    rows = [
        row("date", "2024-03-06"),
        row("date", "2024-03-05", who_said="a paper", verification="contradicted"),
        row("kind", "ballistic missile"),
        row("kind", "drone", who_said="a navy", verification="contradicted"),
        row("munitions", "1"),
        row("munitions", "2", who_said="a paper", verification="contradicted"),
        row("killed", "0", whom="all"),
        row("killed", "3", whom="all", who_said="media", verification="unverified"),
        row("cause of harm", "unclear", who_said="a fire brigade"),
        row("cause of harm", "interception"),
        row("cause of harm", "other", who_said="a president", stance="speculates"),
    ]
    new_case(tmp_path / "case", Beginning(), write_sheet(tmp_path / "s.csv", rows))
    (event,) = read_rows(tmp_path / "case" / "events.csv")

    assert (event["event_id"], event["title"]) == (
        "ballistic-missile-20240306", "Ballistic missile attack, 6 March 2024",
    )  # fmt: skip
    assert (event["date_start"], event["date_end"], event["kind"]) == ("2024-03-06", "", "ballistic_missile")
    assert [event[f"{c}_{end}"] for c in ("munitions", "killed") for end in ("low", "high")] == ["1", "1", "0", "0"]
    assert (event["cause_of_harm"], event["status"]) == ("interception", "reported")


def test_an_event_of_which_all_is_unverified_is_unverified(tmp_path):
    rows = [row("kind", "drone", verification="unverified"), row("killed", "2", verification="unverified")]

    new_case(tmp_path / "case", Beginning(title="T"), write_sheet(tmp_path / "s.csv", rows))

    (event,) = read_rows(tmp_path / "case" / "events.csv")
    assert (event["kind"], event["killed_high"], event["status"]) == ("drone", "2", "unverified")


def test_a_denial_of_a_claim_of_responsibility_is_not_called_unverified(tmp_path):
    rows = [
        row("claimed by", "the group", "it was glad", who_said="a channel"),
        row("claimed by", "the group", "it had nothing to do with it", who_said="the group", stance="denies"),
    ]

    new_case(tmp_path / "case", Beginning(title="T"), write_sheet(tmp_path / "s.csv", rows))

    claims = [c for c in read_rows(tmp_path / "case" / "claims.csv") if c["field"] == "actor_claimed"]
    doubts = {c["stance"]: c["verification"] for c in claims}
    assert doubts == {"asserts": "unverified", "denies": ""}, "nobody called the denial in question"


def test_more_rows_in_any_order_add_rows_and_leave_the_others_byte_for_byte(made, tmp_path):
    case, _, _ = made
    before = {name: read_rows(case / name) for name in ("claims.csv", "trajectories.csv", "sources.csv")}
    text = (case / "claims.csv").read_text("utf-8")
    rows = [*ROWS, row("killed", "1", whom="civilian", link="https://post.example/1", who_relayed="The Post")]
    random.Random(4).shuffle(rows)

    done = fill_case(case, write_sheet(tmp_path / "more.csv", rows))

    assert (case / "claims.csv").read_text("utf-8").startswith(text)
    for name, old in before.items():
        assert read_rows(case / name)[: len(old)] == old
    assert {name: len(ids) for name, ids in done.added.items()} == {"sources.csv": 1, "claims.csv": 1}
    assert read_rows(case / "events.csv")[0]["source_ids"] == "the_daily-20200507; the_post-20200507"


def test_ids_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [
        *ROWS,
        row("context", "", "x", link="https://daily.example/2"),
        row("context", "", "y", link="https://d.example/3"),
    ]
    made = []
    for number in range(2):
        random.Random(number).shuffle(rows)
        new_case(tmp_path / str(number), IRAQ, write_sheet(tmp_path / f"{number}.csv", rows))
        made.append(
            {
                t: Counter(r[f"{t[:-1]}_id"] for r in read_rows(tmp_path / str(number) / f"{t}.csv"))
                for t in ("claims", "sources")
            }
        )

    assert made[0] == made[1]


def test_a_cell_that_was_edited_stays_and_is_told_unless_an_update_is_asked_for(made):
    case, sheet, _ = made
    rows = read_rows(case / "events.csv")
    rows[0] |= {"munitions_high": "9", "note": "mine"}
    write_rows(case / "events.csv", rows)

    done = fill_case(case, sheet)

    assert [(c.column, c.old, c.new) for c in done.changes] == [("munitions_high", "9", "3")]
    assert read_rows(case / "events.csv") == rows
    fill_case(case, sheet, update=True)
    assert read_rows(case / "events.csv")[0]["munitions_high"] == "3"
    assert read_rows(case / "events.csv")[0]["note"] == "mine"


def test_an_upper_end_that_the_sheet_now_leaves_open_is_told(made, tmp_path):
    case, _, _ = made
    rows = [*ROWS, row("killed", "2", "two guards were killed", whom="security", who_said="an official")]
    assert read_rows(case / "events.csv")[0]["killed_high"] == "1"

    done = fill_case(case, write_sheet(tmp_path / "s.csv", rows))

    assert [str(c) for c in done.changes if c.column == "killed_high"] == [
        'events.csv, rocket-20200506, column "killed_high": stands "1", the sheet leaves it open'
    ]
    fill_case(case, tmp_path / "s.csv", update=True)
    (event,) = read_rows(case / "events.csv")
    assert (event["killed_low"], event["killed_high"]) == ("2", "")
    assert event["harm_note"] == "the army: one man was killed; an official: two guards were killed"


def test_a_value_that_was_corrected_in_the_sheet_leaves_its_old_claim_and_says_so(made, tmp_path):
    case, _, _ = made

    done = fill_case(case, write_sheet(tmp_path / "s.csv", [*ROWS[:-1], row("killed", "2", whom="civilian")]))

    assert [c.split("-")[0] for c in done.left] == ["killed"]


def test_a_place_that_is_added_later_fills_what_was_empty(tmp_path):
    from geomap.making.place_adding import NewPlace, add_place

    rows = [*ROWS[:4], row("impact area", "M2", "three fell at M2", how_many="3")]
    sheet = write_sheet(tmp_path / "s.csv", rows)
    case = tmp_path / "case"
    assert list(new_case(case, IRAQ, sheet).unanswered) == ["M2"]
    assert read_rows(case / "trajectories.csv")[0]["wording"] == "M2"
    mill = NewPlace(name="M2", shape="circle 1 km at 44.4,33.3", source="a map", error_m=300,
                    location_class="nearby_landmark", basis="sourced")  # fmt: skip
    add_place(case, mill)

    done = fill_case(case, sheet)

    assert done.changes == ()
    assert done.unanswered == {}
    assert read_rows(case / "trajectories.csv")[0]["impact_place_id"] == "m2"
    claim = next(c for c in read_rows(case / "claims.csv") if c["field"] == "impact_place_id")
    assert claim["value"] == "m2"


def test_a_name_that_only_its_spelling_speaks_for_is_no_place_far_from_the_others(tmp_path):
    """The only Green Zone that is known lies in Baghdad: 2,300 km from Kabul it is not meant."""
    rows = [row("kind", "rocket"), row("place", "Kabul"), row("impact area", "Green Zone", how_many="2")]
    sheet = write_sheet(tmp_path / "s.csv", rows)

    far = new_case(tmp_path / "far", Beginning(), sheet)
    near = new_case(tmp_path / "near", IRAQ, write_sheet(tmp_path / "t.csv", [rows[0], rows[2]]))

    assert "for which nothing but its spelling speaks, far from the other places" in far.unanswered["Green Zone"]
    assert b"green_zone" not in (tmp_path / "far" / "places.geojson").read_bytes()
    assert read_rows(tmp_path / "far" / "trajectories.csv")[0]["wording"] == "Green Zone"
    assert near.unanswered == {}


def test_a_text_known_by_its_month_is_a_report_of_that_month():
    assert untitled("news", "2020-01") == "Report of January 2020"
    assert untitled("news", "2020") == "Report of 2020"
    assert untitled("news", "2020-01-03") == "Report of 3 January 2020"


def test_the_stand_in_of_a_case_without_a_source_gives_way_to_the_sheet(tmp_path):
    case = tmp_path / "case"
    new_case(case, Beginning(title="Rockets", date="2020-05-06", place="Green Zone", country="IQ"))
    assert checked(case)[1].with_code("source-without-address")

    fill_case(case, write_sheet(tmp_path / "s.csv"))

    (event,) = read_rows(case / "events.csv")
    assert [s["publisher"] for s in read_rows(case / "sources.csv")] == ["The Daily"]
    assert (event["kind"], event["title"]) == ("rocket", "Rockets")
    assert list(checked(case)[1]) == []


# --- what is wrong is told with row, column, value, what is allowed


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"about": "impakt"}, "about", '"impakt" is not one of: date, time, place'),
        ({"about": ""}, "about", "is empty; every row must fill it"),
        ({"words": ""}, "words", "is empty"),
        ({"who said": ""}, "who said", "is empty"),
        ({"about": "killed", "value": ""}, "value", "is empty; write what is claimed"),
        ({"about": "killed", "value": "-3"}, "value", '"-3" is no number: write 7, 2-5, at least 3'),
        ({"about": "date", "value": "06/05/2020"}, "value", '"06/05/2020" is no date: write 2020-11-17'),
        ({"published on": "May 7"}, "published on", '"May 7" is no date'),
        ({"link": "javascript:alert(1)"}, "link", "is no web address"),
        ({"link": "", "why no link": ""}, "link", 'say in "why no link" why there is none'),
        ({"kind of source": "rumour"}, "kind of source", '"rumour" is not one of: news, official_statement'),
        ({"kind of source": ""}, "kind of source", "say once what kind of text it is"),
        ({"how many": "-4"}, "how many", '"-4" is no number: write 7, 2-5, at least 3, more than 12'),
        ({"how many": "0"}, "how many", '"0" is no group of projectiles: leave the cell empty'),
        (
            {"how many": "2 of the 17"},
            "how many",
            "is a part of another number: write 2, and name these projectiles in",
        ),
        ({"about": "killed", "value": "4 of 39"}, "value", "is a part of another number: write 4"),
        ({"said on": "2020-05-07T13:00"}, "said on", "holds an hour that is no instant: write it with the offset"),
        ({"whom": "dogs"}, "whom", '"dogs" is not one of: child, civilian'),
        ({"about": "outcome", "value": "vanished"}, "value", '"vanished" is not one of: ground_impact'),
        ({"stance": "shouts"}, "stance", '"shouts" is not one of: asserts, denies'),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(tmp_path, cells, column, said):
    message = refusal(tmp_path, {**row("context", "x"), **cells})

    assert f'wrong.csv row 2, column "{column}": ' in message
    assert said in message
    assert "nothing was written" in message


def test_all_problems_are_told_at_once(tmp_path):
    message = refusal(
        tmp_path, row("impakt", "x"), row("killed", "several"), row("killed", "-1"), row("date", "yesterday")
    )

    assert message.startswith("wrong.csv: 3 things need a hand; nothing was written.\n")
    assert [f"row {n}," in message for n in (2, 3, 4, 5)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("context", "x", published_on="2020-05-08"), row("context", "y")], 'says "2020-05-08" of the same text'),
        ([row("impact area", "Green Zone", how_many="2"),
          row("impact area", "Green Zone", who_relayed="The Post", how_many="3")], "two numbers for one group"),
        ([row("launch area", "Green Zone"), row("launch area", "Fallujah")], "two launch areas for the same"),
    ],
)  # fmt: skip
def test_rows_that_contradict_one_another_are_refused_not_averaged(tmp_path, rows, said):
    assert said in refusal(tmp_path, *rows)


def test_a_repeated_row_and_a_speaker_in_two_spellings_are_told(tmp_path):
    sheet = write_sheet(tmp_path / "s.csv", [*ROWS, ROWS[-1], row("killed", "4", who_said="The Army’s")])

    done = new_case(tmp_path / "case", IRAQ, sheet)

    assert [f.code for f in done.findings] == ["duplicate-row", "speakers-alike"]
    assert len(read_rows(tmp_path / "case" / "claims.csv")) == 8


def test_columns_are_known_in_any_spelling_and_others_are_told(tmp_path):
    sheet = write_sheet(tmp_path / "s.csv", [{**row("killed", "2"), "Who_Relayd": "x"}])
    sheet.write_text(sheet.read_text("utf-8").replace("who said", "WHO_SAID"), "utf-8")

    rows, findings = read_sheet(sheet)

    assert rows[0]["who said"] == "the army"
    assert 'Did you mean "who relayed"?' in str(next(iter(findings)))
    sheet.write_text("who said,about\n,\n", "utf-8")
    with pytest.raises(MissingColumn, match="words, value"):
        read_sheet(sheet)


# --- the empty sheet


def test_the_empty_sheet_explains_itself_and_is_read_as_empty(tmp_path):
    (tmp_path / "sheet.csv").write_bytes(sheet_csv())
    header, *explained = sheet_csv().decode("utf-8-sig").splitlines()

    assert header.split(",") == list(COLUMNS)
    assert all(line.startswith('"# ') or line.startswith("# ") for line in explained)
    with pytest.raises(UnreadableInput, match="has a header and no rows"):
        read_sheet(tmp_path / "sheet.csv")


def test_the_empty_workbook_has_lists_is_the_same_every_day_and_can_be_filled(tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(sheet_xlsx())
    assert sheet_xlsx() == path.read_bytes()
    book = openpyxl.load_workbook(path)
    assert any("impact area" in rule.formula1 for rule in book.active.data_validations.dataValidation)
    for line in ROWS:
        book.active.append([line.get(column, "") for column in COLUMNS])
    book.save(path)

    rows, findings = read_sheet(path)

    assert [r["about"] for r in rows] == [r["about"] for r in ROWS]
    assert list(findings) == []
    assert rows[0].row == 5


def test_everything_a_claim_can_be_about_is_a_field_of_the_schema():
    assert set(ABOUT.values()) <= set(table_schema("claims").field("field").vocabulary)


def test_nothing_is_overwritten(made, tmp_path):
    case, sheet, _ = made
    before = bytes_of(case)

    with pytest.raises(UsageError, match="is a case already"):
        new_case(case, IRAQ, sheet)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        new_case(tmp_path / "full", IRAQ, sheet)
    assert bytes_of(case) == before


def test_a_sheet_may_lie_in_the_folder_of_its_case(tmp_path):
    (tmp_path / "case").mkdir()
    sheet = write_sheet(tmp_path / "case" / "sheet.csv")

    new_case(tmp_path / "case", IRAQ, sheet)

    assert sheet.exists()
    assert fill_case(tmp_path / "case").files == {}
