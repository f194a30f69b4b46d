"""Claimed origins: each place that accounts name as where it came from, with who says so and who says not.

They stand in the order in which their accounts were first said, or in the desk's own. Nobody is ranked or counted up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.counts import Count
from geomap.dataset import Account, items_of
from geomap.scene.directions import Towards, towards_of
from geomap.scene.disputes import DISPUTING, denials_of, speaking
from geomap.scene.letters import capital, plain
from geomap.scene.munitions import total_of
from geomap.scene.outcomes import flown
from geomap.scene.panels import place_claims
from geomap.scene.reading import Reading, is_set
from geomap.scene.unplaced import is_launch_alone, launches_listed
from geomap.schema import said_order
from geomap.words import has_arabic

__all__ = [
    "ClaimedOrigin",
    "accounts_in_order",
    "claimed_origins",
    "differ",
    "groups_of",
    "is_order_set",
    "plate_of",
    "rejections",
    "speakers_of",
    "unnamed_launch_claims",
]

Rows = Sequence[Mapping[str, Any]]

_WORDS_MAX = 30
"""A denial of so many letters stands beside its speaker on the map; of a longer one the speaker alone."""
_INSIDE_SHARE = 0.98
_PLATES_MAX, _SHORT_PLATES_MAX = 3, 2
"""So many speakers stand on the map over an origin; the panel and the list have all."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class ClaimedOrigin:
    """One claimed origin. ``place_id`` is empty where it is not drawn; ``known`` says why, as of a `Launch`."""

    place_id: str
    name: str
    known: str
    accounts: tuple[Account, ...]
    rows: Rows
    claim_ids: tuple[str, ...]
    """Who says so."""
    denials: tuple[str, ...]
    """Who says not; a denial is no source of the claim."""
    towards: Towards | None = None
    """The direction that is told, where no more is."""


def is_order_set(reading: Reading) -> bool:
    """Whether the desk sets the order of the accounts in map.toml."""
    page = reading.public.editorial.get("page", {})
    return bool(isinstance(page, Mapping) and page.get("accounts"))


def accounts_in_order(reading: Reading) -> tuple[Account, ...]:
    """Return the accounts as the desk ordered them, or else by when each was first said, unknown days last."""
    accounts = reading.public.info.accounts
    if is_order_set(reading):
        return accounts
    return tuple(sorted(accounts, key=lambda account: _first_said(reading, account)))


def _first_said(reading: Reading, account: Account) -> str:
    """Return the first day on which claims of an account were said, or published; a month alone may be its last day."""
    basis = {c for row in groups_of(reading, account) for c in items_of(row["basis_claim_ids"])}
    days = [_day(reading, reading.claims[c]) for c in basis if c in reading.claims]
    return min(days, default="9999")


def _day(reading: Reading, claim: Mapping[str, Any]) -> str:
    source = reading.sources.get(claim["source_id"], {})
    return said_order(next((str(v) for v in (claim.get("said_on"), source.get("published_on")) if is_set(v)), ""))


def groups_of(reading: Reading, account: Account) -> list[Mapping[str, Any]]:
    """Return the groups of projectiles of an account."""
    return [row for row in reading.trajectories.values() if row["account"] == account.account_id]


def differ(reading: Reading) -> bool:
    """Whether accounts of one event name other launch areas, or other numbers."""
    launches: dict[str, set[frozenset[str]]] = {}
    totals: dict[str, set[Count]] = {}
    for account in reading.public.info.accounts:
        rows = groups_of(reading, account)
        for event_id in {row["event_id"] for row in rows}:
            of_event = [row for row in rows if row["event_id"] == event_id]
            named = {row["launch_place_id"] for row in of_event if reading.area(row["launch_place_id"]) is not None}
            named |= {plain(launch.name) for launch in launches_listed(reading, of_event)}
            if named:
                launches.setdefault(event_id, set()).add(frozenset(named))
            whole = total_of(row for row in of_event if not is_launch_alone(reading, row, of_event))
            if whole.is_known:
                totals.setdefault(event_id, set()).add(whole)
    return any(len(found) > 1 for found in launches.values()) or any(len(found) > 1 for found in totals.values())


def claimed_origins(reading: Reading, accounts: Sequence[Account]) -> tuple[ClaimedOrigin, ...]:
    """Return every claimed origin once, in the order in which the accounts first name it.

    Parameters
    ----------
    reading : Reading
    accounts : sequence of Account
        In order.
    """
    found: dict[tuple[str, str], tuple[str, str, list[Account], list[Mapping[str, Any]]]] = {}

    def add(key: tuple[str, str], name: str, known: str, account: Account, rows: Rows) -> None:
        _, _, who, groups = found.setdefault(key, (name, known, [], []))
        who.extend([account] if account not in who else [])
        groups.extend(rows)

    for account in accounts:
        rows = flown(groups_of(reading, account))
        for row in rows:
            if reading.area(row["launch_place_id"]) is not None:
                place = row["launch_place_id"]
                add((place, ""), reading.place_name(place), "drawn", account, [row])
        for launch in launches_listed(reading, rows):
            add(("", plain(launch.name)), launch.name, launch.known, account, launch.rows)
    return tuple(
        _origin(reading, place, name, known, who, rows) for (place, _), (name, known, who, rows) in found.items()
    )


