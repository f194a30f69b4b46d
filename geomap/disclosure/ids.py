"""Ids that spell a withheld name: they are replaced, everywhere they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geomap.dataset import CaseInfo, items_of
from geomap.disclosure.names import NameRemover
from geomap.schema import table_schema

__all__ = ["Renaming", "renaming_of"]

_KEYED = {
    "sources": "source",
    "places": "place",
    "events": "event",
    "claims": "claim",
    "trajectories": "trajectory",
}
"""What a row of a table that has ids is called in the ids that stand in."""

_ID_KINDS = ("id", "ids")


class Renaming:
    """Old ids and the ones that stand in for them.

    Parameters
    ----------
    new_ids : mapping of str to str
    """

    def __init__(self, new_ids: Mapping[str, str]) -> None:
        self._new_ids = new_ids

    def table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the ids replaced in all its id columns, and in the values of claims."""
        if not self._new_ids:
            return table
        columns = [f.name for f in table_schema(name).fields if f.kind in _ID_KINDS and f.name in table]
        columns += ["value"] if name == "claims" else []
        made = {c: table[c].map(self._cell, na_action="ignore").astype(table[c].dtype) for c in columns}
        return table.assign(**made)

    def info(self, info: CaseInfo) -> CaseInfo:
        """Return the description of the case with the ids replaced."""
        accounts = tuple(
            replace(
                account,
                account_id=self.one(account.account_id),
                relation_to=self.one(account.relation_to),
                source_ids=tuple(self.one(s) for s in account.source_ids),
            )
            for account in info.accounts
        )
        return replace(
            info,
            main_event=self.one(info.main_event),
            default_account=self.one(info.default_account),
            accounts=accounts,
            context_places=tuple(self.one(p) for p in info.context_places),
        )

    def value(self, value: Any) -> Any:
        """Return a nested value (map.toml) with the ids replaced, in keys as well."""
        if isinstance(value, str):
            return self.one(value)
        if isinstance(value, Mapping):
            return {self.one(key): self.value(item) for key, item in value.items()}
        return [self.value(item) for item in value] if isinstance(value, list | tuple) else value

    def one(self, identity: str) -> str:
        """Return the id that stands in for this one, or this one."""
        return self._new_ids.get(identity, identity)

    def _cell(self, cell: str) -> str:
        return "; ".join(self.one(item) for item in items_of(cell)) if ";" in cell else self.one(cell)


def renaming_of(tables: Mapping[str, pd.DataFrame], info: CaseInfo, remover: NameRemover) -> Renaming:
    """Find the ids that spell a withheld name and number their stand-ins.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
    info : CaseInfo
        For the ids of accounts.
    remover : NameRemover
    """
    if not remover:
        return Renaming({})
    new_ids: dict[str, str] = {}
    once_spelt = _once_spelt(tables, remover)
    for name, word in _KEYED.items():
        key = table_schema(name).primary_key
        spelt = [i for i in sorted(tables[name][key]) if i in once_spelt[name] or remover.found_in(i)]
        new_ids |= {old: f"withheld-{word}-{n}" for n, old in enumerate(spelt, start=1)}
    spelt = [a.account_id for a in info.accounts if remover.found_in(a.account_id)]
    new_ids |= {old: f"withheld-account-{n}" for n, old in enumerate(spelt, start=1)}
    spelt = [i for i in sorted(_pointed_at(tables)) if i not in new_ids and remover.found_in(i)]
    new_ids |= {old: f"withheld-id-{n}" for n, old in enumerate(spelt, start=1)}
    return Renaming(new_ids)


def _once_spelt(tables: Mapping[str, pd.DataFrame], remover: NameRemover) -> dict[str, set[str]]:
    """Return, by table, ids that were made of one that spells a name, whatever letters were lost on the way."""
    found: dict[str, set[str]] = {name: set() for name in _KEYED}
    events = tables["events"]
    if "original_id" in events:
        pairs = zip(events["event_id"], events["original_id"], strict=True)
        found["events"] = {event for event, own in pairs if own != event and remover.found_in(own)}
    if found["events"]:
        groups = tables["trajectories"][["trajectory_id", "event_id"]]
        found["trajectories"] = {
            group for group, event in groups.itertuples(index=False) if event in found["events"] and event in group
        }
    return found


def _pointed_at(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return every id that stands in a column of ids: some are ids of nothing."""
    found: set[str] = set()
    for name, table in tables.items():
        columns = [f.name for f in table_schema(name).fields if f.kind in _ID_KINDS and f.name in table]
        for column in columns:
            for cell in table[column].dropna().unique():
                found |= set(items_of(cell))
    return found
