"""Checks: what is doubtful or wrong in a case, each with its code, its place and its page."""

from __future__ import annotations

from functools import cache
from importlib import resources

import pandas as pd

from geomap.dataset import Dataset
from geomap.errors import UnknownId
from geomap.findings import Finding, Findings
from geomap.options import checked_day

__all__ = ["check", "check_rows", "check_tables", "codes", "explain"]

_NEVER_YET = "2099-12-31"
"""A day of a foreign table after this one is told even where the day of the edition is not given."""


def check(dataset: Dataset, *, as_of: str = "") -> Findings:
    """Hold a dataset to every rule.

    Parameters
    ----------
    dataset : Dataset
        Located: ``places`` has ``radius_m``.
    as_of : str
        ISO day: events after it are told. Empty leaves that rule out; nothing here looks at a clock.

    Returns
    -------
    Findings
        Errors first. Nothing is changed.
    """
    return check_rows(dataset, as_of=as_of) + check_tables(dataset)


def check_rows(dataset: Dataset, *, as_of: str = "") -> Findings:
    """Hold each event to the rules that need nothing but its own row.

    The findings of two halves of the events, merged, are those of the whole.

    Parameters
    ----------
    dataset : Dataset
        Only ``events`` and ``claims`` are looked at.
    as_of : str
        As for `check`.
    """
    from geomap.checks.cells import ROW_CELL_RULES
    from geomap.checks.rules import ROW_RULES

    as_of = checked_day(as_of, "as_of (--as-of)")
    found = [finding for rule in (*ROW_RULES, *ROW_CELL_RULES) for finding in rule(dataset)]
    if as_of or dataset.own_names:
        late = dataset.events[dataset.events["date_start_lower"] > pd.Timestamp(as_of or _NEVER_YET)]
        edition = ", the day of this edition" if as_of else ""
        if len(late):
            found.append(
                Finding(
                    code="date-in-future",
                    severity="warning",
                    message=f"is after {as_of or _NEVER_YET}{edition}. Was a year mistyped?",
                    file="events.csv",
                    column="date_start",
                    rows=tuple(int(r) for r in late.index[:20]),
                    values=tuple(late["date_start"].iloc[:20]),
                    count=len(late),
                )
            )
    return Findings.of(found)


def check_tables(dataset: Dataset) -> Findings:
    """Hold the places, sources, claims and trajectories, and the events on each place, to the other rules.

    Parameters
    ----------
    dataset : Dataset
        Located. Of a catalogue's events, ``event_id``, ``place_id``, ``sensitivity`` and
        `geomap.checks.alike.ALIKE_COLUMNS` are enough.
    """
    from geomap.checks.alike import ALIKE_RULES
    from geomap.checks.cells import CELL_RULES
    from geomap.checks.positions import POSITION_RULES
    from geomap.checks.rules import RULES

    rules = (*RULES, *POSITION_RULES, *CELL_RULES, *ALIKE_RULES)
    return Findings.of(finding for rule in rules for finding in rule(dataset))


@cache
def codes() -> tuple[str, ...]:
    """Return the codes that `explain` has a page for."""
    folder = resources.files("geomap.checks") / "pages"
    return tuple(sorted(p.name.removesuffix(".md") for p in folder.iterdir() if p.name.endswith(".md")))


def explain(code: str) -> str:
    """Return the page of a finding's code, as Markdown.

    Raises
    ------
    UnknownId
        If there is no such code.
    """
    if code not in codes():
        raise UnknownId(f'"{code}" is no code of geomap. Codes: {", ".join(codes())}.')
    return (resources.files("geomap.checks") / "pages" / f"{code}.md").read_text("utf-8")
