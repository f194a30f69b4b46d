"""Columns of launch and impact: what a table says of where projectiles came from and fell becomes trajectories.

| launches in the row | impacts in the row | trajectories |
|---|---|---|
| one | one | one, with both ends |
| several | one | one for each launch, all with that impact |
| one | several | one for each impact, all with that launch |
| several | several | one for each end alone: nobody said which belongs to which |
| one or more | none | one for each launch, without impact |

Where a row gives a launch, a bearing and a distance, the impact that they name is worked out only if it is asked for
(``--derived-ends``): nobody reported that position. It is marked as derived and drawn as wide as the two numbers are
coarse. A launch is never worked out from an impact.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geomap.readers.cells.numbers import read_coordinates
from geomap.readers.cells.plain import Bad
from geomap.readers.derived import derived_impacts
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.readers.where import Where, places_of
from geomap.schema import STRING

__all__ = ["trajectories_of"]

_DERIVED = "worked out from a bearing and a distance that the table gives"
_PAIR = re.compile(r"^([^,]*\d[^,]*),\s*([^,]*\d[^,]*)$")
_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_End = tuple[int, str, float, float]


def trajectories_of(
    chunk: RowChunk, problems: Problems, values: dict[str, object], ids: pd.Series, place_ids: pd.Series
) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    """Return the trajectories of a chunk and the places of their ends, or None if the table has no such columns.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of coordinates that are none, and of bearings from which nothing is worked out.
    values : dict
        Columns of the events so far; ``munitions_low`` and ``munitions_high`` give the size of a lone group.
    ids, place_ids : pandas.Series of str
        Event and place of each row. Where the table has no column for the impact, the place is where they fell.
    """
    ends = {end: _ends(chunk, problems, end) for end in ("launch", "impact")}
    derived = derived_impacts(chunk, problems, ends["launch"], {entry[0] for entry in ends["impact"]})
    if not any(ends.values()):
        return None, pd.DataFrame()
    placed, places = _placed(chunk, ends, ~problems.is_refused)
    if len(derived):
        derived_ids, derived_places = places_of(
            Where(frame=derived, system=""), _DERIVED, pd.Series(True, index=derived.index)
        )
        derived_places["basis"] = pd.Series("derived", index=derived_places.index).astype(places["basis"].dtype)
        places = pd.concat([places, derived_places])
        for row, place_id in derived_ids.items():
            placed["impact"][int(str(row))] = [str(place_id)]
    rows: list[dict[str, object]] = []
    for row in chunk.text.index[~problems.is_refused]:
        launches = placed["launch"].get(row, [])
        impacts = placed["impact"].get(row, [])
        if not ends["impact"] and not impacts and launches and pd.notna(place_ids[row]):
            impacts = [str(place_ids[row])]
        pairs = _pairs(launches, impacts)
        size = _size(values, row) if len(pairs) == 1 else None
        for number, (launch, impact) in enumerate(pairs, start=1):
            rows.append(
                {
                    "trajectory_id": f"{ids[row]}-t{number}",
                    "event_id": ids[row],
                    "group_n": size,
                    "outcome": "ground_impact" if impact and row not in derived.index else "unknown",
                    "launch_place_id": launch,
                    "impact_place_id": impact,
                    "row": row,
                }
            )
    frame = pd.DataFrame(
        rows, columns=["trajectory_id", "event_id", "group_n", "outcome", "launch_place_id", "impact_place_id", "row"]
    )
    columns: dict[str, object] = {c: frame[c] for c in frame.columns if c != "row"}
    tracks = typed("trajectories", columns, frame.index)
    tracks.index = pd.Index(frame["row"].astype("int64"))
    return tracks, places


def _pairs(launches: list[str], impacts: list[str]) -> list[tuple[str | None, str | None]]:
    if len(launches) > 1 and len(impacts) > 1:
        return [*((launch, None) for launch in launches), *((None, impact) for impact in impacts)]
    starts: list[str | None] = [*launches] or [None]
    falls: list[str | None] = [*impacts] or [None]
    return [(launch, impact) for launch in starts for impact in falls if launch or impact]


def _size(values: dict[str, object], row: int) -> object:
    low, high = values.get("munitions_low"), values.get("munitions_high")
    if not isinstance(low, pd.Series) or not isinstance(high, pd.Series):
        return None
    is_one = pd.notna(low[row]) and pd.notna(high[row]) and low[row] == high[row] and low[row] > 0
    return low[row] if is_one else None


def _ends(chunk: RowChunk, problems: Problems, end: str) -> list[_End]:
    """Return (row, name, longitude, latitude) of each end that the rows name."""
    names = chunk.cells(f"{end}_place")
    has_numbers = {f"{end}_latitude", f"{end}_longitude"} <= set(chunk.mapping.found)
    if names is None and not has_numbers:
        return []
    points = _points(chunk, problems, end) if has_numbers else {}
    found: list[_End] = []
    for row in chunk.text.index:
        text = str(names[row]).strip() if names is not None and pd.notna(names[row]) else ""
        parts = [part for part in _BETWEEN.split(text) if part]
        here = points.get(int(row), [])
        if len(here) > 1:
            called = parts if len(parts) == len(here) else [""] * len(here)
            found += [(row, name, lon, lat) for name, (lon, lat) in zip(called, here, strict=True)]
        elif here:
            found.append((row, text, *here[0]))
        else:
            found += [(row, *_named_or_point(part)) for part in parts]
    return found


def _named_or_point(part: str) -> tuple[str, float, float]:
    """Return name, longitude and latitude of a part: "33.1, 44.1" is a position, latitude first, as people write it."""
    pair = _PAIR.match(part)
    if pair is None:
        return part, np.nan, np.nan
    cells = pd.Series([pair[1], pair[2]], dtype=STRING)
    lat, lon = (read_coordinates(cells.iloc[[n]], axis)[0].iloc[0] for n, axis in enumerate(("latitude", "longitude")))
    return ("", float(lon), float(lat)) if not (np.isnan(lat) or np.isnan(lon)) else (part, np.nan, np.nan)


def _points(chunk: RowChunk, problems: Problems, end: str) -> dict[int, list[tuple[float, float]]]:
    """Return the positions of each row's ends, longitude first; a cell may hold several, as many in both columns."""
    split: dict[str, pd.Series] = {}
    for axis in ("longitude", "latitude"):
        cells = chunk.cells(f"{end}_{axis}")
        assert cells is not None
        parts = cells.str.strip().str.replace(r"[;|\s]+$", "", regex=True).str.split(r"\s*[;|\n]\s*", regex=True)
        values, bad = read_coordinates(parts.explode().astype(STRING), axis, decimal_comma=chunk.decimal_comma)
        first = Bad(bad.code, bad.reasons[~bad.reasons.index.duplicated()])
        problems.refuse(first, f"{end}_{axis}")
        split[axis] = values.groupby(level=0).agg(list).reindex(chunk.text.index)
    sizes = {axis: column.map(len) for axis, column in split.items()}
    uneven = sizes["longitude"] != sizes["latitude"]
    text = "holds another number of positions than the other column; which belong together is not said"
    index = chunk.text.index[uneven & ~problems.is_refused]
    problems.refuse(Bad("bad-coordinate", pd.Series(text, index=index, dtype=object)), f"{end}_longitude")
    found: dict[int, list[tuple[float, float]]] = {}
    for row, lons, lats in zip(chunk.text.index, split["longitude"], split["latitude"], strict=True):
        pairs = zip(lons, lats, strict=False)
        here = [(float(lon), float(lat)) for lon, lat in pairs if not (np.isnan(lon) or np.isnan(lat))]
        if here:
            found[int(row)] = here
    return found


