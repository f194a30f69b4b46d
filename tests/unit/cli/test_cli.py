"""The commands: what goes to stdout and stderr, and with which exit code."""

from __future__ import annotations

import json
import re

import pytest

from geomap.cli import app as cli
from geomap.cli import main
from geomap.publishers.registry import FORMATS


def test_build_prints_its_files_on_stdout_and_its_numbers_on_stderr(run, make_case, tmp_path):
    code, out, err = run("build", make_case(), "-o", tmp_path / "out")

    assert code == 0
    assert out.split() == [str(p) for p in sorted((tmp_path / "out").iterdir())]
    assert "5 events and groups read = 3 drawn + 2 listed + 0 refused." in err
    assert "draft" in err


def test_build_says_that_a_page_is_large_and_what_makes_it_smaller(run, root, tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "_LARGE_PAGE_BYTES", 100_000)
    table = root / "tests" / "data" / "formats" / "ucdp-ged.csv"

    _, _, err = run("build", table, "-o", tmp_path / "out")

    assert "map.html is 0 MB and slow to open. --no-rows publishes counts at places, not rows; or map a part of" in err


def test_build_writes_beside_the_name_of_the_case_when_not_told_where(run, make_case, tmp_path, monkeypatch):
    folder = make_case()
    monkeypatch.chdir(tmp_path)

    assert run("build", folder)[0] == 0
    assert (tmp_path / "outputs" / folder.name / "map.html").exists()


def test_a_copy_of_a_case_does_not_replace_the_output_of_the_first(run, make_case, tmp_path, monkeypatch):
    """Both have one name in datapackage.json."""
    one, two = make_case(name="one"), make_case(name="two")
    monkeypatch.chdir(tmp_path)

    assert run("build", one)[0] == run("build", two / "datapackage.json")[0] == 0
    assert {p.name for p in (tmp_path / "outputs").iterdir()} == {"one", "two"}


def test_the_output_of_another_input_is_not_replaced_unless_it_is_named(run, make_case, tmp_path, monkeypatch):
    folder = make_case(name="t")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("date,lat,lon\n2020-05-06,33.3,44.4\n", "utf-8")
    assert run("build", "t.csv")[0] == 0
    assert run("build", "t.csv")[0] == 0

    code, _, err = run("build", folder)

    assert code == 2
    assert 'outputs/t holds the map of "t". Give a folder of its own with -o FOLDER.' in err
    assert run("build", folder, "-o", "outputs/t")[0] == 0


def test_build_as_json_is_one_object_with_the_manifest(run, make_case, tmp_path):
    code, out, _ = run("build", make_case(), "-o", tmp_path / "out", "--json", "--as-of", "2020-06-01")

    said = json.loads(out)
    assert code == 0
    assert said["folder"] == str(tmp_path / "out")
    assert said["as_of"] == "2020-06-01"
    assert said["accounting"]["rows_in"] == 5
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert said["withheld"] == manifest["withheld"]


def test_the_options_of_the_gate_are_followed(run, make_case, tmp_path):
    options = ("--redact", "market", "--redact", "plain", "--embargo", "2020-06-01", "--min-precision", "4000")
    run("build", make_case(), "-o", tmp_path / "out", *options)

    withheld = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["withheld"]
    assert withheld["redacted_place_count"] == 2
    assert withheld["embargo_on"] == "2020-06-01"
    assert withheld["min_precision_m"] == 4000


def test_check_prints_findings_on_stdout_and_writes_nothing(run, make_case, tmp_path):
    folder = make_case(lambda case: case.set("events", "attack", munitions_low=9))
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("check", folder)

    assert code == 0
    assert 'error counts-out-of-order: events.csv row 2, column "munitions_low"' in out
    assert "1 error, " in err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("command", "code"), [("check", 3), ("build", 3)])
def test_strict_ends_with_3_when_something_is_wrong(run, make_case, tmp_path, command, code):
    folder = make_case(lambda case: case.set("events", "attack", munitions_low=9))
    output = ("-o", tmp_path / "out") if command == "build" else ()

    assert run(command, folder, *output, "--strict")[0] == code


