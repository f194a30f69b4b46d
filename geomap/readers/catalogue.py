"""From tidy pieces to one catalogue: pieces joined, ids made unique, the table's own names kept for messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.dataset import REFUSED_COLUMNS, CaseInfo, Dataset
from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.readers.cells.distinct import joined_words
from geomap.readers.doubts import weighed
from geomap.readers.header import visible
from geomap.readers.mapping import Mapping
from geomap.readers.own import OWN
from geomap.readers.rows import RowChunk, TidyRows
from geomap.readers.tidy import tidy_rows
from geomap.readers.unread import unread_of
from geomap.readers.where import REGIONS
from geomap.schema import STRING, empty_table, in_small_letters

__all__ = [
    "barred",
    "catalogue_of",
    "dataset_of",
    "joined",
    "joined_places",
    "joined_sources",
    "read_findings",
    "slug_of",
    "title_of",
    "unique_events",
    "with_outlines",
]

_OURS = {
    "date_start": "date",
    "date_end": "date_end",
    "killed_low": "killed_low|killed|killed_best",
    "killed_high": "killed_high|killed|killed_best",
    "killed_best": "killed_best|killed",
    "wounded_low": "wounded_low|wounded",
    "wounded_high": "wounded_high|wounded",
    "munitions_low": "munitions_low|munitions",
    "munitions_high": "munitions_high|munitions",
    "latitude": "latitude",
    "longitude": "longitude",
    "location_class": "location_class|precision",
    "name": "place",
    "launch_name": "launch_place",
    "impact_name": "impact_place",
    **{f"{end}_{c}": f"{end}_{c}" for end in ("launch", "impact") for c in ("longitude", "latitude")},
    "launch_location_class": "launch_location_class|location_class",
    "impact_location_class": "impact_location_class|location_class",
    "summary": "notes",
    "event_id": "id",
    "publisher": "source",
}


def slug_of(path: Path) -> str:
    """Return the name of a catalogue: the file's name in small letters, without its endings.

    Examples
    --------
    >>> slug_of(Path("Iraq events 2020.csv"))
    'iraq-events-2020'
    """
    stem = path.name.split(".")[0]
    return re.sub(r"[^a-z0-9_-]+", "-", in_small_letters(stem)).strip("-_")[:80] or "table"


def title_of(path: Path) -> str:
    """Return the name of a file in words."""
    return visible(re.sub(r"[_]+", " ", path.name.split(".")[0])) or path.name


def read_findings(pieces: Iterable[TidyRows]) -> Findings:
    """Return what was found while the pieces were read, as if they had been one."""
    made = list(pieces)
    told = Findings.of(finding for piece in made for finding in piece.findings).merged()
    return told + weighed(clue for piece in made for clue in piece.clues)


def catalogue_of(path: Path, chunks: Iterator[RowChunk]) -> tuple[Dataset, Findings]:
    """Type the text of one file, chunk after chunk, and join it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    chunks : iterator of RowChunk
        At least one; the first says what the columns mean, whose credit line goes to the page, and how messages count.

    Returns
    -------
    Dataset, Findings
        A catalogue without claims: the row is its own claim. Rows with a bad cell are refused, the rest goes on.
    """
    first = next(chunks)
    mapping, unit, has_shapes = first.mapping, first.unit, first.shapes is not None
    made = [tidy_rows(first)]
    del first
    made += [tidy_rows(chunk) for chunk in chunks]
    findings = read_findings(made)
    events = joined("events", [p.events for p in made])
    places = with_outlines(joined_places([p.places for p in made]))
    told = [p for p in made if len(p.events)] or made[:1]
    sources = joined_sources([p.sources for p in told])
    tracks = joined("trajectories", [p.trajectories for p in made])
    refused = (
        pd.concat([p.refused for p in made], ignore_index=True) if made else pd.DataFrame(columns=list(REFUSED_COLUMNS))
    )
    events, doubled, more = unique_events(events, path.name, mapping, unit)
    tracks = _of_events(tracks, events)
    if len(doubled):
        refused = pd.concat([refused, doubled], ignore_index=True)
    more += barred(path.name, mapping)
    unread, told_unread = unread_of(
        path.name,
        mapping,
        [p.unread for p in made],
        has_shapes=has_shapes,
        events=events,
        lost=len(refused),
    )
    more += told_unread
    dataset = dataset_of(
        path, mapping, events=events, places=places, sources=sources, trajectories=tracks, refused=refused, unit=unit
    )
    dataset = replace(dataset, unread=unread)
    return dataset, findings + Findings.of(more)


def _of_events(tracks: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the trajectories of the events that are left, under the ids that these have by now."""
    if tracks.empty:
        return tracks
    now = events["event_id"].reindex(tracks.index)
    kept = tracks[now.notna()].copy()
    now = now[now.notna()].astype(STRING)
    numbers = kept["trajectory_id"].str.extract(r"(-t\d+)$")[0]
    return kept.assign(trajectory_id=(now + numbers).astype(kept["trajectory_id"].dtype), event_id=now)


