"""Claims in the order of the story, each denial beside what it denies, and what is doubted of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.edition import Clause
from geomap.scene.otherwise import COUNTED, is_of_number, is_told_in
from geomap.scene.reading import Reading, is_set
from geomap.scene.story import DISPUTING, denied_by

__all__ = [
    "DISPUTING",
    "beside",
    "denial_clauses",
    "denial_text",
    "denials_about",
    "denials_of",
    "denier_lines",
    "doubts_of",
    "harm_texts",
    "noted",
    "otherwise_texts",
    "short_doubts",
    "sides_beside",
    "speaking",
    "verification_lines",
]

_HARM = ("killed", "wounded", "cause_of_harm")
_DOUBTS = ("contradicted", "retracted", "unverified")


def denials_of(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the claims that deny one of these, or keep away from it, in the order of the story; see `denied_by`."""
    if not reading.denials:
        return ()
    given = tuple(claim_ids)
    found = {d for claim_id in given for d in denied_by(reading, reading.claims[claim_id])}
    return reading.ordered_claims(found.difference(given))


def beside(reading: Reading, claims: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return claims of one field in their order, each denial just behind the last claim that it denies."""
    behind = {d: c["claim_id"] for c in claims for d in denials_of(reading, [c["claim_id"]])}
    made = [c for c in claims if c["claim_id"] not in behind]
    for claim in reversed([c for c in claims if c["claim_id"] in behind]):
        first = next((n for n, c in enumerate(made) if c["claim_id"] == behind[claim["claim_id"]]), len(made) - 1)
        made.insert(first + 1, claim)
    return made


def denials_about(reading: Reading, event_id: str) -> tuple[str, ...]:
    """Return every claim that denies something of an event, or keeps away from it, in the order of the story."""
    return reading.ordered_claims(
        c for (subject, _, _), ids in reading.denials.items() if subject == event_id for c in ids
    )


def speaking(name: str) -> str:
    """Return a speaker before "said": an apposition ends with a comma.

    Examples
    --------
    >>> speaking("A. B., spokesman of C"), speaking("France, Germany and Britain"), speaking("the army")
    ('A. B., spokesman of C,', 'France, Germany and Britain', 'the army')
    """
    before, comma, after = name.rpartition(", ")
    is_list = ", " in before or " and " in after or " و" in after or "، " in name
    return f"{name}," if comma and not is_list else name


def denial_text(reading: Reading, claim_id: str, *, is_apart: bool = False) -> str:
    """Return a denial in words, without a full stop: who denies, and the words.

    Where nobody asserts what is denied, or it does not stand just before (``is_apart``), there is no "this".
    """
    claim = reading.claims[claim_id]
    words = reading.words
    slots = {
        "speaker": speaking(reading.inline(reading.say(claim, "claimant"))),
        "text": reading.say(claim, "words").rstrip("."),
    }
    if not is_apart and _is_of_something_said(reading, claim):
        return noted(reading, claim, words.text(f"tell.{claim['stance']}", **slots))
    if claim["stance"] == "denies":  # its words are a denial themselves: no note says so a second time
        return noted(reading, claim, words.text("tell.denied", **slots))
    notes = [words.text(f"stance.{claim['stance']}")]
    notes += [words.text(f"verification.{claim['verification']}")] if is_set(claim["verification"]) else []
    return words.text("tell.with_note", text=words.text("tell.said", **slots), note=words.listed(notes))


def _is_of_something_said(reading: Reading, denial: Mapping[str, Any]) -> bool:
    matter = reading.matter(denial)
    if matter in reading.asserted or matter[1] not in COUNTED:
        return matter in reading.asserted
    about = (reading.claims[c] for c in reading.claims_about([matter[0]]))
    return any(c["stance"] == "asserts" and c["field"] == matter[1] and is_of_number(denial, c) for c in about)


def noted(reading: Reading, claim: Mapping[str, Any], text: str) -> str:
    """Return what a claim says with what became of it: unverified, contradicted, retracted."""
    if not is_set(claim["verification"]):
        return text
    words = reading.words
    return words.text("tell.with_note", text=text, note=words.text(f"verification.{claim['verification']}"))


def denial_clauses(reading: Reading, claim_ids: Iterable[str]) -> list[Clause]:
    """Return a sentence for each claim that denies one of these."""
    return [
        Clause(text=reading.sentence(denial_text(reading, c)), claim_ids=(c,)) for c in denials_of(reading, claim_ids)
    ]


def doubts_of(reading: Reading, claim_ids: Iterable[str]) -> list[Clause]:
    """Return how many of these claims are contradicted, retracted or unverified, a sentence for each."""
    ids, made = reading.ordered_claims(claim_ids), []
    for doubt in _DOUBTS:
        found = tuple(c for c in ids if reading.claims[c]["verification"] == doubt)
        if found:
            text = reading.words.text(f"tell.doubt_{doubt}", n=len(found))
            made.append(Clause(text=reading.sentence(text), claim_ids=found))
    return made


def otherwise_texts(reading: Reading, event_id: str) -> list[str]:
    """Return the numbers of an event that its cells do not hold, each as a sentence with its speaker.

    Denials stand elsewhere; words that the note of the event has stand there.
    """
    event = reading.events[event_id]
    noted_already = f"{reading.say(event, 'munitions_note')} {reading.say(event, 'harm_note')}"
    ids = reading.ordered_claims(c for stem in COUNTED for c in reading.otherwise.get((event_id, stem), ()))
    found = [claim for c in ids if (claim := reading.claims[c])["stance"] not in DISPUTING]
    return [_said_by(reading, claim) for claim in found if reading.say(claim, "words").rstrip(".") not in noted_already]


def harm_texts(reading: Reading, event_id: str) -> list[str]:
    """Return who says what of dead, wounded and what hurt them, where that is contested, each with what became of it.

    What the notes of the event tell stands there.
    """
    event = reading.events[event_id]
    notes = " ".join(str(v) for c in ("harm_note", "harm_note_ar") if is_set(v := event.get(c)))
    ids = reading.ordered_claims(c for field in _HARM for c in reading.contested.get((event_id, field), ()))
    untold = [claim for c in ids if not is_told_in(claim := reading.claims[c], notes)]
    return list(dict.fromkeys(_said_by(reading, claim) for claim in untold))


def sides_beside(reading: Reading, event_id: str, text: str, told: Iterable[str] = ()) -> list[Clause]:
    """Return sides of a contested number of dead or wounded that a text leaves out, a sentence for each.

    All of them are told or none. The dead are told in any case where ``told`` is empty.

    Parameters
    ----------
    reading : Reading
    event_id : str
    text : str
        What is told.
    told : iterable of str
        Claims that are known to be told in it.
    """
    made: dict[str, Clause] = {}
    known = set(told)
    for field in ("killed", "wounded"):
        sides = [reading.claims[c] for c in reading.ordered_claims(reading.contested.get((event_id, field), ()))]
        is_told = [c["claim_id"] in known or is_told_in(c, text) for c in sides]
        said = {_side(claim) for claim, is_there in zip(sides, is_told, strict=True) if is_there}
        if not said and (field != "killed" or known):
            continue
        for claim in sides:
            if _side(claim) not in said:
                sentence = _said_by(reading, claim)
                made.setdefault(sentence, Clause(text=sentence, claim_ids=(claim["claim_id"],)))
    return list(made.values())


def _side(claim: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(claim["origin"]), str(claim["value"]), str(claim["group"])


def _said_by(reading: Reading, claim: Mapping[str, Any]) -> str:
    """Return a claim as a sentence: who says so, the words, what became of it."""
    text = reading.say(claim, "words").rstrip(".")
    speaker = speaking(reading.inline(reading.say(claim, "claimant")))
    said = reading.words.text("tell.said", speaker=speaker, text=text)
    return reading.sentence(noted(reading, claim, said))


def short_doubts(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that a label owes to these claims: who denies them, and what became of them.

    What became of them is said where it holds for every one.
    """
    ids = [c for c in claim_ids if reading.claims[c]["stance"] not in DISPUTING]
    return (*denier_lines(reading, denials_of(reading, ids)), *verification_lines(reading, ids))


def denier_lines(reading: Reading, denials: Sequence[str]) -> tuple[str, ...]:
    """Return in few words who denies something, and who keeps away from it, of the claims that do so."""
    words, lines = reading.words, []
    for stance, key in zip(DISPUTING, ("denied_by", "distanced_by"), strict=True):
        found = [reading.claims[c] for c in denials if reading.claims[c]["stance"] == stance]
        speakers = list(dict.fromkeys(reading.inline(reading.say(claim, "claimant")) for claim in found))
        if speakers:
            lines.append(words.text(f"label.{key}", speakers=words.listing(speakers)))
    return tuple(lines)


def verification_lines(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return what became of some claims, where it became of every one that asserts something: one line or none."""
    became = {
        str(claim["verification"]) if is_set(claim["verification"]) else ""
        for c in claim_ids
        if (claim := reading.claims[c])["stance"] == "asserts"
    }
    if len(became) == 1 and (only := became.pop()) in _DOUBTS:
        return (reading.words.text(f"verification.{only}"),)
    return ()
