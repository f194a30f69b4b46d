"""A report card of a table or case: what a desk should know before it publishes or shares it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from geomap import precision
from geomap.card import Bar, Card, Group
from geomap.checks.facts import facts_of, fine_of
from geomap.checks.texts import page_parts
from geomap.dataset import Dataset
from geomap.edition import Accounting
from geomap.findings import Finding, Findings, Severity
from geomap.floors import floor_reasons, is_within
from geomap.options import checked_day

__all__ = ["card_of", "table_accounting"]

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
_WEEK_WIDE = 13
_DAYS = (("day", 1), ("week", 7), ("month", 31), ("year", 366))


def table_accounting(dataset: Dataset) -> Accounting:
    """Count the rows of a foreign table as its map would: drawn, listed, refused.

    Parameters
    ----------
    dataset : Dataset
        Located, and made of one table; nothing of it is withheld.

    Returns
    -------
    Accounting
    """
    drawn = _is_drawn(dataset)
    return Accounting(
        rows_in=len(dataset.events) + len(dataset.refused),
        drawn=int(drawn.sum()),
        listed=int((~drawn).sum()),
        refused=len(dataset.refused),
    )


def _is_drawn(dataset: Dataset) -> pd.Series:
    """Whether each event lies on a place that has an area, or was launched from one."""
    areas = dataset.places.loc[dataset.places["radius_m"].notna(), "place_id"]
    drawn = dataset.events["place_id"].isin(areas)
    tracks = dataset.trajectories
    if len(tracks):
        launched = tracks.loc[tracks["launch_place_id"].isin(areas), "event_id"]
        drawn |= dataset.events["event_id"].isin(launched)
    return drawn.fillna(False).astype(bool)


def card_of(
    dataset: Dataset, findings: Findings, accounting: Accounting, *, file: str, as_of: str = "", lang: str = "en"
) -> Card:
    """Gather what a report card says.

    Parameters
    ----------
    dataset : Dataset
        Located.
    findings : Findings
        Everything that reading, locating and checking found.
    accounting : Accounting
        Rows in, drawn, listed and refused.
    file : str
        Name of the file or folder, without its path.
    as_of : str
        ISO day against which future dates were told; empty if they were not.
    lang : str
        Language of the rules' pages.

    Returns
    -------
    Card
    """
    day, own = checked_day(as_of, "as_of (--as-of)"), bool(dataset.own_names)
    title = dataset.info.title
    return Card(
        file=file,
        read_as=title.partition(": ")[0] if own and ": " in title else "",
        unit=(dataset.own_names.get("(unit)", "row") if own else ""),
        accounting=accounting,
        facts=facts_of(dataset, findings, accounting),
        precision=_precision_bars(dataset),
        days=_day_bars(dataset),
        groups=tuple(_groups(_withheld(dataset, findings), lang)),
        fine=fine_of(dataset, findings, day),
        credits=tuple(str(c["text"]) for c in dataset.editorial.get("credits", ()) if own and "text" in c),
    )


def _precision_bars(dataset: Dataset) -> tuple[Bar, ...]:
    places = dataset.places.set_index("place_id")[["location_class", "radius_m"]]
    known = places.reindex(dataset.events["place_id"].astype(object).to_numpy())
    classes = known["location_class"].astype(object).fillna("unlocated")
    counts = classes.value_counts()
    bars = []
    for name in sorted(counts.index, key=lambda c: (c in precision.LISTED_CLASSES, precision.coarseness(c), c)):
        radius = known.loc[(classes == name).to_numpy(), "radius_m"].dropna()
        common = float(radius.mode().iloc[0]) if len(radius) else None
        bars.append(Bar(key=str(name), count=int(counts[name]), radius_m=common, is_drawn=common is not None))
    return tuple(bars)


def _day_bars(dataset: Dataset) -> tuple[Bar, ...]:
    events = dataset.events
    last = events["date_end_upper"].fillna(events["date_start_upper"])
    width = (last - events["date_start_lower"]).dt.days + 1
    none = "unread" if "date" in dataset.unread.roles else "undated"
    groups = pd.Series(none, index=events.index, dtype=object).mask(width.notna(), "longer")
    for name, most in reversed(_DAYS):
        groups = groups.mask(width <= most, name)
    # a day known to a week may be one of six before or after it: 13 days, which is no month
    is_week = events["date_prec"].isin([2, 3]) & (width > 1) & (width <= _WEEK_WIDE)
    groups = groups.mask(is_week, "week")
    counts = groups.value_counts()
    order = [*(name for name, _ in _DAYS), "longer", none]
    return tuple(Bar(key=n, count=int(counts[n]), is_drawn=n != none) for n in order if n in counts)


def _groups(findings: Iterable[Finding], lang: str) -> Iterable[Group]:
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    made = [
        Group(
            code=code,
            severity=min((f.severity for f in found), key=_SEVERITIES.index),
            count=sum(f.count for f in found),
            findings=tuple(found),
            page=page_parts(code, lang),
        )
        for code, found in by_code.items()
    ]
    return sorted(made, key=lambda g: (_SEVERITIES.index(g.severity), -g.count, g.code))


def _withheld(dataset: Dataset, findings: Findings) -> list[Finding]:
    """Return the findings without ids, values and names of places that may not be shown as exactly as they are known.

    A report card is shared; what a floor holds back on the map is held back here too.
    """
    reasons = floor_reasons(dataset)
    floored = dataset.places[dataset.places["place_id"].isin(list(reasons))]
    too_fine = [any(not is_within(p, r) for r in reasons[p["place_id"]]) for _, p in floored.iterrows()]
    places = floored[pd.Series(too_fine, index=floored.index, dtype=bool)]
    if places.empty:
        return list(findings)
    rows = set(places.index)
    columns = [c for c in ("name", "name_ar", "name_local", "label", "label_ar") if c in places]
    names = {str(n) for c in columns for n in places[c].dropna()} | {str(p) for p in places["place_id"]}
    return [_without(finding, rows, names) for finding in findings]


def _without(finding: Finding, rows: set[int], names: set[str]) -> Finding:
    is_place = finding.file == "places.geojson" and bool(rows & set(finding.rows))
    texts = (finding.message, *finding.values, *finding.ids)
    if not is_place and not any(name in text for name in names for text in texts):
        return finding
    return replace(finding, message="", values=(), ids=())
