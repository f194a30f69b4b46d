"""Interceptions and debris at places of their own: their marks, what has no sign, and all of it in words.

They belong to an event, not to an account. Nothing joins them: no report says which debris came from which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geomap.counts import UNKNOWN, Count
from geomap.dataset import items_of
from geomap.edition import AccountView, Clause, ListItem, Mark, Role, TrayItem
from geomap.outcomes import FURTHER_SIGNS, SIGN_MAX_M
from geomap.scene.disputes import denial_text, denials_of, noted, short_doubts, speaking
from geomap.scene.kinds import kind_said
from geomap.scene.labels import label_of
from geomap.scene.letters import capital
from geomap.scene.marks import mark_at
from geomap.scene.munitions import counted, noun_of
from geomap.scene.panels import place_panel
from geomap.scene.reading import Reading, is_set
from geomap.scene.shapes import edge_of
from geomap.scene.where import where

__all__ = ["Further", "further_marks", "further_of", "told_of", "with_further"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """One place at which something is reported intercepted, or debris, with the events and claims that say so."""

    role: str
    place_id: str
    """Empty where the place is known by the words of a claim alone."""
    name: str
    event_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    has_sign: bool
    """Whether its place is known well enough: a radius of at most `SIGN_MAX_M`."""


def further_of(reading: Reading) -> tuple[Further, ...]:
    """Return the interceptions and debris of a case, one for each place and role, in the order of the story.

    They stand in event_places; a claim whose place has no position yet stands for itself.
    """
    found: dict[tuple[str, str], list[tuple[str, object]]] = {}
    for role, place, event_id, claim_id in (*_rows(reading), *_claims_alone(reading)):
        found.setdefault((role, place), []).append((event_id, claim_id))
    made = []
    for (role, place), said in found.items():
        area = reading.area(place)
        made.append(
            Further(
                role=role,
                place_id=place if place in reading.places else "",
                name=reading.place_name(place) if place in reading.places else place,
                event_ids=tuple(sorted({event_id for event_id, _ in said})),
                claim_ids=reading.ordered_claims(c for _, c in said if isinstance(c, str)),
                has_sign=area is not None and area.reach_m <= SIGN_MAX_M,
            )
        )
    first = {item: reading.story.get(item.claim_ids[0], -1) if item.claim_ids else -1 for item in made}
    return tuple(sorted(made, key=lambda item: (first[item], item.role, item.name)))


def _rows(reading: Reading) -> list[tuple[str, str, str, object]]:
    table = reading.public.event_places
    rows = table.loc[table["role"].isin(list(FURTHER_SIGNS)), ["role", "place_id", "event_id", "claim_id"]]
    found = rows.astype(object).itertuples(index=False, name=None)
    return [(role, place, event_id, claim_id) for role, place, event_id, claim_id in found if place in reading.places]


def _claims_alone(reading: Reading) -> list[tuple[str, str, str, object]]:
    """Return what claims assert of interceptions and debris and no row of event_places, and no group, rests on."""
    told = [c for c, claim in reading.claims.items() if claim["field"] in FURTHER_SIGNS]
    if not told:
        return []
    used = {claim_id for _, _, _, claim_id in _rows(reading)}
    used |= {c for row in reading.trajectories.values() for c in items_of(row["basis_claim_ids"])}
    claims = [reading.claims[c] for c in told if c not in used]
    return [
        (str(c["field"]), str(c["value"]), str(c["about"]), c["claim_id"])
        for c in claims
        if c["stance"] == "asserts" and c["verification"] != "retracted" and is_set(c["value"]) and is_set(c["about"])
    ]


def further_marks(reading: Reading, items: Sequence[Further], others: Sequence[Mark]) -> list[Mark]:
    """Return the signs of interceptions and debris, each beside what else stands at its place.

    Parameters
    ----------
    reading : Reading
    items : sequence of Further
    others : sequence of Mark
        The marks of all accounts, and of other events.
    """
    slots: dict[str, int] = {}
    for mark in others:
        if mark.role in ("impact_area", "event"):
            slots[mark.place_id] = max(slots.get(mark.place_id, 0), len(mark.signs) or 1)
    made = []
    for item in items:
        if item.has_sign:
            slot = slots.get(item.place_id, 0)
            made.append(replace(_mark(reading, item), sign_slot=slot))
            slots[item.place_id] = slot + 1
    return made


def _mark(reading: Reading, item: Further) -> Mark:
    words, edge = reading.words, edge_of(reading, item.place_id)
    role: Role = "debris" if item.role == "debris" else "intercepted_over"
    name, what, doubts = item.name, _what(reading, item), short_doubts(reading, item.claim_ids)
    speakers = _speakers(reading, item)
    said = words.text("label.outcome_said", what=what, speakers=speakers) if speakers else what
    described = words.text(
        "describe.mark_said" if speakers else "describe.mark_counted",
        name=name,
        role=words.text(f"role.{role}").lower(),
        count=what,
        **({"speaker": speakers} if speakers else {}),
    )
    claim_ids = tuple(dict.fromkeys([*item.claim_ids, *denials_of(reading, item.claim_ids)]))
    return mark_at(
        reading,
        item.place_id,
        role,
        "outcomes",
        "",
        edge=edge,
        label=label_of(reading, item.place_id, role, "", (said,), short=what, doubts=doubts),
        description=words.listed([described, *doubts]),
        event_ids=item.event_ids,
        claim_ids=claim_ids,
        munitions=_count(reading, item),
        panel=place_panel(
            reading,
            item.place_id,
            role,
            "",
            head=[words.text("panel.count", count=capital(what))],
            claim_ids=claim_ids,
            edge=edge,
        ),
    )


def _count(reading: Reading, item: Further) -> Count:
    """Return how many projectiles were intercepted here, as the one speaker says who gives a number; else not known."""
    counts = {Count.of(claim["value_low"], claim["value_high"]) for c in item.claim_ids if (claim := reading.claims[c])}
    counts = {count for count in counts if count.is_known}
    return counts.pop() if len(counts) == 1 and len(_claimants(reading, item)) == 1 else UNKNOWN


def _what(reading: Reading, item: Further) -> str:
    """Return "intercepted", "12 drones intercepted" or "debris"."""
    words, count = reading.words, _count(reading, item)
    if not count.is_known:
        return words.text(f"label.{item.role}")
    claims = [reading.claims[c] for c in item.claim_ids]
    noun = noun_of(kind_said(reading, event_id, claims) for event_id in item.event_ids)
    return words.text(f"label.{item.role}_counted", count=counted(words, count, noun))


def _claimants(reading: Reading, item: Further) -> list[str]:
    return list(dict.fromkeys(reading.inline(reading.say(reading.claims[c], "claimant")) for c in item.claim_ids))


def _speakers(reading: Reading, item: Further) -> str:
    return reading.words.listing(_claimants(reading, item))


def with_further(reading: Reading, view: AccountView, items: Sequence[Further]) -> AccountView:
    """Return a view that tells what has no sign: in the tray with its speaker, and in the list with the words."""
    without = [item for item in items if not item.has_sign]
    if not without:
        return view
    tray = tuple(TrayItem(count=None, text=_tray_text(reading, item), trajectory_id="") for item in without)
    listed = tuple(_listed(reading, item) for item in without)
    return replace(view, tray=(*view.tray, *tray), not_on_map=(*view.not_on_map, *listed))


def _tray_text(reading: Reading, item: Further) -> str:
    words, speakers = reading.words, _speakers(reading, item)
    place = capital(item.name)
    is_found = bool(item.place_id) and reading.places[item.place_id]["location_class"] != "unlocated"
    known = "coarse" if is_found else "unfound"
    text = words.text(f"tray.{item.role}_{known}", place=place, speakers=speakers)
    doubts = short_doubts(reading, item.claim_ids)
    return words.text("tell.with_note", text=text, note=words.listed(list(doubts))) if doubts else text


def _listed(reading: Reading, item: Further) -> ListItem:
    clauses = _clauses(reading, item)
    return ListItem(
        head=reading.words.text(f"list.{item.role}_head"),
        text=" ".join(clause.text for clause in clauses),
        claim_ids=reading.ordered_claims(c for clause in clauses for c in clause.claim_ids),
        event_ids=item.event_ids,
    )


def told_of(reading: Reading, items: Sequence[Further]) -> tuple[Clause, ...]:
    """Return interceptions and debris in words, each place with everybody who says so, and who denies it."""
    words = reading.words
    made = []
    for item in items:
        clauses = _clauses(reading, item)
        text = " ".join(clause.text for clause in clauses)
        claim_ids = reading.ordered_claims(c for clause in clauses for c in clause.claim_ids)
        made.append(Clause(text=f"{words.text(f'list.{item.role}_head')}: {text}", claim_ids=claim_ids))
    return tuple(made)


def _clauses(reading: Reading, item: Further) -> list[Clause]:
    """Return what is said of one place, a sentence for each claim, then each denial; the place is named first."""
    place = where(reading, item.place_id, item.name, over=item.role == "intercepted_over", unknown="in")
    if not item.claim_ids:
        return [Clause(text=reading.sentence_after(reading.words.text(f"list.{item.role}", where=place)))]
    first, *others = item.claim_ids
    made = [Clause(text=_with_place(reading, item, reading.claims[first], place), claim_ids=(first,))]
    for claim_id in others:
        claim = reading.claims[claim_id]
        said = reading.words.text("tell.said", **_said(reading, claim))
        made.append(Clause(text=reading.sentence(noted(reading, claim, said)), claim_ids=(claim_id,)))
    denied = denials_of(reading, item.claim_ids)
    return made + [Clause(text=reading.sentence(denial_text(reading, c)), claim_ids=(c,)) for c in denied]


def _with_place(reading: Reading, item: Further, claim: Mapping[str, Any], place: str) -> str:
    text = reading.words.text(f"list.{item.role}_said", where=place, **_said(reading, claim))
    return reading.sentence_after(noted(reading, claim, text))


def _said(reading: Reading, claim: Mapping[str, Any]) -> dict[str, str]:
    return {
        "speaker": speaking(reading.inline(reading.say(claim, "claimant"))),
        "text": reading.say(claim, "words").rstrip("."),
    }
