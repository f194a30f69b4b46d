"""From claims of launch and impact to trajectories and accounts: one row for each group of projectiles in a telling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.findings import Finding
from geomap.making.amounts import NOT_REPORTED, Amount
from geomap.making.contradictions import contradiction, how_many, kinds_of_nothing, one_value
from geomap.making.merging import Default, Open, Shorter
from geomap.making.sheet import SheetRow
from geomap.making.slugs import fingerprint, same_name, slug
from geomap.making.standing import range_of, tells_of_an_account
from geomap.making.statements import ENDS, IMPACTS, Cells, Statement, is_end_of_group

__all__ = ["Groups", "Telling", "account_entries", "tellings_of", "trajectory_rows"]

_AREAS = frozenset({"launch area", *IMPACTS})
_MAKES_A_GROUP = frozenset({"launch area", *ENDS})
_UNNAMED = "\0"
"""Stands before the key of a group that no word in the column "group" names."""
_LAUNCH = f"{_UNNAMED}launch "
"""Stands before the key of a launch of which nobody says which groups came from there."""
_ALL = frozenset({"all", "all of them"})
"""What ``how many`` of a launch says where all came from there, and no number is given."""


@dataclass(slots=True, kw_only=True)
class Telling:
    """One account of one event: its launch areas, its groups of projectiles, and all it rests on."""

    account: str
    label: str
    speaker: str
    event_id: str
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What is told of one group: its launches, its ends, and launches of which nobody says that they are its own."""

    launches: Sequence[Statement] = ()
    ends: Sequence[Statement] = ()
    not_joined: Sequence[Statement] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The groups of projectiles of all accounts.

    Attributes
    ----------
    rows : list of dict
        Of the table trajectories.
    found : list of Finding
        What contradicts itself.
    own_words : mapping of (str, str) to frozenset of str
        By id and column: texts that geomap itself writes there while a place has no answer, and takes back.
    """

    rows: list[Cells]
    found: list[Finding]
    own_words: Mapping[tuple[str, str], frozenset[str]]


def tellings_of(statements: Sequence[Statement], accounts: Sequence[Mapping[str, Any]] = ()) -> list[Telling]:
    """Return the accounts of launch and impact, in the order of the sheet; one without area or outcome has no group.

    Parameters
    ----------
    statements : sequence of Statement
    accounts : sequence of mapping
        The accounts that datapackage.json has: they keep their ids.
    """
    told = [s for s in statements if _is_of_a_telling(s.row) and tells_of_an_account(s.row)]
    ids = _account_ids([s.row["account"] or s.row.origin for s in told], accounts)
    made: dict[tuple[str, str], Telling] = {}
    for s in told:
        label = s.row["account"] or s.row.origin
        key = (ids[same_name(label)], s.event_id)
        if key not in made:
            made[key] = Telling(account=key[0], label=label, speaker=s.row.origin, event_id=s.event_id)
        made[key].statements.append(s)
    return [t for t in made.values() if any(s.row["about"] in _MAKES_A_GROUP for s in t.statements)]


def _is_of_a_telling(row: SheetRow) -> bool:
    is_kind = row["about"] == "kind" and bool(row["group"])
    return row["about"] in ("launch area", "munitions") or is_end_of_group(row) or is_kind


def _account_ids(labels: Sequence[str], accounts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the id of each account: long labels that begin alike are two accounts."""
    known = {str(a.get("id", "")) for a in accounts}
    by_label = {same_name(_text_of(a.get("label"))): str(a.get("id", "")) for a in reversed(accounts)}
    plain = {same_name(label): slug(label, empty="account") for label in labels}
    shared = Counter(plain.values())
    ids = {}
    for name, short in plain.items():
        longer = f"{short}_{fingerprint(name)}"
        ids[name] = by_label.get(name) or (longer if longer in known or shared[short] > 1 else short)
    return ids


