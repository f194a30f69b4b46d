"""The figure: named layers, live text, everything inside the frame and nothing on top of one another."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from building import CaseTables, place

from geomap.edition import View
from geomap.errors import UsageError
from geomap.pipeline import build_edition
from geomap.publishers import figure
from geomap.publishers.figure import labels, sheet
from geomap.publishers.figure.layers import Style
from geomap.publishers.figure.text import wrapped
from geomap.publishers.figure.wanted import label_lines
from geomap.publishers.signs import ring_of, sign_shapes
from geomap.signs import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
ACCOUNTS = ("security_media_cell", "the_national")


def texts_of(data: bytes) -> str:
    return " ".join(t.text or "" for t in ET.fromstring(data).iter(f"{SVG}text"))


@pytest.mark.parametrize("size", ["page", "page-small"])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_account_title_and_what_is_missing_stand_inside_the_figure(edition: Any, size: str, account: str) -> None:
    view = next(a for a in edition.scene.accounts if a.account_id == account)

    words = texts_of(figure.render(edition.scene, size=size, account=account))

    assert " ".join(view.label.split()) in words
    assert "Rockets at the Green Zone" in words
    first_words = " ".join(view.tray[0].text.split()[:4])
    assert first_words in words


def test_layers_bear_names_and_text_stays_text(edition: Any) -> None:
    root = ET.fromstring(figure.render(edition.scene))

    names = {g.get("id") for g in root.iter(f"{SVG}g")}

    assert {"heading", "map", "land", "context", "band", "areas", "arrows", "labels", "legend", "credits"} <= names
    assert len(list(root.iter(f"{SVG}text"))) > 20


def test_nothing_is_loaded_and_no_style_sheet_is_needed(edition: Any) -> None:
    data = figure.render(edition.scene).decode()

    assert "href" not in data
    assert "<style" not in data
    assert " style=" not in data
    assert "<script" not in data


def test_no_line_is_drawn_where_no_direction_can_be_told(edition: Any) -> None:
    national = ET.fromstring(figure.render(edition.scene, account="the_national"))
    cell = ET.fromstring(figure.render(edition.scene, account="security_media_cell"))

    assert not list(national.iter(f"{SVG}polygon"))
    assert len(list(cell.iter(f"{SVG}polygon"))) == 1


def test_an_unknown_account_is_refused_with_the_known_ones(edition: Any) -> None:
    with pytest.raises(UsageError, match="security_media_cell, the_national"):
        figure.render(edition.scene, account="nobody")


@pytest.mark.parametrize("size", ["page", "page-small"])
@pytest.mark.parametrize("account", [*ACCOUNTS, ""])
def test_labels_do_not_collide_and_stay_in_the_frame(
    edition: Any, catalogue_edition: Any, size: str, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both datasets, both sizes; the catalogue has no labels set by hand."""
    seen: list[tuple[list[labels.Placed], Any]] = []

    def spy(wanted: Any, frame: Any, taken: Any, signs: Any = ()) -> list[labels.Placed]:
        made = labels.placed(wanted, frame, taken, signs)
        seen.append((made, frame))
        return made

    monkeypatch.setattr(sheet, "placed", spy)
    scene = edition.scene if account else catalogue_edition.scene
    figure.render(scene, size=size, account=account)

    ((made, frame),) = seen
    assert len(made) >= 2
    inner = frame.buffer(-labels.MARGIN_PX + 0.01, join_style="mitre")
    assert all(inner.contains(label.box) for label in made)
    overlaps = [a.box.intersection(b.box).area for a, b in itertools.combinations(made, 2)]
    assert max(overlaps) == 0


def test_every_area_of_the_account_has_its_label(edition: Any) -> None:
    words = texts_of(figure.render(edition.scene))

    for name in ("Green Zone", "Near Medical City", "Zawra park gate", "Al-Amin al-Thaniyah"):
        assert name in words


