"""What stands beside the tables, as it may be published: the case's description, the desk's words, refused rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd
from babel import Locale

from geomap.dataset import COMPUTED_IDS, Account, CaseInfo
from geomap.disclosure.names import WITHHELD, WITHHELD_AR, NameRemover

__all__ = ["public_editorial", "public_info", "public_refused"]

_PUT = {"name": "withheld", "title_ar": WITHHELD_AR} | dict.fromkeys(
    ("tz", "main_event", "default_account", "reviewed_on", "account_id", "relation", "relation_to"), ""
)
"""What takes the place of a name in a field; what is no sentence is left empty."""


def public_info(info: CaseInfo, remover: NameRemover, stands_in: Mapping[str, str]) -> CaseInfo:
    """Return what a case says of itself, with names and positions taken out of every text it has.

    Parameters
    ----------
    info : CaseInfo
        With its ids replaced.
    remover : NameRemover
    stands_in : mapping of str to str
        Hidden places and the ids that stand in for them.
    """
    accounts = tuple(replace(account, **_cleaned(account, remover)) for account in info.accounts)
    context = tuple(p for p in info.context_places if p not in stands_in)
    made = _cleaned(info, remover) | {"country": _country(info.country, remover)}
    return replace(info, **made, accounts=accounts, context_places=context)


def _country(code: str, remover: NameRemover) -> str:
    """Return the code of the country; empty if a name of it is withheld, for a small map would draw and name it."""
    if not remover:
        return code
    named = (Locale.parse(lang).territories.get(code.upper(), "") for lang in ("en", "ar"))
    return "" if any(remover.found_in(name) for name in (code, *named)) else code


def _cleaned(one: CaseInfo | Account, remover: NameRemover) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, str):
            put = _PUT.get(field.name, WITHHELD)
            made[field.name] = remover.clean(value, put) if put else "" if remover.found_in(value) else value
        elif isinstance(value, Mapping):
            made[field.name] = {
                lang: remover.clean(text, WITHHELD_AR if lang == "ar" else WITHHELD) for lang, text in value.items()
            }
    return made


def public_editorial(
    editorial: Mapping[str, Any], remover: NameRemover, stands_in: Mapping[str, str]
) -> Mapping[str, Any]:
    """Return the desk's words without what speaks of a hidden place by its id, and without its name and position.

    Parameters
    ----------
    editorial : mapping
        map.toml, with its ids replaced.
    remover, stands_in
        As for `public_info`.
    """
    kept = {
        key: [item for item in value if not (isinstance(item, Mapping) and item.get("place") in stands_in)]
        if isinstance(value, list)
        else value
        for key, value in editorial.items()
        if not (key == "views" and stands_in)
    }
    if "views" in kept and isinstance(kept["views"], Mapping):
        kept["views"] = {key: view for key, view in kept["views"].items() if not _looks_at(view, remover)}
    cleaned: Mapping[str, Any] = remover.clean_value(kept)
    return cleaned


def _looks_at(view: object, remover: NameRemover) -> bool:
    """Whether the middle of an opening view is a position that is withheld."""
    centres = [v for v in view.values() if isinstance(v, list)] if isinstance(view, Mapping) else []
    return any(remover.positions.holds(centre) for centre in centres)


def public_refused(refused: pd.DataFrame, remover: NameRemover, *, is_early: bool, keeps_cells: bool) -> pd.DataFrame:
    """Return the refused rows of events and groups: table, id, code and reason.

    A row that could not be read may be one of those that are withheld: nobody can tell its day or its place.

    A row without an id of its own has none here either: the hash that stands for it tells a reader nothing.

    Parameters
    ----------
    refused : pandas.DataFrame
    remover : NameRemover
    is_early : bool
        Whether there is an embargo: then no row may be told by its id.
    keeps_cells : bool
        Whether reasons, which quote cells, may be told; the code of the rule stands in for them.
    """
    counted = refused[refused["table"].isin(["events", "trajectories"])]
    rows = counted[["table", "id", "code", "reason"]].copy()
    rows["id"] = rows["id"].astype(str).replace(f"^{COMPUTED_IDS['events']}$", "", regex=True)
    rows["reason"] = rows["reason"].map(lambda t: remover.clean(str(t))) if keeps_cells else rows["code"]
    rows["id"] = "" if is_early else rows["id"].map(remover.clean)
    return rows.sort_values(["table", "id", "code", "reason"], kind="stable").reset_index(drop=True)
