"""The gate: floors, redaction, embargo; what is private ends here, and nothing of the case itself is changed."""

from __future__ import annotations

import copy

import pandas as pd
import pytest
from building import CaseTables, place, square

from geomap.disclosure import PRIVATE_COLUMNS, disclose
from geomap.edition import Policy
from geomap.errors import UsageError
from geomap.geodesy import geodesic
from geomap.places import locate
from geomap.readers import read_path

EXACT = {"location_class": "exact", "coord_uncertainty_m": 5, "extent_radius_m": 5}
FINE_CLASSES = ("exact", "compound", "street", "nearby_landmark")


def dataset_of(make_case, change=None):
    return locate(read_path(make_case(change))[0])[0]


def gate(make_case, change=None, **policy):
    return disclose(dataset_of(make_case, change), Policy(**policy))


def with_place(place_id="spot", lon=43.512345, lat=33.354321, **values):
    """A change that adds a place and puts the arrest there."""

    def change(case: CaseTables):
        case.add("places", place(place_id, lon, lat, **values))
        case.set("events", "arrest", place_id=place_id)

    return change


def stand_in(public, event_id="arrest"):
    """The row of the place that stands for where an event was."""
    place_id = public.events.set_index("event_id").loc[event_id, "place_id"]
    return public.places.set_index("place_id", drop=False).loc[place_id]


# --- what always holds ------------------------------------------------------------------------


@pytest.mark.parametrize("sensitivity", ["home", "named_person"])
@pytest.mark.parametrize("location_class", FINE_CLASSES)
def test_a_home_is_never_shown_finer_than_a_quarter(make_case, sensitivity, location_class):
    values = EXACT | {"location_class": location_class, "sensitivity": sensitivity, "name": "Villa Sundus"}
    shown = stand_in(gate(make_case, with_place(**values)))

    assert shown["location_class"] == "neighbourhood_area"
    assert shown["radius_m"] >= 1_000
    assert shown["is_generalised"]
    assert shown["name"] == "[name withheld]"
    assert "spot" not in shown["place_id"]


def test_a_home_in_a_known_quarter_becomes_the_quarter(make_case):
    change = with_place(sensitivity="home", parent_id="impact_zone", **EXACT)
    public = gate(
        make_case, lambda case: (change(case), case.row("places", "spot").update(longitude=43.43, latitude=33.31))
    )

    assert stand_in(public)["place_id"] == "impact_zone"
    assert "spot" not in set(public.places["place_id"])


def test_a_home_given_as_a_quarter_that_is_too_small_is_blurred_as_well(make_case):
    shown = stand_in(gate(make_case, with_place(sensitivity="home", coord_uncertainty_m=100, extent_radius_m=100)))

    assert shown["radius_m"] >= 1_000


def test_an_event_that_is_sensitive_makes_its_place_so(make_case):
    def change(case):
        with_place(**EXACT)(case)
        case.set("events", "arrest", sensitivity="home")

    assert stand_in(gate(make_case, change))["location_class"] == "neighbourhood_area"


@pytest.mark.parametrize("location_class", ["exact", "street"])
def test_an_active_base_is_shown_as_a_compound_at_the_finest(make_case, location_class):
    values = EXACT | {"location_class": location_class, "sensitivity": "military_active"}
    shown = stand_in(gate(make_case, with_place(**values)))

    assert shown["location_class"] == "compound"
    assert shown["radius_m"] >= 1_000


def test_the_outline_of_an_active_base_may_be_shown(make_case):
    values = {"location_class": "compound", "sensitivity": "military_active", "outline_error_m": 100}
    shown = stand_in(gate(make_case, with_place(geometry=square(43.512345, 33.354321, 900), **values)))

    assert shown["place_id"] == "spot"
    assert not shown["is_generalised"]


@pytest.mark.parametrize("location_class", FINE_CLASSES)
@pytest.mark.parametrize("how", ["trajectory", "event_place", "claim"])
def test_a_street_or_site_of_launch_is_held_at_its_quarter(make_case, location_class, how):
    """In whatever table it stands: a source that names a street in a launch quarter does not make it publishable."""

    def change(case: CaseTables):
        fine = EXACT | {"location_class": location_class, "name": "Tannery Street"}
        case.add("places", place("tannery", 43.551, 33.311, parent_id="launch_quarter", **fine))
        if how == "trajectory":
            case.set("trajectories", "t1", launch_place_id="tannery")
        elif how == "event_place":
            case.add("event_places", {"event_id": "attack", "place_id": "tannery", "role": "launch"})
        else:
            case.set("claims", "k1", value="tannery")

    public = gate(make_case, change)

    assert "tannery" not in set(public.places["place_id"])
    assert set(public.trajectories["launch_place_id"]) == {"launch_quarter"}
    assert set(public.claims.loc[public.claims["field"] == "launch_place_id", "value"]) == {"launch_quarter"}


