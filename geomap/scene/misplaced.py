"""Coordinates that contradict the country named for a place, in words: the map draws them and says so."""

from __future__ import annotations

from geomap.land import AT_SEA
from geomap.scene.reading import Reading, is_set

__all__ = ["misplaced_count", "misplaced_notes", "misplaced_text"]


def misplaced_text(reading: Reading, place_id: object, where: str) -> str:
    """Return that the coordinates of a place lie in one country and another is named; empty if they agree.

    Parameters
    ----------
    reading : Reading
    place_id : str
    where : str
        ``label``, a line, or ``panel``, a sentence.
    """
    place = reading.places.get(str(place_id)) if is_set(place_id) else None
    if place is None or not is_set(place.get("lies_in")):
        return ""
    words, there = reading.words, str(place["lies_in"])
    named = words.country(str(place["country"]) if is_set(place["country"]) else reading.public.info.country)
    if there == AT_SEA:
        return words.text(f"{where}.lies_at_sea", named=named)
    return words.text(f"{where}.lies_elsewhere", there=words.country(there), named=named)


def misplaced_count(reading: Reading) -> int:
    """Return at how many events the coordinates of a place contradict the country that is named for it."""
    if not reading.is_misplaced:
        return 0
    return sum(
        reading.row_count(event_id)
        for event_id in reading.events
        if any(misplaced_text(reading, place_id, "label") for place_id in reading.places_of(event_id))
    )


def misplaced_notes(reading: Reading, event_id: str) -> list[str]:
    """Return for each place of an event, its ends among them, that its coordinates contradict the country named."""
    if not reading.is_misplaced:
        return []
    texts = (misplaced_text(reading, place_id, "panel") for place_id in reading.places_of(event_id))
    return [text for text in texts if text]
