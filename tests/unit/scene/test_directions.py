"""An origin told as a direction alone: drawn open at its far end, told as such, and located nowhere."""

from __future__ import annotations

import json
import re

import pytest
import shapely
from building import CaseTables, place, square

from geomap.edition import Policy
from geomap.geodesy import geodesic
from geomap.pipeline import build_edition
from geomap.publishers.figure import render
from geomap.publishers.page.payload import layer_payload
from geomap.publishers.registry import format_named
from geomap.publishers.texts import alt_line, alt_text
from geomap.sayings import Sign

UN = "from the east or south-east"


def told(case: CaseTables, words: str = "from the north", **group):
    """Let a ministry say a direction and nothing more; it names what was struck only if the group does."""
    speaker = {"label": {"en": "The ministry"}, "speaker": {"en": "the ministry"}}
    case.info["geomap"]["accounts"].append({"id": "ministry", **speaker})
    claim = {"claim_id": "north", "claimant": "The ministry", "origin": "The ministry", "value": words}
    case.add("claims", case.row("claims", "k1") | claim | {"words": f"it came {words}", "said_on": "2020-05-08"})
    row = {
        "trajectory_id": "u1",
        "event_id": "attack",
        "account": "ministry",
        "outcome": "unknown",
        "launch_place_id": None,
        "impact_place_id": None,
        "basis_claim_ids": "north",
        "launch_wording": words,
    }
    case.add("trajectories", row | group)


def abroad(case: CaseTables):
    """Experts of the United Nations say one direction out of two, and what was struck lies in another country."""
    case.add("places", place("mast", 46.2, 29.4, geometry=square(46.2, 29.4, 2_000), outline_error_m=200, country="SA"))
    told(case, UN, impact_place_id="mast", outcome="ground_impact")


@pytest.fixture
def compose_case(make_case):
    return lambda change=told, **options: build_edition(make_case(change), **options)


def directions(edition):
    return {mark.account: mark for mark in edition.scene.marks() if mark.edge == "open"}


def view_of(edition, account):
    (found,) = [view for view in edition.scene.accounts if view.account_id == account]
    return found


def test_it_is_drawn_among_all_accounts_and_in_its_own_alone(compose_case):
    edition = compose_case()
    marks = directions(edition)

    assert set(marks) == {"all", "ministry"}
    assert marks["all"].plate == ("The ministry",)
    assert marks["all"].label == ("“From the north”", "no distance given: open at its far end")
    legend = Sign(key="claimed_open", text="A direction without a distance: open at its far end")
    assert [legend in view.legend for view in edition.scene.accounts] == [True, False, True]


def test_it_starts_clear_of_what_nobody_disputes_where_its_speaker_names_nothing_struck(compose_case):
    mark = directions(compose_case())["all"]
    corners = shapely.get_coordinates(shapely.geometry.shape(mark.geometry))
    distance_m, bearing = geodesic(*([v] * len(corners) for v in mark.anchor), *corners.T)

    assert mark.anchor == pytest.approx((43.43, 33.31), abs=0.001)
    assert distance_m.min() > 1_000
    assert (((bearing[distance_m > 200_000] + 46) % 360) < 92).all()
    assert distance_m.max() > 800_000


def test_one_impact_in_another_country_and_two_words(compose_case):
    edition = compose_case(abroad)
    mark = directions(edition)["ministry"]

    assert mark.anchor == pytest.approx((46.2, 29.4), abs=0.001)
    assert "from 45° to 180°, clockwise from north, seen from Mast" in mark.description
    west, _, _, north = shapely.geometry.shape(mark.geometry).bounds
    assert west > 46.1
    assert north > 33


def test_the_list_the_panel_and_the_text_say_how_it_was_drawn_and_that_it_is_not_located(compose_case):
    edition = compose_case()
    drawn = "45° to either side of north (315° to 45°) from Impact zone; no distance was given: open at its far end"

    for account in ("all", "ministry"):
        texts = [item.text for item in view_of(edition, account).not_on_map]
        assert f"“from the north”. Not located: drawn as a direction, {drawn}." in texts
        assert not any("from the north" in item.text for item in view_of(edition, account).tray)
        assert "from the north" in alt_line(edition.scene, account)
    panel = [line.text for line in directions(edition)["all"].panel.lines]
    assert f"{drawn}." in panel
    assert (
        "Nobody drew these sides but us. The launch is not located: it has no area, no distance and no arrow." in panel
    )
    assert "The ministry: “from the north”, a direction without a distance" in alt_text(edition.scene)
    assert [origin.edge for origin in view_of(edition, "ministry").origins] == ["open"]


def test_no_band_and_no_arrow_stand_beside_it(compose_case):
    view = view_of(compose_case(), "all")

    assert (view.bands, view.trunks) == ((), ())
    assert "No arrows" in view.tray[-1].text


