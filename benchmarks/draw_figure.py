"""How long a figure takes, from the table to the PNG, beside geopandas' own plot of the same points.

    python -m benchmarks.draw_figure --rows 100000
    python -m benchmarks.draw_figure --rows 100000 --peer PYTHON   # a Python that has geopandas and matplotlib

The table is made up: events at a fifth as many places in Iraq, of three precisions. Each run is a process of its own,
start-up included, so that its time and peak memory are its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

CASE = Path(__file__).resolve().parent.parent / "geodata" / "cases" / "green-zone-2020-11-17"
MEASURE = """
import resource, time
began = time.perf_counter()
{code}
used = resource.getrusage(resource.RUSAGE_SELF)
core, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(f"{{time.perf_counter() - began:.2f}} s, {{core:.2f}} s of a core, {{peak:.0f}} MB")
"""
GEOMAP = """
import sys
from geomap.cli import main
sys.argv = ["geomap", "export", {path!r}, "--to", {to!r}, "--size", {size!r}, "-o", {target!r}]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
PEER = """
import geopandas, matplotlib, pandas
matplotlib.use("agg")
from matplotlib import pyplot
table = pandas.read_csv({path!r})
points = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table.longitude, table.latitude), crs=4326)
points.plot(figsize=(7.09, 5), markersize=4)
pyplot.savefig({target!r}, dpi=300)
"""


def write_table(path: Path, rows: int) -> None:
    """Write a made-up table; the same rows every time."""
    draw = random.Random(5)
    towns = [(33.3, 44.4), (36.3, 43.1), (34.4, 45.6), (35.5, 44.0), (33.4, 42.3), (30.5, 47.8)]
    places = []
    for number in range(max(rows // 5, 1)):
        lat, lon = towns[number % len(towns)]
        places.append((f"Place {number}", lat + draw.gauss(0, 0.5), lon + draw.gauss(0, 0.6), 1 + number % 3))
    with path.open("w", encoding="utf-8") as file:
        file.write("id,date,kind,location,latitude,longitude,geo_precision,source,notes\n")
        for number in range(rows):
            name, lat, lon, precision = places[draw.randrange(len(places))]
            day = f"{2015 + number % 7}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            kind = ("rocket", "ied", "airstrike", "drone")[number % 4]
            file.write(f"e{number},{day},{kind},{name},{lat:.4f},{lon:.4f},{precision},Daily {number % 9},A note.\n")


def run(name: str, python: str, code: str) -> None:
    """Run some code in a process of its own and print what it took."""
    script = MEASURE.format(code=code)
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    print(f"{name:28} {done.stdout.strip().splitlines()[-1] if not done.returncode else done.stderr[-300:]}")


def main() -> None:
    """Make the table and print one line for each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer", default="", metavar="PYTHON", help="a Python with geopandas and matplotlib")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, target = str(Path(folder) / "events.csv"), str(Path(folder) / "figure")
        write_table(Path(table), options.rows)
        for to, size in (("png", "two-columns"), ("png", "wide"), ("pdf", "column")):
            run(
                f"Green Zone, {to} {size}",
                sys.executable,
                GEOMAP.format(path=str(CASE), to=to, size=size, target=target),
            )
        run(
            f"{options.rows} events, png",
            sys.executable,
            GEOMAP.format(path=table, to="png", size="two-columns", target=target),
        )
        run(
            f"{options.rows} events, svg",
            sys.executable,
            GEOMAP.format(path=table, to="svg", size="two-columns", target=target),
        )
        if options.peer:
            run(f"{options.rows} points, geopandas", options.peer, PEER.format(path=table, target=target + ".png"))


if __name__ == "__main__":
    main()
