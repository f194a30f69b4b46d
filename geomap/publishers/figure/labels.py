"""Where labels stand: inside the frame, off other labels, off areas that they do not belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.publishers.figure.text import width_px

__all__ = ["Dot", "Line", "Placed", "Wanted", "corner_for", "placed"]

MARGIN_PX = 8.0
_GAP_PX = 7.0
_DOT_GAP_PX = 3.0
_LABEL_ROOM_PX = 40.0
_SIDES = ("below", "above", "left", "right")
_SIGN_OFF_PX = 12.0
_SIGN_COSTS = 12
"""A sign under a label is worth so many times the area that it covers."""


_LEADER_MAX_PX, _LONG_COSTS = 70.0, 400.0
"""So long is such a line at most where there is any room; each pixel more is worth so much of what a label covers."""

_LEADER_FROM_PX, _LEADER_ON_OTHERS, _LEADER_IN_PX = 14.0, 0.3, 9.0
"""A label this far from its area, or by this share on another, is joined to its own by a line that ends inside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a label."""

    text: str
    size_px: float
    colour: str
    is_bold: bool = False
    is_italic: bool = False
    spaced_px: float = 0.0
    """Room between letters; a script that joins its letters has none."""
    halo: str = ""
    """Colour of the rim, if it is not the land's."""

    sign: str = ""
    """``plate`` under who names a place, ``denial`` beside who says it was not from there."""

    @property
    def width_px(self) -> float:
        """Estimated width."""
        sign = {"plate": self.size_px, "denial": self.size_px + 4.0}.get(self.sign, 0.0)
        return width_px(self.text, self.size_px, is_bold=self.is_bold) + self.spaced_px * len(self.text) + sign

    @property
    def height_px(self) -> float:
        """How far below the line above the next one begins."""
        return self.size_px * (1.7 if self.sign == "plate" else 1.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """The sign of a town, in pixels; it is drawn where its name finds a place."""

    x: float
    y: float
    radius_px: float
    is_square: bool = False

    @property
    def box(self) -> BaseGeometry:
        """What it covers, with a rim."""
        by = self.radius_px + 1
        return shapely.box(self.x - by, self.y - by, self.x + by, self.y + by)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Wanted:
    """A label that wants a place.

    ``shape`` is what it belongs to, in pixels; ``side`` is the desk's choice (above, below, left, right, centre) or
    empty; ``must`` labels are drawn even where nothing is free. ``dot`` is the sign of a town, ``spots`` are the points
    on which the name of an area may stand. ``is_sign``: a sign of fixed size, along which a label slides by its own
    size.
    """

    lines: tuple[Line, ...]
    shape: BaseGeometry
    side: str = ""
    offset_px: tuple[float, float] | None = None
    must: bool = True
    dot: Dot | None = None
    spots: tuple[tuple[float, float], ...] = ()
    is_sign: bool = False


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Placed:
    """A label with its place: ``left`` and ``top`` in pixels, ``align`` start, middle or end."""

    lines: tuple[Line, ...]
    left: float
    top: float
    width_px: float
    height_px: float
    align: str
    dot: Dot | None = None
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None
    """The line from the label to its area, where it stands apart from it or on another."""

    @property
    def box(self) -> BaseGeometry:
        """What it covers."""
        return shapely.box(self.left, self.top, self.left + self.width_px, self.top + self.height_px)


def _size(lines: Sequence[Line]) -> tuple[float, float]:
    return max(line.width_px for line in lines), sum(line.height_px for line in lines)


@lru_cache(maxsize=4096)
def _within(shape: BaseGeometry, frame: BaseGeometry) -> BaseGeometry:
    """Return what a frame shows of a shape, with the margin that labels keep; the shape itself where that is little."""
    west, north, east, south = frame.bounds
    seen = shapely.clip_by_rect(shape, west + MARGIN_PX, north + MARGIN_PX, east - MARGIN_PX, south - MARGIN_PX)
    return seen if seen.area > 0 else shape


def _at(label: Wanted, size: tuple[float, float], side: str, share: float) -> Placed:
    """Return the label at one side of its shape; ``share`` slides it along that side."""
    west, north, east, south = label.shape.bounds
    wide, high = size
    middle, centre = west + (east - west) * share, north + (south - north) * share
    if label.is_sign:
        middle, centre = (west + east) / 2 + (share - 0.5) * wide, (north + south) / 2 + (share - 0.5) * high
    if side == "above":
        left, top, align = middle - wide / 2, north - _GAP_PX - high, "middle"
    elif side == "below":
        left, top, align = middle - wide / 2, south + _GAP_PX, "middle"
    elif side == "left":
        left, top, align = west - _GAP_PX - wide, centre - high / 2, "end"
    elif side == "right":
        left, top, align = east + _GAP_PX, centre - high / 2, "start"
    else:
        left, top, align = *_heart(label.shape, wide, high, share), "middle"
    right, down = label.offset_px or (0.0, 0.0)
    return Placed(lines=label.lines, left=left + right, top=top + down, width_px=wide, height_px=high, align=align)


def _heart(shape: BaseGeometry, wide: float, high: float, share: float) -> tuple[float, float]:
    """Return the upper left corner of a box where a shape has most room for it, slid sideways by ``share``."""
    x, y = _widest(shape, max(round(wide / high, 1), 1.0))
    return x - wide / 2 + (share - 0.5) * wide, y - high / 2


@lru_cache(maxsize=4096)
def _widest(shape: BaseGeometry, stretch: float) -> tuple[float, float]:
    """Return the middle of the largest ellipse in a shape that is so many times as wide as it is high."""
    if shape.area <= 0:
        x, y = shapely.get_coordinates(shape)[0]
        return float(x), float(y)
    upright = shapely.transform(shape, lambda xy: xy / np.array([stretch, 1.0]))
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(upright, tolerance=2.0))[0]
    return float(x * stretch), float(y)


