"""Our SVG as PNG and PDF, with fonts that geomap brings: no browser, no fonts of the machine.

typst draws it (resvg and krilla inside). It lays out lines from left to right only, so lines that are read from right
to left are handed over as isolates, with their ends named by side.
"""

from __future__ import annotations

import re
import tempfile
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import UsageError
from geomap.look import Theme
from geomap.paths import geodata_file
from geomap.publishers.figure.canvas import font_of
from geomap.publishers.figure.chunks import with_chunks
from geomap.publishers.figure.text import is_arabic

__all__ = ["Titles", "emoji_of", "notices", "pdf", "png"]

_SVG = "http://www.w3.org/2000/svg"
_ISOLATE, _ISOLATE_END = "\u2067", "\u2069"
_PT_IN_PX = 0.75
_AN_ARABIC = "\u0627"
_DOCUMENT = b"""
#set document(title: sys.inputs.title, description: sys.inputs.alt, date: none)
#set text(lang: sys.inputs.lang)
#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, alt: sys.inputs.alt)
"""
"""Data goes in as values, never as markup."""
_ARABIC = r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_HEBREW = r"\u0590-\u05ff\ufb1d-\ufb4f"
_AMONG = r" !,\-.0-9:\u200c-\u200f\u2066-\u2069"
"""Figures and the commonest marks, which every font of ours has."""
_HEBREW_FONT = "Noto Sans Hebrew, Arial, sans-serif"
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u200d\u20e3\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_LETTERS_SHOWN = 20
_FIRST_EMOJI = 0x1F000
_NO_FONT = re.compile(r'the text `"(.*)"` could not be displayed', re.DOTALL)


class _NoFont(Exception):
    """Letters that no font has."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What a picture says of itself."""

    title: str
    alt: str
    lang: str


def png(svg: bytes, dpi: int, theme: Theme, titles: Titles) -> bytes:
    """Return a figure as PNG, with its density, title and description in it.

    Parameters
    ----------
    svg : bytes
    dpi : int
        Dots in an inch of 96 CSS pixels.
    theme : Theme
        Whose fonts may be used beside our own.
    titles : Titles

    Raises
    ------
    UsageError
        If no font has a letter that stands in the figure.
    """

    def draw(typesetter: Any) -> bytes:
        _embedded(typesetter)  # says which letters no font has; a PNG would show boxes
        made: bytes = typesetter.compile(_DOCUMENT, format="png", ppi=float(dpi))
        return made

    drawn = _drawn(svg, theme, titles, draw)
    return with_chunks(drawn, dpi, {"Title": titles.title, "Description": titles.alt})


def pdf(svg: bytes, theme: Theme, titles: Titles) -> bytes:
    """Return a figure as tagged PDF (PDF/UA-1), its fonts embedded; parameters as for `png`."""
    return _drawn(svg, theme, titles, _embedded)


def _drawn(svg: bytes, theme: Theme, titles: Titles, draw: Callable[[Any], bytes]) -> bytes:
    """Draw a figure; emoji that no font has are left out, any other letter stops it, all of them named at once."""
    try:
        with _typesetter(svg, theme, titles) as typesetter:
            return draw(typesetter)
    except _NoFont as error:
        missing = error.letters
    others = _EMOJI.sub("", missing)
    if not others:
        with _typesetter(svg, theme, titles, without=missing) as typesetter:
            return draw(typesetter)
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in others[:_LETTERS_SHOWN])
    more = f" and {len(others) - _LETTERS_SHOWN} more" if len(others) > _LETTERS_SHOWN else ""
    raise UsageError(
        f"no font here has the letter{'s' if len(others) > 1 else ''} {named}{more}, which stand in the figure. "
        "geomap brings Noto Sans, Noto Sans Arabic and Noto Sans Hebrew; name the file of another font under "
        "font_files in a theme (--theme FILE), or export svg. Nothing was written."
    )


def _embedded(typesetter: Any) -> bytes:
    import typst

    try:
        made: bytes = typesetter.compile(_DOCUMENT, format="pdf", pdf_standards="ua-1")
        return made
    except typst.TypstError as error:
        missing = _NO_FONT.search(error.message)
        if missing is None:
            plain: bytes = typesetter.compile(_DOCUMENT, format="pdf")  # a letter that only the standard forbids
            return plain
        raise _NoFont(_letters(missing[1])) from None


def _missing(root: ET.Element, first: str, first_arabic: str, compile_svg: Callable[[str], None]) -> str:
    """Return every letter of a figure that no font has, in the order of their numbers.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
    first, first_arabic
        As for `_turned`.
    compile_svg : callable
        Draws a small picture, or says which letter is missing.
    """
    letters = sorted({letter for text in root.iter(f"{{{_SVG}}}text") for letter in "".join(text.itertext())})
    found = ""
    while True:
        small = ET.Element(f"{{{_SVG}}}svg", {"viewBox": "0 0 99 99"})
        for letter in letters:
            ET.SubElement(small, f"{{{_SVG}}}text", {"y": "9", "font-family": font_of(letter)}).text = letter
        try:
            compile_svg(_turned(small, first, first_arabic))
        except _NoFont as error:
            bad = [letter for letter in letters if letter in error.letters]
            if not bad:
                return found or error.letters
            found += "".join(bad)
            letters = [letter for letter in letters if letter not in bad]
        else:
            return found


