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

from geomap.making.naming import find_places

_GEOD = pyproj.Geod(ellps="WGS84")
_GROUND = Path(__file__).parents[1] / "geodata" / "ground"
_SPEAKERS = (
    "The army",
    "The defence ministry",
    "A rebel spokesman",
    "The governor",
    "A UN panel",
    "Residents",
    "The general staff",
)
_KINDS = ("rocket", "missile", "drone", "artillery", "ballistic missile", "cruise missile")
_REACH_KM = (0.3, 5, 15, 60, 250, 900, 2_000, 8_000)
_SEAS = ("Gulf of Aden", "Black Sea", "Gulf of Guinea", "Java Sea", "Red Sea", "Baltic Sea", "Bering Sea")
_WAYS = ("north", "south-west", "east", "north-east", "west")
_COUNTRIES = {
    "Iran": "west",
    "Norway": "north",
    "Fiji": "north",
    "Chile": "south",
    "Indonesia": "east",
    "Kazakhstan": "south-west",
    "Chad": "north",
    "Mexico": "north-west",
    "Yemen": "north",
    "New Zealand": "south",
    "Mongolia": "east",
    "Canada": "south",
}


def _towns() -> geopandas.GeoDataFrame:
    towns = geopandas.read_parquet(_GROUND / "towns.parquet")
    far_north, seam = towns.geometry.y.abs() > 60, towns.geometry.x.abs() > 165
    return towns[(towns["population"] > 50_000) | ((far_north | seam) & (towns["population"] > 2_000))]


def invented_case(folder: Path, seed: int) -> Path:
    """Make the case of a seed in a new folder, and return the folder.

    Parameters
    ----------
    folder : pathlib.Path
        Must not exist.
    seed : int
        Every tenth is far north or south, every tenth near 180 degrees, every tenth at sea.
    """
    dice = random.Random(seed)
    towns = _towns().sample(frac=1, random_state=seed)
    first = _first(towns, seed)
    reach_m = _REACH_KM[seed % len(_REACH_KM)] * 1000
    way_m = _apart_m(first, towns)
    near = [town for _, town in towns[(way_m > 0.1 * reach_m) & (way_m < reach_m)].head(4).iterrows()]
    near += [town for _, town in towns.iloc[way_m.argsort()[1:9]].iterrows()]
    near = [town for town in near if _is_known(town)]
    impacts = [first, *dice.sample(near, min(len(near), dice.randint(0, 2)))]
    rows = _rows(dice, impacts, _launches(dice, first, near, reach_m), is_at_sea=seed % 10 == 7)
    folder.parent.mkdir(parents=True, exist_ok=True)
    sheet = write_sheet(folder.parent / "sheet.csv", rows)
    code, _, error = run("new", folder, "--from", sheet, "--title", f"An invented night, number {seed}")
    if code not in (0, 3):
        raise AssertionError(f"seed {seed}: geomap new ended with {code}: {error}")
    if "No place" in error:
        raise AssertionError(f"seed {seed}: a place is not found: {error}")
    return folder


def _first(towns: geopandas.GeoDataFrame, seed: int) -> Any:
    """Return where a case happens."""
    among = {3: towns.geometry.y.abs() > 62, 5: towns.geometry.x.abs() > 170}.get(seed % 10)
    found = (towns if among is None else towns[among]).iterrows()
    return next(town for _, town in found if _is_known(town))


def _is_known(town: Any) -> bool:
    """Whether a town is the only one of its name in its country: a desk is asked which of several it means."""
    return bool(find_places([_named(town)], [], "").ids)


def _apart_m(one: Any, towns: geopandas.GeoDataFrame) -> np.ndarray[Any, Any]:
    lon, lat = towns.geometry.x.to_numpy(), towns.geometry.y.to_numpy()
    return np.asarray(_GEOD.inv(np.full_like(lon, one.geometry.x), np.full_like(lat, one.geometry.y), lon, lat)[2])


def _launches(dice: random.Random, first: Any, near: list[Any], reach_m: float) -> list[str]:
    """Return up to four places from which something was fired, in the words of a report."""
    made = [_launch(dice, town) for town in dice.sample(near, min(len(near), dice.randint(1, 4)))]
    if reach_m < 1_000:
        made = [f"{int(reach_m)} m {dice.choice(_WAYS)} of {_named(first)}"]
    if dice.random() < 0.3:
        country = dice.choice(sorted(_COUNTRIES))
        made[0] = dice.choice([country, f"{_COUNTRIES[country]} of {country}"])
    if dice.random() < 0.15:
        made[-1] = _named(first)  # launch and impact are one
    return list(dict.fromkeys(made))


def _rows(dice: random.Random, impacts: list[Any], launches: list[str], *, is_at_sea: bool) -> list[Row]:
    kind, speakers = dice.choice(_KINDS), dice.sample(_SPEAKERS, dice.randint(1, len(launches)))
    rows = [_row(speakers[0], "kind", kind), _row(speakers[0], "date", "2021-03-04")]
    rows.append(_row(speakers[0], "time", f"{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}"))
    ends = [_named(town) for town in impacts]
    if is_at_sea:
        ends[0] = dice.choice(_SEAS)
    for n, speaker in enumerate(speakers):
        count = dice.choice([1, 3, 7, 12, 30, 170])
        rows.append(_row(speaker, "munitions", dice.choice([str(count), f"at least {count}"])))
        rows.append(_row(speaker, "launch area", launches[n], how_many=str(count)))
        rows += _ends(dice, speaker, ends, count)
        others = [s for s in speakers if s != speaker]
        if others and dice.random() < 0.5:
            rows.append(_row(dice.choice(others), "launch area", launches[n], stance="denies"))
    if is_at_sea:
        rows.append(_row(speakers[0], "ship hit", "Invented Star"))
    rows.append(_row(speakers[-1], "killed", str(dice.choice([0, 1, 5])), whom="civilian"))
    return rows


def _ends(dice: random.Random, speaker: str, ends: list[str], count: int) -> list[Row]:
    """Return where some of those that one speaker tells of fell, and where one was stopped."""
    rows, left = [], count
    for end in ends[: dice.randint(1, len(ends))]:
        fell = dice.randint(1, max(left // 2, 1))
        left -= fell
        if left >= 0:
            rows.append(_row(speaker, "impact area", end, how_many=str(fell)))
    if left > 0 and dice.random() < 0.3:
        rows.append(_row(speaker, "intercepted over", ends[-1], how_many="1"))
    return rows


def _named(town: Any) -> str:
    return f"{town['name']}, {town['country']}"


def _launch(dice: random.Random, town: Any) -> str:
    named = f"{dice.choice([5, 20, 40])} km {dice.choice(_WAYS)} of {_named(town)}"
    return dice.choice([_named(town), named, f"near {_named(town)}"])


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
