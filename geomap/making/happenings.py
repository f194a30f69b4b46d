"""From claims to the rows of events: what the reports agree on stands in the cell, what they differ on is a range."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geomap.making.merging import Default, Open
from geomap.making.sheet import SheetRow
from geomap.making.slugs import fingerprint, slug
from geomap.making.standing import counts_for_event, names_an_actor, rows_that_set
from geomap.making.statements import Cells, Statement
from geomap.places.names import fold_name
from geomap.scene.headline import HAPPENS_IN
from geomap.scene.letters import is_a_way_to, is_sea, placed
from geomap.schema import day_bounds, table_schema
from geomap.words import words

__all__ = [
    "MainEvent",
    "days_of",
    "event_row",
    "events_of",
    "kind_of",
    "main_name",
    "places_of_title",
    "renewed_title",
    "title_of",
]

_PLACES_MAX = 2
_MISSILES = frozenset({"missile", "ballistic_missile", "cruise_missile", "anti_ship_missile"})
_INDIRECT = frozenset({"rocket", "mortar", "artillery", "indirect_fire"})
_PROJECTILES = _MISSILES | _INDIRECT | {"unknown_projectile", "drone", "guided_bomb", "airstrike"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MainEvent:
    """The event that the map is about, as far as it is known before the sheet is read."""

    event_id: str
    title: str


def events_of(rows: Sequence[SheetRow], main: MainEvent, old: Sequence[Mapping[str, str]]) -> dict[int, str]:
    """Return the event of each row; events that the case has keep their ids.

    Parameters
    ----------
    rows : sequence of SheetRow
    main : MainEvent
        Rows with no event, or with its title, belong to it.
    old : sequence of mapping
        The events that the case has.
    """
    known = {fold_name(e.get("title", "")): e["event_id"] for e in old if e.get("title")}
    known |= {"": main.event_id, fold_name(main.title): main.event_id}
    by_name: dict[str, list[SheetRow]] = {}
    for row in rows:
        by_name.setdefault(fold_name(row["event"]), []).append(row)
    fresh = {name: _event_slug(group) for name, group in by_name.items() if name not in known}
    taken = [*fresh.values(), *known.values()]
    ids = known | {
        name: made if taken.count(made) == 1 else f"{made}-{fingerprint(name)}" for name, made in fresh.items()
    }
    return {row.row: ids[name] for name, group in by_name.items() for row in group}


def main_name(rows: Sequence[SheetRow]) -> str:
    """Return the name of the event that a sheet is about: empty where any row names none, else the first that is named.

    Parameters
    ----------
    rows : sequence of SheetRow
    """
    return rows[0]["event"] if rows and all(row["event"] for row in rows) else ""


def _event_slug(group: Sequence[SheetRow]) -> str:
    kind = next((r["value"] for r in group if r["about"] == "kind"), "event")
    day = next((r["value"] for r in group if r["about"] == "date"), "")
    digits = "".join(c for c in day if c.isdigit())
    return slug(f"{kind} {digits}" if digits else group[0]["event"], joint="-", empty="event")


def event_row(event_id: str, title: str, statements: Sequence[Statement]) -> Cells:
    """Return the row of the table events that the claims about one event give.

    Parameters
    ----------
    event_id, title : str
    statements : sequence of Statement
        All about this event.
    """
    rows = [s.row for s in statements]
    setting = rows_that_set(rows)
    told_of = {id(row) for row in setting}

    def values(about: str) -> list[str]:
        return list(dict.fromkeys(row["value"] for row in setting if row["about"] == about))

    first, last = days_of(values("date"))
    kinds = values("kind")
    kind, wordings = kind_of(kinds)
    claimed = [row for row in rows if row["about"] == "claimed by" and names_an_actor(row)]
    attributed = [row for row in rows if row["about"] == "attributed to" and names_an_actor(row)]
    place_id, wording = _where([s for s in statements if id(s.row) in told_of])
    is_doubted = bool(setting) and all(row["verification"] for row in setting)
    cells = {
        "event_id": event_id,
        "kind": kind if kinds else Default(kind),
        "kind_wording": wordings.get("en", ""),
        "kind_wording_ar": wordings.get("ar", ""),
        "title": Default(title),
        "date_start": first,
        "date_end": last,
        "time_local": "; ".join(values("time")),
        "source_ids": "; ".join(sorted({s.source_id for s in statements})),
        "status": Default("unverified" if is_doubted else "reported"),
        "place_id": place_id,
        "place_wording": wording,
        "cause_of_harm": _cause(values("cause of harm")),
        "actor_claimed": "; ".join(dict.fromkeys(row["value"] for row in claimed)),
        "actor_attributed": "; ".join(dict.fromkeys(row["value"] for row in attributed)),
        "attributed_by": "; ".join(dict.fromkeys(row["who said"] for row in attributed)),
    }
    counts = counts_for_event(rows)
    for about, told in counts.items():
        unset = Open() if told.count.is_known else ""
        ends = (("low", told.count.low), ("high", told.count.high))
        cells |= {f"{about}_{end}": unset if bound is None else str(bound) for end, bound in ends}
    cells["munitions_note"] = counts["munitions"].note
    cells["harm_note"] = "; ".join(filter(None, (counts["killed"].note, counts["wounded"].note)))
    return cells


def kind_of(kinds: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """Return the kind of an event that several words are said of, and these words where no one of them holds for all.

    A kind that stands for several says no more than all of them do: a missile for a ballistic and a cruise missile.

    Parameters
    ----------
    kinds : sequence of str
        Words of `events.kind`, each once.

    Returns
    -------
    str, mapping of str to str
        The kind, "other" if they have nothing in common; the words by language, empty for a single kind.
    """
    if len(kinds) < 2:
        return (kinds[0] if kinds else "other"), {}
    families = (("missile", _MISSILES), ("indirect_fire", _INDIRECT), ("unknown_projectile", _PROJECTILES))
    common = next((name for name, family in families if set(kinds) <= family), "other")
    return common, {
        lang: joint.join(words(lang).text(f"kind.{k}") for k in kinds) for lang, joint in (("en", "; "), ("ar", "؛ "))
    }


def title_of(kinds: Sequence[str], places: Sequence[str], days: tuple[str, str]) -> str:
    """Return the title that an event has until somebody gives it a better one: what happened, where, when.

    Parameters
    ----------
    kinds : sequence of str
        Words of `events.kind`; none stands for an event of which nobody says what it was.
    places : sequence of str
        One or two, by name; none if no place stands for all.
    days : (str, str)
        First and last day as `days_of` gives them.
    """
    say, what = words("en"), _what(kinds)
    if places:
        names = [placed(name) for name in places]
        is_on = bool(kinds) and HAPPENS_IN.isdisjoint(kinds) and not any(map(is_sea, places))
        what = say.text(f"lead.title_{'on' if is_on else 'in'}", kinds=what, place=say.listing(names))
    return ", ".join(part for part in (what, _when(days)) if part)


def places_of_title(rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """Return the one or two places that stand for all in a title: a ship, a place, or where most say that it fell.

    Parameters
    ----------
    rows : sequence of SheetRow
        About the main event, as far as they set what is told of it.
    """
    ships = dict.fromkeys(row["value"] for row in rows if row["about"] == "ship hit")
    if len(ships) == 1:
        return tuple(ships)
    speakers: dict[str, set[str]] = {}
    for about in ("place", "impact area"):
        for row in rows:
            if row["about"] == about and not is_a_way_to(row["value"]):
                speakers.setdefault(row["value"], set()).add(row.origin)
    names = [n for n in speakers if not any(n != other and fold_name(other) in fold_name(n) for other in speakers)]
    if town := _town_of(list(speakers)):
        return (town,)
    if len(names) > _PLACES_MAX:  # where several say that it fell, else where it was said first
        names = sorted((n for n in names if len(speakers[n]) > 1), key=lambda n: -len(speakers[n])) or names[:1]
    return tuple(names[:_PLACES_MAX])


def _town_of(names: Sequence[str]) -> str:
    """Return what the names of several places end with: the town of "Market of X" and "Bridge, X"."""
    words_of = [name.replace(",", "").split() for name in names]
    if len(names) < 2 or any(not found for found in words_of):
        return ""
    shared = 0
    while all(len(found) > shared and found[-1 - shared] == words_of[0][-1 - shared] for found in words_of):
        shared += 1
    town = " ".join(words_of[0][len(words_of[0]) - shared :])
    return town if town[:1].isupper() else ""


def renewed_title(title: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return a title with what happened and when as they are told now, where words for kinds and days make it up.

    Parameters
    ----------
    title : str
    old, new : mapping of str to str
        The row of the event as it stands and as the sheet gives it. A title in other words stays as it is.
    """
    say = words("en")
    by_words = {say.text(f"kind.{kind}"): kind for kind in table_schema("events").field("kind").vocabulary}
    kinds = "|".join(re.escape(name) for name in [*by_words, say.text("list.kind_unstated")])
    begins = re.match(rf"(?:{kinds})(?:(?: / |, | and )(?:{kinds}))*(?=$|, | on | in )", title, re.IGNORECASE)
    made = title
    if begins is not None and not isinstance(new["kind"], Default):
        wordings = [by_words[name] for name in new["kind_wording"].split("; ") if name in by_words]
        made = _what(wordings or [new["kind"]]) + title[begins.end() :]
    first, last, now = old.get("date_start", ""), old.get("date_end", ""), _when((new["date_start"], new["date_end"]))
    for when in filter(None, (_when((first, last)), _when((first, "")))):
        if now and made.endswith(f", {when}"):
            return made.removesuffix(when) + now
    return made


