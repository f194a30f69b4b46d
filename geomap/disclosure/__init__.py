"""The gate: the only maker of a `PublicDataset`.

Precision floors, redaction and embargo act here, private columns and raw rows end here, before any range or bearing
is worked out: a range on exact places would give the places back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geomap.dataset import CaseInfo, Dataset
from geomap.disclosure.areas import Areas
from geomap.disclosure.embargo import without_embargoed
from geomap.disclosure.floors import Plan, blurred_place, coarsened, plan, remap
from geomap.disclosure.ids import renaming_of
from geomap.disclosure.names import WITHHELD, WITHHELD_AR, NameRemover, names_of
from geomap.disclosure.rows import without_rows
from geomap.edition import Policy, PublicDataset, Withheld
from geomap.errors import UsageError
from geomap.schema import table_schema

__all__ = ["PRIVATE_COLUMNS", "disclose"]

PRIVATE_COLUMNS = frozenset(
    {
        "file",
        "file_row",
        "note",
        "note_ar",
        "aliases",
        "cross_check",
        "second_longitude",
        "second_latitude",
        "sha256",
    }
)
"""Columns that stay in the case folder: working notes, spellings for the search, second readings, file places."""

_PLACE_COLUMNS = {
    "events": ("place_id",),
    "trajectories": ("launch_place_id", "impact_place_id"),
    "event_places": ("place_id",),
    "claims": ("about", "value"),
    "places": ("parent_id",),
    "corrections": ("about",),
}


def disclose(dataset: Dataset, policy: Policy | None = None) -> PublicDataset:
    """Return what may be published of a dataset.

    Parameters
    ----------
    dataset : Dataset
        Located (`geomap.places.locate`).
    policy : Policy, optional
        What to withhold on top of the floors that always hold.

    Returns
    -------
    PublicDataset
        Sorted by id; without private columns, unknown columns, row numbers and file names.

    Raises
    ------
    UsageError
        If a place to redact does not exist, or the main event itself is under embargo.
    """
    policy = policy or Policy()
    if policy.no_rows and dataset.is_case:
        raise UsageError(
            "--no-rows is for tables of events. A case is made of claims, and its map shows each of them with its "
            "speaker: leave out what may not be passed on."
        )
    shown, embargoed = without_embargoed(dataset, policy.embargo_on)
    everything = plan(dataset, tuple(sorted(set(policy.redact))))
    floors = plan(shown, tuple(sorted(everything.redacted & set(shown.places["place_id"]))))
    tables, stands_in = _generalised(shown, floors)
    tables["places"] = coarsened(tables["places"], policy.min_precision_m)
    tables["claims"] = _without_positions(tables["claims"])
    remover = NameRemover(_names(dataset, everything))  # a place of an embargoed event may be named elsewhere
    renaming = renaming_of(tables, shown.info, remover)
    cleaned = {
        name: _public(name, remover.clean_table(name, renaming.table(name, table))) for name, table in tables.items()
    }
    cleaned["places"] = _without_provenance(cleaned["places"])
    public = PublicDataset(
        info=_public_info(renaming.info(shown.info), remover, stands_in),
        editorial=_public_editorial(renaming.value(shown.editorial), remover, stands_in),
        withheld=Withheld(
            embargoed_event_count=embargoed,
            embargo_on=policy.embargo_on,
            redacted_place_count=len(everything.redacted),
            generalised_place_count=len(floors.hidden())
            + int(cleaned["places"]["is_generalised"].sum())
            - len(floors.blurred),
            min_precision_m=policy.min_precision_m,
        ),
        refused=_public_refused(shown.refused, remover, set(shown.places["place_id"]) & set(floors.hidden())),
        areas=Areas(cleaned["places"]),
        unit=dataset.own_names.get("(unit)", "row") if dataset.own_names else "",
        unread=replace(dataset.unread, columns=tuple(remover.clean(name) for name in dataset.unread.columns)),
        hides=remover.found_in,
        **cleaned,
    )
    return without_rows(public) if policy.no_rows else public


def _names(dataset: Dataset, floors: Plan) -> set[str]:
    places = dataset.places[dataset.places["place_id"].isin(floors.hidden())]
    return {name for _, place in places.iterrows() for name in names_of(place)}


def _generalised(dataset: Dataset, floors: Plan) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the tables with hidden places replaced, and which id stands in for which."""
    numbered = {old: f"withheld-{n}" for n, old in enumerate(sorted(floors.blurred), start=1)}
    stands_in = {**numbered, **floors.moved}
    for old, new in stands_in.items():
        stands_in[old] = stands_in.get(new, new)
    tables = dataset.tables()
    places = tables["places"].assign(is_generalised=False)
    by_id = places.set_index("place_id", drop=False)
    rows = [
        by_id.loc[old].to_dict() | blurred_place(by_id.loc[old], floors.blurred[old], new) | _nameless()
        for old, new in numbered.items()
    ]
    kept = places[~places["place_id"].isin(stands_in)]
    if rows:
        extra = pd.DataFrame(rows, columns=kept.columns)
        extra = extra.astype({c: kept[c].dtype for c in kept.columns if c != "outline"})
        kept = pd.concat([kept, extra], ignore_index=True)
    tables["places"] = kept
    for name, columns in _PLACE_COLUMNS.items() if stands_in else ():
        for column in columns:
            cells = tables[name][column]
            mapped = cells.map(lambda c: remap(c, stands_in), na_action="ignore").astype(cells.dtype)
            tables[name] = tables[name].assign(**{column: mapped})
    return tables, stands_in


