"""Text and data on their way into a page: data never becomes code, and text is always text."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from geomap.errors import InvalidValue

__all__ = ["clean_text", "clean_value", "data_block", "entity_text", "json_text"]

_TO_ESCAPE = re.compile(r"[<>&\x7f]|[^\x00-\x7f]")
_IN_TEMPLATE = {"{": "&#123;", "}": "&#125;", "%": "&#37;", "#": "&#35;"}


def clean_text(text: str) -> str:
    """Return a text that can be written as UTF-8: half of a surrogate pair on its own becomes U+FFFD.

    Examples
    --------
    >>> clean_text("a" + chr(0xD800) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean_value(value: Any) -> Any:
    """Return plain values for JSON: mappings, lists, texts, numbers, booleans and None.

    Parameters
    ----------
    value : object
        May hold tuples and the number types of numpy.

    Raises
    ------
    InvalidValue
        If a number is not finite, or a value is of a type that JSON does not know.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidValue("a number that is not finite cannot stand in a page; unknown is None")
        return float(value)
    if isinstance(value, Mapping):
        return {clean_text(str(key)): clean_value(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [clean_value(item) for item in value]
    raise InvalidValue(f"a value of type {type(value).__name__} cannot stand in a page")


def data_block(element_id: str, value: Any) -> str:
    """Return an inert script element that holds a value as JSON.

    Parameters
    ----------
    element_id : str
        Id of the element; made by geomap, never text of the data.
    value : object
        What `clean_value` takes.

    Notes
    -----
    Every ``<``, ``>`` and ``&``, and outside ASCII all but letters, the marks on them and plain punctuation, is written
    as an escape: no text can end the element, and no direction mark or line separator stands in it. Letters stay
    letters, because escapes would make an Arabic page three times as large. Keys are sorted: the same value gives the
    same bytes.
    """
    return f'<script type="application/json" id="{element_id}">{json_text(value)}</script>'


def json_text(value: Any) -> str:
    """Return a value as JSON as `data_block` writes it.

    Parameters
    ----------
    value : object
        What `clean_value` takes.
    """
    text = json.dumps(clean_value(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return _TO_ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\x7f" < character <= "\uffff" and _is_kept(character, match.string[max(match.start() - 1, 0) : match.start()]):
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _is_kept(character: str, before: str) -> bool:
    """Whether a character outside ASCII stays as it is: letters, marks on a letter, plain punctuation."""
    kind = unicodedata.category(character)
    if kind == "Mn":
        return before.isalpha() or unicodedata.category(before or " ") == "Mn"
    return kind[0] == "L" or (kind in ("Pd", "Pf", "Pi", "Po") and character < "\u3000")


def entity_text(text: str) -> str:
    """Return a text for a place that folium compiles as a template and Leaflet then reads as HTML.

    Examples
    --------
    >>> entity_text("{{ 7*7 }} <b>")
    '&#123;&#123; 7*7 &#125;&#125; &lt;b&gt;'
    """
    escaped = clean_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.translate({ord(character): entity for character, entity in _IN_TEMPLATE.items() if character != "#"})
