"""From tidy pieces to one catalogue: pieces joined, ids made unique, the table's own names kept for messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geomap.dataset import REFUSED_COLUMNS, CaseInfo, Dataset
from geomap.findings import EXAMPLES_MAX, Finding, Findings
from geomap.readers.header import visible
from geomap.readers.mapping import Mapping
from geomap.readers.rows import RowChunk, TidyRows
from geomap.readers.tidy import tidy_rows
from geomap.schema import STRING, empty_table

__all__ = ["catalogue_of", "slug_of", "tidied", "title_of"]

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
    return re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_")[:80] or "table"


def title_of(path: Path) -> str:
    """Return the name of a file in words."""
    return visible(re.sub(r"[_]+", " ", path.name.split(".")[0])) or path.name


def tidied(chunks: Iterable[RowChunk]) -> Iterator[TidyRows]:
    """Type chunk after chunk."""
    for chunk in chunks:
        yield tidy_rows(chunk)


def catalogue_of(
    path: Path, mapping: Mapping, pieces: Iterable[TidyRows], *, unit: str = "row"
) -> tuple[Dataset, Findings]:
    """Join the tidy pieces of one file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    mapping : Mapping
        Resolved; its credit line goes to the page.
    pieces : iterable of TidyRows
    unit : str
        ``row``, ``feature`` or ``placemark``: how messages count.

    Returns
    -------
    Dataset, Findings
        A catalogue without claims: the row is its own claim.
    """
    made = list(pieces)
    findings = Findings()
    for piece in made:
        findings += piece.findings
    findings = _merged(findings)
    events = _joined("events", [p.events for p in made])
    places = _joined("places", [p.places for p in made], key="place_id")
    places = _with_outlines(places)
    sources = _joined("sources", [p.sources for p in made], key="source_id")
    tracks = _joined("trajectories", [p.trajectories for p in made], key="trajectory_id")
    refused = (
        pd.concat([p.refused for p in made], ignore_index=True) if made else pd.DataFrame(columns=list(REFUSED_COLUMNS))
    )
    events, doubled, more = _unique(events, path.name, mapping, unit)
    tracks = tracks[tracks["event_id"].isin(events["event_id"])] if len(tracks) else tracks
    if len(doubled):
        refused = pd.concat([refused, doubled], ignore_index=True)
    more += _barred(path.name, mapping)
    credit = [{"text": mapping.credit}] if mapping.credit else []
    title = title_of(path)
    dataset = Dataset(
        info=CaseInfo(
            name=slug_of(path),
            title=f"{mapping.title}: {title}" if mapping.title else title,
            licence=mapping.licence,
        ),
        sources=sources,
        places=places,
        events=events.drop(columns=["row_hash"], errors="ignore"),
        claims=empty_table("claims"),
        trajectories=tracks,
        event_places=empty_table("event_places"),
        relations=empty_table("relations"),
        corrections=empty_table("corrections"),
        editorial={"credits": credit} if credit else {},
        refused=refused,
        own_names=_own_names(path.name, mapping) | ({"(unit)": unit} if unit != "row" else {}),
    )
    return dataset, findings + Findings.of(more)


def _own_names(file: str, mapping: Mapping) -> dict[str, str]:
    names = {"": file}
    for ours, roles in _OURS.items():
        column = next((mapping.found[r] for r in roles.split("|") if r in mapping.found), None)
        if column is not None:
            names[ours] = column
    return names


def _joined(table: str, pieces: list[pd.DataFrame], key: str = "") -> pd.DataFrame:
    there = [p for p in pieces if len(p)]
    if not there:
        return pieces[0] if pieces and len(pieces[0].columns) else empty_table(table)
    whole = there[0] if len(there) == 1 else pd.concat(there)
    return whole[~whole[key].duplicated()] if key else whole


def _with_outlines(places: pd.DataFrame) -> pd.DataFrame:
    """Return places whose column ``outline`` holds shapes and None, nothing else."""
    shapes = list(places["outline"]) if "outline" in places else [None] * len(places)
    kept = [shape if isinstance(shape, BaseGeometry) else None for shape in shapes]
    return places.assign(outline=pd.Series(kept, index=places.index, dtype=object))


def _unique(
    events: pd.DataFrame, file: str, mapping: Mapping, unit: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Give every event an id of its own; say which rows stand twice and refuse those that contradict."""
    none = pd.DataFrame(columns=list(REFUSED_COLUMNS))
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
        first_id = lost["event_id"].iloc[0]
        text = f'{where}"{first_id}" stands in an earlier row that says something else; an id belongs to one row'
        found.append(
            Finding(
                code="duplicate-id",
                severity="error",
                message=f"{text}. The row is refused.",
                file=file,
                column=column,
                rows=tuple(int(r) for r in lost.index[:EXAMPLES_MAX]),
                values=tuple(str(v) for v in lost["event_id"].iloc[:EXAMPLES_MAX]),
                count=len(lost),
            )
        )
        none = pd.DataFrame(
            {
                "table": "events",
                "file": file,
                "file_row": list(lost.index),
                "id": list(lost["event_id"]),
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


def _barred(file: str, mapping: Mapping) -> list[Finding]:
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


def _merged(findings: Findings) -> Findings:
    """Join findings of one code and column that several chunks gave."""
    made: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.severity, finding.column)
        old = made.get(key)
        if old is None:
            made[key] = finding
            continue
        one, two = (old, finding) if (old.rows[:1] or (0,)) <= (finding.rows[:1] or (0,)) else (finding, old)
        made[key] = Finding(
            code=one.code,
            severity=one.severity,
            message=one.message,
            file=one.file,
            column=one.column,
            rows=(*one.rows, *two.rows)[:EXAMPLES_MAX],
            values=(*one.values, *two.values)[:EXAMPLES_MAX],
            ids=(*one.ids, *two.ids)[:EXAMPLES_MAX],
            count=one.count + two.count,
        )
    return Findings.of(made.values())
