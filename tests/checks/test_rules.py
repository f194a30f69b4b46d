"""Each rule fires on a case that is broken in just its way, says where, and is silent on a good one."""

from __future__ import annotations

import re

import pytest
from building import CaseTables, place

from geomap import checks
from geomap.errors import UnknownId
from geomap.pipeline import checked


def claim(claim_id, **values):
    base = {
        "claim_id": claim_id,
        "about": "attack",
        "field": "context",
        "value": "x",
        "words": "w",
        "claimant": "the army",
        "source_id": "army",
        "stance": "asserts",
        "origin": "the army",
    }
    return base | values


def within(case: CaseTables, **values):
    case.add("places", place("inner", 43.7, 33.31, coord_uncertainty_m=100, extent_radius_m=100, **values))


# code: (what breaks it, severity, file, column, rows, values or None, words of the message)
BROKEN = {
    "source-without-address": (
        lambda c: c.set("sources", "daily", url=None),
        ("error", "sources.csv", "", (2,), None, "a reader cannot go and look"),
    ),
    "bad-hash": (
        lambda c: c.set("sources", "army", sha256="deadbeef"),
        ("warning", "sources.csv", "sha256", (3,), ("deadbeef",), "is no SHA-256: that has 64 digits"),
    ),
    "disputed-but-reported": (
        lambda c: c.add("claims", c.row("claims", "k1") | {"claim_id": "k8", "stance": "denies"}),
        ("notice", "events.csv", "status", (2,), ("reported",), "speakers deny its deaths or where it came from"),
    ),
    "kinds-in-words": (
        lambda c: c.set("claims", "k3", words="two rockets and one drone were fired"),
        ("notice", "claims.csv", "words", (4,), ("two rockets and one drone were fired",), "names drones, which"),
    ),
    "quote-without-locator": (
        lambda c: c.set("claims", "k2", quote="two fell in the zone"),
        ("notice", "claims.csv", "locator", (3,), ("",), "no locator says where in the source it stands"),
    ),
    "place-unused": (
        lambda c: c.add("places", place("safe_house", 43.5, 33.3, coord_uncertainty_m=500, extent_radius_m=1_200)),
        ("notice", "places.geojson", "place_id", (6,), ("safe_house",), "it is in no output"),
    ),
    "context-not-drawn": (
        lambda c: (
            c.add("places", place("land", None, None, location_class="country")),
            c.geomap(context_places=["plain", "land"]),
        ),
        ("notice", "places.geojson", "location_class", (6,), ("country",), "has nothing that can be drawn"),
    ),
    "counts-out-of-order": (
        lambda c: c.set("events", "attack", killed_low=3),
        ("error", "events.csv", "killed_low", (2,), ("3",), "killed_low is above killed_high"),
    ),
    "dates-out-of-order": (
        lambda c: c.set("events", "arrest", date_end="2020-05-07"),
        ("error", "events.csv", "date_end", (3,), ("2020-05-07",), "ends before it begins"),
    ),
    "fact-without-claim": (
        lambda c: c.set("trajectories", "t1", basis_claim_ids="k1"),
        ("error", "trajectories.csv", "impact_place_id", (2,), ("impact_zone",), "no claim in basis_claim_ids speaks"),
    ),
    "munitions-balance": (
        lambda c: c.set("trajectories", "t2", group_n=2),
        ("error", "trajectories.csv", "group_n", (2, 3), ("2", "2"), "4 projectiles in groups, but it says 3"),
    ),
    "place-outside-parent": (
        lambda c: within(c, parent_id="impact_zone"),
        ("error", "places.geojson", "parent_id", (6,), ("impact_zone",), "km outside of its parent impact_zone"),
    ),
    "second-source-too-far": (
        lambda c: within(c, second_longitude=43.71, second_latitude=33.31),
        ("warning", "places.geojson", "coord_uncertainty_m", (6,), ("100.0",), "the second source is 931 m away"),
    ),
    "date-outside-claim": (
        lambda c: c.set("claims", "k5", value="2020-05-07"),
        ("error", "claims.csv", "value", (6,), ("2020-05-07",), "attack is dated 2020-05-06, but this claim says"),
    ),
    "place-finer-than-floor": (
        lambda c: c.row("places", "market").update(sensitivity="home"),
        ("warning", "places.geojson", "location_class", (4,), ("nearby_landmark",), "than it may be shown"),
    ),
    "aim-recorded-as-impact": (
        lambda c: c.add("event_places", {"event_id": "arrest", "place_id": "market", "role": "reported_target"}),
        ("error", "event_places.csv", "place_id", (2,), ("market",), "aimed at and as where it fell"),
    ),
    "impact-without-flight": (
        lambda c: c.set("trajectories", "t1", outcome="failed"),
        ("error", "trajectories.csv", "impact_place_id", (2,), ("impact_zone",), "a group that never flew"),
    ),
    "place-too-coarse": (
        lambda c: c.row("places", "market").update(location_class="country"),
        ("notice", "places.geojson", "location_class", (4,), ("country",), "too coarse to be drawn"),
    ),
    "outline-without-error": (
        lambda c: c.row("places", "impact_zone").update(outline_error_m=None),
        ("warning", "places.geojson", "outline_error_m", (3,), None, "would pass for exact"),
    ),
    "wrong-value": (
        lambda c: c.geomap(country="Atlantis"),
        ("warning", "datapackage.json", "country", (), ("Atlantis",), '"Atlantis" is no country that is known'),
    ),
    "unknown-id": (
        lambda c: c.set("events", "arrest", place_id="atlantis"),
        ("error", "events.csv", "place_id", (3,), ("atlantis",), '"atlantis" stands nowhere in places'),
    ),
    "duplicate-id": (
        lambda c: c.add("sources", dict(c.row("sources", "daily"))),
        ("error", "sources.csv", "source_id", (4,), ("daily",), "stands twice"),
    ),
    "empty-cell": (
        lambda c: c.set("sources", "daily", publisher=None),
        ("error", "sources.csv", "publisher", (2,), ("",), "is empty"),
    ),
    "bad-id": (
        lambda c: c.set("claims", "k4", claim_id="K 4"),
        ("error", "claims.csv", "claim_id", (5,), ("K 4",), "is no id"),
    ),
    "not-in-vocabulary": (
        lambda c: c.set("events", "arrest", kind="misdeed"),
        ("error", "events.csv", "kind", (3,), ("misdeed",), "is not one of: rocket, mortar"),
    ),
    "not-a-number": (
        lambda c: c.set("events", "attack", killed_low="few"),
        ("error", "events.csv", "killed_low", (2,), ("few",), "is not a whole number"),
    ),
    "bad-coordinate": (
        lambda c: c.row("places", "market").update(longitude=443.49),
        ("error", "places.geojson", "longitude", (4,), ("443.49",), "is not a longitude between -180 and 180"),
    ),
    "bad-date": (
        lambda c: c.set("events", "arrest", date_start="May 2020"),
        ("error", "events.csv", "date_start", (3,), ("May 2020",), "is no date"),
    ),
    "bad-instant": (
        lambda c: c.set("events", "arrest", time_earliest="noon"),
        ("error", "events.csv", "time_earliest", (3,), ("noon",), "is not an instant with its offset"),
    ),
    "unsafe-address": (
        lambda c: c.set("sources", "daily", url="javascript:alert(1)"),
        ("error", "sources.csv", "url", (2,), ("javascript:alert(1)",), "is not a web address"),
    ),
    "unknown-column": (
        lambda c: c.set("events", "arrest", desk_mark="seen"),
        ("notice", "events.csv", "desk_mark", (), None, "is no column of this table"),
    ),
    "half-character": (
        lambda c: c.set("events", "arrest", title="cut \ud83d"),
        ("warning", "events.csv", "", (), None, "lone surrogate"),
    ),
    "bad-geometry": (
        lambda c: c.row("places", "market").update(geometry={"type": "Polygon", "coordinates": [[[1, 2]]]}),
        ("error", "places.geojson", "", (4,), None, "feature 3"),
    ),
}  # fmt: skip


