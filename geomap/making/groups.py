"""From claims of launch and impact to trajectories and accounts: one row for each group of projectiles in a telling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.findings import Finding
from geomap.making.merging import Default
from geomap.making.slugs import fingerprint, slug
from geomap.making.statements import Cells, Statement

__all__ = ["Telling", "account_entries", "tellings_of", "trajectory_rows"]

_AREAS = frozenset({"launch area", "impact area"})
_ENDS = ("impact area", "outcome")


@dataclass(slots=True, kw_only=True)
class Telling:
    """One account of one event: its launch areas, its groups of projectiles, and all it rests on."""

    account: str
    label: str
    speaker: str
    event_id: str
    statements: list[Statement] = field(default_factory=list)


def tellings_of(statements: Sequence[Statement]) -> list[Telling]:
    """Return the accounts of launch and impact, in the order of the sheet; one that names no area draws nothing."""
    made: dict[tuple[str, str], Telling] = {}
    for s in statements:
        row = s.row
        if row["stance"] != "asserts" or row["verification"] == "retracted":
            continue
        if row["about"] not in ("launch area", "munitions", *_ENDS):
            continue
        label = row["account"] or row.origin
        account = slug(label, empty="account")
        key = (account, s.event_id)
        if key not in made:
            made[key] = Telling(account=account, label=label, speaker=row.origin, event_id=s.event_id)
        made[key].statements.append(s)
    return [t for t in made.values() if any(s.row["about"] in _AREAS for s in t.statements)]


def trajectory_rows(tellings: Sequence[Telling], file: str) -> tuple[list[Cells], list[Finding]]:
    """Return the rows of the table trajectories, and what contradicts itself.

    Parameters
    ----------
    tellings : sequence of Telling
    file : str
        Name of the sheet.
    """
    rows: list[Cells] = []
    found: list[Finding] = []
    several = len({t.event_id for t in tellings}) > 1
    for telling in tellings:
        launches = [s for s in telling.statements if s.row["about"] == "launch area"]
        munitions = [s for s in telling.statements if s.row["about"] == "munitions"]
        groups: dict[str, list[Statement]] = {}
        for s in telling.statements:
            if s.row["about"] in _ENDS:
                groups.setdefault(s.row["group"].casefold() or f"\0{s.row['value'].casefold()}", []).append(s)
        if not groups:
            named = dict.fromkeys(s.row["group"].casefold() for s in launches)
            groups = {group: [] for group in named}
        for name, ends in groups.items():
            own = [s for s in launches if s.row["group"].casefold() == name.strip("\0") and s.row["group"]]
            own = own or [s for s in launches if not s.row["group"]]
            cells, problems = _one_group(telling, own, ends, munitions if len(groups) == 1 and not ends else [], file)
            basis = sorted({s.claim_id for s in (*own, *ends, *munitions)})
            label = name.strip("\0") or "all"
            short = slug(label, joint="-", empty="group")
            event = f"-{fingerprint(telling.event_id)}" if several else ""
            rows.append(
                {
                    "trajectory_id": f"{slug(telling.label, joint='-', empty='account')}-{short}{event}",
                    "event_id": telling.event_id,
                    "account": telling.account,
                    **cells,
                    "basis_claim_ids": "; ".join(basis),
                }
            )
            found += problems
    return rows, found


def _one_group(
    telling: Telling,
    launches: Sequence[Statement],
    ends: Sequence[Statement],
    munitions: Sequence[Statement],
    file: str,
) -> tuple[Cells, list[Finding]]:
    found: list[Finding] = []

    def only(statements: Sequence[Statement], value_of: Any, column: str, what: str) -> Any:
        told = [(value_of(s), s) for s in statements if value_of(s)]
        for value, s in told[1:]:
            if value != told[0][0]:
                message = (
                    f'"{value}", but row {told[0][1].row.row} says "{told[0][0]}": {what} of the account '
                    f'"{telling.label}". Tell groups apart in "group", or tellings in "account"'
                )
                found.append(
                    Finding(
                        code="sheet-contradicts-itself",
                        severity="error",
                        message=message,
                        file=file,
                        column=column,
                        rows=(s.row.row,),
                        values=(str(value),),
                    )
                )
        return told[0][0] if told else None

    impacts = [s for s in ends if s.row["about"] == "impact area"]
    outcomes = [s for s in ends if s.row["about"] == "outcome"]
    launch = only(launches, lambda s: s.row["value"], "value", "two launch areas for the same projectiles")
    impact = only(impacts, lambda s: s.row["value"], "value", "two impact areas for the same projectiles")
    outcome = only(outcomes, lambda s: s.row["value"], "value", "two outcomes for the same projectiles")
    count = only(ends, lambda s: s.row.how_many, "how many", "two numbers for one group")
    if count is None and not ends:
        count = only(launches, lambda s: s.row.how_many, "how many", "two numbers for one group")
        count = count or only(munitions, _exact, "value", "two numbers of munitions")
    launch_id = next((s.place_id for s in launches if s.place_id), "")
    impact_id = next((s.place_id for s in impacts if s.place_id), "")
    lost = [name for name, found_id in ((impact, impact_id), (launch, launch_id)) if name and not found_id]
    quoted = "" if impact else next((f"“{s.row['quote']}”" for s in outcomes if s.row["quote"]), "")
    cells = {
        "group_n": str(count) if count else "",
        "outcome": outcome or Default("ground_impact" if impacts else "unknown"),
        "launch_place_id": launch_id,
        "impact_place_id": impact_id,
        "wording": lost[0] if lost else quoted,
    }
    return cells, found


def _exact(statement: Statement) -> int | None:
    return statement.row.low if statement.row.low == statement.row.high else None


def account_entries(
    tellings: Sequence[Telling], sources: Mapping[str, str], old: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the accounts that datapackage.json does not have yet.

    Parameters
    ----------
    tellings : sequence of Telling
    sources : mapping of str to str
        Source id of each claim.
    old : sequence of mapping
        The accounts that it has.
    """
    known = {str(a.get("id", "")) for a in old}
    speakers = {_speaker(a): str(a.get("id", "")) for a in reversed(old)}
    entries: dict[str, dict[str, Any]] = {}
    for telling in tellings:
        ids = sorted({sources[s.claim_id] for s in telling.statements})
        if telling.account in entries:
            entry = entries[telling.account]
            entry["source_ids"] = sorted({*entry["source_ids"], *ids})
            continue
        if telling.account in known:
            continue
        entry = {
            "id": telling.account,
            "label": {"en": telling.label},
            "speaker": {"en": telling.speaker},
            "source_ids": ids,
        }
        if telling.speaker in speakers:
            entry["relation"] = {"kind": "same_origin", "to": speakers[telling.speaker]}
        speakers.setdefault(telling.speaker, telling.account)
        entries[telling.account] = entry
    return list(entries.values())


def _speaker(account: Mapping[str, Any]) -> str:
    speaker = account.get("speaker") or account.get("label") or ""
    return str(speaker.get("en", "")) if isinstance(speaker, Mapping) else str(speaker)