def test_strict_ends_with_0_on_a_good_case_and_on_notices(run, make_case):
    folder = make_case(lambda case: case.set("events", "attack", desk_mark="seen"))

    code, out, _ = run("check", folder, "--strict")

    assert code == 0
    assert "notice unknown-column" in out


def test_check_as_json_is_a_list_of_findings(run, make_case):
    _, out, _ = run("check", make_case(lambda case: case.set("events", "attack", munitions_low=9)), "--json")

    found = json.loads(out)
    assert {"code", "severity", "file", "column", "rows", "values", "ids", "count", "message"} == set(found[0])


def test_export_writes_one_file_or_stdout(run, make_case, tmp_path):
    folder = make_case()
    code, out, _ = run("export", folder, "--to", "geojson")
    run("export", folder, "--to", "geojson", "-o", tmp_path / "x.geojson")

    assert code == 0
    assert json.loads(out)["type"] == "FeatureCollection"
    assert (tmp_path / "x.geojson").read_text("utf-8") == out


def test_export_of_several_files_needs_a_folder(run, make_case, tmp_path):
    code, out, err = run("export", make_case(), "--to", "texts")
    assert (code, out) == (2, "")
    assert "alt.txt, sources.md" in err

    assert run("export", make_case(name="b"), "--to", "texts", "-o", tmp_path / "texts")[0] == 0
    assert {p.name for p in (tmp_path / "texts").iterdir()} == {"alt.txt", "sources.md"}
    code, _, err = run("export", make_case(name="c"), "--to", "texts", "-o", tmp_path / "words.txt")
    assert code == 2
    assert "words.txt is the name of one. Give a folder: words" in err
    assert not (tmp_path / "words.txt").exists()


def test_a_report_stands_under_the_name_that_was_given_with_its_figures_beside_it(run, make_case, tmp_path):
    folder = make_case()

    assert run("export", folder, "--to", "md", "-o", tmp_path / "night.md")[0] == 0
    assert run("export", folder, "--to", "md", "-o", tmp_path / "folder")[0] == 0

    text = (tmp_path / "night.md").read_text("utf-8")
    figures = {f"night_files/{p.name}" for p in (tmp_path / "night_files").iterdir()}
    assert set(re.findall(r"\]\(<([^>]+)>\)", text)) == figures
    assert "figure.png" in {p.name for p in (tmp_path / "folder").iterdir()}
    assert (tmp_path / "folder" / "report.md").exists()


def test_an_export_into_a_folder_that_is_there_gets_the_name_of_its_format(run, make_case, tmp_path):
    assert run("export", make_case(), "--to", "csv", "-o", tmp_path)[0] == 0
    assert (tmp_path / "events.csv").exists()


def test_formats_lists_everything_that_can_be_read_and_written(run):
    _, out, _ = run("formats")
    _, as_json, _ = run("formats", "--json")

    for known in FORMATS:
        assert known.name in out
        assert known.describes in out
    assert {known.name for known in FORMATS} <= set(json.loads(as_json)["writes"])
    assert "case" in json.loads(as_json)["reads"]


