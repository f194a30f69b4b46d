"""The forms of a name: what a language joins to it and how it bends it, as patterns on folded letters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geomap.disclosure.spelling import Rules, composed, rules_of, script_of, spelt_out, words_in

__all__ = ["Form", "forms_of", "why_not_looked_for"]

_HEAD_MAX = 10
_SPELT_OUT = re.compile("(?<=[^aeiouq])[aou]e(?![aeiou])")
"""Two letters that may stand for one with a mark: Koeln; not in Aue, Aleppo or Querétaro."""
_BACK_FROM = 4
"""Letters of the shortest names that are looked for with one letter for these two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of writing a name.

    Attributes
    ----------
    head : str
        The letters it begins with; text is looked through for these.
    core : str
        Pattern of the name without an ending.
    tail : str
        Pattern of the endings that may follow; empty allows none.
    needs_tail : bool
        Whether the core alone is not the name.
    size : int
        Letters of the core.
    word_count : int
    first, last : Rules
        Of the scripts that the name begins and ends in.
    is_exact : bool
        Whether it is written as the name is, not bent.
    """

    head: str
    core: str
    tail: str
    needs_tail: bool
    size: int
    word_count: int
    first: Rules
    last: Rules
    is_exact: bool


def why_not_looked_for(name: str) -> str:
    """Return why a name cannot be looked for in texts; empty if it can."""
    letters = "".join(words_in(name))
    if not letters:
        return "it has no letters"
    if letters.isdigit():
        return "it is a number"
    if len(letters) < 2:
        return "it is a single letter"
    for letter in letters:
        script = script_of(letter)
        if script and rules_of(script) is None:
            return f"there are no rules yet for the script of “{letter}” ({script.title()})"
    return ""


def forms_of(name: str) -> Iterator[Form]:
    """Yield the ways of writing a name that can be looked for.

    Parameters
    ----------
    name : str
        One spelling.
    """
    if why_not_looked_for(name):
        return
    words = words_in(name)
    yield from _forms_of(words)
    out = words_in(composed(name).translate(spelt_out()))
    if out != words:
        yield from _forms_of(out)
    back = [_SPELT_OUT.sub(lambda m: m[0][0], word) for word in words]
    if back != words and len("".join(back)) >= _BACK_FROM:
        yield from _forms(back, is_exact=False)


def _forms_of(words: list[str]) -> Iterator[Form]:
    first, last = _ends(words)
    begin, *rest = words
    for word in _bent(first, begin):
        yield from _forms([word, *rest])
    if begin in first.articles and len("".join(rest)) >= first.article_leaves:
        yield from _forms(rest)
    for article in first.articles_joined:
        bare = begin.removeprefix(article)
        if bare != begin and len(bare) >= first.article_leaves:
            yield from _forms([bare, *rest])
    for kind in last.kinds:
        bare = words[-1].removesuffix(kind)
        if bare != words[-1] and len(bare) >= last.kind_leaves:
            yield from _forms([*words[:-1], bare])
            break


def _ends(words: list[str]) -> tuple[Rules, Rules]:
    """Return the rules for the first and the last letter of a name."""
    letters = "".join(words)
    return _rules(letters), _rules(reversed(letters))


def _rules(letters: Iterable[str]) -> Rules:
    """Return the rules for the first letter of some; digits have those of the letters beside them."""
    script = next((s for s in map(script_of, letters) if s), "LATIN")
    found = rules_of(script)
    assert found is not None
    return found


def _without_joined(word: str) -> str:
    """Return a later word of a name without its article, where that may stand or not."""
    rules = _rules(word)
    for article in rules.articles_joined if rules.inner_before else ():
        bare = word.removeprefix(article)
        if bare != word and len(bare) >= rules.article_leaves:
            return bare
    return word


def _forms(words: list[str], *, is_exact: bool = True) -> Iterator[Form]:
    words = [words[0], *map(_without_joined, words[1:])]
    first, last = _ends(words)
    final = words[-1]
    inner = [_inner(word, is_first=number == 0) for number, word in enumerate(words[:-1])]
    own = _any_of(_bent(last, final)) if inner else re.escape(final)
    before = "".join(inner) + (last.inner_before if inner else "")
    length = len("".join(words))
    tail = _tail(last, length)
    common: dict[str, Any] = {"word_count": len(words), "first": first, "last": last}
    head = _head(before + own)
    yield Form(head=head, core=before + own, tail=tail, needs_tail=False, size=length, is_exact=is_exact, **common)
    for rule in last.stems:
        stem = re.sub(rule["match"], rule["keep"], final)
        literal = re.sub(r"\[[^]]*\]\??|.\?", "", stem)
        size = length - len(final) + len(literal)
        if stem == final or size < rule["shortest"]:
            continue
        after = rule["after"] or tail or _tail(last, math.inf)
        yield Form(
            head=_head(before + stem),
            core=before + stem,
            tail=after,
            needs_tail=not rule.get("bare", False),
            size=size,
            is_exact=False,
            **common,
        )


def _bent(rules: Rules, word: str) -> tuple[str, ...]:
    """Return a word as it is bent: the first word of a name is looked for in each way, so that all have a beginning."""
    return tuple((rules.words_bent or {}).get(word, (word,)))


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})" if len(words) > 1 else re.escape(words[0])


def _tail(rules: Rules, length: float) -> str:
    if rules.joins_anything:
        return ".*" if length >= 4 else ""
    if rules.joins_anything_from and length >= rules.joins_anything_from:
        return ".*"
    if rules.after and length >= rules.after_shortest:
        return rules.after
    return rules.after_short if length >= 3 else ""


def _inner(word: str, *, is_first: bool) -> str:
    """Return the pattern of a word that others of the name follow."""
    rules = _rules(word)
    before = "" if is_first else rules.inner_before
    bent = (word,) if is_first else _bent(rules, word)
    if len(bent) > 1:
        return f"{before}{_any_of(bent)}"
    if rules.bends_inside:
        stems = [re.escape(word)]
        for rule in rules.stems:
            stem = re.sub(rule["match"], rule["keep"], word)
            if stem != word:
                stems.append(stem)
        return (
            f"{before}(?:{'|'.join(stems)})(?:{rules.after})?" if len(word) >= rules.after_shortest else re.escape(word)
        )
    if rules.script == "ARABIC" and word[-1] in "هة":
        return f"{before}{re.escape(word[:-1])}[هةت]"
    inner = rules.inner if len(word) >= rules.inner_shortest else ""
    return f"{before}{re.escape(word)}{inner}"


def _head(pattern: str) -> str:
    """Return the plain letters that a pattern begins with."""
    if pattern.startswith("(?:"):  # the forms of a first word: what they have in common
        pattern = _common(pattern[3 : pattern.index(")")].split("|"))
    plain = re.match(r"(?:\\.|[^\\\[(?.|*+])*", pattern)
    assert plain is not None
    head = re.sub(r"\\(.)", r"\1", plain[0])
    return (head[:-1] if pattern[plain.end() :].startswith("?") else head)[:_HEAD_MAX]


def _common(texts: list[str]) -> str:
    one, two = min(texts), max(texts)
    size = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    return one[:size]
