"""A page in the three parts that change for different reasons: what it says, how it looks, and its document."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

_BLOCK = re.compile(r"(<(script|style)\b([^>]*)>)(.*?)(</\2>)", re.DOTALL)
_POLICY_HASH = re.compile(r"'sha256-[A-Za-z0-9+/=]+'")
_ID = re.compile(r'id="([^"]+)"')
_LONG = 160
"""Longer texts without a space are packed shapes: their hash says as much to a reviewer."""


def document(page: str) -> str:
    """Return a page without what is in its scripts, styles and data blocks: what a reader without scripts has."""
    return _POLICY_HASH.sub("'sha256-...'", _BLOCK.sub(lambda block: f"{block[1]}{block[5]}", page))


def style(page: str) -> str:
    """Return the rules of a page's own style sheets, one a line; Leaflet's, which are not ours, as their hash."""
    sheets = [block[4] for block in _BLOCK.finditer(page) if block[2] == "style"]
    told = [_hash(text) if text.startswith(".leaflet-pane") else text.replace("}", "}\n") for text in sheets]
    return "\n".join(told).rstrip() + "\n"


def payload(page: str) -> str:
    """Return the data blocks of a page, a value a line."""
    blocks = (block for block in _BLOCK.finditer(page) if 'type="application/json"' in block[3])
    told = {_ID.search(block[3])[1]: _short(json.loads(block[4])) for block in blocks}  # type: ignore[index]
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _hash(json.dumps(inner)) if key == "shape" else _short(inner) for key, inner in value.items()}
    if isinstance(value, list):
        numbers = json.dumps(value)
        is_shape = (
            len(numbers) > _LONG and not re.search(r'"[^"]{0,3} [^"]*"', numbers) and not re.search(r"[{]", numbers)
        )
        return _hash(numbers) if is_shape else [_short(inner) for inner in value]
    return _hash(value) if isinstance(value, str) and len(value) > _LONG and " " not in value else value


def _hash(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]} of {len(text)}"
