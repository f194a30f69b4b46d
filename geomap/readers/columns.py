"""Which column of a sheet is which: names as people write them, in many languages, and what their cells look like.

A name is looked for as it stands, then without what stands in brackets, then without words that add nothing. What
could be two things is settled by the language of the other columns, or is not guessed. A number of civilians is never
taken for the number of all.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from geomap.readers.cells.pairs import is_pair
from geomap.readers.header import folded

__all__ = [
    "GROUPS",
    "LOOKS",
    "SAMPLE_CELLS",
    "Columns",
    "are_days",
    "further_names",
    "looks_like",
    "loose_columns",
    "part_role",
]

Sample = Callable[[str], Sequence[str]]
"""Gives the first cells of a column that hold something."""

SAMPLE_CELLS = 20
GROUPS = ("civilian", "child", "woman", "man", "security", "combatant")
LOOKS = {
    "date": "days",
    "killed": "deaths",
    "wounded": "the wounded",
    "kind": "a weapon",
    "source": "a source",
    "source_url": "links",
    "coordinates": "positions",
}
"""What a column can look like that no role takes, by role, in words of messages."""

_COUNTS = ("killed", "wounded", "munitions")
_DAY_ROLES = frozenset({"date", "date_end", "time", "year", "month", "day"})
_SIDED = {
    **{role: role for role in ("place", "latitude", "longitude", "location_class", "radius_m")},
    "coordinates": "place",
}
_DOUBLES = (frozenset({"kind", "event_type"}), frozenset({"date", "day"}), frozenset({"date", "time"}))
"""Roles that one column may have at once, or of which its cells say which."""
_BRACKETS = re.compile(r"\s*[(\[{（【]([^)\]}）】]*)[)\]}）】]\s*")
_DAYS = re.compile(r"\D{0,12}(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:1[89]|2\d)\d{6}$)")
_YEARS = re.compile(r"(?:^|\D)(?:1[89]|20)\d\d(?:\D|$)")
_LINK = re.compile(r"https?://", re.I)
_DAY_LETTERS_MAX = 40
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
    utc : frozenset of str
        Roles whose column says that its times are UTC.
    """

    found: Mapping[str, str]
    actors: tuple[str, ...] = ()
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    utc: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column may have a role: the better its name fits, the smaller the rank."""

    role: str
    rank: tuple[bool, int, int]
    langs: frozenset[str]

    @property
    def is_weak(self) -> bool:
        return self.rank[0]


@dataclass(frozen=True, slots=True)
class _Words:
    """names.toml, folded."""

    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    if_days: Mapping[str, Mapping[str, tuple[str, ...]]]
    fillers: frozenset[str]
    count_fillers: frozenset[str]
    other_day: frozenset[str]
    ends: Mapping[str, str]
    sides: Mapping[str, str]
    groups: Mapping[str, str]
    hints: Mapping[str, frozenset[str]]


@cache
def _words() -> _Words:
    text = (resources.files("geomap.readers") / "mappings" / "names.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    others = {key: document.pop(key) for key in ("if_days", "fillers", "turns", "ends", "sides", "groups", "hints")}

    def by_word(part: str) -> dict[str, str]:
        return {folded(word): key for key, words in others[part].items() for word in words}

    def by_lang(roles: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
        return {r: {lang: tuple(map(folded, names)) for lang, names in told.items()} for r, told in roles.items()}

    return _Words(
        names=by_lang(document),
        if_days=by_lang(others["if_days"]),
        fillers=frozenset(map(folded, others["fillers"]["all"])),
        count_fillers=frozenset(map(folded, others["fillers"]["counts"])),
        other_day=frozenset(map(folded, others["turns"]["other_day"])),
        ends=by_word("ends"),
        sides=by_word("sides"),
        groups=by_word("groups"),
        hints={role: frozenset(map(folded, words)) for role, words in others["hints"].items()},
    )


def further_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each role in all languages, folded, in the order of the file."""
    return {
        role: tuple(dict.fromkeys(name for names in by_lang.values() for name in names))
        for role, by_lang in _words().names.items()
    }


_Index = dict[str, list[_Claim]]


@lru_cache(maxsize=4)
def _index(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> _Index:
    """Return the roles that each name may have."""
    words = _words()
    made: dict[tuple[str, str, bool], tuple[int, set[str]]] = {}

    def claim(role: str, name: str, rank: int, langs: Iterable[str], *, weak: bool) -> None:
        made.setdefault((name, role, weak), (rank, set()))[1].update(langs)

    for role, names in columns:
        own = words.names.get(role, {})
        for rank, name in enumerate(names):
            langs = {lang for lang, told in own.items() if name in told} or {"en"}
            claim(role, name, rank, langs, weak=role == "coordinates")
    for role, by_lang in words.if_days.items():
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
        utc=frozenset(role for role in ("date", "time") if role in found and _says_utc(found[role])),
    )