def test_a_disc_that_stands_for_a_place_lies_on_a_grid_and_still_holds_it(make_case):
    shown = stand_in(gate(make_case, with_place(sensitivity="home", **EXACT)))
    nearby = with_place(lon=43.512445, lat=33.354221, sensitivity="home", **EXACT)
    neighbour = stand_in(gate(lambda change: make_case(change, "other"), nearby))
    apart_m, _ = geodesic(shown["longitude"], shown["latitude"], 43.512345, 33.354321)

    assert (shown["longitude"], shown["latitude"]) == (neighbour["longitude"], neighbour["latitude"])
    assert float(apart_m) + 10 < shown["radius_m"]
    assert float(apart_m) > 1


def test_a_quarter_of_launch_stays_as_it_is(make_case):
    public = gate(make_case)

    assert set(public.trajectories["launch_place_id"]) == {"launch_quarter"}
    assert public.withheld.generalised_place_count == 0
    assert not public.places["is_generalised"].any()


# --- redaction --------------------------------------------------------------------------------


def named(case: CaseTables):
    with_place(
        name="Bustān al-Khayr",
        name_local="بستان الخير",
        aliases="Kheir Orchard; BK-7",
        coord_uncertainty_m=200,
        extent_radius_m=300,
    )(case)


def test_a_redacted_place_is_drawn_at_its_district(make_case):
    def change(case):
        named(case)
        case.row("places", "spot")["parent_id"] = "plain"

    public = gate(make_case, change, redact=("spot",))

    assert stand_in(public)["place_id"] == "plain"
    assert "spot" not in set(public.places["place_id"])
    assert public.withheld.redacted_place_count == 1


def test_a_redacted_place_without_a_district_becomes_a_coarse_disc(make_case):
    shown = stand_in(gate(make_case, named, redact=("spot",)))

    assert shown["location_class"] == "subdistrict"
    assert shown["radius_m"] >= 15_000


def test_what_lies_in_a_redacted_place_is_redacted_too(make_case):
    """The embassy would tell where the withheld zone is."""

    def change(case):
        named(case)
        case.add("places", place("gate", 43.5124, 33.3544, name="North Gate", parent_id="spot", **EXACT))
        case.set("events", "truce", place_id="gate", title="A truce at North Gate")

    public = gate(make_case, change, redact=("spot",))

    assert {"spot", "gate"} & set(public.places["place_id"]) == set()
    assert public.withheld.redacted_place_count == 2
    assert "North Gate" not in " ".join(public.events["title"].dropna())


def test_a_redacted_district_does_not_stand_in_for_what_lies_in_it(make_case):
    def change(case):
        named(case)
        case.row("places", "spot")["parent_id"] = "plain"

    public = gate(make_case, change, redact=("plain",))

    assert {"spot", "plain"} & set(public.places["place_id"]) == set()


SPELLINGS = (
    "Bustān al-Khayr",
    "Bustan al-Khayr",
    "BUSTAN AL KHAYR",
    "bustan-al-khayr",
    "Bustan  al‑Khayr",
    "Bust'an al-Khayr",
    "Kheir orchard",
    "بستان الخير",
    "بُستان الخَير",
    "بســتان الخير",
    "BK-7",
    "bk 7",
)
OTHERS = ("The Bustanis of Khayrabad", "Subkhayr", "orchard", "BK-70", "al-Khayr")


@pytest.fixture(scope="module")
def redacted(tmp_path_factory):
    """A case that says the name of a withheld place in a dozen spellings, in every kind of text."""
    case = CaseTables()
    named(case)
    for n, spelling in enumerate((*SPELLINGS, *OTHERS)):
        case.add("sources", case.row("sources", "daily") | {"source_id": f"s{n}", "title": f"{spelling}: a report"})
        case.add("claims", case.row("claims", "k4") | {"claim_id": f"n{n}", "words": f"it fell at {spelling}."})
        event = {"event_id": f"e{n}", "title": f"Near {spelling}, it was said", "summary": f"({spelling})"}
        case.add("events", case.row("events", "truce") | event)
    case.info["title"] = " / ".join(SPELLINGS)
    case.map_toml = "".join(f'[[summary]]\ntext = "At {spelling}."\n' for spelling in SPELLINGS)
    dataset = locate(read_path(case.write(tmp_path_factory.mktemp("redacted") / "case"))[0])[0]
    return disclose(dataset, Policy(redact=("spot",)))


