"""What a summary may tell beside its first sentence: parts, each whole with all of its sides and who denies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.counts import Count
from geomap.dataset import items_of
from geomap.edition import Clause
from geomap.scene.disputes import DISPUTING, denials_of, speaking
from geomap.scene.headline import named_inline
from geomap.scene.kinds import kind_said
from geomap.scene.letters import grammatical_number, inline, introduced, plain
from geomap.scene.munitions import counted_apart, noun_of, number, number_of_plural
from geomap.scene.origins import ClaimedOrigin, accounts_in_order, claimed_origins, groups_of
from geomap.scene.otherwise import count_of
from geomap.scene.reading import Reading, is_set
from geomap.scene.unplaced import fired_apart
from geomap.words import has_arabic

__all__ = ["OriginPart", "Part", "parts_of"]

_FROM = ("from ", "من ")

Claims = Sequence[Mapping[str, Any]]

_NAMED_MAX = 2
"""So many speakers are named of one matter; of more, how many there are."""
_FIRST = 2
"""So many claimed origins, or answers to who did it, come before anything else."""
_WHOLE = frozenset({"", "all"})
_TAKEN_BACK = frozenset({"retracted"})

_DEAD, _ORIGINS, _BLAME, _LATER, _HURT, _HOW_MANY, _OPEN = range(7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences that are told together. ``rank``: what is told first if room is short; ``order``: where it stands."""

    rank: tuple[int, int]
    order: tuple[int, int]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginPart:
    """A claimed origin: as a sentence begins with it, as one goes on with it, and who rejects it."""

    rank: tuple[int, int]
    first: str
    next: str
    rejected: str
    claim_ids: tuple[str, ...]


def parts_of(reading: Reading, event_id: str) -> list[Part | OriginPart]:
    """Return all that a summary of an event may tell beside its first sentence.

    Parameters
    ----------
    reading : Reading
    event_id : str
    """
    origins = claimed_origins(reading, accounts_in_order(reading))
    about = [reading.claims[c] for c in reading.claims_about([event_id])]
    standing = [c for c in about if c["verification"] not in _TAKEN_BACK]
    made: list[Part | OriginPart] = []
    made += _origins(reading, origins) if len(origins) > 1 else _fired(reading, origins)
    for rank, order, field in ((_DEAD, 3, "killed"), (_HURT, 4, "wounded"), (_HOW_MANY, 2, "munitions")):
        clauses = _number(reading, event_id, field, standing)
        rank = _OPEN if rank == _HURT and _is_nobody(reading, clauses) else rank
        made += [Part(rank=(rank, 0), order=(order, 0), clauses=clauses)] if clauses else []
    made += _responsible(reading, standing)
    made += _open(reading, standing, origins)
    return made


def _is_nobody(reading: Reading, clauses: Sequence[Clause]) -> bool:
    """Whether all that a number says is that nobody was hurt."""
    return all(count_of(reading.claims[c]).exact == 0 for clause in clauses for c in clause.claim_ids)


# ---- speakers --------------------------------------------------------------------------------------------------------


def _who(reading: Reading, claim_ids: Iterable[str]) -> list[str]:
    """Return who makes some claims, each once, as inside a sentence."""
    names = dict.fromkeys(reading.inline(reading.say(reading.claims[c], "claimant")) for c in claim_ids)
    return [introduced(name) if reading.words.lang == "en" else name for name in names]


def _listed(reading: Reading, names: Sequence[str], key: str = "lead.others_of") -> str:
    """Return names as a list: two of them, or the first and how many others there are."""
    words = reading.words
    if len(names) <= _NAMED_MAX:
        return words.listing(list(names))
    return words.listing([names[0], words.text(key, n=len(names) - 1)])


def _speakers(reading: Reading, claim_ids: Iterable[str]) -> str:
    names = _who(reading, claim_ids)
    return speaking(names[0]) if len(names) == 1 else _listed(reading, names)


def _rejected(reading: Reading, denials: Sequence[str]) -> str:
    """Return who denies what stands before, and who keeps away from it, to go on with behind a sentence."""
    words, parts = reading.words, []
    for stance in DISPUTING:
        who = _who(reading, [c for c in denials if reading.claims[c]["stance"] == stance])
        if who:
            n = grammatical_number(who, words.lang)
            parts.append(words.text(f"all.{stance}", n=n, speakers=_listed(reading, who, "lead.others")))
    separator = words.text("tell.separator")
    return "".join(f"{separator}{part}" for part in parts)


