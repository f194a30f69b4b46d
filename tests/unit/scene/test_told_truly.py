"""Numbers, launch areas, outcomes and denials: what is told is what the rows say."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import CaseTables, place

from geomap.counts import Count
from geomap.pipeline import build_edition
from geomap.publishers import embed, figure, page
from geomap.publishers.document import word
from geomap.publishers.page.payload import links_payload
from geomap.publishers.texts import alt_line, alt_text
from geomap.readers import ReadOptions

LINKED = (
    "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets\n"
    "a,2024-04-13,Isfahan,32.65,51.67,Nevatim,31.21,35.01,ballistic missile,5\n"
)


@pytest.fixture
def view_of(make_case):
    return lambda change: build_edition(make_case(change)).scene.accounts[0]


def told(view) -> str:
    return " ".join(clause.text for clause in view.told)


def test_a_number_that_is_not_reported_is_told_as_that_everywhere(view_of):
    view = view_of(lambda c: c.set("trajectories", "t2", group_n=None))

    assert "rockets were fired from the area marked Launch quarter; how many from there is not reported" in told(view)
    assert [item.text for item in view.tray] == [
        "An unreported number of rockets are not on this map: burst in the air, place not given"
    ]
    assert [token.counted for token in view.tokens] == ["2", "number not reported"]
    assert view.trunks[0].label == ("Schematic arrow: not a flight path",)


def test_a_number_that_is_told_in_words_alone_stands_in_those_words(make_case):
    def change(case: CaseTables):
        case.set("trajectories", "t2", group_n=None, group_n_words="several", group_n_words_ar="عدة")
        case.set("trajectories", "t1", group_n=None, group_n_words="about 20")

    dataset = make_case(change)
    view = build_edition(dataset).scene.accounts[0]
    arabic = build_edition(dataset, lang="ar").scene.accounts[0]

    assert view.tray[0].text.startswith("Rockets (how many: “several”) are not on this map")
    assert [token.counted for token in view.tokens] == ["“about 20”", "“several”"]
    assert "rockets (how many: “about 20”) fell in the area marked" in told(view)
    assert "rockets were fired from the area marked Launch quarter; how many from there is not reported" in told(
        view
    )  # of both together nobody said anything
    assert [token.counted for token in arabic.tokens] == ["«about 20»", "«عدة»"]


def test_the_words_of_a_launch_that_has_no_place_are_told(view_of):
    """The words of each end stand in a column of their own, as a filled in sheet writes them."""

    def change(case: CaseTables):
        case.set("claims", "k1", field="context", value="")
        for row in ("t1", "t2"):
            case.set("trajectories", row, launch_place_id=None, launch_wording="the far bank")
        case.set("trajectories", "t2", wording="a burst over the river")

    view = view_of(change)

    assert "The army said 3 rockets were fired from the far bank; that area is not on the map." in told(view)
    assert view.tray[0].text == "1 of 3 is not on this map: a burst over the river, place not given"
    assert ("Reported launch area", "The far bank. No position is known for it.") in [
        (item.head, item.text) for item in view.not_on_map
    ]


def test_an_open_number_is_told_as_at_least(view_of):
    def change(case: CaseTables):
        case.set("trajectories", "t2", group_n=None, group_n_low=9).set("events", "attack", munitions_high=None)

    view = view_of(change)

    assert "The army said 2 and at least 9 rockets were fired" in told(view), "nobody added them up"
    assert view.tray[0].text.startswith("At least 9 rockets are not on this map")  # nobody said eleven
    assert view.tray[0].count == Count(9, None)


def test_a_part_of_those_that_were_fired_is_no_number_fired_from_a_place(view_of):
    """57 were shot down, of 82: nobody said that 57 came from the launch area, and none of it is on the arrow."""
    change = {"value": "82", "value_low": 82, "value_high": 82}

    short = view_of(lambda c: c.set("claims", "k3", **change))
    whole = view_of(lambda c: c.set("claims", "k3", **change).set("trajectories", "t2", group_n=80))

    assert "rockets were fired from the area marked Launch quarter; how many from there is not reported" in told(short)
    assert short.trunks[0].label == ("Schematic arrow: not a flight path",)
    assert "The army said 82 rockets were fired from the area marked Launch quarter" in told(whole)


def test_a_launch_told_apart_from_the_groups_is_no_further_group(view_of):
    """What fell and burst is all three of three; the launch is told of without a number, as the army said it."""

    def change(case: CaseTables):
        for row in ("t1", "t2"):
            case.set("trajectories", row, launch_place_id=None, basis_claim_ids="k2; k3")
        alone = {"trajectory_id": "t9", "launch_place_id": "launch_quarter", "outcome": "unknown", "group_n": None}
        nothing = {"impact_place_id": None, "wording": None, "basis_claim_ids": "k1; k3"}
        case.add("trajectories", case.row("trajectories", "t1") | alone | nothing)

    view = view_of(change)

    assert "The army said rockets were fired from the area marked Launch quarter; how many from there is not" in told(
        view
    )
    assert "1 of 3 is not on this map: burst in the air" in told(view)
    assert "an unreported number" not in told(view)
    assert [token.counted for token in view.tokens] == ["2", "1"]
    alone = "Rockets fired from Launch quarter: what became of them is not told apart from the others"
    assert alone in [item.text for item in view.tray]
    assert ("Reported launch area", f"{alone}.") in [(item.head, item.text) for item in view.not_on_map]


def test_what_is_not_on_the_map_is_told_in_one_sentence_and_once(view_of):
    def change(case: CaseTables):
        case.set("trajectories", "t2", group_n=None)
        for name, n in (("t3", None), ("t4", 5)):
            case.add("trajectories", case.row("trajectories", "t2") | {"trajectory_id": name, "group_n": n})

    text = told(view_of(change))

    assert text.count("By the same account") == 2
    assert text.count("an unreported number of rockets are not on this map") == 1
    assert "; 5 rockets are not on this map: burst in the air, place not given." in text


def test_the_name_of_a_launch_area_is_never_where_rockets_fell(view_of):
    """The launch had no place when its words were written; it has one now, too coarse to be drawn."""

    def change(case: CaseTables):
        case.add("places", place("far_land", None, None, location_class="country"))
        case.set("claims", "k1", value="far_land")
        for row in ("t1", "t2"):
            case.set("trajectories", row, launch_place_id="far_land", wording="Far land")

    view = view_of(change)

    assert view.tray[0].text == "1 of 3 is not on this map: burst in the air, place not given"
    assert view.tokens[1].label == "burst in the air"
    assert "The army said 3 rockets were fired from Far land; that area is not on the map." in told(view)
    assert view.tray[1].text == "Reported launch area, not drawn: Far land"
    assert ("Reported launch area", "Far land. It is not known exactly enough to be drawn.") in [
        (item.head, item.text) for item in view.not_on_map
    ]


def test_a_place_that_is_given_and_cannot_be_drawn_is_not_called_not_given(view_of):
    def change(case: CaseTables):
        case.add("places", place("lost_hill", None, None, location_class="unlocated"))
        case.set("trajectories", "t2", impact_place_id="lost_hill")
        case.add("claims", case.row("claims", "k2") | {"claim_id": "k9", "value": "lost_hill"})
        case.set("trajectories", "t2", basis_claim_ids="k1; k9")

    assert "burst in the air; no position is known for its place, Lost hill" in view_of(change).tray[0].text


def test_a_group_that_was_intercepted_over_a_place_did_not_fall_there(make_case):
    def change(case: CaseTables):
        case.set("trajectories", "t2", outcome="intercepted", impact_place_id="market", basis_claim_ids="k1; k9")
        case.add("claims", case.row("claims", "k2") | {"claim_id": "k9", "value": "market"})

    scene = build_edition(make_case(change)).scene
    (mark,) = [m for m in scene.marks() if m.place_id == "market" and m.account]

    assert (mark.is_stopped, mark.look, mark.outcomes) == (True, "intercepted", ("intercepted",))
    assert mark.label[1] == "1 of 3 rockets intercepted, the army said"
    assert "1 rocket was intercepted over the area marked Market" in told(scene.accounts[0])
    assert (scene.accounts[0].tokens[1].label, scene.accounts[0].tokens[1].is_stopped) == ("Market, intercepted", True)
    assert "intercepted" in [sign.key for sign in scene.accounts[0].legend]
    assert not [line.text for line in mark.panel.lines if "fallen anywhere" in line.text]
    assert mark.panel.kicker.startswith("Area of reported interception or failure")


def test_a_denial_stands_beside_what_it_denies_and_is_no_origin_of_it(make_case):
    def change(case: CaseTables):
        denied = {"claim_id": "k9", "stance": "denies", "claimant": "A ministry", "origin": "a ministry"}
        case.add("claims", case.row("claims", "k1") | denied | {"words": "nothing came from there"})

    edition = build_edition(make_case(change))
    scene, view = edition.scene, edition.scene.accounts[0]
    (mark,) = [m for m in scene.marks() if m.role == "launch_area"]
    sentence = "A ministry denied this: nothing came from there."

    assert f"from the area marked Launch quarter. {sentence}" in told(view)
    assert sentence in alt_line(scene, view.account_id)
    assert mark.label[-1] == mark.short_label[-1] == "denied by a ministry"
    assert mark.claim_ids == ("k1", "k9")
    assert [line.text for line in mark.panel.lines if line.kind == "claim"][1].endswith("Denies it.")
    assert not [line.text for line in mark.panel.lines if "origins" in line.text]
    order = scene.tables["claims"]["claim_id"]
    assert order.index("k9") == order.index("k1") + 1
    assert "from Launch quarter; a ministry rejects this." in embed.html(edition)
    assert (
        "A ministry denied: nothing came from there."
        in scene.tables["events"]["notes"][scene.tables["events"]["event_id"].index("attack")]
    )


def test_claims_stand_in_the_order_of_the_story(make_case):
    assert build_edition(make_case()).scene.tables["claims"]["claim_id"] == ["k5", "k1", "k3", "k2", "k4"]


def test_an_account_without_anything_missing_has_no_box_and_no_heading(make_case):
    def change(case: CaseTables):
        (one,) = case.info["geomap"]["accounts"]
        case.info["geomap"]["accounts"].append(one | {"id": "press", "label": {"en": "The Daily"}})
        case.add("trajectories", case.row("trajectories", "t1") | {"trajectory_id": "u1", "account": "press"})
        case.tables["events"] = [case.row("events", "attack"), case.row("events", "arrest")]

    edition = build_edition(make_case(change))
    html = page.html(edition)

    trays = {view.account_id: bool(view.tray) for view in edition.scene.accounts}
    assert trays == {"all": False, "military": True, "press": False}
    for part in ("gm-tray", "gm-missing"):
        inside = html.split(f'class="{"gm-over " if part == "gm-tray" else ""}{part}"')[1].split("</section>")[0]
        assert inside.split("gm-stills")[0].count('data-account="press"') == 0
    assert word.render(edition)


def test_speakers_and_days_read_well_inside_a_sentence(make_case):
    def change(case: CaseTables):
        case.set("claims", "k4", claimant="A US official")
        case.set("events", "attack", date_start=None)

    text = alt_text(build_edition(make_case(change)).scene)

    assert "Killed: a US official said one person was killed." in text
    assert "date not reported" not in text
    assert ": The army said 3 rockets" in text


@pytest.mark.parametrize(
    ("publisher", "inside"),
    [("A US defence official", "a US defence official"), ("The Daily", "The Daily"), ("A Tarde", "A Tarde")],
)
def test_a_text_that_a_speaker_gave_out_makes_no_outlet_of_the_speaker(make_case, publisher, inside):
    """A sheet without "who relayed" has the speaker as the publisher, too."""

    def change(case: CaseTables):
        case.set("claims", "k4", claimant=publisher)
        case.set("sources", "daily", publisher=publisher, kind="news")

    assert f"Killed: {inside} said" in alt_text(build_edition(make_case(change)).scene)


def test_an_alt_attribute_is_made_of_sentences(make_case):
    scene = build_edition(make_case()).scene

    assert alt_line(scene, "military").startswith("A made-up case. The army: Reported for 6 May 2020.")


def test_an_arabic_page_counts_the_texts_without_arabic_and_turns_their_paragraphs(make_case):
    edition = build_edition(make_case(), lang="ar")

    assert any("لا عربية لها" in line for line in edition.scene.accounting)
    assert '<td dir="ltr">' in page.html(edition)
    assert "لا عربية لها" not in " ".join(build_edition(make_case()).scene.accounting)


def test_a_link_of_a_table_is_known_at_both_of_its_ends(tmp_path):
    (tmp_path / "linked.csv").write_text(LINKED, "utf-8")

    scene = build_edition(tmp_path / "linked.csv").scene
    ends = {mark.role: mark.trajectory_ids for mark in scene.marks()}

    (link,) = scene.accounts[0].links
    assert ends == {"impact_area": (link.trajectory_id,), "launch_area": (link.trajectory_id,)}
    assert [(sign.key, sign.text) for sign in scene.accounts[0].legend if sign.key in ("impact_area", "link")] == [
        ("impact_area", "Where missiles were reported to fall: anywhere inside"),
        ("link", "Thin line: joins the two areas of one report. Not a flight path"),
    ]
    assert links_payload(scene)["title"] == "Links between areas"
    assert not scene.accounts[0].tray


def test_an_end_that_is_worked_out_is_never_called_reported(tmp_path):
    (tmp_path / "ends.csv").write_text(
        "id,date,launch_place,launch_lat,launch_lon,bearing,distance_km,weapon,rockets\n"
        "a,2024-04-13,Isfahan,32.65,51.67,NW,90,rocket,5\n",
        "utf-8",
    )

    scene = build_edition(tmp_path / "ends.csv", options=ReadOptions(derived_ends=True)).scene
    (mark,) = [m for m in scene.marks() if m.role == "impact_area"]

    assert (mark.is_worked_out, mark.look, mark.edge) == (True, "worked_out", "dashed")
    assert mark.label[-1] == "worked out, not reported"
    assert mark.panel.kicker.startswith("Worked-out area, not reported")
    assert "are worked out from a bearing and a distance; no report names them" in told(scene.accounts[0])
    assert "were reported in" not in told(scene.accounts[0])


def test_the_signs_of_a_table_say_what_is_drawn(tmp_path):
    (tmp_path / "mixed.csv").write_text(
        "id,date,place,lat,lon,type,location_class\n"
        "1,2024-03-01,Bristol,51.45,-2.58,airstrike,city\n"
        "2,2024-03-01,Bath,51.38,-2.36,arrest,city\n"
        "3,2024-03-02,Bath,51.38,-2.36,airstrike,city\n",
        "utf-8",
    )

    (view,) = build_edition(tmp_path / "mixed.csv").scene.accounts
    texts = [sign.text for sign in view.legend]

    assert "Where attacks were reported, and no event of another kind: anywhere inside" in texts
    assert "Where events of other or several kinds were reported: anywhere inside" in texts
    assert not [text for text in texts if "rocket" in text or "side of the city" in text]


def test_the_whole_of_a_part_is_told_only_where_somebody_said_it(view_of):
    """The army said three; of a sum that nobody gave, each part stands alone."""
    said = view_of(lambda case: case.set("claims", "k3", value_low=3, value_high=3))
    summed = view_of(lambda case: case.set("claims", "k3", value="8", value_low=8, value_high=8))

    assert said.tray[0].text.startswith("1 of 3 is not on this map")
    assert summed.tray[0].text.startswith("1 rocket is not on this map")
    assert summed.not_on_map[0].head == "1 rocket"


def test_a_launch_of_120_stays_120_where_four_of_them_are_told_of_again(view_of):
    view = view_of(lambda case: case.set("claims", "k1", value_low=120, value_high=120))

    assert "The army said 120 rockets were fired from the area marked Launch quarter" in told(view)


def test_links_of_a_table_count_their_own_event_alone(tmp_path):
    file = tmp_path / "two.csv"
    file.write_text(f"{LINKED}b,2024-04-13,Isfahan,32.65,51.67,Ramon,30.77,34.67,ballistic missile,2-4\n")

    view = build_edition(file).scene.accounts[0]

    assert [link.panel.lines[0].text for link in view.links] == ["5 missiles.", "2 to 4 missiles."]


def test_a_launch_area_that_is_not_drawn_stands_in_the_picture_of_a_table(tmp_path):
    file = tmp_path / "sea.csv"
    header = LINKED.partition("\n")[0]
    file.write_text(f"{header}\nb,2024-03-01,Sea of Nowhere,,,Hokkaido waters,41.0,138.0,ballistic missile,1\n")

    view = build_edition(file).scene.accounts[0]

    assert [item.text for item in view.tray] == ["1 reported launch area is not drawn; it is listed below"]


def test_a_province_that_nobody_knows_is_known_as_a_province(tmp_path):
    file = tmp_path / "anbar.csv"
    file.write_text("id,date,place,type,location_class\n1,2024-03-01,Anbar,airstrike,province\n")

    view = build_edition(file).scene.accounts[0]

    assert [item.text for item in view.not_on_map] == ["air strike. Its place is known only as Anbar."]


def test_an_event_whose_place_is_named_is_not_said_to_have_none(make_case):
    def change(case: CaseTables):
        case.set("events", "truce", place_wording="Old fort").set("events", "truce", title="Truce")

    (view,) = build_edition(make_case(change)).scene.accounts

    assert "Truce. No position is known for its place, Old fort." in [item.text for item in view.not_on_map]


def test_a_denial_that_the_summary_holds_is_not_told_again_and_one_that_stands_apart_says_what_it_is(make_case):
    def change(case: CaseTables):
        denied = {"claim_id": "k9", "stance": "denies", "claimant": "A ministry", "origin": "a ministry"}
        case.add("claims", case.row("claims", "k1") | denied | {"words": "nothing came from there"})
        more = {"claim_id": "k8", "claimant": "B. C., spokesman of D", "words": "D fired nothing"}
        case.add("claims", case.row("claims", "k1") | denied | more | {"verification": "unverified"})
        case.set("events", "attack", summary="A ministry said nothing came from there.")

    text = " ".join(clause.text for clause in build_edition(make_case(change)).scene.summary)

    assert text == (
        "A ministry said nothing came from there. B. C., spokesman of D, denied: D fired nothing (unverified)."
    )


def test_a_label_begins_with_a_capital_and_stands_small_inside_a_sentence(make_case):
    def change(case: CaseTables):
        case.info["geomap"]["accounts"][0] |= {"label": {"en": "residents of a village"}}

    edition = build_edition(make_case(change))
    (view,) = edition.scene.accounts

    assert (view.label, view.label_inside) == ("Residents of a village", "residents of a village")
    assert "Drawn from the account of residents of a village" in figure.edition_svg(edition).decode()


def test_a_rest_of_one_kind_is_named(tmp_path):
    kinds = ("drone", "drone", "air strike", "missile", "guided bomb", "ballistic missile")
    rows = [f"2024-04-{n + 1:02d},{kind},Odesa,46.48,30.72\n" for n, kind in enumerate(kinds)]
    (tmp_path / "five.csv").write_text("date,type,place,latitude,longitude\n" + "".join(rows), "utf-8")

    text = alt_text(build_edition(tmp_path / "five.csv").scene)

    assert "1 missile attack" in text
    assert "of another kind" not in text


def test_events_without_a_kind_of_geomaps_are_told_once_and_last(tmp_path):
    kinds = ("X-1", "X-2", "drone", "air strike")
    rows = [f"2024-04-{n + 1:02d},{kind},Odesa,46.48,30.72\n" for n, kind in enumerate(kinds)]
    head = "date,type,place,latitude,longitude\n"
    (tmp_path / "four.csv").write_text(head + "".join(rows), "utf-8")
    (tmp_path / "one.csv").write_text(head + rows[2], "utf-8")

    assert "They are 1 air strike, 1 drone attack and 2 of other kinds." in alt_text(
        build_edition(tmp_path / "four.csv").scene
    )
    assert "It was reported in the area marked Odesa (1 event)." in alt_text(build_edition(tmp_path / "one.csv").scene)


def test_a_soft_edge_is_explained_in_the_colour_of_what_has_one():
    (view,) = build_edition(Path("tests/data/formats/ucdp-ged.csv")).scene.accounts

    assert [sign.key for sign in view.legend] == ["event", "dashed", "soft_plain"]


def test_an_outlet_is_counted_once_whatever_its_sources_call_it(make_case):
    def change(case: CaseTables):
        case.without_accounts()
        case.set("sources", "army", publisher="Daily", publisher_ar="اليومية").set(
            "sources", "daily", publisher="Daily"
        )
        for event in ("attack", "arrest", "truce"):
            case.set("events", event, source_ids="army; daily")

    (view,) = build_edition(make_case(change), lang="ar").scene.accounts

    assert view.told[0].text.endswith("بحسب اليومية.")


def test_an_account_of_which_nothing_is_drawn_has_no_empty_legend(make_case):
    def change(case: CaseTables):
        for row in ("t1", "t2"):
            case.set("trajectories", row, launch_place_id=None, impact_place_id=None)
        for event in ("attack", "arrest", "truce"):
            case.set("events", event, place_id=None)

    edition = build_edition(make_case(change))

    assert edition.scene.accounts[0].legend == ()
    assert '<div data-account="military">\n<ul></ul>' not in page.html(edition)


def test_how_many_fell_does_not_stand_under_a_heading_of_how_many_were_fired(make_case):
    def change(case: CaseTables):
        case.set("claims", "k3", words="three drones fell in the zone").set("events", "attack", kind="drone")

    assert "How many drones: the army said three drones fell in the zone." in alt_text(
        build_edition(make_case(change)).scene
    )


PLAIN = "id,date,place,lat,lon,type,location_class\n"


def plain_rows(*counts: int, kind: str = "drone") -> str:
    """Return a table of towns with these numbers of events."""
    rows = [(n, town) for town, count in enumerate(counts) for n in range(count)]
    return PLAIN + "".join(
        f"{town}-{n},2024-03-{n + 1:02d},Town {town},{46 + town / 10},{30 + town / 10},{kind},town\n"
        for n, town in rows
    )


@pytest.mark.parametrize(
    ("counts", "said", "not_said"),
    [
        ((1,), "What happened: drone attack.", "of one kind"),
        ((1, 2), "All are of one kind: drone attack. They were reported in the areas marked Town 1 (2", "largest"),
        ((1, 1, 1, 1, 1, 1, 1), "All are of one kind: drone attack.", "largest"),
        ((2, 2, 2, 2, 2, 2), "All are of one kind: drone attack.", "largest"),
        (
            (1, 4, 1, 3, 1, 1, 1),
            "The largest numbers were reported in the areas marked Town 1 (4 events); Town 3 (3 events); fewer in 5",
            "Town 0",
        ),
    ],
    ids=["one", "few", "all ones", "all alike", "some more"],
)
def test_a_catalogue_tells_its_one_kind_and_largest_numbers_only_where_some_are_larger(
    tmp_path, counts, said, not_said
):
    path = tmp_path / "t.csv"
    path.write_text(plain_rows(*counts), "utf-8")

    text = alt_text(build_edition(path).scene)

    assert said in text
    assert not_said not in text


def test_damage_that_no_sign_stands_for_is_listed_with_who_saw_it(make_case):
    def change(case: CaseTables):
        seen = {"claim_id": "k7", "field": "context", "words": "windows were broken", "claimant": "residents"}
        case.add("claims", case.row("claims", "k2") | seen | {"value": "market", "verification": "unverified"})
        row = {"event_id": "attack", "place_id": "market", "role": "damage_seen", "claim_id": "k7"}
        case.add("event_places", row)
        case.add("event_places", row | {"place_id": "impact_zone", "claim_id": None})

    scene = build_edition(make_case(change)).scene

    said = "at Market; residents said windows were broken (unverified)."
    found = {(i.text, i.claim_ids) for i in scene.accounts[0].not_on_map if i.head == "Damage seen"}
    assert found == {(said, ("k7",)), ("damage was seen at Impact zone.", ())}
    assert f"Damage seen: {said}" in alt_text(scene)


@pytest.mark.parametrize(("has_other", "is_told"), [(True, False), (False, True)])
def test_an_area_is_called_too_wide_only_where_no_line_leads_from_it(make_case, has_other, is_told):
    """A second group that ends beside the launch area has no line; the first has one, and its arrow is on the map."""

    def change(case: CaseTables) -> None:
        case.add("places", place("beside", 43.56, 33.31, coord_uncertainty_m=900.0))
        row = case.row("trajectories", "t1")
        if has_other:
            case.add("trajectories", row | {"trajectory_id": "t3", "impact_place_id": "beside"})
        else:
            case.set("trajectories", "t1", impact_place_id="beside")

    scene = build_edition(make_case(change)).scene
    (launch,) = [mark for mark in scene.marks() if mark.role == "launch_area"]

    assert any("Too wide" in line for line in launch.label) == is_told
    assert bool(scene.accounts[0].links) == has_other