def dataset_of(
    path: Path,
    mapping: Mapping,
    *,
    events: pd.DataFrame,
    places: pd.DataFrame | None = None,
    sources: pd.DataFrame | None = None,
    trajectories: pd.DataFrame | None = None,
    refused: pd.DataFrame | None = None,
    unit: str = "row",
) -> Dataset:
    """Return tables as a catalogue of one file; those that are not given are empty.

    Parameters
    ----------
    path, mapping, unit
        As for `catalogue_of`.
    events, places, sources, trajectories, refused : pandas.DataFrame
    """
    credit = [{"text": mapping.credit}] if mapping.credit else []
    title = title_of(path)
    return Dataset(
        info=CaseInfo(
            name=slug_of(path),
            title=_title(mapping, title),
            licence=mapping.licence,
            reviewed_by=mapping.reviewed_by,
            reviewed_on=mapping.reviewed_on,
        ),
        sources=_or_empty(sources, "sources"),
        places=_or_empty(places, "places"),
        events=events.drop(columns=["row_hash"], errors="ignore"),
        claims=empty_table("claims"),
        trajectories=_or_empty(trajectories, "trajectories"),
        event_places=empty_table("event_places"),
        relations=empty_table("relations"),
        corrections=empty_table("corrections"),
        editorial={"credits": credit} if credit else {},
        refused=pd.DataFrame(columns=list(REFUSED_COLUMNS)) if refused is None else refused,
        own_names=_own_names(path.name, mapping) | ({"(unit)": unit} if unit != "row" else {}),
    )


def _title(mapping: Mapping, file: str) -> str:
    """Return the title of a table: that of the user's own mapping; a data set's stands before the file's name."""
    if mapping.is_own and mapping.title:
        return mapping.title
    return f"{mapping.title}: {file}" if mapping.title else file


def _or_empty(table: pd.DataFrame | None, name: str) -> pd.DataFrame:
    return empty_table(name) if table is None else table


def _own_names(file: str, mapping: Mapping) -> dict[str, str]:
    names = {"": file} | ({"(written by)": OWN} if mapping.name == OWN else {})
    for ours, roles in _OURS.items():
        column = next((mapping.found[r] for r in roles.split("|") if r in mapping.found), None)
        if column is not None:
            names[ours] = column
    return names


def joined(table: str, pieces: Sequence[pd.DataFrame], key: str = "") -> pd.DataFrame:
    """Join pieces of a table.

    Parameters
    ----------
    table : str
    pieces : sequence of pandas.DataFrame
        In any order if there is a key.
    key : str
        Column whose values stand once: each is what the first row says of it. Empty keeps every row.
    """
    there = [p for p in pieces if len(p)]
    if not there:
        return pieces[0] if pieces and len(pieces[0].columns) else empty_table(table)
    whole = there[0] if len(there) == 1 else pd.concat(there)
    if not key:
        return whole
    whole = whole if whole.index.is_monotonic_increasing else whole.sort_index(kind="stable")
    return whole[~whole[key].duplicated()]


