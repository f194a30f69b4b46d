"""What differs between two states: rows, marks, and notes that hold nothing that is withheld."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from building import read_rows, square
from leaks import search
from sensitive import EMBARGO_ON, HOME, REDACTED, needles, sensitive_case

from geomap.changes.compare import compare, note_rows, write_notes
from geomap.changes.marks import changes_of_marks
from geomap.changes.notes import Note
from geomap.cli.diff import report
from geomap.edition import Policy
from geomap.errors import UnreadableInput, UsageError
from geomap.pipeline import build_edition, publish_edition
from geomap.scene.plain import places_touched

DAY = "2020-06-02"


def changed(make_case, change):
    """Compare the small case with itself after a change."""
    return compare(make_case(name="old"), make_case(change, name="new"), corrected_on=DAY)


def marks(found):
    return {(m.what, m.place_id) for m in found.marks}


def notes(found):
    return {n.about: n.what for n in found.notes}


def test_two_equal_states_do_not_differ(make_case):
    found = changed(make_case, None)

    assert (found.tables, found.marks, found.notes) == ((), (), ())
    assert list(report(found)) == ["No differences."]


def test_every_kind_of_change_is_found(make_case):
    def change(case):
        case.set("events", "attack", killed_high=5, note="mine")
        case.set("places", "market", longitude=43.5, coord_uncertainty_m=900)
        case.set("trajectories", "t1", group_n=1)
        case.set("claims", "k4", words="one man was killed")
        case.tables["trajectories"].pop()
        case.add("events", {**case.row("events", "arrest"), "event_id": "raid", "title": "A raid", "place_id": "plain"})

    found = changed(make_case, change)
    tables = {t.name: t for t in found.tables}

    assert list(tables["events"].added) == ["raid"]
    assert list(tables["trajectories"].removed) == ["t2"]
    cells = {(c.row_id, c.column): (c.old, c.new, c.is_public) for t in found.tables for c in t.revised}
    assert cells["attack", "killed_high"] == ("2", "5", True)
    assert cells["attack", "note"] == ("", "mine", False)
    assert cells["market", "coord_uncertainty_m"] == ("300", "900", True)
    assert marks(found) == {
        ("appeared", "plain"),
        ("moved", "market"),
        ("uncertainty", "market"),
        ("count", "impact_zone"),
        ("count", "launch_quarter"),
    }
    assert notes(found) == {
        "attack": "Rockets on the zone: killed 1 to 5, not 1 to 2.",
        "market": "Market: position corrected; the mark stood about 930 m away; it may be off by 1.1 km, not 500 m.",
        "k4": "the army: “one man was killed”, not “one person was killed”.",
        "t1": "Projectiles, Impact zone: number of projectiles 1, not 2.",
        "t2": "Projectiles, air burst: the group was taken out.",
    }
    assert found.numbers["old"].rows_in == found.numbers["new"].rows_in == 5
    assert found.withheld_count == 1


def test_dead_that_are_now_disputed_are_told_with_every_side(make_case):
    def change(case):
        case.set("events", "attack", killed_low=0, killed_high=None)
        case.set("claims", "k4", value="0", value_low=0, value_high=0, words="nobody was killed")
        other = {"claim_id": "k9", "value": "6", "value_low": 6, "value_high": 6, "words": "six were killed"}
        other |= {"claimant": "A doctor", "origin": "A doctor", "verification": "unverified"}
        case.add("claims", case.row("claims", "k4") | other)

    said = notes(changed(make_case, change))["attack"]

    sides = "the army said nobody was killed; A doctor said six were killed (unverified)"
    assert said == f"Rockets on the zone: deaths are now disputed: {sides}."


def test_an_area_that_is_still_reported_is_not_called_gone_where_a_group_lost_it(make_case):
    tied = changed(make_case, lambda case: case.set("trajectories", "t1", launch_place_id=None))

    assert notes(tied)["t1"] == "Projectiles, Impact zone: no longer tied to the reported launch area Launch quarter."


def test_an_outline_of_the_same_reach_and_an_event_that_changed_its_place_are_told(make_case):
    def change(case):
        case.set("places", "launch_quarter", geometry=square(43.55, 33.31, 1500))
        case.set("events", "arrest", place_id="impact_zone")

    found = changed(make_case, change)

    assert {("uncertainty", "launch_quarter"), ("gone", "market")} <= marks(found)
    assert notes(found)["arrest"] == "An arrest at the market: place Impact zone, not Market."
    assert "outline corrected" in notes(found)["launch_quarter"]


def test_what_was_only_added_is_no_correction(make_case):
    found = changed(make_case, lambda c: c.set("events", "attack", wounded_low=3, summary="A summary."))

    assert found.tables
    assert found.notes == ()
    assert list(report(found))[-1] == "Correction notes: none is needed."


def test_the_report_fits_into_80_columns_and_cuts_long_lists(make_case):
    def change(case):
        for number in range(30):
            case.add(
                "sources", {**case.row("sources", "daily"), "source_id": f"a-rather-long-name-{number}" + "x" * 60}
            )
        case.set("events", "attack", title="An attack " * 40, actor_claimed="a channel\x1b[31m")

    lines = list(report(changed(make_case, change)))

    assert max(map(len, lines)) <= 84  # one long id may stick out, nothing else does
    assert "  + ... and 10 more; --json lists all" in lines
    assert not any("\x1b" in line for line in lines)


def test_two_tables_are_compared_by_their_ids(tmp_path):
    head = (
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,admin1,admin2,location,latitude,longitude,"
        "geo_precision,source,notes,fatalities,country\n"
    )
    line = (
        "{id},06 May 2020,Explosions/Remote violence,Shelling,x,Anbar,Falluja,Falluja,{lat},43.78,1,The Daily,"
        "words,{n},Iraq\n"
    )
    (tmp_path / "old.csv").write_text(
        head + line.format(id="IRQ1", lat=33.35, n=1) + line.format(id="IRQ2", lat=33.35, n=0)
    )
    (tmp_path / "new.csv").write_text(
        head + line.format(id="IRQ3", lat=33.36, n=2) + line.format(id="IRQ1", lat=33.37, n=4)
    )

    found = compare(tmp_path / "old.csv", tmp_path / "new.csv", corrected_on=DAY)
    events = next(t for t in found.tables if t.name == "events")

    assert (list(events.added), list(events.removed)) == (["irq3"], ["irq2"])
    assert ("irq1", "1", "4") in {(c.row_id, c.old, c.new) for c in events.revised if c.column == "killed_high"}
    assert notes(found) == {
        "irq1": "Shelling, Falluja, 6 May 2020: killed 4, not 1; position of Falluja corrected, by about 2.2 km.",
        "irq2": "Shelling, Falluja, 6 May 2020: the event was taken out.",
    }
    assert any(line.startswith("  + p") and line.endswith(" (Falluja)") for line in report(found))


def test_only_marks_that_may_differ_are_drawn_of_tables_and_they_are_those_of_the_whole(tmp_path):
    """The marks of two tables are those that composing both whole gives; what is the same in both is left out."""
    head = "id,date,place,latitude,longitude,kind,killed\n"
    line = "{id},2020-05-{day:02d},Town {town},{lat},{lon},{kind},{killed}\n"

    def row(n, **given):
        town = n // 3
        usual = {
            "id": f"e{n}",
            "day": 1 + n,
            "town": town,
            "lat": 33 + town / 10,
            "lon": 44,
            "kind": "rocket",
            "killed": n,
        }
        return line.format(**{**usual, **given})

    (tmp_path / "old.csv").write_text(head + "".join(map(row, range(18))))
    changes = {
        1: {"killed": 9},
        3: {"kind": "arrest"},
        7: {"lat": ""},
        10: {"lat": 33.31},
        13: {"town": 5, "lat": 33.5},
    }
    (tmp_path / "new.csv").write_text(head + "".join(row(n, **changes.get(n, {})) for n in range(19) if n != 16))
    whole = [build_edition(tmp_path / name) for name in ("old.csv", "new.csv")]

    found = compare(tmp_path / "old.csv", tmp_path / "new.csv", corrected_on=DAY)

    assert found.marks == changes_of_marks(*(tuple(e.scene.marks()) for e in whole))
    assert [found.numbers["old"], found.numbers["new"]] == [e.accounting for e in whole]
    old, new = (e.public for e in whole)
    assert {t.name for t in found.tables} == {"places", "events"}, "another name of the file is no difference"
    assert 0 < len(places_touched(old, new)) < len({*old.places["place_id"], *new.places["place_id"]})


def test_rows_without_ids_are_known_again_in_another_order_with_one_more_column(tmp_path):
    (tmp_path / "old.csv").write_text(
        "date,place,lat,lon,type,killed,notes\n"
        "2024-03-01,Falluja,33.35,43.78,airstrike,2,first\n"
        "2024-03-02,Ramadi,33.42,43.30,rocket,,second\n"
        "2024-03-03,Baghdad,33.31,44.36,drone,1,third\n"
        "2024-03-04,Baghdad,33.31,44.36,drone,1,same\n"
        "2024-03-05,Hit,33.64,42.83,rocket,1,fifth\n"
    )
    (tmp_path / "new.csv").write_text(
        "notes,killed,type,lon,lat,place,date,checked\n"
        "same,1,drone,44.36,33.31,Baghdad,2024-03-04,yes\n"
        "third,1,drone,44.36,33.31,Baghdad,2024-03-06,\n"
        "first,3,airstrike,43.78,33.35,Falluja,2024-03-01,\n"
        "second,,rocket,43.30,33.42,Ramadi,2024-03-02,\n"
    )

    found = compare(tmp_path / "old.csv", tmp_path / "new.csv", corrected_on=DAY)
    events = next(t for t in found.tables if t.name == "events")

    assert (len(events.added), len(events.removed), len({c.row_id for c in events.revised})) == (0, 1, 2)
    assert sorted(notes(found).values()) == [
        "Air strike, Falluja, 1 March 2024: killed 3, not 2.",
        "Drone attack, Baghdad, 6 March 2024: date 2024-03-06, not 2024-03-03.",
        "Rocket attack, Hit, 5 March 2024: the event was taken out.",
    ]


def test_a_folder_of_outputs_is_told_from_a_case(built, green_zone):
    with pytest.raises(UnreadableInput, match="is a folder of outputs"):
        compare(built, green_zone)


# --- the correction log


def test_notes_are_added_to_the_log_once_and_stand_in_every_text(make_case, tmp_path):
    case = make_case(lambda c: c.set("events", "attack", killed_high=5), name="new")
    (case / "corrections.csv").write_text("corrected_on,about,what,what_ar\n2020-06-01,,An older one.,\n", "utf-8")
    before = (case / "corrections.csv").read_bytes()
    found = compare(make_case(name="old"), case, corrected_on=DAY)

    assert [write_notes(found.notes, case), write_notes(found.notes, case)] == [1, 0]

    assert (case / "corrections.csv").read_bytes().startswith(before)
    assert read_rows(case / "corrections.csv")[-1]["what"] == "Rockets on the zone: killed 1 to 5, not 1 to 2."
    publish_edition(build_edition(case), tmp_path / "out")
    for name in ("map.html", "alt.txt", "sources.md"):
        text = (tmp_path / "out" / name).read_text("utf-8")
        assert "killed 1 to 5, not 1 to 2" in text, name
        assert text.index("2 June 2020") < text.index("1 June 2020"), name


def test_a_log_is_made_where_there_is_none_and_a_table_has_none(make_case, tmp_path):
    case, found = make_case(), [Note(corrected_on=DAY, about="attack", what="Killed: 5, not 2.")]

    write_notes(found, case)

    assert (case / "corrections.csv").read_text("utf-8") == f"corrected_on,about,what\n{note_rows(found)}"
    assert note_rows(found) == f'{DAY},attack,"Killed: 5, not 2."\n'
    with pytest.raises(UsageError, match="is no case folder"):
        write_notes(found, tmp_path / "table.csv")


# --- what is withheld


def test_notes_and_marks_hold_nothing_that_is_withheld_and_the_listing_says_what_is(tmp_path):
    old = sensitive_case(tmp_path / "old")
    new = tmp_path / "new"
    shutil.copytree(old, new)
    _change_everything(new)

    found = compare(old, new, policy=Policy(redact=(REDACTED,), embargo_on=EMBARGO_ON), corrected_on=DAY)

    assert len([c for t in found.tables for c in t.revised]) > 40
    assert found.withheld_count > 20
    told = tmp_path / "told"
    told.mkdir()
    (told / "notes.csv").write_text(note_rows(found.notes), "utf-8")
    (told / "marks.txt").write_text("\n".join(map(str, found.marks)), "utf-8")
    assert found.notes
    assert found.marks
    leaks = search(told, needles())
    assert not leaks, leaks[:5]
    listing = "\n".join(report(found))
    assert "[not published]" in listing
    assert not any(c.is_public and REDACTED in (c.old, c.new, c.row_id) for t in found.tables for c in t.revised)


def test_a_value_that_only_one_of_the_two_states_withholds_is_in_no_note(make_case, tmp_path):
    """A home that was found out after publication: the note must not repeat what stood there."""

    def place(case):
        case.set("places", "market", name="House of Karim", longitude=HOME[0], latitude=HOME[1])
        case.set("events", "arrest", title="An arrest at the House of Karim")

    def hidden(case):
        place(case)
        case.set("places", "market", sensitivity="home", coord_uncertainty_m=50)
        case.set("events", "arrest", title="An arrest", status="retracted")

    old, new = make_case(place, name="old"), make_case(hidden, name="new")

    found = compare(old, new, corrected_on=DAY)

    assert "Karim" not in note_rows(found.notes)
    assert "arrest" in notes(found)
    assert "Karim" not in json.dumps([n.what for n in found.notes])


def _change_everything(case):
    """Put another text behind every cell of every table that allows one."""
    for path in sorted(case.glob("*.csv")):
        rows = read_rows(path)
        for row in rows:
            for column in (
                "title",
                "words",
                "note",
                "place_wording",
                "summary",
                "publisher",
                "what",
                "origin",
                "claimant",
            ):
                if row.get(column):
                    row[column] += " (more)"
            for column in ("killed_high", "munitions_high", "value_high"):
                if row.get(column):
                    row[column] = str(int(row[column]) + 1)
        if rows:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
    document = json.loads((case / "places.geojson").read_text("utf-8"))
    for feature in document["features"]:
        row = feature["properties"]
        for column in ("longitude", "latitude"):
            row[column] = row[column] + 0.002 if row.get(column) else row.get(column)
        row["coord_uncertainty_m"] = (row.get("coord_uncertainty_m") or 0) + 400
    (case / "places.geojson").write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ((36.61, 5_000), (36.61, 25_000), "may be off by 25 km, not 5 km"),
        ((36.61, 5_000), (36.71, 5_000), "position of Ariha corrected, by about 9 km"),
    ],
)
def test_a_note_says_what_of_a_place_a_reader_could_see_change(tmp_path, old, new, said):
    """Of one name, now known less exactly: that, and never that it moved by about 0 m."""
    paths = []
    for name, (lon, radius_m) in (("old", old), ("new", new)):
        path = tmp_path / f"{name}.csv"
        path.write_text(
            "id,date,place,lat,lon,coord_uncertainty_m,location_class\n"
            f"SYR1,2024-03-01,Ariha,35.81,{lon},{radius_m},town\n",
            "utf-8",
        )
        paths.append(path)

    (note,) = compare(*paths, corrected_on=DAY).notes

    assert said in note.what
    assert "by about 0 m" not in note.what
