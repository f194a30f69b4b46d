"""All accounts in words: a sentence for each claimed origin, and what of them is not on the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.dataset import Account
from geomap.edition import Clause, ListItem, TrayItem
from geomap.scene.disputes import DISPUTING, denial_text, doubts_of, noted, speaking
from geomap.scene.kinds import IMPACTS
from geomap.scene.letters import capital, grammatical_number
from geomap.scene.origins import ClaimedOrigin, groups_of, speakers_of, unnamed_launch_claims
from geomap.scene.reading import Reading
from geomap.scene.struck import basis_of
from geomap.scene.unplaced import impact_words, launch_text, not_on_map

__all__ = ["first_words", "listed", "told", "tray"]

Rows = Sequence[Mapping[str, Any]]

_LETTERS_MAX = 120
"""Names of so many letters stand inside the picture; of more, how many there are."""
WORDS_MAX = 120
"""A summary of all accounts has at most so many words."""


def told(
    reading: Reading,
    accounts: Sequence[Account],
    origins: Sequence[ClaimedOrigin],
    struck: Mapping[str, tuple[bool, Rows, Sequence[str]]],
    *,
    arrows: str,
) -> tuple[Clause, ...]:
    """Return a sentence for each origin with who rejects it, what was struck, and how arrows are meant.

    Parameters
    ----------
    reading : Reading
    accounts : sequence of Account
        In order.
    origins : sequence of ClaimedOrigin
    struck : mapping
        For each drawn place of impact: whether nobody disputes it, its groups, and who denies it.
    arrows : str
        ``arrows``, ``no_arrows``, or empty where nobody would look for any.
    """
    words = reading.words
    made = [clause for origin in origins for clause in _of_origin(reading, origin)]
    if silent := _silent(reading, accounts, origins):
        made.append(Clause(text=reading.sentence(words.text("all.silent", speakers=words.listing(silent)))))
    agreed = [place for place, (is_agreed, _, _) in struck.items() if is_agreed]
    if agreed:
        names = words.listing([reading.place_name(place) for place in agreed])
        basis = reading.ordered_claims(c for place in agreed for c in basis_of(struck[place][1]))
        text = words.text("all.struck", n=len(agreed), places=names)
        made.append(Clause(text=reading.sentence(text), claim_ids=basis))
    for place, (is_agreed, rows, denials) in struck.items():
        if not is_agreed:
            basis = reading.ordered_claims(basis_of(rows))
            who = words.listing(list(speakers_of(reading, basis)))
            outcomes = list(dict.fromkeys(reading.outcome(row) for row in rows))
            key = "struck_by" if {row["outcome"] for row in rows} == {"ground_impact"} else "ended_by"
            outcome = words.listing(outcomes)
            text = words.text(f"all.{key}", place=reading.place_name(place), speakers=who, outcome=outcome)
            made.append(Clause(text=reading.sentence(_rejected(reading, text, denials)), claim_ids=basis))
            made += doubts_of(reading, _of_ends(reading, basis))
    if arrows:
        made.append(Clause(text=reading.sentence(words.text(f"all.{arrows}"))))
    return tuple(made)


def _of_ends(reading: Reading, claim_ids: Iterable[str]) -> list[str]:
    return [c for c in claim_ids if reading.claims[c]["field"] in IMPACTS]


def _of_origin(reading: Reading, origin: ClaimedOrigin) -> list[Clause]:
    """Return who names an origin and who rejects it, and how many of the claims behind it are in doubt."""
    words = reading.words
    who = words.listing(list(speakers_of(reading, origin.claim_ids)))
    key = "from" if origin.place_id else "from_open" if origin.towards else "from_listed"
    text = words.text(f"all.{key}", speakers=capital(who), place=origin.name)
    text = _rejected(reading, text, origin.denials)
    whole = Clause(text=reading.sentence(text), claim_ids=(*origin.claim_ids, *origin.denials))
    return [whole, *doubts_of(reading, origin.claim_ids)]


def _rejected(reading: Reading, text: str, denials: Sequence[str]) -> str:
    """Return a sentence with who denies it, and who keeps away from it."""
    words, parts = reading.words, [text]
    for stance in DISPUTING:
        who = speakers_of(reading, [c for c in denials if reading.claims[c]["stance"] == stance])
        if who:
            parts.append(
                words.text(f"all.{stance}", n=grammatical_number(who, words.lang), speakers=words.listing(list(who)))
            )
    return words.text("tell.separator").join(parts)


def _silent(reading: Reading, accounts: Sequence[Account], origins: Sequence[ClaimedOrigin]) -> list[str]:
    """Return who names no launch area in any account."""
    named = {reading.spoken(account.speaker_full) for origin in origins for account in origin.accounts}
    silent = dict.fromkeys(name for a in accounts if (name := reading.spoken(a.speaker_full)) not in named)
    return [reading.inline(name) for name in silent] if origins else []


def first_words(reading: Reading, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return as many whole sentences as a summary holds, and how many more statements there are."""
    shown: list[Clause] = []
    for clause in clauses:
        if sum(len(c.text.split()) for c in [*shown, clause]) > WORDS_MAX:
            break
        shown.append(clause)
    left = len(clauses) - len(shown)
    return (*shown, *([Clause(text=reading.words.text("all.more", n=left))] if left else []))


