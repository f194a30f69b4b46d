"""Each number of privacy and its worst case by hand: how near to the true point can a reader of all outputs get?

A reader knows the code: the grid, its step, and that a middle was moved to its nearest point. What a disc on the grid
tells is then a cell of the grid, one step wide. The true point lies in it, anywhere: the reader is left with a square
of at least 1,000 m at homes, and nothing in any output makes it smaller.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from geomap import geodesy
from geomap.dataset import Dataset
from geomap.disclosure import PRIVATE_COLUMNS, disclose
from geomap.disclosure.floors import blurred_place, coarsened, plan, remap, why_not_redacted
from geomap.edition import Policy
from geomap.errors import UsageError
from geomap.floors import FLOORS, floor_reasons, homes_of, is_within

from .conftest import with_cells, with_rows  # isort: skip

LON, LAT = 43.512345, 33.354321
FINE = ("exact", "compound", "street", "nearby_landmark")


def stand_in(public, event_id="arrest"):
    place_id = public.events.set_index("event_id").loc[event_id, "place_id"]
    return public.places.set_index("place_id", drop=False).loc[place_id]


def metres(lon, lat, other_lon, other_lat) -> float:
    return float(geodesy.geodesic(lon, lat, other_lon, other_lat)[0])


# --- the numbers themselves -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "location_class", "least_m", "disc_m", "too_fine"),
    [
        ("redacted", "subdistrict", 0, 15_000, set()),
        ("home", "neighbourhood_area", 1_000, 1_500, set(FINE)),
        ("named_person", "neighbourhood_area", 1_000, 1_500, set(FINE)),
        ("launch", "neighbourhood_area", 0, 1_500, set(FINE)),
        ("military_active", "compound", 0, 1_000, {"exact", "street"}),
    ],
)
def test_the_floors_are_these(reason, location_class, least_m, disc_m, too_fine):
    floor = FLOORS[reason]

    assert list(FLOORS) == ["redacted", "home", "named_person", "launch", "military_active"]
    assert (floor.location_class, floor.least_m, floor.disc_m) == (location_class, least_m, disc_m)
    assert set(floor.too_fine) == too_fine


@pytest.mark.parametrize("sensitivity", ["home", "named_person"])
@pytest.mark.parametrize(
    ("location_class", "radius_m", "is_shown"),
    [
        ("neighbourhood_area", 999.9, False),
        ("neighbourhood_area", 1_000.0, True),
        ("neighbourhood_area", 500.0, False),
        ("city", 999.9, False),
        ("exact", 5_000.0, False),
        ("nearby_landmark", 5_000.0, False),
        ("street", 1_000.0, False),
        ("compound", 1_000.0, False),
        ("neighbourhood_area", math.nan, False),
    ],
)
def test_a_home_is_shown_from_a_thousand_metres_on(at, sensitivity, location_class, radius_m, is_shown):
    """500 m would leave some dozens of houses; 1,000 m is the promise."""
    public = disclose(at(sensitivity=sensitivity, location_class=location_class, radius_m=radius_m))

    assert ("spot" in set(public.places["place_id"])) == is_shown
    if not is_shown and not math.isnan(radius_m):
        assert stand_in(public)["radius_m"] >= 3_000


def test_in_place_of_a_home_stands_a_disc_of_three_kilometres(at):
    """By hand: grid 1,500 m, so the true point is anywhere in a square of 1,500 m; the disc drawn is 3,000 m."""
    row = stand_in(disclose(at(sensitivity="home")))

    assert row["radius_m"] == 3_000
    assert (row["coord_uncertainty_m"], row["extent_radius_m"]) == (1_500, 1_500)
    assert (row["location_class"], row["place_id"], row["name"]) == (
        "neighbourhood_area",
        "withheld-1",
        "[name withheld]",
    )
    assert (row["longitude"], row["latitude"]) == geodesy.snap(LON, LAT, 1_500)
    assert metres(row["longitude"], row["latitude"], LON, LAT) <= 0.71 * 1_500


@pytest.mark.parametrize(("reason", "disc_m"), [("redacted", 15_000), ("launch", 1_500), ("military_active", 1_000)])
def test_in_place_of_others_stands_a_disc_of_twice_their_grid(base, reason, disc_m):
    place = pd.Series({"longitude": LON, "latitude": LAT, "radius_m": 10.0})

    made = blurred_place(place, FLOORS[reason], "withheld-1")

    assert made["radius_m"] == 2 * disc_m
    assert (made["longitude"], made["latitude"]) == geodesy.snap(LON, LAT, disc_m)
    assert made["location_class"] == FLOORS[reason].location_class
    assert made["outline"] is None
    assert np.isnan(made["outline_error_m"])
    assert made["is_generalised"] is True


@given(
    st.floats(-180, 180),
    st.floats(-85, 85),
    st.sampled_from(sorted(FLOORS)),
    st.floats(1, 400_000),
)
def test_the_disc_that_stands_in_holds_the_whole_place(lon, lat, reason, radius_m):
    """Nothing is ever shown more exactly than it is known, however large what is withheld."""
    made = blurred_place(pd.Series({"longitude": lon, "latitude": lat, "radius_m": radius_m}), FLOORS[reason], "w")

    moved_m = metres(made["longitude"], made["latitude"], lon, lat)
    assert moved_m + radius_m <= made["radius_m"]
    assert made["radius_m"] == made["coord_uncertainty_m"] + made["extent_radius_m"]
    assert (made["radius_m"] / FLOORS[reason].disc_m / 2) in {2.0**n for n in range(16)}


def test_the_next_disc_is_taken_from_just_above_what_a_disc_holds():
    """1.29 grid steps and the 0.71 by which its middle moves are the two steps of its radius."""
    floor = FLOORS["home"]
    at = {"longitude": LON, "latitude": LAT}

    assert blurred_place(pd.Series(at | {"radius_m": 1.29 * 1_500}), floor, "w")["radius_m"] == 3_000
    assert blurred_place(pd.Series(at | {"radius_m": 1.2901 * 1_500}), floor, "w")["radius_m"] == 6_000


def test_what_was_listed_stays_listed_when_it_is_withheld():
    """A country must not become a disc of 30 km in its middle, nor a place without a position an error."""
    for position in ({"longitude": LON, "latitude": LAT}, {"longitude": math.nan, "latitude": math.nan}):
        made = blurred_place(pd.Series(position | {"radius_m": math.nan}), FLOORS["redacted"], "w")

        assert made["location_class"] == "unlocated"
        assert all(np.isnan(made[c]) for c in ("longitude", "latitude", "radius_m", "coord_uncertainty_m"))


@pytest.mark.parametrize("shape", [None, LineString([(43.5, 33.3), (43.6, 33.4)]), Point(LON, LAT).buffer(0.0001)])
def test_a_home_that_is_listed_is_left_only_where_it_has_no_shape(shape):
    place = pd.Series({"location_class": "unlocated", "radius_m": math.nan, "outline": shape}, dtype=object)

    assert is_within(place, "home") == (shape is None)
    assert is_within(place, "launch")
    assert not is_within(place, "redacted")


def test_an_active_compound_keeps_its_outline_and_nothing_finer(at):
    """By hand: a compound's own fence is public; a building in it is a cell of 1,000 m."""
    outline = Point(LON, LAT).buffer(0.004)
    kept = disclose(at(sensitivity="military_active", location_class="compound", outline=outline, radius_m=450.0))
    building = disclose(at(sensitivity="military_active"))

    assert stand_in(kept)["place_id"] == "spot"
    assert stand_in(building)["radius_m"] == 2_000
    assert stand_in(building)["location_class"] == "compound"
    assert stand_in(disclose(at(sensitivity="military_active", location_class="nearby_landmark")))["place_id"] == "spot"


