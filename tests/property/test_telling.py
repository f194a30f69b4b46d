"""What is told says nothing that no row says: no other number, name or day, always a speaker, always the denial."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from building import DEFAULT_TABLES, CaseTables, place
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from trials import cases

from geomap.counts import Count
from geomap.edition import Edition, Policy, Scene
from geomap.errors import GeomapError
from geomap.pipeline import build_edition
from geomap.publishers import embed, geojson, table
from geomap.publishers.features import feature_tables
from geomap.publishers.texts import alt_line, alt_text
from geomap.scene import compose
from geomap.scene.disputes import denials_of
from geomap.scene.marks import mark_id_of
from geomap.scene.origins import accounts_in_order, claimed_origins
from geomap.scene.reading import MUNITION_KINDS, Reading
from geomap.scene.reading import words_of as words_for
from geomap.scene.summary import automatic_summary, words_max
from geomap.schema.parse import parse
from geomap.trajectories import trace

PLACES = ("launch_quarter", "impact_zone", "market", "far_land", "lost_hill")
"""Three that are drawn, one that is too coarse, one without a position."""
NAMES = {p: p.replace("_", " ").capitalize() for p in PLACES}
OUTCOMES = ("ground_impact", "air_burst", "intercepted", "fell_short", "destroyed_before_launch", "failed", "unknown")
SPEAKERS = ("The army", "A US official", "i24NEWS", "the militia")
WORDINGS = (None, "over the river", "Far land", "Lost hill", "Old mill")
NOUNS = "rockets|missiles|drones|mortar rounds|shells|bombs|projectiles|events|claims|entries"
NEVER = re.compile(
    rf"(?<![\d,])1 ({NOUNS})\b|\bNone\b|\bnan\b|<NA>|\.\.|\(\)|\[\]|«»|[{{}}]|: ?[.;]|, ?[.;,]|\s[.,;]|  "
)


@dataclass(frozen=True, kw_only=True)
class Group:
    account: int
    low: int | None
    high: int | None
    outcome: str
    launch: str | None
    impact: str | None
    wording: str | None
    verification: str | None = None


counts = st.one_of(
    st.just((None, None)),
    st.integers(1, 60).map(lambda n: (n, n)),
    st.integers(1, 30).map(lambda n: (n, None)),
    st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))),
)
groups = st.lists(
    st.builds(
        lambda account, count, outcome, launch, impact, wording, verification: Group(
            account=account,
            low=count[0],
            high=count[1],
            outcome=outcome,
            launch=launch,
            impact=impact,
            wording=wording,
            verification=verification,
        ),
        st.integers(0, 3),
        counts,
        st.sampled_from(OUTCOMES),
        st.none() | st.sampled_from(PLACES),
        st.none() | st.sampled_from(PLACES),
        st.sampled_from(WORDINGS),
        st.sampled_from([None, None, "unverified", "contradicted", "retracted"]),
    ),
    max_size=6,
)
denials = st.lists(
    st.tuples(
        st.sampled_from(["launch_place_id", "impact_place_id", "actor_attributed", "munitions"]),
        st.sampled_from([*PLACES, "Far land", "7", "the militia"]),
        st.sampled_from(["denies", "distances"]),
        st.sampled_from([None, "unverified"]),
    ),
    max_size=3,
)
kinds = st.sampled_from(sorted(MUNITION_KINDS))


@cache
def base(accounts: int, lang: str) -> Edition:
    """Return an edition with so many accounts, of which the tests change the rows behind the gate."""
    case = CaseTables()
    case.add("places", place("far_land", 46.0, 33.5, location_class="country"))
    case.add("places", place("lost_hill", None, None, location_class="unlocated"))
    (one,) = case.info["geomap"]["accounts"]
    case.info["geomap"]["accounts"] = [
        {**one, "id": f"a{n}", "label": {"en": SPEAKERS[n]}, "speaker": {"en": SPEAKERS[n]}}
        | ({"relation": {"kind": "same_origin", "to": "a0"}} if n else {})
        for n in range(accounts)
    ]
    case.tables["trajectories"] = []
    with TemporaryDirectory() as folder:
        return build_edition(case.write(Path(folder) / "case"), lang=lang)


def typed(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = {column: [row.get(column) for row in rows] for row in rows for column in row}
    text = pd.DataFrame({c: [None if v is None else str(v) for v in cells] for c, cells in columns.items()})
    parsed = parse(name, text, file=f"{name}.csv")
    assert not parsed.failures, parsed.failures
    return parsed.table


def edition_of(rows, denied=(), kind="rocket", accounts=4, lang="en") -> Edition:
    """Return an edition in which accounts tell these groups and other speakers deny; nothing is read from disk."""
    made, claims, groups_made = base(accounts, lang), [dict(c) for c in DEFAULT_TABLES["claims"]], []
    template = {**claims[0], "words": "so it was", "value": None}
    for n, row in enumerate(rows):
        speaker = SPEAKERS[row.account % accounts]
        own = {**template, "claimant": speaker, "origin": speaker, "verification": row.verification}
        basis = [{**own, "claim_id": f"g{n}o", "field": "outcome", "value": row.outcome}]
        for end, value in (("launch", row.launch), ("impact", row.impact)):
            if value is not None:
                basis.append({**own, "claim_id": f"g{n}{end[0]}", "field": f"{end}_place_id", "value": value})
        claims += basis
        is_exact = row.low == row.high
        groups_made.append(
            {
                "trajectory_id": f"g{n}",
                "event_id": "attack",
                "account": f"a{row.account % accounts}",
                "group_n": row.low if is_exact else None,
                "group_n_low": None if is_exact else row.low,
                "group_n_high": None if is_exact else row.high,
                "outcome": row.outcome,
                "launch_place_id": row.launch,
                "impact_place_id": row.impact,
                "wording": row.wording,
                "basis_claim_ids": "; ".join(claim["claim_id"] for claim in basis),
            }
        )
    claims += [
        {**template, "claim_id": f"d{n}", "field": field, "value": value, "stance": stance, "verification": doubt}
        | {"claimant": f"denier {'xyz'[n]}", "origin": f"denier {'xyz'[n]}", "words": "it was not so"}
        for n, (field, value, stance, doubt) in enumerate(denied)
    ]
    events = made.public.events.copy()
    is_main = events["event_id"] == "attack"
    events.loc[is_main, "kind"] = kind
    changed = {"claims": typed("claims", claims), "events": events}
    if groups_made:
        changed["trajectories"] = typed("trajectories", groups_made)
    public = replace(made.public, **changed)
    return compose(public, trace(public), lang=lang)


def texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_in(item)]
    return [text for item in value for text in texts_in(item)] if isinstance(value, list | tuple) else []


def words_of(scene: Scene) -> list[str]:
    """Return everything that a reader reads round and on the map, without ids."""
    made = [clause.text for clause in (*scene.summary, *scene.told)]
    for view in scene.accounts:
        made += [view.relation, *told_of(view), *(sign.text for sign in view.legend)]
        made += [text for token in view.tokens for text in (token.counted, token.beside, token.label, token.spoken)]
        made += [view.in_all, *view.signs_told]
        made += [text for trunk in view.trunks for text in (*trunk.label, *trunk.short_label)]
        made += [text for link in view.links for text in (link.text, *(line.text for line in link.panel.lines))]
    for mark in scene.marks():
        made += [*mark.label, *mark.short_label, mark.description]
        made += [line.text for line in mark.panel.lines] if mark.panel else []
    return [*made, *texts_in(scene.tables["events"]["notes"]), *alt_text(scene).splitlines()]


def numbers_in(text: str) -> set[int]:
    return {int(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*", text)}


def sums_of(rows) -> set[int]:
    """Return every number that groups, or what lies at one end of them, come to."""
    found: set[int] = set()
    for part in [
        rows,
        *([r] for r in rows),
        *([r for r in rows if r.launch == p] for p in {r.launch for r in rows}),
        *([r for r in rows if r.impact == p] for p in {r.impact for r in rows}),
        *([r for r in rows if (r.impact, r.outcome) == key] for key in {(r.impact, r.outcome) for r in rows}),
    ]:
        total = Count.total(Count(r.low, r.high) for r in part)
        found |= {n for n in (total.low, total.high) if n is not None}
    return found


def told_of(view) -> list[str]:
    return [
        *(clause.text for clause in view.told),
        *(f"{item.head}: {item.text}" for item in view.not_on_map),
        *(f"{item.text}." for item in view.tray),
    ]


DAYS = {6, 8, 2020}  # of the case, beside 24 of a speaker’s name and the number of claims that are doubted


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(groups, denials, kinds, st.integers(1, 4), st.sampled_from(["en", "ar"]))
@example(
    [Group(account=0, low=None, high=None, outcome="ground_impact", launch="far_land", impact="market", wording=None)],
    [],
    "drone",
    1,
    "en",
)
@example(
    [Group(account=0, low=9, high=None, outcome="intercepted", launch="launch_quarter", impact="market", wording=None)],
    [("launch_place_id", "launch_quarter", "denies", None)],
    "cruise_missile",
    1,
    "en",
)
def test_no_text_is_broken_and_no_number_or_name_is_new(rows, denied, kind, accounts, lang):
    edition = edition_of(rows, denied, kind, accounts, lang)
    scene = edition.scene

    every = [
        *texts_in(asdict(scene)),
        alt_text(scene),
        table.render(edition).decode("utf-8-sig"),
        str(geojson.render(edition), "utf-8"),
    ]
    for text in words_of(scene):
        assert not NEVER.search(text), text
    assert not [text for text in every if re.search(r"\bNone\b|<NA>|\bnan\b", text)]
    for view in scene.accounts:
        own = rows if view.is_all else [r for r in rows if f"a{r.account % accounts}" == view.account_id]
        allowed = sums_of(own) | DAYS | {1, 24} | set(range(len(own) * 3 + 1))
        for text in told_of(view):
            assert numbers_in(text) <= allowed, text
            assert text.rstrip().endswith((".", "؟")), text
        names = {NAMES.get(p, "") for r in own for p in (r.launch, r.impact)} | {r.wording for r in own}
        said = " ".join(told_of(view)[: len(view.told)])
        assert {name for name in (*NAMES.values(), "Old mill") if name in said} <= names
        marks = [m for m in scene.marks() if m.account == view.account_id]
        for mark in marks:
            assert set().union(*map(numbers_in, (*mark.label, mark.description))) <= allowed, mark.label
        by_id = {token.trajectory_id: token for token in view.tokens}
        for group in () if view.is_all else own:  # each account has its own
            token = by_id.pop(f"g{next(n for n, row in enumerate(rows) if row is group)}")
            assert token.count == Count(group.low, group.high)
            assert numbers_in(token.counted) == {n for n in (group.low, group.high) if n is not None}
        assert not by_id


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(groups, denials, kinds)
def test_what_is_denied_or_doubted_stands_with_it_everywhere(rows, denied, kind):
    edition = edition_of(rows, denied, kind)
    scene = edition.scene

    for view in scene.accounts:
        own = rows if view.is_all else [r for r in rows if f"a{r.account}" == view.account_id]
        told = " ".join(told_of(view) if view.is_all else (clause.text for clause in view.told))
        line = told if view.is_all else alt_line(scene, view.account_id)
        for n, (field, value, _, _) in enumerate(denied):
            end = field.partition("_")[0]
            is_told = field.endswith("place_id") and any(
                NAMES.get(getattr(r, end) or "", "") == NAMES.get(value, value) for r in own
            )
            if is_told:
                denier = f"denier {'xyz'[n]}"
                assert denier.lower() in told.lower()
                assert denier.lower() in line.lower()
                for mark in scene.marks():
                    if (mark.account, mark.role, mark.name) == (
                        view.account_id,
                        f"{end}_area",
                        NAMES.get(value, value),
                    ):
                        assert denier in " ".join((*mark.label, *mark.denials)).replace("Denier", "denier")
                        assert denier in mark.description.replace("Denier", "denier")
                        texts = [panel.text for panel in mark.panel.lines if panel.kind == "claim"]
                        assert any(denier in text for text in texts)
                        assert not any("go back" in p.text and denier in p.text for p in mark.panel.lines)
        for doubt, words in (("contradicted", "contradicted by another"), ("retracted", "retracted")):
            if any(r.verification == doubt for r in own):
                assert words in told
    deniers = {f"denier {'xyz'[n]}" for n in range(len(denied))}
    at = scene.tables["events"]["event_id"].index("attack")
    (event,) = [f for f in geojson.feature_collection(edition)["features"] if f["id"] == "event:attack"]
    events = feature_tables(edition)[0].table.set_index("event_id")
    for stance, column in (("denies", "denied_by"), ("distances", "distanced_by")):
        who = {f"denier {'xyz'[n]}" for n, (_, _, taken, _) in enumerate(denied) if taken == stance}
        assert set(scene.tables["events"][column][at]) == who
        assert set(filter(None, event["properties"].get(column, "").split("; "))) == who
        assert set(filter(None, str(events[column].fillna("")["attack"]).split("; "))) == who
    for denier in deniers:
        assert denier in table.render(edition).decode().lower()


ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,6}", fullmatch=True)


@given(
    st.tuples(st.sampled_from(["event", "impact_area"]), ids | st.just(""), ids),
    st.tuples(st.sampled_from(["event", "impact_area"]), ids | st.just(""), ids),
)
@example(("event", "", "old_town"), ("event", "", "old-town"))
@example(("event", "a", "b"), ("event", "", "a-b"))
def test_two_marks_never_have_one_id(one, two):
    assert (mark_id_of(*one) == mark_id_of(*two)) == (one == two)


def test_the_places_old_town_and_old_dash_town_open_their_own_panels(make_case):
    def change(case: CaseTables):
        case.add("places", place("old_town", 43.5, 33.4, name="One"), place("old-town", 43.6, 33.4, name="Other"))
        case.set("events", "arrest", place_id="old_town").set("events", "truce", place_id="old-town")

    marks = {m.mark_id: m.panel.title for m in build_edition(make_case(change)).scene.marks() if m.role == "event"}

    assert sorted(marks.values()) == ["One", "Other"]


def test_numbers_that_differ_stand_side_by_side_with_their_speakers(make_case):
    def change(case: CaseTables):
        case.set("claims", "k4", value="1", words="one person was killed")
        other = {**case.row("claims", "k4"), "claim_id": "k6", "value": "4", "words": "four people were killed"}
        case.add("claims", {**other, "claimant": "a hospital", "origin": "a hospital", "source_id": "daily"})

    text = alt_text(build_edition(make_case(change)).scene)

    assert (
        "Killed, by who says so: the army said one person was killed; a hospital said four people were killed." in text
    )
    assert "5 people" not in text
    assert "2.5" not in text


def test_who_did_it_is_told_with_who_denies_it_also_in_the_embed(make_case):
    def change(case: CaseTables):
        said = {**case.row("claims", "k4"), "field": "actor_attributed", "value": "the Y group", "verification": None}
        case.add("claims", said | {"claim_id": "r1", "words": "the Y group did it", "claimant": "A ministry"})
        denied = {"claim_id": "r2", "words": "it was not Y", "claimant": "Y", "origin": "Y", "stance": "denies"}
        case.add("claims", said | denied)

    edition = build_edition(make_case(change))

    assert "Who did it, by who says so: a ministry said the Y group did it; Y denied this: it was not Y." in alt_text(
        edition.scene
    )
    assert "A ministry blamed the Y group; Y rejects this." in embed.html(edition)


def test_a_withheld_place_is_not_in_the_words(make_case):
    edition = build_edition(make_case(), policy=Policy(redact=("impact_zone",)))

    text = alt_text(edition.scene)

    assert "Impact zone" not in text
    assert "2 rockets fell" in text


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_case_without_groups_and_a_catalogue_are_told_too(make_case, catalogue_edition, lang):
    def change(case: CaseTables):
        case.tables["trajectories"] = []
        case.without_accounts()

    edition = build_edition(make_case(change), lang=lang)
    text = alt_text(edition.scene)

    assert numbers_in(text) <= {3, 2, 1, 6, 8, 30, 2020}
    assert "{" not in text
    events = catalogue_edition.public.events
    told = " ".join(c.text for c in catalogue_edition.scene.accounts[0].told)
    assert f"{len(events)} events" in told
    assert "48 rocket attacks" in told
    assert (events["kind"] == "rocket").sum() == 48


# ---- the summary that no desk wrote --------------------------------------------------------------------------------

MORE = re.compile(r"(\d[\d,]*) further statements? (?:is|are) in the table\.$")


def tried(edition: Edition, lang: str) -> None:
    """Hold the automatic summary of an edition against what it promises."""
    public = edition.public
    reading = Reading(public=public, tracks=edition.tracks, words=words_for(public, lang))
    made = automatic_summary(reading)
    if public.info.main_event not in reading.events or public.withheld.rows:
        assert made == ()
        return
    text = " ".join(clause.text for clause in made)
    assert made
    assert len(text.split()) <= words_max(len(claimed_origins(reading, accounts_in_order(reading))))
    told = {c for clause in made for c in clause.claim_ids}
    for clause in made:
        assert clause.text.endswith((".", "!", "?", "…", "؟", ".”", ".»", '."', ".)")), clause.text
        assert not re.search(r"\bNone\b|<NA>|\bnan\b|\{[a-z_]+\}|  ", clause.text), clause.text
        assert clause.text[0] == clause.text[0].upper() or not clause.text.split()[0].islower()
    assert set(denials_of(reading, told)) <= told, "a claim without who denies it"
    left = len(reading.claims.keys() - told)
    if lang == "en":
        found = MORE.search(text)
        assert int(found[1].replace(",", "")) == left if found else not left


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(groups, denials, kinds, st.integers(1, 4), st.sampled_from(["en", "ar"]))
@example([], [], "other", 1, "en")
@example(
    [
        Group(
            account=0, low=1, high=1, outcome="ground_impact", launch="market", impact="launch_quarter", wording=None
        ),
        Group(account=1, low=1, high=1, outcome="failed", launch="impact_zone", impact=None, wording=None),
    ],
    [],
    "drone",
    2,
    "en",
)  # nothing flew from there, so no way from there to what another account says was struck was looked for
@example(
    [
        Group(
            account=n % 4, low=n, high=None, outcome="ground_impact", launch=PLACES[n % 3], impact="market", wording=w
        )
        for n, w in enumerate((None, "over the river", "Old mill", None, "Far land"), 1)
    ],
    [("launch_place_id", "market", "denies", None), ("munitions", "7", "denies", None)],
    "drone",
    4,
    "en",
)
def test_a_summary_of_what_accounts_tell_keeps_its_limits(rows, denied, kind, accounts, lang):
    tried(edition_of(rows, denied, kind, accounts, lang), lang)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(cases(), st.sampled_from(["en", "ar"]))
@example(CaseTables().set("events", "attack", date_start="2020-05", place_id=None), "en")
def test_a_summary_of_any_case_keeps_its_limits(case, lang):
    with TemporaryDirectory() as folder:
        try:
            edition = build_edition(case.write(Path(folder) / "case"), lang=lang)
        except GeomapError:
            return
    tried(edition, lang)
