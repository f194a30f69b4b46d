"""The tally: one rule for tokens and bars, decided before anybody draws; kinds, totals and what is said to ears."""

from __future__ import annotations

import json

import pytest
from building import CaseTables

from geomap.counts import UNKNOWN, Count
from geomap.pipeline import build_edition
from geomap.publishers import figure, geojson, page
from geomap.publishers.page.colour import contrast
from geomap.publishers.page.theme import default_colours
from geomap.scene.munitions import counted, number
from geomap.scene.tally import scale_of, sign_of
from geomap.words import words

MORE_THAN_12 = Count(13, None, words="more than 12")


def exactly(*numbers: int) -> list[Count]:
    return [Count.exactly(n) for n in numbers]


def drawn(count: Count, *beside: Count) -> tuple[str, int, int, bool, tuple[int, ...]]:
    sign = sign_of(count, scale_of([count, *beside]))
    return sign.form, sign.certain, sign.possible, sign.is_open, sign.cuts


# --- one rule for all numbers


@pytest.mark.parametrize(
    ("count", "sign"),
    [
        (Count.exactly(1), ("tokens", 1, 0, False, ())),
        (Count.exactly(12), ("tokens", 12, 0, False, ())),
        (Count(5, 7), ("tokens", 5, 2, False, ())),
        (Count(None, 3), ("tokens", 0, 3, False, ())),
        (Count(9, None), ("tokens", 9, 0, True, ())),
        (UNKNOWN, ("unknown", 0, 0, False, ())),
        (Count(words="several"), ("unknown", 0, 0, False, ())),
        (Count(0, None), ("unknown", 0, 0, False, ())),
        (Count.exactly(13), ("bar", 13, 0, False, (10,))),
        (Count.exactly(20), ("bar", 20, 0, False, (10,))),
        (MORE_THAN_12, ("bar", 12, 0, True, (10,))),
        (Count(5, 13), ("bar", 5, 8, False, (10,))),
        (Count(30, 40), ("bar", 30, 10, False, (10, 20, 30))),
        (Count(300, None), ("bar", 300, 0, True, tuple(range(10, 300, 10)))),
        (Count.exactly(400), ("bar", 400, 0, False, tuple(range(10, 400, 10)))),
        (Count.exactly(1000), ("bar", 1000, 0, False, tuple(range(100, 1000, 100)))),
    ],
    ids=str,
)
def test_a_number_is_drawn_as_it_was_told(count, sign):
    assert drawn(count) == sign


def test_one_group_above_twelve_makes_bars_of_all_on_one_scale():
    scale = scale_of(exactly(17, 5))

    assert (scale.is_bars, scale.most, scale.step) == (True, 17, 10)
    assert drawn(Count.exactly(5), Count.exactly(17)) == ("bar", 5, 0, False, ())
    assert drawn(UNKNOWN, Count.exactly(17))[0] == "unknown"


def test_blocks_stay_wide_enough_to_be_seen_whatever_the_number():
    assert [scale_of(exactly(n)).step for n in (13, 400, 401, 4000, 4001, 10**9)] == [10, 10, 100, 100, 1000, 10**8]


def test_more_than_a_number_is_told_with_that_number():
    en, ar = words("en"), words("ar")

    assert (number(en, MORE_THAN_12), counted(en, MORE_THAN_12, "drones")) == ("more than 12", "more than 12 drones")
    assert number(ar, Count(13, None, words="أكثر من ١٢")) == "أكثر من 12"
    assert number(en, Count(13, None, words="at least 13")) == "at least 13"
    assert number(en, Count(13, None, words="between 12 and more")) == "more than 12"
    assert number(en, Count(13, None, words="12 or 13 at least")) == "at least 13"


# --- accounts


