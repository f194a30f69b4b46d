"""A picture of a table with too many places for single marks: counts in squares, nothing lost, nothing sharpened."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geomap.edition import Crowd, Policy, View
from geomap.pipeline import build_edition
from geomap.publishers import figure, geojson
from geomap.publishers import page as page_document
from geomap.publishers.figure.cells import CELL_PX, classes_of, grid_of
from geomap.publishers.figure.projection import Frame

PLACES, EVENTS = 1_600, 2_500
FRAME = Frame(center=(44.0, 33.0), metres_per_px=1000, width_px=600, height_px=420)


@pytest.fixture(scope="module")
def table(tmp_path_factory: Any) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "many.csv"
    lines = ["id,date,kind,location,latitude,longitude,source"]
    for n in range(EVENTS):
        place = n % PLACES
        lat, lon = 31 + (place % 40) / 10, 42 + (place // 40) / 10
        lines.append(f"e{n},2020-03-{1 + n % 28:02d},rocket,Town {place},{lat:.2f},{lon:.2f},Daily {n % 4}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def crowded(table: Path) -> Any:
    return build_edition(table, needs_marks=False)


def crowd_of(count: int, radius_m: float) -> Crowd:
    return Crowd(
        lon=(44.0,), lat=(33.0,), radius_m=(radius_m,), count=(count,), labels=(), view=View(bounds=(43, 32, 45, 34))
    )


def test_every_event_is_counted_once(crowded: Any) -> None:
    numbers = crowded.accounting

    assert (numbers.rows_in, numbers.drawn, numbers.listed, numbers.refused) == (EVENTS, EVENTS, 0, 0)
    assert sum(crowded.scene.crowd.count) == EVENTS
    assert len(crowded.scene.crowd.count) == PLACES


@pytest.mark.parametrize("no_rows", [False, True])
def test_the_numbers_and_the_squares_are_those_of_the_page(table: Path, no_rows: bool) -> None:
    policy = Policy(no_rows=no_rows)

    picture, page = (build_edition(table, policy=policy, needs_marks=needs_marks) for needs_marks in (False, True))

    assert page.accounting == picture.accounting
    assert geojson.render(page) == geojson.render(picture)
    assert page.accounting.drawn == EVENTS
    assert page.scene.crowd == picture.scene.crowd
    assert sum(picture.scene.crowd.count) == EVENTS  # type: ignore[union-attr]
    columns = page_document.html(page).count('<th scope="col">')
    assert columns == (3 if no_rows else 8)
    still = figure.render(page.scene, size="page-small", prefix="s0-", is_bare=True).decode()
    assert "Events in each square of" in " ".join(still.split())


def test_the_events_of_a_coarse_place_are_spread_over_its_area() -> None:
    """One square would say that they are known to lie there."""
    exact, coarse = (grid_of(crowd_of(50, radius_m), FRAME) for radius_m in (500, 60_000))

    assert (exact > 0).sum() == 1
    assert (coarse > 0).sum() > 250
    assert coarse.max() < 1
    assert np.allclose([exact.sum(), coarse.sum()], 50)
    reach = np.argwhere(coarse > 0)
    assert (reach.max(axis=0) - reach.min(axis=0) + 1 >= 2 * 60_000 / 1000 / CELL_PX).all()


def test_the_steps_of_the_ramp_say_what_they_hold() -> None:
    grid = np.array([[0.4, 7, 42, 4000]])

    assert classes_of(grid).names() == ("<1", "1–9", "10–99", "100–999", "1000+")
    assert classes_of(grid[:, :1]).names() == ("<1", "1+")


def test_the_picture_has_squares_a_legend_and_no_single_marks(crowded: Any) -> None:
    root = ET.fromstring(figure.render(crowded.scene, size="column"))
    svg = "{http://www.w3.org/2000/svg}"

    layers = {g.get("id"): g for g in root.iter(f"{svg}g")}
    words = " ".join(t.text or "" for t in root.iter(f"{svg}text"))
    assert len(layers["cells"]) >= 1
    towns = {id(dot) for dot in layers["labels"].iter(f"{svg}circle")}
    assert [dot for dot in root.iter(f"{svg}circle") if id(dot) not in towns] == []
    assert "Events in each square of" in " ".join(words.split())
    assert "2,500 drawn" in words or f"{EVENTS:,} events" in words
    assert f"{EVENTS:,} events" in (root.find(f"{svg}desc").text or "")  # type: ignore[union-attr]


def test_a_case_is_drawn_mark_by_mark(green_zone: Path) -> None:
    assert build_edition(green_zone, needs_marks=False).scene.crowd is None
