"""Clocks: time zones by name and by country, times as people say them, and the same instant on another clock."""

from geomap.clocks.names import Clock, clock_of
from geomap.clocks.spoken import Spoken, spoken
from geomap.clocks.worked_out import Unsettled, WorkedOut, at_place
from geomap.clocks.zones import alike_on, city, zone, zone_names, zones_of_country

__all__ = [
    "Clock",
    "Spoken",
    "Unsettled",
    "WorkedOut",
    "alike_on",
    "at_place",
    "city",
    "clock_of",
    "spoken",
    "zone",
    "zone_names",
    "zones_of_country",
]
