"""Looking things up in public tables, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import mapping

from geomap.dataset import items_of
from geomap.edition import Clause, PanelLine, PublicDataset, Track, Tracks
from geomap.geodesy import Area
from geomap.scene.letters import capital, described, inline, plain
from geomap.scene.nouns import NounsSaid, nouns_said
from geomap.scene.otherwise import contested, told_otherwise
from geomap.scene.story import story_of
from geomap.schema import doubt_of, munition_kinds
from geomap.words import Words, words

__all__ = ["MUNITION_KINDS", "Reading", "geojson", "is_set", "is_undated", "words_of"]

MUNITION_KINDS = munition_kinds()


def is_set(value: object) -> bool:
    """Whether a cell holds something."""
    return value is not None and not (not isinstance(value, str) and bool(pd.isna(value))) and value != ""


def geojson(shape: Any) -> dict[str, Any]:
    """Return a shapely geometry as plain GeoJSON with lists."""
    if shape.geom_type == "Polygon" and not shape.is_empty and not shape.has_z:
        rings = (shape.exterior, *shape.interiors)
        return {"type": "Polygon", "coordinates": [shapely.get_coordinates(ring).tolist() for ring in rings]}

    def listed(item: Any) -> Any:
        return [listed(i) for i in item] if isinstance(item, tuple | list) else item

    raw = mapping(shape)
    return {"type": raw["type"], "coordinates": listed(raw["coordinates"])}


@dataclass(frozen=True, eq=False)
class Reading:
    """A public dataset, its tracks and the words of one language, ready for questions.

    Rows come as mappings of column to value; ids that are not there give None.
    """

    public: PublicDataset
    tracks: Tracks
    words: Words

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, Any]]:
        """Places by id."""
        return _rows(self.public.places, "place_id")

    @cached_property
    def events(self) -> Mapping[str, Mapping[str, Any]]:
        """Events by id."""
        return _rows(self.public.events, "event_id")

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """Claims by id."""
        return _rows(self.public.claims, "claim_id")

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Sources by id."""
        return _rows(self.public.sources, "source_id")

    @cached_property
    def trajectories(self) -> Mapping[str, Mapping[str, Any]]:
        """Trajectories by id."""
        table, twin = self.public.trajectories, "group_n_words_ar"
        if self.words.lang == "ar" and twin in table:
            table = table.assign(group_n_words=table[twin].fillna(table["group_n_words"]))
        return _rows(table, "trajectory_id")

    @cached_property
    def event_lines(self) -> dict[str, tuple[PanelLine, ...]]:
        """What has been worked out to say of events, by id: the panels and the table say the same."""
        return {}

    @cached_property
    def impacts(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Groups without an account by their event and their place of impact: a table has them, its accounts none."""
        made: dict[tuple[str, str], tuple[str, ...]] = {}
        for trajectory_id, row in self.trajectories.items():
            if not is_set(row["account"]) and is_set(row["impact_place_id"]):
                key = (row["event_id"], row["impact_place_id"])
                made[key] = (*made.get(key, ()), trajectory_id)
        return made

    @cached_property
    def stopped(self) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        """Groups of a table that were intercepted, by their event; an account's stand with the account."""
        made: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for row in self.trajectories.values():
            if row["outcome"] == "intercepted" and not is_set(row["account"]):
                made[row["event_id"]] = (*made.get(row["event_id"], ()), row)
        return made

    @cached_property
    def all_stopped(self) -> frozenset[str]:
        """Events of a table of which all that was fired was intercepted: nothing of them is called fallen."""
        others = {row["event_id"] for row in self.trajectories.values() if row["outcome"] != "intercepted"}
        return frozenset(self.stopped.keys() - others)

    @cached_property
    def denials(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """Claims that deny something, or keep away from it, by what they speak of; see `matter`."""
        made: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for claim_id, claim in self.claims.items():
            if claim["stance"] in ("denies", "distances"):
                key = self.matter(claim)
                made[key] = (*made.get(key, ()), claim_id)
        return made

    @cached_property
    def is_misplaced(self) -> bool:
        """Whether the coordinates of any place contradict the country that is named for it."""
        places = self.public.places
        return "lies_in" in places and bool(places["lies_in"].notna().any())

    def places_of(self, event_id: str) -> tuple[str, ...]:
        """Return the places of an event: its own, and where its groups were fired from and ended."""
        own = self.events[event_id]["place_id"]
        return tuple(dict.fromkeys((*((own,) if is_set(own) else ()), *self._ends.get(event_id, ()))))

    @cached_property
    def _ends(self) -> Mapping[str, list[str]]:
        made: dict[str, list[str]] = {}
        for row in self.trajectories.values():
            found = (row["launch_place_id"], row["impact_place_id"])
            made.setdefault(row["event_id"], []).extend(p for p in found if is_set(p))
        return made

    @cached_property
    def otherwise(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Claims whose number is not the one of their event, by event and count."""
        return told_otherwise(self.claims.values(), self.events) if self.claims else {}

    @cached_property
    def nouns_said(self) -> NounsSaid:
        """Which projectiles each speaker named."""
        return nouns_said(self.claims.values())

    @cached_property
    def contested(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Everybody's claims of a number, or of what hurt people, that is contested, by event and field."""
        return contested(self.claims.values(), self.events) if self.claims else {}

    @cached_property
    def story(self) -> Mapping[str, int]:
        """The place of each claim in the story: date, place, launch, impact, outcome, harm, who did it, background."""
        return story_of(self)

    def matter(self, claim: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return what a claim speaks of: an event or place, a field of it, and a value in plain letters.

        A group of projectiles stands for its event; who claims to have done it and whom others name are one field.
        """
        about = claim["about"] if is_set(claim["about"]) else ""
        if about in self.trajectories:
            about = self.trajectories[about]["event_id"]
        field = "actor" if str(claim["field"]).startswith("actor_") else str(claim["field"])
        value = str(claim["value"]) if is_set(claim["value"]) else ""
        if value in self.places:
            value = str(self.places[value]["name"])
        return str(about), field, plain(value)

    @property
    def track(self) -> Mapping[str, Track]:
        """Tracks by trajectory id."""
        return self.tracks.by_id

    def unreported(self, role: str) -> str:
        """Return the words for a role (``date``, ``killed``) that an event lacks: not reported, or not read of it."""
        section, known = ("date", "date.undated") if role == "date" else ("count", "count.not_reported")
        state = self.public.unread.roles.get(role, "")
        return self.words.text(f"{section}.{state}" if state else known)

    def outcome(self, row: Mapping[str, Any]) -> str:
        """Return what became of a group, in words."""
        if row["outcome"] == "unknown" and self.public.unit:
            return self.words.text("list.outcome_unstated")  # no column of a table is read as that
        return self.words.text(f"outcome.{row['outcome']}")

    def kind(self, event: Mapping[str, Any]) -> str:
        """Return the kind of an event in words; a table in which no column says so has events of no kind."""
        if event["kind"] == "other" and "kind" in self.public.unread.roles:
            return self.words.text("list.kind_unstated")
        return self.words.text(f"kind.{event['kind']}")

    def row_count(self, event_id: str) -> int:
        """Return how many rows an event stands for."""
        return self.public.row_counts.get(event_id, 1)

    def area(self, place_id: object) -> Area | None:
        """Return the area of a place, or None if it is listed or unknown."""
        return self.public.areas.get(place_id) if isinstance(place_id, str) else None

    def say(self, row: Mapping[str, Any], column: str) -> str:
        """Return a text column in the page's language, falling back to the other."""
        twin = row.get(f"{column}_ar")
        if self.words.lang == "ar" and is_set(twin):
            return str(twin)
        return str(row[column]) if is_set(row.get(column)) else ""

    def spoken(self, texts: Mapping[str, str]) -> str:
        """Return the page's language of a text given per language."""
        return texts.get(self.words.lang) or texts.get("en") or next(iter(texts.values()), "")

    def editorial(self, item: Mapping[str, Any], key: str) -> str:
        """Return a text of map.toml in the page's language."""
        twin = item.get(f"{key}_ar")
        return str(twin) if self.words.lang == "ar" and twin else str(item.get(key, ""))

    def editorial_list(self, key: str) -> list[Mapping[str, Any]]:
        """Return a list of tables of map.toml, of those whose claims are all there."""
        items = self.public.editorial.get(key, [])
        return [i for i in items if isinstance(i, Mapping) and all(c in self.claims for c in i.get("claims", []))]

    def clause(self, item: Mapping[str, Any], key: str = "text") -> Clause:
        """Return a piece of the desk's text with its claims."""
        return Clause(text=self.editorial(item, key), claim_ids=tuple(str(c) for c in item.get("claims", [])))

    def place_name(self, place_id: str) -> str:
        """Return the short name of a place."""
        place = self.places[place_id]
        return self.say(place, "label") or self.say(place, "name")

    def local_name(self, place_id: str) -> str:
        """Return the name in the other script, or nothing if it is the same."""
        place = self.places[place_id]
        other = place["name"] if self.words.lang == "ar" else place.get("name_local") or place.get("name_ar")
        return str(other) if is_set(other) and str(other) != self.place_name(place_id) else ""

    def reporters(self, event: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ids of the sources that report an event: without those in which all that is said denies it."""
        ids, stances = items_of(event["source_ids"]), dict[str, set[str]]()
        for claim_id in self._claims_by_subject.get(event["event_id"], ()) if self.denials else ():
            stances.setdefault(self.claims[claim_id]["source_id"], set()).add(str(self.claims[claim_id]["stance"]))
        return tuple(s for s in ids if stances.get(s) != {"denies"}) or ids

    def source_names(self, cell: object) -> str:
        """Return the publishers of a list of source ids, in words, each once."""
        found = [self.say(self.sources[s], "publisher") for s in items_of(cell) if s in self.sources]
        return self.words.listing(list(dict.fromkeys(found)))

    def kind_words(self, event: Mapping[str, Any]) -> str:
        """Return what happened: in the report's or table's own words where they say something else than the kind."""
        own = self.say(event, "kind_wording") or (self.say(event, "event_type") if event["kind"] == "other" else "")
        return own or self.kind(event)

    def event_title(self, event: Mapping[str, Any]) -> str:
        """Return the title of an event; without one its type in the words of the table, or what happened."""
        kind = "" if event["kind"] != "other" else self.say(event, "event_type")
        return self.say(event, "title") or kind or self.kind_words(event)

    def event_date(self, event: Mapping[str, Any]) -> str:
        """Return the day or span of an event in words."""
        if self.public.withheld.rows:
            return self.words.text("date.withheld")
        first, last = event["date_start_lower"], event["date_end_upper"]
        last = event["date_start_upper"] if pd.isna(last) else last
        if pd.isna(first) or pd.isna(last):
            return self.unreported("date")
        span = self.words.span(first.date(), last.date())
        doubt = doubt_of(event["date_start"], event["date_end"])
        return self.words.text(f"date.{doubt}", date=span) if doubt else span

    def _in_words(self, event: Mapping[str, Any], stem: str) -> str:
        """Return what a table says in words ("dozens") where a number was to stand; empty if it says nothing."""
        note = self.say(event, "munitions_note" if stem == "munitions" else "harm_note") if self.public.unit else ""
        said = next((part[len(stem) + 2 :] for part in note.split("; ") if part.startswith(f"{stem}: ")), "")
        return said and self.words.text("count.in_words", said=said)

    def count_range(self, event: Mapping[str, Any], stem: str) -> str:
        """Return low and high of a count in words, and whether others say otherwise; unknown is never zero."""
        if self.public.withheld.rows:
            return ""
        if (event["event_id"], stem) not in self.otherwise:
            return self._range(event, stem)
        if is_set(event[f"{stem}_low"]) or is_set(event[f"{stem}_high"]):
            return self.words.text("count.others_say", count=self._range(event, stem))
        return self.words.text("count.not_settled")

    def _range(self, event: Mapping[str, Any], stem: str) -> str:
        low, high = event[f"{stem}_low"], event[f"{stem}_high"]
        if pd.isna(low) and pd.isna(high):
            return self._in_words(event, stem) or self.unreported(stem)
        if pd.isna(high) and not low:  # "at least 0" says nothing
            is_claimed = (event["event_id"], stem) in self.contested
            return self.words.text("count.not_settled") if is_claimed else self.unreported(stem)
        if pd.isna(high) or pd.isna(low):
            key, bound = ("count.at_least", low) if pd.isna(high) else ("count.up_to", high)
            return self.words.text(key, n=int(bound))
        if low == high:
            return self.words.number(int(low))
        return self.words.text("count.range", low=int(low), high=int(high))

    def km(self, metres: float) -> str:
        """Return a length in words, rounded up: metres to the next 50 below a kilometre, else whole kilometres."""
        if metres < 1000:
            return self.words.text("unit.m", value=int(-(-metres // 50) * 50) if metres > 50 else int(-(-metres // 1)))
        return self.words.text("unit.km", value=round(-(-metres // 100) / 10, 1))

    def ordered_claims(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        """Return claim ids that are there, each once, in the order of the story."""
        return tuple(sorted({c for c in claim_ids if c in self.claims}, key=lambda c: self.story[c]))

    def claims_about(self, event_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the claims about some events, in the order of the story."""
        return self.ordered_claims(c for event_id in event_ids for c in self._claims_by_subject.get(event_id, ()))

    @cached_property
    def _claims_by_subject(self) -> Mapping[str, list[str]]:
        made: dict[str, list[str]] = {}
        for claim_id, claim in self.claims.items():
            if is_set(claim["about"]):
                made.setdefault(claim["about"], []).append(claim_id)
        return made

    def inline(self, name: str) -> str:
        """Return the name of a speaker as it stands inside a sentence: "a US official", "the army".

        The article of an outlet is part of its name; who ends in a small letter is described, not named.
        """
        is_named = name in self._publishers and not name.split()[-1][:1].islower()
        return name if is_named else described(name) if self.words.lang == "en" else inline(name)

    @cached_property
    def _publishers(self) -> frozenset[str]:
        sources = self.public.sources
        outlets = sources.loc[sources["kind"] != "official_statement", "publisher"]
        return frozenset(str(name) for name in outlets.dropna().unique())

    @cached_property
    def asserted(self) -> frozenset[tuple[str, str, str]]:
        """What is asserted by any claim; see `matter`. A matter without a value stands for all of its field."""
        found = [self.matter(claim) for claim in self.claims.values() if claim["stance"] == "asserts"]
        return frozenset(found) | frozenset((about, field, "") for about, field, _ in found)

    def sentence(self, text: str) -> str:
        """Return a text as a sentence: a capital first, one full stop."""
        return capital(self.sentence_after(text))

    def sentence_after(self, text: str) -> str:
        """Return a text with one full stop at its end, for a sentence that goes on after a heading and a colon."""
        text = text.strip()
        return text if text.endswith(_ENDS) or not text else f"{text}."


def words_of(public: PublicDataset, lang: str) -> Words:
    """Return the words of a language for a dataset: months are called as in its country, unless a name is withheld."""
    return words(lang, "" if public.omitted_labels else public.info.country)


def is_undated(event: Mapping[str, Any]) -> bool:
    """Whether no day is known of an event."""
    first, last = event["date_start_lower"], event["date_end_upper"]
    return bool(pd.isna(first) or (pd.isna(last) and pd.isna(event["date_start_upper"])))


_ENDS = (".", "!", "?", "…", "؟", ".”", ".»", '."', ".)")


class _Row(Mapping[str, Any]):
    """One row of a table: its cells are looked up where they lie, for a wide table of many rows is not copied twice."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Mapping[str, Sequence[Any]], place: int) -> None:
        self._columns, self._place = columns, place

    def __getitem__(self, column: str) -> Any:
        """Return the cell of a column."""
        return self._columns[column][self._place]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the columns."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._columns)


def _rows(table: pd.DataFrame, key: str) -> dict[str, Mapping[str, Any]]:
    columns = {str(name): table[name].astype(object).to_list() for name in table.columns}
    return {identity: _Row(columns, place) for place, identity in enumerate(columns[key])}
