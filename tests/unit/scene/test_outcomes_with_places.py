"""What was stopped, debris, and what never flew: each at its own place with its sign, or told where there is none."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest
from building import CaseTables, place
from leaks import search

from geomap.disclosure import disclose
from geomap.edition import Policy
from geomap.outcomes import STOPPED
from geomap.pipeline import build_edition, checked, export_bytes
from geomap.publishers import embed, figure, page
from geomap.publishers.page.payload import layer_payload
from geomap.publishers.signs import sign_middles
from geomap.publishers.texts import alt_line, alt_text

WORDS = {
    "debris": "pieces came down in the market",
    "intercepted_over": "three rockets were shot down over the market",
}


def with_place(case: CaseTables, reach_m: float, place_id: str = "wadi", **values) -> None:
    """Add a place far from the others that is known to so many metres."""
    own = {"name": "Wadi", "location_class": "town", "coord_uncertainty_m": reach_m, "extent_radius_m": 0}
    case.add("places", place(place_id, 45.6, 33.2, **own) | values)


def with_further(case: CaseTables, role: str, place_id: str = "market", claim_id: str = "k9", **values) -> None:
    claim = case.row("claims", "k2") | {"claim_id": claim_id, "about": "attack", "field": role, "value": place_id}
    case.add("claims", claim | {"words": WORDS[role], "value_low": None, "value_high": None} | values)
    case.add("event_places", {"event_id": "attack", "place_id": place_id, "role": role, "claim_id": claim_id})


def scene_of(make_case, change, **more):
    return build_edition(make_case(change), **more).scene


def told(view) -> str:
    return " ".join(clause.text for clause in view.told)


def marks_at(scene, place_id):
    return [m for m in scene.marks() if m.place_id == place_id and m.role != "context"]


@pytest.mark.parametrize(("role", "sign"), [("debris", "debris"), ("intercepted_over", "intercepted")])
def test_a_further_place_has_a_sign_a_speaker_and_a_legend_in_every_account_and_no_line(make_case, role, sign):
    plain = scene_of(make_case, lambda c: None)
    edition = build_edition(make_case(lambda c: with_further(c, role), "further"))
    scene, before = edition.scene, build_edition(make_case(name="plain")).accounting
    (mark,) = [m for m in scene.marks() if m.role == role]

    assert (mark.look, mark.signs, mark.account, mark.layer) == (sign, (sign,), "", "outcomes")
    assert mark.label[1].endswith("the army said")
    assert all(sign in [s.key for s in view.legend] for view in scene.accounts)
    assert not any(sign in [s.key for s in view.legend] for view in plain.accounts)
    assert [view.links for view in scene.accounts] == [view.links for view in plain.accounts]
    assert [view.tokens for view in scene.accounts] == [view.tokens for view in plain.accounts]
    assert edition.accounting == before


@pytest.mark.parametrize("role", ["debris", "intercepted_over"])
@pytest.mark.parametrize(("reach_m", "has_sign"), [(30_000, True), (30_001, False)])
def test_a_sign_stands_only_at_a_place_of_at_most_thirty_kilometres(make_case, role, reach_m, has_sign):
    def change(case: CaseTables):
        with_place(case, reach_m)
        with_further(case, role, "wadi")

    scene = scene_of(make_case, change)

    assert bool(marks_at(scene, "wadi")) == has_sign
    for view in scene.accounts:
        said = [item.text for item in view.tray if item.text.startswith("Wadi: ")]
        assert len(said) == (not has_sign)
        assert all("the army said (too wide an area for a sign)" in text for text in said)
        assert any(WORDS[role] in item.text for item in view.not_on_map) == (not has_sign)
    assert WORDS[role] in alt_text(scene)


@pytest.mark.parametrize("outcome", sorted(STOPPED))
@pytest.mark.parametrize(("reach_m", "has_sign"), [(30_000, True), (30_001, False)])
def test_a_group_that_was_stopped_has_its_sign_there_or_stands_in_the_tray_with_its_speaker(
    make_case, outcome, reach_m, has_sign
):
    def change(case: CaseTables):
        with_place(case, reach_m)
        case.set("trajectories", "t2", outcome=outcome, impact_place_id="wadi")

    edition = build_edition(make_case(change))
    view, track = edition.scene.accounts[0], edition.tracks.of("t2")
    marks = marks_at(edition.scene, "wadi")

    assert [m.signs for m in marks] == ([(outcome,)] if has_sign else [])
    assert (outcome in [s.key for s in view.legend]) == has_sign
    assert any("the place is known only as Wadi, the army said" in item.text for item in view.tray) != has_sign
    assert (track.corridor is not None, track.reason) == ((True, "") if has_sign else (False, "impact-listed"))
    assert edition.accounting.listed == (1 if has_sign else 2)


def test_all_outcomes_of_one_place_are_signs_side_by_side(make_case):
    def change(case: CaseTables):
        case.set("trajectories", "t2", outcome="intercepted", impact_place_id="impact_zone")
        with_further(case, "debris", "impact_zone")

    marks = [m for m in marks_at(scene_of(make_case, change), "impact_zone") if m.account in ("", "military")]
    group, debris = sorted(marks, key=lambda m: m.role, reverse=True)

    assert (group.look, group.signs) == ("impact_area", ("fell", "intercepted"))
    assert [right for _, right in sign_middles(group)] == [-10.5, 10.5]
    assert (debris.signs, debris.sign_slot) == (("debris",), 2)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("destroyed_before_launch", "destroyed before launch"), ("failed", "failed at launch")],
)
def test_what_never_flew_is_told_at_its_launch_area_with_no_way_and_no_impact(make_case, outcome, words):
    edition = build_edition(make_case(lambda c: c.set("trajectories", "t1", outcome=outcome)))
    view, track = edition.scene.accounts[0], edition.tracks.of("t1")
    launch = next(m for m in edition.scene.marks() if m.role == "launch_area" and m.account == view.account_id)
    count = next(token.counted for token in view.tokens if token.trajectory_id == "t1")

    assert (track.resolvable, track.reason, track.corridor) == (False, "no-flight", None)
    assert not [m for m in edition.scene.marks() if m.role == "impact_area" and "t1" in m.trajectory_ids]
    assert any(f"{count} rockets {words}, the army said" == line for line in launch.label)
    assert f"{words} in the area marked Launch quarter" in told(view)
    assert not view.trunks
    assert (view.tokens[0].is_drawn, view.tokens[0].is_stopped, view.tokens[0].label) == (
        True,
        True,
        f"Launch quarter, {words}",
    )
    assert f"{count} rockets were fired" not in told(view)


def test_what_never_flew_and_has_no_place_that_can_be_drawn_is_in_the_tray(make_case):
    def change(case: CaseTables):
        case.add("places", place("land", 44.0, 33.0, location_class="country", name="Landia"))
        case.set("trajectories", "t1", outcome="destroyed_before_launch", launch_place_id="land")

    view = scene_of(make_case, change).accounts[0]

    assert any(item.text.endswith("not on this map: destroyed before launch, in Landia") for item in view.tray)
    assert "Reported launch area, not drawn: Landia" not in [item.text for item in view.tray]


def test_a_denial_stands_beside_the_debris_and_once(make_case):
    def change(case: CaseTables):
        with_further(case, "debris")
        claim = case.row("claims", "k9") | {"claim_id": "k10", "stance": "denies", "claimant": "The mayor"}
        case.add("claims", claim | {"origin": "The mayor", "words": "nothing lay there"})

    scene = scene_of(make_case, change)
    (mark,) = [m for m in scene.marks() if m.role == "debris"]

    assert "denied by the mayor" in [line.lower() for line in mark.label]
    assert alt_text(scene).count("nothing lay there") == 1


def test_debris_whose_place_is_known_by_its_name_alone_is_told_with_its_speaker(make_case):
    def change(case: CaseTables):
        claim = case.row("claims", "k2") | {"claim_id": "k9", "about": "attack", "field": "debris", "value": "Jordan"}
        case.add("claims", claim | {"words": "pieces fell in several places"})

    view = scene_of(make_case, change).accounts[0]

    assert "Jordan: debris, the army said (no position is known for it)" in [item.text for item in view.tray]


def test_the_ship_that_was_hit_is_named_at_its_place_and_in_the_sentence(make_case):
    edition = build_edition(make_case(lambda c: c.set("trajectories", "t1", struck="True Confidence")))
    (mark,) = [m for m in edition.scene.marks() if "t1" in m.trajectory_ids and m.role == "impact_area"]
    features = json.loads(export_bytes(edition, "geojson")["events.geojson"])["features"]

    assert mark.label[1] == "True Confidence: somewhere in here"
    assert "hit True Confidence in the area marked Impact zone" in told(edition.scene.accounts[0])
    assert {f["properties"].get("struck") for f in features if f["id"].endswith(":t1")} == {"True Confidence"}


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A case with debris, an interception, and groups that fell short or never flew."""
    case = CaseTables()
    with_place(case, 4000)
    with_further(case, "debris")
    with_further(case, "intercepted_over", "wadi", "k10", value_low=3, value_high=3, unit="projectiles")
    case.set("trajectories", "t2", outcome="fell_short", impact_place_id="market")
    return build_edition(case.write(tmp_path_factory.mktemp("everything") / "case"))