def joined_sources(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Join pieces of the table of sources; what several pieces say of one source is all kept, in whatever order.

    Parameters
    ----------
    pieces : sequence of pandas.DataFrame
    """
    return _with_all_said(joined("sources", pieces, key="source_id"), pieces, "source_id", ("source_scale",))


def joined_places(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Join pieces of the table of places; where they name several provinces or districts of one, all are kept.

    Parameters
    ----------
    pieces : sequence of pandas.DataFrame
    """
    return _with_all_said(joined("places", pieces, key="place_id"), pieces, "place_id", REGIONS)


def _with_all_said(
    table: pd.DataFrame, pieces: Sequence[pd.DataFrame], key: str, columns: Sequence[str]
) -> pd.DataFrame:
    there = [p for p in pieces if len(p)]
    if len(there) < 2:
        return table
    whole = pd.concat([p[[key, *columns]] for p in there])
    for column in columns:
        repeated = whole[whole[key].duplicated(keep=False) & whole[column].notna()]
        if repeated.empty:
            continue
        said = repeated.groupby(key)[column].agg(_all_of)
        table = table.assign(**{column: table[key].astype(object).map(said).astype(STRING).fillna(table[column])})
    return table


def _all_of(texts: pd.Series) -> str | None:
    different = texts.unique()
    return str(different[0]) if len(different) == 1 else joined_words(different)


def with_outlines(places: pd.DataFrame) -> pd.DataFrame:
    """Return places whose column ``outline`` holds shapes and None, nothing else."""
    shapes = list(places["outline"]) if "outline" in places else [None] * len(places)
    kept = [shape if isinstance(shape, BaseGeometry) else None for shape in shapes]
    return places.assign(outline=pd.Series(kept, index=places.index, dtype=object))


def unique_events(
    events: pd.DataFrame, file: str, mapping: Mapping, unit: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Give every event an id of its own; say which rows stand twice and refuse those that contradict.

    Parameters
    ----------
    events : pandas.DataFrame
        ``event_id``, ``original_id`` and ``row_hash``, indexed by the file's row; other columns are kept.
    file, mapping, unit
        For messages.

    Returns
    -------
    events, refused rows, list of Finding
    """
    none = pd.DataFrame(columns=list(REFUSED_COLUMNS))
    events = _told_apart(events)
    repeated = events["event_id"].duplicated(keep=False) if len(events) else pd.Series(dtype=bool)
    found: list[Finding] = []
    if "row_hash" in events and len(events):
        twice = events["row_hash"].duplicated(keep=False)
        if twice.any():
            found.append(_same_rows(events[twice], file))
    if not repeated.any():
        return events, none, found
    first = events["event_id"].duplicated()
    same_row = events.duplicated(["event_id", "row_hash"])
    numbering = events[same_row].groupby("event_id").cumcount() + 2
    ids = events["event_id"].copy()
    ids.loc[same_row] = ids[same_row] + "-" + numbering.astype(STRING)
    clash = first & ~same_row
    lost = events[clash]
    if len(lost):
        column = mapping.found.get("id", "")
        number = int(lost.index[0])
        where = "" if unit == "row" else f"{unit} {number - 1}: "
        own = [str(i) for i in (lost["original_id"] if "original_id" in lost else lost["event_id"])]
        text = f'{where}"{own[0]}" stands in an earlier row that says something else; an id belongs to one row'
        found.append(
            Finding(
                code="duplicate-id",
                severity="error",
                message=f"{text}. The row is refused.",
                file=file,
                column=column,
                rows=tuple(int(r) for r in lost.index[:EXAMPLES_MAX]),
                values=tuple(own[:EXAMPLES_MAX]),
                count=len(lost),
            )
        )
        none = pd.DataFrame(
            {
                "table": "events",
                "file": file,
                "file_row": list(lost.index),
                "id": own,
                "code": "duplicate-id",
                "reason": text,
            },
            columns=list(REFUSED_COLUMNS),
        )
    kept = events.assign(event_id=ids)[~clash]
    still = kept["event_id"].duplicated()
    if still.any():
        kept = kept.assign(event_id=kept["event_id"].mask(still, kept["event_id"] + "-r" + kept.index.astype(str)))
    return kept, none, found


def _told_apart(events: pd.DataFrame) -> pd.DataFrame:
    """Give ids that differ in the table, but not in our small letters, a mark of their own: A1 and a1 are two.

    The mark is made of the table's id alone; an id that is ours letter for letter stays. The order of rows changes
    nothing.
    """
    if "original_id" not in events or not len(events) or not events["event_id"].duplicated().any():
        return events
    ids, own = events["event_id"].astype(object), events["original_id"].astype(object)
    is_shared = ids.duplicated(keep=False) & own.notna()
    different = pd.DataFrame({"id": ids[is_shared], "own": own[is_shared]}).drop_duplicates()
    several = set(different.loc[different["id"].duplicated(keep=False), "id"])
    marked = is_shared & ids.isin(several) & (ids != own)
    if not marked.any():
        return events
    marks = {text: sha256(str(text).encode()).hexdigest()[:6] for text in own[marked].unique()}
    made = ids.mask(marked, ids + "-" + own.map(marks, na_action="ignore").fillna(""))
    return events.assign(event_id=made.astype(events["event_id"].dtype))


def barred(file: str, mapping: Mapping) -> list[Finding]:
    """Return what the terms of a source forbid, if anything."""
    if not mapping.bars_rows:
        return []
    text = (
        f"{mapping.title or 'the source'}: its terms bar passing the rows on. --no-rows publishes how many events lie "
        "at each place, and nothing else of any row"
    )
    return [Finding(code="rows-barred", severity="notice", message=text, file=file)]


def _same_rows(rows: pd.DataFrame, file: str) -> Finding:
    first = rows.index[rows["row_hash"] == rows["row_hash"].iloc[0]]
    listed = " and ".join(str(int(r)) for r in first[:4])
    copies = int(rows["row_hash"].duplicated().sum())
    return Finding(
        code="duplicate-row",
        severity="warning",
        message=f"rows {listed} are the same in every cell; {copies} cop{'y is' if copies == 1 else 'ies are'} counted "
        "again. Take it out of the table if it is one event, or its casualties count twice",
        file=file,
        rows=tuple(int(r) for r in rows.index[:EXAMPLES_MAX]),
        count=len(rows),
    )
