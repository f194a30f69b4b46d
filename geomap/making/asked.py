"""A name as it is asked for: the town apart from the province and the country that stand behind it."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from geomap import geodesy
from geomap.ground import AreaName
from geomap.places.gazetteer import Candidate
from geomap.places.outlines import areas_named, countries_of, kept_outline, name_and_country

__all__ = ["Asked", "asked_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A name of a town apart from the country and the provinces that stand behind it."""

    base: str
    country: str
    provinces: tuple[AreaName, ...] = ()

    def fitting(self, towns: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return those of some towns that lie in the province that stands behind the name, if one does."""
        if not self.provinces:
            return towns
        kept = [kept_outline(area) for area in self.provinces]
        wide = shapely.union_all([geodesy.area_of_outline(k.geometry, k.error_m).widened for k in kept])
        return tuple(c for c in towns if shapely.intersects_xy(wide, c.longitude, c.latitude))


def asked_of(name: str) -> Asked:
    """Return what a name asks for: "Mosul, Nineveh province, Iraq" is Mosul, in a province of Iraq."""
    base, country = name_and_country(name)
    town, comma, province = (part.strip() for part in base.rpartition(","))
    found = tuple(a for a in areas_named(f"{province}, {country}" if country else province) if a.kind == "province")
    if not (comma and town and found):
        return Asked(base=base, country=country)
    codes = {code for a in found for code in countries_of(a) if len(code) == 2}
    return Asked(base=town, country=country or (codes.pop() if len(codes) == 1 else ""), provinces=found)
