"""Links: the groups whose way between two areas can be told; what is drawn of it is worked out once for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import shapely

from geomap.counts import Count
from geomap.edition import Link, ListItem, Panel, Track, TrayItem
from geomap.scene.kinds import noun_of_rows
from geomap.scene.munitions import part_of
from geomap.scene.panels import link_panel
from geomap.scene.reading import Reading, geojson
from geomap.scene.unplaced import whole_of

__all__ = ["LINES_MAX", "lines_of", "lines_undrawn", "links_of", "undrawn_items", "undrawn_tray"]

LINES_MAX = 500
"""Lines between areas that a page can hold: with more, as with so many places, single ones would merge into a blot."""

_Line: TypeAlias = tuple[tuple[float, float], tuple[float, float]]
_Pair: TypeAlias = tuple[str, str]


def links_of(reading: Reading, rows: list[Mapping[str, Any]]) -> tuple[Link, ...]:
    """Return the resolvable groups of some trajectories, each with its corridor and straight line.

    Groups of one pair of places share corridor, line and words. Where more than `LINES_MAX` pairs would have to be
    drawn, no corridor is.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["event_id"], []).append(row)
    linked = [(row, track) for row in rows if (track := reading.track[row["trajectory_id"]]).corridor is not None]
    first: dict[_Pair, Track] = {}
    for row, track in linked:
        first.setdefault((row["launch_place_id"], row["impact_place_id"]), track)
    are_drawn = len(first) <= LINES_MAX
    ways = {pair: (_corridor_of(track) if are_drawn else None, _ends_of(track)) for pair, track in first.items()}
    heads: dict[tuple[Count, Count, str], str] = {}
    panels: dict[tuple[_Pair, str, str], Panel] = {}
    made = []
    for row, track in linked:
        pair = row["launch_place_id"], row["impact_place_id"]
        whole = whole_of(reading, [row], groups[row["event_id"]])
        said = Count.of_group(row), whole, noun_of_rows(reading, [row])
        if said not in heads:
            heads[said] = reading.sentence(part_of(reading.words, *said))
        key = pair, heads[said], str(row["basis_claim_ids"])
        if key not in panels:
            panels[key] = link_panel(reading, track, row, heads[said])
        corridor, line = ways[pair]
        text = panels[key].lines[1].text
        made.append(
            Link(trajectory_id=row["trajectory_id"], corridor=corridor, line=line, text=text, panel=panels[key])
        )
    return tuple(made)


def _corridor_of(track: Track) -> dict[str, Any]:
    return geojson(track.corridor)


def _ends_of(track: Track) -> _Line:
    start, end = (tuple(round(v, 4) for v in xy) for xy in shapely.get_coordinates(track.connector)[[0, -1]].tolist())
    return (start[0], start[1]), (end[0], end[1])


def lines_of(links: Iterable[Link]) -> int:
    """Return how many lines some links are: two reports of one pair of areas are one line."""
    return len({link.line for link in links})


def lines_undrawn(links: Iterable[Link]) -> int:
    """Return how many lines of some links are too many to be drawn."""
    return lines_of(link for link in links if link.corridor is None)


def undrawn_tray(reading: Reading, lines: int) -> tuple[TrayItem, ...]:
    """Return what stands inside the picture because so many lines are not drawn; nothing where none is left out."""
    text = reading.words.text("tray.lines", n=lines)
    return (TrayItem(count=None, text=text, trajectory_id=""),) if lines else ()


def undrawn_items(reading: Reading, lines: int) -> tuple[ListItem, ...]:
    """Return the same for the list below the map, with where the lines are to be found."""
    words = reading.words
    head, text = words.text("list.lines_head", n=lines), words.text("list.lines")
    return (ListItem(head=head, text=text, claim_ids=()),) if lines else ()
