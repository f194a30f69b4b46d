"""A map without the rows behind it: counts at places, for data whose terms bar passing the rows on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geomap.dataset import Unread
from geomap.edition import PublicDataset
from geomap.schema import STRING, empty_table
from geomap.words import words

__all__ = ["without_rows"]

_SOURCE = "dataset"
_UNPLACED = "no-place"


def without_rows(public: PublicDataset) -> PublicDataset:
    """Return what a dataset says as counts: how many of its events lie at each place, and nothing else of any row.

    What goes: titles, summaries, days, kinds, casualties, actors, statuses, ids, the sources that rows name, claims,
    trajectories, and the text of refused cells. What stays: places with their areas, the number of events at each, the
    number of refused rows by rule, and the source's credit line.

    Parameters
    ----------
    public : PublicDataset
        Of a catalogue.
    """
    at = public.events["place_id"].astype(object)
    counts = at.where(at.notna(), _UNPLACED).value_counts()
    names = sorted(str(name) for name in counts.index)
    numbers = {f"at-{name}": int(counts[name]) for name in names}
    used = public.places[public.places["place_id"].isin(names) | public.places["place_id"].isin(_context(public))]
    kept = set(used["place_id"])
    return replace(
        public,
        info=replace(public.info, main_event=""),
        sources=_source(public),
        places=used.reset_index(drop=True),
        events=_events(public, names, numbers),
        claims=_emptied(public.claims),
        trajectories=_emptied(public.trajectories),
        event_places=_emptied(public.event_places),
        relations=_emptied(public.relations),
        corrections=_emptied(public.corrections),
        editorial=_credits(public.editorial),
        withheld=replace(public.withheld, rows=True),
        refused=public.refused.assign(id="", reason=public.refused["code"]),
        areas={place_id: area for place_id, area in public.areas.items() if place_id in kept},
        row_counts=numbers,
        unread=Unread(),
    )


def _context(public: PublicDataset) -> tuple[str, ...]:
    return public.info.context_places


def _emptied(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[:0]


def _credits(editorial: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the credit lines; the desk's other words may speak of single rows."""
    return {key: value for key, value in editorial.items() if key in ("credits", "page")}


def _events(public: PublicDataset, names: list[str], numbers: Mapping[str, int]) -> pd.DataFrame:
    """Return one row for each place, whose title is its count."""
    index = pd.RangeIndex(len(names))
    ids = [f"at-{name}" for name in names]
    filled: dict[str, object] = {
        "event_id": ids,
        "place_id": [None if name == _UNPLACED else name for name in names],
        "title": [words("en").text("count.events", n=numbers[i]) for i in ids],
        "title_ar": [words("ar").text("count.events", n=numbers[i]) for i in ids],
        "source_ids": [_SOURCE] * len(ids),
    }
    made = {}
    for column, dtype in public.events.dtypes.items():
        values = filled.get(str(column))
        made[str(column)] = (
            pd.Series(index=index, dtype=dtype) if values is None else pd.Series(values, index=index).astype(dtype)
        )
    made |= {c: pd.Series(filled[c], index=index, dtype=STRING) for c in ("title", "title_ar")}
    return pd.DataFrame(made)


def _source(public: PublicDataset) -> pd.DataFrame:
    info = public.info
    row = {
        "source_id": _SOURCE,
        "title": info.title,
        "publisher": info.title.partition(": ")[0],
        "kind": "dataset",
        "licence": info.licence or None,
        "offline_reason": "the rows are not republished; ask their publisher",
    }
    table = empty_table("sources")
    columns = [c for c in public.sources.columns if c in table.columns]
    made = {c: pd.Series([row.get(c)], dtype=table[c].dtype) for c in columns}
    return pd.DataFrame(made)
