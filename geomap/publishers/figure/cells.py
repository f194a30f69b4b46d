"""Very many places as counts in squares: each place's events are spread over the area in which they may lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geomap.edition import Crowd
from geomap.publishers.figure.canvas import INK, Canvas
from geomap.publishers.figure.labels import Line, Wanted
from geomap.publishers.figure.layers import Style
from geomap.publishers.figure.projection import Frame
from geomap.signs import LIGHT, value

__all__ = ["CELL_PX", "Classes", "classes_of", "crowd_labels", "draw_cells", "draw_ramp", "grid_of"]

CELL_PX = 6.0
_REACH_MAX = 60
_COLOUR = LIGHT[value("crowd.colour")]
_ALPHAS: tuple[float, ...] = tuple(value("crowd.alphas"))
_LABELS_MAX = 10


@dataclass(frozen=True, slots=True)
class Classes:
    """Steps of a ramp: the smallest number of each but the first, which is what is less than one."""

    edges: tuple[int, ...]

    def names(self) -> tuple[str, ...]:
        """Return the steps as figures."""
        spans = [
            f"{low}–{high - 1}" if high - 1 > low else f"{low}"
            for low, high in zip(self.edges, self.edges[1:], strict=False)
        ]
        return (f"<{self.edges[0]}", *spans, f"{self.edges[-1]}+")


def grid_of(crowd: Crowd, frame: Frame) -> np.ndarray[Any, Any]:
    """Return how many events fall on each square of the frame, rows from the top.

    The events of a place count in equal parts for every square of its disc: they may be anywhere inside.
    """
    columns, rows = math.ceil(frame.width_px / CELL_PX), math.ceil(frame.height_px / CELL_PX)
    right, down = frame.positions(np.array(crowd.lon), np.array(crowd.lat))
    column, row = np.floor(right / CELL_PX).astype(int), np.floor(down / CELL_PX).astype(int)
    reach = np.minimum(np.rint(np.array(crowd.radius_m) / frame.metres_per_px / CELL_PX), _REACH_MAX).astype(int)
    count = np.array(crowd.count, dtype=float)
    whole = np.zeros((rows, columns))
    for radius in np.unique(reach):
        pad = int(radius)
        near = (reach == radius) & (column >= -pad) & (column < columns + pad) & (row >= -pad) & (row < rows + pad)
        middles = np.zeros((rows + 4 * pad, columns + 4 * pad))
        np.add.at(middles, (row[near] + 2 * pad, column[near] + 2 * pad), count[near])
        offsets = [(y, x) for y in range(-pad, pad + 1) for x in range(-pad, pad + 1) if y * y + x * x <= pad * pad]
        for y, x in offsets:
            part = middles[2 * pad + y : 2 * pad + y + rows, 2 * pad + x : 2 * pad + x + columns]
            whole += part / len(offsets)
    return whole


def classes_of(grid: np.ndarray[Any, Any]) -> Classes:
    """Return steps for a grid: in thirds of a power of ten where the numbers are small, else in powers of ten."""
    most = float(grid.max()) if grid.size else 0.0
    edges = (1, 2, 5) if most < 10 else (1, 3, 10, 30) if most < 100 else (1, 10, 100, 1000)
    return Classes(tuple(edge for edge in edges if edge <= max(most, 1.0)))


def draw_cells(canvas: Canvas, grid: np.ndarray[Any, Any], classes: Classes) -> None:
    """Draw the squares of each step as one path."""
    step = np.digitize(grid, classes.edges)
    for number, alpha in enumerate(_alphas(classes)):
        found = np.argwhere((step == number) & (grid > 0.02))
        if len(found):
            data = "".join(f"M{x * CELL_PX:g} {y * CELL_PX:g}h{CELL_PX:g}v{CELL_PX:g}h-{CELL_PX:g}z" for y, x in found)
            canvas.put("path", d=data, fill=_COLOUR, fill_opacity=alpha, shape_rendering="crispEdges")


def _alphas(classes: Classes) -> tuple[float, ...]:
    return _ALPHAS[: len(classes.edges) + 1]


def draw_ramp(canvas: Canvas, classes: Classes, left: float, top: float, font_px: float) -> float:
    """Draw the steps with their numbers, from the left, and return how wide they are."""
    at = left
    for name, alpha in zip(classes.names(), _alphas(classes), strict=True):
        line = Line(text=name, size_px=font_px, colour=INK)
        canvas.put("rect", x=at, y=top + 1, width=12, height=12, fill=_COLOUR, fill_opacity=alpha)
        canvas.text(at + 16, top + font_px * 0.98, line)
        at += 24 + line.width_px
    return at - left


def crowd_labels(crowd: Crowd, frame: Frame, style: Style) -> Sequence[Wanted]:
    """Return names of the places with most events; they are drawn where they cover nothing."""
    made = []
    for (name, count), lon, lat in zip(crowd.labels[:_LABELS_MAX], crowd.lon, crowd.lat, strict=False):
        lines = (
            Line(text=name, size_px=style.line_px, colour=INK, is_bold=True),
            Line(text=count, size_px=style.line_px - 1, colour=INK),
        )
        point = shapely.Point(frame.position(lon, lat)).buffer(CELL_PX / 2)
        made.append(Wanted(lines=lines, shape=point, side="right", must=False))
    return made
