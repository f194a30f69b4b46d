"""How long ``geomap check`` takes on an ACLED-shaped table, beside plain pandas and pyarrow reading of the same file.

    python -m benchmarks.check_table --rows 1000000

The table is made up: 31 columns, about 490 bytes a row, invented places and texts. Each reading runs in its own
process, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

COLUMNS = [
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
]
NOTES = "On {day}, unidentified gunmen fired rockets towards a base near {place}. " + "No group claimed it. " * 8
RUNS = {
    "geomap check": "from geomap.pipeline import checked; d, f = checked({path!r}); print(len(d.events), len(f))",
    "pandas": "import pandas; print(len(pandas.read_csv({path!r}, dtype=str)))",
    "pyarrow": "from pyarrow import csv; print(csv.read_csv({path!r}).num_rows)",
}
MEASURE = """
import resource, time
began = time.perf_counter()
{code}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{{time.perf_counter() - began:.1f}} s, {{peak:.0f}} MB")
"""


def write_table(path: Path, rows: int) -> None:
    """Write a made-up table; the same rows every time."""
    draw = random.Random(4)
    places = [(f"Town {n}", 29 + draw.random() * 8, 39 + draw.random() * 9) for n in range(20_000)]
    sources = [f"Outlet {n}" for n in range(800)]
    kinds = ["Air/drone strike", "Shelling/artillery/missile attack", "Armed clash", "Peaceful protest", "Attack"]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(rows):
            name, lat, lon = places[draw.randrange(len(places))]
            day = f"{2016 + number % 9}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            kind = kinds[number % len(kinds)]
            source = "; ".join(draw.sample(sources, 1 + number % 2))
            file.write(
                f"IRQ{number},{day},{day[:4]},{1 + number % 3},Political violence,Explosions/Remote violence,{kind},"
                f"Unidentified Armed Group (Iraq),,3,Civilians (Iraq),Labor Group (Iraq),7,37,Civilian targeting,368,"
                f"Middle East,Iraq,Province {number % 18},District {number % 100},,{name},{lat:.4f},{lon:.4f},"
                f'{1 + number % 3},{source},National,"{NOTES.format(day=day, place=name)}",{number % 4},,1700000000\n'
            )


def main() -> None:
    """Make the table and print one line for each reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acled-shaped.csv"
        write_table(path, rows)
        print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
        for name, code in RUNS.items():
            script = MEASURE.format(code=code.format(path=str(path)))
            done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
            print(f"{name:14} {' / '.join(done.stdout.splitlines()) or done.stderr[-300:]}")


if __name__ == "__main__":
    main()
