"""Anything that people may bring: cases, quick sheets and tables, drawn at random; every command is tried on them.

Nothing here is a fact. Positions lie anywhere on the globe, numbers are exact, open, unknown or large, cells are
missing, places are used by nothing, accounts are one or ten. What must hold is said by `tried`.
"""

from __future__ import annotations

import contextlib
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from building import CaseTables, Row, place
from hypothesis import strategies as st
from making import row as sheet_row

from geomap.cli import main
from geomap.publishers.registry import EXPORTS
from geomap.schema import table_schema

ALLOWED_CODES = (0, 2, 3)
"""Done, refused with a message, or done with findings: whatever is brought, nothing else may come of it."""


def run(*arguments: Any) -> tuple[int, str, str]:
    """Run a command as a user would; anything but an exit is an error that nobody caught."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    kept = sys.argv
    sys.argv = ["geomap", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
    finally:
        sys.argv = kept
    out.flush()
    return code, out.buffer.getvalue().decode("utf-8", "replace"), err.getvalue()  # type: ignore[attr-defined]


def tried(*arguments: Any) -> str:
    """Run a command that may refuse but never break; return what it said."""
    code, out, err = run(*arguments)
    assert code in ALLOWED_CODES, f"geomap {' '.join(map(str, arguments))} ended with {code}: {err}"
    assert "Traceback" not in err, err
    assert code != 2 or err.strip(), "refused without a word"
    return out + err


def exports() -> Iterator[str]:
    """Return the formats that are quick to write; pictures of pixels are tried by their own tests."""
    slow = {"png", "pdf"}
    return (known.name for known in EXPORTS if known.name not in slow and not known.is_private)


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
    if draw(st.booleans()) and not accounts:
        case.without_accounts()
    return case


# ---- quick sheets ----------------------------------------------------------------------------------------------------

_SPEAKERS = st.sampled_from(["the army", "the other side", "a mayor", "الجيش"])
_PLACES = st.sampled_from(
    ["Kirkuk", "Kabul", "Green Zone", "Isfahan", "Iran", "Gulf of Aden", "Odesa", "nowhere at all", ""]
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
    "outcome": st.sampled_from(["air burst", "intercepted", "fell short", "unknown", "sank"]),
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
    "rockets": _HOW_MANY,
    "Muertos": st.sampled_from(["", "7"]),
}


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Draw a table as CSV: some columns, some rows, cells as people fill them."""
    columns = draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=1, max_size=12, unique=True))
    if draw(st.booleans()):
        columns = [*dict.fromkeys([*columns, "date", "lat", "lon"])]
    rows = [[draw(_COLUMNS[c]) for c in columns] for _ in range(draw(st.integers(0, 6)))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


def every_command(path: Path, folder: Path, lang: str) -> None:
    """Check, build, export in every quick format, preview and compare one input: none may break."""
    tried("check", path)
    tried("check", path, "--html", folder / "card.html", "--lang", lang)
    tried("build", path, "-o", folder / "built", "--lang", lang)
    for name in exports():
        tried("export", path, "--to", name, "-o", folder / f"as-{name}", "--lang", lang)
    tried("diff", path, path)
    tried("embed", path, "--host", "https://example.org/maps/")
