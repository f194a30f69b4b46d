"""Anything that people may bring: cases, quick sheets and tables drawn at random; `trying` tries every command on it.

Nothing here is a fact. Positions lie anywhere on the globe, numbers are exact, open, unknown or large, cells are
missing, places are used by nothing, accounts are one or ten.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from typing import Any

from building import CaseTables, Row, place
from hypothesis import strategies as st
from making import row as sheet_row

from geomap.schema import table_schema

# ---- cells -----------------------------------------------------------------------------------------------------------

words = st.sampled_from(
    [
        "a report",
        "تقرير",
        "звіт",
        "<b>x</b>",
        "{{ 7*7 }}",
        "=1+1",
        "",
        "a" * 300,
        "line one\nline two",
        "“two”; three",
        "ר",
    ]
)
longitudes = st.sampled_from([-180.0, 180.0, 179.99, -179.995, 0.0]) | st.floats(-180, 180).map(lambda v: round(v, 5))
latitudes = st.sampled_from([-90.0, 90.0, 89.9, -85.2, 0.0]) | st.floats(-90, 90).map(lambda v: round(v, 5))
numbers = st.none() | st.sampled_from([0, 1, 2, 7, 60, 1000])
metres = st.none() | st.sampled_from([0, 25, 5_000, 90_000, 900_000])
days = st.sampled_from(["2020-05-06", "2020-05", "2020", "", "2020-05-06/2020-05-08", "1999-12-31", "2020-05-06/.."])


def vocabulary(table: str, column: str) -> st.SearchStrategy[str]:
    """Draw a word of a vocabulary of the schema."""
    return st.sampled_from(table_schema(table).field(column).vocabulary)


@st.composite
def bounds(draw: st.DrawFn, name: str) -> Row:
    """Draw a low and a high number: both, one, or none of them."""
    low, high = draw(numbers), draw(numbers)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return {f"{name}_low": low, f"{name}_high": high}


# ---- cases -----------------------------------------------------------------------------------------------------------


@st.composite
def any_place(draw: st.DrawFn, place_id: str) -> Row:
    """Draw a place anywhere, of any class, with or without a position."""
    has_position = draw(st.booleans()) or draw(st.booleans())
    lon, lat = (draw(longitudes), draw(latitudes)) if has_position else (None, None)
    values = {
        "location_class": draw(vocabulary("places", "location_class")),
        "coord_uncertainty_m": draw(metres),
        "extent_radius_m": draw(metres),
        "basis": draw(vocabulary("places", "basis")),
        "name_ar": draw(st.sampled_from([None, "مكان"])),
        "sensitivity": draw(st.none() | vocabulary("places", "sensitivity")),
    }
    return place(place_id, lon, lat, **values)


@st.composite
def cases(draw: st.DrawFn) -> CaseTables:
    """Draw a case that its own schema accepts: one to ten accounts, whatever is known or not."""
    case = CaseTables()
    names = [f"spot{n}" for n in range(draw(st.integers(1, 5)))]
    case.add("places", *(draw(any_place(name)) for name in names))
    spots = st.none() | st.sampled_from([*names, "launch_quarter", "impact_zone"])
    accounts = [f"side{n}" for n in range(draw(st.sampled_from([0, 1, 2, 10])))]
    case.info["geomap"]["accounts"] += [
        {"id": name, "label": {"en": name}, "speaker": {"en": f"the {name}"}, "source_ids": ["daily"]}
        for name in accounts
    ]
    for event in ("attack", "arrest", "truce"):
        numbers_of = {k: v for name in ("munitions", "killed", "wounded") for k, v in draw(bounds(name)).items()}
        case.set(
            "events",
            event,
            kind=draw(vocabulary("events", "kind")),
            status=draw(vocabulary("events", "status")),
            date_start=draw(days) or None,
            place_id=draw(spots),
            summary=draw(words) or None,
            cause_of_harm=draw(st.none() | vocabulary("events", "cause_of_harm")),
            **numbers_of,
        )
    for number in range(draw(st.integers(0, 6))):
        count = draw(st.none() | st.sampled_from([1, 12, 60, 300]))
        low = None if count is not None else draw(st.none() | st.sampled_from([2, 9]))
        case.add(
            "trajectories",
            {
                "trajectory_id": f"group{number}",
                "event_id": "attack",
                "account": draw(st.sampled_from(["military", *accounts])),
                "group_n": count,
                "group_n_low": low,
                "outcome": draw(vocabulary("trajectories", "outcome")),
                "launch_place_id": draw(spots),
                "impact_place_id": draw(spots),
                "basis_claim_ids": draw(st.sampled_from(["k1", "k1; k2", "k5"])),
                "wording": draw(words) or None,
            },
        )
    for number in range(draw(st.integers(0, 6))):
        field = draw(st.sampled_from(["munitions", "killed", "wounded", "actor_claimed", "launch_place_id", "context"]))
        case.add(
            "claims",
            {
                "claim_id": f"more{number}",
                "about": "attack",
                "field": field,
                "value": draw(st.sampled_from(names)) if field == "launch_place_id" else str(draw(st.integers(0, 20))),
                "words": draw(words) or "so it was said",
                "claimant": draw(st.sampled_from(["the army", "the mayor", "السلطات"])),
                "source_id": draw(st.sampled_from(["army", "daily"])),
                "stance": draw(vocabulary("claims", "stance")),
                "verification": draw(st.none() | vocabulary("claims", "verification")),
                "group": draw(st.none() | vocabulary("claims", "group")),
                "origin": draw(st.none() | st.sampled_from(["the army", "the mayor"])),
            },
        )
    case.geomap(context_places=draw(st.lists(st.sampled_from([*names, "plain", "nowhere"]), max_size=2, unique=True)))
    case.map_toml = draw(st.just("") | tomls(("military", *accounts), (*names, "impact_zone", "nowhere")))
    if draw(st.booleans()) and not accounts:
        case.without_accounts()
    return case


_NOT_A_WORD = st.sampled_from([7, -1.5, True, [1], [], {"a": 1}, "", "x", [200, 95], [44.4, 33.3], ["k1", "nobody"]])
_KEYS = ("page", "summary", "not_on_map", "panel", "label", "credits", "views", "colour")


@st.composite
def tomls(draw: st.DrawFn, accounts: tuple[str, ...], places: tuple[str, ...]) -> str:
    """Draw a map.toml: a label, an opening view, a clause, and a key that holds anything."""
    account, spot = draw(st.sampled_from(accounts)), draw(st.sampled_from(places))
    said = json.dumps(draw(words))
    view = f"center = [{draw(longitudes)}, {draw(latitudes)}]\nmetres_per_px = {draw(st.sampled_from([0, 20, 1e6]))}"
    parts = [
        f'[[label]]\nplace = "{spot}"\naccount = "{account}"\nline1 = {said}\n'
        f'anchor = "{draw(st.sampled_from(["above", "left", "beside"]))}"',
        f'[[summary]]\ntext = {said}\nclaims = ["k1", "k9"]',
        f'[[not_on_map]]\nhead = "x"\ntext = {said}\naccount = "{account}"',
        f'[[panel]]\nplace = "{spot}"\ntext = {said}',
        f"[views.{account}]\n{view}",
        f'[page]\ntitle = {said}\naccounts = ["{account}"]',
    ]
    kept = draw(st.lists(st.sampled_from(parts), max_size=3, unique=True))
    strange = [f"{draw(st.sampled_from(_KEYS))} = {_toml(draw(_NOT_A_WORD))}"] if draw(st.booleans()) else []
    return "\n".join([*strange, *kept, ""])


def _toml(value: Any) -> str:
    return "{ a = 1 }" if isinstance(value, dict) else json.dumps(value)


@st.composite
def changed(draw: st.DrawFn, case: CaseTables) -> CaseTables:
    """Draw the same case a day later: a place moved, a row gone, a cell emptied, a number changed."""
    other = copy.deepcopy(case)
    spot = draw(st.sampled_from(other.tables["places"]))
    if spot.get("geometry") is None and spot["longitude"] is not None:
        spot |= {"longitude": draw(longitudes), "latitude": draw(latitudes)}
    name = draw(st.sampled_from(["claims", "trajectories", "events"]))
    rows = other.tables[name]
    gone = draw(st.integers(0, max(len(rows) - 1, 0)))
    if rows and draw(st.booleans()):
        del rows[gone]
    if rows:
        row = draw(st.sampled_from(rows))
        row[draw(st.sampled_from(sorted(row)))] = draw(st.sampled_from([None, 4, "market"]))
    return other


# ---- quick sheets ----------------------------------------------------------------------------------------------------

_SPEAKERS = st.sampled_from(["the army", "the other side", "a mayor", "الجيش"])
_PLACES = st.sampled_from(
    [
        "Kirkuk",
        "Iran",
        "Yemen",
        "Red Sea",
        "Kabul",
        "Green Zone",
        "Isfahan",
        "Iran",
        "Gulf of Aden",
        "Odesa",
        "nowhere at all",
        "",
    ]
)
_HOW_MANY = st.sampled_from(["", "1", "3", "12", "60", "at least 9", "2-5", "several", "0", "-1", "many"])
_VALUES = {
    "kind": st.sampled_from(["rocket", "missile", "drone", "cruise missile", "a thing"]),
    "date": days,
    "time": st.sampled_from(["01:45", "shortly before midnight", "25:00", ""]),
    "munitions": _HOW_MANY,
    "killed": _HOW_MANY,
    "wounded": _HOW_MANY,
    "launch area": _PLACES,
    "impact area": _PLACES,
    "place": _PLACES,
    "target": _PLACES,
    "outcome": st.sampled_from(
        ["air burst", "intercepted", "fell short", "failed", "destroyed before launch", "unknown", "sank"]
    ),
    "intercepted over": _PLACES,
    "debris": _PLACES,
    "points of impact": _PLACES,
    "ship hit": st.sampled_from(["True Confidence", ""]),
    "claimed by": st.sampled_from(["a group", ""]),
    "attributed to": st.sampled_from(["a state", ""]),
    "context": words,
}


@st.composite
def sheets(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw a quick sheet: a few speakers, each with a few rows, in any order."""
    made = []
    for _ in range(draw(st.integers(1, 10))):
        about = draw(st.sampled_from(sorted(_VALUES)))
        cells = {
            "who said": draw(_SPEAKERS),
            "how many": draw(_HOW_MANY) if about in ("launch area", "impact area", "outcome") else "",
            "stance": draw(st.sampled_from(["", "denies", "asserts"])),
            "whom": draw(st.sampled_from(["", "civilian", "security"])) if about in ("killed", "wounded") else "",
        }
        cells["event"] = draw(st.sampled_from(["", "", "the second night", "حدث", "a rumour"]))
        if draw(st.booleans()):
            cells |= {"link": "", "why no link": "read out", "published on": ""}
        made.append(sheet_row(about, draw(_VALUES[about]), draw(words)) | cells)
    return made


