"""The scene: what a reader sees, worked out once, whatever draws it."""

from __future__ import annotations

import copy
import re

import pytest
import shapely
from building import CaseTables, place, square

from geomap.counts import Count
from geomap.pipeline import build_edition
from geomap.scene.panels import origins_of
from geomap.scene.reading import Reading
from geomap.words import words


@pytest.fixture
def compose_case(make_case):
    return lambda change=None, **options: build_edition(make_case(change), **options)


def two_accounts(case: CaseTables, kind="same_origin", **press):
    """Add a second telling by a newspaper: all three from the plain, none placed, unless said otherwise."""
    account = {"id": "press", "label": {"en": "The Daily"}, "speaker": {"en": "the army"}, "source_ids": ["daily"]}
    case.info["geomap"]["accounts"].append(account | {"relation": {"kind": kind, "to": "military"}})
    row = {
        "trajectory_id": "u1",
        "event_id": "attack",
        "account": "press",
        "group_n": 3,
        "outcome": "unknown",
        "launch_place_id": None,
        "impact_place_id": None,
        "basis_claim_ids": "k1; k2",
        "wording": "somewhere in the zone",
    }
    case.add("trajectories", row | press)


def mark_of(scene, role, account="military"):
    (found,) = [m for m in scene.marks() if m.role == role and m.account == account]
    return found


def mark(edition, role, account="military"):
    return mark_of(edition.scene, role, account)


# --- tokens, tray and lists


def test_each_group_is_a_token_solid_if_it_is_drawn(compose_case):
    (account,) = compose_case().scene.accounts

    assert [(t.count, t.is_drawn, t.label, t.trajectory_id) for t in account.tokens] == [
        (Count.exactly(2), True, "Impact zone", "t1"),
        (Count.exactly(1), False, "burst in the air", "t2"),
    ]
    assert account.tokens[0].mark_id == "impact_area.military.impact_zone"


def test_what_is_not_drawn_stands_in_the_tray_and_in_the_list(compose_case):
    (account,) = compose_case().scene.accounts

    (item,) = account.tray
    assert (item.count, item.trajectory_id) == (Count.exactly(1), "t2")
    assert item.text == "1 of 3 is not on this map: burst in the air, place not given"
    assert any(entry.head == "1 of 3 rockets" and entry.claim_ids == ("k1",) for entry in account.not_on_map)


def test_the_words_of_a_group_stand_before_those_of_its_outcome(compose_case):
    edition = compose_case(lambda c: c.set("trajectories", "t2", wording="lost over the river"))

    assert edition.scene.accounts[0].tokens[1].label == "lost over the river"


@pytest.mark.parametrize(
    ("kind", "noun"),
    [("mortar", "mortar rounds"), ("cruise_missile", "missiles"), ("drone", "drones"), ("airstrike", "projectiles")],
)
def test_projectiles_have_the_noun_of_their_kind(compose_case, kind, noun):
    def change(c):
        c.set("events", "attack", kind=kind)
        c.set("claims", "k1", words="they came from the quarter").set("claims", "k3", words="three were fired")

    scene = compose_case(change).scene

    texts = [*mark_of(scene, "impact_area").label, *scene.method, *(sign.text for sign in scene.accounts[0].legend)]
    assert f"2 of 3 {noun}, the army said" in texts
    assert f"Where {noun} were reported to fall: anywhere inside" in texts
    assert "rocket" not in " ".join(texts)


def test_a_group_without_a_number_makes_no_total(compose_case):
    """An unknown number is not zero: no "2 of 2" if nobody said how many there were."""

    def change(case):
        case.set("trajectories", "t2", group_n=None).set("events", "attack", munitions_low=None, munitions_high=None)

    edition = compose_case(change)
    texts = [*mark(edition, "impact_area").label, *(i.text for i in edition.scene.accounts[0].tray)]

    assert not [t for t in texts if re.search(r"\d of", t)]
    assert "An unreported number of rockets are not on this map: burst in the air, place not given" in texts


def test_an_event_without_a_place_is_listed_with_its_title(compose_case):
    (account,) = compose_case().scene.accounts

    assert [i.text for i in account.not_on_map if i.event_ids == ("truce",)] == ["A truce. It has no place."]


def test_an_event_whose_place_is_too_coarse_is_listed_with_the_place(compose_case):
    def change(case):
        case.add("places", place("abroad", None, None, location_class="country", name="A country"))
        case.set("events", "truce", place_id="abroad")

    (account,) = compose_case(change).scene.accounts

    assert [i.text for i in account.not_on_map if i.event_ids == ("truce",)] == [
        "A truce. Its place is known only as A country."
    ]


