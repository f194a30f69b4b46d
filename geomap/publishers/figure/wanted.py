"""The labels that marks and arrows want, in lines; `labels` finds their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import AccountView, Mark
from geomap.publishers.figure.canvas import INK, MUTED, PAPER
from geomap.publishers.figure.labels import Line, Wanted
from geomap.publishers.figure.layers import Style, extent
from geomap.publishers.figure.text import wrapped
from geomap.publishers.signs import ring_of, together_of
from geomap.signs import AREAS
from geomap.words import Words

__all__ = ["area_labels", "is_large", "label_lines", "trunk_labels"]

_SLIDES_BELOW_PX = 48.0
_FLAT = 0.6
"""Words stand over and under an arrow that is flatter, beside one that is steeper."""
_NAME_CHARS, _LONG_NAME_CHARS = 24, 36
_IN_BRACKETS = re.compile(r"(.+?) (\([^()]+\))$")
_TOGETHER_PX, _TOGETHER_NAMES, _TOGETHER_EM = 20.0, 4, 20
"""Signs this near to one another have one label, with so many names, in lines so many times as long as high."""
_LARGE_PX = (150.0, 90.0)
_NAMED_ALWAYS = 2
"""So many places of a catalogue, those with most events, are named even where their signs crowd."""


def label_lines(mark: Mark, style: Style, *, is_main: bool) -> tuple[Line, ...]:
    """Return the lines of an area's label: name, name in the other script, what is reported."""
    if mark.is_gathered:
        return _gathered_lines(mark, style)
    colour = AREAS[mark.look].edge
    size = style.name_px if is_main else style.second_name_px
    size = size + 3 if mark.tone == "coarse" else size
    texts = mark.label if style.shows_local_names else mark.short_label
    lines = _name_lines(texts[0], size, colour)
    if is_main and style.shows_local_names and mark.name_local and mark.tone != "coarse":
        lines.append(Line(text=mark.name_local, size_px=round(size * 0.77), colour=colour))
    smaller = style.line_px if is_main else style.line_px - 1
    lines += [Line(text=text, size_px=smaller, colour=INK) for text in texts[1:]]
    return tuple(lines)


def _gathered_lines(mark: Mark, style: Style) -> tuple[Line, ...]:
    """Return the lines of a mark of all accounts: who names it, its name, what is said, who says not."""
    is_full, small = style.shows_local_names, style.line_px - 1
    texts = mark.label if is_full else mark.short_label
    plates = [
        Line(text=t, size_px=small - 1, colour=PAPER, is_bold=True, sign="plate")
        for t in (mark.plate if is_full else mark.short_plate)
    ]
    name = _name_lines(texts[0], style.name_px, AREAS[mark.look].edge, _LONG_NAME_CHARS if is_full else _NAME_CHARS)
    said = [Line(text=text, size_px=small, colour=INK) for text in texts[1:]]
    denials = mark.denials if is_full else mark.short_denials
    return (*plates, *name, *said, *(Line(text=t, size_px=small, colour=INK, sign="denial") for t in denials))


def _name_lines(text: str, size_px: float, colour: str, most: int = _LONG_NAME_CHARS) -> list[Line]:
    """Return a name as the page breaks it: what a long one says in brackets smaller, a very long one in halves."""
    found = _IN_BRACKETS.match(text) if len(text) > _NAME_CHARS else None
    name, part = found.groups() if found else (text, "")
    lines = [Line(text=half, size_px=size_px, colour=colour, is_bold=True) for half in _halves(name, most)]
    return [*lines, *([Line(text=part, size_px=round(size_px * 0.77), colour=colour)] if part else [])]


def _halves(text: str, most: int) -> list[str]:
    """Return a text of more letters in two lines of about one length."""
    spaces = [n for n, c in enumerate(text) if c == " "]
    if len(text) <= most or not spaces:
        return [text]
    cut = min(spaces, key=lambda n: abs(n - len(text) / 2))
    return [text[:cut], text[cut + 1 :]]


