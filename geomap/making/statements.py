"""From rows of the quick sheet to sources and claims, with ids that stay when rows are added or moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from geomap.findings import Finding
from geomap.making.merging import Default
from geomap.making.sheet import ABOUT, SheetRow, definition
from geomap.making.slugs import fingerprint, slug
from geomap.places.names import fold_name
from geomap.schema import day_bounds
from geomap.words import words

__all__ = [
    "ENDS",
    "IMPACTS",
    "Statement",
    "claim_row",
    "closest_speakers",
    "derive",
    "is_end_of_group",
    "own_publishers",
    "sources_of",
    "state",
    "untitled",
]

Cells = dict[str, str]

_OF_SOURCE = ("kind of source", "published on", "headline", "why no link")
_ALIKE = 0.82
_WHAT = {"official_statement": "Statement", "social_media": "Post", "photo_caption": "Photo caption"}
_UNTITLED = (*_WHAT.values(), "Report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One row of the sheet with the ids that were given to it."""

    row: SheetRow
    claim_id: str
    event_id: str
    source_id: str
    place_id: str
    """Of a value that is a place; empty if it has no answer, or is no place."""


def _relayed_last(row: SheetRow) -> str:
    relayed = [part.strip() for part in row["who relayed"].split(";") if part.strip()]
    return relayed[-1] if relayed else ""


def _publisher(group: Sequence[SheetRow]) -> str:
    """Return who published the text that some rows come from: who relayed last, or its only speaker.

    Where rows of one link name several, or none and have several speakers, nobody says who did: it is called by the
    host of its address, as a `Default`.
    """
    named = {fold_name(name): name for row in reversed(group) if (name := _relayed_last(row))}
    named = named or {fold_name(row["who said"]): row["who said"] for row in reversed(group)}
    return next(iter(named.values())) if len(named) == 1 else Default(_host(group[0]["link"]))


def _host(link: str) -> str:
    return (urlsplit(link).hostname or link).removeprefix("www.")