def test_refused_rows_and_embargoed_events_are_listed(compose_case):
    def change(case):
        case.set("events", "truce", kind="peace")

    scene = compose_case(change).scene

    assert "1 row refused" in [i.head for i in scene.accounts[0].not_on_map]
    assert scene.accounting[0] == "5 events and groups read = 3 drawn + 1 listed + 1 refused."


def test_an_embargo_is_told_with_its_day_and_number(make_case):
    from geomap.edition import Policy

    edition = build_edition(make_case(), policy=Policy(embargo_on="2020-05-08"))

    assert "1 under embargo (2020-05-08 or later)" in edition.scene.accounting[0]
    assert any("2020-05-08" in i.text for i in edition.scene.accounts[0].not_on_map)


# --- accounts


def test_accounts_of_one_origin_tell_on_how_many_they_differ(compose_case):
    edition = compose_case(two_accounts)

    assert edition.scene.accounts[1].relation == "Both go back to the army. They differ on 3 rockets."


def test_accounts_that_place_the_same_groups_agree(compose_case):
    def change(case):
        two_accounts(case, group_n=2, impact_place_id="impact_zone", outcome="ground_impact")
        rest = copy.deepcopy(case.tables["trajectories"][-1])
        case.add("trajectories", rest | {"trajectory_id": "u2", "group_n": 1, "impact_place_id": None})
        case.set("trajectories", "u2", outcome="air_burst")

    assert "They agree on every group" in compose_case(change).scene.accounts[1].relation


@pytest.mark.parametrize(
    ("kind", "relation"),
    [("refines", "It refines the other account."), ("conflicts", "The accounts conflict.")],
)
def test_other_relations_are_told_as_stated(compose_case, kind, relation):
    edition = compose_case(lambda case: two_accounts(case, kind))

    assert edition.scene.accounts[1].relation == relation


def test_an_account_draws_only_its_own_groups(compose_case):
    edition = compose_case(lambda c: two_accounts(c, launch_place_id="launch_quarter"))

    assert {m.role for m in edition.scene.marks() if m.account == "press"} == {"launch_area"}
    assert edition.scene.accounts[1].band is None


def test_groups_that_fell_on_one_place_are_one_mark(compose_case):
    def change(case):
        more = case.row("trajectories", "t1") | {"trajectory_id": "t3", "group_n": 4}
        case.add("trajectories", more)
        case.set("events", "attack", munitions_low=7, munitions_high=7)

    impact = mark(compose_case(change), "impact_area")

    assert impact.munitions == Count.exactly(6)
    assert impact.trajectory_ids == ("t1", "t3")
    assert "6 of 7 rockets, the army said" in impact.label


# --- band, trunk arrow, links


def test_the_trunk_arrow_lies_in_the_open_and_touches_no_area(compose_case):
    edition = compose_case()
    (trunk,) = edition.scene.accounts[0].trunks
    line = shapely.LineString([trunk.start, trunk.end])

    for place_id in ("launch_quarter", "impact_zone"):
        assert line.disjoint(edition.public.areas[place_id].widened), place_id
    assert shapely.geometry.shape(edition.scene.accounts[0].band).covers(line)
    assert trunk.start[0] > trunk.end[0], "from the quarter in the east to the zone in the west"
    assert trunk.munitions == Count.exactly(3)
    assert "not a flight path" in " ".join(trunk.label)


def test_the_trunk_arrow_touches_no_area_of_the_shipped_case(edition):
    (trunk,) = edition.scene.accounts[0].trunks
    line = shapely.LineString([trunk.start, trunk.end])
    ends = [m.place_id for m in edition.scene.marks() if m.account == "security_media_cell"]

    assert len(ends) == 4
    for place_id in ends:
        assert line.disjoint(edition.public.areas[place_id].widened), place_id


def test_there_is_one_arrow_for_each_launch_area(compose_case):
    def change(case):
        case.add(
            "places", place("other_quarter", 43.45, 33.42, geometry=square(43.45, 33.42, 1_000), outline_error_m=100)
        )
        more = case.row("trajectories", "t1") | {"trajectory_id": "t3", "launch_place_id": "other_quarter"}
        case.add("trajectories", more)
        case.set("events", "attack", munitions_low=5, munitions_high=5)
        case.add("claims", case.row("claims", "k1") | {"claim_id": "k9", "value": "other_quarter"})

    (account,) = compose_case(change).scene.accounts

    assert [t.launch_place_id for t in account.trunks] == ["launch_quarter", "other_quarter"]
    assert [link.trajectory_id for link in account.links] == ["t1", "t3"]


