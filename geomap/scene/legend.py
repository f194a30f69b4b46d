"""The signs in use and what they mean on this map: the words follow the kinds of what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.edition import Mark, Sign, Trunk, View
from geomap.ground import FROM_GEONAMES_M_PER_PX, POINTS_OF_VIEW, ground_choice, has_disputed_border, opening
from geomap.outcomes import NOT_FLOWN, SIGNS
from geomap.scene.kinds import noun_of_rows
from geomap.scene.lists import unread_columns
from geomap.scene.reading import Reading

__all__ = ["LINES_SHOWN_MAX", "attack_signs", "credits_of", "method_of", "signs"]

LINES_SHOWN_MAX = 12
"""A table with at most so many lines between areas shows them all at once; with more, those of what is selected."""

_BORDERS_FROM_M_PER_PX = 100.0
"""Closer, a map draws no borders, and nothing need be said of them."""
_OWN_EDGE = frozenset({"worked_out", "intercepted", "air_burst", "debris"})
"""Looks whose edge is drawn in one way, however the place is known."""
_LOOKS = ("impact_area", *SIGNS, "worked_out", "launch_area", "event")


def things_of(reading: Reading, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the plural noun of groups of projectiles, for example "rockets"."""
    return reading.words.text(f"munition.{noun_of_rows(reading, rows)}")


def signs(
    reading: Reading,
    shown: Sequence[Mark],
    rows: Sequence[Mapping[str, Any]],
    *,
    trunks: Sequence[Trunk] = (),
    has_band: bool = False,
    line_count: int = 0,
) -> tuple[Sign, ...]:
    """Return the signs of some marks, in the order in which a legend lists them.

    Parameters
    ----------
    reading : Reading
    shown : sequence of Mark
    rows : sequence of mapping
        The groups of projectiles that are told of.
    trunks : sequence of Trunk
        The arrows that are drawn.
    has_band : bool
        Whether a band is drawn.
    line_count : int
        Lines between areas of a table, which are drawn at once where they are few.
    """
    words, looks = reading.words, {mark.look for mark in shown} | {sign for mark in shown for sign in mark.signs}
    edges = {mark.edge for mark in shown if mark.look not in _OWN_EDGE}
    made = [_sign(reading, look, shown, rows) for look in _LOOKS if look in looks]
    if edges & {"dashed", "parted"}:
        made.append(Sign(key="dashed", text=words.text("legend.dashed")))
    if "soft" in edges:
        soft = [mark for mark in shown if mark.edge == "soft"]
        is_side = {reading.places[mark.place_id]["location_class"] for mark in soft} == {"city_part"}
        key = "soft" if "launch_area" in {mark.look for mark in soft} else "soft_plain"
        made.append(Sign(key=key, text=words.text("legend.soft_city_part" if is_side else "legend.soft")))
    made += [Sign(key="trunk", text=words.text(f"legend.{_arrow(trunks)}"))] if trunks else []
    made += [Sign(key="band", text=words.text("legend.band"))] if has_band else []
    made += [Sign(key="link", text=words.text("legend.link"))] if 0 < line_count <= LINES_SHOWN_MAX else []
    return tuple(made)


def _arrow(trunks: Sequence[Trunk]) -> str:
    """Return which words say how some arrows run: straight, bent, or some so and some so."""
    bent = {bool(trunk.bend) for trunk in trunks}
    return "trunk_both" if len(bent) > 1 else "trunk_bent" if True in bent else "trunk"


def _sign(reading: Reading, look: str, shown: Sequence[Mark], rows: Sequence[Mapping[str, Any]]) -> Sign:
    words = reading.words
    is_table = not reading.public.info.accounts
    of_look = [mark for mark in shown if mark.look == look]
    if look == "impact_area":
        if is_table and not all(mark.trajectory_ids for mark in of_look):
            return Sign(key=look, text=words.text("legend.impact_area_catalogue"))
        ids = {t for mark in of_look for t in mark.trajectory_ids}
        fallen = [row for row in rows if row["trajectory_id"] in ids]
        return Sign(key=look, text=words.text("legend.impact_area", things=things_of(reading, fallen)))
    if look == "launch_area" and all(mark.outcomes and NOT_FLOWN.issuperset(mark.outcomes) for mark in of_look):
        return Sign(key=look, text=words.text("legend.not_flown"))
    if look == "event" and is_table:
        return Sign(key=look, text=words.text("legend.event_catalogue"))
    return Sign(key=look, text=words.text(f"legend.{look}"))


def attack_signs(reading: Reading, *, is_attacks: bool) -> tuple[Sign, ...]:
    """Return the one sign of a table that a picture shows as counts in squares."""
    key = "impact_area" if is_attacks else "event"
    return (Sign(key=key, text=reading.words.text(f"legend.{key}_catalogue")),)


def method_of(reading: Reading) -> tuple[str, ...]:
    """Return how the areas are meant, in words that fit what is told of."""
    words, rows = reading.words, list(reading.trajectories.values())
    if reading.public.info.accounts and rows:
        areas = words.text("method.areas", things=things_of(reading, rows))
    else:
        areas = words.text(f"method.areas_{_drawn_of_a_table(reading, rows)}")
    return areas, words.text("method.ranges"), words.text("method.basemap"), *unread_columns(reading)


def credits_of(reading: Reading, views: Sequence[View]) -> tuple[str, ...]:
    """Return whose work is shown: what the desk says, and the ground's sources where it does not name them.

    Parameters
    ----------
    reading : Reading
    views : sequence of View
        Where a map opens; only one that opens close by has towns of GeoNames.
    """
    own = tuple(reading.clause(item).text for item in reading.editorial_list("credits"))
    regions = [opening(view.bounds, view.center, view.metres_per_px) for view in views]
    is_close = any(region.m_per_px < FROM_GEONAMES_M_PER_PX for region in regions)
    view = ground_choice(reading.public.editorial, reading.words.lang).point_of_view
    if view != POINTS_OF_VIEW[0] or has_disputed_border([r for r in regions if r.m_per_px >= _BORDERS_FROM_M_PER_PX]):
        own = (*own, reading.words.text(f"method.ground_{view}"))
    said = " ".join(own)
    if "Natural Earth" in said and ("GeoNames" in said or not is_close):
        return own
    return *own, reading.words.text("method.ground_credit_towns" if is_close else "method.ground_credit")


def _drawn_of_a_table(reading: Reading, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return what the areas of a table stand for: where events were, where munitions were fired from, or both."""
    if not any(reading.area(row["launch_place_id"]) is not None for row in rows):
        return "catalogue"
    ends = (reading.area(row["impact_place_id"]) is not None for row in rows)
    has_places = any(ends) or any(reading.area(event["place_id"]) is not None for event in reading.events.values())
    return "both" if has_places else "launches"
