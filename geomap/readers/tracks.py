"""Columns of launch and impact: what a table says of where projectiles came from and fell becomes trajectories.

| launches in the row | impacts in the row | trajectories |
|---|---|---|
| one | one | one, with both ends |
| several | one | one for each launch, all with that impact |
| one | several | one for each impact, all with that launch |
| several | several | one for each end alone: nobody said which belongs to which |
| one or more | none | one for each launch, without impact |

No end is ever worked out from a bearing and a distance: that would be a position nobody reported.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geomap.readers.cells.numbers import read_coordinates
from geomap.readers.cells.plain import Bad
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.readers.where import Where, places_of
from geomap.schema import STRING

__all__ = ["trajectories_of"]

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
    _tell_computed(chunk, problems)
    if not any(ends.values()):
        return None, pd.DataFrame()
    placed, places = _placed(chunk, ends, ~problems.is_refused)
    rows: list[dict[str, object]] = []
    for row in chunk.text.index[~problems.is_refused]:
        launches = placed["launch"].get(row, [])
        impacts = placed["impact"].get(row, [])
        if not ends["impact"] and launches and pd.notna(place_ids[row]):
            impacts = [str(place_ids[row])]
        pairs = _pairs(launches, impacts)
        size = _size(values, row) if len(pairs) == 1 else None
        for number, (launch, impact) in enumerate(pairs, start=1):
            rows.append(
                {
                    "trajectory_id": f"{ids[row]}-t{number}",
                    "event_id": ids[row],
                    "group_n": size,
                    "outcome": "ground_impact" if impact else "unknown",
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
    lonlat = {}
    if {f"{end}_latitude", f"{end}_longitude"} <= set(chunk.mapping.found):
        for axis in ("longitude", "latitude"):
            cells = chunk.cells(f"{end}_{axis}")
            assert cells is not None
            lonlat[axis], bad = read_coordinates(cells, axis)
            problems.refuse(bad, f"{end}_{axis}")
    if names is None and not lonlat:
        return []
    found: list[_End] = []
    for row in chunk.text.index:
        text = str(names[row]).strip() if names is not None and pd.notna(names[row]) else ""
        lon, lat = (float(lonlat[a][row]) if a in lonlat else np.nan for a in ("longitude", "latitude"))
        if not np.isnan(lon) and not np.isnan(lat):
            found.append((row, text, lon, lat))
        elif text:
            found += [(row, part, np.nan, np.nan) for part in _BETWEEN.split(text) if part]
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


def _tell_computed(chunk: RowChunk, problems: Problems) -> None:
    if not {"bearing", "distance"} <= set(chunk.mapping.found):
        return
    cells = chunk.cells("bearing")
    assert cells is not None
    text = (
        "a bearing and a distance are given; no end is worked out from them, since nobody reported that position. "
        "The link is drawn only between places that the table names"
    )
    index = chunk.text.index[cells.fillna("").str.strip() != ""]
    problems.warn(Bad("computed-end", pd.Series(text, index=index, dtype=object)), "bearing", "notice")
