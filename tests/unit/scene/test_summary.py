"""A summary that no desk wrote: what happened, who says so, what is disputed, what is left to the table."""

from __future__ import annotations

import pytest
from building import CaseTables, place
from making import row, write_sheet

from geomap.making.cases import Beginning, new_case
from geomap.pipeline import build_edition
from geomap.publishers.texts import alt_text
from geomap.scene.letters import introduced, is_of_many, placed

SPOKESMAN, MINISTRY, OFFICIAL = "Houthi military spokesman", "Saudi defence ministry", "senior US official (CBS)"
ROWS = [
    row("kind", "drone", who_said=MINISTRY),
    row("date", "2019-09-14", who_said=MINISTRY),
    row("impact area", "Riyadh", who_said=MINISTRY, how_many="18"),
    row("impact area", "Dammam", who_said=SPOKESMAN, how_many="10"),
    row("launch area", "Yemen", who_said=SPOKESMAN),
    row("launch area", "Yemen", "it could not be", who_said=MINISTRY, stance="denies"),
    row("launch area", "Iran", who_said=OFFICIAL),
    row("killed", "0", whom="all", who_said="Al Arabiya correspondent"),
    row("claimed by", "Houthis", who_said=SPOKESMAN),
    row("attributed to", "Iran", who_said="US Secretary of State"),
    row("attributed to", "Iran", "it was baseless", who_said="Iranian foreign ministry", stance="denies"),
    row("context", "", "the fires were put out", who_said=MINISTRY),
]


def said(edition) -> str:
    return " ".join(clause.text for clause in edition.scene.summary)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """Read only."""
    folder = tmp_path_factory.mktemp("summary")
    new_case(folder / "case", Beginning(), write_sheet(folder / "s.csv", ROWS))
    return folder / "case"


@pytest.fixture(scope="module")
def edition(case):
    """Read only."""
    return build_edition(case)


def test_it_leads_with_what_happened_where_and_when_and_goes_on_with_who_says_so(edition):
    assert [clause.text for clause in edition.scene.summary] == [
        "Drones reportedly struck Riyadh and Dammam, Saudi Arabia, on 14 September 2019.",
        "The Houthi military spokesman said the attack came from Yemen; the Saudi defence ministry rejects this.",
        "A senior US official (CBS) said the attack came from Iran.",
        "An Al Arabiya correspondent said nobody was killed.",
        "The Houthi military spokesman claimed the attack for the Houthis (unverified).",
        "3 further statements are in the table.",
    ]


def test_the_kicker_is_country_and_day_and_the_title_says_on_what(edition, case):
    assert edition.scene.kicker == "Saudi Arabia · 14 September 2019"
    assert edition.scene.title == "Drone attack on Riyadh and Dammam, 14 September 2019"
    arabic = build_edition(case, lang="ar").scene
    assert arabic.kicker.startswith("المملكة العربية السعودية · 14 ")
    assert arabic.title.startswith("هجوم بطائرات مسيّرة ")
    assert arabic.summary[0].text.startswith("أفادت تقارير بسقوط طائرات مسيّرة على ")


def test_every_statement_is_told_or_counted_and_a_denial_stands_with_what_it_denies(edition):
    claims = edition.scene.tables["claims"]
    stances = dict(zip(claims["claim_id"], claims["stance"], strict=True))

    for clause in edition.scene.summary:
        if any(stances[c] == "denies" for c in clause.claim_ids):
            assert any(stances[c] == "says" for c in clause.claim_ids)
            assert "reject" in clause.text


def test_denials_stand_in_the_table_directly_behind_what_they_deny(edition):
    claims = edition.scene.tables["claims"]
    rows = list(zip(claims["field"], claims["value"], claims["stance"], strict=True))

    for n, (field, value, stance) in enumerate(rows):
        if stance == "denies":
            before = [r for r in rows[:n] if r[2] != "denies"][-1]
            assert (before[0].partition("_")[0], before[1]) == (field.partition("_")[0], value)
    chapters = ["date_start", "launch_place_id", "kind", "impact_place_id", "killed", "actor", "context"]
    found = [f if not f.startswith("actor") else "actor" for f, _, _ in rows]
    assert list(dict.fromkeys(found)) == chapters


def test_a_denied_number_stands_behind_the_claim_whose_range_holds_it(make_case):
    def change(case: CaseTables):
        case.set("claims", "k4", value="2-4", value_low=2, value_high=4)
        other = {"claim_id": "k9", "value": "9", "value_low": 9, "value_high": 9, "claimant": "a doctor"}
        denial = {"claim_id": "k7", "value": "3", "value_low": 3, "value_high": 3, "stance": "denies"}
        case.add("claims", case.row("claims", "k4") | other, case.row("claims", "k4") | denial)

    order = build_edition(make_case(change)).scene.tables["claims"]["claim_id"]

    assert order[order.index("k4") + 1] == "k7"


def test_a_summary_of_a_desk_or_of_an_event_wins(make_case):
    def change(case: CaseTables):
        case.set("events", "attack", summary="The army said so.")

    assert said(build_edition(make_case(change))).startswith("The army said so.")


def test_a_kicker_names_a_sea_and_nothing_that_is_withheld(make_case):
    def at_sea(case: CaseTables):
        sea = place("impact_zone", 45.0, 12.5, name="Gulf of Aden", location_class="sea_air", country=None)
        case.tables["places"] = [r for r in case.tables["places"] if r["place_id"] != "impact_zone"]
        case.add("places", sea)

    scene = build_edition(make_case(at_sea)).scene

    assert scene.kicker == "Gulf of Aden · 6 May 2020"
    assert "struck the Gulf" not in said(build_edition(make_case(at_sea, name="b")))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Governor of Erbil", "the governor of Erbil"),
        ("Prime minister of Iraq", "the prime minister of Iraq"),
        ("Security Service of Ukraine", "the Security Service of Ukraine"),
        ("Russia's Ministry of Defence", "Russia's Ministry of Defence"),
        ("i24NEWS", "i24NEWS"),
        ("two US officials", "two US officials"),
        ("Al Arabiya correspondent", "an Al Arabiya correspondent"),
    ],
)
def test_who_speaks_has_an_article_where_a_description_needs_one(name, told):
    assert introduced(name) == told


def test_several_reject_and_a_country_rejects():
    assert is_of_many("UN experts")
    assert not is_of_many("United States")
    assert placed("Strait of Hormuz") == "the Strait of Hormuz"


def test_alt_text_has_a_stop_after_the_title_and_tells_the_origins_in_their_order(edition):
    title, accounts = alt_text(edition.scene).splitlines()[:2]

    assert title == "Drone attack on Riyadh and Dammam, 14 September 2019."
    assert accounts.startswith(
        "All accounts: The Houthi military spokesman: from Yemen; the Saudi defence ministry rejects this."
    )
