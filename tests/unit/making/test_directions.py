"""A direction is no area until somebody adds one, and what is suggested for a name is of the kind that it names."""

from __future__ import annotations

import pytest
from making import row, write_sheet

from geomap.making.cases import Beginning, fill_case, new_case
from geomap.making.offering import offers
from geomap.making.place_adding import NewPlace, add_place

WEST = "west of the Red Sea Hills"


def test_a_direction_that_was_added_as_a_place_is_not_called_undrawn(tmp_path):
    case = tmp_path / "case"
    rows = [row("kind", "drone"), row("launch area", WEST), row("impact area", "north of the town", group="b")]
    sheet = write_sheet(tmp_path / "s.csv", rows)
    found = new_case(case, Beginning(title="T"), sheet).findings
    place = NewPlace(
        name=WEST, shape="circle 40 km at 35.9,18.9", source="a map", error_m=500, location_class="district",
        basis="sourced", anywhere=True,
    )  # fmt: skip

    add_place(case, place)
    again = fill_case(case, sheet).findings

    told = [[f.values for f in findings if f.code == "direction-only"] for findings in (found, again)]
    assert told == [[(WEST,), ("north of the town",)], [("north of the town",)]]


@pytest.mark.parametrize(
    ("name", "of", "is_circle"),
    [
        (WEST, "district", False),
        ("Red Sea Hills", "nearby_landmark", True),
        ("Sea of Nowhere", "sea_air", False),
        ("north of the Red Sea", "sea_air", False),
        ("Port Nowhere fuel depot", "compound", True),
        ("ميناء البحر الأحمر الجديد", "compound", True),
        ("mill 7", "neighbourhood_area", True),
    ],
)
def test_what_is_suggested_for_a_name_fits_what_it_names(name, of, is_circle):
    (said,) = offers(name, ("SD",))

    assert f"--class {of} " in said
    assert ("circle 500 m" in said) == is_circle
