"""Which places are known more exactly than they may be shown, and what stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geomap import geodesy, precision
from geomap.dataset import Dataset, items_of
from geomap.errors import UsageError
from geomap.floors import FLOORS, Floor, floor_reasons, is_within

__all__ = ["Plan", "blurred_place", "coarsened", "finer_than", "plan", "remap", "why_not_redacted", "without_middle"]

_IDS_SHOWN = 12


@dataclass(slots=True)
class Plan:
    """What happens to each place that may not be shown as it is.

    ``moved`` maps a place to the coarser place that stands in for it; ``blurred`` to the floor of the disc that does.
    Either way its name goes out of all texts.
    """

    moved: dict[str, str] = field(default_factory=dict)
    blurred: dict[str, Floor] = field(default_factory=dict)
    redacted: frozenset[str] = frozenset()

    def hidden(self) -> tuple[str, ...]:
        """Ids of all places whose names go."""
        return tuple(sorted({*self.moved, *self.blurred}))


def plan(dataset: Dataset, redact: tuple[str, ...]) -> Plan:
    """Find the places that are known more exactly than they may be shown.

    Parameters
    ----------
    dataset : Dataset
        Located: ``places`` has ``radius_m``.
    redact : tuple of str
        Place ids to withhold.

    Raises
    ------
    UsageError
        If an id to redact is no place.
    """
    places = dataset.places.set_index("place_id")
    unknown = sorted(set(redact) - set(places.index))
    if unknown:
        raise UsageError(why_not_redacted(unknown[0], dataset.places, "this case"))
    hidden = _with_descendants(dataset.places, redact)
    made = Plan(redacted=frozenset(hidden))
    reached = _worked_out_of(dataset.places)
    for place_id, reasons in floor_reasons(dataset, hidden).items():
        place = places.loc[place_id]
        for reason in reasons:
            if is_within(place, reason):
                continue
            coarser = _ancestor(places, place_id, FLOORS[reason], made.redacted)
            if coarser:
                made.moved[place_id] = coarser
            else:
                made.blurred[place_id] = FLOORS[reason]
            break
    _hide_worked_out(made, reached)
    return made


def _worked_out_of(places: pd.DataFrame) -> dict[str, set[str]]:
    """Return for each place that was worked out from words the places that the words speak of.

    Those that its row names, and those of the case whose name stands in its own: a place may have been added later.
    """
    from geomap.disclosure.names import NameRemover, names_of

    derived = places[(places["basis"] == "derived") & places["outline"].notna()]
    if derived.empty:
        return {}
    others = {str(row["place_id"]): NameRemover(names_of(row)) for _, row in places.iterrows()}
    made = {}
    for _, row in derived.iterrows():
        own = str(row["place_id"])
        texts = [row[c] for c in ("name", "name_ar", "how_drawn", "how_drawn_ar") if isinstance(row.get(c), str)]
        found = {p for p, remover in others.items() if p != own and any(remover.found_in(text) for text in texts)}
        made[own] = found | set(items_of(row["worked_out_from"]))
    return made


def _hide_worked_out(made: Plan, reached: Mapping[str, set[str]]) -> None:
    """Hide with a place whatever was worked out from it: "near X" has its middle at X."""
    grown = True
    while grown:
        grown = False
        for place_id, of in reached.items():
            hidden = of & set(made.hidden())
            if not hidden or place_id in made.hidden():
                continue
            floors = [made.blurred[p] for p in sorted(hidden) if p in made.blurred]
            made.blurred[place_id] = max([*floors, FLOORS["home"]], key=lambda floor: floor.disc_m)
            if hidden & made.redacted:
                made.redacted |= {place_id}
            grown = True


def why_not_redacted(word: str, places: pd.DataFrame, where: str) -> str:
    """Return why a word is no id of a place: it is the name of one, or nothing that is known here.

    Parameters
    ----------
    word : str
    places : pandas.DataFrame
        All that are known.
    where : str
        What they are places of.
    """
    of_name = sorted(set(places.loc[places["name"].str.casefold() == word.casefold(), "place_id"]))
    if of_name:
        why = f"it is a name, and ids are redacted. The id of the place is {' or '.join(of_name)}"
    else:
        ids = sorted(set(places["place_id"]))
        more = ", ..." if len(ids) > _IDS_SHOWN else ""
        why = f"it is no place of {where}. Places: {', '.join(ids[:_IDS_SHOWN])}{more}"
    return f'"{word}" cannot be redacted: {why}'


def _with_descendants(places: pd.DataFrame, redact: tuple[str, ...]) -> tuple[str, ...]:
    """Return places and all that lie in them: the embassy would tell where the withheld zone is."""
    hidden = set(redact)
    grown = True
    while grown:
        inside = set(places.loc[places["parent_id"].isin(hidden), "place_id"])
        grown = not inside <= hidden
        hidden |= inside
    return tuple(sorted(hidden))


def _ancestor(places: pd.DataFrame, place_id: str, floor: Floor, redacted: frozenset[str]) -> str:
    """Return the finest place above this one that its floor allows, by parent_id; empty if there is none."""
    seen = {place_id}
    parent = places.loc[place_id, "parent_id"]
    while isinstance(parent, str) and parent in places.index and parent not in seen:
        seen.add(parent)
        coarse = precision.coarseness(places.loc[parent, "location_class"]) >= precision.coarseness(
            floor.location_class
        )
        radius = places.loc[parent, "radius_m"]
        if coarse and parent not in redacted and pd.notna(radius) and radius >= floor.least_m:
            return str(parent)
        parent = places.loc[parent, "parent_id"]
    return ""


_OF_WORDS = ("how_drawn", "how_drawn_ar", "our_sides")
"""Columns that tell how an area was worked out."""
_POSITION = ("longitude", "latitude", "coord_uncertainty_m", "extent_radius_m")
_POSITION_AS_NAME = r"\d+(?:\.\d+)?° [NS], \d+(?:\.\d+)?° [EW]"
_HELD = 1.29
"""A disc of two grid steps holds a place of this many: its middle moves by at most 0.71 of a step."""


def blurred_place(place: pd.Series, floor: Floor, new_id: str) -> dict[str, object]:
    """Return the values of the disc that stands in for a place: on a grid, of one size, whatever it hides.

    A place that the disc would not hold gets the next that does, each twice as large; what is listed stays listed.
    """
    shared: dict[str, object] = {"place_id": new_id, "outline": None, "outline_error_m": np.nan, "is_generalised": True}
    if pd.isna(place["radius_m"]):
        nowhere = dict.fromkeys(_POSITION, np.nan)
        return shared | nowhere | {"radius_m": np.nan, "location_class": "unlocated"}
    disc_m = floor.disc_m
    while place["radius_m"] > _HELD * disc_m:
        disc_m *= 2
    lon, lat = geodesy.snap(float(place["longitude"]), float(place["latitude"]), disc_m)
    position = dict(zip(_POSITION, (lon, lat, disc_m, disc_m), strict=True))
    return shared | position | {"radius_m": 2 * disc_m, "location_class": floor.location_class}


def without_middle(places: pd.DataFrame, every: pd.DataFrame, min_precision_m: float) -> pd.DataFrame:
    """Return places without the areas that were worked out from one which is finer than may be shown: they are listed.

    "Near X" has its middle at X, and would give X back however wide it is itself.

    Parameters
    ----------
    places : pandas.DataFrame
        With ``radius_m``, metres.
    every : pandas.DataFrame
        All places that are known, those that are not published among them.
    min_precision_m : float
        Metres; 0 changes nothing.
    """
    fine = set(every.loc[finer_than(every, min_precision_m), "place_id"])
    reached = _worked_out_of(every) if fine else {}
    gone = places["place_id"].isin({p for p, of in reached.items() if of & fine})
    if not gone.any():
        return places
    made = places.assign(outline=np.where(gone, None, places["outline"].to_numpy(dtype=object)))
    made.loc[gone, [*_POSITION, "outline_error_m", "radius_m"]] = np.nan
    made.loc[gone, list(_OF_WORDS)] = pd.NA
    return made


def finer_than(places: pd.DataFrame, min_precision_m: float) -> np.ndarray:
    """Return for each place whether its radius is below the one asked for, metres; listed ones have none."""
    return np.asarray(places["radius_m"].notna() & (places["radius_m"] < min_precision_m), dtype=bool)


def coarsened(places: pd.DataFrame, min_precision_m: float) -> pd.DataFrame:
    """Return places of which none has a radius below the one asked for.

    A smaller one becomes a disc on a grid of half that radius; its own radius is the same for all, so that it tells
    nothing of what it hides. Where its name is its position, the name is that of the grid.

    Parameters
    ----------
    places : pandas.DataFrame
        With ``radius_m``, metres.
    min_precision_m : float
        Metres; 0 changes nothing.
    """
    fine = finer_than(places, min_precision_m)
    made = places.copy()
    if not fine.any():
        return made
    grid_m = min_precision_m / 2
    exact = zip(places.loc[fine, "longitude"], places.loc[fine, "latitude"], strict=True)
    snapped = [geodesy.snap(float(lon), float(lat), grid_m) for lon, lat in exact]
    made.loc[fine, ["longitude", "latitude"]] = snapped
    if told := [c for c in _OF_WORDS if c in made and made[c].notna().any()]:
        made.loc[fine, told] = pd.NA
    made["outline"] = np.where(fine, None, places["outline"].to_numpy(dtype=object))
    made.loc[fine, "outline_error_m"] = np.nan
    made.loc[fine, ["coord_uncertainty_m", "extent_radius_m", "radius_m"]] = (min_precision_m, grid_m, 3 * grid_m)
    made.loc[fine, "is_generalised"] = True
    of_position = fine & made["name"].str.fullmatch(_POSITION_AS_NAME).to_numpy(dtype=bool)
    if of_position.any():
        made.loc[of_position, "name"] = [
            _position_as_name(lon, lat)
            for lon, lat in zip(made.loc[of_position, "longitude"], made.loc[of_position, "latitude"], strict=True)
        ]
    return made


def _position_as_name(lon: float, lat: float) -> str:
    """Return the name of a place that has no other, as the readers of tables write it."""
    return f"{round(abs(lat), 2)}° {'N' if lat >= 0 else 'S'}, {round(abs(lon), 2)}° {'E' if lon >= 0 else 'W'}"


def remap(cell: object, moved: Mapping[str, str]) -> object:
    """Return a cell of one or several ids with those of hidden places replaced."""
    if not isinstance(cell, str) or not moved:
        return cell
    return "; ".join(moved.get(item, item) for item in items_of(cell)) if ";" in cell else moved.get(cell, cell)