def with_groups(case: CaseTables, *groups: dict[str, object]) -> None:
    """Put groups of the account in the place of its own, all of one claim on their number in all."""
    row = case.row("trajectories", "t2") | {"outcome": "unknown"}
    case.tables["trajectories"] = [row | {"trajectory_id": f"g{n}"} | group for n, group in enumerate(groups)]
    for group in case.tables["trajectories"]:
        if kind := group.get("kind"):  # its speaker gave the kind of this group
            said = {"claim_id": f"k_{kind}", "about": "attack", "field": "kind", "value": kind}
            case.add("claims", case.row("claims", "k1") | said)
            group["basis_claim_ids"] += f"; k_{kind}"
    case.set("events", "attack", munitions_low=None, munitions_high=None)


def scene_of(make_case, *groups, lang="en", change=lambda case: None):
    def changed(case: CaseTables) -> None:
        with_groups(case, *groups)
        change(case)

    return build_edition(make_case(changed, f"case-{lang}"), lang=lang).scene


FELL = {"outcome": "ground_impact", "impact_place_id": "impact_zone", "basis_claim_ids": "k1; k2"}
KINDS = ({"kind": "drone", "group_n": 18}, {"kind": "cruise_missile", "group_n": 7, **FELL})


def test_groups_of_several_kinds_stand_under_one_another_each_with_its_kind(make_case):
    (view,) = scene_of(make_case, *KINDS).accounts
    told = " ".join(clause.text for clause in view.told)

    assert [(t.beside, t.is_drawn) for t in view.tokens] == [("7 cruise missiles", True), ("18 drones", False)]
    assert view.has_kinds
    assert "18 drones and 7 cruise missiles were fired from the area marked Launch quarter" in told
    assert "18 drones are not on this map" in told or "18 are not on this map" in told
    assert "7 cruise missiles" in next(m.label[1] for m in scene_of(make_case, *KINDS).marks() if m.munitions.low == 7)
    assert view.trunks[0].label[0] == "18 drones and 7 cruise missiles fired, the army said"
    assert any("projectiles" in sign.text for sign in view.legend) is False
    assert view.signs_told[0] == "One scale for all bars: a block is 10 projectiles."


def test_the_kind_of_a_group_goes_on_to_other_tools(make_case):
    case = make_case(lambda c: with_groups(c, *KINDS, {"group_n": 2}))
    features = json.loads(geojson.render(build_edition(case)))["features"]

    told = {
        f["properties"]["trajectory_id"]: f["properties"].get("kind") for f in features if "group_n" in f["properties"]
    }
    assert told == {"g0": "drone", "g1": "cruise_missile", "g2": None}


def test_kinds_are_told_in_arabic_with_the_right_plural(make_case):
    (view,) = scene_of(make_case, *KINDS, lang="ar").accounts

    assert [t.beside for t in view.tokens] == ["7 صواريخ كروز", "18 طائرة مسيّرة"]


def test_a_group_without_a_kind_of_its_own_is_no_more_special_than_its_event(make_case):
    def change(case):
        case.set("events", "attack", kind="cruise_missile")
        for claim_id in ("k1", "k2", "k3"):
            case.set("claims", claim_id, words="they came from the quarter")

    (view,) = scene_of(make_case, {"group_n": 18}, {"group_n": 2}, change=change).accounts

    assert {t.noun for t in view.tokens} == {"missiles"}
    assert [t.beside for t in view.tokens] == ["18", "2"]


@pytest.mark.parametrize(
    ("who", "words", "noun"),
    [
        ("Army", "they fell", "cruise_missiles"),  # who gave the kind
        ("A resident", "drones and cruise missiles fell", "missiles"),  # who named missiles among them, perhaps no more
        ("A resident", "rockets fell", "projectiles"),
        ("A resident", "they fell", "projectiles"),
    ],
)
def test_the_kind_of_a_group_is_told_for_those_alone_who_named_it(make_case, who, words, noun):
    def change(case):
        own = case.row("claims", "k1")
        who_said = {} if who == "Army" else {"claimant": who, "origin": who}
        case.add("claims", own | {"claim_id": "k8", "field": "impact_place_id", "words": words} | who_said)

    group = {"kind": "cruise_missile", "group_n": 7, **FELL, "basis_claim_ids": "k8"}
    (view,) = scene_of(make_case, group, change=change).accounts

    assert [t.noun for t in view.tokens] == [noun]


