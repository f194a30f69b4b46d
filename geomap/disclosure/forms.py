"""The forms of a name: what a language joins to it and how it bends it, as patterns on folded letters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from geomap.disclosure.spelling import Rules, Squeezed, ordinary, rules_of, script_of, words_in

__all__ = ["Form", "Forms", "forms_of", "why_not_looked_for"]

_HEAD_MAX = 10
_LONGEST_TAIL = 14
_LEAST = 2
"""Letters of the shortest names."""
_ANYWHERE_FROM = 6
"""Letters from which a name is found inside another word of an address, an id or a hashtag."""
_PIECE_SHORTEST, _PIECES_SHORTEST = 3, 7


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


def _forms(words: list[str]) -> Iterator[Form]:
    first, last = _ends(words)
    final = words[-1]
    inner = [_inner(word, is_first=number == 0) for number, word in enumerate(words[:-1])]
    own = _any_of(_bent(last, final)) if inner else re.escape(final)
    before = "".join(inner) + (last.inner_before if inner else "")
    length = len("".join(words))
    tail = _tail(last, length)
    common: dict[str, Any] = {"word_count": len(words), "first": first, "last": last}
    head = _head(before + own)
    yield Form(head=head, core=before + own, tail=tail, needs_tail=False, size=length, is_exact=True, **common)
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


class Forms:
    """All forms of all names, ready to be found in texts.

    Parameters
    ----------
    names : iterable of str
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_head: dict[str, list[Form]] = {}
        seen = set()
        for name in sorted(set(names)):
            for form in forms_of(name):
                key = (form.core, form.tail, form.needs_tail)
                if key not in seen:
                    seen.add(key)
                    self._by_head.setdefault(form.head, []).append(form)
        self._lengths = sorted({len(head) for head in self._by_head})
        self._heads = re.compile(_tree(sorted(self._by_head))) if self._by_head else None

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self._heads is not None

    def may_stand_in(self, letters: str) -> bool:
        """Whether folded letters hold the beginning of any name."""
        return self._heads is not None and self._heads.search(letters) is not None

    def spans(self, text: str, apart: Squeezed, *, is_address: bool) -> Iterator[tuple[int, int]]:
        """Yield where names stand, as first and last but one letter, the article in front of them included.

        Parameters
        ----------
        text : str
            For capitals.
        apart : Squeezed
            The same text.
        is_address : bool
            Whether it is an address or an id: small letters say nothing, and long names stand inside words.
        """
        at = 0
        while self._heads is not None:
            hit = self._heads.search(apart.letters, at)
            if hit is None:
                return
            best = self._best(text, apart, hit.start(), is_address=is_address)
            if best is None:
                at = hit.start() + 1
                continue
            yield best
            at = best[1]

    def _best(self, text: str, apart: Squeezed, at: int, *, is_address: bool) -> tuple[int, int] | None:
        found: list[tuple[int, int]] = []
        for length in self._lengths:
            for form in self._by_head.get(apart.letters[at : at + length], ()):
                begin = _begin(form, apart, at, text, is_address=is_address)
                end = None if begin is None else _end(form, apart, at, text, is_address=is_address)
                if begin is not None and end is not None:
                    found.append((begin, end))
        return max(found, key=lambda span: (span[1], -span[0])) if found else None


def _begin(form: Form, apart: Squeezed, at: int, text: str, *, is_address: bool) -> int | None:
    """Return where the name begins with its article, or None if it cannot begin here."""
    rules = form.first
    if not rules.borders:
        return at if _runs_apart(rules, form, apart.letters[at - 1 : at] if at and not apart.gaps[at] else "") else None
    if apart.begins(at):
        return at
    start = apart.word_start(at)
    lead = apart.letters[start:at]
    if form.size >= _ANYWHERE_FROM and (is_address or text[: apart.origin[start]][-1:] in ("#", "@")):
        return at
    if rules.joins_anything and form.size >= 4:
        return start
    short = rules.before_short if form.size > _LEAST else rules.before_least
    pattern = rules.before if form.size >= rules.before_shortest else short
    match = re.fullmatch(pattern, lead) if pattern else None
    return start + len(match["keep"]) if match else None


def _runs_apart(rules: Rules, form: Form, neighbour: str) -> bool:
    """Whether a short name in kana is not a part of a longer word in the same kana."""
    return form.size > rules.run_until or not neighbour or script_of(neighbour) != rules.script


