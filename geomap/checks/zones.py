"""Whether the time zones of a case or catalogue are zones."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from geomap.checks.found import of_rows
from geomap.clocks import zone_names
from geomap.dataset import Dataset
from geomap.findings import Finding

__all__ = ["no_such_zone"]


def no_such_zone(dataset: Dataset) -> Iterator[Finding]:
    """Find events, and a case, with a time zone that is none: no local time is worked out by it."""
    events = dataset.events
    cells = events["tz"].dropna() if "tz" in events else events["event_id"].iloc[:0]
    wrong = events.loc[cells.index[~cells.isin(zone_names())]]
    if len(wrong):
        message = f'"{str(wrong["tz"].iloc[0])[:60]}" {_rule(str(wrong["tz"].iloc[0]))}'
        yield from of_rows("no-such-zone", "warning", message, wrong, "event_id", "events.csv", "tz")
    name = dataset.info.tz
    if name and name not in zone_names():
        message = f'geomap.tz: "{name[:60]}" {_rule(name)}'
        yield Finding(code="no-such-zone", severity="warning", message=message, file="datapackage.json")


def _rule(name: str) -> str:
    close = get_close_matches(name[:60], sorted(zone_names()), n=1, cutoff=0.5)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"is no time zone{hint}: its times are shown as they are said. Write its IANA name, such as Asia/Baghdad"