def _placed(
    chunk: RowChunk, ends: dict[str, list[_End]], is_there: pd.Series
) -> tuple[dict[str, dict[int, list[str]]], pd.DataFrame]:
    """Return the ids of each row's ends, and the places."""
    both = [(end, *entry) for end, entries in ends.items() for entry in entries if is_there[entry[0]]]
    frame = pd.DataFrame(both, columns=["end", "row", "name", "longitude", "latitude"])
    located = frame["longitude"].notna()
    country = chunk.cells("country")
    rows = frame["row"]
    where = Where(
        frame=pd.DataFrame(
            {
                "name": frame["name"].astype(STRING).mask(frame["name"] == ""),
                "longitude": frame["longitude"].astype("float64"),
                "latitude": frame["latitude"].astype("float64"),
                "location_class": pd.Series(np.where(located, chunk.mapping.default_class, "unlocated"), dtype=object),
                "coord_uncertainty_m": np.nan,
                "code": pd.Series(pd.NA, index=frame.index, dtype=STRING),
                "country": country.reindex(rows).to_numpy()
                if country is not None
                else pd.Series(pd.NA, index=frame.index, dtype=STRING),
                "admin1": pd.Series(pd.NA, index=frame.index, dtype=STRING),
                "admin2": pd.Series(pd.NA, index=frame.index, dtype=STRING),
                "outline": pd.Series([None] * len(frame), index=frame.index, dtype=object),
            }
        ),
        system="",
    )
    ids, places = places_of(where, chunk.mapping.title or chunk.title, pd.Series(True, index=frame.index))
    places.index = pd.Index(rows.loc[places.index].astype("int64"))
    placed: dict[str, dict[int, list[str]]] = {"launch": {}, "impact": {}}
    for end, row, place_id in zip(frame["end"], rows, ids, strict=True):
        if pd.notna(place_id):
            placed[end].setdefault(int(row), []).append(str(place_id))
    return placed, places