# --- which place stands in --------------------------------------------------------------------

QUARTER = {"place_id": "quarter", "name": "Quarter", "location_class": "neighbourhood_area", "radius_m": 1_000.0}


@pytest.mark.parametrize(
    ("above", "stands_in"),
    [
        ([QUARTER], "quarter"),
        ([QUARTER | {"radius_m": 999.0}], "withheld-1"),
        ([QUARTER | {"radius_m": math.nan}], "withheld-1"),
        ([QUARTER | {"location_class": "compound"}], "withheld-1"),
        ([QUARTER | {"radius_m": 999.0, "parent_id": "town"}, QUARTER | {"place_id": "town"}], "town"),
        ([QUARTER | {"location_class": "street", "parent_id": "town"}, QUARTER | {"place_id": "town"}], "town"),
        ([QUARTER | {"parent_id": "spot", "radius_m": 1.0}], "withheld-1"),
        (  # two that lie in one another
            [
                QUARTER | {"radius_m": 1.0, "parent_id": "town"},
                QUARTER | {"place_id": "town", "radius_m": 1.0, "parent_id": "quarter"},
            ],
            "withheld-1",
        ),
    ],
)
def test_the_nearest_place_above_that_is_coarse_enough_stands_in(at, above, stands_in):
    dataset = at(
        *({"parent_id": None, "sensitivity": "none"} | a for a in above), sensitivity="home", parent_id="quarter"
    )

    assert stand_in(disclose(dataset))["place_id"] == stands_in


