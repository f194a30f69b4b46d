"""Arabic names of a sheet: said once, they stand wherever the name does; of several in one cell all or none."""

from __future__ import annotations

import csv
import io
import json

import pytest
from making import row, write_sheet

from geomap.making.filling import fill
from geomap.making.folder import empty_case
from geomap.making.sheet import read_sheet


@pytest.fixture
def filled(tmp_path):
    """The files of a case that rows give."""

    def filling(*rows):
        files = empty_case("case", "A night", "IQ", "night", has_sheet=True)
        return {**files, **fill(files, read_sheet(write_sheet(tmp_path / "s.csv", rows))[0], "s.csv").files}

    return filling


def rows_of(files, table):
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode())))


ARMY = {"who_said": "the army", "who said_ar": "الجيش"}


def test_a_name_that_is_said_once_stands_in_every_row(filled):
    files = filled(
        row("kind", "rocket", **ARMY, who_relayed="AFP; The Daily", **{"who relayed_ar": "فرانس برس; ديلي"}),
        row("impact area", "Erbil", who_said="the army", who_relayed="The Daily", **{"value_ar": "أربيل"}),
        row(
            "launch area", "the far hill", who_said="the army", who_relayed="The Daily", **{"value_ar": "التلة البعيدة"}
        ),
    )

    claims = rows_of(files, "claims")
    assert {(c["claimant_ar"], c["origin_ar"]) for c in claims} == {("الجيش", "الجيش")}
    assert [c["relayed_by_ar"] for c in claims] == ["فرانس برس، ديلي", "ديلي", "ديلي"]
    assert {s["publisher_ar"] for s in rows_of(files, "sources")} == {"ديلي"}
    assert {t["launch_wording_ar"] for t in rows_of(files, "trajectories")} == {"التلة البعيدة"}
    (erbil,) = json.loads(files["places.geojson"])["features"]
    assert erbil["properties"]["name_ar"] == "أربيل"
    (account,) = json.loads(files["datapackage.json"])["geomap"]["accounts"]
    assert (account["label"]["ar"], account["speaker"]["ar"]) == ("الجيش", "الجيش")


def test_of_several_names_in_one_cell_all_are_in_arabic_or_none(filled):
    said = [row("kind", "rocket"), row("claimed by", "the Front", **{"value_ar": "الجبهة"})]

    assert rows_of(filled(*said), "events")[0]["actor_claimed_ar"] == "الجبهة"
    assert "actor_claimed_ar" not in rows_of(filled(*said, row("claimed by", "the League")), "events")[0]
    both = [*said, row("claimed by", "the League", **{"value_ar": "الرابطة"})]
    assert rows_of(filled(*both), "events")[0]["actor_claimed_ar"] == "الجبهة؛ الرابطة"


def test_a_sheet_without_arabic_has_no_column_for_it(filled):
    files = filled(row("kind", "rocket"), row("impact area", "Erbil"))

    assert not [
        c for t in ("claims", "events", "sources", "trajectories") for c in rows_of(files, t)[0] if c.endswith("_ar")
    ]


def test_the_label_of_an_area_from_words_has_its_arabic_name(filled):
    area = row("launch area", "rebel-held areas of Yemen", **{"value_ar": "مناطق المتمردين في اليمن"})
    features = json.loads(filled(row("kind", "rocket"), area)["places.geojson"])["features"]

    (label,) = [f["properties"]["label_ar"] for f in features if f["properties"]["name"].startswith("rebel")]
    assert label == "مناطق المتمردين في اليمن (في مكان ما من اليمن)"
