"""What comes close to a withheld name: nothing is replaced, the desk is told.

Taking out goes by rules, and no rules know every spelling. So what is left is looked through a second time, loosely:
words that hold a name or begin with it, that are one letter off, or that sound like it in another script.
"""

from __future__ import annotations

import re

from geomap.dataset import Dataset
from geomap.disclosure.likeness import WORD, Withholding, unmarked, without_article, words_of
from geomap.disclosure.names import WITHHELD, WITHHELD_AR
from geomap.disclosure.spelling import words_in
from geomap.disclosure.texts import FILES, HEADINGS, FileRows, published_texts
from geomap.edition import PublicDataset
from geomap.findings import Finding, Findings

__all__ = ["CLOSE", "close_texts", "names_shown"]

CLOSE = "close-to-withheld-name"

_AROUND = 30
_EXAMPLES = 20


def close_texts(public: PublicDataset, dataset: Dataset, names: Withholding) -> Findings:
    """Return a finding for each published text that comes close to a withheld name. For the desk alone.

    Parameters
    ----------
    public : PublicDataset
        After the gate.
    dataset : Dataset
        Before it, for the rows of its files.
    names : Withholding
    """
    columns = list(published_texts(public))
    different = sorted({text for _, _, cells in columns for text in cells})
    vocabulary: set[str] = set()
    for text in different:
        vocabulary.update(words_of(text))
    found = names.close(vocabulary)
    held = re.compile("|".join(map(re.escape, sorted(found)))) if found else None
    firsts = names.first_words(vocabulary)
    if not (held or firsts or names.has_parts):
        return Findings()
    told = {}
    for text in different:
        place = _where(text, found, held, names) or _where_run(text, firsts, names)
        if place is not None:
            told[text] = place
    rows = FileRows(dataset)
    way_out = "" if dataset.own_names else 'write that spelling into "aliases" of its place, or '
    made = []
    for name, column, cells in columns:
        by_word: dict[str, list[str]] = {}
        for text in sorted(t for t in cells if t in told):
            by_word.setdefault(told[text][0], []).append(text)
        made += [
            _finding(
                (name, column),
                word,
                [i for text in texts for i in cells[text]],
                told[texts[0]][1],
                len(texts),
                rows,
                way_out,
            )
            for word, texts in by_word.items()
        ]
    return Findings.of(made)


def names_shown(public: PublicDataset) -> set[str]:
    """Return the words of the names that are published, folded and without their article."""
    columns = [c for c in public.places.columns if str(c).startswith(("name", "label"))]
    texts = {str(t) for c in columns for t in public.places[c].dropna().unique()}
    return {without_article(word) for text in texts for word in words_in(text)}


def _where(text: str, found: set[str], held: re.Pattern[str] | None, names: Withholding) -> tuple[str, str] | None:
    """Return the first close word of a text, and the words around it; None if there is none."""
    plain = unmarked(text).replace(WITHHELD, "[…]").replace(WITHHELD_AR, "[…]")
    for match in WORD.finditer(plain) if held is not None and held.search(plain) else ():
        if match[0] in found:
            return match[0], _around(plain, match.start(), match.end())
    part = names.part_in(plain)
    return (plain[slice(*part)], _around(plain, *part)) if part else None


def _where_run(text: str, firsts: set[str], names: Withholding) -> tuple[str, str] | None:
    """Return the first run of words that comes close to a name of several, and the words around it."""
    if not firsts:
        return None
    plain = unmarked(text).replace(WITHHELD, "[…]").replace(WITHHELD_AR, "[…]")
    found = list(WORD.finditer(plain))
    for number, match in enumerate(found):
        if match[0] not in firsts:
            continue
        size = names.close_run([m[0] for m in found[number : number + names.run_max]])
        if size:
            end = found[number + size - 1].end()
            return plain[match.start() : end], _around(plain, match.start(), end)
    return None


def _around(text: str, begin: int, end: int) -> str:
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    if begin > _AROUND:
        before = "…" + before.partition(" ")[2] if " " in before else "…" + before
    if len(text) > end + _AROUND:
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return " ".join(f"{before}{text[begin:end]}{after}".split())


def _finding(
    where: tuple[str, str], word: str, ids: list[str], around: str, text_count: int, rows: FileRows, way_out: str
) -> Finding:
    """Return one finding for all texts of a table and column that hold the same close word."""
    name, column = where
    in_file = rows.of(name, ids[:_EXAMPLES])
    row = f"{name}, id {', '.join(ids[:3])}{' and more' if len(ids) > 3 else ''}: " if ids and not in_file else ""
    row = "the heading of a column that is not read: " if name == HEADINGS else row
    more = f" (and in {text_count - 1} more text{'' if text_count == 2 else 's'})" if text_count > 1 else ""
    return Finding(
        code=CLOSE,
        severity="warning",
        message=f"{row}“{word}” in “{around}”{more} comes close to a name that is withheld, and stands in the outputs. "
        f"If it is the name, {way_out}word the text anew.",
        file=FILES.get(name, name if "." in name else ""),
        column=column,
        rows=in_file,
        values=(word,),
        ids=tuple(ids[:_EXAMPLES]),
        count=max(len(ids), 1),
    )