def _doubted(reading: Reading, text: str, claim_ids: Sequence[str]) -> str:
    """Return a text with what became of every claim behind it."""
    for doubt in _doubts(reading, claim_ids):
        text = reading.words.text("tell.with_note", text=text, note=doubt)
    return text


def _doubts(reading: Reading, claim_ids: Sequence[str]) -> list[str]:
    """Return in a word what became of every one of some claims; nothing where it differs."""
    became = {str(v) if is_set(v := reading.claims[c]["verification"]) else "" for c in claim_ids}
    return [reading.words.text(f"lead.{became.pop()}")] if len(became) == 1 and "" not in became else []


def _clause(reading: Reading, text: str, claim_ids: Sequence[str]) -> Clause:
    """Return a sentence with what is doubted and denied of the claims that it tells."""
    denials = denials_of(reading, claim_ids)
    whole = _doubted(reading, text, claim_ids) + _rejected(reading, denials)
    return Clause(text=reading.sentence(whole), claim_ids=(*claim_ids, *denials))


# ---- from where ------------------------------------------------------------------------------------------------------


def _origins(reading: Reading, origins: Sequence[ClaimedOrigin]) -> list[Part | OriginPart]:
    words, made = reading.words, []
    for n, origin in enumerate(origins):
        place = _origin_name(reading, origin)
        slots = {"speakers": _speakers(reading, origin.claim_ids), "place": place}
        first, after = (
            _doubted(reading, words.text(f"lead.{key}", **slots), origin.claim_ids) for key in ("came", "came_next")
        )
        made.append(
            OriginPart(
                rank=(_ORIGINS if n < _FIRST else _LATER, n),
                first=first,
                next=after,
                rejected=_rejected(reading, origin.denials),
                claim_ids=(*origin.claim_ids, *origin.denials),
            )
        )
    return [part for part in made if part.claim_ids]


def _fired(reading: Reading, origins: Sequence[ClaimedOrigin]) -> list[Part | OriginPart]:
    """Return who said how many came from the one place that is claimed; who says the same stands in one sentence."""
    words, made = reading.words, list[Part | OriginPart]()
    for origin in origins:
        place = _origin_name(reading, origin)
        told: dict[tuple[str, int], list[str]] = {}
        for account in origin.accounts:
            own = {id(row) for row in groups_of(reading, account)}
            rows = [row for row in origin.rows if id(row) in own]
            ids = [c for row in rows for c in items_of(row["basis_claim_ids"]) if c in origin.claim_ids]
            fired = fired_apart(reading, rows)
            is_told = bool(fired) and all(count.is_told for count, _ in fired)
            key = (counted_apart(words, fired), number_of_plural(fired[-1][0])) if is_told else ("", 2)
            told.setdefault(key, []).extend(ids)
        for (said, n), found in told.items():
            ids = list(reading.ordered_claims(found)) or list(origin.claim_ids)
            speakers = _speakers(reading, ids)
            text = words.text("lead.fired" if said else "lead.came", n=n, count=said, speakers=speakers, place=place)
            text = _doubted(reading, text, ids) + _rejected(reading, origin.denials)
            clause = Clause(text=reading.sentence(text), claim_ids=(*ids, *origin.denials))
            made.append(Part(rank=(_ORIGINS, len(made)), order=(0, len(made)), clauses=(clause,)))
    return made


def _origin_name(reading: Reading, origin: ClaimedOrigin) -> str:
    if not origin.place_id:
        name = origin.name
        if origin.towards:  # the sentence says "from" already
            name = next((name[len(word) :] for word in _FROM if name.casefold().startswith(word)), name)
        return reading.words.text("all.quote", quote=name)
    return named_inline(reading, origin.place_id)


# ---- how many --------------------------------------------------------------------------------------------------------


