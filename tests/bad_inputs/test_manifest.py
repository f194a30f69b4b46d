"""Every bad input has the outcome, the exit code and the message that the manifest names, and never a traceback."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest

from geomap.cli.app import main

FOLDER = Path(__file__).parents[1] / "data" / "bad-inputs"
ROWS = list(csv.DictReader((FOLDER / "manifest.csv").read_text("utf-8-sig").splitlines()))
EXIT_STRICT = {"accept": 0, "warn": 3, "refuse_row": 3, "refuse_file": 2}


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command line in this process: exit code, stdout, stderr."""
    monkeypatch.setattr(sys, "argv", ["geomap", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_the_manifest_names_every_file() -> None:
    assert {p.name for p in FOLDER.iterdir()} == {row["file"] for row in ROWS} | {"manifest.csv"}
    assert len(ROWS) == 75


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_check_gives_the_outcome_and_the_place(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FOLDER / row["file"]

    code, out, err = run(monkeypatch, capsys, "check", str(path), "--strict", "--json")

    assert EXIT_STRICT[row["outcome"]] == code
    assert "Traceback" not in out + err
    if row["outcome"] == "refuse_file":
        assert out == ""
        assert row["file"] in err
        said = err
    else:
        findings = json.loads(out)
        severities = {f["severity"] for f in findings}
        expected = {"accept": set(), "warn": {"warning"}, "refuse_row": {"error"}}[row["outcome"]]
        assert expected <= severities
        assert row["outcome"] != "accept" or severities <= {"notice"}
        assert row["outcome"] != "warn" or "error" not in severities
        told = [f for f in findings if f["severity"] != "notice"]
        assert all(f["file"] == row["file"] for f in told)
        said = " ".join(f"row {' row '.join(map(str, f['rows']))} {f['column']} {f['message']}" for f in told)
    for word in words_to_name(row):
        assert word in said


def words_to_name(row: dict[str, str]) -> list[str]:
    """What the manifest wants to be named: rows, columns, features; header and line are left to the message."""
    if row["outcome"] == "accept":
        return []
    where = row["where_to_name"].replace("rows ", "row ").replace("features ", "feature ")
    numbers = re.findall(r"(?:row|feature|placemark) (\d+)", where)
    columns = [w for w in re.split(r"[\s,]+", re.sub(r"(?:row|feature|placemark) [\d,]+", "", where)) if w]
    return [*numbers, *(c for c in columns if c not in ("header", "feature"))]


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_build_goes_on_or_writes_nothing(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "out"

    code, out, err = run(monkeypatch, capsys, "build", str(FOLDER / row["file"]), "-o", str(target))

    assert (2 if row["outcome"] == "refuse_file" else 0) == code
    assert "Traceback" not in out + err
    assert target.exists() is (row["outcome"] != "refuse_file")
    assert {p.name for p in tmp_path.iterdir()} <= {"out"}
    if target.exists():
        numbers = json.loads((target / "manifest.json").read_text("utf-8"))["accounting"]
        parts = ("drawn", "listed", "refused", "embargoed")
        assert numbers["rows_in"] == sum(numbers[p] for p in parts)
        assert "root:x:" not in (target / "map.html").read_text("utf-8")
