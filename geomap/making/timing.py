"""Times of a sheet: the zone of each event, the local time that its claims come to, and clocks that are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import pandas as pd

from geomap.clocks import Spoken, Unsettled, WorkedOut, at_place, spoken, zone, zone_names
from geomap.findings import Finding
from geomap.making.merging import Default
from geomap.making.standing import rows_that_set
from geomap.making.statements import Cells, Statement
from geomap.places.names import fold_name
from geomap.places.zones import one_of, zone_of_place
from geomap.schema import day_bounds

__all__ = ["time_events"]

_Days = tuple[date, date] | None
_SHOWN = 3
_NAMES = ("name", "name_ar", "name_local", "label", "label_ar")
_WHY = {
    "half": "may be in the morning or in the afternoon: write 05:30, 17:30, 5:30 am or 5:30 pm",
    "unknown": "names a clock that is not known: write its town (5:30 pm Washington), its offset (17:30 UTC-5), local",
    "several": "may be on several clocks ({choices}): write a town (13:00 Jerusalem) or the offset (13:00 UTC+3)",
    "season": "names a clock that is not kept on that day ({choices}): write a town (13:00 Berlin) or the offset",
    "gap": "is left out on that day by the clock that it names, which is set forward: write the offset (02:30 UTC+2)",
    "twice": "comes twice on that day on the clock that it names, which is set back: write the offset (02:30 UTC+2)",
    "dates": "names another clock, and no day is known for it: add a row about date, or write the day (on 7 January)",
    "other_day": "is on another day at the place than the event: see to the row about date, or write the day with it",
    "two_clocks": "gives two times that are not the same: see to both",
}
_KEPT = ". The words are kept; no local time is worked out"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the rows of one sheet stand in."""

    file: str
    features: Sequence[Mapping[str, Any]]
    country: str
    tz: str

    def place(self, place_id: str) -> Mapping[str, Any]:
        """Return the properties of a place; none where the case has no such place."""
        return next((f for f in self.features if f.get("place_id") == place_id), {}) if place_id else {}


def time_events(
    event_rows: Sequence[Cells],
    statements: Sequence[Statement],
    old: Sequence[Mapping[str, str]],
    features: Sequence[Mapping[str, Any]],
    own: Mapping[str, Any],
    file: str,
) -> list[Finding]:
    """Give each event of a sheet that has a time its zone and, where every minute is meant, its first and last instant.

    Parameters
    ----------
    event_rows : sequence of dict
        Rows of the table events; columns ``tz``, ``time_earliest`` and ``time_latest`` are added to them.
    statements : sequence of Statement
    old : sequence of mapping
        The events that the case has: a zone that stands there is kept.
    features : sequence of mapping
        Properties of all places of the case.
    own : mapping
        What datapackage.json says of the case: ``country`` and ``tz``.
    file : str
        Name of the sheet, for messages.

    Returns
    -------
    list of Finding
        Zones that are none or that contradict each other are errors; clocks that are in doubt are warnings.
    """
    sheet = _Sheet(file, features, str(own.get("country") or ""), str(own.get("tz") or ""))
    stands = {row.get("event_id", ""): row for row in old}
    found: list[Finding] = []
    for cells in event_rows:
        about = [s for s in statements if s.event_id == cells["event_id"]]
        times = [s for s in about if s.row["about"] == "time"]
        wanted, problems = _zone_said(about, file)
        found += problems
        if problems or not (times or wanted):
            continue
        before = stands.get(cells["event_id"], {})
        days = _days(cells if cells["date_start"] else before)
        zone_name, choices = _zone_of(cells, about, days, sheet) if not wanted else (wanted, ())
        cells["tz"] = wanted or Default(zone_name)
        told = _worked_out(times, wanted or before.get("tz", "") or zone_name, days, _own_zones(sheet, days))
        found += _doubts(times, told, file)
        found += _zone_unknown(times, told, choices, sheet)
        cells |= _instants(times, told)
    return found


def _zone_said(about: Sequence[Statement], file: str) -> tuple[str, list[Finding]]:
    """Return the zone that rows of one event name, and what is wrong with it."""
    said = [s for s in about if s.row["time zone"]]
    if not said:
        return "", []
    first = said[0].row["time zone"]
    for s in said:
        name = s.row["time zone"]
        if zone(name) is None:
            close = get_close_matches(name, sorted(zone_names()), n=1, cutoff=0.5)
            hint = f". Did you mean {close[0]}?" if close else ""
            message = f'"{name[:60]}" is no time zone: write its IANA name, such as Asia/Baghdad{hint}'
            return "", [_finding("no-such-zone", message, s, file, "time zone", "error")]
        if name != first:
            message = f'"{name}", but row {said[0].row.row} says "{first}" of the same event. An event has one zone'
            return "", [_finding("sheet-contradicts-itself", message, s, file, "time zone", "error")]
    return first, []


def _days(cells: Mapping[str, str]) -> _Days:
    texts = [cells.get(column, "") or None for column in ("date_start", "date_end")]
    bounds = day_bounds(pd.Series(texts, dtype="str"))
    first, last = bounds["lower"].min(), bounds["upper"].max()
    return None if pd.isna(first) or pd.isna(last) else (first.date(), last.date())


