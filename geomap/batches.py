"""Large tables checked in parts, two at a time: the findings of the whole table in the memory of a few parts.

Each part is read, typed and held to the rules that need nothing but a row. What it leaves behind is small: findings,
places, sources, ids, and which place each event is at. When all parts are done, ids are compared, places are located,
and the other rules look at what is left. Parts with repeated ids are looked at once more, under the ids that the whole
table gives them. The findings are those of a table read as a whole.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from geomap.checks import check_rows, check_tables
from geomap.checks.alike import ALIKE_COLUMNS
from geomap.dataset import Dataset, in_own_names
from geomap.errors import GeomapError, WorkerEnded
from geomap.findings import Finding, Findings
from geomap.places import in_country, locate
from geomap.readers import ReadOptions, table
from geomap.readers.catalogue import (
    barred,
    dataset_of,
    joined_places,
    joined_sources,
    read_findings,
    unique_events,
    with_outlines,
)
from geomap.readers.cells.distinct import codes_of
from geomap.readers.mapping import Mapping as TableMapping
from geomap.readers.parts import LARGE_BYTES, PART_BYTES, CannotCut, Part, PlainFile, cut, head_sheet, sheet_of_part
from geomap.readers.rows import TidyRows
from geomap.readers.tidy import own_ids, tidy_rows, whole_rows
from geomap.readers.unread import unread_of
from geomap.readers.where import REGIONS, row_hashes
from geomap.schema import STRING

__all__ = ["WORKERS_MAX", "Progress", "check_in_parts"]

Progress = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""

WORKERS_MAX = 2
_WAITING_MAX = 2
"""Parts that wait for each worker: a worker never idles, and no more lies in memory."""

_Result = TypeVar("_Result")
_Job = Callable[["_Worker"], _Result]

_TRACK_ROLES = ("launch_", "impact_")
_DAYS = ("date_start_lower", "date_start_upper", "date_end_upper")
_IF_ANY = ("date_start", "date_end", "killed_low", "killed_high", "wounded_low", "summary")
"""Columns of which a report card asks only whether they hold anything."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class _Task:
    """What every part of one file is read with."""

    file: PlainFile
    mapping: TableMapping
    options: ReadOptions
    as_of: str
    for_card: bool


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class _Done:
    """What a part leaves behind."""

    part: Part
    piece: TidyRows
    """With places and sources that this worker has not handed over before, and of the events what is asked for."""
    place_ids: pd.Series
    """The different ids of places, or missing."""
    places_at: np.ndarray[Any, np.dtype[np.int32]]
    """For each event the position of its place in ``place_ids``."""
    told: Findings


@dataclass(slots=True)
class _Worker:
    """Reads parts; remembers which places and sources it has handed over."""

    task: _Task
    handed_over: dict[str, set[tuple[str, ...]]] = field(
        default_factory=lambda: {"place_id": set(), "source_id": set()}
    )

    def read(self, part: Part, ids: Mapping[int, str | None] | None = None) -> _Done:
        """Return what a part leaves behind.

        Parameters
        ----------
        part : Part
        ids : mapping of int to str or None, optional
            Rows whose event has another id in the whole table, or is refused there.
        """
        task = self.task
        path = task.file.path
        chunk = table.chunk_of(sheet_of_part(task.file, part), task.mapping, path, task.options)
        piece = tidy_rows(chunk, with_hashes=False)
        del chunk
        events = _with_ids(piece.events, ids or {})
        told = check_rows(dataset_of(path, task.mapping, events=events), as_of=task.as_of)
        place_ids, at = codes_of(events["place_id"])
        left = TidyRows(
            events=_for_card(events) if task.for_card else events[["event_id", *ALIKE_COLUMNS]],
            places=self._new(piece.places, "place_id", *REGIONS),
            sources=self._new(piece.sources, "source_id", "source_scale"),
            trajectories=piece.trajectories,
            refused=piece.refused[["file_row"]] if task.for_card else piece.refused.iloc[:0],
            findings=piece.findings,
            clues=piece.clues,
            unread=piece.unread,
        )
        return _Done(
            part=part,
            piece=left,
            place_ids=place_ids,
            places_at=at.astype("int32"),
            told=told,
        )

    def hashes(self, part: Part) -> pd.DataFrame:
        """Return the hash of each row of a part, and its id as the table writes it."""
        task = self.task
        chunk = table.chunk_of(sheet_of_part(task.file, part), task.mapping, task.file.path, task.options)
        return pd.DataFrame({"row_hash": row_hashes(whole_rows(chunk)), "original_id": own_ids(chunk)})

    def _new(self, rows: pd.DataFrame, key: str, *further: str) -> pd.DataFrame:
        """Return the rows that are new; those that say something else in further columns are."""
        known = self.handed_over[key]
        ids = list(zip(*(rows[c].astype(object).fillna("") for c in (key, *further)), strict=True))
        new = [place for place, own in enumerate(ids) if own not in known]
        known.update(ids)
        return rows.iloc[new]