@pytest.mark.parametrize("n", range(len(SPELLINGS)), ids=SPELLINGS)
def test_every_spelling_of_a_redacted_name_goes_out_of_every_text(redacted, n):
    event = redacted.events.set_index("event_id").loc[f"e{n}"]

    assert event["title"] == "Near [name withheld], it was said"
    assert event["summary"] == "([name withheld])"
    assert redacted.claims.set_index("claim_id").loc[f"n{n}", "words"] == "it fell at [name withheld]."
    assert redacted.sources.set_index("source_id").loc[f"s{n}", "title"] == "[name withheld]: a report"
    assert redacted.editorial["summary"][n] == {"text": "At [name withheld]."}
    assert redacted.info.title == " / ".join(["[name withheld]"] * len(SPELLINGS))


@pytest.mark.parametrize("other", OTHERS)
def test_words_that_only_resemble_a_redacted_name_stay(redacted, other):
    assert f"Near {other}, it was said" in set(redacted.events["title"])


def test_an_address_that_holds_a_redacted_name_goes_and_says_why(make_case):
    """Percent-escaped too: Arabic addresses are."""

    def change(case):
        named(case)
        case.set(
            "sources", "daily", url="https://d.example/%D8%A8%D8%B3%D8%AA%D8%A7%D9%86-%D8%A7%D9%84%D8%AE%D9%8A%D8%B1"
        )
        case.set("sources", "army", url="https://a.example/bustan_al_khayr", offline_reason=None)

    sources = gate(make_case, change, redact=("spot",)).sources

    assert sources["url"].isna().all()
    assert sources["offline_reason"].str.contains("withheld").all()


def test_the_desks_words_about_a_redacted_place_go(make_case):
    def change(case):
        named(case)
        case.map_toml = (
            '[[panel]]\nplace = "spot"\ntext = "a"\n[[panel]]\nplace = "market"\ntext = "b"\n'
            "[views.military]\ncenter = [43.512345, 33.354321]\n"
        )

    public = gate(make_case, change, redact=("spot",))

    assert public.editorial["panel"] == [{"place": "market", "text": "b"}]
    assert "views" not in public.editorial


def test_a_place_that_is_not_there_cannot_be_redacted(make_case):
    with pytest.raises(UsageError, match='"atlantis" cannot be redacted'):
        gate(make_case, redact=("atlantis",))


def test_a_name_in_place_of_an_id_is_answered_with_the_id(make_case):
    """The ids of a table are made by geomap: nobody could tell which of them is meant."""
    with pytest.raises(UsageError, match=r'"the BAZAAR" cannot be redacted: it is a name.* is spot$'):
        gate(make_case, with_place(name="The Bazaar"), redact=("the BAZAAR",))


def test_the_position_in_the_provenance_of_a_coarsened_place_goes(make_case):
    """A source often quotes the coordinates that were taken from it."""
    change = with_place(sensitivity="home", source="Sheet 4: 33.354321 N, 43.512345 E", **EXACT)

    assert "33.35" not in str(stand_in(gate(make_case, change))["source"])


# --- least radius -----------------------------------------------------------------------------


def test_every_place_gets_the_least_radius_and_finer_ones_all_the_same(make_case):
    """One radius for all that were finer: a radius of its own would tell how exact the place was."""

    def change(case):
        case.add("places", place("fine", 43.5, 33.3, **EXACT))
        case.add(
            "places", place("finer", 43.6, 33.4, location_class="street", coord_uncertainty_m=1, extent_radius_m=1)
        )
        case.geomap(context_places=["plain", "fine", "finer"])

    public = gate(make_case, change, min_precision_m=3_000)
    radii = public.places.set_index("place_id")["radius_m"]

    assert (radii >= 3_000).all()
    assert radii["fine"] == radii["finer"] == radii["market"] == radii["impact_zone"]
    assert radii["plain"] == 21_000
    assert public.withheld.min_precision_m == 3_000
    assert public.withheld.generalised_place_count == 5


def test_a_coarsened_place_loses_its_outline_and_still_holds_what_it_was(make_case):
    before = gate(make_case).areas["impact_zone"]
    public = disclose(dataset_of(lambda change: make_case(change, "other")), Policy(min_precision_m=3_000))
    row = public.places.set_index("place_id").loc["impact_zone"]

    assert row["outline"] is None
    assert public.areas["impact_zone"].widened.covers(before.widened)


def test_no_least_radius_changes_nothing(make_case):
    assert gate(make_case, min_precision_m=0).places.equals(gate(lambda c: make_case(c, "o")).places)


# --- embargo ----------------------------------------------------------------------------------


def test_events_of_the_day_and_later_are_counted_and_gone(make_case):
    public = gate(make_case, embargo_on="2020-05-08")

    assert set(public.events["event_id"]) == {"attack", "truce"}
    assert (public.withheld.embargoed_event_count, public.withheld.embargo_on) == (1, "2020-05-08")


def test_an_event_of_the_day_before_is_shown(make_case):
    public = gate(make_case, embargo_on="2020-05-09")

    assert set(public.events["event_id"]) == {"arrest", "attack", "truce"}
    assert public.withheld.embargoed_event_count == 0