def findings_of(make_case, change=None, name="case", **options):
    return checked(make_case(change, name), **options)[1]


def test_a_good_case_has_no_findings(make_case):
    assert [str(f) for f in findings_of(make_case)] == []


@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_fires_and_says_where(make_case, code):
    change, (severity, file, column, rows, values, words) = BROKEN[code]

    (found,) = [f for f in findings_of(make_case, change).with_code(code) if f.file == file and f.column == column]

    assert (found.severity, found.rows) == (severity, rows)
    assert found.count == max(len(rows), 1)
    assert words in found.message
    if values is not None:
        assert found.values == values


def test_a_row_with_too_few_cells_is_told(make_case):
    folder = make_case()
    with (folder / "events.csv").open("a") as file:
        file.write("cut,rocket\n")

    (found,) = checked(folder)[1].with_code("ragged-row")

    assert (found.severity, found.file, found.rows) == ("error", "events.csv", (5,))


def test_an_event_after_the_day_of_the_edition_is_told_only_if_there_is_a_day(make_case):
    """geomap looks at no clock: the same case gives the same findings next year."""
    early = findings_of(make_case, as_of="2020-05-07").with_code("date-in-future")
    none = findings_of(make_case, name="b", as_of="2020-05-08").with_code("date-in-future")

    assert [(f.severity, f.file, f.column, f.rows, f.values) for f in early] == [
        ("warning", "events.csv", "date_start", (3,), ("2020-05-08",))
    ]
    assert len(none) == len(findings_of(make_case, name="c").with_code("date-in-future")) == 0