def _end(form: Form, apart: Squeezed, at: int, text: str, *, is_address: bool) -> int | None:
    """Return where the name with its ending ends, or None if it does not end at a border."""
    if not form.last.borders:
        core = _pattern(form.core).match(apart.letters, at)
        if core is None:
            return None
        end = core.end()
        after = apart.letters[end : end + 1] if end < len(apart.letters) and not apart.gaps[end] else ""
        return end if _runs_apart(form.last, form, after) else None
    limit = min(len(apart.letters), _limit(form, apart, at))
    for end in range(at + 1, limit + 1):
        if not apart.begins(end):
            continue
        kind = _matches(form, apart, at, end)
        if (
            kind
            and _gaps_fit(form, apart, at, end)
            and _is_name(form, kind, text, apart, at, end, is_address=is_address)
        ):
            return end
    if form.size >= _ANYWHERE_FROM and form.is_exact and _is_tag(apart, at, text, is_address):
        core = _pattern(form.core).match(apart.letters, at)
        return core.end() if core else None
    return None


def _limit(form: Form, apart: Squeezed, at: int) -> int:
    """Return up to where an ending is looked for: where anything may follow, up to the end of the word."""
    limit = at + form.size + form.word_count * _LONGEST_TAIL
    core = _pattern(form.core).match(apart.letters, at) if form.tail == ".*" else None
    return max(limit, apart.word_end(core.end())) if core else limit


def _is_tag(apart: Squeezed, at: int, text: str, is_address: bool) -> bool:
    return is_address or text[: apart.origin[apart.word_start(at)]][-1:] in ("#", "@")


def _matches(form: Form, apart: Squeezed, at: int, end: int) -> str:
    """Return ``exact`` or ``bent``, or nothing if these letters are not the form."""
    if not form.needs_tail and _pattern(form.core).fullmatch(apart.letters, at, end):
        return "exact" if form.is_exact else "bent"
    if not form.tail:
        return ""
    whole = _whole(form.core, form.tail)
    match = whole.fullmatch(apart.letters, at, end)
    return "bent" if match and "space" not in apart.gaps[match.end(1) : end] else ""


@cache
def _whole(core: str, tail: str) -> re.Pattern[str]:
    return re.compile(f"({core})(?:{tail})")


@cache
def _pattern(core: str) -> re.Pattern[str]:
    """Return a pattern; most names of many are never met, so none is made before it is needed."""
    return re.compile(core)


def _gaps_fit(form: Form, apart: Squeezed, at: int, end: int) -> bool:
    """Whether spaces inside a match are those of the name, or letters set apart, or a name written in two words."""
    if not form.first.borders:
        return True
    spaces = [n for n in range(at + 1, end) if apart.gaps[n] == "space"]
    if len(spaces) < form.word_count:
        return True
    if len(spaces) == end - at - 1 and end - at > 3:
        return True
    edges = [at, *spaces, end]
    pieces = [b - a for a, b in pairwise(edges)]
    return end - at >= _PIECES_SHORTEST and min(pieces) >= _PIECE_SHORTEST and len(spaces) <= form.word_count


def _is_name(form: Form, kind: str, text: str, apart: Squeezed, at: int, end: int, *, is_address: bool) -> bool:
    """Whether a word in small letters is the name, and not an ordinary word that looks like it."""
    if is_address and kind == "exact":
        return True
    word = apart.letters[apart.word_start(at) : apart.word_end(end)]
    begins_large = text[apart.origin[at]].isupper()
    if word in ordinary() and not (kind == "exact" and begins_large):
        return False
    if kind == "exact" or is_address or begins_large or form.size >= form.last.capital_below:
        return True
    return bool(form.last.any_case and _whole(form.core, form.last.any_case).fullmatch(apart.letters, at, end))


def _tree(heads: list[str]) -> str:
    """Return a pattern for any of many sorted texts in which what they share stands once."""
    if len(heads) <= 8:
        return "|".join(map(re.escape, heads))
    groups: dict[str, list[str]] = {}
    for head in heads:
        groups.setdefault(head[:1], []).append(head[1:])
    made = []
    for first, rests in groups.items():
        if "" in rests:
            made.append(re.escape(first))  # a shorter head is found first: that is enough to look closer
        else:
            made.append(f"{re.escape(first)}(?:{_tree(sorted(set(rests)))})")
    return "|".join(made)
