"""Rows of a table of which all was intercepted: nothing of them is called fallen, on the map or in any file."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition
from geomap.publishers import kml, table

HEAD = "date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,type,launched,intercepted\n"
ROWS = (
    "2025-06-01,Marib,15.46,45.32,Taiz,13.58,44.02,rocket,12,12\n",
    "2025-06-02,Sanaa,15.35,44.2,Eilat,29.55,34.95,drone,4,3\n",
    "2025-06-03,Sanaa,15.35,44.2,Ramon,29.72,35.01,drone,9,all\n",
    "2025-06-04,Sanaa,15.35,44.2,Ramon,29.72,35.01,drone,2,0\n",
    "2025-06-05,Sanaa,15.35,44.2,Haifa,32.8,35.0,drone,,all\n",
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    path = tmp_path_factory.mktemp("stopped") / "t.csv"
    path.write_text(HEAD + "".join(ROWS), "utf-8")
    return {lang: build_edition(path, lang=lang) for lang in ("en", "ar")}


def test_a_place_where_all_was_stopped_has_no_role_of_impact_and_no_line(editions):
    scene = editions["en"].scene
    roles = {m.name: m.role for m in scene.marks() if m.role != "launch_area"}

    # of one place with a row that fell and one that did not, the role is the plain one that is true of both
    assert roles == {"Taiz": "event", "Eilat": "impact_area", "Ramon": "event", "Haifa": "event"}
    assert {link.event_id for link in scene.accounts[0].links if "Taiz" in link.panel.title} == set()


def test_how_many_of_how_many_were_intercepted_stands_beside_the_mark_and_in_the_table(editions):
    marks = {m.name: m for m in editions["en"].scene.marks() if m.role != "launch_area"}
    rows = table.render(editions["en"]).decode().splitlines()[1:]

    assert marks["Taiz"].label[-1] == "12 of 12 intercepted"
    assert "12 of 12 intercepted." in [line.text for line in marks["Taiz"].panel.lines]
    said = ["12 of 12 intercepted", "3 of 4 intercepted", "9 of 9 intercepted", "", "all intercepted"]
    assert [row.split(",")[11] for row in rows] == said
    assert "اعتُرض 12 من أصل 12" in table.render(editions["ar"]).decode()


def test_no_file_calls_a_stopped_row_fallen(editions):
    text = kml.render(editions["en"]).decode()

    taiz = next(p for p in text.split("<Placemark")[1:] if "<name>Taiz</name>" in p)
    assert "mpact area" not in taiz
