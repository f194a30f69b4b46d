"""The lines beside a mark: the desk's, or worked out from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geomap.ground import country_outline
from geomap.scene.reading import Reading

__all__ = ["Label", "country_of", "label_of", "no_line_reasons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lines of text and where the desk wants them; None and empty leave the place to the program."""

    lines: tuple[str, ...]
    short: tuple[str, ...]
    offset_px: tuple[float, float] | None = None
    anchor: str = ""


def label_of(
    reading: Reading,
    place_id: str,
    role: str,
    account: str,
    worked_out: tuple[str, ...],
    *,
    always: tuple[str, ...] = (),
    short: str = "",
    doubts: tuple[str, ...] = (),
) -> Label:
    """Return the label of a mark.

    Parameters
    ----------
    reading : Reading
    place_id, role, account : str
    worked_out : tuple of str
        Lines behind the name where map.toml has none.
    always : tuple of str
        Lines that no choice of the desk may drop: why no line is drawn.
    short : str
        The line behind the name on a small screen.
    doubts : tuple of str
        Who denies what the mark says: the first of those lines, and on a small screen, too.
    """
    name = reading.place_name(place_id)
    small = tuple(filter(None, (name, short, *doubts)))
    always = (*doubts, *always)
    for item in reading.editorial_list("label"):
        wanted = (item.get("place"), item.get("account", account), item.get("role", role))
        if wanted == (place_id, account or item.get("account", ""), role):
            own = tuple(filter(None, (reading.editorial(item, f"line{n}") for n in (1, 2, 3))))
            lines = own or worked_out
            anchor = str(item.get("anchor", ""))
            return Label(lines=(name, *lines, *always), short=small, offset_px=_pair(item), anchor=anchor)
    return Label(lines=(name, *worked_out, *always), short=small)


def _pair(item: Mapping[str, Any]) -> tuple[float, float] | None:
    offset = item.get("offset_px")
    return (float(offset[0]), float(offset[1])) if isinstance(offset, list) and len(offset) == 2 else None


def no_line_reasons(reading: Reading, group: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return why no direction is drawn from a launch area, in words; nothing where one is."""
    tracks = [reading.track[row["trajectory_id"]] for row in group]
    if any(track.resolvable for track in tracks):
        return ()
    reasons = {track.reason for track in tracks}
    if reasons & {"too-wide", "areas-touch"}:
        return (reading.words.text("label.too_wide"),)
    return (reading.words.text("label.no_one_way"),) if "no-one-way" in reasons else ()


def country_of(reading: Reading) -> str:
    """Return the country that a small map may show; none whose name is withheld, for its outline would tell it."""
    country = reading.public.info.country
    outline = country_outline(country) if reading.public.omitted_labels else None
    return "" if outline is not None and outline["properties"]["key"] in reading.public.omitted_labels else country
