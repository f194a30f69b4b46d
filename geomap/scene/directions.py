"""Claimed origins of which a direction alone is told: what they are seen from, and how that is drawn, in words.

Such an origin is not located: it has no area, band, arrow or distance, and no export holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geomap import geodesy
from geomap.ground.directions import OpenSector, folded_words, open_sector
from geomap.scene.reading import Reading, is_set
from geomap.scene.struck import Rows, impacts_of, places_struck

__all__ = ["FAR_M", "Towards", "drawn_text", "opening_of", "towards_of"]

FAR_M = 800_000.0
"""How far the tint reaches; nobody gave a distance, so it fades and has no edge."""
_REACH_MAX_M = 400_000.0
"""From impacts that lie farther apart no direction can be seen."""
_NAMES = ("name", "label", "name_local", "name_ar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Towards:
    """A direction from some places of impact, by id."""

    sector: OpenSector
    impacts: tuple[str, ...]


def towards_of(reading: Reading, name: str, rows: Rows) -> Towards | None:
    """Return the direction that an origin is told as, seen from what its groups struck; None where it is none.

    What the gate left is all that is read: words and areas.

    Parameters
    ----------
    reading : Reading
    name : str
        How the origin is called.
    rows : sequence of mapping
        The groups that came from it.
    """
    if not reading.public.info.accounts:
        return None
    said = dict.fromkeys([*(str(r["launch_wording"]) for r in rows if is_set(r.get("launch_wording"))), name])
    places = {row["impact_place_id"] for row in reading.trajectories.values()} if any(" of " in s for s in said) else ()
    names = [name for place in places for name in _names(reading, place)]
    sector = next(filter(None, (open_sector(text, names) for text in said)), None)
    if sector is None:
        return None
    impacts = impacts_of(places_struck(reading, [a.account_id for a in reading.public.info.accounts]), rows)
    words = f" {folded_words(sector.words)} "
    named = [p for p in impacts if any(f" {folded_words(n)} " in words for n in _names(reading, p))]
    found = Towards(sector=sector, impacts=tuple(named) or impacts)
    if not impacts or opening_of(reading, found).reach_m > _REACH_MAX_M:
        return None
    return found


def _names(reading: Reading, place_id: object) -> list[str]:
    place: Mapping[str, Any] = reading.places.get(str(place_id), {}) if is_set(place_id) else {}
    return [str(place[c]) for c in _NAMES if is_set(place.get(c))]


def opening_of(reading: Reading, towards: Towards, *, clear_m: float = 0.0, far_m: float = FAR_M) -> geodesy.Opening:
    """Return the shape of a direction, which starts at the public areas of its places of impact."""
    areas = [reading.public.areas[place].widened for place in towards.impacts]
    low, high = towards.sector.bearing_from_deg, towards.sector.bearing_to_deg
    return geodesy.opening_from(areas, low, high, clear_m=clear_m, far_m=far_m)


def drawn_text(reading: Reading, towards: Towards) -> str:
    """Return "45° to either side of north (315° to 45°) from Khurais; no distance was given: open at its far end"."""
    words, sector = reading.words, towards.sector
    low, high = (round(deg) for deg in (sector.bearing_from_deg, sector.bearing_to_deg))
    slots = {"low": low, "high": high, "places": words.listing([reading.place_name(p) for p in towards.impacts])}
    if sector.span_deg == 90.0:  # the angle of one word of eight points
        compass = words.text(f"compass.{geodesy.compass_key(sector.bearing_from_deg, sector.bearing_to_deg)}")
        angle = words.text("direction.either", compass=compass, half=45, **slots)
    else:
        angle = words.text("direction.between", **slots)
    return words.text("direction.open", angle=angle)