def trajectory_rows(tellings: Sequence[Telling], file: str, main_event: str = "", old: Container[str] = ()) -> Groups:
    """Return the rows of the table trajectories, and what contradicts itself.

    Parameters
    ----------
    tellings : sequence of Telling
    file : str
        Name of the sheet.
    main_event : str
        Groups of other events have a longer id.
    old : container of str
        Ids of the rows that stand: they are kept.
    """
    rows: list[Cells] = []
    found: list[Finding] = []
    own_words: dict[tuple[str, str], frozenset[str]] = {}
    for telling in tellings:
        groups = _groups_of(telling)
        ids = _group_ids(telling, groups, main_event, old)
        munitions = [s for s in telling.statements if s.row["about"] == "munitions"]
        kinds = [s for s in telling.statements if s.row["about"] == "kind"]
        found += [*_launches_not_joined(telling, groups, file), *kinds_of_nothing(kinds, groups, telling.label, file)]
        for name, group in groups.items():
            launches, ends = group.launches, group.ends
            is_all = len(groups) == 1 and not ends
            cells, problems = _one_group(telling, group, munitions if is_all else (), file)
            if name.startswith(_LAUNCH):
                cells |= _number_of((), (), ())  # some of the other groups, or others: they are counted once
            own_kinds = [s for s in kinds if _group(s) == name]
            kind, doubled = one_value(own_kinds, "value", "two kinds for the same projectiles", telling.label, file)
            basis = sorted({s.claim_id for s in (*launches, *ends, *munitions, *own_kinds)})
            gone = frozenset(s.claim_id for s in group.not_joined)
            rows.append(
                {
                    "trajectory_id": ids[name],
                    "event_id": telling.event_id,
                    "account": telling.account,
                    **cells,
                    "kind": kind,
                    "basis_claim_ids": Shorter("; ".join(basis), gone),
                }
            )
            found += [*problems, *doubled]
            own = frozenset(s.row["value"] for s in (*launches, *ends) if s.row["about"] in _AREAS)
            own_words |= {(ids[name], column): own for column in ("wording", "launch_wording")}
    return Groups(rows=rows, found=found, own_words=own_words)


def _groups_of(telling: Telling) -> dict[str, _Group]:
    """Return the groups of an account: one of which only the launch is told is one, too.

    A launch that names no group is that of every group that has none of its own, where that is one group, or where as
    many are said to have come from there as there are. Else nobody said which of them did: it stands for itself.
    """
    launches = [s for s in telling.statements if s.row["about"] == "launch area"]
    named = {name: [s for s in launches if _group(s) == name] for name in dict.fromkeys(map(_group, launches))}
    ends: dict[str, list[Statement]] = {}
    for s in telling.statements:
        if s.row["about"] in ENDS and s.row["about"] != "ship hit":
            ends.setdefault(_group(s) or f"{_UNNAMED}{s.row['value'].casefold()}", []).append(s)
    for s in telling.statements:
        if s.row["about"] == "ship hit":  # it was hit in the one impact area that its account tells of
            only = next(iter(ends), "") if len(ends) == 1 and not _group(s) else ""
            ends.setdefault(_group(s) or only or f"{_UNNAMED}{s.row['value'].casefold()}", []).append(s)
    for name in named:
        if name or not ends:
            ends.setdefault(name, [])
    shared = named.pop("", [])
    waiting = [name for name in ends if name not in named]
    munitions = [s for s in telling.statements if s.row["about"] == "munitions" and len(waiting) == len(ends)]
    if len(waiting) < 2 or any(_is_of_all(s, [ends[name] for name in waiting], munitions) for s in shared):
        return {name: _Group(launches=named.get(name) or shared, ends=ends[name]) for name in ends}
    made = {
        name: _Group(launches=named.get(name, ()), ends=ends[name], not_joined=() if name in named else shared)
        for name in ends
    }
    for s in shared:
        key = f"{_LAUNCH}{s.row['value'].casefold()}"
        made[key] = _Group(launches=[*(made[key].launches if key in made else ()), s])
    return made


def _is_of_all(launch: Statement, groups: Sequence[Sequence[Statement]], munitions: Sequence[Statement]) -> bool:
    """Whether no fewer are said to have come from a launch area than are told of in these groups, or in all."""
    if _says_all(launch):
        return True
    least = launch.row.how_many.count.low
    if not least:
        return False
    told = sum(max((s.row.how_many.count.low or 0 for s in ends), default=0) for ends in groups)
    return least >= max([told, *(s.row.amount.count.low or 0 for s in munitions)])


def _launches_not_joined(telling: Telling, groups: Mapping[str, _Group], file: str) -> list[Finding]:
    """Tell launches of which nobody says which groups came from there, and what the row may say."""
    waiting = sum(bool(group.not_joined) for group in groups.values())
    said = [s for name, group in groups.items() if name.startswith(_LAUNCH) for s in group.launches]
    return [
        contradiction(
            f'{_number_told(s)} of the {waiting} groups of the account "{telling.label}" came from '
            f'"{s.row["value"]}": no group is joined to it. Write in "how many" how many did (the number of all, or '
            'the word all, if all did), or the same word in "group" in this row and in those that belong to it',
            file,
            "how many",
            s,
            s.row["how many"],
            "warning",
            code="launch-not-joined",
        )
        for s in said
    ]


def _number_told(statement: Statement) -> str:
    cell = statement.row["how many"]
    return f'"{cell}" does not say which' if cell else "is empty, and nothing says which"


def _says_all(launch: Statement) -> bool:
    """Whether the speaker says that all of its projectiles came from there, and no number."""
    return launch.row["how many"].casefold() in _ALL


