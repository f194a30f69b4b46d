"""Findings: what a check has to say, each with its code, its place and its page.

Findings add up with ``+``: counts stay exact, the examples of one rule and column stay at the first twenty. Rows that
break one rule in one way are one finding, whatever value each of them holds; another reason is another finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from geomap.errors import rule_of

__all__ = ["EXAMPLES_MAX", "Finding", "Findings", "Severity"]

Severity = Literal["error", "warning", "notice"]

EXAMPLES_MAX = 20
_ALSO_MAX = 4
_QUOTED_MAX = 60
_ORDER = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One kind of problem in one column of one file, with its first examples.

    Parameters
    ----------
    code : str
        Name of the rule; ``geomap explain CODE`` prints its page.
    severity : {"error", "warning", "notice"}
        An error found while reading refuses its row. An error found by a check leaves the row where it is: the desk
        must mend it before the page is published.
    message : str
        What is wrong, what is allowed and what to do.
    file, column : str
        Where; empty if the finding is about more than one.
    rows : tuple of int
        The first rows it concerns, as a spreadsheet counts them (the header is 1).
    values, ids : tuple of str
        The values of those rows, and the ids that the finding is about.
    count : int
        How many rows it concerns in all.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    count: int = 1

    @property
    def where(self) -> str:
        """File, row and column in words, as far as they are known."""
        words = [self.file] if self.file else []
        if self.rows:
            rows = tuple(dict.fromkeys(self.rows))
            count = self.count - len(self.rows) + len(rows)  # a row may be concerned in two of its columns
            words.append(f"row {rows[0]}" if count == 1 else f"rows {_listing(rows, count)}")
        where = " ".join(words)
        return f'{where}, column "{self.column}"' if self.column else where

    @property
    def told(self) -> str:
        """The message; where it quotes the value of the first row, the values of the other rows stand after it."""
        first = self.values[0] if self.values and len(self.values) == len(self.rows) else ""
        if not first or f'"{first[:_QUOTED_MAX]}"' not in self.message:
            return self.message
        others: dict[str, list[int]] = {}
        for row, value in zip(self.rows, self.values, strict=True):
            if value != first:
                others.setdefault(value, []).append(row)
        if not others:
            return self.message
        named = [
            f'"{_cut(value)}" (row{"s" if len(rows) > 1 else ""} {_listing(tuple(rows), len(rows))})'
            for value, rows in list(others.items())[:_ALSO_MAX]
        ]
        rest = len(others) - len(named)
        more = f" and {rest} more value{'s' if rest > 1 else ''}" if rest else ""
        end = "" if self.message.endswith((".", "?")) else "."
        return f"{self.message}{end} So {'are' if len(others) > 1 else 'is'} {', '.join(named)}{more}."

    def __str__(self) -> str:
        """Return one line: severity, code, place and message."""
        where = f"{self.where}: " if self.where else ""
        return f"{self.severity} {self.code}: {where}{self.told}"

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, for ``--json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.file,
            "column": self.column,
            "rows": list(self.rows),
            "values": list(self.values),
            "ids": list(self.ids),
            "count": self.count,
        }


def _cut(value: str) -> str:
    return value if len(value) <= _QUOTED_MAX else value[: _QUOTED_MAX - 3] + "..."


def _listing(rows: tuple[int, ...], count: int) -> str:
    shown = ", ".join(str(row) for row in rows[:5])
    return shown if count <= len(rows[:5]) else f"{shown} and {count - len(rows[:5])} more"


def _joined(one: Finding, two: Finding) -> Finding:
    first = min(one, two, key=lambda f: (f.rows[:1], f.message))
    rows = [(f, place) for f in (one, two) for place in range(len(f.rows))]
    rows.sort(key=lambda item: item[0].rows[item[1]])
    rows = rows[:EXAMPLES_MAX]
    if not rows:
        values, ids = (*one.values, *two.values)[:EXAMPLES_MAX], (*one.ids, *two.ids)[:EXAMPLES_MAX]
    else:
        values = tuple(f.values[place] for f, place in rows if f.values)
        ids = tuple(f.ids[place] for f, place in rows if f.ids)
    return replace(
        first,
        rows=tuple(f.rows[place] for f, place in rows),
        values=values,
        ids=ids,
        count=one.count + two.count,
    )


@dataclass(frozen=True, slots=True)
class Findings:
    """Any number of findings, errors first."""

    items: tuple[Finding, ...] = field(default=())

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """Collect findings in their stable order: severity, file, first row, column, code."""
        return cls(
            tuple(
                sorted(
                    findings,
                    key=lambda f: (
                        _ORDER[f.severity],
                        f.file,
                        f.rows[:1],
                        f.column,
                        f.code,
                        f.ids,
                        f.message,
                    ),
                )
            )
        )

    def __add__(self, other: Findings) -> Findings:
        """Return both together."""
        return Findings.of((*self.items, *other.items))

    def merged(self) -> Findings:
        """Return one finding for each code, severity, file, column and rule: counts added, the first rows of all.

        The result is the same however the rows were cut into chunks.
        """
        made: dict[tuple[str, ...], Finding] = {}
        for finding in self.items:
            key = (finding.code, finding.severity, finding.file, finding.column, rule_of(finding.message))
            made[key] = _joined(made[key], finding) if key in made else finding
        return Findings.of(made.values())

    def __iter__(self) -> Iterator[Finding]:
        """Go through the findings, errors first."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return how many findings there are (not how many rows they concern)."""
        return len(self.items)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(f.severity == severity for f in self.items)

    def without_words(self) -> Findings:
        """Return the findings as their rule and their numbers alone: no message, value, id, row or name of a file."""
        plain = "geomap check says where."
        return Findings.of(Finding(code=f.code, severity=f.severity, message=plain, count=f.count) for f in self.items)

    def with_code(self, code: str) -> Findings:
        """Return the findings of one rule."""
        return Findings(tuple(f for f in self.items if f.code == code))
