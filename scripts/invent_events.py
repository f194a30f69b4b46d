"""Write tests/data/invented-events.csv: 640 invented rows in the columns of ACLED, with mistakes that such files have.

No row happened. The docs and tests use it where a real export may not be passed on. The same bytes every time.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "tests" / "data" / "invented-events.csv"
COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
TOWNS = {
    "Baghdad": ("Baghdad", 33.3386, 44.3939), "Basra": ("Basra", 30.5085, 47.7804),
    "Mosul": ("Ninewa", 36.335, 43.1189), "Kirkuk": ("Kirkuk", 35.4681, 44.3922),
    "Ramadi": ("Al Anbar", 33.4258, 43.2994), "Fallujah": ("Al Anbar", 33.3491, 43.786),
    "Baquba": ("Diyala", 33.75, 44.6417), "Tikrit": ("Salah Al Din", 34.6071, 43.6782),
    "Nasiriyah": ("Thi Qar", 31.0439, 46.2575), "Kut": ("Wassit", 32.5128, 45.8182),
}  # fmt: skip
KINDS = (
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Battles", "Armed clash"),
    ("Protests", "Peaceful protest"),
)
ROWS = 639
"""And a row of totals."""


def row_of(number: int, chance: random.Random) -> dict[str, Any]:
    """Return one good row."""
    town = chance.choice(list(TOWNS)) if number % 7 else "Baghdad"
    admin1, lat, lon = TOWNS[town]
    prec = chance.choices(("1", "2", "3"), (58, 14, 28))[0]
    kind, sub = chance.choice(KINDS)
    spread = 0.0 if town == "Baghdad" or prec == "3" else 0.35
    return {
        "event_id_cnty": f"INV{number}",
        "event_date": f"{chance.randint(1, 28):02d} {chance.choice(('January', 'March', 'June', 'October'))} 2020",
        "year": 2020,
        "time_precision": chance.choices(("1", "2", "3"), (84, 12, 4))[0],
        "disorder_type": "Demonstrations" if kind == "Protests" else "Political violence",
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": "Invented group A",
        "actor2": "Invented group B",
        "iso": 368,
        "region": "Middle East",
        "country": "Iraq",
        "admin1": admin1,
        "location": town if not spread else f"{town} - {chance.randint(1, 40)}",
        "latitude": round(lat + chance.uniform(-spread, spread), 4),
        "longitude": round(lon + chance.uniform(-spread, spread), 4),
        "geo_precision": prec,
        "source": chance.choice(("Invented Daily", "Invented Daily; Made-up Agency", "Made-up Agency")),
        "source_scale": "National",
        "notes": "Invented row, for the tests and docs of geomap.",
        "fatalities": 0 if kind == "Protests" else chance.choice((0, 0, 0, 1, 2, 4)),
    }


def spoil(rows: list[dict[str, Any]]) -> None:
    """Put mistakes into rows, each where a person would make it."""
    harmed = [row for row in rows if row["fatalities"] == 0 and row["event_type"] != "Protests"]
    for row in harmed[:118]:
        row["notes"] += " The number of fatalities is unknown."
    for row in rows[40:300:52]:
        row["latitude"], row["longitude"] = row["longitude"], row["latitude"]
    for row in rows[11:500:120]:
        row["latitude"], row["longitude"] = 0, 0
    for row in rows[23:400:61]:
        row["event_date"] = "13/14/2020"
    for row in rows[17:600:16]:
        row["latitude"], row["longitude"] = row["latitude"] + 0.00000917, row["longitude"] + 0.00000431
    rows[88]["location"] = "Ba\u00d8\u00b9quba"
    rows[301] = dict(rows[300])


def main() -> None:
    """Write the file."""
    chance = random.Random(20201117)
    rows = [row_of(number, chance) for number in range(1, ROWS + 1)]
    spoil(rows)
    rows.append({"event_id_cnty": "Total", "fatalities": sum(int(row["fatalities"]) for row in rows)})
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
