"""Two states of a case, side by side: tables, marks and correction notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from geomap.changes.marks import MarkChange, changes_of_marks
from geomap.changes.notes import Note, notes_of
from geomap.changes.pairing import with_old_ids
from geomap.changes.rows import State, TableChanges, changes_of_tables
from geomap.dataset import Dataset
from geomap.delivery import MANIFEST, deliver_file
from geomap.disclosure import of_the_gate
from geomap.disclosure.floors import why_not_redacted
from geomap.edition import Accounting, Policy
from geomap.errors import UnreadableInput, UsageError
from geomap.findings import Findings
from geomap.options import checked_day
from geomap.pipeline import behind_the_gate, checked, marks_between
from geomap.readers import ReadOptions
from geomap.readers.catalogue import title_of

__all__ = ["Comparison", "compare", "note_rows", "write_notes"]

_HEADER = ("corrected_on", "about", "what")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between an old and a new state.

    Attributes
    ----------
    tables : tuple of TableChanges
        Private: before the gate.
    marks : tuple of MarkChange
        As a reader sees them.
    notes : tuple of Note
        Hold nothing that is withheld.
    numbers : mapping of str to (Accounting, Accounting)
        Accounting of the old and the new edition, under ``old`` and ``new``.
    own_names : mapping of str to str
        Private: by our id, the names of the places of tables and the ids of their rows as the table writes them.
    told : Findings
        Private: texts of the new state that come close to a withheld name, and names that cannot be looked for.
    """

    tables: tuple[TableChanges, ...]
    marks: tuple[MarkChange, ...]
    notes: tuple[Note, ...]
    numbers: Mapping[str, Accounting]
    own_names: Mapping[str, str] = field(default_factory=dict)
    told: Findings = field(default_factory=Findings)

    @property
    def withheld_count(self) -> int:
        """How many rows and values of `tables` no output may hold."""
        cells = sum(not c.is_public for t in self.tables for c in t.revised)
        return cells + sum(not shown for t in self.tables for rows in (t.added, t.removed) for shown in rows.values())


def compare(
    old: Path,
    new: Path,
    *,
    policy: Policy | None = None,
    options: ReadOptions | None = None,
    lang: str = "en",
    corrected_on: str = "",
) -> Comparison:
    """Compare two cases, catalogues or tables.

    Parameters
    ----------
    old, new : pathlib.Path
    policy : Policy, optional
        What may not be shown; the one that the map is published with.
    options : ReadOptions, optional
        What a table does not say of itself; for both.
    lang : str
        Language of the names of marks.
    corrected_on : str
        ISO day of the correction notes.

    Raises
    ------
    UnreadableInput
        If one of them cannot be read, or is a folder of outputs.
    UsageError
        If a place to redact is in neither, or the day of the notes is none.
    """
    day = checked_day(corrected_on, "corrected_on (--as-of)")
    before, after = (_state(p, one, options) for p, one in _policies(policy or Policy(), (old, new), options))
    after = with_old_ids(before, after)
    (shown_before, numbers_before), (shown_after, numbers_after) = marks_between(before.public, after.public, lang=lang)
    tables = changes_of_tables(before, after)
    marks = changes_of_marks(shown_before, shown_after)
    return Comparison(
        tables=tables,
        marks=marks,
        notes=notes_of(tables, marks, before, after, day),
        numbers={"old": numbers_before, "new": numbers_after},
        own_names={i: name for s in (before, after) if s.public.unit for i, name in _names_of(s.dataset)},
        told=of_the_gate(after.findings),
    )


def _names_of(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for table, key, column in ((dataset.places, "place_id", "name"), (dataset.events, "event_id", "original_id")):
        ids = table[key].astype(object)
        named = table[column].notna() & (table[column].astype(object) != ids)
        yield from zip(ids[named].astype(str), table.loc[named, column].astype(str), strict=True)


def _policies(policy: Policy, paths: tuple[Path, Path], options: ReadOptions | None) -> Iterator[tuple[Path, Policy]]:
    """Return each path with the policy without places that this state does not have; one of them has to have each."""
    if not policy.redact:
        yield from ((path, policy) for path in paths)
        return
    tables = [checked(path, options=options)[0].places for path in paths]
    places = [set(table["place_id"]) for table in tables]
    unknown = [p for p in policy.redact if not any(p in known for known in places)]
    if unknown:
        raise UsageError(why_not_redacted(unknown[0], pd.concat(tables), f"{paths[0]} or {paths[1]}"))
    for path, known in zip(paths, places, strict=True):
        yield path, replace(policy, redact=tuple(p for p in policy.redact if p in known))


def _state(path: Path, policy: Policy, options: ReadOptions | None) -> State:
    if path.is_dir() and (path / MANIFEST).is_file() and not (path / "datapackage.json").is_file():
        raise UnreadableInput(
            f"{path} is a folder of outputs. geomap compares what they were made from: give two case folders or two "
            "tables. Keep a copy of a case when you publish it (git, or geomap export --to case)."
        )
    dataset, findings, passed = behind_the_gate(path, policy=policy, options=options)
    title = title_of(path) if passed.public.unit else ""
    return State(dataset=dataset, public=passed.public, file_title=title, hides=passed.hides, findings=findings)


def note_rows(notes: Sequence[Note], *, header: Sequence[str] = _HEADER, delimiter: str = ",") -> str:
    """Return notes as rows of corrections.csv, without the header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(header), delimiter=delimiter, lineterminator="\n", restval="")
    for note in notes:
        writer.writerow({"corrected_on": note.corrected_on, "about": note.about, "what": note.what})
    return out.getvalue()


def write_notes(notes: Sequence[Note], case: Path) -> int:
    """Add notes to the end of corrections.csv of a case; what stands there stays, byte for byte.

    Parameters
    ----------
    notes : sequence of Note
    case : pathlib.Path
        A case folder.

    Returns
    -------
    int
        How many were added; those that stand there already are not added twice.

    Raises
    ------
    UsageError
        If it is no case folder, or its corrections.csv has other columns.
    """
    if not (case / "datapackage.json").is_file():
        raise UsageError(f"{case} is no case folder and has no corrections.csv. Copy the rows that geomap diff prints.")
    target = case / "corrections.csv"
    text = target.read_text("utf-8-sig") if target.is_file() else ""
    first = text.splitlines()[0] if text.strip() else ",".join(_HEADER)
    delimiter = max(",;\t", key=first.count)
    header = [c.strip() for c in first.split(delimiter)]
    if not set(_HEADER) <= set(header):
        raise UsageError(f"{target}, header: the columns {', '.join(_HEADER)} are needed; found: {', '.join(header)}.")
    stands = {
        (r.get("corrected_on", ""), r.get("about", ""), r.get("what", ""))
        for r in csv.DictReader(io.StringIO(text), delimiter=delimiter)
    }
    fresh = [n for n in notes if (n.corrected_on, n.about, n.what) not in stands]
    if not fresh:
        return 0
    before = target.read_bytes() if text.strip() else (first + "\n").encode()
    joint = b"" if before.endswith(b"\n") else b"\n"
    deliver_file(before + joint + note_rows(fresh, header=header, delimiter=delimiter).encode(), target)
    return len(fresh)