def _with_ids(events: pd.DataFrame, ids: Mapping[int, str | None]) -> pd.DataFrame:
    here = {row: new for row, new in ids.items() if row in events.index}
    if not here:
        return events
    renamed = pd.Series({row: new for row, new in here.items() if new is not None}, dtype=STRING)
    own = events["event_id"].copy()
    own.loc[renamed.index] = renamed
    return events.assign(event_id=own).drop(index=[row for row, new in here.items() if new is None])


def _for_card(events: pd.DataFrame) -> pd.DataFrame:
    """Return of the events what a report card looks at besides their places: small, for it goes to another process."""
    there = {column: events[column].notna() for column in _IF_ANY}
    whole = ["event_id", *dict.fromkeys((*ALIKE_COLUMNS, "date_prec", *_DAYS))]
    marks = {c: n.astype("Int8").mask(~n) for c, n in there.items() if c not in whole}
    return events[whole].assign(**marks)


_worker: _Worker | None = None
"""The worker of this process."""


def _begin(task: _Task) -> None:
    global _worker
    _worker = _Worker(task)


def _run(job: _Job[_Result]) -> _Result:
    assert _worker is not None
    return job(_worker)


def check_in_parts(
    path: Path,
    options: ReadOptions | None = None,
    *,
    as_of: str = "",
    for_card: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    part_bytes: int = PART_BYTES,
    least_bytes: int = LARGE_BYTES,
) -> tuple[Dataset, Findings] | None:
    """Return what is left of a large table and what is wrong or doubtful in it, or None if it must be read as a whole.

    Parameters
    ----------
    path : pathlib.Path
        A table that `geomap.readers.table` recognises.
    options : ReadOptions, optional
    as_of : str
        As for `geomap.checks.check`.
    for_card : bool
        Whether the tables that are returned hold all that a report card looks at. Without, they hold what the rules for
        whole tables look at. Rows, texts and numbers are in neither.
    progress : callable, optional
    workers : int, optional
        Processes that read; 1 reads in this one. None: as many as there are processors, at most `WORKERS_MAX`.
    part_bytes, least_bytes : int
        How large a part is, and the smallest file that is cut.

    Raises
    ------
    WorkerEnded
        If a process was ended from outside.
    """
    options = options or ReadOptions()
    file = table.large_file(path, options, least_bytes)
    if file is None:
        return None
    try:
        mapping = table.mapping_of(head_sheet(file), path, options)
    except (GeomapError, CannotCut):
        return None
    if any(role.startswith(_TRACK_ROLES) for role in mapping.found):
        return None
    task = _Task(file=file, mapping=mapping, options=options, as_of=as_of, for_card=for_card)
    count = min(WORKERS_MAX, _processors()) if workers is None else workers
    try:
        with closing(_Pool(task, count, progress)) as pool:
            return _whole(task, pool, part_bytes)
    except CannotCut:
        return None


def _whole(task: _Task, pool: _Pool, part_bytes: int) -> tuple[Dataset, Findings]:
    done = _by_part(pool.run((part.length, partial(_Worker.read, part=part)) for part in cut(task.file, part_bytes)))
    if not done:
        raise CannotCut
    pieces = [made.piece for made in done]
    found = read_findings(pieces)
    ids, lost, doubled = _ids_of_whole(done, task, pool)
    if ids:
        again = [m.part for m in done if not m.piece.events.index.intersection(pd.Index(list(ids))).empty]
        jobs = ((part.length, partial(_Worker.read, part=part, ids=_of_part(ids, part))) for part in again)
        done = _by_part([*(made for made in done if made.part not in again), *pool.run(jobs)])
    told = Findings.of(finding for made in done for finding in made.told).merged()
    with_rows = [p for p in pieces if len(p.events)] or pieces[:1]
    dataset = dataset_of(
        task.file.path,
        task.mapping,
        events=_events(done),
        places=with_outlines(joined_places([p.places for p in pieces])),
        sources=joined_sources([p.sources for p in with_rows]),
        refused=pd.concat([*(made.piece.refused for made in done), lost], ignore_index=True),
    )
    unread, told_unread = unread_of(
        task.file.path.name,
        task.mapping,
        [p.unread for p in pieces],
        has_shapes=False,
        events=dataset.events,
        lost=len(dataset.refused),
    )
    dataset = replace(dataset, unread=unread)
    dataset = in_country(dataset, task.options.country)
    located, place_findings = locate(dataset)
    told = told + place_findings + check_tables(located)
    doubled += barred(task.file.path.name, task.mapping)
    doubled += told_unread
    return located, found + Findings.of(doubled) + in_own_names(told, dataset)


def _by_part(done: Iterable[_Done]) -> list[_Done]:
    return sorted(done, key=lambda made: made.part.first_row)