@pytest.mark.parametrize("text", ["</text><script>x</script>", "{{ 7*7 }}", "a\x00b\x1bc", "&lt;", "]]>", "\u202eabc"])
def test_hostile_text_stays_text(edition: Any, text: str) -> None:
    hostile = replace(edition.scene, title=text)

    root = ET.fromstring(figure.render(hostile))

    shown = root.find(f"{SVG}title")
    assert shown is not None
    assert (shown.text or "").startswith(text.replace("\x00", "�").replace("\x1b", "�"))
    assert not list(root.iter(f"{SVG}script"))


def test_wrapped_lines_lose_no_word() -> None:
    text = "Where rockets were reported to fall: anywhere inside"

    lines = wrapped(text, 13, 120)

    assert len(lines) > 1
    assert " ".join(lines) == text


def test_a_label_keeps_off_what_is_taken() -> None:
    frame = shapely.box(0, 0, 400, 300)
    spot = shapely.Point(200, 150).buffer(10)
    below = shapely.box(100, 160, 300, 300)
    label = labels.Wanted(
        lines=(labels.Line(text="Green Zone", size_px=14, colour="#000"),), shape=spot, side="below", must=True
    )

    (made,) = labels.placed([label], frame, [spot, below])

    assert made.box.intersection(below).area == 0


def test_a_label_stands_near_its_area_rather_than_at_the_end_of_a_long_line() -> None:
    frame = shapely.box(0, 0, 900, 600)
    ring = shapely.LineString([(100, 100), (800, 100), (800, 500)]).buffer(8)  # its box is far larger than itself
    full = [shapely.box(80, 0, 900, 92), shapely.box(820, 0, 900, 600), shapely.box(100, 118, 780, 420)]
    lines = (labels.Line(text="Green Zone", size_px=14, colour="#000"),)

    (made,) = labels.placed([labels.Wanted(lines=lines, shape=ring, must=True)], frame, full)

    assert made.box.distance(ring) <= 70


def test_figures_are_written_in_two_sizes(edition: Any, tmp_path: Path) -> None:
    figure.write(edition, tmp_path)

    widths = [ET.parse(tmp_path / f).getroot().get("width") for f in ("figure.svg", "figure-small.svg")]
    assert widths == ["1040", "390"]


def table_edition(tmp_path: Path, *rows: str, header: str) -> Any:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    return build_edition(path)


def test_a_small_area_has_the_sign_of_its_role_and_a_line_in_the_legend(tmp_path: Path) -> None:
    """Diamond and triangle as on the page: colour alone tells nobody who does not see it."""
    edition = table_edition(
        tmp_path,
        "1,2024-03-01,Kermanshah,34.31,47.06,Ain al-Asad,33.79,42.44,missile,3",
        "2,2024-03-01,Tehran,35.69,51.39,Haifa,32.79,34.99,missile,3",
        header="id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets",
    )

    data = figure.render(edition.scene)
    signs = [len((p.get("points") or "").split()) for p in ET.fromstring(data).iter(f"{SVG}polygon")]

    assert signs.count(4) == signs.count(3) == 3, "two each on the map and one in the legend"
    assert "Hollow diamond" in texts_of(data)
    assert "Hollow triangle" in texts_of(data)
    assert "Hollow circle" not in texts_of(data)


def test_a_claimed_launch_area_that_is_too_small_is_a_dashed_ring_in_its_colour(edition: Any) -> None:
    """Under 10 px: a ring of radius 7, whatever is known of its edge; a triangle would be taken for a thing."""
    scene, named = edition.scene, edition.scene.accounts[1]
    far = replace(named, view=View(bounds=(20.0, 15.0, 70.0, 45.0)))
    marks = [m for m in scene.marks() if m.role == "launch_area" and m.account == named.account_id]

    data = figure.render(replace(scene, accounts=(far,)), account=named.account_id)

    rings = [p for p in ET.fromstring(data).iter(f"{SVG}path") if sign_shapes()["fired"].path in p.get("d", "")]
    assert {ring_of(mark) for mark in marks} == {"fired"}
    assert len(rings) == len(marks) + 1, "one for each, and one in the legend"
    assert {(p.get("stroke"), bool(p.get("stroke-dasharray"))) for p in rings} == {(LIGHT["launch_edge"], True)}
    assert "Launch area smaller than the sign" in texts_of(data)
    assert "Hollow triangle" not in texts_of(data)
    assert "a7 7" in sign_shapes()["fired"].path