def _what(kinds: Sequence[str]) -> str:
    say = words("en")
    return _upper(say.listing([say.text(f"kind.{kind}") for kind in kinds]) or say.text("list.kind_unstated"))


def _when(days: tuple[str, str]) -> str:
    bounds = day_bounds(pd.Series([day for day in days if day], dtype="str"))
    if not len(bounds) or bounds["lower"].isna().any():
        return ""
    return words("en").short_span(bounds["lower"].min().date(), bounds["upper"].max().date())


def _cause(causes: Sequence[str]) -> str:
    """Return what hurt people: "unclear" of one is no answer against a cause that another names."""
    named = [c for c in causes if c != "unclear"]
    return named[0] if len(named) == 1 else "unclear" if causes else ""


def days_of(dates: Sequence[str]) -> tuple[str, str]:
    """Return the first and last day of some EDTF dates: one report's own words and nothing, or the span of all."""
    if len(dates) < 2:
        return (dates[0] if dates else ""), ""
    bounds = day_bounds(pd.Series(list(dates), dtype="str"))
    low, high = bounds["lower"].min(), bounds["upper"].max()
    return low.strftime("%Y-%m-%d"), high.strftime("%Y-%m-%d")


def _where(statements: Sequence[Statement]) -> tuple[str, str]:
    """Return place and wording: what is said of the place, else the one place where all was reported to fall."""
    for about in ("place", "impact area"):
        told = [s for s in statements if s.row["about"] == about]
        if told:
            names = list(dict.fromkeys(s.row["value"] for s in told))
            ids = {s.place_id for s in told}
            one = ids.pop() if len(ids) == 1 else ""
            return one, "" if one else "; ".join(names)
    return "", ""


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]
