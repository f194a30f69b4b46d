"""A country is drawn by its border, a part of it by its border and by our cuts, apart from one another."""

from __future__ import annotations

import pytest
import shapely
from building import CaseTables, place

from geomap.pipeline import build_edition

WHOLE = shapely.box(43.0, 33.0, 44.0, 34.0)
SOUTH_WEST = shapely.Polygon([(43.0, 33.0), (43.5, 33.0), (43.5, 33.5), (43.1, 33.5)])


def mark_of(tmp_path, shape, **values):
    """The launch mark of an account that says that it came from an area."""
    case = CaseTables()
    spot = {"location_class": "country", "basis": "gazetteer", "outline_error_m": 1000} | values
    case.add("places", place("landia", 43.3, 33.3, geometry=shapely.geometry.mapping(shape), **spot))
    for row in case.tables["trajectories"]:
        row["launch_place_id"] = "landia"
    edition = build_edition(case.write(tmp_path / "case"))
    return next(m for m in edition.scene.marks() if m.place_id == "landia" and m.role == "launch_area")


def test_a_country_with_an_outline_is_drawn_by_it(tmp_path):
    mark = mark_of(tmp_path, WHOLE)

    assert (mark.edge, mark.tone, mark.sides) == ("solid", "coarse", None)
    assert shapely.geometry.shape(mark.outline).equals(WHOLE)


def test_our_cuts_are_apart_from_the_border(tmp_path):
    how = "Worked out from the words used."
    mark = mark_of(tmp_path, SOUTH_WEST, basis="derived", our_sides="north; east", how_drawn=how)

    assert mark.edge == "parted"
    theirs, ours = map(shapely.geometry.shape, mark.sides)
    assert ours.equals(shapely.LineString([(43.1, 33.5), (43.5, 33.5), (43.5, 33.0)]))
    assert theirs.equals(shapely.LineString([(43.5, 33.0), (43.0, 33.0), (43.1, 33.5)]))
    assert how in [line.text for line in mark.panel.lines]


def test_an_outline_in_which_a_place_lies_is_solid_for_its_line_is_not_ours(tmp_path):
    how = "Worked out from the words used: somewhere in Landia."
    mark = mark_of(tmp_path, WHOLE, basis="derived", our_sides="none", how_drawn=how)

    assert (mark.edge, mark.sides) == ("solid", None)
    assert how in [line.text for line in mark.panel.lines]


@pytest.mark.parametrize("sides", [None, "west"])
def test_what_is_ours_all_round_is_dashed(tmp_path, sides):
    """No side of this shape lies on its western bound: such a cell says nothing."""
    mark = mark_of(tmp_path, SOUTH_WEST, basis="derived", our_sides=sides)

    assert (mark.edge, mark.sides) == ("dashed", None)