def _group(statement: Statement) -> str:
    return statement.row["group"].casefold()


def _group_ids(telling: Telling, groups: Iterable[str], main_event: str, old: Container[str]) -> dict[str, str]:
    """Return the id of each group of an account; names that make one id get one with a fingerprint."""
    account = telling.account.replace("_", "-")
    event = f"-{fingerprint(telling.event_id)}"
    short = {name: slug(name.strip(_UNNAMED) or "all", joint="-", empty="group") for name in groups}
    shared = Counter(short.values())
    ids = {}
    for name, plain in short.items():
        made = f"{account}-{plain}" if shared[plain] == 1 else f"{account}-{plain}-{fingerprint(name)}"
        choices = (made, made + event) if telling.event_id == main_event else (made + event, made)
        ids[name] = choices[1] if choices[0] not in old and choices[1] in old else choices[0]
    return ids


def _one_group(
    telling: Telling, group: _Group, munitions: Sequence[Statement], file: str
) -> tuple[Cells, list[Finding]]:
    launches, ends = group.launches, group.ends
    found: list[Finding] = []
    none = Open() if group.not_joined else ""

    def only(statements: Sequence[Statement], column: str, what: str) -> str:
        value, problems = one_value(statements, column, what, telling.label, file)
        found.extend(problems)
        return value

    impacts = [s for s in ends if s.row["about"] in IMPACTS]
    outcomes = [s for s in ends if s.row["about"] == "outcome"]
    ships = [s for s in ends if s.row["about"] == "ship hit"]
    launch = only(launches, "value", "two launch areas for the same projectiles")
    impact = only(impacts, "value", "two impact areas for the same projectiles")
    outcome = only(outcomes, "value", "two outcomes for the same projectiles")
    ship = only(ships, "value", "two ships for the same projectiles")
    is_over = any(s.row["about"] == "intercepted over" for s in impacts)
    fell = "intercepted" if is_over else "ground_impact" if impacts or ships else "unknown"
    only(ends, "how many", "two numbers for one group")
    only(launches, "how many", "two numbers for one group")
    launch_id = next((s.place_id for s in launches if s.place_id), "")
    impact_id = next((s.place_id for s in impacts if s.place_id), "")
    found += _two_numbers(launches, ends, file)
    cells = {
        **_number_of(launches, ends, munitions),
        "outcome": outcome or Default(fell),
        "launch_place_id": launch_id or none,
        "impact_place_id": impact_id,
        "struck": ship,
        "wording": "" if impact_id else impact,
        "launch_wording": none if launch_id or not launch else launch,
    }
    return cells, found


def _number_of(launches: Sequence[Statement], ends: Sequence[Statement], munitions: Sequence[Statement]) -> Cells:
    """Return how many projectiles a group has, as its own rows tell it; nothing is worked out of other numbers.

    The launch counts where nothing is told of the end, and where it names the same group. The munitions of the account
    count if it has no other group.
    """
    told = [s.row.how_many for s in ends if s.row.how_many.is_told]
    if not told:
        said = [s for s in launches if not _says_all(s) and (_group(s) or not ends)]
        told = [s.row.how_many for s in said if s.row.how_many.is_told]
    if not told and munitions:
        rows = [s.row for s in munitions if s.row.amount.is_told]
        is_one = len({str(r.amount) for r in rows}) == 1
        told = [rows[0].amount if is_one else Amount(range_of(rows))]
    amount = next((a for a in told if a.count.is_known), told[0] if told else NOT_REPORTED)
    count = amount.count
    exact = count.exact if count.exact != 0 else None
    return {
        "group_n": "" if exact is None else str(exact),
        "group_n_low": "" if exact is not None or count.low is None else str(count.low),
        "group_n_high": "" if exact is not None or count.high is None else str(count.high),
        "group_n_words": amount.words,
    }


def _two_numbers(launches: Sequence[Statement], ends: Sequence[Statement], file: str) -> list[Finding]:
    """Tell where more were launched of a group than what is told of its end, or fewer."""
    fired = next((s for s in launches if _group(s) and how_many(s)), None)
    ended = next((s for s in ends if how_many(s)), None)
    if not fired or not ended or how_many(fired) == how_many(ended):
        return []
    message = (
        f'"{ended.row["how many"]}", but row {fired.row.row} says that "{fired.row["how many"]}" of this group were '
        "launched; the group has the number of its end. Add a row about outcome unknown, with a group of its own, for "
        "those of which nothing else is told"
    )
    return [contradiction(message, file, "how many", ended, ended.row["how many"], "warning")]


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
    return _text_of(account.get("speaker") or account.get("label"))


def _text_of(value: object) -> str:
    return str(value.get("en", "")) if isinstance(value, Mapping) else str(value or "")
