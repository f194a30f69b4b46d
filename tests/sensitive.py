"""One case that holds everything geomap must never publish, and what to look for in its outputs."""

from __future__ import annotations

import copy
from pathlib import Path

from building import DEFAULT_INFO, DEFAULT_TABLES, CaseTables, place, square
from leaks import Needle, coordinates

REDACTED = "bustan_al_khayr"
EMBARGO_ON = "2020-06-01"

# Exact positions; none lies on a grid of geomap, none near another place of the case.
HOME = (43.61234, 33.40567)
PERSON = (43.37891, 33.21543)
BASE = (43.71357, 33.28642)
STREET = (43.55218, 33.31374)
REDACTED_POINT = (43.46813, 33.43928)
SECOND = (43.46999, 33.44111)
EMBARGOED_POINT = (43.28765, 33.46543)

NAMES = (
    "Villa Sundus",
    "فيلا سندس",
    "House of Yusuf Hakimi",
    "بيت يوسف حكيمي",
    "Camp Falcon-7",
    "معسكر الصقر",
    "Tannery Street",
    "شارع الدباغة",
    "Bustān al-Khayr",
    "بستان الخير",
    "Kheir Orchard",
    "Bostan el-Khair",
    "Night raid on Wadi Sirr",
    "Wadi Sirr",
    "وادي السر",
    "The Embargoed Herald",
    "embargoed words of nobody",
)
IDS = (
    "villa_sundus",
    "house_hakimi",
    "camp_falcon_7",
    "tannery_street",
    REDACTED,
    "night_raid",
    "wadi_sirr",
    "em1",
    "x9",
)
SENTINELS = (
    "PRIVATENOTE",
    "EXTRACOLUMN",
    "CROSSCHECKED",
    "SECRETALIAS",
    "HASHOFSOURCE",
    "WORKINGFILE",
    "PROVENANCE",
)


POINTS = (HOME, PERSON, BASE, STREET, REDACTED_POINT, SECOND, EMBARGOED_POINT)


def needles() -> list[Needle]:
    """Return everything that no output may hold."""
    exact = [needle for point in POINTS for needle in coordinates(*point)]
    return [*NAMES, *(i for i in IDS if len(i) > 3), *SENTINELS, *exact]


def sensitive_case(folder: Path) -> Path:
    """Write the case into a folder and return it."""
    case = CaseTables(DEFAULT_TABLES, DEFAULT_INFO)
    case.add("places", *_places())
    _events(case)
    _notes(case)
    case.info["title"] = "Rockets near Bustān al-Khayr and Villa Sundus"
    case.info["title_ar"] = "صواريخ قرب بستان الخير"
    case.info["description"] = "What fell at Kheir Orchard, and at the house of Yusuf Hakimi."
    account = copy.deepcopy(case.info["geomap"]["accounts"][0])
    account["label"] = {"en": "The army, at Bostan el Khair", "ar": "الجيش في بستان الخـير"}
    case.geomap(accounts=[account], context_places=["plain", "villa_sundus", REDACTED])
    case.map_toml = _MAP
    return case.write(folder)


_MAP = """
[page]
title = "Rockets at BUSTAN AL KHAYR"
kicker = "Camp Falcon 7"

[[summary]]
text = "Two fell at Bustan-al-Khayr, one on Tannery  Street."
text_ar = "سقط اثنان في بُستان الخير"
claims = ["k2"]

[[summary]]
text = "Later there was a night raid on Wadi Sirr: embargoed words of nobody."
claims = ["em1"]

[[credits]]
text = "Outline of Kheir Orchard by hand; Camp Falcon‑7 from memory."

[[panel]]
place = "bustan_al_khayr"
text = "Everybody knows Kheir Orchard."

[[panel]]
place = "impact_zone"
text = "Next to Villa Sundus."

[[label]]
account = "military"
place = "impact_zone"
line1 = "beside Villa-Sundus"

[views.military]
center = [43.46813, 33.43928]
metres_per_px = 10
"""


def _places() -> list[dict[str, object]]:
    exact = {"location_class": "exact", "coord_uncertainty_m": 5, "extent_radius_m": 5}
    return [
        place("villa_sundus", *HOME, name="Villa Sundus", name_local="فيلا سندس", sensitivity="home", **exact),
        place(
            "house_hakimi",
            *PERSON,
            name="House of Yusuf Hakimi",
            name_ar="بيت يوسف حكيمي",
            sensitivity="named_person",
            **exact,
        ),
        place(
            "camp_falcon_7",
            *BASE,
            name="Camp Falcon-7",
            name_local="معسكر الصقر",
            label="Falcon-7 (Camp Falcon-7)",
            sensitivity="military_active",
            **exact,
        ),
        place(
            "tannery_street",
            *STREET,
            name="Tannery Street",
            name_local="شارع الدباغة",
            location_class="street",
            coord_uncertainty_m=50,
            extent_radius_m=100,
            parent_id="launch_quarter",
        ),
        place(
            REDACTED,
            *REDACTED_POINT,
            name="Bustān al-Khayr (an orchard)",
            name_local="بستان الخير",
            aliases="Kheir Orchard; Bostan el-Khair; SECRETALIAS",
            geometry=square(*REDACTED_POINT, 900),
            outline_error_m=100,
            cross_check="CROSSCHECKED with a map",
            second_longitude=SECOND[0],
            second_latitude=SECOND[1],
            source=f"PROVENANCE: {REDACTED_POINT[1]}, {REDACTED_POINT[0]}",
        ),
        place("wadi_sirr", *EMBARGOED_POINT, name="Wadi Sirr", name_local="وادي السر", location_class="village"),
    ]


