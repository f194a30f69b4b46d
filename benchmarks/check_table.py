"""How long ``geomap check`` takes on an ACLED-shaped table, beside plain pandas and pyarrow reading of the same file.

    python -m benchmarks.check_table --rows 1000000 --runs 3

The table is made up: 31 columns, about 490 bytes a row, invented places and texts. Each reading is a process of its
own, started as a user starts it; they take turns, and the median of the runs is printed. Memory is the largest sum over
the process and its children (PSS where the system tells it: pages that two processes share are counted once).
Compare the ratios: the seconds are for one machine.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

COLUMNS = [
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
]
NOTES = "On {day}, unidentified gunmen fired rockets towards a base near {place}. " + "No group claimed it. " * 5
RUNS = {
    "geomap check": [sys.executable, "-m", "geomap", "check", "{path}"],
    "pandas, text": [sys.executable, "-c", "import pandas; pandas.read_csv({path!r}, dtype=str)"],
    "pandas": [sys.executable, "-c", "import pandas; pandas.read_csv({path!r})"],
    "pyarrow": [sys.executable, "-c", "from pyarrow import csv; csv.read_csv({path!r})"],
}
LOOK_S = 0.1


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


def memory(process: psutil.Process) -> int:
    """Bytes of a process and its children."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            known = one.memory_full_info()
        except psutil.Error:
            continue
        total += getattr(known, "pss", 0) or known.rss
    return total


def measured(command: list[str]) -> tuple[float, float, float]:
    """Run a command: seconds by the wall, seconds of processor, largest memory in MB."""
    before = os.times()
    began, peak = time.perf_counter(), 0
    done = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process = psutil.Process(done.pid)
    while done.poll() is None:
        try:
            peak = max(peak, memory(process))
        except psutil.Error:
            break
        time.sleep(LOOK_S)
    if done.wait():
        raise SystemExit(f"failed: {' '.join(command)}")
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used, peak / 1e6


def main() -> None:
    """Make the table and print one line for each reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acled-shaped.csv"
        write_table(path, given.rows)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        size = path.stat().st_size / 1e6
        print(f"{given.rows:,} rows, {len(COLUMNS)} columns, {size:.0f} MB; {cores} cores; median of {given.runs} runs")
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        told: dict[str, list[tuple[float, float, float]]] = {name: [] for name in RUNS}
        for _ in range(given.runs):
            for name, words in RUNS.items():
                told[name].append(measured([word.format(path=str(path)) for word in words]))
        own = statistics.median(wall for wall, *_ in told["geomap check"])
        print(f"{'':14} {'wall':>8} {'processor':>10} {'memory':>9}  geomap check takes")
        for name, runs in told.items():
            wall, used, peak = (statistics.median(column) for column in zip(*runs, strict=True))
            ratio = "" if name == "geomap check" else f"  {own / wall:.2f} times as long"
            print(f"{name:14} {wall:6.1f} s {used:8.1f} s {peak:6.0f} MB{ratio}")


if __name__ == "__main__":
    main()