def _zone_of(cells: Cells, about: Sequence[Statement], days: _Days, sheet: _Sheet) -> tuple[str, tuple[str, ...]]:
    """Return the zone of the place of an event, or of all the places where things fell, else that of the case."""
    ends = [s.place_id for s in about if s.row["about"] in ("place", "impact area") and s.row["stance"] == "asserts"]
    places = [p for p in dict.fromkeys([cells["place_id"]] if cells["place_id"] else ends) if sheet.place(p)]
    answers = [_zone_of_feature(sheet.place(p), sheet.country, days) for p in places]
    names = [name for name, _ in answers if name]
    if answers:
        chosen = one_of(dict.fromkeys(names), days) if len(names) == len(answers) else ""
        choices = dict.fromkeys((*names, *(c for _, several in answers for c in several)))
        return (chosen, ()) if chosen else ("", tuple(choices))
    if sheet.tz:
        return sheet.tz, ()
    return zone_of_place(sheet.country, None, 0.0, days)


def _zone_of_feature(place: Mapping[str, Any], country: str, days: _Days) -> tuple[str, tuple[str, ...]]:
    lon, lat = place.get("longitude"), place.get("latitude")
    at = (float(lon), float(lat)) if isinstance(lon, int | float) and isinstance(lat, int | float) else None
    reach = [place.get(column) for column in ("coord_uncertainty_m", "extent_radius_m")]
    reach_m = sum(float(r) for r in reach if isinstance(r, int | float))
    return zone_of_place(str(place.get("country") or country), at, reach_m, days)


def _own_zones(sheet: _Sheet, days: _Days) -> Callable[[str], str]:
    """Return what gives the zone of a place that the case itself has, by its name."""
    by_name = {fold_name(str(f.get(c) or "")): f for f in sheet.features for c in _NAMES if f.get(c)}

    def own(name: str) -> str:
        place = by_name.get(fold_name(name))
        return _zone_of_feature(place, sheet.country, days)[0] if place else ""

    return own


_Told = tuple[Spoken | None, WorkedOut | Unsettled | None]


def _worked_out(times: Iterable[Statement], zone_name: str, days: _Days, own: Callable[[str], str]) -> dict[str, _Told]:
    made: dict[str, _Told] = {}
    for s in times:
        said = spoken(s.row["value"], own)
        made[s.claim_id] = (said, at_place(said, zone_name, days) if said else None)
    return made


def _doubts(times: Sequence[Statement], told: Mapping[str, _Told], file: str) -> list[Finding]:
    """Tell the times whose clock, half of the day or day is in doubt, and those without a clock beside others."""
    found = []
    for s in times:
        said, made = told[s.claim_id]
        if isinstance(made, Unsettled):
            shown = ", ".join(made.choices[:_SHOWN]) + (", …" if len(made.choices) > _SHOWN else "")
            message = f'"{s.row["value"][:60]}" {_WHY[made.code].format(choices=shown)}{_KEPT}'
            found.append(_finding("clock-in-doubt", message, s, file, "value"))
    named = next((s for s in times if (said := told[s.claim_id][0]) and said.clock.said and not said.also), None)
    for s in times if named else ():
        said, made = told[s.claim_id]
        if said is not None and not said.clock.said and said.also is None and not isinstance(made, Unsettled):
            message = (
                f'"{s.row["value"][:60]}" names no clock, and row {named.row.row if named else ""} does: it is read as '
                "local time at the place. Write local behind it, or its clock"
            )
            found.append(_finding("clock-in-doubt", message, s, file, "value"))
    return found


def _zone_unknown(
    times: Sequence[Statement], told: Mapping[str, _Told], choices: Sequence[str], sheet: _Sheet
) -> list[Finding]:
    """Tell that the place has no zone, where a time names a clock that may be another."""
    for s in times:
        said, made = told[s.claim_id]
        if made is None and said is not None and not said.clock.is_local:
            several = f" ({', '.join(choices[:_SHOWN])}{', …' if len(choices) > _SHOWN else ''})" if choices else ""
            message = (
                f'"{s.row["value"][:60]}" names a clock, and the time zone of the place is not known{several}. Write '
                'it into "time zone", once for the event: Asia/Baghdad'
            )
            return [_finding("zone-not-known", message, s, sheet.file, "time zone")]
    return []


def _instants(times: Sequence[Statement], told: Mapping[str, _Told]) -> Cells:
    """Return the first and last instant of an event: none where a time that may set its cells is not so exact."""
    setting = {id(row) for row in rows_that_set([s.row for s in times])}
    found = [told[s.claim_id][1] for s in times if id(s.row) in setting]
    exact = [made for made in found if isinstance(made, WorkedOut) and made.is_exact]
    if not exact or len(exact) < len(found):
        return {}
    first, last = min(m.first for m in exact), max(m.last or m.first for m in exact)
    return {"time_earliest": Default(_written(first)), "time_latest": Default(_written(last))}


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


def _finding(code: str, message: str, s: Statement, file: str, column: str, severity: Any = "warning") -> Finding:
    return Finding(
        code=code,
        severity=severity,
        message=message,
        file=file,
        column=column,
        rows=(s.row.row,),
        values=(s.row[column],),
    )