def own_publishers(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
    """Return by source id and column the host that geomap writes where nobody says who published a text."""
    return {(row["source_id"], "publisher"): frozenset({_host(row["url"])}) for row in rows if row["url"]}


def _source_key(row: SheetRow) -> tuple[str, ...]:
    if row["link"]:
        return (row["link"],)
    return (fold_name(_relayed_last(row) or row["who said"]), row["published on"], row["headline"])


def sources_of(
    rows: Sequence[SheetRow], old: Sequence[Mapping[str, str]], file: str
) -> tuple[dict[int, str], list[Cells], list[Finding]]:
    """Return the source of each row, the rows of the table sources, and what contradicts itself.

    Parameters
    ----------
    rows : sequence of SheetRow
    old : sequence of mapping
        The sources that the case has: one with the same address keeps its id.
    file : str
        Name of the sheet, for messages.
    """
    by_key: dict[tuple[str, ...], list[SheetRow]] = {}
    for row in rows:
        by_key.setdefault(_source_key(row), []).append(row)
    plain = {key: _source_slug(group) for key, group in by_key.items()}
    standing = _Standing(old, set(by_key))
    known = {key: old_id for key, bare in plain.items() if (old_id := standing.id_of(key, bare))}
    taken = Counter(slug_of for key, slug_of in plain.items() if key not in known) + Counter(set(known.values()))
    publishers = {source["source_id"]: source.get("publisher", "") for source in old}
    ids: dict[int, str] = {}
    made: list[Cells] = []
    found: list[Finding] = []
    for key, group in by_key.items():
        bare = plain[key]
        source_id = known.get(key) or (bare if taken[bare] == 1 else f"{bare}-{fingerprint(*key)}")
        cells, problems = _source_cells(group, file)
        found += [*problems, *_publisher_unknown(group, publishers.get(source_id, ""), file)]
        made.append({"source_id": source_id} | cells)
        ids |= {row.row: source_id for row in group}
    return ids, made, found


class _Standing:
    """The sources that the case has, looked up by what the sheet says of a text.

    A text without a link is known by publisher, day and headline; what stands for a headline that nobody gave counts
    as none. A source that has got an address since is still that text, unless the sheet has the address elsewhere.
    """

    def __init__(self, old: Iterable[Mapping[str, str]], wanted: Container[tuple[str, ...]]) -> None:
        self._by_url: dict[str, str] = {}
        self._by_text: dict[tuple[str, ...], list[str]] = {}
        for source in sorted(old, key=lambda s: bool(s.get("url"))):
            url, source_id = source.get("url", ""), source["source_id"]
            if url:
                self._by_url.setdefault(url, source_id)
            if (url,) in wanted:
                continue
            text = (fold_name(source.get("publisher", "")), source.get("published_on", ""))
            title = source.get("title", "")
            self._by_text.setdefault((*text, title), []).append(source_id)
            if title.startswith(_UNTITLED) and title in _stand_ins(text[1]):
                self._by_text.setdefault((*text, ""), []).append(source_id)

    def id_of(self, key: tuple[str, ...], bare: str) -> str:
        """Return the id of a text, or nothing; of two that fit, the one that was made of it."""
        if len(key) == 1:
            return self._by_url.get(key[0], "")
        found = self._by_text.get(key, [""])
        own = f"{bare}-{fingerprint(*key)}"
        return own if own in found else found[0]


def _source_slug(group: Sequence[SheetRow]) -> str:
    day = next((r["published on"] for r in group if r["published on"]), "")
    digits = "".join(c for c in day if c.isdigit())
    name = slug(_publisher(group), empty="source")
    return f"{name}-{digits}" if digits else name


def _source_cells(group: Sequence[SheetRow], file: str) -> tuple[Cells, list[Finding]]:
    """Return what the rows of one text say of it together; a second answer to one question is an error."""
    said: Cells = {}
    found = []
    for column in _OF_SOURCE:
        first = next((r for r in group if r[column]), None)
        said[column] = first[column] if first else ""
        for row in group:
            if first and row[column] not in ("", first[column]):
                message = (
                    f'"{row[column][:60]}", but row {first.row} says "{first[column][:60]}" of the same text. '
                    "Write the same in both, or leave one empty"
                )
                found.append(_error("sheet-contradicts-itself", file, column, row, message))
    if not said["kind of source"]:
        message = f"is empty, here and in every row of {_publisher(group)}: say once what kind of text it is"
        found.append(_error("empty-cell", file, "kind of source", group[0], message))
    day = said["published on"]
    cells = {
        "title": said["headline"] or Default(untitled(said["kind of source"], day)),
        "publisher": _publisher(group),
        "kind": said["kind of source"],
        "published_on": day,
        "url": group[0]["link"],
        "offline_reason": "" if group[0]["link"] else said["why no link"],
    }
    return cells, found


def _publisher_unknown(group: Sequence[SheetRow], standing: str, file: str) -> list[Finding]:
    """Tell a link of which nobody says who published it; a publisher that a person wrote into the case is an answer."""
    publisher = _publisher(group)
    relayed = {fold_name(name): name for row in group if (name := _relayed_last(row))}
    column = "who relayed" if relayed else "who said"
    named = relayed or {fold_name(row["who said"]): row["who said"] for row in group}
    if not isinstance(publisher, Default) or (standing and standing != publisher and fold_name(standing) not in named):
        return []
    some = ", ".join(f'"{name[:60]}"' for name in list(named.values())[:3])
    left = len(named) - 3
    some += f" and {left} more" if left > 0 else ""
    how = f"is {some} in the rows" if relayed else f"is empty in all rows, and {some} speak in them"
    called = f'is called "{standing}" in sources.csv' if standing else f'is called by its host, "{publisher}"'
    message = (
        f"{how} of one link: who published it is not known, so it {called}. Write its outlet (the last, behind a "
        'semicolon, if several passed it on) into "who relayed" of these rows; a speaker that published it itself has '
        "a link of its own"
    )
    row = next((r for r in group if not relayed or _relayed_last(r)), group[0])
    return [
        Finding(
            code="publisher-not-named",
            severity="warning",
            message=message,
            file=file,
            column="who relayed",
            rows=(row.row,),
            values=(row[column],),
        )
    ]


def untitled(kind: str, day: str) -> str:
    """Return what stands for the title of a text without one: "Report of 17 November 2020"."""
    return _named(_WHAT.get(kind, "Report"), day)


def _stand_ins(day: str) -> set[str]:
    return {_named(what, day) for what in _UNTITLED}


def _named(what: str, day: str) -> str:
    bounds = day_bounds(pd.Series([day or None], dtype="str")).iloc[0]
    if pd.isna(bounds["lower"]):
        return what
    return f"{what} of {words('en').span(bounds['lower'].date(), bounds['upper'].date())}"


def _error(code: str, file: str, column: str, row: SheetRow, message: str) -> Finding:
    return Finding(code=code, severity="error", message=message, file=file, column=column, rows=(row.row,))


def state(
    rows: Sequence[SheetRow],
    events: Mapping[int, str],
    sources: Mapping[int, str],
    places: Mapping[str, str],
    file: str,
) -> tuple[list[Statement], list[Finding]]:
    """Give each row its claim id; a row that says the same as another is passed over and told.

    Parameters
    ----------
    rows : sequence of SheetRow
    events, sources : mapping of int to str
        Ids by row.
    places : mapping of str to str
        Place id by name.
    file : str
        Name of the sheet.
    """
    made: dict[str, Statement] = {}
    found = []
    for row in rows:
        content = [row[c].casefold() for c in ("about", "value", "whom", "who said", "who relayed", "account", "group")]
        content += [row["stance"], str(row.how_many).casefold(), events[row.row], sources[row.row]]
        if row["about"] == "context":
            content.append(row["words"].casefold())
        claim_id = f"{slug(row['about'], joint='-')}-{slug(row.origin, empty='speaker')}-{fingerprint(*content)}"
        if claim_id in made:
            message = f"says the same as row {made[claim_id].row.row}; it is passed over. Take one of them out"
            found.append(Finding(code="duplicate-row", severity="warning", message=message, file=file, rows=(row.row,)))
            continue
        made[claim_id] = Statement(
            row=row,
            claim_id=claim_id,
            event_id=events[row.row],
            source_id=sources[row.row],
            place_id=places.get(row["value"], "") if row["about"] in PLACE_WORDS else "",
        )
    return list(made.values()), found


PLACE_WORDS = frozenset(a["word"] for a in definition()["about"] if a["value"] == "a place")


IMPACTS = ("impact area", "intercepted over")
"""Words that give the place at which a group ended, or over which it was stopped."""
ENDS = (*IMPACTS, "outcome", "ship hit")
"""Words that tell what became of a group."""


def is_end_of_group(row: SheetRow) -> bool:
    """Whether a row tells what became of a group; an interception over a place does if it names the group."""
    return row["about"] in ENDS and (row["about"] != "intercepted over" or bool(row["group"]))


def derive(statements: Sequence[Statement], standing: Container[str] = ()) -> dict[str, str]:
    """Return which claim each new claim repeats: of those that relay one statement, the rest repeat the nearest to it.

    A statement read from its speaker comes before one that was relayed, an earlier text before a later one, and a claim
    that stands in the case before all that are added. What stands is left as it is.
    """
    same: dict[tuple[object, ...], list[Statement]] = {}
    for s in statements:
        row = s.row
        key = (s.event_id, row["about"], row["value"].casefold(), row["whom"], str(row.how_many), fold_name(row.origin))
        same.setdefault((*key, row["stance"], row["group"]), []).append(s)
    derived: dict[str, str] = {}
    for group in same.values():
        ordered = sorted(
            group,
            key=lambda s: (
                s.claim_id not in standing,
                _steps(s.row),
                s.row["published on"] or "9999",
                s.claim_id,
            ),
        )
        repeats = [s for s in ordered[1:] if _steps(s.row) and s.claim_id not in standing]
        derived |= {s.claim_id: ordered[0].claim_id for s in repeats}
    return derived


def _steps(row: SheetRow) -> int:
    """How many mouths a statement has gone through before it reached the text."""
    return len([p for p in row["who relayed"].split(";") if p.strip()]) + (1 if row["goes back to"] else 0)


_UNITS = {
    "munitions": "projectiles",
    "killed": "people",
    "wounded": "people",
    "points of impact": "points of impact",
}


def claim_row(statement: Statement, derived_from: str) -> Cells:
    """Return the row of the table claims."""
    row = statement.row
    count = (row.amount if row.amount.is_told else row.how_many).count
    unit = _UNITS.get(row["about"], "")
    relayed = ", ".join(p.strip() for p in row["who relayed"].split(";") if p.strip())
    is_over = row["about"] == "intercepted over"
    is_of_credit = row["about"] == "claimed by" and row["stance"] not in ("denies", "distances")
    return {
        "claim_id": statement.claim_id,
        "about": statement.event_id,
        "field": "impact_place_id" if is_over and is_end_of_group(row) else ABOUT[row["about"]],
        "value": statement.place_id or row["value"],
        "value_low": "" if count.low is None else str(count.low),
        "value_high": "" if count.high is None else str(count.high),
        "value_words": row.how_many.words,
        "unit": unit or ("projectiles" if row.how_many.is_told else ""),
        "group": row["whom"],
        "words": row["words"].rstrip("."),
        "words_ar": row["words_ar"].rstrip("."),
        "claimant": row["who said"],
        "relayed_by": relayed,
        "source_id": statement.source_id,
        "stance": row["stance"],
        "origin": row.origin,
        "derived_from": derived_from,
        "verification": row["verification"] or (Default("unverified") if is_of_credit else ""),
        "quote": row["quote"],
        "said_on": row["said on"],
        "note": row["note"],
    }


def closest_speakers(rows: Sequence[SheetRow], file: str) -> list[Finding]:
    """Find speakers that are spelt nearly alike: two spellings would pass for two origins."""
    from difflib import SequenceMatcher

    first: dict[str, SheetRow] = {}
    for row in rows:
        first.setdefault(row.origin, row)
    names = list(first)
    found = []
    for number, name in enumerate(names):
        for other in names[:number]:
            one, two = fold_name(name), fold_name(other)
            if one == two or SequenceMatcher(None, one, two).ratio() >= _ALIKE:
                message = (
                    f'"{name[:60]}" is nearly "{other[:60]}" of row {first[other].row}. If they are one speaker, spell '
                    "them alike: one spelling is one origin"
                )
                found.append(
                    Finding(
                        code="speakers-alike",
                        severity="warning",
                        message=message,
                        file=file,
                        column="who said",
                        rows=(first[name].row,),
                    )
                )
    return found