def tray(reading: Reading, origins: Sequence[ClaimedOrigin], *, has_no_arrows: bool) -> tuple[TrayItem, ...]:
    """Return what stands inside the picture: claimed origins that are not drawn, and why there is no arrow."""
    words = reading.words
    names = [origin.name for origin in origins if not origin.place_id and not origin.towards]
    texts = []
    if names:
        key = "all.tray" if sum(map(len, names)) <= _LETTERS_MAX else "all.tray_many"
        quoted = [words.text("all.quote", quote=name) for name in names]
        texts.append(words.text(key, n=len(names), places=words.listing(quoted)))
    texts += [words.text("all.tray_no_arrows")] if has_no_arrows else []
    return tuple(TrayItem(count=None, text=text, trajectory_id="all") for text in texts)


def listed(
    reading: Reading,
    account_id: str,
    accounts: Sequence[Account],
    origins: Sequence[ClaimedOrigin],
    drawn: set[str],
) -> tuple[ListItem, ...]:
    """Return what is not on the map of all accounts.

    Parameters
    ----------
    reading : Reading
    account_id : str
        Id of the picture, for what the desk adds to it.
    accounts : sequence of Account
    origins : sequence of ClaimedOrigin
    drawn : set of str
        Places of impact that are drawn.
    """
    words = reading.words
    items = [_listed_origin(reading, origin) for origin in origins if not origin.place_id]
    if silent := _silent(reading, accounts, origins):
        items.append(ListItem(head=capital(words.listing(silent)), text=words.text("all.no_origin")))
    for account in accounts:
        items += _missing(reading, account, drawn)
    for claim_id in unnamed_launch_claims(reading, origins):
        items.append(_unnamed(reading, claim_id))
    for entry in reading.editorial_list("not_on_map"):
        if entry.get("account", account_id) == account_id:
            clause = reading.clause(entry)
            items.append(ListItem(head=reading.editorial(entry, "head"), text=clause.text, claim_ids=clause.claim_ids))
    return tuple(items)


def _listed_origin(reading: Reading, origin: ClaimedOrigin) -> ListItem:
    words = reading.words
    name = origin.name if origin.towards or origin.known else capital(origin.name)
    texts = [launch_text(reading, name, origin.known, origin.towards)]
    texts += [clause.text for clause in doubts_of(reading, origin.claim_ids)]
    texts += [reading.sentence(denial_text(reading, c)) for c in origin.denials]
    return ListItem(
        head=capital(words.listing(list(speakers_of(reading, origin.claim_ids)))),
        text=" ".join(texts),
        claim_ids=(*origin.claim_ids, *origin.denials),
        event_ids=tuple(sorted({row["event_id"] for row in origin.rows})),
    )


def _missing(reading: Reading, account: Account, drawn: set[str]) -> list[ListItem]:
    """Return the groups of an account that have an end and no mark, with their speaker."""
    rows = groups_of(reading, account)
    missing = [row for row in rows if row["impact_place_id"] not in drawn and _has_end(reading, row)]
    speaker = capital(reading.spoken(account.speaker_full))
    made = not_on_map(reading, missing, ()) if missing else ()
    return [
        ListItem(
            head=speaker,
            text=reading.sentence_after(f"{item.head}: {item.text}"),
            claim_ids=item.claim_ids,
            event_ids=item.event_ids,
        )
        for item in made
    ]


def _has_end(reading: Reading, row: Mapping[str, Any]) -> bool:
    return row["outcome"] != "unknown" or bool(impact_words(reading, row))


def _unnamed(reading: Reading, claim_id: str) -> ListItem:
    """Return a claim on a launch area that belongs to no origin here: a denial of another place, or a guess."""
    claim = reading.claims[claim_id]
    if claim["stance"] in DISPUTING:
        text = denial_text(reading, claim_id, is_apart=True)
        return ListItem(head=reading.words.text("all.denial_head"), text=reading.sentence(text), claim_ids=(claim_id,))
    words = reading.words
    said = words.text(
        "tell.said",
        speaker=speaking(reading.inline(reading.say(claim, "claimant"))),
        text=reading.say(claim, "words").rstrip("."),
    )
    said = noted(reading, claim, said)
    note = words.text(f"stance.{claim['stance']}")
    text = said if claim["stance"] == "asserts" else words.text("tell.with_note", text=said, note=note)
    head = words.text("all.open_head")
    return ListItem(head=head, text=reading.sentence(text), claim_ids=(claim_id,))
