"""Only places that something names are published, and places for orientation that cannot be drawn are told."""

from __future__ import annotations

import pandas as pd
import pytest
from building import CaseTables, place, square
from leaks import search

from geomap.disclosure import disclose
from geomap.edition import Policy
from geomap.pipeline import build_edition, checked, export_bytes

SAFE_HOUSE = {"name": "Safe house", "coord_uncertainty_m": 500, "extent_radius_m": 1_200, "source": "told by phone"}


def public_of(make_case, change, **policy):
    return disclose(checked(make_case(change))[0], Policy(**policy))


def with_safe_house(case: CaseTables, **values) -> None:
    case.add("places", place("safe_house", 43.4012, 33.3987, **(SAFE_HOUSE | values)))


def test_a_place_that_nothing_names_is_in_no_output(make_case, tmp_path):
    edition = build_edition(make_case(with_safe_house))

    assert "safe_house" not in set(edition.public.places["place_id"])
    assert "safe_house" not in edition.public.areas
    for name in ("geojson", "kml", "gpkg", "parquet", "fgb", "csv", "xlsx", "scene", "html", "table", "texts"):
        folder = tmp_path / name
        folder.mkdir()
        for file, data in export_bytes(edition, name).items():
            (folder / file).write_bytes(data)
        assert search(folder, ["Safe house", "told by phone", "safe_house"]) == [], name


def test_a_place_that_nothing_names_is_told(make_case):
    found = checked(make_case(with_safe_house))[1].with_code("place-unused")

    assert [f.ids for f in found] == [("safe_house",)]
    assert [f.severity for f in found] == ["notice"]


USES = {
    "event": lambda c: c.set("events", "truce", place_id="safe_house"),
    "launch": lambda c: c.set("trajectories", "t1", launch_place_id="safe_house"),
    "impact": lambda c: c.set("trajectories", "t1", impact_place_id="safe_house"),
    "further place": lambda c: c.add(
        "event_places", {"event_id": "attack", "place_id": "safe_house", "role": "damage_seen"}
    ),
    "claim of it": lambda c: c.set("claims", "k2", value="safe_house"),
    "claim about it": lambda c: c.add(
        "claims",
        c.row("claims", "k4") | {"claim_id": "k9", "about": "safe_house", "field": "context", "value": None},
    ),
    "correction": lambda c: c.add("corrections", {"corrected_on": "2020-05-10", "about": "safe_house", "what": "x"}),
    "orientation": lambda c: c.geomap(context_places=["plain", "safe_house"]),
    "parent": lambda c: c.set("places", "market", parent_id="safe_house"),
    "parent of a parent": lambda c: (
        c.add("places", place("lane", 43.49, 33.36, parent_id="safe_house", extent_radius_m=900)),
        c.set("places", "market", parent_id="lane"),
    ),
}


@pytest.mark.parametrize("use", USES)
def test_a_place_that_something_names_is_published(make_case, use):
    def change(case):
        with_safe_house(case)
        USES[use](case)

    dataset, findings = checked(make_case(change))

    assert "safe_house" in set(disclose(dataset).places["place_id"])
    assert not findings.with_code("place-unused")


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.set("claims", "k4", value="safe_house"),  # a number of killed, no place
        lambda c: setattr(c, "map_toml", '[[labels]]\nplace = "safe_house"\ndx = 1\n'),
        lambda c: c.set("places", "safe_house", parent_id="plain"),
        lambda c: c.set("places", "safe_house", parent_id="safe_house"),
    ],
    ids=["a value of another field", "the desk's label", "a parent of its own", "itself"],
)
def test_what_only_looks_like_a_use_publishes_nothing(make_case, change):
    public = public_of(make_case, lambda case: (with_safe_house(case), change(case)))

    assert "safe_house" not in set(public.places["place_id"])


def test_places_that_only_a_hidden_place_lies_in_go_with_it(make_case):
    """The street of a home would tell where it is."""

    def change(case):
        case.add("places", place("lane", 43.6, 33.2, location_class="street", coord_uncertainty_m=50, source="x"))
        home = {"location_class": "exact", "coord_uncertainty_m": 5, "extent_radius_m": 5, "sensitivity": "home"}
        case.add("places", place("villa", 43.6001, 33.2001, parent_id="lane", **home))
        case.set("events", "arrest", place_id="villa")

    public = public_of(make_case, change)

    assert {"lane", "villa"} & set(public.places["place_id"]) == set()
    assert public.withheld.generalised_place_count == 1


def test_a_place_of_an_embargoed_event_is_published_by_nothing_else(make_case):
    def change(case):
        with_safe_house(case)
        case.set("events", "arrest", place_id="safe_house")

    assert "safe_house" not in set(public_of(make_case, change, embargo_on="2020-05-08").places["place_id"])


def test_only_what_is_shown_is_counted_as_coarser(make_case):
    public = public_of(make_case, lambda c: with_safe_house(c, sensitivity="home", extent_radius_m=1))

    assert public.withheld.generalised_place_count == 0


# --- places for orientation -------------------------------------------------------------------


def context_of(make_case, **values):
    change = lambda c: (  # noqa: E731
        c.add("places", place("land", values.pop("lon", 44.0), values.pop("lat", 33.0), **values)),
        c.geomap(context_places=["plain", "land", "nowhere", "land"]),
    )
    path = make_case(change)
    return build_edition(path), checked(path)[1]


@pytest.mark.parametrize("location_class", ["country", "sea_air", "unlocated", "context"])
def test_a_place_for_orientation_without_a_shape_is_told_and_the_rest_is_built(make_case, location_class):
    edition, findings = context_of(make_case, location_class=location_class)

    assert [m.place_id for m in edition.scene.marks() if m.role == "context"] == ["plain"]
    assert [f.ids for f in findings.with_code("context-not-drawn")] == [("land",)]
    assert [f.values for f in findings.with_code("unknown-id")] == [("nowhere",)]


@pytest.mark.parametrize("location_class", ["country", "sea_air"])
def test_a_country_or_sea_is_drawn_by_the_edge_of_its_outline(make_case, location_class):
    shape = square(44.0, 33.0, 300_000)
    edition, findings = context_of(make_case, location_class=location_class, geometry=shape, outline_error_m=10_000)
    (mark,) = [m for m in edition.scene.marks() if m.place_id == "land"]

    assert (mark.symbol, mark.role, mark.name) == ("line", "context", "Land")
    assert mark.geometry["type"] == "LineString"
    assert mark.anchor == pytest.approx((44.0, 33.0), abs=0.01)
    assert not findings.with_code("context-not-drawn")
    assert export_bytes(edition, "svg")
    assert b"Land" in export_bytes(edition, "html")["map.html"]


def test_the_outline_of_a_home_is_not_drawn_for_orientation(make_case):
    values = {"location_class": "unlocated", "geometry": square(44.0, 33.0, 30), "sensitivity": "home"}
    edition, _ = context_of(make_case, **values)

    assert [m.place_id for m in edition.scene.marks() if m.role == "context"] == ["plain"]
    assert edition.public.places["outline"].map(lambda s: s is None or s.area > 1e-6).all()


def test_places_of_a_table_are_all_used(root):
    dataset, findings = checked(root / "tests" / "data" / "formats" / "acled.csv")

    assert set(disclose(dataset).places["place_id"]) == set(dataset.places["place_id"])
    assert not findings.with_code("place-unused")
    assert pd.notna(dataset.places["place_id"]).all()
