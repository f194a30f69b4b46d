"""What may not be shown: what the gate is asked to withhold, and what it kept back."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.options import option

__all__ = ["Policy", "Withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may not be shown, on top of the floors that always hold.

    Attributes
    ----------
    min_precision_m : float
        Every place gets at least this radius, metres.
    redact : tuple of str
        Place ids that are drawn at their district, their names gone from all outputs.
    embargo_on : str
        ISO day: events that may lie on it or later are counted, not shown. Empty means none.
    no_rows : bool
        Publish how many events lie at each place, and nothing else of any row of a table.
    """

    min_precision_m: float = option(
        0.0, flag="--min-precision", metavar="METRES", least=0, help="Give every place at least this radius."
    )
    redact: tuple[str, ...] = option(
        (), metavar="ID", help="Draw a place at its district and withhold its name. Repeatable."
    )
    embargo_on: str = option(
        "", flag="--embargo", metavar="DAY", help="Count, but do not show, events on this day or later."
    )
    no_rows: bool = option(False, help="Publish counts at places, not the rows, where their terms bar passing them on.")


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
