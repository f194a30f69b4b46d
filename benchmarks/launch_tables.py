"""What ``geomap build`` takes for a table of launches and impacts, beside the same table without its launches.

    python -m benchmarks.launch_tables --rows 2000 20000 --launches 40 --impacts 400

The table is made up: each row draws one launch and one impact place of its own. Each build is a process of its own,
start-up included, so that its time and peak memory are its own. Compare the ratios: the seconds are for one machine.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PAIRED = (
    "id",
    "date",
    "launch_place",
    "launch_lat",
    "launch_lon",
    "impact_place",
    "impact_lat",
    "impact_lon",
    "weapon",
)
PLAIN = ("id", "date", "place", "lat", "lon", "weapon")
MEASURE = """
import resource, sys
from geomap.cli import main
sys.argv = ["geomap", "build", {path!r}, "-o", {target!r}]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def write_table(path: Path, rows: int, launches: int, impacts: int) -> None:
    """Write a made-up table; the same rows every time. Without launches it is a plain table of the same impacts."""
    draw = random.Random(9)
    impact = [(f"Village {n}", 31 + draw.random() * 2, 34.5 + draw.random()) for n in range(impacts)]
    launch = [(f"Base {n}", 32 + draw.random() * 3, 45 + draw.random() * 7) for n in range(launches)]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(PAIRED if launches else PLAIN) + ",rockets\n")
        for number in range(rows):
            ends = [draw.choice(choices) for choices in (launch, impact) if choices]
            places = ",".join(f"{name},{lat:.4f},{lon:.4f}" for name, lat, lon in ends)
            day = f"{2019 + number % 5}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            kind = ("rocket", "ballistic missile", "drone")[number % 3]
            file.write(f"r{number},{day},{places},{kind},{1 + number % 9}\n")


def build(path: Path, target: Path) -> tuple[float, float, dict[str, int]]:
    """Build a table in a process of its own: seconds of a core, peak memory in MB, bytes of each file."""
    code = MEASURE.format(path=str(path), target=str(target))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    core, peak = done.stdout.split()[-2:]
    sizes = {file.name: file.stat().st_size for file in sorted(target.rglob("*")) if file.is_file()}
    return float(core), float(peak), sizes


def main() -> None:
    """Make the tables and print one line for each build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--launches", type=int, default=40)
    parser.add_argument("--impacts", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            for launches in (given.launches, 0):
                path = Path(folder) / f"{rows}-{launches}.csv"
                write_table(path, rows, launches, given.impacts)
                core, peak, sizes = build(path, path.with_suffix(""))
                files = ", ".join(f"{name} {size:,}" for name, size in sizes.items() if size > 100_000)
                print(f"{rows:7,} rows, {launches:3} launch places: {core:6.1f} s of a core, {peak:5.0f} MB; {files}")


if __name__ == "__main__":
    main()
