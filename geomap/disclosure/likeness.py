"""The names that are withheld, as words to be held beside those of a text: what sounds or looks alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil

from geomap.disclosure.sounds import abjad_of_latin, is_one_edit, latin_of_abjad, shortened, sound_of
from geomap.disclosure.spelling import FOLD, book, composed, ordinary, rules_of, script_of, words_in

__all__ = ["WORD", "Withholding", "unmarked", "without_article", "words_of"]

_IN_BRACKETS = re.compile(r"[(（]")
WORD = re.compile(r"[^\W_]+")
_ABJADS = frozenset({"ARABIC", "HEBREW"})
_HELD_FROM, _BEGUN_FROM, _SOUND_FROM, _ABJAD_FROM = 5, 4, 5, 4
_PART_FROM = 6
_STEM_FROM, _STEM_SHARE = 5, 0.6
_SOUND_SHORTEST = 3
_UNBORDERED_FROM = 3


class _MarksGone(dict[int, str]):
    """A table for ``str.translate`` that takes away marks and what cannot be seen."""

    def __missing__(self, code: int) -> str:
        """Look at a character that was not met before."""
        character = chr(code)
        is_gone = unicodedata.category(character) in ("Mn", "Cf") and not FOLD[code]
        self[code] = "" if is_gone or character in "ـ'’‘ʼ" else character
        return self[code]


_MARKS_GONE = _MarksGone()


class _Even(dict[int, str]):
    """A table for ``str.translate`` that folds what is one letter before and after: no place in the text moves."""

    def __missing__(self, code: int) -> str:
        """Look at a character that was not met before."""
        folded = FOLD[code]
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_EVEN = _Even()


@cache
def _generic() -> frozenset[str]:
    return frozenset(w.translate(FOLD) for w in book()["generic"]["words"].split()) | ordinary()


def _script(word: str) -> str:
    """Return the script that a folded word begins in; empty if that is a digit."""
    return script_of(word[0])


def unmarked(text: str) -> str:
    """Return a text without the marks on its letters and what cannot be seen."""
    return composed(text).translate(_MARKS_GONE)


def words_of(text: str) -> list[str]:
    """Return the words of a text without marks; folding them is left for the different ones."""
    return WORD.findall(unmarked(text))


class Withholding:
    """The names that are withheld, as words to be held beside those of a text.

    Parameters
    ----------
    names : mapping of str to frozenset of str
        Spellings of each place, by its id; the id itself is left out.
    known : iterable of str
        Folded words of the names that are published: one of them alone tells nothing.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], known: Iterable[str] = ()) -> None:
        self._known = frozenset(known)
        self._own: set[str] = set()
        self._parts: set[str] = set()
        self._unbordered: set[str] = set()
        self._runs: dict[str, set[str]] = {}
        as_latin: set[str] = set()
        as_abjad: set[str] = set()
        for place_id, spellings in names.items():
            named = [words_in(s) for s in sorted(spellings) if s != place_id and not _IN_BRACKETS.search(s)]
            own = {word for words in named for word in self._telling(words)}
            scripts = {_script(word) for words in named for word in words}
            self._own |= own
            if "LATIN" not in scripts:
                as_latin |= {p for w in own if _script(w) in _ABJADS and (p := latin_of_abjad(w))}
            if not scripts & _ABJADS:
                as_abjad |= {p for w in own if (s := sound_of(w)) and (p := abjad_of_latin(s))}
        sounds = {s for w in self._own if len(s := sound_of(w)) >= _SOUND_SHORTEST}
        self._sounds = _by_shortened(sounds)
        self._abjad = _by_shortened({w for w in self._own if _script(w) in _ABJADS and len(w) >= _SOUND_FROM})
        self._bones = {b for w in self._own if _script(w) in _ABJADS and len(b := _bones(w)) >= _ABJAD_FROM}
        self._as_latin, self._as_abjad = _any(as_latin), _any(as_abjad)
        self._held = _any(re.escape(w) for w in self._own if len(w) >= _HELD_FROM)
        self._part = _any(map(re.escape, self._unbordered))
        self._begun = _any(re.escape(_stem(w)) for w in self._own if len(w) >= _BEGUN_FROM)
        self._first_sounds = {s[0] for s in sounds}
        self._run_sounds = _by_shortened(_heard(run) for runs in self._runs.values() for run in runs)
        self.run_max = 2 + 2 * max((run.count(" ") for runs in self._runs.values() for run in runs), default=0)
        """Words within which a name of several is looked for: each may have an article before it."""

    def _telling(self, words: list[str]) -> set[str]:
        """Return what stands for a name in a loose search, and keep the parts that tell it alone."""
        whole = "".join(words)
        rules = rules_of(_script(words[0]) or "LATIN")
        if rules is not None and not rules.borders:
            if len(whole) >= _UNBORDERED_FROM:
                self._unbordered |= {whole[:-1], whole[1:]}
            return {whole} if rules.script in ("KATAKANA", "HIRAGANA") else set()
        if rules is not None and rules.script == "HANGUL":
            self._unbordered.add(whole)  # words are joined to one another there
        bare = [without_article(w) for w in words]
        telling = [w for w in bare if not {w} & (_generic() | self._known) and len(w) >= _BEGUN_FROM and w.isalpha()]
        if len(words) == 1:
            return {w for w in bare if len(w) >= 3} | _without_title(bare[0], rules.titles if rules else ())
        run = [w for w in bare if not _is_article(w)]
        if len(run) > 1:
            self._runs.setdefault(_heard(run[0]), set()).add(" ".join(run))
        if len(telling) == 1:
            return {whole, *telling}
        self._parts |= {w for w in telling if len(w) >= (_SOUND_FROM if _script(w) in _ABJADS else _PART_FROM)}
        return {whole}

    def close(self, words: Iterable[str]) -> set[str]:
        """Return which of some different words come close to a name."""
        return {word for word in words if self._is_close(word)}

    def first_words(self, words: Iterable[str]) -> set[str]:
        """Return which of some different words may be the first of a name of several words."""
        firsts = _by_shortened(self._runs)
        found = set()
        for word in words if firsts else ():
            bare = _bare(word)
            heard = _heard(bare) if bare else ""
            near = {known for short in shortened(heard) for known in firsts.get(short, ())} if heard else ()
            if any(known[:1] == heard[0] and is_one_edit(heard, known) for known in near):
                found.add(word)
        return found

    def close_run(self, words: list[str]) -> int:
        """Return how many of the first words come close to a name of several words; 0 if they do not."""
        joined, used = "", 0
        for number, word in enumerate(words, start=1):
            bare = _bare(word)
            if _is_article(bare):
                continue
            joined, used = joined + bare, used + 1
            heard = _heard(joined)
            if used < 2 or len(heard) < _SOUND_FROM:
                continue
            known = {k for short in shortened(heard) for k in self._run_sounds.get(short, ())}
            if any(is_one_edit(heard, k) for k in known):
                return number
        return 0

    @property
    def has_parts(self) -> bool:
        """Whether any name is in a script without spaces."""
        return self._part is not None

    def part_in(self, text: str) -> tuple[int, int] | None:
        """Return where a text first holds all but one letter of a name in a script without spaces; None if nowhere."""
        match = self._part.search(text.translate(_EVEN)) if self._part else None
        return match.span() if match else None

    def _is_close(self, word: str) -> bool:
        folded = word.translate(FOLD)
        if sum(map(str.isalpha, folded)) < 3 or (folded in _generic() and not word[:1].isupper()):
            return False
        script = _script(folded)
        if folded in self._parts:
            return True
        if script in _ABJADS:
            return self._is_close_in_abjad(folded, script)
        if self._held and self._held.search(folded):
            return True
        is_name = not word[0].islower()
        if self._begun and (is_name or script == "CYRILLIC") and self._begun.match(folded):
            return True
        sound = sound_of(folded)
        if len(sound) < 3:
            return False
        if self._as_latin and is_name and self._as_latin.fullmatch(sound):
            return True
        if sound[0] not in self._first_sounds:
            return False
        candidates = {known for short in shortened(sound) for known in self._sounds.get(short, ())}
        return any(_sound_alike(sound, known, is_name=is_name) for known in candidates)

    def _is_close_in_abjad(self, folded: str, script: str) -> bool:
        for bare in _without_leads(folded, script):
            if bare in self._parts or _bones(bare) in self._bones:
                return True
            if len(bare) >= _ABJAD_FROM and self._begun and self._begun.match(bare):
                return True
            if self._as_abjad and self._as_abjad.fullmatch(bare):
                return True
            if any(
                is_one_edit(bare, known) and bare[0] == known[0]
                for short in shortened(bare)
                for known in self._abjad.get(short, ())
            ):
                return True
        return False


