"""``python -m tests.conformance.ucdp FILE``: read a UCDP GED file and hold what was read against the file itself.

Nothing of the file is copied. Exit code 1 if a row is lost, a number altered, an outlier not told, or a place that is
known to a district or coarser drawn as a pin.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from geomap.pipeline import build_edition, checked

DISTRICT = 3
"""where_prec from which a place is known to a district or coarser."""
DISTRICT_RADIUS_M = 30_000


def failures(path: Path) -> list[str]:
    """Return what does not hold, in words; prints the numbers."""
    raw = pd.read_csv(path)
    dataset, findings = checked(path)
    edition = build_edition(path)
    places = dataset.events.merge(dataset.places, on="place_id")
    coarse = places[places["where_prec"] >= DISTRICT]
    outside = [int(n) + 2 for n in raw.index[(raw["best"] < raw["low"]) | (raw["best"] > raw["high"])]]
    told = list(findings.with_code("best-outside-range"))
    count = edition.accounting
    print(
        f"{len(raw):,} rows in the file = {count.drawn:,} drawn + {count.listed:,} listed + {count.refused:,} refused"
    )
    print(f"{len(outside):,} rows with best outside of low and high; told of {sum(f.count for f in told):,}")
    print(f"{len(coarse):,} rows known to a district or coarser, none of them a pin")

    wrong = []
    if (len(dataset.events) + len(dataset.refused), count.rows_in) != (len(raw), len(raw)):
        wrong.append("rows were lost")
    if sum(f.count for f in told) != len(outside) or (told and list(told[0].rows) != outside[: len(told[0].rows)]):
        wrong.append("not every row with best outside of low and high was told")
    held = {"low": raw[["low", "best"]].min(axis=1), "high": raw[["high", "best"]].max(axis=1), "best": raw["best"]}
    for name, expected in held.items():
        if dataset.events[f"killed_{name}"].astype(int).tolist() != expected.astype(int).tolist():
            wrong.append(f"{name} is not what the three numbers say")
    if not ((coarse["radius_m"] >= DISTRICT_RADIUS_M) | coarse["radius_m"].isna()).all():
        wrong.append("a district has too small a radius")
    if any(mark.symbol == "disc" for mark in edition.scene.marks()):
        wrong.append("a place is drawn as a pin")
    return wrong


def main() -> int:
    """Read the file that is named, and print what does not hold."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    wrong = failures(Path(sys.argv[1]))
    print("\n".join(wrong) or "nothing lost, nothing altered")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
