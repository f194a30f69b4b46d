"""What happened, where and when, from the rows of the main event: the first sentence, the kicker, a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geomap.dataset import items_of
from geomap.edition import Clause
from geomap.land import country_shape, lies_in
from geomap.scene.disputes import denial_text, denials_of
from geomap.scene.kinds import IMPACTS, noun_of_rows
from geomap.scene.letters import capital, inline, placed, plain
from geomap.scene.munitions import total_of
from geomap.scene.outcomes import struck_of
from geomap.scene.reading import Reading, is_set, is_undated
from geomap.scene.where import WITHIN, way_to, where_in_words
from geomap.words import has_arabic

__all__ = ["HAPPENS_IN", "Headline", "kicker_of", "named_inline", "title_worked_out"]

Rows = Sequence[Mapping[str, Any]]

_TAKEN_BACK = frozenset({"contradicted", "retracted"})
_NAMED_MAX, _KINDS_MAX = 2, 3
_NEAR_DEG = 0.25
"""So near to a border the coarse outlines of countries do not say on which side a place lies."""
HAPPENS_IN = frozenset({"interceptor", "arrest", "mob_violence", "political", "other"})
"""Kinds of events that happen in a place, and to nobody there on purpose."""
_KIND_OF_NOUN = {
    "rockets": "rocket",
    "missiles": "missile",
    "ballistic_missiles": "ballistic_missile",
    "cruise_missiles": "cruise_missile",
    "drones": "drone",
    "mortar_rounds": "mortar",
    "shells": "artillery",
    "bombs": "guided_bomb",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A place where something came down: its id, or empty; its name; who tells of it; the claims."""

    place_id: str
    name: str
    accounts: frozenset[str]
    claim_ids: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Headline:
    """An event in few words, by its id."""

    reading: Reading
    event_id: str

    @property
    def event(self) -> Mapping[str, Any]:
        """The row of the event."""
        return self.reading.events[self.event_id]

    def lead(self) -> tuple[tuple[Clause, ...], ...]:
        """Return the first sentence with the denials that it owes, in versions that say less and less."""
        made = []
        country = self.countries[0] if len(self.countries) == 1 else ""
        undenied = tuple(s for s in self.struck if not denials_of(self.reading, s.claim_ids))
        for struck in dict.fromkeys((self.struck, undenied)):
            if struck:
                made += [self._lead(struck, country), self._lead(struck[:1], country)]
        if self._own is not None:
            made.append(self._lead((self._own,), country))
        made.append(self._lead((), country))
        return tuple(dict.fromkeys(filter(None, made)))

    def _lead(self, spots: tuple[_Spot, ...], country: str) -> tuple[Clause, ...]:
        """Return one version of the first sentence; none if nothing is told of any event."""
        reading, words = self.reading, self.reading.words
        is_struck = bool(spots) and all(spot.rows for spot in spots)
        number = self._number(spots) if is_struck else 0
        where = self.named(spots, country)
        when = self._when()
        claim_ids = reading.ordered_claims(
            [
                *(c for s in spots for c in s.claim_ids),
                *self._saying("kind"),
                *(self._saying("date_start") if when else ()),
            ]
        )
        kinds = self.kinds
        if kinds == ("other",) and is_struck:
            kinds = (
                _KIND_OF_NOUN.get(noun_of_rows(reading, [r for s in spots for r in s.rows]), "unknown_projectile"),
            )
        if (
            number
            and all(words.has(f"lead.things_{kind}") for kind in kinds)
            and (text := self._struck(spots, kinds, number, where))
        ):
            pass
        else:
            slots = {"n": len(self.kinds), "kinds": self._kinds_told()}
            text = words.text("lead.reported", **slots)
            if where:
                text = words.text("lead.reported_where", **slots, where=self._where(spots, where))
        whole = " ".join(f"{text} {when}".split()).rstrip(",،")
        denied = [
            Clause(text=reading.sentence(denial_text(reading, c)), claim_ids=(c,))
            for c in denials_of(reading, claim_ids)
        ]
        return (Clause(text=reading.sentence(capital(whole)), claim_ids=claim_ids), *denied)

    def _struck(self, spots: tuple[_Spot, ...], kinds: Sequence[str], number: int, where: str) -> str:
        """Return what struck which places; a ship where one was hit; nothing where that was the sea alone."""
        reading, words = self.reading, self.reading.words
        n = number if len(kinds) == 1 else 2
        things = words.listing([words.text(f"lead.{'thing' if n == 1 else 'things'}_{kind}") for kind in kinds])
        if not _is_at_sea(reading, spots[0].place_id):
            return words.text("lead.struck", things=things, place=where)
        ship = struck_of(reading, [row for row in spots[0].rows if is_set(row.get("struck"))])
        return words.text("lead.struck_ship", things=things, ship=ship, where=self._where(spots, where)) if ship else ""

    def _where(self, spots: Sequence[_Spot], place: str) -> str:
        """Return how the sentence goes on to some places, or to a country."""
        way = way_to(self.reading, spots[0].place_id, spots[0].name) if spots else "in"
        return where_in_words(self.reading, way, place)

    def named(self, spots: Sequence[_Spot], country: str) -> str:
        """Return places as a list in words, with the country behind them where their names do not have it."""
        reading = self.reading
        names = [spot.name for spot in spots]
        if not names:
            return country
        text = reading.words.listing(names)
        if not country or plain(country) in plain(text):
            return text
        return reading.words.text("lead.in_country", place=text, country=country)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What happened, as kinds: those that claims name where the event stands for several, else its own."""
        own = str(self.event["kind"])
        claims = self.reading.claims
        told = list(dict.fromkeys(str(claims[c]["value"]) for c in self._saying("kind")))
        told = [kind for kind in told if self.reading.words.has(f"lead.kind_{kind}")]
        is_several = is_set(self.event.get("kind_wording")) and 1 < len(told) <= _KINDS_MAX
        return tuple(told) if is_several else (own,)

    def _kinds_told(self) -> str:
        reading, words = self.reading, self.reading.words
        wording = reading.say(self.event, "kind_wording") or reading.say(self.event, "event_type")
        if self.kinds == ("other",) and wording and has_arabic(wording) == (words.lang == "ar"):
            return wording
        return words.listing([words.text(f"lead.kind_{kind}") for kind in self.kinds])

    def _saying(self, field: str) -> list[str]:
        """Return the claims that say what is told here of a field; none that was taken back."""
        reading = self.reading
        about = [reading.claims[c] for c in reading.claims_about([self.event_id])]
        said = [c for c in about if c["field"] == field and c["stance"] == "asserts"]
        return [c["claim_id"] for c in said if c["verification"] not in _TAKEN_BACK]

    @cached_property
    def rows(self) -> Rows:
        """The groups of the event that are told in any account."""
        return [row for row in self.reading.trajectories.values() if row["event_id"] == self.event_id]

    @cached_property
    def struck(self) -> tuple[_Spot, ...]:
        """Return where projectiles came down: what most accounts name first, and nothing twice."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for row in self.rows:
            name = self._end_of(row)
            if row["outcome"] == "ground_impact" and name and self._stands(row):
                found.setdefault(name, []).append(row)
        spots = [self._spot(name, rows) for name, rows in found.items()]
        own = self._own.name if self._own is not None else ""
        named = [plain(name) for name in (own, *self.reading.say(self.event, "place_wording").split("; "))]
        order = {name: n for n, name in reversed(list(enumerate(named)))}
        is_own = plain(own) if own else None
        spots.sort(
            key=lambda s: (plain(s.name) != is_own, -len(s.accounts), order.get(plain(s.name), len(order)), s.name)
        )
        kept: list[_Spot] = []
        for spot in spots:
            if not any(self._is_one(spot, other) for other in kept):
                kept.append(spot)
        around = self._around(kept)
        return (around,) if around is not None else tuple(kept[:_NAMED_MAX])

    def _around(self, spots: Sequence[_Spot]) -> _Spot | None:
        """Return the place of the case that all of several places name as where they lie: a town for its streets."""
        if len(spots) < 2 and not any(", " in spot.name for spot in spots):
            return None
        reading = self.reading
        towns = [p for p, row in reading.places.items() if row["location_class"] in WITHIN - {"country"}]
        for town in sorted(towns, key=lambda p: (-len(str(reading.places[p]["name"])), p)):
            name = plain(str(reading.places[town]["name"]))
            if all(re.search(rf"\b{re.escape(name)}$", plain(spot.name.split(" (")[0])) for spot in spots):
                return _Spot(
                    place_id=town,
                    name=named_inline(reading, town),
                    accounts=frozenset(a for spot in spots for a in spot.accounts),
                    claim_ids=reading.ordered_claims(c for spot in spots for c in spot.claim_ids),
                    rows=tuple(row for spot in spots for row in spot.rows),
                )
        return None

    def _end_of(self, row: Mapping[str, Any]) -> str:
        place = row["impact_place_id"]
        if is_set(place) and place in self.reading.places:
            return str(place)
        return self.reading.say(row, "wording")

    def _spot(self, key: str, rows: Rows) -> _Spot:
        reading = self.reading
        place_id = key if key in reading.places else ""
        basis = [c for row in rows for c in items_of(row["basis_claim_ids"]) if c in reading.claims]
        return _Spot(
            place_id=place_id,
            name=named_inline(reading, place_id) if place_id else inline(key),
            accounts=frozenset(str(row["account"]) for row in rows),
            claim_ids=reading.ordered_claims(c for c in basis if reading.claims[c]["field"] in IMPACTS),
            rows=tuple(rows),
        )

    def _stands(self, row: Mapping[str, Any]) -> bool:
        """Whether any claim behind the end of a group was not taken back."""
        claims = self.reading.claims
        basis = [claims[c] for c in items_of(row["basis_claim_ids"]) if c in claims]
        ends = [c for c in basis if c["field"] in IMPACTS] or basis
        return not ends or any(c["verification"] not in _TAKEN_BACK for c in ends)

    def _is_one(self, spot: _Spot, other: _Spot) -> bool:
        """Whether two places are told of as one: by their names, or because one reaches into the other."""
        one, two = plain(spot.name), plain(other.name)
        if one in two or two in one:
            return True
        areas = self.reading.area(spot.place_id), self.reading.area(other.place_id)
        return all(area is not None for area in areas) and bool(areas[0].widened.intersects(areas[1].widened))  # type: ignore[union-attr]

    @cached_property
    def _own(self) -> _Spot | None:
        """The place that the event itself names."""
        place = self.event["place_id"]
        claims = tuple(self._saying("place_id"))
        if is_set(place) and place in self.reading.places:
            return _Spot(str(place), named_inline(self.reading, str(place)), frozenset(), claims)
        wording = self.reading.say(self.event, "place_wording")
        return _Spot("", wording, frozenset(), claims) if wording and ";" not in wording else None

    @cached_property
    def spots(self) -> tuple[_Spot, ...]:
        """Where it happened: where something came down, else the place of the event."""
        return self.struck or ((self._own,) if self._own is not None else ())

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries in which it happened; none where a name is withheld."""
        reading = self.reading
        if reading.public.omitted_labels:
            return ()
        rows = [reading.places[s.place_id] for s in (*self.struck, self._own) if s is not None and s.place_id]
        found = [row["name"] if row["location_class"] == "country" else row["country"] for row in rows]
        found = [c if is_set(c) else self._country_around(row["place_id"]) for c, row in zip(found, rows, strict=True)]
        names = [reading.words.country(str(name)) for name in found if is_set(name)]
        own = reading.public.info.country
        is_at_sea = bool(rows) and all(row["location_class"] == "sea_air" for row in rows)
        if not names and own and not is_at_sea:
            names = [reading.words.country(own)]
        return tuple(dict.fromkeys(name for name in names if len(name) > 3 or name.islower()))

    def _country_around(self, place_id: str) -> str:
        """Return the country in which a place surely lies: all of its area, and what is near to it; else nothing."""
        area = self.reading.area(place_id)
        if area is None:
            return ""
        (name,) = lies_in(np.array([area.centroid_lon]), np.array([area.centroid_lat]))
        shape = country_shape(name)
        return name if shape is not None and shape.contains(area.widened.buffer(_NEAR_DEG)) else ""

    def _number(self, spots: Iterable[_Spot]) -> int:
        """Return 1 if all that tell how many came down tell of one, 2 if anybody tells of more, 0 if nobody tells."""
        counts = [total_of([row]) for spot in spots for row in spot.rows]
        known = [c for c in counts if c.is_known and (c.low or c.high)]
        if not known:
            return 0
        by_account: dict[str, int] = {}
        for spot in spots:
            for row in spot.rows:
                low = total_of([row]).low
                by_account[str(row["account"])] = by_account.get(str(row["account"]), 0) + (low or 0)
        return 2 if max(by_account.values()) > 1 or any((c.high or 0) > 1 for c in known) else 1

    def _when(self) -> str:
        words = self.reading.words
        if self.reading.public.withheld.rows or is_undated(self.event):
            return ""
        date = self.date
        return words.text(f"lead.{'on' if self._is_a_day else 'within' if self._is_one_name else 'from'}", date=date)

    @property
    def date(self) -> str:
        """The day or days in words; of two days of one month the first has no month."""
        words, date = self.reading.words, self.reading.event_date(self.event)
        if is_undated(self.event):
            return date
        first, last = (bound.date() for bound in self._bounds)
        return date.replace(words.span(first, last), words.short_span(first, last), 1)

    @property
    def _bounds(self) -> tuple[Any, Any]:
        first, last = self.event["date_start_lower"], self.event["date_end_upper"]
        return first, self.event["date_start_upper"] if pd.isna(last) else last

    @property
    def _is_a_day(self) -> bool:
        first, last = self._bounds
        return bool(first.date() == last.date())

    @property
    def _is_one_name(self) -> bool:
        """Whether the days are one month or one year."""
        first, last = self._bounds
        ends = self.reading.words.month(first.date()), self.reading.words.month(last.date())
        whole = self.reading.words.span(first.date(), last.date())
        return whole == ends[0] == ends[1] or whole == str(first.year) == str(last.year)


def named_inline(reading: Reading, place_id: str) -> str:
    """Return the name of a place as it stands inside a sentence.

    Parameters
    ----------
    reading : Reading
    place_id : str
    """
    name = reading.say(reading.places[place_id], "name")
    return placed(name) if reading.words.lang == "en" else name


def _main(reading: Reading) -> Headline | None:
    main = reading.public.info.main_event
    return Headline(reading, main) if main in reading.events else None


def kicker_of(reading: Reading) -> str:
    """Return the line over a title: the country, two countries or the sea, and the day; empty without a main event."""
    head = _main(reading)
    if head is None or reading.public.withheld.rows:
        return ""
    where = reading.words.listing(list(head.countries)) if 0 < len(head.countries) <= _NAMED_MAX else ""
    if not head.countries and not reading.public.omitted_labels:
        seas = [s.place_id for s in head.spots if _is_sea(reading, s.place_id)]
        where = reading.say(reading.places[seas[0]], "name") if seas else ""
    when = "" if is_undated(head.event) else head.date
    return " · ".join(part for part in (where, when) if part)


def _is_at_sea(reading: Reading, place_id: str) -> bool:
    place = reading.places.get(place_id)
    return place is not None and place["location_class"] == "sea_air"


def _is_sea(reading: Reading, place_id: str) -> bool:
    """Whether a place is a sea of a name, not a spot in one."""
    return _is_at_sea(reading, place_id) and not re.search(r"\d", str(reading.places[place_id]["name"]))


def title_worked_out(reading: Reading) -> str:
    """Return a title in the page's language for a case that has none in it: what happened, where, when.

    Names in another script are left out.
    """
    head, words = _main(reading), reading.words
    if head is None or reading.public.withheld.rows:
        return ""
    is_arabic = words.lang == "ar"
    spots = [spot for spot in head.spots if has_arabic(spot.name) == is_arabic]
    country = head.countries[0] if len(head.countries) == 1 and not spots else ""
    where = head.named(spots, "") or country
    kinds = words.listing([words.text(f"kind.{kind}") for kind in head.kinds])
    is_on = (
        not any(_is_sea(reading, s.place_id) for s in spots) and bool(spots) and set(head.kinds).isdisjoint(HAPPENS_IN)
    )
    text = words.text(f"lead.title_{'on' if is_on else 'in'}", kinds=kinds, place=where) if where else kinds
    when = "" if is_undated(head.event) else head.date
    return capital(words.listed([text, when]))
