"""Which column of a sheet is which: names as people write them, in many languages, and what their cells look like.

A name is looked for as it stands, then without what stands in brackets, then without words that add nothing. What
could be two things is settled by the language of the other columns, or is not guessed. A number of civilians is never
taken for the number of all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.readers.cells.pairs import order_of_name
from geomap.readers.header import folded
from geomap.readers.looks import are_pairs, may_be_counts, may_be_days, may_be_names
from geomap.readers.names import column_words

__all__ = ["GROUPS", "SAMPLE_CELLS", "Columns", "Sample", "loose_columns", "part_role", "says_utc"]

Sample = Callable[[str], Sequence[str]]
"""Gives the first cells of a column that hold something."""

SAMPLE_CELLS = 20
GROUPS = ("civilian", "child", "woman", "man", "security", "combatant")
_COUNTS = ("killed", "wounded", "munitions")
_DAY_ROLES = frozenset({"date", "date_end", "time", "time_zone", "year", "month", "day"})
_SIDED = {
    **{role: role for role in ("place", "latitude", "longitude", "location_class", "radius_m")},
    "coordinates": "place",
}
_DOUBLES = (frozenset({"kind", "event_type"}), frozenset({"date", "day"}), frozenset({"date", "time"}))
"""Roles that one column may have at once, or of which its cells say which."""
_BRACKETS = re.compile(r"\s*[(\[{（【]([^)\]}）】]*)[)\]}）】]\s*")
_UTC = frozenset({"utc", "gmt", "zulu", "z"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What was found in one header.

    Attributes
    ----------
    found : mapping of str to str
        Role to column.
    actors : tuple of str
        Columns that name actors.
    unclear : mapping of str to tuple of str
        Columns that could have one of several roles, and have none.
    """

    found: Mapping[str, str]
    actors: tuple[str, ...] = ()
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column may have a role: the better its name fits, the smaller the rank."""

    role: str
    rank: tuple[bool, int, int]
    langs: frozenset[str]

    @property
    def is_weak(self) -> bool:
        """Whether the name alone does not give the role."""
        return self.rank[0]


_Index = dict[str, list[_Claim]]


@lru_cache(maxsize=4)
def _index(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> _Index:
    """Return the roles that each name may have."""
    words = column_words()
    made: dict[tuple[str, str, bool], tuple[int, set[str]]] = {}

    def claim(role: str, name: str, rank: int, langs: Iterable[str], *, weak: bool) -> None:
        made.setdefault((name, role, weak), (rank, set()))[1].update(langs)

    for role, names in columns:
        own = words.names.get(role, {})
        for rank, name in enumerate(names):
            langs = {lang for lang, told in own.items() if name in told} or {"en"}
            claim(role, name, rank, langs, weak=role == "coordinates")
    for role, by_lang in (*words.if_days.items(), *words.if_counts.items(), *words.if_names.items()):
        for lang, names in by_lang.items():
            for rank, name in enumerate(names):
                claim(role, name, rank, {lang}, weak=True)
    index: _Index = {}
    for (name, role, weak), (rank, langs) in made.items():
        index.setdefault(name, []).append(_Claim(role, (weak, 0, rank), frozenset(langs)))
    return index


def part_role(stem: str, group: str) -> str:
    """Return the role of a column that counts one group of people only.

    Examples
    --------
    >>> part_role("killed", "civilian")
    'killed_of_civilian'
    """
    return f"{stem}_of_{group}"


def loose_columns(
    header: Sequence[str], columns: Mapping[str, tuple[str, ...]], sample: Sample | None = None
) -> Columns:
    """Return what the columns of a sheet are for.

    Parameters
    ----------
    header : sequence of str
    columns : mapping of str to tuple of str
        Role to the names it can have (folded), the best first.
    sample : callable, optional
        Gives the first cells of a column; without, names alone decide.
    """
    index = _index(tuple(columns.items()))
    claims = {name: _believable(_claims(name, index), name, sample) for name in header}
    claims, unclear = _settled(claims)
    found: dict[str, str] = {}
    for role in dict.fromkeys([*columns, *(c.role for told in claims.values() for c in told)]):
        best = sorted(
            (
                (claim.rank, at, name)
                for at, (name, told) in enumerate(claims.items())
                for claim in told
                if claim.role == role
            ),
        )
        if best and role != "actors":
            found[role] = best[0][2]
    actors = tuple(name for name, told in claims.items() if any(c.role == "actors" for c in told))
    _settle_days(found, claims, sample)
    _settle_positions(found, claims, sample)
    return Columns(
        found={role: found[role] for role in found},
        actors=actors,
        unclear=unclear,
    )


def says_utc(name: str) -> bool:
    """Whether the name of a column says that its times are UTC.

    Examples
    --------
    >>> says_utc("Time (UTC)"), says_utc("Time")
    (True, False)
    """
    return bool(_UTC & set(folded(name).split("_")))


def _claims(name: str, index: _Index) -> list[_Claim]:
    """Return the roles that a name can stand for, by the first way of reading it that gives any."""
    words = column_words()
    inside = " ".join(_BRACKETS.findall(name))
    base = folded(_BRACKETS.sub(" ", name)) or folded(inside)
    added = set(folded(inside).split("_")) - {""}
    day_turned = bool(added & words.other_day)
    tokens = [t for t in folded(name).split("_") if t]
    composed = _composed(tokens, index)
    ways = [index.get(folded(name), [])]
    if not (added & (words.groups.keys() | words.ends.keys() | words.sides.keys())):
        ways.append(index.get(base, []))
    ways.append(composed)
    if not composed and len(ways) == 3:
        kept = [t for t in base.split("_") if t not in words.fillers and t not in _UTC]
        ways.append(index.get("_".join(kept), []) if kept else [])
        ways.append(_of_count(base.split("_"), index))
    if order_of_name(folded(name)):
        ways.append([_Claim("coordinates", (True, 0, 0), frozenset({"en"}))])
    for level, found in enumerate(ways):
        usable = [c for c in found if not (day_turned and level and c.role in _DAY_ROLES)]
        if usable:
            return [_Claim(c.role, (c.rank[0], level, c.rank[2]), c.langs) for c in usable]
    return []


def _of_count(tokens: Sequence[str], index: _Index) -> list[_Claim]:
    """Return the counts that tokens name once words that add nothing are left out."""
    words = column_words()
    skipped = words.fillers | words.count_fillers
    kept = [t for t in tokens if t not in skipped]
    if not kept or (len(kept) == len(tokens) and len(tokens) != 1):
        named = index.get("_".join(tokens), [])
    else:
        named = index.get("_".join(kept), [])
    return [c for c in named if c.role in _COUNTS]


def _composed(tokens: Sequence[str], index: _Index) -> list[_Claim]:
    """Return what tokens mean of which one is a group of people, an end of a range, or an end of the way."""
    words = column_words()
    groups = {words.groups[t] for t in tokens if t in words.groups}
    if groups:
        rest = [t for t in tokens if t not in words.groups]
        return [
            _Claim(part_role(c.role, min(groups)), c.rank, c.langs)
            for c in _of_count(rest, index)
            if c.role != "munitions" and len(groups) == 1
        ]
    for marks, roles in ((words.ends, None), (words.sides, _SIDED)):
        told = {marks[t] for t in tokens if t in marks}
        if len(told) != 1:
            continue
        mark = told.pop()
        rest = [t for t in tokens if t not in marks]
        if roles is None:
            return [_Claim(f"{c.role}_{mark}", c.rank, c.langs) for c in _of_count(rest, index)]
        for parts in (rest, [t for t in rest if t not in words.side_fillers]):
            named = [c for c in index.get("_".join(parts), []) if c.role in roles] if parts else []
            if named:
                return [_Claim(f"{mark}_{roles[c.role]}", (False, *c.rank[1:]), c.langs) for c in named]
    return []


def _believable(claims: list[_Claim], name: str, sample: Sample | None) -> list[_Claim]:
    """Leave out roles that a name alone does not give and the cells deny."""
    if sample is None or not any(c.is_weak for c in claims):
        return claims
    cells = sample(name)
    words = column_words()
    looks = {"coordinates": are_pairs, **dict.fromkeys(words.if_counts, may_be_counts)}
    looks |= dict.fromkeys(words.if_names, may_be_names)
    return [c for c in claims if not c.is_weak or looks.get(c.role, may_be_days)(cells)]


def _settled(claims: Mapping[str, list[_Claim]]) -> tuple[dict[str, list[_Claim]], dict[str, tuple[str, ...]]]:
    """Settle names of several roles by the language of the other names; those that stay unclear have no role."""
    votes: Counter[str] = Counter()
    for told in claims.values():
        if len({c.role for c in told}) == 1:
            votes.update({lang for c in told for lang in c.langs})
    made: dict[str, list[_Claim]] = {}
    unclear: dict[str, tuple[str, ...]] = {}
    for name, told in claims.items():
        roles = {c.role for c in told}
        if len(roles) < 2 or any(roles <= double for double in _DOUBLES):
            made[name] = told
            continue
        scores = {c.role: max((votes[lang] for lang in c.langs), default=0) for c in told}
        best = max(scores.values())
        kept = [c for c in told if scores[c.role] == best and best]
        if len({c.role for c in kept}) == 1:
            made[name] = kept
        else:
            made[name] = []
            unclear[name] = tuple(sorted(roles))
    return made, unclear


def _settle_days(found: dict[str, str], claims: Mapping[str, list[_Claim]], sample: Sample | None) -> None:
    """Give a column of times that are days, and one of days of a month, the role that its cells have."""
    column = found.get("date")
    if column is None:
        return
    told = {c.role: c for c in claims[column]}
    is_part = "day" in told and "year" in found and not (sample is not None and may_be_days(sample(column)))
    if is_part:
        found["day"] = column
        del found["date"]
    elif told["date"].is_weak and "year" in found and "month" in found:
        del found["date"]
    elif found.get("time") == column:
        del found["time"]
    if "date" in found:
        for part in ("month", "day"):
            found.pop(part, None)
    if found.get("date_end") in (found.get("date"), found.get("time")):
        found.pop("date_end", None)


def _settle_positions(found: dict[str, str], claims: Mapping[str, list[_Claim]], sample: Sample | None) -> None:
    """Read both numbers in one cell where they stand in no columns of their own, a column of places included."""
    if {"latitude", "longitude"} <= set(found):
        found.pop("coordinates", None)
        return
    place = found.get("place")
    if "coordinates" not in found and place is not None and sample is not None and are_pairs(sample(place)):
        found["coordinates"] = place
        others = [(c.rank, name) for name, told in claims.items() for c in told if c.role == "place" and name != place]
        if others:
            found["place"] = min(others)[1]
        else:
            del found["place"]