def _nameless() -> dict[str, object]:
    return {
        "name": WITHHELD,
        "name_ar": WITHHELD_AR,
        "name_local": None,
        "label": None,
        "label_ar": None,
        "feature_type": None,
        "source": WITHHELD,
        "parent_id": None,
        "geo_precision": None,
        "where_prec": None,
    }


def _without_positions(claims: pd.DataFrame) -> pd.DataFrame:
    """Drop claims of a bare longitude or latitude: a place's position is published as its area alone."""
    return claims[~claims["field"].isin(["longitude", "latitude"])]


def _public(name: str, table: pd.DataFrame) -> pd.DataFrame:
    extra = {"outline", "radius_m", "is_generalised"} if name == "places" else set()
    known = set(table_schema(name).columns) | extra
    bounds = {f"{f.name}_{end}" for f in table_schema(name).fields if f.kind == "edtf" for end in ("lower", "upper")}
    columns = [c for c in table.columns if (c in known or c in bounds) and c not in PRIVATE_COLUMNS]
    key = table_schema(name).primary_key
    order = [key] if key else [c for c in columns if table[c].dtype != object]
    return table[columns].sort_values(order, kind="stable", na_position="first").reset_index(drop=True)


def _without_provenance(places: pd.DataFrame) -> pd.DataFrame:
    """Where a place is shown more coarsely, the text of its source may hold the exact position: it goes."""
    hidden = places["is_generalised"].astype(bool)
    return places.assign(source=places["source"].mask(hidden, WITHHELD), is_generalised=hidden)


def _public_refused(refused: pd.DataFrame, remover: NameRemover, hidden: set[str]) -> pd.DataFrame:
    counted = refused[refused["table"].isin(["events", "trajectories"])]
    rows = counted[["table", "id", "code", "reason"]].copy()
    rows["reason"] = rows["reason"].map(lambda t: remover.clean(str(t)))
    rows["id"] = rows["id"].map(lambda i: "" if i in hidden else remover.clean(str(i)))
    return rows.sort_values(["table", "id", "code", "reason"], kind="stable").reset_index(drop=True)


def _public_info(info: CaseInfo, remover: NameRemover, stands_in: Mapping[str, str]) -> CaseInfo:
    accounts = tuple(
        replace(
            a,
            label=remover.clean_value(a.label),
            short_label=remover.clean_value(a.short_label),
            speaker=remover.clean_value(a.speaker),
            speaker_full=remover.clean_value(a.speaker_full),
        )
        for a in info.accounts
    )
    return replace(
        info,
        name=remover.clean(info.name, "withheld"),
        title=remover.clean(info.title),
        title_ar=remover.clean(info.title_ar, WITHHELD_AR),
        description=remover.clean(info.description),
        accounts=accounts,
        context_places=tuple(p for p in info.context_places if p not in stands_in),
    )


def _public_editorial(
    editorial: Mapping[str, Any], remover: NameRemover, stands_in: Mapping[str, str]
) -> Mapping[str, Any]:
    """Drop what speaks of a hidden place by its id, and take its name out of the rest."""
    kept = {
        key: [item for item in value if not (isinstance(item, Mapping) and item.get("place") in stands_in)]
        if isinstance(value, list)
        else value
        for key, value in editorial.items()
        if not (key == "views" and stands_in)
    }
    cleaned: Mapping[str, Any] = remover.clean_value(kept)
    return cleaned
