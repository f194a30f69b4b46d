"""How long the gate takes with and without names to withhold.

    python -m benchmarks.withhold_names --rows 20000 --runs 5

One row is the shipped catalogue, one an invented table in the columns of ACLED (`benchmarks.check_table`). CPU seconds
of this process, the median of the runs. Compare two states of the code on the same machine, taking turns.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.check_table import write_table
from geomap.dataset import Dataset
from geomap.disclosure import disclose
from geomap.edition import Policy
from geomap.places import locate
from geomap.readers import read_path

CATALOGUE = Path(__file__).resolve().parent.parent / "geodata" / "catalogues" / "iraq-2019-2021"


def cpu_s(step: Callable[[], object], runs: int) -> float:
    """Return the median CPU seconds of a step."""
    spent = []
    for _ in range(runs):
        started = time.process_time()
        step()
        spent.append(time.process_time() - started)
    return statistics.median(spent)


def told_or_nothing(dataset: Dataset, policy: Policy) -> None:
    """Go through the gate as a build does, with the second, loose search where this state of the code has one."""
    try:
        from geomap.disclosure import gate
    except ImportError:
        disclose(dataset, policy)
    else:
        gate(dataset, policy).told(dataset)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "acled.csv"
        write_table(table, asked.rows)
        for name, path in (("catalogue", CATALOGUE), (f"{asked.rows:,} rows", table)):
            dataset = locate(read_path(path)[0])[0]
            place_id = str(dataset.places["place_id"].iloc[0])
            for told, policy in (("nothing withheld", Policy()), ("one place", Policy(redact=(place_id,)))):
                alone = cpu_s(lambda d=dataset, p=policy: disclose(d, p), asked.runs)
                whole = cpu_s(lambda d=dataset, p=policy: told_or_nothing(d, p), asked.runs)
                print(f"{name:12} {told:17} disclose {alone:7.3f} s   with what is told {whole:7.3f} s")


if __name__ == "__main__":
    main()
