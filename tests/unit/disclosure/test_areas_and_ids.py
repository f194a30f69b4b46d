"""Areas of what is published, and ids that rest on nothing else."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shapely.geometry import box

from geomap import geodesy
from geomap.disclosure.areas import Areas
from geomap.disclosure.computed import made_anew

from .conftest import with_cells, with_rows  # isort: skip

FENCE = box(43.50, 33.35, 43.52, 33.36)


def areas_of(at, **values):
    return Areas(at(**values).places)


@pytest.mark.parametrize(
    ("stated_m", "coordinates_m", "error_m"),
    [(70.0, 5.0, 70.0), (math.nan, 5.0, 5.0), (math.nan, math.nan, 0.0), (0.0, 5.0, 0.0)],
)
def test_an_outline_is_widened_by_its_error_or_that_of_its_coordinates(at, stated_m, coordinates_m, error_m):
    made = areas_of(at, outline=FENCE, outline_error_m=stated_m, coord_uncertainty_m=coordinates_m, radius_m=2_000.0)

    right = geodesy.area_of_outline(FENCE, error_m)
    assert made["spot"].outline.equals(FENCE)
    assert made["spot"].reach_m == pytest.approx(right.reach_m, abs=0.01)


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_a_place_without_an_outline_is_a_disc(at, nothing):
    made = areas_of(at, outline=nothing, radius_m=500.0)

    assert made["spot"].reach_m == pytest.approx(500.0, abs=1)
    assert made["spot"] is made["spot"]


def test_what_has_no_radius_has_no_area(at):
    dataset = at(radius_m=math.nan)
    made = Areas(dataset.places)

    assert "spot" not in made
    assert "plain" in made
    assert list(made) == [i for i in dataset.places["place_id"] if i != "spot"]
    assert len(made) == len(dataset.places) - 1
    with pytest.raises(KeyError):
        made["spot"]


PLACE, EVENT, SOURCE = "p0123456789abcdef", "e0123456789abcdef", "s00000000000000aa"


def computed(at, **values):
    """The tables of the small case with one place and one event whose ids are hashes."""
    dataset = with_cells(at(**values), "places", "place_id", "spot", place_id=PLACE)
    dataset = with_cells(dataset, "events", "event_id", "arrest", place_id=PLACE, event_id=EVENT)
    tables = dataset.tables()
    return tables | {"places": tables["places"].assign(is_generalised=False)}


def new_ids(tables):
    made = made_anew(tables)
    (place,) = set(made["places"]["place_id"]) - set(tables["places"]["place_id"])
    (event,) = set(made["events"]["event_id"]) - set(tables["events"]["event_id"])
    return place, event


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("places", "radius_m", 77.0),
        ("places", "is_generalised", True),
        ("places", "outline", FENCE),
        ("events", "date_prec", 4),
        ("events", "date_start_lower", pd.Timestamp("2001-01-01")),
        ("events", "date_end_upper", pd.Timestamp("2031-01-01")),
    ],
)
def test_what_is_worked_out_from_a_row_is_not_in_its_id(at, table, column, value):
    """What a reader of the published table works out anew must give the same id again."""
    tables = computed(at)
    other = tables[table].copy()
    other[column] = pd.Series([value] * len(other), index=other.index, dtype=other[column].dtype)

    assert new_ids(tables | {table: other}) == new_ids(tables)


def test_what_a_place_lies_in_is_not_in_its_id(at):
    tables = computed(at)
    places = tables["places"]

    assert new_ids(tables | {"places": places.assign(lies_in="market")}) == new_ids(tables)


@pytest.mark.parametrize(("table", "column"), [("places", "name"), ("places", "latitude"), ("events", "title")])
def test_what_a_row_says_is_in_its_id(at, table, column):
    tables = computed(at)
    other = tables[table].copy()
    other[column] = other[column] * 2

    assert new_ids(tables | {table: other}) != new_ids(tables)


def test_new_ids_look_like_old_ones_and_stand_wherever_the_old_did(at):
    tables = computed(at)
    place, event = new_ids(tables)

    made = made_anew(tables)

    assert (place[0], len(place), event[0], len(event)) == ("p", 17, "e", 17)
    arrest = made["events"].set_index("event_id").loc[event]
    assert arrest["place_id"] == place
    kept = {"market", "plain", "launch_quarter", "impact_zone"}
    assert kept <= set(made["places"]["place_id"])
    for name, table in tables.items():
        assert made[name].dtypes.equals(table.dtypes), name


def test_rows_of_which_the_same_is_published_are_numbered(at):
    dataset = at({"place_id": "p00000000000000aa"}, {"place_id": "p00000000000000bb"}, place_id="p00000000000000cc")
    tables = dataset.tables()
    ids = made_anew(tables | {"places": tables["places"].assign(is_generalised=False)})["places"]["place_id"]
    made = [i for i in ids if i.startswith("p") and i != "plain"]

    assert len(set(made)) == 3
    assert [i[17:] for i in made] == ["", "-2", "-3"]
    assert len({i[:17] for i in made}) == 1


def test_an_id_of_a_group_begins_with_that_of_its_event(at):
    dataset = with_rows(at(), "trajectories", [{"trajectory_id": f"{EVENT}-t12", "event_id": EVENT}])
    dataset = with_cells(dataset, "events", "event_id", "arrest", event_id=EVENT)
    tables = dataset.tables()

    made = made_anew(tables | {"places": tables["places"].assign(is_generalised=False)})["trajectories"]

    old = set(tables["trajectories"]["trajectory_id"])
    (group,) = made[~made["trajectory_id"].isin(old)].to_dict("records")
    assert group["trajectory_id"] == f"{group['event_id']}-t12"
    assert old - {f"{EVENT}-t12"} <= set(made["trajectory_id"])


def test_an_id_made_of_a_sources_name_is_made_anew_of_what_is_published(base):
    """A hash of the name that was taken out would confirm a guess of it."""
    herald = base.sources.iloc[0].to_dict() | {"source_id": SOURCE, "title": "[name withheld] TV"}
    dataset = with_rows(base, "sources", [herald])
    dataset = with_cells(dataset, "events", "event_id", "attack", source_ids=f"daily; {SOURCE}")
    dataset = with_cells(dataset, "events", "event_id", "arrest", source_ids=SOURCE)
    dataset = with_cells(dataset, "claims", "claim_id", "k1", source_id=SOURCE)
    tables = dataset.tables()

    made = made_anew(tables)
    other = made_anew(tables | {"sources": tables["sources"].assign(title=tables["sources"]["title"] + "!")})

    (fresh,) = set(made["sources"]["source_id"]) - set(tables["sources"]["source_id"])
    assert (fresh[0], len(fresh)) == ("s", 17)
    assert fresh not in set(other["sources"]["source_id"])
    events = made["events"].set_index("event_id")["source_ids"]
    assert (events["attack"], events["arrest"]) == (f"daily; {fresh}", fresh)
    assert made["claims"].set_index("claim_id").loc["k1", "source_id"] == fresh
    for name, table in tables.items():
        assert made[name].dtypes.equals(table.dtypes), name
        assert SOURCE not in made[name].astype(str).to_numpy()


def test_an_events_id_rests_on_the_new_id_of_its_source(base):
    made = []
    for old in (SOURCE, "s00000000000000bb"):
        dataset = with_rows(base, "sources", [base.sources.iloc[0].to_dict() | {"source_id": old, "title": "x"}])
        dataset = with_cells(dataset, "events", "event_id", "arrest", source_ids=old, event_id=EVENT)
        made.append(set(made_anew(dataset.tables())["events"]["event_id"]))

    assert made[0] == made[1]