# ---- tables ----------------------------------------------------------------------------------------------------------

_COLUMNS = {
    "id": st.sampled_from(["a", "b", "SDN20280", "", "é", "9007199254740993"]),
    "date": days
    | st.sampled_from(["14/4/24", "night of 13-14 April", "45396", "2020-05-06T24:00:00", "0000-01", "../2020"]),
    "time": st.sampled_from(["", "01:45", "1:45 PM", "25:99"]),
    "place": _PLACES | words,
    "country": st.sampled_from(["", "Iraq", "IQ", "Fiji", "Atlantis"]),
    "lat": latitudes.map(str) | st.sampled_from(["", "31,26", "n/a", "91", "nan"]),
    "lon": longitudes.map(str) | st.sampled_from(["", "35,21", "inf", "-181"]),
    "type": st.sampled_from(["rocket", "missile", "bombing", "", "drone strike", "Protests", "х"]),
    "location_class": st.sampled_from(["", "exact", "town", "province", "country", "sea_air", "a hill"]),
    "coord_uncertainty_m": st.sampled_from(["", "25", "100000", "-3", "1e9"]),
    "killed": st.sampled_from(["", "0", "7", "7.5", "at least 3", "many", "-99"]),
    "wounded": st.sampled_from(["", "2", "2-5"]),
    "actor1": words,
    "source": st.sampled_from(["Paper A", "Paper A; Paper B", "", "https://daily.example/x", "https://["]),
    "notes": words,
    "launch_lat": latitudes.map(str) | st.just(""),
    "launch_lon": longitudes.map(str) | st.just(""),
    "impact_lat": latitudes.map(str) | st.just(""),
    "impact_lon": longitudes.map(str) | st.just(""),
    "bearing": st.sampled_from(["", "45", "360", "-10", "north"]),
    "distance_km": st.sampled_from(["", "12", "0", "30000", "far"]),
    "rockets": _HOW_MANY,
    "Muertos": st.sampled_from(["", "7"]),
}


