"""``geomap diff``: what differs between two states of a case, and the note that a correction needs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geomap.cli.options import AsJson, AsOf, Lang, Strict, with_options
from geomap.cli.steps import code_of
from geomap.cli.terminal import printable, put, say, tell_of_gate
from geomap.options import ReadOptions, checked_day
from geomap.policy import Policy

if TYPE_CHECKING:
    from geomap.changes.compare import Comparison
    from geomap.changes.rows import TableChanges

__all__ = ["diff", "report"]

_WIDTH = 80
_ROWS_SHOWN, _NOTES_SHOWN, _VALUE_SHOWN = 20, 20, 120
_WITHHELD = " [not published]"


@with_options
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The state before: a case folder or a table.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The state now.")],
    *,
    correct: Annotated[
        bool, typer.Option("--correct", help="Add the correction notes to corrections.csv of NEW.")
    ] = False,
    policy: Policy,
    lang: Lang = "en",
    as_of: AsOf = "",
    reading: ReadOptions,
    strict: Strict = False,
    as_json: AsJson = False,
) -> int:
    """Say what differs between two states: rows, marks on the map, and the correction notes to publish.

    Rows are compared before the gate and may hold what is withheld; correction notes never do. Give --redact,
    --embargo, --min-precision and --no-rows as for the build. Notes are dated --as-of, or today.
    """
    from geomap.changes.compare import compare, write_notes

    found = compare(
        old,
        new,
        policy=policy,
        options=reading,
        lang=lang,
        corrected_on=checked_day(as_of, "--as-of") or date.today().isoformat(),
    )
    if as_json:
        put(json.dumps(_as_dict(found), ensure_ascii=False, indent=1) + "\n")
    else:
        put("".join(f"{line}\n" for line in report(found)))
    if found.withheld_count:
        many = "1 row or value is" if found.withheld_count == 1 else f"{found.withheld_count} rows or values are"
        say(f"PRIVATE: {many} in no output; do not publish this listing. The correction notes hold none of them.")
    if any(t.name == "corrections" and t.removed for t in found.tables):
        say("corrections.csv lost rows. The log is only ever added to: put them back.")
    if correct:
        count = write_notes(found.notes, new)
        say(f"{count} correction note{'' if count == 1 else 's'} added to {new / 'corrections.csv'}. Read them once.")
    tell_of_gate(found.told)
    return code_of(found.told, strict)


def report(found: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison, at most 80 characters wide.

    Parameters
    ----------
    found : Comparison
    """
    if not found.tables and not found.marks:
        yield "No differences."
        return
    for changes in found.tables:
        yield from _of_table(changes, found.own_names)
    yield "The map"
    if not found.marks:
        yield "  no mark differs"
    for number, mark in enumerate(found.marks):
        if number == _ROWS_SHOWN:
            yield f"  ... and {len(found.marks) - number} more; --json lists all"
            break
        account = f", {mark.account}" if mark.account else ""
        said = f"{mark.old} -> {mark.new}" if mark.old and mark.new else mark.old or mark.new
        yield from _wrapped(f"  {mark.what:<11} {mark.name} ({mark.role.replace('_', ' ')}{account}): {said}", 14)
    old, new = found.numbers["old"], found.numbers["new"]
    yield (
        f"  drawn {old.drawn} -> {new.drawn}, listed {old.listed} -> {new.listed}, "
        f"refused {old.refused} -> {new.refused}"
    )
    if found.notes:
        yield "Correction notes (corrected_on, about, what)"
        for number, note in enumerate(found.notes):
            if number == _NOTES_SHOWN:
                yield f"  ... and {len(found.notes) - number} more; --json lists all"
                break
            yield from _wrapped(f"  {note.corrected_on} {note.about}: {note.what}", 4)
    else:
        yield "Correction notes: none is needed."


def _of_table(changes: TableChanges, names: Mapping[str, str]) -> Iterator[str]:
    def said(text: str) -> str:
        return f"{text} ({_shortened(names[text])})" if text in names else text

    rows = {cell.row_id for cell in changes.revised}
    counts = [(len(changes.added), "added"), (len(changes.removed), "removed"), (len(rows), "revised")]
    yield f"{changes.name}: {', '.join(f'{n} {what}' for n, what in counts if n)}"
    for sign, listed in (("+", changes.added), ("-", changes.removed)):
        for number, (row_id, is_public) in enumerate(listed.items()):
            if number == _ROWS_SHOWN:
                yield f"  {sign} ... and {len(listed) - number} more; --json lists all"
                break
            yield from _wrapped(f"  {sign} {said(row_id)}{'' if is_public else _WITHHELD}", 4)
    last = ""
    for number, cell in enumerate(changes.revised):
        if number == _ROWS_SHOWN:
            yield f"  ~ ... and {len(changes.revised) - number} more cells; --json lists all"
            break
        if cell.row_id != last:
            yield from _wrapped(f"  ~ {said(cell.row_id)}", 4)
            last = cell.row_id
        old, new = (said(_shortened(v)) for v in (cell.old, cell.new))
        yield from _wrapped(f"      {cell.column}: {old} -> {new}{'' if cell.is_public else _WITHHELD}", 8)


def _shortened(value: str) -> str:
    if not value:
        return "(empty)"
    return value if len(value) <= _VALUE_SHOWN else value[: _VALUE_SHOWN - 3] + "..."


def _wrapped(text: str, indent: int) -> list[str]:
    lines = textwrap.wrap(
        printable(" ".join(text.split("\n"))),
        _WIDTH,
        subsequent_indent=" " * indent,
        drop_whitespace=True,
        break_on_hyphens=False,
    )
    return [text[: len(text) - len(text.lstrip())] + lines[0].lstrip(), *lines[1:]] if lines else []


def _as_dict(found: Comparison) -> dict[str, Any]:
    return {
        "is_private": True,
        "withheld_count": found.withheld_count,
        "tables": {
            t.name: {
                "added": [{"id": i, "is_public": shown} for i, shown in t.added.items()],
                "removed": [{"id": i, "is_public": shown} for i, shown in t.removed.items()],
                "revised": [asdict(c) for c in t.revised],
            }
            for t in found.tables
        },
        "marks": [asdict(m) for m in found.marks],
        "accounting": {name: asdict(numbers) for name, numbers in found.numbers.items()},
        "correction_notes": [asdict(n) for n in found.notes],
    }
