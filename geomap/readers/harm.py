"""Counts of a row: killed, wounded, munitions. What is not known stays missing, a best estimate lies in its range."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geomap.readers.cells.numbers import Counts, read_counts
from geomap.readers.cells.plain import Bad, empty, stripped
from geomap.readers.columns import GROUPS, part_role
from geomap.readers.rows import Problems, RowChunk
from geomap.schema import STRING

__all__ = ["COUNT_ROLES", "counts_of", "zeros_as_unknown"]

_STEMS = ("killed", "wounded", "munitions")
_ENDS = ("", "_low", "_high", "_best")
_TOTAL_ROLES = tuple(f"{stem}{end}" for stem in _STEMS for end in _ENDS)
COUNT_ROLES = (*_TOTAL_ROLES, *(part_role(stem, group) for stem in ("killed", "wounded") for group in GROUPS))
"""Roles of columns that count people or munitions."""

_HARM = r"(?:fatalit|casualt|deaths?\b|dead\b|died\b|die\b|kill|toll|victim)"
_FILLER = (
    r"(?:is|are|was|were|be|been|has|have|remain\w*|still|currently|figures?|numbers?|counts?|tolls?|exact|exactly"
    r"|and|or|of|in|from|the|this|any|people|injur\w*|wounded|casualt\w*|fatalit\w*|deaths?|damages?|coded|as|if"
    r"|event|attack|strike|incident|shelling|clash\w*|0|zero|because|since|yet|independently)"
)
_NOT_KNOWN = r"(?:unknown|unclear|not (?:yet |immediately )?(?:known|clear|reported|specified)|unspecified|unconfirmed)"
_HINT = (
    "nknown|nclear|not yet|not immediately|not known|not clear|not reported|not specified|nspecified|nconfirmed"
    "|ndisclosed|no information|No information|no details|No details|no data|No data|غير"
)
"""What stands in every text that the next one matches; quick to look for."""
_UNKNOWN = re.compile(
    rf"(?i)\b(?<!no )(?<!nobody )(?<!zero ){_HARM}\w*(?:[\s,/:()–-]+{_FILLER}){{0,8}}[\s,/:()–-]+{_NOT_KNOWN}\b"
    r"(?! *\w*(?:gunm|arm|assail|militan|perpetr|attack|men\b|individ|group|person|identit|reason|motive|who\b|why\b))"
    rf"|\b(?:unknown|unclear|unspecified|undisclosed|unconfirmed) (?:(?:number|amount|count|toll)s? (?:of )?"
    rf"(?:[\w-]+ ){{0,5}}?{_HARM}|fatalit|casualt|death toll|deaths?\b)"
    rf"|\b{_NOT_KNOWN} (?:how many|if|whether)\b[^.;]{{0,40}}\b{_HARM}"
    r"|\bno (?:information|details|data) (?:on|about|regarding) (?:\w+ )?(?:fatalit|casualt|death)"
    r"|(?:القتلى|الضحايا|الخسائر)[^.;]{0,30}غير (?:معروف|معلوم|محدد|مؤكد|واضح)"
)
"""A count of harm that is said to be unknown; not attackers, motives or rockets that are."""


def counts_of(chunk: RowChunk, problems: Problems) -> dict[str, object]:
    """Return lowest and highest counts, best estimates, and counts in words.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of cells that are no counts, of numbers in words, and of best estimates outside of low and high.
    """
    values: dict[str, object] = {}
    notes: dict[str, pd.Series] = {}
    for stem in _STEMS:
        read = {end: _count(chunk, problems, f"{stem}{end}") for end in _ENDS if f"{stem}{end}" in chunk.mapping.found}
        if not read:
            continue
        low, high = _range(read)
        if "_best" in read:
            best = read["_best"].low
            low, high = _holding(problems, stem, best, low, high)
            values[f"{stem}_best"] = best
        values |= {f"{stem}_low": low, f"{stem}_high": high}
        for counts in read.values():
            if counts.words.notna().any():
                said = f"{stem}: " + counts.words
                notes[stem] = notes[stem].fillna(said) if stem in notes else said
    for stem in ("killed", "wounded"):
        values |= _parts(chunk, problems, stem, notes)
    if "harm_note" in chunk.mapping.fixed:
        ends = (values.get(c) for c in ("killed_low", "killed_high", "wounded_low", "wounded_high"))
        known = np.logical_or.reduce([n.notna() for n in ends if isinstance(n, pd.Series)] or [[False]])
        notes["fixed"] = empty(chunk.text.index).mask(known, chunk.mapping.fixed["harm_note"])
    if "munitions" in notes:
        values["munitions_note"] = notes.pop("munitions")
    if notes:
        values["harm_note"] = _joined([n.astype(STRING) for n in notes.values()])
    return values


def _parts(chunk: RowChunk, problems: Problems, stem: str, notes: dict[str, pd.Series]) -> dict[str, object]:
    """Keep the numbers of single groups of people in the words of the table.

    Where no column gives the number of all, the largest of them is the least that it can be. They are not added up:
    children may be among the civilians.
    """
    roles = [role for group in GROUPS if (role := part_role(stem, group)) in chunk.mapping.found]
    lows = []
    for role in roles:
        lows.append(_count(chunk, problems, role).low)
        cells = chunk.cells(role)
        assert cells is not None
        notes[role] = f"{chunk.column(role)}: " + stripped(cells)
    if not lows or chunk.mapping.counts(stem):
        return {}
    least = pd.concat(lows, axis="columns").max(axis="columns").astype("Int64")
    return {f"{stem}_low": least.mask((least == 0).fillna(False).astype(bool))}


def _range(read: dict[str, Counts]) -> tuple[pd.Series, pd.Series]:
    """Return the lowest and highest number; one number alone is both."""
    low = read["_low"].low if "_low" in read else None
    high = read["_high"].high if "_high" in read else None
    if "" in read:
        low = read[""].low if low is None else low.fillna(read[""].low)
        high = read[""].high if high is None else high.fillna(read[""].high)
    index = next(iter(read.values())).low.index
    nothing = pd.Series(pd.NA, index=index, dtype="Int64")
    low, high = (nothing if end is None else end for end in (low, high))
    if "_best" in read:
        alone = low.isna() & high.isna()
        low, high = low.mask(alone, read["_best"].low), high.mask(alone, read["_best"].high)
    return low, high


def _holding(
    problems: Problems, stem: str, best: pd.Series, low: pd.Series, high: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return low and high, widened where the best estimate lies outside: what three numbers say, the range holds."""
    is_below, is_above = ((wrong.fillna(False).astype(bool)) for wrong in (best < low, best > high))
    outside = is_below | is_above
    if not outside.any():
        return low, high
    reasons = [
        f"the best estimate lies outside of low and high ({b}, not {_end(a)} to {_end(z)}): the range shown is as wide "
        "as all three. Ask the publisher of the table, or correct the row"
        for b, a, z in zip(best[outside], low[outside], high[outside], strict=True)
    ]
    told = pd.Series(reasons, index=best.index[outside], dtype=object)
    problems.warn(Bad("best-outside-range", told), f"{stem}_best")
    is_turned = (low > high).fillna(False).astype(bool)  # low above high is an error of its own, and stays one
    is_below, is_above = is_below & ~is_turned, is_above & ~is_turned
    return low.mask(is_below, best), high.mask(is_above, best)