def test_explain_prints_a_page_and_lists_the_codes(run):
    _, page, _ = run("explain", "munitions-balance")
    _, listed, _ = run("explain")

    assert "munitions" in page
    assert "munitions-balance" in listed.split()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "/nowhere/at/all"), "geomap: /nowhere/at/all is not there. Check the path."),
        (("explain", "no-such-code"), '"no-such-code" is no code of geomap'),
        (("export", "CASE", "--to", "docx2"), 'geomap cannot write "docx2". It writes html'),
        (("build", "CASE", "--lang", "fr"), 'geomap does not speak "fr"'),
        (("build", "CASE", "--as-of", "yesterday"), '(--as-of): "yesterday" is no day'),
        (("build", "CASE", "--embargo", "2020-13-01"), '--embargo: "2020-13-01" is no day'),
        (("build", "CASE", "--redact", "atlantis"), '"atlantis" cannot be redacted'),
        (("build", "CASE", "--min-precision", "-5"), "(--min-precision): -5.0 is no radius that can be kept"),
        (("build", "CASE", "--min-precision", "nan"), "10 to 1,000,000, or 0 for none"),
        (("build", "CASE", "--min-precision", "inf"), "10 to 1,000,000, or 0 for none"),
        (("build", "CASE", "--min-precision", "1e7"), "10 to 1,000,000, or 0 for none"),
        (("build", "CASE", "--min-precision", "5"), "10 to 1,000,000, or 0 for none"),
        (("build", "CASE", "--embargo", ""), "--embargo: is empty; write a day"),
        (("build", "CASE", "--redact", ""), "(--redact): '' is no id of a place"),
        (("diff", "CASE", "CASE", "--redact", "atlantis"), '"atlantis" cannot be redacted: it is no place of'),
        (("build", "CASE", "--predict"), "--predict"),
        (("build",), "Missing argument"),
        (("fly",), "fly"),
    ],
)
def test_what_cannot_be_followed_is_one_line_on_stderr_and_exit_code_2(run, make_case, tmp_path, arguments, message):
    given = [str(make_case()) if a == "CASE" else a for a in arguments]
    if arguments[0] == "build" and len(arguments) > 1:
        given += ["-o", str(tmp_path / "out")]

    code, out, err = run(*given)

    assert (code, out) == (2, "")
    assert message in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_values_of_the_data_do_not_drive_the_terminal(run, make_case):
    """An escape sequence in a cell could clear the screen or change the title of the window."""
    folder = make_case(lambda case: case.set("events", "attack", kind="\x1b]0;owned\x07\x1b[2J"))
    _, out, err = run("check", folder)

    assert "\x1b" not in out + err
    assert "\\x1b]0;owned" in out


def test_a_right_to_left_override_in_a_cell_does_not_turn_the_message_round(run, make_case):
    _, out, _ = run("check", make_case(lambda case: case.set("events", "attack", kind="\u202egnp.exe")))

    assert "\u202e" not in out


def test_the_first_forty_findings_are_told_and_the_rest_counted(run, make_case, tmp_path):
    def change(case):
        for n in range(60):
            case.add("sources", case.row("sources", "daily") | {"source_id": f"s{n}", f"extra{n}": "x"})
            case.add("event_places", {"event_id": f"no{n}", "place_id": "market", "role": "impact"})
        for n in range(45):
            case.info["geomap"]["context_places"].append(f"gone{n}")

    _, _, err = run("build", make_case(change), "-o", tmp_path / "out")

    assert '"geomap check" lists them all' in err
    assert len(err.splitlines()) < 50


def test_the_version_is_that_of_the_package(run):
    from geomap import __version__

    assert run("--version")[1] == f"geomap {__version__}\n"


@pytest.mark.parametrize("command", ["build", "check", "export", "explain", "formats"])
def test_every_command_has_help(run, command):
    code, out, _ = run(command, "--help")

    assert code == 0
    assert re.match(rf"Usage: .*geomap {command} ", out)


def test_the_commands_are_those_of_the_design():
    commands = {c.name or c.callback.__name__ for c in cli.app.registered_commands}

    assert {"build", "check", "export", "explain", "formats"} <= commands
    assert commands <= {
        "build",
        "check",
        "export",
        "explain",
        "formats",
        "embed",
        "serve",
        "aggregate",
        "new",
        "fill",
        "diff",
    }


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--to", "png", "--size", "huge"], "column, two-columns, wide, square, phone"),
        (["--to", "pdf", "--dpi", "600"], "--dpi changes nothing"),
        (["--to", "geojson", "--size", "wide"], "--size changes nothing"),
        (["--to", "svg", "--account", "nobody"], "security_media_cell, the_national"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_told_and_nothing_is_written(
    green_zone, tmp_path, monkeypatch, capsys, options, told
):

    target = tmp_path / "figure"
    monkeypatch.setattr("sys.argv", ["geomap", "export", str(green_zone), *options, "-o", str(target)])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("geomap export case --to ge", {"geojson"}),
        ("geomap new case --kind roc", {"rocket"}),
        ("geomap build case --lang a", {"ar"}),
        ("geomap explain munitions-b", {"munitions-balance"}),
        ("geomap export case --size two", {"two-columns"}),
        ("geomap exp", {"export", "explain"}),
    ],
)
def test_a_shell_completes_words_of_geomap(run, monkeypatch, typed, offered):
    words = typed.split()
    monkeypatch.setenv("_GEOMAP_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))

    _, out, _ = run()

    assert set(out.split()) == offered