def test_children_and_their_children_of_a_redacted_place_are_withheld(at):
    """By hand: the door is 3 m off, its yard 30 m, the quarter 1 km; the name of any of them gives the place back."""
    dataset = at(
        {"place_id": "yard", "name": "Yard of Palms", "parent_id": "spot"},
        {"place_id": "door", "name": "Blue Door", "parent_id": "yard"},
        {"place_id": "bell", "name": "Brass Bell", "parent_id": "door"},
        {"place_id": "other", "name": "Elsewhere", "parent_id": "plain"},
    )
    for event, place in (("truce", "bell"), ("attack", "other")):
        dataset = with_cells(dataset, "events", "event_id", event, place_id=place)
    dataset = with_cells(
        dataset, "events", "event_id", "truce", title="Blue Door, Yard of Palms, Brass Bell, Elsewhere"
    )

    public = disclose(dataset, Policy(redact=("spot",)))

    assert {"spot", "yard", "door", "bell"} & set(public.places["place_id"]) == set()
    assert "other" in set(public.places["place_id"])
    assert public.withheld.redacted_place_count == 4
    title = public.events.set_index("event_id").loc["truce", "title"]
    assert title == "[name withheld], [name withheld], [name withheld], Elsewhere"


def test_nothing_redacted_stands_in_for_what_is(at):
    dataset = at(QUARTER | {"parent_id": None}, parent_id="quarter")

    made = plan(dataset, ("quarter",))

    assert made.redacted == {"quarter", "spot"}
    assert set(made.blurred) == {"quarter", "spot"}
    assert made.moved == {}
    assert made.hidden() == ("quarter", "spot")


def test_a_place_that_is_no_place_is_no_redaction(base):
    with pytest.raises(UsageError, match=r'"atlantis" cannot be redacted.* Places: impact_zone, launch_quarter'):
        plan(base, ("atlantis",))


def test_whoever_redacts_by_name_is_told_the_id(at):
    with pytest.raises(UsageError, match=r"it is a name, and ids are redacted\. The id of the place is spot"):
        plan(at(), ("villa sundus",))


@pytest.mark.parametrize("count", [12, 13])
def test_twelve_of_many_places_are_named(count):
    places = pd.DataFrame({"place_id": [f"a{n:02d}" for n in range(count)], "name": "x"})
    named = ", ".join(f"a{n:02d}" for n in range(12))

    said = why_not_redacted("atlantis", places, "this case")

    assert said.endswith(f"Places: {named}{', ...' if count > 12 else ''}")


@pytest.mark.parametrize("column", ["launch_place_id", "claim", "further"])
def test_whatever_names_a_launch_place_puts_the_floor_on_it(at, column):
    dataset = at()
    if column == "launch_place_id":
        dataset = with_cells(dataset, "trajectories", "trajectory_id", "t1", launch_place_id="spot")
    elif column == "claim":
        dataset = with_cells(dataset, "claims", "claim_id", "k1", value="spot")
    else:
        dataset = with_rows(dataset, "event_places", [{"event_id": "attack", "place_id": "spot", "role": "launch"}])

    assert floor_reasons(dataset)["spot"] == ["launch"]
    assert stand_in(disclose(dataset))["place_id"] == "withheld-1"


def test_other_roles_and_words_put_no_floor_on_a_place(at):
    dataset = with_rows(at(), "event_places", [{"event_id": "attack", "place_id": "spot", "role": "impact"}])
    dataset = with_cells(dataset, "claims", "claim_id", "k2", value="spot")

    assert floor_reasons(dataset) == {"launch_quarter": ["launch"]}


def test_the_strictest_reason_comes_first(at):
    dataset = with_cells(at(sensitivity="military_active"), "events", "event_id", "arrest", sensitivity="home")
    dataset = with_cells(dataset, "trajectories", "trajectory_id", "t1", launch_place_id="spot")

    assert floor_reasons(dataset, ("spot",))["spot"] == ["redacted", "home", "launch", "military_active"]


