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

from geomap.counts import Count
from geomap.readers.cells.bounds import is_all
from geomap.readers.cells.numbers import read_coordinates, read_counts
from geomap.readers.cells.pairs import ASSUMED, order_of_name, pair_of
from geomap.readers.cells.plain import Bad
from geomap.readers.derived import derived_impacts
from geomap.readers.fired import more_stopped, none_fired, tell_none_fired
from geomap.readers.header import folded
from geomap.readers.names import column_words
from geomap.readers.rows import Problems, RowChunk, typed
from geomap.readers.stated import Stated, stated_of, tell_default
from geomap.readers.where import Where, places_of
from geomap.schema import STRING

__all__ = ["trajectories_of"]

_DERIVED = "worked out from a bearing and a distance that the table gives"
_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_SIZE = ("group_n", "group_n_low", "group_n_high", "group_n_words")
_COLUMNS = ("trajectory_id", "event_id", *_SIZE, "outcome", "launch_place_id", "impact_place_id")
_OWN_PLACE = frozenset({"place", "latitude", "longitude", "coordinates"})
_End = tuple[int, str, float, float]
_Size = tuple[int | None, int | None, int | None, str | None]
_NO_SIZE: _Size = (None, None, None, None)
_ALL = Count(None, None, "all")
"""What a cell of those that were intercepted says that gives no number, but that none of them came down."""


def trajectories_of(
    chunk: RowChunk,
    problems: Problems,
    values: dict[str, object],
    ids: pd.Series,
    place_ids: pd.Series,
    stated: Stated,
) -> tuple[pd.DataFrame | None, pd.DataFrame, pd.Series]:
    """Return the trajectories of a chunk, the places of their ends, and the place that each row names as its impact.

    Where all were stopped, that place is named by the row, and no group fell there. There are no trajectories (None) if
    the table has no such columns. A row that says that none was fired has none, whatever ends it names: what was not
    fired came from nowhere and fell nowhere.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of coordinates that are none, and of bearings from which nothing is worked out.
    values : dict
        Columns of the events so far; ``munitions_low`` and ``munitions_high`` give the size of a lone group. Where
        more were intercepted than fired, ``munitions_note`` gets both numbers.
    ids, place_ids : pandas.Series of str
        Event and place of each row. Where the table has no column for the impact, the place is where they fell.
    stated : Stated
        What the row says of how exactly its place is known. In a table of nothing but ends it is said of both.
    """
    ends = {end: _ends(chunk, problems, end) for end in ("launch", "impact")}
    stopped = _stopped(chunk, problems) if any(ends.values()) else {}
    is_none = none_fired(values, chunk.text.index)
    derived = derived_impacts(chunk, problems, ends["launch"], {entry[0] for entry in ends["impact"]}, is_none)
    tell_none_fired(chunk, problems, values, {entry[0] for found in ends.values() for entry in found})
    if not any(ends.values()):
        return None, pd.DataFrame(), pd.Series(dtype=STRING)
    more_stopped(problems, values, stopped)
    placed, places = _placed(chunk, problems, ends, stated)
    if len(derived):
        derived_ids, derived_places = places_of(
            Where(frame=derived, system=""), _DERIVED, pd.Series(True, index=derived.index)
        )
        derived_places["basis"] = pd.Series("derived", index=derived_places.index).astype(places["basis"].dtype)
        places = pd.concat([places, derived_places])
        for row, place_id in derived_ids.items():
            placed["impact"][int(str(row))] = [str(place_id)]
    there = ~problems.is_refused
    kept = chunk.text.index[there]
    has_impact_columns = bool(ends["impact"])
    is_derived = set(derived.index)
    hides_outcome = _hides_outcome(chunk)
    sizes = _sizes(values, kept)
    rows: list[tuple[object, ...]] = []
    for row, event_id, own_place, size, none in zip(
        kept, ids[there], place_ids[there], sizes, is_none[there], strict=True
    ):
        if none:
            continue
        launches, impacts = placed["launch"].get(row, []), placed["impact"].get(row, [])
        if not has_impact_columns and not impacts and launches and pd.notna(own_place):
            impacts = [str(own_place)]
        pairs = _pairs(launches, impacts)
        came = "unknown" if hides_outcome or row in is_derived else "ground_impact"
        groups = _groups(pairs, size, came, stopped.get(int(row)))
        rows += [(f"{event_id}-t{number}", event_id, *group, row) for number, group in enumerate(groups, start=1)]
    frame = pd.DataFrame(rows, columns=[*_COLUMNS, "row"])
    told = [c for c in _COLUMNS if c != "group_n_words" or frame[c].notna().any()]
    tracks = typed("trajectories", {c: frame[c] for c in told}, frame.index)
    tracks.index = pd.Index(frame["row"].astype("int64"))
    first = {row: named[0] for row, named in placed["impact"].items() if named}
    return tracks, places, pd.Series(first, dtype=STRING)


