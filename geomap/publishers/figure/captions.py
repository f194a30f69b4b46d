"""The words round the map: heading, legend of the signs in use, tray line, credits."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from geomap.edition import AccountView, Crowd, Scene, Sign
from geomap.publishers.figure.canvas import INK, MUTED, Canvas
from geomap.publishers.figure.cells import CELL_PX, classes_of, draw_ramp, grid_of
from geomap.publishers.figure.labels import Line
from geomap.publishers.figure.layers import draw_sign, hollow_sign
from geomap.publishers.figure.projection import Frame
from geomap.publishers.figure.sizes import Size
from geomap.publishers.figure.tally import draw_tally, draw_tray
from geomap.publishers.figure.text import wrapped
from geomap.publishers.signs import sign_shapes
from geomap.publishers.texts import drawn_from
from geomap.signs import AREAS, EDGES, LIGHT, value
from geomap.words import Words

__all__ = ["draw_cell_legend", "draw_foot", "draw_heading", "draw_legend", "draw_tray_line"]

Box = tuple[float, float]
"""Left edge and width of the words."""

_DRAFT = LIGHT["impact_edge"]
_SIGN_PX = 34.0


def draw_heading(
    canvas: Canvas,
    scene: Scene,
    account: AccountView,
    size: Size,
    say: Words,
    box: Box,
    *,
    is_bare: bool = False,
) -> float:
    """Draw kicker, title, whose account it is and the draft stamp, and return where the next part may begin."""
    left, width = box
    lines = [Line(text=scene.kicker, size_px=size.small_px + 1, colour=MUTED)] if scene.kicker and not is_bare else []
    for text in [] if is_bare else wrapped(scene.title, size.title_px, width, is_bold=True):
        lines.append(Line(text=text, size_px=size.title_px, colour=INK, is_bold=True))
    if account.label:
        for text in wrapped(drawn_from(account, scene.lang), size.body_px, width):
            lines.append(Line(text=text, size_px=size.body_px, colour=INK))
    if scene.is_draft:
        lines.append(Line(text=say.text("page.draft"), size_px=size.body_px, colour=_DRAFT, is_bold=True))
    bottom = canvas.block(left, size.margin_px, lines, width) + 6
    return bottom if is_bare else draw_tally(canvas, scene, account, size, say, bottom, box)


def draw_tray_line(
    canvas: Canvas, scene: Scene, account: AccountView, size: Size, say: Words, top: float, box: Box
) -> float:
    """Draw the tray as a line under the map, for a frame that is too small for it, and return where it ends."""
    if not account.tray:
        return top
    return draw_tray(canvas, scene, account, size.body_px, say, top, box) + 6


def draw_legend(canvas: Canvas, signs: Sequence[Sign], size: Size, top: float, box: Box) -> float:
    """Draw the signs in use with what they mean, and return where they end."""
    left, width = box
    columns = size.legend_columns
    wide = width / columns
    font = size.body_px - 1 if size.body_px > 10 else size.body_px - 0.5
    bottoms = [top] * columns
    for key, said in ((sign.key, sign.text) for sign in signs):
        column = bottoms.index(min(bottoms))
        start = left + wide * (columns - 1 - column if canvas.is_rtl else column)
        inner = wide - _SIGN_PX - 8 - (12 if columns > 1 else 0)
        lines = [Line(text=text, size_px=font, colour=INK) for text in wrapped(said, font, inner)]
        sign = _SIGNS.get(key)
        if sign is not None:
            sign(canvas, start + wide - _SIGN_PX if canvas.is_rtl else start, bottoms[column] + font * 0.62 - 8)
        words_left = start + wide - _SIGN_PX - 8 - inner if canvas.is_rtl else start + _SIGN_PX + 8
        bottoms[column] = canvas.block(words_left, bottoms[column], lines, inner) + 4
    return max(bottoms)


def draw_cell_legend(canvas: Canvas, crowd: Crowd, frame: Frame, size: Size, say: Words, top: float, box: Box) -> float:
    """Draw the ramp of the squares with what they mean, and return where it ends."""
    left, width = box
    font = size.body_px - 0.5
    text = say.text("legend.cells", km=round(frame.metres_per_px * CELL_PX / 1000, 1))
    lines = [Line(text=part, size_px=font, colour=INK) for part in wrapped(text, font, width)]
    top = canvas.block(left, top, lines, width)
    classes = classes_of(grid_of(crowd, frame))
    wide = draw_ramp(Canvas(ET.Element("g"), ""), classes, 0.0, 0.0, font)
    draw_ramp(canvas, classes, left + width - wide if canvas.is_rtl else left, top, font)
    return top + font * 1.4 + 6


def draw_foot(canvas: Canvas, scene: Scene, size: Size, say: Words, top: float, box: Box) -> float:
    """Draw the notes and credits, and return where they end."""
    left, width = box
    is_short = bool(size.height_px) and not size.is_beside
    notes = _notes(scene, say, is_short=is_short) if size.is_offered else _notes(scene, say, is_short=True)
    lines = [
        Line(text=text, size_px=size.small_px, colour=MUTED)
        for paragraph in ((" ".join(notes),) if size.is_offered else notes)
        for text in wrapped(paragraph, size.small_px, width)
    ]
    return canvas.block(left, top, lines, width)


def _notes(scene: Scene, say: Words, *, is_short: bool) -> tuple[str, ...]:
    """Return method, credits and numbers, each thing once; a short list has only the first of the credits."""
    told = [view.told[0].text for view in scene.accounts if not view.account_id and view.told]
    owed = [credit for credit in scene.credits if "Natural Earth" in credit or "GeoNames" in credit]
    owed += [say.text("streets.credit", credit=scene.streets.credit)] if scene.streets else []
    shown = [*scene.credits[:1], *owed] if is_short else scene.credits
    notes = [*told, *scene.method[:1], *shown, *scene.accounting[:1]]
    if is_short or {say.text(f"method.{key}") for key in ("ground_credit", "ground_credit_towns")} & set(scene.credits):
        notes.append(say.text("method.basemap"))
    seen: dict[str, str] = {}
    for note in notes:
        seen.setdefault("".join(c for c in note.casefold() if c.isalnum())[:60], note)
    return tuple(seen.values())


def _area(role: str, edge: str = "") -> Callable[[Canvas, float, float], None]:
    """Return the sign of an area; with an edge, that of areas whose outline is known so."""
    look = AREAS[role]
    dash = look.dash if not edge or edge == "dashed" else ""
    width = look.width_px or EDGES["dashed"]["width_px"]
    dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return _swatch(fill=look.fill or "none", fill_opacity=look.alpha, stroke=look.edge, stroke_width=width, **dashes)


def _swatch(**attributes: str | float) -> Callable[[Canvas, float, float], None]:
    def sign(canvas: Canvas, left: float, top: float) -> None:
        canvas.put("rect", x=left + 1, y=top + 1, width=32, height=14, rx=3, **attributes)

    return sign


def _arrow_sign(canvas: Canvas, left: float, top: float) -> None:
    data = f"M{left + 1:.1f} {top + 6:.1f}h20v-4l12 6l-12 6v-4h-20z"
    canvas.put("path", d=data, fill=LIGHT["shaft"], fill_opacity=value("arrow.head_alpha"))


def _link_sign(canvas: Canvas, left: float, top: float) -> None:
    canvas.put("path", d=f"M{left + 2:.1f} {top + 13:.1f}l28-10", stroke=INK, stroke_width=1.6, fill="none")


def _band_sign(canvas: Canvas, left: float, top: float) -> None:
    for n, colour in enumerate(LIGHT[role] for role in ("launch", "middle", "impact")):
        canvas.put("rect", x=left + 1 + 11 * n, y=top + 1, width=11, height=14, fill=colour, fill_opacity=".22")


def _rejects_sign(canvas: Canvas, left: float, top: float) -> None:
    canvas.crossed_box(left + 11, top + 2, 13)


def _open_sign(canvas: Canvas, left: float, top: float) -> None:
    """Draw a direction: two dashed sides, and no edge at its far end."""
    look, x, y = AREAS["claimed"], left + 1, top + 1
    canvas.put("path", d=f"M{x:.1f} {y:.1f}l10 14h12l10-14z", fill=look.fill, fill_opacity=look.alpha)
    sides = f"M{x:.1f} {y:.1f}l10 14m12 0l10-14"
    canvas.put("path", d=sides, fill="none", stroke=look.edge, stroke_width=look.width_px, stroke_dasharray="4 2.5")


def _hollow_sign(role: str) -> Callable[[Canvas, float, float], None]:
    def sign(canvas: Canvas, left: float, top: float) -> None:
        hollow_sign(canvas, left + 17, top + 8, role)

    return sign


def _outcome_sign(key: str) -> Callable[[Canvas, float, float], None]:
    def sign(canvas: Canvas, left: float, top: float) -> None:
        draw_sign(canvas, left + 17, top + 8, key)

    return sign


_SIGNS: dict[str, Callable[[Canvas, float, float], None]] = {
    **{role: _area(role) for role in ("impact_area", "launch_area", "event", "worked_out")},
    "link": _link_sign,
    "dashed": _swatch(
        fill="none", stroke=MUTED, stroke_width=EDGES["dashed"]["width_px"], stroke_dasharray=EDGES["dashed"]["dash"]
    ),
    "soft": _swatch(fill=LIGHT["launch"], fill_opacity=".16"),
    "soft_plain": _swatch(fill=MUTED, fill_opacity=".16"),
    "claimed_solid": _area("claimed", "solid"),
    "claimed_dashed": _area("claimed", "dashed"),
    "claimed_open": _open_sign,
    "rejects": _rejects_sign,
    "trunk": _arrow_sign,
    **{key: _outcome_sign(key) for key in sign_shapes()},
    **{f"hollow_{role}": _hollow_sign(role) for role in ("impact_area", "launch_area", "event")},
    "band": _band_sign,
}
