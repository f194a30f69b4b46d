"""Numbers of projectiles as signs, as the scene decided them: in the tray, and as the tally of an account."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.edition import AccountView, Scene, Tally, TallySign, Token, TrayItem
from geomap.publishers.figure.canvas import INK, MUTED, Canvas
from geomap.publishers.figure.labels import Line
from geomap.publishers.figure.sizes import Size
from geomap.publishers.figure.text import wrapped
from geomap.words import Words

__all__ = ["draw_sign", "draw_tally", "draw_tray", "sign_px", "tray_texts"]

_IMPACT, _EDGE, _STOPPED, _PAPER = "#D55E00", "#A94400", "#3C3C3C", "#FFFFFF"
_TOKEN_PX, _PITCH_PX, _HIGH_PX, _ROW_PX = 11.0, 14.0, 16.0, 19.0
_TOKENS_IN_ROW = 6
_MORE_PX, _PLATE_PX = 11.0, 30.0
_BAR_PX = 150.0
"""The longest bar of an account."""
_TRAY_BAR_PX = 60.0
_LEAST_PX, _LEAST_DASHED_PX = 2.0, 7.0
"""A shorter bar would not be seen; its number stands behind it, or in the words."""
_GAP_PX = 6.0
_DASHED, _DOTTED = "3 2", "1 2"


def sign_px(sign: TallySign, tally: Tally, bar_px: float) -> tuple[float, float]:
    """Return width and height of a sign.

    Parameters
    ----------
    sign : TallySign
    tally : Tally
    bar_px : float
        Width of the longest bar of the case.
    """
    more = _MORE_PX if sign.is_open else 0.0
    if sign.form == "unknown":
        return _PLATE_PX, _HIGH_PX
    if sign.form == "bar":
        return max(sign.extent / tally.most * bar_px, _LEAST_DASHED_PX) + more, _HIGH_PX
    in_row = min(sign.extent, _TOKENS_IN_ROW)
    rows = max(-(-sign.extent // _TOKENS_IN_ROW), 1)
    return max(in_row * _PITCH_PX - (_PITCH_PX - _TOKEN_PX), 0.0) + more, (rows - 1) * _ROW_PX + _HIGH_PX


def draw_sign(
    canvas: Canvas, sign: TallySign, tally: Tally, at: tuple[float, float], bar_px: float, say: Words, tone: str
) -> None:
    """Draw a sign; ``at`` is its upper corner where reading begins, and it goes on from there in that direction.

    ``tone``: ``fallen`` (solid), ``stopped`` (solid grey), ``missing`` (dashed: not on the map).
    """
    pen = _Pen(canvas, at, tone)
    if sign.form == "unknown":
        pen.box(0.0, _PLATE_PX, is_certain=False, dash=_DASHED)
        line = Line(text=say.text("tally.sign_unknown"), size_px=11.5, colour=INK, is_bold=True)
        canvas.text(pen.x(_PLATE_PX / 2, 0.0), at[1] + 12.2, line, align="middle")
        return
    if sign.form == "tokens":
        for n in range(sign.extent):
            row, column = divmod(n, _TOKENS_IN_ROW)
            pen.box(column * _PITCH_PX, _TOKEN_PX, is_certain=n < sign.certain, down=row * _ROW_PX, round_px=2.0)
        end = min(sign.extent, _TOKENS_IN_ROW) * _PITCH_PX - (_PITCH_PX - _TOKEN_PX)
    else:
        unit = bar_px / tally.most
        least = _LEAST_DASHED_PX if tone == "missing" else _LEAST_PX
        if sign.certain:
            pen.box(0.0, max(sign.certain * unit, least), is_certain=True)
        if sign.possible:
            pen.box(sign.certain * unit, max(sign.possible * unit, _LEAST_PX), is_certain=False)
        pen.cuts([cut * unit for cut in sign.cuts])
        end = max(sign.extent * unit, least)
    if sign.is_open:
        pen.more(end + 1.0)


class _Pen:
    """Draws parts of one sign from where reading begins."""

    def __init__(self, canvas: Canvas, at: tuple[float, float], tone: str) -> None:
        self.canvas, self.tone = canvas, tone
        self.start, self.top = at

    def x(self, along: float, width: float) -> float:
        """Return the left edge of what begins so far along and is so wide."""
        return self.start - along - width if self.canvas.is_rtl else self.start + along

    def paint(self, *, is_certain: bool, dash: str = "") -> dict[str, str | float]:
        """Return fill and edge."""
        if self.tone == "missing":
            dash = dash or (_DASHED if is_certain else _DOTTED)
            return {"fill": "none", "stroke": MUTED, "stroke_width": 1.4, "stroke_dasharray": dash}
        fill, edge = (_STOPPED, _STOPPED) if self.tone == "stopped" else (_IMPACT, _EDGE)
        if is_certain:
            return {"fill": fill}
        return {"fill": fill, "fill_opacity": ".15", "stroke": edge, "stroke_width": 1.2}

    def box(
        self, along: float, width: float, *, is_certain: bool, down: float = 0.0, round_px: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a token, a plate or a part of a bar."""
        paint = self.paint(is_certain=is_certain, dash=dash)
        inset = float(paint.get("stroke_width", 0.0)) / 2
        self.canvas.put(
            "rect",
            x=self.x(along, width) + inset,
            y=self.top + down + inset,
            width=max(width - 2 * inset, 0.2),
            height=_HIGH_PX - 2 * inset,
            rx=round_px,
            **paint,
        )

    def cuts(self, places: Sequence[float]) -> None:
        """Cut a bar; one that is dashed has ticks."""
        if not places:
            return
        stroke = "v4m0 8v4" if self.tone == "missing" else "v16"
        data = "".join(f"M{self.x(place, 0.0):.2f} {self.top:.1f}{stroke}" for place in places)
        is_missing = self.tone == "missing"
        self.canvas.put(
            "path", d=data, stroke=MUTED if is_missing else _PAPER, stroke_width=".8" if is_missing else "1.2"
        )

    def more(self, along: float) -> None:
        """Draw the arrow that says: or more."""
        paint = self.paint(is_certain=False)
        step = -1 if self.canvas.is_rtl else 1
        left = self.x(along, 0.0)
        data = f"M{left:.1f} {self.top + 0.7:.1f}h{4 * step}l{5 * step} 7.3l{-5 * step} 7.3h{-4 * step}z"
        self.canvas.put("path", d=data, **paint)