# --- the edges of single rules


SILENT = {
    "a source with an archive address": lambda c: c.set(
        "sources", "daily", url=None, archive_url="https://archive.example/1"
    ),
    "counts that are the same": lambda c: c.set("events", "attack", killed_low=2),
    "a floor without a ceiling": lambda c: c.set("events", "attack", killed_low=30, killed_high=None),
    "a day in the month of its end": lambda c: c.set("events", "arrest", date_start="2020-05", date_end="2020-05-01"),
    "a claim of a month that holds the day": lambda c: c.set("claims", "k5", value="2020-05"),
    "a contradicted claim of another day": lambda c: c.set(
        "claims", "k5", value="2020-05-09", verification="contradicted"
    ),
    "a denied day": lambda c: c.set("claims", "k5", value="2020-05-09", stance="denies"),
    "groups within the range of the event": lambda c: c.set("events", "attack", munitions_low=1, munitions_high=9),
    "an event that tells no number": lambda c: c.set("events", "attack", munitions_low=None, munitions_high=None),
    "a group that tells no number": lambda c: c.set("trajectories", "t2", group_n=None).set(
        "events", "attack", munitions_low=2
    ),
    "a place at the edge of its parent, within both errors": lambda c: c.row("places", "market").update(
        parent_id="plain"
    ),
    "a second source within what is stated": lambda c: c.row("places", "market").update(
        second_longitude=43.494, second_latitude=33.361
    ),
    "an aim that somebody says was hit": lambda c: c.add(
        "event_places", {"event_id": "attack", "place_id": "impact_zone", "role": "reported_target"}
    ),
    "an aim that was not hit": lambda c: c.add(
        "event_places", {"event_id": "attack", "place_id": "market", "role": "reported_target"}
    ),
    "a catalogue, whose row is its own claim": lambda c: (
        c.without_accounts(),
        c.tables["claims"].clear(),
        [row.update(basis_claim_ids=None) for row in c.tables["trajectories"]],
    ),
}


@pytest.mark.parametrize("what", SILENT)
def test_the_rules_are_silent_on(make_case, what):
    assert [str(f) for f in findings_of(make_case, SILENT[what])] == []


def test_too_few_projectiles_in_an_account_are_told(make_case):
    """Seven were fired: an account that places four must say what became of the other three."""
    found = findings_of(make_case, lambda c: c.tables["trajectories"].pop()).with_code("munitions-balance")

    assert "account military: 2 projectiles in groups, but it says 3" in found.items[0].message


def test_an_event_that_holds_an_open_number_of_others_is_no_fault_of_an_account(make_case):
    """The numbers of an event may be another speaker's, and open upwards."""
    found = findings_of(make_case, lambda c: c.set("events", "attack", munitions_low=9, munitions_high=None))

    assert not found.with_code("munitions-balance")


def test_an_account_is_held_against_the_claims_that_it_rests_on(make_case):
    def change(case):
        case.set("trajectories", "t1", basis_claim_ids="k1; k2; k3")
        case.set("claims", "k3", value_low=3, value_high=None, value="at least 3")
        case.set("trajectories", "t1", group_n=400)

    assert not findings_of(make_case, change).with_code("munitions-balance")
    low = findings_of(make_case, lambda c: (change(c), c.set("trajectories", "t1", group_n=1)))
    assert "2 projectiles in groups, but it says at least 3" in low.with_code("munitions-balance").items[0].message


