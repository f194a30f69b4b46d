"""A list of names gives a case its Arabic: every cell that is a name, nothing that stands, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from making import ROWS, row, write_sheet

from geomap.errors import UnreadableInput
from geomap.making.cases import Beginning, case_files_of, new_case
from geomap.making.twins import give_twins, names_without_twin, read_names
from geomap.pipeline import build_edition

NAMES = {"the army": "الجيش", "The Daily": "ذا ديلي", "Three rockets": "ثلاثة صواريخ", "Nowhere": "لا مكان"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twins")
    other = row("killed", "2", "two were killed", who_said="a mayor", who_relayed="The Daily; AFP", whom="civilian")
    sheet = write_sheet(folder / "sheet.csv", [*ROWS, other])
    new_case(folder / "case", Beginning(title="Three rockets"), sheet)
    return folder / "case"


def table(files, name):
    import csv
    import io

    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


def test_every_cell_that_is_a_name_has_its_twin(case):
    done = give_twins(case_files_of(case), NAMES)

    claims = table(done.files, "claims.csv")
    of_army = [c for c in claims if c["claimant"] == "the army"]
    assert {c["claimant_ar"] for c in of_army} == {"الجيش"}
    assert {c["relayed_by_ar"] for c in of_army} <= {"ذا ديلي", ""}
    assert [c["relayed_by_ar"] for c in claims if "AFP" in c["relayed_by"]] == [""], "half a list is no twin"
    package = json.loads(done.files["datapackage.json"])
    assert package["title_ar"] == "ثلاثة صواريخ"
    assert package["geomap"]["accounts"][0]["label"]["ar"] == "الجيش"
    assert done.unused == ("Nowhere",)


def test_it_is_done_once_and_changes_nothing_that_stands(case):
    first = give_twins(case_files_of(case), NAMES)
    files = {**case_files_of(case), **first.files}

    again = give_twins(files, {"the army": "جيش آخر"})

    assert again.files == {}
    assert again.unused == ("the army",)


def test_the_page_speaks_arabic_of_it(case, tmp_path):
    done = give_twins(case_files_of(case), NAMES)
    for name, data in {**case_files_of(case), **done.files}.items():
        (tmp_path / name).write_bytes(data)

    scene = build_edition(tmp_path, lang="ar").scene

    assert scene.title == "ثلاثة صواريخ"
    assert scene.accounts[0].label.startswith("الجيش")


def test_what_is_missing_is_a_list_to_fill(case):
    names = names_without_twin(case)

    assert {"Three rockets", "the army", "The Daily", "a mayor"} <= set(names)
    assert len(names) == len(set(names))
    assert "three rockets were fired" not in names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,arabic\na,b\n", '"name_ar"'),
        ("name,name_ar\na,أ\na,ب\n", "row 3"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path, text, says):
    path = tmp_path / "names.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(UnreadableInput, match=says):
        read_names(path)


def test_rows_without_arabic_are_passed_over(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("﻿name,name_ar,note\nthe army,الجيش,x\nAFP,,\n", "utf-8")

    assert read_names(path) == {"the army": "الجيش"}
