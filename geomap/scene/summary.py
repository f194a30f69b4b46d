"""The summary of a case that no desk wrote: what happened, who says so, what is disputed, what is not known.

It is made of parts that are told whole or not at all; how many statements are left to the table stands at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.edition import Clause
from geomap.scene.headline import Headline
from geomap.scene.reading import Reading
from geomap.scene.summary_parts import OriginPart, Part, parts_of

__all__ = ["WORDS_MAX", "WORDS_MAX_OF_MANY", "automatic_summary", "words_max"]

WORDS_MAX, WORDS_MAX_OF_MANY = 70, 120
"""So many words has a summary at most; the second where three or more launch areas are claimed."""
_MANY = 3


def words_max(origins: int) -> int:
    """Return how many words a summary may have.

    Parameters
    ----------
    origins : int
        How many launch areas are claimed.
    """
    return WORDS_MAX_OF_MANY if origins >= _MANY else WORDS_MAX


def automatic_summary(reading: Reading) -> tuple[Clause, ...]:
    """Return the summary of the main event, clause by clause with its claims; empty where there is none.

    Parameters
    ----------
    reading : Reading
    """
    main = reading.public.info.main_event
    if main not in reading.events or reading.public.withheld.rows:
        return ()
    parts = parts_of(reading, main)
    origins = [part for part in parts if isinstance(part, OriginPart)]
    made = _Made(reading, words_max(len(origins)), len(origins))
    lead = next((version for version in Headline(reading, main).lead() if made.fits(version, ())), ())
    chosen: list[Part | OriginPart] = []
    waiting = sorted(parts, key=lambda part: part.rank)
    while waiting:
        part, *rest = waiting
        if made.fits(lead, [*chosen, part]):
            chosen.append(part)
        elif isinstance(part, OriginPart):  # they are told in their order: none after one that is left out
            others = [p for p in waiting if isinstance(p, OriginPart)]
            chosen += others if made.fits(lead, [*chosen, *others]) else []
            rest = [p for p in rest if not isinstance(p, OriginPart)]
        waiting = rest
    return made.whole(lead, chosen)


@dataclass(frozen=True, slots=True)
class _Made:
    """A summary in the making: how long it may be, and of how many claimed origins it tells."""

    reading: Reading
    words_max: int
    origin_count: int

    def fits(self, lead: Sequence[Clause], chosen: Sequence[Part | OriginPart]) -> bool:
        """Whether a lead and some parts, with all that they owe, are short enough."""
        return sum(len(clause.text.split()) for clause in self.whole(lead, chosen)) <= self.words_max

    def whole(self, lead: Sequence[Clause], chosen: Sequence[Part | OriginPart]) -> tuple[Clause, ...]:
        """Return the clauses in the order in which one reads them, and how many statements are not told."""
        reading = self.reading
        origins = sorted((p for p in chosen if isinstance(p, OriginPart)), key=lambda part: part.rank)
        others = sorted((p for p in chosen if isinstance(p, Part)), key=lambda part: part.order)
        made = [*lead, *self._origins(origins), *(clause for part in others for clause in part.clauses)]
        made = [Clause(text=" ".join(c.text.split()), claim_ids=c.claim_ids) for c in made if c.text.strip()]
        left = len(reading.claims.keys() - {c for clause in made for c in clause.claim_ids})
        more = [Clause(text=reading.words.text("all.more", n=left))] if left and made else []
        return (*made, *more)

    def _origins(self, chosen: Sequence[OriginPart]) -> Iterable[Clause]:
        """Return a sentence for each claimed origin that somebody rejects; the others stand together in one."""
        reading, words = self.reading, self.reading.words
        waiting: list[OriginPart] = []
        made: list[Clause] = []

        def tell() -> None:
            if waiting:
                texts = [waiting[0].first, *(part.next for part in waiting[1:])]
                ids = tuple(dict.fromkeys(c for part in waiting for c in part.claim_ids))
                made.append(Clause(text=reading.sentence(words.text("tell.separator").join(texts)), claim_ids=ids))
                waiting.clear()

        for part in chosen:
            if part.rejected:
                tell()
                made.append(Clause(text=reading.sentence(f"{part.first}{part.rejected}"), claim_ids=part.claim_ids))
            else:
                waiting.append(part)
        tell()
        left = self.origin_count - len(chosen)
        if chosen and left:
            made.append(Clause(text=reading.sentence(words.text("lead.more_origins", n=left))))
        return made