def test_all_files_tell_the_same(everything, tmp_path):
    scene = everything.scene
    html = page.html(everything)
    svg = figure.render(scene).decode()
    kml = export_bytes(everything, "kml")["events.kml"].decode()
    features = json.loads(export_bytes(everything, "geojson")["events.geojson"])["features"]
    ids = {f["id"]: f["properties"] for f in features}

    for text in (html, alt_text(scene), alt_line(scene, scene.default_account), embed.html(everything)):
        assert WORDS["debris"] in text
        assert WORDS["intercepted_over"] in text
    assert {p["role"] for p in ids.values()} >= {"debris", "intercepted_over"}
    assert ids["debris::market"]["claim_ids"] == ["k9"]
    assert ids["intercepted_over::wadi"]["munitions"] == 3
    assert all(f"gm-sign-{sign}" in html for sign in ("debris", "intercepted", "fell_short"))
    assert svg.count("m-8.2 4.4l5.8-.4") == 2
    assert ">debris<" in kml
    assert ">interceptions<" in kml
    with sqlite3.connect(":memory:") as package:
        package.deserialize(export_bytes(everything, "gpkg")["events.gpkg"])
        styled = {name for (name,) in package.execute("SELECT f_table_name FROM layer_styles")}
    assert styled >= {"interceptions", "debris", "impact_areas"}
    for name, data in (("events.kml", kml.encode()), *export_bytes(everything, "geojson").items()):
        (tmp_path / name).write_bytes(data)
        findings = checked(tmp_path / name)[1]
        assert [f.code for f in findings if f.severity == "error"] == [], name
        assert findings.with_code("own-export"), name
    for name in ("docx", "pptx"):
        (tmp_path / name).mkdir()
        for file, data in export_bytes(everything, name).items():
            (tmp_path / name / file).write_bytes(data)
        assert search(tmp_path / name, [WORDS["debris"]]), name