def area_labels(areas: Sequence[Mark], shapes: Sequence[BaseGeometry], style: Style, say: Words) -> list[Wanted]:
    """Return the labels of areas, the heaviest first; ``shapes`` are the areas in pixels.

    Signs of interceptions, and of debris, that stand beside one another have one label with the names of all.
    """
    heaviest = max((m.munitions.low or 0 for m in areas if m.role == "impact_area"), default=0)
    pairs = sorted(
        zip(areas, shapes, strict=True),
        key=lambda p: (p[0].role == "event", -_weight(p[0]), -len(p[0].event_ids), p[0].mark_id),
    )
    made: list[Wanted] = []
    crowds = _crowds(pairs)
    for mark, shape in pairs:
        crowd = next((crowd for crowd in crowds if any(one is mark for one, _ in crowd)), [])
        if len(crowd) > 1:
            made += [_together(crowd, style, say)] if crowd[0][0] is mark else []
            continue
        is_heaviest = mark.role == "impact_area" and (mark.munitions.low or 0) >= heaviest
        is_main = bool(mark.account) and (mark.role == "launch_area" or is_heaviest)
        side = mark.label_anchor or ("centre" if mark.tone == "coarse" or is_large(mark, shape) else "")
        lines = label_lines(mark, style, is_main=is_main)
        is_heavy = mark.role != "launch_area" and len(mark.event_ids) > 1 and len(made) < _NAMED_ALWAYS
        must = bool(mark.account) or bool(mark.signs) or is_heavy
        is_sign = bool(mark.signs or ring_of(mark)) and max(extent(shape)) < _SLIDES_BELOW_PX
        wanted = Wanted(lines=lines, shape=shape, side=side, offset_px=mark.label_offset_px, must=must, is_sign=is_sign)
        made.append(wanted)
    return made


_Pairs = Sequence[tuple[Mark, BaseGeometry]]


def _crowds(pairs: _Pairs) -> list[list[tuple[Mark, BaseGeometry]]]:
    """Return the signs that one label may tell of, as the page gathers them: each within reach of the first."""
    made: list[list[tuple[Mark, BaseGeometry]]] = []
    for mark, shape in pairs:
        if key := together_of(mark):
            near = (c for c in made if together_of(c[0][0]) == key and _apart_px(c[0][1], shape) < _TOGETHER_PX)
            crowd = next(near, None)
            if crowd is None:
                made.append(crowd := [])
            crowd.append((mark, shape))
    return made


def _apart_px(one: BaseGeometry, other: BaseGeometry) -> float:
    return float(shapely.distance(shapely.centroid(one), shapely.centroid(other)))


def _together(crowd: _Pairs, style: Style, say: Words) -> Wanted:
    """Return one label for signs that stand beside one another."""
    mark = crowd[0][0]
    names = list(dict.fromkeys(one.label[0] for one, _ in crowd))
    shown = names[:_TOGETHER_NAMES]
    is_parted = any(comma in name for name in shown for comma in ",،")
    places = say.text(f"label.together_{'semicolon' if is_parted else 'comma'}").join(shown)
    if more := len(names[_TOGETHER_NAMES:]):
        places = say.text("label.together_more", places=places, n=more)
    size, text = style.line_px, say.text(f"label.{together_of(mark)}", places=places)
    lines = wrapped(text, size, _TOGETHER_EM * size, is_bold=True)
    return Wanted(
        lines=tuple(Line(text=t, size_px=size, colour=AREAS[mark.look].edge, is_bold=True) for t in lines),
        shape=shapely.union_all([shape for _, shape in crowd]),
        is_sign=True,
    )


def is_large(mark: Mark, shape: BaseGeometry) -> bool:
    """Whether a claimed origin has room for its own label, and for those of others inside it."""
    wide, high = extent(shape)
    return bool(mark.plate) and wide > _LARGE_PX[0] and high > _LARGE_PX[1]


def _weight(mark: Mark) -> int:
    """Return how many projectiles of an account lie here; the places of a catalogue weigh by their events alone."""
    return (mark.munitions.low or 0) if mark.account else 0


def trunk_labels(account: AccountView, shapes: Sequence[BaseGeometry], style: Style) -> list[Wanted]:
    """Return what stands beside the trunk arrows: how many were fired, and that the arrow is schematic."""
    made: list[Wanted] = []
    for trunk, shape in zip(account.trunks, shapes, strict=True):
        if account.is_all:  # all are schematic alike: said once
            said = Line(text=trunk.label[-1], size_px=style.line_px - 1, colour=MUTED, is_italic=True)
            return [Wanted(lines=(said,), shape=shape)]
        texts = trunk.label if style.shows_trunk_words else trunk.short_label
        bold = [Line(text=text, size_px=style.line_px, colour=INK, is_bold=True) for text in texts[:-1]]
        plain = Line(text=texts[-1], size_px=style.line_px - 1, colour=MUTED, is_italic=True)
        west, north, east, south = shape.bounds
        if south - north < _FLAT * (east - west):
            made += [Wanted(lines=(line,), shape=shape, side="above") for line in bold]
            made.append(Wanted(lines=(plain,), shape=shape, side="below"))
        else:
            middle = (north + south) / 2
            high = (len(bold) + 1) * style.line_px * 0.7
            beside = shapely.clip_by_rect(shape, west, middle - high, east, middle + high)
            made.append(Wanted(lines=(*bold, plain), shape=beside, side="right"))
    return made