def _says_utc(name: str) -> bool:
    return bool(_UTC & set(folded(name).split("_")))


def _claims(name: str, index: _Index) -> list[_Claim]:
    """Return the roles that a name can stand for, by the first way of reading it that gives any."""
    words = _words()
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
    for level, found in enumerate(ways):
        usable = [c for c in found if not (day_turned and level and c.role in _DAY_ROLES)]
        if usable:
            return [_Claim(c.role, (c.rank[0], level, c.rank[2]), c.langs) for c in usable]
    return []


def _of_count(tokens: Sequence[str], index: _Index) -> list[_Claim]:
    """Return the counts that tokens name once words that add nothing are left out."""
    words = _words()
    skipped = words.fillers | words.count_fillers
    kept = [t for t in tokens if t not in skipped]
    if not kept or (len(kept) == len(tokens) and len(tokens) != 1):
        named = index.get("_".join(tokens), [])
    else:
        named = index.get("_".join(kept), [])
    return [c for c in named if c.role in _COUNTS]


def _composed(tokens: Sequence[str], index: _Index) -> list[_Claim]:
    """Return what tokens mean of which one is a group of people, an end of a range, or an end of the way."""
    words = _words()
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
        named = index.get("_".join(rest), []) if rest else []
        return [_Claim(f"{mark}_{roles[c.role]}", (False, *c.rank[1:]), c.langs) for c in named if c.role in roles]
    return []


def _believable(claims: list[_Claim], name: str, sample: Sample | None) -> list[_Claim]:
    """Leave out roles that a name alone does not give and the cells deny."""
    if sample is None or not any(c.is_weak for c in claims):
        return claims
    cells = sample(name)
    return [c for c in claims if not c.is_weak or (_are_pairs(cells) if c.role == "coordinates" else _are_days(cells))]


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
    is_part = "day" in told and "year" in found and not (sample is not None and _are_days(sample(column)))
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
    if "coordinates" not in found and place is not None and sample is not None and _are_pairs(sample(place)):
        found["coordinates"] = place
        others = [(c.rank, name) for name, told in claims.items() for c in told if c.role == "place" and name != place]
        if others:
            found["place"] = min(others)[1]
        else:
            del found["place"]


def _mostly(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return bool(cells) and 2 * sum(bool(holds(cell.strip())) for cell in cells) > len(cells)


def _are_days(cells: Sequence[str]) -> bool:
    def is_day(cell: str) -> bool:
        return len(cell) <= _DAY_LETTERS_MAX and bool(_DAYS.match(cell) or _YEARS.search(cell))

    return not cells or _mostly(cells, is_day)


def are_days(cells: Sequence[str]) -> bool:
    """Whether most cells are whole days, with or without a time."""
    return _mostly(cells, lambda c: len(c) <= _DAY_LETTERS_MAX and _DAYS.match(c))


def _are_pairs(cells: Sequence[str]) -> bool:
    return _mostly(cells, is_pair)


def looks_like(name: str, cells: Sequence[str]) -> str:
    """Return the role (of `LOOKS`) that a column seems to have by its name or cells, or nothing.

    Parameters
    ----------
    name : str
    cells : sequence of str
        Its first cells that hold something.
    """
    words = _words()
    tokens = set(folded(name).split("_"))
    if not tokens & words.other_day:
        for role in ("date", "killed", "wounded", "kind", "source_url", "source"):
            if tokens & (words.hints.get(role, frozenset()) | _single_names(role)):
                return role
        if are_days(cells):
            return "date"
    if _mostly(cells, _LINK.match):
        return "source_url"
    return "coordinates" if _mostly(cells, is_pair) else ""


@cache
def _single_names(role: str) -> frozenset[str]:
    """Return the names of a count or day that are one word."""
    if role not in ("date", "killed", "wounded"):
        return frozenset()
    told = [*_words().names.get(role, {}).values(), *_words().if_days.get(role, {}).values()]
    own = {"date": {"date", "datum"}, "killed": {"killed", "dead", "deaths", "fatalities", "kia"}}
    more = own.get(role, {"wounded", "injured", "injuries", "wia"})
    return frozenset({name for names in told for name in names if "_" not in name and len(name) > 2} - {"start"}) | more