@pytest.mark.parametrize("where", ["event", "place"])
@pytest.mark.parametrize(
    ("sensitivity", "is_private"), [("home", True), ("named_person", True), ("military_active", False), ("none", False)]
)
def test_homes_are_those_of_events_and_of_places(at, sensitivity, is_private, where):
    dataset = at(**({"sensitivity": sensitivity} if where == "place" else {}))
    if where == "event":
        dataset = with_cells(dataset, "events", "event_id", "arrest", sensitivity=sensitivity)

    private = homes_of(dataset)

    assert set(dataset.events.loc[private, "event_id"]) == ({"arrest"} if is_private else set())


# --- least radius -----------------------------------------------------------------------------


def test_a_coarsened_place_has_one_and_a_half_times_the_radius(base):
    """By hand, 5,000 m: grid 2,500 m, so the middle moves by at most 0.71 of it, 1,775 m. With the 5,000 m that the
    place may have had itself that is 6,775 m: inside 7,500. With 1.2 times (6,000 m) the disc would not hold it."""
    public = disclose(base, Policy(min_precision_m=5_000))
    rows = public.places.set_index("place_id")

    for place_id in ("market", "launch_quarter", "impact_zone"):
        assert rows.loc[place_id, ["radius_m", "coord_uncertainty_m", "extent_radius_m"]].tolist() == [
            7_500,
            5_000,
            2_500,
        ]
        assert rows.loc[place_id, "outline"] is None
        assert np.isnan(rows.loc[place_id, "outline_error_m"])
        assert bool(rows.loc[place_id, "is_generalised"])
        assert rows.loc[place_id, "source"] == "[name withheld]"
    assert (rows.loc["market", "longitude"], rows.loc["market", "latitude"]) == geodesy.snap(43.49, 33.36, 2_500)
    assert rows.loc["plain", "radius_m"] == 21_000
    assert not bool(rows.loc["plain", "is_generalised"])
    assert public.withheld.generalised_place_count == 3


@given(st.floats(-180, 180), st.floats(-89.9, 89.9), st.floats(10, 1_000_000), st.floats(0, 0.9999))
def test_a_coarsened_place_is_held_by_its_disc(lon, lat, least_m, share):
    """Up to the largest least radius, poles and date line included."""
    row = {"name": "x", "longitude": lon, "latitude": lat, "outline": None, "outline_error_m": 1.0}
    row |= {"coord_uncertainty_m": 1.0, "extent_radius_m": 1.0, "radius_m": share * least_m, "is_generalised": False}

    made = coarsened(pd.DataFrame([row]), least_m).iloc[0]

    moved_m = metres(made["longitude"], made["latitude"], lon, lat)
    assert moved_m + share * least_m <= made["radius_m"] + 1.2  # five decimals of a degree
    assert -180 <= made["longitude"] <= 180
    assert -90 <= made["latitude"] <= 90


@pytest.mark.parametrize(("radius_m", "is_coarser"), [(4_999.9, True), (5_000.0, False), (math.nan, False)])
def test_only_what_is_finer_is_coarsened(at, radius_m, is_coarser):
    made = coarsened(at(radius_m=radius_m).places.assign(is_generalised=False), 5_000).set_index("place_id")

    assert bool(made.loc["spot", "is_generalised"]) == is_coarser


def test_a_place_that_is_named_by_its_position_is_named_by_the_grid(at):
    """33.35° N, 43.51° E is a square of about a kilometre: twenty times as fine as was asked for."""
    dataset = at({"place_id": "west", "name": "0.5° S, 12° W", "longitude": -12.0, "latitude": -0.5, "parent_id": None})
    dataset = with_cells(dataset, "places", "place_id", "spot", name="33.35° N, 43.51° E")
    dataset = with_cells(dataset, "events", "event_id", "truce", place_id="west")

    rows = disclose(dataset, Policy(min_precision_m=20_000)).places.set_index("place_id")

    lon, lat = geodesy.snap(LON, LAT, 10_000)
    assert rows.loc["spot", "name"] == f"{round(lat, 2)}° N, {round(lon, 2)}° E"
    assert rows.loc["spot", "name"] != "33.35° N, 43.51° E"
    assert rows.loc["west", "name"].endswith("° W")
    assert "° S, " in rows.loc["west", "name"]
    assert rows.loc["impact_zone", "name"] == "Impact zone"


def test_a_place_without_a_name_gets_none_on_the_way(at):
    places = at(name=None).places.assign(is_generalised=False)

    assert coarsened(places, 20_000).set_index("place_id")["name"].isna()["spot"]