def _end(number: object) -> str:
    return "unknown" if pd.isna(number) else str(number)


def _joined(notes: list[pd.Series]) -> pd.Series:
    harm = notes[0]
    for more in notes[1:]:
        harm = (harm + "; " + more).fillna(harm).fillna(more)
    return harm


def _count(chunk: RowChunk, problems: Problems, role: str) -> Counts:
    cells = chunk.cells(role)
    assert cells is not None
    counts = read_counts(cells, chunk.mapping.unknown, has_fractions=chunk.mapping.has_fractions)
    problems.refuse(counts.bad, role)
    is_fraction = counts.words.notna() & counts.low.notna()
    worded = counts.words[counts.words.notna() & ~is_fraction]
    text = "is a number in words: the words are kept, the number counts as unknown, never as zero"
    problems.warn(Bad("count-in-words", worded.map(lambda w: f'"{w[:60]}" {text}').astype(object)), role)
    text = "is a share of a number that several rows divide among them: it is shown as the whole numbers round it"
    shared = counts.words[is_fraction].map(lambda w: f'"{w[:60]}" {text}').astype(object)
    problems.warn(Bad("count-divided", shared), role, "notice")
    return counts


def zeros_as_unknown(chunk: RowChunk, problems: Problems, values: dict[str, object]) -> dict[str, object]:
    """Return the counts of killed without zeros of rows whose notes say that the number is not known.

    Parameters
    ----------
    chunk : RowChunk
    problems : Problems
        Told of each.
    values : dict
        Columns read of the chunk.
    """
    high, notes = values.get("killed_high"), chunk.cells("notes")
    if not isinstance(high, pd.Series) or notes is None:
        return {}
    zero = (high == 0).fillna(False).astype(bool) & ~problems.is_refused
    texts = notes[zero].fillna("")
    harm = values.get("harm_note")
    if isinstance(harm, pd.Series):
        texts = texts + " " + harm[zero].fillna("")
    texts = texts[texts.str.contains(_HINT).astype(bool)]
    rows = [row for row, text in zip(texts.index, texts.tolist(), strict=True) if _UNKNOWN.search(text)]
    if not rows:
        return {}
    role = next(r for r in ("killed_high", "killed", "killed_best") if r in chunk.mapping.found)
    text = (
        "is zero where the notes say that the number is unknown: it counts as unknown, never as zero. Leave the cell "
        "empty where the number is not known"
    )
    problems.warn(Bad("zero-but-unknown", pd.Series(text, index=pd.Index(rows), dtype=object)), role)
    there = ((end, values.get(end)) for end in ("killed_low", "killed_high", "killed_best"))
    made = {end: column.copy() for end, column in there if isinstance(column, pd.Series)}
    for column in made.values():
        column.loc[rows] = pd.NA
    said = "killed is 0 in the table, whose notes say that the number is unknown"
    note = harm.astype(STRING) if isinstance(harm, pd.Series) else empty(high.index)
    note.loc[rows] = (note[rows] + f"; {said}").fillna(said)
    return {**made, "harm_note": note}