def _number(reading: Reading, event_id: str, field: str, about: Claims) -> tuple[Clause, ...]:
    """Return a number of an event: who said it, or the lowest and the highest, each with who gives it."""
    given = [c for c in about if c["field"] == field and c["stance"] == "asserts" and _is_number(count_of(c))]
    sides = _of_one_group(given)
    if not sides:
        return _from_cells(reading, event_id, field) if not any(c["field"] == field for c in about) else ()
    low = min(sides, key=lambda c: _low(count_of(c)))
    high = max(sides, key=lambda c: _high(count_of(c)))
    words = reading.words
    if count_of(low) != count_of(high):
        slots = {"low": _side(reading, low, sides), "high": _side(reading, high, sides)}
        if field == "munitions":
            noun = noun_of([kind_said(reading, event_id, sides)])
            slots["things"] = words.text(f"munition.{noun}")
        ids = reading.ordered_claims(c["claim_id"] for side in (low, high) for c in _alike(side, sides))
        denials = denials_of(reading, ids)
        text = words.text(f"lead.{field}_differ", **slots) + _rejected(reading, denials)
        return (Clause(text=reading.sentence(text), claim_ids=(*ids, *denials)),)
    if field == "munitions":
        return ()
    ids = tuple(c["claim_id"] for c in _alike(low, sides))
    count, n = count_of(low), number_of_plural(count_of(low))
    group = _group(low) or "all"
    if count.exact == 0:
        if group != "all":
            return ()
        return (_clause(reading, words.text(f"lead.{field}_nobody", speakers=_speakers(reading, ids)), ids),)
    key = group if count.exact is not None else "some"
    people = words.text(f"people.{key}", n=n, count=number(words, count), group=words.text(f"group.{group}"))
    text = words.text(f"lead.{field}", n=n, speakers=_speakers(reading, ids), people=people)
    return (_clause(reading, text, ids),)


def _is_number(count: Count) -> bool:
    return count.is_known and (count.high is not None or bool(count.low))


def _group(claim: Mapping[str, Any]) -> str:
    group = str(claim["group"]) if is_set(claim["group"]) else ""
    return "" if group in _WHOLE else group


def _of_one_group(sides: Claims) -> Claims:
    """Return the numbers that can be held against one another: of all people, else of the group most speak of.

    A number of one group that is more than any of all people is held against these.
    """
    by_group: dict[str, list[Mapping[str, Any]]] = {}
    for claim in sides:
        by_group.setdefault(_group(claim), []).append(claim)
    if not by_group:
        return ()
    chosen = "" if "" in by_group else max(by_group, key=lambda group: len(by_group[group]))
    top = max(_high(count_of(c)) for c in by_group[chosen])
    more = [c for group, found in by_group.items() if group != chosen for c in found if _low(count_of(c)) > top]
    return [*by_group[chosen], *more]


def _low(count: Count) -> int:
    return count.low or 0


def _high(count: Count) -> int:
    return count.high if count.high is not None else count.low or 0


def _alike(claim: Mapping[str, Any], sides: Claims) -> list[Mapping[str, Any]]:
    return [c for c in sides if count_of(c) == count_of(claim) and _group(c) == _group(claim)]


def _side(reading: Reading, claim: Mapping[str, Any], sides: Claims) -> str:
    """Return a number with who gives it, of whom, and what became of it."""
    words = reading.words
    ids = [c["claim_id"] for c in _alike(claim, sides)]
    group = _group(claim)
    notes = [words.text(f"group.{group}") if group else "", _speakers(reading, ids), *_doubts(reading, ids)]
    return words.text("tell.with_note", text=number(words, count_of(claim)), note=words.listed(notes))


def _from_cells(reading: Reading, event_id: str, field: str) -> tuple[Clause, ...]:
    """Return a number that an event holds and of which there is no claim."""
    event = reading.events[event_id]
    low, high = event[f"{field}_low"], event[f"{field}_high"]
    if field == "munitions" or not (is_set(high) or (is_set(low) and low)):
        return ()
    text = reading.words.text(f"lead.{field}_cell", count=reading.count_range(event, field))
    return (Clause(text=reading.sentence(text)),)


# ---- who did it ------------------------------------------------------------------------------------------------------


