"""The marks of claimed origins that are directions alone, in the picture of all accounts and in that of their own."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geomap import geodesy
from geomap.edition import Mark, Panel, PanelLine, Sign, View
from geomap.ground import opening
from geomap.scene.directions import FAR_M, Towards, drawn_text, opening_of
from geomap.scene.disputes import denier_lines, verification_lines
from geomap.scene.letters import capital
from geomap.scene.marks import mark_id_of
from geomap.scene.origins import ClaimedOrigin, plate_of, rejections, speakers_of
from geomap.scene.panels import claim_lines
from geomap.scene.reading import Reading, geojson
from geomap.scene.seam import fit

__all__ = ["direction_marks", "direction_signs", "in_frame"]

_CLEAR_PX, _CLEAR_MAX_M = 20.0, 90_000.0
_SEEN_TIMES, _SEEN_MAX_M = 4.0, 0.55 * FAR_M
"""An opening view shows so many times the width of all else that it frames, and at most up to where the tint fades."""


def direction_signs(reading: Reading, origins: Sequence[ClaimedOrigin]) -> tuple[Sign, ...]:
    """Return the sign of a direction for a legend, if one of some origins is drawn as such."""
    is_used = any(origin.towards for origin in origins)
    return (Sign(key="claimed_open", text=reading.words.text("legend.claimed_open")),) if is_used else ()


def in_frame(reading: Reading, origins: Sequence[ClaimedOrigin], framed: Sequence[Mark]) -> list[Mark]:
    """Return what an opening view shows of each direction; it alone never widens a view much.

    Parameters
    ----------
    reading : Reading
    origins : sequence of ClaimedOrigin
    framed : sequence of Mark
        All else that the view frames.
    """
    if not framed:
        return []
    west, south, east, north = fit([shapely.geometry.shape(mark.geometry) for mark in framed], 0.0)
    across_m = float(geodesy.geodesic(west, south, east, north)[0])
    far_m = min(_SEEN_TIMES * across_m, _SEEN_MAX_M)
    return [
        _mark(reading, origin, n, origin.accounts[0].account_id, opening_of(reading, origin.towards, far_m=far_m))
        for n, origin in enumerate(origins)
        if origin.towards
    ]


def direction_marks(
    reading: Reading, origins: Sequence[ClaimedOrigin], account_id: str, view: View
) -> tuple[Mark, ...]:
    """Return a mark for each origin that is a direction alone; it begins clear of the impacts on the opening view.

    Parameters
    ----------
    reading : Reading
    origins : sequence of ClaimedOrigin
    account_id : str
        Of the picture.
    view : View
        Where it opens.
    """
    m_per_px = opening(view.bounds, view.center, view.metres_per_px).m_per_px
    clear_m = min(_CLEAR_PX * m_per_px, _CLEAR_MAX_M)
    return tuple(
        _mark(reading, origin, n, account_id, opening_of(reading, origin.towards, clear_m=clear_m))
        for n, origin in enumerate(origins)
        if origin.towards
    )


def _mark(reading: Reading, origin: ClaimedOrigin, number: int, account_id: str, shape: geodesy.Opening) -> Mark:
    """Return the mark of a direction: no event or group lies on it, and no export holds it."""
    words = reading.words
    assert origin.towards is not None
    name = words.text("all.quote", quote=capital(origin.name))
    who = words.listing(list(speakers_of(reading, origin.claim_ids)))
    long, short = rejections(reading, origin.denials, origin.name)
    drawn = drawn_text(reading, origin.towards)
    doubts = verification_lines(reading, origin.claim_ids)
    described = words.text("all.describe", place=name, speakers=who)
    return Mark(
        mark_id=mark_id_of("launch_area", account_id, f"direction-{number}"),
        layer="launch_areas",
        role="launch_area",
        account=account_id,
        place_id="",
        name=name,
        name_local="",
        label=(name, words.text("direction.label"), *doubts),
        short_label=(name,),
        description=words.listed([described, drawn, *doubts, *denier_lines(reading, origin.denials)]),
        symbol="area",
        edge="open",
        tone="area",
        geometry=geojson(shape.shape),
        outline=None,
        anchor=shape.start,
        uncertainty_m=FAR_M,
        sides=(geojson(shape.sides[0]), geojson(shape.sides[1])),
        fades_at=shape.fades_at,
        claim_ids=(*origin.claim_ids, *origin.denials),
        panel=_panel(reading, origin, origin.towards, name),
        is_gathered=True,
        plate=plate_of(reading, origin.accounts),
        short_plate=plate_of(reading, origin.accounts, is_small=True),
        denials=long,
        short_denials=short,
    )


def _panel(reading: Reading, origin: ClaimedOrigin, towards: Towards, name: str) -> Panel:
    """Return who says so, who says not, and how the direction was drawn."""
    words = reading.words
    lines = [PanelLine(kind="fact", text=words.text("panel.who_says_so")), *claim_lines(reading, origin.claim_ids)]
    key = "who_says_not" if origin.denials else "nobody_says_not"
    lines += [PanelLine(kind="fact", text=words.text(f"panel.{key}")), *claim_lines(reading, origin.denials)]
    lines.append(PanelLine(kind="method", text=reading.sentence(drawn_text(reading, towards))))
    lines.append(PanelLine(kind="method", text=words.text("direction.not_located")))
    return Panel(kicker=words.text("direction.kicker"), title=name, title_local="", lines=tuple(lines))