@contextmanager
def _typesetter(svg: bytes, theme: Theme, titles: Titles, without: str = "") -> Iterator[Any]:
    import typst

    root = ET.fromstring(svg)
    for element in root.iter() if without else ():
        element.text = (element.text or "").translate(dict.fromkeys(map(ord, without)))
    _, _, width, height = (float(number) for number in root.get("viewBox", "").split())
    inputs = {
        "width": f"{width * _PT_IN_PX:.4f}",
        "height": f"{height * _PT_IN_PX:.4f}",
        "title": titles.title,
        "alt": titles.alt,
        "lang": titles.lang,
    }
    own = geodata_file("fonts")
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", typst.TypstWarning)
        for number, data in enumerate(theme.font_files):
            (Path(folder) / f"{number}.ttf").write_bytes(data)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[own, Path(folder)])
        _check_fonts(theme, set(fonts.families()))
        first = f"{theme.fonts.replace(chr(34), '')}, " if theme.fonts else ""
        first_arabic = first if _has_arabic(Path(folder)) else ""
        inputs["svg"] = _turned(root, first, first_arabic)

        def compiler(of: str) -> Any:
            given = inputs | {"svg": of}
            return typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True, sys_inputs=given)

        try:
            yield compiler(inputs["svg"])
        except _NoFont as error:
            told = _missing(ET.fromstring(svg), first, first_arabic, lambda small: _check(compiler(small)))
            raise _NoFont("".join(sorted({*told, *_letters(error.letters)}))) from None


def _check(typesetter: Any) -> None:
    _embedded(typesetter)


def _letters(quoted: str) -> str:
    """Return the letters that a message of typst names, some of them by their number."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), quoted)


def _check_fonts(theme: Theme, families: set[str]) -> None:
    known = {family.casefold() for family in families}
    for name in (part.strip(' "') for part in theme.fonts.split(",") if part.strip(' "')):
        if name.casefold() not in known:
            raise UsageError(
                f'the theme\'s font "{name}" is not at hand: PNG and PDF do not use the fonts of this machine. '
                f"Name its file under font_files in the theme; there are {', '.join(sorted(families))}."
            )


def notices(theme: Theme, lang: str) -> tuple[str, ...]:
    """Return what who draws had better know of a theme's fonts: that they have no Arabic letters."""
    if lang != "ar" or not theme.fonts:
        return ()
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        for number, data in enumerate(theme.font_files):
            (Path(folder) / f"{number}.ttf").write_bytes(data)
        if _has_arabic(Path(folder)):
            return ()
    names = theme.fonts.replace(chr(34), "")
    return (f"The theme's fonts ({names}) have no Arabic letters; Noto Sans Arabic stands in for them.",)


def _has_arabic(folder: Path) -> bool:
    """Whether the fonts of a folder have Arabic letters."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if not fonts.families():
        return False
    words = f'<text x="9" y="9">{_AN_ARABIC}</text>'
    svg = f'<svg xmlns="{_SVG}" viewBox="0 0 9 9" font-family="{fonts.families()[0]}">{words}</svg>'
    inputs = {"svg": svg, "width": "9", "height": "9", "title": "a", "alt": "a", "lang": "ar"}
    tried = typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    try:
        tried.compile(_DOCUMENT, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True


def _turned(root: ET.Element, first: str, first_arabic: str) -> str:
    """Return the SVG as typst can lay it out: isolates from right to left, each run in a font that has its letters.

    ``first`` and ``first_arabic`` are a theme's fonts, to stand before ours.
    """
    if first and not first_arabic:
        for element in root.iter():
            if (element.get("font-family") or "").startswith(f"{first}{font_of(_AN_ARABIC)}"):
                element.set("font-family", font_of(_AN_ARABIC))
    for text in list(root.iter(f"{{{_SVG}}}text")):
        words = text.text or ""
        if text.attrib.pop("direction", "") == "rtl":
            text.attrib.pop("unicode-bidi", None)
            ends = {"start": "end", "end": "start"}
            anchor = text.get("text-anchor", "start")
            text.set("text-anchor", ends.get(anchor, anchor))
            words = f"{_ISOLATE}{words}{_ISOLATE_END}"
        runs = _runs(words)
        fonts = {"arabic": f"{first_arabic}{font_of(_AN_ARABIC)}", "hebrew": _HEBREW_FONT, "": f"{first}{font_of('a')}"}
        if len(runs) > 1:
            text.text = ""
            for script, run in runs:
                ET.SubElement(text, f"{{{_SVG}}}tspan", {"font-family": fonts[script]}).text = run
        else:
            text.text = words
            if runs and runs[0][0] == "hebrew":
                text.set("font-family", _HEBREW_FONT)
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")


def _runs(text: str) -> list[tuple[str, str]]:
    """Return a text in runs for the fonts of ``arabic``, ``hebrew`` and all other letters; one if it has none of both.

    typst gives up on a line in which two fonts make different numbers of glyphs of the same letters, as with ligatures.
    """
    if not is_arabic(text):
        return [("", text)]
    has_arabic = re.search(f"[{_ARABIC}]", text) is not None
    arabic, hebrew = (f"{_ARABIC}«»{_AMONG}", _HEBREW) if has_arabic else (_ARABIC, f"{_HEBREW}{_AMONG}")
    parts = re.finditer(f"(?P<arabic>[{arabic}]+)|(?P<hebrew>[{hebrew}]+)|[^{arabic}{hebrew}]+", text)
    return [(part.lastgroup or "", part[0]) for part in parts]


def emoji_of(texts: Iterable[str]) -> str:
    """Return the emoji that stand in texts and that no font of ours has, each once."""
    return "".join(sorted({e for text in texts for e in _EMOJI.findall(text) if ord(e) >= _FIRST_EMOJI}))
