"""What may not be shown: what the gate is asked to withhold, and what it kept back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

from geomap.errors import UsageError
from geomap.options import checked_day, option

__all__ = ["MIN_PRECISION_LEAST_M", "MIN_PRECISION_MOST_M", "Policy", "Withheld"]

MIN_PRECISION_LEAST_M, MIN_PRECISION_MOST_M = 10.0, 1_000_000.0
"""Below, the five decimals of a position are as coarse as the grid; above, a disc is half a continent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may not be shown, on top of the floors that always hold.

    Attributes
    ----------
    min_precision_m : float
        Every place gets at least this radius, metres: 10 to 1,000,000. 0 means none.
    redact : tuple of str
        Place ids that are drawn at their district, their names gone from all outputs. Any list of ids is taken.
    embargo_on : str
        ISO day: events that may lie on it or later are counted, not shown. Empty means none.
    no_rows : bool
        Publish how many events lie at each place, and nothing else of any row of a table.

    Raises
    ------
    UsageError
        If one of them cannot be followed. A policy that can be made withholds what it says.
    """

    min_precision_m: float = option(
        0.0, flag="--min-precision", metavar="METRES", help="Give every place at least this radius, 10 to 1,000,000."
    )
    redact: tuple[str, ...] = option(
        (), metavar="ID", help="Draw a place at its district and withhold its name. Repeatable."
    )
    embargo_on: str = option(
        "", flag="--embargo", metavar="DAY", help="Count, but do not show, events on this day or later."
    )
    no_rows: bool = option(False, help="Publish counts at places, not the rows, where their terms bar passing them on.")

    def __post_init__(self) -> None:
        """Refuse what would withhold nothing, or something else than was meant."""
        object.__setattr__(self, "min_precision_m", _metres(self.min_precision_m))
        object.__setattr__(self, "redact", _ids(self.redact))
        object.__setattr__(self, "embargo_on", checked_day(self.embargo_on, "embargo_on (--embargo)"))
        if not isinstance(self.no_rows, bool):
            raise UsageError(f"no_rows (--no-rows): {self.no_rows!r} is neither True nor False.")


def _metres(value: Any) -> float:
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if is_number and (value == 0 or MIN_PRECISION_LEAST_M <= value <= MIN_PRECISION_MOST_M):
        return float(value) + 0.0
    raise UsageError(
        f"min_precision_m (--min-precision): {value!r} is no radius that can be kept. Write metres, "
        f"{MIN_PRECISION_LEAST_M:,.0f} to {MIN_PRECISION_MOST_M:,.0f}, or 0 for none."
    )


def _ids(value: object) -> tuple[str, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise UsageError(f'redact (--redact): {value!r} is no list of place ids; write ["market"].')
    ids = tuple(value)
    for place_id in ids:
        if not isinstance(place_id, str) or not place_id.strip():
            raise UsageError(f'redact (--redact): {place_id!r} is no id of a place; write ["market"].')
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What the gate kept back, as counts; the things themselves are gone."""

    embargoed_event_count: int = 0
    embargo_on: str = ""
    redacted_place_count: int = 0
    generalised_place_count: int = 0
    """Places shown more coarsely than they are known."""
    min_precision_m: float = 0.0
    rows: bool = False
    """Whether the rows themselves are kept back and only counts are published."""

    @property
    def anything(self) -> bool:
        """Whether anything is kept back: then no finding may be told in words that quote cells."""
        places = self.redacted_place_count or self.generalised_place_count or self.min_precision_m
        return bool(places or self.embargo_on or self.rows)
