"""Whether geomap became slower: the same work by two checkouts, in turn, in one run.

    python -m benchmarks.old_and_new ../geomap-before . --runs 5

Building a case, building a table, exporting both. Each run is a process of its own, started as a user starts it with
the same Python; old and new take turns, so that a machine that slows down slows down for both. Like an installation,
both keep their compiled modules: a first run of each is not counted. Printed are medians of the CPU seconds (user and
system, children included) and the ratio of new to old. Compare the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.check_table import write_table

CASE = "geodata/cases/green-zone-2020-11-17"
CATALOGUE = "geodata/catalogues/iraq-2019-2021"
JOBS = {
    "build a case": ["build", CASE, "-o", "{out}"],
    "build a case, Arabic": ["build", CASE, "--lang", "ar", "-o", "{out}"],
    "build a catalogue": ["build", CATALOGUE, "-o", "{out}"],
    "build a table": ["build", "{table}", "-o", "{out}"],
    "check a table": ["check", "{large}"],
    "case to figure": ["export", CASE, "--to", "svg", "-o", "{out}.svg"],
    "case to GeoJSON": ["export", CASE, "--to", "geojson", "-o", "{out}.geojson"],
    "table to GeoJSON": ["export", "{table}", "--to", "geojson", "-o", "{out}.geojson"],
    "table to GeoPackage": ["export", "{table}", "--to", "gpkg", "-o", "{out}.gpkg"],
    "table to XLSX": ["export", "{table}", "--to", "xlsx", "-o", "{out}.xlsx"],
}


def cpu_seconds(checkout: Path, arguments: list[str], compiled: str) -> float:
    """Return the user and system seconds of one run of the command line of a checkout.

    Parameters
    ----------
    checkout : pathlib.Path
    arguments : list of str
    compiled : str
        Folder for compiled modules; with none of their own each run would compile geomap anew.
    """
    env = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": compiled}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "geomap", *arguments], cwd=checkout, env=env, capture_output=True, text=True, check=False
    )
    after = os.times()
    if done.returncode not in (0, 3):
        sys.exit(f"{checkout}: geomap {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Run every job by both checkouts in turn and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, help="checkout to compare with")
    parser.add_argument("new", type=Path, help="checkout to measure")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1_000, help="rows of the table that is built and exported")
    parser.add_argument("--large-rows", type=int, default=50_000, help="rows of the table that is checked")
    parser.add_argument("--only", default="", help="a word in the names of the jobs to run")
    asked = parser.parse_args()
    checkouts = [asked.old.resolve(), asked.new.resolve()]
    with tempfile.TemporaryDirectory() as folder:
        paths = {"table": f"{folder}/table.csv", "large": f"{folder}/large.csv"}
        write_table(Path(paths["table"]), asked.rows)
        write_table(Path(paths["large"]), asked.large_rows)
        print(f"{'':24}{'old':>8}{'new':>8}{'new/old':>9}   CPU s, median of {asked.runs}")
        for name, job in JOBS.items():
            if asked.only not in name:
                continue
            spent: list[list[float]] = [[], []]
            for run in range(asked.runs + 1):
                for side, checkout in enumerate(checkouts):
                    arguments = [a.format(out=f"{folder}/{run}-{side}-{name.replace(' ', '-')}", **paths) for a in job]
                    spent[side].append(cpu_seconds(checkout, arguments, f"{folder}/compiled"))
            old, new = (statistics.median(side[1:]) for side in spent)
            print(f"{name:24}{old:8.2f}{new:8.2f}{new / old:9.3f}", flush=True)


if __name__ == "__main__":
    main()