def test_exports_hold_no_geometry_of_it_and_it_is_counted_as_not_located(compose_case, make_case, tmp_path):
    edition, other = compose_case(), build_edition(make_case(lambda case: told(case, "from an unknown place"), "other"))
    found = []
    for number, made in enumerate((edition, other)):
        out = tmp_path / f"out-{number}"
        out.mkdir()
        for name in ("geojson", "kml"):
            format_named(name).write(made, out)
        features = json.loads((out / "events.geojson").read_text("utf-8"))["features"]
        shapes = [json.dumps(f["geometry"]) for f in features]
        found.append((sorted(shapes), (out / "events.kml").read_text("utf-8").count("<coordinates>")))

    assert directions(edition)
    assert not directions(other)
    assert found[0] == found[1]
    assert edition.accounting == other.accounting


def test_a_coarser_impact_is_what_it_starts_at_and_a_withheld_one_leaves_its_words_alone(compose_case):
    coarse = directions(compose_case(policy=Policy(min_precision_m=20_000)))["all"]
    reach_m = geodesic(*coarse.anchor, *coarse.sides[0]["coordinates"][0])[0]

    assert reach_m > 20_000

    def listed(case: CaseTables):
        told(case)
        case.set("places", "impact_zone", location_class="unlocated", geometry=None, longitude=None, latitude=None)

    edition = compose_case(listed)
    assert not directions(edition)
    assert any("from the north" in item.text for item in view_of(edition, "ministry").tray)


def test_it_starts_at_the_district_of_an_impact_whose_place_is_withheld(compose_case):
    """The gate puts what stands in for its name into the words, too."""
    policy = Policy(redact=("impact_zone",))

    for words in ("from the north", "north of Impact zone"):
        edition = compose_case(lambda case, words=words: told(case, words), policy=policy)
        mark = directions(edition)["all"]

        (district,) = {m.anchor for m in edition.scene.marks() if m.role == "impact_area"}
        assert mark.anchor == pytest.approx(district, abs=0.01)
        assert geodesic(*mark.anchor, *mark.sides[0]["coordinates"][0])[0] > 15_000
        assert "Impact zone" not in f"{mark}"


@pytest.mark.parametrize(
    "words", ["from the north or south", "north of the river", "[withheld]", "from the north of [withheld]"]
)
def test_words_that_are_no_single_direction_from_there_stay_in_the_tray(compose_case, words):
    edition = compose_case(lambda case: told(case, words))

    assert not directions(edition)
    assert any(words in item.text for item in view_of(edition, "all").tray)


def test_of_impacts_too_far_apart_no_direction_is_seen(compose_case):
    def change(case):
        case.add("places", place("far", 52.0, 33.3, geometry=square(52.0, 33.3, 2_000), outline_error_m=200))
        told(case, impact_place_id="far", outcome="ground_impact")
        more = {"trajectory_id": "u2", "impact_place_id": "impact_zone"}
        case.add("trajectories", case.row("trajectories", "u1") | more)

    assert not directions(compose_case(change))


def test_north_of_one_of_the_places_struck_starts_there(compose_case):
    def change(case):
        abroad(case)
        case.set("trajectories", "u1", launch_wording="north of Mast")
        more = {"trajectory_id": "u2", "impact_place_id": "impact_zone"}
        case.add("trajectories", case.row("trajectories", "u1") | more)

    assert directions(compose_case(change))["ministry"].anchor == pytest.approx((46.2, 29.4), abs=0.001)


def test_a_case_of_one_account_shows_it_too(compose_case):
    def change(case):
        for row in case.tables["trajectories"]:
            row |= {"launch_place_id": None, "launch_wording": "from the north-west"}

    assert set(directions(compose_case(change))) == {"military"}


def test_page_and_figure_draw_two_dashed_sides_and_a_tint_that_fades(compose_case):
    edition = compose_case()
    (layer,) = [found for found in edition.scene.layers if found.layer_id == "launch_areas"]
    marks = layer_payload(edition.scene, layer)["marks"]
    svg = render(edition.scene, account="all").decode()

    assert any(marks["fades_at"])
    fading = re.search(r'<radialGradient id="([^"]+)".+?</radialGradient>', svg, re.DOTALL)
    assert re.findall(r'offset="([^"]+)"', fading[0]) == ["0.55", "1"]
    assert f'fill="url(#{fading[1]})"' in svg
    assert "A direction without a distance: open at its far end" in svg


def test_in_arabic_it_is_told_in_arabic(compose_case):
    edition = compose_case(lambda case: told(case, "من الشمال"), lang="ar")
    mark = directions(edition)["all"]

    assert mark.label == ("«من الشمال»", "لم تُذكر مسافة: مفتوح من طرفه البعيد")
    assert "45° إلى كل من جانبي الشمال (من 315° إلى 45°)" in mark.description


def test_the_summary_says_from_once(compose_case):
    text = " ".join(clause.text for clause in compose_case().scene.summary)

    assert "from “the north”" in text or "“from the north”" in text
    assert "from “from" not in text


def test_across_180_degrees_its_sides_and_its_fading_run_on(compose_case):
    def change(case):
        ship = place("ship", 179.95, -18.0, geometry=square(179.95, -18.0, 1_000), outline_error_m=100, country="FJ")
        case.add("places", ship)
        told(case, "from the east", impact_place_id="ship", outcome="ground_impact")

    mark = directions(compose_case(change))["ministry"]

    assert mark.anchor[0] < 180 < mark.fades_at[0]
    assert all(179 < lon < 190 for side in mark.sides for lon, _ in side["coordinates"])
