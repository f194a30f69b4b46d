"""Our own scripts and styles without the spaces, line ends and comments that only people need."""

from __future__ import annotations

import re

__all__ = ["squeezed_css", "squeezed_js"]

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
      | (?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)
      | (?P<space>\s+)
      | (?P<word>[\w$]+)
      | (?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
_PATTERN = re.compile(r"/(?!\*)(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
"""A regular expression as a script writes it."""

_BEFORE_PATTERN = frozenset("(,=:[!&|?{};>") | {"", "return"}
_NO_LINE_END_AFTER = frozenset(";{,([=?:&|>")
_NO_LINE_END_BEFORE = frozenset("}).]?:&|,;=")

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s*([{};,>])\s*")
_CSS_HEX = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")
_CSS_COLON = re.compile(r"(?<=[{;])([\w-]+):\s+")


def squeezed_js(text: str) -> str:
    """Return a script without what only people need; texts and regular expressions stay as they are.

    Parameters
    ----------
    text : str
        A script that ends every statement with a semicolon and has no text of several lines.

    Examples
    --------
    >>> squeezed_js("const a = 'b  c'; /* why */" + chr(10) + "  return a ? / x/ : 1;")
    "const a='b  c';return a?/ x/:1;"
    """
    out: list[str] = []
    last, gap, at = "", "", 0
    while at < len(text):
        pattern = _PATTERN.match(text, at) if text[at] == "/" and last in _BEFORE_PATTERN else None
        token = _TOKEN.match(text, at)
        if token is None:
            raise ValueError(f"no script: {text[at : at + 20]!r}")
        if (token.lastgroup == "comment" and pattern is None) or token.lastgroup == "space":
            gap = "\n" if "\n" in token[0] or gap == "\n" else " "
            at = token.end()
            continue
        piece = pattern[0] if pattern is not None else token[0]
        out += [_kept(gap, last, piece) if last else "", piece]
        last, gap = (piece if piece == "return" else piece[-1]), ""
        at += len(piece)
    return "".join(out)


def _kept(gap: str, last: str, piece: str) -> str:
    """Return what must stay of the gap between two pieces."""
    before, after = last[-1], piece[0]
    if gap == "\n":
        return "" if before in _NO_LINE_END_AFTER or after in _NO_LINE_END_BEFORE else "\n"
    if gap == " ":
        needs = (_is_word(before) and _is_word(after)) or (before == after and before in "+-")
        return " " if needs else ""
    return ""


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_$"


def squeezed_css(text: str) -> str:
    """Return a style sheet without comments and without spaces that it does not need.

    Examples
    --------
    >>> squeezed_css("a, b > c { color: red; margin: 0 1px; }")
    'a,b>c{color:red;margin:0 1px}'
    """
    dense = _CSS_HEX.sub(r"#\1\2\3", text)
    dense = _CSS_SPACE.sub(r"\1", _CSS_COMMENT.sub("", dense)).replace(";}", "}")
    return re.sub(r"\s+", " ", _CSS_COLON.sub(r"\1:", dense)).strip()