def _stopped(chunk: RowChunk, problems: Problems) -> dict[int, Count]:
    """Return by row how many are said to have been intercepted: a number, a range, a word, or all of them."""
    cells = chunk.cells("intercepted")
    if cells is None:
        return {}
    counts = read_counts(cells, chunk.mapping.unknown)
    problems.refuse(counts.bad, "intercepted")
    worded = counts.words[counts.words.notna()]
    are_all = worded.map(is_all).astype(bool)
    text = "is a number in words: the words are kept, the number counts as unknown, never as zero"
    vague = worded[~are_all].map(lambda w: f'"{w[:60]}" {text}').astype(object)
    problems.warn(Bad("count-in-words", vague), "intercepted")
    told = (counts.low.notna() | counts.high.notna()).to_numpy()
    ends = zip(counts.low[told].items(), counts.high[told], strict=True)
    found = {int(str(row)): Count.of(low, high) for (row, low), high in ends}
    found |= {
        int(str(row)): _ALL if is_whole else Count(None, None, str(worded[row])) for row, is_whole in are_all.items()
    }
    return found


def _hides_outcome(chunk: RowChunk) -> bool:
    """Whether a column that nobody read may say what became of the projectiles: then nothing is called fallen."""
    hints, used = column_words().hints["outcome"], chunk.mapping.used(has_shapes=chunk.shapes is not None)
    return any(c not in used and hints & set(folded(str(c)).split("_")) for c in chunk.text.columns)


def _groups(
    pairs: list[tuple[str | None, str | None]], size: _Size, came: str, stopped: Count | None
) -> list[tuple[object, ...]]:
    """Return the groups of a row: numbers, outcome, launch and impact.

    Of several that were fired, those that were intercepted are a group of their own, whose place nobody gives; how many
    of the others came down is not worked out. Where all were, or may have been, nothing is called fallen.
    """
    own = size if len(pairs) == 1 else _NO_SIZE
    if stopped is None or stopped.high == 0 or not pairs:
        return [(*own, came if impact else "unknown", launch, impact) for launch, impact in pairs]
    fired = Count.exactly(size[0]) if size[0] is not None else Count.of(size[1], size[2])
    if stopped is _ALL or (stopped.exact is not None and stopped == fired):
        launches = list(dict.fromkeys(launch for launch, _ in pairs))
        whole = size if len(launches) == 1 else _NO_SIZE
        return [(*whole, "intercepted", launch, None) for launch in launches]
    is_more = stopped.low is not None and fired.high is not None and stopped.low > fired.high
    if len(pairs) != 1 or is_more:
        return [(*own, "unknown", launch, impact) for launch, impact in pairs]
    ((launch, impact),) = pairs
    fell = came if impact and not _may_be_all(stopped, fired) else "unknown"
    return [(*_NO_SIZE, fell, launch, impact), (*_size(stopped), "intercepted", launch, None)]


def _may_be_all(stopped: Count, fired: Count) -> bool:
    """Whether those that were intercepted may be all that were fired; of a number fired that nobody gives, not."""
    if stopped.words:
        return True
    return fired.low is not None and (stopped.high is None or stopped.high >= fired.low)


def _pairs(launches: list[str], impacts: list[str]) -> list[tuple[str | None, str | None]]:
    if len(launches) > 1 and len(impacts) > 1:
        return [*((launch, None) for launch in launches), *((None, impact) for impact in impacts)]
    starts: list[str | None] = [*launches] or [None]
    falls: list[str | None] = [*impacts] or [None]
    return [(launch, impact) for launch in starts for impact in falls if launch or impact]