def test_the_source_of_a_place_that_is_shown_as_known_stays(at):
    public = disclose(at(location_class="town", radius_m=6_000.0), Policy(min_precision_m=5_000))

    assert stand_in(public)["source"] == "sheet 4: 33.354321 N, 43.512345 E"


# --- ids that are made of what a row says -----------------------------------------------------


def computed(dataset: Dataset) -> Dataset:
    """The small case as a table whose ids are hashes."""
    from dataclasses import replace

    made = with_cells(dataset, "places", "place_id", "spot", place_id="p0123456789abcdef")
    made = with_cells(made, "events", "event_id", "arrest", place_id="p0123456789abcdef", event_id="e0123456789abcdef")
    made = with_rows(
        made,
        "trajectories",
        [
            {
                "trajectory_id": "e0123456789abcdef-t1",
                "event_id": "e0123456789abcdef",
                "launch_place_id": "p0123456789abcdef",
            }
        ],
    )
    return replace(made, own_names={"": "x.csv"}, info=replace(made.info, accounts=()))


@pytest.mark.parametrize("policy", [Policy(min_precision_m=5_000), Policy(redact=("plain",))])
def test_no_id_rests_on_what_is_withheld(at, policy):
    """By hand: with 4 decimals there are some 2 million positions in the disc; a hash of the row would tell which."""
    near = {"location_class": "town", "coord_uncertainty_m": 200.0, "radius_m": 300.0}
    one = disclose(computed(at(**near)), policy)
    other = disclose(computed(at(**near, note="private")), policy)

    assert "p0123456789abcdef" not in set(one.places["place_id"])
    assert "e0123456789abcdef" not in set(one.events["event_id"])
    assert not one.trajectories["trajectory_id"].str.contains("0123456789abcdef").any()
    arrest = one.events.set_index("title").loc["An arrest at the market"]
    tracks = one.trajectories.set_index("trajectory_id")
    assert tracks.loc[f"{arrest['event_id']}-t1", "event_id"] == arrest["event_id"]
    assert tracks.loc[f"{arrest['event_id']}-t1", "launch_place_id"] == arrest["place_id"]
    assert set(one.events["event_id"]) == set(other.events["event_id"])
    assert one.events["place_id"].dropna().isin(one.places["place_id"]).all()


def test_two_rows_of_which_the_same_is_published_have_two_ids(at):
    dataset = computed(at(location_class="town", radius_m=300.0))
    row = dataset.places.set_index("place_id").loc["p0123456789abcdef"].to_dict()
    dataset = with_rows(dataset, "places", [row | {"place_id": "pfedcba9876543210", "longitude": LON + 0.0001}])
    dataset = with_cells(dataset, "events", "event_id", "truce", place_id="pfedcba9876543210")

    ids = sorted(set(disclose(dataset, Policy(min_precision_m=5_000)).places["place_id"]), key=len)

    assert ids[-1].endswith("-2")
    assert ids[-1].removesuffix("-2") in ids


def test_ids_stay_where_nothing_is_withheld_and_where_they_are_the_desks(at):
    near = at(location_class="town", radius_m=300.0)

    assert "p0123456789abcdef" in set(disclose(computed(near)).places["place_id"])
    assert "impact_zone" in set(disclose(computed(near), Policy(min_precision_m=5_000)).places["place_id"])


# --- what else the gate counts and cuts -------------------------------------------------------


def test_a_cell_of_several_ids_is_remapped_one_by_one():
    moved = {"a": "x", "b": "y"}

    assert remap("a; c;b", moved) == "x; c; y"
    assert remap("a", moved) == "x"
    assert remap("c", moved) == "c"
    assert remap("a", {}) == "a"
    assert remap(5, moved) == 5


def test_the_private_columns_end_here(at):
    public = disclose(at())

    for name in ("sources", "places", "events", "claims", "trajectories", "event_places", "relations", "corrections"):
        assert not PRIVATE_COLUMNS & set(getattr(public, name).columns), name


def test_bare_positions_are_no_public_claims(base):
    for field in ("longitude", "latitude"):
        public = disclose(with_cells(base, "claims", "claim_id", "k5", field=field))

        assert "k5" not in set(public.claims["claim_id"])
    assert "k5" in set(disclose(base).claims["claim_id"])


def test_a_case_cannot_keep_its_rows_back(base):
    with pytest.raises(UsageError, match="--no-rows is for tables"):
        disclose(base, Policy(no_rows=True))
