"""What comes close to a withheld name: nothing is replaced, the desk is told.

Taking out goes by rules, and no rules know every spelling. So what is left is looked through a second time, loosely:
words that hold a name or begin with it, that are one letter off, or that sound like it in another script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import ceil
from typing import Any

import pandas as pd

from geomap.dataset import Dataset
from geomap.disclosure.names import WITHHELD, WITHHELD_AR
from geomap.disclosure.sounds import ABJADS, abjad_of_latin, is_one_edit, latin_of_abjad, shortened, sound_of
from geomap.disclosure.spelling import FOLD, book, composed, ordinary, rules_of, script_of, words_in
from geomap.edition import PublicDataset
from geomap.findings import Finding, Findings
from geomap.schema import table_schema

__all__ = ["CLOSE", "GATE_CODES", "Withholding", "close_texts", "names_shown", "words_of"]

CLOSE = "close-to-withheld-name"
GATE_CODES = frozenset({CLOSE, "withheld-name-not-looked-for"})

_IN_BRACKETS = re.compile(r"[(（]")
_WORD = re.compile(r"[^\W_]+")
_AROUND = 30
_EXAMPLES = 20
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


@cache
def _generic() -> frozenset[str]:
    return frozenset(w.translate(FOLD) for w in book()["generic"]["words"].split()) | ordinary()


def words_of(text: str) -> list[str]:
    """Return the words of a text without marks; folding them is left for the different ones."""
    return _WORD.findall(composed(text).translate(_MARKS_GONE))


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
        as_latin: set[str] = set()
        as_abjad: set[str] = set()
        for place_id, spellings in names.items():
            named = [words_in(s) for s in sorted(spellings) if s != place_id and not _IN_BRACKETS.search(s)]
            own = {word for words in named for word in self._telling(words)}
            scripts = {script_of(words[0][0]) for words in named}
            self._own |= own
            if "LATIN" not in scripts:
                as_latin |= {p for w in own if script_of(w[0]) in ABJADS and (p := latin_of_abjad(w))}
            if not scripts & ABJADS:
                as_abjad |= {p for w in own if (s := sound_of(w)) and (p := abjad_of_latin(s))}
        sounds = {s for w in self._own if len(s := sound_of(w)) >= _SOUND_SHORTEST}
        self._sounds = _by_shortened(sounds)
        self._abjad = _by_shortened({w for w in self._own if script_of(w[0]) in ABJADS and len(w) >= _SOUND_FROM})
        self._bones = {b for w in self._own if script_of(w[0]) in ABJADS and len(b := _bones(w)) >= _ABJAD_FROM}
        self._as_latin, self._as_abjad = _any(as_latin), _any(as_abjad)
        self._held = _any(re.escape(w) for w in self._own if len(w) >= _HELD_FROM)
        self._begun = _any(re.escape(_stem(w)) for w in self._own if len(w) >= _BEGUN_FROM)
        self._first_sounds = {s[0] for s in sounds}

    def _telling(self, words: list[str]) -> set[str]:
        """Return what stands for a name in a loose search, and keep the parts that tell it alone."""
        if not words:
            return set()
        whole = "".join(words)
        rules = rules_of(script_of(words[0][0]) or "LATIN")
        if rules is not None and not rules.borders:
            if len(whole) >= _UNBORDERED_FROM:
                self._unbordered |= {whole[:-1], whole[1:]}
            return {whole} if rules.script in ("KATAKANA", "HIRAGANA") else set()
        if rules is not None and rules.script == "HANGUL":
            self._unbordered.add(whole)  # words are joined to one another there
        bare = [_without_article(w) for w in words]
        telling = [w for w in bare if not {w} & (_generic() | self._known) and len(w) >= _BEGUN_FROM and w.isalpha()]
        if len(words) == 1:
            return {bare[0]} if len(bare[0]) >= 3 else set()
        if len(telling) == 1:
            return {whole, telling[0]}
        self._parts |= {w for w in telling if len(w) >= (_SOUND_FROM if script_of(w[0]) in ABJADS else _PART_FROM)}
        return {whole}

    def close(self, words: Iterable[str]) -> set[str]:
        """Return which of some different words come close to a name."""
        return {word for word in words if self._is_close(word)}

    def unbordered(self) -> re.Pattern[str] | None:
        """Return a pattern for all but one letter of names in scripts without spaces; None if there are none."""
        return _any(map(re.escape, self._unbordered), whole=False)

    def _is_close(self, word: str) -> bool:
        folded = word.translate(FOLD)
        if sum(map(str.isalpha, folded)) < 3 or (folded in _generic() and not word[:1].isupper()):
            return False
        script = script_of(folded[0])
        if folded in self._parts:
            return True
        if script in ABJADS:
            return self._is_close_in_abjad(folded, script)
        if self._held and self._held.search(folded):
            return True
        is_name = word[0].isupper() or not word[0].islower()
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
            if len(bare) < 3:
                continue
            if bare in self._parts or _bones(bare) in self._bones:
                return True
            if len(bare) >= _ABJAD_FROM and self._begun and self._begun.match(bare):
                return True
            if self._as_abjad and self._as_abjad.fullmatch(bare):
                return True
            if len(bare) >= _SOUND_FROM - 1 and any(
                is_one_edit(bare, known) and bare[0] == known[0]
                for short in shortened(bare)
                for known in self._abjad.get(short, ())
            ):
                return True
        return False


def _sound_alike(one: str, known: str, *, is_name: bool) -> bool:
    """Whether two sounds are an edit apart: of short ones, and of words in small letters, less may differ."""
    if not is_one_edit(one, known):
        return False
    if len(known) < _SOUND_FROM:
        return is_name and re.sub("[aeiou]", "", one) == re.sub("[aeiou]", "", known)
    return is_name or len(known) > _SOUND_FROM


def _stem(word: str) -> str:
    """Return the beginning that bent forms of a word share; of a script without vowels, the word."""
    if script_of(word[0]) in ABJADS:
        return word
    return word[: max(_STEM_FROM, ceil(_STEM_SHARE * len(word)))]


def _bones(word: str) -> str:
    """Return a word of a script without vowels as what stays when it is spelt by ear: no alef, no open ending."""
    return re.sub("[هةה]$", "", word.replace("ا", "").replace("א", ""))


def _without_article(word: str) -> str:
    rules = rules_of(script_of(word[0]))
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


def _any(patterns: Iterable[str], *, whole: bool = True) -> re.Pattern[str] | None:
    joined = "|".join(sorted(set(patterns)))
    return re.compile(f"(?:{joined})" if whole else joined) if joined else None


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
    columns = list(_columns(public))
    different = sorted({text for _, _, cells in columns for text in cells})
    vocabulary: set[str] = set()
    for text in different:
        vocabulary.update(words_of(text))
    found = names.close(vocabulary)
    alone = names.unbordered()
    held = _any(map(re.escape, found), whole=False)
    if held is None and alone is None:
        return Findings()
    told = {text: place for text in different if (place := _where(text, found, held, alone)) is not None}
    rows = _FileRows(dataset)
    made = []
    for name, column, cells in columns:
        by_word: dict[str, list[str]] = {}
        for text in sorted(t for t in cells if t in told):
            by_word.setdefault(told[text][0], []).append(text)
        made += [
            _finding(
                name, column, word, [i for text in texts for i in cells[text]], told[texts[0]][1], len(texts), rows
            )
            for word, texts in by_word.items()
        ]
    return Findings.of(made)


def names_shown(public: PublicDataset) -> set[str]:
    """Return the words of the names that are published, folded and without their article."""
    columns = [c for c in public.places.columns if str(c).startswith(("name", "label"))]
    texts = {str(t) for c in columns for t in public.places[c].dropna().unique()}
    return {_without_article(word) for text in texts for word in words_in(text)}


def _where(
    text: str, found: set[str], held: re.Pattern[str] | None, alone: re.Pattern[str] | None
) -> tuple[str, str] | None:
    """Return the first close word of a text, and the words around it; None if there is none."""
    plain = composed(text).translate(_MARKS_GONE).replace(WITHHELD, " ").replace(WITHHELD_AR, " ")
    for match in _WORD.finditer(plain) if held is not None and held.search(plain) else ():
        if match[0] in found:
            return match[0], _around(plain, match.start(), match.end())
    match_alone = alone.search(plain) if alone is not None else None
    return (match_alone[0], _around(plain, match_alone.start(), match_alone.end())) if match_alone else None


def _around(text: str, begin: int, end: int) -> str:
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    if begin > _AROUND:
        before = "…" + before.partition(" ")[2] if " " in before else "…" + before
    if len(text) > end + _AROUND:
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return " ".join(f"{before}{text[begin:end]}{after}".split())


def _columns(public: PublicDataset) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Yield table, column and its different texts, each with the ids of the first rows; the case’s own words last."""
    for name in ("sources", "places", "events", "claims", "trajectories", "event_places", "relations", "corrections"):
        table = getattr(public, name)
        schema = table_schema(name)
        key = schema.primary_key
        for field in schema.fields:
            if field.name not in table.columns or field.kind not in ("text", "edtf", "url", "id", "ids"):
                continue
            if field.kind in ("id", "ids") and field.name != key:
                continue  # ids of other rows, which are told there
            yield name, field.name, _texts(table[field.name], table[key] if key else None)
    refused = public.refused
    yield "refused", "reason", _texts(refused["reason"], refused["id"])
    info = public.info
    words: dict[str, list[str]] = {str(text): [] for text in (info.name, info.title, info.title_ar, info.description)}
    for account in info.accounts:
        parts = (account.label, account.short_label, account.speaker, account.speaker_full)
        words |= {str(text): [account.account_id] for part in parts for text in part.values()}
    yield "datapackage.json", "", {text: ids for text, ids in words.items() if text}
    yield "map.toml", "", {text: [] for text in _nested(public.editorial)}