def _sizes(values: dict[str, object], rows: pd.Index) -> list[_Size]:
    """Return how many projectiles each row gives: a number, or the ends of a range; none of it for zero."""
    low, high = values.get("munitions_low"), values.get("munitions_high")
    if not isinstance(low, pd.Series) or not isinstance(high, pd.Series):
        return [_NO_SIZE] * len(rows)
    ends = (column.reindex(rows).astype("Int64").to_list() for column in (low, high))
    return [_size(Count.of(first, last)) for first, last in zip(*ends, strict=True)]


def _size(count: Count) -> _Size:
    if count.words:
        return (None, None, None, count.words)
    if count.high == 0 or not count.is_known:
        return _NO_SIZE
    return (count.exact, None, None, None) if count.exact is not None else (None, count.low, count.high, None)


def _ends(chunk: RowChunk, problems: Problems, end: str) -> list[_End]:
    """Return (row, name, longitude, latitude) of each end that the rows name."""
    names = chunk.cells(f"{end}_place")
    has_numbers = {f"{end}_latitude", f"{end}_longitude"} <= set(chunk.mapping.found)
    if names is None and not has_numbers:
        return []
    points = _points(chunk, problems, end) if has_numbers else {}
    order = order_of_name(folded(chunk.column(f"{end}_place")))
    texts = names.fillna("").to_list() if names is not None else [""] * len(chunk.text)
    found: list[_End] = []
    assumed: list[int] = []
    for row, cell in zip(chunk.text.index.to_list(), texts, strict=True):
        text = cell.strip()
        parts = [part for part in _BETWEEN.split(text) if part]
        here = points.get(row, [])
        if len(here) > 1:
            called = parts if len(parts) == len(here) else [""] * len(here)
            found += [(row, name, lon, lat) for name, (lon, lat) in zip(called, here, strict=True)]
        elif here:
            found.append((row, text, *here[0]))
        else:
            for part in parts:
                pair = pair_of(part, order) if any(c.isdigit() for c in part) else None
                found.append((row, part, np.nan, np.nan) if pair is None else (row, "", pair[0], pair[1]))
                assumed += [row] if pair is not None and pair[2] else []
    told = pd.Series(ASSUMED, index=list(dict.fromkeys(assumed)), dtype=object)
    problems.warn(Bad("order-assumed", told), f"{end}_place", "notice")
    return found


def _points(chunk: RowChunk, problems: Problems, end: str) -> dict[int, list[tuple[float, float]]]:
    """Return the positions of each row's ends, longitude first; a cell may hold several, as many in both columns."""
    split: dict[str, pd.Series] = {}
    sizes: dict[str, pd.Series] = {}
    for axis in ("longitude", "latitude"):
        cells = chunk.cells(f"{end}_{axis}")
        assert cells is not None
        parts = cells.str.strip().str.replace(r"[;|\s]+$", "", regex=True).str.split(r"\s*[;|\n]\s*", regex=True)
        single = parts.explode().astype(STRING)
        degrees = read_coordinates(single, axis, decimal_comma=chunk.decimal_comma)
        role = f"{end}_{axis}"
        problems.refuse(_first(degrees.bad), role)
        for note in degrees.notes:
            problems.warn(_first(note), role, "notice")
        split[axis] = degrees.values
        sizes[axis] = single.groupby(level=0).size().reindex(chunk.text.index)
    uneven = sizes["longitude"] != sizes["latitude"]
    text = "holds another number of positions than the other column; which belong together is not said"
    index = chunk.text.index[uneven & ~problems.is_refused]
    problems.refuse(Bad("bad-coordinate", pd.Series(text, index=index, dtype=object)), f"{end}_longitude")
    even = ~split["longitude"].index.isin(chunk.text.index[uneven])
    lons, lats = split["longitude"][even], split["latitude"][~split["latitude"].index.isin(chunk.text.index[uneven])]
    half = (lons.isna().to_numpy() ^ lats.isna().to_numpy()) & ~problems.is_refused.reindex(lons.index).to_numpy()
    text = "one of latitude and longitude is empty; fill both or none"
    lone = pd.Series(text, index=lons.index[half].unique(), dtype=object)
    problems.refuse(Bad("bad-coordinate", lone), f"{end}_longitude")
    there = lons.notna().to_numpy() & lats.notna().to_numpy()
    found: dict[int, list[tuple[float, float]]] = {}
    for row, lon, lat in zip(lons.index[there].to_list(), lons[there].to_list(), lats[there].to_list(), strict=True):
        found.setdefault(row, []).append((lon, lat))
    return _without_zero(found, problems, f"{end}_latitude")


