"""The ground of a picture in pieces, and the names on it."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.ground import DRAWN, Region, all_names, names, opening, pieces, round_about

YEMEN = round_about((46.0, 13.0), 700.0)
DONBAS = round_about((37.8, 48.4), 150.0)


def by_kind(found):
    return {kind: [name.text for name in found if name.kind == kind] for kind in {name.kind for name in found}}


def test_pieces_come_in_the_order_of_drawing_and_inside_their_region():
    made = pieces([YEMEN])

    assert [DRAWN.index(piece.layer) for piece in made] == sorted(DRAWN.index(piece.layer) for piece in made)
    assert {piece.layer for piece in made} >= {"land", "border", "disputed"}
    box = shapely.box(*YEMEN.box).buffer(1e-6)
    assert all(box.covers(piece.geometry) for piece in made)


def test_a_coarse_region_ends_where_a_fine_one_begins():
    inner, outer = YEMEN, round_about((46.0, 13.0), 4_000.0)

    made = pieces([inner, outer])

    borders = [p.geometry for p in made if p.layer == "border" and p.region == 1]
    assert borders
    assert not any(shapely.box(*inner.box).buffer(-1e-6).intersects(line) for line in borders)


@settings(max_examples=12, deadline=None)
@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-80, 80),
    m_per_px=st.sampled_from([15.0, 150.0, 900.0, 5_000.0, 30_000.0]),
)
def test_any_frame_anywhere_has_a_ground_that_is_valid(lon, lat, m_per_px):
    region = round_about((lon, lat), m_per_px)

    for piece in pieces([region]):
        west, _, east, _ = piece.geometry.bounds
        assert region.box[0] - 1e-6 <= west <= east <= region.box[2] + 1e-6
        assert not piece.geometry.is_empty
    for name in names([region]):
        assert name.text
        assert all(region.box[0] <= x <= region.box[2] and region.box[1] <= y <= region.box[3] for x, y in name.spots)


def test_a_frame_across_180_degrees_has_both_sides_at_longitudes_that_run_on():
    (land,) = [p for p in pieces([round_about((179.0, 67.0), 3_000.0)]) if p.layer == "land"]

    assert land.geometry.bounds[0] < 180.0 < land.geometry.bounds[2]


def test_names_follow_the_scale():
    """VISUAL rules: at a region capitals, at a province towns of 20,000 and more."""
    region, province = by_kind(names([round_about((46.0, 25.0), 5_000.0)])), by_kind(names([DONBAS]))

    assert {"Riyadh", "Baghdad", "Tehran"} <= set(region["capital"])
    assert {"Saudi Arabia", "Iran"} <= set(region["country"])
    assert "Red Sea" in region["sea"]
    assert {"Bakhmut", "Kramatorsk", "Pokrovsk"} <= set(province["town"])
    assert "Ukraine" in province["country"]
    assert "capital" not in province


def test_a_name_stands_once_however_many_regions_show_it():
    texts = [n.text for n in names([YEMEN, round_about((46.0, 13.0), 3_000.0)]) if n.kind in ("country", "sea")]

    assert len(texts) == len(set(texts))


def test_the_world_behind_all_views_names_every_large_country():
    world = Region(box=(-180.0, -84.0, 180.0, 84.0), m_per_px=40_000.0, is_view=False)

    assert {"Russia", "Canada", "Australia", "Brazil"} <= {n.text for n in names([world]) if n.kind == "country"}


def test_larger_countries_are_placed_first():
    found = [n for n in names([round_about((46.0, 25.0), 5_000.0)]) if n.kind == "country"]

    assert [n.up_to_m_per_px for n in found] == sorted((n.up_to_m_per_px for n in found), reverse=True)


def test_on_an_arabic_page_every_name_is_arabic():
    found = names([YEMEN], lang="ar")

    assert "اليمن" in {n.text for n in found}
    assert not any(c.isascii() and c.isalpha() for n in found for c in n.text)


def test_hargeysa_is_no_capital():
    """No other state recognises Somaliland."""
    kinds = {n.kind for n in names([round_about((44.06, 9.56), 800.0)]) if n.text == "Hargeysa"}

    assert kinds == {"city"} or kinds == {"town"}


def test_keys_of_names_are_each_their_own():
    keys = [key for key, _ in all_names()]

    assert len(keys) == len(set(keys)) > 50_000
    found = {name.key for name in names([YEMEN, Region(box=(-180, -84, 180, 84), m_per_px=40_000, is_view=False)])}
    assert found <= set(keys)


def test_an_opening_view_takes_the_scale_that_a_desk_set():
    assert opening((0, 0, 1, 1), (44.4, 33.3), 20.0).m_per_px == 20.0
    assert opening((0, 0, 10, 1)).m_per_px > 1_000.0