def test_a_group_whose_ends_are_swapped_is_told_and_read(make_case):
    change = {"group_n": None, "group_n_low": 9, "group_n_high": 4}

    (found,) = findings_of(make_case, lambda c: c.set("trajectories", "t1", **change)).with_code("counts-out-of-order")

    assert (found.file, found.column) == ("trajectories.csv", "group_n_low")
    assert "group_n_low is above group_n_high (9 above 4)" in found.message


def test_a_launch_area_that_is_too_coarse_is_told(make_case):
    (found,) = findings_of(
        make_case, lambda c: c.row("places", "launch_quarter").update(location_class="country", geometry=None)
    ).with_code("place-too-coarse")

    assert found.ids == ("launch_quarter",)


def test_an_aim_recorded_as_impact_of_a_group_is_told_unless_a_claim_says_so(make_case):
    target = {"event_id": "attack", "place_id": "impact_zone", "role": "reported_target"}

    def unclaimed(case):
        case.add("event_places", target)
        case.set("claims", "k2", stance="speculates")

    assert findings_of(make_case, unclaimed).with_code("aim-recorded-as-impact")


def test_swapped_coordinates_are_caught_by_the_parent(make_case):
    """Latitude 43.49, longitude 33.36 lies in the Black Sea off Crimea."""

    def swap(case):
        case.row("places", "market").update(parent_id="plain", longitude=33.36, latitude=43.49)

    (found,) = findings_of(make_case, swap).with_code("place-outside-parent")

    assert "swapped" in found.message


@pytest.mark.parametrize(
    ("change", "file", "column", "value"),
    [
        (lambda c: c.geomap(main_event="nothing"), "datapackage.json", "main_event", "nothing"),
        (lambda c: c.geomap(context_places=["nowhere"]), "datapackage.json", "context_places", "nowhere"),
        (
            lambda c: c.info["geomap"]["accounts"][0].update(source_ids=["nobody"]),
            "datapackage.json",
            "source_ids",
            "nobody",
        ),
        (
            lambda c: c.info["geomap"]["accounts"][0].update(relation={"kind": "refines", "to": "rebels"}),
            "datapackage.json",
            "relation.to",
            "rebels",
        ),
        (
            lambda c: setattr(c, "map_toml", '[[summary]]\ntext = "x"\nclaims = ["k99"]\n'),
            "map.toml",
            "summary.claims",
            "k99",
        ),
        (lambda c: setattr(c, "map_toml", '[[panel]]\nplace = "nowhere"\n'), "map.toml", "panel.place", "nowhere"),
        (lambda c: setattr(c, "map_toml", '[[label]]\naccount = "rebels"\n'), "map.toml", "label.account", "rebels"),
    ],
)
def test_an_id_that_only_the_description_knows_is_told(make_case, change, file, column, value):
    found = [(f.severity, f.file, f.column, f.values) for f in findings_of(make_case, change).with_code("unknown-id")]

    assert found == [("warning", file, column, (value,))]


@pytest.mark.parametrize("country", ["IQ", "iq", "Iraq", "Yugoslavia", "Palestine", "HK", "XK", "IRQ", ""])
def test_a_country_that_somebody_may_mean_is_told_nothing(make_case, country):
    assert not findings_of(make_case, lambda c: c.geomap(country=country)).with_code("wrong-value")


def test_the_checks_change_nothing(make_case):
    from geomap.places import locate
    from geomap.readers import read_path

    dataset = locate(read_path(make_case())[0])[0]
    before = {name: table.copy(deep=True) for name, table in dataset.tables().items()}

    checks.check(dataset, as_of="2020-05-07")

    for name, table in dataset.tables().items():
        assert table.equals(before[name]), name


# --- pages --------------


def codes_in_the_source(root) -> set[str]:
    """Every code that stands in a call of a finding, a refused row or a rule."""
    made = set()
    for path in (root / "geomap").rglob("*.py"):
        text = path.read_text("utf-8")
        made |= set(re.findall(r'code\s*=\s*"([a-z]+(?:-[a-z]+)+)"', text))
        made |= set(re.findall(r'\bof_(?:rows|places)\(\s*"([a-z-]+)"', text))
        made |= set(re.findall(r'[Bb]ad[,(] ?"([a-z]+(?:-[a-z]+)+)", ', text))
    return made