def _first(bad: Bad) -> Bad:
    return Bad(bad.code, bad.reasons[~bad.reasons.index.duplicated()])


def _without_zero(
    found: dict[int, list[tuple[float, float]]], problems: Problems, role: str
) -> dict[int, list[tuple[float, float]]]:
    """Leave out 0, 0, which stands for a missing position."""
    zero = [row for row, points in found.items() if (0.0, 0.0) in points]
    text = "0, 0 lies in the Gulf of Guinea and stands for a missing position; it is not used"
    problems.warn(Bad("null-island", pd.Series(text, index=zero, dtype=object)), role)
    return {row: kept for row, points in found.items() if (kept := [p for p in points if p != (0.0, 0.0)])}


def _placed(
    chunk: RowChunk, problems: Problems, ends: dict[str, list[_End]], stated: Stated
) -> tuple[dict[str, dict[int, list[str]]], pd.DataFrame]:
    """Return the ids of each row's ends, and the places."""
    is_alone = not chunk.mapping.found.keys() & _OWN_PLACE and chunk.shapes is None
    said = {end: stated_of(chunk, problems, end) for end in ends}
    if is_alone:
        said = {end: own.beside(stated) for end, own in said.items()}
    is_there = set(chunk.text.index[~problems.is_refused].to_list())
    both = [(end, *entry) for end, entries in ends.items() for entry in entries if entry[0] in is_there]
    frame = pd.DataFrame(both, columns=["end", "row", "name", "longitude", "latitude"])
    located = frame["longitude"].notna()
    country = chunk.cells("country")
    rows = frame["row"]

    def of_end(part: str) -> pd.Series:
        columns = [getattr(said[end], part).reindex(rows[frame["end"] == end]).to_numpy(dtype=object) for end in ends]
        at = [frame.index[frame["end"] == end] for end in ends]
        return pd.concat([pd.Series(c, index=i, dtype=object) for c, i in zip(columns, at, strict=True)]).sort_index()

    untold = rows[located & ~of_end("is_told").astype(bool)].unique()
    tell_default(
        chunk, problems, chunk.text.index.to_series().isin(untold), "", "launch_uncertainty_m or impact_uncertainty_m"
    )
    missing = pd.Series(pd.NA, index=frame.index, dtype=STRING)
    where = Where(
        frame=pd.DataFrame(
            {
                "name": frame["name"].astype(STRING).mask(frame["name"] == ""),
                "longitude": frame["longitude"].astype("float64"),
                "latitude": frame["latitude"].astype("float64"),
                "location_class": of_end("classes").where(located, "unlocated"),
                "coord_uncertainty_m": of_end("radius_m").astype("float64").where(located),
                "code": of_end("codes").astype(STRING),
                "country": country.reindex(rows).set_axis(frame.index) if country is not None else missing,
                "admin1": missing,
                "admin2": missing,
                "outline": pd.Series([None] * len(frame), index=frame.index, dtype=object),
            }
        ),
        system=chunk.mapping.precision_system,
    )
    ids, places = places_of(where, chunk.mapping.title or chunk.title, pd.Series(True, index=frame.index))
    places.index = pd.Index(rows.loc[places.index].astype("int64"))
    placed: dict[str, dict[int, list[str]]] = {"launch": {}, "impact": {}}
    for end, row, place_id in zip(frame["end"], rows, ids, strict=True):
        if pd.notna(place_id):
            placed[end].setdefault(int(row), []).append(str(place_id))
    return placed, places
