"""The rules' pages in parts: what a finding is, why it matters, how to mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["page_parts"]

_WHY, _MEND = "Why it matters.", "How to mend it."
_MARKS = re.compile(r"[`*]")


@cache
def page_parts(code: str, lang: str = "en") -> Mapping[str, str]:
    """Return the parts of a rule's page as plain text.

    Parameters
    ----------
    code : str
        One of `geomap.checks.codes`; a code without a page gives its own name as the title.
    lang : str
        ``en`` reads the page itself, another language ``pages/LANG.toml``.

    Returns
    -------
    mapping
        ``title``, ``why`` and ``mend``.
    """
    folder = resources.files("geomap.checks") / "pages"
    if lang != "en":
        document = tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))
        if code in document:
            return {part: str(document[code][part]) for part in ("title", "why", "mend")}
    page = folder / f"{code}.md"
    if not page.is_file():
        return {"title": code, "why": "", "mend": ""}
    blocks = [block.strip() for block in page.read_text("utf-8").split("\n\n")]
    return {"title": _plain(blocks[1]), "why": _part(blocks, _WHY), "mend": _part(blocks, _MEND)}


def _part(blocks: list[str], head: str) -> str:
    found = next((b for b in blocks if b.startswith(f"**{head}**")), "")
    return _plain(found.removeprefix(f"**{head}**"))


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())
