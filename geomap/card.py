"""What a report card says of a table or case: numbers and findings, before anybody puts them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geomap.edition import Accounting
from geomap.findings import Finding, Severity

__all__ = ["Bar", "Card", "Fact", "Group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: how many rows are known so exactly."""

    key: str
    """A location class, or ``day``, ``week``, ``month``, ``year``, ``longer``, ``undated`` and ``unread``."""
    count: int
    radius_m: float | None = None
    """The commonest radius of these rows, metres; None where there is none."""
    is_drawn: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a reader should know first: its name, and the numbers that fill its sentence."""

    key: str
    slots: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All findings of one rule, with the rule's page."""

    code: str
    severity: Severity
    count: int
    """How many rows they concern; a finding of the whole table counts as one."""
    findings: tuple[Finding, ...]
    page: Mapping[str, str]
    """``title``, ``why`` and ``mend``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A report card: everything that it says, in the order in which it says it."""

    file: str
    """The file's name, never its path."""
    read_as: str
    """What kind of table it was taken for; empty for a folder."""
    unit: str
    """``row``, ``feature`` or ``placemark``; empty for a folder, whose events and groups are counted."""
    accounting: Accounting
    facts: tuple[Fact, ...]
    precision: tuple[Bar, ...]
    days: tuple[Bar, ...]
    groups: tuple[Group, ...]
    fine: tuple[Fact, ...]
    """What was looked for and not found."""
    credits: tuple[str, ...] = ()