@pytest.mark.parametrize("dates", [{"date_start": None}, {"date_start": "2020"}, {"date_end": "2020-06"}])
def test_an_event_that_may_lie_later_is_held_back_too(make_case, dates):
    public = gate(make_case, lambda case: case.set("events", "truce", **dates), embargo_on="2020-05-09")

    assert "truce" not in set(public.events["event_id"])


def test_everything_that_speaks_of_an_embargoed_event_goes_with_it(make_case):
    def change(case: CaseTables):
        claim = copy.deepcopy(case.row("claims", "k1"))
        case.add("sources", case.row("sources", "daily") | {"source_id": "herald"})
        case.add("places", place("hideout", 43.6, 33.2))
        case.set("events", "arrest", place_id="hideout", source_ids="herald")
        case.add("claims", claim | {"claim_id": "a1", "about": "arrest", "field": "context", "source_id": "herald"})
        case.set("claims", "k3", derived_from="a1")
        case.add("event_places", {"event_id": "arrest", "place_id": "hideout", "role": "damage_seen"})
        case.add("relations", {"event_id": "arrest", "relation": "follows", "other_event_id": "attack"})
        case.add("corrections", {"corrected_on": "2020-05-10", "about": "arrest", "what": "x"})
        case.map_toml = '[[summary]]\ntext = "later"\nclaims = ["a1"]\n[[summary]]\ntext = "now"\nclaims = ["k1"]\n'

    public = gate(make_case, change, embargo_on="2020-05-08")

    assert "herald" not in set(public.sources["source_id"])
    assert "hideout" not in set(public.places["place_id"])
    assert "a1" not in set(public.claims["claim_id"])
    assert public.claims["derived_from"].isna().all()
    assert public.event_places.empty
    assert public.relations.empty
    assert public.corrections.empty
    assert [clause["text"] for clause in public.editorial["summary"]] == ["now"]


def test_a_place_that_others_need_stays(make_case):
    public = gate(make_case, lambda c: c.set("events", "arrest", place_id="impact_zone"), embargo_on="2020-05-08")

    assert "impact_zone" in set(public.places["place_id"])


def test_a_place_that_only_an_embargoed_event_needs_is_still_named_nowhere(make_case):
    """It goes with the event; a text about another event must not tell its name."""

    def change(case):
        named(case)
        case.set("events", "attack", title="Not far from Bustan al-Khayr")

    public = gate(make_case, change, redact=("spot",), embargo_on="2020-05-08")

    assert "Not far from [name withheld]" in set(public.events["title"])
    assert public.withheld.redacted_place_count == 1


def test_the_main_event_cannot_be_under_embargo(make_case):
    with pytest.raises(UsageError, match="main event attack is itself under embargo from 2020-05-06"):
        gate(make_case, embargo_on="2020-05-06")


@pytest.mark.parametrize("day", ["2020-05", "soon", "2020-05-32", "2020-05-01/2020-05-09"])
def test_an_embargo_is_a_day(make_case, day):
    with pytest.raises(UsageError, match="is no day"):
        gate(make_case, embargo_on=day)


# --- what is public ---------------------------------------------------------------------------


def test_private_and_unknown_columns_and_row_numbers_end_here(make_case):
    def change(case):
        for rows in case.tables.values():
            for row in rows:
                row["note"] = "private"
                row["desk_mark"] = "private"

    public = gate(make_case, change)

    for name in ("sources", "places", "events", "claims", "trajectories"):
        table = getattr(public, name)
        assert set(table.columns) & (PRIVATE_COLUMNS | {"desk_mark"}) == set(), name
        assert list(table.index) == list(range(len(table))), name


def test_tables_are_sorted_by_id_whatever_the_order_of_the_rows(make_case):
    def reverse(case):
        for rows in case.tables.values():
            rows.reverse()

    one, other = gate(make_case), gate(lambda change: make_case(change, "other"), reverse)

    for name in ("sources", "places", "events", "claims", "trajectories"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_refused_rows_are_told_without_their_row_numbers(make_case):
    public = gate(make_case, lambda case: case.set("events", "arrest", kind="misdeed"))

    assert list(public.refused.columns) == ["table", "id", "code", "reason"]
    assert list(public.refused["id"]) == ["arrest"]


def test_the_case_given_is_not_changed(make_case):
    dataset = dataset_of(
        make_case, lambda case: (named(case), case.set("events", "attack", title="At Bustan al-Khayr"))
    )
    before = {name: table.copy(deep=True) for name, table in dataset.tables().items()}

    disclose(dataset, Policy(redact=("spot",), embargo_on="2020-05-08", min_precision_m=5_000))

    for name, table in dataset.tables().items():
        pd.testing.assert_frame_equal(table, before[name])
