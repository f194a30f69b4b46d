"""Look that the built docs need no other host: no script, style, font, image or frame comes from elsewhere.

Run ``python scripts/check_site.py site``. Links that a reader may follow are allowed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

_FETCHED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "link": "href",
}
_LINKS_ONLY = {"canonical", "prev", "next", "alternate"}
_IN_CSS = re.compile(r"""(?:url\(|@import)\s*['"]?((?:https?:)?//[^'")\s]+)""")


class _Fetches(HTMLParser):
    """Collects the addresses that a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up one tag."""
        given = dict(attrs)
        if tag == "link" and set((given.get("rel") or "").split()) <= _LINKS_ONLY:
            return
        addresses = [given.get(_FETCHED.get(tag, "")) or ""]
        addresses += [part.split()[0] for part in (given.get("srcset") or "").split(",") if part.strip()]
        addresses += _IN_CSS.findall(given.get("style") or "")
        self.found += [a for a in addresses if re.match(r"(?:https?:)?//", a)]


def elsewhere(folder: Path) -> list[str]:
    """Return each file of a site with the address that it fetches from another host."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".html":
            text = path.read_text("utf-8")
            parser = _Fetches()
            parser.feed(text)
            styles = " ".join(re.findall(r"<style[^>]*>(.*?)</style>", text, re.S))
            addresses = parser.found + _IN_CSS.findall(styles)
        elif path.suffix == ".css":
            addresses = _IN_CSS.findall(path.read_text("utf-8"))
        else:
            continue
        found += [f"{path.relative_to(folder)}: {address}" for address in addresses]
    return found


def main(arguments: Sequence[str]) -> int:
    """Print what comes from elsewhere.

    Returns
    -------
    int
        0 nothing; 1 something; 2 when there is no site.
    """
    folder = Path(arguments[0] if arguments else "site")
    if not (folder / "index.html").exists():
        print(f"{folder} holds no site: run make docs", file=sys.stderr)
        return 2
    found = elsewhere(folder)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