def _texts(cells: pd.Series, ids: pd.Series | None) -> dict[str, list[str]]:
    codes, different = pd.factorize(cells)
    made: dict[str, list[str]] = {str(text): [] for text in different}
    if ids is None or len(made) < len(different):
        return made
    return _Rows(made, codes, list(made), ids)


class _Rows(dict[str, list[str]]):
    """Different texts of a column; the ids of their rows are looked up for the few that are asked for."""

    def __init__(self, texts: Mapping[str, list[str]], codes: Any, order: list[str], ids: pd.Series) -> None:
        super().__init__(texts)
        self._codes, self._order, self._ids = codes, order, ids

    def __getitem__(self, text: str) -> list[str]:
        """Return the ids of the rows that hold a text."""
        return [str(i) for i in self._ids[self._codes == self._order.index(text)]]


def _nested(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _nested(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nested(item)


def _finding(
    name: str, column: str, word: str, ids: list[str], around: str, text_count: int, rows: _FileRows
) -> Finding:
    """Return one finding for all texts of a column that hold the same close word."""
    in_file = rows.of(name, ids[:_EXAMPLES])
    row = f"{name}, id {', '.join(ids[:3])}{' and more' if len(ids) > 3 else ''}: " if ids and not in_file else ""
    more = f" (and in {text_count - 1} more text{'' if text_count == 2 else 's'})" if text_count > 1 else ""
    return Finding(
        code=CLOSE,
        severity="warning",
        message=f"{row}“{word}” in “{around}”{more} comes close to a name that is withheld, and stands in the outputs. "
        'If it is the name, write that spelling into "aliases" of its place, or word the text anew.',
        file=_FILES.get(name, name if "." in name else ""),
        column=column,
        rows=in_file,
        values=(word,),
        ids=tuple(ids[:_EXAMPLES]),
        count=max(len(ids), 1),
    )


_FILES = {
    name: f"{name}.csv" for name in ("sources", "events", "claims", "trajectories", "corrections", "relations")
} | {
    "places": "places.geojson",
    "event_places": "event_places.csv",
}


class _FileRows:
    """The rows of the files in which ids stand; each table is looked through once."""

    def __init__(self, dataset: Dataset) -> None:
        self._tables = dataset.tables()
        self._by_id: dict[str, dict[str, Any]] = {}

    def of(self, name: str, ids: list[str]) -> tuple[int, ...]:
        """Return the rows of some ids; none for what has no file of its own or was renamed."""
        key = table_schema(name).primary_key if name in self._tables else None
        if not key:
            return ()
        if name not in self._by_id:
            table = self._tables[name]
            self._by_id[name] = dict(zip(table[key].astype(object), table.index, strict=True))
        return tuple(int(self._by_id[name][i]) for i in ids if str(self._by_id[name].get(i, "")).isdigit())