@pytest.mark.parametrize("digest", ["0123456789abcdef" * 4, "0123456789ABCDEF" * 4, None])
def test_a_hash_of_64_digits_or_none_is_no_finding(make_case, digest):
    found = findings_of(make_case, lambda c: c.set("sources", "army", sha256=digest))

    assert not found.with_code("bad-hash")


@pytest.mark.parametrize(
    "digest", ["0123456789abcdef" * 4 + "0", "g" * 64, "0x" + "0" * 62, "sha256:" + "0" * 64, "0" * 63]
)
def test_a_hash_of_anything_else_is(make_case, digest):
    found = findings_of(make_case, lambda c: c.set("sources", "army", sha256=digest))

    assert found.with_code("bad-hash")


@pytest.mark.parametrize(
    ("status", "low", "is_told"), [("reported", 2, True), ("disputed", 2, False), ("reported", 0, False)]
)
def test_an_event_of_which_one_says_that_nobody_was_killed_and_another_that_somebody_was(
    make_case, status, low, is_told
):
    def change(case):
        case.set("events", "attack", status=status)
        case.set("claims", "k4", value="0", value_low=0, value_high=0)
        other = {"claim_id": "k9", "value": str(low), "value_low": low, "value_high": low, "group": "civilian"}
        case.add("claims", case.row("claims", "k4") | other)

    assert bool(findings_of(make_case, change).with_code("disputed-but-reported")) == is_told


@pytest.mark.parametrize(
    ("words", "kind", "claimed", "is_told"),
    [
        ("eleven drones and two missiles", "drone", "", True),
        ("eleven drones and two missiles", "drone", "ballistic_missile", False),
        ("eleven drones and two missiles", "unknown_projectile", "", False),
        ("eleven missiles", "rocket", "", False),
        ("eleven drones", "drone", "", False),
    ],
)
def test_words_that_name_a_kind_that_nobody_gives(make_case, words, kind, claimed, is_told):
    def change(case):
        case.set("events", "attack", kind=kind)
        case.set("claims", "k3", words=words)
        if claimed:
            case.add("claims", case.row("claims", "k3") | {"claim_id": "k9", "field": "kind", "value": claimed})

    assert bool(findings_of(make_case, change).with_code("kinds-in-words")) == is_told


def test_each_claim_is_told_what_its_own_words_name(make_case):
    def change(case):
        case.set("events", "attack", kind="drone")
        case.set("claims", "k3", words="eleven drones and two missiles")
        case.add("claims", case.row("claims", "k3") | {"claim_id": "k9", "words": "drones and mortar rounds"})

    found = findings_of(make_case, change).with_code("kinds-in-words")

    assert {f.ids: f.message.partition(",")[0] for f in found} == {
        ("k3",): "names missiles",
        ("k9",): "names mortar rounds",
    }


def test_every_code_that_a_test_here_provokes_has_its_page():
    for code in {*BROKEN, "ragged-row", "date-in-future"}:
        page = checks.explain(code)
        assert code in page
        assert len(page.split()) > 20, code


def test_every_code_in_the_program_has_its_page(root):
    made = codes_in_the_source(root)

    assert {"source-without-address", "unknown-id", "bad-geometry"} <= made
    assert sorted(made - set(checks.codes())) == []


def test_no_page_is_of_a_code_that_is_never_given(root):
    program = "".join(p.read_text("utf-8") for p in (root / "geomap").rglob("*.py"))

    assert [code for code in checks.codes() if f'"{code}"' not in program] == []


def test_every_page_says_what_why_and_how():
    for code in checks.codes():
        page = checks.explain(code)
        assert page.startswith("# "), code
        assert page.count("\n\n") >= 2, code


def test_a_code_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownId, match=r"no code of geomap\. Codes: "):
        checks.explain("no-such-code")
    with pytest.raises(UnknownId):
        checks.explain("../rules")


def test_a_launch_area_too_coarse_to_be_drawn_is_told_as_an_impact_is(make_case):
    """Yemen as a country: what came from there is listed, and the check says so."""

    def change(case: CaseTables) -> None:
        case.add("places", place("yemen", 47.5, 15.5, location_class="country"))
        case.set("trajectories", "t1", launch_place_id="yemen")

    (found,) = findings_of(make_case, change).with_code("place-too-coarse")

    assert found.ids == ("yemen",)
    assert "too coarse to be drawn" in found.message
