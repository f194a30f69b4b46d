"""Where something was, as a sentence goes on to a place: one home for "in", "at" and "over"."""

from __future__ import annotations

from geomap.scene.letters import is_a_site, is_a_way_to, is_of_places, is_sea, placed
from geomap.scene.reading import Reading

__all__ = ["WITHIN", "way_to", "where", "where_in_words"]

WITHIN = frozenset({"country", "province", "district", "subdistrict", "city", "town", "village", "sea_air"})
"""Places in which something happens; it happens at the others."""

_NOWHERE = {"location_class": "unlocated"}


def way_to(reading: Reading, place_id: str, name: str) -> str:
    """Return how a sentence goes on to a place: ``in`` a town, ``at`` a plant, ``off`` for 50 km south of somewhere.

    Parameters
    ----------
    reading : Reading
    place_id : str
        Of no place, or of one of the case.
    name : str
        As it is said; a name that begins with how it lies to another needs no word before it.
    """
    if is_a_way_to(name):
        return "off"
    if is_a_site(name):
        return "at"
    place = reading.places.get(place_id)
    is_within = (place is not None and place["location_class"] in WITHIN) or is_sea(name) or is_of_places(name)
    return "in" if is_within else "at"


def where(reading: Reading, place_id: str, name: str, *, over: bool = False, unknown: str = "at") -> str:
    """Return "in the Gulf of Aden", "at Abqaiq", "over Jordan", or "near Arad" alone; never two such words.

    Parameters
    ----------
    reading : Reading
    place_id, name : str
    over : bool
        Whether it happened in the air over the place.
    unknown : str
        The way to a place of which the case says nothing but its name.
    """
    way = way_to(reading, place_id, name)
    if (
        way == "at"
        and not is_a_site(name)
        and reading.places.get(place_id, _NOWHERE)["location_class"] == _NOWHERE["location_class"]
    ):
        way = unknown
    way = "over" if over and way != "off" else way
    return where_in_words(reading, way, placed(name) if reading.words.lang == "en" else name)


def where_in_words(reading: Reading, way: str, place: str) -> str:
    """Return a place behind the word of a way to it, from `way_to`."""
    return place if way == "off" else reading.words.text(f"where.{way}", place=place)
