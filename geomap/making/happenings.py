"""From claims to the rows of events: what the reports agree on stands in the cell, what they differ on is a range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geomap.making.merging import Default
from geomap.making.sheet import SheetRow
from geomap.making.slugs import fingerprint, slug
from geomap.making.statements import Cells, Statement
from geomap.places.names import fold_name
from geomap.schema import day_bounds

__all__ = ["MainEvent", "event_row", "events_of", "summary_of"]

_COUNTED = frozenset({"asserts", "speculates"})
_SUMMED_UP = ("munitions", "launch area", "impact area", "outcome", "killed", "wounded", "claimed by")
_OF_AN_ACCOUNT = frozenset({"launch area", "impact area", "outcome"})
_SUMMARY_WORDS = 60


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

    def values(about: str) -> list[str]:
        said = [s.row["value"] for s in statements if s.row["about"] == about and _is_told(s)]
        return list(dict.fromkeys(said))

    first, last = _days(values("date"))
    kinds, causes = values("kind"), values("cause of harm")
    attributed = [s for s in statements if s.row["about"] == "attributed to" and _is_told(s)]
    place_id, wording = _where(statements)
    cells = {
        "event_id": event_id,
        "kind": kinds[0] if len(kinds) == 1 else Default("other"),
        "title": Default(title),
        "date_start": first,
        "date_end": last,
        "time_local": "; ".join(values("time")),
        "source_ids": "; ".join(sorted({s.source_id for s in statements})),
        "status": Default("reported"),
        "place_id": place_id,
        "place_wording": wording,
        "cause_of_harm": (causes[0] if len(causes) == 1 else "unclear") if causes else "",
        "actor_claimed": "; ".join(values("claimed by")),
        "actor_attributed": "; ".join(dict.fromkeys(s.row["value"] for s in attributed)),
        "attributed_by": "; ".join(dict.fromkeys(s.row["who said"] for s in attributed)),
        "summary": summary_of(statements),
    }
    for about in ("munitions", "killed", "wounded"):
        cells |= _count(about, statements)
    harm = [s for s in statements if s.row["about"] in ("killed", "wounded") and _is_told(s)]
    if len({(s.row["about"], s.row["whom"]) for s in harm}) > len({s.row["about"] for s in harm}):
        cells["harm_note"] = "; ".join(
            dict.fromkeys(f"{s.row['who said']}: {s.row['words'].rstrip('.')}" for s in harm)
        )
    return cells


def _is_told(statement: Statement) -> bool:
    return statement.row["stance"] in _COUNTED and statement.row["verification"] != "retracted"


def _days(dates: Sequence[str]) -> tuple[str, str]:
    """Return the first and last day: one report's own words, or the span of all."""
    if len(dates) < 2:
        return (dates[0] if dates else ""), ""
    bounds = day_bounds(pd.Series(list(dates), dtype="str"))
    low, high = bounds["lower"].min(), bounds["upper"].max()
    return low.strftime("%Y-%m-%d"), high.strftime("%Y-%m-%d")


def _where(statements: Sequence[Statement]) -> tuple[str, str]:
    """Return place and wording: what is said of the place, else the one place where all was reported to fall."""
    for about in ("place", "impact area"):
        told = [s for s in statements if s.row["about"] == about and _is_told(s)]
        if told:
            names = list(dict.fromkeys(s.row["value"] for s in told))
            ids = {s.place_id for s in told}
            one = ids.pop() if len(ids) == 1 else ""
            return one, "" if one else "; ".join(names)
    return "", ""


def _count(about: str, statements: Sequence[Statement]) -> Cells:
    """Return low and high of the reports on one group of people; groups are not added, and no group is chosen."""
    told = [s for s in statements if s.row["about"] == about and _is_told(s)]
    told = [s for s in told if s.row.low is not None or s.row.high is not None]
    groups = {s.row["whom"] for s in told}
    for whole in ("all", ""):
        if len(groups) > 1 and whole in groups:
            groups = {whole}
    if not told or len(groups) > 1:
        return {}
    told = [s for s in told if s.row["whom"] in groups]
    lows = [s.row.low for s in told if s.row.low is not None]
    highs = [s.row.high for s in told]
    low = str(min(lows)) if lows and len(lows) == len(told) else ""
    high = "" if any(h is None for h in highs) else str(max(h for h in highs if h is not None))
    return {f"{about}_low": low, f"{about}_high": high}


def summary_of(statements: Sequence[Statement]) -> str:
    """Return one sentence for each speaker: what it said of munitions, areas and harm, each claim once.

    Parameters
    ----------
    statements : sequence of Statement
        About one event.
    """
    by_speaker: dict[str, list[str]] = {}
    said: set[tuple[str, str]] = set()
    first: dict[str, str] = {}  # a speaker may be told of in two ways: the summary follows one of them
    for s in statements:
        if s.row["about"] in _OF_AN_ACCOUNT:
            first.setdefault(s.row.origin, s.row["account"])
    words = 0
    for about in _SUMMED_UP:
        for s in statements:
            row = s.row
            key = (row.origin, row["about"] + row["value"] + row["whom"])
            clause = row["words"].rstrip(".")
            if row["about"] != about or row["stance"] != "asserts" or row["verification"] or key in said:
                continue
            if about in _OF_AN_ACCOUNT and row["account"] != first[row.origin]:
                continue
            if words + len(clause.split()) > _SUMMARY_WORDS:
                continue
            said.add(key)
            words += len(clause.split())
            by_speaker.setdefault(row.origin, []).append(clause)
    return " ".join(f"{_upper(speaker)} said {_listed(clauses)}." for speaker, clauses in by_speaker.items())


def _listed(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]
