"""Of a number that is contested all sides are told or none, and a sentence names the claims that it says, no others."""

from __future__ import annotations

import pytest
from building import CaseTables
from making import row, write_sheet

from geomap.making.cases import Beginning, fill_case, new_case
from geomap.pipeline import build_edition
from geomap.publishers import table
from geomap.publishers.texts import alt_text
from geomap.scene.otherwise import contested, is_told_in

ARMY, GROUP, DOCTORS = "the army", "the group", "the doctors’ committee"
SIDES = [
    row("killed", "0", "nobody was killed", whom="all", who_said=ARMY),
    row("killed", "at least 3", "at least three soldiers were killed", whom="security", who_said=GROUP),
    row("killed", "9", "nine civilians were killed", whom="civilian", who_said=DOCTORS, verification="unverified"),
    row("wounded", "14-20", "some twenty were hurt", whom="civilian", who_said=DOCTORS, verification="unverified"),
    row("cause of harm", "interception", "debris hurt most of them", who_said=DOCTORS, verification="unverified"),
]
ROWS = [row("kind", "drone", who_said=ARMY), row("munitions", "11", "eleven were launched", who_said=ARMY), *SIDES]


def lead(edition) -> str:
    return " ".join(clause.text for clause in edition.scene.summary)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Read only."""
    folder = tmp_path_factory.mktemp("sides")
    new_case(folder / "case", Beginning(title="T"), write_sheet(folder / "s.csv", ROWS))
    return build_edition(folder / "case")


def test_a_summary_tells_the_lowest_and_the_highest_number_of_dead_each_with_its_speaker_and_doubt(edition):
    assert ("Numbers of dead differ, from 0 (the army) to 9 (civilians, the doctors’ committee, unverified).") in lead(
        edition
    )


def test_a_summary_names_the_claims_that_it_says_and_counts_the_others(edition):
    told = {c for clause in edition.scene.summary for c in clause.claim_ids}
    claims = edition.scene.tables["claims"]["claim_id"]

    assert told < set(claims)
    assert lead(edition).endswith(f"{len(set(claims) - told)} further statements are in the table.")


def test_the_notes_name_everybody_who_speaks_of_dead_wounded_and_cause(edition):
    events = edition.scene.tables["events"]
    notes = "; ".join(events["notes"][0])

    assert events["killed"] == ["claimed, not settled"]
    for side in SIDES:
        (part,) = [p for p in notes.split(";") if side["words"] in p]
        assert side["who said"] in part.casefold()
        assert ("unverified" in part) == ("verification" in side)
    assert "at least 0" not in table.render(edition).decode()


@pytest.mark.parametrize(
    ("summary", "added"),
    [
        ("A resident spoke of rockets.", ["nobody was killed", "two people were killed"]),
        ("The army said nobody was killed.", ["two people were killed"]),
        ("The army said three were wounded. A resident counted two.", ["nobody was killed", "two people were killed"]),
        ("The army denied that anyone died; a resident spoke of two dead.", ["nobody was killed"]),
    ],
)
def test_a_lead_that_a_desk_wrote_gets_the_sides_that_it_leaves_out(make_case, summary, added):
    def change(case: CaseTables):
        case.set("events", "attack", summary=summary, killed_low=0, killed_high=0)
        case.set("claims", "k4", value="0", value_low=0, value_high=0, words="nobody was killed")
        other = {"claim_id": "k9", "value": "2", "value_low": 2, "value_high": 2, "words": "two people were killed"}
        other |= {"claimant": "A resident", "origin": "A resident", "verification": "unverified"}
        case.add("claims", case.row("claims", "k4") | other)

    clauses = build_edition(make_case(change)).scene.summary

    assert [w for w in ("nobody was killed", "two people were killed") for c in clauses[1:] if w in c.text] == added
    for clause in clauses[1:]:
        assert len(clause.claim_ids) == 1
        assert clause.claim_ids[0] not in clauses[0].claim_ids


def test_after_a_denial_the_speaker_of_an_account_is_named_again(make_case):
    def change(case: CaseTables):
        denial = {"claim_id": "k8", "stance": "denies", "claimant": "the group", "origin": "the group"}
        case.add("claims", case.row("claims", "k1") | denial | {"words": "it holds no quarter"})

    dataset = make_case(change)
    english, arabic = (build_edition(dataset, lang=lang).scene.accounts[0].told for lang in ("en", "ar"))

    for told, again in ((english, "By the account of the army, "), (arabic, "وفي رواية the army")):
        at = next(n for n, clause in enumerate(told) if "it holds no quarter" in clause.text)
        assert told[at + 1].text.startswith(again)
    assert alt_text(build_edition(dataset).scene).count("By the same account") == 1


def test_an_arabic_page_says_in_arabic_who_denies_and_what_is_unverified_of_claims_in_english(make_case):
    def change(case: CaseTables):
        denial = {"claim_id": "k8", "stance": "denies", "claimant": "the group", "words": "it holds no quarter"}
        case.add("claims", case.row("claims", "k1") | denial)
        other = {"claim_id": "k9", "value": "6", "value_low": 6, "value_high": 6, "words": "six were killed"}
        case.add("claims", case.row("claims", "k4") | other | {"verification": "unverified", "claimant": "a doctor"})
        case.set("claims", "k4", value_low=1, value_high=1)

    text = alt_text(build_edition(make_case(change), lang="ar").scene)
    cells = build_edition(make_case(change, name="b"), lang="ar").scene.tables["events"]

    assert "وينفي ذلك the group: it holds no quarter." in text
    assert "a doctor: six were killed (لم يُتحقق منها)" in text
    for english in (" said ", "denied", "(unverified)"):
        assert english not in text
        assert english not in "; ".join(note for notes in cells["notes"] for note in notes)


def claim(claim_id, number, group="all", **cells):
    high = None if str(number).startswith("at least") else number
    low = int(str(number).rpartition(" ")[2])
    row = {"claim_id": claim_id, "about": "e", "field": "killed", "value": str(number), "value_low": low}
    return row | {"value_high": high, "group": group, "stance": "asserts", "verification": None} | cells


@pytest.mark.parametrize(
    ("claims", "is_contested"),
    [
        ([claim("a", 2), claim("b", 2)], False),
        ([claim("a", 2), claim("b", 3)], True),
        ([claim("a", 0), claim("b", "at least 3")], True),
        ([claim("a", 2, verification="unverified")], True),
        ([claim("a", 5, "civilian"), claim("b", 2, "security")], False),
        ([claim("a", 0), claim("b", 3, "security")], True),
        ([claim("a", 5), claim("b", 3, "security")], False),
        ([claim("a", 2), claim("b", 9, verification="retracted")], False),
        ([claim("a", 2), claim("b", 9, stance="speculates")], False),
        ([claim("a", 2), claim("b", 0, value="several", value_low=None, value_high=None)], False),
    ],
)
def test_a_number_is_contested_where_speakers_differ_or_one_is_in_doubt(claims, is_contested):
    assert bool(contested(claims, {"e": {}})) == is_contested


def test_a_number_is_told_only_with_its_speaker_and_its_matter_in_one_sentence():
    wounded = claim("a", 3, field="wounded", words="three soldiers were hurt badly", claimant="The army")

    assert is_told_in(wounded, "The army counted three wounded.")
    assert not is_told_in(wounded, "The army said three were killed. Two were wounded.")
    assert not is_told_in(wounded, "A doctor counted three wounded. The army said nothing.")


def test_a_title_that_was_made_of_the_kind_follows_it_when_an_update_is_asked_for(tmp_path):
    case = tmp_path / "case"
    rows = [row("kind", "drone"), row("date", "2026-03-12"), row("munitions", "11")]
    more = [*rows, row("kind", "ballistic missile", "two missiles were fired, too")]
    new_case(case, Beginning(), write_sheet(tmp_path / "s.csv", rows))
    sheet = write_sheet(tmp_path / "t.csv", more)

    told = {c.column: (c.old, c.new) for c in fill_case(case, sheet).changes}
    before = build_edition(case)
    fill_case(case, sheet, update=True)
    after = build_edition(case)

    assert told["kind"] == ("drone", "unknown_projectile")
    assert told["title"][1] == "Drone attack and ballistic missile attack, 12 March 2026"
    assert before.scene.title == "Drone attack, 12 March 2026"
    assert after.scene.title == told["title"][1]
    assert after.scene.tables["events"]["title"] == [after.scene.title]
    for edition in (before, after):  # words for one kind are false of the other, whatever the cell says
        assert "drones" not in alt_text(edition.scene).replace("Drone", "")
    assert not fill_case(case, sheet).changes
