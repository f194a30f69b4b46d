"""The gate, step by step, on tables in memory: what is renumbered, counted, left out and told to the desk."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from geomap.dataset import Unread
from geomap.disclosure import PRIVATE_COLUMNS, disclose, gate, of_the_gate
from geomap.disclosure.names import WITHHELD
from geomap.edition import Policy
from geomap.errors import UsageError
from geomap.findings import Finding, Findings
from geomap.ground import all_names

from .conftest import with_cells, with_rows  # isort: skip

HOME = {"sensitivity": "home"}
TABLE = {"": "x.csv", "(unit)": "feature", "place": "site"}
COMPUTED = "p0123456789abcdef"


def places_of(public):
    return public.places.set_index("place_id", drop=False)


def at_of(public, event_id="arrest"):
    return public.events.set_index("event_id").loc[event_id, "place_id"]


# --- what is asked for ------------------------------------------------------------------------


def test_a_policy_is_a_policy(base):
    with pytest.raises(UsageError, match=r"policy: 'redact' is no geomap\.Policy; write geomap\.Policy\("):
        gate(base, "redact")
    assert disclose(base, None).withheld == disclose(base, Policy()).withheld


def test_counts_alone_are_for_tables(base):
    with pytest.raises(UsageError, match="--no-rows is for tables of events"):
        gate(base, Policy(no_rows=True))
    table = replace(base, info=replace(base.info, accounts=(), main_event=""), own_names=TABLE)

    assert disclose(table, Policy(no_rows=True)).row_counts == {"at-impact_zone": 1, "at-market": 1, "at-no-place": 1}
    assert disclose(table).row_counts == {}
    assert disclose(base).row_counts == {}


def test_the_unit_of_a_table_is_its_own(base):
    assert disclose(base).unit == ""
    assert disclose(replace(base, own_names={"": "x.csv"})).unit == "row"
    assert disclose(replace(base, own_names=TABLE)).unit == "feature"


# --- places that stand in ---------------------------------------------------------------------


def test_places_that_are_used_are_numbered_first_and_stand_in_everywhere(at):
    """The numbers of those that nothing names would leave holes in what is published."""
    dataset = at({"place_id": "a_unused"}, {"place_id": "z_used"}, **HOME)
    dataset = with_cells(dataset, "events", "event_id", "truce", place_id="z_used")
    dataset = with_cells(
        dataset, "trajectories", "trajectory_id", "t1", launch_place_id="spot", impact_place_id="z_used"
    )
    dataset = with_cells(dataset, "claims", "claim_id", "k1", value="spot")
    dataset = with_cells(dataset, "claims", "claim_id", "k5", about="spot", field="context")
    dataset = with_rows(dataset, "event_places", [{"event_id": "attack", "place_id": "spot", "role": "damage_seen"}])
    dataset = with_rows(
        dataset, "corrections", [{"corrected_on": pd.Timestamp("2020-05-10"), "about": "spot", "what": "x"}]
    )
    dataset = with_cells(dataset, "places", "place_id", "market", parent_id="z_used")

    public = disclose(dataset)

    assert (at_of(public), at_of(public, "truce")) == ("withheld-1", "withheld-2")
    assert {i for i in public.places["place_id"] if i.startswith("withheld")} == {"withheld-1", "withheld-2"}
    first = public.trajectories.set_index("trajectory_id").loc["t1"]
    assert (first["launch_place_id"], first["impact_place_id"]) == ("withheld-1", "withheld-2")
    claims = public.claims.set_index("claim_id")
    assert (claims.loc["k1", "value"], claims.loc["k5", "about"]) == ("withheld-1", "withheld-1")
    assert public.event_places["place_id"].tolist() == ["withheld-1"]
    assert public.corrections["about"].tolist() == ["withheld-1"]
    for name, table in dataset.tables().items():
        shown = getattr(public, name)
        kept = [c for c in shown.columns if c in table and c != "is_generalised"]
        assert shown[kept].dtypes.equals(table[kept].dtypes), name


def test_a_place_that_stands_in_and_is_itself_hidden_is_replaced_too(at):
    """The quarter of the home is a coarse one; it is redacted by an event of its own."""
    parent = {
        "place_id": "quarter",
        "location_class": "neighbourhood_area",
        "sensitivity": "none",
        "radius_m": 1_500.0,
        "coord_uncertainty_m": 700.0,
        "extent_radius_m": 800.0,
        "parent_id": None,
    }
    dataset = at(parent, parent_id="quarter", **HOME)

    assert at_of(disclose(dataset)) == "quarter"
    public = disclose(dataset, Policy(redact=("quarter",)))
    assert at_of(public).startswith("withheld-")
    assert "quarter" not in set(public.places["place_id"])


def test_a_compound_of_a_home_that_stands_in_for_a_base_is_replaced_too(at):
    compound = {
        "place_id": "compound",
        "location_class": "compound",
        "sensitivity": "home",
        "radius_m": 1_200.0,
        "coord_uncertainty_m": 500.0,
        "extent_radius_m": 700.0,
    }
    dataset = at(compound, parent_id="compound", sensitivity="military_active")
    dataset = with_cells(dataset, "places", "place_id", "compound", parent_id=None)

    public = disclose(dataset)

    assert at_of(public) == "withheld-1"
    assert at_of(public) in set(public.places["place_id"])
    assert not {"spot", "compound"} & set(public.places["place_id"])


def test_what_a_home_stands_for_says_nothing_of_it(at):
    values = {"label": "x", "name_local": "y", "feature_type": "villa", "geo_precision": 1, "where_prec": 1}
    row = places_of(disclose(at(**HOME, **values))).loc["withheld-1"]

    assert (row["name"], row["source"], row["name_ar"]) == (WITHHELD, WITHHELD, "[الاسم محجوب]")
    assert row[["label", "name_local", "feature_type", "parent_id", "geo_precision", "where_prec"]].isna().all()
    assert row["is_generalised"]
    assert row["outline"] is None


def test_places_that_nothing_names_and_hidden_places_for_orientation_are_left_out(at):
    dataset = at({"place_id": "unused", "sensitivity": "none"}, **HOME)
    context = replace(dataset, info=replace(dataset.info, context_places=("spot", "plain")))

    public = disclose(context)

    assert "unused" not in set(public.places["place_id"])
    assert "plain" in set(public.places["place_id"])
    assert public.info.context_places == ("plain",)
    assert at_of(public) == "withheld-1"
    lone = with_cells(context, "events", "event_id", "arrest", place_id="market")
    assert not any(i.startswith("withheld") for i in disclose(lone).places["place_id"])


def test_where_nothing_is_hidden_places_stay_as_they_are(base):
    public = disclose(base)

    assert not public.places["is_generalised"].any()
    assert public.places["is_generalised"].dtype == bool
    assert set(public.events["place_id"].dropna()) == {"market", "impact_zone"}
    assert not (public.places["source"] == WITHHELD).any()


# --- positions and parties --------------------------------------------------------------------


def test_claims_of_a_bare_coordinate_are_not_published(base):
    dataset = with_cells(base, "claims", "claim_id", "k3", field="longitude")
    dataset = with_cells(dataset, "claims", "claim_id", "k4", field="latitude")

    assert disclose(dataset).claims["claim_id"].tolist() == ["k1", "k2", "k5"]


def test_positions_of_hidden_and_of_coarsened_places_are_taken_out_of_texts(at):
    hidden = with_cells(at(**HOME), "events", "event_id", "truce", title="33.354321, 43.512345")
    coarse = with_cells(at(), "events", "event_id", "truce", title="33.354321, 43.512345")

    for dataset, policy in ((hidden, None), (coarse, Policy(min_precision_m=3_000))):
        title = disclose(dataset, policy).events.set_index("event_id").loc["truce", "title"]
        assert title == "[position withheld], [position withheld]"
    assert disclose(coarse).events.set_index("event_id").loc["truce", "title"] == "33.354321, 43.512345"


def test_where_a_place_is_shown_more_coarsely_its_source_may_spell_it_and_goes(at):
    sources = places_of(disclose(at(source="sheet 4, square 12"), Policy(min_precision_m=3_000)))["source"]

    assert sources["spot"] == WITHHELD
    assert sources["plain"] == "a list of quarters"


@pytest.mark.parametrize(
    "missing", [[], ["second_longitude"], ["second_latitude"], ["second_latitude", "second_longitude"]]
)
def test_second_readings_are_looked_for_where_both_columns_are_there(at, missing):
    dataset = at(second_longitude=43.47999, second_latitude=33.44111, **HOME)
    dataset = with_cells(dataset, "events", "event_id", "truce", title="33.44111, 43.47999")
    dataset = replace(dataset, places=dataset.places.drop(columns=missing))

    title = disclose(dataset).events.set_index("event_id").loc["truce", "title"]

    assert ("33.44111" in title) == bool(missing)


def test_who_was_at_a_home_and_what_a_hidden_place_is_called_go(at):
    told = {"actors": "A; B", "place_wording": "behind the mill"}
    dataset = with_cells(at(**HOME), "events", "event_id", "arrest", **told)
    dataset = with_cells(dataset, "events", "event_id", "truce", **told)
    bare = replace(dataset, events=dataset.events.drop(columns=["actors", "place_wording"]))

    events = disclose(dataset).events.set_index("event_id")

    assert events.loc["arrest", ["actors", "place_wording"]].isna().all()
    assert events.loc["truce", ["actors", "place_wording"]].tolist() == ["A; B", "behind the mill"]
    assert "actors" not in disclose(bare).events
    redacted = disclose(with_cells(at(), "events", "event_id", "arrest", **told), Policy(redact=("spot",)))
    arrest = redacted.events.set_index("event_id").loc["arrest"]
    assert (arrest["actors"], pd.isna(arrest["place_wording"])) == ("A; B", True)


# --- columns and order ------------------------------------------------------------------------


def test_the_private_columns_are_those_of_working_notes():
    assert {
        "file",
        "file_row",
        "note",
        "note_ar",
        "aliases",
        "cross_check",
        "second_longitude",
        "second_latitude",
        "worked_out_from",
        "sha256",
    } == PRIVATE_COLUMNS


def test_columns_of_the_schema_and_what_is_worked_out_of_them_are_public_and_no_others(at):
    dataset = at(note="private", aliases="Sundus; S2")
    extra = {"desk_mark": "x", "title_lower": "x", "radius_m": 1.0, "outline": None, "note": "private"}
    dataset = replace(dataset, events=dataset.events.assign(**extra))

    public = disclose(dataset)

    events, places = set(public.events.columns), set(public.places.columns)
    assert {"date_start_lower", "date_start_upper", "date_end_lower", "date_end_upper", "title"} <= events
    assert not {"desk_mark", "radius_m", "outline", "is_generalised", "note", "title_lower"} & events
    assert {"outline", "radius_m", "is_generalised", "name"} <= places
    assert not (PRIVATE_COLUMNS | {"index"}) & (places | events)


def test_the_country_a_position_lies_in_is_public_and_names_no_withheld_place(at):
    dataset = at(name="Kirkuk")
    for place_id, country in (("impact_zone", "Iran"), ("launch_quarter", "Kirkuk")):
        dataset = with_cells(dataset, "places", "place_id", place_id, lies_in=country)

    told = places_of(disclose(dataset, Policy(redact=("spot",))))["lies_in"]

    assert (told["impact_zone"], told["launch_quarter"]) == ("Iran", WITHHELD)
    bare = replace(dataset, places=dataset.places.drop(columns=["lies_in"]))
    assert "lies_in" not in disclose(bare).places


def test_rows_are_sorted_by_what_is_public(base):
    links = [
        {"event_id": "truce", "relation": "follows", "other_event_id": "attack", "note": "a"},
        {"event_id": "attack", "relation": "follows", "other_event_id": "truce", "note": "c"},
        {"event_id": "attack", "relation": "follows", "other_event_id": "arrest", "note": "d"},
        {"event_id": "attack", "relation": None, "other_event_id": "truce", "note": "b"},
    ]
    public = disclose(with_rows(base, "relations", links))

    made = public.relations[["event_id", "relation", "other_event_id"]].astype(object).fillna("").to_numpy().tolist()
    assert made == [
        ["attack", "", "truce"],
        ["attack", "follows", "arrest"],
        ["attack", "follows", "truce"],
        ["truce", "follows", "attack"],
    ]
    assert public.events["event_id"].tolist() == ["arrest", "attack", "truce"]
    for name in ("events", "places", "relations"):
        assert list(getattr(public, name).index) == list(range(len(getattr(public, name))))


# --- ids that are worked out from a row -------------------------------------------------------


@pytest.mark.parametrize(
    ("own_names", "values", "policy", "is_new"),
    [
        (TABLE, {}, {}, False),
        (TABLE, {}, {"min_precision_m": 3_000}, True),
        (TABLE, {}, {"redact": ("plain",)}, True),
        ({}, {}, {"min_precision_m": 3_000}, False),
        ({}, {}, {"redact": ("plain",)}, False),
    ],
    ids=lambda v: str(v)[:30],
)
def test_ids_worked_out_from_a_table_are_made_anew_where_it_says_less(at, own_names, values, policy, is_new):
    dataset = replace(at(place_id=COMPUTED, **values), own_names=own_names)
    if "redact" in policy:  # nothing lies at it: it is hidden, and nothing is shown more coarsely
        dataset = with_cells(dataset, "places", "place_id", "plain", name="Hamdaniya")

    public = disclose(dataset, Policy(**policy))

    assert (at_of(public) != COMPUTED) == is_new
    assert at_of(public) in set(public.areas)
    if "redact" in policy:
        assert not public.places["is_generalised"].any()


# --- counts and what is told ------------------------------------------------------------------


def test_places_shown_more_coarsely_are_counted_once_and_only_where_they_are_used(at):
    quarter = {"place_id": "quarter", "location_class": "district", "radius_m": 20_000.0, "sensitivity": "none"}
    moved = {"place_id": "moved", "parent_id": "quarter", "sensitivity": "home"}
    idle = {"place_id": "idle", "parent_id": "quarter", "sensitivity": "home"}
    dataset = at(quarter | {"parent_id": None}, moved, idle, **HOME)
    dataset = with_cells(dataset, "events", "event_id", "truce", place_id="moved")

    public = disclose(dataset)

    assert at_of(public, "truce") == "quarter"
    assert public.withheld.generalised_place_count == 2
    assert public.withheld.redacted_place_count == 0


def test_what_is_withheld_is_told_with_the_policy(at):
    dataset = with_cells(at(parent_id="plain"), "events", "event_id", "truce", place_id="spot")
    policy = Policy(redact=("spot", "spot"), embargo_on="2020-05-08", min_precision_m=1_000.0)

    withheld = disclose(dataset, policy).withheld

    assert (withheld.redacted_place_count, withheld.embargoed_event_count) == (1, 1)
    assert (withheld.embargo_on, withheld.min_precision_m) == ("2020-05-08", 1_000.0)


def test_a_redacted_place_of_embargoed_events_alone_is_named_nowhere(at):
    dataset = with_cells(at(name="Kirkuk"), "events", "event_id", "attack", title="Near Kirkuk")

    public = disclose(dataset, Policy(redact=("spot",), embargo_on="2020-05-08"))

    assert public.events.set_index("event_id").loc["attack", "title"] == f"Near {WITHHELD}"


REFUSED = pd.DataFrame(
    [["events", "e.csv", 9, "raid", "bad-count", "“Night” is no number"]],
    columns=["table", "file", "file_row", "id", "code", "reason"],
)


@pytest.mark.parametrize(
    ("policy", "sensitivity", "told"),
    [
        ({}, "none", ["raid", "“Night” is no number"]),
        ({}, "home", ["raid", "bad-count"]),
        ({"embargo_on": "2030-01-01"}, "none", ["", "bad-count"]),
        ({"min_precision_m": 3_000}, "none", ["raid", "bad-count"]),
        ({"redact": ("plain",)}, "none", ["raid", "bad-count"]),
    ],
)
def test_refused_cells_are_quoted_where_nothing_at_all_is_withheld(base, policy, sensitivity, told):
    dataset = with_cells(replace(base, refused=REFUSED), "events", "event_id", "truce", sensitivity=sensitivity)

    assert disclose(dataset, Policy(**policy)).refused[["id", "reason"]].to_numpy().tolist() == [told]


def test_columns_that_nobody_read_and_the_background_name_no_withheld_place(base):
    dataset = with_cells(base, "places", "place_id", "plain", name="Baghdad", aliases="Baghdād")
    dataset = replace(dataset, unread=Unread(columns=("Notes on Baghdad", "baghdadcol", "other")))

    public = disclose(dataset, Policy(redact=("plain",)))

    named = {key for key, names in all_names() if "Baghdad" in names}
    assert named
    assert named <= public.omitted_labels
    assert len(public.omitted_labels) < len(list(all_names())) / 2
    assert public.unread.columns == (f"Notes on {WITHHELD}", f"{WITHHELD}col", "other")
    assert disclose(dataset).omitted_labels == frozenset()


# --- for the desk alone -----------------------------------------------------------------------


def test_what_comes_close_to_a_name_is_told_to_the_desk(at):
    dataset = with_cells(at(name="Fallujah"), "events", "event_id", "truce", title="Truce near Faluja")

    passed = gate(dataset, Policy(redact=("spot",)))

    assert [f.code for f in passed.told(dataset)] == ["close-to-withheld-name"]
    assert passed.names == {"spot": frozenset({"Fallujah", "spot"})}
    assert passed.hides("in Fallujah")
    assert not passed.hides("in Faluja")
    assert list(gate(dataset).told(dataset)) == []


@pytest.mark.parametrize(
    ("values", "severity", "said"),
    [
        ({"name": "7"}, "warning", "“7” cannot be looked for in texts: it is a number"),
        ({"name": None}, "notice", "it has no name, so nothing is looked for"),
    ],
)
def test_a_home_whose_name_cannot_be_looked_for_is_told_and_still_hidden(at, values, severity, said):
    dataset = at(**HOME, **values)

    (found,) = gate(dataset).unfindable

    assert (found.code, found.severity, found.file, found.column) == (
        "withheld-name-not-looked-for",
        severity,
        "places.geojson",
        "name",
    )
    assert said in found.message
    assert 'place "spot" is shown more coarsely' in found.message
    assert (found.rows, found.ids) == ((int(dataset.places.index[-1]),), ("spot",))
    assert at_of(gate(dataset).public) == "withheld-1"
    assert list(gate(at(**values)).unfindable) == []


def test_all_kinds_of_the_gates_own_findings_are_picked_out():
    codes = ("close-to-withheld-name", "tells-of-embargo", "withheld-name-not-looked-for", "bad-date")
    findings = Findings.of([Finding(code=c, severity="warning", message=c) for c in codes])

    assert {f.code for f in of_the_gate(findings)} == set(codes[:3])


def test_what_is_told_of_the_gate_is_found_among_other_findings(at):
    (own,) = gate(at(**HOME, name="7")).unfindable
    other = Finding(code="bad-date", severity="error", message="x")

    assert list(of_the_gate(Findings((other, own)))) == [own]
    assert own in gate(at(**HOME, name="7")).told(at(**HOME, name="7"))


@pytest.mark.parametrize(
    ("own_names", "values", "said"),
    [
        ({}, {"name": None}, 'places.geojson, place "spot": it cannot be redacted, for it has no name: texts cannot'),
        ({}, {"name": None}, 'Write what texts call it into "name" or "aliases", or take the place'),
        (TABLE, {"name": None}, 'x.csv, place "spot": it cannot be redacted, for it has no name'),
        (TABLE, {"name": None}, 'Write what texts call it into "site", or take the place and its rows out.'),
        ({"": "x.csv", "name": "title"}, {"name": None}, 'into "title", or take'),
        ({}, {"name": "7"}, "for its name “7” cannot be looked for in texts: it is a number. Allowed are names of two"),
        ({}, {"name": "7"}, "out of the row and out of the texts."),
        (
            {},
            {"name": "Villa", "aliases": "7; Sundus"},
            "out of the texts; looked for would be: “Villa”, “Sundus”.",
        ),
    ],
)
def test_a_place_whose_name_cannot_be_looked_for_cannot_be_redacted(at, own_names, values, said):
    with pytest.raises(UsageError) as told:
        gate(replace(at(**values), own_names=own_names), Policy(redact=("spot",)))

    assert said in str(told.value)


def test_a_place_without_a_radius_that_is_hidden_is_listed_alone(at):
    public = disclose(at(longitude=math.nan, latitude=math.nan, radius_m=math.nan, location_class="unlocated", **HOME))

    assert at_of(public) is not None
