"""What a report says, before anybody decides what it looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.edition import AccountView, Clause, Edition, ListItem, Scene
from geomap.publishers import figure
from geomap.publishers.page.document import href
from geomap.publishers.texts import alt_line, drawn_from
from geomap.words import Words, words

__all__ = [
    "ARABIC",
    "Cell",
    "Picture",
    "Report",
    "Said",
    "Source",
    "Table",
    "left_to_right",
    "report_of",
    "spans",
    "spelled",
]

ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters that are written from right to left."""

_MARK = "\u200e"

ROWS_MAX = 1000
"""More rows than this are for a spreadsheet; the report says how many it leaves out, and where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement and the numbers of the claims that carry it."""

    text: str
    head: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The figure of one account and what belongs to it."""

    account_id: str
    label: str
    number: int
    png: bytes
    alt: str
    caption: str
    told: tuple[Said, ...]
    """The account in words, each clause with its speaker."""
    not_on_map: tuple[Said, ...]
    claims: tuple[Said, ...]
    """Who says what the figure shows, with the numbers of the claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: text, smaller notes below it, numbers of sources."""

    text: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; the first cell of a claim is its number."""

    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    """Shares of the width of the page."""
    rows: tuple[tuple[Cell, ...], ...]
    left_out: str = ""
    """How many rows are not here, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A numbered source."""

    number: int
    text: str
    address: str
    note: str
    """Why it has no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says, in the language of the edition."""

    lang: str
    is_rtl: bool
    say: Words
    kicker: str
    title: str
    review: str
    """Stamp of a draft, or who reviewed it."""
    is_draft: bool
    summary: tuple[Said, ...]
    told: tuple[Said, ...]
    """The numbers of the event side by side, each with its speaker."""
    pictures: tuple[Picture, ...]
    relations: tuple[str, ...]
    claims: Table
    events: Table
    method: tuple[str, ...]
    numbers: tuple[str, ...]
    corrections: tuple[Said, ...]
    sources: tuple[Source, ...]


def left_to_right(text: str) -> str:
    """Return a text without Arabic letters between marks, so that an Arabic sentence does not turn it round.

    Without them 2020-11-17 is read 17-11-2020 there, and the slash at the end of an address goes to its front.
    """
    is_plain = not text.strip() or ARABIC.search(text) or text.startswith(_MARK)
    return text if is_plain else f"{_MARK}{text}{_MARK}"


def report_of(edition: Edition, size: str) -> Report:
    """Return the report of an edition.

    Parameters
    ----------
    edition : Edition
    size : str
        Size of the figures, one of `geomap.publishers.figure.SIZES`.
    """
    scene, say = edition.scene, words(edition.scene.lang)
    claim_numbers = {claim: n for n, claim in enumerate(scene.tables["claims"]["claim_id"], 1)}
    source_numbers = {source: n for n, source in enumerate(scene.tables["sources"]["source_id"], 1)}

    def said(item: ListItem) -> Said:
        return Said(text=item.text, head=item.head, claims=_numbered(claim_numbers, item.claim_ids))

    def clauses(items: tuple[Clause, ...]) -> tuple[Said, ...]:
        return tuple(Said(text=c.text, claims=_numbered(claim_numbers, c.claim_ids)) for c in items)

    return Report(
        lang=scene.lang,
        is_rtl=scene.direction == "rtl",
        say=say,
        kicker=scene.kicker,
        title=scene.title or scene.name,
        review=say.text("page.draft") if scene.is_draft else scene.reviewed,
        is_draft=scene.is_draft,
        summary=clauses(scene.summary),
        told=clauses(scene.told),
        pictures=tuple(
            Picture(
                account_id=view.account_id,
                label=view.label,
                number=n,
                png=figure.png(scene, size=size, account=view.account_id, theme=edition.look.theme),
                alt=alt_line(scene, view.account_id),
                caption=_caption(scene, view),
                told=clauses(view.told) if view.told != scene.summary else (),
                not_on_map=tuple(said(item) for item in view.not_on_map),
                claims=_claims_of(scene, view, claim_numbers),
            )
            for n, view in enumerate(scene.accounts, 1)
        ),
        relations=tuple(dict.fromkeys(view.relation for view in scene.accounts if view.relation)),
        claims=_claim_table(scene, say, source_numbers, _subjects(edition)),
        events=_event_table(scene, say, source_numbers),
        method=scene.method,
        numbers=(*scene.accounting, *scene.credits),
        corrections=tuple(said(item) for item in scene.corrections),
        sources=tuple(_sources(scene, say)),
    )


def _numbered(numbers: Mapping[str, int], ids: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sorted(numbers[i] for i in ids if i in numbers))


def _caption(scene: Scene, view: AccountView) -> str:
    parts = [scene.title] if not view.label else [scene.title, drawn_from(view, scene.lang)]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _claims_of(scene: Scene, view: AccountView, numbers: Mapping[str, int]) -> tuple[Said, ...]:
    """Return who says what of the marks of an account, each claim once."""
    marks = [m for m in scene.marks() if m.account == view.account_id and m.role != "context" and m.panel]
    lines = [line for mark in marks if mark.panel for line in mark.panel.lines if line.kind == "claim"]
    found = {line.claim_ids: Said(text=line.text, claims=_numbered(numbers, line.claim_ids)) for line in lines}
    return tuple(sorted(found.values(), key=lambda said: said.claims))


