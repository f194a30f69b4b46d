"""Events of an embargo: counted, not shown, and nothing that speaks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geomap.dataset import Dataset, items_of
from geomap.errors import UsageError

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
    claims = dataset.claims[~dataset.claims["about"].isin(lost)]
    lost_claims = set(dataset.claims["claim_id"]) - set(claims["claim_id"])
    claims = claims.assign(derived_from=claims["derived_from"].mask(claims["derived_from"].isin(lost_claims)))
    relations = dataset.relations
    kept_relations = ~(relations["event_id"].isin(gone) | relations["other_event_id"].isin(gone))
    shown = replace(
        dataset,
        events=dataset.events[~dataset.events["event_id"].isin(gone)],
        trajectories=trajectories,
        claims=claims,
        event_places=dataset.event_places[~dataset.event_places["event_id"].isin(gone)],
        relations=relations[kept_relations],
        corrections=dataset.corrections[~dataset.corrections["about"].isin(lost | lost_claims)],
        editorial=_editorial(dataset.editorial, lost_claims),
    )
    return _without_orphans(shown, dataset)


def _editorial(editorial: Mapping[str, Any], lost_claims: set[str]) -> Mapping[str, Any]:
    def stays(item: object) -> bool:
        return not (isinstance(item, Mapping) and lost_claims & set(item.get("claims", ())))

    return {k: [i for i in v if stays(i)] if isinstance(v, list) else v for k, v in editorial.items()}


def _without_orphans(shown: Dataset, before: Dataset) -> Dataset:
    """Drop sources and places that only the embargoed events used."""
    used_sources = _sources_of(shown)
    lost_sources = _sources_of(before) - used_sources
    used_places = _places_of(shown)
    lost_places = _places_of(before) - used_places
    places = shown.places[~shown.places["place_id"].isin(lost_places)]
    orphaned = places["parent_id"].isin(lost_places)
    places = places.assign(parent_id=places["parent_id"].mask(orphaned))
    claims = shown.claims[~shown.claims["about"].isin(lost_places)]
    return replace(
        shown,
        sources=shown.sources[~shown.sources["source_id"].isin(lost_sources)],
        places=places,
        claims=claims,
    )


def _sources_of(dataset: Dataset) -> set[str]:
    named = {source for cell in dataset.events["source_ids"] for source in items_of(cell)}
    accounts = {source for account in dataset.info.accounts for source in account.source_ids}
    return named | accounts | set(dataset.claims["source_id"])


def _places_of(dataset: Dataset) -> set[str]:
    used = set(dataset.info.context_places) | set(dataset.events["place_id"].dropna())
    for column in ("launch_place_id", "impact_place_id"):
        used |= set(dataset.trajectories[column].dropna())
    return used | set(dataset.event_places["place_id"])
