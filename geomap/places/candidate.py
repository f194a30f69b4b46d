"""One place that a name may mean."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Candidate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that a name may mean. Degrees and metres; ``weight`` is its population, 0 if not known."""

    name: str
    longitude: float
    latitude: float
    location_class: str
    coord_uncertainty_m: float
    extent_radius_m: float
    country: str
    source: str
    licence: str
    credit: str = ""
    sensitivity: str = "none"
    weight: int = 0
    admin1: str = ""
    """Code of its province in the gazetteer; empty if it is not known."""
    is_by_name: bool = False
    """Whether it was found by another name than its own, in Latin letters; the own name in any script is its own."""