def test_what_a_long_name_says_in_brackets_stands_smaller_under_it(edition: Any) -> None:
    mark = next(m for m in edition.scene.marks() if m.role == "launch_area" and not m.is_gathered)
    name, part = "Houthi-controlled areas of Yemen", "(somewhere in Yemen)"
    long = replace(mark, label=(f"{name} {part}", *mark.label[1:]), name_local="")

    lines = label_lines(long, Style(), is_main=True)

    assert [(line.text, line.is_bold) for line in lines[:2]] == [(name, True), (part, False)]
    assert lines[1].size_px < lines[0].size_px


def test_a_picture_shows_borders_and_names_of_the_countries_it_spans(tmp_path: Path) -> None:
    """From Damascus to Tehran lie Syria, Iraq and Iran."""
    wide = table_edition(
        tmp_path,
        "1,2024-03-01,Damascus,33.51,36.29,airstrike,city",
        "2,2024-03-02,Tehran,35.69,51.39,airstrike,city",
        header="id,date,place,lat,lon,type,location_class",
    )

    root = ET.fromstring(figure.render(wide.scene))
    (ground,) = [g for g in root.iter(f"{SVG}g") if (g.get("id") or "").endswith("background")]
    borders = [p for p in ground.iter(f"{SVG}path") if p.get("stroke") == LIGHT["border"]]

    assert borders
    told = texts_of(figure.render(wide.scene))
    assert [name for name in ("Syria", "Iraq", "Iran", "Baghdad") if name not in told] == []


@pytest.mark.parametrize("longitude", [178.0, 180.0, -179.0])
def test_a_frame_across_180_shows_both_ends_of_the_world(tmp_path: Path, longitude: float) -> None:
    """Chukotka lies on both sides."""
    edition = table_edition(
        tmp_path,
        f"1,2024-03-01,A,66,{longitude},airstrike,province",
        "2,2024-03-01,B,66,-170,airstrike,province",
        "3,2024-03-01,C,66,170,airstrike,province",
        header="id,date,place,lat,lon,type,location_class",
    )

    root = ET.fromstring(figure.render(edition.scene))
    (land,) = [g for g in root.iter(f"{SVG}g") if (g.get("id") or "").endswith("land")]
    starts = [float(x) for p in land.iter(f"{SVG}path") for x in re.findall(r"M(-?[\d.]+)", p.get("d"))]

    middle = float(next(land.iter(f"{SVG}rect")).get("width")) / 2
    assert min(starts) < middle < max(starts)


@pytest.mark.parametrize("size", ["wide", "two-columns", "page"])
@pytest.mark.parametrize("corner", [(0.3, -0.2), (0.3, 0.2), (-0.3, -0.2), (-0.3, 0.2)])
def test_the_tray_covers_no_mark_in_whatever_corner_it_lies(
    make_case: Any, size: str, corner: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(case: CaseTables) -> None:
        row = case.row("trajectories", "t1")
        for n, outcome in ((8, "intercepted"), (2, "unknown")):
            case.add(
                "trajectories",
                row | {"trajectory_id": f"more-{n}", "group_n": n, "outcome": outcome, "impact_place_id": None},
            )
        east, north = corner
        case.add(
            "places", place("far", 44.4 + east, 33.3 + north, location_class="compound", coord_uncertainty_m=300.0)
        )
        case.add("trajectories", row | {"trajectory_id": "far", "group_n": 1, "impact_place_id": "far"})

    seen = []
    real = sheet.draw_furniture

    def watched(*args: Any) -> Any:
        found = real(*args)
        seen.append((found, args[-1]))
        return found

    monkeypatch.setattr(sheet, "draw_furniture", watched)
    scene = build_edition(make_case(change)).scene
    words = texts_of(figure.render(scene, size=size))
    (boxes, is_held), marks = seen[-1]

    assert "8 rockets are not on this map" in words
    assert not is_held or not any(boxes[-1].intersects(mark) for mark in marks)