def _on_spots(label: Wanted) -> list[Placed]:
    """Return a name on each of its spots: a spot is the middle of the name."""
    wide, high = _size(label.lines)
    return [
        Placed(lines=label.lines, left=x - wide / 2, top=y - high / 2, width_px=wide, height_px=high, align="middle")
        for x, y in label.spots
    ]


def _beside_dot(label: Wanted, dot: Dot) -> list[Placed]:
    """Return the name of a town right, left, above and below its dot, and at two corners."""
    wide, high = _size(label.lines)
    off = dot.radius_px + _DOT_GAP_PX
    middle = dot.y - high / 2
    places = (
        (dot.x + off, middle, "start"),
        (dot.x - off - wide, middle, "end"),
        (dot.x - wide / 2, dot.y - off - high + 2, "middle"),
        (dot.x - wide / 2, dot.y + off - 2, "middle"),
        (dot.x + off - 2, middle - high / 2, "start"),
        (dot.x - off + 2 - wide, middle - high / 2, "end"),
    )
    return [
        Placed(lines=label.lines, left=x, top=y, width_px=wide, height_px=high, align=align, dot=dot)
        for x, y, align in places
    ]


def _candidates(label: Wanted, frame: BaseGeometry) -> list[Placed]:
    if label.dot is not None:
        return _beside_dot(label, label.dot)
    if label.spots:
        return _on_spots(label)
    if label.side == "centre":
        label = replace(label, shape=_within(label.shape, frame))
    sides = [label.side] if label.side in (*_SIDES, "centre") else []
    sides += [side for side in _SIDES if side not in sides]
    size = _size(label.lines)
    shares = (0.5, 0.3, 0.7, 0.1, 0.9)
    made = [_at(label, size, side, share) for share in shares for side in sides]
    if label.is_sign:  # signs crowd: a little further off, if need be
        wider = replace(label, shape=label.shape.buffer(_SIGN_OFF_PX))
        made += [_at(wider, size, side, share) for share in shares for side in sides]
    return made


def _inside(label: Placed, frame: BaseGeometry) -> Placed:
    """Return the label moved into the frame, if it is near its edge."""
    _, _, width, height = frame.bounds
    left = min(max(label.left, MARGIN_PX), width - MARGIN_PX - label.width_px)
    top = min(max(label.top, MARGIN_PX), height - MARGIN_PX - label.height_px)
    return Placed(
        lines=label.lines,
        left=left,
        top=top,
        width_px=label.width_px,
        height_px=label.height_px,
        align=label.align,
        dot=label.dot,
    )


def _meet(one: Placed, other: Placed) -> bool:
    """Whether two labels may overlap; most do not, and need no geometry."""
    return (
        one.left < other.left + other.width_px
        and other.left < one.left + one.width_px
        and one.top < other.top + other.height_px
        and other.top < one.top + one.height_px
    )


def _is_taken(
    moved: Placed, label: Wanted, tree: shapely.STRtree, taken: Sequence[BaseGeometry], made: Sequence[Placed]
) -> bool:
    """Whether a label would cover anything; the first thing found is enough."""
    if any(p.dot is not None and moved.box.intersects(p.dot.box) for p in made):
        return True
    if moved.dot is not None and _is_hidden(moved.dot, tree, made):
        return True
    if any(_meet(moved, p) and moved.box.intersection(p.box).area > 0 for p in made):
        return True
    near = (taken[n] for n in tree.query(moved.box, predicate="intersects"))
    return any(t is not label.shape and moved.box.intersection(t).area > 0 for t in near)