def _ids_of_whole(
    done: list[_Done], task: _Task, pool: _Pool
) -> tuple[dict[int, str | None], pd.DataFrame, list[Finding]]:
    """Return the rows whose id is another one in the whole table (None: refused there), those refused, and findings."""
    ids = pd.concat([made.piece.events["event_id"] for made in done])
    codes, different = pd.factorize(ids)
    if len(different) == len(codes):
        return {}, pd.DataFrame(), []
    repeated = ids.index[(np.bincount(codes) > 1)[codes]]
    own, hashes = ids.copy(), pd.Series(np.arange(len(ids), dtype="uint64"), index=ids.index)
    parts = [made.part for made in done if not made.piece.events.index.intersection(repeated).empty]
    for some in pool.run((part.length, partial(_Worker.hashes, part=part)) for part in parts):
        here = some.index.intersection(repeated)
        hashes.loc[here] = some.loc[here, "row_hash"]
        own.loc[here] = some.loc[here, "original_id"]
    events = pd.DataFrame({"event_id": ids, "original_id": own, "row_hash": hashes})
    kept, doubled, found = unique_events(events, task.file.path.name, task.mapping, "row")
    changed: dict[int, str | None] = dict.fromkeys(doubled["file_row"].tolist())
    changed.update(kept["event_id"][kept["event_id"] != ids.reindex(kept.index)].to_dict())
    return changed, doubled[["file_row"]], found


def _of_part(ids: Mapping[int, str | None], part: Part) -> dict[int, str | None]:
    rows = range(part.first_row, part.first_row + part.rows)
    return {row: new for row, new in ids.items() if row in rows}


def _events(in_order: list[_Done]) -> pd.DataFrame:
    """Return of the events what the rules for whole tables look at."""
    pieces = [made.piece.events for made in in_order]
    ids = pd.concat([piece["event_id"] for piece in pieces])
    place_ids, numbers = codes_of(pd.concat([made.place_ids for made in in_order], ignore_index=True))
    ends = np.cumsum([len(made.place_ids) for made in in_order])
    at = np.concatenate(
        [numbers[end - len(made.place_ids) : end][made.places_at] for made, end in zip(in_order, ends, strict=True)]
    )
    categories = pd.Index(place_ids[place_ids.notna()])
    known = np.where(place_ids.notna(), np.cumsum(place_ids.notna()) - 1, -1)
    place_at = pd.Categorical.from_codes(known[at], categories=categories)
    return pd.DataFrame(
        {
            "event_id": ids,
            "place_id": place_at,
            "sensitivity": pd.Categorical.from_codes(np.zeros(len(at), dtype="int8"), categories=["none"]),
        }
        | {column: pd.concat([p[column] for p in pieces]) for column in pieces[0].columns[1:]},
        index=ids.index,
    )


def _processors() -> int:
    has_affinity = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1


class _Pool:
    """Runs parts through workers, and tells how far it is.

    Parameters
    ----------
    task : _Task
    count : int
        Workers; 1 is this process.
    progress : callable or None
    """

    def __init__(self, task: _Task, count: int, progress: Progress | None) -> None:
        self._size, self._progress, self._bytes = task.file.size, progress, task.file.start
        self._count = count
        self._own = _Worker(task) if count == 1 else None
        if self._own is None:
            # fork where it is sound: a worker begins at once and shares what is loaded already
            is_fork = sys.platform == "linux"
            context = multiprocessing.get_context("fork" if is_fork else "spawn")
            self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(task,))

    def run(self, jobs: Iterable[tuple[int, _Job[_Result]]]) -> Iterator[_Result]:
        """Yield what each job gives, in the order in which they are done.

        Parameters
        ----------
        jobs : iterable of (int, callable)
            How many bytes each works on, and what a worker does.
        """
        for length, made in self._results(iter(jobs)):
            self._bytes = min(self._size, self._bytes + length)
            if self._progress is not None:
                self._progress(self._bytes, self._size)
            yield made

    def _results(self, jobs: Iterator[tuple[int, _Job[_Result]]]) -> Iterator[tuple[int, _Result]]:
        if self._own is not None:
            yield from ((length, job(self._own)) for length, job in jobs)
            return
        lengths: dict[Future[_Result], int] = {}
        try:
            while True:
                for length, job in islice(jobs, self._count * (1 + _WAITING_MAX) - len(lengths)):
                    lengths[self._submit(job)] = length
                if not lengths:
                    return
                ended, _ = wait(lengths, return_when=FIRST_COMPLETED)
                yield from ((lengths.pop(future), future.result()) for future in ended)
        except BrokenProcessPool:
            raise WorkerEnded(
                "a process that read a part of the table was ended from outside, perhaps because memory ran out. "
                "Nothing was written. Close other programs and try again."
            ) from None

    def _submit(self, job: _Job[_Result]) -> Future[_Result]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 and later on fork beside threads
            return self._pool.submit(_run, job)

    def close(self) -> None:
        """End the workers; what waits is dropped."""
        if self._own is None:
            self._pool.shutdown(cancel_futures=True)
