"""A table has no datapackage.json: its mapping file says who looked over the map."""

from __future__ import annotations

import pytest

from geomap.errors import InvalidMetadata
from geomap.pipeline import build_edition
from geomap.readers import ReadOptions
from geomap.readers.mapping import read_mapping

MAPPING = '[columns]\nid = "id"\ndate = "date"\nplace = "place"\nlatitude = "lat"\nlongitude = "lon"\n'
SHEET = "id,date,place,lat,lon\n1,2024-03-01,Mosul,36.3,43.1\n"


@pytest.mark.parametrize("day", ["2026-03-01", '"2026-03-01"'])
def test_a_reviewed_mapping_takes_the_stamp_of_a_draft_away(tmp_path, day):
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    (tmp_path / "own.toml").write_text(f'reviewed_by = "A. Editor"\nreviewed_on = {day}\n{MAPPING}', "utf-8")

    scene = build_edition(tmp_path / "sheet.csv", options=ReadOptions(mapping=tmp_path / "own.toml")).scene

    assert not scene.is_draft
    assert "A. Editor" in scene.reviewed
    assert "2026-03-01" in scene.reviewed


def test_a_day_of_review_that_is_none_is_refused():
    with pytest.raises(InvalidMetadata, match="is no day"):
        read_mapping(f'reviewed_on = "spring"\n{MAPPING}', "own.toml")
