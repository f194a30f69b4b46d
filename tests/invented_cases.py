"""Cases drawn at random and made as a desk would make them: a quick sheet of places anywhere on land, through the
command line. Nothing in them is a fact. One seed gives one case.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyproj
from making import Row, write_sheet
from trying import run

_GEOD = pyproj.Geod(ellps="WGS84")
_GROUND = Path(__file__).parents[1] / "geodata" / "ground"
_SPEAKERS = ("The army", "The defence ministry", "A rebel spokesman", "The governor", "A UN panel", "Residents")
_KINDS = ("rocket", "missile", "drone", "artillery")
_REACH_KM = (15, 60, 250, 900, 2_000)


def _towns() -> geopandas.GeoDataFrame:
    towns = geopandas.read_parquet(_GROUND / "towns.parquet")
    return towns[(towns.geometry.y.abs() < 70) & (towns["population"] > 50_000)]


def invented_case(folder: Path, seed: int) -> Path:
    """Make the case of a seed in a new folder, and return the folder.

    Parameters
    ----------
    folder : pathlib.Path
        Must not exist.
    seed : int
    """
    dice = random.Random(seed)
    towns = _towns().sample(frac=1, random_state=seed)
    first = towns.iloc[0]
    reach_m = dice.choice(_REACH_KM) * 1000
    way_m = _apart_m(first, towns)
    near = [town for _, town in towns[(way_m > 0.1 * reach_m) & (way_m < reach_m)].head(12).iterrows()]
    near = near or [town for _, town in towns.iloc[way_m.argsort()[1:5]].iterrows()]
    impacts = [first, *dice.sample(near, min(len(near), dice.randint(0, 2)))]
    launches = dice.sample(near, min(len(near), dice.randint(1, 4)))
    rows = _rows(dice, impacts, launches)
    folder.parent.mkdir(parents=True, exist_ok=True)
    sheet = write_sheet(folder.parent / "sheet.csv", rows)
    code, _, error = run("new", folder, "--from", sheet, "--title", f"An invented night, number {seed}")
    if code not in (0, 3):
        raise AssertionError(f"seed {seed}: geomap new ended with {code}: {error}")
    return folder


def _apart_m(one: Any, towns: geopandas.GeoDataFrame) -> np.ndarray[Any, Any]:
    lon, lat = towns.geometry.x.to_numpy(), towns.geometry.y.to_numpy()
    return np.asarray(_GEOD.inv(np.full_like(lon, one.geometry.x), np.full_like(lat, one.geometry.y), lon, lat)[2])


def _rows(dice: random.Random, impacts: list[Any], launches: list[Any]) -> list[Row]:
    kind, speakers = dice.choice(_KINDS), dice.sample(_SPEAKERS, dice.randint(1, min(4, len(launches))))
    rows = [_row(speakers[0], "kind", kind), _row(speakers[0], "date", "2021-03-04")]
    rows.append(_row(speakers[0], "time", f"{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}"))
    for n, speaker in enumerate(speakers):
        count = dice.choice([1, 3, 7, 12, 30, 170])
        rows.append(_row(speaker, "munitions", dice.choice([str(count), f"at least {count}"])))
        rows.append(_row(speaker, "launch area", _launch(dice, launches[n]), how_many=str(count)))
        left = count
        for town in impacts[: dice.randint(1, len(impacts))]:
            fell = dice.randint(1, max(left // 2, 1))
            left -= fell
            if left >= 0:
                rows.append(_row(speaker, "impact area", _named(town), how_many=str(fell)))
        others = [s for s in speakers if s != speaker]
        if others and dice.random() < 0.5:
            rows.append(_row(dice.choice(others), "launch area", _launch(dice, launches[n]), stance="denies"))
    rows.append(_row(speakers[-1], "killed", str(dice.choice([0, 1, 5])), whom="civilian"))
    return rows


def _named(town: Any) -> str:
    return f"{town['name']}, {town['country']}"


def _launch(dice: random.Random, town: Any) -> str:
    bearing = dice.choice(["north", "south-west", "east"])
    return dice.choice([_named(town), f"{dice.choice([5, 20, 40])} km {bearing} of {_named(town)}"])


def _row(speaker: str, about: str, value: str, **cells: str) -> Row:
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    return {
        "who said": speaker,
        "who relayed": "The Daily",
        "about": about,
        "value": value,
        "words": f"{about} {value}",
        "link": "https://daily.example/night",
        "published on": "2021-03-05",
        "kind of source": "news",
        **given,
    }
