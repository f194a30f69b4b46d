"""Events of an embargo: counted, not shown, and nothing that speaks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geomap.dataset import PLACE_FIELDS, Dataset, items_of
from geomap.errors import UsageError
from geomap.schema import table_schema

__all__ = ["without_embargoed"]


def without_embargoed(dataset: Dataset, embargo_on: str) -> tuple[Dataset, int]:
    """Return a dataset without the events that may lie on a day or later, and how many there were.

    Everything that speaks of them goes too: claims, trajectories, further places, relations, corrections, the desk's
    words that rest on those claims, and sources and places that nothing else needs. An undated event may be later,
    so it goes as well.

    Parameters
    ----------
    dataset : Dataset
    embargo_on : str
        ISO day, as a `Policy` holds it; empty means no embargo.

    Raises
    ------
    UsageError
        If the main event is under embargo: a case without it says nothing.
    """
    if not embargo_on:
        return dataset, 0
    events = dataset.events
    last = events["date_end_upper"].fillna(events["date_start_upper"])
    late = last.isna() | (last >= pd.Timestamp(embargo_on))
    if not late.any():
        return dataset, 0
    gone = set(events.loc[late, "event_id"])
    if dataset.info.main_event in gone:
        raise UsageError(
            f"the main event {dataset.info.main_event} is itself under embargo from {embargo_on}: nothing can be "
            "published before. Choose a later day, or build another case."
        )
    return _without(dataset, gone), int(late.sum())


def _without(dataset: Dataset, gone: set[str]) -> Dataset:
    trajectories = dataset.trajectories[~dataset.trajectories["event_id"].isin(gone)]
    lost = gone | (set(dataset.trajectories["trajectory_id"]) - set(trajectories["trajectory_id"]))
    relations = dataset.relations
    kept_relations = ~(relations["event_id"].isin(gone) | relations["other_event_id"].isin(gone))
    shown = replace(
        dataset,
        events=dataset.events[~dataset.events["event_id"].isin(gone)],
        trajectories=trajectories,
        claims=dataset.claims[~dataset.claims["about"].isin(lost)],
        event_places=dataset.event_places[~dataset.event_places["event_id"].isin(gone)],
        relations=relations[kept_relations],
    )
    return _without_pointers(_without_orphans(shown, dataset), dataset)


def _without_orphans(shown: Dataset, before: Dataset) -> Dataset:
    """Drop sources and places that only the embargoed events used, and claims about such places."""
    lost_places = _places_of(before) - _places_of(shown)
    places = shown.places[~shown.places["place_id"].isin(lost_places)]
    shown = replace(shown, places=places, claims=shown.claims[~shown.claims["about"].isin(lost_places)])
    lost_sources = _sources_of(before) - _sources_of(shown)
    return replace(shown, sources=shown.sources[~shown.sources["source_id"].isin(lost_sources)])


def _without_pointers(shown: Dataset, before: Dataset) -> Dataset:
    """Leave nothing that points to a row that is gone, and no correction but of what is shown."""
    ids = {name: set(table[key]) for name, table in shown.tables().items() if (key := table_schema(name).primary_key)}
    gone = {i for name, kept in ids.items() for i in set(before.tables()[name][table_schema(name).primary_key]) - kept}
    tables = {}
    for name, table in shown.tables().items():
        key = table_schema(name).primary_key
        made = {}
        for field in table_schema(name).fields:
            if field.name == key or field.name not in table or field.kind not in ("id", "ids"):
                continue
            cells = table[field.name]
            if field.kind == "id":
                made[field.name] = cells.mask(cells.isin(gone))
            else:
                made[field.name] = cells.map(lambda c: _without_items(c, gone), na_action="ignore").astype(cells.dtype)
        tables[name] = table.assign(**made) if made else table
    about = before.corrections["about"]
    shows = about.isna() | about.isin(set().union(*ids.values()))
    tables["corrections"] = before.corrections[shows]
    editorial = _editorial(shown.editorial, gone)
    return replace(shown, **tables, editorial=editorial)


def _without_items(cell: str, gone: set[str]) -> str | None:
    """Return a cell of several ids without those that are gone; None if no other is left."""
    return "; ".join(item for item in items_of(cell) if item not in gone) or None


def _editorial(editorial: Mapping[str, Any], gone: set[str]) -> Mapping[str, Any]:
    def stays(item: object) -> bool:
        return not (isinstance(item, Mapping) and gone & {*item.get("claims", ()), item.get("place")})

    return {k: [i for i in v if stays(i)] if isinstance(v, list) else v for k, v in editorial.items()}


def _sources_of(dataset: Dataset) -> set[str]:
    named = {source for cell in dataset.events["source_ids"] for source in items_of(cell)}
    accounts = {source for account in dataset.info.accounts for source in account.source_ids}
    return named | accounts | set(dataset.claims["source_id"])


def _places_of(dataset: Dataset) -> set[str]:
    """Return the places that events, groups and claims name; what is said of a place alone does not keep it."""
    used = set(dataset.info.context_places) | set(dataset.events["place_id"].dropna())
    for column in ("launch_place_id", "impact_place_id"):
        used |= set(dataset.trajectories[column].dropna())
    claims = dataset.claims
    claimed = claims["field"].isin(PLACE_FIELDS) & ~claims["about"].isin(dataset.places["place_id"])
    return used | set(dataset.event_places["place_id"]) | set(claims.loc[claimed, "value"].dropna())