def test_a_pair_of_which_no_direction_can_be_told_has_no_band_arrow_or_link(compose_case):
    edition = compose_case(lambda c: c.set("trajectories", "t1", launch_place_id="plain"))
    (account,) = edition.scene.accounts

    assert (account.band, account.trunks, account.links) == (None, (), ())
    launches = [m for m in edition.scene.marks() if m.role == "launch_area" and m.place_id == "plain"]
    assert "no line" in " ".join(launches[0].label)


def test_a_link_is_told_in_whole_kilometres_and_a_compass_word(compose_case):
    """8,800 to 13,600 m, rounded outward; from the east."""
    (link,) = compose_case().scene.accounts[0].links

    assert link.text == "The areas are about 8–14 km apart, roughly west."


# --- marks


def test_a_small_place_is_a_disc_and_a_large_one_an_area(compose_case):
    def change(case):
        fine = {"location_class": "exact", "coord_uncertainty_m": 20, "extent_radius_m": 50}
        case.add("places", place("well", 43.5, 33.4, **fine))
        case.set("events", "truce", place_id="well")

    marks = {m.place_id: m for m in compose_case(change).scene.marks()}

    assert (marks["well"].symbol, marks["well"].geometry["type"]) == ("disc", "Point")
    assert (marks["market"].symbol, marks["market"].geometry["type"]) == ("area", "Polygon")
    assert marks["well"].uncertainty_m == 70


def test_the_area_of_a_mark_holds_the_area_of_its_place(compose_case):
    edition = compose_case()
    for found in edition.scene.marks():
        if found.symbol == "area":
            drawn = shapely.geometry.shape(found.geometry)
            assert drawn.covers(edition.public.areas[found.place_id].widened), found.mark_id


@pytest.mark.parametrize(
    ("values", "edge"),
    [
        ({}, "solid"),
        ({"basis": "derived"}, "dashed"),
        ({"basis": "general_knowledge"}, "dashed"),
        ({"outline_error_m": 900}, "dashed"),
        ({"geometry": None, "coord_uncertainty_m": 100, "extent_radius_m": 900}, "dashed"),
        ({"location_class": "city_part"}, "soft"),
        ({"location_class": "district"}, "soft"),
    ],
)
def test_the_edge_says_how_the_outline_is_known(compose_case, values, edge):
    edition = compose_case(lambda c: c.row("places", "impact_zone").update(values))

    assert mark(edition, "impact_area").edge == edge


def test_events_on_one_place_are_one_mark_with_their_number(compose_case):
    """No jitter: it invents positions."""
    edition = compose_case(lambda c: c.set("events", "truce", place_id="market"))
    (found,) = [m for m in edition.scene.marks() if m.place_id == "market"]

    assert found.event_ids == ("arrest", "truce")
    assert "2 events" in found.description


def test_a_context_place_is_no_mark_of_its_own_where_it_is_drawn_already(compose_case):
    edition = compose_case(lambda c: c.geomap(context_places=["plain", "market"]))

    assert [m.role for m in edition.scene.marks() if m.place_id == "market"] == ["event"]
    assert [m.role for m in edition.scene.marks() if m.place_id == "plain"] == ["context"]


def test_marks_have_ids_of_their_own(compose_case, edition, catalogue_edition):
    for made in (compose_case(two_accounts), edition, catalogue_edition):
        ids = [m.mark_id for m in made.scene.marks()]
        assert len(ids) == len(set(ids))


# --- words


def test_one_origin_behind_several_claims_is_said(compose_case):
    def change(case):
        case.add("claims", case.row("claims", "k2") | {"claim_id": "k8", "source_id": "daily", "derived_from": "k2"})
        case.set("trajectories", "t1", basis_claim_ids="k1; k2; k8")

    lines = [line.text for line in mark(compose_case(change), "impact_area").panel.lines]

    assert any("go back to one origin, the army" in text for text in lines)