def _without_title(word: str, titles: Iterable[str]) -> set[str]:
    """Return what a town was called before it got its title, if it has one."""
    return {word.removeprefix(t) for t in titles if word.startswith(t) and len(word) - len(t) >= _BEGUN_FROM}


def _sound_alike(one: str, known: str, *, is_name: bool) -> bool:
    """Whether two sounds are an edit apart: of short ones, and of words in small letters, less may differ."""
    if not is_one_edit(one, known):
        return False
    if len(known) < _SOUND_FROM:
        return is_name and re.sub("[aeiou]", "", one) == re.sub("[aeiou]", "", known)
    return is_name or len(known) > _SOUND_FROM


def _stem(word: str) -> str:
    """Return the beginning that bent forms of a word share; of a script without vowels, the word."""
    if _script(word) in _ABJADS:
        return word
    return word[: max(_STEM_FROM, ceil(_STEM_SHARE * len(word)))]


def _bones(word: str) -> str:
    """Return a word of a script without vowels as what stays when it is spelt by ear: no alef, no open ending."""
    return re.sub("[هةה]$", "", word.replace("ا", "").replace("א", ""))


def _heard(words: str) -> str:
    """Return one or more folded words as they sound, or what stays of them where vowels are left out."""
    whole = words.replace(" ", "")
    return _bones(whole) if _script(whole) in _ABJADS else sound_of(whole)


def _bare(word: str) -> str:
    folded = word.translate(FOLD)
    script = _script(folded) if folded else ""
    if script not in _ABJADS:
        return folded
    match = _lead(script).match(folded)
    return folded[match.end() :] if match and len(folded) - match.end() >= 2 else folded


def _is_article(word: str) -> bool:
    rules = rules_of(_script(word)) if word else None
    return rules is not None and word in rules.articles


def without_article(word: str) -> str:
    """Return a folded word without the article that is joined to it."""
    rules = rules_of(_script(word))
    for article in rules.articles_joined if rules else ():
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


@cache
def _lead(script: str) -> re.Pattern[str]:
    rules = rules_of(script)
    assert rules is not None
    return re.compile(rules.before)


def _without_leads(word: str, script: str) -> set[str]:
    """Return a word, and the same without what may be joined to its front."""
    match = _lead(script).match(word)
    return {word, word[match.end() :] if match else word}


def _by_shortened(words: Iterable[str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for word in sorted(words):
        for short in shortened(word):
            made.setdefault(short, []).append(word)
    return made


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(sorted(set(patterns)))
    return re.compile(f"(?:{joined})") if joined else None
