"""Where the forms of names stand in a text, and whether they may begin and end there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from geomap.disclosure.forms import Form, forms_of
from geomap.disclosure.spelling import Rules, Squeezed, ordinary, script_of

__all__ = ["Forms"]

_LONGEST_TAIL = 14
_LEAST = 2
"""Letters of the shortest names."""
_ANYWHERE_FROM = 6
"""Letters from which a name is found inside another word of an address, an id or a hashtag."""
_PIECE_SHORTEST, _PIECES_SHORTEST = 3, 7


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