def _rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _cut(rows: list[dict[str, Any]], say: Words) -> tuple[list[dict[str, Any]], str]:
    left = len(rows) - ROWS_MAX
    return rows[:ROWS_MAX], say.text("document.left_out", n=left, file="table.csv") if left > 0 else ""


def _subjects(edition: Edition) -> dict[str, str]:
    """Return what a claim can be about, by id, in words; what belongs to the case's own event needs none."""
    tables, main = edition.scene.tables, edition.public.info.main_event
    events = dict(zip(tables["events"]["event_id"], tables["events"]["title"], strict=True))
    groups = edition.public.trajectories
    of_group = zip(groups["trajectory_id"], groups["event_id"], strict=True)
    named = events | {group: events.get(event, "") for group, event in of_group if event != main}
    named |= dict(zip(tables["places"]["place_id"], tables["places"]["name"], strict=True))
    return {subject: name for subject, name in named.items() if subject != main}


def _claim_table(scene: Scene, say: Words, sources: Mapping[str, int], subjects: Mapping[str, str]) -> Table:
    rows, left_out = _cut(_rows(scene.tables["claims"]), say)
    made = []
    for number, claim in enumerate(rows, 1):
        relayed = (f"{say.text('page.relayed_by')} {claim['relayed_by']}",) if claim["relayed_by"] else ()
        relayed += (claim["said_at"],) if claim.get("said_at") else ()
        about = (subjects[claim["about"]],) if subjects.get(claim["about"]) else ()
        quote = (_quote(claim, say),) if claim["quote"] else ()
        known = (sources[claim["source_id"]],) if claim["source_id"] in sources else ()
        stance = (claim["verification"],) if claim["verification"] else ()
        made.append(
            (
                Cell(text=str(number)),
                Cell(text=claim["claimant"], notes=relayed),
                Cell(text=claim["words"] or claim["value"], notes=(*about, *quote)),
                Cell(text=claim["origin"]),
                Cell(text=claim["stance"], notes=stance),
                Cell(sources=known),
            )
        )
    names = ("page.col_number", "page.col_speaker", "page.col_claim", "document.col_origin")
    head = tuple(say.text(name) for name in (*names, "page.col_stance", "page.col_source"))
    title = say.text("page.who_says_what")
    return Table(title=title, head=head, widths=(13, 30, 56, 29, 26, 18), rows=tuple(made), left_out=left_out)


def _quote(claim: Mapping[str, Any], say: Words) -> str:
    locator = f" ({claim['locator']})" if claim["locator"] else ""
    return say.text("document.quote", quote=claim["quote"]) + locator


def _event_table(scene: Scene, say: Words, sources: Mapping[str, int]) -> Table:
    rows, left_out = _cut(_rows(scene.tables["events"]), say)
    columns = ("place", "status", "munitions", "killed", "wounded")
    made = [
        (
            Cell(text=event["title"], notes=tuple(event["notes"])),
            Cell(text=event["date"], notes=(event["time"],) if event["time"] else ()),
            *(Cell(text=event[name]) for name in columns),
            Cell(sources=tuple(sorted(sources[s] for s in event["source_ids"] if s in sources))),
        )
        for event in rows
    ]
    head = tuple(say.text(f"page.col_{name}") for name in ("event", "date", *columns, "sources"))
    title = say.text("page.events")
    return Table(title=title, head=head, widths=(44, 30, 22, 20, 21, 15, 19, 15), rows=tuple(made), left_out=left_out)


def _sources(scene: Scene, say: Words) -> list[Source]:
    made = []
    for number, row in enumerate(_rows(scene.tables["sources"]), 1):
        is_rtl = scene.direction == "rtl"
        part = {c: left_to_right(v) if is_rtl and isinstance(v, str) else v for c, v in row.items()}
        facts = [part[c] for c in ("kind", "published_on", "carried_by") if row[c]]
        named = ": ".join(dict.fromkeys((part["publisher"], part["title"])))
        text = f"{named} ({('، ' if is_rtl else ', ').join(facts)})"
        address = href(row)
        note = "" if address else say.text("page.no_link", reason=row["offline_reason"])
        made.append(Source(number=number, text=text, address=address, note=note))
    return made


def spans(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return numbers of claims as spans, so that a statement on many of them stays readable; two stand each alone.

    Examples
    --------
    >>> spans((1, 2, 3, 4, 7, 8))
    [(1, 4), (7, 7), (8, 8)]
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [
        span
        for run in found
        for span in ([(run[0], run[-1])] if len(run) > 2 else [(number, number) for number in run])
    ]


def spelled(numbers: Sequence[int]) -> str:
    """Return the numbers of claims as text: ``1\u20134, 7``."""
    return ", ".join(str(first) if first == last else f"{first}\u2013{last}" for first, last in spans(numbers))