def _events(case: CaseTables) -> None:
    case.set("events", "attack", title="Rockets near Bustan  al Khayr", summary="Close to villa sundus, it was said.")
    case.set("sources", "daily", title="بستان الخير: صواريخ", url="https://daily.example/bustan-al-khayr/1")
    case.set(
        "sources",
        "army",
        archive_url="https://archive.example/%D8%A8%D8%B3%D8%AA%D8%A7%D9%86-%D8%A7%D9%84%D8%AE%D9%8A%D8%B1",
    )
    case.set("claims", "k2", words="two fell at Bustân al-Khayr, near Tannery street", quote="at kheir orchard")
    case.set("claims", "k4", words="one was killed near the house of Yusuf Hakimi", words_ar="قرب بَيت يوسف حكيمي")
    reported = {"kind": "rocket", "date_start": "2020-05-06", "source_ids": "daily", "status": "reported"}
    case.add(
        "events",
        reported | {"event_id": "at_home", "place_id": "villa_sundus"},
        reported | {"event_id": "at_the_house", "place_id": "house_hakimi", "killed_low": 1},
        reported | {"event_id": "at_the_base", "place_id": "camp_falcon_7"},
        reported | {"event_id": "at_the_orchard", "place_id": REDACTED},
        reported
        | {
            "event_id": "night_raid",
            "title": "Night raid on Wadi Sirr",
            "date_start": "2020-06-02",
            "place_id": "wadi_sirr",
            "source_ids": "herald",
        },
    )
    case.add(
        "sources",
        {
            "source_id": "herald",
            "title": "Night raid on Wadi Sirr",
            "publisher": "The Embargoed Herald",
            "kind": "news",
            "url": "https://herald.example/raid",
        },
    )
    claim = copy.deepcopy(case.row("claims", "k1"))
    case.add(
        "claims",
        claim | {"claim_id": "em1", "about": "night_raid", "value": "wadi_sirr", "words": "embargoed words of nobody"},
        claim | {"claim_id": "k6", "value": "tannery_street", "words": "a launcher stood in Tannery Street"},
        claim | {"claim_id": "k7", "field": "impact_place_id", "value": REDACTED, "words": "one fell in the orchard"},
    )
    group = {"event_id": "attack", "account": "military", "group_n": 1, "outcome": "ground_impact"}
    case.set("events", "attack", munitions_low=4, munitions_high=6)
    case.add(
        "trajectories",
        group
        | {
            "trajectory_id": "t3",
            "launch_place_id": "tannery_street",
            "impact_place_id": REDACTED,
            "basis_claim_ids": "k6; k7",
            "wording": "from Tannery Street to Kheir Orchard",
        },
        group
        | {
            "trajectory_id": "x9",
            "event_id": "night_raid",
            "launch_place_id": "tannery_street",
            "impact_place_id": "wadi_sirr",
            "basis_claim_ids": "em1",
        },
    )
    case.add("event_places", {"event_id": "attack", "place_id": REDACTED, "role": "damage_seen", "claim_id": "k7"})
    case.add("relations", {"event_id": "night_raid", "relation": "follows", "other_event_id": "attack"})
    case.add(
        "corrections",
        {"corrected_on": "2020-05-09", "about": "attack", "what": "The place is Kheir Orchard, not Villa Sundus."},
        {"corrected_on": "2020-06-03", "about": "night_raid", "what": "Added: embargoed words of nobody."},
    )


def _notes(case: CaseTables) -> None:
    """Fill every private column of every table, and one column that nobody knows."""
    for name, rows in case.tables.items():
        for row in rows:
            row["editor_remark"] = "EXTRACOLUMN"
            if name not in ("corrections",):
                row["note"] = "PRIVATENOTE at Villa Sundus"
                row["note_ar"] = "PRIVATENOTE"
    for row in case.tables["sources"]:
        row["sha256"] = "HASHOFSOURCE"
    for row in case.tables["events"]:
        row.update(file="WORKINGFILE.xlsx", file_row=77)
