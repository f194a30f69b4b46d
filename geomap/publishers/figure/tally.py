"""Numbers of projectiles as signs, as the scene decided them: in the tray, and as the tally of an account."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.edition import AccountView, Scene, Tally, TallySign, Token, TrayItem
from geomap.publishers.figure.canvas import INK, MUTED, Canvas
from geomap.publishers.figure.labels import Line
from geomap.publishers.figure.sizes import Size
from geomap.publishers.figure.text import width_px, wrapped
from geomap.signs import LIGHT
from geomap.words import Words

__all__ = ["draw_sign", "draw_tally", "draw_tray", "has_tally", "sign_px", "signed_once", "tray_words_px"]

_IMPACT, _EDGE, _STOPPED, _PAPER = (LIGHT[role] for role in ("impact", "impact_edge", "pieces", "paper"))
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
            return {"fill": "none", "stroke": MUTED, "stroke_width": 1.2, "stroke_dasharray": dash}
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
    if not has_tally(scene, account):
        return top
    left, width = box
    sheet = _Tallied(canvas, scene.tally, min(_BAR_PX, width / 4), size.body_px - 0.5, width, say)
    begin = left + width if canvas.is_rtl else left
    below = sheet.rows(account.tokens, begin, top) if account.has_kinds else sheet.flow(account.tokens, begin, top)
    told = [f"{account.in_all}."] if account.in_all else []
    small = size.small_px
    notes = wrapped(" ".join([*told, *account.signs_told]), small, width)
    lines = [Line(text=text, size_px=small, colour=MUTED) for text in notes]
    return canvas.block(left, below + 2, lines, width) + 4


@dataclass(frozen=True, slots=True)
class _Tallied:
    """Draws groups of an account: sign, number, what it is told of."""

    canvas: Canvas
    tally: Tally
    bar_px: float
    font: float
    width: float
    say: Words

    def rows(self, tokens: Sequence[Token], begin: float, top: float) -> float:
        """Draw groups of several kinds under one another, what is told of each in a column; return where they end."""
        numbers = [(self._sign_px(t) + self._line(t.beside, is_bold=True).width_px + _GAP_PX) for t in tokens]
        for token in tokens:
            top += self._token(token, begin, top, self.width, max(numbers))
        return top

    def flow(self, tokens: Sequence[Token], begin: float, top: float) -> float:
        """Draw groups of one kind side by side as far as there is room, and return where they end."""
        along, high = 0.0, 0.0
        for token in tokens:
            label_at = self._sign_px(token) + self._line(token.beside, is_bold=True).width_px + 2
            wide = label_at + self._line(token.label).width_px
            if along and along + wide > self.width:
                top, along, high = top + high, 0.0, 0.0
            start = begin + (-along if self.canvas.is_rtl else along)
            high = max(high, self._token(token, start, top, self.width - along, label_at))
            along += wide + 3 * _GAP_PX
        return top + high

    def _sign_px(self, token: Token) -> float:
        return sign_px(token.sign, self.tally, self.bar_px)[0] + _GAP_PX

    def _line(self, text: str, *, is_bold: bool = False) -> Line:
        return Line(text=text, size_px=self.font, colour=INK, is_bold=is_bold)

    def _token(self, token: Token, start: float, top: float, width: float, label_at: float) -> float:
        """Draw one group and return how high it is; what it is told of stands below its number if there is no room."""
        tone = "missing" if not token.is_drawn else "stopped" if token.is_stopped else "fallen"
        draw_sign(self.canvas, token.sign, self.tally, (start, top), self.bar_px, self.say, tone)
        words_at = self._sign_px(token)
        is_below = label_at + self._line(token.label).width_px > width
        inner = max(width - words_at, 60.0)
        lines = [(words_at, self._line(t, is_bold=True)) for t in wrapped(token.beside, self.font, inner, is_bold=True)]
        rows = len(lines)
        label = wrapped(token.label, self.font, inner) if is_below else [token.label]
        lines += [(words_at if is_below or not lines else label_at, self._line(text)) for text in label]
        pitch = self.font * 1.4
        for number, (at, line) in enumerate(lines):
            row = number if is_below or number < rows else max(rows - 1, 0)
            baseline = top + (_HIGH_PX - pitch) / 2 + row * pitch + self.font * 0.98
            x = start + (-at if self.canvas.is_rtl else at)
            self.canvas.text(x, baseline, line, align="end" if self.canvas.is_rtl else "start")
        return max((len(lines) if is_below else max(rows, 1)) * pitch + 2, _ROW_PX)


def has_tally(scene: Scene, account: AccountView) -> bool:
    """Whether a figure of an account has its tally above the map."""
    return scene.tally.is_bars and bool(account.tokens)


def signed_once(scene: Scene, account: AccountView) -> AccountView:
    """Return an account whose tray has no signs if its tally has them: no number is drawn twice in one figure."""
    if not has_tally(scene, account):
        return account
    return replace(account, tray=tuple(replace(item, sign=None) for item in account.tray))


def _tray_texts(account: AccountView) -> list[tuple[TrayItem, str]]:
    """Return what the tray says; a picture of a table has no list below it to point to, so those words are left out."""
    return [(item, item.text if item.trajectory_id else re.split("[;؛]", item.text)[0]) for item in account.tray]


def _signs_px(scene: Scene, account: AccountView) -> float:
    """Return how wide the column of signs before the words of a tray is; 0 if it has none."""
    wide = [sign_px(item.sign, scene.tally, _TRAY_BAR_PX)[0] for item in account.tray if item.sign]
    return max(wide) + _GAP_PX if wide else 0.0


def tray_words_px(scene: Scene, account: AccountView, font: float, width: float) -> float:
    """Return how much of a width the signs and words of a tray take, in lines as long as it has room for."""
    column = _signs_px(scene, account)
    insets = [(column if item.sign else 0.0, text) for item, text in _tray_texts(account)]
    lines = [inset + width_px(t, font) for inset, said in insets for t in wrapped(said, font, width - inset)]
    return min(max(lines, default=0.0) + 4, width)


def draw_tray(
    canvas: Canvas, scene: Scene, account: AccountView, font: float, say: Words, top: float, box: tuple[float, float]
) -> float:
    """Draw what is not on the map, each number as a dashed sign before its words, and return where it ends."""
    left, width = box
    said = _tray_texts(account)
    column = _signs_px(scene, account)
    for item, text in said:
        inset = column if item.sign else 0.0
        sign_high = sign_px(item.sign, scene.tally, _TRAY_BAR_PX)[1] if item.sign else 0.0
        lines = [Line(text=part, size_px=font, colour=INK) for part in wrapped(text, font, width - inset)]
        high = max(len(lines) * font * 1.4, sign_high)
        if item.sign:
            at = left + width if canvas.is_rtl else left, top + (high - sign_high) / 2
            draw_sign(canvas, item.sign, scene.tally, at, _TRAY_BAR_PX, say, "missing")
        down = (high - len(lines) * font * 1.4) / 2
        canvas.block(left if canvas.is_rtl else left + inset, top + down, lines, width - inset)
        top += high + 3
    return top - 3 if said else top