def _responsible(reading: Reading, about: Claims) -> list[Part]:
    """Return who claimed it, whom others blame or think possible, each with who denies it; what is denied first."""
    told: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for claim in about:
        if claim["field"] in ("actor_claimed", "actor_attributed") and is_set(claim["value"]):
            way = {"asserts": "claimed" if claim["field"] == "actor_claimed" else "blamed", "speculates": "possible"}
            if key := way.get(str(claim["stance"])):
                told.setdefault((key, plain(str(claim["value"]))), []).append(claim)
    found = []
    for (key, _), claims in told.items():
        ids = tuple(c["claim_id"] for c in claims)
        actor = _actor(reading, claims[0])
        if key == "claimed" and all(_is_same(reading, claim) for claim in claims):
            key = "claimed_own"
        text = reading.words.text(f"lead.{key}", speakers=_speakers(reading, ids), actor=actor)
        found.append((not denials_of(reading, ids), -len(ids), _clause(reading, text, ids), key))
    found.sort(key=lambda item: (item[3] == "possible", not item[3].startswith("claimed"), *item[:2]))
    return [
        Part(rank=(_BLAME if n < _FIRST else _LATER, n), order=(6, n), clauses=(clause,))
        for n, (_, _, clause, _) in enumerate(found)
    ]


def _actor(reading: Reading, claim: Mapping[str, Any]) -> str:
    """Return who is named: a country by its name in the language of the page."""
    name = reading.say(claim, "value")
    known = reading.words.country(name)
    if reading.words.lang != "en" or known != name:
        return known
    is_people = " " not in name and name.istitle() and name.endswith(("is", "ans")) and name not in ("Paris", "Tunis")
    return f"the {name}" if is_people else introduced(name)


def _is_same(reading: Reading, claim: Mapping[str, Any]) -> bool:
    """Whether who claims an attack is whom it is claimed for."""
    speaker, actor = plain(reading.say(claim, "claimant")), plain(str(claim["value"]))
    return speaker in actor or actor in speaker


# ---- what is not known -----------------------------------------------------------------------------------------------


def _open(reading: Reading, about: Claims, origins: Sequence[ClaimedOrigin]) -> list[Part]:
    """Return what speakers leave open: the launch area, what hurt people, who did it."""
    words, made = reading.words, list[Clause]()
    told = {c for origin in origins for c in (*origin.claim_ids, *origin.denials)}
    guessed: dict[str, list[Mapping[str, Any]]] = {}
    for claim in about:
        if claim["field"] == "launch_place_id" and claim["stance"] == "speculates" and claim["claim_id"] not in told:
            guessed.setdefault(reading.inline(reading.say(claim, "claimant")), []).append(claim)
    for claims in guessed.values():
        ids = tuple(c["claim_id"] for c in claims)
        places = dict.fromkeys(_place(reading, c) for c in claims if is_set(c["value"]))
        if places:
            slots = {"n": len(places), "speakers": _speakers(reading, ids), "places": words.listing(list(places))}
            made.append(_clause(reading, words.text("lead.possible_origins", **slots), ids))
    causes = [c for c in about if c["field"] == "cause_of_harm" and c["stance"] == "asserts"]
    if causes and all(c["value"] == "unclear" for c in causes):
        ids = tuple(c["claim_id"] for c in causes)
        made.append(_clause(reading, words.text("lead.cause_unclear", speakers=_speakers(reading, ids)), ids))
    for claim in about:
        if str(claim["field"]).startswith("actor_") and _is_nobodys(reading, claim):
            said = reading.say(claim, "words").rstrip(".")
            if said and has_arabic(said) == (words.lang == "ar"):
                text = words.text("tell.said", speaker=_speakers(reading, [claim["claim_id"]]), text=said)
                made.append(Clause(text=reading.sentence(text), claim_ids=(claim["claim_id"],)))
    return [Part(rank=(_OPEN, n), order=(7, n), clauses=(clause,)) for n, clause in enumerate(made)]


def _is_nobodys(reading: Reading, claim: Mapping[str, Any]) -> bool:
    """Whether a speaker keeps away from something that nobody says."""
    return claim["stance"] == "distances" and reading.matter(claim) not in reading.asserted


def _place(reading: Reading, claim: Mapping[str, Any]) -> str:
    value = str(claim["value"])
    return named_inline(reading, value) if value in reading.places else inline(value)