def _origin(
    reading: Reading, place_id: str, name: str, known: str, accounts: Sequence[Account], rows: Rows
) -> ClaimedOrigin:
    basis = reading.ordered_claims(c for row in rows for c in items_of(row["basis_claim_ids"]))
    if place_id:
        events = sorted({row["event_id"] for row in rows})
        ids = place_claims(reading, place_id, "launch_area", events, basis)
    else:
        ids = tuple(c for c in basis if reading.claims[c]["field"] == "launch_place_id")
    says = tuple(c for c in ids if reading.claims[c]["stance"] not in DISPUTING) or basis
    denials = {*denials_of(reading, says), *_of_what_holds(reading, place_id, rows)}
    towards = None if place_id else towards_of(reading, name, rows)
    return ClaimedOrigin(
        place_id=place_id,
        name=name,
        known="open" if towards else "unfound" if known == "open" else known,
        accounts=tuple(accounts),
        rows=tuple(rows),
        claim_ids=says,
        denials=reading.ordered_claims(denials),
        towards=towards,
    )


def plate_of(reading: Reading, accounts: Sequence[Account], *, is_small: bool = False) -> tuple[str, ...]:
    """Return who names an origin, as its plates on the map say it; of many the first, and that there are others."""
    most = _SHORT_PLATES_MAX if is_small else _PLATES_MAX
    names = list(dict.fromkeys(capital(reading.spoken(a.short_label)) for a in accounts))
    return tuple(names if len(names) <= most else [*names[: most - 1], reading.words.text("all.others")])


def _launch_denials(reading: Reading) -> dict[str, tuple[str, str]]:
    """Return the claims that deny a launch area, with their event and the value that they deny."""
    return {
        claim_id: (reading.matter(claim)[0], str(claim["value"]) if is_set(claim["value"]) else "")
        for claim_id, claim in reading.claims.items()
        if claim["field"] == "launch_place_id" and claim["stance"] in DISPUTING
    }


def _of_what_holds(reading: Reading, place_id: str, rows: Rows) -> list[str]:
    """Return the denials of a place in which an origin lies: who says "not from that province" denies its towns."""
    area = reading.area(place_id)
    if area is None:
        return []
    events = {row["event_id"] for row in rows}
    made = []
    for claim_id, (event_id, value) in _launch_denials(reading).items():
        around = reading.area(value)
        if event_id not in events or around is None or value == place_id or reading.places[value]["is_generalised"]:
            continue  # what the gate made wider holds places that nobody denied
        inside = around.widened.intersection(area.outline).area
        if inside >= _INSIDE_SHARE * area.outline.area:
            made.append(claim_id)
    return made


def unnamed_launch_claims(reading: Reading, origins: Iterable[ClaimedOrigin]) -> tuple[str, ...]:
    """Return the claims on launch areas that belong to no claimed origin: what is left open, and other denials."""
    told = {c for origin in origins for c in (*origin.claim_ids, *origin.denials)}
    events = {row["event_id"] for row in reading.trajectories.values()}
    return reading.ordered_claims(
        claim_id
        for claim_id, claim in reading.claims.items()
        if claim["field"] == "launch_place_id" and claim_id not in told and reading.matter(claim)[0] in events
    )


def speakers_of(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return who makes some claims, as inside a sentence, each once."""
    return tuple(dict.fromkeys(reading.inline(reading.say(reading.claims[c], "claimant")) for c in claim_ids))


def rejections(reading: Reading, claim_ids: Iterable[str], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a line for each speaker that denies a place: with few words, and for a small screen the name alone.

    Parameters
    ----------
    reading : Reading
    claim_ids : iterable of str
        The denials.
    name : str
        How the place is called; who denies a wider one is told with it.
    """
    long: dict[str, str] = {}
    for claim_id in claim_ids:
        claim = reading.claims[claim_id]
        speaker = capital(reading.say(claim, "claimant"))
        if speaker not in long:
            long[speaker] = _rejection(reading, claim, speaker, name)
    return tuple(long.values()), tuple(long)


def _rejection(reading: Reading, claim: Mapping[str, Any], speaker: str, name: str) -> str:
    words = reading.words
    value = reading.matter(claim)[2]
    place = str(claim["value"]) if is_set(claim["value"]) else ""
    if place in reading.places and value != plain(name) and plain(reading.place_name(place)) != plain(name):
        return words.text("all.rejects_place", speaker=speaker, place=reading.place_name(place))
    quote, text = reading.say(claim, "quote"), reading.say(claim, "words").rstrip(".")
    if quote and len(quote) < len(text):
        text = words.text("all.quote", quote=quote)
    if 0 < len(text) <= _WORDS_MAX and has_arabic(text) == (words.lang == "ar"):
        return words.text("all.rejects", speaker=speaking(speaker), text=text)
    return speaker
