"""``geomap new`` and ``geomap fill``: making a case."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geomap.cli import completion
from geomap.cli.options import AsJson, with_options
from geomap.cli.terminal import printable, put, quoted, say, tell
from geomap.errors import UsageError

if TYPE_CHECKING:
    from geomap.making.cases import Beginning
    from geomap.making.filling import Filled
    from geomap.making.merging import Change

__all__ = ["OldCase", "fill", "is_terminal", "new"]

_CHANGES_SHOWN, _LINE = 12, 160

NewCase = Annotated[
    Path, typer.Argument(metavar="CASE", help="Folder of the new case; with --quick-sheet a file, too.")
]
OldCase = Annotated[Path, typer.Argument(metavar="CASE", help="Folder of the case.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Title of the map.")]
TitleAr = Annotated[str, typer.Option("--title-ar", metavar="TEXT", help="The same title in Arabic.")]
Date = Annotated[
    str, typer.Option("--date", metavar="DAY", help="Day of the event, 2020-11-17; 2020-11 if only the month is known.")
]
PlaceName = Annotated[str, typer.Option("--place", metavar="NAME", help="Where it happened; looked up offline.")]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="WORD",
        help="What happened: rocket, drone, airstrike, arrest, other, ...",
        autocompletion=completion.kinds,
    ),
]
CountryOfCase = Annotated[
    str, typer.Option("--country", metavar="NAME", help="Country that it lies in: IQ, or Iraq. Helps to find places.")
]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="Who reported it: outlet, agency, institution.")]
Link = Annotated[str, typer.Option("--link", metavar="URL", help="Address of that report.")]
NoLink = Annotated[str, typer.Option("--why-no-link", metavar="TEXT", help="Why no address can be given.")]
PublishedOn = Annotated[str, typer.Option("--published-on", metavar="DAY", help="Day on which it was published.")]
SourceKind = Annotated[
    str,
    typer.Option("--source-kind", metavar="WORD", help="news (default), official_statement, ngo, social_media, ..."),
]
Headline = Annotated[str, typer.Option("--headline", metavar="TEXT", help="Headline of that report.")]
FromSheet = Annotated[
    Path | None, typer.Option("--from", metavar="SHEET", help="Quick sheet (CSV or XLSX): one row a claim.")
]
QuickSheet = Annotated[
    bool, typer.Option("--quick-sheet", help="Write an empty quick sheet with explanations, and stop.")
]


@with_options
def new(
    case: NewCase,
    title: Title = "",
    date: Date = "",
    place: PlaceName = "",
    kind: Kind = "",
    country: CountryOfCase = "",
    source: Source = "",
    link: Link = "",
    why_no_link: NoLink = "",
    published_on: PublishedOn = "",
    source_kind: SourceKind = "",
    headline: Headline = "",
    from_sheet: FromSheet = None,
    quick_sheet: QuickSheet = False,
    title_ar: TitleAr = "",
    encoding: str = "",
    as_json: AsJson = False,
) -> int:
    """Make a case: tables with headers, datapackage.json, map.toml and a README. Nothing is overwritten.

    On a terminal it asks for what is not given. With --from it fills the tables from a quick sheet.
    """
    from geomap.making.cases import Beginning, check_beginning, kept_files, new_case

    if quick_sheet:
        put(f"{_write_empty_sheet(case)}\n")
        return 0
    said = {
        "publisher": source,
        "url": link,
        "offline_reason": why_no_link,
        "published_on": published_on,
        "kind": source_kind,
        "title": headline,
    }
    beginning = Beginning(title=title, date=date, place=place, kind=kind, country=country, source=_told(said) or None)
    beginning = replace(beginning, title_ar=title_ar)
    if from_sheet is None and not title:
        if not is_terminal():
            raise UsageError(
                "--title: a case needs a title. Give --title, --date and --place, or --from SHEET; on a terminal "
                "geomap asks for them."
            )
        check_beginning(beginning, has_sheet=True)
        kept_files(case)  # whatever speaks against this folder is said before anybody answers
        beginning = _asked(beginning)
    done = new_case(case, beginning, from_sheet, encoding=encoding)
    if as_json:
        put(json.dumps({"case": str(case), **_as_dict(done)}, ensure_ascii=False, indent=1) + "\n")
        return 0
    for name in sorted(done.files):
        put(f"{case / name}\n")
    tell(done.findings)
    if from_sheet is not None:
        _say_added(replace(done, filled=0, longer=0))
    if from_sheet is None and not beginning.source:
        say(
            'No source is named yet: fill row 2 of sources.csv, or write a quick sheet. "geomap check" says what lacks.'
        )
    _say_places(case, done, has_sheet=from_sheet is not None)
    say(f"Next: geomap check {case}, then geomap serve {case}. {case / 'README.md'} explains the tables.")
    return 0


@with_options
def fill(
    case: OldCase,
    sheet: Annotated[
        Path | None,
        typer.Argument(metavar="SHEET", help="Quick sheet, CSV or XLSX; default sheet.csv or sheet.xlsx in the case."),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Also change cells that stand and that the sheet gives otherwise.")
    ] = False,
    encoding: str = "",
    as_json: AsJson = False,
) -> int:
    """Fill the tables of a case from a quick sheet: adds rows, fills empty cells, changes nothing that stands."""
    from geomap.making.cases import fill_case

    done = fill_case(case, sheet, update=update, encoding=encoding)
    if as_json:
        put(json.dumps({"case": str(case), **_as_dict(done)}, ensure_ascii=False, indent=1) + "\n")
        return 0
    tell(done.findings)
    _say_added(done)
    for name in sorted(done.files):
        put(f"{case / name}\n")
    if done.changes:
        count = len(done.changes)
        what = "changed" if update else "not changed, though the sheet gives something else"
        say(f"{count} cell{'' if count == 1 else 's'} {what}:")
        for change in done.changes[:_CHANGES_SHOWN]:
            for line in _told_change(change):
                say(line)
        if len(done.changes) > _CHANGES_SHOWN:
            say(f"  ... and {len(done.changes) - _CHANGES_SHOWN} more; --json lists them all.")
        if not update:
            say("Change them by hand, or run this again with --update.")
    if done.left:
        say(
            f"No longer in the sheet, still in claims.csv: {', '.join(done.left[:5])}. geomap takes nothing out: if a "
            "row was corrected, delete its old claim."
        )
    if done.left_groups:
        say(f"Resting on them, still in trajectories.csv: {', '.join(done.left_groups[:5])}. Delete these rows, too.")
    _say_places(case, done, has_sheet=True)
    return 0


def _write_empty_sheet(target: Path) -> Path:
    from geomap.delivery import deliver_file, deliver_new
    from geomap.making.empty_sheet import sheet_csv, sheet_xlsx

    ending = target.suffix.lower()
    if ending in (".csv", ".xlsx"):
        if target.exists():
            raise UsageError(f"{target} is there already; it is not overwritten. Choose another name.")
        deliver_file(sheet_csv() if ending == ".csv" else sheet_xlsx(), target)
        return target
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty; nothing is overwritten. Name a file: {target}.csv or {target}.xlsx.")
    deliver_new({"sheet.csv": sheet_csv()}, target)
    return target / "sheet.csv"


def is_terminal() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty()


def _told(said: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value}


def _asked(beginning: Beginning) -> Beginning:
    """Ask for what a case begins with; an empty answer leaves a thing for later, a wrong one is asked again."""
    say("Enter leaves a question for later.")
    beginning = _answered(beginning, "Title of the map", "title")
    if not beginning.date:
        beginning = _answered(beginning, "Day of the event (2020-11-17)", "date")
    if not beginning.kind:
        question = "What happened (rocket, mortar, drone, missile, cruise_missile, airstrike, ied, arrest, other, ...)"
        beginning = _answered(beginning, question, "kind", "other")
    if not beginning.place:
        beginning = _answered(beginning, "Where, as the reports name it", "place")
    if not beginning.country:
        beginning = _answered(beginning, "Country (Iraq, or IQ)", "country")
    publisher = _prompt("Who reported it") if beginning.source is None else ""
    return _with_address(beginning, publisher) if publisher else beginning


def _answered(beginning: Beginning, question: str, column: str, default: str = "") -> Beginning:
    """Ask until the answer can stand in a table."""
    from geomap.making.cases import check_beginning

    while True:
        answer: dict[str, Any] = {column: _prompt(question, default)}
        tried = replace(beginning, **answer)
        try:
            check_beginning(replace(tried, source=None), has_sheet=column != "title")
        except UsageError as error:
            say(str(error))
        else:
            return tried


def _with_address(beginning: Beginning, publisher: str) -> Beginning:
    """Ask for the address of the first source, or why there is none, until one of them can stand."""
    from geomap.making.cases import check_beginning

    while True:
        said = {"publisher": publisher, "url": _prompt("Address of the report")}
        if not said["url"]:
            said["offline_reason"] = _prompt("Why is there no address")
        tried = replace(beginning, source=_told(said))
        try:
            check_beginning(tried, has_sheet=True)
        except UsageError as error:
            say(str(error))
        else:
            return tried


def _prompt(question: str, default: str = "") -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default), err=True)
    return answer.strip()


_NOUNS = {
    "sources.csv": ("source", "sources"),
    "places.geojson": ("place", "places"),
    "events.csv": ("event", "events"),
    "claims.csv": ("claim", "claims"),
    "trajectories.csv": ("group of projectiles", "groups of projectiles"),
    "event_places.csv": ("further place", "further places"),
    "datapackage.json": ("account", "accounts"),
}


def _say_added(done: Filled) -> None:
    if not done.added and not done.filled and not done.longer and not done.changes:
        say("Nothing is new: every row of the sheet stands in the tables.")
        return
    parts = [
        f"{len(done.added[name])} {nouns[len(done.added[name]) != 1]}"
        for name, nouns in _NOUNS.items()
        if name in done.added
    ]
    say(f"Added: {', '.join(parts)}." if parts else "No rows are new.")
    if done.filled:
        say(f"Filled: {done.filled} empty cell{'' if done.filled == 1 else 's'}.")
    if done.longer:
        say(f"Longer: {done.longer} list{'' if done.longer == 1 else 's'} of sources or claims.")


def _say_places(case: Path, done: Filled, *, has_sheet: bool) -> None:
    from geomap.making.cases import countries_of_case
    from geomap.making.offering import offers

    countries = countries_of_case(case) if done.unanswered else ()
    for name, what in done.taken_for.items():
        say(f'Place: "{name}": {what[:1].lower()}{what[1:]}'.rstrip(".") + ".")
    for name, why in done.unanswered.items():
        say(f'No place: "{name}" {why}. It is listed, not drawn, until you add it:')
        for offer in offers(name, countries):
            say(f"  geomap place add {case} {quoted(name)} {offer}")
    if done.unanswered:
        say(
            f"Then run geomap fill {case} SHEET again."
            if has_sheet
            else "Then write its id into place_id of events.csv."
        )


def _told_change(change: Change) -> list[str]:
    """Return a change in one line; one of long texts in three, none of them cut."""
    line = printable(str(change))
    if len(line) <= _LINE:
        return [f"  {line}"]
    now = f'the sheet gives "{change.new}"' if change.new else "the sheet leaves it open"
    return [printable(part) for part in (f"  {change.where}:", f'    stands "{change.old}"', f"    {now}")]


def _as_dict(done: Filled) -> dict[str, Any]:
    return {
        "files": sorted(done.files),
        "added": dict(done.added),
        "filled_cells": done.filled,
        "longer_lists": done.longer,
        "changes": [
            {"file": c.file, "id": c.row_id, "column": c.column, "stands": c.old, "sheet": c.new} for c in done.changes
        ],
        "places_taken_for": dict(done.taken_for),
        "places_without_an_answer": dict(done.unanswered),
        "claims_not_in_the_sheet": list(done.left),
        "groups_not_in_the_sheet": list(done.left_groups),
        "findings": [f.as_dict() for f in done.findings],
    }
