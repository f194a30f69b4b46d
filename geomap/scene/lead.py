"""The summary on top of a page: nothing of it stands without who denies it, no contested number with one side."""

from __future__ import annotations

from geomap.edition import Clause
from geomap.scene.disputes import denial_clauses, denial_text, denials_about, sides_beside
from geomap.scene.otherwise import is_told_in
from geomap.scene.reading import Reading
from geomap.scene.summary import automatic_summary

__all__ = ["summary"]


def summary(reading: Reading) -> tuple[Clause, ...]:
    """Return the summary, clause by clause with its claims: the desk's, the main event's, or one made of its claims.

    Without a main event it is the description.
    """
    clauses = [reading.clause(item) for item in reading.editorial_list("summary")]
    if clauses:
        return _with_denials(reading, clauses)
    main = reading.events.get(reading.public.info.main_event)
    text = reading.say(main, "summary") if main else reading.public.info.description
    if not text:
        return automatic_summary(reading)
    if not main:
        return (Clause(text=text),)
    about = reading.claims_about([main["event_id"]])
    untold = [c for c in denials_about(reading, main["event_id"]) if not is_told_in(reading.claims[c], text)]
    sides = sides_beside(reading, main["event_id"], text)
    apart = {*untold, *(c for clause in sides for c in clause.claim_ids)}
    # of a text in words of its own nobody can tell which claims it says: it stands for all that is not told beside it
    told = tuple(c for c in about if is_told_in(reading.claims[c], text)) or about
    denied = [Clause(text=reading.sentence(denial_text(reading, c, is_apart=True)), claim_ids=(c,)) for c in untold]
    beside = (*sides, *denied)
    whole = Clause(
        text=reading.sentence_after(text) if beside else text, claim_ids=tuple(c for c in told if c not in apart)
    )
    return (whole, *beside)


def _with_denials(reading: Reading, clauses: list[Clause]) -> tuple[Clause, ...]:
    """Return the desk's clauses; a denial of what they say that the desk left out stands at the end of its sentence."""
    told = {c for clause in clauses for c in clause.claim_ids}
    made: list[Clause] = []
    waiting: list[Clause] = []
    for clause in clauses:
        made.append(clause)
        fresh = [d for d in denial_clauses(reading, clause.claim_ids) if d.claim_ids[0] not in told]
        told.update(d.claim_ids[0] for d in fresh)
        waiting += fresh
        if clause.text.rstrip().endswith((".", "!", "?", "؟")):
            made, waiting = [*made, *waiting], []
    made += waiting
    main = reading.public.info.main_event
    return (*made, *sides_beside(reading, main, " ".join(clause.text for clause in made), told))