def as_csv(columns: list[str], rows: list[list[str]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Draw a table, header and rows: some columns, some rows, cells as people fill them."""
    columns = draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=1, max_size=12, unique=True))
    if draw(st.booleans()):
        columns = [*dict.fromkeys([*columns, "date", "lat", "lon"])]
    rows = [[draw(_COLUMNS[c]) for c in columns] for _ in range(draw(st.integers(0, 6)))]
    return columns, rows


# ---- what is asked for -----------------------------------------------------------------------------------------------

asked_for = st.fixed_dictionaries(
    {},
    optional={
        "--lang": st.just("ar"),
        "--min-precision": st.sampled_from(["10", "5000", "1000000"]),
        "--redact": st.sampled_from(["spot0", "impact_zone", "launch_quarter", "plain"]),
        "--embargo": st.sampled_from(["2020-05-06", "2019-01-01", "2021-01-01"]),
        "--no-rows": st.just(None),
        "--derived-ends": st.just(None),
        "--country": st.sampled_from(["IQ", "Fiji"]),
    },
)
"""Options of `build`, as the command line takes them; None marks a switch."""


@st.composite
def added_places(draw: st.DrawFn) -> list[str]:
    """Draw what follows `geomap place add CASE`."""
    at = f"{draw(longitudes)},{draw(latitudes)}"
    radius = draw(st.sampled_from(["0", "1500", "-3", "9000000", "x"]))
    shape = draw(st.sampled_from([f"circle {radius} m at {at}", f"point at {at}", "point at 200,95", "here", "no.kml"]))
    kind = draw(vocabulary("places", "location_class") | st.just("a hill"))
    basis = draw(vocabulary("places", "basis") | st.just("a guess"))
    given = [draw(words) or "A place", "--from", shape, "--source", draw(words) or "a list", "--class", kind]
    given += ["--error", draw(st.sampled_from(["0", "300", "90000", "-1"])), "--basis", basis]
    given += ["--anywhere"] if draw(st.booleans()) else []
    given += ["--in", draw(st.sampled_from(["nowhere", "kirkuk"]))] if draw(st.booleans()) else []
    return given