def draw_tally(
    canvas: Canvas, scene: Scene, account: AccountView, size: Size, say: Words, top: float, box: tuple[float, float]
) -> float:
    """Draw what an account tells of each group on one scale, with what the signs mean; return where it ends.

    Tokens are few enough to be read off the map: only bars are drawn here.
    """
    if not scene.tally.is_bars or not account.tokens:
        return top
    left, width = box
    bar_px, font = min(_BAR_PX, width / 4), size.body_px - 0.5
    begin, along, high = top, 0.0, 0.0
    for token in account.tokens:
        signed, _ = sign_px(token.sign, scene.tally, bar_px)
        lines = _token_lines(token, font, max(width - signed - _GAP_PX, 60.0))
        wide = signed + _GAP_PX + max(line.width_px for line in lines) + 2 * _GAP_PX
        if along and (account.has_kinds or along + wide > width):
            top, along, high = top + high, 0.0, 0.0
        start = left + width - along if canvas.is_rtl else left + along
        tone = "missing" if not token.is_drawn else "stopped" if token.is_stopped else "fallen"
        draw_sign(canvas, token.sign, scene.tally, (start, top), bar_px, say, tone)
        words_wide = max(width - along - signed - _GAP_PX, 60.0)
        words_left = left if canvas.is_rtl else left + along + signed + _GAP_PX
        bottom = canvas.block(words_left, top + (_HIGH_PX - font * 1.4) / 2, lines, words_wide)
        high, along = max(high, bottom - top, _ROW_PX), along + wide
    top += high
    notes = " ".join([*([f"{account.in_all}."] if account.in_all else []), *scene.tally.notes])
    lines = [Line(text=text, size_px=size.small_px, colour=MUTED) for text in wrapped(notes, size.small_px, width)]
    return canvas.block(left, top + 2, lines, width) + 4 if top > begin else top


def _token_lines(token: Token, font: float, width: float) -> list[Line]:
    """Return the number and what it is told of, in one line where there is room."""
    beside = token.beside or ("" if token.sign.form == "unknown" else token.counted)
    whole = f"{beside} {token.label}" if beside else token.label
    return [Line(text=text, size_px=font, colour=INK) for text in wrapped(whole, font, width)]


def tray_texts(account: AccountView) -> list[tuple[TrayItem, str]]:
    """Return what the tray says; a picture has no list below it to point to, so a catalogue's own words stand in."""
    return [
        (item, item.text if item.trajectory_id or not account.told else account.told[-1].text.rstrip("."))
        for item in account.tray
    ]


def draw_tray(
    canvas: Canvas, scene: Scene, account: AccountView, font: float, say: Words, top: float, box: tuple[float, float]
) -> float:
    """Draw what is not on the map, each number as a dashed sign before its words, and return where it ends."""
    left, width = box
    said = tray_texts(account)
    signs = [sign_px(item.sign, scene.tally, _TRAY_BAR_PX) for item, _ in said if item.sign is not None]
    column = max((wide for wide, _ in signs), default=0.0)
    gap = _GAP_PX if column else 0.0
    for item, text in said:
        inset = column + gap if item.sign is not None else 0.0
        lines = [Line(text=part, size_px=font, colour=INK) for part in wrapped(text, font, width - inset)]
        high = len(lines) * font * 1.4
        if item.sign is not None:
            _, sign_high = sign_px(item.sign, scene.tally, _TRAY_BAR_PX)
            high = max(high, sign_high)
            at = left + width if canvas.is_rtl else left, top + (high - sign_high) / 2
            draw_sign(canvas, item.sign, scene.tally, at, _TRAY_BAR_PX, say, "missing")
        down = (high - len(lines) * font * 1.4) / 2
        canvas.block(left if canvas.is_rtl else left + inset, top + down, lines, width - inset)
        top += high + 3
    return top - 3 if said else top
