"""JSON from strangers: every error with its place, no number changed in silence, no depth that ends the program."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from geomap.errors import UnreadableInput

__all__ = ["DEPTH_MAX", "EXACT_MAX", "Parsed", "json_text", "parse_json", "place_in_text"]

DEPTH_MAX = 200
EXACT_MAX = 2**53
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.S)
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)', re.S)
_FEATURE = re.compile(r'"type"\s*:\s*"feature"', re.I)


@dataclass(slots=True)
class Parsed:
    """A JSON value, with what was odd about its text.

    ``repeated`` holds names of members that stand twice in one object, ``large`` whole numbers beyond 2^53 and
    ``deep`` numbers of the features (from 1) that are nested too deeply; those are None in the value.
    """

    value: Any
    repeated: list[str] = field(default_factory=list)
    large: list[int] = field(default_factory=list)
    deep: list[int] = field(default_factory=list)


def json_text(data: bytes, file: str) -> str:
    """Return the text of a JSON file.

    Raises
    ------
    UnreadableInput
        If it is neither UTF-8 nor marked UTF-16; the message names feature, member and byte.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        where = place_in_text(before, len(before))
        raise UnreadableInput(
            f"{file}{where}: byte {error.start} (0x{data[error.start]:02x}) is no UTF-8 text; GeoJSON must be UTF-8. "
            "Save the file as UTF-8."
        ) from None


def place_in_text(text: str, position: int) -> str:
    """Return ", feature 1, member name" for a position in the text of a GeoJSON file, as far as it can be told."""
    before = text[:position]
    features = len(_FEATURE.findall(before))
    member = re.search(r'"([^"\\]{1,60})"\s*:\s*(?:"(?:[^"\\]|\\.)*|[^",:{}]*)$', before)
    where = f", feature {features}" if features else ""
    return f'{where}, member "{member[1]}"' if member else where


def parse_json(text: str, file: str) -> Parsed:
    """Return the value of a JSON text.

    Parameters
    ----------
    text : str
    file : str
        Name for messages.

    Raises
    ------
    UnreadableInput
        If it is no JSON (NaN and Infinity are none), with line and column, or is nested too deeply as a whole.
    """
    parsed = Parsed(value=None)

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) != len(items):
            names = [name for name, _ in items]
            parsed.repeated += sorted({n for n in names if names.count(n) > 1})
        return made

    def whole(digits: str) -> int | str:
        if len(digits) > 4000:
            return digits
        number = int(digits)
        if abs(number) > EXACT_MAX:
            parsed.large.append(number)
        return number

    def refuse(word: str) -> NoReturn:
        found = next((m for m in _CONSTANT.finditer(text) if m[1]), None)
        at = found.start(1) if found else 0
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise UnreadableInput(
            f"{file} line {line}, column {column}{place_in_text(text, at)}: {word} is not JSON. Write a number or null."
        )

    options: dict[str, Any] = {"object_pairs_hook": pairs, "parse_int": whole, "parse_constant": refuse}
    try:
        if _depth(text) > DEPTH_MAX:
            raise RecursionError
        parsed.value = json.loads(text, **options)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text[error.pos : error.pos + 1] in ("{", "["):
            raise UnreadableInput(
                f"{file} line {error.lineno}: a second JSON value begins here. Is it JSON lines, one value a line? "
                'Save it as one document: a list, or a FeatureCollection whose "features" they are.'
            ) from None
        where = place_in_text(text, error.pos)
        raise UnreadableInput(
            f"{file} line {error.lineno}, column {error.colno}{where}: broken JSON ({error.msg}). Is the file cut off?"
        ) from None
    except RecursionError:
        parsed.value = _without_deep(text, file, parsed, options)
    return parsed


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _TOKENS.finditer(text):
        character = token[0]
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH_MAX:
                return deepest
        elif character in "]}":
            depth -= 1
    return deepest


def _without_deep(text: str, file: str, parsed: Parsed, options: dict[str, Any]) -> Any:
    """Read a FeatureCollection feature by feature; those nested too deeply become None."""
    start = re.search(r'"features"\s*:\s*\[', text)
    if not start:
        raise UnreadableInput(f"{file}: nested more than {DEPTH_MAX} deep; geomap does not read that.")
    pieces: list[tuple[int, int, int]] = []
    depth = deepest = begin = 0
    end = len(text)
    for token in _TOKENS.finditer(text, start.end()):
        character = token[0]
        if character in "[{":
            if depth == 0:
                begin, deepest = token.start(), 0
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            if depth == 0:
                end = token.start()
                break
            depth -= 1
            if depth == 0:
                pieces.append((begin, token.end(), deepest))
    features: list[Any] = []
    for number, (first, last, deep) in enumerate(pieces, start=1):
        if deep > DEPTH_MAX:
            parsed.deep.append(number)
            features.append(None)
            continue
        try:
            features.append(json.loads(text[first:last], **options))
        except json.JSONDecodeError as error:
            raise UnreadableInput(f"{file}, feature {number}: broken JSON ({error.msg}).") from None
    try:
        document = json.loads(text[: start.end()] + text[end:], **options)
    except (json.JSONDecodeError, RecursionError):
        raise UnreadableInput(f"{file}: nested too deeply, and broken outside of its features.") from None
    document["features"] = features
    return document
