"""What was worked out from a place goes with it: "near X" has its middle at X, and its words name X."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from building import place

from geomap import geodesy
from geomap.disclosure import disclose
from geomap.disclosure.names import WITHHELD
from geomap.edition import Policy
from geomap.places import locate
from geomap.readers import read_path

from .conftest import texts_of  # isort: skip

AT = (43.512345, 33.354321)
WORDS = "near Villa Sundus"


def near_villa(case, *, knows=True, **villa):
    """Put the arrest near a villa: an area of 6 km whose middle is the villa's own."""
    spot = {"coord_uncertainty_m": 5, "extent_radius_m": 5, "location_class": "exact"} | villa
    disc = geodesy.area_of_disc(*AT, 6_000).outline
    case.add("places", place("villa", *AT, **{"name": "Villa Sundus"} | spot))
    case.add(
        "places",
        place(
            "near_villa",
            *AT,
            geometry=shapely.geometry.mapping(disc),
            **{"name": WORDS if knows else "An area", "location_class": "district", "basis": "derived"},
            **{"outline_error_m": 100, "how_drawn": "Within 6 km of the middle of the place.", "our_sides": None},
            **{"worked_out_from": "villa" if knows else None},
        ),
    )
    case.set("events", "arrest", place_id="near_villa", place_wording=WORDS)


def public_of(make_case, change, **policy):
    return disclose(locate(read_path(make_case(change))[0])[0], Policy(**policy))


def shown(public):
    place_id = public.events.set_index("event_id").loc["arrest", "place_id"]
    return public.places.set_index("place_id").loc[place_id]


@pytest.mark.parametrize(
    ("change", "policy"),
    [
        (lambda case: near_villa(case), {"redact": ("villa",)}),
        (lambda case: near_villa(case), {"redact": ("near_villa",)}),
        (lambda case: near_villa(case, sensitivity="home"), {}),
    ],
    ids=["redacted", "itself", "home"],
)
def test_an_area_goes_with_the_place_that_it_was_worked_out_from(make_case, change, policy):
    public = public_of(make_case, change, **policy)

    row = shown(public)
    assert row["name"] == WITHHELD
    assert row["outline"] is None
    assert bool(row["is_generalised"])
    assert (row["longitude"], row["latitude"]) != AT
    assert "Sundus" not in texts_of(public)
    assert "Within 6 km" not in texts_of(public)


def test_a_name_in_the_words_is_enough(make_case):
    """The place was added after the words had been worked out, so no cell points to it."""

    def change(case):
        near_villa(case)
        case.set("places", "near_villa", worked_out_from=None)

    public = public_of(make_case, change, redact=("villa",))

    assert shown(public)["outline"] is None
    assert "Sundus" not in texts_of(public)


def test_what_is_finer_than_may_be_shown_is_not_given_back_by_what_lies_round_it(make_case):
    public = public_of(make_case, near_villa, min_precision_m=2_000)

    row = shown(public)
    assert row["outline"] is None
    assert row[["longitude", "latitude", "radius_m"]].isna().all()


def test_an_area_of_a_place_that_may_be_shown_stays(make_case):
    public = public_of(make_case, lambda case: near_villa(case, coord_uncertainty_m=800, location_class="village"))

    row = shown(public)
    assert row["outline"] is not None
    assert row["how_drawn"] == "Within 6 km of the middle of the place."
    assert "worked_out_from" not in public.places


def test_a_country_at_a_launch_is_shown_and_withheld_whole(make_case):
    country = shapely.geometry.mapping(shapely.box(43.0, 33.0, 44.0, 34.0))

    def change(case):
        case.add(
            "places", place("landia", 43.5, 33.5, geometry=country, location_class="country", outline_error_m=1000)
        )
        for row in case.tables["trajectories"]:
            row["launch_place_id"] = "landia"

    open_to_all, withheld = public_of(make_case, change), public_of(make_case, change, redact=("landia",))

    assert "landia" in open_to_all.areas
    assert shapely.box(43.0, 33.0, 44.0, 34.0).equals(open_to_all.areas["landia"].outline)
    assert "Landia" not in texts_of(withheld)
    assert withheld.places["outline"].map(lambda shape: shape is None or shape.area < 0.9).all()


def test_a_row_of_a_table_that_is_known_to_its_country_stays_listed(make_case):
    def change(case):
        shape = shapely.geometry.mapping(shapely.box(43.0, 33.0, 44.0, 34.0))
        case.add("places", place("landia", 43.5, 33.5, geometry=shape, location_class="country", outline_error_m=1000))

    dataset = read_path(make_case(change))[0]

    assert locate(dataset)[0].places.set_index("place_id").loc["landia", "radius_m"] > 50_000
    table = replace(dataset, own_names={"": "x.geojson"})
    assert locate(table)[0].places.set_index("place_id")["radius_m"].isna()["landia"]
