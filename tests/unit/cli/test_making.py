"""new, fill, place add and diff on the command line: what stands where, and with which exit code."""

from __future__ import annotations

import json
import shlex

import pytest
from building import read_rows
from making import ROWS, write_sheet


def test_new_fill_and_diff_put_data_on_stdout_and_the_rest_on_stderr(run, tmp_path):
    case, sheet = tmp_path / "case", write_sheet(tmp_path / "s.csv")

    code, out, err = run("new", case, "--from", sheet, "--country", "Iraq")

    assert code == 0
    assert out.split() == sorted(str(p) for p in case.iterdir())
    assert "Added: 1 source, 2 places, 7 claims, 2 groups of projectiles, 1 account." in err
    assert "Next: geomap check" in err
    assert run("fill", case, sheet) == (0, "", "Nothing is new: every row of the sheet stands in the tables.\n")
    code, out, _ = run("diff", case, case, "--json", "--as-of", "2020-06-02")
    assert code == 0
    assert json.loads(out)["correction_notes"] == []
    code, out, _ = run("fill", case, write_sheet(tmp_path / "t.csv", [ROWS[-1] | {"value": "4"}]), "--json")
    assert code == 0
    assert json.loads(out)["added"].keys() == {"claims.csv"}
    assert {c["column"] for c in json.loads(out)["changes"]} == {"killed_low", "killed_high"}


def test_areas_are_drawn_by_name_and_what_is_suggested_for_the_rest_runs(run, tmp_path):
    """A launch known by country is its outline; a price in a name is no variable of the shell."""
    from making import row

    rows = [row("kind", "missile"), row("launch area", "south-west of Iran", how_many="3")]
    names = ("Hodeidah", "Basra Governorate", "mill $HOME", "Punjab")
    rows += [row("impact area", name, group=name) for name in names]
    case, sheet = tmp_path / "case", write_sheet(tmp_path / "s.csv", rows)

    code, _, err = run("new", case, "--from", sheet, "--country", "Iraq")
    offered = [shlex.split(line) for line in err.splitlines() if line.startswith("  geomap place add")]

    assert code == 0
    assert 'Place: "south-west of Iran": worked out from the words used: what of Iran lies to the south-west' in err
    assert 'Place: "Basra Governorate": the province Al-Basrah (Iraq), its outline from Natural Earth, ± 1 km.' in err
    assert "direction-only" not in err
    assert [" ".join(words[4:]) for words in offered] == [
        "Hodeidah --from point at 42.9545,14.7978 --error 10000 --class city --basis gazetteer "
        "--source GeoNames 79415 --anywhere",
        "Hodeidah --from province Al Hudaydah, YEM",
        "Punjab --from province Punjab, IND",
        "Punjab --from province Punjab, PAK",
        "mill $HOME --from circle 500 m at LON,LAT --error 300 --class neighbourhood_area --basis sourced "
        "--source where you read it",
    ]
    for words in offered[0:3:2]:
        assert run(*words[1:])[0] == 0
    assert run("fill", case, sheet)[0] == 0
    groups = {r["launch_place_id"] for r in read_rows(case / "trajectories.csv")}
    assert groups == {"south_west_of_iran"}