def test_claims_derived_from_one_another_are_one_origin_and_others_are_not(compose_case):
    def change(case):
        copied = case.row("claims", "k2") | {"claim_id": "k8", "derived_from": "k2", "origin": "The Daily"}
        case.add("claims", copied, copied | {"claim_id": "k9", "derived_from": None})

    edition = compose_case(change)
    reading = Reading(public=edition.public, tracks=edition.tracks, words=words("en"))

    assert origins_of(reading, ["k2", "k8"]) == ("the army",)
    assert origins_of(reading, ["k2", "k8", "k9"]) == ("the army", "The Daily")


def test_claims_that_go_round_in_a_circle_end(compose_case):
    def change(case):
        case.set("claims", "k1", derived_from="k2").set("claims", "k2", derived_from="k1")

    edition = compose_case(change)
    reading = Reading(public=edition.public, tracks=edition.tracks, words=words("en"))

    assert origins_of(reading, ["k1"]) == ("the army",)


def test_an_unknown_count_is_not_reported_and_a_floor_is_at_least(compose_case):
    def change(case):
        case.set("events", "attack", killed_low=3, killed_high=None, wounded_low=None, wounded_high=4)
        case.set("claims", "k4", value="3", words="three were killed")

    table = compose_case(change).scene.tables["events"]
    row = {name: column[table["event_id"].index("attack")] for name, column in table.items()}

    assert (row["munitions"], row["killed"], row["wounded"]) == ("3", "at least 3", "up to 4")
    assert table["killed"][table["event_id"].index("arrest")] == "not reported"


def test_the_draft_ends_when_somebody_has_reviewed_it(compose_case):
    draft = compose_case().scene
    reviewed = compose_case(lambda c: c.geomap(reviewed_by="A. Editor", reviewed_on="2020-06-01")).scene
    half = compose_case(lambda c: c.geomap(reviewed_by="A. Editor")).scene

    assert [s.is_draft for s in (draft, reviewed, half)] == [True, False, True]
    assert "A. Editor" in reviewed.reviewed
    assert "2020-06-01" in reviewed.reviewed


def test_the_desks_label_stands_before_the_programs(compose_case):
    def change(case):
        case.map_toml = (
            '[[label]]\nplace = "impact_zone"\naccount = "military"\nline1 = "said to be hit"\nanchor = "left"\n'
        )

    found = mark(compose_case(change), "impact_area")

    assert (found.label, found.label_anchor) == (("Impact zone", "said to be hit"), "left")


def test_desks_words_that_rest_on_a_claim_that_is_gone_are_left_out(compose_case):
    def change(case):
        case.map_toml = '[[summary]]\ntext = "a"\nclaims = ["k1"]\n[[summary]]\ntext = "b"\nclaims = ["k99"]\n'

    assert [c.text for c in compose_case(change).scene.summary] == ["a"]


def test_corrections_stand_with_the_newest_first(compose_case):
    rows = [{"corrected_on": day, "what": f"of {day}"} for day in ("2020-05-09", "2020-06-01", "2020-05-20")]

    scene = compose_case(lambda c: c.add("corrections", *rows)).scene

    assert [c.text for c in scene.corrections] == ["of 2020-06-01", "of 2020-05-20", "of 2020-05-09"]
    assert scene.corrections[0].head == "1 June 2020"


def test_an_arabic_scene_runs_from_right_to_left_and_uses_the_twins(green_zone):
    scene = build_edition(green_zone, lang="ar").scene

    assert (scene.lang, scene.direction) == ("ar", "rtl")
    assert scene.title == "صواريخ على المنطقة الخضراء: ما أعلنه الجيش العراقي"
    assert "خلية الإعلام الأمني" in scene.accounts[0].label


def test_times_and_dates_keep_the_words_of_the_report(edition):
    table = edition.scene.tables["events"]
    at = table["event_id"].index("iq20201117")

    assert (table["date"][at], table["time"][at]) == ("17 November 2020", "shortly before midnight")
    assert (table["date_first"][at], table["date_last"][at]) == ("2020-11-17", "2020-11-17")


def test_undated_events_keep_their_place_without_a_day(compose_case):
    table = compose_case(lambda c: c.set("events", "arrest", date_start=None)).scene.tables["events"]
    at = table["event_id"].index("arrest")

    assert (table["date"][at], table["date_first"][at], table["is_drawn"][at]) == ("date not reported", "", True)


def test_a_row_says_beside_its_title_only_what_the_title_does_not_say(root):
    events = build_edition(root / "tests" / "data" / "formats" / "acled.csv").scene.tables["events"]

    assert events["title"][0] == "Battles"
    assert events["notes"][0] == ["Armed clash"]
