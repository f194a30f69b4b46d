"""One finding for all rows that a rule concerns."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geomap.dataset import Dataset
from geomap.findings import EXAMPLES_MAX, Finding, Severity

__all__ = ["of_places", "of_rows"]


def of_rows(
    code: str, severity: Severity, message: str, table: pd.DataFrame, key: str, file: str, column: str = ""
) -> Iterator[Finding]:
    """Yield one finding for all rows of a table, or none if it is empty.

    Parameters
    ----------
    code, severity, message : str
    table : pandas.DataFrame
        The rows it concerns, indexed by the file's row.
    key : str
        Column of their ids; empty if there is none.
    file, column : str
    """
    if table.empty:
        return
    first = table.iloc[:EXAMPLES_MAX]
    yield Finding(
        code=code,
        severity=severity,
        message=message,
        file=file,
        column=column,
        rows=tuple(int(r) for r in first.index),
        ids=tuple(str(i) for i in first[key]) if key else (),
        values=tuple("" if pd.isna(v) else str(v) for v in first[column]) if column in table else (),
        count=len(table),
    )


def of_places(
    code: str, severity: Severity, message: str, dataset: Dataset, places: pd.DataFrame, column: str = ""
) -> Iterator[Finding]:
    """Yield one finding for all rows of a table that lie at some places; for the places themselves in a case.

    Parameters
    ----------
    code, severity, message : str
    dataset : Dataset
    places : pandas.DataFrame
        Rows of its places.
    column : str
        Of the places.
    """
    if places.empty:
        return
    if not dataset.own_names:
        yield from of_rows(code, severity, message, places, "place_id", "places.geojson", column)
        return
    events = dataset.events
    tracks = dataset.trajectories
    at = _is_any_of(events["place_id"], places["place_id"])
    for end in ("launch_place_id", "impact_place_id"):
        at |= _is_any_of(events["event_id"], tracks.loc[_is_any_of(tracks[end], places["place_id"]), "event_id"])
    rows = events.loc[at, ["event_id", "place_id"]].sort_index()
    values = dict(zip(places["place_id"], places[column], strict=True)) if column in places else {}
    table = pd.DataFrame({"event_id": rows["event_id"]}, index=rows.index)
    if values:
        table[column] = rows["place_id"].astype(object).map(values)
    key = "event_id" if "event_id" in dataset.own_names else ""
    yield from of_rows(code, severity, message, table, key, "events.csv", column)


def _is_any_of(cells: pd.Series, ids: pd.Series) -> pd.Series:
    """Whether each cell is one of many ids; of texts that lie in Arrow pandas would look at each id in Python."""
    if cells.empty or ids.empty:
        return pd.Series(False, index=cells.index)
    return cells.astype(object).isin(ids.astype(object))