def test_a_total_stands_only_if_somebody_said_one(make_case):
    groups = ({"group_n": 17, "basis_claim_ids": "k1; k9"}, {"group_n": 5, "basis_claim_ids": "k1; k9"})

    def told(low, high):
        said = {"claim_id": "k9", "field": "munitions", "value": "22", "value_low": low, "value_high": high}
        return lambda c: c.add("claims", c.row("claims", "k1") | {"about": "attack"} | said)

    assert scene_of(make_case, *groups, change=told(22, 22)).accounts[0].in_all == "22 rockets in all"
    assert scene_of(make_case, *groups, change=told(20, None)).accounts[0].in_all == "At least 20 rockets in all"
    without = ({"group_n": 17}, {"group_n": 5})
    assert scene_of(make_case, *without).accounts[0].in_all == ""


def test_signs_that_are_in_use_are_explained_and_no_others(make_case):
    def notes(*groups):
        return " ".join(scene_of(make_case, *groups).tally.notes)

    assert notes({"group_n": 4}, {"group_n": 3, **FELL}) == ""
    assert notes(
        {"group_n": None, "outcome": "intercepted"}, {"group_n_low": 5, "group_n_high": 7, "group_n": None}
    ) == ("Outlined: within the range that was told. n?: number not reported.")
    assert notes({"group_n": 17, **FELL}) == "One scale for all bars: a block is 10 rockets."
    assert notes({"group_n": 17}, {"group_n": None, "group_n_low": 9}) == (
        "One scale for all bars: a block is 10 rockets. Arrow end: or more. Dashed: not on this map."
    )


def test_ears_are_told_number_kind_place_and_what_is_not_on_the_map(make_case):
    (view,) = scene_of(
        make_case, {"group_n": 17}, {"group_n": 1, **FELL}, {"group_n": None, "outcome": "intercepted"}
    ).accounts

    assert [t.spoken for t in view.tokens] == [
        "1 rocket: Impact zone.",
        "17 rockets, not on this map: fired from Launch quarter.",
        "An unreported number of rockets, not on this map: intercepted.",
    ]


def test_the_page_says_to_ears_what_the_signs_show_to_eyes(make_case):
    scene = scene_of(make_case, {"group_n": 17}, {"group_n": None, **FELL})
    edition = build_edition(make_case(lambda c: with_groups(c, {"group_n": 17}, {"group_n": None, **FELL}), "again"))
    html = page.html(edition)

    for token in scene.accounts[0].tokens:
        assert f'<span class="gm-hidden"><bdi>{token.spoken}</bdi> </span>' in html
    assert html.count('class="gm-pip is-unknown"') == 1
    assert html.count('<svg class="gm-bar is-missing"') == 2, "in the switch and in the tray"


def test_a_figure_draws_its_tally_once_and_only_bars(make_case):
    few = scene_of(make_case, {"group_n": 4, **FELL}, {"group_n": 3})
    many = scene_of(make_case, {"group_n": 40, **FELL}, {"group_n": 20})
    ids = {name: figure.render(scene, size="page").decode() for name, scene in (("few", few), ("many", many))}

    assert "One scale for all bars" in ids["many"]
    assert "One scale for all bars" not in ids["few"]
    assert ids["many"].count('stroke-dasharray="3 2"') == 1
    assert ids["few"].count('stroke-dasharray="3 2"') == 3, "tokens in the tray"


@pytest.mark.parametrize("is_dark", [False, True])
def test_signs_stand_out_from_their_ground(is_dark):
    colours = default_colours(is_dark=is_dark)
    paper, ink, impact = colours["panel"], colours["ink"], colours["impact"]
    tint = "#" + "".join(
        f"{round(int(paper[i : i + 2], 16) * 0.85 + int(impact[i : i + 2], 16) * 0.15):02x}" for i in (1, 3, 5)
    )

    assert contrast(ink, tint) >= 4.5
    assert contrast(impact, paper) >= 3
    assert contrast(colours["impact_edge"], tint) >= 3
    assert contrast(colours["soft_ink"], paper) >= 4.5