def _is_hidden(dot: Dot, tree: shapely.STRtree, made: Sequence[Placed]) -> bool:
    """Whether a dot would lie under a label, an area or an arrow."""
    return len(tree.query(dot.box, predicate="intersects")) > 0 or any(p.box.intersects(dot.box) for p in made)


def placed(
    labels: Sequence[Wanted],
    frame: BaseGeometry,
    taken: Sequence[BaseGeometry],
    signs: Sequence[BaseGeometry] = (),
) -> list[Placed]:
    """Return the labels that find a place, the first ones first.

    Parameters
    ----------
    labels : sequence of Wanted
        In order of weight.
    frame : shapely box
        In pixels.
    taken : sequence of shapely geometry
        Areas, boxes and arrows that no label may cover, in pixels; a label's own shape does not count.
    signs : sequence of shapely geometry
        Those of them that say what became of projectiles: a label had better cover anything else.
    """
    made: list[Placed] = []
    tree = shapely.STRtree(list(taken))
    for label in labels:
        if not label.shape.intersects(frame):
            continue
        best: tuple[float, Placed] | None = None
        for candidate in _candidates(label, frame):
            moved = _inside(candidate, frame)
            strayed = abs(moved.left - candidate.left) + abs(moved.top - candidate.top)
            if not label.must and (strayed > 0 or _is_taken(moved, label, tree, taken, made)):
                continue  # it is drawn only where it covers nothing
            near = (taken[n] for n in sorted(tree.query(moved.box)))
            covered = sum(moved.box.intersection(t).area for t in near if t is not label.shape)
            covered += _SIGN_COSTS * sum(moved.box.intersection(sign).area for sign in signs)
            covered += (2 * _SIGN_COSTS if signs else 4) * sum(
                moved.box.intersection(p.box).area for p in made if _meet(moved, p)
            )
            cost = covered + 2 * strayed + _too_far(label, moved)
            if best is None or cost < best[0] - 1e-9:
                best = cost, moved
            if cost <= 0:
                break
        if best is not None and (label.must or best[0] <= 0):
            others = [other.shape for other in labels if other.must and other is not label and other.shape.area > 0]
            made.append(replace(best[1], leader=_leader(label, best[1], others)))
    return made


def _too_far(label: Wanted, moved: Placed) -> float:
    """Return what it costs that the line from a label to its area would be long; what the desk set costs nothing."""
    if not label.must or label.offset_px is not None or label.dot is not None or label.spots or label.shape.area <= 0:
        return 0.0
    return _LONG_COSTS * max(float(label.shape.distance(moved.box)) + _LEADER_IN_PX - _LEADER_MAX_PX, 0.0)


def _leader(
    label: Wanted, label_placed: Placed, others: Sequence[BaseGeometry]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the line that joins a label to its area; None where it stands beside it or in it, and on no other."""
    box, shape = label_placed.box, label.shape
    if not label.must or label.dot is not None or label.spots or shape.area <= 0 or shape.intersects(box):
        return None
    is_elsewhere = any(other.intersection(box).area > _LEADER_ON_OTHERS * box.area for other in others)
    if shape.distance(box) <= _LEADER_FROM_PX and not is_elsewhere:
        return None
    near = shapely.shortest_line(shape, box)
    heart = shapely.LineString([near.coords[0], shape.representative_point().coords[0]])
    to = heart.interpolate(min(_LEADER_IN_PX, heart.length))
    start = shapely.shortest_line(to, box).coords[1]
    return (float(start[0]), float(start[1])), (to.x, to.y)


def corner_for(
    wide: float,
    high: float,
    frame: BaseGeometry,
    taken: Sequence[BaseGeometry],
    corners: Sequence[str],
    kept_free: Sequence[BaseGeometry] = (),
) -> BaseGeometry:
    """Return a box in the first corner of the frame where it covers least; first of all nothing that is to stay free.

    Parameters
    ----------
    wide, high : float
        Pixels.
    frame : shapely box
    taken : sequence of shapely geometry
    corners : sequence of str
        ``upper-right`` and the like, the best first.
    kept_free : sequence of shapely geometry
        What is to stay free before all else, with room for a label beside it.
    """
    _, _, width, height = frame.bounds
    boxes = []
    for corner in corners:
        left = 12.0 if corner.endswith("left") else width - 12.0 - wide
        top = 12.0 if corner.startswith("upper") else height - 12.0 - high
        boxes.append(shapely.box(left, top, left + wide, top + high))
    costs = [
        (
            sum(box.intersects(t) for t in kept_free),
            sum(box.buffer(_LABEL_ROOM_PX).intersects(t) for t in kept_free),
            sum(box.intersection(t).area for t in taken),
        )
        for box in boxes
    ]
    return boxes[costs.index(min(costs))]
