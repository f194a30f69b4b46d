"""Words of what is published that tell of events under embargo: nothing is replaced, the desk is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geomap.dataset import Dataset
from geomap.disclosure.names import NameRemover, names_of
from geomap.disclosure.texts import FILES, FileRows, published_texts
from geomap.edition import PublicDataset
from geomap.findings import Finding, Findings
from geomap.schema.months import MONTH_NAMES, month_of

__all__ = ["EARLY", "Early", "early_texts"]

EARLY = "tells-of-embargo"

_DATES = re.compile(r"_on$|^date_|^time_")
_SHOWN, _EXAMPLES = 80, 20
_NAME = "(?P<name>" + "|".join(map(re.escape, MONTH_NAMES)) + r")\b\.?"
_YEAR = r"(?:,?[\s-]+(?:de )?(?P<year>\d{4}))?"
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
        r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?<!\d)(?P<day>\d\d?)[-/.](?P<month>\d\d?)[-/.](?P<year>\d{4}|\d\d)(?!\d)",
        r"(?<!\d)(?P<month>\d\d?)[-/.](?P<day>\d\d?)[-/.](?P<year>\d{4}|\d\d)(?!\d)",
        rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:of |de )?{_NAME}{_YEAR}",
        rf"\b{_NAME}\s+(?P<day>\d\d?)(?!\d)(?:st|nd|rd|th)?{_YEAR}",
        r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?<!\d)(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일]",
    )
)
"""How texts write a day; a year may be missing where the month has a name."""


@dataclass(frozen=True, slots=True)
class Early:
    """What may not be told before its time.

    Attributes
    ----------
    days : frozenset of datetime.date
        Of events under embargo, from its first day on.
    places : NameRemover
        Knows the names of places that only such events have.
    """

    days: frozenset[date]
    places: NameRemover

    @classmethod
    def of(cls, dataset: Dataset, shown: Dataset, embargo_on: str) -> Early:
        """Return what a dataset has and what is shown of it has not.

        Parameters
        ----------
        dataset, shown : Dataset
            Before and after the embargo.
        embargo_on : str
            ISO day; empty means no embargo.
        """
        if shown is dataset:
            return cls(frozenset(), NameRemover(()))
        gone = dataset.events[~dataset.events["event_id"].isin(shown.events["event_id"])]
        days: set[date] = set()
        for end in ("start", "end"):
            lower, upper = gone[f"date_{end}_lower"], gone[f"date_{end}_upper"]
            certain = lower[(lower == upper) & (lower >= pd.Timestamp(embargo_on))]
            days |= {moment.date() for moment in certain.unique()}
        lost = dataset.places[~dataset.places["place_id"].isin(shown.places["place_id"])]
        lost = lost[~lost["name"].isin(shown.places["name"])]
        return cls(frozenset(days), NameRemover(name for _, place in lost.iterrows() for name in names_of(place)))

    def told_in(self, text: str) -> str:
        """Return what a text tells: ``a day`` or ``a place``; empty if neither."""
        if self.days and any(self._is_under_embargo(*written) for written in _days_in(text)):
            return "a day"
        return "a place" if self.places.found_in(text) else ""

    def _is_under_embargo(self, year: str, month: int | None, day: int) -> bool:
        return any(
            (d.month, d.day) == (month, day) and (not year or d.year % 10 ** len(year) == int(year)) for d in self.days
        )


def early_texts(public: PublicDataset, dataset: Dataset, early: Early) -> Findings:
    """Return a finding for each column of published texts that tell of events under embargo. For the desk alone.

    Parameters
    ----------
    public : PublicDataset
        After the gate.
    dataset : Dataset
        Before it, for the rows of its files.
    early : Early
    """
    if not (early.days or early.places):
        return Findings()
    rows = FileRows(dataset)
    made = []
    for name, column, cells in published_texts(public):
        told: dict[str, list[str]] = {}
        for text in sorted(cells) if not _DATES.search(column) else ():
            what = early.told_in(text)
            if what:
                told.setdefault(what, []).append(text)
        made += [
            _finding(name, column, what, texts, [i for text in texts for i in cells[text]], rows)
            for what, texts in told.items()
        ]
    return Findings.of(made)


def _days_in(text: str) -> Iterator[tuple[str, int | None, int]]:
    """Yield each day that a text writes: year (or nothing), month, day, in each way that it may be read."""
    if not any(map(str.isdecimal, text)):
        return
    for way in _WAYS:
        for found in way.finditer(text):
            parts = found.groupdict()
            month = month_of(parts["name"]) if "name" in parts else int(parts["month"])
            yield parts["year"] or "", month, int(parts["day"])


def _finding(name: str, column: str, what: str, texts: list[str], ids: list[str], rows: FileRows) -> Finding:
    more = f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""
    quoted = texts[0] if len(texts[0]) <= _SHOWN else texts[0][:_SHOWN] + "…"
    return Finding(
        code=EARLY,
        severity="warning",
        message=f"“{quoted}”{more} names {what} that only events under embargo have, and stands in the outputs. "
        "If it tells of them, word the text anew or take it out.",
        file=FILES.get(name, name if "." in name else ""),
        column=column,
        rows=rows.of(name, ids[:_EXAMPLES]),
        ids=tuple(ids[:_EXAMPLES]),
        count=max(len(ids), 1),
    )
