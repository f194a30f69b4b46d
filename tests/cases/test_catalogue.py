"""62 reported events in Iraq, 2019 to 2021: floors stay floors, an aim is no impact, nothing is lost."""

from __future__ import annotations

import pytest

from geomap.dataset import items_of
from geomap.pipeline import checked


@pytest.fixture(scope="module")
def events(catalogue_edition):
    return catalogue_edition.public.events.set_index("event_id")


def test_the_catalogue_has_no_errors(catalogue):
    _, findings = checked(catalogue)

    assert [str(f) for f in findings if f.severity == "error"] == []


def test_there_are_62_events(events):
    assert len(events) == 62


def test_every_event_and_group_is_drawn_or_listed(catalogue_edition):
    numbers = catalogue_edition.accounting

    assert numbers.refused == 0
    assert numbers.rows_in == 62 + len(catalogue_edition.public.trajectories)
    assert numbers.rows_in == numbers.drawn + numbers.listed


def test_floors_are_kept_as_floors(events):
    """“At least” has no high end: a number that only says how many there were at the least."""
    open_ended = events[events["munitions_low"].notna() & events["munitions_high"].isna()]
    closed = events[events["munitions_high"].notna()]

    assert len(open_ended) >= 1
    assert (closed["munitions_low"].fillna(0) <= closed["munitions_high"]).all()


def test_an_unknown_number_is_missing_and_not_zero(catalogue_edition, events):
    table = catalogue_edition.scene.tables["events"]
    unknown = set(events.index[events["killed_low"].isna() & events["killed_high"].isna()])

    assert unknown
    for event_id, words in zip(table["event_id"], table["killed"], strict=True):
        assert (words == "not reported") == (event_id in unknown), event_id


def test_what_was_only_named_as_an_aim_is_no_place_of_impact(catalogue_edition):
    public = catalogue_edition.public
    aims = public.event_places[public.event_places["role"] == "reported_target"]
    fell = {(e, p) for e, p in zip(public.events["event_id"], public.events["place_id"], strict=True)}

    named = set(zip(aims["event_id"], aims["place_id"], strict=True))
    assert named == {
        ("iq20200705", "green_zone"),
        ("iq20200928", "baghdad_airport"),
        ("iq20200930", "erbil_airport"),
        ("iq20201117", "us_embassy"),
    }
    assert named & fell == set()


def test_every_event_names_sources_that_are_there(catalogue_edition, events):
    known = set(catalogue_edition.public.sources["source_id"])

    for event_id, cell in events["source_ids"].items():
        assert items_of(cell), event_id
        assert set(items_of(cell)) <= known, event_id


def test_every_source_can_be_gone_to_or_says_why_not(catalogue_edition):
    sources = catalogue_edition.public.sources

    assert sources[["url", "archive_url", "offline_reason"]].notna().any(axis="columns").all()


def test_sources_are_split_out_of_the_text(catalogue_edition):
    """One row a source: no title that lists several with a semicolon."""
    assert len(catalogue_edition.public.sources) > 100


def test_a_place_of_which_only_the_country_is_known_is_listed(catalogue_edition):
    public = catalogue_edition.public

    assert "iran_unspecified" in set(public.trajectories["launch_place_id"])
    assert "iran_unspecified" not in public.areas
    assert {t.reason for t in catalogue_edition.tracks.items if t.trajectory_id.startswith("iq20200108")} == {
        "launch-listed"
    }


def test_several_events_on_one_place_are_one_mark_with_their_number(catalogue_edition):
    """No jitter: a position that nobody reported is no position."""
    marks = [m for m in catalogue_edition.scene.marks() if m.role in ("event", "impact_area") and m.event_ids]
    places = [m.place_id for m in marks]

    assert len(places) == len(set(places))
    zone = next(m for m in marks if m.place_id == "green_zone")
    assert len(zone.event_ids) > 5
    assert f"{len(zone.event_ids)} events" in zone.description


def test_each_located_event_lies_on_exactly_one_mark(catalogue_edition, events):
    areas = catalogue_edition.public.areas
    located = {e for e, p in events["place_id"].items() if isinstance(p, str) and p in areas}
    further = catalogue_edition.public.event_places
    impacts = set(further.loc[further["role"] == "impact", "event_id"])
    counted = [e for m in catalogue_edition.scene.marks() if m.role != "launch_area" for e in m.event_ids]

    assert set(counted) == located | impacts
    assert {e for e in counted if counted.count(e) > 1} <= impacts


def test_a_catalogue_draws_no_band_and_no_arrow(catalogue_edition):
    (view,) = catalogue_edition.scene.accounts

    assert (view.account_id, view.bands, view.trunks) == ("", (), ())


def test_a_launch_area_is_never_finer_than_a_quarter(catalogue_edition):
    places = catalogue_edition.public.places.set_index("place_id")
    for place_id in catalogue_edition.public.trajectories["launch_place_id"].dropna():
        assert places.loc[place_id, "location_class"] not in ("exact", "compound", "street", "nearby_landmark")
