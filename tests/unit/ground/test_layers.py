"""The ground: what lies in a box, at a detail for the scale, and outlines by name."""

from __future__ import annotations

import pytest
import shapely

from geomap.errors import UnknownId
from geomap.ground import LAYERS, layer, outlines_named, step_of


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_a_layer_ends_at_its_box(name):
    bounds = (30.0, 28.0, 38.0, 34.0)

    found = layer(name, bounds)

    assert len(found), name
    box = shapely.box(*bounds).buffer(1e-9)
    assert all(box.covers(shape) for shape in found["geometry"])
    assert shapely.is_valid(found["geometry"].to_numpy()).all()


def test_coarser_steps_have_fewer_corners():
    counts = [
        int(shapely.get_num_coordinates(layer("land", (0, 30, 60, 60), step)["geometry"].to_numpy()).sum())
        for step in (0, 1, 2)
    ]

    assert counts[0] > 3 * counts[1] > 9 * counts[2]
    assert [step_of(m) for m in (100, 1_000, 10_000, 40_000)] == [0, 1, 2, 3]


def test_a_box_may_cross_the_antimeridian():
    found = layer("countries", (177.0, -20.0, -178.0, -15.0), 1)

    assert "Fiji" in set(found["name"])


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Yemen", "country", "YEM"),
        ("YE", "country", "YEM"),
        ("اليمن", "country", "YEM"),
        ("Gulf of Aden", "sea", ""),
        ("Crimea", "province", "UKR"),
    ],
)
def test_outlines_are_known_by_name_code_and_in_arabic(name, kind, country):
    (found,) = outlines_named(name)

    assert (found.kind, found.country) == (kind, country)
    assert found.error_m >= 500


def test_a_name_that_fits_two_gives_both():
    assert {o.kind for o in outlines_named("Red Sea")} == {"province", "sea"}


def test_crimea_lies_in_ukraine():
    """UN General Assembly resolution 68/262; Natural Earth files it under Russia."""
    ukraine, russia = (outlines_named(name)[0].geometry for name in ("Ukraine", "Russia"))

    assert shapely.contains_xy(ukraine, 34.1, 45.0)
    assert not shapely.contains_xy(russia, 34.1, 45.0)


def test_a_layer_that_is_not_there_is_named():
    with pytest.raises(UnknownId, match="lakes"):
        layer("moons", (0, 0, 1, 1))
