"""How much of what is not on the map stands in the box on the map; all of it is in the list below."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.edition import TrayItem
from geomap.publishers.figure.text import wrapped

__all__ = ["shown_in_tray"]

_ITEMS_MAX = 4
_LINES_MAX = 6
"""Some 110 px: a higher box hides what the map shows."""
_FONT_PX, _TEXT_PX, _SIGNS_PX = 13.0, 328.0, 110.0
"""As in `assets/page.css`; a column of signs takes of the width."""


def shown_in_tray(items: Sequence[TrayItem]) -> tuple[TrayItem, ...]:
    """Return the first items that the box has room for, at least one; a line says how many more there are.

    Parameters
    ----------
    items : sequence of TrayItem
        In order.
    """
    wide = _TEXT_PX - (_SIGNS_PX if any(item.sign is not None for item in items) else 0.0)
    lines = [len(wrapped(item.text, _FONT_PX, wide)) for item in items]
    if len(items) <= _ITEMS_MAX and sum(lines) <= _LINES_MAX:
        return tuple(items)
    shown = 1
    while shown < min(len(items) - 1, _ITEMS_MAX) and sum(lines[: shown + 1]) < _LINES_MAX:
        shown += 1
    return tuple(items[:shown])
