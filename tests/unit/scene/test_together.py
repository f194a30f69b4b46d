"""All accounts in one picture: every claimed origin at once, of equal weight, with who says so and who says not."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
import shapely
from building import CaseTables, place, square
from leaks import search

from geomap.dataset import Account, all_accounts_id
from geomap.edition import Policy
from geomap.geodesy import geodesic
from geomap.pipeline import build_edition
from geomap.publishers.figure import render
from geomap.publishers.page.document import _stills
from geomap.publishers.page.payload import layer_payload
from geomap.publishers.registry import format_named
from geomap.publishers.texts import alt_line, alt_text
from geomap.scene.arrows import ways_apart

RANKING = re.compile(r"\b(likely|likelier|probabl|most|rank|best)", re.IGNORECASE)


@pytest.fixture
def compose_case(make_case):
    return lambda change=dispute, **options: build_edition(make_case(change), **options)


def add_account(case: CaseTables, account_id: str, **account):
    case.info["geomap"]["accounts"].append(
        {"id": account_id, "label": {"en": f"The {account_id}"}, "speaker": {"en": f"the {account_id}"}} | account
    )


def add_launch(case: CaseTables, account_id: str, place_id: str | None, *, said_on: str = "2020-05-08", **row):
    """Add an account that says from where, and leaves it to others to say what was struck."""
    add_account(case, account_id)
    claim = case.row("claims", "k1") | {
        "claim_id": f"launch-{account_id}",
        "claimant": f"The {account_id}",
        "origin": f"The {account_id}",
        "field": "launch_place_id",
        "value": place_id,
        "said_on": said_on,
        "words": f"it came from {place_id}",
    }
    case.add("claims", claim)
    group = {
        "trajectory_id": f"u-{account_id}",
        "event_id": "attack",
        "account": account_id,
        "group_n": None,
        "outcome": "unknown",
        "launch_place_id": place_id,
        "impact_place_id": None,
        "basis_claim_ids": f"launch-{account_id}",
    }
    case.add("trajectories", group | row)


def deny(case: CaseTables, claim_id: str, place_id: str, who: str, stance: str = "denies", words: str = "not ours"):
    case.add(
        "claims",
        case.row("claims", "k1")
        | {
            "claim_id": claim_id,
            "claimant": who,
            "origin": who,
            "field": "launch_place_id",
            "value": place_id,
            "stance": stance,
            "words": words,
            "said_on": "2020-05-09",
        },
    )


def dispute(case: CaseTables):
    """Two claimed origins: the army names the quarter in the east, a rival a hill in the north, denied by the army."""
    case.add("places", place("hill", 43.45, 33.42, geometry=square(43.45, 33.42, 1_000), outline_error_m=100))
    add_launch(case, "rival", "hill")
    deny(case, "no-hill", "hill", "The army")


def whole(edition):
    (found,) = [view for view in edition.scene.accounts if view.is_all]
    return found


def origins(edition):
    return {mark.place_id: mark for mark in edition.scene.marks() if mark.plate}


# --- when it is there, and what opens


def test_it_is_first_and_opens_where_the_case_names_no_account(compose_case):
    scene = compose_case().scene

    assert [view.account_id for view in scene.accounts] == ["all", "military", "rival"]
    assert scene.default_account == "all"
    assert "first said; no order by likelihood" in scene.accounts[0].note


def test_a_case_that_names_an_account_opens_with_it(compose_case):
    def change(case):
        dispute(case)
        case.geomap(default_account="rival")

    scene = compose_case(change).scene

    assert scene.default_account == "rival"
    assert scene.accounts[0].is_all


@pytest.mark.parametrize(
    ("launch", "number", "is_there"),
    [
        pytest.param("launch_quarter", 3, False, id="alike"),
        pytest.param("launch_quarter", 5, True, id="other-count"),
        pytest.param("plain", 3, True, id="other-area"),
        pytest.param("launch_quarter", None, False, id="no-number-is-no-difference"),
    ],
)
def test_it_is_there_where_accounts_differ_in_launch_area_or_count(compose_case, launch, number, is_there):
    edition = compose_case(lambda case: add_launch(case, "press", launch, group_n=number))

    assert any(view.is_all for view in edition.scene.accounts) is is_there
    assert edition.scene.default_account == ("all" if is_there else "military")


def test_its_id_is_free():
    accounts = [
        Account(account_id=i, label={}, short_label={}, speaker={}, speaker_full={}) for i in ("all", "all-accounts")
    ]

    assert all_accounts_id(accounts[:1]) == "all-accounts"
    assert all_accounts_id(accounts) == "all-accounts-accounts"


# --- order


def test_accounts_stand_in_the_order_in_which_they_were_first_said(compose_case):
    """A month alone may be its last day, so it stands behind every day of it."""

    def change(case):
        dispute(case)
        add_launch(case, "early", "plain", said_on="2020-05-01")
        add_launch(case, "month", "market", said_on="2020-05")

    scene = compose_case(change).scene

    assert [view.account_id for view in scene.accounts] == ["all", "early", "military", "rival", "month"]


def test_the_desk_may_set_the_order_and_the_card_says_so(compose_case):
    def change(case):
        dispute(case)
        case.map_toml = '[page]\naccounts = ["rival", "military"]\n'

    scene = compose_case(change).scene

    assert [view.account_id for view in scene.accounts] == ["all", "rival", "military"]
    assert "order set by the newsroom" in scene.accounts[0].note


# --- marks of equal weight


def test_every_origin_is_drawn_alike_with_who_says_so_and_who_says_not(compose_case):
    marks = origins(compose_case())

    assert list(marks) == ["launch_quarter", "hill"]
    assert {(m.tone, m.symbol, len(m.label)) for m in marks.values()} == {("area", "area", 2)}
    assert (marks["hill"].plate, marks["launch_quarter"].plate) == (("The rival",), ("The army",))
    assert marks["hill"].denials == ("The army: not ours",)
    assert marks["hill"].short_denials == ("The army",)
    assert marks["launch_quarter"].denials == ()


def test_an_origin_inside_another_keeps_its_own_mark(compose_case):
    """Who denies the wider area denies what lies in it, and is told with the wider name."""

    def change(case):
        dispute(case)
        add_launch(case, "press", "plain")
        deny(case, "no-plain", "plain", "The governor")

    marks = origins(compose_case(change))

    assert set(marks) == {"launch_quarter", "hill", "plain"}
    assert marks["plain"].denials == ("The governor: not ours",)
    assert marks["hill"].denials == ("The governor: not from Plain", "The army: not ours")


def test_a_denial_of_a_place_that_nobody_names_is_in_the_list(compose_case):
    def change(case):
        dispute(case)
        case.add("places", place("valley", 43.2, 33.5, geometry=square(43.2, 33.5, 1_000), outline_error_m=100))
        deny(case, "no-valley", "valley", "The mayor", words="its ground was not used")

    view = whole(compose_case(change))

    assert [(i.head, i.claim_ids) for i in view.not_on_map if "no-valley" in i.claim_ids] == [
        ("Denied as launch area", ("no-valley",))
    ]


def test_an_origin_without_a_place_and_who_names_none_are_in_the_list_and_counted(compose_case):
    def change(case):
        dispute(case)
        add_launch(case, "press", None, launch_wording="the far south")
        add_account(case, "quiet")
        more = {"trajectory_id": "q1", "account": "quiet", "launch_place_id": None, "basis_claim_ids": "k2"}
        case.add("trajectories", case.row("trajectories", "t1") | more)

    view = whole(compose_case(change))
    listed = {item.head: item.text for item in view.not_on_map}

    assert view.note.startswith("3 claimed origins")
    assert listed["The press"].startswith("The far south.")
    assert listed["The quiet"] == "no launch area named."
    assert any("the far south" in item.text for item in view.tray)


def test_what_several_accounts_say_was_struck_and_nobody_denies_is_said_so(compose_case):
    def change(case):
        dispute(case)
        case.set("trajectories", "u-rival", impact_place_id="impact_zone", outcome="ground_impact")

    (one,) = [m for m in compose_case().scene.marks() if m.is_gathered and m.role == "impact_area"]
    (both,) = [m for m in compose_case(change).scene.marks() if m.is_gathered and m.role == "impact_area"]

    assert one.label == ("Impact zone", "reported by the army")
    assert both.label == ("Impact zone", "struck: not in dispute")


def test_a_denial_of_what_was_struck_and_what_did_not_fall_are_told_as_such(compose_case):
    def change(case):
        dispute(case)
        case.set("trajectories", "t1", outcome="air_burst")
        zone = {"field": "impact_place_id", "value": "impact_zone", "words": "nothing came down there"}
        for number, (who, stance) in enumerate((("The mayor", "denies"), ("A bystander", "distances"))):
            said = {"claim_id": f"no-{number}", "claimant": who, "origin": who, "stance": stance}
            case.add("claims", case.row("claims", "k2") | zone | said)

    edition = compose_case(change)
    (zone,) = [m for m in edition.scene.marks() if m.is_gathered and m.place_id == "impact_zone"]
    told = [clause.text for clause in whole(edition).told]

    assert any(
        text.startswith("Impact zone: burst in the air, by the account of")
        and "the mayor rejects this" in text.casefold()
        and "a bystander keeps away from this" in text.casefold()
        for text in told
    ), told
    assert len(zone.denials) == 2
    assert "denied by the mayor" in zone.description.casefold()
    assert "a bystander distance" in zone.description.casefold()
    assert not any("not in dispute" in line for line in zone.label)


def test_an_origin_that_is_in_doubt_is_told_with_it(compose_case):
    def change(case):
        dispute(case)
        case.set("claims", "launch-rival", verification="retracted")

    edition = compose_case(change)
    told = [clause.text for clause in whole(edition).told]

    at = next(n for n, text in enumerate(told) if "from Hill" in text)
    assert told[at + 1] == "1 claim behind this was retracted."
    assert "retracted" in origins(edition)["hill"].description


def test_numbers_that_differ_stand_side_by_side_where_the_origin_is_one(compose_case):
    def change(case):
        more = {"group_n": 9, "outcome": "ground_impact", "impact_place_id": "impact_zone"}
        add_launch(case, "press", "launch_quarter", **more)

    (mark,) = [m for m in compose_case(change).scene.marks() if m.is_gathered and m.role == "impact_area"]

    assert mark.label == (
        "Impact zone",
        "struck: not in dispute",
        "2 rockets, the army said",
        "9 rockets, the press said",
    )


# --- arrows


def length_m(trunk):
    return float(geodesic(*trunk.start, *trunk.end)[0])


def test_arrows_are_all_or_none_and_of_one_length(compose_case):
    view = whole(compose_case())
    one, other = view.trunks

    assert length_m(one) == pytest.approx(length_m(other), rel=0.01)
    assert len(view.bands) == 2
    assert (one.bend, other.bend) == ((), ())


def test_one_origin_too_wide_for_a_direction_leaves_all_without(compose_case):
    def change(case):
        dispute(case)
        add_launch(case, "press", "plain")

    view = whole(compose_case(change))

    assert (view.trunks, view.bands) == ((), ())
    assert "No arrows" in view.tray[-1].text
    assert "trunk" not in {sign.key for sign in view.legend}


def test_beyond_500_km_an_arrow_follows_the_great_circle_and_the_legend_says_so(compose_case):
    def change(case):
        dispute(case)
        case.add("places", place("far", 53.0, 35.5, geometry=square(53.0, 35.5, 60_000), outline_error_m=2_000))
        case.add("places", place("mid", 47.5, 33.0, geometry=square(47.5, 33.0, 60_000), outline_error_m=2_000))
        case.set("trajectories", "u-rival", launch_place_id="far").set("claims", "launch-rival", value="far")
        case.set("trajectories", "t1", launch_place_id="mid").set("trajectories", "t2", launch_place_id="mid")
        case.set("claims", "k1", value="mid")

    view = whole(compose_case(change))
    straight, bent = sorted(view.trunks, key=lambda trunk: len(trunk.bend))
    legend = {sign.key: sign.text for sign in view.legend}

    assert (straight.launch_place_id, bent.launch_place_id) == ("mid", "far")
    assert bent.bend
    assert "straight up to 500 km" in legend["trunk"]
    steps = pairwise([bent.start, *bent.bend, bent.end])
    through_m = sum(float(geodesic(*start, *end)[0]) for start, end in steps)
    assert through_m == pytest.approx(length_m(bent), rel=1e-4), "each point lies on the shortest way"


def test_launch_areas_of_one_account_within_sixty_degrees_share_an_arrow(compose_case):
    def change(case):
        case.add("places", place("next", 43.54, 33.36, geometry=square(43.54, 33.36, 1_000), outline_error_m=100))
        case.add("trajectories", case.row("trajectories", "t1") | {"trajectory_id": "t3", "launch_place_id": "next"})

    (account,) = compose_case(change).scene.accounts

    assert [t.trajectory_ids for t in account.trunks] == [("t1", "t3")]
    assert ways_apart({"a": 0.0, "b": 61.0}) == [("a",), ("b",)]
    assert ways_apart({"a": 330.0, "b": 30.0}) == [("a", "b")]


# --- in words, and in every publisher


def test_it_is_told_a_sentence_an_origin_without_any_ranking(compose_case):
    edition = compose_case()
    text = alt_line(edition.scene, "all")

    assert "The army: from Launch quarter." in text
    assert "The rival: from Hill; the army rejects this." in text
    assert text.index("Launch quarter") < text.index("Hill")
    assert not RANKING.search(text.replace("no order by likelihood", ""))
    assert "All accounts:" in alt_text(edition.scene)
    said = " ".join(clause.text for clause in edition.scene.summary)
    assert "The army said the attack came from launch quarter" in said.replace("Launch", "launch")


def test_a_long_story_tells_the_first_origins_and_how_many_more_are_claimed(compose_case):
    def change(case):
        dispute(case)
        for n in range(30):
            add_launch(case, f"speaker{n:02}", None, launch_wording=f"a place with quite a long name, number {n}")

    edition = compose_case(change)
    text = " ".join(clause.text for clause in edition.scene.summary)

    assert len(text.split()) <= 120
    assert text.index("Launch quarter") < text.index("number 0")
    assert re.search(r"\d+ further launch areas are claimed\.", text)
    told = {c for clause in edition.scene.summary for c in clause.claim_ids}
    left = len(set(edition.scene.tables["claims"]["claim_id"]) - told)
    assert text.endswith(f" {left} further statements are in the table.")


def test_the_panel_says_who_says_so_who_says_not_and_how_far(compose_case):
    marks = origins(compose_case())
    hill, quarter = ([line.text for line in marks[p].panel.lines] for p in ("hill", "launch_quarter"))

    assert hill[0] == "Who says so"
    assert "Who says not" in hill
    assert any("km from Impact zone" in text for text in hill)
    assert "Who says not: nobody in the texts used here." in quarter


def test_the_figure_has_plates_boxes_and_one_fill_for_all_origins(compose_case):
    svg = render(compose_case().scene, account="all").decode("utf-8")

    assert svg.count('opacity="0.17"') >= 1
    assert "The rival" in svg
    assert "no order by likelihood" in svg
    assert "not ours" in svg


def test_the_page_carries_a_shape_once_for_all_pictures(compose_case):
    scene = compose_case().scene
    (layer,) = [layer for layer in scene.layers if layer.layer_id == "launch_areas"]
    column = layer_payload(scene, layer)["marks"]["geometry"]

    assert len(column["values"]) == 2
    assert len(column["at"]) == 4


def test_exports_hold_nothing_of_it(compose_case):
    from geomap.publishers.geojson import feature_collection

    held = json.dumps(feature_collection(compose_case()), default=str)

    assert '"all"' not in held


FARLAND = ("Farland", "فرلندا", "farland")


@pytest.mark.parametrize(
    ("lang", "min_precision_m", "known", "drawn"), [("en", 5000, "country", 3), ("ar", 0, "neighbourhood_area", 3)]
)
def test_a_withheld_launch_area_is_in_no_word_of_it(make_case, tmp_path, lang, min_precision_m, known, drawn):
    """Origins, plates, denials, cards, lists, panels and ids are made of what the gate lets through, whoever speaks."""

    def change(case):
        dispute(case)
        case.add("places", place("farland", 43.2, 33.5, geometry=square(43.2, 33.5, 9_000), outline_error_m=500))
        case.set("places", "farland", name="Farland", name_ar="فرلندا", location_class=known)
        add_launch(case, "farland_movement", "farland", group_n=10)
        words = {"words": "it was flown from Farland’s coast", "words_ar": "انطلقت من فرلندا", "quote": "from Farland"}
        case.set(
            "claims", "launch-farland_movement", claimant="The army of Farland", origin="The army of Farland", **words
        )
        add_launch(case, "coast", None, launch_wording="the Farland coast", wording="the Farland coast")
        case.set("claims", "launch-coast", value="the Farland coast", words="it came from the Farland coast")
        deny(case, "no-farland", "farland", "UN panel of experts on Farland", words="not from Farland")
        deny(case, "no-farland-2", "farland", "France", "distances", words="nothing showed Farland")
        accounts = case.info["geomap"]["accounts"]
        accounts[2] |= {"label": {"en": "The Farland movement", "ar": "حركة فرلندا"}, "speaker": {"en": "Farland"}}
        case.map_toml = '[[not_on_map]]\nhead = "Farland"\ntext = "More of Farland."\nclaims = ["no-farland"]\n'

    policy = Policy(redact=("farland",), min_precision_m=min_precision_m)
    edition = build_edition(make_case(change), policy=policy, lang=lang)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("html", "svg", "geojson", "table", "texts", "scene", "kml"):
        format_named(name).write(edition, out)

    leaks = search(out, FARLAND)

    assert whole(edition).origins == ()
    assert len(origins(edition)) == drawn, "it is drawn, more coarsely and without its name"
    assert not leaks, "\n".join(f"{leak.needle!r} in {leak.file}: {leak.around}" for leak in leaks[:12])


def test_every_mark_lies_in_the_opening_view(compose_case):
    edition = compose_case()
    frame = shapely.box(*whole(edition).view.bounds)

    assert all(frame.contains(shapely.geometry.shape(m.geometry)) for m in edition.scene.marks() if m.is_gathered)


def test_in_arabic_it_speaks_arabic(compose_case):
    view = whole(compose_case(lang="ar"))

    assert view.label == "كل الروايات"
    assert "بحسب الاحتمال" in view.note


# --- a page of many accounts


def test_pictures_for_paper_are_drawn_while_there_is_room_and_the_rest_is_told(compose_case):
    def change(case):
        dispute(case)
        for n in range(9):
            add_launch(case, f"speaker_{n}", None if n % 2 else "launch_quarter")

    edition = compose_case(change)
    pictures = _stills(edition.scene, edition.look)

    opens = [n for n, a in enumerate(edition.scene.accounts) if a.account_id == edition.scene.default_account]
    shown = {mark.account for mark in edition.scene.marks()}
    assert set(opens) <= set(pictures)
    assert all(edition.scene.accounts[n].account_id in shown for n in pictures)
    assert sum(len(picture.encode()) for picture in pictures.values()) <= 34_000
    assert any('<use href="#s' in picture for picture in pictures.values())
