"""How many were fired, against what the same row says of them: none at all, or fewer than were intercepted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geomap.counts import Count
from geomap.readers.cells.plain import Bad, empty
from geomap.readers.rows import Problems, RowChunk
from geomap.schema import STRING, munition_kinds

__all__ = ["more_stopped", "none_fired", "tell_none_fired"]


def none_fired(values: dict[str, object], index: pd.Index) -> pd.Series:
    """Return for each row whether it reports that no munition was fired or fell: 0, not an empty cell.

    Parameters
    ----------
    values : dict
        Columns of the events so far; without ``munitions_high`` nothing was reported.
    index : pandas.Index
    """
    high = values.get("munitions_high")
    if not isinstance(high, pd.Series):
        return pd.Series(False, index=index)
    return (high == 0).fillna(False).astype(bool)


def tell_none_fired(chunk: RowChunk, problems: Problems, values: dict[str, object], named: set[int]) -> None:
    """Tell the rows of an attack, or with ends, that report 0 munitions: many tables write 0 for what is not known.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
    values : dict
        Columns of the events so far.
    named : set of int
        Rows that name a launch or an impact.
    """
    none = none_fired(values, chunk.text.index) & ~problems.is_refused
    if not none.any():
        return
    kind = values["kind"]
    is_attack = kind.isin(munition_kinds()) if isinstance(kind, pd.Series) else kind in munition_kinds()
    has_ends = pd.Series(chunk.text.index.isin(named), index=chunk.text.index)
    text = (
        "is 0: the row says that none was fired, so it is told as none: no launch and no impact is drawn of it, and no "
        "line. Leave the cell empty where the number is not known"
    )
    rows = chunk.text.index[none & (is_attack | has_ends)]
    role = next((r for r in ("munitions_high", "munitions", "munitions_best") if r in chunk.mapping.found), "")
    problems.warn(Bad("none-fired", pd.Series(text, index=rows, dtype=object)), role)


def more_stopped(problems: Problems, values: dict[str, object], stopped: Mapping[int, Count]) -> None:
    """Tell the rows of which more were intercepted than fired, and keep both numbers in the event's note.

    Parameters
    ----------
    problems : Problems
    values : dict
        Columns of the events so far; their ``munitions_note`` is added to.
    stopped : mapping of int to Count
        How many were intercepted, by row.
    """
    high = values.get("munitions_high")
    if not isinstance(high, pd.Series) or not stopped:
        return
    least = {row: count.low for row, count in stopped.items() if count.low is not None}
    told = pd.Series(least, dtype="Int64").reindex(high.index)
    wrong = (told > high).fillna(False).astype(bool) & ~problems.is_refused
    if not wrong.any():
        return
    pairs = list(zip(told[wrong], high[wrong], strict=True))
    reasons = [
        f"more are intercepted than fired ({n} of {fired}): what became of them is told as unknown, and both numbers "
        "stand in the note of the row. Correct the number that is wrong"
        for n, fired in pairs
    ]
    index = high.index[wrong]
    problems.warn(Bad("more-intercepted", pd.Series(reasons, index=index, dtype=object)), "intercepted")
    before = values.get("munitions_note")
    note = before.astype(STRING) if isinstance(before, pd.Series) else empty(high.index)
    said = pd.Series([f"{n} intercepted of {fired} in the table" for n, fired in pairs], index=index, dtype=STRING)
    note.loc[index] = (note[index] + "; " + said).fillna(said)
    values["munitions_note"] = note
