"""What a large table is cut by, when it is not cut, and what the command line says of one."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest

from geomap import batches, pipeline
from geomap.cli.app import main
from geomap.cli.progress import bar
from geomap.errors import WorkerEnded
from geomap.readers import ReadOptions, table
from geomap.readers.parts import CannotCut, cut, plain_file, sheet_of_part

HEADER = "id,date,place,lat,lon,notes\n"
ROW = "a{0},2020-11-17,Baghdad,33.3,44.4,{1}\n"


def written(folder: Path, text: str | bytes) -> Path:
    """Write a table."""
    path = folder / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_parts_cover_the_file_and_know_their_rows(tmp_path: Path) -> None:
    notes = ['"two\nlines"', '"said ""no"", then"', "plain", "café"]
    text = HEADER + "".join(ROW.format(n, notes[n % 4]) for n in range(200)) + "\n  , , , , , \n"
    path = written(tmp_path, text)
    file = plain_file(path, 0)
    assert file is not None

    parts = list(cut(file, 700))
    sheets = [sheet_of_part(file, part) for part in parts]

    assert len(parts) > 5
    assert file.size == file.start + sum(part.length for part in parts)
    whole = next(table.sheets(path, ReadOptions()))
    assert list(whole.text.index) == [row for sheet in sheets for row in sheet.text.index]
    assert whole.text["notes"].tolist() == [note for sheet in sheets for note in sheet.text["notes"]]


@pytest.mark.parametrize(
    "rows",
    [
        ROW.format(1, 'a 5" pipe') + ROW.format(2, 'another 5" pipe'),
        ROW.format(1, '"ended" early'),
        ROW.format(1, '"never ended'),
        ROW.format(1, "old").replace("\n", "\r") + ROW.format(2, "line ends"),
        ROW.format(1, "caf\udce9"),
    ],
    ids=["inches", "broken", "open", "carriage-returns", "latin-1"],
)
def test_a_file_that_cutting_could_change_is_left_whole(rows: str, tmp_path: Path) -> None:
    path = written(tmp_path, (HEADER + ROW.format(0, "x") + rows).encode("utf-8", "surrogateescape"))
    file = plain_file(path, 0)
    assert file is not None

    with pytest.raises(CannotCut):
        list(cut(file, 60))

    assert batches.check_in_parts(path, workers=1, part_bytes=60, least_bytes=0) is None


@pytest.mark.parametrize(
    "head",
    [
        "sep=;\n" + HEADER,
        "\n" + HEADER,
        HEADER + "#event+id,#date,#loc,#geo+lat,#geo+lon,#description\n",
        "id,id,lat\n",
    ],
    ids=["sep", "blank", "hxl", "twice"],
)
def test_a_header_that_is_not_plain_is_left_to_the_patient_reader(head: str, tmp_path: Path) -> None:
    assert plain_file(written(tmp_path, head + ROW.format(1, "x")), 0) is None


def test_two_processes_print_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same JSON and exit code, of a table with rows that contradict each other, wherever they stand."""
    bad = ["a1,2020-11-18,Baghdad,33.3,44.4,other", "a9,17/13/2020,Baghdad,33.3,44.4,", "a8,2020-11-17,Baghdad,333,44,"]
    bad += ["Z1,2020-11-18,Baghdad,33.3,44.4,x", "z1,2020-11-17,Baghdad,33.3,44.4,x", "Z1,2020-11-18,Basra,30.5,47.8,x"]
    rows = "".join(ROW.format(n, "x") for n in range(60))
    path = written(tmp_path, HEADER + rows + "\n".join(bad) + "\n" + rows)
    outputs = []
    for ways in ({"workers": 2, "part_bytes": 900, "least_bytes": 0}, {"least_bytes": 10**12}):
        monkeypatch.setattr(pipeline, "check_in_parts", partial(batches.check_in_parts, **ways))
        monkeypatch.setattr(sys, "argv", ["geomap", "check", str(path), "--json", "--strict"])

        with pytest.raises(SystemExit) as ended:
            main()
        outputs.append((ended.value.code, capsys.readouterr()))

    assert outputs[0] == outputs[1]
    assert outputs[0][0] == 3
    assert {f["code"] for f in json.loads(outputs[0][1].out)} >= {"duplicate-id", "duplicate-row", "bad-date"}


def test_progress_goes_up_to_the_end_and_only_a_terminal_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEADER + "".join(ROW.format(n, "x") for n in range(60)))
    told: list[tuple[int, int]] = []

    batches.check_in_parts(path, workers=1, part_bytes=400, least_bytes=0, progress=lambda *now: told.append(now))

    assert len(told) > 2
    assert sorted(told) == told
    assert told[-1] == (path.stat().st_size,) * 2
    with bar("checking") as progress:
        assert progress is None
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    with bar("checking") as progress:
        assert progress is not None
        progress(1, 2)
    assert "checking" in terminal.getvalue()


def test_a_worker_that_is_ended_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, HEADER + ROW.format(1, "x"))
    monkeypatch.setattr(batches, "sheet_of_part", lambda *_: batches.os.kill(batches.os.getpid(), 9))

    with pytest.raises(WorkerEnded, match="ended from outside"):
        batches.check_in_parts(path, workers=2, least_bytes=0)