def test_new_without_a_title_away_from_a_terminal_says_what_to_give(run, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    code, _, err = run("new", tmp_path / "case")

    assert code == 2
    assert "Give --title, --date and --place, or --from SHEET" in err
    assert not (tmp_path / "case").exists()


def test_on_a_terminal_new_asks_and_asks_again_for_what_cannot_be(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from geomap.cli import making
    from geomap.cli.app import app

    monkeypatch.setattr(making, "is_terminal", lambda: True)
    answers = ["", "Rockets", "17.11.2020", "2020-11-17", "rockets", "rocket", "Green Zone", "IQ", "The Daily"]
    answers += ["daily.example", "", "", "ftp://daily.example", "", "by telephone"]

    done = CliRunner().invoke(app, ["new", str(tmp_path / "case")], input="\n".join(answers) + "\n")

    assert done.exit_code == 0, done.output
    for said in (
        '"17.11.2020" is no date',
        '"rockets" is not one of',
        '"daily.example" is no web address',
        "--link: give",
    ):
        assert said in done.output
    events = (tmp_path / "case" / "events.csv").read_text("utf-8")
    assert "rocket-20201117,rocket,Rockets,2020-11-17," in events
    assert "the_daily,reported,green_zone," in events
    assert "by telephone" in (tmp_path / "case" / "sources.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--title", "T", "--kind", "rockets"], '--kind: "rockets" is not one of rocket'),
        (["--title", "T", "--country", "Atlantis"], '--country: "Atlantis" is no country that is known'),
        (["--title", "T", "--date", "yesterday"], '--date: "yesterday" is no date'),
        (["--title", "T", "--source", "The Daily"], "--link: give the address"),
        (["--title", "T", "--link", "https://d.example"], "--source: say who published it"),
        (["--title", "T", "--source", "D", "--link", "x", "--source-kind", "tale"], '--source-kind: "tale"'),
        (["--title", "T", "--source", "D", "--link", "ftp://d"], "--link"),
    ],
)
def test_new_checks_what_it_is_given_before_it_writes(run, tmp_path, options, said):
    code, out, err = run("new", tmp_path / "case", *options)

    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_quick_sheet_is_written_and_never_over_another(run, tmp_path):
    assert run("new", tmp_path / "s.csv", "--quick-sheet")[:2] == (0, f"{tmp_path / 's.csv'}\n")
    assert run("new", tmp_path / "s.xlsx", "--quick-sheet")[0] == 0
    assert run("new", tmp_path / "case", "--quick-sheet")[1] == f"{tmp_path / 'case' / 'sheet.csv'}\n"
    code, _, err = run("new", tmp_path / "s.csv", "--quick-sheet")

    assert code == 2
    assert "is there already; it is not overwritten" in err


def test_place_add_prints_the_id_alone(run, make_case):
    words = ["--source", "a map", "--error", "300", "--class", "nearby_landmark", "--basis", "sourced"]

    code, out, err = run("place", "add", make_case(), "The mill", "--from", "circle 1 km at 43.5,33.3", *words)

    assert (code, out, err) == (0, "the_mill\n", "")
    code, _, err = run("place", "add", "case", "The mill", "--from", "circle 1 km at 43.5,33.3")
    assert code == 2
    assert "is no case" in err


def test_a_private_listing_is_told_on_stderr(run, make_case):
    old = make_case(name="old")
    new = make_case(lambda c: c.set("events", "attack", note="mine"), name="new")

    code, out, err = run("diff", old, new)

    assert code == 0
    assert "note: (empty) -> mine [not published]" in out
    assert "PRIVATE: 1 row or value is in no output; do not publish this listing." in err


def test_long_cells_that_a_sheet_gives_otherwise_are_told_whole(run, tmp_path):
    from making import row

    case = tmp_path / "case"
    old, new = ([row("kind", "drone"), row("place", f"{n} houses {'and over and over ' * 12}")] for n in "23")
    run("new", case, "--from", write_sheet(tmp_path / "s.csv", old), "--country", "UA")

    _, _, err = run("fill", case, write_sheet(tmp_path / "s.csv", new), "--update")

    assert "..." not in err
    lines = [line for line in err.splitlines() if line.startswith("    ")]
    assert lines[0].startswith('    stands "2 houses')
    assert lines[1].startswith('    the sheet gives "')
    assert lines[1].endswith('and over"')


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Cape Qzx", "nearby_landmark"),
        ("мис Кзкс", "nearby_landmark"),
        ("رأس قزخ", "nearby_landmark"),
        ("Qzx Airfield", "compound"),
        ("Qzx quarter", "neighbourhood_area"),
    ],
)
def test_the_class_offered_for_an_unknown_place_is_that_of_its_name(name, of):
    from geomap.making.offering import offers

    (offer,) = offers(name, ("UA",))
    assert f"--class {of} " in offer


def test_a_name_given_to_diff_is_answered_with_its_id(run, tmp_path):
    from making import row

    sheet = write_sheet(tmp_path / "s.csv", [row("kind", "drone"), row("place", "Odesa")])
    run("new", tmp_path / "case", "--from", sheet, "--country", "UA")

    code, _, err = run("diff", tmp_path / "case", tmp_path / "case", "--redact", "Odesa")

    assert code == 2
    assert '"Odesa" cannot be redacted: it is a name, and ids are redacted. The id of the place is odesa' in err