def test_a_place_of_debris_is_withheld_coarsened_and_listed_like_any_other(make_case, tmp_path):
    def change(case: CaseTables):
        with_place(case, 300, location_class="exact", sensitivity="home", name="Villa Sundus")
        with_further(case, "debris", "wadi", words="pieces fell on Villa Sundus")

    folder = make_case(change)
    edition = build_edition(folder)
    wide = build_edition(folder, policy=Policy(min_precision_m=40_000))
    hidden = disclose(checked(folder)[0], Policy(redact=("market",)))

    (mark,) = [m for m in edition.scene.marks() if m.role == "debris"]
    assert mark.uncertainty_m >= 1000
    for name in ("geojson", "kml", "gpkg", "xlsx", "scene", "html", "svg", "texts"):
        out = tmp_path / name
        out.mkdir()
        for file, data in export_bytes(edition, name).items():
            (out / file).write_bytes(data)
        assert search(out, ["Villa Sundus"]) == [], name
    assert not [m for m in wide.scene.marks() if m.role == "debris"]
    assert any("debris" in item.text for item in wide.scene.accounts[0].tray)
    assert "market" not in set(hidden.places["place_id"])


def test_debris_at_places_beside_one_another_has_one_label_and_the_denied_one_its_own(make_case):
    def change(case):
        for n in range(4):
            with_place(case, 100, f"field{n}", name=f"Field {n}", longitude=45.6 + n / 1000)
            with_further(case, "debris", f"field{n}", f"k{90 + n}")
        denial = {"claim_id": "k99", "stance": "denies", "claimant": "The ministry", "words": "none fell there"}
        case.add("claims", case.row("claims", "k93") | denial)

    scene = scene_of(make_case, change)
    written = figure.render(scene).decode()

    assert re.search("Debris reported: Field 0, Field 1,? ?(<[^>]*>)*,? ?Field 2", written)
    assert ">Field 3<" in written
    assert ">Field 1<" not in written
    (layer,) = [layer_payload(scene, layer) for layer in scene.layers if layer.layer_id == "outcomes"]
    assert layer["words"]["together_debris"] == "Debris reported: {places}"
